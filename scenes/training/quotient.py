"""A ratio of two chances, over the bar whose chances they are."""

from __future__ import annotations

import numpy as np
from manim import DOWN, UP, Line, VGroup

from scenes.script.decimals import without_zero
from scenes.script.numerals import number_text
from scenes.stage.theme import AXIS, LABEL, paint
from scenes.stage.typeset import Formula

from .chance_bars import ChanceBars

_OVER, _APART, _WIDE = 0.75, 0.12, 0.95  # from the bar's number; from the stroke; the stroke


class Quotient(VGroup):
    """The new chance over the old one, `chances` (old, new), over the right answer's bar."""

    def __init__(self, bars: ChanceBars, chances: np.ndarray):
        old, new = (
            Formula(without_zero(number_text(float(chance), 3)), size=LABEL, role=role)
            for chance, role in zip(chances, ("old", "new"), strict=True)
        )
        stroke = Line([0, 0, 0], [_WIDE, 0, 0]).set_stroke(paint("text"), AXIS)
        new.next_to(stroke, UP, buff=_APART)
        old.next_to(stroke, DOWN, buff=_APART)
        super().__init__(new, stroke, old)
        self.next_to(bars.numbers[bars.right].slots, UP, buff=_OVER)
