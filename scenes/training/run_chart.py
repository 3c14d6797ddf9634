"""The policy of a recorded run as bars: one slot an answer, the right one ticked."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    Animation,
    Create,
    DashedVMobject,
    FadeIn,
    GrowFromEdge,
    LaggedStart,
    Line,
    Mobject,
    Rectangle,
    VGroup,
    VMobject,
)

from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.live_number import LiveNumber
from scenes.stage.places import stand_on
from scenes.stage.policy_bars import PolicyBar
from scenes.stage.score_marks import right_mark
from scenes.stage.theme import AXIS, CURVE, LABEL, paint
from scenes.stage.typeset import Formula

_NAME = 48  # of pi_old: large enough for its subscript to be read
_LEAST = 1e-9


def answer_name(index: int) -> str:
    """The letter that stands for answer `index` of a run."""
    return ascii_lowercase[index]


def chance_name() -> str:
    """The chance of a right answer, as a formula's source."""
    return f"p({quoted(say('stage.run_chart.right'))})"


class RunChart(VGroup):
    """New bars filled, a number over each; old and reference bars as outlines before them.

    `full` is the height of probability 1 in scene units; `set_full` rescales the axis. The
    rows of `outlines` and the `keys` are no part of the chart: `show_outlines` brings a
    row on, and `outlined` is the one that the numbers have to clear. Over a bar of the
    reference that is higher stands the reference's number: the other would seem to be its.
    """

    def __init__(
        self,
        policy: Sequence[float],
        rewards: Sequence[float],
        reference: Sequence[float],
        *,
        width: float = 5.8,
        full: float = 8.0,
        bar: float = 0.66,
    ):
        super().__init__()
        self.foot = Line(0.5 * width * LEFT, 0.5 * width * RIGHT).set_stroke(paint("muted"), AXIS)
        pitch = width / len(policy)
        self.bars = VGroup()
        self.outlines = {"old": VGroup(), "reference": VGroup()}
        self.outlined: str | None = None
        policies = {"new": policy, "old": policy, "reference": reference}
        rows = {"new": self.bars, **self.outlines}
        self.numbers, self.names = VGroup(), VGroup()
        for k, (probability, reward) in enumerate(zip(policy, rewards, strict=True)):
            middle = self.foot.get_start() + (k + 0.5) * pitch * RIGHT
            for role, row in rows.items():
                one = PolicyBar(float(policies[role][k]), role, width=bar, full=full)
                row.add(one.shift(middle - one.base.get_center()))
            self.numbers.add(LiveNumber(probability, 2, size=LABEL, role="new"))
            self.names.add(_name(k, reward).move_to(middle + 0.42 * DOWN))
        _align(self.names)
        self.keys = {
            "new": _key("pi_theta", "new"),
            "old": _key('pi_"old"', "old"),
            "reference": _key('pi_"ref"', "reference"),
        }
        self.add(self.foot, self.bars, self.numbers, self.names)
        self.set_policy(policy)

    def stand_at(self, point: Sequence[float]) -> Self:
        """Move the middle of the axis to `point`, the outlines with it."""
        shift = np.asarray(point, dtype=float) - self.foot.get_center()
        for part in (self, *self.outlines.values()):
            part.shift(shift)
        return self

    def set_policy(self, policy: Sequence[float], told: Sequence[float] | None = None) -> Self:
        """Give the filled bars these probabilities, and their numbers those of `told`.

        `told` is for bars between two policies: what they show on their way never was.
        """
        self.policy = np.array(policy, dtype=float)
        self.told = self.policy if told is None else np.array(told, dtype=float)
        for one, probability in zip(self.bars, self.policy, strict=True):
            one.set_probability(float(probability))
        self._place_numbers()
        return self

    def set_old(self, policy: Sequence[float]) -> Self:
        """Give the outlines of the old policy these probabilities."""
        for one, probability in zip(self.outlines["old"], policy, strict=True):
            one.set_probability(float(probability))
        self._place_numbers()
        return self

    def set_full(self, full: float) -> Self:
        """Rescale the axis: probability 1 is `full` scene units high."""
        for row in (self.bars, *self.outlines.values()):
            for one in row:
                one.full = full
                one.set_probability(one.probability)
        self._place_numbers()
        return self

    def set_outlined(self, role: str | None) -> Self:
        """Say which outlines are shown; the numbers stand over them."""
        self.outlined = role
        self._place_numbers()
        return self

    def shown(self) -> list[Mobject]:
        """The chart with its key, and the outlines that are shown with theirs."""
        rows = [self.outlines[self.outlined], self.keys[self.outlined]] if self.outlined else []
        return [self, self.keys["new"], *rows]

    def show_axis(self) -> list[Animation]:
        """The axis and the answers' names come in."""
        return [Create(self.foot), FadeIn(self.names)]

    def grow(self) -> Animation:
        """The bars grow, one after the other."""
        return LaggedStart(*(GrowFromEdge(bar, DOWN) for bar in self.bars), lag_ratio=0.25)

    def show_outlines(self, role: str) -> list[Animation]:
        """The outlines of `role` come in, and their key beside that of the bars."""
        new, key = self.keys["new"], self.keys[role]
        key.next_to(new, RIGHT, buff=0.55)
        stand_on(key[1], new[1], row=key)
        self.set_outlined(role)
        return [FadeIn(self.outlines[role]), FadeIn(key)]

    def _place_numbers(self) -> None:
        """Each number over its bar and the outline; a higher reference has its own there."""
        outlines = self.outlines[self.outlined] if self.outlined else self.bars
        for number, probability, one, other in zip(
            self.numbers, self.told, self.bars, outlines, strict=True
        ):
            higher = max(one, other, key=lambda bar: bar.top()[1])
            is_reference = higher.role == "reference"
            number.set_role(higher.role if is_reference else "new")
            number.set_value(float(higher.probability if is_reference else probability))
            place = [one.top()[0] - _middle(number), higher.top()[1] + 0.14 - number.baseline, 0]
            number.shift(place)

    def walk(self, path: np.ndarray):
        """A setter that leads the filled bars along the rows of `path`."""

        def at(place: float) -> None:
            self.set_policy(between(path, place), path[int(place + _LEAST)])

        return at

    def walk_batches(self, path: np.ndarray):
        """As `walk` along whole batches: the old policy is that with which the last one began."""
        lead = self.walk(path)

        def at(time: float) -> None:
            self.set_old(path[int(time + _LEAST)])
            lead(time)

        return at


def between(path: np.ndarray, place: float) -> np.ndarray:
    """Row `place` of `path`, halfway rows by straight lines."""
    lower = int(np.clip(np.floor(place), 0, len(path) - 1))
    upper = min(lower + 1, len(path) - 1)
    share = place - lower
    return path[lower] if share < _LEAST else (1 - share) * path[lower] + share * path[upper]


def _middle(number: LiveNumber) -> float:
    shown = [slot for slot in number.slots if len(slot.points)]
    return 0.5 * (shown[0].get_left()[0] + shown[-1].get_right()[0])


def _name(index: int, reward: float) -> VGroup:
    name = VGroup(Formula(answer_name(index), size=LABEL))
    if reward > 0:
        name.add(right_mark(0.26).next_to(name[0], RIGHT, buff=0.12))
    return name


def _align(names: VGroup) -> None:
    """Put the letters on one baseline."""
    for name in names[1:]:
        stand_on(name[0], names[0][0], row=name)


def _key(source: str, role: str) -> VGroup:
    """A policy's name beside a small bar of its shape."""
    sign: VMobject = Rectangle(width=0.24, height=0.36, stroke_width=0)
    if role == "new":
        sign.set_fill(paint(role), opacity=1)
    else:
        sign.set_stroke(paint(role), CURVE)
    if role == "reference":
        sign = DashedVMobject(sign, num_dashes=12)
    name = Formula(source, size=_NAME, role=role)
    return VGroup(sign, name.next_to(sign, RIGHT, buff=0.16))
