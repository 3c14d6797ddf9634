"""The ratios of a group on an axis: all of a small group, named ones among many of a large."""

from __future__ import annotations

import numpy as np
import pytest
from hatched import is_hatched

from grpo_core import WorkedGroup, evaluate_group, load_group
from scenes.script.cases import pushes
from scenes.script.settings import WORKED_GROUP
from scenes.script.telling import cards_of
from scenes.stage.live_number import LiveNumber
from scenes.stage.placement import touches
from scenes.stage.ratio_strip import RatioStrip
from scenes.stage.theme import AXIS, paint
from scenes.stage.typeset import Typeset


def table_of(rewards, ratios):
    """A group with these rewards and ratios."""
    old_logp = np.full(len(ratios), -12.0)
    texts = [str(n) for n in range(len(ratios))]
    new_logp = old_logp + np.log(ratios)
    return evaluate_group(WorkedGroup("q", texts, rewards, old_logp, new_logp, old_logp))


def many(size=64, seed=1):
    rng = np.random.default_rng(seed)
    return table_of(rng.normal(size=size), np.exp(rng.normal(0, 0.4, size)))


def labels(strip):
    return [part.plain for part in strip.labels if isinstance(part, Typeset | LiveNumber)]


def test_the_worked_group_has_a_named_marker_for_each_answer():
    table = evaluate_group(load_group(WORKED_GROUP))
    strip = RatioStrip(table)
    assert strip.shown == (0, 1, 2, 3)
    assert len(strip.crowd) == 0
    for marker, ratio in zip(strip.markers, (1.5, 0.5, 0.7, 0.43 / 0.3), strict=True):
        assert marker.get_x() == pytest.approx(strip.place(ratio)[0])
    assert [label.split()[-4] for label in labels(strip)] == ["1.50", "0.50", "0.70", "1.43"]


def test_a_large_group_has_its_cards_answers_by_name_and_all_others_small():
    table = many()
    strip = RatioStrip(table)
    assert strip.shown == cards_of(table)
    assert len(strip.markers) + len(strip.crowd) == 64
    for index, marker in zip(strip.others, strip.crowd, strict=True):
        assert marker.get_x() == pytest.approx(strip.place(table.ratio[index])[0])
        assert marker.width < 0.6 * strip.markers[0].width
    named = {int(label.split()[0].removeprefix("o_")) - 1 for label in labels(strip)}
    assert named <= set(strip.shown)
    strip.set_spread(0.0)
    assert {round(m.get_x(), 6) for m in (*strip.markers, *strip.crowd)} == {
        round(strip.place(1.0)[0], 6)
    }


def test_all_follow_other_ratios():
    strip = RatioStrip(many())
    strip.set_ratios(np.linspace(0.5, 1.5, 64))
    indices, markers = (*strip.shown, *strip.others), (*strip.markers, *strip.crowd)
    for index, marker in zip(indices, markers, strict=True):
        assert marker.get_x() == pytest.approx(strip.place(0.5 + index / 63)[0])


def test_who_pushes_is_told_of_all():
    table = many()
    strip = RatioStrip(table).set_pushing(pushes(table))
    for index, marker in zip(strip.others, strip.crowd, strict=True):
        is_hollow = marker.get_fill_color() == paint("ground")
        assert is_hollow == (table.advantage[index] == 0)
        assert (is_hatched(marker) or is_hollow) is not bool(pushes(table)[index])


@pytest.mark.parametrize("ratios", [[1e-3, 0.5, 1.5, 1e3], [1.0] * 4, [1e-40, 1, 3.9, 4.1]])
def test_markers_stay_on_the_axis_and_off_each_other(ratios):
    strip = RatioStrip(table_of([1.0, 1.0, 0.0, 0.0], ratios))
    left, right = strip.axis.get_start()[0], strip.axis.get_end()[0]
    for marker in strip.markers:
        assert left - 1e-6 <= marker.get_x() <= right + 1e-6
    centers = [tuple(marker.get_center().round(3)) for marker in strip.markers]
    assert len(set(centers)) == 4


def test_a_gap_in_the_axis_says_that_a_marker_is_not_to_scale():
    near, far = (RatioStrip(table_of([1.0, 0.0], [1.0, ratio])) for ratio in (3.9, 1e3))
    slants = [tick for tick in far.ticks if not isinstance(tick[-1], Typeset | LiveNumber)]
    assert len(slants) == 1
    assert slants[0][0].get_stroke_width() == AXIS
    assert far.place(4.0)[0] < slants[0].get_left()[0]
    assert all(isinstance(tick[-1], Typeset | LiveNumber) for tick in near.ticks)


def test_answers_of_one_ratio_share_a_label_beside_them():
    strip = RatioStrip(table_of([1.0, 0.0, 1.0, 0.0], [1.3, 0.7, 1.3, 0.9]))
    shared, *others = strip.labels
    assert [label.plain.split()[0] for label in others] == ["o_2", "o_4"]
    assert "o_1" in shared.plain and "o_3" in shared.plain and "1.30" in shared.plain
    for index in (0, 2):
        gap = abs(shared.get_x() - strip.marker_of(index).get_x()) - 0.5 * shared.width
        assert gap < 0.5


@pytest.mark.parametrize("table", [many(seed=s) for s in range(3)])
def test_labels_cover_nothing(table):
    strip = RatioStrip(table)
    shown = [label for label in strip.labels if isinstance(label, Typeset | LiveNumber)]
    for label in shown:
        others = [other for other in shown if other is not label]
        assert not any(touches(label, thing, 0.0) for thing in (*others, *strip.crowd))


def test_an_answer_without_sign_has_a_lane():
    names = [
        [n.plain for n in RatioStrip(table_of(r, [1.0, 1.1, 1.2])).lanes]
        for r in ([1, 1, 1], [0, 1, 2], [0, 0, 1])
    ]
    assert names == [["A = 0"], ["A > 0", "A < 0", "A = 0"], ["A > 0", "A < 0"]]
