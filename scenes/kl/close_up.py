"""One pair of bars from near: its two probabilities become the logarithm of their quotient."""

from __future__ import annotations

import numpy as np
from manim import DOWN, RIGHT, Animation, FadeIn, FadeOut, ReplacementTransform, VGroup

from scenes.script.decimals import that_recompute
from scenes.script.numerals import number_text
from scenes.stage.bar_scale import axis_name
from scenes.stage.camera import HOME_WIDTH
from scenes.stage.theme import FORMULA
from scenes.stage.typeset import Formula

from .log_bars import DECIMALS
from .pairs import Pairs

_NAME = 48  # of a symbol whose subscript is to be read once
_LOWER = 0.0285  # of the view's width: so much the view lies under the middle of what it shows


class CloseUp:
    """The pair of the answer that moved most, with the logarithm beside it.

    `width` is that of the view, between the two `widths` (scene units), and `shift` where its
    middle lies from that of `shown`.
    """

    def __init__(self, pairs: Pairs, widths: tuple[float, float]):
        self.pairs = pairs
        self.k = int(np.abs(pairs.table.k1[list(pairs.indices)]).round(9).argmax())
        self.bars, self.numbers = pairs.bars_of(self.k), pairs.numbers[self.k]
        is_log = bool(pairs.chart.axis.submobjects)
        needed = (VGroup(self.bars, self.numbers).height + (2.0 if is_log else 1.6)) * 16 / 9
        self.width = float(np.clip(needed, *widths))
        self.shift = _LOWER * self.width * DOWN
        scale = self.width / HOME_WIDTH
        self.names = self._names(scale, is_log)
        self.formula = self._logarithm(FORMULA * scale)
        self.shown = VGroup(self.bars, self.numbers, self.names, self.formula)

    def _names(self, scale: float, is_log: bool) -> VGroup:
        names = VGroup(
            Formula('pi_"ref"', size=_NAME * scale, role="reference"),
            Formula("pi_theta", size=_NAME * scale, role="new"),
        )
        for name, bar in zip(names, self.bars, strict=True):
            name.next_to(bar, DOWN, buff=0.1)
        if is_log:  # the axis leaves, its word stays: the two numbers stand on the bars
            names.add(axis_name(scale).next_to(names, DOWN, buff=0.16 * scale))
        return names

    def _logarithm(self, size: float) -> Formula:
        table, index = self.pairs.table, self.pairs.indices[self.k]
        logps = float(table.new_logp[index]), float(table.ref_logp[index])
        new, ref = that_recompute(*logps, DECIMALS)
        value = number_text(float(table.k1[index]), DECIMALS, sign=True)
        formula = Formula(
            f"ln {{{{ {new} : new }}}} / {{{{ {ref} : reference }}}} = {value}",
            size=size,
            new="new",
            reference="reference",
        )
        return formula.next_to(VGroup(self.bars, self.numbers), RIGHT, buff=0.35)

    def show_names(self) -> list[Animation]:
        """Whose bar is whose, under them."""
        return [FadeIn(self.names)]

    def take_numbers(self) -> list[Animation]:
        """A copy of each probability goes to its place in the logarithm."""
        parts = [self.formula.select(role) for role in self.pairs.roles]
        return [
            ReplacementTransform(part.copy().match_height(number).move_to(number), part)
            for number, part in zip(self.numbers, parts, strict=True)
        ]

    def show_logarithm(self) -> list[Animation]:
        """The rest of the formula."""
        return [FadeIn(self.formula)]

    def hide(self) -> list[Animation]:
        """All that is not a bar or its number leaves."""
        return [FadeOut(self.names, self.formula)]
