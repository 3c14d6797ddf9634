"""The other pictures: bars, board, ratio axes and the sweep stand where the numbers say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from manim import VGroup

from grpo_core import evaluate_group, load_group
from scenes.script.settings import WORKED_GROUP
from scenes.stage.lamp import Lamp
from scenes.stage.live_number import LiveNumber
from scenes.stage.policy_bars import PolicyBar
from scenes.stage.ratio_strip import RatioStrip
from scenes.stage.sweep_plot import SweepPlot
from scenes.stage.theme import use_theme
from scenes.stage.typeset import Typeset


@pytest.fixture
def table():
    return evaluate_group(load_group(WORKED_GROUP))


def table_of(ratios, rewards):
    old = np.full(len(ratios), -5.0)
    worked = load_group(WORKED_GROUP)
    return evaluate_group(
        replace(
            worked,
            texts=[str(n) for n in range(len(ratios))],
            rewards=rewards,
            old_logp=old,
            new_logp=old + np.log(ratios),
            ref_logp=old,
        )
    )


def plain_texts(mobject) -> list[str]:
    return [part.plain for part in mobject.get_family() if isinstance(part, Typeset | LiveNumber)]


# -- bars ---------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["old", "new", "reference"])
def test_a_bar_is_as_high_as_its_probability(role):
    bar = PolicyBar(0.5, role, full=4.0)
    foot = bar.bar.get_bottom()
    assert bar.bar.height == pytest.approx(2.0)
    bar.set_probability(0.25)
    assert bar.bar.height == pytest.approx(1.0)
    assert bar.bar.get_bottom() == pytest.approx(foot)
    VGroup(bar).scale(0.5).shift([3, 0, 0])
    assert bar.set_probability(0.75).bar.height == pytest.approx(1.5)
    assert bar.top() == pytest.approx(bar.bar.get_top())


def test_roles_differ_by_shape():
    """Art sheet: old hollow bars, new filled bars, reference dashed outline."""
    old, new, reference = (PolicyBar(0.5, role) for role in ("old", "new", "reference"))
    assert (old.bar.get_fill_opacity(), old.bar.get_stroke_width() > 0) == (0, True)
    assert (new.bar.get_fill_opacity(), new.bar.get_stroke_width()) == (1, 0)
    assert (reference.bar.get_fill_opacity(), reference.bar.get_stroke_width()) == (0, 0)
    assert len(reference.dashes) > 10


def test_a_probability_of_zero_can_be_seen():
    assert PolicyBar(0.0, "new").bar.height > 0.03


# -- lamps and board ------------------------------------------------------------------------


def test_a_lamp_is_filled_or_hollow():
    on, off = Lamp(on=True), Lamp(on=False)
    assert (on.light.get_fill_opacity(), off.light.get_fill_opacity()) == (1, 0)
    assert on.ring.get_stroke_opacity() == off.ring.get_stroke_opacity() == 1
    assert off.set_level(0.4).light.get_fill_opacity() == pytest.approx(0.4)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_lit_lamp_is_bright_and_an_unlit_one_an_empty_ring(theme):
    """On paper, too: a dark disc would say that it is out."""
    use_theme(theme)
    try:
        on, off = Lamp(on=True), Lamp(on=False)
    finally:
        use_theme("dark")
    red, green, blue, opacity = on.light.fill_rgbas[0]
    assert 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.8 * opacity == 0.8
    assert all(ray.get_stroke_opacity() == 1 for ray in on.rays)
    seen = [part for part in off.get_family() if part.has_points() and _is_seen(part)]
    assert seen == [off.ring]
    assert off.ring.get_fill_opacity() == 0


def _is_seen(part) -> bool:
    lined = part.get_stroke_width() > 0 and part.get_stroke_opacity() > 0
    return bool(lined or part.get_fill_opacity() > 0)


# -- axes of the ratio -----------------------------------------------------------------------


def test_equal_steps_of_the_ratio_are_equal_steps_on_the_axis(table):
    axis = RatioStrip(table)
    places = [axis.place(ratio)[0] for ratio in (0.5, 1.0, 1.5, 2.0)]
    assert np.diff(places) == pytest.approx(np.full(3, places[1] - places[0]))
    assert places[1] > places[0]


def test_markers_stand_at_their_ratios_in_the_lane_of_their_sign(table):
    strip = RatioStrip(table).move_to([0, 1, 0])
    for marker, ratio, advantage in zip(strip.markers, table.ratio, table.advantage, strict=True):
        assert marker.get_x() == pytest.approx(strip.place(ratio)[0], abs=1e-6)
        middle = strip.place(1.0, 1.0)[1]
        assert (marker.get_y() > middle) == (advantage > 0)
    strip.set_spread(0.0)
    ones = [strip.place(1.0)[0]] * 4
    assert [marker.get_x() for marker in strip.markers] == pytest.approx(ones)


def test_markers_of_equal_answers_do_not_hide_each_other():
    strip = RatioStrip(table_of([1.5, 1.5, 0.6, 0.6], [1, 1, 0, 0]))
    centers = [marker.get_center() for marker in strip.markers]
    for pair in ((0, 1), (2, 3)):
        a, b = (centers[index] for index in pair)
        assert np.linalg.norm(a - b) > 0.2


def test_the_band_is_the_clip_range(table):
    strip = RatioStrip(table)
    for eps_low, eps_high in ((0.2, 0.2), (0.1, 0.5), (0.0, 0.0)):
        strip.set_range(eps_low, eps_high)
        assert strip.band.get_left()[0] == pytest.approx(strip.place(1 - eps_low)[0])
        assert strip.band.get_right()[0] == pytest.approx(strip.place(1 + eps_high)[0])
    strip.set_range(10.0, 10.0)
    assert [edge.get_stroke_opacity() for edge in strip.edges] == [0, 0]


# -- the sweep --------------------------------------------------------------------------------


def test_the_sweep_s_dot_stands_on_the_curve(table):
    """Sheet, section 0: the surrogate at 0, .1, .2, .5 and 1 (flat from .5 on)."""
    plot = SweepPlot(table)
    for eps, value in ((0, -0.183333), (0.1, -0.133333), (0.2, -0.083333), (0.5, 0.066667)):
        plot.set_epsilon(eps)
        assert plot.value(eps) == pytest.approx(value, abs=5e-7)
        assert plot.dot.get_center() == pytest.approx(plot.point(eps, value), abs=1e-4)
        assert plot.curve.get_end() == pytest.approx(plot.point(eps, value), abs=1e-4)
    assert plot.landmarks() == pytest.approx([0.366667, 0.5], abs=5e-7)


def test_the_sweep_s_scale_is_linear_and_moves_along(table):
    plot = SweepPlot(table, width=6, height=3)
    VGroup(plot).scale(0.5).shift([1, 2, 0])
    step = plot.point(0.1, 0) - plot.point(0, 0)
    assert plot.point(0.3, 0) - plot.point(0, 0) == pytest.approx(3 * step)
    rise = plot.point(0, 0.05) - plot.point(0, 0)
    assert rise[0] == pytest.approx(0)
    assert rise[1] > 0


@pytest.mark.parametrize("rewards", [[1, 1, 1], [0, 0.5, 1]])
@pytest.mark.parametrize("ratios", [[1, 1, 1], [0.7, 1.1, 1.4]])
def test_a_flat_sweep_can_be_drawn(ratios, rewards):
    plot = SweepPlot(table_of(np.array(ratios, dtype=float), rewards)).set_epsilon(0.3)
    assert np.isfinite(plot.dot.get_center()).all()
    assert np.isfinite(plot.curve.points).all()
