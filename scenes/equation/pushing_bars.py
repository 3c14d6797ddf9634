"""The group's columns while they move: over each a lamp that says whether it still pushes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, Line, VGroup, there_and_back

from grpo_core import GroupTable, MixturePath
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.hatch import Hatch
from scenes.stage.lamp import PushLamp
from scenes.stage.motion import Walk
from scenes.stage.places import stand_on
from scenes.stage.theme import CURVE, LABEL, paint
from scenes.stage.typeset import Formula, Prose

from .bench import Bench, Ground
from .hill import DIAL, ROOF

GROUND = Ground(-5.88, -1.72, DIAL, 3.2)  # where they stand
_NAME_X = -6.6  # where the name of their axis begins, scene units
_RADIUS, _OVER = 0.19, 0.56  # of a lamp; how far its middle is over the column
_BOUND, _RIM = 1.25, 5.0  # a bound's width in bars; the stroke of its rim
_TINY, _SAMPLE, _LEGEND = 1e-9, 0.5, 1.0  # a ratio of nothing; a mark and its name under the foot
_SHORTEST, _SWOLLEN = 0.45, 1.6  # of the longest arrow; how much an arrow grows when spoken of
_NEAR = 1.02  # a bound that is higher than the bench by more than that is not drawn


class PushingBars(VGroup):
    """The columns of `bench` on the way from the old policy to the end of `path`.

    A column's lamp is lit while its answer pushes; its bound is marked, and past the bound
    it is hatched, lamp out. Arrows are as long as the advantages, the longest in full.
    """

    def __init__(self, bench: Bench, path: MixturePath):
        self.bench, self.path = bench, path
        table = bench.table
        most = float(np.abs(table.advantage).max()) or 1.0
        shares = np.maximum(np.abs(table.advantage) / most, _SHORTEST)
        self.lamps = VGroup(
            *(
                PushLamp(float(table.advantage[i]), radius=_RADIUS, side=UP, share=float(shares[i]))
                for i in bench.indices
            )
        )
        self.hatches = VGroup(*(Hatch(bar, 0.0, gap=0.26) for bar in bench.new))
        self.bounds = VGroup(*(_bound(bench, k) for k in range(len(bench.indices))))
        bench.old.set_z_index(1)  # over the hatch
        self.bounds.set_z_index(2)
        super().__init__(bench, self.hatches, self.bounds, self.lamps)
        self.set_share(1.0)

    def set_share(self, share: float) -> Self:
        """Put the filled bars at `share` of the way; lamps and hatches follow them."""
        self.bench.set_new(self.path.at(share).new_logp[self.bench.indices])
        return self._follow()

    def _follow(self) -> Self:
        """Put lamps and hatches where the bars are."""
        for k, (lamp, hatch, bound) in enumerate(
            zip(self.lamps, self.hatches, self.bounds, strict=True)
        ):
            top = self.bench.top(k)
            if len(bound):
                top[1] = max(top[1], bound.get_top()[1])
            lamp.stand_at(top + _OVER * UP)
            hatch.cover(self.bench.new[k])
        return self

    def walk(self) -> Walk:
        """These bars, and the setter that moves them along the way."""
        return self, self.set_share

    def way_to(self, logps: Sequence[float]) -> Walk:
        """These bars, and the setter that leads them from where they are (0) to `logps` (1)."""
        _, set_bars = self.bench.way_to(np.asarray(logps)[self.bench.indices])

        def set_share(share: float) -> None:
            set_bars(share)
            self._follow()

        return self, set_share

    @property
    def stops(self) -> list[float]:
        """The shares, before the end, at which columns reach their bounds; in order."""
        shares = self.path.clip_shares[self.bench.indices]
        return sorted({float(share) for share in shares if share < 1})

    def go_out_at(self, share: float) -> Walk:
        """These bars, and the setter by which the pushes that end at `share` go out.

        From 0, on, to 1: the lamps out and the columns hatched.
        """
        return self._out(self.path.clip_shares[self.bench.indices] == share)

    def all_out(self) -> Walk:
        """The same for every push that ends on the way."""
        return self._out(self.path.clip_shares[self.bench.indices] < 1)

    def go_dark(self, which: np.ndarray) -> Walk:
        """These bars, and the setter by which the lamps of the answers `which` go out (1)."""
        lamps = [lamp for i, lamp in zip(self.bench.indices, self.lamps, strict=True) if which[i]]

        def set_level(level: float) -> None:
            for lamp in lamps:
                lamp.set_level(1.0 - level)

        return self, set_level

    def swell(self, which: np.ndarray) -> list[Animation]:
        """The arrows of the answers `which` grow, and shrink again."""
        pairs = zip(self.bench.indices, self.lamps, strict=True)
        arrows = [lamp.arrow for i, lamp in pairs if which[i]]
        return [a.animate(rate_func=there_and_back).scale(_SWOLLEN) for a in arrows]

    def _out(self, which: np.ndarray) -> Walk:
        def set_level(level: float) -> None:
            for k in np.flatnonzero(which):
                self.lamps[k].set_level(float(np.clip(1 - 1.6 * level, 0, 1)))
                self.hatches[k].set_level(float(np.clip(1.6 * level - 0.6, 0, 1)))

        return self, set_level


def walking_bench(table: GroupTable, indices: Sequence[int], logps: np.ndarray) -> Bench:
    """Columns beside a hill: their axis is as high as the hill's, so that lamps have room."""
    bench = Bench(table, indices, GROUND, logps=[logps])
    name = bench.axis[0].move_to([_NAME_X, 0, 0], aligned_edge=LEFT)
    stand_on(name, ROOF + 0.22)
    if not bench.is_apart:
        upright = bench.axis[2][0]
        upright.put_start_and_end_on(upright.get_start(), [GROUND.left, ROOF, 0])
    return bench


class Signs(VGroup):
    """What the signs over the columns of `bench` are, under them: a bound, and an arrow."""

    def __init__(self, bench: Bench):
        self.arrow = BlockArrow(0.18 * DOWN, 0.18 * UP, "muted", width=0.1, head=0.24)
        self.push = Prose(say("equation.hill.push"), role="muted")
        self.line = _mark(np.zeros(3), _SAMPLE)
        self.bound = Formula(
            f"{quoted(say('equation.hill.bound'))} thin 1 plus.minus epsilon", size=LABEL
        )
        super().__init__(self.arrow, self.push, self.line, self.bound)
        self.arrange(RIGHT, buff=0.2).set_x(0.5 * (bench.ground.left + bench.ground.right))
        for text in (self.push, self.bound):
            stand_on(text, bench.ground.foot - _LEGEND)
        VGroup(self.arrow, self.line).set_y(self.bound.baseline + 0.12)


def _bound(bench: Bench, k: int) -> VGroup:
    """A short line at the height where the k-th answer's clip begins to bind, if it ever does."""
    table = bench.table
    advantage = float(table.advantage[bench.indices[k]])
    if advantage == 0:
        return VGroup()
    ratio = 1 + table.eps_high if advantage > 0 else 1 - table.eps_low
    rise = bench.rise(float(bench.old_logp[k] + np.log(max(ratio, _TINY))), k)
    if rise > _NEAR * bench.ground.height:
        return VGroup()
    middle = np.array([bench.middle(k), bench.ground.foot + rise, 0.0])
    return VGroup(_mark(middle, _BOUND * bench.bar))


def _mark(middle: np.ndarray, width: float) -> Line:
    line = Line(middle + 0.5 * width * LEFT, middle + 0.5 * width * RIGHT)
    line.set_stroke(paint("text"), CURVE + 1)
    return line.set_stroke(paint("ground"), CURVE + _RIM, background=True)
