"""Explorer: the worked table cell by cell, and what J does when its dials are turned."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    Line,
    Mobject,
    ReplacementTransform,
    RoundedRectangle,
    TransformFromCopy,
    VGroup,
)

from grpo_core import GroupTable, evaluate_group, surrogate_breaks
from scenes.stage.camera import HOME_WIDTH
from scenes.stage.cards import CardStrip
from scenes.stage.cases import pushes
from scenes.stage.dial_plot import DialPlot
from scenes.stage.envelope import epsilon_source, ratio_text
from scenes.stage.film import GrpoScene, beat
from scenes.stage.flight import flight
from scenes.stage.live_number import number_text
from scenes.stage.marks import Lamp
from scenes.stage.motion import Dim, Drive, Undim, jump
from scenes.stage.objective import Objective
from scenes.stage.ratio_strip import RatioStrip
from scenes.stage.readout import ReadOut
from scenes.stage.sum_boxes import SumBoxes
from scenes.stage.sweep_plot import SweepPlot
from scenes.stage.theme import AXIS, HAIRLINE, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline
from scenes.stage.value_map import ValueMap
from scenes.stage.what_if import ratio_change, reward_change, with_ratio, with_reward
from scenes.stage.worksheet import MOVED_DECIMALS, Worksheet

_LIT = ("objective", "average", "surrogate", "price")  # what one group's table computes
_SAID = 46  # formulas: large enough for their subscripts to be read
_CLOSER = 8.8  # width of the view of a group of columns, and of the map with its boxes
_NEAR = _CLOSER / HOME_WIDTH  # what type must be scaled by to look the same there
_LEFT_VIEW = [-2.35, 1.37, 0]
_FORMULA_SPOT = np.array([-2.3, -1.2, 0])
_BOXES_CENTER = [4.36, -1.12, 0]
_MOST_BETA = 1.0
_GIVEN = ("old", "new", "ref", "reward")


class Explorer(GrpoScene):
    """One group's table, its four sums, its two dials, and two what-ifs."""

    poster_beat = 11

    def setup(self) -> None:
        super().setup()
        table, group = self.table, self.table.group
        self.most_eps = SweepPlot(table).most
        self.breaks = [float(b) for b in surrogate_breaks(group)]
        # The settings that the dial of eps cannot show: two bounds, or one beyond its end.
        self.is_on_dial = table.eps_low == table.eps_high <= self.most_eps
        self.is_beta_on_dial = table.beta <= _MOST_BETA
        shown = Worksheet(table).shown
        self.reward = reward_change(table, shown)
        self.ratio = ratio_change(table, shown)
        corners = [(0.0, None), (self.most_eps, None), (0.0, _MOST_BETA)]
        corners.append((self.most_eps, _MOST_BETA))
        self.variants = [
            *(self._with_dials(*corner) for corner in corners),
            self._with_reward(self.reward.end),
            self._with_ratio(self.ratio.end),
        ]

    # -- the group under other settings -------------------------------------------

    def _with_dials(self, epsilon: float, beta: float | None = None) -> GroupTable:
        return evaluate_group(self.table.group, eps_low=epsilon, beta=beta)

    def _with_reward(self, reward: float) -> GroupTable:
        return evaluate_group(with_reward(self.table.group, self.reward.index, reward))

    def _with_ratio(self, ratio: float) -> GroupTable:
        return evaluate_group(with_ratio(self.table.group, self.ratio.index, ratio))

    def _show(self, table: GroupTable) -> None:
        """Every number on the stage says what `table` has."""
        self.sheet.show(table)
        self.boxes.show(table)

    # -- 1 ------------------------------------------------------------------

    @beat(
        "One row an answer",
        "One question, one group: the objective is a table with a row for each answer.",
        hold=2.0,
    )
    def rows(self) -> None:
        # The home shot: all that one group's table computes is lit.
        self.objective, self.cards = Objective(), CardStrip(self.table)
        self.add(self.objective, self.cards)
        jump(*self.objective.light(*_LIT))
        self.wait(1.4)

        # The cards' names become rows, the policies' names become columns.
        self.sheet = sheet = Worksheet(self.table, self.variants)
        self.boxes = SumBoxes(self.table, self.variants).move_to(_BOXES_CENTER)
        symbols = {"old": "old1", "new": "new1", "ref": "reference3"}
        symbols = {key: name for key, name in symbols.items() if sheet.has(key)}
        heads = [self.objective.part(name).copy() for name in symbols.values()]
        cards = {card.index: card for card in self.cards.cards}
        names = [cards[index].symbol.copy() for index in sheet.shown]
        self.add(*heads, *names)
        self.play(FadeOut(self.objective), run_time=0.6)
        self.play(
            FadeIn(sheet.body, sheet.rules[0]),
            *(ReplacementTransform(*pair) for pair in zip(names, sheet.names, strict=True)),
            *(FadeIn(part) for key in symbols for part in sheet.headers[key][:-1]),
            *(
                ReplacementTransform(head, sheet.headers[key][-1])
                for key, head in zip(symbols, heads, strict=True)
            ),
            run_time=1.2,
        )
        self.remove(*sheet.names, *(sheet.headers[key][-1] for key in symbols))
        sheet.reveal(*(sheet.headers[key] for key in symbols))
        self.add(sheet)

        # What is given: three probabilities and a reward.
        for key in (key for key in _GIVEN if sheet.has(key)):
            new = [] if key in symbols else [FadeIn(sheet.headers[key])]
            cells = LaggedStart(*map(FadeIn, sheet.cells[key]), lag_ratio=0.25)
            self.play(*new, cells, run_time=0.8)
            self._settle(sheet.headers[key], sheet.cells[key])

    def _settle(self, *parts: Mobject) -> None:
        """What came to the stage on its own becomes a part of the sheet."""
        self.remove(*(member for part in parts for member in part.get_family()), self.sheet)
        self.sheet.reveal(*parts)
        self.add(self.sheet)

    def _fill(self, key: str, *operands: str, run_time: float = 1.4) -> None:
        """Fill a column: copies of each row's operands fly together and become the cell."""
        if not self.sheet.has(key):
            return
        sheet = self.sheet
        moves = []
        for k, cell in enumerate(sheet.cells[key]):
            moves.append(flight([sheet.cells[o][k] for o in operands if sheet.has(o)], cell))
        landed = [move.target_mobject for move in moves]
        self.play(LaggedStart(*moves, lag_ratio=0.25), run_time=run_time)
        self.remove(*landed)
        self._settle(sheet.cells[key])

    def _head(self, key: str, formula: Formula, part: str) -> list:
        """The column's name flies from the formula to its header."""
        if not self.sheet.has(key):
            return []
        return [TransformFromCopy(formula.select(part), self.sheet.headers[key][-1])]

    # -- 2 ------------------------------------------------------------------

    @beat(
        "Compare within the group",
        "A: how far each reward lies from the group's own mean.",
    )
    def advantages(self) -> None:
        sheet = self.sheet
        self.play(FadeOut(self.cards), run_time=0.4)
        self.zoom_to(_LEFT_VIEW, _CLOSER)
        self.said = self._advantage_formula()
        self.play(FadeIn(self.said[0]), run_time=0.8)

        # Mean and deviation of the whole group.
        for number in self.said[1:]:
            name, value = number
            arrive = flight(sheet.cells["reward"], value)
            self.play(FadeIn(name), arrive, run_time=1.0)
            self.remove(arrive.target_mobject)
            self.add(value)
        self.play(*self._head("advantage", self.said[0], "name"), run_time=0.8)
        self._settle(sheet.headers["advantage"])
        self._fill("advantage", "reward")
        self.play(FadeIn(sheet.signs), run_time=0.6)
        self._settle(sheet.signs)

    def _advantage_formula(self) -> VGroup:
        top = '{{ r : r1 }} - "mean"({{ r : r2 }})'
        source = f'({top}) / ("std"({{{{ r : r3 }}}}))' if self.table.scale == "std" else top
        roles = {part: "reward" for part in ("r1", "r2", "r3")[: source.count("r : r")]}
        formula = Formula(f"{{{{ A : name }}}} = {source}", size=_SAID * _NEAR, **roles)
        numbers = {"mean": self.table.reward_mean, "std": self.table.reward_std}
        if self.table.scale != "std":
            del numbers["std"]
        row = VGroup(formula, *(self._moment(*pair) for pair in numbers.items()))
        return self._under_table(row.arrange(RIGHT, buff=0.8 * _NEAR))

    def _moment(self, name: str, value: float) -> VGroup:
        """Mean or deviation of the rewards, in two pieces: name and number."""
        style = {"size": READOUT * _NEAR, "role": "muted"}
        return on_baseline(
            Formula(f'"{name}"({{{{ r : r }}}}) =', r="reward", **style),
            Formula(number_text(value, 2), **style),
            buff=0.2 * _NEAR,
        )

    def _under_table(self, said: VGroup) -> VGroup:
        """A formula under the table of a close view."""
        return said.move_to([_LEFT_VIEW[0], self.sheet.get_bottom()[1] - 0.62, 0])

    # -- 3 ------------------------------------------------------------------

    @beat(
        "How far each answer moved",
        "The ratio is new over old. Its clipped copy stops at the bounds of the range.",
    )
    def ratios(self) -> None:
        sheet = self.sheet
        self.play(FadeOut(self.said), run_time=0.4)
        quotient = Formula(
            '{{ rho : name }} = ({{ pi_theta : new }}) / ({{ pi_"old" : old }})',
            size=_SAID * _NEAR,
            new="new",
            old="old",
        )
        low, high = (
            ratio_text(bound, 1) for bound in (1 - self.table.eps_low, 1 + self.table.eps_high)
        )
        held = Formula(
            f'{{{{ "clip"(rho) : name }}}} = "clip"(rho, thick {low}, thick {high})',
            size=_SAID * _NEAR,
        )
        row = VGroup(quotient, held).arrange(RIGHT, buff=1.2 * _NEAR)
        self.said = self._under_table(row)
        self.play(FadeIn(quotient), run_time=0.6)
        self.play(*self._head("ratio", quotient, "name"), run_time=0.8)
        self._settle(sheet.headers["ratio"])
        self._fill("ratio", "new", "old")
        self.play(FadeIn(held), run_time=0.6)
        if sheet.has("clipped_ratio"):
            self.play(*self._head("clipped_ratio", held, "name"), run_time=0.8)
            self._settle(sheet.headers["clipped_ratio"])
        self._fill("clipped_ratio", "ratio")

    # -- 4 ------------------------------------------------------------------

    @beat(
        "Two terms, and the smaller one",
        "Each answer has two terms. The smaller counts; a lamp says if it still pushes.",
        hold=2.2,
    )
    def terms(self) -> None:
        sheet = self.sheet
        self._pan_right()
        center, width = self.camera.frame.get_center(), self.camera.frame.width
        scale = width / HOME_WIDTH
        formula = Formula(
            '{{ "min" : min }} lr(( thin {{ rho A : unclipped }}, thick '
            '{{ "clip"(rho) A : clipped }} thin ))',
            size=_SAID * scale,
        )
        legend = self._lamp_key(scale)
        self.said = VGroup(formula, legend).arrange(RIGHT, buff=1.4 * scale)
        self.said.move_to([center[0], sheet.get_bottom()[1] - 0.15 - 0.9 * scale, 0])
        self.play(FadeIn(formula), run_time=0.6)
        for key, *operands in (
            ("unclipped", "ratio", "advantage"),
            ("clipped", "clipped_ratio", "advantage"),
        ):
            if sheet.has(key):
                self.play(*self._head(key, formula, key), run_time=0.6)
                self._settle(sheet.headers[key])
                self._fill(key, *operands, run_time=1.0)
        self.play(*self._head("value", formula, "min"), run_time=0.6)
        self._settle(sheet.headers["value"])
        self._fill("value", "unclipped", "clipped", run_time=1.2)
        self.play(FadeIn(sheet.hatches), FadeIn(sheet.lamps), FadeIn(legend), run_time=0.8)
        self._settle(sheet.hatches, sheet.lamps)

    def _pan_right(self) -> None:
        """Go along the table to its right half; home, where that does not fit the view."""
        sheet = self.sheet
        left, right = sheet.signs.get_left()[0] - 0.1, sheet.lamps.get_right()[0] + 0.1
        center = right - 0.465 * _CLOSER
        self.dimmed = []
        if left < center - 0.465 * _CLOSER:
            self.zoom_home(FadeOut(self.said))
            return
        self.dimmed = [sheet.names]
        for key in (key for key in _GIVEN if sheet.has(key)):
            self.dimmed += [sheet.headers[key], sheet.cells[key]]
        self.play(FadeOut(self.said), run_time=0.4)
        self.zoom_to([center, _LEFT_VIEW[1], 0], _CLOSER, *map(Dim, self.dimmed))

    def _lamp_key(self, scale: float) -> VGroup:
        """What a lamp says, beside the formula."""
        rows = VGroup()
        for on, word in ((True, "still pushes"), (False, "clipped: no push")):
            lamp, said = Lamp(on), Prose(word)
            rows.add(VGroup(lamp, said).arrange(RIGHT, buff=0.28))
        return rows.arrange(DOWN, buff=0.3, aligned_edge=LEFT).scale(scale)

    # -- 5 ------------------------------------------------------------------

    @beat(
        "Four sums",
        "The drift from the reference gets a column too. Then average, price and subtract.",
        hold=2.0,
    )
    def sums(self) -> None:
        sheet, boxes = self.sheet, self.boxes
        if self.dimmed:
            self.play(FadeOut(self.said), run_time=0.4)
            self.zoom_home(*map(Undim, self.dimmed), run_time=1.2)
        else:
            self.play(FadeOut(self.said), run_time=0.4)
        self.said = formula = Formula(
            "{{ k_3 : name }} = x - ln x - 1 quad "
            'x = ({{ pi_"ref" : ref }}) / ({{ pi_theta : new }})',
            size=_SAID,
            ref="reference",
            new="new",
        ).move_to(_FORMULA_SPOT)
        self.play(FadeIn(formula), run_time=0.6)
        self.play(*self._head("k3", formula, "name"), run_time=0.6)
        self._settle(sheet.headers["k3"])
        self._fill("k3", "ref", "new", run_time=1.0)

        # Two columns have a mean that counts: each falls into its box.
        self.play(FadeOut(formula), run_time=0.4)
        self.said = self._value_formula().move_to(_FORMULA_SPOT)
        self.play(FadeIn(self.said[0]), run_time=0.6)
        self.play(
            Drive(sheet, sheet.set_open, 0.0, 1.0),
            FadeIn(sheet.rules[1], sheet.mean_name),
            run_time=0.6,
        )
        self._settle(sheet.rules[1], sheet.mean_name)
        for key, box in (("k3", "kl"), ("value", "surrogate")):
            mean = flight(sheet.cells[key], sheet.means[key])
            self.play(mean, FadeIn(boxes.boxes[box]), run_time=0.8)
            self.remove(mean.target_mobject)
            self._settle(sheet.means[key])
            self._drop(box, sheet.means[key])
        self._drop("price", boxes.numbers["kl"])
        self._drop("objective", boxes.numbers["surrogate"], boxes.numbers["price"])
        self.remove(*boxes.get_family())
        self.add(boxes)
        self.play(FadeIn(self.said[1]), run_time=0.6)

    def _drop(self, key: str, *operands: Mobject) -> None:
        """A box gets its number from where it is computed."""
        number = self.boxes.numbers[key]
        move = flight(operands, number)
        shown = self.boxes.boxes[key] not in self.mobjects
        self.play(*([FadeIn(self.boxes.boxes[key])] if shown else []), move, run_time=0.6)
        self.remove(move.target_mobject)
        self.add(number)

    def _value_formula(self) -> VGroup:
        table = self.table
        surrogate, kl, objective = (
            number_text(x, 3) for x in (table.surrogate, table.kl, table.objective)
        )
        return VGroup(
            Formula('J = "surrogate" - beta thin "KL"', size=_SAID, role="muted"),
            Formula(f"J = {surrogate} - {table.beta:g} dot {kl} = {objective}", size=_SAID),
        ).arrange(DOWN, buff=0.45, aligned_edge=LEFT)

    # -- 6 ------------------------------------------------------------------

    @beat(
        "Turning epsilon",
        "Each lamp that comes on bends the curve. All on: epsilon has no more to say.",
        hold=2.0,
    )
    def epsilon(self) -> None:
        sheet = self.sheet
        fixed = [*(sheet.cells[k] for k in (*_GIVEN, "advantage", "ratio", "k3") if sheet.has(k))]
        self.eps_plot = plot = self._eps_plot(6.9, 2.0).move_to([-2.55, 0.05, 0], aligned_edge=UP)
        start = self.table.eps_low if self.is_on_dial else 0.0
        plot.turn(start)
        self.play(
            FadeOut(self.said),
            *(Dim(part) for part in (*fixed, sheet.signs)),
            run_time=0.6,
        )
        self.said = VGroup()
        self.play(FadeIn(plot), run_time=0.8)

        def turn(epsilon: float) -> None:
            plot.turn(epsilon)
            self._show(self._with_dials(epsilon))

        def trace(epsilon: float) -> None:
            plot.trace_to(epsilon)
            self._show(self._with_dials(epsilon))

        self._walk(turn, start, 0.0, run_time=1.0)
        self.wait(0.6)
        last = max(self.breaks, default=0.0)
        stops = [0.0, *([last] if 0 < last < self.most_eps else []), self.most_eps]
        for left, right in pairwise(stops):
            self._walk(trace, left, right, run_time=2.0 if left == 0 else 1.0)
            if right == last and (label := self._kink_label(last)):
                self.play(FadeIn(label), run_time=0.4)
                self.said = label
            self.wait(0.6)
        self._back(plot, self.most_eps, turn)
        self.play(*(Undim(part) for part in (*fixed, sheet.signs)), run_time=0.6)

    def _kink_label(self, epsilon: float) -> VGroup | None:
        """The answers whose lamps come on at a kink, with a lamp, under the curve."""
        before, after = (self._with_dials(share * epsilon) for share in (1 - 1e-6, 1.0))
        woken = [i + 1 for i in np.flatnonzero(before.binds & ~after.binds)]
        if len(woken) > 3:
            return None
        names = Formula(", ".join(f"o_{number}" for number in woken), size=LABEL)
        label = VGroup(Lamp(radius=0.125), names).arrange(RIGHT, buff=0.16)
        top, foot = self.eps_plot.place(epsilon), self.eps_plot.foot(epsilon)
        pole = Line(foot, top).set_stroke(paint("muted"), HAIRLINE)
        return VGroup(pole, label.next_to(foot + 0.45 * (top - foot), LEFT, buff=0.25))

    def _eps_plot(self, width: float, height: float) -> DialPlot:
        def value(epsilon: float) -> float:
            return self._with_dials(epsilon).objective

        return DialPlot("epsilon", self.most_eps, value, self.breaks, width=width, height=height)

    def _walk(self, setter, start: float, end: float, *others, run_time: float) -> None:
        """Turn a dial: plot, table and boxes follow."""
        self.play(Drive(self.sheet, setter, start, end), *others, run_time=run_time)

    def _back(self, plot: DialPlot, start: float, turn) -> None:
        """Back to the settings of the film; the dial rests where it can show them."""
        if self.is_on_dial:
            self._walk(turn, start, self.table.eps_low, run_time=1.2)
            return
        low, high = self.table.eps_low, self.table.eps_high

        def part(share: float) -> None:
            eps = [(1 - share) * start + share * bound for bound in (low, high)]
            self._show(evaluate_group(self.table.group, eps_low=eps[0], eps_high=eps[1]))

        self._walk(part, 0.0, 1.0, *(FadeOut(m) for m in plot.retire()), run_time=1.2)
        plot.remove(*plot.retire())

    # -- 7 ------------------------------------------------------------------

    @beat(
        "Turning beta",
        "No cell depends on beta. Only the price grows, and J falls along a straight line.",
        hold=2.0,
    )
    def beta(self) -> None:
        small = self._small_eps_plot()
        parts = ["axis", "zero", "dial", "curve"] + ["knob", "dot"] * self.is_on_dial
        if len(self.said):
            self.play(FadeOut(self.said), run_time=0.4)
        self.morph(self.eps_plot, small, *parts)
        self.eps_plot = small
        self.beta_plot = plot = self._beta_plot()
        plot.trace_to(0.0)
        self.play(Dim(self.sheet), FadeIn(plot), run_time=0.8)

        def trace(beta: float) -> None:
            plot.trace_to(beta)
            self.boxes.show(self._with_beta(beta))

        def turn(beta: float) -> None:
            plot.turn(beta)
            self.boxes.show(self._with_beta(beta))

        self._turn_beta(turn, self.table.beta, 0.0, run_time=0.8)
        self.wait(0.4)
        self._turn_beta(trace, 0.0, _MOST_BETA, run_time=2.0)
        self.wait(0.6)
        if self.is_beta_on_dial:
            self._turn_beta(turn, _MOST_BETA, self.table.beta, run_time=1.2)
        else:
            self.play(*(FadeOut(m) for m in plot.retire()), run_time=0.4)
            plot.remove(*plot.retire())
        self.boxes.show(self.table)

    def _small_eps_plot(self) -> DialPlot:
        """J over eps, drawn, at its place in the dashboard."""
        plot = self._eps_plot(3.3, 2.0).draw_all()
        plot.move_to([-6.5, 0.05, 0], aligned_edge=UP + LEFT)
        if self.is_on_dial:
            return plot.turn(self.table.eps_low)
        return plot.remove(*plot.retire())

    def _with_beta(self, beta: float) -> GroupTable:
        return evaluate_group(self.table.group, beta=beta)

    def _beta_plot(self) -> DialPlot:
        def value(beta: float) -> float:
            return self._with_beta(beta).objective

        plot = DialPlot("beta", _MOST_BETA, value, width=2.6, height=2.0)
        return plot.move_to([1.9, 0.05, 0], aligned_edge=UP + RIGHT)

    def _turn_beta(self, setter, start: float, end: float, *, run_time: float) -> None:
        self.play(Drive(self.boxes, setter, start, end), run_time=run_time)

    # -- 8 ------------------------------------------------------------------

    @beat(
        "Both dials at once",
        "A map of J over both dials. On the bright line this update is worth nothing.",
        hold=1.8,
    )
    def map(self) -> None:
        table = self.table
        self.map = view = self._map(5.6, 4.4, [-2.3, 0.62, 0])
        rest = [part for part in self.eps_plot if part is not self.eps_plot.dial]
        rest += [part for part in self.beta_plot if part is not self.beta_plot.dial]
        self.remove(self.eps_plot, self.beta_plot)
        self.add(self.eps_plot.dial, self.beta_plot.dial, *rest)
        self.play(*(FadeOut(m) for m in rest), Dim(self.sheet, opacity=0.0), run_time=0.6)

        # Both dials become the axes of one picture.
        self.play(
            ReplacementTransform(self.eps_plot.dial, view.eps_dial),
            ReplacementTransform(self.beta_plot.dial, view.beta_dial),
            run_time=1.2,
        )
        self.play(
            FadeIn(view.eps_name, view.beta_name),
            FadeIn(view.bands, view.hatch, view.signs),
            run_time=0.8,
        )
        equation = Formula('J = 0: quad beta = ("surrogate") / ("KL")', size=READOUT)
        equation.move_to([_BOXES_CENTER[0], 1.2, 0])
        if view.contour:
            self.play(Create(view.contour), FadeIn(equation), run_time=0.8)
        start = view.rest
        self.play(FadeIn(view.pointer()), run_time=0.4)
        self.remove(*view.get_family())
        self.add(view)

        # The point of both settings travels: to the right, up, and back.
        stops = [start, (self.most_eps, start[1]), (self.most_eps, _MOST_BETA), start]
        for left, right in pairwise(stops):
            self._travel(left, right)
        self.boxes.show(table)
        self.said = equation if view.contour else VGroup()
        if not self._is_on_map:
            self.play(FadeOut(view.pointer()), run_time=0.4)
            view.remove(*view.pointer())

    def _map(self, width: float, height: float, center: list[float]) -> ValueMap:
        view = ValueMap(
            self.table, self.breaks, self.most_eps, _MOST_BETA, width=width, height=height
        )
        return view.shift(np.array(center) - view.grid.get_center())

    @property
    def _is_on_map(self) -> bool:
        return self.is_on_dial and self.is_beta_on_dial

    def _travel(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        def move(share: float) -> None:
            epsilon, beta = ((1 - share) * a + share * b for a, b in zip(start, end, strict=True))
            self.map.turn(epsilon, beta)
            self.boxes.show(self._with_dials(epsilon, beta))

        self.play(Drive(self.map, move, 0.0, 1.0), run_time=1.2)

    # -- 9 ------------------------------------------------------------------

    @beat(
        "One reward changed",
        "Change one reward and every advantage moves: they share a mean and a deviation.",
        hold=2.0,
    )
    def one_reward(self) -> None:
        sheet, change = self.sheet, self.reward
        self.play(FadeOut(self.map), FadeOut(self.said), run_time=0.4)
        self.play(Undim(sheet), run_time=0.6)
        formula = self._advantage_formula()[0].scale(1 / _NEAR)
        readout = self._moments()
        said = VGroup(formula, readout).arrange(RIGHT, buff=0.7).move_to(_FORMULA_SPOT)
        self.play(FadeIn(said), run_time=0.6)
        ring = _ring(sheet.cell("reward", change.index))
        self.play(Create(ring), run_time=0.6)
        decimals = sheet.cell("reward", change.index).decimals
        sheet.set_decimals("reward", max(1, decimals)).show(self.table)

        def move(reward: float) -> None:
            table = self._with_reward(reward)
            self._show(table)
            readout.show(mean=table.reward_mean, std=table.reward_std)

        self._walk(move, change.start, change.end, run_time=2.4)
        sheet.set_decimals("reward", decimals).show(self._with_reward(change.end))
        self.said = VGroup(said, ring)

    def _moments(self) -> ReadOut:
        """Mean and deviation of the rewards, live."""
        rows = {name: (f'"{name}"({{{{ r : r }}}})', "text") for name in ("mean", "std")}
        readout = ReadOut(rows, width=3.4, result=False)
        for name in readout.names.values():
            name.paint_parts(r="reward")
        readout.show(mean=self.table.reward_mean, std=self.table.reward_std)
        return readout

    # -- 10 -----------------------------------------------------------------

    @beat(
        "One probability changed",
        "Move one probability, and the others make room. Past the bound, its lamp is out.",
        hold=2.0,
    )
    def one_probability(self) -> None:
        sheet, change = self.sheet, self.ratio
        self.play(FadeOut(self.said), run_time=0.4)
        self._walk(
            lambda r: self._show(self._with_reward(r)),
            self.reward.end,
            self.reward.start,
            run_time=0.8,
        )
        self._show(self.table)
        strip = RatioStrip(self.table, width=5.6, lane=0.72)
        strip.remove(strip.labels, strip.epsilon)
        strip.move_to([-2.3, -1.15, 0])
        strip.set_pushing(pushes(self.table))
        name = Formula(f"o_{change.index + 1}", size=LABEL)
        marker = strip.marker_of(change.index)
        ring = _ring(sheet.cell("new", change.index))
        self.play(FadeIn(strip), run_time=0.6)
        self.play(Create(ring), FadeIn(name.next_to(marker, UP, buff=0.1)), run_time=0.6)
        decimals = sheet.cell("new", change.index).decimals
        sheet.set_decimals("new", max(MOVED_DECIMALS, decimals)).show(self.table)

        def move(ratio: float) -> None:
            table = self._with_ratio(ratio)
            self._show(table)
            for index, mark in zip(strip.shown, strip.markers, strict=True):
                mark.set_x(strip.place(float(table.ratio[index]))[0])
            strip.set_pushing(pushes(table))
            name.next_to(marker, UP, buff=0.1)

        self._walk(move, change.start, change.end, run_time=2.8)
        self.new_decimals = decimals
        self.said = VGroup(strip, ring, name)

    # -- 11 -----------------------------------------------------------------

    @beat(
        "The dashboard",
        "The whole group at a glance, under the settings that this film was made with.",
        hold=3.0,
    )
    def dashboard(self) -> None:
        self.play(FadeOut(self.said), run_time=0.4)
        start, end = self.ratio.end, self.ratio.start
        self._walk(lambda r: self._show(self._with_ratio(r)), start, end, run_time=1.0)
        self.sheet.set_decimals("new", self.new_decimals)
        self._show(self.table)
        view = self._map(2.4, 1.6, [0.5, -0.98, 0])
        if not self._is_on_map:
            view.remove(*view.pointer())
        self.play(FadeIn(self._small_eps_plot()), run_time=0.8)
        self.play(FadeIn(view), run_time=0.8)
        self.settings_row = self._settings().move_to([0, -2.83, 0])
        self.play(FadeIn(self.settings_row), run_time=0.6)

    def _settings(self) -> VGroup:
        table = self.table
        texts = [
            epsilon_source(table.eps_low, table.eps_high),
            f"beta = {table.beta:g}",
            f'"ddof" = {table.ddof}',
            f"G = {table.group.size}",
        ]
        if table.scale != "std":
            texts[2] = '"no std"'
        rows = (Formula(text, size=LABEL, role="muted") for text in texts)
        return on_baseline(Prose("made with", role="muted"), *rows, buff=0.8)

    # -- 12 -----------------------------------------------------------------

    @beat(
        "One group, one number",
        "Two dials, one table, four sums: from a whole group to one number.",
        hold=3.0,
    )
    def home(self) -> None:
        objective, cards = Objective(), CardStrip(self.table)
        jump(*objective.light(*_LIT))
        value = number_text(self.table.objective, 3)
        claim = on_baseline(Prose("this group:", size=READOUT), Formula(f"J = {value}"), buff=0.3)
        claim.move_to([2.9, objective[2].get_y(), 0])
        self.play(FadeOut(*self.stage_mobjects()), run_time=0.4)
        self.play(FadeIn(objective, cards), run_time=0.8)
        self.play(FadeIn(claim, shift=0.2 * UP), run_time=0.8)


def _ring(number: Mobject) -> RoundedRectangle:
    """A frame round a number that is about to change."""
    ring = RoundedRectangle(corner_radius=0.1, width=number.width + 0.2, height=number.height + 0.2)
    return ring.set_stroke(paint("text"), AXIS).move_to(number)
