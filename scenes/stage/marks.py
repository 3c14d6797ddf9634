"""Small signs that say by shape what colour says too: sign markers, hatching, ticks."""

from __future__ import annotations

import numpy as np
from manim import DOWN, UP, Dot, Line, Polygon, Triangle, VGroup, VMobject

from .hatch import Hatch
from .theme import AXIS, LABEL, current_theme, paint, sign_role
from .typeset import Formula

# The hatch of a clipped marker, in widths of it: how far it reaches, so that the marker keeps
# its outline, and from stripe to stripe.
_HATCHED, _STRIPES = 0.8, 0.3


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


def set_pushing(marker: VMobject, advantage: float, *, pushes: bool) -> VMobject:
    """Hatch an answer's marker if it pushes no more: clipped, it keeps its fill.

    One of advantage 0 has nothing that could be clipped; it is hollow.
    """
    color, hollow = paint(sign_role(advantage)), not (pushes or advantage)
    marker.set_fill(paint("ground") if hollow else color, opacity=1, family=False)
    marker.set_stroke(color, 3 * hollow, family=False)
    if not marker.submobjects:
        marker.add(Hatch(VMobject(), gap=_STRIPES * marker.width))
    (hatch,) = marker.submobjects
    hatch.set_fill(paint("ground"), opacity=1).set_z_index(marker.z_index)
    hatch.level = float(not (pushes or hollow))
    inside = VMobject().set_points(marker.points)
    hatch.cover(inside.scale(_HATCHED))
    return marker


def hatching(
    corners: list[np.ndarray],
    role: str,
    *,
    slant: int = 1,
    gap: float = 0.2,
) -> VGroup:
    """Parallel lines that fill the convex polygon `corners`: what a clip cuts off.

    They fall to the right with `slant` 1 and rise with -1; choose the one that no side
    of the polygon runs along.
    """
    polygon = np.array(corners)[:, :2]
    levels = polygon @ [slant, 1]
    first = levels.min() + 0.5 * gap
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
