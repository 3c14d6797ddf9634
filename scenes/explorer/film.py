"""Explorer: four answers as panels with beads, and what each knob changes in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

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
    LaggedStart,
    Line,
    Mobject,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
    rush_into,
)

from grpo_core import GroupTable, evaluate_group
from scenes.script.cases import pushes
from scenes.script.decimals import without_zero
from scenes.script.numerals import number_text, ratio_source, ratio_text
from scenes.script.quantities import under
from scenes.script.words import say
from scenes.stage.averaged import Averaged
from scenes.stage.film import GrpoScene, beat
from scenes.stage.live_number import LiveNumber
from scenes.stage.motion import Drive
from scenes.stage.places import stand_on
from scenes.stage.retelling import EARLY, LATE
from scenes.stage.theme import FORMULA, LABEL, READOUT
from scenes.stage.typeset import Formula, Prose, fit_prose, on_baseline
from scenes.stage.verbs import pieces

from .big_answer import CENTRE, SCALE, BigAnswer
from .chosen import told
from .coin_row import CoinRow
from .knob import Knob
from .knob_marks import to_lamp, to_pull
from .panels import AnswerPanel, Panels
from .policy_row import PolicyRow
from .price_block import PriceBlock, drifts
from .push_row import PushRow
from .sum_line import SumLine
from .term_bars import TermBars, TermHeights, own_pushes, pulls, shares
from .what_if import ratio_change, reward_change, with_ratio, with_reward

KNOB_X, EPSILON_Y, BETA_Y = 5.98, 1.95, 0.3
HEAD = np.array([-6.5, 3.2, 0.0])  # the left end of what is said over the panels
DOOR_DOWN = 2.07 * DOWN  # the panels and knobs under the question
STRIP_FOOT, STRIP_TALL = 0.72, 0.95  # of the bars over them
ASKED_Y, ASKED_WIDTH = 2.3, 2.5  # of the group's question
LIFT = 3.25  # from an axis to where a bead falls from
RIGHT_HEAD = 5.0  # the right end of what is said over the panels
ASKED_RIGHT = np.array([2.2, 3.5, 0.0])
EXIT_DOWN = 0.32 * DOWN
EXIT_WHERE = np.array([5.95, -1.2, 0.0])
BACK_X = 0.4


class FootRow(Protocol):
    """What stands on the line in the foot of the stage."""

    line: Line

    def set_level(self, level: float) -> object: ...


class Explorer(GrpoScene):
    """One group's four answers, and what epsilon and beta change in them."""

    poster_beat = 6
    lit = ("low", "high", "beta")

    def setup(self) -> None:
        super().setup()
        self.told = told(self.table)
        table, shown = self.told.table, self.told.shown
        self.wide = self.told.with_epsilon(1.0)
        self.dear = self.told.with_beta(self.told.most_beta)
        self.reward = reward_change(table, shown)
        self.judged = evaluate_group(with_reward(table.group, self.reward.index, self.reward.end))
        self.ratio = ratio_change(table, shown)
        self.moved = self._with_ratio(self.ratio.end)
        self.over = self.told.turned_over
        self.panels = Panels(self.told, [self.wide, self.judged, self.moved, self.over])
        self.place_of_hero = self.panels.place(self.told.hero)
        self.homes = [one.get_center() for one in self.panels.panels]
        self.heights = self._heights()
        self.head: Mobject | None = None
        most = max(self.told.turned, table.eps_low, table.eps_high)
        self.epsilon_knob = Knob("epsilon", max(0.6, 1.2 * most)).move_to([KNOB_X, EPSILON_Y, 0])
        self.beta_knob = Knob("beta", self.told.most_beta).move_to([KNOB_X, BETA_Y, 0])
        self._turn_knobs(table)

    def script_values(self) -> dict[str, object]:
        """How many answers are told, and what the turns of the knobs do to them."""
        shown, size = len(self.told.shown), self.told.group.size
        part = "some" if self.told.left_out else "all"
        way = "opens" if self.told.opens else "closes"
        back = "why" if self.told.pushes_back(self.over) else "done"
        return {
            "answers": say(f"explorer.count.{part}_{shown}", count=size),
            "way": say(f"explorer.epsilon.way_{way}"),
            "change": say(f"explorer.epsilon.lamps_{way}"),
            "accepts": say(f"explorer.one_reward.checker_{self._mistake}"),
            "back": say(f"explorer.your_turn.end_{back}"),
        }

    @property
    def _mistake(self) -> str:
        """What the checker does that it should not."""
        return "accepts" if self.reward.end > self.reward.start else "refuses"

    def _with_ratio(self, ratio: float) -> GroupTable:
        return evaluate_group(with_ratio(self.told.group, self.ratio.index, ratio))

    def _heights(self) -> TermHeights:
        """One scale for all that stands in the foot of the stage."""
        told, table = self.told, self.told.table
        values = shares(told, table)
        levels = [0.0, *values, *np.cumsum(values), table.surrogate - table.kl]
        for other in (table, self.wide, self.dear):
            own, back = own_pushes(told, other), pulls(told, other)
            levels += [*own, *(own + back)]
        return TermHeights.between(min(levels), max(levels))

    def _turn_knobs(self, table: GroupTable) -> None:
        self.epsilon_knob.turn(table.eps_low, table.eps_high)
        self.beta_knob.turn(table.beta)

    def _head(self, said: Mobject, beside: Sequence[Animation] = (), run_time: float = 0.6) -> None:
        """What is said over the panels, in place of what was said there."""
        said.move_to(HEAD, aligned_edge=LEFT)
        leaving = [FadeOut(self.head)] if self.head else []
        self.play(*leaving, FadeIn(said), *beside, run_time=run_time)
        self.head = said

    def _change_row(
        self,
        old: FootRow,
        new: FootRow,
        *,
        beside: Sequence[Animation] = (),
        gone: Sequence[Mobject] = (),
    ) -> None:
        """What stands on the line in the foot sinks into it, and the next grows out of it."""
        new.set_level(0.0)
        leaving = [FadeOut(part) for part in gone]
        self.turn(1.0, 0.0, (old, old.set_level), beside=leaving, run_time=0.6)
        line, rest = old.line.copy(), pieces(old, [old.line])
        self.gather(line, *rest, gone=[old])
        fading = map(FadeOut, rest)
        self.play(ReplacementTransform(line, new.line), *fading, *beside, run_time=0.8)
        self.gather(new)
        self.turn(0.0, 1.0, (new, new.set_level), run_time=0.6)

    def _coins_come(self, coins: CoinRow) -> list[Animation]:
        """Copies of the panels' coins fall to their rewards."""
        pairs = zip(self.panels.panels, coins.coins, strict=True)
        falling = [TransformFromCopy(one.coin, coin) for one, coin in pairs]
        return [*falling, FadeIn(coins.called, coins.number)]

    def _teach_knobs(self) -> None:
        self.teach("epsilon", self.told.table.eps_high, 2)
        self.teach("beta", self.told.table.beta, 2)

    def _teach_ratios(self, table: GroupTable) -> None:
        self.teach("ratio", table.ratio, 2, answers=self.told.shown)

    # -- 1 ------------------------------------------------------------------

    @beat()
    def four_answers(self) -> None:
        """Four answers, two knobs

        One objective, two knobs, epsilon and beta: what does each change?
        """
        # A strip of the group: chances, old and new, and coins; each over an empty axis.
        panels, knobs = self.panels, VGroup(self.epsilon_knob, self.beta_knob)
        VGroup(panels, knobs).shift(DOOR_DOWN)
        strip = self.strip = PolicyRow(self.told, panels, foot=STRIP_FOOT, tall=STRIP_TALL)
        strip.legend.shift((STRIP_FOOT + STRIP_TALL - strip.legend.get_top()[1]) * UP)
        beads = [plot.set_lift(LIFT).bead for plot in panels.plots]
        for plot in panels.plots:
            plot.remove(plot.bead)
        arriving = [FadeIn(one, shift=0.4 * UP) for one in panels.panels]
        asked = fit_prose(self.told.group.question, ASKED_WIDTH, lines=1, size=READOUT)
        asked.move_to([RIGHT_HEAD, ASKED_Y, 0], aligned_edge=RIGHT)
        coming = FadeIn(strip, strip.legend, knobs, asked)
        self.play(LaggedStart(*arriving, lag_ratio=0.2), coming, run_time=1.0)
        self.gather(panels, strip)
        self.entry = self.door(say("explorer.four_answers.question"), seconds=1.0)

        # Beads fall onto the axes.
        def fall(lift: float) -> None:
            for plot in panels.plots:
                plot.set_lift(lift)

        self.play(FadeIn(*beads), run_time=0.4)
        for plot in panels.plots:
            plot.add(plot.bead)
        self.gather(panels)
        self.turn(LIFT, 0.0, (panels, fall), run_time=1.2, rate_func=rush_into)
        self._teach_knobs()

    # -- 2 ------------------------------------------------------------------

    @beat()
    def one_answer(self) -> None:
        """One answer, slowly

        The ratio says where its bead stands, the advantage which way the ground slopes.
        """
        # One panel grows; its bars come beside it.
        table, panels = self.told.table, self.panels
        hero = panels.panels[self.place_of_hero]
        plot = hero.plot
        big = self.big = BigAnswer(table, self.told.hero)
        self.gather(*panels.panels, gone=[panels])
        others = [one for one in panels.panels if one is not hero]
        away = [FadeOut(one, shift=1.5 * RIGHT, rate_func=EARLY) for one in others]
        strip, knobs = self.strip, (self.epsilon_knob, self.beta_knob)
        pairs = zip((strip.new, strip.old), (big.new, big.old), strict=True)
        bars = [ReplacementTransform(row[self.place_of_hero], bar) for row, bar in pairs]
        kept = strip.new[self.place_of_hero], strip.old[self.place_of_hero]
        up = [knob.animate.shift(-DOOR_DOWN) for knob in knobs]
        grown = hero.animate.scale(SCALE).move_to(CENTRE)
        names = FadeIn(big.new_name, big.old_name, rate_func=LATE)
        moves = [*away, *bars, *up, grown, names]
        self.clear(*knobs, *panels.panels, *kept, beside=moves, run_time=1.6)
        self.gather(big.new, big.old, *knobs, hero, gone=[*others, *kept])

        # How many times as likely: there the bead rolls.
        self.play(FadeIn(big.ratio, big.times), run_time=0.8)
        self.wait(0.6)
        self.turn(0.0, 1.0, (hero, lambda share: hero.roll(table, share)), run_time=1.4)
        self.wait(0.4)

        # How much better than average: so the ground slopes, and the bead stands on it.
        coin = FadeIn(big.coin, target_position=hero.coin)
        self.play(Create(big.mean), FadeIn(big.mean_name), coin, run_time=1.0)
        full = big.reach
        self.turn(0.0, full, (big.arrow, big.arrow.set_length), run_time=0.8)
        self.play(FadeIn(big.advantage), run_time=0.4)
        self.wait(0.4)
        self.turn(0.0, 1.0, (hero, lambda level: hero.straighten(table, level)), run_time=1.2)
        self.wait(0.4)

        # Epsilon's window closes in; beyond it, uphill, the ground is flat.
        knob = self.epsilon_knob
        closing = hero, lambda level: hero.close_window(table, level)
        self.turn(0.0, 1.0, closing, (knob, knob.set_glow), run_time=1.6)
        self.wait(0.4)
        self.turn(1.0, 0.0, (knob, knob.set_glow), run_time=0.2)

        # What it counts is its height.
        hero.light(float(pushes(table)[hero.index]), float(table.advantage[hero.index]))
        lines, bar = big.carried(plot)
        self.play(Create(lines), FadeIn(big.counts), run_time=0.8)
        self.add(bar)
        value = float(table.value[hero.index])
        self.turn(0.0, value, (bar, bar.stand), run_time=1.0)
        self.big_bar, self.big_lines = bar, lines
        self.gather(big, hero, lines, bar)
        self.teach("ratio", table.ratio, ratio_source, answers=[hero.index])
        self.teach("advantage", table.advantage, 2, answers=[hero.index])
        self.teach("value", table.value, 2, answers=[hero.index])

    # -- 3 ------------------------------------------------------------------

    @beat()
    def others(self) -> None:
        """The others at once

        On a slope the lamp is on. Where the ground is flat, an answer no longer pushes.
        """
        # The panel goes to its place, and the others come to theirs.
        told, table, panels, k = self.told, self.told.table, self.panels, self.place_of_hero
        hero = panels.panels[k]
        rest = [one for one in panels.panels if one is not hero]
        bars = self.bars = TermBars(told, panels, self.heights)
        kept = self.epsilon_knob, self.beta_knob, hero, self.big_bar
        small = hero.animate.scale(1 / SCALE).move_to(self.homes[k])
        self.clear(
            *kept, beside=[small, ReplacementTransform(self.big_bar, bars.bars[k])], run_time=1.2
        )
        for one, home in zip(panels.panels, self.homes, strict=True):
            one.move_to(home)
        few = PolicyRow(replace(told, shown=tuple(one.index for one in rest)), panels)
        coming = [FadeIn(one, shift=1.5 * LEFT) for one in rest]
        self.play(*coming, FadeIn(few, few.legend, shift=0.3 * UP), run_time=0.8)
        self.gather(panels, few, few.legend, bars.bars[k])

        # Beads roll, grounds grow, and each height becomes a bar.
        def of_all(action: Callable[[AnswerPanel], object]) -> None:
            for one in rest:
                action(one)

        rolling = panels, lambda share: of_all(lambda one: one.roll(table, share))
        self.turn(0.0, 1.0, rolling, run_time=1.4)
        rising = panels, lambda level: of_all(lambda one: one.rise(table, level))
        self.turn(0.0, 1.0, rising, run_time=1.6)
        self.turn(1.0, 0.0, (few, few.set_level), beside=[FadeOut(few.legend)], run_time=0.6)
        grown = [bar for j, bar in enumerate(bars.bars) if j != k]
        growing = [Drive(bar, bar.stand, 0.0, bar.value) for bar in grown]
        self.play(FadeOut(few), Create(bars.line), *growing, run_time=0.8)
        counts = self.counts = bars.counts()
        pairs = zip(panels.plots, counts, strict=True)
        heights = [FadeIn(n, target_position=plot.height_number.slots) for plot, n in pairs]
        self.gather(bars)
        self._head(self._two_slopes(), beside=heights)
        self.gather(counts)
        for one in panels.panels:
            self.turn(0.0, 1.0, (panels, self._lamp(one, table)), run_time=0.4)
        self._teach_ratios(table)
        self.teach("value", table.value, 2, answers=told.shown)

    @staticmethod
    def _two_slopes() -> VGroup:
        """What lamps say, and which grounds rise and which fall."""
        flat = Prose(say("explorer.others.flat"), size=FORMULA)
        up = Formula("A > 0 arrow.tr", size=FORMULA, role="up")
        down = Formula("A < 0 arrow.br", size=FORMULA, role="down")
        return on_baseline(flat, up, down, buff=0.5)

    @staticmethod
    def _lamp(one: AnswerPanel, table: GroupTable) -> Callable[[float], object]:
        """A setter that lights the lamp of an answer if it pushes."""
        on, advantage = float(pushes(table)[one.index]), float(table.advantage[one.index])
        return lambda level: one.light(level * on, advantage)

    # -- 4 ------------------------------------------------------------------

    @beat()
    def one_number(self) -> None:
        """Four bars, one number

        Their average is the surrogate; the price of drift comes off: that is J.
        """
        # A G-th of each counts: end to end they reach the average.
        told, table, panels, bars = self.told, self.told.table, self.panels, self.bars
        block = self.block = PriceBlock(told, self.heights)
        line = self.line = SumLine(table)
        share = Formula(f"div {table.group.size}", size=FORMULA)
        parts = self.parts = bars.numbers()
        divided = map(ReplacementTransform, self.counts, parts)
        self._head(share, beside=list(divided), run_time=1.0)
        self.gather(parts)
        self.wait(0.8)
        follow = (VGroup(bars, parts), self._stacking(bars, parts))
        self.turn(0.0, 1.0, follow, run_time=1.8)
        self.play(Create(bars.joins), run_time=0.6)
        self.wait(0.4)

        # That is the surrogate.
        self.add(block.sum)
        grown = ReplacementTransform(self.head, line.surrogate)
        level = (block.sum, lambda s: block.lay_sum(s * table.surrogate))
        self.turn(0.0, 1.0, level, beside=[grown, FadeIn(line.names[0])], run_time=0.8)
        self.head = VGroup(line.surrogate, line.names[0])
        self.wait(0.8)

        # Drift: from each bead to where the reference stands; beta says what it costs.
        named = FadeIn(self._reference_name())
        self.turn(0.0, 1.0, (panels, panels.show_references), beside=[named], run_time=0.6)
        ways = drifts(panels)
        self.play(FadeIn(ways), run_time=0.4)
        self.wait(0.8)
        pairs = zip(ways, block.pieces, strict=False)
        moves = [ReplacementTransform(*pair) for pair in pairs]
        moves += [FadeIn(piece) for piece in block.pieces[len(ways) :]]
        self.play(*moves, run_time=1.2)
        self.add(block.filled)
        fill = (block.filled, block.set_beta)
        said = [FadeIn(line.price), FadeIn(line.names[1:3])]
        self.turn(0.0, table.beta, fill, beside=said, run_time=0.8)
        self.play(FadeIn(line.objective, line.names[3]), run_time=0.6)
        self.head = line
        self.gather(block, line)
        self._teach_sums(table, line.decimals)

    def _teach_sums(self, table: GroupTable, decimals: int) -> None:
        self.teach("surrogate", table.surrogate, decimals)
        self.teach("beta", table.beta, ratio_text)
        self.teach("mean_k3", table.kl, decimals)
        self.teach("objective", table.objective, decimals)

    def _reference_name(self) -> Prose:
        """What the purple marks on the axes are."""
        name = self.reference_name = Prose(
            say("explorer.one_number.reference"), size=READOUT, role="reference"
        )
        return name.move_to([RIGHT_HEAD, HEAD[1] - 0.25, 0], aligned_edge=RIGHT)

    @staticmethod
    def _stacking(bars: TermBars, parts: VGroup) -> Callable[[float], object]:
        """A setter that stacks the bars, with their numbers beside them."""
        starts = [text.get_y() for text in parts]
        bars.stack(1.0).join()
        ends = [bars.clear_height(bar) for bar in bars.bars]

        def stack(level: float) -> None:
            bars.stack(level)
            for text, start, end in zip(parts, starts, ends, strict=False):
                text.set_y((1 - level) * start + level * end)

        stack(0.0)
        return stack

    # -- 5 ------------------------------------------------------------------

    @beat()
    def epsilon(self) -> None:
        """Turn epsilon

        The wider epsilon's window, the later an answer stops pushing.
        """
        # A bar that pushes becomes an arrow, as long; a clipped one does not push at all.
        told, table, panels, bars = self.told, self.told.table, self.panels, self.bars
        row = self.row = PushRow(told, panels, self.heights)
        moves: list[Animation] = [FadeIn(row.numbers, rate_func=LATE)]
        for bar, arrow, i in zip(bars.bars, row.own, told.shown, strict=False):
            on = bool(pushes(table)[i])
            moves.append(ReplacementTransform(bar, arrow) if on else FadeOut(bar))
        gone = (self.head, self.parts, bars.joins, *bars.bars[len(told.shown) :])
        moves += [FadeOut(part, rate_func=EARLY) for part in (*gone, self.block)]
        moves.append(Drive(panels, panels.show_references, 1.0, 0.0))
        self.play(*moves, FadeOut(self.reference_name), run_time=1.4)
        self.head = None
        self.gather(row, gone=[bars, self.block, self.line])
        glow = (self.epsilon_knob, self.epsilon_knob.set_glow)
        self.turn(0.0, 1.0, glow, run_time=0.4)
        far = self.epsilon_knob.mark(told.turned)  # so far it will be turned
        self.play(FadeIn(far), run_time=0.2)
        self.ask(self.question, seconds=2.0)

        # The ceiling slides, and the bead with it.
        counter = self.counter = self._counter(table)
        self.answer(FadeIn(counter), run_time=0.6)
        self.head = counter
        for plot in panels.plots:
            plot.keep_edges(1.0)
        self._turn_epsilon(0.0, 1.0, run_time=4.4)
        self.wait(0.4)
        was = self.was = row.before(table)
        more = self._count_before(table)
        self.play(FadeIn(was, more), run_time=0.4)
        self.gather(row, counter)
        self._teach_pushes(self.wide)
        for which, at in ((table, table.eps_high), (self.wide, self.told.turned)):
            self.given(
                say("explorer.epsilon.how_many"), told.pushing(which), 0, note=under("ε", at)
            )

    def _counter(self, table: GroupTable) -> VGroup:
        """How many of the told answers push."""
        self.count = LiveNumber(self.told.pushing(table), 0, size=64)
        words = Prose(say("explorer.epsilon.of", count=len(self.told.shown)), size=FORMULA)
        return on_baseline(self.count, words, buff=0.3).move_to(HEAD, aligned_edge=LEFT)

    def _count_before(self, table: GroupTable) -> Formula:
        """How many pushed in `table`, muted, before the number of now, which makes room."""
        before = Formula(f"{self.told.pushing(table)} arrow.r", size=64, role="muted")
        before.move_to(HEAD, aligned_edge=LEFT)
        stand_on(before, self.count)
        self.counter.shift((before.width + 0.3) * RIGHT)
        self.counter.add(before)
        return before

    def _turn_epsilon(self, start: float, end: float, run_time: float) -> None:
        """Turn epsilon from a share of its way to another; all that depends on it follows."""

        def follow(share: float) -> None:
            table = self.told.with_epsilon(share)
            self.panels.show(table)
            self.row.show(table)
            self.epsilon_knob.turn(table.eps_low, table.eps_high)
            self.count.set_value(self.told.pushing(table))

        moving = VGroup(self.panels, self.row, self.epsilon_knob, self.counter)
        self.turn(start, end, (moving, follow), run_time=run_time)

    def _standing(self) -> list[Mobject]:
        """What stays when the notes of a beat leave."""
        return [self.panels, self.row, self.epsilon_knob, self.beta_knob]

    def _teach_pushes(self, table: GroupTable) -> None:
        """Declare how hard each told answer pushes by itself."""
        values = np.zeros(table.group.size)
        values[list(self.told.shown)] = own_pushes(self.told, table)
        self.teach("surrogate_slope", values, 3, answers=self.told.shown)

    # -- 6 ------------------------------------------------------------------

    @beat()
    def beta(self) -> None:
        """Turn beta

        Beta changes no lamp. It pulls every answer, right or wrong, back to the reference.
        """
        told, panels, row, block = self.told, self.panels, self.row, self.block
        knob = self.beta_knob
        self.clear(*self._standing(), run_time=0.2)
        self.turn(1.0, 0.0, (self.epsilon_knob, self.epsilon_knob.set_glow), run_time=0.2)
        self.counter = self.head = self._counter(told.with_epsilon(1.0))
        self.add(self.counter)
        for plot in panels.plots:
            plot.keep_edges(0.0)
        self._turn_epsilon(1.0, 0.0, run_time=1.0)
        block.show(told.table)

        # The price of drift; from each bead a pull back to where the reference stands.
        arriving = FadeIn(block), FadeIn(self._reference_name())
        self.turn(0.0, 1.0, (knob, knob.set_glow), beside=arriving, run_time=0.8)
        self.gather(block)

        def lead(level: float) -> None:
            row.show_pulls(level)
            panels.show_references(level)
            for plot in panels.plots:
                plot.show_pull(level)

        self.turn(0.0, 1.0, (VGroup(panels, row), lead), run_time=1.0)
        back = Prose(
            say("explorer.beta.back", count=len(told.shown)), size=READOUT, role="reference"
        )
        back.move_to([BACK_X, HEAD[1], 0])
        self.play(FadeIn(stand_on(back, self.counter[1])), run_time=0.4)
        self.gather(panels, row, block)
        self.back = back
        self.wait(0.4)

        def follow(beta: float) -> None:
            row.show(told.with_beta(beta))
            block.set_beta(beta)
            knob.turn(beta)

        moving = VGroup(row, block, knob)
        self.turn(told.table.beta, told.most_beta, (moving, follow), run_time=4.2)
        self.gather(row, block, knob)
        self.teach("objective_slope", self.dear.gradient, 3, answers=told.shown)

    # -- 7 ------------------------------------------------------------------

    @beat()
    def not_a_score(self) -> None:
        """Not a score to win

        Knobs can make J larger. The policy has not moved: they are chosen, not learned.
        """
        told, table, panels = self.told, self.told.table, self.panels
        policy = self.policy = PolicyRow(told, panels, [self.moved])
        style = {"short": True, "size": 58, "align": "left"}
        value = LiveNumber(table.objective, 3, **style)
        was = without_zero(number_text(table.objective, 3))
        start = Formula(f"J = {was}", size=50, role="muted")
        row = on_baseline(start, Formula("arrow.r", size=50, role="muted"), value, buff=0.3)
        said = self.said = row.move_to(HEAD, aligned_edge=LEFT)
        self.turn(1.0, 0.0, (self.beta_knob, self.beta_knob.set_glow), run_time=0.2)

        def back(share: float) -> None:
            beta = (1 - share) * told.most_beta + share * table.beta
            self.beta_knob.turn(beta)
            for plot in panels.plots:
                plot.show_pull(1 - share).show_reference(1 - share)

        gone = self.block, self.reference_name, self.counter, self.back
        turning = Drive(VGroup(self.beta_knob, panels), back, 0.0, 1.0)
        said_now = FadeIn(said, policy.legend, rate_func=LATE)
        self._change_row(self.row, policy, beside=[turning, said_now], gone=gone)
        self.gather(panels, self.beta_knob, policy.legend, said)

        def follow(share: float) -> None:
            now = told.with_both(share)
            panels.show(now)
            self._turn_knobs(now)
            value.set_value(now.objective)

        moving = VGroup(panels, self.epsilon_knob, self.beta_knob, said)
        self.turn(0.0, 1.0, (moving, follow), run_time=2.0)
        self.turn(1.0, 2.0, (moving, follow), run_time=1.4)
        self.gather(*moving)
        end = told.with_both(2.0)
        self.given("J", end.objective, 3, note=under("ε", end.eps_high), symbol="J")

        # Is it better? It has not moved.
        self.ask(self.question, at=ASKED_RIGHT, width=6.0)
        claim = Prose(say("explorer.not_a_score.same"), size=FORMULA)
        claim.move_to([RIGHT_HEAD, HEAD[1], 0], aligned_edge=RIGHT)
        self.answer(FadeIn(claim), run_time=0.8)
        self.head = VGroup(said, claim)
        self.gather(self.head)

    # -- 8 ------------------------------------------------------------------

    @beat()
    def one_reward(self) -> None:
        """Change a reward

        One coin turns, and every arrow changes: each answer is measured against the group.
        """
        told, table, panels, judged = self.told, self.told.table, self.panels, self.judged
        coins = self.coins = CoinRow(told, panels, [table, judged, self.over])

        def back(share: float) -> None:
            now = told.with_both(2 - 2 * share)
            panels.show(now)
            self._turn_knobs(now)

        moving = VGroup(panels, self.epsilon_knob, self.beta_knob)
        beside = [Drive(moving, back, 0.0, 1.0), *self._coins_come(coins)]
        self._change_row(self.policy, coins, beside=beside, gone=[self.policy.legend, self.head])
        self.head = None
        self.gather(*moving, coins)
        self._head(Prose(say(f"explorer.one_reward.head_{self._mistake}"), size=FORMULA))
        self.wait(1.2)
        one = panels.panels[panels.place(self.reward.index)]
        self.turn(0.0, 1.0, (one, one.frame), run_time=0.4)

        def turn_coin(share: float) -> None:
            coins.mix(table, judged, share)
            panels.mix(table, judged, share)

        both = VGroup(panels, coins)
        self.turn(0.0, 1.0, (both, turn_coin), run_time=3.2)
        self.was = coins.before(table)
        self.gather(panels, coins)
        self.play(FadeIn(self.was), run_time=0.4)
        self.teach("reward_mean", judged.reward_mean, 2, note=say("explorer.one_reward.after"))
        self.teach("advantage", judged.advantage, 2, answers=told.shown)

    # -- 9 ------------------------------------------------------------------

    @beat()
    def one_probability(self) -> None:
        """Change a probability

        One answer passes its bound: its lamp goes out. The others give way, and roll, too.
        """
        told, table, panels, judged = self.told, self.told.table, self.panels, self.judged
        policy = self.policy

        one, other = (panels.panels[panels.place(c.index)] for c in (self.reward, self.ratio))

        def back(share: float) -> None:
            panels.mix(judged, table, share)
            one.frame(1 - share)

        beside = [Drive(panels, back, 0.0, 1.0), FadeIn(policy.legend)]
        self._change_row(self.coins, policy, beside=beside, gone=[self.head, self.was])
        self.head = None
        self.gather(panels, policy.legend)
        self._head(Prose(say("explorer.one_probability.moves"), size=FORMULA))
        self.wait(0.4)

        self.turn(0.0, 1.0, (other, other.frame), run_time=0.4)

        def roll(ratio: float) -> None:
            now = self._with_ratio(ratio)
            panels.show(now)
            policy.show(now)
            for seen, was in zip(panels.panels, table.ratio[list(told.shown)], strict=True):
                seen.plot.keep_bead(float(was))

        both = VGroup(panels, policy)
        self.turn(self.ratio.start, self.ratio.end, (both, roll), run_time=3.6)
        self.gather(panels, policy)
        self._teach_ratios(self.moved)

    # -- 10 -----------------------------------------------------------------

    @beat(hold=2.0)
    def your_turn(self) -> None:
        """Your turn

        The checker has it upside down. Which of them push now, and which way?
        """
        told, table, panels = self.told, self.told.table, self.panels
        over, coins = self.over, self.coins.show(self.told.table)
        one = panels.panels[panels.place(self.ratio.index)]

        def back(share: float) -> None:
            panels.mix(self.moved, table, share)
            one.frame(1 - share)
            for plot in panels.plots:
                plot.keep_bead(plot.ratio)

        beside = [Drive(panels, back, 0.0, 1.0), *self._coins_come(coins)]
        self._change_row(self.policy, coins, beside=beside, gone=[self.policy.legend, self.head])
        self.head = None
        self.gather(panels, coins)

        def turn_over(share: float) -> None:
            panels.mix(table, over, share)
            coins.mix(table, over, share)
            for one in panels.panels:
                one.ask(1.0)

        self._head(Prose(say("explorer.your_turn.over"), size=FORMULA))
        self.turn(0.0, 1.0, (VGroup(panels, coins), turn_over), run_time=1.6)
        self.gather(panels, coins)
        self.wait(0.2)
        self.play(FadeOut(self.head), run_time=0.2)
        self.head = None
        self.ask(self.question, seconds=3.0)
        self.answer(run_time=0.4)
        for one in panels.panels:
            one.ask(0.0)
            self.turn(0.0, 1.0, (panels, self._lamp(one, over)), run_time=0.4)
        said = VGroup(self._counter(over))
        if told.pushes_back(over):
            why = Prose(say("explorer.your_turn.back"), size=FORMULA)
            why.move_to([RIGHT_HEAD, HEAD[1], 0], aligned_edge=RIGHT)
            said.add(stand_on(why, self.count))
        self._head(said)
        self.teach("advantage", over.advantage, 2, answers=told.shown)

    # -- 11 -----------------------------------------------------------------

    @beat()
    def home(self) -> None:
        """What each knob changes

        Epsilon: when a push stops. Beta: how hard the reference pulls back.
        """
        table, panels = self.told.table, self.panels

        def back(share: float) -> None:
            panels.mix(self.over, table, share)
            for plot in panels.plots:
                plot.show_pull(share)

        # All is as it was; the panels make room.
        where = Prose(say("explorer.home.where"), size=LABEL, align="center")
        where.move_to(EXIT_WHERE)
        leaving = [FadeOut(part, rate_func=EARLY) for part in (self.coins, self.head)]
        self.turn(0.0, 1.0, (panels, back), beside=leaving, run_time=1.2)
        self.gather(panels)
        self.play(
            panels.animate.shift(EXIT_DOWN),
            run_time=0.8,
        )

        # What each knob changes, drawn to it.
        last = panels.panels[-1]
        threads = to_lamp(self.epsilon_knob, last), to_pull(self.beta_knob, last)
        for plot in panels.plots:
            plot.keep_edges(1.0, "text")
        led = [Drive(thread, thread.set_level, 0.0, 1.0) for thread in threads]
        term = Averaged(*self.lit)
        self.play(*led, FadeIn(where), FadeIn(term, shift=0.3 * UP), run_time=1.0)
        self.wait(0.8)
        self.play(term.shrink(), run_time=0.6)
        kept = (panels, self.epsilon_knob, self.beta_knob, *threads, where)
        gone = FadeOut(term, rate_func=LATE)
        self.close_film(*kept, sentence=say("explorer.home.claim"), across=True, beside=[gone])
        self._teach_knobs()
        self._teach_ratios(table)
