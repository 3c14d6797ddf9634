"""Levels says the same five things at each level, and what they say is true of the group."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from shown_numbers import GROUPS, numbers_in

from grpo_core import evaluate_group, first_step, load_group
from lecture.audit import audit
from lecture.catalogue import scene_class
from scenes.levels.level_lines import LEVELS, ROWS, level_line
from scenes.script.settings import WORKED_GROUP, Settings

ALL_GROUPS = pytest.mark.parametrize("name", list(GROUPS))
_WORD = re.compile(r"[A-Za-z]+")
FIRST = 3  # the beat of the first level


def step(name: str):
    return evaluate_group(first_step(load_group(GROUPS[name])))


def states_of(film, beat: int, name: str = "worked"):
    return [state for state in film("Levels", name).states if state.beat == beat]


def said_at_the_end(film, beat: int, name: str = "worked") -> frozenset[str]:
    return states_of(film, beat, name)[-1].seen


@ALL_GROUPS
def test_it_lasts_about_two_minutes(film, name):
    assert 90 <= film("Levels", name).seconds <= 170


@ALL_GROUPS
@pytest.mark.parametrize("level", range(len(LEVELS)))
def test_each_level_ends_with_its_five_lines(film, name, level):
    table, seen = step(name), said_at_the_end(film, FIRST + level, name)
    lines = [level_line(table, 0, level, row).plain for row in range(ROWS)]
    if level < 3:  # the numbers are those of another answer in another group
        assert seen >= set(lines)
    assert ("in words", "in exact words", "in symbols", "in numbers")[level] in seen


@pytest.mark.parametrize("level", [0, 1])
def test_a_sentence_has_nine_words_at_most(level):
    for row in range(ROWS):
        source = level_line(step("worked"), 0, level, row).plain
        words = " ".join(re.findall(r'"([^"]*)"', source))
        assert 2 <= len(_WORD.findall(words)) <= (4, 9)[level], source


def test_the_four_words_each_get_their_meaning(film):
    """And what they mean stands in the picture when the beat ends."""
    seen = said_at_the_end(film, 2)
    assert seen >= {"Group", "Relative", "Policy", "Optimization"}
    assert seen >= {"of answers", "to their average", "how likely?", "better ones grow"}
    assert {"0.20", "0.40", "0.10", "0.30"} <= seen


def test_it_asks_twice_and_waits(film):
    asked = {text for state in film("Levels").states for text in state.seen if text.endswith("?")}
    assert {"What do the four words mean?", "How much growth counts?"} <= asked


def test_the_numbers_are_those_of_one_step(film):
    """Section 0: X, one step along the gradient; answer 1, and the group's mean and sum."""
    shown = " ".join(said_at_the_end(film, 6))
    for text in ("0.50", "0.24", "0.20", "1.20", "0.04", "−0.914", "0.143", "0.142"):
        assert text in shown, text
    assert 1.2 in {number.value for number in numbers_in(shown)}


def test_the_kl_is_against_the_reference_and_the_ratio_against_the_old_policy(film):
    """Two anchors, which are often taken for one."""
    seen = [text for state in film("Levels").states for text in state.seen]
    with_kl = [text for text in seen if "parallel" in text and "clip" not in text]
    assert with_kl
    assert all("ref" in text and "old" not in text for text in with_kl)
    ratios = [text for text in seen if "pi_theta : new }} slash {{" in text]
    assert ratios
    assert all('pi_"old"' in text and 'pi_"ref"' not in text for text in ratios)


def test_the_house_ends_with_every_window_lit(film):
    seen = said_at_the_end(film, 8)
    assert {"ask", "compare", "likelier", "enough?", "near", "4"} <= seen
    assert any("parallel" in text for text in seen)
    assert any("beta" in text and "parallel" not in text for text in seen)


def test_the_lift_reads_one_idea_on_every_floor_before_the_others_are_lit(film):
    """From a word down to the number, with nothing else on the windows."""
    first = [state.seen for state in states_of(film, 8) if "ask" not in state.seen]
    assert {"likelier", "if better"} <= first[-1]
    assert any("rho_i" in text for text in first[-1])
    assert ".24 slash .20" in first[-1]


def test_nobody_is_called_better_in_a_silent_group(tmp_path):
    file = tmp_path / "silent.toml"
    answer = '[[answers]]\ntext = "a"\nreward = 1\nold = 0.3\nnew = 0.4\nref = 0.3\n'
    file.write_text('question = "?"\n' + 2 * answer, encoding="utf-8")
    line = level_line(evaluate_group(load_group(file)), 0, 3, 1)
    assert "all scores alike" in line.plain
    assert "/" not in line.plain  # nothing is divided by a std of 0


def test_it_never_says_that_clipping_bounds_anything():
    """It takes the push away; the ratio may still leave the range."""
    captions = " ".join(part.caption for part in scene_class("Levels").storyboard()).lower()
    for claim in ("prevents", "limit", "bound", "correct", "excessive"):
        assert claim not in captions


def test_j_climbs_where_no_axis_is(tmp_path):
    """Answers of many tokens have a logarithmic axis under their rows, where J's line comes."""
    file = tmp_path / "typed.toml"
    answer = 'text = "{}"\nreward = {}\nold_logp = {p}\nnew_logp = {p}\nref_logp = {p}\n'
    chances = ((1, -27.3), (2, -53.9), (3, -27.7), (4, -41.3))
    rows = "".join("[[answers]]\n" + answer.format(n, n % 2, p=p) for n, p in chances)
    file.write_text(f'question = "Capital of Australia?"\n{rows}')
    numbers = [fault for fault in audit("Levels", Settings(group=file)) if fault.bar in (4, 5)]
    assert not numbers


def test_what_is_asked_keeps_clear_of_a_longer_prompt(tmp_path):
    """The group's question takes the upper right corner; the level's question had it through."""
    file = tmp_path / "typed.toml"
    answer = 'text = "{}"\nreward = {}\nold = {p}\nnew = {p}\nref = {p}\n'
    rows = (answer.format(text, text, p=p) for text, p in ((0.2, 0.25), (1, 0.27), (0.3, 0.48)))
    rows = "".join(f"[[answers]]\n{row}" for row in rows)
    file.write_text(f'question = "Solve x^2 - 5x + 6 = 0"\n{rows}')
    overlaps = [fault for fault in audit("Levels", Settings(group=file)) if fault.bar == 4]
    assert not overlaps


SILENT = Path(__file__).parents[1] / "groups" / "silent.toml"


@pytest.mark.parametrize(
    ("group", "said"), [(WORKED_GROUP, "J climbs"), (SILENT, "does not lift J")]
)
def test_j_is_said_to_climb_where_it_does(group: Path, said: str) -> None:
    """Where all rewards are alike nothing pushes, and J stays."""
    beats = scene_class("Levels")(settings=Settings(group=group)).scripted()
    (numbers,) = (beat for beat in beats if beat.method == "numbers")
    assert said in numbers.script
