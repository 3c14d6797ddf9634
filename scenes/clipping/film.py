"""Clipping: when an answer stops pushing, and what that does not do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    LaggedStart,
    Mobject,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
)

from grpo_core import large_step_run
from scenes.script.cases import Case, find_case
from scenes.script.facts import fact
from scenes.script.numerals import ratio_source
from scenes.script.words import say
from scenes.stage.averaged import Averaged
from scenes.stage.envelope import ratio_text
from scenes.stage.film import GrpoScene, beat
from scenes.stage.motion import Drive
from scenes.stage.places import ASKED
from scenes.stage.questions import Door
from scenes.stage.retelling import COMING, EARLY, LATE, LEAVING
from scenes.stage.theme import FORMULA, READOUT
from scenes.stage.typeset import Prose
from scenes.stage.verbs import pieces

from .climb import Climb
from .corners import Corners
from .example import over_window, told
from .harm import LONG, first_group, harms
from .harm_plot import HarmLine, HarmPlot, UsedBatch
from .hillside import Hillside
from .lower import Lower
from .measured import Measured
from .opening import MOST_OPEN, Opening
from .sail import Sail
from .walker import Walker
from .windows import FAR, Ranges

_LEAST_REACH, _BEYOND, _SPREAD = 1.72, 1.13, 0.125  # of the axis; of names over it


class Clipping(GrpoScene):
    """When an answer stops pushing, and what clipping does not do."""

    poster_beat = 7
    lit = ("surrogate",)
    found_at, vouch_y = np.array([-3.3, 1.0, 0.0]), 1.6
    exit_hill: ClassVar = {
        "width": 3.75,
        "tall": 3.5,
        "floor": -1.1,
        "ceiling": 2.4,
        "bottom": -1.1,
    }
    asked_at = np.array([-1.4, 2.75, 0.0])  # over the hillside

    def setup(self) -> None:
        super().setup()
        self.usual, self.long = harms(), harms(LONG)
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
        times = round(long.held.rate / usual.held.rate)
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
        self.clear(beside=[*moves, *coming], run_time=run_time, rate_func=LEAVING)
        self.gather(picture, gone=gone)

    # -- 1 ------------------------------------------------------------------

    @beat()
    def harm(self) -> None:
        """Sampled once, used often

        Each batch is used many times, and nothing holds the model.
        """
        # A batch of answers, and how often it is used.
        door = self.name_line = Door(say("clipping.rule.held"), name=True).name_line
        door.move_to([-6.3, 3.55, 0], aligned_edge=UP + LEFT)
        picture = self.plot = HarmPlot(self.usual, self.long)
        uses = self.usual.held.uses
        batch = UsedBatch(first_group(), uses)
        self.add(door, batch.sheet, batch.answers[0])
        written = (FadeIn(answer, shift=0.3 * DOWN) for answer in batch.answers[1:])
        self.play(LaggedStart(*written, lag_ratio=0.4), run_time=1.4)
        self.play(FadeIn(batch.counter), run_time=0.4)
        self.gather(batch)
        self.wait(0.4)
        self.turn(0.0, uses, (batch, batch.set_uses), run_time=2.0)
        self.wait(0.4)

        # Batch after batch, and the share of right answers; then with longer steps.
        first, second = picture.without, picture.lost
        start = picture.plot.point(0, self.usual.without.mean[0])
        into = FadeOut(batch, target_position=start, scale=0.05)
        axes = FadeIn(first.set_step(0.0), picture.axes, picture.batches, rate_func=COMING)
        self.play(into, axes, run_time=1.4)
        self._run(first)
        self._run(second)
        for line, harm in ((first, self.usual.without), (second, self.long.without)):
            self.given(say("clipping.harm.share"), harm.mean[-1], 2, note=line.words.plain)

    def _run(self, line: HarmLine) -> None:
        """Draw a line batch by batch, and say what it is."""
        self.gather(line.set_step(0.0))
        self.turn(0.0, line.last, (line, line.set_step), run_time=2.0)
        self.play(FadeIn(line.said, shift=0.2 * RIGHT), run_time=0.4)
        self.wait(0.4)

    # -- 2 ------------------------------------------------------------------

    @beat()
    def rule(self) -> None:
        """One rule more

        With clipping the same run does better. When should an answer stop pushing?
        """
        picture = self.plot
        self._run(picture.held)
        self.play(FadeIn(picture.gap), run_time=0.4)
        self.gather(picture.gap, *picture.lines[:3])
        self._run(picture.low)
        self.play(FadeOut(self.name_line), run_time=0.4)
        self.ask(self.question)
        for line, harm in ((picture.held, self.usual.held), (picture.low, self.long.held)):
            self.given(say("clipping.harm.share"), harm.mean[-1], 2, note=line.words.plain)

    # -- 3 ------------------------------------------------------------------

    @beat(hold=2.0)
    def ruler(self) -> None:
        """The bar is its own ruler

        The ratio: how many times as likely an answer is now as when it was drawn.
        """
        # The answer at the line's end becomes one of ours, with its bar.
        picture = self.measured = Measured(self.example, self.pushed, self.reach)
        bar = picture.bar
        end = self.plot.held.said
        becomes = FadeOut(end, target_position=picture.card, rate_func=LEAVING)
        arriving = FadeIn(bar.outline, picture.drawn, picture.card, rate_func=COMING)
        self.clear(beside=[becomes, arriving], run_time=1.4, rate_func=LEAVING)
        self.wait(0.6)
        self.add(bar)
        self.turn(0.0, 1.0, (bar, bar.set_ratio), run_time=1.0)
        picture.grow(1.0)
        self.play(FadeIn(picture.number, picture.words), run_time=0.4)
        self.wait(0.4)
        self.turn(1.0, self.pushed.ratio, (VGroup(bar, picture.number), picture.grow), run_time=1.4)
        self.play(FadeIn(picture.now), run_time=0.4)
        self.play(FadeIn(picture.formula), run_time=0.6)
        self.wait(0.6)

        # Notches say how far; then it tips over, and lies as an axis.
        self.turn(0.0, 1.0, (bar, bar.set_cut), beside=[FadeIn(picture.marks)], run_time=1.0)
        self.wait(0.8)
        climb = self.climb = Climb(bar, self.reach)
        rest = FadeIn(climb.numbers, climb.times, climb.hill.axis, rate_func=LATE)
        leaving = FadeOut(picture.drawn, picture.now, picture.marks, rate_func=EARLY)
        aside = picture.found.animate.move_to(self.found_at)
        beside = [rest, leaving, aside]
        self.turn(0.0, 1.0, (bar, bar.set_pose), beside=beside, run_time=2.0)
        self.gather(bar, climb.numbers, climb.times, climb.hill.axis)

        # The notches open into a band.
        band = self.band = climb.window()
        self.add(band, bar)
        words = Prose(say("clipping.ruler.vouch"), size=READOUT)
        words.next_to(band, RIGHT, buff=0.3).set_y(self.vouch_y)
        self.turn(0.0, 1.0, (band, climb.open_window), beside=[FadeIn(words, rate_func=LATE)])
        self._teach(self.pushed, "ratio")
        self.teach("lower_bound", self.bounds[0], ratio_text)
        self.teach("upper_bound", self.bounds[1], ratio_text)

    # -- 4 ------------------------------------------------------------------

    @beat()
    def uphill(self) -> None:
        """Uphill, lamp on

        A better answer climbs; past the upper bound the ground is flat: no push.
        """
        # Height grows out of the axis; the bar's end is where the answer walks.
        climb, case, bar = self.climb, self.pushed, self.measured.bar
        hill, walker = climb.hill.set_rise(0.0), climb.walker(case)
        self.walkers = [walker]
        self.clear(bar, climb.numbers, climb.times, hill.axis, self.band, run_time=0.6)
        self.add(hill, bar, climb.numbers, climb.times)
        back = Drive(bar, bar.set_ratio, case.ratio, 1.0)
        grown = Drive(hill, hill.set_rise, 0.0, 1.0)
        self.play(
            *(grown, back, FadeOut(self.band, rate_func=LATE)),
            FadeIn(climb.upright, climb.names[0]),
            run_time=1.4,
        )
        self.play(FadeIn(climb.levels[0]), run_time=0.4)
        walker.walk(hill, 1.0)
        climb.lean(1.0, 1.0)
        self.play(FadeIn(walker), FadeIn(climb.tangent), run_time=0.6)
        pace = VGroup(walker, bar, climb.tangent)

        def along(ratio: float) -> None:
            climb.walk(walker, ratio)
            climb.lean(ratio, 1.0)

        self.on_word = climb.say("on")
        self.play(FadeIn(self.on_word), run_time=0.4)
        self.turn(1.0, self.bounds[1], (pace, along), run_time=2.2)

        # One step leaps past the bound. Does it still push there?
        def leap(share: float) -> None:
            ratio = self.bounds[1] + share * (case.ratio - self.bounds[1])
            climb.walk(walker, ratio)
            walker.shift(2 * share * (1 - share) * UP)
            climb.lean(ratio, 1.0 - min(1.0, 2 * share))
            walker.ask(min(1.0, 2 * share))

        self.turn(0.0, 1.0, (pace, leap), run_time=0.8)
        self.ask(self.question, at=self.asked_at, width=5.6)
        self.answer(Drive(walker, walker.tell(False), 0.0, 1.0), run_time=0.8)
        self.prints = climb.prints(1.0, case.ratio)
        name = climb.name_of(case, walker)
        self.halted = [walker.body, walker.lamp, name]
        self.play(FadeIn(name, self.prints, climb.say("out")), run_time=0.6)
        self._teach(case, "ratio")

    # -- 5 ------------------------------------------------------------------

    @beat()
    def rarer(self) -> None:
        """Rarer: the push stays

        A good answer that got rarer keeps its push, back up.
        """
        climb, case, bar = self.climb, self.fallen, self.measured.bar
        walker = climb.walker(case)
        leaving = FadeOut(climb.tangent, climb.levels[0], self.prints, self.on_word)
        back = Drive(bar, bar.set_ratio, self.pushed.ratio, 1.0)
        self.play(FadeIn(walker), back, leaving, run_time=0.8)
        self.wait(0.4)
        walked = VGroup(walker, bar), lambda ratio: climb.walk(walker, ratio)
        self.turn(1.0, case.ratio, walked, run_time=2.4)
        climb.lean(case.ratio, 1.0)
        name = climb.name_of(case, walker)
        word = climb.beside(walker, name, say("clipping.rarer.back"), self.halted)
        way = climb.prints(case.ratio, 1.0)
        self.play(FadeIn(climb.tangent, name, word, way), run_time=0.6)
        self.bring_to_front(walker)
        self._teach(case, "ratio")

    # -- 6 ------------------------------------------------------------------

    @beat()
    def mirror(self) -> None:
        """The other side

        For a worse answer: flat below the band, a slope without end above it.
        """
        climb, bar, low, high = self.climb, self.measured.bar, self.dropped, self.growing
        hill = climb.hill
        kept = [hill, bar, climb.numbers, climb.times, climb.upright]
        self.gather(*kept)
        self.clear(*kept, run_time=0.6)
        whole = VGroup(*kept)
        bars = Drive(bar, bar.set_ratio, bar.ratio, 1.0)
        self.turn(0.0, 1.0, (whole, climb.flip), run_time=1.8)
        self.play(bars, FadeIn(climb.levels[1], climb.names[1]), run_time=0.6)

        # One walks to the floor and halts; the other has none under it.
        self.walkers = []
        for case in (low, high):
            walker = climb.walker(case)
            self.walkers.append(walker)
            start = bar.ratio
            self.play(FadeIn(walker), Drive(bar, bar.set_ratio, start, 1.0), run_time=0.6)
            self._go(walker, case)
            word = climb.say("out" if case is low else "on")
            self.play(FadeIn(climb.name_of(case, walker), word), run_time=0.4)
            self._teach(case, "ratio")

    def _go(self, walker: Walker, case: Case) -> None:
        """Walk to the ratio of a case; past a bound that holds the lamp goes out."""
        climb, edge = self.climb, self.bounds[0]

        def walk(ratio: float) -> None:
            climb.walk(walker, ratio)
            if case.ratio < edge:
                walker.set_level(float(np.clip((ratio - edge) / 0.1 + 1, 0.0, 1.0)))

        self.turn(1.0, case.ratio, (VGroup(walker, self.measured.bar), walk), run_time=1.8)

    # -- 7 ------------------------------------------------------------------

    @beat()
    def corners(self) -> None:
        """Four corners

        Where the answer went the wrong way, it is always pushed back.
        """
        cases = [self.fallen, self.pushed, self.dropped, self.growing]
        picture = self.four = Corners(cases, self.bounds, self.reach)
        for corner in picture.corners:
            corner.walker.ask()
        low, high = picture.corners[2:]
        curves = low.hill.curve, high.hill.curve
        moves = [TransformFromCopy(self.climb.hill.curve, curve) for curve in curves]
        self._give_way(picture, moves, curves, 1.6, gone=[self.climb.hill])
        self.wait(0.4)
        self.ask(self.question)
        self.answer(run_time=0.4)
        told = [(c, c.walker.tell(c.hill.pushes(c.case.ratio))) for c in picture.corners]
        for k in (1, 2, 0, 3):
            self.turn(0.0, 1.0, told[k], run_time=0.6)
        claim = Prose(say("clipping.corners.claim"), size=FORMULA).move_to(ASKED, aligned_edge=UP)
        self.play(FadeIn(claim, shift=0.2 * DOWN), run_time=0.6)
        for case in cases:
            self._teach(case, "ratio")

    # -- 8 ------------------------------------------------------------------

    @beat()
    def why_min(self) -> None:
        """Why not clip alone

        Clip alone would let go of a bad answer that is growing. The minimum does not.
        """
        picture = self.lower = Lower(self.growing, self.bounds, self.reach)
        corner = self.four.of(self.growing)

        # Its corner grows: the line alone, and the same line held to the window.
        pairs = [
            (corner.hill.axis, picture.hill.axis),
            (corner.hill.band, picture.hill.band),
            (corner.hill.curve, picture.held),
            (corner.walker, picture.walker),
        ]
        self._turn_into(picture, pairs, 1.8, gone=[corner])

        # Held alone it is flat here, and the lamp goes out.
        out = picture.walker, picture.walker.set_level
        self.turn(1.0, 0.0, out, beside=[FadeIn(picture.out)], run_time=0.8)
        self.wait(2.0)

        # The lower of both, from left to right: here it slopes on.
        self.turn(0.0, 1.0, (picture.traced, picture.trace), run_time=3.0)
        leaving = FadeOut(picture.out, rate_func=EARLY)
        self.turn(0.0, 1.0, (picture.walker, picture.drop), beside=[leaving], run_time=1.2)
        self.play(FadeIn(picture.on), run_time=0.4)

    # -- 9 ------------------------------------------------------------------

    @beat()
    def window(self) -> None:
        """The window

        Open the window: what had stopped pushes again as the window passes it.
        """
        shown = over_window(self.example, self.reach, _SPREAD * self.reach)
        picture = self.opening = Opening(self.example, shown, self.reach)
        picture.open(0.0)
        before = self.lower.hill
        pairs = [(before.axis, picture.axis.line), (before.band, picture.window.pane)]
        self._turn_into(picture, pairs, 1.4)
        self.wait(1.0)
        self.turn(0.0, MOST_OPEN, (picture, picture.open), run_time=4.6)
        self.wait(1.2)
        self.turn(0.0, 1.0, (picture, picture.close_in), run_time=2.0)
        self.teach("ratio", self.example.ratio, ratio_source, answers=shown)

    # -- 10 -----------------------------------------------------------------

    @beat()
    def no_fence(self) -> None:
        """No fence

        Clipping stops the push. It does not hold the ratio: one step can leap past it.
        """
        # A recorded run: all at ratio 1, every lamp on.
        picture = self.sail = Sail(large_step_run())
        before = self.opening
        pairs = [(before.axis.line, picture.axis.line), (before.window, picture.window)]
        self._turn_into(picture, pairs, 1.4)
        self.play(FadeIn(picture.numbers[0]), run_time=0.4)
        self.wait(0.4)

        # One large step, and its push is off.
        walk = VGroup(picture.walker, picture.shares), picture.go
        self.add(picture.prints[0])
        self.turn(0.0, 1.0, (walk[0], picture.leap), run_time=2.0)
        self.play(FadeIn(picture.numbers[1], picture.off), run_time=0.6)
        self.wait(1.2)

        # The others still push, and all chances are one whole: it sails on.
        picture.shares.light(picture.pushing[1])
        self.add(picture.prints[1])
        self.turn(1.0, 2.0, walk, run_time=2.4)
        self.play(FadeIn(picture.numbers[2]), run_time=0.4)
        picture.shares.light(picture.pushing[2])
        self.wait(0.2)
        for step, ratio in enumerate(picture.path):
            note = (
                say("clipping.no_fence.step", step=step) if step else say("clipping.no_fence.drawn")
            )
            self.teach("ratio", ratio, 2, note=note)

    # -- 11 -----------------------------------------------------------------

    @beat()
    def others(self) -> None:
        """What others chose

        Some open the window further, or on one side; R1's printed bound hardly binds.
        """
        sail = self.sail
        picture = Ranges(sail.walker, sail.path[-1])
        picture.set_reach(sail.axis.reach)
        first, second, third = picture.windows
        becomes = ReplacementTransform(sail.window, first)
        kept = sail.axis, sail.walker
        self.clear(*kept, beside=[becomes], run_time=1.2, rate_func=LEAVING)
        self.gather(picture.axis, first, sail.walker, gone=[sail.axis])
        self.play(FadeIn(picture.said[0]), run_time=0.4)
        self.wait(0.6)
        self.play(FadeIn(second, picture.said[1]), run_time=0.8)
        self.wait(0.6)
        self.play(FadeIn(third), run_time=0.8)
        if picture.lets_push():
            self.turn(0.0, 1.0, (sail.walker, sail.walker.set_level), run_time=0.6)

        # Out to where its upper bound is.
        moving = VGroup(picture.axis, picture.windows, picture.said[:2], sail.walker)
        self.turn(sail.axis.reach, FAR, (moving, picture.set_reach), run_time=2.4)
        self.play(FadeIn(picture.said[2]), run_time=0.6)
        self.gather(moving)
        for name, key in (("dapo.epsilon_high", "higher"), ("r1.epsilon", "wide")):
            bound, note = 1 + fact(name).value, say(f"clipping.others.{key}")
            self.teach("upper_bound", bound, ratio_text, note=note)

    # -- 12 -----------------------------------------------------------------

    @beat()
    def home(self) -> None:
        """Stop pushing, not undo

        Clipped means: stop pushing. It undoes nothing, and fences nothing in.
        """
        hills, walkers = VGroup(), VGroup()
        pairs = (1.0, (self.fallen, self.pushed), -6.5), (-1.0, (self.dropped, self.growing), -2.2)
        for sign, cases, x in pairs:
            hill = Hillside(self.bounds, self.reach, left=x, sign=sign, **self.exit_hill)
            hills.add(hill)
            for case in cases:
                walker = Walker(case.advantage, size=0.95, on=hill.pushes(case.ratio))
                walkers.add(walker.walk(hill, case.ratio))
        words = VGroup(
            *(
                Prose(say(f"clipping.corners.{word}"), size=READOUT, role=role)
                for word, role in (("better", "up"), ("worse", "down"))
            )
        )
        for word, hill in zip(words, hills, strict=True):
            word.move_to([hill.left + 0.05, 2.85, 0], aligned_edge=LEFT)
        picture = VGroup(hills, walkers, words)
        self.clear(beside=[FadeIn(picture, rate_func=COMING)], run_time=1.4, rate_func=LEAVING)
        self.wait(1.0)

        # Where that stands in the objective.
        term = Averaged(*self.lit)
        self.play(FadeIn(term, shift=0.3 * UP), run_time=0.6)
        self.wait(1.0)
        self.play(term.shrink(), run_time=0.8)
        gone = FadeOut(term, rate_func=LATE)
        self.close_film(picture, sentence=say("clipping.home.claim"), width=4.6, beside=[gone])
