"""Axes of time, and lines that are drawn as time goes on."""

from __future__ import annotations

import numpy as np
import pytest
from manim import VMobject

from scenes.stage.time_plot import TimePlot, Trace, cut_into_dashes


def test_a_trace_is_drawn_as_far_as_its_time():
    plot = TimePlot(10, 0.0, 2.0, width=5.0, height=2.0).shift([1, 1, 0])
    trace = Trace(plot, range(11), [0.2 * k for k in range(11)])
    trace.set_time(3.5)
    assert trace.head.get_center() == pytest.approx(plot.point(3.5, 0.7))
    assert trace.line.get_end() == pytest.approx(plot.point(3.5, 0.7), abs=1e-3)
    assert trace.line.get_start() == pytest.approx(plot.point(0, 0))
    trace.set_time(0.0)
    assert trace.head.get_center() == pytest.approx(plot.point(0, 0))


def test_the_last_value_is_the_one_measured_last():
    trace = Trace(TimePlot(4, 0.0, 1.0, width=5.0, height=2.0), [1, 2, 3, 4], [0.1, 0.4, 0.2, 0.9])
    assert [trace.last(time) for time in (0, 1, 1.9, 2, 3.5, 4)] == [0.1, 0.1, 0.1, 0.4, 0.2, 0.9]


def test_dashes_stand_still_while_their_line_grows():
    short, long = (np.array([[0, 0, 0], [1, 0, 0], [1, y, 0]], dtype=float) for y in (0.4, 2.0))
    before, after = (
        cut_into_dashes(VMobject(), way, 0.3, 0.2).get_subpaths() for way in (short, long)
    )
    assert [len(before), len(after)] == [3, 6]
    for one, other in zip(before[:2], after[:2], strict=True):
        np.testing.assert_allclose(one, other)
    starts = [path[0] for path in after[:3]]
    np.testing.assert_allclose(starts, [[0, 0, 0], [0.5, 0, 0], [1, 0, 0]], atol=1e-9)


def test_a_dash_bends_where_its_way_does():
    way = np.array([[0, 0, 0], [0.2, 0, 0], [0.2, 1, 0]])
    first, second, *_ = cut_into_dashes(VMobject(), way, 0.3, 0.2).get_subpaths()
    np.testing.assert_allclose(first[[0, 3, 4, 7]], [[0, 0, 0], *[[0.2, 0, 0]] * 2, [0.2, 0.1, 0]])
    np.testing.assert_allclose(second[[0, 1, 3]], [[0.2, 0.3, 0], [0.2, 0.4, 0], [0.2, 0.6, 0]])
