"""Explorer: the worked table cell by cell, and what J does when its dials are turned."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

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
    RoundedRectangle,
    TransformFromCopy,
    VectorizedPoint,
    VGroup,
)

from grpo_core import GroupTable, evaluate_group, surrogate_breaks
from scenes.script.cases import pushes
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text
from scenes.script.quantities import under
from scenes.script.words import say
from scenes.stage.camera import HOME_WIDTH
from scenes.stage.envelope import epsilon_source, ratio_text
from scenes.stage.film import GrpoScene, beat
from scenes.stage.lamp import Lamp
from scenes.stage.marks import hatching, tint
from scenes.stage.motion import Dim, Undim, is_dimmed, jump
from scenes.stage.placement import find_place
from scenes.stage.places import stand_on
from scenes.stage.ratio_strip import RatioStrip
from scenes.stage.readout import ReadOut
from scenes.stage.sweep_plot import SweepPlot
from scenes.stage.theme import AXIS, HAIRLINE, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .dial_plot import DialPlot
from .flight import flight
from .sum_boxes import MEAN_K3, SumBoxes, sums_of, surrogate_name
from .value_map import ValueMap
from .what_if import ratio_change, reward_change, with_ratio, with_reward
from .worksheet import Worksheet

_SAID = 46  # formulas: large enough for their subscripts to be read
_CLOSER = 8.88  # width of the view of a group of columns
_VIEW_HEIGHT = 1.35  # the height of its centre
FORMULA_AT = np.array([-2.3, -1.2, 0])
BOXES_AT = [4.36, -1.12, 0]
_MOST_BETA = 1.0
_ROOM = 8.3  # left of the boxes
_HEADS = {"old": "old1", "new": "new1", "ref": "reference3"}  # columns by parts of the objective
_GIVEN = ("old", "new", "ref", "reward")
_MEANING = (  # of what is given: symbol, role, and the key of its words
    ('pi_"old"', "old", "old"),
    ("pi_theta", "new", "new"),
    ('pi_"ref"', "reference", "ref"),
    ("r", "reward", "reward"),
)


class Explorer(GrpoScene):
    """One group's table, its four sums, its two dials, and two what-ifs."""

    poster_beat = 11
    lit = ("objective", "average", "surrogate", "price")  # what one group's table computes

    def setup(self) -> None:
        super().setup()
        table, group = self.table, self.table.group
        self.most_eps = SweepPlot(table).most
        self.breaks = [float(b) for b in surrogate_breaks(group)]
        # The settings that the dial of eps cannot show: two bounds, or one beyond its end.
        self.is_on_dial = table.eps_low == table.eps_high <= self.most_eps
        self.is_beta_on_dial = table.beta <= _MOST_BETA
        self.aside: list[Mobject] = []  # columns that a close view leaves out
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

    def _teach_columns(self, *keys: str) -> None:
        """Declare the columns `keys` of the table that is shown."""
        for column in (column for column in self.sheet.columns if column.key in keys):
            values, cells = getattr(self.table, column.field), self.sheet.cells[column.key]
            self.teach(column.field, values, cells[0].decimals, answers=self.sheet.shown)

    def _teach_sums(self, table: GroupTable, *keys: str, note: str = "") -> None:
        """Declare the sums `keys` of `table`, all without any, as the boxes print them."""
        for key, value in sums_of(table).items():
            if not keys or key in keys:
                decimals = self.boxes.numbers[key].decimals
                self.teach({"kl": "mean_k3"}.get(key, key), value, decimals, note=note)

    # -- 1 ------------------------------------------------------------------

    @beat(hold=2.0)
    def rows(self) -> None:
        """One row an answer

        One question, one group: the objective is a table with a row for each answer.
        """
        self.objective, self.cards = self.open_home()

        # The cards' names become rows, the policies' names become columns.
        self.sheet = sheet = Worksheet(self.table, self.variants)
        self.boxes = SumBoxes(self.table, self.variants).move_to(BOXES_AT)
        heads = {key: self.objective.part(part).copy() for key, part in _HEADS.items()}
        symbols = {card.index: card.symbol for card in self.cards.cards}
        names = [symbols[index].copy() for index in sheet.shown]
        jump(Dim(sheet.body, opacity=0.0))  # it is there before them, so that it is under them
        self.add(sheet.body, *heads.values(), *names)
        self.play(FadeOut(self.objective), run_time=0.6)
        self.play(Undim(sheet.body), *sheet.opened_by(names, heads), run_time=1.2)
        self.gather(gone=[sheet.body, sheet.rules[0], *sheet.names])
        self._settle(*(sheet.headers[key] for key in heads))
        self.stays.append(sheet)

        # What is given: three probabilities and a reward.
        for key, meaning in zip(_GIVEN, self._meanings(), strict=True):
            new = [FadeIn(meaning)]
            if key not in heads:
                new.append(FadeIn(sheet.headers[key]))
            cells = LaggedStart(*map(FadeIn, sheet.cells[key]), lag_ratio=0.25)
            self.play(*new, cells, run_time=0.8)
            self._settle(sheet.headers[key], sheet.cells[key])
        self._teach_columns(*_GIVEN)

    def _meanings(self) -> VGroup:
        """Whose the given columns are, between the table and the cards."""
        row = VGroup()
        for symbol, role, key in _MEANING:
            said = Formula(symbol, size=LABEL, role=role), Prose(say(f"explorer.rows.{key}"))
            row.add(on_baseline(*said, buff=0.22))
        top, bottom = self.sheet.body.get_bottom()[1], self.cards.get_top()[1]
        row.arrange(RIGHT, buff=0.9).move_to([0, 0.5 * (top + bottom), 0])
        for said in row:
            stand_on(said[1], row[0][1], row=said)
        return row

    def _settle(self, *parts: Mobject) -> None:
        """What came to the stage on its own becomes a part of the sheet."""
        self.gather(gone=[*parts, self.sheet])
        self.sheet.reveal(*parts)
        self.gather(self.sheet)

    def _add_column(
        self, key: str, formula: Formula, part: str, *operands: str, run_time: float = 1.2
    ) -> None:
        """Name a column from a formula, and fill it from its operands.

        The header flies from the formula's `part`; copies of each row's operands fly
        together and become the cell, while the other columns are dimmed.
        """
        sheet = self.sheet
        if not sheet.has(key):
            return
        self.play(
            TransformFromCopy(formula.select(part), sheet.headers[key][-1]),
            *self._focus(*operands),
            run_time=0.8,
        )
        self._settle(sheet.headers[key])
        moves = []
        for k, cell in enumerate(sheet.cells[key]):
            from_ = [sheet.cells[name][k] for name in operands if sheet.has(name)]
            moves.append(flight(from_, cell) if from_ else FadeIn(cell))
        self.play(LaggedStart(*moves, lag_ratio=0.25), run_time=run_time)
        flown = (m for m in moves if isinstance(m, ReplacementTransform))
        self.gather(gone=[move.target_mobject for move in flown])
        self._settle(sheet.cells[key])

    def _focus(self, *keys: str) -> list[Animation]:
        """Dim the columns that are there, but for `keys`; all are lit if none is named."""
        sheet = self.sheet
        moves: list[Animation] = []
        for column in sheet.columns:
            cells = sheet.cells[column.key]
            parts = [cells, sheet.signs] if column.key == "advantage" else [cells]
            is_lit = not keys or column.key in keys
            for part in (part for part in parts if part in sheet.submobjects):
                if part not in self.aside and is_dimmed(part) is is_lit:
                    moves.append(Undim(part) if is_lit else Dim(part))
        return moves

    # -- 2 ------------------------------------------------------------------

    @beat()
    def advantages(self) -> None:
        """Compare within the group

        A: how far each reward lies from the group's own mean.
        """
        sheet = self.sheet
        self.clear()
        self.left_view = [self.sheet.names.get_left()[0] + 0.47 * _CLOSER, _VIEW_HEIGHT, 0]
        self.zoom_to(self.left_view, _CLOSER)
        formula, *moments = self._advantage_formula()
        self.play(FadeIn(formula), run_time=0.8)

        # Mean and deviation of the whole group.
        for name, value in moments:
            arrive = flight(sheet.cells["reward"], value)
            self.play(FadeIn(name), arrive, run_time=1.0)
            self.gather(value, gone=[arrive.target_mobject])
        self._add_column("advantage", formula, "name", "reward", run_time=1.4)
        self.play(FadeIn(sheet.signs), *self._focus(), run_time=0.6)
        self._settle(sheet.signs)
        self.teach("reward_mean", self.table.reward_mean, 2)
        if self.table.scale == "std":
            self.teach("reward_std", self.table.reward_std, 2)
        self._teach_columns("advantage")

    def _advantage_formula(self) -> VGroup:
        top = '{{ r : r1 }} - "mean"({{ r : r2 }})'
        source = f'({top}) / ("std"({{{{ r : r3 }}}}))' if self.table.scale == "std" else top
        roles = {part: "reward" for part in ("r1", "r2", "r3")[: source.count("r : r")]}
        formula = Formula(f"{{{{ A : name }}}} = {source}", size=_SAID * self._scale, **roles)
        numbers = {"mean": self.table.reward_mean, "std": self.table.reward_std}
        if self.table.scale != "std":
            del numbers["std"]
        row = VGroup(formula, *(self._moment(*pair) for pair in numbers.items()))
        return self._under_table(row.arrange(RIGHT, buff=0.8 * self._scale))

    def _moment(self, name: str, value: float) -> VGroup:
        """Mean or deviation of the rewards, in two pieces: name and number."""
        style = {"size": READOUT * self._scale, "role": "muted"}
        return on_baseline(
            Formula(f'"{name}"({{{{ r : r }}}}) =', r="reward", **style),
            Formula(number_text(value, 2), **style),
            buff=0.2 * self._scale,
        )

    def _under_table(self, said: VGroup) -> VGroup:
        """A formula under the table, in the middle of the view."""
        below = self.sheet.get_bottom()[1] - self._scale
        return said.move_to([self.camera.frame.get_x(), below, 0])

    @property
    def _scale(self) -> float:
        """What type must be scaled by to look the same in the view."""
        return self.camera.frame.width / HOME_WIDTH

    # -- 3 ------------------------------------------------------------------

    @beat()
    def ratios(self) -> None:
        """How far each answer moved

        The ratio is new over old. Its clipped copy stops at the bounds of the range.
        """
        self.clear()
        keys = [key for key in ("ratio", "clipped_ratio") if self.sheet.has(key)]
        new = VGroup(*(part for key in keys for part in self.sheet.column(key)))
        if new.get_right()[0] > self.left_view[0] + 0.47 * _CLOSER:
            self.zoom_home()  # an absurdly wide table
        quotient = Formula(
            '{{ rho : name }} = ({{ pi_theta : new }}) / ({{ pi_"old" : old }})',
            size=_SAID * self._scale,
            new="new",
            old="old",
        )
        low, high = (
            ratio_text(bound, 1) for bound in (1 - self.table.eps_low, 1 + self.table.eps_high)
        )
        held = Formula(
            f'{{{{ "clip"(rho) : name }}}} = "clip"(rho, thick {low}, thick {high})',
            size=_SAID * self._scale,
        )
        self._under_table(VGroup(quotient, held).arrange(RIGHT, buff=1.2 * self._scale))
        self.play(FadeIn(quotient), run_time=0.6)
        self._add_column("ratio", quotient, "name", "new", "old", run_time=1.4)
        self.play(FadeIn(held), run_time=0.6)
        self._add_column("clipped_ratio", held, "name", "ratio", run_time=1.4)
        self.play(*self._focus(), run_time=0.4)
        self.teach("lower_bound", 1 - self.table.eps_low, ratio_text)
        self.teach("upper_bound", 1 + self.table.eps_high, ratio_text)
        self._teach_columns("ratio", "clipped_ratio")

    # -- 4 ------------------------------------------------------------------

    @beat(hold=2.2)
    def terms(self) -> None:
        """Two terms, and the smaller one

        Each answer has two terms. The smaller counts; a lamp says if it still pushes.
        """
        sheet = self.sheet
        self._pan_right()
        scale = self._scale
        formula = Formula(
            '{{ "min" : min }} lr(( thin {{ rho A : unclipped }}, thick '
            '{{ "clip"(rho) A : clipped }} thin ))',
            size=_SAID * scale,
        )
        legend = self._lamp_key(scale)
        self._under_table(VGroup(formula, legend).arrange(RIGHT, buff=1.4 * scale))
        self.play(FadeIn(formula), run_time=0.6)
        self._add_column("unclipped", formula, "unclipped", "ratio", "advantage", run_time=1.0)
        self._add_column("clipped", formula, "clipped", "clipped_ratio", "advantage", run_time=1.0)
        self._add_column("value", formula, "min", "unclipped", "clipped", run_time=1.0)
        arriving = map(FadeIn, (sheet.hatches, sheet.lamps, legend))
        self.play(*arriving, *self._focus(), run_time=0.8)
        self._settle(sheet.hatches, sheet.lamps)
        self._teach_columns("unclipped", "clipped", "value")

    def _pan_right(self) -> None:
        """Go along the table to its right half; home, where that does not fit the view."""
        sheet = self.sheet
        left, right = sheet.signs.get_left()[0] - 0.1, sheet.lamps.get_right()[0] + 0.1
        center = right - 0.465 * _CLOSER
        if left < center - 0.465 * _CLOSER:
            self.zoom_home(*map(FadeOut, self.outside(self.sheet)))
            return
        self.aside = [sheet.names]
        for key in _GIVEN:
            self.aside += [sheet.headers[key], sheet.cells[key]]
        self.clear()
        self.zoom_to([center, _VIEW_HEIGHT, 0], _CLOSER, *map(Dim, self.aside))

    def _lamp_key(self, scale: float) -> VGroup:
        """What the lamps of the table say, beside the formula."""
        no_push = quoted(say("explorer.terms.no_push"))
        kinds = (
            (pushes(self.table), Prose(say("explorer.terms.pushes"))),
            (self.table.binds, Prose(say("explorer.terms.clipped"))),
            (self.table.advantage == 0, Formula(f"A = 0: {no_push}", size=LABEL)),
        )
        rows = VGroup()
        for k, (which, said) in enumerate(kinds):
            if not any(which[i] for i in self.sheet.shown):
                continue
            spot = 0.7 * len(rows) * DOWN
            lamp = VGroup(Lamp(k == 0).move_to(spot))
            if k == 1:
                half = (0.34, 0.29)
                signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
                corners = [spot + np.array([x * half[0], y * half[1], 0]) for x, y in signs]
                lamp[0].ring.set_fill(paint("ground"), 1)
                lamp.add_to_back(hatching(corners, "muted", gap=0.15).set_stroke(opacity=0.65))
            said.move_to(spot + 0.54 * RIGHT, aligned_edge=LEFT)
            rows.add(VGroup(lamp, said))
        return rows.scale(scale)

    # -- 5 ------------------------------------------------------------------

    @beat(hold=2.0)
    def sums(self) -> None:
        """Four sums

        The drift from the reference gets a column too. Then average, price and subtract.
        """
        sheet, boxes = self.sheet, self.boxes
        self.clear()
        if self.aside:
            self.zoom_home(*map(Undim, self.aside), run_time=1.2)
            self.aside = []
        formula = Formula(
            "{{ k_3 : name }} = x - ln x - 1 quad "
            'x = ({{ pi_"ref" : ref }}) / ({{ pi_theta : new }})',
            size=_SAID,
            ref="reference",
            new="new",
        ).move_to(FORMULA_AT)
        self.play(FadeIn(formula), run_time=0.6)
        self._add_column("k3", formula, "name", "ref", "new", run_time=1.0)

        # Two columns have a mean that counts: each falls into its box.
        self.play(FadeOut(formula), *self._focus(), run_time=0.4)
        said, *filled = self._value_formula().move_to(FORMULA_AT)
        named = [FadeIn(said), FadeIn(sheet.rules[1], sheet.mean_name)]
        self.turn(0.0, 1.0, (sheet, sheet.set_open), beside=named, run_time=0.6)
        self._settle(sheet.rules[1], sheet.mean_name)
        for key, box in (("k3", "kl"), ("value", "surrogate")):
            mean = flight(sheet.cells[key], sheet.means[key])
            self.play(mean, FadeIn(boxes.boxes[box]), run_time=0.8)
            self.gather(gone=[mean.target_mobject])
            self._settle(sheet.means[key])
            self._drop(box, sheet.means[key])
        self._drop("price", boxes.numbers["kl"])
        self._drop("objective", boxes.numbers["surrogate"], boxes.numbers["price"])
        self.gather(boxes)
        if filled:
            self.play(FadeIn(*filled), run_time=0.6)
        self.stays.append(boxes)
        self._teach_columns("k3")
        self._teach_sums(self.table)

    def _drop(self, key: str, *operands: Mobject) -> None:
        """A box gets its number from where it is computed."""
        number = self.boxes.numbers[key]
        move = flight(operands, number)
        shown = self.boxes.boxes[key] not in self.mobjects
        self.play(*([FadeIn(self.boxes.boxes[key])] if shown else []), move, run_time=0.6)
        self.gather(number, gone=[move.target_mobject])

    def _value_formula(self) -> VGroup:
        table = self.table
        surrogate, kl, objective = (
            number_text(x, 3) for x in (table.surrogate, table.kl, table.objective)
        )
        name = surrogate_name()
        said = Formula(f"J = {name} - beta thin {MEAN_K3}", size=_SAID, role="muted")
        filled = Formula(f"J = {surrogate} - {table.beta:g} dot {kl} = {objective}", size=_SAID)
        if filled.width > _ROOM:  # the boxes have the numbers
            return VGroup(said)
        return VGroup(said, filled).arrange(DOWN, buff=0.45, aligned_edge=LEFT)

    # -- 6 ------------------------------------------------------------------

    @beat(hold=2.0)
    def epsilon(self) -> None:
        """Turning epsilon

        One update, measured with other ranges: J bends only where a lamp comes on.
        """
        sheet = self.sheet
        fixed = [sheet.cells[key] for key in (*_GIVEN, "advantage", "ratio", "k3")]
        self.eps_plot = plot = self._eps_plot(6.9, 2.0).move_to([-2.55, 0.05, 0], aligned_edge=UP)
        start = self.table.eps_low if self.is_on_dial else 0.0
        plot.turn(start)
        self.clear(beside=[Dim(part) for part in (*fixed, sheet.signs)], run_time=0.6)
        self.caveat = Prose(say("stage.dial_plot.larger"), role="muted")
        self.caveat.next_to(self.boxes, DOWN, buff=0.16)
        self.play(FadeIn(plot), FadeIn(self.caveat), run_time=0.8)

        self._walk(self._with_dials, start, 0.0, (plot, plot.turn), run_time=1.0)
        self.wait(0.6)
        last = max(self.breaks, default=0.0)
        stops = [0.0, *([last] if 0 < last < self.most_eps else []), self.most_eps]
        for left, right in pairwise(stops):
            seconds = 2.0 if left == 0 else 1.0
            self._walk(self._with_dials, left, right, (plot, plot.trace_to), run_time=seconds)
            if right == last and (label := self._kink_label(last)):
                self.play(FadeIn(label), run_time=0.4)
            self.wait(0.6)
        self._back(plot, self.most_eps)
        self.play(*(Undim(part) for part in (*fixed, sheet.signs)), run_time=0.6)
        for end in (0.0, self.most_eps):
            self._teach_sums(self._with_dials(end), "surrogate", note=under("ε", end))

    def _kink_label(self, epsilon: float) -> VGroup | None:
        """The answers whose lamps come on at a kink, with a lamp, under the curve.

        Where there is no room for them, they are not named.
        """
        before, after = (self._with_dials(share * epsilon) for share in (1 - 1e-6, 1.0))
        woken = [i + 1 for i in np.flatnonzero(before.binds & ~after.binds)]
        if len(woken) > 3:
            return None
        names = Formula(", ".join(f"o_{number}" for number in woken), size=LABEL)
        label = VGroup(Lamp(radius=0.125), names).arrange(RIGHT, buff=0.16)
        top, foot = self.eps_plot.place(epsilon), self.eps_plot.foot(epsilon)
        pole = Line(foot, top).set_stroke(paint("muted"), HAIRLINE)
        spot = VectorizedPoint(foot + 0.45 * (top - foot))
        plot, rests = self.eps_plot, self.table.eps_low * self.is_on_dial
        lines = plot.whole_curve(), plot.axis, Line(plot.foot(rests), plot.place(rests))
        near = {"directions": (LEFT, RIGHT), "buff": 0.25, "reach": 0.25}
        if not find_place(label, spot, lines, **near):
            return None
        return VGroup(pole, label)

    def _eps_plot(self, width: float, height: float) -> DialPlot:
        def value(epsilon: float) -> float:
            return self._with_dials(epsilon).objective

        return DialPlot("epsilon", self.most_eps, value, self.breaks, width=width, height=height)

    def _walk(
        self,
        evaluate: Callable[[float], GroupTable],
        start: float,
        end: float,
        *pictures: tuple[Mobject, Callable[[float], object]],
        others: Iterable[Animation] = (),
        run_time: float,
    ) -> None:
        """Change one thing gradually: the table and the boxes say what `evaluate` gives.

        Each of `pictures` follows by its own setter.
        """
        follow = [
            (self.sheet, lambda x: self.sheet.show(evaluate(x))),
            (self.boxes, lambda x: self.boxes.show(evaluate(x))),
            *pictures,
        ]
        self.turn(start, end, *follow, beside=[*others], run_time=run_time)

    def _back(self, plot: DialPlot, start: float) -> None:
        """Back to the settings of the film; the dial rests where it can show them."""
        if self.is_on_dial:
            self._walk(self._with_dials, start, self.table.eps_low, (plot, plot.turn), run_time=1.2)
            return
        bounds = self.table.eps_low, self.table.eps_high

        def between(share: float) -> GroupTable:
            low, high = ((1 - share) * start + share * bound for bound in bounds)
            return evaluate_group(self.table.group, eps_low=low, eps_high=high)

        self._walk(between, 0.0, 1.0, others=self._retiring(plot), run_time=1.2)
        plot.remove(*plot.retire())

    @staticmethod
    def _retiring(plot: DialPlot) -> list[Animation]:
        """The knob goes; the number stays, muted, at the dial's end."""
        ended = plot.number.animate.set_fill(paint("muted"))
        return [*map(FadeOut, plot.retire()), ended]

    # -- 7 ------------------------------------------------------------------

    @beat(hold=2.0)
    def beta(self) -> None:
        """Turning beta

        No cell depends on beta. It only sets the price of drift: J is a straight line.
        """
        small = self._small_eps_plot()
        parts = ["axis", "zero", "dial", "curve"] + ["knob", "dot"] * self.is_on_dial
        self.clear(self.eps_plot, self.caveat)
        self.morph(self.eps_plot, small, *parts)
        self.eps_plot = small
        self.beta_plot = plot = self._beta_plot()
        start = self.table.beta if self.is_beta_on_dial else 0.0
        plot.turn(start)
        self.play(Dim(self.sheet), FadeIn(plot), run_time=0.8)
        self._turn_beta(plot.turn, start, 0.0, run_time=0.8)
        self.wait(0.4)
        self._turn_beta(plot.trace_to, 0.0, _MOST_BETA, run_time=2.0)
        self.wait(0.6)
        if self.is_beta_on_dial:
            self._turn_beta(plot.turn, _MOST_BETA, self.table.beta, run_time=1.2)
        else:
            self.boxes.show(self.table)
            self.play(*self._retiring(plot), run_time=0.4)
            plot.remove(*plot.retire())
        for end in (0.0, _MOST_BETA):
            self._teach_sums(self._with_beta(end), "objective", note=under("β", end))

    def _small_eps_plot(self, height: float = 2.0) -> DialPlot:
        """J over eps, drawn, at its place in the dashboard."""
        plot = self._eps_plot(3.3, height).draw_all()
        plot.move_to([-6.5, 0.05, 0], aligned_edge=UP + LEFT)
        if self.is_on_dial:
            return plot.turn(self.table.eps_low)
        plot.turn(self.most_eps).remove(*plot.retire()).number.set_role("muted")
        return plot

    def _with_beta(self, beta: float) -> GroupTable:
        return evaluate_group(self.table.group, beta=beta)

    def _beta_plot(self) -> DialPlot:
        def value(beta: float) -> float:
            return self._with_beta(beta).objective

        plot = DialPlot("beta", _MOST_BETA, value, width=2.6, height=2.0)
        return plot.move_to([1.9, 0.05, 0], aligned_edge=UP + RIGHT)

    def _turn_beta(self, setter, start: float, end: float, *, run_time: float) -> None:
        """Turn beta: no cell changes, but the boxes do."""

        def count(beta: float) -> None:
            self.boxes.show(self._with_beta(beta))

        self.turn(start, end, (self.beta_plot, setter), (self.boxes, count), run_time=run_time)

    # -- 8 ------------------------------------------------------------------

    @beat(hold=1.8)
    def both_dials(self) -> None:
        """Both dials at once

        One update under all settings: a larger J is no better policy. Shades: steps of J.
        """
        self.value_map = view = self._map(5.6, 4.4, [-2.3, 0.62, 0])
        plots = self.eps_plot, self.beta_plot
        dials = [plot.dial for plot in plots]
        rest = [part for plot in plots for part in plot if part is not plot.dial]
        self.gather(*dials, *rest, gone=plots)
        self.play(*map(FadeOut, rest), Dim(self.sheet, opacity=0.0), run_time=0.6)

        # Both dials become the axes of one picture.
        axes = map(ReplacementTransform, dials, (view.eps_dial, view.beta_dial))
        self.play(*axes, run_time=1.2)
        names, map_ = (view.eps_name, view.beta_name), (view.bands, view.signs)
        self.play(FadeIn(*names), FadeIn(*map_), run_time=0.8)
        if view.contour:
            self.play(Create(view.contour), FadeIn(self._zero_equation()), run_time=0.8)
        self.play(FadeIn(view.pointer(), view.numbers()), run_time=0.4)
        self.gather(view)

        # The point of both settings travels: to the right, up, and back.
        for left, right in pairwise(self._tour(view.rest)):
            self._travel(left, right)
        self.boxes.show(self.table)
        if not self._is_on_map:
            self.play(*self._retiring_on(view), run_time=0.4)
            view.retire()
        self._teach_sums(self.table, "objective")

    def _zero_equation(self) -> Formula:
        """What is true where J is 0."""
        equation = Formula(f"J = 0: quad beta = ({surrogate_name()}) / ({MEAN_K3})", size=READOUT)
        return equation.move_to([BOXES_AT[0], 1.2, 0])

    def _tour(self, start: tuple[float, float]) -> list[tuple[float, float]]:
        """Where the point goes; it stays at the end where the film's settings have no place."""
        stops = [start, (self.most_eps, start[1]), (self.most_eps, _MOST_BETA)]
        return [*stops, start] if self._is_on_map else stops

    @staticmethod
    def _retiring_on(view: ValueMap) -> list[Animation]:
        """The point goes; the numbers stay, muted."""
        muted = [number.animate.set_fill(paint("muted")) for number in view.numbers()]
        return [FadeOut(view.pointer()), *muted]

    def _map(self, width: float, height: float, center: list[float]) -> ValueMap:
        view = ValueMap(
            self.table, self.breaks, self.most_eps, _MOST_BETA, width=width, height=height
        )
        return view.shift(np.array(center) - view.grid.get_center())

    @property
    def _is_on_map(self) -> bool:
        return self.is_on_dial and self.is_beta_on_dial

    def _travel(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        def place(share: float) -> tuple[float, float]:
            return tuple((1 - share) * a + share * b for a, b in zip(start, end, strict=True))

        def move(share: float) -> None:
            self.value_map.turn(*place(share))

        def count(share: float) -> None:
            self.boxes.show(self._with_dials(*place(share)))

        self.turn(0.0, 1.0, (self.value_map, move), (self.boxes, count), run_time=1.2)

    # -- 9 ------------------------------------------------------------------

    @beat(hold=2.0)
    def one_reward(self) -> None:
        """One reward changed

        Change one reward and every advantage moves: each compares with the whole group.
        """
        sheet, change = self.sheet, self.reward
        self.clear()
        self.play(Undim(sheet), run_time=1.2)
        formula = self._advantage_formula()[0]
        readout = self._moments()
        said = VGroup(formula, readout).arrange(RIGHT, buff=0.7).move_to(FORMULA_AT)
        self.play(FadeIn(said), run_time=0.6)
        cell = sheet.cell("reward", change.index)
        ring = _ring(cell, least=0.5)
        follows = ("reward", "advantage", "unclipped", "clipped", "value")
        self.play(Create(ring), run_time=0.6)
        decimals = cell.decimals
        sheet.set_decimals(cell, max(1, decimals)).show(self.table)

        def judged(share: float) -> GroupTable:
            return self._with_reward(change.judged(share))

        def follow(share: float) -> None:
            self._show_moments(readout, judged(share))

        self._walk(
            judged,
            0.0,
            1.0,
            (readout, follow),
            others=self._focus(*follows),
            run_time=2.4,
        )
        sheet.set_decimals(cell, decimals).show(self._with_reward(change.end))
        changed = self._with_reward(change.end)
        self.teach("reward_mean", changed.reward_mean, 2)
        if changed.scale == "std":
            self.teach("reward_std", changed.reward_std, 2)
        self._teach_sums(changed, "objective", note=say("explorer.rows.changed"))

    def _moments(self) -> ReadOut:
        """Mean and deviation of the rewards, live."""
        names = ("mean", "std") if self.table.scale == "std" else ("mean",)
        rows = {name: (f'"{name}"({{{{ r : r }}}})', "text") for name in names}
        readout = ReadOut(rows, width=3.9, result=False)
        for name in readout.names.values():
            name.paint_parts(r="reward")
        self._show_moments(readout, self.table)
        return readout

    @staticmethod
    def _show_moments(readout: ReadOut, table: GroupTable) -> None:
        moments = {"mean": table.reward_mean, "std": table.reward_std}
        readout.show(**{name: moments[name] for name in readout.numbers})

    # -- 10 -----------------------------------------------------------------

    @beat(hold=2.0)
    def one_probability(self) -> None:
        """One probability changed

        Move one chance, and the others make room. The sign of A says which bound counts.
        """
        sheet, change = self.sheet, self.ratio
        self.clear()
        self._walk(lambda _: self.table, 0.0, 1.0, run_time=0.8)
        strip = RatioStrip(self.table, width=5.6, lane=0.72)
        strip.remove(strip.labels, strip.epsilon)
        strip.set_pushing(pushes(self.table)).move_to([-2.3, -1.15, 0])
        name = Formula(f"o_{change.index + 1}", size=LABEL)
        marker = strip.marker_of(change.index)
        ring = _ring(sheet.cell("new", change.index), least=0.85)
        row = self._row_tint(change.index)
        follows = ("new", "ratio", "clipped_ratio", "unclipped", "clipped", "value", "k3")
        self.play(FadeIn(strip), *self._focus(*follows), run_time=0.6)
        arriving = FadeIn(row), FadeIn(name.next_to(marker, UP, buff=0.1))
        self.play(Create(ring), *arriving, run_time=0.6)
        self.new_decimals = sheet.cells["new"][0].decimals
        sheet.set_decimals(sheet.cells["new"], sheet.moved_decimals).show(self.table)

        def follow(ratio: float) -> None:
            table = self._with_ratio(ratio)
            strip.set_ratios(table.ratio).set_pushing(pushes(table))

        def stay(_: float) -> None:
            name.next_to(marker, UP, buff=0.1)

        follow(change.start)
        pictures = ((strip, follow), (name, stay))
        self._walk(self._with_ratio, change.start, change.end, *pictures, run_time=2.8)
        changed = self._with_ratio(change.end)
        self.teach("ratio", changed.ratio, sheet.cells["ratio"][0].decimals, answers=[change.index])
        self._teach_sums(changed, "objective", note=say("explorer.rows.changed"))

    def _row_tint(self, index: int) -> Mobject:
        """A lighter band along the row of one answer."""
        reach = 0.5 * self.sheet.body.width
        y, half = self.sheet.lamp_of(index).get_y(), 0.26
        signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        return tint([np.array([a * reach, y + b * half, 0]) for a, b in signs])

    # -- 11 -----------------------------------------------------------------

    @beat(hold=3.0)
    def dashboard(self) -> None:
        """The dashboard

        The whole group at a glance, under the settings that this film was made with.
        """
        sheet = self.sheet
        self.clear()
        start, end = self.ratio.end, self.ratio.start
        self._walk(self._with_ratio, start, end, others=self._focus(), run_time=1.0)
        sheet.set_decimals(sheet.cells["new"], self.new_decimals).show(self.table)
        view = self._map(2.4, 1.5, [0.5, -1.0, 0])
        if not self._is_on_map:
            view.retire()
        plot = self._small_eps_plot(1.64)
        plot.shift((view.eps_dial.get_y() - plot.dial.get_y()) * UP)
        self.play(FadeIn(plot), run_time=0.8)
        self.play(FadeIn(view), run_time=0.8)
        settings = self._settings(2 * self.boxes.get_right()[0])
        settings.move_to([0, -2.82, 0])
        self.play(FadeIn(settings), run_time=0.6)
        self.teach("group_size", self.table.group.size, 0)
        self.teach("beta", self.table.beta, ratio_text)
        self._teach_sums(self.table)

    def _settings(self, width: float) -> VGroup:
        """What the film was made with, in a row from edge to edge."""
        table = self.table
        texts = [
            epsilon_source(table.eps_low, table.eps_high),
            f"beta = {table.beta:g}",
            f'"ddof" = {table.ddof}',
            f"G = {table.group.size}",
        ]
        if table.scale != "std":
            texts[2] = quoted(say("explorer.dashboard.no_std"))
        row = [Prose(say("explorer.dashboard.settings"), role="muted")]
        row += [Formula(text, size=LABEL, role="muted") for text in texts]
        room = width - sum(part.width for part in row)
        return on_baseline(*row, buff=room / (len(row) - 1))

    # -- 12 -----------------------------------------------------------------

    @beat(hold=3.0)
    def home(self) -> None:
        """One group, one number

        Two dials, one table, four sums: from a whole group to one number.
        """
        words = Prose(say("explorer.home.claim"), size=READOUT)
        value = Formula(f"J = {number_text(self.table.objective, 3)}")
        self.close_home(on_baseline(words, value, buff=0.3))
        self.teach("objective", self.table.objective)


def _ring(number: Mobject, *, least: float) -> RoundedRectangle:
    """A frame round a number that is about to change."""
    width = max(number.width + 0.2, least)
    ring = RoundedRectangle(corner_radius=0.1, width=width, height=number.height + 0.2)
    return ring.set_stroke(paint("text"), AXIS).move_to(number)
