"""Training: what learning looks like from batch to batch, and where it falls silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, ClassVar

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
    LaggedStart,
    ReplacementTransform,
    Transform,
    TransformFromCopy,
    VGroup,
    linear,
)

from grpo_core import TRAINING_ABLATIONS, TabularRun, training_run
from scenes.script.words import say
from scenes.stage.averaged import Averaged
from scenes.stage.film import GrpoScene, beat
from scenes.stage.motion import Drive, walks
from scenes.stage.retelling import COMING, EARLY, LATE
from scenes.stage.run_panel import RunPanel
from scenes.stage.theme import LABEL
from scenes.stage.typeset import Prose
from scenes.stage.verbs import pieces

from .batch_piles import BatchPiles
from .chance_bars import ChanceBars
from .changed_runs import SMALL, ChangePanel, Prices, SeedBand, Windows
from .drawn_group import GroupAbout
from .group_grid import GroupGrid
from .lab_record import before_and_after, lab_run
from .log_rows import LogRows, SilentShare, told_batches
from .made_room import MadeRoom
from .opening import AskedCard
from .public_run import PublicRun
from .quotient import Quotient
from .ratio_beads import RatioBeads
from .real_model import AskedGroup, HeldOut, RealModel
from .rewarded_columns import RewardedColumns
from .rise_stairs import RiseStairs
from .sawtooth import Sawtooth
from .silence_curve import SilenceCurve
from .step_slope import StepSlope
from .time_lapse import LapseStrips, SilentCount
from .two_curves import TwoCurves

_FAST = 20  # batches that pass slowly


class Training(GrpoScene):
    """A recorded run of `grpo_core.train_tabular`, without the KL term: numbers are its own.

    The run is `TRAINING_RUN` with `free`, its seed among its settings, so that what is said of
    it is tested; of a user's group nothing shows but in the objective at the end. `changes`
    replaces settings: another seed is another film.
    """

    poster_beat = 7
    lit = ("advantage1", "advantage2")  # what silence sets to zero
    changes: ClassVar[Mapping[str, Any]] = {}
    free: ClassVar[Mapping[str, Any]] = TRAINING_ABLATIONS["no KL"]
    heavy, narrow, wide = "heavy KL", "narrow clip", "wide clip"  # what beat 10 changes
    door_bars: ClassVar = {"at": (1.2, -2.2, 0), "width": 9.6, "full": 9.4, "bar": 1.15, "size": 44}
    own_bars: ClassVar = {"at": (-3.85, -2.05, 0), "width": 5.5, "full": 11.5, "bar": 0.8}
    lapse_bars: ClassVar = {
        "at": (-3.4, 0.85, 0),
        "width": 6.2,
        "full": 2.2,
        "bar": 0.8,
        "size": 34,
    }
    each_at = np.array([6.0, 0.75, 0.0])  # the right end of what the bars are
    right_half = np.array([3.45, 1.75, 0.0])  # the middle of what stands beside the bars
    stairs_at = np.array([3.45, 1.5, 0.0])  # lower: a question stands over it
    strip_at = np.array([-0.15, 3.0, 0.0])  # all batches, before they fall into the valley
    grid_at, grid_size = (0.0, -1.5, 0.0), {"width": 12.6, "height": 2.05}

    def setup(self) -> None:
        super().setup()
        self.record: TabularRun = training_run(**{**self.free, **self.changes})
        self.told = self.record.settings
        self.right = int(np.argmax(self.told.rewards))
        loud, silent = np.flatnonzero(~self.record.silent), np.flatnonzero(self.record.silent)
        self.first = int(loud[0])
        later = silent[silent > self.first]
        self.quiet = int(later[0]) if len(later) else self.told.steps - 1
        self.chances = self.record.policy[:, self.right]

    def bars_at(self, step: int, **place: Any) -> ChanceBars:
        """The policy before batch `step` as bars."""
        return ChanceBars(self.record.policy[step], self.right, **place)

    def swap_bars(self, new: ChanceBars) -> Animation:
        """The bars go to another place; `self.bars` are the new ones."""
        old, self.bars = self.bars, new
        return ReplacementTransform(old, new)

    # -- 1 ------------------------------------------------------------------

    @beat()
    def policy(self) -> None:
        """Mostly wrong

        A policy that is nearly always wrong: can its own answers teach it?
        """
        # The question on a card; the chances of its answers grow out of it.
        self.card = card = AskedCard().move_to([0.0, 0.6, 0])
        bars = self.bars = self.bars_at(self.first, **self.door_bars)
        self.add(card)
        self.wait(0.8)
        aside = card.animate.scale(0.8).move_to([-5.3, -1.55, 0])
        self.play(aside, FadeIn(bars.foot, rate_func=LATE), run_time=1.0)
        self.play(bars.grow(card), run_time=3.4)
        each = Prose(say("training.policy.each"), size=LABEL, role="muted")
        self.play(FadeIn(each.move_to(self.each_at, aligned_edge=RIGHT)), run_time=0.4)
        self.each = each
        self.gather(card, bars)
        self.wait(0.6)

        # Does it learn?
        self.entrance = self.door(self.question, seconds=2.0)
        self.teach("chance_of_right", self.chances[self.first], 2)

    # -- 2 ------------------------------------------------------------------

    @beat()
    def batch(self) -> None:
        """One batch

        Eight answers: right ones far above the average, wrong ones a little below.
        """
        # Eight answers fall out of the bars.
        self.leave_door(
            self.entrance,
            beside=[
                self.swap_bars(self.bars_at(self.first, **self.own_bars)),
                FadeOut(self.each),
                FadeOut(self.card, target_position=self.bars.foot, scale=0.3),
            ],
        )
        bars = self.bars
        self.gather(bars)
        group = self.group = GroupAbout(self.record, self.first, foot=-1.15, tall=2.9)
        self.play(group.fall(bars.bars), run_time=2.4)
        self.gather(group.cards)
        self.play(*group.judge(), run_time=0.6)

        # Right ones rise; the average lies between, and arrows lead from it.
        self.play(*group.rise(), run_time=1.0)
        self.play(FadeIn(group.mean), run_time=0.8)
        self.gather(group.mean, group.cards)
        self.wait(0.4)
        self._lead_arrows(group)
        self.gather(group, group.what)
        self.teach("largest_advantage", group.advantages.max(), 2)
        self.teach("smallest_advantage", group.advantages.min(), 2)

    def _lead_arrows(self, group: GroupAbout) -> None:
        """Arrows lead from the average: up to right answers, then down to wrong ones."""
        for sign, edge in ((1, DOWN), (-1, UP)):
            found = np.flatnonzero(np.sign(group.advantages) == sign)
            grown = (GrowFromEdge(group.arrows[k], edge) for k in found)
            self.play(*grown, run_time=0.8)
            self.play(*(FadeIn(group.numbers[k]) for k in found), run_time=0.4)
            if sign > 0:
                self.play(FadeIn(group.what), run_time=0.4)
            self.wait(0.4)

    # -- 3 ------------------------------------------------------------------

    @beat()
    def first_step(self) -> None:
        """Zero, but not flat

        Every ratio is one and J is zero; but uphill J and the right bar rise.
        """
        self._bead_up()
        self.wait(1.2)
        slope = self._lay_slope()
        self.wait(0.8)

        # Up the slope: J rises, and the right bar.
        beads, inner = self.beads, self.record.inner_policy[self.first]
        whole = VGroup(beads, beads.marks)
        self.play(*self.bars_old(), FadeIn(beads.marks), run_time=0.4)
        walked = (
            (slope, slope.set_length),
            (self.bars, self.bars.walk(inner)),
            (whole, beads.set_use),
        )
        self.turn(0.0, 1.0, *walked, run_time=3.0)

        # Its ratio: the new chance over the old one.
        ratio = self.ratio = beads.reached(1)
        quotient = self.quotient = Quotient(self.bars, inner[[0, 1], self.right])
        self.play(FadeIn(quotient, shift=0.2 * UP), run_time=0.6)
        self.wait(0.4)
        self.play(FadeIn(ratio, target_position=quotient, scale=0.6), run_time=0.8)
        self.gather(ratio)
        self.teach("objective", self.record.objective[self.first, 1], 2)
        self.teach("chance_of_right", inner[1, self.right], 2)

    def _bead_up(self) -> None:
        """The cards become beads, all on a ratio of one."""
        group = self.group
        beads = self.beads = RatioBeads(
            self.record, self.first, self.right, at=np.array([2.95, -1.5, 0.0]), width=7.5
        )
        moves = [
            ReplacementTransform(card, bead)
            for card, bead in zip(group.cards, beads.beads, strict=True)
        ]
        line = ReplacementTransform(group.mean[0], beads.axis)
        rest = [beads.band, beads.ticks, beads.axis_name]
        self.go_over([*moves, line], *rest, kept=[self.bars], run_time=1.6)
        self.gather(self.bars, beads, gone=[group.cards])

    def _lay_slope(self) -> StepSlope:
        """J along the step: a line through zero."""
        slope = self.slope = StepSlope(
            self.record, self.first, at=self.right_half, width=5.6, height=3.0
        )
        self.play(FadeIn(slope.axes, slope.zero, slope.axis_name, slope.bead), run_time=0.6)
        self.wait(1.4)
        self.play(FadeIn(slope.line, slope.across), run_time=0.6)
        self.gather(slope)
        return slope

    def bars_old(self) -> list[Animation]:
        """The outlines of the policy that drew appear."""
        return [Drive(self.bars, self.bars.set_outlined, 0.0, 1.0)]

    # -- 4 ------------------------------------------------------------------

    @beat(hold=1.2)
    def spread(self) -> None:
        """Push and recoil

        Past its bound the right answer rises on: the others are pushed down.
        """
        self._use_again()
        stairs, inner = self.stairs, self.record.inner_policy[self.first]
        self.ask(self.question, at=np.array([0.0, 3.75, 0]))

        # Update by update: its own push, and the recoil of the others.
        own = [k for k, lamp in enumerate(stairs.lamps) if lamp.level]
        self.answer(*stairs.split(own), FadeIn(stairs.names[0], stairs.along), run_time=0.8)
        later = [k for k in range(stairs.count) if k not in own]
        self.wait(0.4)
        self.play(*stairs.split(later), run_time=0.6)
        shown = later if own and later else list(range(stairs.count))
        if shown is later:
            ending = FadeOut(stairs.numbers, stairs.names[0], rate_func=EARLY)
            self.play(*stairs.look_closer(later[0]), ending, run_time=1.4)
            stairs.remove(stairs.numbers)
            stairs.add(stairs.near, stairs.along)
        else:
            stairs.add(stairs.own, stairs.names[0], stairs.along)
        self.play(FadeIn(stairs.names[1]), run_time=0.4)
        if shown is later:
            self._make_room(inner[[later[0], -1]])
        stairs.add(*(row[k] for row in (stairs.others, stairs.lamps) for k in shown))
        stairs.add(stairs.names[1])
        self.gather(stairs, gone=[stairs.whole, stairs.own] if shown is later else [stairs.whole])
        self.teach("chance_of_right", inner[-1, self.right], 2)

    def _use_again(self) -> None:
        """The batch is used again: the ratios spread, and one passes its bound."""
        beads, bars, slope = self.beads, self.bars, self.slope
        inner = self.record.inner_policy[self.first]
        stairs = self.stairs = RiseStairs(
            self.record, self.first, self.right, at=self.stairs_at, width=5.4, height=2.1
        )
        turned = ReplacementTransform(slope.axes, stairs.axes)
        frame = FadeIn(stairs.title, stairs.numbers, rate_func=COMING)
        gone = [*pieces(slope, [slope.axes]), self.ratio, self.quotient]
        rest = [FadeOut(part, rate_func=EARLY) for part in gone]
        self.play(turned, frame, *rest, run_time=1.0)
        self.gather(stairs, gone=[slope])
        self.play(*stairs.rise(0), run_time=0.6)
        whole = VGroup(beads, beads.marks)
        for update in range(1, stairs.count):
            walked = (whole, beads.set_use), (bars, bars.walk(inner))
            self.turn(update, update + 1, *walked, beside=stairs.rise(update), run_time=1.0)
        self.gather(stairs.whole, stairs.lamps)

    def _make_room(self, between: np.ndarray) -> None:
        """What the falling bars have lost between two policies lands on the rising ones."""
        room = self.room = MadeRoom(self.bars, *between, self.stairs.factor)
        self.play(FadeIn(room.line, room.times, room.lost), *room.come(), run_time=0.8)
        self.wait(0.4)
        self.play(*room.land(), FadeIn(room.gained, rate_func=LATE), run_time=1.4)
        self.gather(room)

    # -- 5 ------------------------------------------------------------------

    @beat()
    def silence(self) -> None:
        """A silent group

        All eight are wrong: nothing to compare, and no answer pushes.
        """
        count = self.quiet + 1
        teeth = self._draw_anew(count)

        # Eight answers, all wrong.
        group = self.group = GroupAbout(self.record, self.quiet, foot=-1.4, tall=0.0)
        self.play(group.fall(self.bars.bars), run_time=2.2)
        self.gather(group.cards)
        self.play(FadeIn(group.mean), run_time=0.6)
        self.ask(self.question, at=np.array([2.85, 0.25, 0]), width=7.9)

        # None: nothing to compare.
        self.answer(FadeIn(group.numbers), *group.hollow(), run_time=0.8)
        self.gather(group)
        self.turn(self.quiet, count, (teeth, teeth.set_time), run_time=0.6, rate_func=linear)
        self.teach("largest_advantage", self.record.advantages[self.quiet].max(), 0)

    def _draw_anew(self, count: int) -> Sawtooth:
        """Drawn anew from the new policy, J starts at zero with each batch."""
        bars = self.bars
        teeth = self.teeth = Sawtooth(self.record, count, width=5.6, height=2.2)
        teeth.stand_at([3.8, 2.2, 0]).set_time(self.first + 1.0)
        names = teeth.names()
        turned = ReplacementTransform(self.stairs.axes, VGroup(teeth.axis, teeth.upright))
        rest = pieces(teeth, [teeth.axis, teeth.upright])
        self.go_over([turned], *rest, names, kept=[bars], run_time=1.0)
        self.gather(teeth, names, gone=[self.stairs])
        self.turn(0.0, 1.0, (bars, bars.set_caught_up), run_time=0.6)
        self.play(Drive(bars, bars.set_outlined, 1.0, 0.0), run_time=0.2)
        path = self.record.inner_policy[:, :-1].reshape(-1, len(self.told.rewards))
        inner = self.told.inner_steps
        lead = bars.walk(path)
        walked = (teeth, teeth.set_time), (bars, lambda time: lead(inner * time))
        self.turn(self.first + 1, self.quiet, *walked, run_time=3.2, rate_func=linear)
        return teeth

    # -- 6 ------------------------------------------------------------------

    @beat()
    def time_lapse(self) -> None:
        """Sixty batches

        The reward climbs, not smoothly; clipping acts while the policy moves fast.
        """
        # The group becomes a column of eight, beside those before it.
        steps, start = self.told.steps, self.quiet + 1
        rights = (self.record.rewards > 0).sum(axis=1)
        grid = self.grid = GroupGrid(rights, self.told.group_size, **self.grid_size)
        grid.stand_at(self.grid_at).set_time(start)
        name = Prose(say("training.time_lapse.rights"), size=LABEL)
        name.next_to(grid.point(0, grid.size), UP, buff=0.18).align_to(grid.foot, RIGHT)
        ticks = VGroup(grid.tick(0), grid.tick(steps - 1))
        bars = self.swap_bars(self.bars_at(start, **self.lapse_bars))
        column = grid.columns[self.quiet]
        into = [FadeOut(card, target_position=column, scale=0.1) for card in self.group.cards]
        strips = self.strips = LapseStrips(self.record).set_time(start)
        self.go_over([bars, *into], grid, name, ticks, strips)
        self.grid_name = VGroup(name, ticks)
        self.gather(self.bars, grid, self.grid_name, strips)

        # All batches pass.
        walked = (self.bars, self.bars.walk(self.record.policy)), (strips, strips.set_time)
        fast = max(start, min(_FAST, steps))  # until then much moves
        for first, last, seconds in ((start, fast, 4.8), (fast, steps, 1.6)):
            if last > first:
                passing = *walked, (grid, grid.set_time)
                self.turn(first, last, *passing, run_time=seconds, rate_func=linear)
        self.teach("chance_of_right", self.chances[-1], 2)
        self.teach("exact_kl", self.record.exact_kl[-1], 2)
        self.teach("clip_fraction", self.record.clip_fraction[-1].mean(), 2)

    # -- 7 ------------------------------------------------------------------

    @beat()
    def saturation(self) -> None:
        """The valley of silence

        The easier or the harder the question, the more often a whole group agrees.
        """
        grid = self.grid
        count = self._count_silent()
        valley = self.valley = SilenceCurve(self.chances[:-1], self.told.group_size)
        self._rise_over(valley, count)
        self._fall()

        # Why it is high at both ends.
        ends = valley.ends()
        counts = valley.counts(ends, grid.rights)
        self.play(FadeIn(valley.column, ends), run_time=0.6)
        self.wait(0.4)
        self.play(*self._add_up(ends), FadeIn(counts, rate_func=LATE), run_time=0.8)
        self.gather(valley.formula)
        self.teach("silent_groups", grid.silent.sum(), 0)

    def _count_silent(self) -> SilentCount:
        """Which taught nothing? Those of one colour: they hollow out, counted."""
        grid, steps = self.grid, self.told.steps
        gone = VGroup(self.bars, self.strips, self.grid_name[0])
        self.play(gone.animate.shift(5 * UP), run_time=0.8)
        self.gather(grid, self.grid_name[1], gone=gone)
        self.ask(self.question)
        of = say("training.saturation.of_all", count=steps)
        count = SilentCount(say("training.saturation.silent"), grid.silent.sum(), of, size=48)
        count.move_to([0.0, 0.9, 0]).set_count(0)
        self.answer(FadeIn(count), run_time=0.4)

        def counted(time: float) -> None:
            grid.set_silent(time)
            count.set_count(grid.count())

        self.turn(0, steps, (VGroup(grid, count), counted), run_time=1.2, rate_func=linear)
        self.gather(grid)
        self.wait(0.4)
        return count

    def _rise_over(self, valley: SilenceCurve, count: SilentCount) -> None:
        """All batches rise, small, over the valley."""
        grid = self.grid
        frame = [valley.axes[1], valley.numbers, valley.axis_name, valley.curve, valley.title]
        strip = grid.columns.animate.stretch_to_fit_width(10.4).stretch_to_fit_height(0.9)
        strip.move_to(self.strip_at)
        gone = [FadeOut(part, rate_func=EARLY) for part in (count, self.grid_name[1])]
        foot = ReplacementTransform(grid.foot, valley.axes[0])
        self.play(strip, *gone, foot, FadeIn(*frame, rate_func=LATE))
        self.gather(valley, valley.title, grid.columns, gone=[grid.foot])

    def _fall(self) -> None:
        """The run slides through the valley; each batch falls to where it was."""
        valley, steps = self.valley, self.told.steps
        piles = self.piles = BatchPiles(self.grid, valley)
        half = int(np.argmin(np.abs(self.chances[:-1] - 0.5)))
        walked = (valley.dot, valley.set_batch), (piles, piles.set_time)
        self.play(FadeIn(valley.mark(float(self.chances[0]))), run_time=0.4)
        self.wait(0.4)
        ways = (half, 1.4), (max(half, min(_FAST, steps)), 1.2), (piles.last, 1.4)
        for (start, _), (stop, seconds) in pairwise([(0, 0.0), *ways]):
            if stop > start:
                self.turn(start, stop, *walked, run_time=seconds, rate_func=linear)
            if stop in (half, piles.last):
                chance = 0.5 if stop == half else float(self.chances[-2])
                self.play(FadeIn(valley.mark(chance)), run_time=0.3)
            self.bring_to_front(valley.curve, valley.dot)
        self.gather(piles, valley.curve, valley.dot)

    def _add_up(self, ends: VGroup) -> list[Animation]:
        """Both chances are added up to the formula of the curve."""
        formula = self.valley.formula
        parts = formula.select("wrong"), formula.select("right")
        moves = [TransformFromCopy(end[1], part) for end, part in zip(ends, parts, strict=True)]
        sign = formula.without("wrong", "right")
        return [*moves, FadeIn(sign, rate_func=LATE)]

    # -- 8 ------------------------------------------------------------------

    @beat()
    def log(self) -> None:
        """In the log

        A silent group's rewards have no spread: count how many groups have none.
        """
        # The columns go home; a log tells of some of them.
        steps = self.told.steps
        rights = (self.record.rewards > 0).sum(axis=1)
        grid = GroupGrid(rights, self.told.group_size, width=12.6, height=1.5)
        grid.stand_at((0.0, -2.15, 0.0)).set_silent(steps)
        pairs = zip(self.grid.columns, grid.columns, strict=True)
        moves = [ReplacementTransform(row, column) for row, column in pairs]
        foot = ReplacementTransform(self.valley.axes[0], grid.foot)
        self.go_over([*moves, foot], run_time=1.6)
        self.grid = grid
        self.gather(grid)
        rows = self.rows = LogRows(self.record, told_batches(self.record), grid)
        self.play(FadeIn(rows.heads), *rows.lay_down(grid), run_time=1.4)
        falls = (FadeIn(row, shift=0.2 * RIGHT) for row in rows.rows)
        self.play(LaggedStart(*falls, lag_ratio=0.3), run_time=1.6)
        self.gather(rows)
        self.wait(0.4)
        marks = [Drive(mark, mark.set_level, 0.0, 1.0) for mark in rows.marks]
        self.play(*marks, run_time=0.8)
        self.wait(0.8)
        for verdict in rows.verdicts:
            self.play(FadeIn(verdict, shift=0.2 * RIGHT), run_time=0.6)
        self.gather(rows, rows.verdicts)
        self.wait(0.4)

        self._tell_shares()

    def _tell_shares(self) -> None:
        """The share of silent groups, ten by ten."""
        share = self.share = SilentShare(self.record.silent, self.grid)
        self.play(FadeIn(share.axis, share.words), run_time=0.6)
        self.add(share)
        self.turn(0, len(share.shares), (share, share.set_time), run_time=2.6, rate_func=linear)
        self.teach("silent_groups", self.record.silent[-10:].sum(), 0)

    # -- 9 ------------------------------------------------------------------

    @beat(hold=2.4)
    def loss(self) -> None:
        """Reward, not loss

        The loss is minus J: every batch starts it at zero. Watch the reward.
        """
        # Two curves, not yet named; one comes out of the columns.
        curves = self.curves = TwoCurves(self.record)
        curves.set_time(0.0)
        curves.lower.set_seen(float(min(self.quiet + 1, self.told.steps))).set_time(0.0)
        into = [ReplacementTransform(self.grid.foot, curves.upper.axis)]
        pairs = zip(self.grid.columns, curves.dots, strict=True)
        into += [ReplacementTransform(column, dot) for column, dot in pairs]
        self.go_over(into, *pieces(curves, [curves.upper.axis]), run_time=1.6)
        self.gather(curves, curves.dots, gone=[self.grid])
        self.turn(0, self.told.steps, (curves, curves.set_time), run_time=1.6, rate_func=linear)
        lower, near = curves.lower, float(min(self.quiet + 1, self.told.steps))
        self.turn(0, near, (lower, lower.set_time), run_time=1.0, rate_func=linear)
        self.wait(0.4)
        self.turn(near, self.told.steps, (lower, lower.set_seen), run_time=1.6)
        self.ask(self.question)
        named = curves.reward.line.animate.set_stroke(curves.names[0].get_fill_color())
        gold = curves.dots.animate.set_fill(curves.names[0].get_fill_color())
        self.answer(FadeIn(curves.names[0]), named, gold, run_time=0.8)
        self.wait(0.6)
        hollow = curves.hollow(self.record.silent)
        self.play(FadeIn(curves.names[1:], hollow), run_time=0.6)
        self.gather(hollow, curves, curves.names)
        self.teach("batch_reward", self.record.rewards[-1].mean(), 0)

    # -- 10 -----------------------------------------------------------------

    @beat(hold=2.8)
    def ablations(self) -> None:
        """One change at a time

        A heavy price halts it early; with five answers that proves no rule.
        """
        heavy = TRAINING_ABLATIONS[self.heavy]["beta"]
        prices = Prices(self.told, self.right, heavy)
        self._raise_price(prices)
        self.wait(1.8)

        # It goes aside, small; other windows.
        widths = [TRAINING_ABLATIONS[name]["eps_low"] for name in (self.narrow, self.wide)]
        windows = self.windows = Windows(self.told, self.right, widths)
        small = self.prices = Prices(self.told, self.right, heavy, SMALL)
        coming = FadeIn(windows.frame, windows.uses, rate_func=LATE)
        self.play(*prices.shrink_to(small), coming, run_time=1.4)
        self.gather(small, windows.frame, windows.uses, gone=[prices])
        self._run_on(windows)
        self.play(FadeIn(windows.names), run_time=0.6)
        self.wait(0.4)
        self.play(FadeIn(windows.five), run_time=0.4)
        self.gather(small, windows)
        self.teach("beta", heavy, 1)

    def _raise_price(self, prices: Prices) -> None:
        """The run's own line lies in the band of its seeds; then a heavier price."""
        own, line = prices.bands[0], self.curves.reward.line
        into = [
            ReplacementTransform(self.curves.upper.axis, prices.plot.axis),
            ReplacementTransform(line, own.average.line),
        ]
        rest = pieces(prices.frame, [prices.plot.axis])
        self.go_over(into, *rest, own.band, run_time=1.4)
        self.gather(prices.frame, own, gone=[self.curves])
        self._run_on(prices, own)
        notes = prices.rests, prices.balance, prices.each
        self.play(*map(FadeIn, (prices.names, *notes)), run_time=0.6)
        self.gather(prices)

    def _run_on(self, panel: ChangePanel, *there: SeedBand) -> None:
        """All bands are drawn but those which are `there`."""
        others = [band for band in panel.bands if band not in there]
        for band in others:
            self.add(band.set_time(0.0))
        walked = [(band, band.set_time) for band in others]
        self.turn(0, self.told.steps, *walked, run_time=2.2)

    # -- 11 -----------------------------------------------------------------

    @beat()
    def real(self) -> None:
        """A real model

        A small language model: reward, working and length rise; groups fall silent.
        """
        # A question that it gets in training, and its answers before.
        run = lab_run()
        picture = self.model = RealModel(run, before_and_after())
        picture.set_step(0.0)
        before, after = picture.groups
        hero, small = picture.panels[0], picture.panels[1:]
        moves = [ReplacementTransform(self.windows.plot, hero.plot)]
        rest = [part for part in hero if part not in (hero.plot, hero.lines[0])]
        self.go_over(moves, *rest, picture.axis, picture.question, before, run_time=1.4)
        self.gather(hero, picture.axis, picture.question, gone=[self.windows, self.prices])
        self.gather(before)
        self.wait(1.0)

        # The run; then the same question.
        last = picture.last
        self.turn(0.0, last, (hero, hero.set_step), run_time=3.0, rate_func=linear)
        self.play(FadeIn(after, shift=0.3 * DOWN), run_time=0.6)
        self.wait(0.4)

        self._measure(small, after)
        self.gather(picture)
        for key in ("reward", "working", "length", "silent"):
            decimals = 1 if key == "length" else 2
            self.given(say(f"training.real.{key}"), float(run.measures[key][-1]), decimals)

    def _measure(self, small: Sequence[RunPanel], after: AskedGroup) -> None:
        """One measure after the other; with the last the cells of a group that agrees hollow."""
        last = self.model.last
        for panel in small:
            self.play(FadeIn(panel), run_time=0.3)
            beside = [Transform(after.cells, after.hollow())] if panel is small[-1] else []
            self.turn(0.0, last, (panel, panel.set_step), beside=beside, run_time=0.8)

    # -- 12 -----------------------------------------------------------------

    @beat()
    def held(self) -> None:
        """What it was not shown

        On questions it never trained on it gains less: the gap widens.
        """
        run = lab_run()
        picture = self.unseen = HeldOut(run)
        small = self.model.panels[0]
        picture.panel.set_step(0.0)
        whole = HeldOut(run)
        moves = [
            ReplacementTransform(small.plot, picture.panel.plot),
            ReplacementTransform(small.lines[0], whole.training),
        ]
        rest = [part for part in picture.frame() if part is not picture.panel.plot]
        self.go_over(moves, *rest, run_time=1.4)
        self.gather(picture.panel.plot, *rest, whole.training, gone=[self.model])
        self.wait(1.4)
        held = picture.held
        self.add(held)
        self.turn(0.0, picture.last, (held, held.set_step), run_time=2.4, rate_func=linear)
        picture.panel.set_step(picture.last)
        self.gather(picture.panel, picture.axis, gone=[whole.training, held])
        self.play(FadeIn(picture.gap, picture.sizes[0]), run_time=0.6)
        self.bring_to_front(*picture.panel.lines)
        (first, _), (last, size) = picture.sizes
        self.play(TransformFromCopy(first, last), FadeIn(size, rate_func=LATE), run_time=1.0)
        self.gather(picture)
        right = say("training.held.right")
        for name, value in (("trained", run.tens()[1][-1]), ("held", run.held[-1])):
            self.given(right, float(value), 2, note=say(f"training.held.{name}"))

    # -- 13 -----------------------------------------------------------------

    @beat(hold=0.8)
    def home(self) -> None:
        """What to watch

        Reward on fresh answers, on new questions, and the share of silent groups.
        """
        public = PublicRun()
        self._warn(public)

        # Down to the sixty batches of before: silent ones are hollow, and there A is zero.
        columns = RewardedColumns(self.record)
        term = Averaged(*self.lit)
        below = VGroup(columns, term).shift(8 * DOWN)
        self.play(*(part.animate.shift(8 * UP) for part in (public, below)), run_time=1.0)
        self.gather(columns, term, gone=[public])
        hollow = walks(0, columns.grid.steps, (columns, columns.set_silent))
        self.play(*hollow, *term.become_zero(*self.lit), run_time=1.0)
        self.gather(columns, term)
        self.wait(1.0)

        # What of the objective that was.
        self.play(*term.come_back(), run_time=0.4)
        self.play(term.shrink(), run_time=0.4)
        gone = FadeOut(term, rate_func=LATE)
        self.close_film(columns, sentence=say("training.home.claim"), across=True, beside=[gone])

    def _warn(self, public: PublicRun) -> None:
        """Another model's run comes by, of which no line of ours becomes a part."""
        there = VGroup(public.foot, *public.frame()).shift(14.5 * RIGHT)
        left = VGroup(*self.unseen)
        self.play(*(part.animate.shift(14.5 * LEFT) for part in (left, there)), run_time=1.0)
        self.gather(*there, gone=[self.unseen])
        pairs = zip(public.bars, public.numbers, strict=True)
        grown = (GrowFromEdge(VGroup(*pair), DOWN) for pair in pairs)
        self.play(LaggedStart(*grown, lag_ratio=0.3), run_time=0.8)
        self.wait(0.4)
        self.play(FadeIn(public.lengths[0]), run_time=0.4)
        self.play(*public.stretch(), run_time=0.8)
        self.gather(public)
        for known in public.rewards:
            self.given(say("training.home.reward"), known.value, 2, note=known.place)
        self.wait(1.0)
