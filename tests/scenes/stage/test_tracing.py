"""A path is handed to Cairo as Manim's own camera does it."""

from __future__ import annotations

import cairo
import numpy as np
import pytest
from manim import (
    Annulus,
    Arc,
    Arrow,
    Camera,
    Circle,
    DashedLine,
    MathTypst,
    Square,
    VGroup,
    VMobject,
)

from scenes.stage.tracing import trace


@pytest.fixture
def ctx() -> cairo.Context:
    return cairo.Context(cairo.ImageSurface(cairo.FORMAT_ARGB32, 64, 64))


def test_open_closed_and_broken_outlines_are_manim_s(ctx: cairo.Context) -> None:
    part = Circle().pointwise_become_partial(Circle(), 0.1, 0.63)
    formula = MathTypst('sum_(i=1)^G sqrt(x + 1) cal(J)_"GRPO"')
    shapes = (formula, part, Square(), Annulus(), Arc(1), Arrow(), DashedLine())
    outlined = [shape for shape in VGroup(*shapes).get_family() if len(shape.points)]
    assert len(outlined) > 20
    for shape in outlined:
        assert trace(shape, ctx)
        ours = str(ctx.copy_path())
        Camera.set_cairo_context_path(Camera(), ctx, shape)
        assert ours == str(ctx.copy_path())
        assert "curve_to" in ours


def test_what_is_not_of_whole_finite_curves_is_left_to_manim(ctx: cairo.Context) -> None:
    begun, endless = VMobject(), VMobject()
    begun.points = np.vstack([Square().points, [[3, 3, 0]]])
    endless.points = np.full((4, 3), np.inf)
    assert not trace(begun, ctx)
    assert not trace(endless, ctx)
