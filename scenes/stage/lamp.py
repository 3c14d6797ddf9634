"""Whether an answer's own push is on: a lamp, and beside it the way of the push."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, RIGHT, TAU, UP, CapStyleType, Circle, Line, VGroup, interpolate_color
from manim.typing import Point3DLike, Vector3D

from .arrow import BlockArrow
from .once import lay_once
from .theme import current_theme, paint, sign_role

_RAYS, _RAY = 8, (1.38, 1.8)  # their number; where one begins and ends, in radii
_HALO, _RINGS = 2.7, 6  # how far the light reaches, in radii; rings that make it fade
_FADING = [2 * k / (_RINGS * (_RINGS + 1)) for k in range(_RINGS, 0, -1)]  # what each adds
_STROKE = 18  # of ring and rays, for a radius of 1 scene unit
_PER_UNIT = 100  # stroke width of a line that is a scene unit thick


class Lamp(VGroup):
    """Whether a push is on: bright with rays and a halo when it is, an empty ring when not."""

    def __init__(self, on: bool = True, radius: float = 0.17):
        stroke = _STROKE * radius
        self.ring = Circle(radius, stroke_width=stroke).set_stroke(paint("muted"))
        self.light = Circle(radius, stroke_width=stroke)
        self.halo = VGroup(*(_ring(radius, k / _RINGS) for k in range(1, _RINGS + 1)))
        self.rays = VGroup(*(_ray(angle, radius) for angle in np.arange(_RAYS) * TAU / _RAYS))
        self.rays.set_stroke(paint("text"), stroke)
        self.glow = VGroup(self.halo, self.rays)
        super().__init__(self.glow, self.light, self.ring)
        self.set_level(float(on))

    def set_level(self, level: float) -> Self:
        """Light it by `level`, 0 (off) to 1 (on)."""
        self.level = level
        lay_once([self], level, self._shine)
        return self

    def _shine(self) -> None:
        level = self.level
        for ring, share in zip(self.halo, _FADING, strict=True):
            ring.set_stroke(paint("lamp"), opacity=current_theme().glow * share * level)
        self.rays.set_stroke(opacity=level)
        self.ring.set_stroke(interpolate_color(paint("muted"), paint("text"), level))
        self.light.set_fill(paint("lamp"), opacity=level).set_stroke(paint("text"), opacity=level)


def _ring(radius: float, share: float) -> Circle:
    """A part of the halo: a stroke, for those take no room where things are laid out."""
    return Circle(radius, stroke_width=2 * share * (_HALO - 1) * radius * _PER_UNIT)


def _ray(angle: float, radius: float) -> Line:
    out = np.array([np.cos(angle), np.sin(angle), 0.0])
    ray = Line(*(radius * reach * out for reach in _RAY))
    ray.cap_style = CapStyleType.ROUND
    return ray


class PushLamp(VGroup):
    """A lamp, and on its `side` an arrow that says which way this answer's own push goes.

    Up in the colour of A > 0, down in that of A < 0; there is none while the lamp is off,
    and an answer with A = 0 has no push. `stand_at` puts it, lit or not.
    """

    def __init__(
        self,
        advantage: float,
        on: bool = True,
        radius: float = 0.17,
        side: Vector3D = RIGHT,
        share: float = 1.0,
    ):
        self.lamp = Lamp(radius=radius)
        self.way = UP if advantage >= 0 else DOWN
        self.length = 3.6 * radius * share * bool(advantage)
        self.arrow = BlockArrow(
            -0.5 * self.length * self.way,
            0.5 * self.length * self.way,
            sign_role(advantage),
            width=0.7 * radius,
            head=1.8 * radius,
        )
        if advantage:
            self.arrow.next_to(self.lamp, side, buff=0.5 * radius)
        super().__init__(self.lamp, self.arrow)
        self.set_level(float(on and advantage != 0))

    def set_level(self, level: float) -> Self:
        """Light the lamp by `level`, 0 to 1; the arrow grows with it."""
        self.lamp.set_level(level)
        self.arrow.set_length(self.length * level)
        return self

    def stand_at(self, point: Point3DLike) -> Self:
        """Move it so that the middle of its lamp is at `point`."""
        return self.shift(np.subtract(point, self.lamp.light.get_center()))
