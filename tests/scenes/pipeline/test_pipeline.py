"""Pipeline shows numbers of its facts file alone, each beside its source, and says no more."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

import pytest
from r1_sources import ENDS, NAMES, TABLES, invented, is_cited, is_source
from shown_numbers import State, is_quoted, numbers_in, texts_of, watch

from lecture.catalogue import SCENES, scene_class
from lecture.walk import walk
from scenes.pipeline.figures import about
from scenes.pipeline.route_map import HOME
from scenes.script.facts import fact
from scenes.script.settings import Settings
from scenes.script.words import use_language
from scenes.stage.film import GrpoScene, beat
from scenes.stage.live_number import LiveNumber
from scenes.stage.typeset import Formula, Prose

FACTS = TABLES["pipeline"]
SIZES = {name.split()[1] for key, name in TABLES["names"].items() if key in FACTS}  # "32B"


def strange_numbers(states: Iterable[State]) -> set[str]:
    """Numbers at rests that are no fact, stand without its source, or are not marked invented."""
    found, examples = set(), invented()
    for state in states:
        marked = any("invented" in text for text in state.seen)
        for text in state.seen:
            if text in ENDS | SIZES or is_quoted(text, NAMES) or is_source(text):
                continue
            if _names_a_model(text):
                continue
            for number in numbers_in(text):
                meant = [e for e in FACTS.values() if e["value"] == number.value]
                if marked and number.text in examples:
                    continue
                if not meant:
                    found.add(f"beat {state.beat}: {number.text} is no fact")
                elif not any(is_cited(e, state.seen) for e in meant):
                    found.add(f"beat {state.beat}: {number.text} has no source")
    return found


def _names_a_model(text: str) -> bool:
    """A name of the facts file with a word beside it: "Qwen 32B, twice"."""
    return any(text.startswith(name + ",") for name in NAMES)


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
        self.add(Prose("79.8 %"), Prose("79.9 %"), Prose("Nature 645, table 2"))

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
    """74.0, not 74: the file holds what the paper prints, and so does the screen."""
    printed = {
        number.text
        for state in film("Pipeline").states
        for text in state.seen
        if not (text in ENDS | SIZES or is_quoted(text, NAMES) or is_source(text))
        for number in numbers_in(text)
        if not _names_a_model(text)
    }
    assert printed <= {str(entry["value"]) for entry in FACTS.values()} | invented()
    assert "74.0" in printed


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
        (1, {"15.6", "V3-Base", "AIME2024"}),
        (2, {"32questions", "onegroup:16answers", "512answersastep"}),
        (3, {"right?", "inform?"}),
        (4, {"15.6", "77.9", "86.7", "majorityvote"}),
        (5, {"hardtoread,languagesmixed", "thousandsofthem:coldstart", "59.0", "SFT"}),
        (6, {"accuracy", "language", "easiertoread;withoutit,slightlymoreaccurate", "74.0"}),
        (7, {"about600krightanswers", "about800k", "read2times", "78.1"}),
        (8, {"wherearulefits:rules,all1700steps", "wherenorulefits:thelast400", "nojudgeyet"}),
        (9, {"79.8", "79.2", "97.3", "96.4", "49.2", "48.9", "71.5", "75.7", "90.8", "91.8"}),
        (9, {"openquestions(AlpacaEval):62.1to87.6%"}),
        (9, {"2029", "2061", "aheadon3ofthese6,behindontheothers"}),
        (10, {"28.9", "55.5", "50.4", "69.7", "72.6", "70.0", "about800k"}),
        (11, {"72.6", "47.0", "over10KstepsofRL"}),
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
    """Nor into its captions: what has digits there is a name."""
    files = (SCENES / "pipeline").glob("*.py")
    texts = {text for file in files for text in said_in(ast.parse(file.read_text("utf-8")))}
    assert {text for text in texts if numbers_in(text)} <= ENDS


def test_it_says_exactly_where_grpo_sits(film):
    """R1-Zero's RL and both of R1's RL stages (v2, section 2.1): two models, three loops."""
    states = [state for state in film("Pipeline").states if state.beat == 12]
    assert "GRPO: once for R1-Zero, twice for R1." in states[-1].seen
    grpo = TABLES["claims"]["grpo"]
    assert any(is_cited(grpo, state.seen) for state in states)
    names = {"V3-Base", "GRPO", "R1-Zero", "cold start", "GRPO, for data", "data", "R1"}
    assert names | {"six children"} <= states[-1].seen


def test_the_door_hides_where_grpo_is(film):
    """The question is asked before its answer is on the screen."""
    [*_, last] = [state for state in film("Pipeline").states if state.beat == 1]
    assert "How was R1 made, and where is GRPO in it?" in last.seen
    assert not {"GRPO", "GRPO, for data"} & last.seen


@pytest.mark.parametrize(
    ("number", "after"),
    [(5, {"59.0"}), (6, {"59.0", "74.0"}), (7, {"59.0", "74.0", "78.1"})],
)
def test_the_ladder_says_what_the_paper_prints_of_each_stage(film, number, after):
    """One table for all of them, so that R1-Zero stands beside the stages of R1."""
    marks = {text for text in FACTS_OF_AIME if text in last_seen(film, number)}
    assert marks == {"15.6", "77.9"} | after
    assert marks <= last_seen(film, 8)
    assert not {"79.8", "86.7"} & last_seen(film, 8)


def test_the_stations_of_the_ladder_are_one_paper_s():
    """v1 prints 71.0 for R1-Zero, and no stage of R1: no mark of it stands among the others."""
    stations = ("base", "zero", "zero_majority", "cold", "stage_1", "heap", "r1")
    assert {FACTS[f"aime_{key}"]["source"] for key in stations} == {"Nature 645"}


FACTS_OF_AIME = {str(entry["value"]) for key, entry in FACTS.items() if key.startswith("aime_")}


def last_seen(film, number: int) -> frozenset[str]:
    """What a beat leaves on the screen."""
    return next(s for s in film("Pipeline").states if s.beat == number and s.last).seen


@pytest.mark.parametrize(
    ("number", "name", "later"),
    [(6, "GRPO, again", "right, mixed (invented)"), (8, "GRPO, once more", "steps of training")],
)
def test_each_use_of_grpo_is_named_on_the_large_map_before_its_picture(number, name, later):
    views: list[tuple[bool, frozenset[str]]] = []

    def rest(stage, rest) -> None:
        if rest.beat == number:
            family = [part for m in stage.stage_mobjects() for part in m.get_family()]
            views.append((stage.map.view == HOME, frozenset(texts_of(family))))

    walk("Pipeline", Settings(), on_rest=rest, last_beat=number)
    named = [k for k, (_, seen) in enumerate(views) if name in seen]
    shown = [k for k, (_, seen) in enumerate(views) if later in seen]
    assert named and shown and max(named) < min(shown)
    assert all(views[k][0] for k in named)


def test_it_claims_no_victory():
    captions = " ".join(part.caption for part in scene_class("Pipeline").storyboard()).lower()
    for claim in ("best", "state of the art", "surpass", "outperform", "solves math"):
        assert claim not in captions


def test_it_is_as_long_for_every_group(film, group):
    assert 90 <= film("Pipeline", group).seconds <= 170


@pytest.mark.parametrize(
    ("code", "said"), [("en", "about 800k"), ("de", "etwa 800k"), ("zh", "约 80 万")]
)
def test_thousands_are_counted_as_the_language_does(code: str, said: str) -> None:
    use_language(code)
    assert about(fact("pipeline.all_samples")) == said
