"""Hands outlines to Cairo: Manim's path, curve by curve, in half of its time."""

from __future__ import annotations

from typing import Any

import cairo
import numpy as np
from manim import VMobject

_RELATIVE = 1e-5  # how far apart two points are one for Manim, of how far out they lie
Point = tuple[float, ...]  # x, y


def trace(vmobject: VMobject, ctx: cairo.Context[Any]) -> bool:
    """Set the path of `vmobject`; False, and no path, where it is not of whole finite curves."""
    points = vmobject.points
    if len(points) % 4 or not np.isfinite(points).all():
        return False
    tolerance = vmobject.tolerance_for_point_equality
    ctx.new_path()
    first: Point | None = None
    last: Point = (0.0, 0.0)
    for x, y, near_x, near_y, far_x, far_y, *end in points[:, :2].reshape(-1, 8).tolist():
        start = x, y
        if first is None or not _meet(last, start, tolerance):
            _close(ctx, first, last, tolerance)
            ctx.new_sub_path()
            ctx.move_to(x, y)
            first = start
        last = tuple(end)
        ctx.curve_to(near_x, near_y, far_x, far_y, *end)
    _close(ctx, first, last, tolerance)
    return True


def _close(ctx: cairo.Context[Any], first: Point | None, last: Point, tolerance: float) -> None:
    if first is not None and _meet(first, last, tolerance):
        ctx.close_path()


def _meet(one: Point, other: Point, tolerance: float) -> bool:
    """Whether Manim takes two points for one; most are the very same."""
    if one == other:
        return True
    x, y = other
    return abs(one[0] - x) <= tolerance + _RELATIVE * abs(x) and abs(
        one[1] - y
    ) <= tolerance + _RELATIVE * abs(y)
