"""How each answer pushes at the old policy, and the straight way up from there to X."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Dot, Line, Mobject, Rectangle, VGroup

from scenes.script.decimals import without_zero
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.motion import Walk
from scenes.stage.placement import find_place, lines_and_texts, place_label
from scenes.stage.theme import AXIS, MAIN_CURVE, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose, on_baseline

from .bench import Bench
from .hill import LEFT_X, RIGHT_X, Hill

_OVER, _LONGEST, _SHORTEST = 0.14, 0.95, 0.4  # scene units, of an arrow
_THICK, _HEAD = 0.16, 0.42
_TALLEST, _BLOCK, _THIN = 1.5, 0.8, 0.03  # scene units, of blocks
_ZERO, _NOTHING = 0.6, 1e-9  # the height of their line; of blocks that need no room
_EARLY, _NEAR = 0.5, 0.6  # where on the way to X its slope is named; no farther off than that
_BEYOND = 0.35  # how far what they come to may reach beyond their end
_SIZE = 46  # of what the ways come to


class Values(VGroup):
    """What each answer adds at the old policy: blocks over and under a `line` of their own.

    Up and down they are equally much: together they are 0. A last block is that of the
    answers without a column.
    """

    def __init__(self, parts: np.ndarray):
        self.parts = parts
        self.line = Line([LEFT_X, _ZERO, 0], [RIGHT_X, _ZERO, 0]).set_stroke(paint("muted"), AXIS)
        self.decimals = 2 if np.allclose(parts, parts.round(2)) else 3
        up, down = max(float(parts.max()), _NOTHING), max(-float(parts.min()), _NOTHING)
        self.unit = _TALLEST / max(up, down)
        self.blocks = VGroup(*(Rectangle(width=_BLOCK, stroke_width=0) for _ in parts))
        places = np.linspace(LEFT_X, RIGHT_X, len(parts) + 2)[1:-1]
        for x, block, part in zip(places, self.blocks, parts, strict=True):
            block.set_fill(paint(sign_role(float(part))), 1).set_x(x)
        self.set_level(1.0)
        self.numbers = VGroup(*(self._number(k) for k in range(len(parts))))
        super().__init__(self.line, self.blocks, self.numbers)

    def set_level(self, level: float) -> Self:
        """Let each block be `level` of its height."""
        for block, part in zip(self.blocks, self.parts, strict=True):
            rise = level * self.unit * float(part)
            block.stretch_to_fit_height(max(abs(rise), _THIN)).set_y(_ZERO + 0.5 * rise)
        return self

    def grow(self) -> Walk:
        """The blocks, and the setter that lets all of them grow, or shrink again."""
        return self.blocks, self.set_level

    def _number(self, k: int) -> Formula:
        part = float(self.parts[k])
        text = without_zero(number_text(part, self.decimals, sign=True))
        number = Formula(text, size=READOUT, role=sign_role(part))
        return number.next_to(self.blocks[k], UP if part >= 0 else DOWN, buff=0.14)


class Pushes(VGroup):
    """Over each column of `bench` an arrow as long as its push, of none if it has none.

    `slopes` are those of the whole group: the largest has the longest arrow.
    """

    def __init__(self, bench: Bench, slopes: np.ndarray):
        shown = slopes[bench.indices]
        longest = float(np.abs(slopes).max()) or 1.0
        self.lengths = np.maximum(_LONGEST * np.abs(shown) / longest, _SHORTEST)
        self.lengths[shown == 0] = 0.0
        super().__init__()
        for k, slope in enumerate(shown):
            foot = bench.top(k) + _OVER * UP
            ends = foot, foot + _LONGEST * UP
            start, end = ends if slope > 0 else (foot + self.lengths[k] * UP, foot)
            arrow = BlockArrow(start, end, sign_role(float(slope)), width=_THICK, head=_HEAD)
            self.add(arrow)
        self.set_level(1.0)

    def set_level(self, level: float) -> Self:
        """Let the arrows be `level` of their length."""
        for arrow, length in zip(self, self.lengths, strict=True):
            arrow.set_length(level * float(length))
        return self

    def grow(self) -> Walk:
        """The arrows, and the setter that lets them grow."""
        return self, self.set_level

    def go_out(self, which: np.ndarray) -> Walk:
        """The arrows, and the setter by which those of the columns `which` go out (1)."""

        def set_level(level: float) -> None:
            for k in np.flatnonzero(which):
                self[k].set_length((1 - level) * float(self.lengths[k]))

        return self, set_level


class WayToX(VGroup):
    """The gain on the way to X, straight from the hill's own start: `set_share` walks it."""

    def __init__(self, hill: Hill, gain: float):
        self.hill, self.gain = hill, gain
        self.line = hill.walked.copy().set_stroke(paint("text"), MAIN_CURVE + 1)
        self.ball = hill.ball.copy().set_z_index(1)
        super().__init__(self.line, self.ball)
        self.set_share(1.0)

    def set_share(self, share: float) -> Self:
        """Put the ball at `share` of the way, the line drawn up to it."""
        start, spot = self.hill.point(0, 0), self.hill.point(share, share * self.gain)
        self.line.set_points_as_corners([start, spot + 1e-3 * RIGHT])
        self.ball.move_to(spot)
        return self

    def walk(self) -> Walk:
        """This way, and the setter that walks it."""
        return self, self.set_share


class WayEnds(VGroup):
    """What two ways from the old policy come to: X at the end of one, Y at the end of the hill."""

    def __init__(self, hill: Hill, way: WayToX, taken: Mobject):
        y = float(hill.path.surrogate(1.0))
        lines = [hill.zero, hill.dial, hill.whole(), way.line, way.ball, *lines_and_texts(taken)]
        self.x = self._put("X", way.gain, hill, lines, UP if way.gain >= y else DOWN)
        self.y = self._put("Y", y, hill, [*lines, self.x], DOWN if way.gain >= y else UP)
        self.slope = VGroup()
        if way.gain > 0:
            word = Prose(say("equation.slope.slope"), size=READOUT)
            spot = Dot(hill.point(_EARLY, _EARLY * way.gain), radius=0.01)
            around = (UP + LEFT, UP, DOWN + RIGHT, DOWN)
            taken = [*lines, self.x, self.y, hill.title]
            if find_place(word, spot, taken, directions=around, reach=_NEAR):
                self.slope.add(word)
        super().__init__(self.x, self.y, self.slope)

    def _put(
        self, letter: str, gain: float, hill: Hill, lines: list[Mobject], side: np.ndarray
    ) -> VGroup:
        """A letter and its gain, by the end of its way: on `side`, or where no line is."""
        number = Formula(number_text(gain, 3, sign=True), size=_SIZE)
        said = on_baseline(Prose(letter, size=_SIZE), number, buff=0.25)
        spot = Dot(hill.point(1, gain), radius=0.01).shift((_BEYOND - 0.5 * said.width) * RIGHT)
        around = (side, -side, side + LEFT, LEFT - side)
        return place_label(said, spot, lines, directions=around, or_first=True)
