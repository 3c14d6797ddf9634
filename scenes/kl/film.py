"""KL: how far a policy has drifted, when all there is are samples, and what that costs."""

from __future__ import annotations

from manim import DOWN, FadeIn, FadeOut, ReplacementTransform, VGroup, linear

from grpo_core import RACE, representative_race
from scenes.script.facts import fact
from scenes.script.telling import cards_of
from scenes.script.words import say
from scenes.stage.film import GrpoScene, beat
from scenes.stage.retelling import EARLY

from .contest import Contest, spreads
from .exact_area import ExactArea
from .example import example_note, whole_group
from .gamed import Gamed
from .gauge import ASKED_AT, ASKED_WIDTH, Gauge
from .moving_peg import MovingPeg
from .named_door import named_door
from .rest import SpringAtRest
from .sampler import Sampler
from .samples import Samples
from .short import chance_text, short
from .stiffness import Stiffness
from .surprise import Surprise
from .tangent import Tangent
from .tied import Tied
from .two_humps import TwoHumps
from .zero_row import ZeroRow


class KL(GrpoScene):
    """What the KL term measures, how it is sampled, and what it does."""

    poster_beat = 6
    lit = ("price",)  # of the objective, in the last shot
    betas = ("deepseekmath.beta", "r1.beta", "trl.beta")  # the stiffest first
    stiff = 0.2  # the beta from which the spring gets softer, down to the first of them
    period = "r1.reference_steps"  # of a published run

    def setup(self) -> None:
        super().setup()
        self.answers = cards_of(self.table)
        self.whole = whole_group(self.table)
        self.drawn = representative_race(self.whole.new, self.whole.ref, RACE)
        self.is_example = self.whole is not self.table
        self.note = VGroup(*([example_note(self.whole)] if self.is_example else []))

    def script_values(self) -> dict[str, str]:
        """Which average one would wait for: that of what strays less, sample by sample."""
        log, total = say("kl.contest.log"), say("kl.contest.sum")
        wild, calm = spreads(self.whole)
        calmer = "" if wild == calm else (total if calm < wild else log)
        return {"log": log, "sum": total, "calmer": calmer}

    def ask_in_the_row(self) -> None:
        """Ask at the top, left of the gauge, where of an example is said that it is one."""
        self.play(*map(FadeOut, self.note), run_time=0.4)
        self.ask(self.question, at=ASKED_AT, width=ASKED_WIDTH)

    @beat(hold=1.1)
    def drift(self) -> None:
        """Why drift matters

        A spring ties the policy to a frozen copy of itself: the reference.
        """
        # Three answers, and what a judge makes of them: the gibberish has the most.
        self.gamed = picture = Gamed()
        door = named_door(self.question)
        self.add(*picture.before, door.name_line)
        self.wait(0.8)
        for k in range(3):
            self.play(*picture.answer(k), run_time=0.4)
            self.wait(0.3)

        # A frozen copy stays behind; the policy runs off, and a spring is stretched.
        self.play(*picture.step_aside(), run_time=0.8)
        self.play(*picture.freeze(), run_time=0.8)
        asked = self.plays
        self.play(FadeIn(door.question, shift=0.2 * DOWN), run_time=0.6)
        self.play(*picture.run_off(), run_time=3.2)
        self.play(*picture.show_numbers(), *picture.ask(), run_time=0.5)

        # Samples are all that is seen of it; the beat ends on its question.
        self.play(*picture.draw(), run_time=1.8)
        self.play(*picture.veil(), run_time=0.8)
        self.gather(picture.chart, door)
        self.asked_in = asked, self.plays + 1
        for policy, chance in picture.chances.items():
            self.teach(policy, chance, chance_text, note=say("kl.drift.note"))

    @beat()
    def surprise(self) -> None:
        """The surprise of one answer

        The log of new over reference: above zero likelier, below zero rarer.
        """
        # The spring goes to the corner, still asking; its bars become the group's own.
        self.first = picture = Surprise(self.table)
        self.gauge = Gauge()
        self.stays.append(self.gauge)
        moves = [
            ReplacementTransform(self.gamed.spring, self.gauge.spring),
            ReplacementTransform(self.gamed.asked, self.gauge.answer),
            *picture.take_over(self.gamed.chart),
        ]
        self.clear(beside=moves, run_time=1.4, rate_func=EARLY)
        self.gather(self.gauge, picture.chart, gone=[self.gamed.chart])

        # One answer: its two chances, their quotient, its logarithm.
        self.play(*picture.divide(0), *picture.fade_others(), run_time=0.8)
        self.wait(0.6)
        self.play(*picture.open_axis(), run_time=0.6)
        self.play(*picture.take_log(0), run_time=1.0)
        self.play(*picture.show_numbers(0), run_time=0.5)
        self.wait(0.6)

        # Then the others at once.
        rest = range(1, len(picture.shown))
        divided = [move for k in rest for move in picture.divide(k)]
        self.play(*divided, *self.undim_all(), run_time=0.8)
        self.play(*picture.take_log(*rest), run_time=1.2)
        self.play(*picture.show_numbers(*rest), *picture.say_sides(), run_time=0.6)
        self.gather(picture.columns, picture.verdicts)
        self.teach("k1", self.table.k1, short, answers=self.answers)

    @beat(hold=1.8)
    def area(self) -> None:
        """The exact distance

        Hills fill holes: the height that is left is the exact KL divergence.
        """
        # Of a group that does not list all answers take one that does.
        if self.is_example:
            self.first = Surprise(self.whole)
            self.clear(beside=[*map(FadeIn, (*self.first.whole_picture(), *self.note))])

        # Each bar gets the width of its new chance.
        self.exact_area = picture = ExactArea(self.whole)
        self.clear(self.note, beside=picture.grow_from(self.first), run_time=2.4, rate_func=EARLY)
        self.gather(picture.chart, gone=[self.first.blocks])
        self.play(*picture.show_labels(), run_time=0.6)
        self.wait(0.8)

        # Let the hills fill the holes; one height is left, and the spring's is found.
        self.play(*picture.leave_outline(), run_time=0.6)
        self.play(*picture.level(), run_time=2.4)
        self.play(*picture.brighten(), *picture.show_value(), run_time=0.8)
        self.play(*self.gauge.find(picture.exact, picture.value.select("value")), run_time=1.2)
        self.gather(self.gauge)
        self.teach("exact_kl", picture.exact, short)

    @beat(hold=1.6)
    def samples(self) -> None:
        """Only samples

        One sample may be negative; only their average finds the distance.
        """
        # Give the answers their heights back, and make room beside them.
        chart = self.exact_area.chart
        self.clear(chart, self.note, beside=self.exact_area.step_aside(width=4.2), run_time=1.2)

        # Let samples fall on the strip by chance: each keeps the height that it hits.
        picture = Samples(chart, self.drawn, RACE.shown)
        self.play(*picture.show_zero(), run_time=0.6)
        self.gather(picture.row)
        self.play(*picture.draw_first(), run_time=2.8, rate_func=linear)
        first = picture.draw_up_to(picture.slow)
        self.play(*first, *picture.name_mean(), run_time=0.8, rate_func=linear)
        self.ask_in_the_row()
        falling = picture.draw_up_to(RACE.shown)
        self.answer(*falling, *map(FadeIn, self.note), run_time=2.0, rate_func=linear)
        self.play(*picture.say_below(), run_time=0.6)

        # Their mean has come near the exact height.
        self.play(*picture.show_exact(self.gauge.value), run_time=0.8)
        self.teach("exact_kl", self.drawn.exact, short)

    @beat(hold=1.2)
    def add_a_zero(self) -> None:
        """Add a zero

        Reference over new, minus one, averages to zero. Added, it makes k3.
        """
        # The surprises move to the left; beside them rises reference over new.
        self.zeros = picture = ZeroRow(self.whole)
        self.clear(self.note, beside=picture.take_over(self.exact_area.chart), run_time=1.0)
        self.play(*picture.name_row(0), *picture.grow_ratios(), run_time=0.8)
        self.play(*picture.say_ratios(), run_time=0.5)
        self.wait(0.4)

        # Its areas are the reference's chances: they add up to 1. Take 1 off: nothing.
        self.play(*picture.fold(), run_time=1.2)
        self.play(*picture.say_one(), run_time=0.4)
        self.play(*picture.cover(), run_time=0.9)
        self.play(*picture.unfold(), run_time=0.6)
        self.play(*picture.sink(), run_time=0.8)
        self.gather(picture.charts[1], gone=[picture.ratios, picture.ones])
        self.play(*picture.name_row(1), run_time=0.3)
        self.wait(0.4)

        # What does it do to each answer? Wait, and see.
        self.play(*picture.enlarge(), run_time=0.8)
        self.gather(picture.charts[2], gone=[picture.charts[0]])
        self.ask_in_the_row()
        self.answer(*picture.leave_outline(), *map(FadeIn, self.note), run_time=0.4)
        first, *rest = range(len(picture.x))
        self.play(*picture.pour(first), run_time=1.0)
        self.play(*picture.pour(*rest), run_time=0.9)
        self.play(*picture.say_result(), run_time=0.6)
        self.teach("exact_kl", picture.means[0], short)

    @beat(hold=2.0)
    def tangent(self) -> None:
        """Why never negative

        k3 is the gap between a line and the logarithm that it touches.
        """
        # The blocks of k3 go to where their ratios are, and stand on the logarithm.
        self.gap = picture = Tangent(self.whole, is_own=not self.is_example)
        symbol = ReplacementTransform(self.zeros.symbol, picture.law.select("k3"))
        hung = picture.hang(self.zeros.charts[2].blocks)
        self.clear(self.note, beside=[symbol, *hung, *picture.draw_axis()], run_time=1.2)
        self.gather(picture.bars, gone=[self.zeros.charts])
        self.play(*picture.draw_logarithm(), run_time=1.4)

        # Over them runs the line that touches it; wherever one looks there is a gap, or none.
        self.play(*picture.draw_line(), run_time=1.2)
        self.play(*picture.open_gap(), run_time=0.6)
        self.play(*picture.slide(), run_time=2.6)
        self.play(FadeOut(picture.slider), *picture.say_law(), *picture.show_labels(), run_time=0.8)
        self.gather(picture.plot, picture.bars, picture.law)
        self.teach("k3", self.whole.k3, short, answers=cards_of(self.whole))

    @beat(hold=2.0)
    def contest(self) -> None:
        """A race

        The averages of both find the exact value; one strays further on its way.
        """
        # Side by side, on one scale: what is added brings the heights together.
        self.race = picture = Contest(self.whole, self.drawn)
        moves = [*picture.show(), *picture.take_over(self.gap)]
        self.clear(self.note, beside=moves, run_time=1.4, rate_func=EARLY)
        self.gather(picture.dots[1], gone=[self.gap.law])
        self.play(*picture.show_logs(), run_time=0.5)
        self.play(*picture.bring_together(), run_time=1.8)

        # Both get the same samples, forty times. Which would you rather wait for?
        self.ask_in_the_row()
        self.answer(*picture.draw(), *map(FadeIn, self.note), run_time=2.4, rate_func=linear)
        self.play(*picture.compare(), run_time=0.8)
        self.wait(0.4)
        self.play(*picture.say_quotient(), run_time=0.4)
        self.gather(picture.plots, picture.dots, picture.names, *picture.quotient)
        self.teach("exact_kl", self.drawn.exact, short)
        for name, spread in zip(("k1", "k3"), picture.spreads, strict=True):
            self.teach(f"spread_{name}", spread, short)

    @beat(hold=1.8)
    def sampler(self) -> None:
        """Who samples?

        Samples of the old policy put the average off; the ratio repairs it.
        """
        # Draw from the new policy: the mean of k3 is the divergence.
        picture = Sampler(self.whole)
        moves = [*picture.take_over(self.race.plots[1]), *picture.show()]
        self.clear(self.note, beside=moves, run_time=1.6, rate_func=EARLY)
        self.wait(0.4)
        self.play(*picture.show_mean(), run_time=0.8)
        self.gather(picture.tie, picture.level)
        self.wait(0.6)

        # But the old policy wrote the answers: the same heights on other widths.
        self.play(*picture.tell_course(), run_time=0.6)
        self.wait(0.4)
        self.play(*picture.introduce_old(), run_time=0.6)
        self.wait(0.4)
        self.play(*picture.draw_from_old(), run_time=2.0)
        self.gather(picture.old, picture.tie, picture.level, gone=[picture.chart])
        self.wait(0.4)
        for k in (1, 2):
            self.play(*picture.say_row(k), run_time=0.5)
        self.wait(0.4)

        # Weigh each height by its ratio: the mean is back.
        self.play(*picture.weigh(), run_time=2.0)
        self.play(*picture.say_row(3), run_time=0.6)
        means = {"new": picture.exact, "old": picture.off, "mean_once": picture.once}
        for policy, mean in means.items():
            self.teach("mean_k3", mean, short, note=say(f"kl.sampler.{policy}"))

    @beat(hold=1.4)
    def direction(self) -> None:
        """A direction that matters

        Swap the two policies, and the distance is another one.
        """
        # A reference with two good answers, and two policies over it: which is nearer?
        self.humps = picture = TwoHumps()
        picture.set_tall(1.0)
        self.stays.clear()
        self.clear(beside=picture.take_over(self.gauge.spring), run_time=1.2, rate_func=EARLY)
        for k in range(2):
            self.play(*picture.show(k), run_time=0.4)
        self.gather(*picture.charts)
        self.ask(self.question, at=picture.asked_at)

        # Hills and holes again; what is filled in costs most.
        self.answer(*picture.make_room(), run_time=0.8)
        self.play(*picture.raise_blocks(), run_time=0.8)
        self._measure(0)

        # Swap them: what is missed costs most, and another one is nearer.
        self.play(*picture.swap(), run_time=1.0)
        self.gather(*picture.blocks(1), gone=picture.blocks(0))
        self._measure(1)
        self.play(*picture.take_first(), run_time=0.6)
        for key, values in (("exact_kl", picture.there), ("reverse_kl", picture.back)):
            for value, title in zip(values, picture.titles, strict=True):
                self.teach(key, value, short, note=title.plain)

    def _measure(self, way: int) -> None:
        """What costs most, how long the springs are, and which is nearer."""
        picture = self.humps
        self.play(*picture.charge(way), run_time=0.6)
        self.wait(0.4)
        levelled = picture.level(way) if way == 0 else []
        self.play(*levelled, *picture.stretch(way), run_time=1.2)
        self.play(*picture.choose(way), run_time=0.4)
        self.wait(0.4)

    @beat(hold=2.0)
    def rest(self) -> None:
        """Where the spring rests

        Reward pulls, the spring holds: softer, and it rests further out.
        """
        # The bars are the group's again; a stiff spring holds them at the reference.
        last = fact(self.betas[0]).value
        self.best = picture = SpringAtRest(self.whole, self.stiff, last)
        moves = [*picture.take_over(self.humps), *map(FadeIn, self.note)]
        self.clear(beside=moves, run_time=1.4, rate_func=EARLY)
        self.gather(picture.chart, picture.spring, gone=[self.humps.charts])
        self.play(*picture.show(), run_time=0.8)
        self.play(*picture.show_proportion(0), run_time=0.6)
        self.wait(0.4)

        # Make it softer: the best policy goes further, equal rewards keep in step.
        self.play(*picture.soften(), run_time=4.2)
        self.play(*picture.show_proportion(1), run_time=0.6)
        self.play(*picture.show_law(), run_time=0.8)
        for answer in picture.pair or ():
            chance = float(self.whole.ref[answer])
            self.teach("ref", chance, chance_text, note=f"o{answer + 1}")

    @beat(hold=1.6)
    def beta(self) -> None:
        """How stiff is the spring?

        Beta is how stiff the spring is, and the price of drift.
        """
        # The spring stays as it is: it is one of three systems'.
        self.prices = picture = Stiffness(self.whole, self.betas)
        moves = [*picture.take_over(self.best.spring), *picture.name(0)]
        self.clear(self.note, beside=moves, run_time=1.2, rate_func=EARLY)
        self.wait(0.8)

        # The same reward pulls at softer ones; what has none runs off.
        for k in range(1, len(self.betas)):
            self.play(*picture.hang(k), run_time=0.6)
            self.play(*picture.soften(k), *picture.show_axis(k), run_time=1.5)
            self.wait(0.4)

        # What nothing holds rests nowhere. And what does the drift cost there?
        self.play(*picture.wander(), run_time=1.4)
        for k in range(len(self.betas)):
            self.play(*picture.show_price(k), run_time=0.6)
        self.teach("exact_kl", picture.pulled.drift(picture.betas[0]), short)

    @beat(hold=1.6)
    def moving_reference(self) -> None:
        """The peg moves

        R1 now and then moves the reference to the policy: drift starts from zero.
        """
        # The spring stands up on an axis of time.
        published = fact(self.period)
        self.pegs = picture = MovingPeg(self.whole, published)
        moves = [*picture.take_over(self.prices.springs[1]), *picture.show()]
        self.clear(self.note, beside=moves, run_time=1.2, rate_func=EARLY)
        self.gather(picture.moving)

        # The policy drifts; the peg is pulled out, and set where the policy is.
        for period in range(picture.line.periods):
            self.play(*picture.drift(period), run_time=1.1)
            self.play(*picture.name_peak(period), run_time=0.4)
            self.wait(0.4)
            self.play(*picture.pull_peg(period), run_time=0.6)
            self.play(*picture.count_anew(period), run_time=0.4)

        # Do the pieces add up to the whole way?
        self.play(*picture.add_up(), run_time=1.4)
        self.play(*picture.conclude(), run_time=0.6)
        last = picture.line.drifts[-1][-1]
        self.teach("exact_kl", last, short, note=say("kl.moving_reference.last"))
        self.teach("reference_period", published.value, 0, note=published.source)

    @beat(hold=0.8)
    def home(self) -> None:
        """Tied to where you came from

        Drift is an average of gaps, never negative; beta is its price.
        """
        # The spring is large again, and over it the gaps whose mean says how far we drifted.
        picture = Tied(self.whole)
        self.clear(self.note, beside=picture.take_over(self.pegs.spring), run_time=1.0)
        self.play(*picture.pull_out(), run_time=1.0)
        self.play(*picture.say_names(), run_time=0.4)
        self.play(*picture.show_gaps(), run_time=1.2)
        self.play(*picture.tell(), run_time=0.6)
        self.wait(0.4)
        self.gather(picture)
        self.teach("exact_kl", picture.drift, short)
        self.close_film(
            picture, *self.note, sentence=say("kl.home.claim"), width=picture.claim_width
        )
