"""An answer's bar with its old outline as the ruler; it stands, tips over and is an axis."""

from __future__ import annotations

from typing import NamedTuple, Self

import numpy as np
from manim import LEFT, RIGHT, VGroup, VMobject

from scenes.script.numerals import ratio_source
from scenes.stage.theme import CURVE, READOUT, paint
from scenes.stage.typeset import Formula

_NOTCH, _DEEP = 0.17, 0.55  # half the width of a notch in scene units; its share of the bar
_OUT = 0.06  # how far a notch begins outside of the bar
_SLIM, _OUTER = 0.28, 0.1  # the same at most, in thicknesses of the bar
_BEFORE = 0.15  # from its foot to its tag
_RIM = 5


class Stand(NamedTuple):
    """Where a bar's foot is, how long one outline is, and how thick the bar, in scene units."""

    x: float
    y: float
    unit: float
    thick: float


class RulerBar(VGroup):
    """The new bar, `ratio` outlines long; the outline is the bar as it was when drawn.

    `set_pose` tips it over, from where it stands (0) to where it lies (1) along the ratios.
    Notches at the `bounds` are cut by `set_cut`, into its left, then upper edge; `set_side`
    brings them to the other edge, and `set_lift` moves the bar that lies.
    """

    def __init__(self, ratio: float, bounds: tuple[float, float], stands: Stand, lies: Stand):
        self.ratio, self.bounds = ratio, bounds
        self.stands, self.lies = stands, lies
        self.pose, self.cut, self.side, self.lift = 0.0, 0.0, 1.0, 0.0
        self.fill = VMobject(stroke_width=0).set_fill(paint("new"), 1)
        self.outline = VMobject().set_stroke(paint("old"), CURVE + 1)
        self.outline.set_stroke(paint("ground"), CURVE + _RIM, background=True)
        self.notches = VGroup(*(VMobject() for _ in bounds))
        self.notches.set_fill(paint("ground"), 1).set_stroke(paint("text"), CURVE)
        self.tag = VGroup()
        super().__init__(self.fill, self.outline, self.notches, self.tag)
        self._draw()

    def place(self, along: float, across: float = 0.0) -> np.ndarray:
        """Where something lies, `along` in outlines, `across` in thicknesses from the middle."""
        x, y, unit, thick = self._now()
        angle = 0.5 * np.pi * (1 - self.pose)
        ahead = np.array([np.cos(angle), np.sin(angle), 0.0])
        beside = np.array([-np.sin(angle), np.cos(angle), 0.0])
        foot = np.array([x, y + self.lift, 0.0])
        return foot + unit * along * ahead + thick * across * beside

    def _now(self) -> Stand:
        """Between how it stands and how it lies."""
        stands, lies = np.array(self.stands), np.array(self.lies)
        return Stand(*((1 - self.pose) * stands + self.pose * lies))

    def tag_with(self, case: str) -> VGroup:
        """Write whose bar it is before its foot, as it lies: a formula's source."""
        self.tag.submobjects = [Formula(case, size=READOUT)]
        self._draw()
        return self.tag

    def written(self, size: float) -> Formula:
        """Its ratio, as it lies: at its foot, or behind it where it is too short for that."""
        number = Formula(ratio_source(self.ratio), size=size)
        if self.fill.width > number.width + 2 * _BEFORE:
            number.set_color(paint("ground"))
            return number.move_to(self.place(0.0) + _BEFORE * RIGHT, aligned_edge=LEFT)
        past = self.place(max(1.0, *self.bounds)) if self.bounds else self.place(1.0)
        return number.move_to(past + 2 * _BEFORE * RIGHT, aligned_edge=LEFT)

    def set_ratio(self, ratio: float) -> Self:
        """Make it `ratio` outlines long."""
        self.ratio = ratio
        return self._draw()

    def set_pose(self, pose: float) -> Self:
        """Tip it over, from 0 to 1."""
        self.pose = pose
        return self._draw()

    def set_cut(self, cut: float) -> Self:
        """Cut the notches by `cut`, 0 to 1."""
        self.cut = cut
        return self._draw()

    def set_side(self, side: float) -> Self:
        """Have the notches at its upper edge (1) or at its lower one (-1), as it lies."""
        self.side = side
        return self._draw()

    def set_lift(self, lift: float) -> Self:
        """Move it up by so many scene units."""
        self.lift = lift
        return self._draw()

    def _box(self, length: float) -> list[np.ndarray]:
        corners = [(0, -0.5), (length, -0.5), (length, 0.5), (0, 0.5), (0, -0.5)]
        return [self.place(*corner) for corner in corners]

    def _draw(self) -> Self:
        self.fill.set_points_as_corners(self._box(max(self.ratio, 1e-3)))
        self.outline.set_points_as_corners(self._box(1.0))
        for text in self.tag:
            text.move_to(self.place(0.0) + _BEFORE * LEFT, aligned_edge=RIGHT)
        now = self._now()
        for bound, notch in zip(self.bounds, self.notches, strict=True):
            half = self.cut * min(_NOTCH, _SLIM * now.thick) / now.unit
            edge = 0.5 + min(_OUT / now.thick, _OUTER)
            deep = self.side * (0.5 - self.cut * _DEEP)
            corners = [
                self.place(bound - half, self.side * edge),
                self.place(bound, deep),
                self.place(bound + half, self.side * edge),
            ]
            notch.set_points_as_corners(corners if self.cut else [self.place(bound)] * 2)
            notch.set_stroke(opacity=float(self.cut > 0))
        return self
