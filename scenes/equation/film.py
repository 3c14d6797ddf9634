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
    Mobject,
    VGroup,
    there_and_back,
)
from manim import ReplacementTransform as Become

from grpo_core import MixturePath, evaluate_group, first_step, no_update
from scenes.script.cases import find_case
from scenes.script.glyphs import quoted
from scenes.script.numerals import ratio_source, ratio_text
from scenes.script.telling import telling
from scenes.script.words import say
from scenes.stage.film import GrpoScene, beat
from scenes.stage.motion import walks
from scenes.stage.questions import Door, Exit
from scenes.stage.retelling import EARLY, LATE, become
from scenes.stage.theme import FORMULA
from scenes.stage.typeset import Formula, Prose, fit_prose, fits_prose

from .bench import Ground
from .bound_plot import BoundPlot
from .bowl import Bowl
from .boxes import EqualBoxes
from .candidates import before_and_after, candidates, share_text
from .chance_strip import ChanceStrip
from .drawing import Drawing
from .estimates import Estimates
from .exit import PARTS, Ends, threads
from .first_push import PushSum, WayEnds, WayToX, against, on_the_way_to_y
from .fit import Fit
from .group_cards import GroupCards
from .hill import Hill
from .hill_marks import HillMarks
from .many_questions import ManyQuestions, Thread
from .pairs import ReferencePairs
from .pushing_bars import PushingBars, Signs, walking_bench
from .score_scale import ScoreScale, advantage_text
from .shapes import Shapes
from .slot_row import SlotRow
from .verdict import Scale, better_of
from .waterfall import Heights, Waterfall, terms

BENCH = Ground(-4.9, 6.2, -2.1, 2.9, note=1.25)  # under the slot row
LETTER = 0.55  # how high a policy's letter is over its bars
AT_BENCH = np.array([6.3, 1.65, 0.0])  # where its policy's letter stands
ASKED = np.array([0.0, -2.45, 0.0])  # the upper edge of what is asked under a picture
ASKED_WIDTH = 5.4  # of the group's question over the gap between both charts of the door
OVER_GAP, BETWEEN = np.array([0.35, 1.62, 0.0]), np.array([0.35, -0.5, 0.0])  # of the charts
UNKNOWN = np.array([4.9, 2.3, 0.0])  # the number that will answer, at the door
QUESTION = np.array([-6.3, 3.1, 0.0])  # the left end of the group's question
PACES = (0.6, 0.4, 0.25, 0.2, 0.1, 0.1)  # of the first drops, in seconds: faster and faster
ONCE = np.array([-6.3, 2.1, 0.0])  # the left end of what is said of the hits
MACHINE_ROW = -0.35  # its height when it comes back
FLASH = 11  # the stroke of a bound that is spoken of
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

    def script_values(self) -> dict[str, str]:
        """Answers to choose from, and of those the ones that are right for this group."""
        stops = {place: say(f"equation.hill.{place}") for place in ("start", "between", "end")}
        share = MixturePath(self.table.group).peak[0]
        place = "between" if 0 < share < 1 else ("end" if share else "start")
        top = stops[place] if self.table.advantage.any() else ""  # else all is flat
        neither = say("equation.two_updates.neither")
        better = better_of(self.x.objective, self.table.objective)
        choices = {"better": better or neither, "neither": neither, "top": top, **stops}
        return {**choices, "to_y": on_the_way_to_y(self.table)}

    @beat()
    def two_updates(self) -> None:
        """Two updates

        Two updates of one model. Which is better, and by how much?
        """
        # One model, one question: its chances split in two.
        x, y = self.candidates.values()
        door = Door(say("equation.two_updates.question"), name=True)
        asked = short_question(self.table.group.question, ASKED_WIDTH).move_to(OVER_GAP)
        y.bench.remove(y.bench.names, y.bench.axis)
        x.bench.remove(x.bench.axis)
        self.add(x, y, asked)
        self.play(FadeIn(door.question, shift=0.2 * DOWN), run_time=0.8)
        self.wait(0.8)
        self.turn(0.0, 1.0, x.bench.move(x.door), y.bench.move(y.door), run_time=1.4)
        self.play(*map(FadeIn, (x.letter, x.bench.axis, y.letter, y.bench.names)), run_time=0.4)
        x.bench.add(x.bench.axis)
        y.bench.add(y.bench.names)
        self.gather(x, y)

        # Each moves the tops of its bars.
        legend = before_and_after().move_to(BETWEEN)
        self.play(FadeIn(legend), run_time=0.4)
        for each in (x, y):
            self.turn(0.0, 1.0, each.bench.way_to(each.logps), run_time=2.0)

        # Which is better? How often each is right hardly tells; one number will say it.
        self._say_how_often_right()
        self.wait(0.6)
        self.play(FadeIn(door.name_line, shift=0.2 * DOWN), run_time=0.8)
        self.wait(0.8)
        unknown = Formula("cal(J) = #h(0.1em) ?", size=80).move_to(UNKNOWN)
        self.play(FadeIn(unknown, scale=0.8), run_time=0.6)
        self.gather(door)

    def _say_how_often_right(self) -> None:
        """Of both updates, where it is known."""
        told = {name: one for name, one in self.candidates.items() if one.right}
        if told:
            self.play(*(FadeIn(one.right) for one in told.values()), run_time=0.4)
        for name, one in told.items():
            self.teach("share_right", one.rightness, share_text, note=name)

    @beat()
    def group(self) -> None:
        """Draw a group

        A needle falls at random: likely answers are hit more often.
        """
        # X and Y wait in a corner; the old policy's bars stay behind, and tip over.
        x, y = self.candidates.values()
        told = VGroup(x.bench.names, x.bench.axis, y.bench.names).copy()  # fades where it stands
        strip = self.strip = ChanceStrip(self.table, x.bench.bare())
        y.bench.bare()
        strip.set_tip(0.0)
        for each in (x, y):
            each.add(each.letter)
        self.gather(x, y, strip, told)
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
        for n, pace in enumerate(PACES):
            self.turn(0.0, 1.0, self.drawn.drop(n), run_time=pace)
            self.add(strip.many[n])
        self.play(*self.drawn.fall_often(len(PACES)), run_time=1.0)
        self.play(*map(FadeIn, strip.tallies), run_time=0.4)
        self.wait(0.4)
        self.play(*map(FadeOut, strip.tallies), run_time=0.2)
        for k in strip.order:
            self.turn(0.0, 1.0, self.drawn.fall(k), run_time=0.4)
            self.play(*self.drawn.throw(k), run_time=0.4)
        once = Prose(say("equation.group.once"), role="muted").move_to(ONCE, aligned_edge=LEFT)
        luck = [FadeIn(once)] if self.table.group.is_complete else []
        self.play(*self.drawn.rest(), *luck, run_time=0.6)
        self.gather(strip.many, self.drawn, cards)
        self.wait(0.4)

    @beat()
    def average(self) -> None:
        """An average

        Each answer counts alike: its chance has already counted in the draw.
        """
        # The row of slots comes; X and Y stay in their corner.
        row, cards, strip = self.row, self.cards, self.strip
        kept = *self.candidates.values(), strip, strip.many, strip.numbers, strip.measure
        self.clear(cards, *kept, beside=[FadeIn(row, shift=1.6 * DOWN)], run_time=0.8)

        # Each card becomes a box, all of the same width, with a tray for a term.
        equal = self.equal = EqualBoxes(cards, strip, self.table.group.size)
        self.play(*equal.come(), run_time=1.0)
        self.gather(equal, gone=[cards])

        # Likely answers are hit more often: more trays, not heavier ones.
        if equal.tally:
            self.play(*equal.pile_up(), run_time=3.0)
            self.gather(equal.tally)
        self.play(*equal.say_shares(), run_time=0.8)
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
        # The stretches rise again, and Y comes out of its corner over them.
        row, bench, strip, y = self.row, self.bench, self.strip, self.candidates["Y"]
        corner = bench.ground
        strip.stand_at(bench.stand(BENCH))
        names = bench.names.copy()
        bench.stand(corner)
        told = map(Become, self.equal.names[: len(self.few)], names)
        kept = row, strip, *self.candidates.values()
        self.clear(*kept, beside=[*told, *row.light()], run_time=0.8, rate_func=EARLY)
        self.turn(1.0, 0.0, (strip, strip.set_tip), run_time=1.2)
        letter = y.letter.animate.set(height=LETTER).move_to(AT_BENCH)
        self.turn(0.0, 1.0, bench.move(BENCH), beside=[letter], run_time=1.4)
        bench.add(bench.names, bench.axis)
        self.play(FadeIn(bench.axis), FadeIn(bench.foot), run_time=0.4)
        self.gather(bench, gone=[strip, names])

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

        # Its distance, measured in the spread, is the advantage: one slowly, then the others.
        self.play(FadeIn(scale.rod, scale.rod_name), run_time=0.6)
        for k in range(len(few)):
            self.play(*scale.lay_rod(k), run_time=0.6 if k else 1.2)
        self.play(FadeIn(scale.rule), run_time=0.6)
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

        Ratio times advantage is an answer's term, up to a bound. Beyond it: no more.
        """
        # The line of the average becomes the axis of the ratio, an advantage becomes a term.
        row, scale = self.row, self.scale
        case = find_case(self.table, 1, above=True)
        plot = self.plot = BoundPlot(self.table, case)
        arriving = [FadeIn(part, rate_func=LATE) for part in plot.ground()]
        bars = plot.redrawn.new, *plot.bars
        arriving += [GrowFromEdge(bar, DOWN, rate_func=LATE) for bar in bars]
        turned = Become(scale.mean, plot.across), *row.light()
        self.clear(row, beside=[*turned, *arriving], run_time=1.6, rate_func=EARLY)

        # The term climbs with the ratio.
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
        self.play(*map(FadeIn, (plot.guides, plot.numbers, plot.redrawn.ratios)), run_time=0.8)
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
        # One answer, with both estimates: the smaller falls into its box.
        row, plot = self.row, self.plot
        estimates = self.estimates = Estimates(self.table, self.few)
        first, asked, others = estimates.order(plot)
        arriving = *estimates.come_from(plot), *row.light()
        self.clear(row, beside=arriving, run_time=1.2, rate_func=EARLY)
        self.play(*estimates.show([first]), run_time=0.4)
        self.turn(0.0, 1.0, *estimates.choices([first]), beside=estimates.falls([first]))

        # Another, that is told the other way. Which one counts?
        self.turn(0.0, 1.0, *estimates.grow(asked), beside=estimates.show(asked), run_time=0.8)
        self.ask(self.question, at=ASKED)
        choices, falls = estimates.choices(asked), estimates.falls(asked)
        self.answer(FadeOut(self.asked), run_time=0.2)
        self.turn(0.0, 1.0, *choices, beside=falls, run_time=1.2)

        # The others likewise, and why.
        self.turn(0.0, 1.0, *estimates.grow(others), beside=estimates.show(others), run_time=0.8)
        choices, falls = estimates.choices(others), estimates.falls(others)
        self.turn(0.0, 1.0, *choices, beside=falls, run_time=1.2)
        for reason in estimates.reasons:
            self.play(FadeIn(reason, shift=0.2 * DOWN), run_time=0.6)
        self.play(*row.say("smaller"), run_time=0.8)
        self.play(*row.light("ratio", "advantage", "bound"), run_time=0.4)
        self.gather(row, estimates, estimates.results)
        for key in ("ratio", "unclipped", "clipped", "value"):
            self.teach(key, getattr(self.table, key), 2, answers=self.few)

    @beat()
    def price(self) -> None:
        """The price of drift

        How far from the reference? The average cost, times beta, comes off.
        """
        # Bars of the new policy; the reference comes out of each, a frozen copy.
        row, held = self.row, self.estimates
        pairs, bowl = ReferencePairs(self.table, self.few), Bowl(self.table, self.few)
        self.pairs = pairs.set_pull(0.0)
        new, reference = pairs.title
        named = map(Become, held.answers, pairs.names)
        shown = *pairs.grow(), FadeIn(new, rate_func=LATE), *row.light("price")
        self.clear(row, beside=[*named, *shown], run_time=1.4, rate_func=EARLY)
        self.gather(pairs.moving)
        self.turn(0.0, 1.0, pairs.walk_pull(), beside=[FadeIn(reference)], run_time=1.2)

        # Each throws a bead into the bowl: free where both are equal, dear far from there.
        self.play(FadeIn(bowl.plot), run_time=0.8)
        first, *others = range(len(self.few))
        for thrown in ([first], others):
            flights = [bowl.fly(k, pairs.between(k)) for k in thrown]
            self.turn(0.0, 1.0, *flights, run_time=1.0)
            self.play(*(one for k in thrown for one in bowl.tie(k)), run_time=0.8)

        # Their heights level out to the mean; beta makes a price of it, which is subtracted.
        for state in (bowl.set_stems, bowl.set_pour, bowl.set_level):
            self.turn(0.0, 1.0, (bowl.stems, state), run_time=0.8)
        self.play(Create(bowl.mean), FadeIn(bowl.values[0], bowl.names[0]), run_time=0.6)
        self.add(bowl.price)
        shrink = bowl.price, bowl.set_price
        self.turn(0.0, 1.0, shrink, beside=[FadeIn(bowl.times)], run_time=1.4)
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

    @beat()
    def expectation(self) -> None:
        """Over many questions

        That was one question, one group. Training averages over many.
        """
        # This question, the old policy, and rows that wait for groups.
        row, names = self.row, self.pairs.names
        many = self.many = ManyQuestions(self.table, self.few)
        questions, groups = many.questions, many.groups
        shown = questions.first, many.policy, many.policy_name, many.ways, groups.strips
        arriving = FadeIn(*shown, rate_func=LATE), *row.light("expectation")
        self.clear(row, names, beside=arriving, run_time=1.4, rate_func=EARLY)

        # This group on the first row, with its own J; then others that might have been drawn.
        self.play(*map(Become, names, groups.names), FadeIn(groups.rests[:1]), run_time=0.8)
        self.gather(row, groups.strips, groups.names)
        self.play(FadeIn(groups.axis, groups.words), run_time=0.6)
        for k in range(len(groups.strips)):
            arriving = [FadeIn(groups.row(k), shift=0.5 * RIGHT)] if k else []
            self.turn(
                0.0,
                1.0,
                *([groups.grow(k)] if k < len(groups.bars) else []),
                beside=arriving,
                run_time=0.6,
            )

        self.wait(0.4)

        # Other questions have groups, too; the mean of it all is the E in front.
        self.play(FadeIn(questions.others, questions.words, shift=0.3 * DOWN), run_time=0.8)
        self.play(*map(Create, groups.mean), run_time=0.8)
        slot = row.slots["expectation"].box.get_bottom()
        first, second = Thread(slot, questions.top), Thread(slot, groups.top)
        self.play(Create(first.line), Create(second.line), run_time=0.8)
        self.play(FadeIn(first.dot, second.dot), *row.put("expectation"), run_time=0.8)
        row.keep()
        self.gather(row)

    @beat()
    def verdict(self) -> None:
        """The verdict

        Add up the terms: that is J. On this group, compare X, Y and no update.
        """
        # The slots become lanes: one for each answer, and one for drift.
        tables = [self.x, self.table, self.none]
        level = Heights(tables, self.few)
        named = ("Y", self.table), (say("equation.verdict.none"), self.none), ("X", self.x)
        fall, idle, last = (Waterfall(name, table, self.few, level) for name, table in named)
        scale = self.verdicts = Scale(tables, self.few, level)
        row, self.row = self.row, self.row.copy()
        away = FadeOut(row.head, target_position=scale.heading)
        moves = *fall.come_from(row), away, FadeIn(scale.heading)
        named = map(Become, self.many.groups.names, fall.names)
        texts = *fall.names[len(self.few) :], fall.heading, fall.whose, fall.zero, fall.zero_name
        moves = *moves, *named, *(FadeIn(text, rate_func=LATE) for text in (*texts, scale.line))
        self.clear(beside=moves, run_time=1.8, rate_func=EARLY)

        # Y, block by block.
        self.gather(fall.hide().machine)
        said: list[Animation] = []
        for k, label in enumerate(fall.labels):
            self.turn(0.0, 1.0, fall.grow(k), beside=said, run_time=0.6)
            said = [FadeIn(label)]
        self.play(*said, FadeIn(fall.lead, scale.y.needle), run_time=0.4)
        self.play(FadeIn(*scale.y.said), run_time=0.4)
        self.wait(0.6)

        # No update at all, then X, by the same machine: one sweep each.
        self._run(fall, fall, idle)
        self.play(FadeIn(scale.none, scale.y.words), run_time=0.4)
        self.wait(0.4)
        self._run(fall, idle, last, scale.x.needle)
        self.play(FadeIn(*scale.x.said, scale.x.words), run_time=0.4)
        self.wait(0.4)

        # Which is better, and by how much?
        self.play(FadeIn(scale.ahead, scale.lead), run_time=0.6)
        self._teach_objectives()

    def _run(self, fall: Waterfall, one: Waterfall, other: Waterfall, *told: Mobject) -> None:
        """The blocks of `fall`, with what is said of `one`, become those of `other`."""
        leaving = FadeOut(one.labels, one.lead), FadeOut(one.whose, rate_func=EARLY)
        whose = FadeIn(other.whose, rate_func=LATE)
        self.turn(0.0, 1.0, fall.way_to(other), beside=[*leaving, whose], run_time=1.2)
        self.play(FadeIn(other.labels, other.lead, *told), run_time=0.4)

    def _teach_objectives(self) -> None:
        self.teach("objective", self.table.objective)
        self.given(say("equation.verdict.of_x"), self.x.objective)
        self.given(say("equation.verdict.of_none"), self.none.objective)

    @beat()
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
        arriving = FadeIn(bench.names, bench.axis, hill.title, rate_func=LATE)
        self.clear(beside=[*moves, arriving], run_time=1.4, rate_func=EARLY)
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
        self.gather(bars, hill, self.signs, marks.before, marks.ends)
        start, pause = 0.0, 0.6 if len(bars.stops) < 3 else 0.4
        for stop in bars.stops:
            length = max(pause - 0.2, 3.4 * (stop - start))
            self.turn(start, stop, bars.walk(), hill.walk(), run_time=length)
            self.turn(0.0, 1.0, bars.go_out_at(stop), run_time=pause)
            start = stop
        self.play(FadeIn(marks.at_top, marks.after), run_time=0.4)
        self.turn(start, 1.0, bars.walk(), hill.walk(), run_time=max(0.6, 3.4 * (1 - start)))
        still = np.isnan(path.clip_shares) & against(self.table)
        self.play(FadeIn(marks.at_end), *bars.swell(still), run_time=0.6)
        self.play(*map(Create, marks.ghost[:1]), *map(FadeIn, marks.ghost[1:]), run_time=0.6)
        self.walker, self.way = bars, hill
        self.teach("surrogate", self.table.surrogate)

    @beat()
    def slope(self) -> None:
        """Zero, but not flat

        At the start the gain is zero, but not flat: with all pushes it rises to X.
        """
        # Back to the start: every push is on again, and there is no gain.
        bars, hill = self.walker, self.way
        self.clear(bars, hill, self.signs, self.marks.ends, run_time=0.4)
        away = FadeOut(hill.island, hill.ends[1])
        self.turn(1.0, 0.0, bars.walk(), hill.walk(), bars.all_out(), beside=[away], run_time=1.4)
        self.gather(bars, hill.upright, hill.title, hill.axis, hill.ahead, hill.dial, hill.ends[0])
        self.gather(hill.ends[2], self.marks.ends, hill.slider, hill.ball, gone=[hill.link])

        # What the answers add there cancels.
        added = PushSum(bars, terms(self.none, self.few)[:-1])
        self.play(FadeIn(added.worths), run_time=0.6)
        self.play(*added.add_up(), run_time=1.2)
        self.play(FadeIn(added.total), run_time=0.4)
        self.wait(0.8)
        sum_up = FadeOut(added.terms, added.total, target_position=hill.ball, scale=0.2)
        self.play(sum_up, FadeOut(added.worths), run_time=0.8)

        # But not flat: all go with their pushes up to X; on the way to Y some went against.
        way = WayToX(hill, self.x.surrogate)
        ends = WayEnds(hill, way, self.marks.ends, (self.x, self.table), self.few)
        self.ends = ends
        way.set_share(0.0)
        self.play(FadeIn(ends.y, ends.dot, ends.small, ends.why_y), run_time=0.6)
        self.wait(0.6)
        self.remove(hill.ball)
        self.add(way)
        self.turn(0.0, 1.0, bars.way_to(self.x.new_logp), way.walk(), run_time=2.6)

        # It stops at the first bound, where pushes go out.
        self.play(FadeIn(ends.x, ends.why_x, ends.policy), run_time=0.4)
        flash = [line.animate.set_stroke(width=FLASH) for line in self.reached(bars)]
        self.play(*flash, run_time=0.6, rate_func=there_and_back)
        self.turn(0.0, 1.0, bars.go_dark(self.touched), run_time=0.6)
        self.play(FadeIn(ends.wedge, ends.slope), FadeOut(ends.small), run_time=0.6)
        slopes = evaluate_group(no_update(self.table.group), beta=0.0).gradient
        self.teach("surrogate_slope", slopes, added.decimals, answers=self.few)

    def reached(self, bars: PushingBars) -> list[Mobject]:
        """The marks of the bounds that X reaches."""
        pairs = zip(self.few, bars.bounds, strict=True)
        return [line for i, mark in pairs if self.touched[i] for line in mark]

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
        self.clear(x, self.ends.x, self.ends.y, run_time=0.6)
        self.play(*updates.come_from(self.ends), *walks(0.0, 1.0, stand), run_time=1.2)
        self.play(FadeIn(row.set_y(MACHINE_ROW), shift=UP), run_time=0.6)
        self.gather(updates, row, gone=[x])
        self.wait(0.4)

        # Read it once more: each box opens into its letters, its shape stays over them.
        is_ahead = round(self.x.objective - self.table.objective, 3) > 0
        claim = say(f"equation.home.claim{'_x' if is_ahead else ''}")
        printed = Exit(claim, self.lit, width=5.2)
        objective, shapes = printed.objective, Shapes()
        lines = threads(shapes, objective)
        frame = VGroup(*objective.without(*PARTS.values()))
        rest = FadeOut(row.head, row.minus, *row.signs.values()), FadeIn(frame)
        self.play(*rest, run_time=0.8)
        for name, slot in row.slots.items():
            part, shape = VGroup(*objective.select(PARTS[name])), shapes.by_name[name]
            opened = *become(VGroup(*slot.filled), part), FadeOut(slot.box)
            told = FadeIn(shape, lines[name], rate_func=LATE)  # its letters have gone by
            self.play(*opened, told, run_time=0.8)
        self.gather(objective, shapes, gone=[frame, row])

        # What it says to do.
        self.wait(0.4)
        kept = updates, shapes, *lines.values()
        self.close_film(*kept, sentence=claim, printed=printed)
        self.teach("objective", self.table.objective)
