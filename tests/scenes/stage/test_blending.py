"""A transform's frames are those that Manim's own calls make, part by part."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from manim import (
    BLUE,
    GREEN,
    ORIGIN,
    RED,
    RIGHT,
    UP,
    Animation,
    ApplyMethod,
    Circle,
    Dot,
    FadeIn,
    FadeOut,
    FadeTransform,
    Mobject,
    ReplacementTransform,
    Square,
    Transform,
    VGroup,
    VMobject,
)

NAMES = (
    *("points", "fill_rgbas", "stroke_rgbas", "background_stroke_rgbas"),
    *("stroke_width", "background_stroke_width", "sheen_factor", "sheen_direction"),
)


def _group() -> VGroup:
    """A plain part, one that has sheen, one in a gradient, one in whole numbers, and no points."""
    plain = Square(color="#123456", fill_opacity=0.3, stroke_width=1.1).shift([1 / 3, 0.1, 0])
    glossy = Circle(color=GREEN, sheen_factor=0.25).shift(UP)
    many = Square().set_color_by_gradient(RED, BLUE)
    return VGroup(plain, VGroup(glossy, VMobject()), many, Dot(stroke_width=4))


def _changed() -> VGroup:
    group = _group().shift([0.1, 0.7, 0]).set_fill(RED, 0.9)
    group[0].set_stroke(BLUE, 3, 0.2)
    return VGroup(*group, Circle(0.3))


TRANSFORMS: list[Callable[[], Animation]] = [
    lambda: FadeIn(_group(), shift=0.3 * RIGHT),
    lambda: FadeOut(_group(), scale=0.7),
    lambda: FadeIn(_group(), lag_ratio=0.4),
    lambda: Transform(_group(), _changed()),
    lambda: Transform(_group(), _changed(), path_arc=1.0),
    lambda: ReplacementTransform(_group(), _changed(), lag_ratio=0.2),
    lambda: FadeTransform(_group(), _changed()),
    lambda: ApplyMethod(_group().set_opacity, 0.5, reverse_rate_function=True),
    lambda: Transform(VGroup(), VGroup()),
]


@pytest.mark.parametrize("made", TRANSFORMS)
def test_each_frame_is_manim_s_own_to_the_last_bit(made):
    ours, manims = made(), made()
    ours.begin(), manims.begin()
    for alpha in (0, 0.1, 1 / 3, 0.5, 0.97, 1, 0.25):
        ours.interpolate(alpha)
        Animation.interpolate_mobject(manims, alpha)
        assert _state(ours.mobject) == _state(manims.mobject)


def _state(mobject: Mobject) -> list[object]:
    shown = []
    for part in mobject.family_members_with_points():
        values = (getattr(part, name) for name in NAMES)
        shown += [(v.shape, v.tobytes()) if isinstance(v, np.ndarray) else repr(v) for v in values]
    return shown


def test_what_is_shown_is_no_one_else_s():
    fade = FadeIn(_group(), shift=UP)
    fade.begin()
    fade.interpolate(0.5)
    parts = [*fade.mobject.get_family(), *fade.starting_mobject.get_family()]
    arrays = [getattr(part, name) for part in parts for name in NAMES]
    arrays = [values for values in arrays if isinstance(values, np.ndarray) and values.size]
    pairs = ((a, b) for n, a in enumerate(arrays) for b in arrays[:n])
    assert not any(np.shares_memory(*pair) for pair in pairs)


def test_whatever_else_has_changed_a_part_meanwhile_it_is_where_it_belongs():
    dot = Dot()
    move = Transform(dot, Dot(4 * RIGHT), rate_func=lambda t: t)
    move.begin()
    for alpha in (0.25, 0.5):
        move.interpolate(alpha)
        dot.shift(UP).set_fill(RED, 0.1)
    move.interpolate(0.75)
    assert dot.get_center().tolist() == pytest.approx([3, 0, 0])
    assert dot.get_fill_opacity() == 1


def test_a_part_that_took_another_s_place_moves_in_its_stead():
    old, new = Dot(), Dot(UP)
    group = VGroup(old)
    move = Transform(group, VGroup(Dot(4 * RIGHT)), rate_func=lambda t: t)
    move.begin()
    move.interpolate(0.25)
    group.submobjects[0] = new
    move.interpolate(0.5)
    assert (old.get_x(), new.get_x()) == (1, 2)
    group.submobjects.clear()
    with pytest.raises(ValueError, match="longer"):  # Manim's complaint
        move.interpolate(0.75)


def test_a_transform_that_begins_anew_starts_from_what_is_there_then():
    dot = Dot()
    move = Transform(dot, Dot(4 * RIGHT), rate_func=lambda t: t)
    for start in (ORIGIN, 2 * RIGHT):
        dot.move_to(start)
        move.begin()
        move.interpolate(0.5)
        assert dot.get_x() == (start[0] + 4) / 2


def test_an_end_that_moves_meanwhile_is_followed():
    dot, end = Dot(), Dot()
    end.add_updater(lambda mobject, dt: mobject.shift(dt * RIGHT))
    move = Transform(dot, end, rate_func=lambda t: t)
    move.begin()
    for alpha in (0.25, 0.5):
        move.update_mobjects(2.0)
        move.interpolate(alpha)
    assert (dot.get_x(), end.get_x()) == (2, 4)
