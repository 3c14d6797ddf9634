"""Bars stand where the numbers say, and lamps are lit or not."""

from __future__ import annotations

import pytest
from manim import VGroup

from scenes.stage.lamp import Lamp
from scenes.stage.policy_bars import PolicyBar
from scenes.stage.theme import use_theme

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
