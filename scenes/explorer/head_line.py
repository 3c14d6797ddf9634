"""Sums at the head of the stage: numbers in a row, and over each what it is called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np
from manim import VGroup

from grpo_core import GroupTable
from scenes.script.decimals import without_zero
from scenes.script.glyphs import quoted
from scenes.script.numerals import logp_source, number_text, ratio_source
from scenes.script.words import say
from scenes.stage.live_number import LiveNumber, number_width
from scenes.stage.places import stand_on
from scenes.stage.reward_line import reward_text
from scenes.stage.theme import FORMULA, READOUT, sign_role
from scenes.stage.typeset import Formula

from .chosen import ToldGroup
from .tray import pulls

_LINE, _NAMES = 2.8, 3.36  # the lines that numbers and their names stand on
_LEFT, _GAP, _TIGHT = -6.5, 0.26, 0.1
_MOST = 5  # decimals
_OPENS, _CLOSES = "(", ")"


class Column(NamedTuple):
    """A number or a sign of a row, and its name, as math source."""

    said: Formula | LiveNumber
    name: str = ""
    role: str = "muted"


class HeadLine(VGroup):
    """A row of `columns` from the left end of the stage's head."""

    def __init__(self, columns: Sequence[Column]):
        self.numbers, self.names = VGroup(), VGroup()
        pen, named = _LEFT, _LEFT - _GAP
        before = ""
        for said, name, role in columns:
            sign, ink = getattr(said, "source", ""), _ink(said)
            if before == _OPENS or sign == _CLOSES:
                pen += _TIGHT - _GAP
            middle = pen + 0.5 * ink.width
            if name:
                text = Formula(name, size=READOUT, role=role)
                pushed = max(0.0, named + _GAP + 0.5 * text.width - middle)
                self._spread(pushed)
                middle += pushed
                named = middle + 0.5 * text.width
                self.names.add(stand_on(text.move_to([middle, 0, 0]), _NAMES))
            stand_on(said.shift([middle - ink.get_x(), 0, 0]), _LINE)
            self.numbers.add(said)
            pen, before = ink.get_right()[0] + _GAP, sign
        super().__init__(self.numbers, self.names)

    def _spread(self, pushed: float) -> None:
        """A number goes `pushed` to the right, clear of the name before its own.

        A bracket goes along, and a sign of the sum stays in the middle of its two numbers.
        """
        if not len(self.numbers):
            return
        last = self.numbers[-1]
        share = 1.0 if getattr(last, "source", "") == _OPENS else 0.5
        last.shift([share * pushed, 0, 0])


def _widest(values: Sequence[float], decimals: int) -> float:
    """Which of `values` is the widest in a row."""
    return max(values, key=lambda value: number_width(value, decimals, size=FORMULA))


def _ink(said: Formula | LiveNumber) -> VGroup:
    return said.slots if isinstance(said, LiveNumber) else said


class RatioLine(HeadLine):
    """How many times as likely the answer `k` has become."""

    def __init__(self, table: GroupTable, k: int):
        self.new = Formula(logp_source(float(table.new_logp[k])), role="new")
        self.old = Formula(logp_source(float(table.old_logp[k])), role="old")
        self.sign, self.equals = Formula("div"), Formula("=")
        self.ratio = Formula(ratio_source(float(table.ratio[k])))
        super().__init__(
            [
                Column(self.new, quoted(say("explorer.policy.new")), "new"),
                Column(self.sign),
                Column(self.old, quoted(say("explorer.policy.old")), "old"),
                Column(self.equals),
                Column(self.ratio, quoted(say("explorer.beads.times"))),
            ]
        )


class AdvantageLine(HeadLine):
    """How much better than average an answer is; `say` tells that of another, or of a table.

    `tables` are all that it will tell, `k` is the answer that it tells first.
    """

    def __init__(self, told: ToldGroup, k: int, tables: Sequence[GroupTable]):
        self.told, self.k = told, k
        rewards = [float(t.rewards[i]) for t in tables for i in told.shown]
        whole = max(len(reward_text(reward).partition(".")[2]) for reward in rewards)
        self.reward = LiveNumber(0.0, whole, size=FORMULA, role="reward")
        self.mean = LiveNumber(0.0, 2, size=FORMULA)
        self.spread = LiveNumber(0.0, _agreeing(told, tables), size=FORMULA)
        self.advantage = LiveNumber(0.0, 2, sign=True, size=FORMULA, align="left")
        self.say(tables[0])
        self.reward.set_value(_widest(rewards, whole))  # there is room for each
        self.mean.set_value(_widest([t.reward_mean for t in tables], 2))
        super().__init__(
            [
                Column(Formula(_OPENS)),
                Column(self.reward, quoted(say("explorer.grounds.reward"))),
                Column(Formula("−")),
                Column(self.mean, quoted(say("explorer.grounds.mean"))),
                Column(Formula(_CLOSES)),
                Column(Formula("div")),
                Column(self.spread, quoted(say("explorer.grounds.spread"))),
                Column(Formula("=")),
                Column(self.advantage, "A"),
            ]
        )
        self.say(tables[0])

    def say(self, table: GroupTable, k: int | None = None) -> Self:
        """Tell the advantage of the answer `k`, or of the same one, in a table."""
        self.k = self.k if k is None else k
        self.reward.set_value(float(table.rewards[self.k]))
        self.mean.set_value(table.reward_mean)
        self.spread.set_value(table.reward_std)
        advantage = float(table.advantage[self.k])
        self.advantage.set_value(advantage).set_role(sign_role(advantage))
        return self


class PullLine(HeadLine):
    """How hard the reference pulls the answer `k`; `show` says it for another beta."""

    def __init__(self, told: ToldGroup, k: int):
        self.told, self.place = told, told.shown.index(k)
        table, group = told.table, told.group
        self.reference = Formula(logp_source(float(group.ref_logp[k])), role="reference")
        self.new = Formula(logp_source(float(table.new_logp[k])), role="new")
        self.beta = LiveNumber(table.beta, 2, size=FORMULA)
        style = {"sign": True, "short": True, "size": FORMULA, "role": "reference", "align": "left"}
        self.pull = LiveNumber(0.0, 3, **style)
        self.show(table)
        super().__init__(
            [
                Column(Formula(_OPENS)),
                Column(self.reference, quoted(say("explorer.beta.reference")), "reference"),
                Column(Formula("div")),
                Column(self.new, quoted(say("explorer.policy.new")), "new"),
                Column(Formula("−")),
                Column(Formula("1")),
                Column(Formula(_CLOSES)),
                Column(Formula("times")),
                Column(self.beta, "beta"),
                Column(Formula(f"div {group.size}")),
                Column(Formula("=")),
                Column(self.pull, quoted(say("explorer.beta.pull"))),
            ]
        )

    def show(self, table: GroupTable) -> Self:
        """Say it for a table of the same policy."""
        self.beta.set_value(table.beta)
        self.pull.set_value(float(pulls(self.told, table)[self.place]))
        return self


class SumLine(HeadLine):
    """The whole objective on one line: surrogate, minus beta times the mean k3, is J.

    `tables` are those that it says at rest; all are of one policy.
    """

    def __init__(self, tables: Sequence[GroupTable]):
        table = tables[0]
        agreeing = (d for d in range(3, _MOST) if all(_agrees(t, d) for t in tables))
        self.decimals = next(agreeing, _MOST)
        style = {"short": True, "size": FORMULA}
        self.surrogate = LiveNumber(0.0, self.decimals, **style)
        self.beta = LiveNumber(0.0, 2 if table.beta == round(table.beta, 2) else 3, size=FORMULA)
        self.objective = LiveNumber(0.0, self.decimals, align="left", **style)
        drift = without_zero(number_text(table.kl, self.decimals))
        self.show(table)
        super().__init__(
            [
                Column(self.surrogate, quoted(say("explorer.not_a_score.surrogate"))),
                Column(Formula("−")),
                Column(self.beta, "beta"),
                Column(Formula("times")),
                Column(Formula(drift, role="reference"), '"mean" thin k_3'),
                Column(Formula("=")),
                Column(self.objective, "J"),
            ]
        )

    def show(self, table: GroupTable) -> Self:
        """Say it for a table."""
        self.surrogate.set_value(table.surrogate)
        self.beta.set_value(table.beta)
        self.objective.set_value(table.objective)
        return self


def _agrees(table: GroupTable, decimals: int) -> bool:
    """Whether the numbers as printed give the last one as printed."""
    s, kl, j = (round(x, decimals) for x in (table.surrogate, table.kl, table.objective))
    return round(s - table.beta * kl, decimals) == j


def _agreeing(told: ToldGroup, tables: Sequence[GroupTable]) -> int:
    """The decimals of the spread with which the printed advantages can be recomputed."""
    shown = list(told.shown)

    def agree(decimals: int) -> bool:
        return all(
            np.allclose(
                (t.rewards[shown] - round(t.reward_mean, 2)) / round(t.reward_std, decimals),
                t.advantage[shown].round(2),
                atol=0.005,
            )
            for t in tables
            if round(t.reward_std, decimals)
        )

    return next((d for d in range(2, 4) if agree(d)), 4)
