"""How high a probability's bar is: linear, or logarithmic where linear says nothing."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, VGroup

from scenes.script.words import say

from .places import stand_on
from .theme import AXIS, LABEL, paint
from .typeset import Formula, Prose

# A bar of less than a hundredth of the highest is a line of 2 pixels at 480 lines.
_MOST_APART = np.log(100.0)
_FOOT_SHARE = 0.1  # of a logarithmic axis, at least, below the lowest bar
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)  # of powers between two ticks
_APART = 0.6  # scene units between two numbers of an axis, at type size 1


class BarScale:
    """Heights in scene units for log-probabilities; the highest of `logps` (nats) is `height`.

    Linear, or, with `is_log`, in powers of ten from the whole power `bottom` at the foot.
    """

    def __init__(self, logps: Iterable[float], height: float, *, is_log: bool):
        logs = np.array(list(logps), dtype=float)
        self.height, self.highest = height, float(logs.max())
        self.is_log = is_log
        if self.is_log:
            self.top = self.highest / np.log(10)
            low = float(logs.min()) / np.log(10)
            share = _FOOT_SHARE / (1 - _FOOT_SHARE)
            self.bottom = int(np.floor(low - share * (self.top - low)))
            self.bottom = min(self.bottom, int(np.floor(self.top)) - 1)  # two powers at least

    @staticmethod
    def needs_log(logps: Iterable[float]) -> bool:
        """Whether the lowest of log-probabilities (nats) would be no bar beside the highest."""
        return bool(np.ptp(list(logps)) > _MOST_APART)

    def rise(self, logp: float) -> float:
        """The height of the bar of a probability, given as its logarithm in nats."""
        if self.is_log:
            return max(self._at(logp / np.log(10)), 0.0)
        return self.height * float(np.exp(logp - self.highest))

    def _at(self, power: float) -> float:
        return self.height * (power - self.bottom) / (self.top - self.bottom)

    def ticks(self, apart: float) -> list[int]:
        """The powers of ten that a logarithmic axis names: two or more, `apart` if there is room.

        They are equally far from each other, or the first and the last such.
        """
        powers: list[int] = []
        for step in _STEPS:
            first = -(-self.bottom // step) * step
            finer, powers = powers, list(range(first, int(np.floor(self.top)) + 1, step))
            if len(powers) < 2:
                return [finer[0], finer[-1]]
            if self._at(powers[1]) - self._at(powers[0]) >= apart:
                break
        return powers

    def axis(self, size: float = 1.0) -> VGroup:
        """The axis at the foot's left end, here the origin; empty for a linear scale.

        Powers of ten stand left of it, and over it the word that says what it is. `size`
        is that of the type, such as .5 for a view that is half of home.
        """
        if not self.is_log:
            return VGroup()
        upright = Line([0, 0, 0], [0, self.height, 0]).set_stroke(paint("muted"), AXIS)
        marks, numbers = VGroup(), VGroup()
        for power in self.ticks(_APART * size):
            mark, number = self._tick(power, self._at(power) * UP, 0.12 * size * LEFT, size)
            marks.add(mark)
            numbers.add(number)
        name = axis_name(size)
        name.next_to(upright, UP, buff=0.18 * size).align_to(0.1 * size * LEFT, RIGHT)
        return VGroup(upright, marks, numbers, name)

    def level_axis(self) -> VGroup:
        """The same under bars that lie: from the origin to the right, the first and last tick."""
        if not self.is_log:
            return VGroup()
        line = Line([0, 0, 0], [self.height, 0, 0]).set_stroke(paint("muted"), AXIS)
        powers = self.ticks(_APART)
        ticks = [
            self._tick(power, self._at(power) * RIGHT, 0.12 * DOWN, 1.0)
            for power in (powers[0], powers[-1])
        ]
        marks, numbers = (VGroup(*parts) for parts in zip(*ticks, strict=True))
        _move_apart(*numbers)
        name = axis_name().next_to(numbers, LEFT, buff=0.25)
        stand_on(name, numbers[0])
        return VGroup(line, marks, numbers, name)

    @staticmethod
    def _tick(power: int, spot: np.ndarray, out: np.ndarray, size: float) -> tuple[Line, Formula]:
        mark = Line(spot, spot + out).set_stroke(paint("muted"), AXIS)
        number = Formula(f"10^({power})", size=LABEL * size, role="muted")
        return mark, number.next_to(mark, out / np.linalg.norm(out), buff=0.1 * size)


def axis_name(size: float = 1.0) -> Prose:
    """The word for a logarithmic scale; `size` is that of the type."""
    return Prose(say("stage.bar_scale.logarithmic"), size=LABEL * size, role="muted")


def _move_apart(left: Formula, right: Formula, gap: float = 0.2) -> None:
    """Shift two numbers sideways until there is `gap` between them."""
    missing = gap - (right.get_left()[0] - left.get_right()[0])
    if missing > 0:
        left.shift(0.5 * missing * LEFT)
        right.shift(0.5 * missing * RIGHT)
