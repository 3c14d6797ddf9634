"""What an answer adds, over its ratio, as the ground that it walks on."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Line, VGroup, VMobject, interpolate_color

from grpo_core import clipped_surrogate
from scenes.stage.marks import hatching
from scenes.stage.theme import AXIS, CURVE, current_theme, paint
from scenes.stage.time_plot import cut_into_dashes

_CURVE = 8  # stroke width
_SOIL = 0.6  # of the theme's tint
_DASH, _GAP = 0.13, 0.1
_STRIPES, _CUT = 0.26, 0.8  # from line to line of what is cut off, and how faint they are
_FINE = 200  # points of a path that turns


class Hillside(VGroup):
    """The clipped objective of an answer in units of its |A|: a path over ratios 0 to `reach`.

    It stands on an axis from `left`, `width` long, at height `floor` while A > 0; there a
    height of `reach` is `tall` scene units. With A < 0 the axis lies at `ceiling`, that height
    is `deep`, and the soil goes down to `bottom`. `set_sign` goes from one (1) to the other (-1):
    the path is mirrored round the ratio 1, then it sinks below zero. `set_rise` lets it grow out
    of the axis, and `set_alone` bends it to what clip alone would be.
    """

    def __init__(
        self,
        bounds: tuple[float, float],
        reach: float,
        *,
        left: float,
        width: float,
        tall: float,
        floor: float,
        ceiling: float | None = None,
        bottom: float | None = None,
        sign: float = 1.0,
        alone: float = 0.0,
        deep: float | None = None,
    ):
        self.low, self.high = bounds
        self.reach, self.left, self.width_of_all = reach, left, width
        self.tall, self.deep = tall, deep or tall  # of a height of `reach`, up and down
        self.floor, self.ceiling = floor, floor if ceiling is None else ceiling
        self.bottom = self.ceiling - self.deep if bottom is None else bottom
        self.sign, self.rise, self.alone = sign, 1.0, alone
        self.corners = np.array([0.0, self.low, self.high, reach])
        eps_low, eps_high = 1 - self.low, self.high - 1
        self.terms = {
            s: clipped_surrogate(self.corners, float(s), eps_low=eps_low, eps_high=eps_high)
            for s in (1, -1)
        }
        self.soil = VMobject(stroke_width=0).set_fill(paint("muted"), _SOIL * current_theme().tint)
        self.band = VMobject(stroke_width=0).set_fill(paint("muted"), current_theme().tint)
        self.axis = Line().set_stroke(paint("muted"), AXIS)
        self.straight = VMobject().set_stroke(paint("muted"), CURVE)
        self.curve = VMobject().set_stroke(width=_CURVE)
        self.hatches = VGroup(*(self._hatch(s) for s in (1, -1)))
        super().__init__(self.soil, self.band, self.hatches, self.axis, self.straight, self.curve)
        self._draw()

    # -- where things are -----------------------------------------------------

    @property
    def sunk(self) -> float:
        """How far it has sunk below zero, 0 to 1: after it was mirrored."""
        return float(np.clip(-self.sign, 0.0, 1.0))

    @property
    def unit(self) -> float:
        """How high |A| is, in scene units."""
        return (self.tall + self.sunk * (self.deep - self.tall)) / self.reach

    @property
    def level(self) -> float:
        """The height of the axis."""
        return self.floor + self.sunk * (self.ceiling - self.floor)

    def x(self, ratio: float) -> float:
        """Where a ratio lies."""
        return self.left + self.width_of_all * ratio / self.reach

    def point(self, ratio: float, value: float = 0.0) -> np.ndarray:
        """Where a ratio and what is added, in units of |A|, lie."""
        return np.array([self.x(ratio), self.level + self.unit * value, 0.0])

    def value(self, ratio: float) -> float:
        """What the answer adds there, in units of |A|."""
        return float(np.interp(ratio, self.corners, self._mixed("value")))

    def at(self, ratio: float) -> np.ndarray:
        """The point of the path at a ratio."""
        return self.point(ratio, self.value(ratio))

    def height_over(self, x: float) -> float:
        """The height of the path at a place of the stage."""
        return float(self.at((x - self.left) * self.reach / self.width_of_all)[1])

    def pushes(self, ratio: float) -> bool:
        """Whether an answer there has a push of its own."""
        eps_low, eps_high = 1 - self.low, self.high - 1
        terms = clipped_surrogate(ratio, np.sign(self.sign), eps_low=eps_low, eps_high=eps_high)
        return not bool(terms.binds)

    def _mixed(self, name: str) -> np.ndarray:
        """The values at the corners as they are now, between the signs and between two terms."""

        def of(sign: int) -> np.ndarray:
            terms = self.terms[sign]
            wanted = np.asarray(getattr(terms, name))
            held = np.asarray(terms.clipped) if name == "value" else wanted
            return (1 - self.alone) * wanted + self.alone * held

        return self.rise * of(1 if self.sign > 0 else -1)

    def _path(self) -> list[np.ndarray]:
        """The points of the path as it is now."""
        if abs(self.sign) == 1.0:
            corners = zip(self.corners, self._mixed("value"), strict=True)
            return [self.point(*corner) for corner in corners]
        ratios = np.linspace(min(0.0, 2.0 - self.reach), max(self.reach, 2.0), _FINE)
        values = self.rise * np.clip(ratios, 0.0, self.high)  # no ratio is below 0
        turned = 1.0 + (ratios - 1.0) * np.cos(np.pi * min(1.0, 1.0 - self.sign))
        inside = (turned >= 0.0) & (turned <= self.reach)
        spots = np.column_stack([turned, values])[inside]
        below = np.interp(spots[:, 0], self.corners, np.asarray(self.terms[-1].value))
        spots[:, 1] += self.sunk * (below - spots[:, 1])
        return [self.point(*spot) for spot in spots[np.argsort(spots[:, 0])]]

    # -- setters ------------------------------------------------------------

    def set_rise(self, rise: float) -> Self:
        """Let it grow out of its axis, 0 to 1."""
        self.rise = rise
        return self._draw()

    def set_sign(self, sign: float) -> Self:
        """Mirror it round 1, from 1 to 0, and sink it, from 0 to -1: it is that of A < 0."""
        self.sign = sign
        return self._draw()

    def set_alone(self, level: float) -> Self:
        """Bend it by `level` to clip(rho) * A alone, without min."""
        self.alone = level
        return self._draw()

    def _draw(self) -> Self:
        path, whole = self._path(), float(abs(self.sign) == 1.0)
        self.curve.set_points_as_corners(path)
        self.curve.set_stroke(
            interpolate_color(paint("up"), paint("down"), min(1.0, 2 * (1 - self.sign)))
        )
        base = self.floor + self.sunk * (self.bottom - self.floor)
        ends = [np.array([p[0], base, 0.0]) for p in (path[-1], path[0])]
        self.soil.set_points_as_corners([*path, *ends, path[0]])
        bounds = self.low, self.high
        tops = [self.point(r, self.value(r)) for r in bounds]
        strip = [*tops, self.point(self.high), self.point(self.low), tops[0]]
        self.band.set_points_as_corners(strip).set_fill(opacity=whole * current_theme().tint)
        self.axis.put_start_and_end_on(self.point(0.0), self.point(self.reach))
        way = [self.point(*p) for p in zip(self.corners, self._mixed("unclipped"), strict=True)]
        self.straight.set_points_as_corners([way[0], way[-1]])
        if np.linalg.norm(way[-1] - way[0]) > 2 * _DASH:
            cut_into_dashes(self.straight, np.array([way[0], way[-1]]), _DASH, _GAP)
        self.straight.set_stroke(opacity=whole)
        for sign, hatch in zip((1, -1), self.hatches, strict=True):
            shown = sign == self.sign and self.rise == 1.0
            hatch.set_stroke(opacity=_CUT * shown)
        return self

    def _hatch(self, sign: int) -> VGroup:
        """What the clip cuts off, between the straight line and the flat."""
        before, self.sign = self.sign, float(sign)
        terms = self.terms[sign]
        corner, end = (2, 3) if sign > 0 else (1, 0)
        spots = [
            (self.corners[corner], float(terms.value[corner])),
            (self.corners[end], float(terms.value[end])),
            (self.corners[end], float(terms.unclipped[end])),
        ]
        lines = hatching([self.point(*s) for s in spots], "muted", slant=sign, gap=_STRIPES)
        self.sign = before
        return lines.set_stroke(width=2.0)
