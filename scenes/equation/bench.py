"""The group's answers as columns: the old policy hollow, a new one filled, on one foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
from manim import LEFT, RIGHT, UP, Line, VGroup, VMobject

from grpo_core import GroupTable
from scenes.script.words import say
from scenes.stage.motion import Walk
from scenes.stage.score_marks import right_mark
from scenes.stage.theme import AXIS, LABEL, paint
from scenes.stage.typeset import Formula, Prose

_BAR = 0.56  # of a column's width
_LEAST = 0.05  # scene units: a bar of nothing can still be seen
_UNLIKE = 12.0  # times as high: beyond it bars on one scale say nothing
_TINY = 0.01  # chances that are all below it say nothing as numbers
_MOST = 3.0  # old bars: what is higher on scales of their own is broken off
_OUTLINE, _RIM = (2.5, 6.0), 4.0  # stroke widths: of narrow and of wide bars; of the rim
_PER_WIDTH = 4.0  # of the outline's stroke, for a bar 1 scene unit wide
_NAME = 0.62  # how far under the foot names stand


@dataclass(frozen=True)
class Ground:
    """Where a bench stands, in scene units; `height` is that of its highest bar.

    `note` is how far over it a word on the scale stands.
    """

    left: float
    right: float
    foot: float
    height: float
    note: float = 0.4

    def shifted(self, by: float) -> Ground:
        """The same, `by` further to the right."""
        return replace(self, left=self.left + by, right=self.right + by)

    def towards(self, other: Ground, share: float) -> Ground:
        """The place at `share` of the way to `other`."""
        pairs = [(getattr(self, f.name), getattr(other, f.name)) for f in fields(self)]
        return Ground(*((1 - share) * a + share * b for a, b in pairs))


class Bench(VGroup):
    """Columns of the answers `indices` under the old policy and under one that is `set_new`.

    `old`, `new` and `names` are in the order of `indices`. All bars have one scale, on which
    the highest of `logps` (nats, shape (policies, G)) is `ground.height`. Where that says
    nothing, `is_apart`, each answer has its own: all old bars are equally high, and what is
    more than three times as high is broken off. `names` and `axis` keep their places also
    while they are no part of it: `bare` takes them away.
    """

    def __init__(
        self,
        table: GroupTable,
        indices: Sequence[int],
        ground: Ground,
        *,
        logps: Sequence[np.ndarray] = (),
    ):
        self.table, self.indices = table, list(indices)
        every = np.array([table.old_logp, table.new_logp, *logps])[:, self.indices]
        self.old_logp = every[0]
        is_tiny = every.max() < np.log(_TINY)
        self.is_apart = bool(is_tiny or np.ptp(every) > np.log(_UNLIKE))
        self.highest = every.max()
        self.most = float(np.clip(np.exp((every - every[0]).max()), 1.25, _MOST))
        self.new = VGroup(*(_shape().set_fill(paint("new"), 1) for _ in self.indices))
        self.breaks = VGroup(*(_shape().set_fill(paint("ground"), 1) for _ in self.indices))
        self.old = VGroup(*(_outline() for _ in self.indices))
        self.foot = Line(LEFT, RIGHT).set_stroke(paint("muted"), AXIS)
        self.names = VGroup(*(AnswerName(table, i) for i in indices))
        self.axis = self._axis()
        self.new_logp = self.old_logp
        self.bars = VGroup(self.new, self.breaks, self.old)
        super().__init__(self.foot, self.bars, self.names, self.axis)
        self.stand(ground)

    # -- where its parts are --------------------------------------------------------------

    def middle(self, k: int) -> float:
        """Where the k-th column is, from left to right."""
        width = self.ground.right - self.ground.left
        return self.ground.left + (k + 0.5) * width / len(self.indices)

    @property
    def bar(self) -> float:
        """How wide a bar is."""
        return _BAR * (self.ground.right - self.ground.left) / len(self.indices)

    def rise(self, logp: float, k: int) -> float:
        """How high the k-th answer's bar of the probability exp(`logp`) is, unbroken."""
        if self.is_apart:
            return float(self.ground.height / self.most * np.exp(logp - self.old_logp[k]))
        return float(self.ground.height * np.exp(logp - self.highest))

    def top(self, k: int) -> np.ndarray:
        """The middle of the upper edge of the k-th column's higher bar."""
        highest = max(self.rise(float(p[k]), k) for p in (self.old_logp, self.new_logp))
        return np.array([self.middle(k), self.ground.foot + self._shown(highest), 0.0])

    # -- its states -----------------------------------------------------------------------

    def stand(self, ground: Ground) -> Self:
        """Put it on `ground`; type keeps its size."""
        self.ground = ground
        left, right = ([x, ground.foot, 0] for x in (ground.left, ground.right))
        self.foot.put_start_and_end_on(left, right)
        for k, name in enumerate(self.names):
            name.set_x(self.middle(k))
            name.shift((ground.foot - _NAME - name[0].baseline) * UP)
        self._place_axis()
        return self.set_new(self.new_logp)

    def bare(self) -> Self:
        """Leave names and axis out."""
        self.remove(self.names, self.axis)
        return self

    def move(self, ground: Ground) -> Walk:
        """This bench, and the setter that leads it from where it stands (0) to `ground` (1)."""
        start = self.ground
        return self, lambda share: self.stand(start.towards(ground, share))

    def set_new(self, logps: Sequence[float]) -> Self:
        """Give the filled bars the log-probabilities (nats) of the answers shown."""
        self.new_logp = np.asarray(logps, dtype=float)
        return self.set_level(1.0)

    def set_level(self, level: float) -> Self:
        """Let all bars sink (0) or stand (1)."""
        half, foot = 0.5 * self.bar, self.ground.foot
        stroke = float(np.clip(_PER_WIDTH * self.bar, *_OUTLINE))
        self.old.set_stroke(width=stroke)
        self.old.set_stroke(width=stroke + _RIM, background=True)
        for k, x in enumerate(map(self.middle, range(len(self.indices)))):
            old, new = (self.rise(float(p[k]), k) for p in (self.old_logp, self.new_logp))
            shown = level * self._shown(new)
            _lay(self.old[k], x - half, foot, x + half, foot + level * max(old, _LEAST))
            _lay(self.new[k], x - half, foot, x + half, foot + shown)
            self.breaks[k].clear_points()
            if level == 1.0 and new > shown + 1e-9:
                self.breaks[k].set_points_as_corners(_gap(x, half, foot + shown))
        return self

    def way_to(self, logps: Sequence[float]) -> Walk:
        """This bench, and the setter that leads its bars from where they are (0) to `logps` (1).

        Probabilities, not their logarithms, go straight.
        """
        start, end = np.exp(self.new_logp - self.old_logp), np.exp(np.array(logps) - self.old_logp)

        def set_share(share: float) -> None:
            self.set_new(self.old_logp + np.log((1 - share) * start + share * end))

        return self, set_share

    def _shown(self, rise: float) -> float:
        most = self.ground.height if self.is_apart else rise
        return max(min(rise, most), _LEAST)

    def _axis(self) -> VGroup:
        """Chances at the left, if all bars have one scale; else a word that they have not."""
        if self.is_apart:
            return VGroup(Prose(say("equation.bench.own_scale"), role="muted"))
        self.values = _round_values(float(np.exp(self.highest)))
        numbers = VGroup(*(Formula(f"{v:g}", size=LABEL, role="muted") for v in self.values))
        ticks = VGroup(*(Line() for _ in range(len(numbers) + 1))).set_stroke(paint("muted"), AXIS)
        return VGroup(Prose(say("equation.bench.chance"), role="muted"), numbers, ticks)

    def _place_axis(self) -> None:
        left, foot, top = self.ground.left, self.ground.foot, self.ground.foot + self.ground.height
        if self.is_apart:
            self.axis[0].move_to([left, top + self.ground.note, 0], aligned_edge=LEFT)
            return
        name, numbers, (upright, *ticks) = self.axis
        upright.put_start_and_end_on([left, foot, 0], [left, top, 0])
        for value, number, tick in zip(self.values, numbers, ticks, strict=True):
            y = foot + self.ground.height * value / np.exp(self.highest)
            tick.put_start_and_end_on([left - 0.09, y, 0], [left + 0.09, y, 0])
            number.next_to([left - 0.09, y, 0], LEFT, buff=0.12)
        name.next_to(upright, UP, buff=0.2).align_to(numbers, LEFT)


def is_right(table: GroupTable, index: int) -> bool:
    """Whether an answer is simply right: its reward is 1, and all of the group's are 0 or 1."""
    return bool(np.isin(table.rewards, (0, 1)).all() and table.rewards[index] == 1)


class AnswerName(VGroup):
    """An answer's number, from 1 on, with a tick if it is right; `index` counts from 0."""

    def __init__(self, table: GroupTable, index: int, size: float = LABEL):
        self.index = index
        super().__init__(Formula(str(index + 1), size=size))
        if is_right(table, index):
            self.add(right_mark(0.32 * size / LABEL))
        self.arrange(RIGHT, buff=0.14)


def _round_values(highest: float) -> list[float]:
    """0 and two to four round chances up to `highest`."""
    power = 10.0 ** np.floor(np.log10(highest))
    step = next(s * power for s in (5, 2, 1, 0.5, 0.2) if highest / (s * power) >= 2)
    return [float(value) for value in np.arange(0, highest * (1 + 1e-9), step)]


def _shape() -> VMobject:
    return VMobject(stroke_width=0)


def _outline() -> VMobject:
    """The old policy's: with a rim of the ground's colour, so that it is seen on a full bar."""
    line = VMobject().set_stroke(paint("old"))
    return line.set_stroke(paint("ground"), background=True)


def _lay(shape: VMobject, left: float, low: float, right: float, high: float) -> None:
    corners = [(left, low), (right, low), (right, high), (left, high), (left, low)]
    shape.set_points_as_corners([[x, y, 0.0] for x, y in corners])


def _gap(x: float, half: float, top: float) -> list[list[float]]:
    """The corners of a slanted gap near the top of a bar that is broken off."""
    low, slant, gap, out = top - 0.5, 0.16, 0.12, half + 0.05
    corners = [
        (-out, -slant),
        (out, slant),
        (out, slant + gap),
        (-out, gap - slant),
        (-out, -slant),
    ]
    return [[x + a, low + b, 0.0] for a, b in corners]
