"""Explorer says what is so of the table, its dials and its what-ifs."""

from __future__ import annotations

import re

import pytest
from explorer_numbers import epsilons, with_other_probability, with_other_reward
from shown_numbers import GROUPS, numbers_in

from grpo_core import GroupTable, evaluate_group, load_group
from lecture.catalogue import scene_class, scene_names
from scenes.explorer.sum_boxes import sums_of

ALL_GROUPS = pytest.mark.parametrize("name", list(GROUPS))


def answers(name: str) -> GroupTable:
    return evaluate_group(load_group(GROUPS[name]))


def shown_in(film, beat: int) -> list[float]:
    states = [state for state in film("Explorer").states if state.beat == beat and state.last]
    return [number for state in states for text in state.seen for number in numbers_in(text)]


def test_it_is_a_film_of_twelve_beats():
    assert "Explorer" in scene_names()
    assert len(scene_class("Explorer").storyboard()) == 12


@ALL_GROUPS
def test_it_lasts_about_two_minutes_at_most(film, name):
    assert 90 <= film("Explorer", name).seconds <= 130


@pytest.mark.parametrize(
    ("beat", "expected"),
    [
        # Sheet, section 0: a row of the table, then what is added up.
        (4, ["1.50", "0.50", "0.70", "1.43", "1.20", "−0.80", "−1.43", "−1.20"]),
        (5, ["0.193", "0.307", "0.048", "0.214", "−0.083", "0.009", "−0.092"]),
        # Answer 4 becomes right: three of four, so A = 1/sqrt(3) and -sqrt(3).
        (9, ["0.75", "0.43", "+0.58", "−1.73"]),
        (11, ["−0.092", "0.2", "0.04", "4"]),
    ],
)
def test_the_sheet_s_numbers_are_shown(film, beat, expected):
    shown = shown_in(film, beat)
    for number in (number for text in expected for number in numbers_in(text)):
        assert any(number.is_rounded(s.value) for s in shown), f"beat {beat}: {number.text}"


def test_the_sweep_stops_where_the_curve_bends_and_is_flat(film):
    """Sheet: the surrogate is -.1833 at eps 0 and +.0667 from .5 on."""
    states = [state for state in film("Explorer").states if state.beat == 6]
    boxes = [{text for text in state.seen if re.fullmatch(r"−?0\.\d{3}", text)} for state in states]
    assert "−0.183" in boxes[0]
    assert "0.067" in boxes[1] & boxes[2]
    assert "−0.083" in boxes[-1]


class Watched:
    """What the table and the boxes say at each rest of a film, while they stand."""

    def __init__(self, film, name: str):
        self.table = answers(name)
        states = film("Explorer", name).states
        self.rests = [state for state in states if state.sheet and state.beat != 12]
        self.ends = {state.beat: state.sheet for state in self.rests if state.last}


@pytest.fixture(params=list(GROUPS))
def watched(film, request) -> Watched:
    return Watched(film, request.param)


def says(cells: dict, table: GroupTable) -> bool:
    """Whether every cell is that of `table`."""
    return all(
        text is bool(table.binds[index])
        if field == "binds"
        else numbers_in(text)[0].is_rounded(getattr(table, field)[index])
        for (field, index), text in cells.items()
    )


def test_the_table_follows_each_change(watched):
    table = watched.table
    group = table.group
    ends = {beat: sheet.cells for beat, sheet in watched.ends.items()}
    for beat in (1, 2, 3, 4, 5, 6, 7, 11):  # in beat 8 the map stands in its place
        assert says(ends[beat], table), f"beat {beat}"
    assert says(ends[9], with_other_reward(table))
    assert says(ends[10], with_other_probability(table))
    swept = [evaluate_group(group, eps_low=e) for e in epsilons(table)]
    for state in watched.rests:
        if state.beat == 6 and not state.last:
            assert any(says(state.sheet.cells, t) for t in swept)


def test_the_boxes_are_the_sums_of_what_the_table_says(watched):
    table = watched.table
    now = {9: with_other_reward(table), 10: with_other_probability(table)}
    for beat, sheet in watched.ends.items():
        for key, exact in sums_of(now.get(beat, table)).items():
            assert numbers_in(sheet.sums[key])[0].is_rounded(exact), f"beat {beat}: {key}"


def test_every_advantage_moves_with_one_reward(watched):
    before, after = watched.table, with_other_reward(watched.table)
    assert (abs(after.advantage - before.advantage) > 1e-3).all()


def test_one_lamp_goes_out_with_one_probability(watched):
    before, after = watched.table, with_other_probability(watched.table)
    assert (after.binds & ~before.binds).any()


def test_the_worked_policy_still_sums_to_one():
    assert with_other_probability(answers("worked")).new.sum() == pytest.approx(1)


def test_it_repeats_no_common_mistake():
    """KL is a mean of k3, against the reference, not against old."""
    said = " ".join(part.caption for part in scene_class("Explorer").storyboard()).lower()
    assert "drift from the reference" in said
    for claim in ("prevents", "stab", "unit variance", "old policy as", "zero mean"):
        assert claim not in said


def test_the_mean_of_k3_is_not_called_the_divergence(film):
    """It is 0.214 for the worked group, whose KL is 0.161."""
    texts = {text for state in film("Explorer").states for text in state.seen}
    assert '"mean" thin k_3' in texts
    assert not [
        text for text in texts if '"KL"' in text and "cal(J)" not in text and len(text) < 60
    ]


def test_a_larger_j_of_the_same_update_is_not_shown_as_better(film):
    for beat in (6, 7, 8):
        for state in film("Explorer").states:
            if state.beat == beat and state.last:
                assert "larger is not better here" in state.seen
