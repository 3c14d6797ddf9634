"""The old policy's chances laid end to end, on which a needle falls."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, UP, Line, Polygon, VGroup, VMobject

from grpo_core import GroupTable
from scenes.script.numerals import logp_source
from scenes.script.words import say
from scenes.stage.brace import Brace
from scenes.stage.theme import CURVE, FORMULA, paint
from scenes.stage.typeset import Formula, Prose

from .bench import Bench

LEFT_END, WIDTH = -6.3, 12.6  # scene units
HIGH, MIDDLE = 1.2, -1.5
_LEAST = 0.06  # of the strip: a stretch that is shorter could not be seen
_WHOLE, _WINDOW = 0.999, 0.2  # shares of all chances that the shown answers have, at least
_MARK = 0.32  # how long the mark of a drop is, in scene units
_TALLY = 54  # the type of how many drops a stretch has got
_LAG = 0.35  # how much later each bar tips, as a share of one tip
_ORDER = 5  # of the hits that make the group; it does not go from left to right
_SEED, _MANY_SEED, _MANY = 3, 1363, 24  # drops of the needle that only show where it falls


class ChanceStrip(VGroup):
    """Stretches of the answers of `bench`, as long as their chances; all answers have length 1.

    `bars` are the stretches, which `set_tip` raises to the bench's bars. Answers that are
    not shown have a stretch together, `others`. Where the shown ones are too unlikely for
    that, or too unlike, `measure` says so. An outcome that was drawn several times has one
    stretch, `firsts` are the first of each, and the needle hits it several times.
    """

    def __init__(self, table: GroupTable, bench: Bench):
        self.stand_at(bench)
        self.indices = list(bench.indices)
        logps = table.old_logp[bench.indices]
        outcome = table.group.outcome[bench.indices]
        self.firsts = np.sort(np.unique(outcome, return_index=True)[1])
        place = np.array([list(outcome[self.firsts]).index(one) for one in outcome])
        shares, self.is_enlarged = _shares(logps[self.firsts])
        self.has_most = float(np.exp(logps[self.firsts]).sum()) > _WINDOW
        ends = LEFT_END + WIDTH * np.cumsum(shares)
        self.starts, self.ends = np.append(LEFT_END, ends[:-1])[place], ends[place]
        self.low, self.high = MIDDLE - 0.5 * HIGH, MIDDLE + 0.5 * HIGH
        self.bars = VGroup(*(_stretch() for _ in logps))
        self.numbers = VGroup(*(self._number(int(k), logps[k]) for k in self.firsts))
        self.others = self._others(float(ends[-1]))
        super().__init__(self.others, self.bars)
        self.hits, self.many = self._draw(), self._fall_often()
        self.tallies = VGroup(*(self._tally(int(k)) for k in self.firsts))
        self.order = np.random.default_rng(_ORDER).permutation(len(self.bars))
        self.measure = self._measure()
        self.set_tip(1.0)

    def middle(self, k: int) -> float:
        """Where the middle of the k-th stretch is."""
        return 0.5 * float(self.starts[k] + self.ends[k])

    def set_tip(self, share: float) -> Self:
        """Tip the bars over: at 0 they are those of the bench, at 1 they lie end to end."""
        count = len(self.bars)
        for k, bar in enumerate(self.bars):
            later = _LAG * (count - 1 - k)  # the last one first: so none is in the way
            t = float(np.clip(share * (1 + _LAG * (count - 1)) - later, 0.0, 1.0))
            angle = 0.5 * np.pi * (1 - t)
            start = (1 - t) * self.feet[k] + t * np.array([self.starts[k], MIDDLE, 0.0])
            length = (1 - t) * self.lengths[k] + t * float(self.ends[k] - self.starts[k])
            thick = (1 - t) * self.width_standing + t * HIGH
            along = np.array([np.cos(angle), np.sin(angle), 0.0])
            across = 0.5 * thick * np.array([-along[1], along[0], 0.0])
            end = start + length * along
            corners = [start - across, end - across, end + across, start + across, start - across]
            bar.set_points_as_corners(corners)
        return self

    @property
    def is_whole(self) -> bool:
        """Whether it shows all answers there are, so that every drop hits one of them."""
        return not self.is_enlarged and not len(self.others)

    def hit(self, x: float) -> int:
        """The first answer whose stretch a needle hits that falls at `x`."""
        ends = self.ends[self.firsts]
        return int(self.firsts[min(np.searchsorted(ends, x), len(ends) - 1)])

    def _count(self, k: int) -> int:
        return sum(self.starts[k] < mark.get_x() < self.ends[k] for mark in self.many)

    def stand_at(self, bench: Bench) -> Self:
        """Let the bars of `bench` be those that it rises to."""
        self.feet = [
            np.array([bench.middle(k), bench.ground.foot, 0.0]) for k in range(len(bench.old_logp))
        ]
        self.lengths = [bench.rise(float(logp), k) for k, logp in enumerate(bench.old_logp)]
        self.width_standing = bench.bar
        return self

    def _measure(self) -> VGroup:
        """What says how long the strip is: a brace with its length, or that it is enlarged."""
        y = self.low - 0.12
        if self.is_enlarged:
            key = "widened" if self.has_most else "enlarged"
            note = Prose(say(f"equation.group.{key}"), role="muted")
            return VGroup(note.next_to([0.5 * WIDTH + LEFT_END, y, 0], DOWN, buff=0.1))
        brace = Brace([LEFT_END + WIDTH, y, 0], [LEFT_END, y, 0], role="muted")
        return VGroup(brace, brace.put(Prose(say("equation.group.together"), role="old")))

    def _number(self, k: int, logp: float) -> VGroup:
        """A stretch's chance, if it has room for it."""
        number = Formula(logp_source(float(logp)).rstrip("0"), size=FORMULA, role="old")
        if number.width > self.ends[k] - self.starts[k] - 0.2:
            return VGroup()
        return VGroup(number.move_to([self.middle(k), MIDDLE - 0.14, 0]))

    def _others(self, start: float) -> VGroup:
        """The stretch of all answers that are not shown; open, where the strip is enlarged."""
        end = LEFT_END + WIDTH
        if end - start < 1e-3 * WIDTH:
            return VGroup()
        corners = [[x, y, 0] for x, y in _corners(start, self.low, end, self.high)]
        body = Polygon(*corners, stroke_width=0).set_fill(paint("panel"), 1)
        words = Prose(say("equation.group.others"), role="muted")
        if words.width > end - start - 0.3:
            return VGroup(body)
        return VGroup(body, words.move_to(body))

    def _draw(self) -> np.ndarray:
        """Where the needle falls: at random, in the stretch of each answer of the group."""
        chance = np.random.default_rng(_SEED).uniform(0.2, 0.8, len(self.bars))
        spots = self.starts + chance * (self.ends - self.starts)
        for start in np.unique(self.starts):  # of one stretch from left to right, as their cards
            spots[self.starts == start] = np.sort(spots[self.starts == start])
        return np.array([[x, self.high, 0.0] for x in spots])

    def _tally(self, k: int) -> Formula:
        """How many of the many drops have hit the k-th stretch, over it."""
        return Formula(str(self._count(k)), size=_TALLY).next_to(
            [self.middle(k), self.high, 0], UP, buff=0.2
        )

    def _fall_often(self) -> VGroup:
        """Marks of many drops, at random on the whole strip: on long stretches there are more."""
        spots = LEFT_END + WIDTH * np.random.default_rng(_MANY_SEED).random(_MANY)
        lines = (Line([x, self.high, 0], [x, self.high - _MARK, 0]) for x in spots)
        return VGroup(*lines).set_stroke(paint("text"), CURVE)


def _shares(logps: np.ndarray) -> tuple[np.ndarray, bool]:
    """How much of the strip each stretch takes, and whether they are enlarged."""
    total = float(np.exp(logps).sum())
    shares = np.exp(logps - logps.max())
    shares /= shares.sum()
    if total > _WINDOW and (total * shares).min() > 0.5 * _LEAST:
        return (shares if total > _WHOLE else total * shares), False
    shares = np.maximum(shares, _LEAST)
    return shares / shares.sum(), True


def _stretch() -> VMobject:
    bar = VMobject().set_stroke(paint("old"), 6)
    return bar.set_stroke(paint("ground"), 11, background=True)


def _corners(left: float, low: float, right: float, high: float) -> list[tuple[float, float]]:
    return [(left, low), (right, low), (right, high), (left, high)]
