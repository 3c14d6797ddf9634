"""Small signs that say by shape what colour says too: sign markers, lamps, hatching."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Circle, Dot, Line, Polygon, Triangle, VGroup, VMobject

from .theme import AXIS, paint, sign_role


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


class Lamp(VGroup):
    """Whether a gradient flows: filled and glowing when on, a hollow ring when off."""

    def __init__(self, on: bool = True, radius: float = 0.17):
        self.ring = Circle(radius, stroke_width=AXIS).set_stroke(paint("muted"))
        self.light = Circle(radius, stroke_width=0)
        self.glow = Circle(1.55 * radius, stroke_width=0)
        super().__init__(self.glow, self.light, self.ring)
        self.set_level(float(on))

    def set_level(self, level: float) -> Self:
        """Light it by `level`, 0 (off) to 1 (on)."""
        self.level = level
        self.glow.set_fill(paint("text"), opacity=0.16 * level)
        self.light.set_fill(paint("text"), opacity=level)
        return self


def hatching(corners: list[np.ndarray], role: str, gap: float = 0.24) -> VGroup:
    """Slanted lines that fill the polygon `corners`; a hatched zone is where a clip binds."""
    polygon = np.array(corners)[:, :2]
    sums = polygon.sum(axis=1)
    lines = VGroup()
    for level in np.arange(sums.min() + gap, sums.max(), gap):
        crossings = _crossings(polygon, level)
        if len(crossings) == 2 and np.linalg.norm(crossings[0] - crossings[1]) > 1e-6:
            lines.add(Line(*crossings, stroke_width=1.5, color=paint(role), stroke_opacity=0.3))
    return lines


def _crossings(polygon: np.ndarray, level: float) -> list[np.ndarray]:
    """Where the line x + y = `level` crosses the sides of a convex polygon."""
    found: list[np.ndarray] = []
    for start, end in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        a, b = start.sum() - level, end.sum() - level
        if a * b < 0 or (a == 0 and b != 0):
            crossing = start + (end - start) * a / (a - b)
            found.append(np.array([*crossing, 0.0]))
    return found


def tint(corners: list[np.ndarray], role: str = "muted", opacity: float = 0.12) -> Polygon:
    """A faint filled polygon without outline."""
    return Polygon(*corners, stroke_width=0).set_fill(paint(role), opacity=opacity)
