"""Equation: what each symbol of the objective does, and the one number that it gives."""

from __future__ import annotations

from manim import (
    RIGHT,
    UL,
    UP,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    ReplacementTransform,
)

from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text, ratio_source
from scenes.script.telling import cards_of, telling
from scenes.script.words import say
from scenes.stage.cards import CARD_HEIGHT, STRIP_CENTER
from scenes.stage.envelope import ratio_text
from scenes.stage.film import GrpoScene, beat
from scenes.stage.motion import Dim, Undim, jump
from scenes.stage.objective import Objective
from scenes.stage.places import TITLE
from scenes.stage.theme import FORMULA
from scenes.stage.typeset import Formula, Prose

from .adding import Adding
from .choices import Choices
from .close_sum import WIDTH, CloseSum
from .definitions import advantage_definition, price_definition, ratio_definition
from .divisions import Divisions
from .nearer import HALF, HALF_WIDTH
from .old_policy import OldPolicy
from .prices import Prices
from .pushes import Pushes
from .sampling import Sampling
from .shares import Shares
from .slide import Slide
from .sum_rows import SumRows
from .unjudged_cards import UnjudgedCards
from .verdicts import Verdicts


class Equation(GrpoScene):
    """The objective symbol by symbol, then evaluated."""

    poster_beat = 10
    claim_at = (2.9, 0.58, 0.0)  # right of the objective's third line
    ratio_view = (-0.85, 0.86, 0.0)  # where the camera looks at the fraction
    price_view = (-2.3, -0.55, 0.0)  # and at the third line

    def setup(self) -> None:
        super().setup()
        self.shown, self.few = cards_of(self.table), telling(self.table)

    @beat()
    def group(self) -> None:
        """One question, a group of answers

        Ask one question. Sample a group of answers from the old policy.
        """
        # Show what this film explains: the objective, and a group.
        self.objective, cards = self.open_home(UnjudgedCards(self.table))
        self.cards, self.stays = cards, [self.objective, cards]

        # Let the answers go back to where they came from: bars of the old policy.
        old = self.old = OldPolicy(self.table, cards)
        leaving = FadeOut(self.objective, shift=0.3 * UP), *map(FadeOut, cards.columns)
        self.play(*leaving, run_time=0.8)
        self.play(old.show_name(), run_time=0.6)
        self.play(old.grow_bars(), run_time=1.0)
        self.play(FadeIn(old.numbers), run_time=0.6)

        # Draw each answer from its bar.
        self.play(old.draw_answers(), run_time=2.0)
        self.gather(cards, old.chart)
        self.teach_probabilities("old", answers=self.shown)

    @beat(hold=2.4)
    def objective_appears(self) -> None:
        """One number to maximise

        DeepSeek-R1 turns that group into one number to maximise.
        """
        # Turn the old policy into its symbol.
        first, second, third = self.objective
        symbol = ReplacementTransform(self.old.symbol, first.select("old0"))
        self.play(self.old.leave_symbol(), symbol, run_time=1.2)

        # Write the rest around it, line by line.
        for glyphs in (first.without("old0"), second, third):
            self.play(LaggedStart(*map(FadeIn, glyphs), lag_ratio=0.08), run_time=1.0)
        self.gather(self.objective)

        # Say what it is.
        claim = Prose(say("equation.objective_appears.claim"), size=FORMULA).move_to(self.claim_at)
        self.play(FadeIn(claim, shift=0.2 * UP), run_time=0.6)

    @beat(hold=2.0)
    def expectation(self) -> None:
        """An average over samples

        Average over questions, with answers drawn from the old policy.
        """
        # Go near the first line, with the group under it.
        cards, (first, second, third) = self.cards, self.objective
        self.clear(beside=[Dim(line, opacity=0.0) for line in (second, third)], run_time=0.6)
        lift = 0.5 * HALF * (cards.height - CARD_HEIGHT)  # a tall card reaches no lower
        middle = first.get_x() * RIGHT
        under = cards.animate.scale(HALF).move_to(middle + (0.5 + lift) * UP)
        self.zoom_to(middle + 1.7 * UP, HALF_WIDTH, under)
        sampling = Sampling(self.table, self.objective, cards)
        self.play(*sampling.show_foot(), run_time=0.6)

        # Lead a thread from each symbol to what it stands for.
        for thread, arrivals in sampling.arrivals():
            self.play(Create(thread.curve), run_time=0.8)
            self.play(FadeIn(thread.dot), *arrivals, run_time=0.6)
        self.gather(sampling)

    @beat(hold=1.8)
    def average(self) -> None:
        """All answers alike

        Treat all answers alike: an average over the group.
        """
        # Light the sum.
        average = self.objective.part("average")
        self.clear(run_time=0.6)
        self.play(Dim(self.objective.expectation_line), *map(Undim, average))

        # Let i count the answers, each with the same share.
        shares = Shares(self.table, self.cards, average)
        for k in range(len(self.cards.columns)):
            self.play(*shares.count(k))
        self.teach("group_size", self.table.group.size, 0)

    @beat(hold=2.0)
    def ratio(self) -> None:
        """The ratio

        How much likelier is this answer now than when it was sampled?
        """
        # Go near the fraction, without the cards: they go home.
        cards = self.cards
        self.clear(beside=self.objective.light("ratio1", opacity=0.0), run_time=0.6)
        self.zoom_to(self.ratio_view, HALF_WIDTH, Dim(cards, opacity=0.0), run_time=1.4)
        self.remove(cards)
        jump(Undim(cards))
        cards.scale(1 / HALF).move_to(STRIP_CENTER)

        # Divide pair after pair of bars, in the fraction's place.
        fraction = self.objective.part("ratio1")
        divisions = Divisions(self.table, self.few, fraction, self.view())
        self.play(divisions.show_foot(), run_time=0.4)
        for k in range(len(self.few)):
            for grown in divisions.grow(k):
                self.play(*grown, run_time=0.4)
            self.play(*divisions.divide(k), run_time=0.8)
            self.play(*divisions.keep(k), run_time=0.4)
        self.gather(divisions)
        self.teach_probabilities("old", "new", answers=self.few[-1:])
        self.teach("ratio", self.table.ratio, ratio_source, answers=self.few)

    @beat()
    def rho(self) -> None:
        """A name for the ratio

        Call that ratio rho: the new policy against the old one, answer by answer.
        """
        # Show the whole objective with both fractions.
        full, short = self.objective, Objective(short=True)
        self.clear()
        self.zoom_home(*full.light("ratio1", "ratio2"), FadeIn(self.cards))

        # Move a fraction out and call it rho; the line closes up.
        jump(*short.light("ratio1", "ratio2"))
        definition = ratio_definition(full.surrogate_line.get_y())
        body, moving = definition.select("body"), full.part("ratio2").copy()
        out = ReplacementTransform(moving, body, path_arc=-1.6)
        self.play(*full.turn_into(short), out, run_time=1.4)
        self.gather(short, gone=[full])
        self.objective, self.stays = short, [short, self.cards]
        self.play(*map(FadeIn, definition.without("body")), run_time=0.4)
        self.gather(definition)

    @beat(hold=2.2)
    def advantage(self) -> None:
        """The advantage

        Each answer has a reward. Is it better or worse than its own group?
        """
        # Give each answer its reward.
        table, shown, objective = self.table, self.shown, self.objective
        self.clear(beside=objective.light("advantage1", "advantage2"), run_time=0.8)
        verdicts = Verdicts(table, self.cards)
        self.play(verdicts.show_rewards(), run_time=1.2)

        # Say what the group makes of it.
        formula, measured = advantage_definition(table, objective.surrogate_line.get_y())
        symbol, name = objective.part("advantage2").copy(), formula.select("name")
        self.play(ReplacementTransform(symbol, name, path_arc=-1.0), run_time=0.8)
        self.play(*map(FadeIn, formula.without("name")), run_time=0.6)
        self.gather(formula)
        self.play(FadeIn(measured), run_time=0.6)

        # Turn each reward into a verdict.
        self.play(verdicts.judge(), run_time=1.6)
        verdicts.settle()
        self.gather(self.cards, gone=[verdicts.flown])
        self.teach("rewards", table.rewards, ratio_text, answers=shown)
        self.teach("reward_mean", table.reward_mean, 2)
        if table.scale == "std":
            self.teach("reward_std", table.reward_std, 2)
        self.teach("advantage", table.advantage, 2, answers=shown)

    @beat(hold=2.0)
    def smaller(self) -> None:
        """The smaller of two

        min takes the more cautious of two estimates, clipped or not.
        """
        # Go near the surrogate.
        table, objective = self.table, self.objective
        self.clear()
        hidden = *objective.light("surrogate", opacity=0.0), Dim(self.cards, opacity=0.0)
        middle = objective.part("surrogate").get_x() * RIGHT
        self.zoom_to(middle + 0.85 * UP, HALF_WIDTH, *hidden)
        choices = Choices(table, objective, self.view())
        self.play(choices.show_lanes(), run_time=0.6)

        # For an answer of each sign, choose the smaller of both terms.
        for k, lanes in enumerate(choices.lanes):
            if k:
                self.wait(0.8)
                self.play(FadeIn(choices.headings[k]), run_time=0.4)
            for bar in choices.grow(k):
                self.play(*bar, run_time=0.6)
            self.turn(0.0, 1.0, (lanes, lanes.choose), run_time=0.8)
        self.teach("lower_bound", 1 - table.eps_low, ratio_text)
        self.teach("upper_bound", 1 + table.eps_high, ratio_text)
        for key in ("ratio", "unclipped", "clipped", "value"):
            self.teach(key, getattr(table, key), 2, answers=choices.answers)

    @beat(hold=2.0)
    def price(self) -> None:
        """The price of drifting

        Subtract a price for drifting away from the reference model.
        """
        # Go near the third line.
        objective = self.objective
        self.clear()
        self.play(*objective.light("price"), run_time=0.4)
        hide = objective.light("price", opacity=0.0)
        self.zoom_to(self.price_view, HALF_WIDTH, *hide, run_time=1.4)

        # Stand the new policy beside the reference.
        prices = Prices(self.table, self.few)
        self.play(prices.show_policies(), run_time=0.4)
        for role in ("reference", "new"):
            self.play(*prices.grow(role), run_time=0.6)
        self.play(FadeIn(prices.leashes.names), run_time=0.4)

        # Hang a leash from foot to foot, as long as the price.
        self.play(FadeIn(price_definition(), shift=0.1 * UP), run_time=0.6)
        for k, number in enumerate(prices.leashes.numbers):
            self.turn(0.0, 1.0, prices.leash(k), run_time=0.6)
            self.play(FadeIn(number), run_time=0.2)
        self.play(FadeIn(prices.mean, shift=0.1 * RIGHT), run_time=0.6)
        self.gather(prices)
        self.teach("k3", self.table.k3, answers=self.few)
        self.teach("mean_k3", self.table.kl)

    @beat(hold=2.0)
    def evaluate(self) -> None:
        """One number

        A whole group, one number: what this candidate update is worth.
        """
        # Turn the symbols into the rows of a sum.
        self.clear()
        self.zoom_home(*self.objective.light_all(), Undim(self.cards), run_time=1.2)
        rows = self.rows = SumRows(self.table, self.cards.question)
        self.play(*rows.come_from(self.objective), run_time=1.0)

        # Add each answer's share.
        adding = Adding(self.table, self.cards, rows)
        self.play(*adding.show_zero(), run_time=0.4)
        for share in adding.shares():
            self.play(*share, run_time=adding.pace)

        # Look closely: the price is a sliver.
        near = CloseSum(adding)
        self.zoom_to(near.middle, WIDTH, *near.come_near(), run_time=1.2)
        self.play(*near.show_price(), run_time=0.8)
        self.wait(0.8)
        self.zoom_home(*near.go_back(), run_time=1.2)
        self.play(*adding.show_result(), run_time=0.6)
        self.gather(rows, adding.fall)
        self.teach("surrogate", self.table.surrogate)
        self.teach("mean_k3", self.table.kl)
        self.teach("price", self.table.price)
        self.teach("objective", self.table.objective)

    @beat(hold=2.4)
    def slope(self) -> None:
        """The value and its slope

        At the start the surrogate is exactly zero. What matters is its slope.
        """
        # Show the new policy over its ratios.
        rows, slide = self.rows, Slide(self.table, self.cards)
        self.clear(rows)
        if slide.has_axis:  # it needs the rows' place
            corner = [rows.get_left()[0], TITLE[1], 0]
            self.play(rows.animate.move_to(corner, aligned_edge=UL), run_time=0.6)
        self.play(*slide.show(), run_time=0.8)

        # Slide it back to the old one.
        self.gather(slide.moving)
        count = slide.counted_by(rows)
        self.turn(1.0, 0.0, (slide.moving, slide.set_share), count, run_time=2.4)
        self.wait(0.6)

        # Push each bar as the slope says.
        slopes = slide.slopes()
        pushes = Pushes(slopes, self.shown, slide.chart.bars["new"], rows)
        if pushes.arrows:
            self.play(pushes.grow(), run_time=1.4)
        self.play(*pushes.say_sizes(), run_time=0.6)
        self.teach("surrogate", slide.at(0.0).surrogate)
        self.teach("surrogate_slope", slopes, answers=self.shown)

    @beat(hold=2.6)
    def home(self) -> None:
        """Read it once more

        One question, a group, a ratio, an advantage, a clip and a price: one number.
        """
        # Write the objective again, first short, then in full.
        full, short = Objective(), Objective(short=True)
        self.clear()
        self.play(FadeIn(short), run_time=0.6)
        self.play(*short.turn_into(full), run_time=1.4)
        self.gather(full, gone=[short])

        # Say what it comes to.
        value = number_text(self.table.objective, 3)
        words = quoted(say("equation.home.claim"))
        claim = Formula(f"cal(J) = {value} #h(0.4em) {words}", size=FORMULA).move_to(self.claim_at)
        self.play(FadeIn(claim, shift=0.2 * UP), run_time=0.8)
        self.teach("objective", self.table.objective)
