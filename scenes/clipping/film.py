"""Clipping: when an answer stops pushing, and what that does not do."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    GrowFromPoint,
    LaggedStart,
    Mobject,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
    linear,
    there_and_back,
)

from grpo_core import LARGE_STEP
from scenes.script.cases import Case, find_case
from scenes.script.facts import fact
from scenes.script.numerals import ratio_source, ratio_text
from scenes.script.rule_text import clip_source
from scenes.script.words import say
from scenes.stage.averaged import Averaged
from scenes.stage.film import GrpoScene, beat
from scenes.stage.motion import Drive
from scenes.stage.questions import EXIT_WIDTH, Exit
from scenes.stage.retelling import COMING, EARLY, LATE, LEAVING
from scenes.stage.theme import LABEL, READOUT
from scenes.stage.typeset import Formula, Prose
from scenes.stage.verbs import pieces

from .climb import HillClimb
from .corners import EXIT, Corners, Side
from .example import over_window, stand_in, told
from .harm import LONG, first_group, harms, used_batches
from .harm_plot import JOLT, HarmLine, HarmPlot, SmallHarm, UsedBatch
from .heart import Heart
from .lower import Lower
from .measured import Measured
from .opening import TALL, Opening
from .ruler_bar import RulerBar
from .sail import REACH, Sail, Shares
from .walker import Walker
from .windows import FAR, NEAR, Ranges

_LEAST_REACH, _BEYOND = 1.72, 1.13  # of the axis
_STRONG = 1.5  # an arrow that pushes anew
_FURTHER = 1.25  # how much more of the axis is shown in the end
_ZOOM, _LEAP = 12, 2.4  # into the first batch; how high a step leads through the air


class Clipping(GrpoScene):
    """When an answer stops pushing, and what clipping does not do."""

    poster_beat = 8
    lit = ("surrogate",)
    formula_at, vouch_y = np.array([6.4, 3.6, 0.0]), 1.6
    aside = np.array([6.5, 2.95, 0.0])  # where an answer waits
    asked_at = np.array([-1.4, 2.75, 0.0])  # over the hillside

    def setup(self) -> None:
        super().setup()
        self.usual, self.long = harms(), harms(LONG)
        self.times = round(self.long.held.rate / self.usual.held.rate)
        self.example = told(self.table)
        sides = [(1, True), (1, False), (-1, False), (-1, True)]
        cases = [find_case(self.example, sign, above=above) for sign, above in sides]
        self.pushed, self.fallen, self.dropped, self.growing = cases
        self.bounds = 1 - self.example.eps_low, 1 + self.example.eps_high
        furthest = max(self.bounds[1] + 0.15, *(case.ratio for case in cases))
        self.reach = max(_LEAST_REACH, _BEYOND * furthest)

    def script_values(self) -> dict[str, object]:
        """How often the runs of the lab use a batch, and what becomes of them."""
        usual, long = self.usual, self.long
        times = self.times
        return {
            "uses": usual.held.uses,
            "without": say(f"clipping.harm.fate_{usual.without.fate}"),
            "long": say(f"clipping.harm.long_{long.without.fate}", times=times),
            "held": say(f"clipping.rule.fate_{usual.held.fate}"),
            "low": say(f"clipping.rule.long_{long.held.fate}"),
        }

    def _teach(self, case: Case, *keys: str) -> None:
        """Declare numbers of an answer that shows a case; a probe has none of the group's."""
        for key in keys if case.index is not None else ():
            self.teach(key, getattr(self.example, key), 2, answers=[case.index])

    def _turn_into(
        self,
        picture: VGroup,
        pairs: Sequence[tuple[Mobject, Mobject]],
        run_time: float,
        gone: Sequence[Mobject] = (),
    ) -> None:
        """The old picture gives way to the next; of each pair the first becomes the second."""
        moves = [ReplacementTransform(*pair) for pair in pairs]
        self._give_way(picture, moves, [other for _, other in pairs], run_time, gone)

    def _give_way(
        self,
        picture: VGroup,
        moves: Sequence[Animation],
        made: Sequence[Mobject],
        run_time: float,
        gone: Sequence[Mobject] = (),
    ) -> None:
        """The same where `moves` bring the parts `made` of the picture."""
        coming = [FadeIn(part, rate_func=COMING) for part in pieces(picture, made)]
        self.clear(beside=[*moves, *coming], run_time=run_time, rate_func=EARLY)
        self.gather(picture, gone=gone)

    # -- 1 ------------------------------------------------------------------

    @beat()
    def harm(self) -> None:
        """Sampled once, used often

        Each batch is used many times, and nothing holds the model.
        """
        # The question, over a batch of answers.
        picture = self.plot = HarmPlot(self.usual, self.long)
        batch = UsedBatch(first_group())
        written = (FadeIn(answer, shift=0.3 * DOWN) for answer in batch.answers)
        coming = LaggedStart(FadeIn(batch.sheet), *written, lag_ratio=0.3)
        door = self.door(self.question, beside=[coming], seconds=0.4)
        self.play(FadeIn(batch.counter), run_time=0.4)
        self.gather(batch)

        # Each use is a jolt: the first three slowly.
        self.turn(0.0, 3.0, (batch, batch.set_uses), run_time=1.3, rate_func=linear)
        end = batch.last + JOLT
        self.turn(3.0, end, (batch, batch.set_uses), run_time=1.3, rate_func=linear)

        # That batch is the first of many: the share of right answers; then with longer steps.
        first, second = picture.without, picture.lost
        start = picture.plot.point(0, self.usual.without.mean[0])
        axes = FadeIn(first.set_step(0.0), picture.axes, picture.batches, rate_func=LATE)
        into = batch.animate.scale(0.01).move_to(start)
        self.heading = self.leave_door(door, keep=True, beside=[into, axes], run_time=1.2)
        self.gather(picture.axes, picture.batches, first, gone=[batch])
        self.wait(0.4)
        self._run(first)
        self._run(second)
        for line, harm in ((first, self.usual.without), (second, self.long.without)):
            self.given(say("clipping.harm.share"), harm.mean[-1], 2, note=line.words.plain)

    def _run(self, line: HarmLine) -> None:
        """Draw a line batch by batch, and say what it is."""
        self.gather(line.set_step(0.0))
        self.turn(0.0, line.last, (line, line.set_step), run_time=1.4)
        legend = [FadeIn(self.plot.thin)] if line is self.plot.without else []
        self.play(FadeIn(line.said, shift=0.2 * RIGHT), *legend, run_time=0.4)
        self.wait(0.4)

    # -- 2 ------------------------------------------------------------------

    @beat()
    def rule(self) -> None:
        """One rule more

        With clipping the same run does better. Why does pushing on do harm?
        """
        picture = self.plot
        self._run(picture.held)
        self.play(FadeIn(picture.gap), run_time=0.4)
        self.gather(picture.gap, *picture.lines[:3])
        self.wait(0.6)
        self._run(picture.low)
        self.wait(0.6)
        self.stays.remove(self.heading)
        seeds = (line.seeds for line in picture.lines)
        self.play(FadeOut(*seeds, picture.thin, self.heading), run_time=0.6)
        self.ask(self.question)
        for line, harm in ((picture.held, self.usual.held), (picture.low, self.long.held)):
            self.given(say("clipping.harm.share"), harm.mean[-1], 2, note=line.words.plain)

    # -- 3 ------------------------------------------------------------------

    @beat()
    def heart(self) -> None:
        """Learned by heart

        Used again and again, a batch is learned by heart; new questions pay for it.
        """
        # Into the first batch, whose uses are the axis now.
        chart, picture = self.plot, Heart(*used_batches(LONG), self.times)
        left, right = picture.plots
        row = self.row = chart.held.row
        start = chart.plot.point(0, 0)
        zoom = [line.average.animate.stretch(_ZOOM, 0, about_point=start) for line in chart.lines]
        aside = row.animate.move_to(self.aside, aligned_edge=RIGHT)
        axes = chart.plot, chart.title
        self.clear(*axes, beside=[*zoom, aside], run_time=1.2, rate_func=EARLY)
        moves = [
            ReplacementTransform(chart.plot, left.plot),
            TransformFromCopy(chart.plot, right.plot),
        ]
        made = VGroup(*(plot.axes for plot in picture.plots))
        coming = pieces(made, [left.plot, right.plot])
        rest = [FadeIn(part, rate_func=LATE) for part in coming]
        self.clear(row, beside=[*moves, *rest], run_time=1.0, rate_func=EARLY)
        self.gather(row, *made, gone=[chart])
        self.wait(0.4)
        self.play(FadeIn(picture.head, *(plot.title for plot in picture.plots)), run_time=0.4)
        self.wait(0.4)
        for plot in picture.plots:
            self.gather(plot.set_use(0.0))
            self.turn(0.0, plot.last, (plot, plot.set_use), run_time=2.4, rate_func=linear)
            self.play(FadeIn(plot.ends, *([plot.named] if plot is left else [])), run_time=0.5)
            self.wait(0.4)
            for share, what in ((plot.own, "own"), (plot.new, "new")):
                note = f"{plot.title.plain}: {say(f'clipping.heart.{what}')}"
                self.given(say("clipping.harm.share"), share.values[-1], 2, note=note)

    # -- 4 ------------------------------------------------------------------

    @beat(hold=2.1)
    def ruler(self) -> None:
        """The bar measures itself

        The ratio: how many times as likely an answer is now as when it was drawn.
        """
        # The right answer becomes one of ours, and its bar grows out of it.
        picture = self.measured = Measured(self.example, self.pushed, self.reach)
        bar = picture.bar
        to = self.row.animate.move_to(picture.card, aligned_edge=LEFT)
        from_card = GrowFromPoint(bar.outline, picture.card.get_left(), rate_func=COMING)
        self.clear(self.row, beside=[to, from_card], run_time=1.4, rate_func=LEAVING)
        becomes = [FadeOut(self.row, rate_func=EARLY), FadeIn(picture.card, rate_func=COMING)]
        self.play(*becomes, run_time=0.8)
        self.gather(picture.card, gone=[self.row])
        self.wait(0.4)
        for note in picture.stand_in(stand_in(self.table)):
            self.play(FadeIn(note), run_time=0.4)
            self.wait(0.4)
        self._measure()

        # Notches say how far; then it tips over, and lies as an axis.
        self.turn(0.0, 1.0, (bar, bar.set_cut), beside=[FadeIn(picture.marks)], run_time=0.8)
        self.wait(0.4)
        climb = self.climb = HillClimb(bar, self.reach)
        self._lay_down(climb)

        # The notches open into a band.
        self.band = climb.window()
        self.add(self.band, bar)
        words = FadeIn(self._window_words(), rate_func=LATE)
        self.turn(0.0, 1.0, (self.band, climb.open_window), beside=[words])
        self._teach(self.pushed, "ratio")
        self.teach("lower_bound", self.bounds[0], ratio_text)
        self.teach("upper_bound", self.bounds[1], ratio_text)

    def _window_words(self) -> VGroup:
        """What the window is, and the rule that opens it so far."""
        words = Prose(say("clipping.ruler.vouch"), size=READOUT, align="left")
        words.next_to(self.band, RIGHT, buff=0.3).set_y(self.vouch_y)
        bounds = self.example.eps_low, self.example.eps_high
        rule = Formula(clip_source(*bounds), size=LABEL, role="muted")
        rule.next_to(words, DOWN, buff=0.35, aligned_edge=LEFT)
        return VGroup(words, rule)

    def _measure(self) -> None:
        """The bar as it was when drawn; then it grows, and is measured by that."""
        picture, bar = self.measured, self.measured.bar
        self.play(FadeIn(picture.drawn), run_time=0.4)
        self.add(bar)
        self.turn(0.0, 1.0, (bar, bar.set_ratio), run_time=0.8)
        picture.grow(1.0)
        self.play(FadeIn(picture.number, picture.words), run_time=0.4)
        self.wait(0.8)
        self.turn(1.0, self.pushed.ratio, (VGroup(bar, picture.number), picture.grow), run_time=1.2)
        self.play(FadeIn(picture.now, picture.formula), run_time=0.6)

    def _lay_down(self, climb: HillClimb) -> None:
        """What stands beside the bar makes room; then the bar lies down, and is the axis."""
        picture, bar = self.measured, self.measured.bar
        aside = picture.formula.animate.move_to(self.formula_at, aligned_edge=UP + RIGHT)
        names = ReplacementTransform(picture.words, climb.times)
        leaving = FadeOut(picture.drawn, picture.now, picture.marks, picture.number)
        self.play(aside, names, leaving, run_time=0.8)
        rest = FadeIn(climb.numbers, climb.hill.axis, rate_func=LATE)
        self.turn(0.0, 1.0, (bar, bar.set_pose), beside=[rest], run_time=1.6)
        self.gather(bar, climb.numbers, climb.times, climb.hill.axis)

    # -- 5 ------------------------------------------------------------------

    @beat()
    def uphill(self) -> None:
        """Uphill, lamp on

        A better answer climbs; past the upper bound the ground is flat: no push.
        """
        # Height grows out of the axis; the bar's end is where the answer walks.
        climb, case = self.climb, self.pushed
        walker = self.first = climb.walker(case)
        self._grow_ground()
        walker.walk(climb.hill, 1.0)
        climb.lean(1.0, 1.0)
        self.on_word = climb.say("on")
        self.play(FadeIn(walker, climb.tangent, self.on_word), run_time=0.6)
        pace = VGroup(walker, self.measured.bar, climb.tangent)

        def along(ratio: float) -> None:
            climb.walk(walker, ratio)
            climb.lean(ratio, 1.0)

        before = 1.0 + 0.6 * (self.bounds[1] - 1.0)
        self.turn(1.0, before, (pace, along), run_time=1.6)

        # One step leaps past the bound. Does it still push there?
        def leap(share: float) -> None:
            ratio = before + share * (case.ratio - before)
            climb.walk(walker, ratio)
            walker.shift(_LEAP * share * (1 - share) * UP)
            past = min(1.0, max(0.0, ratio - self.bounds[1]) / (case.ratio - self.bounds[1]))
            climb.lean(ratio, float(ratio <= self.bounds[1]))
            walker.ask(past)

        self.turn(0.0, 1.0, (pace, leap), run_time=1.6)
        self.ask(self.question, at=self.asked_at, width=5.6)
        self.answer(Drive(walker, walker.tell(False), 0.0, 1.0), run_time=0.8)
        name = climb.name_of(case, walker)
        self.halted = [walker.body, walker.lamp, name]
        self.play(FadeIn(name, climb.say("out")), run_time=0.6)
        self._teach(case, "ratio")

    def _grow_ground(self) -> None:
        """Let what an answer adds grow out of the axis, over its ratio."""
        climb, bar = self.climb, self.measured.bar
        hill = climb.hill.set_rise(0.0)
        self.clear(bar, climb.numbers, climb.times, hill.axis, self.band, run_time=0.6)
        self.add(hill, bar, climb.numbers, climb.times)
        self.play(
            Drive(hill, hill.set_rise, 0.0, 1.0),
            Drive(bar, bar.set_ratio, self.pushed.ratio, 1.0),
            FadeOut(self.band, rate_func=LATE),
            FadeIn(climb.upright, climb.names[0], bar.tag_with(self.pushed.name)),
            run_time=1.4,
        )
        self.wait(0.4)
        self.play(FadeIn(climb.levels[0], climb.means[0]), run_time=0.6)
        self.wait(0.4)

    # -- 6 ------------------------------------------------------------------

    @beat()
    def rarer(self) -> None:
        """Rarer: the push stays

        A good answer that got rarer keeps its push, back up.
        """
        climb, case, bar = self.climb, self.fallen, self.measured.bar
        walker = climb.walker(case)
        leaving = FadeOut(climb.tangent, climb.levels[0], climb.means[0], self.on_word, bar.tag)
        back = Drive(bar, bar.set_ratio, self.pushed.ratio, 1.0)
        self.play(FadeIn(walker), back, leaving, run_time=0.8)
        self.play(FadeIn(bar.tag_with(case.name)), run_time=0.4)
        room = Prose(say("clipping.rarer.room"), size=READOUT)
        room.move_to(bar.place(self.bounds[1]) + 0.35 * RIGHT, aligned_edge=LEFT)
        walked = VGroup(walker, bar), lambda ratio: climb.walk(walker, ratio)
        self.turn(1.0, case.ratio, walked, beside=[FadeIn(room)], run_time=2.4)
        climb.lean(case.ratio, 1.0)
        name = climb.name_of(case, walker)
        word = climb.beside(walker, name, say("clipping.rarer.back"), self.halted)
        self.play(FadeIn(climb.tangent, name), run_time=0.6)
        self.bring_to_front(walker)

        # Its push: again and again, back up.
        push = {"run_time": 1.0, "rate_func": there_and_back}
        self.play(FadeIn(word), Drive(walker, walker.shine, 1.0, _STRONG, **push))
        self.play(Drive(walker, walker.shine, 1.0, _STRONG, **push))
        self._teach(case, "ratio")

    # -- 7 ------------------------------------------------------------------

    @beat()
    def mirror(self) -> None:
        """The other side

        For a worse answer: flat below the window, a slope without end above it.
        """
        climb, bar, low, high = self.climb, self.measured.bar, self.dropped, self.growing
        kept = [climb.hill, bar, climb.numbers, climb.times, climb.upright]
        self.gather(*kept)
        back = Drive(bar, bar.set_ratio, bar.ratio, 1.0)
        self.clear(*kept, beside=[back, FadeOut(bar.tag)], run_time=0.8)
        bar.tag.submobjects = []

        # Mirrored round 1; then it sinks below zero.
        whole = VGroup(*kept)
        self.turn(0.0, 0.5, (whole, climb.flip), run_time=1.4)
        self.wait(0.4)
        self.turn(0.5, 1.0, (whole, climb.flip), run_time=1.4)
        self.play(FadeIn(climb.levels[1], climb.names[1], climb.means[1]), run_time=0.6)
        self.wait(0.4)

        # One walks onto the flat and halts; the other has a slope under it for ever.
        self.walkers = []
        for case in (low, high):
            walker = climb.walker(case)
            self.walkers.append(walker)
            start = bar.ratio
            self.play(FadeIn(walker), Drive(bar, bar.set_ratio, start, 1.0), run_time=0.6)
            self.play(FadeIn(bar.tag_with(case.name)), run_time=0.3)
            self._go(walker, case)
            word = climb.say("out" if case is low else "on")
            self.play(FadeIn(climb.name_of(case, walker), word), run_time=0.4)
            self._teach(case, "ratio")

    def _go(self, walker: Walker, case: Case) -> None:
        """Walk to the ratio of a case; past a bound that holds the lamp goes out."""
        climb, edge = self.climb, self.bounds[0]
        fading = min(0.1, edge - case.ratio)  # it is out where it halts, however near that is

        def walk(ratio: float) -> None:
            climb.walk(walker, ratio)
            if case.ratio < edge:
                walker.set_level(float(np.clip((ratio - edge) / fading + 1, 0.0, 1.0)))

        self.turn(1.0, case.ratio, (VGroup(walker, self.measured.bar), walk), run_time=1.8)

    # -- 8 ------------------------------------------------------------------

    @beat()
    def corners(self) -> None:
        """Four corners

        Where the answer went the wrong way, it is always pushed back.
        """
        cases = [self.fallen, self.pushed, self.dropped, self.growing]
        picture = self.four = Corners(cases, self.bounds, self.reach)
        better, worse = picture.sides
        walkers = [walker for walker, _ in picture.walkers]
        for walker in walkers:
            walker.ask()

        # The hillside shrinks into its side, the bar under it; the figures walk to theirs.
        hill, bar = self.climb.hill, self.measured.bar
        pairs = [(hill.curve, worse.hill.curve), (hill.axis, worse.hill.axis)]
        pairs += [*zip(self.walkers, worse.walkers, strict=True), (bar, worse.bars[1])]
        moves = [ReplacementTransform(*pair) for pair in pairs]
        moves += [TransformFromCopy(bar, one) for one in (*better.bars, worse.bars[0])]
        moves += [TransformFromCopy(hill.curve, better.hill.curve)]
        come = [FadeIn(walker, shift=2 * RIGHT, rate_func=LATE) for walker in better.walkers]
        made = [*(new for _, new in pairs), *better.bars, worse.bars[0], better.hill.curve]
        self._give_way(picture, [*moves, *come], [*made, *better.walkers], 1.8, gone=[hill])
        self.wait(0.4)
        self.ask(self.question)
        self.answer(run_time=0.4)

        # Far enough the right way; then the wrong way.
        told = [
            (walker, walker.tell(side.pushes(walker.ratio))) for walker, side in picture.walkers
        ]
        for claim, pair in zip(picture.claims, ((1, 2), (0, 3)), strict=True):
            self.turn(0.0, 1.0, *(told[k] for k in pair), run_time=0.8)
            self.play(FadeIn(claim, shift=0.2 * DOWN), run_time=0.5)
            self.wait(1.0)
        for case in cases:
            self._teach(case, "ratio")

    # -- 9 ------------------------------------------------------------------

    @beat()
    def why_min(self) -> None:
        """Why not clip alone

        Clip alone would let go of a bad answer that is growing. The minimum does not.
        """
        picture = self.lower = Lower(self.growing, self.bounds, self.reach)
        side, walker, bar = self.four.of(self.growing)

        # Its side grows: the line alone, and the same line held to the window.
        pairs = [
            (side.hill.axis, picture.hill.axis),
            (side.hill.band, picture.hill.band),
            (side.hill.curve, picture.held),
            (walker, picture.walker),
            (bar, picture.bar),
        ]
        picture.walker.set_level(0.0)
        self._turn_into(picture, pairs, 2.2, gone=[side])

        # Held alone it is flat here, and the lamp is out.
        self.wait(0.6)
        self.play(FadeIn(picture.out), run_time=0.6)
        self.wait(1.5)

        # The lower of both, from left to right, in three places: here it slopes on.
        self.play(FadeOut(picture.clip), FadeIn(picture.formula), run_time=0.6)
        for start, end in pairwise((0.0, *picture.places)):
            self.turn(start, end, (picture.traced, picture.trace), run_time=1.0)
            self.play(FadeIn(picture.marks[picture.places.index(end)]), run_time=0.4)
        said = FadeOut(picture.out, rate_func=EARLY), FadeIn(picture.on, rate_func=LATE)
        self.turn(0.0, 1.0, (picture.walker, picture.drop), beside=said, run_time=1.2)

    # -- 10 ------------------------------------------------------------------

    @beat()
    def window(self) -> None:
        """The window

        Open the window: what had stopped pushes again as the window passes it.
        """
        shown = over_window(self.example)
        picture = self.opening = Opening(self.example, shown, self.reach)
        before = self.lower

        # The ground sinks into its axis, which goes down to where the window will stand.
        kept = [before.hill.axis, before.straight, before.held, before.traced, before.bar]
        for line in kept[1:4]:
            line.save_state()
        sunk = Drive(VGroup(*kept[1:4]), before.sink, 0.0, 1.0)
        self.clear(*kept, beside=[sunk], run_time=1.0, rate_func=EARLY)
        self.remove(*kept[1:4])
        own = [
            row
            for row, index in zip(picture.rows, shown, strict=True)
            if index == self.growing.index
        ]
        pairs = [(before.hill.axis, picture.axis.line), *((before.bar, row.bar) for row in own)]
        self._turn_into(picture, pairs, 1.2)

        # No width; then upward, then downward.
        self.play(FadeIn(picture.claims["narrow"]), run_time=0.4)
        self.wait(1.7)
        self.play(FadeOut(picture.claims["narrow"]), run_time=0.3)
        for way in (picture.up, picture.down):
            self.turn(0.0, 1.0, (picture, way), run_time=2.2)
            self.wait(0.4)
        self.play(FadeIn(picture.claims["wide"]), run_time=0.4)
        self.teach("ratio", self.example.ratio, ratio_source, answers=shown)

    # -- 11 -----------------------------------------------------------------

    @beat()
    def no_fence(self) -> None:
        """No fence

        Clipping stops the push. It does not hold the ratio: one step can leap past it.
        """
        # A run of its own: one bar becomes the first of five, and the window stretches.
        picture, shares = self._into_sail()
        self.wait(0.4)
        self.play(FadeIn(picture.numbers[0]), run_time=0.4)

        # One large step, and its push is off.
        walk = VGroup(picture.walker, shares, picture.counter), picture.go
        self.turn(0.0, 1.0, (walk[0], picture.leap), run_time=1.6)
        self.play(FadeIn(picture.numbers[1], picture.off), run_time=0.5)
        self.wait(0.6)

        # The others still push, and all chances are one whole: it is carried on.
        self.turn(1.0, 2.0, walk, run_time=1.8)
        self.play(FadeIn(picture.numbers[2]), run_time=0.4)
        end = picture.uses
        self.turn(2.0, end, walk, run_time=2.2, rate_func=linear)
        self.wait(0.4)
        said = FadeOut(picture.title), FadeIn(picture.held)
        self.play(FadeIn(picture.numbers[3]), *said, run_time=0.6)

        # The same uses without clipping.
        free = picture.free.set_step(0.0)
        self.play(FadeIn(free), run_time=0.4)
        said = FadeIn(picture.without, rate_func=LATE)
        self.turn(0.0, end, (free, free.set_step), beside=[said], run_time=1.4, rate_func=linear)
        self.wait(0.8)
        for step in picture.stations:
            key = "step" if step else "drawn"
            note = say(f"clipping.no_fence.{key}", step=step)
            self.teach("ratio", picture.path[step], 2, note=note)
        self.teach("ratio", picture.last, 1, note=picture.without.plain)

    def _into_sail(self) -> tuple[Sail, Shares]:
        """The rows' axis stretches to that of a run, and a bar of theirs is its first chance."""
        before = self.opening
        picture = self.sail = Sail(LARGE_STEP, self.usual.held.uses)
        shares, window = picture.shares, picture.window
        start, end = (np.array([one.low, one.high]) for one in (before.window, window))
        tall = window.tall

        def stretch(share: float) -> None:
            picture.axis.set_reach(before.axis.reach + share * (REACH - before.axis.reach))
            window.tall = TALL + share * (tall - TALL)
            window.set_range(*((1 - share) * start + share * end))

        stretch(0.0)
        bar = before.rows[0].bar
        moves = [
            ReplacementTransform(bar.fill, shares.parts[0]),
            ReplacementTransform(bar.outline, shares.drawn),
            Drive(window, stretch, 0.0, 1.0),  # at the back: what is over it is drawn anew
        ]
        self.gather(window, picture.axis, gone=[before.window, before.axis])
        self.bring_to_back(window)
        rest = [shares.parts[1:], shares.signs, shares.lamps, shares.notches]
        rest += [picture.title, picture.counter]
        come = [FadeIn(part, rate_func=COMING) for part in (*rest, picture.walker)]
        kept = window, picture.axis
        self.clear(*kept, beside=[*moves, *come], run_time=1.8, rate_func=EARLY)
        self.gather(picture, gone=[before])
        return picture, shares

    # -- 12 -----------------------------------------------------------------

    @beat()
    def others(self) -> None:
        """What others chose

        Some open the window further, or on one side; R1's printed bound hardly binds.
        """
        sail = self.sail
        picture = self.ranges = Ranges(sail.walker, float(sail.path[-1]))
        near, far = max(NEAR, self.reach), FAR
        first, second, third = picture.windows

        # Back to our own scale: the first window is ours.
        def closer(share: float) -> None:
            picture.set_reach(REACH + share * (near - REACH))

        closer(0.0)
        becomes = ReplacementTransform(sail.window, first)
        self.gather(picture.axis, gone=[sail.axis])
        moving = VGroup(picture.axis, sail.walker)
        self.clear(*moving, beside=[becomes], run_time=0.8, rate_func=EARLY)
        self.gather(moving, first)
        whole = VGroup(moving, first)
        self.turn(0.0, 1.0, (whole, closer), run_time=1.2)
        first_row = picture.said[0], picture.grounds[0], picture.probes[0]
        self.play(FadeIn(*first_row), run_time=0.6)
        self.wait(0.6)
        second_row = second, picture.said[1], picture.grounds[1], picture.probes[1]
        self.play(FadeIn(*second_row), run_time=0.8)
        self.wait(1.0)

        # Out to where the third one's upper bound is; the answer that had sailed on is inside.
        self.play(FadeIn(third), run_time=0.6)
        moving = VGroup(picture.axis, picture.windows, picture.probes, sail.walker)
        self.turn(near, far, (moving, picture.set_reach), run_time=2.4)
        self.play(FadeIn(picture.said[2]), run_time=0.6)
        if picture.lets_push():
            self.turn(0.0, 1.0, (sail.walker, sail.walker.set_level), run_time=0.6)
        self.gather(moving)
        for name, key in (("dapo.epsilon_high", "higher"), ("r1.epsilon", "wide")):
            bound, note = 1 + fact(name).value, say(f"clipping.others.{key}")
            self.teach("upper_bound", bound, ratio_text, note=note)

    # -- 13 -----------------------------------------------------------------

    @beat()
    def home(self) -> None:
        """Stop pushing, not undo

        Clipped means: stop pushing. It undoes nothing, and fences nothing in.
        """
        # The figures walk back out to their hillsides.
        cases = [self.fallen, self.pushed, self.dropped, self.growing]
        picture = Corners(cases, self.bounds, _FURTHER * self.reach, EXIT)
        for side in picture.sides:
            side.remove(side.ratios)
        for walker, hill in picture.walkers:
            walker.set_level(float(hill.pushes(walker.ratio)))
        better, halted, bar = picture.of(self.pushed)
        pairs = [(self.sail.walker, halted), (self.ranges.axis.line, better.hill.axis)]
        self._turn_into(picture, pairs, 1.6)
        self.wait(0.4)

        # Clipped, it stays where it is; others may carry it on.
        left = self._carry_on(better, halted, bar)
        small = SmallHarm(self.usual)
        self.play(FadeIn(small, shift=0.3 * LEFT), run_time=0.8)
        self.wait(0.4)

        # Where that stands in the objective.
        for line, harm in (
            (self.plot.held, self.usual.held),
            (self.plot.without, self.usual.without),
        ):
            self.given(say("clipping.harm.share"), harm.mean[-1], 2, note=line.words.plain)
        whole = VGroup(picture, left, small)
        self.gather(whole)
        printed = self._print_objective()
        claim = printed.sentence.plain
        self.close_film(whole, sentence=claim, across=True, printed=printed)

    def _carry_on(self, better: Side, halted: Walker, bar: RulerBar) -> VGroup:
        """One that has stopped is carried on; returns what is left where it stood, and why."""
        print_of = halted.trace()
        self.add(print_of)
        self.bring_to_front(halted)
        start = halted.ratio
        end = start + 0.85 * (better.hill.reach - start)

        def carried(ratio: float) -> None:
            halted.walk(better.hill, ratio)
            bar.set_ratio(ratio)

        note = Prose(say("clipping.home.carried"), size=LABEL)
        note.move_to(better.body.get_corner(UP + LEFT) + 0.3 * RIGHT + 0.2 * DOWN, UP + LEFT)
        moved = VGroup(halted, bar), carried
        self.turn(start, end, moved, beside=[FadeIn(note, rate_func=LATE)], run_time=1.6)
        self.wait(0.4)
        return VGroup(print_of, note)

    def _print_objective(self) -> Exit:
        """The objective, first as large as its smallest signs need to be read."""
        printed = Exit(say("clipping.home.claim"), self.lit, width=EXIT_WIDTH, across=True)
        term = Averaged(*self.lit)
        term.align_to(printed.objective, RIGHT)
        self.play(FadeIn(term, shift=0.3 * UP), run_time=0.6)
        self.wait(0.4)
        lead = printed.objective.without("average", "open", "surrogate", "price", "close")
        self.play(term.shrink(), FadeIn(lead, rate_func=LATE), run_time=0.8)
        self.gather(printed.objective, gone=[term, lead])
        return printed
