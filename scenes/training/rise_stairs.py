"""Why a bar rises: at each update its own push, and the recoil of the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    GrowFromEdge,
    Line,
    Rectangle,
    Transform,
    VGroup,
)

from grpo_core import TabularRun, push_and_recoil
from scenes.script.decimals import without_zero
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.lamp import Lamp
from scenes.stage.places import stand_on
from scenes.stage.plot import Plot
from scenes.stage.retelling import EARLY, LATE
from scenes.stage.theme import AXIS, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .faces import FACES

_WIDE = 0.86  # of a block, in updates
_ROOM = 1.18  # over the last block, in heights of the rise


class RiseStairs(Plot):
    """The probability of `answer` over the updates of batch `step`: each is two blocks.

    The lower one is the answer's own push, the upper one what the others' pushes add. Under
    each update a lamp says whether the answer's own push is on.
    """

    def __init__(
        self,
        run: TabularRun,
        step: int,
        answer: int,
        *,
        at: np.ndarray,
        width: float,
        height: float,
    ):
        path = run.inner_policy[step, :, answer]
        own, others = push_and_recoil(run, step, answer)
        self.count = len(own)
        low, high = float(path[0]), float(path[0] + _ROOM * (path[-1] - path[0]))
        super().__init__((0, self.count), (low, high), width, height)
        self.stand_at(at)
        self.path, self.moves = path, (own, others)
        self.grid_low, self.grid_high = low, high
        self.axes = VGroup(
            Line(self.point(0, low), self.point(self.count, low)),
            Line(self.point(0, low), self.point(0, high)),
        ).set_stroke(paint("muted"), AXIS)
        self.numbers = VGroup(
            *(
                Formula(without_zero(number_text(p, 2)), size=READOUT, role="reward").next_to(
                    self.point(0, p), LEFT, buff=0.16
                )
                for p in (path[0], path[-1])
            )
        )
        title = on_baseline(
            Prose(say("training.spread.chance"), size=LABEL, role="reward"),
            Formula(FACES[answer], size=LABEL, role="reward"),
            buff=0.18,
        )
        self.title = title.next_to(self.point(0, high), UP, buff=0.16).align_to(self.axes, LEFT)
        along = Prose(say("training.spread.along"), size=LABEL, role="muted")
        self.along = stand_on(along.next_to(self.title, RIGHT, buff=0.18), title[0])
        self.own = VGroup(*map(self._block, range(self.count), path, own, ["up"] * self.count))
        moves = np.diff(path)
        self.whole = VGroup(
            *map(self._block, range(self.count), path, moves, ["coin"] * self.count)
        )
        after = path[:-1] + own
        self.others = VGroup(
            *map(self._block, range(self.count), after, others, ["down"] * self.count)
        )
        own_on = np.abs(own) > 0
        self.lamps = VGroup(
            *(
                Lamp(on=bool(on), radius=0.16).move_to(self.point(k + 0.5, low) + 0.42 * DOWN)
                for k, on in enumerate(own_on)
            )
        )
        self.names = self._names(own_on)
        self.add(self.axes, self.title, self.numbers)

    def _block(self, update: int, foot: float, move: float, role: str) -> Rectangle:
        height = abs(self.point(0, foot + move)[1] - self.point(0, foot)[1])
        width = self.point(_WIDE, 0)[0] - self.point(0, 0)[0]
        block = Rectangle(width=width, height=max(height, 1e-3), stroke_width=0)
        block.set_fill(paint(role), 1)
        if role == "coin":
            block.set_stroke(paint("coin_edge"), AXIS)
        return block.move_to(self.point(update + 0.5, foot), aligned_edge=DOWN)

    def look_closer(self, first: int) -> list[Animation]:
        """Stretch the picture until the updates from `first` on fill it."""
        low = float(self.path[first])
        reach = (float(self.path[-1]) - low) * _ROOM
        self.factor = factor = (self.grid_high - self.grid_low) / reach
        foot = self.point(0, self.grid_low)[1]
        self.near = VGroup(
            *(
                Formula(without_zero(number_text(p, 3)), size=READOUT, role="reward").next_to(
                    [self.axes.get_left()[0], foot + factor * self._units(p - low), 0],
                    LEFT,
                    buff=0.16,
                )
                for p in (low, float(self.path[-1]))
            )
        )
        moves: list[Animation] = [FadeIn(self.near, rate_func=LATE), FadeOut(self.lamps[:first])]
        for row, feet, sizes in (
            (self.own, self.path, self.moves[0]),
            (self.others, None, self.moves[1]),
        ):
            for k in range(self.count):
                start = self.path[k] + (0.0 if feet is not None else self.moves[0][k])
                bottom, height = (
                    foot + factor * self._units(start - low),
                    factor * self._units(sizes[k]),
                )
                if k < first:
                    moves.append(FadeOut(row[k], shift=DOWN, rate_func=EARLY))
                elif height > 2e-3:
                    there = row[k].copy().stretch_to_fit_height(height)
                    there.move_to([row[k].get_x(), bottom, 0], aligned_edge=DOWN)
                    moves.append(Transform(row[k], there))
        return moves

    def _units(self, chance: float) -> float:
        """How high a chance is on the stage."""
        return float(self.point(0, self.grid_low + chance)[1] - self.point(0, self.grid_low)[1])

    def _names(self, on: np.ndarray) -> VGroup:
        """What both kinds of block are, beside the highest of the first, over the last."""
        pushing = max(np.flatnonzero(on), default=0)
        own = Prose(say("training.spread.own"), size=READOUT, role="up")
        own.next_to(self.own[pushing], RIGHT, buff=0.25)
        others = Prose(say("training.spread.others"), size=READOUT, role="down")
        others.move_to(self.point(0.25, self.grid_low + 0.62 * (self.grid_high - self.grid_low)))
        others.align_to(self.point(0.2, 0), LEFT)
        return VGroup(own, others)

    def rise(self, update: int) -> list[Animation]:
        """What an update does to the bar grows, with the lamp of its own push."""
        return [GrowFromEdge(self.whole[update], DOWN), FadeIn(self.lamps[update])]

    def split(self, updates: Sequence[int]) -> list[Animation]:
        """Of some updates it is seen what is own push and what is the others' recoil."""
        parts = (block[k] for k in updates for block in (self.own, self.others))
        return [*map(FadeIn, parts), *(FadeOut(self.whole[k]) for k in updates)]
