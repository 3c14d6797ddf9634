"""What is averaged: a short and a long answer, each token's weight as area."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, UP, Animation, FadeIn, FadeOut, GrowFromPoint, VGroup

from grpo_core import token_weights
from scenes.script.decimals import without_zero
from scenes.script.words import say
from scenes.stage.retelling import EARLY, LATE
from scenes.stage.theme import FORMULA, LABEL, READOUT
from scenes.stage.typeset import Formula, Prose
from scenes.stage.weight_area import WeightArea

COUNTS = (10, 100)  # tokens of the two answers; the constant is the longer one's
KINDS = ("grpo", "dapo", "dr_grpo")
_MIDDLE, _WIDE, _TALL = np.array([1.0, -0.55, 0.0]), 5.2, 4.7


class Averages:
    """The sheet with both blocks, what each token weighs at its right, whose average over it."""

    def __init__(self) -> None:
        mask = np.arange(max(COUNTS)) < np.array(COUNTS)[:, None]
        self.weights = {
            kind: token_weights(mask, aggregate=kind, max_length=max(COUNTS))[:, 0]
            for kind in KINDS
        }
        self.area = WeightArea(COUNTS, ("up", "down"), width=_WIDE, height=_TALL)
        self.area.move_to(_MIDDLE)
        self.numbers: dict[str, VGroup] = {}
        for kind in KINDS:
            self.area.set_weights(self.weights[kind])
            self.numbers[kind] = self._numbers(kind)
        self.area.set_weights([0.0, 0.0])
        self.titles = {kind: self._title(kind) for kind in KINDS}

    def come(self, kind: str) -> list[Animation]:
        """The sheet, and on it both blocks by the first of the averages."""
        self.area.set_weights(self.weights[kind])
        corner = self.area.sheet.get_corner(UP + LEFT)
        grown = (GrowFromPoint(block, corner, rate_func=LATE) for block in self.area.blocks)
        told = self.area.sheet, self.numbers[kind], self.titles[kind]
        return [*grown, *(FadeIn(part, rate_func=LATE) for part in told)]

    def turn(self, old: str, new: str) -> list[Animation]:
        """Another average: areas change, and then what is said of them."""
        leave = FadeOut(self.numbers[old], self.titles[old], rate_func=EARLY)
        come = FadeIn(self.numbers[new], self.titles[new], rate_func=LATE)
        return [self.area.turn_to(self.weights[new]), leave, come]

    def _title(self, kind: str) -> Prose:
        text = Prose(say(f"variants.average.{kind}"), size=FORMULA)
        text.next_to(self.area.sheet, UP, buff=0.22)
        return text.align_to(self.area.sheet, LEFT)

    def _numbers(self, kind: str) -> VGroup:
        """Beside each block how many tokens it has, and what each of them weighs."""
        rows = VGroup()
        for k, count in enumerate(COUNTS):
            words = Prose(say("variants.average.tokens", count=count), size=READOUT)
            text = self.form(self.weights[kind][k])
            each = Formula(f'{text} "{say("variants.average.each")}"', size=READOUT)
            row = VGroup(words, each).arrange(DOWN, buff=0.16, aligned_edge=LEFT)
            height = self.area.middle(k)[1]
            row.move_to([self.area.sheet.get_right()[0] + 0.35, height, 0], aligned_edge=LEFT)
            rows.add(row)
        return rows

    def rest(self) -> Prose:
        """What is said in the part that no token takes."""
        sheet, divided = self.area.sheet, len(COUNTS) * max(COUNTS)
        left = 1.0 - float(np.dot(self.weights[KINDS[-1]], COUNTS))
        text = Prose(say("variants.average.rest", count=divided), size=LABEL)
        return text.move_to(sheet.get_bottom() + 0.5 * left * _TALL * UP)

    @staticmethod
    def form(weight: float) -> str:
        """A weight with two digits."""
        return without_zero(f"{weight:.2g}")
