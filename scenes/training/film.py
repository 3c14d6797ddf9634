"""Training: the same objective moves a policy, goes silent, and saturates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
from manim import (
    DOWN,
    DR,
    LEFT,
    RIGHT,
    UL,
    UP,
    UR,
    Circle,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    GrowFromEdge,
    LaggedStart,
    Mobject,
    Rectangle,
    ReplacementTransform,
    Transform,
    VGroup,
    linear,
)

from grpo_core import (
    TRAINING_ABLATIONS,
    TabularRun,
    kl_divergence,
    rest_policy,
    training_run,
)
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text
from scenes.script.quantities import under
from scenes.script.words import say
from scenes.stage.camera import HOME_WIDTH
from scenes.stage.cards import CardStrip
from scenes.stage.envelope import ratio_text
from scenes.stage.film import GrpoScene, beat
from scenes.stage.live_number import LiveNumber
from scenes.stage.loop_icon import LoopIcon
from scenes.stage.marks import Lamp
from scenes.stage.motion import Dim, Drive, jump
from scenes.stage.objective import Objective
from scenes.stage.panel import panel
from scenes.stage.placement import touches
from scenes.stage.theme import CURVE, FORMULA, HAIRLINE, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .group_grid import GroupGrid
from .policy_plane import PlanePath, PlaneTable, PolicyPlane, row_name
from .ratio_fan import RatioFan
from .run_chart import RunChart, answer_name, chance_name
from .run_race import RunRace
from .sample_cards import SampleRow
from .step_panel import StepPanel
from .time_plot import TimePlot, Trace

_FOOT = [-3.55, -0.3, 0]  # the middle of the bars' axis
_NEAR_SCALE, _WHOLE_SCALE = 8.0, 3.1  # heights of probability 1: of a batch, of the run
_LOOP_CENTER = [3.75, 1.32, 0]
_RIGHT = 6.75  # how far to the right anything may reach
_ROW_CENTER = [0, -2.02, 0]
_CLOSE_WIDTH = 6.4
_CLOSE = _CLOSE_WIDTH / HOME_WIDTH
_TEETH, _TEETH_WIDTH = 13, 5.4  # the batches whose J is seen from near by
_SHOWN_ABLATIONS = ("no KL", "heavy KL", "narrow clip", "wide clip", "no std")
_MARKED_BETAS = (1.0, 0.5, 0.2)
# The rows of the last table; a row that leaves makes room for another.
_TABLE = {
    **{"best": 0, "run": 1},
    **{"with_std": 0, "rest_with_std": 1, "no_std": 2, "rest_no_std": 3},
}
_FIRST_BETA = 5.0  # where the walk along the best policies begins


class Training(GrpoScene):
    """A recorded run of `grpo_core.train_tabular`: every number and every curve is its own.

    The run's settings are `TRAINING_RUN`, its seed among them, so that what the captions say
    of it is tested; a user's group, EPSILON and BETA show in the home shot, not in the run.
    `changes` replaces settings: another seed is another film.
    """

    poster_beat = 6
    changes: ClassVar[Mapping[str, Any]] = {}

    def setup(self) -> None:
        super().setup()
        self.record: TabularRun = self._run()
        self.told = self.record.settings
        self.right = int(np.argmax(self.told.rewards))
        loud, silent = np.flatnonzero(~self.record.silent), np.flatnonzero(self.record.silent)
        self.first = int(loud[0])
        later = silent[silent > self.first]
        self.quiet = int(later[0]) if len(later) else self.told.steps - 1

    def _run(self, **more: Any) -> TabularRun:
        return training_run(**{**self.changes, **more})

    # -- 1 ------------------------------------------------------------------

    @beat(hold=2.2)
    def policy(self) -> None:
        """A policy to train

        The objective at work: a recorded run on five answers, of which one is right.
        """
        # The home shot: the run maximises the whole objective.
        objective, cards = self._home_shot()
        self.add(objective, cards)
        self.wait(1.4)

        # pi_theta becomes five bars that can be moved.
        start = self.record.policy[self.first]
        self.chart = chart = RunChart(
            start, self.told.rewards, self.record.policy[0], full=_NEAR_SCALE
        )
        chart.stand_at(_FOOT)
        key = chart.keys["new"].move_to([-3.15, 3.15, 0])
        symbol = objective.part("new1").copy()
        self.play(
            FadeOut(objective),
            FadeOut(cards),
            ReplacementTransform(symbol, key[1]),
            run_time=1.0,
        )
        self.play(Create(chart.foot), FadeIn(chart.names), FadeIn(key[0]), run_time=0.6)
        growing = (GrowFromEdge(bar, DOWN) for bar in chart.bars)
        self.play(LaggedStart(*growing, lag_ratio=0.25), run_time=1.2)
        self.play(FadeIn(chart.numbers), run_time=0.6)
        self.remove(*chart.submobjects, *key)
        self.add(chart, key)

        # What is done to it, over and over.
        self.loop = LoopIcon(radius=1.2)
        _keep_left(self.loop.shift(np.array(_LOOP_CENTER) - self._loop_middle()))
        self.play(FadeIn(self.loop), run_time=0.8)
        self.play(Drive(self.loop, self.loop.set_turn, 0.0, 1.0), run_time=2.0)
        self.recipe = self._recipe().move_to(_ROW_CENTER)
        self.play(FadeIn(self.recipe), run_time=0.6)
        told = self.told
        for key in ("group_size", "eps_low", "beta", "inner_steps", "steps"):
            self.teach({"eps_low": "epsilon"}.get(key, key), getattr(told, key), ratio_text)
        self.teach("chance_of_right", start[self.right], 2)

    def _home_shot(self) -> tuple[Objective, CardStrip]:
        """What is maximised is lit: the pushes and their price."""
        objective = Objective()
        jump(*objective.light("objective", "surrogate", "beta", "divergence"))
        return objective, CardStrip(self.table)

    def _recipe(self) -> VGroup:
        """The run's settings, on a panel where the cards will lie."""
        told = self.told
        sources = (
            f"G = {told.group_size}",
            f"epsilon = {told.eps_low:g}",
            f"beta = {told.beta:g}",
            f"{told.inner_steps} {quoted(say('training.policy.inner_steps'))}",
            f"{told.steps} {quoted(say('training.policy.batches'))}",
            f"{quoted(say('training.policy.seed'))} {told.seed}",
        )
        settings = on_baseline(*(Formula(s, size=LABEL) for s in sources), buff=0.62)
        return VGroup(panel(12.66, 1.0), settings.move_to([0, 0, 0]))

    # -- 2 ------------------------------------------------------------------

    @beat(hold=2.2)
    def batch(self) -> None:
        """One batch

        The old policy draws a group; each answer is scored and compared with its group.
        """
        number = LiveNumber(self.first + 1, 0, size=READOUT)
        self.counter = VGroup(_batch_name(size=LABEL), number).arrange(DOWN, buff=0.16)
        self.counter.move_to(self._loop_middle())
        # What draws is a copy that stays behind: the old policy.
        self.chart.set_old(self.chart.policy)
        self.play(FadeOut(self.recipe), FadeIn(self.counter), *self._outline("old"), run_time=0.6)
        self._draw_group(self.first, 0.0, slowly=True)
        advantages = self.record.advantages[self.first]
        self.teach("largest_advantage", advantages.max(), 2)
        self.teach("smallest_advantage", advantages.min(), 2)

    def _loop_middle(self) -> np.ndarray:
        return 0.5 * (self.loop.place(0.0) + self.loop.place(0.5))

    def _draw_group(self, step: int, turn: float, *, slowly: bool) -> None:
        """Sample, score, compare: cards fall from their bars, get a mark, then an advantage."""
        pace = 1.0 if slowly else 0.5
        self.row = row = SampleRow(self.record, step, center=_ROW_CENTER)
        falls = (
            FadeIn(card, target_position=self.chart.outlines["old"][card.answer], scale=0.2)
            for card in row.cards
        )
        self.play(LaggedStart(*falls, lag_ratio=0.35), run_time=2.6 * pace)
        self.remove(*row.cards)
        self.add(row)
        for station, signs in enumerate((row.marks, row.badges), start=1):
            move = (turn + (station - 1) / 4, turn + station / 4)
            self.play(Drive(self.loop, self.loop.set_turn, *move), run_time=0.6)
            arrivals = (FadeIn(sign, scale=0.5) for sign in signs)
            self.play(LaggedStart(*arrivals, lag_ratio=0.2), run_time=1.2 * pace)
            self.remove(*signs)
            self.add(signs)

    # -- 3 ------------------------------------------------------------------

    @beat(hold=2.0)
    def first_step(self) -> None:
        """The first inner step

        At the first inner step every ratio is exactly one: nothing can be clipped.
        """
        row = self.row
        eps = self.told.eps_low, self.told.eps_high
        self.fan = fan = RatioFan(self.record, self.first, *eps, width=4.3, height=4.3)
        fan.shift(np.array([3.3, 0.85, 0]) - fan.middle())
        fan.remove(fan.lines, fan.heads, fan.steps)

        # The loop makes room for the ratios.
        self.play(Drive(self.loop, self.loop.set_turn, 0.5, 0.75), run_time=0.6)
        self.play(FadeOut(self.loop), FadeOut(self.counter), run_time=0.8)
        self.play(FadeIn(fan), run_time=0.8)

        # Each card's sign flies to its ratio; all of them are 1.
        heads = [fan.heads[list(fan.answers).index(card.answer)].copy() for card in row.cards]
        flights = (
            ReplacementTransform(card.badge[0], head)
            for card, head in zip(row.cards, heads, strict=True)
        )
        self.play(LaggedStart(*flights, lag_ratio=0.15), run_time=1.6)
        self.remove(*heads, row.badges)
        self.add(fan.lines, fan.heads)
        numbers = VGroup(*(card.badge[1] for card in row.cards))
        self.panel = StepPanel(fan, list(fan.answers).index(self.right), answer_name(self.right))
        self.panel.move_to([_FOOT[0], -2.05, 0])
        self.play(FadeOut(row), FadeOut(row.marks), FadeOut(numbers), run_time=0.4)
        one = number_text(float(self.record.ratios[self.first, 0].max()), 3)
        for_every = quoted(say("training.first_step.for_every"))
        self.all_one = Formula(f"rho_i = {one} quad {for_every} i", size=LABEL)
        self.all_one.next_to(fan.heads, RIGHT, buff=0.3)
        self.play(*map(FadeIn, (self.panel, self.all_one, fan.steps)), run_time=0.6)
        self.teach("ratio", self.record.ratios[self.first, 0].max(), 3)

    def _outline(self, role: str) -> list:
        """The outlines of `role` and their key come in."""
        keys = self.chart.keys
        keys[role].next_to(keys["new"], RIGHT, buff=0.55)
        keys[role].shift((keys["new"][1].baseline - keys[role][1].baseline) * UP)
        self.chart.set_outlined(role)
        return [FadeIn(self.chart.outlines[role]), FadeIn(keys[role])]

    # -- 4 ------------------------------------------------------------------

    @beat(hold=1.8)
    def spread(self) -> None:
        """The ratios spread

        Then they spread. Past the range the right answer stops pushing.
        """
        last = self.fan.last
        self.play(FadeOut(self.all_one), run_time=0.4)
        own = self.record.samples[self.first] == self.right
        clipped = np.flatnonzero(self.record.binds[self.first][:, own].any(axis=1))
        for step in range(last):
            self._inner(step, step + 1)
            if len(clipped) and step + 1 == clipped[0]:
                self._look_closer()
            else:
                self.wait(0.4)
        self.fan_names = self._fan_names()
        self.play(FadeIn(self.fan_names), run_time=0.6)
        self.teach("ratio_of_right", self.record.ratios[self.first, last][own].max(), 3)

    def _look_closer(self) -> None:
        """Where the right answer's ratio stands, and what that means."""
        fan, head = self.fan, self.fan.head_of(1)
        said = Prose(say("training.spread.outside"), size=LABEL * _CLOSE)
        bound = Formula("1 + epsilon", size=LABEL * _CLOSE, role="muted")
        said.next_to(head, RIGHT, buff=0.15)
        bound.next_to(fan.place(fan.step, 1 + fan.eps_high), UR, buff=0.08)
        view = 0.5 * (head.get_center() + fan.place(fan.step, 1.0))
        lit = (fan, fan.lines, fan.heads)
        unseen = Dim(fan.rho, opacity=0.0)  # the frame would cut it
        self.zoom_to(view + 0.8 * LEFT, _CLOSE_WIDTH, *self.dim_others(*lit), unseen, run_time=1.4)
        self.play(FadeIn(said), FadeIn(bound), run_time=0.6)
        self.read(said, least=1.0)
        self.play(FadeOut(said), FadeOut(bound), run_time=0.4)
        self.zoom_home(*self.undim_all(), run_time=1.4)

    def _inner(self, start: float, end: float, run_time: float = 1.0) -> None:
        """Walk fan, panel and bars between two inner steps together."""
        fan, path = self.fan, self.record.inner_policy[self.first]
        self.play(
            Drive(VGroup(fan, fan.lines, fan.heads), fan.set_step, start, end),
            Drive(self.panel, lambda _: self.panel.show(fan), start, end),
            Drive(self.chart, self.chart.walk(path), start, end),
            run_time=run_time,
        )

    def _fan_names(self) -> VGroup:
        fan = self.fan
        names = VGroup()
        for sign, key in ((1, "right"), (-1, "wrong")):
            if any(sign * advantage > 0 for advantage in fan.advantages):
                name = Prose(say(f"training.spread.{key}"), size=LABEL)
                names.add(_keep_left(name.next_to(fan.head_of(sign), RIGHT, buff=0.2)))
        return names

    # -- 5 ------------------------------------------------------------------

    @beat(hold=2.2)
    def silence(self) -> None:
        """A silent group

        All wrong: every advantage is zero, and no answer pushes. Only the KL term acts.
        """
        chart, fan, loop = self.chart, self.fan, self.loop
        inner = self.record.inner_policy[self.first]
        self.play(
            FadeOut(fan, fan.lines, fan.heads, fan.steps, self.fan_names),
            FadeOut(self.panel),
            run_time=0.4,
        )
        self.play(FadeIn(loop), FadeIn(self.counter), run_time=0.6)
        # The last update; then the new policy draws, and is the old one of the next batch.
        self.play(
            Drive(chart, chart.walk(inner), fan.last, len(inner) - 1),
            Drive(loop, loop.set_turn, 0.75, 1.0),
            run_time=0.8,
        )
        skipped = self.quiet - self.first
        self._forward(self.first + 1, self.quiet, run_time=min(0.8 * skipped, 2.4))
        turn = loop.turn
        self._draw_group(self.quiet, turn, slowly=False)
        lamp = Lamp(on=False)
        word = Prose(say("training.silence.no_push"), size=LABEL)
        said = VGroup(lamp, word).arrange(RIGHT, buff=0.22)
        said.next_to(loop.words[-1], DOWN, buff=0.3).align_to(loop.words[-1], RIGHT)
        self.silent_sign = said
        self.play(Drive(loop, loop.set_turn, turn + 0.5, turn + 0.75), FadeIn(said), run_time=0.6)
        self.teach("largest_advantage", self.record.advantages[self.quiet].max(), 2)

    def _forward(self, start: float, end: float, *, run_time: float) -> None:
        """Walk bars, outlines, loop and counter through whole batches."""
        self.play(
            Drive(VGroup(self.chart, self.chart.outlines["old"]), self._at_batch, start, end),
            Drive(self.loop, self.loop.set_turn, self.loop.turn, self.loop.turn + end - start),
            Drive(self.counter, lambda t: self.counter[1].set_value(int(t + 1e-9) + 1), start, end),
            run_time=run_time,
        )

    def _at_batch(self, time: float) -> None:
        """The bars after `time` batches; outlines where the last whole batch began."""
        policy = self.record.policy
        self.chart.set_old(policy[int(time + 1e-9)])
        self.chart.walk(policy)(time)

    # -- 6 ------------------------------------------------------------------

    @beat(hold=2.6)
    def time_lapse(self) -> None:
        """Time-lapse

        Batch after batch, reward and KL rise. Clipping acts while the policy moves fast.
        """
        chart, row, loop = self.chart, self.row, self.loop
        old = chart.outlines["old"], chart.keys["old"]
        leaving = (row, row.marks, row.badges, self.silent_sign, *old)
        self.play(*map(FadeOut, (*leaving, loop.words, self.counter)), run_time=0.4)

        # The axis of the bars now reaches to certainty, and the loop makes room.
        loop.remove(loop.words)
        chart.set_outlined(None)
        self.play(
            Drive(chart, chart.set_full, _NEAR_SCALE, _WHOLE_SCALE),
            loop.animate(path_arc=-1.5).scale(0.5).move_to([-5.55, -2.1, 0]),
            run_time=1.2,
        )
        number = LiveNumber(self.quiet + 1, 0, size=READOUT, align="left")
        self.counter = on_baseline(_batch_name(size=READOUT), number, buff=0.25)
        self.counter.move_to([-3.4, -2.1, 0], aligned_edge=LEFT).align_to([-4.45, 0, 0], LEFT)
        self.strips = self._strips()
        start, end = self.quiet, self.told.steps
        self._measure(start)
        self.play(
            *map(FadeIn, (self.strips, self.counter)), *self._outline("reference"), run_time=0.8
        )
        self.play(
            Drive(chart, chart.walk(self.record.policy), start, end),
            Drive(self.strips, self._measure, start, end),
            Drive(self.counter, lambda t: self._count(min(t + 1, end)), start, end),
            Drive(loop, loop.set_turn, loop.turn, loop.turn + 0.25 * (end - start)),
            run_time=6.4,
            rate_func=linear,
        )
        run = self.record
        self.teach("batch_reward", run.rewards[-1].mean(), 2)
        self.teach("exact_kl", run.exact_kl[-1], 2)
        self.teach("clip_fraction", run.clip_fraction[-1].mean(), 2)

    def _count(self, batch: float) -> None:
        self.counter[1].set_value(int(batch + 1e-9))

    def _strips(self) -> VGroup:
        """Reward, KL and share clipped, each over all batches on axes that stay."""
        run, steps = self.record, self.told.steps
        after, whole = range(1, steps + 1), range(steps + 1)
        clipped = run.clip_fraction.mean(axis=1)
        rows = (
            ("reward", after, run.rewards.mean(axis=1), 1.0, 1.0, "reward"),
            ("kl", whole, run.exact_kl, 1.1 * run.exact_kl.max(), 2.0, "text"),
            ("clipped", after, clipped, max(0.5, clipped.max()), 0.5, "text"),
        )
        strips = VGroup()
        for place, (key, times, values, top, tick, role) in enumerate(rows):
            plot = TimePlot(steps, 0.0, float(top), width=4.5, height=1.15)
            plot.shift(np.array([3.0, 2.3 - 1.95 * place, 0]) - plot.middle())
            title = Prose(say(f"training.time_lapse.{key}"), size=LABEL, role="muted")
            title.next_to(plot.point(0, plot.high), UP, buff=0.18).align_to(plot.axis, LEFT)
            trace = Trace(plot, times, values, role=role)
            number = LiveNumber(0.0, 2, size=READOUT, role=role)
            number.move_to(plot.middle()).align_to([6.6, 0, 0], RIGHT)
            strips.add(VGroup(plot, plot.value_tick(tick), title, trace, number))
        strips.add(strips[-1][0].time_tick(steps))
        return strips

    def _measure(self, time: float) -> None:
        """Draw the strips as far as `time`; the numbers are those of the last batch."""
        for *_, trace, number in self.strips[:3]:
            trace.set_time(time)
            number.set_value(trace.last(time))

    # -- 7 ------------------------------------------------------------------

    @beat(hold=2.4)
    def saturation(self) -> None:
        """Saturation

        When all are right there is nothing to compare: groups fall silent again.
        """
        steps = self.told.steps
        self.grid = grid = GroupGrid(self.record, width=12.4, height=3.7)
        grid.shift(np.array([0, 0.05, 0]) - grid.middle())
        ticks = VGroup(grid.tick(0), grid.tick(self.quiet), grid.tick(steps - 1))
        axis = _batch_name(size=LABEL, role="muted").next_to(ticks, DOWN, buff=0)
        axis.set_x(0).set_y(ticks.get_y())
        heading = Prose(say("training.saturation.heading"), size=READOUT, role="reward")
        heading.move_to([-6.2, 3.1, 0], aligned_edge=LEFT)
        grid.set_time(0.0)
        self.play(*map(FadeOut, self.stage_mobjects()), run_time=0.4)
        self.play(FadeIn(heading), FadeIn(ticks), FadeIn(axis), Create(grid.foot), run_time=0.6)
        self.remove(grid.foot)
        self.add(grid)
        self.play(Drive(grid, grid.set_time, 0, steps), run_time=2.4, rate_func=linear)

        # Columns without a difference have nothing to say.
        number = LiveNumber(int(grid.silent.sum()), 0, size=READOUT)  # room for its last value
        silent, of_all = (
            Prose(say(f"training.saturation.{key}", count=steps), size=READOUT)
            for key in ("silent", "of_all")
        )
        total = on_baseline(silent, number, of_all, buff=0.22)
        total.move_to([6.2, 3.1, 0], aligned_edge=RIGHT)
        number.set_value(0)
        sign = Rectangle(width=0.15, height=0.36).set_stroke(paint("text"), HAIRLINE)
        total.add(sign.next_to(silent, LEFT, buff=0.2))
        self.play(FadeIn(total), run_time=0.6)
        self.play(
            Drive(grid, grid.set_silent, 0, steps),
            Drive(number, lambda _: number.set_value(grid.count()), 0, steps),
            run_time=3.0,
            rate_func=linear,
        )
        names = self._silent_names()
        self.play(FadeIn(names), run_time=0.6)
        self.grid_texts = VGroup(heading, ticks, axis, total, names)
        self.teach("silent_groups", grid.silent.sum(), 0)
        self.teach("steps", steps, 0)

    def _silent_names(self) -> VGroup:
        """Why the first silent group is silent, and why the last one is."""
        names, rewards = VGroup(), self.record.rewards
        for step in np.flatnonzero(self.record.silent)[[0, -1]]:
            key = "all_right" if rewards[step].max() > 0 else "all_wrong"
            name = self.grid.name_over(say(f"training.saturation.{key}"), int(step))
            if not any(touches(name, other) for other, _ in names):
                names.add(VGroup(name, self.grid.pointer(int(step), name)))
        return names

    # -- 8 ------------------------------------------------------------------

    @beat(hold=2.2)
    def loss(self) -> None:
        """Every batch starts at zero

        Without the KL term every batch starts at exactly zero: watch the reward instead.
        """
        changes = TRAINING_ABLATIONS["no KL"]
        run, steps = self._run(**changes), self.told.steps
        inner = run.objective.shape[1]
        times = np.append(np.arange(steps * inner) / inner, steps)
        values = np.append(run.objective.ravel(), run.objective[-1, -1])
        upper = TimePlot(steps, 0.0, 1.0, width=10.4, height=2.2)
        lower = TimePlot(steps, min(0.0, values.min()), values.max(), width=10.4, height=1.8)
        upper.shift(np.array([-0.4, 2.0, 0]) - upper.middle())
        lower.shift(np.array([-0.4, -1.3, 0]) - lower.middle())
        self.rise = Trace(upper, range(steps + 1), run.policy[:, self.right], role="new")
        teeth = Trace(lower, times, values, role="muted", head=False)
        starts = self._starts(lower, run)
        names = VGroup(Formula(chance_name(), size=LABEL, role="new"), Formula("J", size=LABEL))
        for name, plot in zip(names, (upper, lower), strict=True):
            name.next_to(plot.point(0, plot.high), UP, buff=0.14).align_to(upper.upright, LEFT)
        setting = Formula(_setting_name(changes), size=READOUT).move_to(
            [6.4, 3.35, 0], aligned_edge=RIGHT
        )
        ticks = VGroup(upper.value_tick(1.0), lower.value_tick(0.0), lower.time_tick(steps))
        numbers = VGroup(
            LiveNumber(0.0, 2, size=READOUT, role="new"), LiveNumber(0.0, 3, size=READOUT)
        )
        for number, plot in zip(numbers, (upper, lower), strict=True):
            number.move_to([6.5, plot.middle()[1], 0], aligned_edge=RIGHT)
        start = Prose(say("training.loss.start"), size=LABEL, role="muted")
        start.next_to(numbers[1], UP, buff=0.2).align_to(numbers[1], RIGHT)
        names.add(start)

        def follow(time: float) -> None:
            self.rise.set_time(time)
            teeth.set_time(time)
            for step, dot in enumerate(starts):
                dot.set_opacity(float(step <= time))
            numbers[0].set_value(self.rise.last(time))
            # J at the first inner step of the batch under way.
            numbers[1].set_value(run.objective[min(int(time), steps - 1), 0])

        follow(0.0)
        moving = VGroup(self.rise, teeth, starts, numbers)
        self.play(*map(FadeOut, (self.grid, self.grid_texts)), run_time=0.4)
        self.play(
            *map(FadeIn, (upper, lower, names, ticks, setting, moving)),
            run_time=0.8,
        )
        near = min(_TEETH, steps)
        self.play(Drive(moving, follow, 0, near), run_time=1.2, rate_func=linear)
        # Closer: the teeth rise inside a batch, and each starts from zero.
        self._look_at_teeth(lower, near, float(run.objective[near - 1].max()))
        self.play(Drive(moving, follow, near, steps), run_time=2.4, rate_func=linear)
        self.upper = upper
        self.loss_parts = VGroup(lower, names, ticks, setting, teeth, starts, numbers)
        self.teach("objective", run.objective[-1, 0], note=say("training.loss.start"))
        self.teach("chance_of_right", run.policy[-1, self.right], 2)

    def _look_at_teeth(self, plot: TimePlot, batch: int, peak: float) -> None:
        """What is drawn so far from near by: which steps the dots and the teeth are."""
        size = LABEL * _TEETH_WIDTH / HOME_WIDTH
        first = Prose(say("training.loss.first"), size=size)
        later = Prose(say("training.loss.later"), size=size, role="muted")
        first.next_to(plot.point(batch, 0), DR, buff=0.1).shift(0.14 * LEFT)
        later.next_to(plot.point(batch, max(peak, 0.5 * plot.high)), RIGHT, buff=0.06)
        middle = plot.point(0, 0.5 * plot.high) + np.array([1.6, -0.05, 0])
        self.zoom_to(middle, _TEETH_WIDTH, run_time=1.4)
        self.play(FadeIn(later), FadeIn(first), run_time=0.6)
        self.read(first, later, least=1.2)
        self.play(FadeOut(later), FadeOut(first), run_time=0.4)
        self.zoom_home(run_time=1.4)

    def _starts(self, plot: TimePlot, run: TabularRun) -> VGroup:
        """A dot for the value at each batch's first inner step."""
        return VGroup(
            *(
                Dot(plot.point(step, value), radius=0.055).set_fill(paint("text"), 1)
                for step, value in enumerate(run.objective[:, 0])
            )
        )

    # -- 9 ------------------------------------------------------------------

    @beat(hold=2.8)
    def ablations(self) -> None:
        """One change at a time

        One change at a time: some are slower, some end lower. No rule for a real model.
        """
        changes = [{}, *(TRAINING_ABLATIONS[name] for name in _SHOWN_ABLATIONS)]
        this_run = quoted(say("training.ablations.this_run"))
        names = [this_run, *map(_setting_name, changes[1:])]
        kinds = ["", *map(_setting, changes[1:])]
        race = self.race = RunRace([self._run(**c) for c in changes], names, self.right, kinds)

        # The curve without the KL term is the first ghost.
        self.play(FadeOut(self.loss_parts), FadeOut(self.upper), run_time=0.4)
        self.play(
            FadeIn(race.frame),
            ReplacementTransform(self.rise.line, race.traces[1].line),
            FadeOut(self.rise.head),
            run_time=1.0,
        )
        self.remove(self.rise)
        self.play(Drive(race.traces[0], race.traces[0].set_time, 0, self.told.steps), run_time=1.6)
        self.play(FadeIn(race.headings), *self._ending(0), *self._ending(1), run_time=0.6)
        # Why the order of the rows is none for a model.
        self.small = Prose(say("training.ablations.small"), role="muted")
        self.small.next_to(VGroup(*race.rows), DOWN, buff=0.55).align_to(race.headings, RIGHT)
        groups = (2,), (3, 4), (5,)
        for group in groups:
            self.play(*map(self._racing, group), run_time=1.2)
            said = [FadeIn(self.small)] if group == groups[-1] else []
            self.play(*(m for k in group for m in self._ending(k)), *said, run_time=0.6)
        for change, trace, half in zip(changes, race.traces, race.halves, strict=True):
            note = _note(change)
            self.teach("chance_of_right", trace.values[-1], 2, note=note)
            if half is not None:
                self.teach("half_right_at", half, 0, note=note)

    def _racing(self, k: int) -> Drive:
        """Run `k` is drawn from its first batch to its last."""
        trace = self.race.traces[k]
        return Drive(trace, trace.set_time, 0, self.told.steps)

    def _ending(self, k: int) -> list:
        """The thread and the row of run `k` come in."""
        return [Create(self.race.threads[k]), FadeIn(self.race.rows[k])]

    # -- 10 -----------------------------------------------------------------

    @beat(hold=2.0)
    def trajectory(self) -> None:
        """The best policies

        The curve: the best policy for each beta. The run climbs along it.
        """
        race = self.race
        plane = self.plane = PolicyPlane(self.told)
        plane.shift(np.array([-2.75, 0.3, 0]) - plane.middle())
        self.marks = VGroup(*map(plane.mark, _MARKED_BETAS))
        table = self.plane_table = PlaneTable(_TABLE)
        table.stand_at([_RIGHT - 0.5 * table.body.width, 2.55, 0])
        path = self.path = PlanePath(plane, self.record)
        end = self.told.steps
        self._show_best(_FIRST_BETA)
        leaving = [*race.traces, *race.rows, *race.threads, race.headings, race.frame, self.small]
        self.play(*map(FadeOut, leaving), run_time=0.4)
        self.play(
            FadeIn(plane.region, plane.axes, plane.names, plane.ticks, plane.beyond),
            run_time=0.6,
        )
        self.play(Create(plane.curve), run_time=1.0)
        self.remove(*plane.submobjects)
        self.add(plane)
        self.play(FadeIn(self.marks), FadeIn(plane.optimum), FadeIn(table), run_time=0.6)
        self._turn_beta(_FIRST_BETA, self.told.beta, run_time=1.8)

        # The run starts where beta would have no end, at the reference.
        path.set_time(0)
        table.show("run", *path.at(0))
        self.play(FadeIn(path), FadeIn(table.rows["run"]), run_time=0.4)
        self.play(
            Drive(path, path.set_time, 0, end),
            self._telling("run", path),
            run_time=2.4,
        )
        self._teach_place(row_name("best"), *plane.best(self.told.beta))
        self._teach_place(row_name("run"), *path.at(end))

    def _telling(self, row: str, path: PlanePath) -> Drive:
        """The numbers of a run's row, over its batches."""
        table = self.plane_table
        end = self.told.steps
        return Drive(table.rows[row], lambda t: table.show(row, *path.at(t)), 0, end)

    def _show_best(self, beta: float) -> None:
        self.plane.set_beta(beta)
        self.plane_table.show("best", *self.plane.best(beta))
        self.plane_table.beta.set_value(beta)

    def _turn_beta(self, start: float, end: float, *others, run_time: float) -> None:
        """Walk the point of the best policy, evenly in the logarithm of beta."""

        def turn(log_beta: float) -> None:
            self._show_best(end if log_beta == np.log(end) else float(np.exp(log_beta)))

        table = self.plane_table
        moving = VGroup(self.plane.optimum, table.beta, *table.numbers["best"])
        self.play(Drive(moving, turn, np.log(start), np.log(end)), *others, run_time=run_time)

    def _teach_place(self, note: str, p: float, kl: float) -> None:
        """Declare where a policy lies in the plane."""
        self.teach("chance_of_right", p, 2, note=note)
        self.teach("exact_kl", kl, 2, note=note)

    # -- 11 -----------------------------------------------------------------

    @beat(hold=2.4)
    def balance(self) -> None:
        """Where it settles

        With a heavy beta a run settles where push and price balance; without the std lower.
        """
        heavy, table, plane = TRAINING_ABLATIONS["heavy KL"]["beta"], self.plane_table, self.plane
        end = self.told.steps
        leaving = (self.path, table.rows["run"], table.rows["best"], self.marks, plane.optimum)
        self.play(*map(FadeOut, leaving), run_time=0.6)
        wide = Transform(table.body, table.room_for(4))
        dear = Drive(table.beta, table.beta.set_value, self.told.beta, heavy)
        self.play(dear, wide, run_time=1.0)
        before: list = []
        for name, row in (("heavy KL", "with_std"), ("heavy KL, no std", "no_std")):
            path = PlanePath(plane, self._run(**TRAINING_ABLATIONS[name]))
            path.set_time(0)
            table.show(row, *path.at(0))
            self.play(FadeIn(path), FadeIn(table.rows[row]), *before, run_time=0.4)
            self.play(Drive(path, path.set_time, 0, end), self._telling(row, path), run_time=2.0)
            label = Prose(row_name(row), role="new").next_to(path.head, UL, buff=0.2)
            self.play(FadeIn(label), run_time=0.4)

            # Where push and price are in balance, it has come to rest.
            rest = self._balance_of(name)
            ring = Circle(0.2, stroke_width=CURVE).set_stroke(paint("text"))
            table.show(f"rest_{row}", *rest)
            self.play(
                Create(ring.move_to(plane.point(*rest))),
                FadeIn(table.rows[f"rest_{row}"]),
                run_time=0.6,
            )
            self._teach_place(row_name(row), *path.at(end))
            self._teach_place(f"{row_name('rest')}, {row_name(row)}", *rest)
            before = [Dim(path.dots)]

    def _balance_of(self, name: str) -> tuple[float, float]:
        """p right and KL of the policy at which the expected step of a run is zero."""
        told = replace(self.told, **TRAINING_ABLATIONS[name])
        start = self.record.policy[0]
        policy = rest_policy(start, told.rewards, told.beta, told.group_size, scale=told.scale)
        return float(policy[self.right]), float(kl_divergence(policy, start))

    # -- 12 -----------------------------------------------------------------

    @beat(hold=3.0)
    def home(self) -> None:
        """Watch the reward

        The same objective moves a policy, goes silent, and saturates.
        """
        objective, cards = self._home_shot()
        words = Prose(say("training.home.claim"), size=FORMULA)
        claim = on_baseline(words, Formula("J", size=FORMULA), buff=0.25)
        claim.move_to([2.9, objective[2].get_y(), 0])
        self.play(*map(FadeOut, self.stage_mobjects()), run_time=0.4)
        self.play(FadeIn(objective), FadeIn(cards), run_time=0.8)
        self.play(FadeIn(claim, shift=0.2 * UP), run_time=0.8)


def _keep_left(mobject: Mobject) -> Mobject:
    """Move to the left what would come too near to the right edge of the frame."""
    return mobject.shift(max(0.0, mobject.get_right()[0] - _RIGHT) * LEFT)


def _batch_name(**style) -> Prose:
    """What stands with the number of a batch."""
    return Prose(say("training.batch.batch"), **style)


def _setting_name(changes: Mapping[str, Any]) -> str:
    """What a run changes, as a formula's source: "epsilon = 10"."""
    symbol = _setting(changes)
    if not symbol:
        return quoted(say("training.ablations.no_std"))
    return f"{symbol} = {next(iter(changes.values())):g}"


def _note(changes: Mapping[str, Any]) -> str:
    """What a run changes, in words and letters: "ε = 10"."""
    letter = {"beta": "β", "epsilon": "ε"}.get(_setting(changes)) if changes else None
    if letter:
        return under(letter, next(iter(changes.values())))
    return say("training.ablations.no_std") if changes else say("training.ablations.this_run")


def _setting(changes: Mapping[str, Any]) -> str:
    """The symbol of the setting that is changed, nothing if it has none."""
    return {"beta": "beta", "eps_low": "epsilon"}.get(next(iter(changes)), "")
