"""Levels: each line of mathematics is a sentence that one has already agreed to."""

from __future__ import annotations

import numpy as np
from manim import (
    UP,
    Animation,
    Create,
    FadeIn,
    FadeOut,
    ReplacementTransform,
    Transform,
    VGroup,
    rush_into,
)

from scenes.script.cases import find_case
from scenes.script.numerals import ratio_source
from scenes.script.telling import cards_of
from scenes.stage.cards import CardStrip
from scenes.stage.envelope import ratio_text
from scenes.stage.film import GrpoScene, beat
from scenes.stage.motion import Dim, Drive
from scenes.stage.objective import Objective
from scenes.stage.retelling import EARLY, LATE

from .answers import Answers
from .level_frame import FLOORS
from .level_house import LevelHouse
from .level_lines import ROWS
from .lift import Lift
from .objective_places import HungSentences, Places
from .told import Told
from .whale import Whale


class Levels(GrpoScene):
    """The method five times over: words, exact words, symbols, numbers, the objective."""

    poster_beat = 6
    near_width, near_center = 8.0, np.array([-2.65, 1.45, 0])  # the objective's left, closer
    faint = 0.35  # of lines that have had their turn
    under_back = np.array([0.1, -1.0, 0])  # from home to where the whale can be drawn

    def setup(self) -> None:
        super().setup()
        index, shown = find_case(self.table, +1, above=True).index, cards_of(self.table)
        self.example = index if index in shown else shown[0]

    def _say(self, row: int) -> None:
        self.play(*self.told.bring(row), run_time=0.6)

    def _show(self, moves: list[Animation], run_time: float = 0.8) -> None:
        """Play what leads to a next state of the answers."""
        self.play(*moves, run_time=run_time)
        self.gather(*self.answers.pieces)

    def _retell(self, row: int, *moves: Animation, run_time: float = 0.8) -> None:
        """Turn a line into its form of this level, and with it the answers."""
        self._show([*self.told.retell(row), *moves], run_time)
        self.gather(self.told.lines[row])

    # -- 1 ------------------------------------------------------------------

    @beat()
    def at_sight(self) -> None:
        """Too much at once

        Nobody reads this at sight. Five easy passes lead to it.
        """
        # The home shot, all of it lit, and a close look at how much it holds.
        self.objective, self.cards = self.open_home(seconds=1.2)
        edge = self.near_center[0] + 0.47 * self.near_width
        cut = map(Dim, self.objective.beyond(edge))
        self.zoom_to(self.near_center, self.near_width, *cut, Dim(self.cards))
        self.wait(1.2)
        self.zoom_home(*self.undim_all())

    # -- 2 ------------------------------------------------------------------

    @beat(hold=2.0)
    def words(self) -> None:
        """In words

        Five plain sentences. Is there one that you would not agree to?
        """
        # The formula steps back; question and answers become the picture that stays.
        answers = self.answers = Answers(self.table, self.example)
        told = self.told = Told(self.table, self.example)
        lying = answers.lie_open(self.cards)
        self.clear(self.cards, beside=lying, run_time=1.2, rate_func=EARLY)
        self.gather(*answers.pieces, gone=[self.cards])
        self.play(*told.show_frame(), run_time=0.8)

        # Five plain sentences, two of them with their marks.
        self._say(0)
        self._say(1)
        self._show(answers.show_scores())
        self.wait(0.6)
        self._say(2)
        self._show(answers.show_signs())
        for row in (3, 4):
            self.wait(0.6)
            self._say(row)

    # -- 3 ------------------------------------------------------------------

    @beat(hold=2.0)
    def exact_words(self) -> None:
        """In exact words

        The same, more exactly: how many, better than what, near to what.
        """
        self.play(*self.told.go_down(), run_time=0.4)
        self._retell(0)
        self._retell(1)

        # Scores are compared: each stands so far to one side of the average.
        average = self.answers.show_average()
        self.gather(*self.answers.pieces)  # the line is behind the signs
        self._show(average, run_time=0.6)
        self._show(self.answers.grow_bars(), run_time=1.0)
        self.wait(0.4)

        # The other three lines follow.
        self._retell(2)
        self._retell(3)
        self.wait(0.6)
        self._retell(4)

    # -- 4 ------------------------------------------------------------------

    @beat(hold=2.0)
    def symbols(self) -> None:
        """In symbols

        A word becomes a symbol, and keeps its place and its colour.
        """
        answers = self.answers
        self.play(*self.told.go_down(), run_time=0.4)

        # Answers get names; scores and bars make room for what is to come.
        self._retell(0, *answers.name_answers())
        self._retell(1, *answers.make_room(), run_time=1.0)

        # The policy that sampled, the policy that learns, and what still pushes.
        self._retell(2, *answers.show_policies())
        self._retell(3, *answers.show_lamps())
        self._retell(4, *answers.show_reference())

    # -- 5 ------------------------------------------------------------------

    @beat(hold=2.4)
    def numbers(self) -> None:
        """In numbers

        A symbol becomes a number: here are those of this group.
        """
        answers = self.answers
        self.play(*self.told.go_down(), run_time=0.4)

        # One answer's numbers fill the lines, and everyone's the columns.
        self._retell(0, *answers.mark_example())
        self._retell(1, *answers.count_scores(), run_time=1.0)
        self._retell(2, *answers.count_ratios(), run_time=1.0)
        self._retell(3, *answers.count_values(), run_time=1.0)
        self._retell(4, *answers.count_prices(), run_time=1.0)
        self._show(answers.show_averages(), run_time=0.6)

        table, one = self.table, [self.example]
        self.teach("reward_mean", table.reward_mean, 2)
        self.teach("advantage", table.advantage, 2, answers=one)
        self.teach("ratio", table.ratio, ratio_source, answers=one)
        self.teach("unclipped", table.unclipped, 2, answers=one)
        self.teach("clipped", table.clipped, 2, answers=one)
        self.teach("beta", table.beta, ratio_text)
        self.teach("mean_k3", table.kl)

    # -- 6 ------------------------------------------------------------------

    @beat(hold=2.4)
    def places(self) -> None:
        """Five places in one objective

        Each sentence has its place in the objective.
        """
        # Numbers turn back into symbols, and the five lines fly to their places.
        sign, lines = self.told.sign, self.told.lines
        below = Drive(sign, sign.set_floor, FLOORS - 2, FLOORS - 1)
        self.clear(*lines, beside=[below])
        objective = self.objective = Objective()
        places = Places(objective, lines)
        for row in range(ROWS):
            self.play(*places.take(row), run_time=0.8)
        self.play(*places.fill_up(), FadeOut(sign), run_time=0.6)
        self.gather(objective, gone=lines)

        # A thread from each place to the sentence that it was.
        self.hung = HungSentences(objective)
        for row in range(ROWS):
            self.play(*self.hung.hang(row), run_time=0.6)
            if row == 2:
                self.wait(0.6)

    # -- 7 ------------------------------------------------------------------

    @beat(hold=2.4)
    def house(self) -> None:
        """One house

        One house: on every floor the same five ideas, said more exactly.
        """
        # The objective becomes the lowest floor of a house with a room for each idea.
        plan = self.plan = LevelHouse(self.table, self.example)
        objective = self.objective
        self.play(*self.hung.let_go(), run_time=0.6)
        floor, name = plan.rooms[-1], plan.names[-1]
        self.add(floor, objective)
        down = map(Transform, objective, plan.ground(objective))
        self.play(FadeIn(floor, rate_func=LATE), *down, run_time=1.2)
        self.play(FadeIn(name), run_time=0.4)

        # The four levels before it stand above; each is lit until the second after it.
        fading, lit = [], [objective]
        for level, lines in enumerate(plan.lines):
            fades = [Dim(line, opacity=self.faint) for line in fading]
            parts = (plan.rooms[level], plan.names[level], *lines)
            self.play(*fades, *map(FadeIn, parts), run_time=1.0)
            fading, lit = lit, lines
        self.play(*(Dim(line, opacity=self.faint) for line in (*fading, *lit)), run_time=0.6)

    # -- 8 ------------------------------------------------------------------

    @beat(hold=2.2)
    def lift(self) -> None:
        """One idea, down through the house

        Follow one idea from floor to floor: the sentence turns into a term.
        """
        # The other ideas leave their rooms.
        lift = self.lift_down = Lift(self.plan, self.objective)
        self.add(*self.objective)
        self.play(*lift.empty_rooms(), run_time=1.0)

        # A lift goes down through the last ones.
        for floor in range(FLOORS):
            self.play(*lift.stop_at(floor), run_time=0.4)
            self.play(*lift.read_out(floor), run_time=0.8)
            self.gather(lift.ideas[floor])
            self.wait(0.4)
        self.teach("beta", self.table.beta, ratio_text)
        self.teach("mean_k3", self.table.kl)

    # -- 9 ------------------------------------------------------------------

    @beat(hold=2.0)
    def whale_appears(self) -> None:
        """A whale

        A blog remarks that the objective "kinda looks like a whale".
        """
        # The idea flies to its place, and the objective is whole again.
        idea = self.lift_down.ideas[-1]
        self.clear(idea, run_time=0.6)
        objective = self.objective = Objective().shift(self.under_back)
        price, close = objective.part("price"), objective.part("close")
        others = FadeIn(VGroup(*objective[:2])), FadeIn(close, rate_func=LATE)
        self.play(ReplacementTransform(idea, price), *others, run_time=1.2)
        self.gather(objective)

        # Its outline, then what makes it a whale.
        whale = self.whale = Whale()
        outline, flesh = whale.outline(), whale.body
        self.play(Create(outline), run_time=2.2)
        self.add(whale.fin, flesh, objective, outline)
        self.play(*map(FadeIn, (whale.fin, flesh, whale.eye)), Create(whale.mouth), run_time=0.8)
        self.play(Create(whale.spout), run_time=0.6)

    # -- 10 -----------------------------------------------------------------

    @beat(hold=3.0)
    def home(self) -> None:
        """Sentences that you agreed to

        Each line of mathematics is a sentence that you already agreed to.
        """
        # It swims away, and leaves the objective where it was.
        whale, objective = self.whale, self.objective
        self.gather(whale, objective, gone=self.outside(whale, objective))
        self.turn(0.0, 1.0, (whale, whale.swim), run_time=2.4, rate_func=rush_into)
        self.remove(whale)
        self.play(objective.animate.shift(-self.under_back), run_time=0.8)
        self.gather(Objective(), gone=[objective])
        self.play(FadeIn(CardStrip(self.table), shift=0.3 * UP), run_time=0.8)
