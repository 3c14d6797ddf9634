"""A thread from a symbol of a formula to the thing that it stands for."""

from __future__ import annotations

import numpy as np
from manim import DOWN, UP, CubicBezier, Dot, VGroup, VMobject

from scenes.stage.theme import AXIS, paint


class Thread(VGroup):
    """A smooth line that leaves `start` downwards and comes to `end` from above.

    A dot marks the end that points; `curve` and `dot` may be shown one after the other.
    With `level` it goes across at that height, over what stands on its way.
    """

    def __init__(
        self,
        start: np.ndarray,
        end: np.ndarray,
        role: str,
        *,
        scale: float = 1.0,
        level: float | None = None,
    ):
        if level is None:
            height = (start[1] - end[1]) * UP
            # It is over its end early, so that it falls between what stands there.
            self.curve = CubicBezier(start, start - 0.4 * height, end + 0.95 * height, end)
        else:
            self.curve = _across(start, end, level)
        self.curve.set_stroke(paint(role), AXIS)
        self.dot = Dot(end, radius=0.09 * scale, stroke_width=0).set_fill(paint(role), 1)
        super().__init__(self.curve, self.dot)


def _across(start: np.ndarray, end: np.ndarray, level: float) -> VMobject:
    """Down to `level`, across to over `end`, and down, round the corners."""
    side = np.sign(end[0] - start[0])
    round_off = min(start[1] - level, 0.5 * abs(end[0] - start[0]))
    aside, down = np.array([side * round_off, 0, 0]), round_off * DOWN
    turns = np.array([start[0], level, 0]), np.array([end[0], level, 0])
    curve = VMobject().start_new_path(start)
    curve.add_cubic_bezier_curve_to(turns[0], turns[0], turns[0] + aside)
    curve.add_line_to(turns[1] - aside)
    curve.add_cubic_bezier_curve_to(turns[1], turns[1], turns[1] + down)
    return curve.add_line_to(end)
