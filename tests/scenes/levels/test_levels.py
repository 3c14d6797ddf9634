"""Levels says the same five things at each level, and what they say is true of the group."""

from __future__ import annotations

import re

import pytest
from shown_numbers import GROUPS, numbers_in

from grpo_core import evaluate_group, load_group
from lecture.catalogue import scene_class
from scenes.levels.level_lines import LEVELS, ROWS, level_line
from scenes.levels.objective_places import HungSentences
from scenes.stage.objective import Objective

ALL_GROUPS = pytest.mark.parametrize("name", list(GROUPS))
_WORD = re.compile(r"[A-Za-z]+")


def answers(name: str):
    return evaluate_group(load_group(GROUPS[name]))


def said_at_the_end(film, beat: int, name: str = "worked") -> frozenset[str]:
    return [state for state in film("Levels", name).states if state.beat == beat][-1].seen


@ALL_GROUPS
def test_it_lasts_about_a_minute_and_a_half(film, name):
    assert 70 <= film("Levels", name).seconds <= 120


@ALL_GROUPS
@pytest.mark.parametrize("level", range(len(LEVELS)))
def test_each_level_ends_with_its_five_lines(film, name, level):
    table, seen = answers(name), said_at_the_end(film, level + 2, name)
    lines = [level_line(table, 0, level, row).plain for row in range(ROWS)]
    if level < 3:  # the numbers are those of another answer in another group
        assert seen >= set(lines)
    assert ("in words", "in exact words", "in symbols", "in numbers")[level] in seen


@pytest.mark.parametrize("level", [0, 1])
def test_a_sentence_has_six_words_at_most(level):
    for row in range(ROWS):
        source = level_line(answers("worked"), 0, level, row).plain
        words = " ".join(re.findall(r'"([^"]*)"', source))
        assert 3 <= len(_WORD.findall(words)) + (" G :" in source) <= 6, source


def test_the_numbers_are_those_of_the_sheet(film):
    """Section 0: answer 1, the range, and beta with the group's mean k3."""
    shown = " ".join(said_at_the_end(film, 5))
    for text in ("0.50", "1.50", "1.20", "[0.8, 1.2]", "0.04", "0.214", "0.193", "−0.083"):
        assert text in shown, text
    printed = [number.value for number in numbers_in(shown)]
    assert {0.30, 0.20, -1.43, 0.307, 0.048} <= set(printed)


def test_the_kl_is_against_the_reference_and_the_ratio_against_the_old_policy(film):
    """Two anchors, which are often taken for one."""
    seen = [text for state in film("Levels").states for text in state.seen]
    with_kl = [text for text in seen if "parallel" in text]
    assert with_kl
    assert all('pi_"ref"' in text and 'pi_"old"' not in text for text in with_kl)
    ratios = [text for text in seen if "pi_theta : new }} slash {{" in text]
    assert ratios
    assert all('pi_"old"' in text and 'pi_"ref"' not in text for text in ratios)


def test_one_idea_is_told_on_every_floor(film):
    """The last rest of the lift has the last line of every level, lit."""
    table, seen = answers("worked"), said_at_the_end(film, 8)
    for level in range(len(LEVELS)):
        assert level_line(table, 0, level, ROWS - 1).plain in seen
    assert any("DD_" in text and "beta" in text and "parallel" in text for text in seen)


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


def test_each_sentence_hangs_on_its_place_and_no_thread_crosses_another():
    """Good ones get likelier by the plain ratio; the one inside clip is where pushing stops."""
    hung = HungSentences(Objective())
    tags, threads, part = hung.tags, hung.threads, hung.objective.part
    for row, place in ((1, part("advantage1")), (2, part("ratio1")), (4, part("price"))):
        left, right = place.get_left()[0], place.get_right()[0]
        assert left <= threads[row].get_start()[0] <= right
        assert tags[row].get_left()[0] < threads[row].get_end()[0] < tags[row].get_right()[0]
    assert threads[3].get_start()[0] > part("ratio2").get_center()[0]
    order = sorted(range(1, ROWS), key=lambda row: threads[row].get_start()[0])
    assert order == sorted(range(1, ROWS), key=lambda row: threads[row].get_end()[0])
