"""A run's curves: what is seen of lines, bands, numbers and the marker, step by step."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from manim import DOWN

from scenes.stage.motion import jump
from scenes.stage.run_curves import RunCurves
from scenes.stage.run_panel import Measure, RunCurve, RunPanel
from scenes.stage.typeset import Typeset

STEPS = np.arange(41)
NOISE = np.random.default_rng(7).normal(0.0, 0.03, (3, 41))
REWARD = np.linspace(0.5, 0.9, 41) + NOISE
LENGTH = np.linspace(8.0, 11.0, 41)
HELD_OUT = [0.5, 0.52, 0.51]  # measured every 20 steps


@pytest.fixture
def curves() -> RunCurves:
    reward = [
        RunCurve("on its questions", STEPS, REWARD, "reward", lit=1),
        RunCurve("held out", [0, 20, 40], HELD_OUT),
    ]
    length = RunCurve("tokens", STEPS, LENGTH)
    measures = [
        Measure("reward", reward),
        Measure("tokens an answer", [length], low=0, high=12, decimals=1, ticks=0),
    ]
    return RunCurves(measures)


def plains(mobject) -> list[str]:
    return [part.plain for part in mobject.get_family() if isinstance(part, Typeset)]


def end(line) -> np.ndarray:
    return line.trace.line.get_end()


def test_axes_are_named_and_have_two_numbers_each(curves):
    assert plains(curves.axis) == ["0", "40", "steps"]
    for panel, name, ends in zip(
        curves.panels, ("reward", "tokens an answer"), (("0", "1"), ("0", "12")), strict=True
    ):
        assert {name, *ends} <= set(plains(panel))
    first, second = (panel.plot for panel in curves.panels)
    assert first.point(40, 0)[0] == pytest.approx(second.point(40, 0)[0])


def test_lines_are_drawn_as_far_as_the_step_and_numbers_are_those_measured(curves):
    curves.shift(DOWN).set_step(25.5)
    (lit, held_out), (length,) = (panel.lines for panel in curves.panels)
    reward, tokens = (panel.plot for panel in curves.panels)
    between = 0.5 * (REWARD[1, 25] + REWARD[1, 26])
    assert end(lit) == pytest.approx(reward.point(25.5, between), abs=1e-3)
    assert end(length) == pytest.approx(tokens.point(25.5, 0.5 * sum(LENGTH[25:27])), abs=1e-3)
    assert length.number.text == f"{LENGTH[25]:.1f}"
    assert lit.number.text == f"{REWARD[1, 25]:.2f}".lstrip("0")
    assert held_out.number.text == ".52"
    assert curves.count.text == "25"
    jump(curves.run())
    assert (held_out.number.text, curves.count.text) == (".51", "40")


def test_other_runs_are_a_band_from_the_lowest_to_the_highest(curves):
    plot, (lit, held_out) = curves.panels[0].plot, curves.panels[0].lines
    curves.set_step(30)
    band = lit.band.points
    assert band[:, 0].max() == pytest.approx(plot.point(30, 0)[0])
    at_the_end = band[np.isclose(band[:, 0], band[:, 0].max()), 1]
    assert at_the_end.min() == pytest.approx(plot.point(0, REWARD[:, 30].min())[1])
    assert at_the_end.max() == pytest.approx(plot.point(0, REWARD[:, 30].max())[1])
    assert 0 < lit.band.get_fill_opacity() < 0.5
    assert not held_out.band.has_points()


def test_other_runs_may_be_faint_lines():
    panel = RunPanel(
        Measure("reward", [RunCurve("", STEPS, REWARD, lit=2)]), 40, 6, 3, is_band=False
    )
    (line,) = panel.lines
    assert not line.band.has_points()
    ends = sorted(trace.line.get_end()[1] for trace in line.faint)
    assert ends == pytest.approx([panel.plot.point(40, v)[1] for v in sorted(REWARD[:2, 40])])
    assert all(trace.line.get_stroke_opacity() < 0.5 for trace in line.faint)
    assert end(line)[1] == pytest.approx(panel.plot.point(40, REWARD[2, 40])[1])


def test_what_is_said_of_lines_keeps_apart_and_in_order_beside_their_ends(curves):
    falls = [RunCurve(f"run {k}", STEPS, 0.8 - 0.001 * k * STEPS) for k in range(3)]
    panel = RunPanel(Measure("share", falls), 40, 6, 3)
    for step in (0, 13, 40):
        labels = [line.label for line in panel.set_step(step).lines]
        for upper, lower in pairwise(labels):
            assert upper.get_bottom()[1] - lower.get_top()[1] > 0.05
        assert labels[1].get_center()[1] == pytest.approx(end(panel.lines[1])[1], abs=0.2)
        assert all(label.get_left()[0] > panel.plot.point(40, 0)[0] for label in labels)
    assert [plains(label) for label in labels] == [["run 0"], ["run 1"], ["run 2"]]
    assert plains(curves.panels[1].lines[0].label) == []  # the panel's name says it


def test_the_marker_travels_with_the_step_and_runs_through_no_name(curves):
    curves.set_marked(1.0).set_step(8)
    x = curves.panels[1].plot.point(8, 0)[0]
    assert curves.line.points[:, 0] == pytest.approx(x)
    assert curves.thumb.face.get_center()[0] == pytest.approx(x)
    assert curves.count.get_center() == pytest.approx(curves.thumb.face.get_center(), abs=0.05)
    heights = [sorted({round(y, 6) for y in path[:, 1]}) for path in curves.line.get_subpaths()]
    for panel, ends in zip(curves.panels, heights, strict=True):
        assert panel.title.get_bottom()[1] > ends[-1]
        assert ends[0] == pytest.approx(panel.plot.point(0, panel.plot.low)[1])
    curves.set_marked(0.0)
    assert curves.line.get_stroke_opacity() == curves.thumb.face.get_fill_opacity() == 0


def test_a_ghost_shows_where_the_line_will_go(curves):
    line = curves.panels[1].lines[0]
    curves.set_step(5)
    assert line.ghost.line.get_stroke_opacity() == 0
    curves.set_ghost(1.0)
    assert 0 < line.ghost.line.get_stroke_opacity() < 0.5
    assert line.ghost.line.get_end() == pytest.approx(curves.panels[1].plot.point(40, 11), abs=1e-3)
