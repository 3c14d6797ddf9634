"""The ladder of AIME 2024, from nothing to all, on which every model leaves its mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    Line,
    Rectangle,
    Transform,
    VGroup,
)

from scenes.script.facts import Fact
from scenes.stage.motion import Drive
from scenes.stage.theme import AXIS, HAIRLINE, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .figures import said

_X, _WIDE = -6.05, 0.5  # of its middle; between its rails
_RUNGS = 10
_TICK = (0.62, 0.1)  # a mark
_LABELS, _GAP = 0.62, 0.44  # from the middle to the labels; between the lines of two of them


def spread(wanted: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """Places as near to `wanted` (rising) as can be, each `gaps[k]` or more from the last.

    `gaps` has one entry less. Those in each other's way share the shift: least squares.
    """
    steps = np.append(0.0, np.cumsum(gaps))
    free = np.asarray(wanted, dtype=float) - steps
    count = range(len(free))
    level = [
        max(min(free[start : end + 1].mean() for end in count[k:]) for start in count[: k + 1])
        for k in count
    ]
    return [float(place) for place in np.asarray(level) + steps]


class Mark(VGroup):
    """What a model leaves on the ladder: a tick at its height, and a label that may give way."""

    def __init__(self, number: Fact, words: str, *, ours: bool = True, hollow: bool = False):
        self.number = number
        self.tick = Rectangle(width=_TICK[0], height=_TICK[1], stroke_width=0)
        self.tick.set_fill(paint("coin" if ours else "muted"), 1)
        self.tick.set_stroke(paint("coin_edge"), 1 if ours else 0)
        if hollow:
            self.tick.set_fill(paint("ground"), 1).set_stroke(paint("reward"), AXIS)
        if not ours:
            self.tick.stretch_to_fit_width(0.5 * _TICK[0])
        self.aside = 0.0 if ours else 0.5 * _WIDE
        text = Formula(said(number), size=READOUT, role="text" if ours else "muted")
        self.label = on_baseline(text, Prose(words, size=LABEL, role="muted"), buff=0.2)
        self.leader = Line().set_stroke(paint("muted"), HAIRLINE)
        super().__init__(self.tick, self.leader, self.label)
        self.height_of_label = 0.0


class Ladder(VGroup):
    """Rails with a rung for every ten percent; `show` lets marks appear, and others go.

    `set_place` says where 0 and 100 are. Labels stand beside their ticks, or give way to
    each other and keep a line to them.
    """

    def __init__(self, foot: float, height: float):
        self.foot, self.tall = foot, height
        self.rails = VGroup(*(Line() for _ in range(2))).set_stroke(paint("muted"), AXIS)
        self.rungs = VGroup(*(Line() for _ in range(_RUNGS + 1)))
        self.rungs.set_stroke(paint("hairline"), HAIRLINE)
        self.ends = VGroup(*(Formula(text, size=LABEL, role="muted") for text in ("0", "100")))
        self.marks: dict[str, Mark] = {}
        self.head = VGroup()
        self.ticks: dict[Rectangle, float] = {}
        super().__init__(self.rungs, self.rails, self.ends)
        self.set_place(foot, height)

    def at(self, percent: float, side: float = 1.0) -> np.ndarray:
        """The point at `percent` on its right rail, or on the left one (-1)."""
        return np.array([_X + side * 0.5 * _WIDE, self.foot + self.tall * percent / 100, 0.0])

    def set_place(self, foot: float, height: float) -> Self:
        """Stand with 0 at the height `foot` of the stage, and 100 `height` over it."""
        self.foot, self.tall = foot, height
        for rail, side in zip(self.rails, (-1.0, 1.0), strict=True):
            rail.put_start_and_end_on(self.at(0, side), self.at(100, side))
        for k, rung in enumerate(self.rungs):
            percent = 100 * k / _RUNGS
            rung.put_start_and_end_on(self.at(percent, -1), self.at(percent))
        self.ends[0].next_to(self.at(0, -1), LEFT, buff=0.14)
        self.ends[1].next_to(self.at(100), RIGHT, buff=0.2).shift(0.16 * UP)
        heights = self._heights(list(self.marks))
        for key, mark in self.marks.items():
            self._lay(mark, heights[key])
        for tick, percent in self.ticks.items():
            tick.move_to(self.at(percent, -1))
        if len(self.head):
            self.put_head(self.head)
        return self

    def put_head(self, head: VGroup) -> VGroup:
        """Say over it what it counts; `head` belongs to it from then on."""
        self.head = head
        top = self.at(100, -1)
        return head.move_to([top[0] - 0.3, top[1] + 0.4, 0], aligned_edge=DOWN + LEFT)

    def _heights(self, keys: Sequence[str]) -> dict[str, float]:
        """Where the labels of `keys` stand when all of them do."""
        rising = sorted(keys, key=lambda key: self.marks[key].number.value)
        wanted = [self.at(self.marks[key].number.value)[1] for key in rising]
        return dict(zip(rising, spread(wanted, [_GAP] * (len(rising) - 1)), strict=True))

    def _lay(self, mark: Mark, height: float) -> None:
        """Put a mark at its place, with its label at `height`."""
        mark.height_of_label = height
        spot = self.at(mark.number.value)
        mark.tick.move_to([_X + mark.aside, spot[1], 0])
        mark.label.shift((height - mark.label[0].get_y()) * np.array([0.0, 1.0, 0.0]))
        mark.label.shift((_X + _LABELS - mark.label.get_left()[0]) * RIGHT)
        start, end = _X + 0.5 * _TICK[0] + 0.03, _X + _LABELS - 0.06
        mark.leader.put_start_and_end_on([start, spot[1], 0], [end, height, 0])

    def show(self, *new: tuple[str, Mark], gone: Sequence[str] = ()) -> list[Animation]:
        """Animations: marks come with their keys, those of `gone` leave, the rest make room."""
        leaving = [self.marks.pop(key) for key in gone]
        staying = list(self.marks)
        self.marks |= dict(new)
        heights = self._heights(list(self.marks))
        moves: list[Animation] = [FadeOut(mark) for mark in leaving]
        for key in staying:
            mark = self.marks[key]
            before = mark.height_of_label
            moves.append(Drive(mark, lambda y, m=mark: self._lay(m, y), before, heights[key]))
        for key, mark in new:
            self._lay(mark, heights[key])
            self.add(mark)
            moves.append(FadeIn(mark, shift=0.2 * RIGHT))
        return moves

    def drop_numbers(self) -> list[Animation]:
        """Animations: of each label the name alone stays."""
        moves: list[Animation] = []
        for mark in self.marks.values():
            number, words = mark.label
            named = words.copy().set_color(paint("text")).align_to(number, LEFT)
            moves += [FadeOut(number), Transform(words, named)]
        return moves

    def tick(self, number: Fact) -> Rectangle:
        """The mark of a model that has no label, on the left rail."""
        tick = Rectangle(width=0.5 * _TICK[0], height=0.6 * _TICK[1], stroke_width=0)
        tick.set_fill(paint("coin"), 1).set_stroke(paint("coin_edge"), 1).move_to(
            self.at(number.value, -1)
        )
        self.ticks[tick] = number.value
        self.add(tick)
        return tick

    def forget(self, *marks: Mark) -> None:
        """Take marks that have left out of the ladder."""
        self.remove(*marks)

    def climb(self, start: float, end: float) -> Rectangle:
        """A bar between the rails from `start` to `end` percent: no way between is known."""
        low, high = self.at(start)[1], self.at(end)[1]
        bar = Rectangle(width=_WIDE - 0.12, height=max(high - low, 1e-3), stroke_width=0)
        bar.set_fill(paint("coin"), 0.35)
        return bar.move_to([_X, 0.5 * (low + high), 0])
