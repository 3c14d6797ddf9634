"""How an update's terms add up to J: a block in each lane, from where the last one ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, UP, Animation, DashedLine, FadeIn, FadeOut, Line, VGroup, VMobject
from manim import ReplacementTransform as Become

from grpo_core import GroupTable
from scenes.script.decimals import adds_up, without_zero
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.hatch import Hatch
from scenes.stage.motion import Walk
from scenes.stage.panel import panel
from scenes.stage.placement import find_place, touches
from scenes.stage.places import stand_on
from scenes.stage.retelling import EARLY
from scenes.stage.theme import AXIS, HAIRLINE, LABEL, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose, fit_prose, on_baseline

from .bench import AnswerName
from .slot_row import SlotRow

LEFT_X, RIGHT_X, LOW, TOP = -6.1, 0.3, -2.98, 3.2  # of the lanes, scene units
SCALE_X = 1.72  # where the scale of J stands
_GAP, _BLOCK, _NAME = 0.11, 0.78, 0.24  # between lanes; a block in lanes; a name over the foot
_FOOT, _HEAD = 1.3, 0.55  # room under the least level and over the highest, for texts
_LEAST = 0.03  # scene units: a block of nothing
_DECIMALS = 3  # of the terms
_SMALLEST = 0.02  # the least that the whole height may mean


def terms(table: GroupTable, indices: Sequence[int]) -> np.ndarray:
    """What adds up to J: min_i / G of the answers `indices`, of the others together, the price.

    Shape (n + 1,), or (n + 2,) where there are others.
    """
    each = table.value / table.group.size
    shown = each[list(indices)]
    others = [] if len(shown) == len(each) else [each.sum() - shown.sum()]
    return np.array([*shown, *others, -table.price])


class Heights:
    """Heights on the stage of running totals, so that those of all `tables` have room."""

    def __init__(self, tables: Sequence[GroupTable], indices: Sequence[int]):
        totals = [0.0, *(t.objective for t in tables)]
        totals += [total for t in tables for total in np.cumsum(terms(t, indices))]
        self.least, span = min(totals), max(max(totals) - min(totals), _SMALLEST)
        self.unit = (TOP - _HEAD - LOW - _FOOT) / span

    def __call__(self, value: float) -> float:
        return LOW + _FOOT + self.unit * (value - self.least)


class Waterfall(VGroup):
    """The terms of `table` as blocks in lanes: one an answer, the others' together, drift.

    `grow` raises block k from its start, `way_to` leads all to another update's terms; from
    there it can lead on to a third's.
    `labels` say how large each is, and `whose` they are; the rest is the same for every update.
    """

    def __init__(
        self,
        whose: str,
        table: GroupTable,
        indices: Sequence[int],
        level: Callable[[float], float],
    ):
        self.table, self.indices, self.level = table, list(indices), level
        self.terms = terms(table, indices)
        count = len(self.terms)
        self.wide = (RIGHT_X - LEFT_X - _GAP * (count - 1)) / count
        self.lanes = VGroup(*(self._lane(k) for k in range(count)))
        self.lanes.set_z_index(-1)  # what comes to them flies over them
        self.names = VGroup(*(self._name(k) for k in range(count)))
        zero = level(0.0)
        self.zero = Line([LEFT_X, zero, 0], [RIGHT_X, zero, 0]).set_stroke(paint("muted"), AXIS)
        self.zero_name = Formula("0", size=LABEL, role="muted").next_to(self.zero, LEFT, buff=0.16)
        self.blocks = VGroup(*(VMobject(stroke_width=0).set_fill(opacity=1) for _ in self.terms))
        self.joins = VGroup(*(Line() for _ in self.terms[:-1]))
        self.joins.set_stroke(paint("muted"), HAIRLINE)
        self.grown = np.ones(count)
        self._lay(self.terms)
        self.hatches = VGroup(*(Hatch(b, role="panel", gap=0.26) for b in self.blocks))
        self._hatch(1.0)
        self.labels = self._labels()
        heading = say("equation.verdict.heading", share=f"1/{table.group.size}")
        self.heading, self.whose = Prose(heading, size=READOUT), Prose(whose, size=READOUT)
        row = on_baseline(self.heading, self.whose, buff=0.2)
        row.move_to([LEFT_X, 0, 0], aligned_edge=LEFT)
        stand_on(self.heading, TOP + 0.22, row=row)
        self.lead = DashedLine(self.end, [SCALE_X, self.end[1], 0], dash_length=0.1)
        self.lead.set_stroke(paint("text"), AXIS)
        self.machine = VGroup(self.lanes, self.zero, self.zero_name, self.names, self.joins)
        self.machine.add(self.blocks, self.hatches)
        super().__init__(self.machine, self.heading, self.whose, self.labels, self.lead)

    @property
    def end(self) -> np.ndarray:
        """Where the last block ends: at the height of J, at its right edge."""
        right = self.middle(len(self.terms) - 1) + 0.5 * _BLOCK * self.wide
        return np.array([right, self.level(float(self.terms.sum())), 0.0])

    def middle(self, k: int) -> float:
        """Where the k-th lane is, from left to right."""
        return LEFT_X + 0.5 * self.wide + k * (self.wide + _GAP)

    def come_from(self, row: SlotRow) -> list[Animation]:
        """The row's slots become lanes: the last one that of drift, those between the others."""
        _, *boxes, price = (slot.box.set_z_index(-1) for slot in row.slots.values())
        *lanes, drift = self.lanes
        turned = [Become(*pair) for pair in zip(boxes, lanes, strict=False)]
        filled = [FadeOut(*slot.filled, rate_func=EARLY) for slot in row.slots.values()]
        return [*turned, Become(price, drift), *map(FadeIn, lanes[len(boxes) :]), *filled]

    # -- its states -------------------------------------------------------------------------

    def grow(self, k: int) -> Walk:
        """What moves, and the setter that raises the k-th block from nothing (0) to all (1)."""

        def set_level(level: float) -> None:
            self.grown[k] = level
            self._lay(self.terms)
            self._hatch(1.0)

        return self.machine, set_level

    def hide(self) -> Self:
        """Let no block have grown."""
        self.grown[:] = 0.0
        self._lay(self.terms)
        self._hatch(1.0)
        return self

    def way_to(self, other: Waterfall) -> Walk:
        """What moves, and the setter that leads its blocks from where they are to `other`'s (1)."""
        start, hatched = self.laid, self.hatched

        def set_share(share: float) -> None:
            self._lay((1 - share) * start + share * other.terms)
            self._hatch((1 - share) * hatched)

        return self.machine, set_share

    def _hatch(self, level: float) -> None:
        self.hatched = level
        for hatch, block, k in zip(self.hatches, self.blocks, range(len(self.blocks)), strict=True):
            hatch.level = level * self._is_clipped(k)
            hatch.cover(block)

    def _is_clipped(self, k: int) -> bool:
        return k < len(self.indices) and bool(self.table.binds[self.indices[k]])

    def _lay(self, parts: np.ndarray) -> None:
        """Put blocks and joins where running totals of `parts` are."""
        self.laid = parts
        ends = np.cumsum(parts)
        half = 0.5 * _BLOCK * self.wide
        for k, block in enumerate(self.blocks):
            start, x = float(ends[k] - parts[k]), self.middle(k)
            block.clear_points()
            if self.grown[k]:
                a, b = self.level(start), self.level(start + self.grown[k] * float(parts[k]))
                low, high = (a, b) if abs(b - a) >= _LEAST else (a - _LEAST, a)
                corners = [
                    [x + s * half, y, 0] for y, s in ((low, -1), (low, 1), (high, 1), (high, -1))
                ]
                block.set_points_as_corners([*corners, corners[0]])
            is_price = k == len(parts) - 1
            block.set_fill(paint("text" if is_price else sign_role(float(parts[k]))))
        for k, join in enumerate(self.joins):
            y = self.level(float(ends[k]))
            left, right = self.middle(k) + half, self.middle(k + 1) - half
            join.set_points_as_corners([[left, y, 0], [right, y, 0]])
            if self.grown[k] < 1:
                join.clear_points()

    # -- its texts --------------------------------------------------------------------------

    def _lane(self, k: int) -> VMobject:
        return panel(self.wide, TOP - LOW).move_to([self.middle(k), 0.5 * (TOP + LOW), 0])

    def _name(self, k: int) -> VMobject:
        if k < len(self.indices):
            name = AnswerName(self.table, self.indices[k])
            name.set_x(self.middle(k))
            return stand_on(name[0], LOW + _NAME, row=name) and name
        key = "drift" if k == len(self.terms) - 1 else "others"
        text = fit_prose(say(f"equation.verdict.{key}"), self.wide, lines=1)
        return stand_on(text.set_x(self.middle(k)), LOW + _NAME)

    def _labels(self) -> VGroup:
        """A label for each term, from left to right; each keeps clear of those before it."""
        labels = VGroup()
        for k in range(len(self.terms)):
            labels.add(self._label(k, [label for label in labels if label.submobjects]))
        return labels

    def _label(self, k: int, before: Sequence[VMobject]) -> VMobject:
        """The term in digits, at the end of its block or, if a line is there, at its start.

        Digits so many that they would cover another block or the labels `before` are left
        out, and so are those of the drift where the terms as printed would not add up to J as
        printed.
        """
        part = float(self.terms[k])
        if k == len(self.terms) - 1 and not adds_up(*self.terms, decimals=_DECIMALS):
            return VGroup()
        role = "text" if k == len(self.terms) - 1 else sign_role(part)
        label = Formula(
            without_zero(number_text(part, _DECIMALS, sign=True)), size=READOUT, role=role
        )
        around = (UP, DOWN) if part > 0 else (DOWN, UP)
        block = self.blocks[k]
        find_place(label, block, [self.zero, *self.joins], directions=around, buff=0.14)
        others = [*(other for other in self.blocks if other is not block), *before]
        return VGroup() if any(touches(label, other, 0.0) for other in others) else label
