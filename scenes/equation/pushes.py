"""The slope of the objective as pushes on the bars of a policy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import UP, Animation, FadeIn, GrowFromPoint, LaggedStart, VGroup

from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.policy_bars import PolicyBar
from scenes.stage.theme import LABEL, sign_role
from scenes.stage.typeset import Formula, Prose

from .push import PushArrow
from .sum_rows import SumRows

_SHORTEST, _MORE = 0.35, 0.65  # of an arrow, scene units; the largest slope has both


class Pushes(VGroup):
    """Arrows on the `bars` of the answers `shown`, with numbers; a word where A is 0.

    `slopes` are those of the whole group: the largest has the longest arrow. The `rule` that
    makes them stands over `rows`.
    """

    def __init__(
        self, slopes: np.ndarray, shown: Sequence[int], bars: Sequence[PolicyBar], rows: SumRows
    ):
        longest = np.abs(slopes).max() or 1.0
        self.arrows, self.labels, self.rule = VGroup(), VGroup(), VGroup()
        for index, bar in zip(shown, bars, strict=True):
            slope = float(slopes[index])
            foot = bar.top() + 0.1 * UP
            if slope == 0:
                word = Prose(say("equation.slope.silent"), role="muted")
                self.labels.add(word.next_to(foot, UP, buff=0.05))
                continue
            arrow = PushArrow(foot, slope, _SHORTEST + _MORE * abs(slope) / longest)
            text = number_text(slope, 3, sign=True)
            label = Formula(text, size=LABEL, role=sign_role(slope))
            self.arrows.add(arrow)
            self.labels.add(label.next_to(arrow, UP, buff=0.12))
        if len(self.arrows):
            words = quoted(say("equation.slope.slope_in"))
            source = f"{words} med ln {{{{ pi_theta : new }}}} = A_i / G"
            self.rule.add(rows.head(Formula(source, size=LABEL, new="new")))
        super().__init__(self.arrows, self.labels, self.rule)

    def grow(self) -> Animation:
        """The arrows grow out of their bars."""
        return LaggedStart(
            *(GrowFromPoint(arrow, arrow.foot) for arrow in self.arrows), lag_ratio=0.2
        )

    def say_sizes(self) -> list[Animation]:
        """Each says how large it is, and all by what rule."""
        return [*map(FadeIn, (*self.labels, *self.rule))]
