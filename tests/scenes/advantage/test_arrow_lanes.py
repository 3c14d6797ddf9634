"""Arrows in lanes begin as the dots they grow out of, and say what they are where there is room."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from grpo_core import evaluate_group, load_group
from scenes.advantage.arrow_lanes import NEAR_WIDTH, ArrowLanes, arrow_unit
from scenes.advantage.two_questions import TwoQuestions
from scenes.advantage.typical_distance import TypicalDistance
from scenes.script.settings import WORKED_GROUP
from scenes.stage.motion import jump
from scenes.stage.placement import touches


def table_of(rewards: list[float]):
    group = load_group(WORKED_GROUP)
    return evaluate_group(replace(group, rewards=np.array(rewards, dtype=float)))


@pytest.fixture(params=[[1, 0, 1, 0], [2, 0.5, 1.25, -0.75], [-250, 900, 120.5, 3]])
def lanes(request):
    table = table_of(request.param)
    return ArrowLanes(table, TwoQuestions(table, arrow_unit(table)))


def test_the_dots_begin_where_the_line_has_them(lanes):
    two = TwoQuestions(lanes.table, arrow_unit(lanes.table))
    for end, dot in zip(lanes.arrows.ends, two.here.dots, strict=True):
        assert end.get_center() == pytest.approx(dot.get_center())


def test_each_answer_says_how_far_it_is_within_the_closer_look(lanes):
    jump(lanes.spread(), lanes.grow())
    labels = lanes.labels()
    assert {label.plain.split()[0] for label in labels} == {"o_1", "o_2", "o_3", "o_4"}
    assert not any(touches(a, b, gap=0) for a in labels for b in labels if a is not b)
    assert max(abs(labels.get_left()[0]), labels.get_right()[0]) < 0.5 * NEAR_WIDTH


def test_the_std_s_side_ends_at_the_ruler_s_one(lanes):
    jump(lanes.spread(), lanes.grow())
    side = TypicalDistance(lanes, decimals=2).lay_side().target_mobject
    one = next(mark for mark in lanes.ruler() if mark[1].plain == "+1")
    assert side.get_end()[0] == pytest.approx(one[0].get_x())
    assert side.get_start()[0] == pytest.approx(lanes.arrows.line.get_x())
