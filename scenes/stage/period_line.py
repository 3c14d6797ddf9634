"""The divergence over time when the reference is replaced: it grows, and starts again."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Dot, Line, VGroup, VMobject

from grpo_core import best_policy, kl_divergence

from .grid import Grid
from .marks import tick
from .theme import AXIS, MAIN_CURVE, paint

_STEPS = 24  # points of the curve in a period
_KNEE = 1e-6  # of a period: the curve falls within so little time


class PeriodLine(VGroup):
    """KL(new || ref) over `periods` periods of `length` steps each.

    In each period the policy walks from its reference to the best one at the price `beta`
    (grpo_core's `best_policy`), then becomes the next reference. It is a sketch of the
    movement, not a run. A `Drive` can call `set_time`, in periods.
    """

    def __init__(
        self,
        ref: np.ndarray,
        rewards: np.ndarray,
        beta: float,
        length: float,
        periods: int = 3,
        *,
        width: float = 9.6,
        height: float = 1.5,
    ):
        super().__init__()
        self.rewards, self.beta, self.periods = rewards, beta, periods
        self.references = [np.asarray(ref)]
        for _ in range(periods):
            self.references.append(best_policy(self.references[-1], rewards, beta))
        most = max(self.divergence(k + 1 - _KNEE) for k in range(periods))
        self.grid = Grid((0, periods), (0, max(most, 1e-6)), width, height)
        self.axis = Line(self.grid.point(0, 0), self.grid.point(periods, 0))
        self.axis.set_stroke(paint("muted"), AXIS)
        # Numbers of steps, from the paper; the last one would end the picture.
        self.ticks = VGroup(
            *(tick(self.grid.point(k, 0), f"{k * length:g}", buff=0.14) for k in range(periods + 1))
        )
        self.curve = VMobject().set_stroke(paint("text"), MAIN_CURVE)
        self.dot = Dot(radius=0.11).set_fill(paint("text"), 1)
        self.add(self.grid, self.axis, self.ticks, self.curve, self.dot)
        self.set_time(0.0)

    def policies(self, time: float) -> tuple[np.ndarray, np.ndarray]:
        """The reference and the present policy at `time`."""
        period = min(int(time), self.periods - 1)
        ref, share = self.references[period], time - period
        return ref, best_policy(ref, self.rewards, self.beta / share) if share > 0 else ref

    def divergence(self, time: float) -> float:
        """KL of the present policy from its reference at `time`."""
        ref, new = self.policies(time)
        return float(kl_divergence(new, ref))

    def set_time(self, time: float) -> Self:
        """Draw the curve up to `time`."""
        knots = np.arange(1, int(time) + 1)
        times = np.concatenate(
            [np.arange(0, time, 1 / _STEPS), knots - _KNEE, knots[knots < time], [time]]
        )
        times = np.unique(np.clip(times, 0, self.periods - _KNEE))
        if len(times) == 1:
            times = np.repeat(times, 2)
        path = self.grid.path(times, [self.divergence(t) for t in times])
        self.curve.set_points_as_corners(path)
        self.dot.move_to(path[-1])
        return self
