"""Clipping says what is so of clipping, whatever group it is given."""

from __future__ import annotations

import pytest
from shown_numbers import GROUPS, watch

from grpo_core import evaluate_group, load_group
from lecture.catalogue import scene_class
from scenes.script.settings import Settings

ALL_GROUPS = pytest.mark.parametrize("name", list(GROUPS))


def answers(name: str):
    return evaluate_group(load_group(GROUPS[name]))


def test_it_has_twelve_beats():
    assert len(scene_class("Clipping").storyboard()) == 12


@ALL_GROUPS
def test_it_lasts_about_two_minutes_at_most(film, name):
    assert 90 <= film("Clipping", name).seconds <= 130


@ALL_GROUPS
def test_an_answer_is_called_clipped_only_where_the_clip_binds(film, name):
    table = answers(name)
    said = [
        (state.beat, *row)
        for state in film("Clipping", name).states
        for row in state.seen_rows
        if row[1] in ("clipped", "silent") or row[1].startswith("pushes")
    ]
    for beat, index, word in said:
        where = f"beat {beat}, o_{index + 1}: {word!r}"
        assert (word == "clipped") is bool(table.binds[index]), where
        assert word.startswith("pushes") is bool(
            not table.binds[index] and table.advantage[index] != 0
        ), where
        if word != "pushes" and word.startswith("pushes"):
            assert word.endswith("up") is bool(table.advantage[index] > 0), where
    assert {index for beat, index, _ in said if beat == 12} == set(range(table.group.size))


def test_the_board_shows_all_four_cases(film):
    """Sheet, section 0: which answers of the worked group are clipped."""
    board = [state for state in film("Clipping").states if state.beat == 7][-1]
    words = {row for row in board.seen_rows if row[1].startswith(("clipped", "pushes"))}
    assert words == {(0, "clipped"), (1, "clipped"), (2, "pushes up"), (3, "pushes down")}


def test_the_close_up_of_the_ratio_is_a_quotient(film, group):
    table = answers(group)
    rows = {
        row for state in film("Clipping", group).states if state.beat == 2 for row in state.rows
    }
    shown = [text for _, text in rows if text.startswith("rho_1 =")]
    expected = f"= {table.new[0] / table.old[0]:.2f}"
    assert len(shown) == 1
    assert shown[0].endswith(expected)


def test_papers_are_named_beside_their_numbers(film):
    states = [state for state in film("Clipping").states if state.beat == 11]
    for number, source in (("1.28", "arXiv 2503.14476"), ("10", "arXiv 2501.12948v2")):
        showing = [s for s in states if any(source in text for text in s.seen)]
        assert showing
        assert any(number in text for state in showing for text in state.seen)


def test_it_never_says_that_clipping_bounds_the_ratio(film):
    """It removes the incentive and bounds nothing."""
    captions = " ".join(part.caption for part in scene_class("Clipping").storyboard()).lower()
    assert "does not hold the ratio" in captions
    for claim in ("prevents", "limits the ratio", "bounds the ratio", "correct"):
        assert claim not in captions


def test_the_recorded_run_keeps_the_range_that_it_had(film):
    """R1's range is another; whether the run would push under it, the run does not tell."""
    shown = [state for state in film("Clipping").states if state.beat == 11][-1].seen
    assert '"the run, at" epsilon = 0.2' in shown


def test_a_silent_group_says_that_its_cases_are_examples(tmp_path):
    """No answer of it has a sign; of its own it shows the one that moved furthest."""
    rows = "".join(
        f'[[answers]]\ntext = "haiku {k}"\nreward = 0.7\nold_logp = {-40 - k}\n'
        f"new_logp = {-40 - 0.9 * k}\nref_logp = {-41 - k}\n"
        for k in range(6)
    )
    file = tmp_path / "equal.toml"
    file.write_text(f'question = "A haiku?"\n{rows}', encoding="utf-8")
    states = watch("Clipping", Settings(group=file), last_beat=8).states
    for beat in (3, 4, 5, 6, 8):
        assert "for example" in [state for state in states if state.beat == beat][-1].seen
    quotients = [text for state in states if state.beat == 2 for text in state.seen]
    assert any(text.startswith("rho_6") and "1.65" in text for text in quotients)
