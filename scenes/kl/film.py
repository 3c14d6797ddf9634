"""KL: an average surprise; k3 is a never-negative sample of it; the sampler matters."""

from __future__ import annotations

from itertools import pairwise

from manim import (
    LEFT,
    FadeIn,
    FadeOut,
    ReplacementTransform,
    VGroup,
    linear,
    smooth,
    squish_rate_func,
)

from grpo_core import RACE, representative_race
from scenes.script.facts import fact
from scenes.script.quantities import under
from scenes.script.telling import cards_of
from scenes.script.words import say
from scenes.stage.film import GrpoScene, beat
from scenes.stage.theme import READOUT
from scenes.stage.typeset import Prose

from .best_policy import BestPolicy
from .both_ways import BothWays
from .close_up import CloseUp
from .contest import Contest
from .exact_area import ExactArea
from .example import example_note, whole_group
from .formulas import CORNER, definition, divergence
from .gap import Gap
from .log_bars import DECIMALS, LogBars
from .moving_reference import MovingReference
from .pairs import Pairs
from .price import Price
from .sampler import Sampler
from .samples import Samples


class KL(GrpoScene):
    """What the KL term measures, how it is sampled, and what it does."""

    poster_beat = 5
    lit = ("beta", "divergence")  # of the objective, in the first shot and the last
    race = RACE  # how many samples are drawn and shown, from which seeds one is chosen
    one_by_one = 3  # so many of the shown ones fall slowly
    close_widths = (5.0, 8.85)  # least and most of the view of one answer, scene units
    touch_width = 4.4  # of the view of the place where line and logarithm touch
    betas = (5.0, 0.2)  # of the best policy, first and last, in ranges of the rewards
    flags = (("trl.beta", 2.7), ("r1.beta", 1.65), ("deepseekmath.beta", 1.4))  # and their heights
    period = "r1.reference_steps"  # of a published run

    def setup(self) -> None:
        super().setup()
        self.answers = cards_of(self.table)
        self.whole = whole_group(self.table)
        self.drawn = representative_race(self.whole.new, self.whole.ref, self.race)
        self.is_example = self.whole is not self.table
        self.note = VGroup(*([example_note(self.whole)] if self.is_example else []))

    @beat(hold=2.0)
    def bars(self) -> None:
        """New beside reference

        How far has the new policy drifted from the reference model?
        """
        # Stand at home, with the term of this film lit.
        objective, self.cards = self.open_home()

        # Make the divergence the title, and grow two bars over each card.
        self.pairs = pairs = Pairs(self.table, self.cards)
        self.title = divergence().move_to(CORNER, aligned_edge=LEFT)
        term = objective.part("divergence").copy()
        objective.part("divergence").set_opacity(0)  # it leaves its place, and no twin stays
        self.play(
            FadeOut(objective, rate_func=squish_rate_func(smooth, 0, 0.4)),
            ReplacementTransform(term, self.title),
            *pairs.show_foot(),
            run_time=1.2,
        )
        self.gather(self.title, gone=[term])
        for role in pairs.roles:
            self.play(*pairs.grow(role), run_time=1.0)
            self.play(*pairs.show_numbers(role), run_time=0.6)
        self.teach_probabilities("new", "ref", answers=self.answers)

    @beat()
    def log_ratios(self) -> None:
        """The surprise of one answer

        For one answer, drift is the log of new over reference: above zero or below.
        """
        # Go close to one pair: its two numbers become a logarithm.
        close = CloseUp(self.pairs, self.close_widths)
        leaving = [self.cards, *self.pairs.beside]
        others = self.dim_others(*close.bars, close.numbers, *leaving, opacity=0.0)
        self.zoom_to(close.shown, close.width, FadeOut(*leaving), *others, shift=close.shift)
        self.play(*close.show_names(), run_time=0.6)
        self.play(*close.take_numbers(), run_time=1.0)
        self.play(*close.show_logarithm(), run_time=0.6)
        self.gather(close.formula)
        self.wait(1.0)

        # Make one bar of every pair: up where the new policy likes the answer more.
        self.logs = LogBars(self.table, self.answers)
        self.play(*close.hide(), run_time=0.4)
        self.zoom_home(*self.undim_all(), run_time=1.4)
        self.play(FadeOut(self.pairs.numbers), run_time=0.4)
        self.remove(*self.pairs.chart.bars["new"])
        self.play(*self.logs.grow_from(self.pairs.chart), run_time=1.4)
        self.play(FadeIn(self.logs.names), FadeIn(self.logs.numbers), run_time=0.8)
        self.gather(self.logs)
        self.teach("k1", self.table.k1, DECIMALS, answers=self.answers)

    @beat(hold=2.4)
    def area(self) -> None:
        """The exact KL is an area

        Weigh each by the new probability and add: what is left is the KL divergence.
        """
        # Take an example where the listed answers are not all there are.
        if self.is_example:
            self.play(FadeOut(self.logs), run_time=0.4)
            self.logs = LogBars(self.whole, cards_of(self.whole))
            self.play(FadeIn(self.logs), FadeIn(self.note), run_time=0.8)

        # Lay the new policy end to end, and give each bar its width.
        self.exact_area = picture = ExactArea(self.whole)
        self.play(*picture.grow_from(self.logs), run_time=1.4)
        self.gather(picture.chart, gone=[self.logs])
        self.play(*picture.show_labels(), run_time=0.8)
        title, self.title = self.title, definition(self.title)
        self.play(FadeIn(self.title.without("divergence")), run_time=0.6)
        self.gather(self.title, gone=[title])
        self.wait(0.6)

        # Fill the holes with the hills: the heights go to their mean, the area stays.
        self.play(*picture.show_parts(), run_time=0.6)
        self.wait(0.6)
        self.play(*picture.leave_outline(), run_time=0.6)
        self.play(*picture.level(), run_time=2.0)
        self.play(*picture.show_value(), run_time=0.6)
        self.teach("exact_kl", picture.exact, DECIMALS)

    @beat(hold=2.0)
    def samples(self) -> None:
        """Samples

        We only see samples, and a single sample can be negative.
        """
        # Give the answers their heights back, and make room beside them.
        self.clear(self.exact_area.chart, self.title, self.note)
        self.play(*self.exact_area.step_aside(width=4.4), run_time=1.2)

        # Let samples fall on the strip by chance: each keeps the height that it hits.
        picture = Samples(self.exact_area.chart, self.drawn, self.race.shown)
        self.play(*self.title.turn_into(picture.name), *picture.show_zero(), run_time=0.8)
        self.gather(picture.name, picture.row, picture.number, gone=[self.title])
        self.play(*picture.draw_up_to(self.one_by_one), run_time=3.6, rate_func=linear)
        self.play(*picture.draw_up_to(self.race.shown), run_time=2.8, rate_func=linear)
        self.play(*picture.say_below(), run_time=0.6)

    @beat(hold=2.0)
    def gap(self) -> None:
        """k3 is a gap

        k3 is the gap between a line and the logarithm it touches: never negative.
        """
        # Draw a line and the logarithm that it touches, and fill what is between.
        picture = Gap(self.table)
        self.clear()
        self.play(*picture.draw(), run_time=1.0)
        self.play(*picture.open_gap(), run_time=0.6)
        self.gather(picture.plot)

        # Go close to where they touch: there both policies agree.
        self.zoom_to(picture.touch(), self.touch_width, run_time=1.4)
        self.play(*picture.look_close(self.touch_width), run_time=0.6)
        self.wait(0.8)
        self.play(*picture.leave_close(), run_time=0.4)
        self.zoom_home(run_time=1.2)

        # Walk the bar to each answer, and leave a copy there.
        self.play(*picture.show_numbers(), run_time=0.6)
        for before, after in pairwise([1.0, *picture.stops]):
            self.play(*picture.walk(before, after), run_time=1.8 / len(picture.stops))
            self.add(picture.stamp(after))
        self.play(*picture.show_labels(), run_time=0.6)
        self.teach("k3", self.table.k3, DECIMALS, answers=self.answers)
        self.teach("mean_k3", self.table.kl, DECIMALS)

    @beat(hold=2.0)
    def contest(self) -> None:
        """A race of two estimators

        Both averages settle on the exact value; one of them strays less on its way.
        """
        # Run both means over the same samples, about the exact value.
        self.race_picture = picture = Contest(self.whole, self.drawn)
        self.clear()
        self.play(*picture.show(), *map(FadeIn, self.note))
        self.play(*picture.draw(), run_time=4.4, rate_func=linear)
        self.play(*picture.show_names(), run_time=0.6)

        # Show how far one sample strays: so wide is the band.
        self.play(*picture.show_bands(), run_time=0.8)
        self.teach("exact_kl", self.drawn.exact, DECIMALS)
        for name, values in (("k1", self.drawn.mean_k1), ("k3", self.drawn.mean_k3)):
            self.teach(f"mean_{name}", float(values[-1]), DECIMALS)
        for name, spread in zip(("k1", "k3"), picture.spreads, strict=True):
            self.teach(f"spread_{name}", spread, DECIMALS)

    @beat(hold=2.4)
    def sampler(self) -> None:
        """The sampler matters

        Sample from the wrong policy and the average is off; the ratio repairs it.
        """
        # Draw from the new policy: the mean of k3 is the divergence.
        picture = Sampler(self.whole)
        self.clear(self.race_picture.exact, self.note)
        self.play(*picture.show(self.race_picture.exact), run_time=0.8)
        self.play(*picture.show_mean(), run_time=0.8)
        self.wait(0.6)

        # Draw from the old policy: the same heights on other widths.
        self.play(*picture.draw_from_old(), run_time=1.6)
        self.gather(picture.old, picture.heading, picture.tie, picture.marker, gone=[picture.chart])
        self.wait(1.0)

        # Weigh each height by its ratio: the mean is back.
        self.add(*picture.trace(), picture.marker)
        self.play(*picture.weigh(), run_time=1.6)
        self.play(*picture.name_trace(), run_time=0.4)
        self.gather(picture.heading, picture.height, *picture.left_behind, picture.marker)
        for policy, mean in (("new", picture.exact), ("old", picture.off)):
            self.teach("mean_k3", mean, DECIMALS, note=say(f"kl.sampler.from_{policy}"))

    @beat(hold=2.4)
    def price(self) -> None:
        """Beta sets the price

        Beta is the price of drift: the objective falls with it in a straight line.
        """
        # Take beta times the drift off J: it falls in a straight line.
        picture = Price(self.table, self.flags)
        self.clear()
        self.play(*picture.show(), run_time=0.8)
        self.play(*picture.draw_line(), run_time=2.0)
        self.play(*picture.show_equation(), run_time=0.6)

        # Put up a flag at the beta of each paper, and of a library.
        for published, rise in picture.flags:
            self.play(*picture.turn_to(published.value), run_time=0.8)
            self.play(*picture.flag(published, rise), run_time=0.6)
        self.play(*picture.name_price(), run_time=0.6)
        self.teach("surrogate", self.table.surrogate, DECIMALS)
        self.teach("mean_k3", self.table.kl, DECIMALS)
        value, note = picture.plot.value(picture.beta), under("β", picture.beta)
        self.teach("objective", value, DECIMALS, note=note)

    @beat(hold=2.2)
    def asymmetry(self) -> None:
        """It is not symmetric

        Swap the two policies and the area is another: direction matters.
        """
        # Show new from reference, then reference from new.
        picture = BothWays(self.whole)
        self.clear(beside=map(FadeIn, self.note))
        for k in range(2):
            self.play(*picture.show(k), run_time=0.8)
        self.wait(0.8)

        # Level both areas out, side by side, and draw them larger.
        self.play(*picture.drop_names(), run_time=0.4)
        self.play(*picture.level(), run_time=1.6)
        self.play(*picture.enlarge(), run_time=1.2)
        self.play(*picture.compare(), run_time=0.6)
        for name, exact in zip(("exact_kl", "reverse_kl"), picture.exact, strict=True):
            self.teach(name, exact, DECIMALS)

    @beat(hold=2.2)
    def optimum(self) -> None:
        """The best policy at a price

        Cheaper drift lets the best policy go further; equal rewards keep in step.
        """
        # Show the best policy while drift is dear: near the reference.
        self.best_policy = picture = BestPolicy(self.whole, *self.betas)
        self.clear(self.note)
        self.play(*picture.show(), run_time=0.8)
        self.wait(1.0)

        # Make drift cheap: the best policy leaves, equal rewards keep in step.
        self.play(*picture.make_drift_cheap(), run_time=4.0)
        if picture.pair:
            self.teach("equal_rewards_odds", picture.odds(self.whole.ref), DECIMALS)

    @beat(hold=2.2)
    def moving_reference(self) -> None:
        """The reference moves, too

        R1 replaces the reference now and then: from there drift is counted afresh.
        """
        # Keep the bars, and put the steps of a small run under them.
        published = fact(self.period)
        picture = MovingReference(self.whole, published)
        self.clear(self.best_policy.chart, self.note)
        self.play(*picture.take_over(self.best_policy.chart), run_time=1.0)
        self.play(*picture.show(), run_time=0.8)

        # Let the policy leave its reference, then put that where the policy is.
        for period in range(picture.line.periods):
            self.play(*picture.drift(period), run_time=1.4)
            self.play(*picture.replace_reference(period), run_time=0.4)
            self.play(*picture.name_peak(period), run_time=0.4)
        last = picture.line.drifts[-1][-1]
        self.teach("exact_kl", last, DECIMALS, note=say("kl.moving_reference.last"))
        self.teach("reference_period", published.value, 0, note=published.source)

    @beat(hold=3.0)
    def home(self) -> None:
        """A price on drift

        An average surprise, sampled by a gap that is never negative, at the price beta.
        """
        # Come home, and say what the film has come to.
        self.close_home(Prose(say("kl.home.claim"), size=READOUT), left=0.6)
