"""Equation: what each symbol of the objective does, and the one number that it gives."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UL,
    UP,
    UR,
    Create,
    FadeIn,
    FadeOut,
    GrowFromEdge,
    GrowFromPoint,
    LaggedStart,
    Line,
    ReplacementTransform,
    RoundedRectangle,
    TransformFromCopy,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)

from grpo_core import GroupTable, evaluate_group, mixture_logp
from scenes.script.cases import Case, find_case
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text, ratio_source
from scenes.script.telling import cards_of, left_out, telling
from scenes.script.words import say
from scenes.stage.camera import HOME_WIDTH
from scenes.stage.cards import CARD_HEIGHT, STRIP_CENTER, CardStrip
from scenes.stage.envelope import ratio_text
from scenes.stage.film import GrpoScene, beat
from scenes.stage.live_number import LiveNumber
from scenes.stage.motion import Dim, Drive, Undim, jump
from scenes.stage.objective import HOME_SIZE, Objective
from scenes.stage.placement import STAGE, touches
from scenes.stage.policy_chart import PolicyChart
from scenes.stage.quotient import QuotientRow
from scenes.stage.readout import ReadOut
from scenes.stage.theme import AXIS, FORMULA, LABEL, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose, fit_prose, on_baseline, text_width

from .lanes import PITCH, TERMS, MinLanes
from .leash import LeashChart
from .push import PushArrow
from .thread import Thread
from .waterfall import Waterfall

HALF_WIDTH = 0.5 * HOME_WIDTH  # the view of a closer look, in scene units
HALF = 0.5  # what type must be scaled by to look the same there
SLIVER_WIDTH = 3.6
SLIVER = SLIVER_WIDTH / HOME_WIDTH
_SUM_PITCH = 0.72 * SLIVER  # from row to row, as in a read-out
_FOOT = -0.62  # where bars over the cards stand
_LETTERS = 4  # as many glyphs of a symbol as {o_i} has: a thread comes from below these
MOST_SLOW = 4  # so many blocks are added one by one at leisure
_INSET = 0.2  # of the rule of a read-out from its edges, which are not drawn
_CLAIM = (2.9, 0.58, 0.0)
_AXIS_TITLE = [-6.3, 3.3, 0]  # the left end of the policy's name where bars have an axis
_TOP = 3.75  # of text
_RATIOS = -0.56  # the baseline of the ratios under their bars
_VALUES = ("old", "new", "ratio")  # the parts of a quotient that are numbers


class Equation(GrpoScene):
    """The objective symbol by symbol, then evaluated."""

    poster_beat = 10

    def setup(self) -> None:
        super().setup()
        self.shown = cards_of(self.table)
        self.few = telling(self.table)

    # -- 1 ------------------------------------------------------------------

    @beat()
    def group(self) -> None:
        """One question, a group of answers

        Ask one question. Sample a group of answers from the old policy.
        """
        # The home shot: all of it is what this film explains.
        self.objective = Objective()
        self.cards = cards = CardStrip(self.table, asks=True)
        self.badges = [card.badge for card in cards.cards]
        for card in cards.cards:
            card.remove(card.badge)
        self.add(self.objective, cards)
        self.wait(1.4)

        # The answers go back to where they came from: bars of the old policy.
        self.remove(cards)
        self.add(cards.question, *cards.cards, *self._rest_card())
        answers = [*cards.cards, *self._rest_card()]
        self.play(FadeOut(self.objective, shift=0.3 * UP), *map(FadeOut, answers), run_time=0.8)
        self.chart = chart = self._chart_over_cards(("old",), height=3.1)
        self.policy = VGroup(
            Formula('pi_"old"', size=48, role="old"),
            Prose(say("equation.group.policy"), role="old"),
        )
        self.policy.arrange(DOWN, buff=0.3).next_to(cards.question, UP, buff=1.3)
        bars = chart.bars["old"]
        if chart.axis.submobjects:  # over the axis, not in its place
            self.policy.arrange(RIGHT, buff=0.35).move_to(_AXIS_TITLE, aligned_edge=LEFT)
        self.play(FadeIn(chart.foot, self.policy, *chart.axis), run_time=0.6)
        grow = [GrowFromEdge(bar, DOWN) for bar in bars]
        self.play(LaggedStart(*grow, lag_ratio=0.15), run_time=1.0)
        self.numbers = VGroup(*(chart.number("old", k) for k in range(len(bars))))
        self.play(FadeIn(self.numbers), run_time=0.6)

        # Each answer is drawn from its bar.
        drawn = [
            LaggedStart(
                ReplacementTransform(bar.bar.copy().set_fill(paint("panel"), 0), card.body),
                FadeIn(VGroup(card.symbol, card.text)),
                lag_ratio=0.5,
            )
            for bar, card in zip(bars, cards.cards, strict=True)
        ]
        drawn += [FadeIn(card, shift=0.3 * DOWN) for card in self._rest_card()]
        self.play(LaggedStart(*drawn, lag_ratio=0.35), run_time=2.0)
        self._gather(cards, chart)
        self.teach_probabilities("old", answers=self.shown)

    def _rest_card(self) -> list[VGroup]:
        """The card that counts the answers without one, if there are any."""
        return [self.cards.rest] if hasattr(self.cards, "rest") else []

    def _gather(self, *wholes: VGroup) -> None:
        """Put mobjects back in one piece whose parts came one by one."""
        for whole in wholes:
            self.remove(*whole.get_family())
            self.add(whole)

    def _write_around(self, formula: Formula, name: str, run_time: float = 0.4) -> None:
        """Show the rest of a formula whose part `name` has come already."""
        known = {id(glyph) for glyph in formula.select(name)}
        rest = [FadeIn(glyph) for glyph in formula if id(glyph) not in known]
        self.play(*rest, run_time=run_time)
        self._gather(formula)

    def _chart_over_cards(self, roles: tuple[str, ...], **size: float) -> PolicyChart:
        """Bars of the shown answers, each over its card."""
        cards = self.cards.cards
        pitch = cards[1].get_x() - cards[0].get_x()
        bar = (0.33 if len(roles) == 1 else 0.27) * pitch
        chart = PolicyChart(
            self.table, roles, self.shown, width=pitch * len(cards), bar=bar, **size
        )
        chart.remove(chart.names)
        return chart.shift([cards.get_x(), _FOOT - chart.foot.get_y(), 0])

    # -- 2 ------------------------------------------------------------------

    @beat(hold=2.4)
    def objective_appears(self) -> None:
        """One number to maximise

        DeepSeek-R1 turns that group into one number to maximise.
        """
        # The old policy becomes its symbol, and the rest is written around it.
        objective = self.objective = Objective()
        first, second, third = objective
        symbol, name = self.policy
        self.remove(self.policy)
        self.add(symbol, name)
        self.play(
            FadeOut(self.numbers, name, self.chart),
            ReplacementTransform(symbol, objective.part("old0")),
            run_time=1.2,
        )
        known = {id(glyph) for glyph in objective.part("old0")}
        for line in (first, second, third):
            glyphs = [FadeIn(glyph) for glyph in line if id(glyph) not in known]
            self.play(LaggedStart(*glyphs, lag_ratio=0.08), run_time=1.0)
        self._gather(objective)
        self.claim = Prose(say("equation.objective_appears.claim"), size=FORMULA).move_to(_CLAIM)
        self.play(FadeIn(self.claim, shift=0.2 * UP), run_time=0.6)

    # -- 3 ------------------------------------------------------------------

    @beat(hold=2.0)
    def expectation(self) -> None:
        """An average over samples

        Average over questions, with answers drawn from the old policy.
        """
        # The first line comes near; the group stays under it.
        objective, cards = self.objective, self.cards
        first, second, third = objective
        hidden = [Dim(line, opacity=0.0) for line in (second, third)]
        self.play(FadeOut(self.claim), *hidden, run_time=0.6)
        lift = 0.5 * HALF * (cards.height - CARD_HEIGHT)  # a tall card reaches no lower
        self.zoom_to(
            [first.get_x(), 1.7, 0],
            HALF_WIDTH,
            cards.animate.scale(HALF).move_to([first.get_x(), 0.5 + lift, 0]),
        )
        chart = self._chart_over_cards(("old",), height=1.05, type_size=HALF)
        chart.shift((cards.get_top()[1] + 0.17 - chart.foot.get_y()) * UP)
        self.play(
            *(Dim(part) for part in (cards.question, *cards.cards, *self._rest_card())),
            FadeIn(chart.foot, *chart.axis),
            run_time=0.6,
        )

        # A thread from each symbol to what it stands for.
        bars = chart.bars["old"]
        near = min(bars, key=lambda bar: abs(bar.get_x() - objective.part("old0").get_x()))
        columns = [*cards.cards, *self._rest_card()]
        frames = VGroup(*(_outline(*parts) for parts in ([cards.question], columns)))
        gaps = [0.5 * (a.get_right() + b.get_left()) for a, b in pairwise(columns)]
        start = objective.part("answers")[0].get_x()
        gap = min(gaps, key=lambda spot: abs(spot[0] - start))
        asked, level = frames[0].get_top(), None
        if chart.axis.submobjects:  # past the axis, on its free side
            asked[0] = chart.axis.get_left()[0] - 0.1
            level = chart.axis.get_top()[1] + 0.08
        self.threads = VGroup(
            self._thread("question", asked, "text", level=level),
            self._thread("old0", near.top(), "old"),
            self._thread("answers", np.array([gap[0], frames[1].get_top()[1], 0]), "text"),
        )
        words = Prose(say("equation.expectation.sampler"), size=LABEL * HALF)
        words = self._beside(self.threads[1], words)
        arrivals = (
            [Undim(cards.question), FadeIn(frames[0])],
            [FadeIn(words), LaggedStart(*(GrowFromEdge(bar, DOWN) for bar in bars))],
            [*map(Undim, columns), FadeIn(frames[1])],
        )
        for thread, arrival in zip(self.threads, arrivals, strict=True):
            self.play(Create(thread.curve), run_time=0.8)
            self.play(FadeIn(thread.dot), *arrival, run_time=0.6)
        self._gather(self.threads, chart)
        self.sampling = [self.threads, chart, words, frames]
        self._gather(frames)

    def _beside(self, thread: Thread, words: Prose) -> Prose:
        """`words` at the upper end of a thread, on the side from which it turns away."""
        start, end = thread.curve.get_start(), thread.curve.get_end()
        side = LEFT if end[0] >= start[0] else RIGHT
        words.set_color(thread.dot.get_fill_color())
        return words.next_to(start + 0.1 * side, side, buff=0.04).set_y(start[1] - 0.28)

    def _thread(self, name: str, end: np.ndarray, role: str, **way) -> Thread:
        letters = self.objective.part(name)[:_LETTERS]
        start = VGroup(*letters).get_bottom() + 0.07 * DOWN
        return Thread(start, end, role, scale=HALF, **way)

    # -- 4 ------------------------------------------------------------------

    @beat(hold=1.8)
    def average(self) -> None:
        """All answers alike

        Treat all answers alike: an average over the group.
        """
        self.play(*map(FadeOut, self.sampling), run_time=0.6)
        self.play(Dim(self.objective[0]), *map(Undim, self.objective.part("average")))

        # i counts the answers, and each gets the same share.
        size, few = self.table.group.size, len(self.shown)
        counts = [
            (index, 1, card) for index, card in zip(self.shown, self.cards.cards, strict=True)
        ]
        counts += [(size - 1, size - few, card) for card in self._rest_card()]
        self.shares: list[VMobject] = []
        label = None
        for index, number, card in counts:
            share = self._share(number, index, card)
            count = Formula(f"i = {index + 1}", size=READOUT * HALF)
            count.next_to(share, UP, buff=0.2)
            hop = card.animate(rate_func=_there_and_back).shift(0.14 * UP)
            move = FadeIn(count) if label is None else ReplacementTransform(label, count)
            plus = [Formula("+", size=READOUT * HALF)] if self.shares else []
            for sign in plus:
                sign.move_to((self.shares[-1].get_right() + share.get_left()) / 2)
                sign.set_y(_bar(share[0]).get_y())
            self.play(hop, move, *(FadeIn(text, shift=0.1 * UP) for text in (*plus, share)))
            self.shares += [*plus, share]
            label = count
        self.shares.append(label)
        self.teach("group_size", size, 0)

    def _share(self, number: int, index: int, card: VGroup) -> VGroup:
        """The share of `number` answers over their card; for one answer, of what.

        That is what the objective's bracket holds of it, said where the sum leaves room.
        """
        share = VGroup(Formula(f"{number}/{self.table.group.size}", size=READOUT * HALF))
        term = Formula(f"[dots.c]_{index + 1}", size=READOUT * HALF, role="muted")
        term.next_to(share, RIGHT, buff=0.05)
        first, end = self.cards.cards[0], self.objective.part("average").get_right()[0]
        room = 2 * (first.get_x() - end - 0.1)
        if number == 1 and share.width + 0.05 + term.width < min(room, 0.8 * first.width):
            share.add(term)
        return share.next_to(card, UP, buff=0.16)

    # -- 5 ------------------------------------------------------------------

    @beat(hold=2.0)
    def ratio(self) -> None:
        """The ratio

        How much likelier is this answer now than when it was sampled?
        """
        objective, few = self.objective, self.few
        self.play(*map(FadeOut, self.shares), *objective.light("ratio1", opacity=0.0), run_time=0.6)
        self.zoom_to([-0.85, 0.86, 0], HALF_WIDTH, Dim(self.cards, opacity=0.0), run_time=1.4)
        self.remove(self.cards)
        jump(Undim(self.cards))
        self.cards.scale(1 / HALF).move_to(STRIP_CENTER)

        # Pair after pair of bars, each with its numbers in the fraction's place.
        more = left_out(self.table, few)
        width = 6.4 - (1.1 if more else 0.0)
        row = self.quotient = QuotientRow(self.table, few, width=width, height=0.95, scale=HALF)
        left = self.view()[0][0] + 0.05
        row.shift([left - row.chart.get_left()[0], 0.1 - row.chart.foot.get_y(), 0])
        words = Prose(more or " ", size=LABEL * HALF, role="muted")
        words.next_to(row.chart.foot, RIGHT, buff=0.15)
        self.play(FadeIn(row.chart.foot, *row.chart.axis, *([words] if more else [])), run_time=0.4)
        turn = None
        self.ratio_rows = VGroup()
        for k in range(len(few)):
            turn = self._divide(k, turn)
        self._gather(row, *turn, self.ratio_rows)
        self.ratio_parts = [row, *turn, self.ratio_rows, *([words] if more else [])]
        self.teach_probabilities("old", "new", answers=few[-1:])
        self.teach("ratio", self.table.ratio, ratio_source, answers=few)

    def _divide(self, k: int, last: tuple[VGroup, VGroup, Formula] | None) -> tuple:
        """The k-th pair grows, its numbers fly into the fraction, the ratio comes back to it.

        `last` and the answer are what only the pair in turn has: names, numbers, equation.
        """
        row = self.quotient
        bars, names, numbers, equation = (
            row.pair(k),
            row.names(k),
            row.numbers(k),
            self._equation(k),
        )
        ratio, frame = equation.select("ratio"), _frame(equation)
        if last is None:
            for bar, name, number in zip(bars, names, numbers, strict=True):
                self.play(GrowFromEdge(bar, DOWN), FadeIn(name), FadeIn(number), run_time=0.4)
        else:
            old_names, old_numbers, old_equation = last
            leaving = [old_equation.select(name) for name in _VALUES]
            kept = _frame(old_equation)
            self.remove(old_equation)
            self.add(kept, *leaving)
            self.play(
                *(GrowFromEdge(bar, DOWN) for bar in bars),
                ReplacementTransform(old_names, names),
                *map(FadeOut, (old_numbers, *leaving)),
                FadeIn(numbers),
                run_time=0.4,
            )
        arc = -0.8 if last is None else 0.8  # the first pair stands under the fraction
        self.play(
            TransformFromCopy(numbers[0], equation.select("old"), path_arc=arc),
            TransformFromCopy(numbers[1], equation.select("new"), path_arc=arc),
            FadeIn(frame) if last is None else ReplacementTransform(kept, frame),
            FadeIn(ratio, rate_func=squish_rate_func(smooth, 0.6, 1)),
            run_time=0.8,
        )
        self._gather(equation)
        name, value = result = self._ratio_row(k)
        self.play(TransformFromCopy(ratio, value), FadeIn(name), run_time=0.4)
        self._gather(result)
        self.ratio_rows.add(result)
        return names, numbers, equation

    def _equation(self, k: int) -> Formula:
        """``= new/old = rho`` behind the fraction of the objective."""
        fraction = self.objective.part("ratio1")
        room = self.view()[1][0] - fraction.get_right()[0] - 0.2
        for size in (HOME_SIZE, 0.75 * HOME_SIZE, READOUT * HALF):
            equation = self.quotient.equation(k, size)
            if equation.width <= room:
                break
        equation.next_to(fraction, RIGHT, buff=0.14)
        return equation.shift((_bar(fraction).get_y() - _bar(equation).get_y()) * UP)

    def _ratio_row(self, k: int) -> VGroup:
        """The name of the k-th answer and its ratio, under its bars."""
        index = self.few[k]
        name = Formula(f"o_{index + 1}", size=READOUT * HALF, role="muted")
        value = Formula(ratio_source(float(self.table.ratio[index])), size=READOUT * HALF)
        pair = on_baseline(name, value, buff=0.12)
        middle = VGroup(*self.quotient.pair(k)).get_x()
        return pair.shift([middle - pair.get_x(), _RATIOS - value.baseline, 0])

    # -- 6 ------------------------------------------------------------------

    @beat()
    def rho(self) -> None:
        """A name for the ratio

        Call that ratio rho: the new policy against the old one, answer by answer.
        """
        full, short = self.objective, Objective(short=True)
        self.play(*map(FadeOut, self.ratio_parts), run_time=0.4)
        self.zoom_home(*full.light("ratio1", "ratio2"), FadeIn(self.cards))
        # The fraction moves out and is called rho; the line closes up.
        self.definition = Formula(
            'rho_i = {{ ({{ pi_theta : new }} (o_i|q)) / ({{ pi_"old" : old }} (o_i|q)) : body }}',
            size=FORMULA,
            new="new",
            old="old",
        ).move_to([4.3, self.objective[1].get_y(), 0])
        jump(*short.light("ratio1", "ratio2"))
        moving = full.part("ratio2").copy()
        self.play(
            *full.turn_into(short),
            ReplacementTransform(moving, self.definition.select("body"), path_arc=-1.6),
            run_time=1.4,
        )
        self.remove(*full.get_family())
        self._gather(short)
        self._write_around(self.definition, "body")
        self.objective = short

    # -- 7 ------------------------------------------------------------------

    @beat(hold=2.2)
    def advantage(self) -> None:
        """The advantage

        Each answer has a reward. Is it better or worse than its own group?
        """
        self.play(
            FadeOut(self.definition),
            *self.objective.light("advantage1", "advantage2"),
            run_time=0.8,
        )
        # A reward for each answer, and what the group makes of it.
        self.rewards = VGroup(*map(self._reward, range(len(self.shown))))
        if not self._rewards_fit():
            for reward, mark in zip(self.rewards, self.badges, strict=True):
                reward.move_to(mark)
        self.play(
            LaggedStart(*(FadeIn(r, shift=0.3 * DOWN) for r in self.rewards), lag_ratio=0.3),
            run_time=1.2,
        )
        scaled = self.table.scale == "std"
        above = '{{ r_i : reward }} - "mean"({{ r : rewards1 }})'
        body = f'({above}) / ("std"({{{{ r : rewards2 }}}}))' if scaled else above
        formula = Formula(f"{{{{ A_i : name }}}} = {body}", size=FORMULA)
        for part in ("reward", "rewards1", *(["rewards2"] if scaled else [])):
            formula.paint_parts(**{part: "reward"})
        mean, std = (number_text(x, 2) for x in (self.table.reward_mean, self.table.reward_std))
        source = f'"mean" = {mean}' + (f' #h(1em) "std" = {std}' if scaled else "")
        measured = Formula(source, size=LABEL, role="muted")
        whole = VGroup(formula, measured).arrange(DOWN, buff=0.35)
        whole.shift([4.2, self.objective[1].get_y(), 0] - formula.get_center())
        symbol = self.objective.part("advantage2").copy()
        self.play(ReplacementTransform(symbol, formula.select("name"), path_arc=-1.0), run_time=0.8)
        self._write_around(formula, "name", run_time=0.6)
        self.play(FadeIn(measured), run_time=0.6)

        # Each reward becomes a verdict.
        # Without a live number's empty slots, to which glyphs would stray.
        landing = [
            VGroup(*(part.copy() for part in badge.family_members_with_points()))
            for badge in self.badges
        ]
        become = TransformFromCopy if self._rewards_fit() else ReplacementTransform
        flights = [
            become(reward, badge, path_arc=1.4)
            for reward, badge in zip(self.rewards, landing, strict=True)
        ]
        self.play(LaggedStart(*flights, lag_ratio=0.25), run_time=1.6)
        self.remove(*landing, *self.rewards)
        for card, mark, reward in zip(self.cards.cards, self.badges, self.rewards, strict=True):
            card.add(mark, *([reward] if self._rewards_fit() else []))
        self._gather(self.cards)
        self.fitted = whole
        self.teach("rewards", self.table.rewards, ratio_text, answers=self.shown)
        self.teach("reward_mean", self.table.reward_mean, 2)
        if scaled:
            self.teach("reward_std", self.table.reward_std, 2)
        self.teach("advantage", self.table.advantage, 2, answers=self.shown)

    def _rewards_fit(self) -> bool:
        """Whether each card is wide enough for its name and its reward side by side."""
        pairs = zip(self.cards.cards, self.table.rewards[list(self.shown)], strict=True)
        return all(
            card.width > card.symbol.width + text_width(ratio_text(float(r), 0)) + 0.45
            for card, r in pairs
        )

    def _reward(self, k: int) -> Formula:
        """The reward of the k-th card, in its upper right corner."""
        card = self.cards.cards[k]
        text = ratio_text(float(self.table.rewards[self.shown[k]]), 0)
        reward = Formula(text, size=LABEL, role="reward")
        corner = card.body.get_corner(UR) + 0.16 * (LEFT + DOWN)
        return reward.move_to(corner, aligned_edge=UR)

    # -- 8 ------------------------------------------------------------------

    @beat(hold=2.0)
    def smaller(self) -> None:
        """The smaller of two

        min takes the more cautious of two estimates, clipped or not.
        """
        pushed, growing = (find_case(self.table, sign, above=True) for sign in (1, -1))
        surrogate = self.objective.part("surrogate")
        self.play(FadeOut(self.fitted), run_time=0.4)
        self.zoom_to(
            [surrogate.get_x(), 0.85, 0],
            HALF_WIDTH,
            *self.objective.light("surrogate", opacity=0.0),
            Dim(self.cards, opacity=0.0),
        )
        cases = (pushed, growing)
        unit = 1.35 / max(abs(case.ratio * case.advantage) for case in cases)
        origin = np.array([surrogate.get_x() + 0.45, 0.42, 0])
        lanes = [self._lanes(case, origin, unit) for case in cases]
        zero = Line(origin + 0.3 * UP, origin + (0.3 + 0.5 * PITCH) * DOWN)
        zero.set_stroke(paint("muted"), AXIS)
        names, bounds = self._lane_names(lanes), self._bounds()
        headings = [self._case_heading(case, origin) for case in cases]
        self.play(FadeIn(zero, names, bounds, headings[0]), run_time=0.6)
        for row, heading in zip(lanes, headings, strict=True):
            if heading is not headings[0]:
                self.play(FadeIn(heading), run_time=0.4)
            for term in TERMS:
                grow = GrowFromEdge(row.bars[term], -row.side)
                self.play(grow, FadeIn(row.numbers[term]), run_time=0.6)
            self._gather(row)
            self.play(Drive(row, row.choose, 0.0, 1.0), run_time=0.8)
            if row is lanes[0]:
                self.wait(0.8)
        self.lanes_parts = [zero, names, bounds, *headings, *lanes]
        self.teach("lower_bound", 1 - self.table.eps_low, ratio_text)
        self.teach("upper_bound", 1 + self.table.eps_high, ratio_text)
        answers = [case.index for case in cases if case.index is not None]
        for key in ("ratio", "unclipped", "clipped", "value"):
            self.teach(key, getattr(self.table, key), 2, answers=answers)

    def _bounds(self) -> VGroup:
        """What the bounds of the clip range are, each under its symbols."""
        clip, ratio = (list(self.objective.part(name)) for name in ("clip", "ratio2"))
        low = clip.index(ratio[-1]) + 2  # behind the ratio and a comma; high is one more behind
        values = 1 - self.table.eps_low, 1 + self.table.eps_high
        bounds = VGroup()
        for start, value in zip((low, low + 4), values, strict=True):
            number = Formula(ratio_text(value, 1), size=READOUT * HALF, role="muted")
            bounds.add(number.next_to(VGroup(*clip[start : start + 3]), DOWN, buff=0.2))
        for number in bounds:
            number.shift((bounds[0].baseline - number.baseline) * UP)
        return bounds

    def _lanes(self, case: Case, origin: np.ndarray, unit: float) -> MinLanes:
        bounds = self.table.eps_low, self.table.eps_high
        return MinLanes(case.ratio, case.advantage, *bounds, origin=origin, unit=unit, scale=HALF)

    def _lane_names(self, lanes: list[MinLanes]) -> VGroup:
        """What the two lanes hold, left of all bars and their numbers."""
        names = VGroup(
            Formula("rho A", size=READOUT * HALF), Formula('"clip"(rho) A', size=READOUT * HALF)
        )
        left = max(VGroup(*lanes).get_left()[0] - 0.3 - names.width, self.view()[0][0])
        for name, term in zip(names, TERMS, strict=True):
            name.move_to([left, lanes[0].bars[term].get_y(), 0], aligned_edge=LEFT)
        return names

    def _case_heading(self, case: Case, origin: np.ndarray) -> VGroup:
        """The ratio and the advantage of a case, over its half of the lanes."""
        number = "" if case.index is None else f"_{case.index + 1}"
        ratio = Formula(f"rho{number} = {number_text(case.ratio, 2)}", size=READOUT * HALF)
        text = number_text(case.advantage, 2, sign=True)
        role = sign_role(case.advantage)
        advantage = Formula(f"A{number} = {text}", size=READOUT * HALF, role=role)
        row = on_baseline(ratio, advantage, buff=0.3)
        side = RIGHT if case.advantage > 0 else LEFT
        row.move_to(origin + 0.6 * UP + 0.25 * side, aligned_edge=-side)
        if case.index is None:  # the group has no such answer
            words = Prose(say("stage.cases.example"), size=LABEL * HALF, role="muted")
            row.add(words.next_to(row, UP, buff=0.1).align_to(row, -side))
        return row

    # -- 9 ------------------------------------------------------------------

    @beat(hold=2.0)
    def price(self) -> None:
        """The price of drifting

        Subtract a price for drifting away from the reference model.
        """
        objective = self.objective
        self.play(*map(FadeOut, self.lanes_parts), run_time=0.4)
        self.play(*objective.light("price"), run_time=0.4)
        hidden = [Dim(line, opacity=0.0) for line in objective[:2]]
        close = [Dim(glyph, opacity=0.0) for glyph in objective.part("close")]
        self.zoom_to([-2.3, -0.55, 0], HALF_WIDTH, *hidden, *close, run_time=1.4)
        # Leashes from the new bars to those of the reference.
        leashes = self.leashes = LeashChart(
            self.table, self.few, width=4.9, height=1.0, drop=0.6, scale=HALF
        )
        chart = leashes.chart
        middle = 0.5 * (chart.get_left()[0] + chart.foot.get_right()[0])
        leashes.shift([-3.1 - middle, -1.02 - chart.foot.get_y(), 0])
        bars = leashes.chart.bars
        names = self._policy_names(leashes)
        self.play(FadeIn(leashes.chart.foot, names, *leashes.chart.axis), run_time=0.4)
        for role in ("reference", "new"):
            grow = [GrowFromEdge(bar, DOWN) for bar in bars[role]]
            self.play(*grow, run_time=0.6)
        self.play(FadeIn(leashes.names), run_time=0.4)
        self._gather(leashes.chart)
        self.definition = Formula(
            'k_3 = ({{ pi_"ref" : ref1 }}) / ({{ pi_theta : new1 }}) '
            '- ln ({{ pi_"ref" : ref2 }}) / ({{ pi_theta : new2 }}) - 1',
            size=READOUT * HALF,
            **{"ref1": "reference", "ref2": "reference", "new1": "new", "new2": "new"},
        ).move_to([-0.35, 0.58, 0])
        self.play(FadeIn(self.definition, shift=0.1 * UP), run_time=0.6)
        for k in range(len(self.few)):
            leash = leashes.leashes[k]
            self.play(Drive(leash, _of(leashes.set_share, k), 0.0, 1.0), run_time=0.6)
            self.play(FadeIn(leashes.numbers[k]), run_time=0.2)
        mean = self._mean_price(leashes)
        self.play(FadeIn(mean, shift=0.1 * RIGHT), run_time=0.6)
        self.leash_parts = [names, self.definition, leashes, mean]
        self._gather(leashes)
        self.teach("k3", self.table.k3, answers=self.few)
        self.teach("mean_k3", self.table.kl)

    def _mean_price(self, leashes: LeashChart) -> VGroup:
        """The mean of all answers' prices, beside those that are shown."""
        value = Formula(f"= {number_text(self.table.kl, 3)}", size=READOUT * HALF)
        estimate = Formula('DD_"KL" approx "mean" k_3', size=READOUT * HALF)
        estimate.next_to(value, UP, buff=0.12, aligned_edge=LEFT)
        mean = VGroup(value, estimate)
        if left_out(self.table, self.few):
            words = say("equation.price.of_all", count=self.table.group.size)
            words = Prose(words, size=LABEL * HALF, role="muted")
            mean.add(words.next_to(estimate, UP, buff=0.1, aligned_edge=LEFT))
        mean.next_to(leashes.chart.foot, RIGHT, buff=0.25)
        return mean.shift((leashes.numbers.get_bottom()[1] + 0.04 - value.baseline) * UP)

    def _policy_names(self, leashes: LeashChart) -> VGroup:
        """The names of both policies beside their bars of the last answer."""
        names = VGroup()
        for role, source, side in (("new", "pi_theta", LEFT), ("reference", 'pi_"ref"', RIGHT)):
            bar = leashes.chart.bars[role][-1].bar
            name = Formula(source, size=48 * HALF, role=role).next_to(bar, side, buff=0.09)
            names.add(name.set_y(leashes.chart.foot.get_y() + 0.22))
        others = [one.bar for row in leashes.chart.bars.values() for one in row]
        if any(touches(names[0], other, 0.03) for other in others):
            names[0].next_to(names[1], UP, buff=0.12, aligned_edge=LEFT)
        return names

    # -- 10 -----------------------------------------------------------------

    @beat(hold=2.0)
    def evaluate(self) -> None:
        """One number

        A whole group, one number: what this candidate update is worth.
        """
        objective = self.objective
        self.play(*map(FadeOut, self.leash_parts), run_time=0.4)
        self.zoom_home(*objective.light_all(), Undim(self.cards), run_time=1.2)
        # The symbols become the rows of a sum.
        rows = {
            "surrogate": (quoted(say("equation.evaluate.surrogate")), "text"),
            "price": ('- beta thin "mean" k_3', "text"),
            "objective": ("cal(J)", "text"),
        }
        question = self.cards.question
        values = self.table.surrogate, -self.table.beta * self.table.kl, self.table.objective
        longest = max(Formula(number_text(x, 3), size=LABEL).width for x in values)
        name = max(Formula(source, size=LABEL).width for source, _ in rows.values())
        width = max(2.9, longest + name + 0.4)
        self.readout = ReadOut(rows, width=width + 2 * _INSET, decimals=3, size=LABEL)
        right = max(question.get_right()[0] + 0.1, STAGE[0][0] + width)
        self.readout.move_to([right - 0.5 * width, 0.9, 0])
        self.readout.remove(self.readout.body)
        names = self.readout.names
        parts = {name: objective.part(name) for name in names}
        # J and the price keep their glyphs; the surrogate's term shrinks into its name.
        term, name = parts.pop("surrogate"), names["surrogate"]
        parts = {row: VGroup(*part[: len(names[row])]) for row, part in parts.items()}
        used = {id(glyph) for part in (term, *parts.values()) for glyph in part}
        rest = VGroup(*(g for line in objective for g in line if id(g) not in used))
        self.remove(objective)
        self.add(rest, term, *parts.values())
        self.play(
            FadeOut(rest, run_time=0.4),
            FadeOut(term, target_position=name, scale=0.3, run_time=0.8),
            ReplacementTransform(parts["price"], names["price"]),
            # Round the row that it would cross.
            ReplacementTransform(parts["objective"], names["objective"], path_arc=1.2),
            FadeIn(name, rate_func=squish_rate_func(smooth, 0.5, 1)),
            run_time=1.0,
        )

        # Each answer adds its share.
        table, cards = self.table, self.cards
        columns = [*cards.cards, *self._rest_card()]
        fall = self.waterfall = Waterfall(
            table,
            self.shown,
            [column.get_x() for column in columns],
            low=-0.2,
            high=2.85,
            width=min(1.1, 0.55 * min(column.width for column in columns)),
        )
        if any(touches(fall.zero_name, row, 0.2) for row in self.readout.numbers.values()):
            fall.zero_name.set_opacity(0)
        number = self.readout.numbers["surrogate"]
        number.set_value(0.0)
        legend = self.legend = self._legend(fall)
        self.play(FadeIn(fall.zero, fall.zero_name, number), FadeIn(legend), run_time=0.4)
        sums = fall.running()
        for k, block in enumerate(fall.blocks):
            edge = DOWN if fall.parts[k] >= 0 else UP
            self.play(
                GrowFromEdge(VGroup(block, fall.hatches[k]), edge),
                FadeIn(fall.labels[k]),
                Drive(number, number.set_value, sums[k], sums[k + 1]),
                run_time=0.6 if len(columns) <= MOST_SLOW else 0.4,
            )
            self.add(fall.joins[k])

        # The price is a sliver: look closely.
        price = -table.beta * table.kl
        last = fall.blocks[-1]
        rows = self._sliver_sums(price, fall)
        named = self._name_of_last(fall)
        parts = [fall.zero, fall.zero_name, fall.labels, fall.joins, fall.blocks, fall.hatches]
        self.remove(*(piece for part in parts for piece in part.get_family()))
        self.add(*parts)
        context = [*parts[:3], *fall.blocks[:-1], *fall.hatches[:-1], *fall.joins[:-1]]
        context += [cards, legend, *names.values(), number]
        kept = [last, fall.hatches[-1]]
        self.zoom_to(
            [VGroup(last, rows).get_x(), fall.sliver.get_y(), 0],
            SLIVER_WIDTH,
            *(Dim(part, opacity=0.0) for part in context),
            *map(Dim, kept),
            run_time=1.2,
        )
        self.play(
            *map(FadeIn, named),
            GrowFromEdge(fall.sliver, UP),
            LaggedStart(*map(FadeIn, rows), lag_ratio=0.5),
            run_time=0.8,
        )
        self.wait(0.8)
        others = [self.readout.numbers[name] for name in ("price", "objective")]
        others[0].set_value(price)
        others[1].set_value(table.objective)
        self.zoom_home(
            *map(FadeOut, (*rows, *named)),
            *(Undim(part) for part in (*context, *kept)),
            run_time=1.2,
        )
        end_name = fall.name_end()
        self.play(FadeIn(self.readout.rule), *map(FadeIn, (*others, *end_name)), run_time=0.6)
        self._gather(self.readout)
        fall.add(fall.sliver, end_name)
        self.remove(*parts)
        self._gather(fall)
        self.teach("surrogate", table.surrogate)
        self.teach("mean_k3", table.kl)
        self.teach("price", -price)
        self.teach("objective", table.objective)

    def _legend(self, fall: Waterfall) -> VGroup:
        """What a block is, over the read-out, and what a hatched one is, under it."""
        block = quoted(say("equation.evaluate.block"))
        rule = Formula(f'{block} = "min"_i / G', size=LABEL)
        legend = VGroup(self._over_readout(rule))
        if any(len(hatch) for hatch in fall.hatches):
            words = Prose(say("equation.evaluate.hatched"), role="muted")
            words.next_to(self.readout, DOWN, buff=0.35).align_to(rule, LEFT)
            legend.add(words)
        return legend

    def _over_readout(self, rule: Formula) -> Formula:
        """`rule` in its place over the read-out."""
        if rule.height + 0.35 + self.readout.get_top()[1] > _TOP:
            return rule.next_to(self.readout, RIGHT, buff=0.5, aligned_edge=UP)
        rule.next_to(self.readout, UP, buff=0.35)
        return rule.align_to(self.readout.names["surrogate"], LEFT)

    def _name_of_last(self, fall: Waterfall) -> list[VMobject]:
        """Whose the last block is, inside of it at its end, if there is room for it."""
        block, size = fall.blocks[-1], READOUT * SLIVER
        rest = left_out(self.table, self.shown)
        name = Formula(f"o_{self.shown[-1] + 1}", size=size)
        if rest:
            name = fit_prose(rest, 0.9 * block.width, lines=3, size=LABEL * SLIVER)
        if name.height > block.height - 0.2:
            return []
        end = DOWN if fall.parts[-1] < 0 else UP
        return [name.move_to(block.get_edge_center(end) - 0.1 * end, aligned_edge=end)]

    def _sliver_sums(self, price: float, fall: Waterfall) -> VGroup:
        """Surrogate, price and objective with their numbers, right of the sliver."""
        table, size = self.table, READOUT * SLIVER
        beta, kl = ratio_text(table.beta, 3), number_text(table.kl, 3)
        value, result = number_text(price, 3), number_text(table.objective, 3)
        surrogate = number_text(table.surrogate, 3)
        name = quoted(say("equation.evaluate.surrogate"))
        rows = VGroup(
            Formula(f"{name} = {surrogate}", size=size),
            Formula(f'- beta thin "mean" k_3 = - {beta} dot {kl} = {value}', size=size),
            Formula(f"cal(J) = {surrogate} - {number_text(-price, 3)} = {result}", size=size),
        )
        for place, row in enumerate(rows):
            row.align_to(rows[0], RIGHT)
            row.shift((-place * _SUM_PITCH - row.baseline) * UP)
        rows.next_to(fall.sliver, RIGHT, buff=0.1)
        return rows.shift((fall.sliver.get_y() - rows[1].get_y()) * UP)

    # -- 11 -----------------------------------------------------------------

    @beat(hold=2.4)
    def slope(self) -> None:
        """The value and its slope

        At the start the surrogate is exactly zero. What matters is its slope.
        """
        chart = self._chart_over_cards(("old", "new"), height=1.9, log_height=1.2)
        chart.shift((0.25 if chart.axis else 0.45) * UP)  # the axis has a name over it
        ratios = VGroup(*(LiveNumber(0.0, 2, size=LABEL) for _ in self.shown))
        name = Formula("rho", size=LABEL).next_to(chart.foot, LEFT, buff=0.1)
        for number, card in zip(ratios, self.cards.cards, strict=True):
            number.move_to([card.get_x(), _FOOT - 0.02, 0])
            number.shift((card.get_x() - number.get_x()) * RIGHT)
        name.set_y(ratios[0].get_y())
        self.play(FadeOut(self.waterfall), FadeOut(self.legend), run_time=0.4)
        if chart.axis.submobjects:  # the axis needs the read-out's place
            corner = np.array([self.readout.get_left()[0], _AXIS_TITLE[1], 0])
            self.play(self.readout.animate.move_to(corner, aligned_edge=UL), run_time=0.6)

        def show(share: float) -> None:
            table = self._table_at(share)
            chart.set_policy("new", table.new_logp[list(self.shown)])
            for number, index in zip(ratios, self.shown, strict=True):
                number.set_value(float(table.ratio[index]))

        def count(share: float) -> None:
            table = self._table_at(share)
            self.readout.show(
                surrogate=table.surrogate,
                price=-table.beta * table.kl,
                objective=table.objective,
            )

        show(1.0)
        bars = [bar for row in chart.bars.values() for bar in row]
        self.play(
            *map(FadeIn, (chart.foot, ratios, name, *chart.axis)),
            *(GrowFromEdge(bar, DOWN) for bar in bars),
            run_time=0.8,
        )
        self._gather(chart, ratios)

        # The new policy slides back to the old one.
        moving = VGroup(chart, ratios)
        self.remove(chart, ratios)
        self.add(moving)
        self.play(Drive(moving, show, 1.0, 0.0), Drive(self.readout, count, 1.0, 0.0), run_time=2.4)
        self.wait(0.6)
        pushes = self._pushes(chart)
        self.slope_parts = [moving, name, *(m for push in pushes for m in push[:2])]
        arrows = [GrowFromPoint(arrow, foot) for arrow, _, foot in pushes if arrow]
        labels = [FadeIn(label) for _, label, _ in pushes]
        if arrows:
            self.play(LaggedStart(*arrows, lag_ratio=0.2), run_time=1.4)
            slope = quoted(say("equation.slope.slope_in"))
            rule = f"{slope} med ln {{{{ pi_theta : new }}}} = A_i / G"
            rule = Formula(rule, size=LABEL, new="new")
            self._over_readout(rule)
            labels.append(FadeIn(rule))
            self.slope_parts.append(rule)
        self.play(*labels, run_time=0.6)
        self.teach("surrogate", self._table_at(0.0).surrogate)
        self.teach("surrogate_slope", self._slopes(), answers=self.shown)

    def _slopes(self) -> np.ndarray:
        """The surrogate's slope in each log-probability at the old policy, without the price."""
        group = self.table.group
        return evaluate_group(replace(group, new_logp=group.old_logp), beta=0.0).gradient

    def _pushes(self, chart: PolicyChart) -> list[tuple]:
        """At the old policy, for each shown bar: an arrow, its number, and its foot.

        Where A is 0 there is no push.
        """
        slopes = self._slopes()
        longest = np.abs(slopes).max() or 1.0
        pushes = []
        for k, index in enumerate(self.shown):
            slope = float(slopes[index])
            foot = chart.bars["new"][k].top() + 0.1 * UP
            if slope == 0:
                word = Prose(say("equation.slope.silent"), role="muted")
                word.next_to(foot, UP, buff=0.05)
                pushes.append((VGroup(), word, foot))
                continue
            arrow = PushArrow(foot, slope, 0.35 + 0.65 * abs(slope) / longest)
            text = number_text(slope, 3, sign=True)
            label = Formula(text, size=LABEL, role=sign_role(slope))
            pushes.append((arrow, label.next_to(arrow, UP, buff=0.12), foot))
        return pushes

    def _table_at(self, share: float) -> GroupTable:
        """The group under a policy on the way from old (0) to new (1)."""
        group = self.table.group
        between = mixture_logp(group.old_logp, group.new_logp, share)
        return evaluate_group(replace(group, new_logp=np.minimum(between, 0.0)))

    # -- 12 -----------------------------------------------------------------

    @beat(hold=2.6)
    def home(self) -> None:
        """Read it once more

        One question, a group, a ratio, an advantage, a clip and a price: one number.
        """
        full, short = Objective(), Objective(short=True)
        self.play(*map(FadeOut, self.slope_parts), FadeOut(self.readout), run_time=0.4)
        self.play(FadeIn(short), run_time=0.6)
        self.play(*short.turn_into(full), run_time=1.4)
        self._gather(full)
        value = number_text(self.table.objective, 3)
        words = quoted(say("equation.home.claim"))
        claim = Formula(f"cal(J) = {value} #h(0.4em) {words}", size=FORMULA)
        self.play(FadeIn(claim.move_to(_CLAIM), shift=0.2 * UP), run_time=0.8)
        self.teach("objective", self.table.objective)


def _outline(*parts: VMobject) -> RoundedRectangle:
    """A line along the outer edge of cards that are half their size."""
    whole = VGroup(*parts)
    frame = RoundedRectangle(corner_radius=0.16 * HALF, width=whole.width, height=whole.height)
    return frame.set_stroke(paint("text"), AXIS).move_to(whole)


def _bar(formula: VGroup) -> VMobject:
    """The bar of the fraction in a formula: the flattest of its glyphs."""
    return max(formula.submobjects, key=lambda glyph: glyph.width / max(glyph.height, 1e-6))


def _frame(equation: Formula) -> VGroup:
    """The glyphs of a quotient that are no numbers."""
    values = {id(glyph) for name in _VALUES for glyph in equation.select(name)}
    return VGroup(*(glyph for glyph in equation if id(glyph) not in values))


def _there_and_back(t: float) -> float:
    """0 to 1 and back, softly."""
    return float(np.sin(np.pi * t) ** 2)


def _of(setter, k: int):
    """`setter` for its k-th part."""
    return lambda share: setter(k, share)
