"""Equation: two updates of one model, and the one number that says which is better."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Create,
    FadeIn,
    FadeOut,
    GrowFromEdge,
    LaggedStart,
    TransformFromCopy,
    VGroup,
    there_and_back,
)
from manim import ReplacementTransform as Become

from grpo_core import MixturePath, evaluate_group, first_step, no_update
from scenes.script.cases import find_case
from scenes.script.glyphs import quoted
from scenes.script.numerals import ratio_source
from scenes.script.telling import telling
from scenes.script.words import say
from scenes.stage.envelope import ratio_text
from scenes.stage.film import GrpoScene, beat
from scenes.stage.motion import walks
from scenes.stage.questions import Door, Exit
from scenes.stage.retelling import EARLY, LATE
from scenes.stage.theme import FORMULA
from scenes.stage.typeset import Formula, Prose, fit_prose, fits_prose

from .bench import Ground
from .bound_plot import BoundPlot
from .bowl import Bowl
from .boxes import EqualBoxes
from .candidates import BETWEEN, before_and_after, candidates
from .chance_strip import ChanceStrip
from .drawing import Drawing
from .estimates import Estimates
from .exit import Ends, fall, threads
from .first_push import Pushes, Values, WayEnds, WayToX
from .fit import Fit
from .group_cards import GroupCards
from .hill import Hill
from .hill_marks import HillMarks
from .many_questions import ManyQuestions, Thread
from .pushing_bars import PushingBars, Signs, bounds, walking_bench
from .score_scale import ScoreScale, advantage_text
from .slot_row import SlotRow
from .springs import Springs
from .verdict import Scale
from .waterfall import Heights, Waterfall, terms

BENCH = Ground(-5.6, 6.2, -2.1, 2.9, note=1.25)  # under the slot row
ASIDE = 14.5 * RIGHT  # so far aside nothing is seen
LETTER = 0.55  # how high a policy's letter is over its bars
AT_BENCH = np.array([6.3, 1.65, 0.0])  # where its policy's letter stands
ASKED = np.array([0.0, -1.95, 0.0])  # the upper edge of what is asked under a picture
GAP_WIDTH, OVER_GAP = 3.1, np.array([0.3, 1.65, 0.0])  # between both charts of the door
QUESTION = np.array([-6.3, 3.1, 0.0])  # the left end of the group's question
MACHINE_ROW = -0.35  # its height when it comes back
FLASH = 11  # the stroke of a bound that is spoken of
READING = (("expectation", "average"), ("ratio",), ("advantage",), ("bound",), ("price",))
HILL_ASKED = np.array([2.9, 1.3, 0.0])  # and what is asked beside the columns


def short_question(question: str, width: float) -> Prose:
    """A question between two pictures: in large type if it fits one line, else in two lines."""
    if fits_prose(question, width, lines=1, size=FORMULA):
        return Prose(question, size=FORMULA)
    return fit_prose(question, width, lines=2, align="center")


class Equation(GrpoScene):
    """The objective, filled slot by slot, then asked which of two updates is better."""

    poster_beat = 10
    lit = ("expectation", "average", "surrogate", "price")

    def setup(self) -> None:
        super().setup()
        self.few = telling(self.table)
        self.x = evaluate_group(first_step(self.table.group))
        self.none = evaluate_group(no_update(self.table.group))
        self.row = SlotRow(self.table)
        self.candidates = candidates(self.table, self.x, self.few)
        self.bench = self.candidates["Y"].bench

    @beat()
    def two_updates(self) -> None:
        """Two updates

        Two updates of one model. Which is better, and by how much?
        """
        # One model, one question: its chances split in two.
        x, y = self.candidates.values()
        door = Door(say("equation.two_updates.question"), name=True)
        asked = short_question(self.table.group.question, GAP_WIDTH)
        y.bench.remove(y.bench.names, y.bench.axis, y.bench.texts)
        self.add(x, y, asked.move_to(OVER_GAP))
        self.wait(0.4)
        self.play(FadeIn(door.question, shift=0.2 * DOWN), run_time=0.8)
        self.wait(0.4)
        self.turn(0.0, 1.0, x.bench.move(x.door), y.bench.move(y.door), run_time=1.4)
        said = y.bench.names, y.bench.texts
        self.play(*map(FadeIn, (x.letter, y.letter, *said)), run_time=0.4)
        y.bench.add(*said)
        self.gather(y)

        # Each moves the tops of its bars.
        for each in (x, y):
            self.turn(0.0, 1.0, each.bench.way_to(each.logps), run_time=1.2)
            if each.mean_reward is not None:
                self.play(FadeIn(each.mean), run_time=0.4)
                self.teach("reward_mean", each.mean_reward, 2, note=each.letter.plain.strip('"'))
        legend = before_and_after(self.table).move_to(BETWEEN + 1.55 * DOWN)
        self.play(FadeIn(legend), run_time=0.4)

        # Which is better? One number will say it.
        self.wait(2.0)
        self.play(FadeIn(door.name_line, shift=0.2 * DOWN), run_time=0.8)
        self.wait(0.8)
        unknown = Formula("cal(J) = #h(0.1em) ?", size=80).move_to(BETWEEN)
        self.play(FadeIn(unknown, scale=0.8), run_time=0.6)
        self.gather(door)

    @beat()
    def group(self) -> None:
        """Draw a group

        A needle falls at random: likely answers are hit more often.
        """
        # X and Y wait in a corner; the old policy's bars stay behind, and tip over.
        x, y = self.candidates.values()
        strip = self.strip = ChanceStrip(self.table, x.bench.bare())
        y.bench.bare()
        strip.set_tip(0.0)
        for each in (x, y):
            each.add(each.letter)
        self.gather(x, y, strip)
        question = fit_prose(self.table.group.question, 8.0, lines=2, size=44)
        question.move_to(QUESTION, aligned_edge=LEFT)
        aside = walks(0.0, 1.0, x.to_corner(), y.to_corner())
        self.clear(strip, beside=aside, run_time=1.4)
        tipping = strip, strip.set_tip
        self.turn(0.0, 1.0, tipping, beside=[FadeIn(question)], run_time=1.6)
        self.play(FadeIn(strip.numbers), FadeIn(strip.measure), run_time=0.6)

        # A needle falls again and again; a few hits make a group, and throw their cards up.
        cards = self.cards = GroupCards(self.table, self.few, strip.hits[:, 0], 0.85)
        self.drawn = Drawing(strip, cards)
        self.turn(0.0, 1.0, self.drawn.fall_once(), run_time=0.8)
        self.play(*self.drawn.fall_often(), run_time=1.8)
        self.play(*map(FadeIn, strip.tallies), run_time=0.4)
        self.wait(0.6)
        self.play(*map(FadeOut, strip.tallies), run_time=0.2)
        for k in strip.order:
            self.turn(0.0, 1.0, self.drawn.fall(k), run_time=0.4)
            self.play(*self.drawn.throw(k), run_time=0.4)
        self.play(*self.drawn.rest())
        self.gather(strip.many, self.drawn, cards)

    @beat()
    def average(self) -> None:
        """An average

        Each answer counts alike: its chance has already counted in the draw.
        """
        # The row of slots comes; X and Y go aside.
        row, cards, strip = self.row, self.cards, self.strip
        aside = [each.animate.shift(5 * RIGHT) for each in self.candidates.values()]
        aside.append(FadeIn(row, shift=1.6 * DOWN))
        self.clear(cards, strip, strip.numbers, strip.measure, beside=aside, run_time=0.8)
        self.remove(*self.candidates.values())

        # Each card becomes a box, all of the same width.
        equal = self.equal = EqualBoxes(cards, strip, self.table.group.size)
        self.play(*equal.come(), run_time=1.0)
        self.gather(equal, gone=[cards])
        self.play(*equal.say_shares(), run_time=0.6)

        # Other draws: a likely answer comes more often, and each hit counts alike.
        for drawn in equal.other_draws():
            self.play(*drawn, run_time=0.6)
            self.wait(0.4)
        self.gather(equal, equal.shares)
        self.play(Create(equal.brace), run_time=0.4)

        # What they share flies into its slot.
        self.play(*row.light("average"), *equal.fold(row.expect("average")), run_time=1.4)
        row.keep()
        self.gather(row)
        self.teach("group_size", self.table.group.size, 0)

    @beat()
    def ratio(self) -> None:
        """The ratio

        How often does the old bar fit into the new one? That is the ratio.
        """
        # The stretches rise again, and Y comes over them.
        row, bench, strip = self.row, self.bench, self.strip
        strip.stand_at(bench.stand(BENCH))
        names = map(Become, self.equal.names[: len(self.few)], bench.names)
        self.clear(row, strip, beside=[*names, *row.light()], run_time=0.8)
        self.turn(1.0, 0.0, (strip, strip.set_tip), run_time=1.2)
        letter = self.candidates["Y"].letter.set(height=LETTER).move_to(AT_BENCH)
        self.bring_to_back(bench.new)
        grown = [GrowFromEdge(bar, DOWN) for bar in bench.new]
        self.play(*grown, FadeIn(letter, shift=0.4 * LEFT), run_time=1.2)
        bench.add(bench.names, bench.axis)
        self.play(FadeIn(bench.axis), FadeIn(bench.foot), run_time=0.4)
        self.gather(bench, gone=[strip])

        # Measure one slowly, then the others at once.
        fit = self.fit = Fit(self.table, bench)
        self.play(FadeIn(fit.names), run_time=0.4)
        for k, pace in ((fit.hero, 0.6), (fit.second, 0.4)):
            for step in fit.measure(k):
                self.play(*step, run_time=pace)
        self.play(*fit.measure_others(), run_time=0.8)
        self.gather(fit)

        # New over old flies into its slot.
        content = row.expect("ratio")
        bars = content.without("new", "old")
        flown = [name.copy() for name in fit.names]
        parts = map(content.select, ("new", "old"))
        pairs = zip(flown, parts, strict=True)
        flights = [name.animate.match_height(part).move_to(part) for name, part in pairs]
        self.play(*row.light("ratio"), *flights, FadeIn(bars, rate_func=LATE), run_time=1.4)
        row.keep()
        called = Formula(f"{quoted(say('equation.row.ratio'))} rho", size=38)
        self.play(FadeIn(called.next_to(row.slots["ratio"], DOWN, buff=0.15)), run_time=0.4)
        self.gather(row, gone=flown)
        self.teach("ratio", self.table.ratio, ratio_source, answers=self.few)

    @beat()
    def advantage(self) -> None:
        """The advantage

        Above the group’s average is better, below is worse.
        """
        # The bars sink to their ratios, and each answer is marked.
        table, few, row, bench, fit = self.table, self.few, self.row, self.bench, self.fit
        scale = self.scale = ScoreScale(table, few)
        moves = [*walks(1.0, 0.0, (bench.bars, bench.set_level)), *row.light()]
        moves += fit.shrink(scale.places)
        moves += [name.animate.set_x(x) for name, x in zip(bench.names, scale.places, strict=True)]
        marks = FadeIn(scale.axis), FadeIn(scale.row_name), *scale.drop_coins()
        self.clear(row, beside=[*moves, *marks], run_time=1.6)
        self.remove(bench.bars)

        # A line is drawn at the average, and arrows lead from there.
        self.play(Create(scale.mean), FadeIn(scale.mean_name), run_time=1.0)
        self.turn(0.0, 1.0, (scale.arrows, scale.set_arrows), run_time=1.2)

        # Its distance, measured in the spread, is the advantage.
        self.play(FadeIn(scale.spread), run_time=0.6)
        self.play(*scale.lay_spread(), run_time=1.0)
        self.play(*map(FadeIn, scale.numbers), FadeIn(scale.rule), run_time=0.8)
        letter = scale.rule.select("A").copy()
        self.play(*row.put("advantage", letter), run_time=1.2)
        row.keep()
        self.gather(row, scale)
        self.teach("rewards", table.rewards, ratio_text, answers=few)
        self.teach("reward_mean", table.reward_mean, 2)
        if table.scale == "std":
            self.teach("reward_std", table.reward_std, 2)
        self.teach("advantage", table.advantage, advantage_text, answers=few)

    @beat()
    def bound(self) -> None:
        """Trust ends at a bound

        Ratio times advantage is the score, up to a bound. Beyond it: no more.
        """
        # The line of the average becomes the axis of the ratio, an advantage becomes a score.
        row, scale = self.row, self.scale
        plot = self.plot = BoundPlot(self.table, find_case(self.table, 1, above=True))
        arriving = [Become(scale.mean, plot.across), *map(FadeIn, plot.ground()), *row.light()]
        arriving += [GrowFromEdge(bar, DOWN) for bar in plot.bars]
        self.clear(row, beside=arriving, run_time=1.2)

        # The score climbs with the ratio.
        self.play(*plot.begin(), *row.say("times"), run_time=0.8)
        self.turn(
            1.0, min(plot.bound, plot.case.ratio), (plot.moving, plot.set_ratio), run_time=2.4
        )

        # Trust ends; the ghost goes on.
        bend = plot.moving, plot.set_bounded
        self.turn(0.0, 1.0, bend, beside=list(map(FadeIn, plot.limit())), run_time=1.2)
        self.turn(
            min(plot.bound, plot.case.ratio),
            plot.case.ratio,
            (plot.moving, plot.set_ratio),
            run_time=2.4,
        )
        self.play(*map(FadeIn, (plot.guides, plot.numbers)), run_time=0.8)
        self.play(*row.put("bound"), run_time=0.8)
        row.keep()
        self.gather(row, plot)
        self.teach("upper_bound", plot.bound, ratio_text)
        if plot.case.index is not None:
            for key in ("unclipped", "clipped"):
                self.teach(key, getattr(self.table, key), 2, answers=[plot.case.index])

    @beat()
    def smaller(self) -> None:
        """The smaller counts

        With the bound or without? The more cautious estimate counts.
        """
        # All answers, each with both estimates.
        row, plot = self.row, self.plot
        estimates = self.estimates = Estimates(self.table, self.few)
        self.clear(row, beside=[*estimates.come_from(plot), *row.light()], run_time=1.2)
        self.turn(0.0, 1.0, (estimates.fresh, estimates.set_level), run_time=1.2)

        # Which one counts?
        self.ask(self.question, at=ASKED)

        # The smaller; it falls into its box.
        self.answer(FadeIn(estimates.boxes), FadeIn(estimates.answers), run_time=0.6)
        for choice, falls in estimates.decide():
            self.turn(0.0, 1.0, choice, beside=falls, run_time=1.0)
        self.play(*row.say("smaller"), run_time=0.8)
        self.play(*row.light("ratio", "advantage", "bound"), run_time=0.4)
        self.gather(row, estimates, estimates.results)
        for key in ("ratio", "unclipped", "clipped", "value"):
            self.teach(key, getattr(self.table, key), 2, answers=self.few)

    @beat(hold=2.0)
    def price(self) -> None:
        """The price of drift

        How far from the reference? The average cost, times beta, comes off.
        """
        # Bars of the new policy.
        row, held = self.row, self.estimates
        springs, bowl = Springs(self.table, self.few), Bowl(self.table, self.few)
        self.springs = springs.set_pull(0.0)
        new, reference, tie = springs.title
        pairs = zip(held.answers, springs.names, strict=True)
        named = [Become(*pair, rate_func=EARLY) for pair in pairs]
        shown = *springs.grow(), FadeIn(new), *row.light("price")
        self.clear(row, beside=[*named, *shown], run_time=1.2)

        # The reference comes out of each; a spring ties both together.
        self.gather(springs.moving)
        self.turn(0.0, 1.0, springs.walk_pull(), beside=[FadeIn(tie, reference)], run_time=1.6)

        # What a spring costs: nothing where both are equal.
        self.play(FadeIn(bowl.plot), run_time=0.8)
        moved = map(TransformFromCopy, springs.springs, bowl.springs)
        self.play(*moved, run_time=1.4)
        dots = FadeIn(bowl.dots, bowl.labels)
        self.play(dots, FadeIn(springs.cost_name, springs.costs), run_time=0.6)

        # The mean cost; beta makes a price of it, and the price is what is subtracted.
        mean = Create(bowl.mean), GrowFromEdge(bowl.block, DOWN)
        self.play(*mean, FadeIn(bowl.values[0], bowl.names[0]), run_time=1.0)
        self.add(bowl.price)
        self.turn(0.0, 1.0, bowl.shrink(), beside=[FadeIn(bowl.times)], run_time=1.4)
        self.play(FadeIn(bowl.values[1], bowl.names[1]), run_time=0.4)
        sliver, slot = VGroup(bowl.price, bowl.values[1]).copy(), row.slots["price"].box
        away = FadeOut(sliver, target_position=slot, scale=0.5)
        self.play(away, *row.put("price"), run_time=1.0)
        row.keep()
        self.gather(row)
        self.teach("k3", self.table.k3, answers=self.few)
        self.teach("mean_k3", self.table.kl)
        self.teach("beta", self.table.beta, ratio_source)
        self.teach("price", self.table.price)

    @beat(hold=2.0)
    def expectation(self) -> None:
        """Over many questions

        That was one question, one group. Training averages over many.
        """
        # The columns' answers gather on a strip: this question's group.
        row, names = self.row, self.springs.names
        many = self.many = ManyQuestions(self.table, self.few)
        questions, groups = many.questions, many.groups
        front = questions.front, many.question, many.policy, many.policy_name, many.ways
        shown = FadeIn(*front, groups.strips[0], *groups.rests[:1])
        named = *map(Become, names, groups.names), *row.light("expectation")
        self.clear(row, beside=[shown, *named], run_time=1.4)

        # Behind the question are more, and the policy may draw other groups.
        slot = row.slots["expectation"].box.get_bottom()
        self.play(*row.put("expectation"), run_time=0.8)
        row.keep()
        self.gather(row, questions.sheets, many.question)
        first, second = Thread(slot, questions.top), Thread(slot, groups.top)
        self.turn(0.0, 1.0, questions.come_out(), beside=[FadeIn(questions.words)], run_time=0.8)
        self.play(Create(first.line), run_time=0.6)
        others = FadeIn(first.dot, groups.words, *groups.rests[1:])
        self.play(others, LaggedStart(*groups.come_out(), lag_ratio=0.5), run_time=1.0)
        self.play(Create(second.line), run_time=0.6)
        self.play(FadeIn(second.dot), run_time=0.2)

    @beat(hold=2.0)
    def verdict(self) -> None:
        """The verdict

        Add up the terms: that is J. Compare X, Y and no update at all.
        """
        # The slots become lanes: one for each answer, and one for drift.
        tables = [self.x, self.table, self.none]
        level = Heights(tables, self.few)
        fall, other = (
            Waterfall(letter, table, self.few, level)
            for letter, table in (("Y", self.table), ("X", self.x))
        )
        scale = self.verdicts = Scale(tables, self.few, level)
        row, self.row = self.row, self.row.copy()
        away = FadeOut(row.head, target_position=scale.heading)
        moves = *fall.come_from(row), away, FadeIn(scale.heading)
        named = map(Become, self.many.groups.names, fall.names)
        texts = *fall.names[len(self.few) :], fall.heading, fall.zero, fall.zero_name, scale.line
        self.clear(beside=[*moves, *named, *map(FadeIn, texts)], run_time=1.6)

        # Y, block by block.
        self.gather(fall.hide().machine)
        said: list[Animation] = []
        for k, label in enumerate(fall.labels):
            self.turn(0.0, 1.0, fall.grow(k), beside=said, run_time=0.6)
            said = [FadeIn(label)]
        self.play(*said, FadeIn(fall.lead, scale.y.needle), run_time=0.4)
        self.play(FadeIn(*scale.y.said), run_time=0.6)
        self.wait(0.4)

        # X, in one sweep.
        leaving = FadeOut(fall.labels, fall.lead), Become(fall.heading, other.heading)
        self.turn(0.0, 1.0, fall.way_to(other), beside=leaving, run_time=1.2)
        self.play(FadeIn(other.labels, other.lead, scale.x.needle), run_time=0.4)
        self.play(FadeIn(*scale.x.said, scale.none), run_time=0.6)
        self.wait(1.0)

        # Which is better, and by how much?
        self.play(FadeIn(scale.x.words, scale.y.words), run_time=0.4)
        self.wait(0.6)
        self.play(FadeIn(scale.ahead, scale.lead), run_time=0.6)
        self.teach("objective", self.table.objective)
        self.given(say("equation.verdict.of_x"), self.x.objective)
        self.given(say("equation.verdict.of_none"), self.none.objective)

    @beat(hold=2.0)
    def hill(self) -> None:
        """On the way to Y

        At its bound an answer’s push ends. Those left decide where the gain goes.
        """
        # Y's columns come to the left; beside them a dial leads from the old policy to Y.
        path, y = MixturePath(self.table.group), self.verdicts.y.columns
        bench = walking_bench(self.table, self.few, self.x.new_logp)
        unbound = float(self.table.unclipped.mean())
        bars, hill = PushingBars(bench, path), Hill(path, unbound, self.x.surrogate)
        marks = self.marks = HillMarks(hill)
        hill.set_share(1.0)
        moves = *walks(0.0, 1.0, y.move(bench.ground)), Become(self.verdicts.line, hill.upright)
        self.clear(beside=[*moves, FadeIn(bench.names, bench.axis, hill.title)], run_time=1.2)
        self.gather(bench, gone=[y])
        self.wait(0.4)
        self.play(FadeIn(hill.dial, hill.ends, hill.slider, marks.ends), run_time=0.4)
        self.gather(bench, hill.upright, hill.title, hill.dial, hill.ends, hill.slider)

        # Where would you stop?
        walk = (bench, bars.set_share), (hill.slider, hill.set_share)
        self.turn(1.0, 0.0, *walk, run_time=1.2)
        self.signs = Signs(bench)
        self.play(FadeIn(bars.lamps, bars.bounds, self.signs), run_time=0.4)
        self.gather(bars, self.signs)
        self.wait(0.4)
        self.ask(self.question, at=HILL_ASKED, width=6.6)

        # Up to each bound, where lamps go out; then on to Y.
        hill.forget()
        shown = hill.plot, hill.rider
        self.answer(FadeIn(*shown, marks.before), run_time=0.6)
        self.wait(0.4)
        self.gather(bars, hill, self.signs, marks.before, marks.ends)
        start, pause = 0.0, 0.6 if len(bars.stops) < 3 else 0.4
        for stop in bars.stops:
            length = max(pause - 0.2, 2.4 * (stop - start))
            self.turn(start, stop, bars.walk(), hill.walk(), run_time=length)
            self.turn(0.0, 1.0, bars.go_out_at(stop), run_time=pause)
            start = stop
        self.play(FadeIn(marks.at_top, marks.after), run_time=0.4)
        self.play(*map(Create, marks.ghost[:1]), *map(FadeIn, marks.ghost[1:]), run_time=0.8)
        self.turn(start, 1.0, bars.walk(), hill.walk(), run_time=max(0.6, 3.0 * (1 - start)))
        self.play(FadeIn(marks.at_zero, marks.at_end), run_time=0.4)
        self.walker, self.way = bars, hill
        self.teach("surrogate", self.table.surrogate)

    @beat(hold=2.0)
    def slope(self) -> None:
        """Zero, but not flat

        At the start the gain is zero, but not flat: each answer pushes.
        """
        # Back to the start: every push is on again, and there is no gain.
        bars, hill, bench = self.walker, self.way, self.walker.bench
        marks = self.marks.ends
        self.clear(bars, hill, self.signs, marks, run_time=0.4)
        self.turn(1.0, 0.0, bars.walk(), hill.walk(), bars.all_out(), run_time=1.4)

        # What the answers add there cancels.
        line = hill.ahead, hill.island
        axis = hill.title, hill.upright, hill.zero, hill.zero_name, hill.link, hill.ball
        values = Values(terms(self.none, self.few)[:-1])
        self.play(FadeOut(*line, *axis, bars.bounds), FadeIn(values.line), run_time=0.4)
        self.turn(0.0, 1.0, values.grow(), beside=[FadeIn(values.numbers)], run_time=1.2)
        self.wait(1.0)
        self.turn(1.0, 0.0, values.grow(), beside=[FadeOut(values.numbers)], run_time=0.8)

        # But not flat: each pushes, and the way along the pushes leads up to X.
        slopes = evaluate_group(no_update(self.table.group), beta=0.0).gradient
        pushes = Pushes(bench, slopes).set_level(0.0)
        away = FadeOut(bars.lamps, hill.slider, hill.ends[1], values.line, values.blocks)
        back = FadeIn(*line, *axis[:-2], hill.ball)
        self.play(away, back, *walks(0.0, 1.0, pushes.grow()), run_time=0.8)
        self.gather(bench, hill.plot, hill.upright, hill.dial, hill.title, pushes, hill.ball)
        self.turn(0.0, 1.0, (hill.plot, hill.set_view), run_time=0.8)
        touched = bounds(bench, self.touched)
        way = WayToX(hill, self.x.surrogate)
        ends = self.ends = WayEnds(hill, way, marks)
        self.remove(hill.ball)
        self.add(touched, way.set_share(0.0))
        walk = bench.way_to(self.x.new_logp[list(self.few)]), way.walk()
        self.turn(0.0, 1.0, *walk, run_time=2.0)

        # It stops at the first bound, where pushes go out.
        flash = [line.animate.set_stroke(width=FLASH) for mark in touched for line in mark]
        self.teach("surrogate_slope", slopes, values.decimals, answers=self.few)
        self.play(FadeIn(ends), run_time=0.4)
        self.play(*flash, run_time=0.8, rate_func=there_and_back)
        self.turn(0.0, 1.0, pushes.go_out(self.touched[list(self.few)]), run_time=0.6)

    @property
    def touched(self) -> np.ndarray:
        """Which answers X brings to their bounds."""
        x = self.x
        bound = np.where(x.advantage > 0, 1 + x.eps_high, 1 - x.eps_low)
        return (x.advantage != 0) & np.isclose(x.ratio, bound, atol=1e-6)

    @beat(hold=0.8)
    def home(self) -> None:
        """The whole machine

        Go where the slope points, not further than you can trust.
        """
        # X's columns and what both ways came to move to the scale of J.
        updates, row = Ends([self.x, self.table, self.none], self.few), self.row
        x = self.walker.bench
        stand = x.bare().move(updates.columns[0].ground)
        moves = *updates.come_from(self.ends), *walks(0.0, 1.0, stand)
        beside = *moves, FadeIn(row.set_y(MACHINE_ROW), shift=UP)
        self.clear(beside=beside, run_time=1.4)
        self.gather(updates, row, gone=[x])
        self.wait(0.4)

        # Read it once more, box after box.
        for names in READING:
            self.play(*row.light(*names), run_time=0.8)
        self.play(*row.light(), run_time=0.4)

        # All of it, printed; and what it says to do.
        claim = say("equation.home.claim")
        printed = Exit(claim, self.lit, width=5.2).objective
        beside = FadeIn(threads(row, printed)), *fall(row, printed)
        self.close_film(updates, row, sentence=claim, beside=beside)
        self.teach("objective", self.table.objective)
