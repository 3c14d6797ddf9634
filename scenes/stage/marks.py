"""Small signs that say by shape what colour says too: sign markers, hatching, ticks."""

from __future__ import annotations

import numpy as np
from manim import DOWN, UP, Dot, Line, Polygon, Triangle, VGroup, VMobject

from .theme import AXIS, LABEL, current_theme, paint, sign_role
from .typeset import Formula


def sign_marker(advantage: float, size: float = 0.2) -> VMobject:
    """A triangle up for A > 0, down for A < 0, a dot for A = 0; in the sign's colour."""
    role = sign_role(advantage)
    if advantage == 0:
        marker = Dot(radius=0.4 * size)
    else:
        marker = Triangle().set(width=size)
        if advantage < 0:
            marker.rotate(np.pi)
    return marker.set_stroke(width=0).set_fill(paint(role), opacity=1)


def answer_marker(advantage: float, size: float = 0.3) -> VMobject:
    """The sign marker with a rim of the ground's colour, so that it stands out of a line."""
    return sign_marker(advantage, size).set_stroke(paint("ground"), 3, background=True)


def set_hollow(marker: VMobject, advantage: float, *, hollow: bool = True) -> VMobject:
    """A hollow marker is an answer that pushes no more."""
    role = paint("ground") if hollow else paint(sign_role(advantage))
    return marker.set_fill(role, opacity=1).set_stroke(paint(sign_role(advantage)), 3 * hollow)


def hatching(
    corners: list[np.ndarray],
    role: str,
    *,
    slant: int = 1,
    gap: float = 0.2,
    through: np.ndarray | None = None,
) -> VGroup:
    """Parallel lines that fill the convex polygon `corners`: what a clip cuts off.

    They fall to the right with `slant` 1 and rise with -1; choose the one that no side
    of the polygon runs along. Polygons next to each other share their lines if those go
    `through` one point.
    """
    polygon = np.array(corners)[:, :2]
    levels = polygon @ [slant, 1]
    first = levels.min() + 0.5 * gap
    if through is not None:
        first = levels.min() + (through[:2] @ [slant, 1] - levels.min()) % gap
    lines = VGroup()
    for level in np.arange(first, levels.max(), gap):
        ends = _crossings(polygon, levels - level)
        lines.add(Line(*ends, stroke_width=1.5, color=paint(role), stroke_opacity=0.65))
    return lines


def _crossings(polygon: np.ndarray, heights: np.ndarray) -> list[np.ndarray]:
    """Where the sides of a convex polygon change the sign of `heights`."""
    found = []
    for i in range(len(polygon)):
        start, end, a, b = polygon[i - 1], polygon[i], heights[i - 1], heights[i]
        if (a < 0) != (b < 0):
            found.append(np.array([*(start + (end - start) * a / (a - b)), 0.0]))
    return found


def tint(corners: list[np.ndarray]) -> Polygon:
    """A faint filled polygon without outline."""
    return Polygon(*corners, stroke_width=0).set_fill(paint("muted"), current_theme().tint)


def tick(spot: np.ndarray, text: str, side=DOWN, *, size: float = LABEL, buff: float) -> VGroup:
    """A short mark across a horizontal axis at `spot`, and its number on one side."""
    mark = Line(0.08 * UP, 0.08 * DOWN).set_stroke(paint("muted"), AXIS)
    mark.scale(size / LABEL).move_to(spot)
    label = Formula(text, size=size, role="muted")
    return VGroup(mark, label.next_to(mark, side, buff=buff))
