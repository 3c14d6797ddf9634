"""Advantage: what a reward is worth inside its own group, and when it is worth nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from manim import (
    DOWN,
    LEFT,
    Animation,
    Create,
    FadeIn,
    FadeOut,
    Mobject,
    ReplacementTransform,
    Transform,
    TransformFromCopy,
    VGroup,
    smooth,
)
from manim.utils.rate_functions import squish_rate_func

from grpo_core import (
    LARGE_STEP,
    evaluate_group,
    group_advantages,
    is_silent,
    load_group,
    softmax,
)
from scenes.script.quantities import under
from scenes.script.settings import ASSETS, WORKED_GROUP
from scenes.script.words import say
from scenes.stage.film import GrpoScene, beat
from scenes.stage.motion import Drive
from scenes.stage.places import EXIT_OBJECTIVE
from scenes.stage.reward_line import reward_text
from scenes.stage.typeset import Prose

from .conventions import CONVENTIONS
from .counted import Counted
from .drift import Drifting, StillOne
from .hand_over import hand_over
from .kinder import Kinder
from .own_group import Averaged, OwnGroup, ThreeVerdicts
from .rare import RarePlot
from .ruler_squares import RulerSquares
from .seesaw import Critic, Seesaw
from .valley import Valley
from .which import Pairs, Rules
from .worlds import MINE, Worlds

# The old picture has not quite gone when the new one begins: the stage is never empty.
LEAVING = squish_rate_func(smooth, 0.0, 0.7)
COMING = squish_rate_func(smooth, 0.2, 0.9)


class Advantage(GrpoScene):
    """How rewards become advantages inside one group, and what that does."""

    poster_beat = 4
    lit = ("advantage1", "advantage2")
    stand_in = WORKED_GROUP  # of a silent group, which has nothing to show in most beats
    note_at = (-6.3, 3.55, 0.0)  # the left end of what says so
    rare_group = ASSETS / "groups" / "notebook_rewards.toml"  # right answers are rare in it
    rarest = 0.02  # the end of the difficulty curves
    silent_run = LARGE_STEP  # how often its groups are silent
    off_balance = 1.7  # where the pivot is at first, in scene units from its place
    critic_at = (5.3, 2.2, 0.0)
    close = 0.06  # of their distances, before rewards meet

    def setup(self) -> None:
        super().setup()
        self.silent = bool(is_silent(self.table.rewards))
        group = load_group(self.stand_in) if self.silent else self.table.group
        self.example = evaluate_group(group, scale="std")
        self.notebook = evaluate_group(load_group(self.rare_group))
        self.note = VGroup()  # says that it is not the user's group which is shown
        if self.silent:
            note = Prose(say("advantage.kinder_grader.example"), role="muted")
            self.note.add(note.move_to(self.note_at, LEFT))

    def go_over(
        self, moves: Sequence[Animation], arriving: Sequence[Mobject] = (), *kept: Mobject
    ) -> None:
        """Let `moves` lead to the next picture: what else there was goes early, `arriving` late."""
        coming = [FadeIn(part, rate_func=COMING) for part in arriving]
        self.clear(*kept, beside=[*moves, *coming], run_time=1.6, rate_func=LEAVING)

    @beat()
    def worlds(self) -> None:
        """One reward, three worlds

        The coin never moves; what counts is how far above its group's average it lies.
        """
        # One coin, and the question of the film.
        self.three = picture = Worlds()
        self.add(picture.coin)
        self.wait(0.4)
        self.entrance = self.door(self.question, name=False, seconds=1.6)

        # In each world the coin lies at the same height; what the others got differs.
        for number, world in enumerate(picture.worlds):
            arriving = [FadeIn(picture.scale)] if number == 0 else []
            self.play(*arriving, *world.open(), picture.come(number), run_time=0.8)
            for count in range(len(world.others)):
                self.play(*world.join(count), run_time=0.4)
            self.gather(world.arrow, world.others, world.mine, gone=[picture.coin])
            self.play(*world.measure(), run_time=0.8)
            self.wait(0.4)
            if world.length:
                self.teach("difference", MINE - float(world.group.mean()), 2)

    @beat()
    def kinder_grader(self) -> None:
        """A kinder grader

        A bonus for everyone changes nothing: only distances in the group count.
        """
        # The coins of the three worlds become the group's own.
        self.markers = picture = Kinder(self.example)
        moves = hand_over(self.three.coins(), picture.strict)
        self.go_over([*moves, *picture.show_strict()], [picture.name, self.note])
        self.gather(picture.axes[0], picture.strict, gone=[*self.three.coins()])
        self.wait(1.0)

        # Everyone gets a bonus; the average rises with them.
        self.play(*picture.give_bonus(), run_time=1.4)
        self.gather(picture.axes, picture.strict, picture.kind)
        self.play(*picture.show_means(), run_time=0.8)
        self.gather(picture.strict, picture.kind)
        self.wait(1.2)

        # Each cloud slides until its average is in the middle.
        self.play(*picture.centre(), run_time=1.8)
        self.play(*picture.meet(), run_time=0.8)
        self.gather(picture.arrows, picture.line, picture.strict, picture.kind)
        self.play(*picture.compare(), run_time=1.0)
        for note, mean in picture.means.items():
            self.teach("reward_mean", mean, reward_text, note=note)

    @beat()
    def seesaw(self) -> None:
        """The average is a balance

        Where the group balances is its baseline; no critic network has to guess it.
        """
        # The two rows are one: it goes onto a beam, whose pivot is not yet right.
        before, self.scale = self.markers, Seesaw(self.example)
        picture = self.scale.set_pivot(self.off_balance)
        moves = hand_over([*before.strict, *before.kind], picture.coins)
        turned = ReplacementTransform(before.axes[0], picture.beam)
        self.go_over([*moves, turned], [picture.pivot], self.note)
        self.gather(picture, gone=[before.strict, before.kind])

        # Slide it until the beam balances.
        slide = (picture, picture.set_pivot)
        self.turn(self.off_balance, -0.4 * self.off_balance, slide, run_time=1.4)
        self.turn(-0.4 * self.off_balance, 0.0, slide, run_time=1.2)
        self.play(FadeIn(picture.average()), run_time=0.6)

        # Arms to the left and to the right.
        self.add(picture.arms)
        self.play(*picture.grow_arms(), run_time=1.0)
        self.play(FadeIn(picture.lengths()), FadeIn(picture.together()), run_time=0.6)

        # A second network would guess it, now too high, now too low: nobody has to.
        critic = Critic().move_to(self.critic_at)
        guess = critic.guess_at(1.2)
        self.play(FadeIn(critic.net), FadeIn(critic.label), Create(guess), run_time=0.8)
        for off in (-0.8, 0.5):
            self.play(Transform(guess, critic.guess_at(off)), run_time=0.6)
        self.play(Create(critic.cross), FadeOut(guess), run_time=0.6)
        self.teach("reward_mean", self.example.reward_mean, reward_text)

    @beat()
    def squares(self) -> None:
        """A ruler for the group

        Square the distances, level them out: the side is the standard deviation.
        """
        # Another group: its ten coins, and their average.
        self.ten = picture = RulerSquares(self.notebook)
        moves = hand_over(self.scale.coins, picture.coins)
        turned = ReplacementTransform(self.scale.beam, picture.mean)
        self.go_over([*moves, turned], [picture.counts, picture.average])
        self.gather(picture.mean, picture.coins, gone=[self.scale.coins])

        # A square on each distance.
        self.play(picture.raise_squares(), run_time=1.8)
        self.play(FadeIn(picture.areas), run_time=0.6)
        self.wait(0.8)

        # Pour them into one tray and level it out.
        self.play(Create(picture.tray), run_time=0.6)
        self.play(picture.pour(), run_time=3.4)
        self.gather(picture.levelled, gone=[picture.poured])
        self.play(FadeIn(picture.tray_words()), run_time=0.6)
        self.wait(0.6)

        # The side of one is the ruler.
        self.play(FadeIn(picture.flat_ruler, shift=0.3 * DOWN), run_time=0.6)
        self.play(FadeIn(picture.side_words()), run_time=0.8)
        self.teach("reward_std", self.notebook.reward_std, reward_text)

    @beat()
    def formula(self) -> None:
        """Count in rulers

        Reward minus average, in standard deviations; over the group they cancel.
        """
        # Lay the ruler along the distances, step by step.
        before, self.counted = self.ten, Counted(self.notebook)
        picture = self.counted
        squares = [before.squares[k] for k in (*before.right, *before.wrong)]
        first = ReplacementTransform(before.flat_ruler, picture.rulers[0])
        self.go_over([*hand_over(squares, picture.arrows), first], [picture.words])
        gone = [*squares, before.flat_ruler]
        self.gather(picture.words, picture.arrows, picture.rulers[0], gone=gone)
        for done, ruler in pairwise(picture.rulers):
            self.play(TransformFromCopy(done, ruler), run_time=0.4)
        self.gather(picture.rulers)
        self.play(FadeIn(picture.lengths()), run_time=0.6)
        self.wait(0.8)

        # What was done, with its numbers; then letters take the words' places.
        for row in picture.filled:
            self.play(FadeIn(row), run_time=0.6)
        self.wait(0.8)
        self.play(*picture.words.turn_into(picture.formula), run_time=1.2)
        self.gather(picture.formula, gone=[picture.words])

        # Out, and all the way back.
        self.play(FadeIn(picture.totals()), run_time=0.6)
        self.teach("largest_advantage", self.notebook.advantage.max(), reward_text)
        self.teach("smallest_advantage", self.notebook.advantage.min(), reward_text)

    @beat()
    def difficulty(self) -> None:
        """Rare outcomes shout

        The rarer an outcome in its group, the larger its advantage, right or wrong.
        """
        # The ten arrows are two points over the share of right answers; the ten coins come.
        share = float((self.notebook.advantage > 0).mean())
        self.rare = picture = RarePlot(self.rarest, share, len(self.notebook.rewards))
        up, down = self.counted.sides()
        moves = [*hand_over(up, [picture.markers[0]]), *hand_over(down, [picture.markers[1]])]
        self.go_over(moves, [picture.frame, picture.coins])
        whole = VGroup(picture, picture.coins)
        self.gather(picture.ours(), whole, gone=[self.counted.arrows])
        self.wait(0.4)

        # One of the two flips: rarer, and louder; then rarer still.
        one = 1 / picture.size
        self.turn(share, one, (whole, picture.set_left), run_time=1.0)
        self.play(FadeOut(picture.coins, rate_func=LEAVING), run_time=0.4)
        self.turn(one, self.rarest, (picture, picture.set_left), run_time=0.8)
        self.play(FadeIn(picture.shout(right=True)), run_time=0.4)

        # And the other way round.
        self.add(picture.markers.copy())
        self.turn(self.rarest, share, (picture, picture.back), run_time=0.6)
        self.turn(share, 1 - self.rarest, (picture, picture.set_right), run_time=1.6)
        self.play(FadeIn(picture.shout(right=False)), run_time=0.4)
        self.play(FadeIn(picture.formulas()), run_time=0.6)
        self.wait(0.6)

        # Without the ruler.
        self.play(*picture.straighten(), run_time=1.4)
        for where, note in ((0, self.rarest), (1, 1 - self.rarest)):
            key = ("largest_advantage", "smallest_advantage")[where]
            value = round(picture.values(note)[where], 2)
            self.teach(key, value, reward_text, note=under("p", note))

    @beat()
    def which_ruler(self) -> None:
        """Which ruler?

        Directions stay; which ruler decides which group counts for more.
        """
        # The own group, and the same rewards much closer, counted in one ruler each.
        rewards, markers = self.example.rewards, self.rare.markers
        pairs, rules = Pairs(rewards), Rules(rewards)
        self.heard = own, other = pairs.groups
        moves = [
            *hand_over([*markers], own.arrows[0]),
            *hand_over([marker.copy() for marker in markers], other.arrows[0]),
        ]
        arriving = [part for group in self.heard for part in (group.line, group.heading)]
        self.go_over(moves, [*arriving, self.note])
        self.gather(own.arrows[0], other.arrows[0], gone=[self.rare])
        self.wait(0.4)
        self.play(*map(FadeIn, (rules[0], own.numbers[0], other.numbers[0])), run_time=0.6)
        self.wait(1.4)

        # The same arrows in a longer ruler, and in none.
        for number in (1, 2):
            moves = own.next_row(number) + other.next_row(number)
            self.play(*moves, *rules.come(number), run_time=1.2)
            self.gather(own.arrows[number], other.arrows[number])
            self.play(FadeIn(own.numbers[number]), FadeIn(other.numbers[number]), run_time=0.6)
            self.wait(1.4)
        if not pairs.is_alike:
            self.play(FadeIn(pairs.own_scale()), run_time=0.4)
        for convention in CONVENTIONS:
            largest = group_advantages(rewards, **convention.settings).max()
            self.teach("largest_advantage", float(largest), 2, note=convention.said("title"))

    @beat(hold=2.0)
    def nothing(self) -> None:
        """Nothing to compare

        Closer rewards keep their advantage; equal rewards have none, by rule.
        """
        # Four rewards, their ruler, and their advantages over it.
        self.four = four = Drifting(evaluate_group(load_group(self.stand_in)))
        plot = StillOne(four)
        arrows = [arrow for group in self.heard for arrow in group.arrows[0]]
        moves = hand_over(arrows, [coin[0] for coin in four.coins])
        self.go_over(moves, [four.rest, plot, plot.names])
        self.play(*(FadeIn(coin[1]) for coin in four.coins), run_time=0.4)
        self.gather(four, plot, gone=arrows)

        # Let them drift together: the advantages stay.
        self.add(four.trails, four)
        both = (four, four.set_spread), (plot, plot.set_spread)
        self.turn(1.0, self.close, *both, beside=[FadeIn(four.trails)], run_time=4.0)
        still, rule = plot.words()
        self.play(FadeIn(still), run_time=0.6)
        self.ask(self.question, seconds=2.4)

        # They meet, and it snaps to 0.
        ways = [Drive(thing, setter, self.close, 0.0) for thing, setter in both]
        self.answer(*ways, run_time=0.8)
        self.gather(plot.gap, gone=[plot.tips])
        self.play(FadeIn(plot.nil), *four.fall_silent(), run_time=0.4)
        self.play(FadeIn(rule), run_time=0.6)
        self.teach("reward_std", four.std(0.0), 2)
        self.teach("largest_advantage", plot.most, reward_text)

    @beat()
    def silences(self) -> None:
        """Two silences

        Too hard or too easy: the whole group agrees, and teaches nothing.
        """
        # A group that agrees: all right, at the right end.
        run = self.silent_run
        self.valley = picture = Valley(run.group_size, float(softmax(run.logits)[0]))
        moves = hand_over([ring[0] for ring in self.four.rings], [picture.dot])
        self.go_over(moves, [picture.axes, picture.numbers, picture.names()])
        self.gather(picture, gone=[self.four])

        # The chance of that from both ends, and what the ends are.
        self.turn(0.0, 1.0, (picture, picture.set_reach), run_time=1.4)
        self.wait(0.4)
        self.play(FadeIn(picture.arms()), run_time=0.6)
        self.wait(0.4)

        # A run's place on it, and a hundred of its groups.
        self.turn(0.5, picture.chance, (picture, picture.set_chance), run_time=1.4)
        self.play(FadeIn(picture.field), Create(picture.thread), run_time=0.6)
        self.ask(self.question, at=picture.asked_at)
        self.answer(picture.silence(), run_time=1.2)
        self.play(FadeIn(picture.count), run_time=0.6)
        self.teach("share_right", round(picture.chance, 2), reward_text)
        self.teach("share_silent", 100 * picture.share, 0, unit="%")

    @beat(hold=3.0)
    def home(self) -> None:
        """Better than its own group

        Above the group's average: more of this; below: less; all equal: silence.
        """
        # Back to the coin of the beginning, and what the objective has of it in each world.
        picture, row = ThreeVerdicts(), OwnGroup(self.table)
        whole = Averaged(*self.lit)
        coins = [world.mine for world in picture.worlds]
        self.go_over(hand_over([self.valley.dot], coins), [*picture.rest, whole])
        self.gather(picture, whole, gone=[self.valley, *coins])
        self.wait(0.6)
        self.play(*map(FadeIn, picture.words), run_time=0.6)
        self.gather(picture)
        self.wait(0.4)
        self.play(whole.go_to(EXIT_OBJECTIVE), FadeIn(row, rate_func=COMING), run_time=0.8)
        self.close_film(picture, row, sentence=say("advantage.home.claim"), width=4.4)
        self.teach("advantage", self.table.advantage, 2, answers=row.shown)
