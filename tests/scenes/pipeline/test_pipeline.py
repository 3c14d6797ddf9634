"""Pipeline shows numbers of its facts file alone, each beside its source, and says no more."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator

import pytest
from shown_numbers import State, is_quoted, numbers_in, watch

from lecture.catalogue import SCENES, scene_class
from scenes.script.facts import R1_FACTS
from scenes.script.settings import Settings
from scenes.stage.film import GrpoScene, beat
from scenes.stage.live_number import LiveNumber
from scenes.stage.typeset import Formula, Prose

TABLES = tomllib.loads(R1_FACTS.read_text(encoding="utf-8"))
FACTS = TABLES["pipeline"]
CITED = {f"{e['source']}, {e['place']}" for e in [*FACTS.values(), *TABLES["claims"].values()]}
WORDS = [*CITED, *TABLES["names"].values()]
FOOT = "0"  # of the axis of ratings: no number of anyone's


def strange_numbers(states: Iterable[State]) -> set[str]:
    """Numbers at rests, beside the home shot, that are no fact, or stand without its source."""
    found = set()
    for state in states:
        if state.home is not None:
            continue  # the group's; test_numbers.py looks after them
        sources = CITED & state.seen
        for text in state.seen:
            if text == FOOT or is_quoted(text, WORDS):
                continue
            for number in numbers_in(text):
                meant = [e for e in FACTS.values() if e["value"] == number.value]
                if not meant:
                    found.add(f"beat {state.beat}: {number.text} is no fact")
                elif not any(f"{e['source']}, {e['place']}" in sources for e in meant):
                    found.add(f"beat {state.beat}: {number.text} has no source")
    return found


def shown(film, number: int) -> set[str]:
    """All that can be read at the rests of a beat."""
    return {
        "".join(text.split())
        for state in film("Pipeline").states
        if state.beat == number
        for text in state.seen
    }


def test_every_number_is_a_fact_beside_its_source(film, group):
    assert strange_numbers(film("Pipeline", group).states) == set()


class Planted(GrpoScene):
    """A fact with its source, and numbers without."""

    @beat(hold=0.8)
    def first(self) -> None:
        """One

        A caption.
        """
        self.add(Prose("79.8 %"), Prose("79.9 %"), Prose("arXiv 2501.12948v1, table 4"))

    @beat(hold=0.8)
    def second(self) -> None:
        """Two

        A caption.
        """
        self.clear()
        self.add(Prose("79.2 %"), Prose("arXiv 2501.12948v1, table 5"))

    @beat(hold=0.8)
    def third(self) -> None:
        """Three

        A caption.
        """
        self.clear()
        self.add(LiveNumber(85.0, 1), Formula("beta = 0.04"), Prose("Qwen-1.5B has 1.5"))

    @beat(hold=0.8)
    def fourth(self) -> None:
        """Four

        A caption.
        """
        self.clear()
        self.add(Prose("MATH-500"), Prose("RL stage 1"), Prose("R1-Zero and o1"))


def test_planted_numbers_are_found():
    assert strange_numbers(watch(Planted, Settings()).states) == {
        "beat 1: 79.9 is no fact",
        "beat 2: 79.2 has no source",
        "beat 3: 85.0 is no fact",
        "beat 3: 0.04 is no fact",
        "beat 3: 1.5 is no fact",
    }


def test_a_number_is_printed_as_precisely_as_its_source_does(film):
    """71.0, not 71: the file holds what the paper prints, and so does the screen."""
    printed = {
        number.text
        for state in film("Pipeline").states
        if state.home is None
        for text in state.seen
        if not is_quoted(text, [*WORDS, FOOT]) and "dot 10^" not in text
        for number in numbers_in(text)
    }
    assert printed <= {str(entry["value"]) for entry in FACTS.values()}


def test_every_fact_is_shown(film):
    numbers = [
        (state.beat, number.value)
        for state in film("Pipeline").states
        for text in state.seen
        for number in numbers_in(text)
    ]
    missing = {
        name: entry["value"]
        for name, entry in FACTS.items()
        if entry["value"] not in {value for _, value in numbers}
    }
    assert not missing


@pytest.mark.parametrize(
    ("number", "texts"),
    [
        (1, {"15.6%", "DeepSeek-V3-Base"}),
        (2, {"32questions", "16outputs", "512answersastep"}),
        (3, {"accuracy", "format", "learnedjudge"}),
        (4, {"15.6%", "71.0%", "86.7%", "majorityvote"}),
        (5, {"hardtoread,languagesmixed", "thousandsofexamples"}),
        (7, {"about600k", "about200k", "about800k", "2epochs"}),
        (8, {"rules", "preferencemodels"}),
        (9, {"79.8%", "79.2%", "97.3%", "96.4%", "2029", "2061"}),
        (10, {"28.9%", "55.5%", "50.4%", "69.7%", "72.6%", "70.0%"}),
        (11, {"72.6%", "47.0%", "over10Ksteps"}),
    ],
)
def test_the_papers_numbers_stand_at_their_beats(film, number, texts):
    assert texts <= shown(film, number)


def said_in(tree: ast.Module) -> Iterator[str]:
    """The texts of a module, without the docstrings that no film says."""
    places = ast.Module | ast.ClassDef | ast.FunctionDef
    beats = [node for node in ast.walk(tree) if getattr(node, "decorator_list", None)]
    told = [
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, places) and node not in beats and ast.get_docstring(node)
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in told:
            yield node.value


def test_no_number_is_typed_into_the_film_or_its_pictures():
    """Nor into its captions: what has digits there is a name, or how a number is written."""
    files = (SCENES / "pipeline").glob("*.py")
    texts = {text for file in files for text in said_in(ast.parse(file.read_text("utf-8")))}
    typed = {text: numbers_in(text) for text in texts}
    assert {text for text, numbers in typed.items() if numbers} == {" dot 10^(", ".0e", FOOT}


def test_it_says_exactly_where_grpo_sits(film):
    """R1-Zero's RL and both of R1's RL stages (v2, section 2.1): two models, three loops."""
    [states] = [[s for s in film("Pipeline").states if s.beat == 12 and s.home is None]]
    assert {"GRPO trains R1-Zero", "and R1, in two stages"} <= states[-1].seen
    assert "arXiv 2501.12948v2, section 2.1" in states[-1].seen
    names = {"V3-Base", "GRPO", "R1-Zero", "cold start", "RL stage 1", "SFT", "RL stage 2", "R1"}
    assert names | {"distilled"} <= states[0].seen


def test_it_claims_no_victory():
    captions = " ".join(part.caption for part in scene_class("Pipeline").storyboard()).lower()
    for claim in ("best", "state of the art", "surpass", "outperform", "solves math"):
        assert claim not in captions


def test_it_lasts_about_two_minutes_at_most(film, group):
    assert 60 <= film("Pipeline", group).seconds <= 125
