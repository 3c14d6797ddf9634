"""Rejection sampling: answers fall on a sieve, right ones pass and make a heap, others join."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, RIGHT, UP, Line, Square, VGroup

from scenes.script.facts import fact
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.brace import Brace
from scenes.stage.score_marks import wrong_mark
from scenes.stage.theme import CURVE, FORMULA, HAIRLINE, LABEL, READOUT, paint
from scenes.stage.typeset import Prose

from .figures import about, said
from .route_map import Rider

ROWS = 4  # of the heap
_UNIT = 10  # thousands of samples, one square
_PITCH, _SIDE = 0.29, 0.22
_LEFT, _FOOT = -2.85, -1.3  # of the heap
_SIEVE, _SKY = 0.42, 2.9  # heights of the sieve, and of where answers begin to fall
_WRONG = (0.5, 1.3, 1.75, 2.5, 3.05, 3.7, 4.1, 4.75)  # where wrong ones stay, from the left
_LAYERS, _LAYER = 3, 0.3  # of wrong ones, and how high each is; the first is of the first twenty
_SAMPLED = 12  # right ones among the first twenty
_FALL, _RISE = 0.34, 0.4  # of the whole time that one answer takes; of that until it falls
HALF = 0.5  # of that time until the first twenty lie
_FRESH = (5.35, -0.55)


class Sieve(VGroup):
    """Twenty answers fall, then more, out of the loop at `source`.

    `set_fallen` and `set_joined` go from 0 to 1.
    """

    def __init__(self, source: np.ndarray) -> None:
        self.source = source
        self.reasoning = fact("pipeline.reasoning_samples")
        self.other = fact("pipeline.other_samples")
        self.everything, self.epochs = fact("pipeline.all_samples"), fact("pipeline.epochs")
        self.kept = VGroup(*(_square("coin") for _ in range(self.reasoning.value // _UNIT)))
        self.others = VGroup(*(_square("muted") for _ in range(self.other.value // _UNIT)))
        self.wrong = VGroup(*(wrong_mark(0.27) for _ in range(_LAYERS * len(_WRONG))))
        self.net = self._net()
        super().__init__(self.net, self.kept, self.others, self.wrong)
        random = np.random.default_rng(7)
        self._starts = random.uniform(_LEFT + 0.3, _LEFT + 5.0, len(self.kept))
        first = len(_WRONG) + _SAMPLED
        early = random.permutation(first) / first * (HALF - _FALL)
        later = np.linspace(HALF, 1 - _FALL, len(self.wrong) - len(_WRONG))
        self._wrong_when = np.concatenate([early[: len(_WRONG)], random.permutation(later)])
        late = np.linspace(HALF, 1 - _FALL, len(self.kept) - _SAMPLED)
        self._when = np.concatenate([np.sort(early[len(_WRONG) :]), late])
        self.set_fallen(0.0).set_joined(0.0)

    def _net(self) -> VGroup:
        holes = np.arange(_LEFT, _LEFT + 5.3, 0.44)
        dashes = (Line([x, _SIEVE, 0], [x + 0.2, _SIEVE, 0]) for x in holes)
        return VGroup(*dashes).set_stroke(paint("muted"), 2 * CURVE)

    def _cell(self, number: int) -> np.ndarray:
        """The middle of a cell of the heap, which fills column by column."""
        column, row = divmod(number, ROWS)
        return np.array([_LEFT + _PITCH * (column + 0.5), _FOOT + _PITCH * (row + 0.5), 0.0])

    def set_fallen(self, share: float) -> Self:
        """How much of the fall is over."""
        for k, square in enumerate(self.kept):
            t = float(np.clip((share - self._when[k]) / _FALL, 0, 1))
            square.move_to(self._way(t, self._starts[k], self._cell(k)))
            square.set_fill(opacity=min(6 * t, 1.0)).set_stroke(opacity=min(6 * t, 1.0))
        for k, (mark, when) in enumerate(zip(self.wrong, self._wrong_when, strict=True)):
            t = float(np.clip((share - when) / (0.8 * _FALL), 0, 1))
            layer, place = divmod(k, len(_WRONG))
            x = _LEFT + _WRONG[place] + 0.12 * (layer % 2)
            mark.move_to(self._way(t, x, np.array([x, _SIEVE + 0.22 + _LAYER * layer, 0.0])))
            mark.set_stroke(opacity=min(6 * t, 1.0))
        return self

    def _way(self, t: float, x: float, end: np.ndarray) -> np.ndarray:
        """A point of an answer's way: out of the loop over the sieve at `x`, then down to `end`."""
        if t < _RISE:
            s = t / _RISE
            top = np.array([x, _SKY, 0.0])
            return self.source + s * (top - self.source) + 0.8 * s * (1 - s) * UP
        fall = ((t - _RISE) / (1 - _RISE)) ** 1.6
        y = _SKY + (end[1] - _SKY) * fall
        under = float(np.clip((_SIEVE - y) / (_SIEVE - end[1]), 0, 1)) if end[1] < _SIEVE else 0.0
        return np.array([x + (end[0] - x) * under, y, 0.0])

    def set_joined(self, share: float) -> Self:
        """How far the other samples have come, from the right."""
        for k, square in enumerate(self.others):
            square.move_to(self._cell(len(self.kept) + k) + 2.2 * (1 - share) * RIGHT)
            square.set_fill(opacity=min(2 * share, 1.0))
        return self

    def amount(self, *, other: bool) -> VGroup:
        """How much one part of the heap is, under it."""
        squares = self.others if other else self.kept
        y = _FOOT - 0.1
        left, right = squares.get_left()[0], squares.get_right()[0]
        brace = Brace([right, y, 0], [left, y, 0], depth=0.2)
        number = self.other if other else self.reasoning
        key = "other" if other else "reasoning"
        text = Prose(f"{about(number)}\n{say(f'pipeline.sieve.{key}')}", align="center")
        return VGroup(brace, brace.put(text, buff=0.1))

    def left_out(self) -> Prose:
        """What becomes of wrong ones."""
        text = Prose(say("pipeline.sieve.left_out"), role="muted")
        return text.next_to([_LEFT, _SIEVE + 0.38 + _LAYER * _LAYERS, 0], RIGHT, buff=0)


class FreshBase(VGroup):
    """A fresh base model, which learns from all of the heap."""

    def __init__(self, sieve: Sieve):
        self.model = Rider(0.42).move_to([*_FRESH, 0])
        start = sieve.kept.get_center()
        start[0] = _LEFT + _PITCH * len([*sieve.kept, *sieve.others]) / ROWS + 0.15
        self.arrow = BlockArrow(
            [start[0], _FRESH[1], 0], [_FRESH[0] - 0.75, _FRESH[1], 0], width=0.16, head=0.42
        )
        name = Prose(say("pipeline.sieve.fresh"), size=READOUT, align="center")
        self.title = name.next_to(self.model, UP, buff=0.25)
        total = Prose(about(sieve.everything), size=FORMULA)
        epochs = say("pipeline.sieve.epochs", count=said(sieve.epochs))
        lines = VGroup(total, Prose(epochs, size=LABEL)).arrange(DOWN, buff=0.1)
        self.amount = lines.next_to(self.model, DOWN, buff=0.14)
        super().__init__(self.arrow, self.model, self.title, self.amount)


def _square(role: str) -> Square:
    square = Square(_SIDE, stroke_width=0).set_fill(paint(role), opacity=1)
    return square.set_stroke(paint("coin_edge"), HAIRLINE) if role == "coin" else square
