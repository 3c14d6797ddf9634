"""An answer on its way: the sign of its advantage on two legs, with the lamp of its push."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, RIGHT, UP, CapStyleType, Circle, Line, Polygon, VGroup

from scenes.stage.arrow import BlockArrow
from scenes.stage.hatch import Hatch
from scenes.stage.lamp import Lamp
from scenes.stage.theme import CURVE, paint, sign_role
from scenes.stage.typeset import Formula

from .hillside import Hillside

# For a walker of size 1, in scene units.
_HIP, _WIDE, _HIGH, _MAST, _LAMP = 0.34, 0.66, 0.58, 0.56, 0.21
MAST_TOP = _HIP + _HIGH + _MAST  # from its foot to the middle of its lamp
_STRIDE, _LEAST, _PACE = 0.24, 0.45, 0.9
_ARROW = 0.16, 0.42  # how thick its arrow is, and its head
_BEFORE, _LENGTH, _OVER = 0.42, 1.0, 0.3  # where the arrow begins, its length along the axis
_NEAR = 1e-2  # scene units, on which the ground is straight
_FAINT = 0.35
_QUESTION = 36  # size of type


class Walker(VGroup):
    """An answer with an advantage of this sign; `walk` puts it on a ground, `set_level` lights it.

    Without its push it is hatched, and its lamp is an empty ring. `size` 1 is 1.8 scene
    units high; it cannot be scaled once it is made.
    """

    def __init__(self, advantage: float, *, size: float = 1.0, on: bool = True):
        self.advantage, self.size = advantage, size
        role = sign_role(advantage)
        self.foot = Line(np.zeros(3), 1e-3 * RIGHT, stroke_width=0)
        self.legs = VGroup(*(Line() for _ in range(2))).set_stroke(paint("text"), 6 * size)
        for leg in self.legs:
            leg.cap_style = CapStyleType.ROUND
        half, low, top = 0.5 * _WIDE * size, _HIP * size, (_HIP + _HIGH) * size
        corners = [[-half, low, 0], [half, low, 0], [0, top, 0]]
        if advantage < 0:
            corners = [[-half, top, 0], [half, top, 0], [0, low, 0]]
        self.body = Polygon(*corners, stroke_width=0).set_fill(paint(role), 1)
        self.body.set_stroke(paint("ground"), 8, background=True)
        self.hatch = Hatch(self.body, 0.0, gap=0.16 * size)
        lamp = (top + _MAST * size) * UP
        self.mast = Line((top + 0.02) * UP, lamp + _LAMP * size * DOWN)
        self.mast.set_stroke(paint("muted"), CURVE)
        self.lamp = Lamp(radius=_LAMP * size).move_to(lamp)
        width, head = (share * size for share in _ARROW)
        self.arrow = BlockArrow(lamp, lamp, role, width=width, head=head)
        self.face = Circle(_LAMP * size, stroke_width=0).set_fill(paint("ground"), 1).move_to(lamp)
        self.asking = Formula('"?"', size=_QUESTION).move_to(lamp)
        self.asking.set_fill(opacity=0)
        self.ends = lamp, lamp  # of the arrow, while the lamp is on
        super().__init__(self.foot, self.legs, self.body, self.hatch, self.mast, self.face)
        self.add(self.lamp, self.arrow, self.asking)
        self.set_level(float(on))

    def set_level(self, level: float) -> Self:
        """Light its lamp by `level`, 0 to 1; as the lamp goes out it is hatched."""
        self.level = level
        self.shine(level)
        self.hatch.set_level(1.0 - level)
        return self

    def shine(self, level: float) -> None:
        """Light the lamp, and on the ground before it the arrow of its push, by `level`."""
        self.lamp.set_level(min(level, 1.0))
        start, end = self.ends
        self.arrow.set_ends(start, start + level * (end - start))

    def ask(self, level: float = 1.0) -> Self:
        """Show by `level` that its lamp is yet to be told: neither on nor hatched."""
        self.shine(1.0 - level)
        self.hatch.set_level(0.0)
        self.asking.set_fill(opacity=level)
        return self

    def tell(self, on: bool):
        """A setter that tells by degrees what was asked."""

        def told(share: float) -> None:
            self.asking.set_fill(opacity=1 - share)
            self.shine(share * on)
            self.hatch.set_level(share * (not on))

        return told

    def trace(self) -> VGroup:
        """What is left where it stood: its body, its legs and its lamp, faint."""
        left = VGroup(self.body.copy(), self.legs.copy(), self.lamp.ring.copy())
        left[0].set_fill(opacity=_FAINT)
        return left.set_stroke(opacity=_FAINT)

    def walk(self, ground: Hillside, ratio: float) -> Self:
        """Stand on the path of `ground` at `ratio`, in the step that it has there."""
        self.ratio = ratio
        spot = ground.at(ratio)
        self.shift(spot - self.foot.get_start())
        swing = np.cos(2 * np.pi * spot[0] / (_PACE * self.size))
        swing = np.copysign(max(abs(swing), _LEAST), swing)
        hip = spot + (_HIP + 0.06) * self.size * UP
        for side, leg in zip((-1, 1), self.legs, strict=True):
            x = spot[0] + side * swing * _STRIDE * self.size
            toe = np.array([x, ground.height_over(x) + 0.08 * self.size, 0.0])
            leg.put_start_and_end_on(hip + 0.08 * side * self.size * RIGHT, toe)
        self._turn_arrow(ground)
        return self

    def _turn_arrow(self, ground: Hillside) -> None:
        """Have its arrow point where it pushes, along the ground: likelier, or rarer."""
        ahead = np.sign(self.advantage) * self.size
        x, y, _ = self.foot.get_start()
        rise = (ground.height_over(x + _NEAR * ahead) - y) / _NEAR  # of the ground at its feet
        before, after = (
            np.array([x + step * ahead, y + step * rise, 0.0])
            for step in (_BEFORE, _BEFORE + _LENGTH)
        )
        over = _OVER * self.size * UP
        self.ends = before + over, after + over
        self.shine(self.lamp.level)
