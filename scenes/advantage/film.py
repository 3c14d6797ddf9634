"""Advantage: what a reward is worth inside its own group, and when it is worth nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from manim import (
    DOWN,
    LEFT,
    PI,
    UP,
    Animation,
    Create,
    FadeIn,
    FadeOut,
    GrowFromPoint,
    Mobject,
    ReplacementTransform,
    Transform,
    TransformFromCopy,
    VGroup,
)

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
from scenes.stage.averaged import Averaged
from scenes.stage.film import GrpoScene, beat
from scenes.stage.motion import Drive
from scenes.stage.retelling import COMING, LATE, LEAVING
from scenes.stage.reward_line import reward_text
from scenes.stage.typeset import Formula, Prose

from .conventions import CONVENTIONS
from .counted import Counted
from .drift import Drifting, StillOne
from .falling import FallingCoins, forget
from .hand_over import hand_over
from .kinder import Kinder
from .our_group import OurGroup
from .own_group import verdicts
from .rare import RarePlot
from .ruler_squares import RulerSquares
from .seesaw import Critic, Seesaw, lopsided
from .valley import DrawnGroup, Valley
from .which import TwoGroups, rule_line
from .worlds import Worlds


class Advantage(GrpoScene):
    """How rewards become advantages inside one group, and what that does."""

    poster_beat = 4
    going_over = (LEAVING, COMING, 1.6)
    lit = ("advantage1", "advantage2")
    stand_in = WORKED_GROUP  # of a silent group, which has nothing to show in most beats
    note_at = (-6.3, 3.55, 0.0)  # the left end of what says so
    rare_group = ASSETS / "groups" / "notebook_rewards.toml"  # right answers are rare in it
    rarest = 0.02  # the end of the difficulty curves
    silent_run = LARGE_STEP  # how often its groups are silent
    off_balance = 1.7  # where the pivot is at first, in scene units from its place
    critic_at = (5.3, 2.2, 0.0)
    close = 0.06  # of their distances, before rewards meet
    closer = 10.0  # times, the second of the groups with different rulers
    fewer = (2, 1)  # right answers, of ten

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

    def script_values(self) -> dict[str, str]:
        """What is said of the group's own ruler."""
        bare = "none" if self.table.scale == "none" else "ruler"
        return {"measured": say(f"advantage.our_question.by_{'equal' if self.silent else bare}")}

    @beat()
    def worlds(self) -> None:
        """One reward, three worlds

        The coin never moves; what counts is how far above its group's average it lies.
        """
        # An answer that is right, its coin, and the question of the film.
        right = load_group(self.stand_in)
        said = right.question.replace("?", right.texts[0])
        self.three = picture = Worlds(said)
        self.add(picture.answer, picture.coin)
        led = Drive(picture.thread, picture.thread.set_level, 0.0, 1.0)
        self.entrance = self.door(self.question, name=False, beside=[led], seconds=2.0)

        # Behind it, in three worlds, others join it and draw the average.
        beside = [FadeIn(picture.scale), FadeOut(picture.thread, rate_func=LEAVING)]
        for number, world in enumerate(picture.worlds):
            self.play(*beside, *world.open(), run_time=0.8)
            for count in range(len(world.others)):
                self.play(*world.join(count), run_time=0.6 if number != 1 else 0.4)
            self.play(*world.measure(), run_time=0.8)
            self.wait(0.4)
            if world.length:
                self.teach("difference", world.apart, 2)
            beside = picture.settle(number)

    @beat()
    def kinder_grader(self) -> None:
        """A kinder grader

        A bonus for everyone changes nothing: only distances in the group count.
        """
        # The axis of the worlds turns over, and their coins become the group's own.
        self.markers = picture = Kinder(self.example)
        moves = hand_over(self.three.coins(), picture.strict)
        arriving = [picture.name, picture.names[0], picture.axis.ticks, self.note]
        self.go_over([*moves, picture.lie_down(self.three.upright)], *arriving)
        self.gather(picture.axis.axis, picture.strict, gone=[*self.three.coins()])

        # Everyone gets a bonus; the average rises with them.
        self.play(*picture.give_bonus(), run_time=2.0)
        self.gather(picture.strict, picture.kind)
        self.play(*picture.show_means(), run_time=0.8)
        self.gather(picture.strict, picture.kind)
        self.wait(1.0)

        # Both slide until their averages are one; then all distances grow alike.
        self.play(*picture.meet(), run_time=2.4)
        self.gather(picture.line, picture.strict, picture.kind, gone=[picture.marks])
        self.wait(0.6)
        self.play(*picture.spread(), run_time=1.4)
        self.add(picture.arrows, picture.line, picture.strict, picture.kind)
        self.play(*picture.compare(), run_time=1.2)
        for note, mean in picture.means.items():
            self.teach("reward_mean", mean, reward_text, note=note)

    @beat()
    def seesaw(self) -> None:
        """The average is a balance

        Where the group balances is its baseline; no critic network has to guess it.
        """
        # A group goes onto a beam, whose pivot is not yet right.
        before, self.scale = self.markers, Seesaw(lopsided(self.example.rewards))
        picture = self.scale.set_pivot(self.off_balance)
        moves = hand_over([*before.strict], picture.coins)
        turned = ReplacementTransform(before.axis.axis, picture.beam)
        self.go_over([*moves, turned], picture.pivot, kept=[self.note])
        self.gather(picture, gone=[before.strict, before.kind])

        # Slide it until the beam balances.
        slide = (picture, picture.set_pivot)
        self.turn(self.off_balance, -0.4 * self.off_balance, slide, run_time=2.2)
        self.turn(-0.4 * self.off_balance, 0.0, slide, run_time=1.6)
        self.play(FadeIn(picture.average()), run_time=0.6)

        # Arms to the left and to the right; those of one side go all the way back.
        self.add(picture.arms)
        self.play(*picture.grow_arms(), run_time=1.2)
        self.play(FadeIn(picture.texts), run_time=0.6)
        self.play(*picture.cancel(), FadeIn(picture.together(), rate_func=COMING), run_time=1.4)

        self._guess()
        self.teach("reward_mean", picture.mean, reward_text)

    def _guess(self) -> None:
        """A second network would guess the average, now too high, now too low: nobody has to."""
        critic = Critic().move_to(self.critic_at)
        guess = critic.guess_at(1.2)
        self.play(FadeIn(critic.net), FadeIn(critic.label), FadeIn(guess), run_time=0.8)
        for off in (-0.8, 0.5):
            self.play(Transform(guess, critic.guess_at(off)), run_time=0.8)
        self.play(Create(critic.cross), FadeOut(guess, rate_func=LEAVING), run_time=0.8)

    @beat()
    def squares(self) -> None:
        """A ruler for the group

        Square the distances, level them out: the side is the standard deviation.
        """
        # Another group: its ten coins, and their average.
        self.ten = picture = RulerSquares(self.notebook)
        moves = hand_over(self.scale.coins, picture.coins)
        turned = ReplacementTransform(self.scale.beam, picture.mean)
        self.go_over([*moves, turned], picture.counts, picture.average, picture.tray)
        self.gather(picture.mean, picture.coins, gone=[self.scale.coins])

        # A square on each distance.
        self.play(picture.raise_squares(), run_time=1.8)
        self.play(FadeIn(picture.areas), run_time=0.6)
        self.wait(0.8)

        # Pour them into one tray and level it out: one piece, then all.
        first, others = picture.pour()
        self.play(first, run_time=1.2)
        self.play(others, run_time=4.8)
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
        ways = before.ways()
        lengths = [way.body.height for way in ways]
        grow = [Drive(w, w.set_length, 0.0, x) for w, x in zip(ways, lengths, strict=True)]
        self.play(*grow, run_time=0.8)
        first = ReplacementTransform(before.flat_ruler, picture.rulers[0])
        turned = hand_over(ways, picture.arrows, path_arc=-PI / 2)
        moved = hand_over([before.coins[k] for k in (*before.right, *before.wrong)], picture.coins)
        self.go_over([*turned, *moved, first])
        gone = [*ways, before.flat_ruler, before.coins]
        self.gather(picture.arrows, picture.coins, picture.rulers[0], gone=gone)
        for done, ruler in pairwise(picture.rulers):
            self.play(TransformFromCopy(done, ruler), run_time=0.4)
        self.gather(picture.rulers)
        self.play(FadeIn(picture.lengths()), run_time=0.6)

        self._put_together()
        self._cancel()
        self.teach("largest_advantage", self.notebook.advantage.max(), reward_text)
        self.teach("smallest_advantage", self.notebook.advantage.min(), reward_text)

    def _cancel(self) -> None:
        """The arrows lead out, and all the way back."""
        picture = self.counted
        totals, nothing = picture.totals(), picture.nothing()
        self.play(FadeIn(totals), run_time=0.6)
        both = [ReplacementTransform(total.copy(), nothing) for total in totals]
        self.wait(0.6)
        self.play(*both, run_time=1.6)

    def _put_together(self) -> None:
        """What was done, with its numbers; then letters take the place of words."""
        picture = self.counted
        self.play(FadeIn(picture.words), run_time=0.6)
        for row in picture.filled:
            self.wait(0.4)
            self.play(FadeIn(row), run_time=0.8)
        self.wait(0.6)
        for name, letter in picture.letters.items():
            word = FadeOut(picture.words.select(name), shift=0.2 * UP, rate_func=LEAVING)
            self.play(word, FadeIn(letter, shift=0.2 * UP, rate_func=COMING), run_time=0.4)
        self.play(*picture.close_up(), run_time=0.8)
        self.gather(picture.formula, gone=[picture.words, *picture.letters.values()])

    @beat()
    def our_question(self) -> None:
        """Back to our question

        How far an answer lies from its own group's average: that is its advantage.
        """
        # The coins become the group's own, about their own average.
        before, self.ours = self.counted, OurGroup(self.table)
        picture = self.ours
        self.go_over(picture.take_over(before), picture.line, picture.labels, picture.names)
        parts = (picture.line, picture.labels, picture.names, picture.ruler)
        gone = [before.rulers, before.arrows, before.coins]
        self.gather(*parts, picture.arrows, picture.coins, gone=gone)
        self.wait(0.4)

        # Their own ruler along each distance: the advantages.
        self.play(*picture.lay(), run_time=1.2)
        self.play(*picture.judge(), run_time=0.8)
        self.gather(picture)
        self.teach("advantage", self.table.advantage, _short, answers=picture.shown)

    @beat()
    def difficulty(self) -> None:
        """Rare outcomes shout

        The rarer an outcome in its group, the larger its advantage, right or wrong.
        """
        self._half_right()
        ten, picture = self.falling, self.rare

        # Fewer are right: the ruler goes more often into the way to the right one.
        told, last, size = self._count(), ten.size // 2, ten.size
        self.play(FadeIn(picture.frame), *self._note(told[-1], last / size), run_time=0.6)
        for right in self.fewer:
            self.play(*forget(*told), run_time=0.2)
            self.turn(last, right, (ten, ten.set_right), run_time=0.8)
            told, last = self._count(), right
            self.play(*self._note(told[-1], right / size), run_time=0.4)

        # Through the dots a curve, to one in many.
        self.add(picture.curves[0], picture.markers[0], picture.dots)
        drawn = VGroup(picture.curves[0], picture.markers[0])
        self.turn(0.0, 1.0, (drawn, picture.set_right), run_time=1.2)
        self.play(FadeIn(picture.shout(right=True)), run_time=0.4)
        rare = self._turn_over(told)
        self.wait(0.4)

        # Without the ruler.
        self.play(FadeIn(rare), *picture.undivided()[1], run_time=0.6)
        loudest = round(picture.value(self.rarest), 2)
        self.teach("largest_advantage", loudest, reward_text, note=under("p", self.rarest))
        self.teach("smallest_advantage", -loudest, reward_text, note=under("p", 1 - self.rarest))

    def _count(self, *beside: Animation) -> tuple[VGroup, Formula]:
        """Lay the ruler along the arrow as often as it goes, and say how often."""
        rulers, moves, text = self.falling.count()
        self.play(*moves, FadeIn(text, rate_func=COMING), *beside, run_time=0.6)
        return rulers, text

    def _note(self, text: Formula, share: float, *, right: bool = True) -> list[Animation]:
        """What was counted becomes a dot of the plot."""
        spot, number = self.rare.dot(share, right=right)
        return [TransformFromCopy(text, number), FadeIn(spot)]

    def _turn_over(self, told: Sequence[VGroup]) -> Prose:
        """The coins turn over: now a wrong answer is rare; returns how rare at last, in words."""
        ten, picture = self.falling, self.rare
        self.play(*forget(*told), run_time=0.2)
        self.turn(0.0, 1.0, (ten, ten.set_turned), run_time=1.0)
        told = self._count()
        self.play(*self._note(told[-1], 1 - self.fewer[-1] / ten.size, right=False), run_time=0.4)

        # One of ten becomes one of many, here and there at once.
        many = round(1 / self.rarest)
        self.play(*forget(*told), *ten.crowd_in(many), run_time=0.6)
        self.gather(ten, gone=ten.settle())
        self.add(picture.curves[1], picture.markers[1], picture.dots)
        drawn = VGroup(picture.curves[1], picture.markers[1])
        measured = VGroup(ten.average, ten.label, ten.arrow, ten.ruler)

        def fall(share: float) -> None:
            ten.set_many((1 - share) * ten.size + share * many)

        self.turn(0.0, 1.0, (drawn, picture.set_wrong), (measured, fall), run_time=1.0)
        told = self._count(FadeIn(picture.shout(right=False)))
        return ten.one_wrong(told[-1])

    def _half_right(self) -> None:
        """The coins again, half of them right: one ruler."""
        size, before = len(self.notebook.rewards), self.ours
        self.falling = ten = FallingCoins(size, size // 2)
        self.rare = RarePlot(self.rarest)
        moves = [
            *hand_over(before.arrows[:1], [ten.arrow]),
            *hand_over(before.ruler, [ten.ruler]),
            *hand_over(before.coins, ten.faces()),
            ReplacementTransform(before.line, ten.average),
        ]
        self.go_over(moves, ten.shelves, ten.numbers, ten.label)
        self.gather(ten, gone=[before])

    @beat()
    def which_ruler(self) -> None:
        """Which ruler?

        Directions stay; which ruler decides which group counts for more.
        """
        # Two groups, each with its own average; the second is much closer.
        rewards = evaluate_group(load_group(self.stand_in)).rewards
        self.two = picture = TwoGroups(rewards, self.closer)
        own, other = picture.groups
        coins = [coin for group in picture.groups for coin in group.coins]
        before = self.falling.hand_on(len(coins))
        for coin in before:
            coin.set_z_index(coins[0].z_index)  # in front of the cards that come
        lines = hand_over([self.falling.average], [own.average, other.average])
        arriving = [part for g in picture.groups for part in (g.body, g.label, g.arrows)]
        moves = [*hand_over(before, coins), *lines]
        self.go_over(moves, *arriving, *picture.scales)
        self.gather(own, *picture.scales, other, gone=[self.falling])
        self.play(*picture.focus(near=True), run_time=1.6)

        # Each is measured with its own ruler; with that of all but one; with none.
        said = self._rule(0, *own.lay(), *other.lay())
        self.play(*own.fix_last(), *other.fix_last(), run_time=0.8)
        said = self._rule(1, *picture.lengthen(), gone=said)
        self.play(*own.take(), *other.take(), run_time=0.6)
        self._rule(2, *picture.focus(near=False), gone=said)

    def _rule(self, number: int, *moves: Animation, gone: Sequence[Mobject] = ()) -> list[Mobject]:
        """Show a rule for the ruler, and what it makes of both groups; returns what it says."""
        rule = CONVENTIONS[number]
        counts, line = [group.counts(rule) for group in self.two.groups], rule_line(rule)
        leaving = [FadeOut(part, rate_func=LEAVING) for part in gone]
        self.play(*leaving, FadeIn(line, rate_func=COMING), *moves, run_time=1.6)
        self.play(*map(FadeIn, counts), run_time=0.6)
        self.wait((1.2, 1.4, 0.4)[number])
        value = float(group_advantages(self.two.groups[0].rewards, **rule.settings).max())
        self.teach("largest_advantage", value, _short, note=rule.said("title"))
        return [line, *counts]

    @beat(hold=2.0)
    def nothing(self) -> None:
        """Nothing to compare

        Closer rewards keep their advantage; equal rewards have none, by rule.
        """
        # Four rewards, their ruler, and their advantages over it.
        self.four = four = Drifting(evaluate_group(load_group(self.stand_in)))
        plot = StillOne(four)
        coins = list(self.two.groups[0].coins)
        moves = hand_over(coins, [coin[0] for coin in four.coins])
        self.go_over(moves, four.rest, plot, plot.names)
        self.play(*(FadeIn(coin[1]) for coin in four.coins), run_time=0.4)
        self.gather(four, plot, gone=coins)

        # Let them drift together: the advantages stay.
        self.add(four.trails, four)
        both = (four, four.set_spread), (plot, plot.set_spread)
        self.turn(1.0, self.close, *both, beside=[FadeIn(four.trails)], run_time=5.2)
        still, rule = plot.words()
        self.play(FadeIn(still), run_time=0.6)
        self.ask(self.question, seconds=2.4)

        # They meet, and it snaps to 0.
        ways = [Drive(thing, setter, self.close, 0.0) for thing, setter in both]
        self.answer(*ways, run_time=0.8)
        self.gather(plot.gap, gone=[plot.tips])
        self.play(FadeIn(plot.nil), run_time=0.4)
        self.play(FadeIn(rule), run_time=0.6)
        self.teach("reward_std", four.std(0.0), 2)
        self.teach("largest_advantage", plot.most, reward_text)

    @beat()
    def silences(self) -> None:
        """Two silences

        The harder or easier the question, the more groups agree, and teach nothing.
        """
        groups, name = self._draw_groups()
        picture, field = self.valley, self.valley.columns[0]

        # Each becomes a dot, then a hundred of them: the silent ones stack up.
        gone = [FadeOut(part, rate_func=LEAVING) for part in (*groups, name)]
        frame = [FadeIn(part, rate_func=COMING) for part in (picture.axes, picture.numbers)]
        self.answer(*picture.put(groups), *gone, *frame, run_time=1.2)
        there = picture.there(groups)
        self.play(field.fill(*there), FadeIn(picture.names()), run_time=1.4)
        self.gather(field, gone=there)
        self.wait(0.4)
        self.play(FadeIn(picture.count()), run_time=0.4)

        # As high as that at every question; an easy one is no better.
        self.add(picture.curve, field)
        self.turn(0.0, 1.0, (picture.curve, picture.set_reach), run_time=1.0)
        self.play(*picture.mirror(), run_time=0.6)
        self.play(FadeIn(picture.columns[1]), FadeIn(picture.ends()), run_time=0.6)
        self.teach("share_right", round(picture.chance, 2), reward_text)
        self.teach("share_silent", 100 * picture.share, 0, unit="%")

    def _draw_groups(self) -> tuple[list[DrawnGroup], Prose]:
        """A hard question: draw a group of answers, and another."""
        run = self.silent_run
        self.valley = picture = Valley(run.group_size, float(softmax(run.logits)[0]))
        groups, name = picture.drawn(), picture.name_of_groups()
        first = groups[0]
        self.go_over(hand_over([*self.four.coins], [*first.coins]), name)
        self.gather(first.coins, name, gone=[self.four.coins])
        for group in groups:
            if group is not first:
                self.play(group.draw(), run_time=0.6)
            self.play(*group.judge(), run_time=0.8)
            if group is first:
                self.wait(0.4)
        self.ask(self.question)
        return groups, name

    @beat(hold=0.8)
    def home(self) -> None:
        """Better than its own group

        Above the group's average: more of this; below: less; all equal: silence.
        """
        self._open_groups()
        cards = self.cards

        # Each is measured with its own group's ruler.
        for card in cards:
            self.play(*card.measure(), run_time=0.6)
            if len(card.rulers):
                self.wait(0.4)
                self.play(*card.lay(), run_time=0.6)
            self.play(*card.judge(), run_time=0.6)
        self.gather(*cards, gone=[card.value for card in cards])

        # That is what A says, in both of its places in the objective.
        term = Averaged(*self.lit)
        self.play(FadeIn(term, shift=0.3 * UP), run_time=0.6)
        self.wait(0.6)
        self.play(term.shrink(), run_time=0.8)
        gone = FadeOut(term, rate_func=LATE)
        self.close_film(*cards, sentence=say("advantage.home.claim"), across=True, beside=[gone])
        for card, note in zip(cards, ("more", "less", "silence"), strict=True):
            self.teach("advantage", card.advantage, _short, note=say(f"advantage.home.{note}"))

    def _open_groups(self) -> None:
        """Groups open again: one above its average, one below, and one that agrees."""
        self.cards = cards = verdicts()
        coins, discs = [card.mine for card in cards], self.valley.opened()
        columns = self.valley.columns
        way = zip(columns, cards, strict=True)
        going = [column.animate.move_to(card.body) for column, card in way]
        self.clear(*columns, beside=going, run_time=1.0)
        opened = [GrowFromPoint(card.body, card.body.get_center()) for card in cards]
        inside = [part for card in cards for part in card.inside]
        self.go_over([*opened, *hand_over(discs, coins)], *inside)
        self.gather(*(card.body for card in cards), *inside, *coins, gone=columns)


def _short(value: float) -> str:
    """A number with two decimals at most."""
    return reward_text(round(value, 2))
