"""The marks that a rule gives to an answer: a tick for a right one, a cross for a wrong one."""

from __future__ import annotations

from manim import VGroup, VMobject

from .theme import CURVE, paint


def right_mark(size: float = 0.3) -> VGroup:
    """A tick in the reward's colour, `size` scene units wide."""
    corners = [[-0.5, 0.0, 0.0], [-0.15, -0.38, 0.0], [0.5, 0.42, 0.0]]
    return _mark([corners], "reward", size)


def wrong_mark(size: float = 0.3) -> VGroup:
    """A muted cross, as large as the tick."""
    a, b = 0.38, 0.38
    return _mark([[[-a, -b, 0], [a, b, 0]], [[-a, b, 0], [a, -b, 0]]], "muted", size)


def _mark(lines: list, role: str, size: float) -> VGroup:
    strokes = (VMobject().set_points_as_corners(line) for line in lines)
    return VGroup(*strokes).set_stroke(paint(role), CURVE).scale(size)
