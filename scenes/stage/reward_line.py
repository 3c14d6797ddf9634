"""Rewards as dots on a number line; equal rewards stack."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import LEFT, RIGHT, UP, Dot, Line, VGroup

from scenes.script.numerals import MINUS, number_text

from .marks import tick
from .placement import gap_between
from .theme import AXIS, paint

RADIUS, LEAST_RADIUS = 0.17, 0.075
_PITCH = 2.15  # of stacked dots, in radii
_TICK_GAP = 0.3
_MOST_TICKS = 6
_LONG = 1e5  # from here on a reward is a power of ten


def reward_text(reward: float, *, sign: bool = False) -> str:
    """A reward with the decimals that it needs, three at most.

    A large one has three digits at most and a power of ten, as math source.
    """
    if abs(reward) >= _LONG:
        return _as_power(reward, sign=sign)
    decimals = next((d for d in range(3) if abs(reward - round(reward, d)) < 1e-9), 3)
    return number_text(reward, decimals, sign=sign)


def _as_power(reward: float, *, sign: bool) -> str:
    mantissa, exponent = f"{abs(reward):.2e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".")
    before = MINUS if reward < 0 else "+" * sign
    return before + f"{mantissa} dot 10^({int(exponent)})".removeprefix("1 dot ")


def reward_dot(radius: float = RADIUS) -> Dot:
    """A reward: a dot with a rim, so that stacked dots stay apart."""
    return Dot(radius=radius).set_fill(paint("coin"), 1).set_stroke(paint("coin_edge"), 1.5)


class RewardLine(VGroup):
    """A horizontal axis from `low` to `high` with a dot for each of `rewards`.

    Dots that would hide each other stack, up to `height` scene units. Ticks stand where
    rewards are, as far as there is room. `signed`: these are differences, written with a
    plus where they are above 0 and with two decimals at most.
    """

    def __init__(
        self,
        rewards: Sequence[float],
        low: float,
        high: float,
        *,
        width: float = 8.0,
        height: float = 1.8,
        pitch: float = 0.0,
        signed: bool = False,
    ):
        super().__init__()
        self.rewards = np.asarray(rewards, dtype=float)
        self.low, self.high = low, high
        self.axis = Line(0.5 * width * LEFT, 0.5 * width * RIGHT).set_stroke(paint("muted"), AXIS)
        across = np.array([self.place(reward)[0] for reward in self.rewards])
        radius, piled = _stack(across, height)
        step = max(_PITCH * radius, pitch)
        self.pitch = min(step, height / (piled.max() + 1))
        self.is_stacked = bool(piled.max())
        self.dots = VGroup(*(reward_dot(radius) for _ in self.rewards))
        for dot, reward, level in zip(self.dots, self.rewards, piled, strict=True):
            dot.move_to(self.place(reward, radius + 0.12 + self.pitch * level))
        self.ticks = self._ticks(signed)
        self.add(self.axis, self.ticks, self.dots)

    def place(self, reward: float, height: float = 0.0) -> np.ndarray:
        """Where `reward` lies, `height` over the axis."""
        start, end = self.axis.get_start(), self.axis.get_end()
        share = (reward - self.low) / (self.high - self.low)
        return start + (end - start) * share + height * UP

    @property
    def unit(self) -> float:
        """Scene units for one unit of reward."""
        return float((self.place(1.0) - self.place(0.0))[0])

    def _ticks(self, signed: bool) -> VGroup:
        """Ticks at the smallest, the largest and then at others that find room."""
        values = np.unique(self.rewards.round(9))
        outer = [values[0], values[-1]] if len(values) > 1 else list(values)
        inner = values[1:-1] if len(values) <= _MOST_TICKS else []
        ticks = VGroup()
        for value in [*outer, *inner]:
            text = reward_text(round(value, 2) if signed else value, sign=signed)
            new = tick(self.place(value), text, buff=0.16)
            if all(gap_between(new[1], other[1]) >= _TICK_GAP for other in ticks):
                ticks.add(new)
        return ticks


def spread_of(rewards: Sequence[float]) -> float:
    """From the smallest to the largest reward; 1 where all are equal."""
    return float(np.ptp(rewards)) or 1.0


def _stack(across: np.ndarray, height: float) -> tuple[float, np.ndarray]:
    """The dots' radius, and on which level each dot lies so that none hides another."""
    radius = RADIUS
    found = levels(across, radius)
    while radius > LEAST_RADIUS and _PITCH * radius * (found.max() + 1) > height:
        radius = max(LEAST_RADIUS, 0.9 * radius)
        found = levels(across, radius)
    return radius, found


def levels(across: np.ndarray, radius: float) -> np.ndarray:
    """How high discs of `radius` at `across`, shape (G,), must pile so that none hides another."""
    found = np.zeros(len(across), dtype=int)
    for index, x in enumerate(across):
        near = found[:index][np.abs(across[:index] - x) < 2 * radius]
        found[index] = next(level for level in range(index + 1) if level not in near)
    return found
