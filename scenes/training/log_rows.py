"""A log of some batches: reward and spread of rewards, and the share of silent groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, Line, Rectangle, TransformFromCopy, VGroup

from grpo_core import TabularRun, group_std
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.chip import Chip
from scenes.stage.live_number import LiveNumber
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, FORMULA, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .group_grid import GroupGrid, laid

_TOP, _PITCH = 2.5, 0.78  # the first row, and from row to row
_CELLS, _CELLS_X = (2.1, 0.28), -5.6  # how large a column is on its side, and its middle
_COLUMNS = (-3.85, -1.65, 0.05)  # right ends of batch, reward and spread
_VERDICT_X = 0.44
_TEN = 10  # batches that a share is told of
_SHARES = 0.66  # the height of a share of 1, over the grid
_OVER = 0.3
_SHADE = 0.75  # opacity of a share


class LogRows(VGroup):
    """Rows of `batches`, each beside its column of `grid` laid down.

    `marks` are the spreads that are zero, lit they stand out; `verdicts` say beside them why.
    """

    def __init__(self, run: TabularRun, batches: Sequence[int], grid: GroupGrid):
        self.batches = list(batches)
        self.heads = VGroup(
            *(
                Prose(say(f"training.log.{key}"), size=READOUT, role="muted").move_to(
                    [x, _TOP + _PITCH, 0], aligned_edge=RIGHT
                )
                for key, x in zip(("batch", "reward", "spread"), _COLUMNS, strict=True)
            )
        )
        for head in self.heads[1:]:
            stand_on(head, self.heads[0])
        self.rows, self.marks, self.laid = VGroup(), VGroup(), VGroup()
        self.verdicts = VGroup()
        for k, batch in enumerate(self.batches):
            y = _TOP - k * _PITCH
            self.laid.add(laid(grid.columns[batch], *_CELLS).move_to([_CELLS_X, y, 0]))
            self.rows.add(self._row(run.rewards[batch], batch, y))
        super().__init__(self.heads, self.laid, self.rows)

    def _row(self, rewards: np.ndarray, batch: int, y: float) -> VGroup:
        spread = float(group_std(rewards))
        texts = str(batch + 1), number_text(float(rewards.mean()), 2), number_text(spread, 2)
        numbers = [Formula(text, size=FORMULA) for text in texts]
        for number, x in zip(numbers, _COLUMNS, strict=True):
            number.move_to([x, y, 0], aligned_edge=RIGHT)
        if spread:
            return VGroup(*numbers)
        chip = Chip(numbers[2], 0.0, margin=0.22)
        self.marks.add(chip)
        why = Prose(say(f"training.log.{'right' if rewards.max() > 0 else 'wrong'}"), size=READOUT)
        self.verdicts.add(why.move_to([_VERDICT_X, y, 0], aligned_edge=LEFT))
        return VGroup(*numbers[:2], chip)

    def lay_down(self, grid: GroupGrid) -> list[Animation]:
        """Each column comes out of the grid, and lies down at its row."""
        return [
            TransformFromCopy(grid.columns[batch], laid)
            for batch, laid in zip(self.batches, self.laid, strict=True)
        ]


class SilentShare(VGroup):
    """The share of silent groups in every ten batches, as steps; `set_time` draws them."""

    at_x, top_y = 4.5, 3.45

    def __init__(self, silent: np.ndarray, grid: GroupGrid):
        parts = np.split(silent, self._cuts(len(silent)))
        self.shares = [float(part.mean()) for part in parts]
        self.grid = grid
        foot = grid.top(0)[1] + _OVER
        self.steps = VGroup()
        for k, share in enumerate(self.shares):
            left = grid.point(k * _TEN, 0)[0]
            right = grid.point(min((k + 1) * _TEN, grid.steps), 0)[0] - 0.12
            bar = Rectangle(width=right - left, height=max(_SHARES * share, 1e-3), stroke_width=0)
            bar.set_fill(paint("muted"), _SHADE).move_to([left, foot, 0], aligned_edge=DOWN + LEFT)
            line = Line([left, foot + _SHARES * share, 0], [right, foot + _SHARES * share, 0])
            line.set_stroke(paint("text"), MAIN_CURVE)
            number = Formula(number_text(share, 1), size=LABEL).next_to(line, UP, buff=0.1)
            self.steps.add(VGroup(bar, line, number))
        self.number = LiveNumber(self.shares[-1], 1, size=100)
        self.words = VGroup(
            Prose(say("training.log.share"), size=READOUT),
            Prose(say("training.log.of_ten", count=_TEN), size=LABEL, role="muted"),
            Prose(say("training.log.logged"), size=LABEL, role="muted"),
        ).arrange(DOWN, buff=0.14)
        self.words.move_to([self.at_x, self.top_y, 0], aligned_edge=UP)
        self.number.move_to([self.at_x, self.top_y - 2.3, 0])
        self.axis = Line([grid.point(0, 0)[0], foot, 0], [grid.point(grid.steps, 0)[0], foot, 0])
        self.axis.set_stroke(paint("muted"), AXIS)
        super().__init__(self.axis, self.steps, self.words, self.number)
        self.set_time(0.0)

    @staticmethod
    def _cuts(count: int) -> list[int]:
        return list(range(_TEN, count, _TEN))

    def set_time(self, time: float) -> Self:
        """Show the shares of the tens before `time`, counted in tens; the number is the last."""
        for k, (bar, line, number) in enumerate(self.steps):
            level = float(np.clip(time - k, 0.0, 1.0))
            bar.set_fill(opacity=_SHADE * level)
            line.set_stroke(opacity=level)
            number.set_fill(opacity=level)
        done = int(time + 1e-9)
        self.number.set_value(self.shares[max(0, min(done, len(self.shares)) - 1)])
        self.number.slots.set_fill(opacity=float(done > 0))
        self.number.shift((self.at_x - self.number.slots.get_x()) * RIGHT)
        return self


def told_batches(run: TabularRun, count: int = 4) -> list[int]:
    """Batches that a log would show side by side: silent ones, and ones that teach."""
    silent = np.flatnonzero(run.silent)
    loud = np.flatnonzero(~run.silent)
    middle = loud[np.argmax(run.rewards.std(axis=1)[loud])] if len(loud) else 0
    wanted = [*silent[:2], middle, *silent[-1:]]
    return sorted({int(batch) for batch in wanted})[:count]
