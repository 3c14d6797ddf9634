"""Advantage: a z-score inside the group; no critic; and when it is silent."""

from __future__ import annotations

from manim import LEFT, ORIGIN, FadeIn, FadeOut, ReplacementTransform, VGroup

from grpo_core import (
    LARGE_STEP,
    GroupTable,
    evaluate_group,
    group_advantages,
    is_silent,
    load_group,
    softmax,
)
from scenes.script.quantities import under
from scenes.script.settings import ASSETS, WORKED_GROUP
from scenes.script.telling import cards_of
from scenes.script.words import say
from scenes.stage.camera import HOME_WIDTH
from scenes.stage.film import GrpoScene, beat
from scenes.stage.motion import Dim, Undim, jump
from scenes.stage.places import CLAIM_X
from scenes.stage.reward_line import reward_text
from scenes.stage.theme import FORMULA
from scenes.stage.typeset import Prose

from .arrow_lanes import NEAR, NEAR_WIDTH, ArrowLanes, arrow_unit
from .closed_chain import ClosedChain
from .conventions import CONVENTIONS, Conventions
from .difficulty import Difficulty, success_share
from .own_rewards import OwnRewards
from .rare_success import RareSuccess
from .reward_cards import RewardCards
from .score_formula import FilledFormula, ScoreFormula
from .silence import Silence
from .silent_share import SilentShare
from .two_questions import TwoQuestions
from .typical_distance import TypicalDistance


class Advantage(GrpoScene):
    """How rewards become advantages inside one group, and what that does."""

    poster_beat = 4
    lit = ("advantage1", "advantage2")
    stand_in = WORKED_GROUP  # of a silent group, which has nothing to show in most beats
    note_at = (-6.3, 3.55, 0.0)  # the left end of what says so
    rare_group = ASSETS / "groups" / "notebook_rewards.toml"  # right answers are rare in it
    rarest, most_frequent = 0.02, 0.98  # the ends of the difficulty curve
    silent_run = LARGE_STEP  # how often its groups are silent

    def setup(self) -> None:
        super().setup()
        self.silent = bool(is_silent(self.table.rewards))
        group = load_group(self.stand_in) if self.silent else self.table.group
        self.example = evaluate_group(group, scale="std")
        self.notebook = evaluate_group(load_group(self.rare_group))
        self.note = VGroup()  # says that it is not the user's group which is shown
        if self.silent:
            note = Prose(say("advantage.same_once_centred.example"), role="muted")
            self.note.add(note.move_to(self.note_at, LEFT))

    @beat(hold=2.0)
    def rewards(self) -> None:
        """Every answer gets a reward

        Each answer gets a reward. The advantage compares it with its own group.
        """
        # The home shot, with the term of this film lit; the cards carry rewards for now.
        objective, self.cards = self.open_home(RewardCards(self.table))

        # Both A_i become the one formula that this film is about.
        self.formula = formula = ScoreFormula()
        jump(*formula.shade("A", "r"))
        self.play(FadeOut(objective), *formula.come_from(objective), run_time=1.2)
        self.add(formula.select("A"))
        self.own = own = OwnRewards(self.table, self.cards)
        self.play(FadeIn(formula.without("A")), *own.show_line(), run_time=0.8)
        self.gather(formula)

        # The rewards fly from the cards to the line.
        self.play(own.land(), run_time=1.6)
        self.gather(own.line)
        self.play(FadeIn(own.notes), run_time=0.6)
        self.teach("rewards", self.table.rewards, reward_text, answers=cards_of(self.table))

    @beat(hold=2.0)
    def same_once_centred(self) -> None:
        """Only the own group counts

        Is one a good reward? It depends on the other answers to the same question.
        """
        # The line makes room for a second one.
        self.questions = two = TwoQuestions(self.example, arrow_unit(self.example))
        leaving = FadeOut(self.cards) if self.silent else Dim(self.cards)
        self.play(*self.own.make_room(), leaving, run_time=0.4)
        if self.silent:
            self.play(FadeIn(two.lower), FadeIn(self.note), run_time=0.8)
        else:
            self.morph(self.own.line, two.lower, "axis", "dots", run_time=1.2)

        # A second question: the same rewards, all of them higher by the same number.
        self.play(*two.show_second_line(), run_time=0.8)
        self.play(*two.copy_higher(), run_time=1.2)
        self.gather(two.upper)
        self.play(*two.show_means(), *self.formula.light("difference"), run_time=0.8)
        self.wait(0.6)

        # Each cloud slides until its mean is in the middle: they coincide.
        self.play(*two.hide_numbers(), run_time=0.4)
        self.play(*two.slide_to_means(), run_time=1.6)
        self.play(*two.show_differences(), run_time=0.6)
        self.gather(two.here, two.there, two.middle)
        for note, mean in two.means.items():
            self.teach("reward_mean", mean, 2, note=note)

    @beat(hold=2.0)
    def baseline(self) -> None:
        """The group's mean is the baseline

        The group's own mean is the baseline. No critic network estimates it.
        """
        # The second cloud falls onto the first: they are the same.
        two = self.questions
        self.add(two.there)  # in front of what it falls onto
        self.play(*two.fall_together(), run_time=1.0)

        # Each answer gets a lane, and the camera comes near.
        self.lanes = lanes = ArrowLanes(self.example, two)
        self.gather(lanes.axis, lanes.arrows, gone=[two.here.dots, two.middle])
        leaving = map(FadeOut, self.outside(lanes.axis, lanes.arrows, self.formula))
        self.zoom_to(lanes.center, NEAR_WIDTH, *lanes.come_near(self.formula), *leaving)
        self.play(lanes.spread(), run_time=1.0)
        self.play(FadeIn(lanes.mean_label(NEAR)), run_time=0.6)

        # What is left of a reward when the mean is taken away.
        self.play(lanes.grow(), run_time=1.4)
        self.play(FadeIn(lanes.labels()), run_time=0.6)
        self.teach("reward_mean", self.example.reward_mean, 2)
        self.teach("difference", lanes.values, 2, answers=lanes.told)

    @beat(hold=2.2)
    def z_score(self) -> None:
        """Divide by the typical distance

        The std is the typical distance from the mean. In its units rewards compare.
        """
        # Back home: the arrows stand on the left, the formula over them on the right.
        lanes = self.lanes
        self.clear(lanes.axis, lanes.arrows, beside=[Undim(self.formula)])
        self.zoom_home(*lanes.go_left(), self.formula.go_right(), FadeIn(self.note))
        filled = FilledFormula(self.example, self.formula)
        mean = lanes.mean_label(decimals=filled.decimals)
        self.play(FadeIn(mean), run_time=0.6)

        # A square on each arrow; on average they are one square of side std.
        distance = TypicalDistance(lanes, filled.decimals)
        self.play(distance.raise_squares(), run_time=1.4)
        self.play(*distance.average_squares(), run_time=1.2)
        self.play(*distance.say_std(), run_time=0.6)

        # One answer's numbers fly from their places into the formula.
        self.play(FadeIn(lanes.name(filled.index)), filled.show_frame(), run_time=0.6)
        self.play(*filled.fill(lanes.dot(filled.index), mean, distance.label), run_time=1.2)
        self.play(filled.show_value(), run_time=0.6)
        self.gather(filled, gone=[filled.flown])

        # The std is the new unit: its side lies along the axis.
        self.play(distance.lay_side(), *lanes.show_ruler(), run_time=1.0)
        self._teach_spread(self.example, filled.decimals)
        self.teach("advantage", self.example.advantage, 2, answers=[filled.index])

    def _teach_spread(self, table: GroupTable, decimals: int) -> None:
        self.teach("reward_mean", table.reward_mean, decimals)
        self.teach("reward_std", table.reward_std, decimals)

    @beat(hold=2.0)
    def chain(self) -> None:
        """Advantages add up to nothing

        Placed end to end the arrows come back to where they started: the sum is nil.
        """
        # In units of the std the arrows are the advantages.
        before, chain = self.lanes.arrows, ClosedChain(self.example, self.lanes)
        turned = ReplacementTransform(before.ends, chain.arrows.ends)
        self.clear(before, beside=[turned], run_time=0.6)
        self.gather(chain.arrows, gone=[before])
        self.play(chain.spread(), FadeIn(self.note), run_time=1.0)

        # Head to tail: out by the answers above the mean, back by those below.
        self.play(chain.close(), run_time=2.4)
        self.play(FadeIn(chain.terms()), run_time=0.6)
        self.play(*chain.show_sum(), run_time=0.8)
        self.teach("sum_of_advantages", chain.sum, 2)

    @beat(hold=2.4)
    def rare(self) -> None:
        """Rare successes shout

        Ten answers, two of them right. Rare successes shout; common failures whisper.
        """
        # A notebook's group: its rewards, then its mean and std.
        group, self.bars = self.notebook, RareSuccess(self.notebook)
        self.clear()
        self.play(*self.bars.show_rewards(), run_time=1.0)
        self.play(*self.bars.show_signs(), run_time=0.6)
        self.gather(self.bars.bars)

        # Few bars grow far, many grow a little.
        self.play(self.bars.grow(), run_time=1.6)
        self.play(FadeIn(self.bars.numbers()), run_time=0.6)
        self._teach_spread(group, 2)
        self.teach("largest_advantage", group.advantage.max(), reward_text)
        self.teach("smallest_advantage", group.advantage.min(), reward_text)

    @beat(hold=2.0)
    def difficulty(self) -> None:
        """How hard the question is

        The rarer an outcome in its group, the larger its advantage, right or wrong.
        """
        # The notebook's ten bars become two points over its share of right answers.
        shares = (success_share(table.rewards) for table in (self.notebook, self.example))
        picture = Difficulty(*shares, rarest=self.rarest, most_frequent=self.most_frequent)
        plot, readout, share = picture.plot, picture.readout, picture.share
        self.clear(self.bars.bars.bars, run_time=0.6)
        self.play(*picture.gather_bars(self.bars.bars), run_time=1.2)
        self.gather(plot)
        self.play(FadeIn(readout), FadeIn(picture.mark), run_time=0.6)

        # From frequent to rare, with the curves behind them.
        count, ends = (readout, picture.count), (self.most_frequent, self.rarest)
        self.turn(share, ends[0], (plot, plot.set_markers), count, run_time=1.0)
        self.turn(*ends, (plot, plot.set_chance), count, run_time=2.8)
        self.play(*picture.show_formulas(), run_time=0.6)
        self.wait(0.8)

        # Near the left end a single right answer outweighs a crowd of wrong ones.
        others = self.dim_others(plot, picture.mark, opacity=0.0)
        self.zoom_to(picture.left_end, picture.near_width, picture.shrink_marker(), *others)
        self.play(FadeIn(picture.two_successes()), run_time=0.6)
        for chance in (self.rarest, share):
            value, note = plot.values(chance)[0], under("p", chance)
            self.teach("advantage_of_right", value, 2, note=note)

    @beat(hold=2.2)
    def silence(self) -> None:
        """Nothing to compare

        When all rewards are equal the advantages are zero, by rule. The group is silent.
        """
        # A group as it is, its arrows from the mean.
        self.equal = picture = Silence(self.example)
        self.clear()
        self.camera.frame.set(width=HOME_WIDTH).move_to(ORIGIN)
        self.play(*picture.show(), FadeIn(self.note), run_time=0.8)
        self.wait(0.8)

        # The answers become equally good; the arrows go, and what is left is 0 by 0.
        arrows, readout = picture.arrows, picture.readout
        self.turn(0.0, 1.0, (arrows, picture.draw), (readout, picture.count), run_time=3.2)
        self.play(FadeIn(picture.rule()), run_time=0.8)
        self.teach("reward_std", picture.std(1.0), 2)
        self.teach("largest_advantage", picture.most(1.0), 2)

    @beat(hold=2.4)
    def silent_groups(self) -> None:
        """Rare successes leave groups silent

        Where successes are rare, most groups hold none: nothing to learn from them.
        """
        # The answers of the silent group, all right, are the right end of the curve.
        run = self.silent_run
        picture = SilentShare(run.group_size, float(softmax(run.logits)[0]))
        plot, answers = picture.plot, self.equal.arrows.ends
        self.clear(answers)
        self.play(*picture.gather_answers(answers), run_time=1.0)
        self.gather(plot)
        self.turn(1.0, 0.0, (plot, plot.set_chance), run_time=2.0)
        self.turn(0.0, picture.chance, (plot, plot.set_markers), run_time=1.0)
        self.play(FadeIn(picture.mark()), run_time=0.6)

        # As many of a hundred groups.
        self.play(*picture.show_hundred(), run_time=0.6)
        self.play(picture.silence(), run_time=1.2)
        self.play(FadeIn(picture.percent()), run_time=0.6)
        self.teach("group_size", picture.size, 0)
        self.teach("share_right", round(picture.chance, 2), reward_text)
        self.teach("share_silent", 100 * picture.share, 0, unit="%")

    @beat(hold=2.4)
    def conventions(self) -> None:
        """Which std?

        Three conventions, three sizes of the same advantages: ask which one is meant.
        """
        # One column after the other: the same rewards under each convention.
        board = Conventions(self.example.rewards, y=0.05 if self.silent else 0.25)
        self.clear()
        self.add(self.note)
        for column in board.columns:
            self.play(*column.show(), run_time=0.8)
            self.play(*column.grow(), run_time=1.0)
            if column is not board.columns[-1]:
                self.wait(0.8)
        for convention in CONVENTIONS:
            largest = group_advantages(self.example.rewards, **convention.settings).max()
            self.teach("largest_advantage", float(largest), 3, note=convention.said("title"))

    @beat(hold=3.0)
    def home(self) -> None:
        """Better or worse than its own group

        A score inside the group: no critic, no unit, and silent when all are equal.
        """
        # The home shot, with rewards on the cards.
        cards = RewardCards(self.table)
        home = self.come_home(cards)
        self.wait(0.6)

        # Each reward has become an advantage.
        self.play(*cards.become_advantages(), run_time=1.2)
        cards.carry_advantages()
        claim = Prose(say("advantage.home.claim"), size=FORMULA, align="center")
        self.say_claim(claim, *home, left=CLAIM_X - 0.5 * claim.width)
