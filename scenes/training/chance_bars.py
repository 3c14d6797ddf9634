"""The policy of the run as bars: one an answer, with its face; the right one has a gold tick."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    Animation,
    AnimationGroup,
    FadeIn,
    GrowFromEdge,
    LaggedStart,
    Line,
    Mobject,
    Succession,
    VGroup,
)

from scenes.stage.live_number import LiveNumber
from scenes.stage.policy_bars import PolicyBar
from scenes.stage.retelling import LATE
from scenes.stage.score_marks import right_mark
from scenes.stage.theme import AXIS, READOUT, paint
from scenes.stage.typeset import Formula

from .faces import FACES

_LEAST = 1e-9
_OVER, _UNDER, _TICK = 0.16, 0.22, 0.32  # of numbers and faces; the width of the right mark


class ChanceBars(VGroup):
    """Filled bars of the policy in training, a number over each, its face under it.

    The outlines of the `old` policy, which draws, belong to it and are unseen until
    `set_outlined`. `full` is the height of probability 1, `width` that of the axis, in scene
    units; the middle of the axis is at `at`.
    """

    def __init__(
        self,
        policy: Sequence[float],
        right: int,
        *,
        at: Sequence[float],
        width: float,
        full: float,
        bar: float,
        size: float = READOUT,
    ):
        self.right = right
        self.foot = Line(0.5 * width * LEFT, 0.5 * width * RIGHT).set_stroke(paint("muted"), AXIS)
        self.foot.shift(np.asarray(at, dtype=float))
        pitch = width / len(policy)
        self.bars, self.old = VGroup(), VGroup()
        self.numbers, self.names = VGroup(), VGroup()
        for k, probability in enumerate(policy):
            middle = self.foot.get_start() + (k + 0.5) * pitch * RIGHT
            for row, role in ((self.bars, "new"), (self.old, "old")):
                one = PolicyBar(float(probability), role, width=bar, full=full)
                row.add(one.shift(middle - one.base.get_center()))
            role = "reward" if k == right else "new"
            self.numbers.add(LiveNumber(probability, 2, short=True, size=size, role=role))
            self.names.add(_face(k, size, k == right).next_to(middle, DOWN, buff=_UNDER))
        self.drawn_from = np.array(policy, dtype=float)
        super().__init__(self.foot, self.bars, self.old, self.numbers, self.names)
        self.set_policy(policy).set_outlined(0.0)

    def set_policy(self, policy: Sequence[float], told: Sequence[float] | None = None) -> Self:
        """Give the filled bars these probabilities, and their numbers those of `told`.

        `told` is for bars between two policies: what they show on their way never was.
        """
        self.policy = np.array(policy, dtype=float)
        for one, probability in zip(self.bars, self.policy, strict=True):
            one.set_probability(float(probability))
        shown = self.policy if told is None else told
        for number, value in zip(self.numbers, shown, strict=True):
            number.set_value(float(value))
        return self._place_numbers()

    def set_outlined(self, level: float) -> Self:
        """Show by `level` the outlines of the old policy; numbers stand over them, too."""
        self.outlined = level
        for one in self.old:
            one.bar.set_stroke(opacity=level).set_stroke(opacity=level, background=True)
        return self._place_numbers()

    def set_caught_up(self, share: float) -> Self:
        """Lead the outlines by `share` to the filled bars: what was new draws from now on."""
        for one, start, end in zip(self.old, self.drawn_from, self.policy, strict=True):
            one.set_probability(float((1 - share) * start + share * end))
        return self._place_numbers()

    def _place_numbers(self) -> Self:
        for number, one, other in zip(self.numbers, self.bars, self.old, strict=True):
            high = one.top()[1]
            if getattr(self, "outlined", 0.0):
                high = max(high, other.top()[1])
            shown = VGroup(*(slot for slot in number.slots if len(slot.points)))
            spot = [one.top()[0] - shown.get_x(), high + _OVER - number.baseline, 0]
            number.shift(spot)
        return self

    def walk(self, path: np.ndarray) -> Callable[[float], object]:
        """A setter that leads the filled bars along the rows of `path`."""

        def at(place: float) -> None:
            self.set_policy(between(path, place), path[int(place + _LEAST)])

        return at

    def grow(self, source: Mobject) -> Animation:
        """Answers come out of `source`, one after the other, and their bars grow on them."""
        start = source.get_center()
        return LaggedStart(
            *(
                Succession(
                    FadeIn(name, target_position=start, scale=0.4),
                    AnimationGroup(GrowFromEdge(bar, DOWN), FadeIn(number, rate_func=LATE)),
                )
                for bar, number, name in zip(self.bars, self.numbers, self.names, strict=True)
            ),
            lag_ratio=0.4,
        )


def between(path: np.ndarray, place: float) -> np.ndarray:
    """Row `place` of `path`, halfway rows by straight lines."""
    lower = int(np.clip(np.floor(place + _LEAST), 0, len(path) - 1))
    upper = min(lower + 1, len(path) - 1)
    share = max(0.0, place - lower)
    return path[lower] if share < _LEAST else (1 - share) * path[lower] + share * path[upper]


def _face(index: int, size: float, is_right: bool) -> VGroup:
    """An answer's result, with a tick if it is right."""
    face = VGroup(Formula(FACES[index], size=size))
    if is_right:
        face.add(right_mark(_TICK).next_to(face[0], RIGHT, buff=0.14))
    return face
