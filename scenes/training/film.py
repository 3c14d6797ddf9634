"""Training: the same objective moves a policy, goes silent, and saturates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
from manim import LEFT, Create, FadeIn, FadeOut, ReplacementTransform, VGroup, linear

from grpo_core import (
    TRAINING_ABLATIONS,
    TabularRun,
    kl_divergence,
    rest_policy,
    training_run,
)
from scenes.script.words import say
from scenes.stage.envelope import ratio_text
from scenes.stage.film import GrpoScene, beat
from scenes.stage.motion import Dim
from scenes.stage.theme import FORMULA
from scenes.stage.typeset import Formula, Prose, on_baseline

from .ablations import Ablations
from .batch_counter import BatchCounter
from .best_policies import BestPolicies, ToldPath
from .inner_steps import InnerSteps
from .policy_plane import row_name
from .run_chart import RunChart
from .run_loop import RunLoop
from .run_settings import note_of, recipe, setting_name
from .sample_cards import SampleCards
from .silent_groups import SilentGroups
from .time_strips import TimeStrips
from .zero_starts import ZeroStarts


class Training(GrpoScene):
    """A recorded run of `grpo_core.train_tabular`: every number and every curve is its own.

    The run's settings are `TRAINING_RUN`, its seed among them, so that what the captions say
    of it is tested; a user's group, EPSILON and BETA show in the home shot, not in the run.
    `changes` replaces settings: another seed is another film.
    """

    poster_beat = 6
    lit = ("objective", "surrogate", "beta", "divergence")  # the pushes and their price
    changes: ClassVar[Mapping[str, Any]] = {}
    free = "no KL"  # the change without which J does not start at zero
    heats = ((free,), ("heavy KL",), ("narrow clip", "wide clip"), ("no std",))
    settling: ClassVar[Mapping[str, str]] = {"heavy KL": "with_std", "heavy KL, no std": "no_std"}
    teeth = 13  # the batches whose J is seen from near by
    first_beta = 5.0  # where the walk along the best policies begins
    marked_betas = (1.0, 0.5, 0.2)
    near_scale, whole_scale = 8.0, 3.1  # heights of probability 1: of a batch, of the run
    bars_at, key_at = (-3.55, -0.3, 0.0), (-3.15, 3.15, 0.0)  # the middle of the bars' axis
    cards_at = (0.0, -2.02, 0.0)
    counter_at = (-4.45, -2.1, 0.0)  # its left end, in the time-lapse

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
        objective, _ = self.open_home()

        # Let pi_theta become five bars that can be moved.
        start = self.record.policy[self.first]
        rows = start, self.told.rewards, self.record.policy[0]
        self.chart = chart = RunChart(*rows, full=self.near_scale).stand_at(self.bars_at)
        key = chart.keys["new"].move_to(self.key_at)
        symbol = objective.part("new1").copy()
        self.clear(beside=[ReplacementTransform(symbol, key[1])], run_time=1.0)
        self.play(*chart.show_axis(), FadeIn(key[0]), run_time=0.6)
        self.play(chart.grow(), run_time=1.2)
        self.play(FadeIn(chart.numbers), run_time=0.6)
        self.gather(chart, key)

        # Show what is done to it, over and over.
        self.loop = loop = RunLoop()
        self.play(FadeIn(loop), run_time=0.8)
        self.play(loop.advance(1.0), run_time=2.0)
        self.recipe = recipe(self.told).move_to(self.cards_at)
        self.play(FadeIn(self.recipe), run_time=0.6)
        self._teach_settings()
        self.teach("chance_of_right", start[self.right], 2)

    def _teach_settings(self) -> None:
        for name in ("group_size", "eps_low", "beta", "inner_steps", "steps"):
            key = "epsilon" if name == "eps_low" else name
            self.teach(key, getattr(self.told, name), ratio_text)

    # -- 2 ------------------------------------------------------------------

    @beat(hold=2.2)
    def batch(self) -> None:
        """One batch

        The old policy draws a group; each answer is scored and compared with its group.
        """
        # Let a copy stay behind: the old policy, which draws.
        self.counter = BatchCounter(self.first, self.told.steps).move_to(self.loop.middle())
        old = self.chart.set_old(self.chart.policy).show_outlines("old")
        self.play(FadeOut(self.recipe), FadeIn(self.counter), *old, run_time=0.6)

        # Draw the first group that has something to compare.
        self._draw_group(self.first)
        advantages = self.record.advantages[self.first]
        self.teach("largest_advantage", advantages.max(), 2)
        self.teach("smallest_advantage", advantages.min(), 2)

    def _draw_group(self, batch: int, pace: float = 1.0) -> None:
        """Sample, score, compare: cards fall from their bars, get a mark, then an advantage."""
        self.row = row = SampleCards(self.record, batch, center=self.cards_at)
        self.play(row.fall(self.chart.outlines["old"]), run_time=2.6 * pace)
        self.gather(row)
        for signs in (row.marks, row.badges):
            self.play(self.loop.advance(0.25), run_time=0.6)
            self.play(row.show(signs), run_time=1.2 * pace)
            self.gather(signs)

    # -- 3 ------------------------------------------------------------------

    @beat(hold=2.0)
    def first_step(self) -> None:
        """The first inner step

        At the first inner step every ratio is exactly one: nothing can be clipped.
        """
        # The loop makes room for the ratios.
        row, loop = self.row, self.loop
        self.inner = inner = InnerSteps(self.record, self.first, self.right, self.chart)
        self.play(loop.advance(0.25), run_time=0.6)
        self.play(FadeOut(loop), FadeOut(self.counter), run_time=0.8)
        self.play(FadeIn(inner.fan), run_time=0.8)

        # Let each card's sign fly to its ratio; all of them are 1.
        self.play(inner.land(row), run_time=1.6)
        self.gather(inner.fan.lines, inner.fan.heads, gone=[*inner.landed, row.badges])
        self.play(*row.leave(), run_time=0.4)
        self.play(*inner.say_all_one(), run_time=0.6)
        self.teach("ratio", self.record.ratios[self.first, 0].max(), 3)

    # -- 4 ------------------------------------------------------------------

    @beat(hold=1.8)
    def spread(self) -> None:
        """The ratios spread

        Then they spread. Past the range the right answer stops pushing.
        """
        # Walk through the inner steps; where the clip binds first, come closer.
        inner, last = self.inner, self.inner.fan.last
        self.play(FadeOut(inner.all_one), run_time=0.4)
        for step in range(last):
            self.turn(step, step + 1, *inner.walks(), run_time=1.0)
            if step + 1 == inner.clipped:
                self._look_closer(inner)
            else:
                self.wait(0.4)

        # Name what was pushed up and what was pushed down.
        self.play(FadeIn(inner.names()), run_time=0.6)
        own = self.record.samples[self.first] == self.right
        self.teach("ratio_of_right", self.record.ratios[self.first, last][own].max(), 3)

    def _look_closer(self, inner: InnerSteps) -> None:
        """Where the right answer's ratio stands, and what that means."""
        said, bound = inner.say_outside()
        unseen = Dim(inner.fan.rho, opacity=0.0)  # the frame would cut it
        dark = self.dim_others(*inner.drawn)
        self.zoom_to(inner.near(), inner.near_width, *dark, unseen, run_time=1.4)
        self.play(FadeIn(said), FadeIn(bound), run_time=0.6)
        self.read(said, least=1.0)
        self.play(FadeOut(said), FadeOut(bound), run_time=0.4)
        self.zoom_home(*self.undim_all(), run_time=1.4)

    # -- 5 ------------------------------------------------------------------

    @beat(hold=2.2)
    def silence(self) -> None:
        """A silent group

        All wrong: every advantage is zero, and no answer pushes. Only the KL term acts.
        """
        # The last update moves the bars.
        chart, loop, inner, counter = self.chart, self.loop, self.inner, self.counter
        self.clear(*chart.shown())
        self.play(FadeIn(loop), FadeIn(counter), run_time=0.6)
        update, updates = chart.walk(inner.policies), len(inner.policies) - 1
        moves = [loop.advance(0.25)]
        self.turn(inner.fan.last, updates, (chart, update), beside=moves, run_time=0.8)

        # The new policy draws, and is the old one of the next batch.
        skipped, whole = self.quiet - self.first, VGroup(chart, chart.outlines["old"])
        batches = (whole, chart.walk_batches(self.record.policy)), (counter, counter.set_time)
        moves, seconds = [loop.advance(skipped - 1)], min(0.8 * skipped, 2.4)
        self.turn(self.first + 1, self.quiet, *batches, beside=moves, run_time=seconds)

        # This group has nothing to compare, and nothing to push with.
        self._draw_group(self.quiet, pace=0.5)
        self.play(loop.advance(0.25), FadeIn(loop.no_push()), run_time=0.6)
        self.teach("largest_advantage", self.record.advantages[self.quiet].max(), 2)

    # -- 6 ------------------------------------------------------------------

    @beat(hold=2.6)
    def time_lapse(self) -> None:
        """Time-lapse

        Batch after batch, reward and KL rise. Clipping acts while the policy moves fast.
        """
        # The axis of the bars now reaches to certainty, and the loop makes room.
        chart, loop, run = self.chart, self.loop, self.record
        self.clear(chart, chart.keys["new"], *loop.signs())
        chart.set_outlined(None)
        scales, aside = (self.near_scale, self.whole_scale), [loop.shrink()]
        self.turn(*scales, (chart, chart.set_full), beside=aside, run_time=1.2)

        # Measure reward, KL and share clipped.
        start, end = self.quiet, self.told.steps
        counter = BatchCounter(start, end, in_row=True).move_to(self.counter_at, LEFT)
        strips = TimeStrips(run).set_time(start)
        reference = chart.show_outlines("reference")
        self.play(FadeIn(strips), FadeIn(counter), *reference, run_time=0.8)

        # Let all batches pass.
        bars = (chart, chart.walk(run.policy))
        walked = bars, (strips, strips.set_time), (counter, counter.set_time)
        turning = [loop.advance(0.25 * (end - start))]
        self.turn(start, end, *walked, beside=turning, run_time=6.4, rate_func=linear)
        self.teach("batch_reward", run.rewards[-1].mean(), 2)
        self.teach("exact_kl", run.exact_kl[-1], 2)
        self.teach("clip_fraction", run.clip_fraction[-1].mean(), 2)

    # -- 7 ------------------------------------------------------------------

    @beat(hold=2.4)
    def saturation(self) -> None:
        """Saturation

        When all are right there is nothing to compare: groups fall silent again.
        """
        # Put the groups of all batches side by side.
        steps = self.told.steps
        picture = SilentGroups(self.record, (0, self.quiet, steps - 1))
        grid = picture.grid
        self.clear()
        self.play(*picture.show_axis(), run_time=0.6)
        self.gather(grid)
        self.turn(0, steps, (grid, grid.set_time), run_time=2.4, rate_func=linear)

        # Empty the columns without a difference: they have nothing to say.
        self.play(FadeIn(picture.total), run_time=0.6)
        counting = (grid, grid.set_silent), (picture.number, picture.count)
        self.turn(0, steps, *counting, run_time=3.0, rate_func=linear)
        self.play(FadeIn(picture.names()), run_time=0.6)
        self.teach("silent_groups", grid.silent.sum(), 0)
        self.teach("steps", steps, 0)

    # -- 8 ------------------------------------------------------------------

    @beat(hold=2.2)
    def loss(self) -> None:
        """Every batch starts at zero

        Without the KL term every batch starts at exactly zero: watch the reward instead.
        """
        # Draw the chance of a right answer and J side by side.
        changes, steps = TRAINING_ABLATIONS[self.free], self.told.steps
        run, near = self._run(**changes), min(self.teeth, steps)
        self.zero = zero = ZeroStarts(run, self.right, setting_name(changes))
        drawing = (zero.moving, zero.set_time)
        self.clear()
        self.play(FadeIn(zero), run_time=0.8)
        self.turn(0, near, drawing, run_time=1.2, rate_func=linear)

        # Come closer: the teeth rise inside a batch, and each starts from zero.
        first, later = zero.say_steps(near)
        self.zoom_to(zero.near(), zero.near_width, run_time=1.4)
        self.play(FadeIn(later), FadeIn(first), run_time=0.6)
        self.read(first, later, least=1.2)
        self.play(FadeOut(later), FadeOut(first), run_time=0.4)
        self.zoom_home(run_time=1.4)

        # Draw both to their end.
        self.turn(near, steps, drawing, run_time=2.4, rate_func=linear)
        self.teach("objective", run.objective[-1, 0], note=say("training.loss.start"))
        self.teach("chance_of_right", run.policy[-1, self.right], 2)

    # -- 9 ------------------------------------------------------------------

    @beat(hold=2.8)
    def ablations(self) -> None:
        """One change at a time

        One change at a time: some are slower, some end lower. No rule for a real model.
        """
        # The curve without the KL term is the first ghost.
        race = Ablations(self._run, self.heats, self.right)
        (ghost, *_), *others = race.heats
        rise, steps = self.zero.rise, self.told.steps
        self.clear(rise)
        becoming = ReplacementTransform(rise.line, race.traces[ghost].line)
        self.play(FadeIn(race.frame), becoming, FadeOut(rise.head), run_time=1.0)

        # The run itself, then those with one change.
        self.turn(0, steps, *race.walks(0), run_time=1.6)
        self.play(FadeIn(race.headings), *race.finish(0, ghost), run_time=0.6)
        for heat in others:
            self.turn(0, steps, *race.walks(*heat), run_time=1.2)
            said = [FadeIn(race.small)] if heat is others[-1] else []
            self.play(*race.finish(*heat), *said, run_time=0.6)
        self._teach_ends(race)

    def _teach_ends(self, race: Ablations) -> None:
        for changes, trace, half in zip(race.changes, race.traces, race.halves, strict=True):
            note = note_of(changes)
            self.teach("chance_of_right", trace.values[-1], 2, note=note)
            if half is not None:
                self.teach("half_right_at", half, 0, note=note)

    # -- 10 -----------------------------------------------------------------

    @beat(hold=2.0)
    def trajectory(self) -> None:
        """The best policies

        The curve: the best policy for each beta. The run climbs along it.
        """
        # Draw the curve, and walk along it.
        end, beta = self.told.steps, self.told.beta
        self.best = best = BestPolicies(self.told, self.marked_betas)
        best.set_beta(self.first_beta)
        self.clear()
        self.play(best.show_plane(), run_time=0.6)
        self.play(Create(best.plane.curve), run_time=1.0)
        self.gather(best.plane)
        self.play(*best.show_best(), run_time=0.6)
        self.play(best.turn_beta(self.first_beta, beta), run_time=1.8)

        # The run starts where beta would have no end, at the reference.
        path = ToldPath(best, "run", self.record)
        self.play(*path.show(), run_time=0.4)
        self.turn(0, end, *path.walks(), run_time=2.4)
        self._teach_place(row_name("best"), *best.plane.best(beta))
        self._teach_place(row_name("run"), *path.at(end))

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
        # Turn up the price.
        table, end, before = self.best.table, self.told.steps, []
        heavy = TRAINING_ABLATIONS["heavy KL"]["beta"]
        self.clear(self.best.plane, *table.head(), run_time=0.6)
        dearer = (table.beta, table.beta.set_value)
        self.turn(self.told.beta, heavy, dearer, beside=[table.make_room(4)], run_time=1.0)
        for name, row in self.settling.items():
            # A run under this price climbs.
            path = ToldPath(self.best, row, self._run(**TRAINING_ABLATIONS[name]))
            self.play(*path.show(), *before, run_time=0.4)
            self.turn(0, end, *path.walks(), run_time=2.0)
            self.play(FadeIn(path.label()), run_time=0.4)

            # Where push and price are in balance, it has come to rest.
            rest = self._balance_of(name)
            self.play(*path.show_rest(*rest), run_time=0.6)
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
        # The home shot, and what to watch instead of J.
        words = Prose(say("training.home.claim"), size=FORMULA)
        self.close_home(on_baseline(words, Formula("J", size=FORMULA), buff=0.25))
