"""The divergence in both directions, as two areas side by side."""

from __future__ import annotations

import numpy as np
from manim import DOWN, UP, Animation, DashedLine, FadeIn, FadeOut, VGroup

from grpo_core import GroupTable, kl_divergence
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.motion import walks
from scenes.stage.theme import FORMULA, HAIRLINE, LABEL, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .area_chart import AreaChart
from .formulas import divergence, reverse_divergence
from .log_bars import DECIMALS, nat_unit

_FOOT, _LOWER = -0.1, 1.5  # of both areas, and how much lower it is when they are enlarged
_REACH = 6.2  # of the dashed line, to either side
_CHARTS = {"new": ("pi_theta", -_REACH), "reference": ('pi_"ref"', 0.6)}  # role: symbol, left end


class BothWays:
    """New from reference on the left, reference from new on the right.

    `exact` are both divergences, in nats.
    """

    def __init__(self, whole: GroupTable):
        self.exact = kl_divergence(whole.new, whole.ref), kl_divergence(whole.ref, whole.new)
        self.unit = nat_unit(whole.k1, 1.5)
        shapes = (whole.new, whole.k1), (whole.ref, -whole.k1)
        self.charts = VGroup(
            *(
                AreaChart(*shape, role=role, width=5.6, unit=self.unit, corner=(left, _FOOT, 0))
                for shape, (role, (_, left)) in zip(shapes, _CHARTS.items(), strict=True)
            )
        )
        self.starts = [chart.heights.copy() for chart in self.charts]
        self.titles = VGroup(divergence(), reverse_divergence())
        self.names = [VGroup(*chart.labels(DECIMALS)[0]) for chart in self.charts]
        for chart, title in zip(self.charts, self.titles, strict=True):
            title.move_to([chart.strip.get_x(), 2.6, 0])

    def show(self, k: int) -> list[Animation]:
        """One of the two areas."""
        parts = self.charts[k], self.titles[k], self.names[k]
        return [FadeIn(part) for part in parts if part.submobjects]

    def drop_names(self) -> list[Animation]:
        """The names of the answers leave: their blocks are about to be one."""
        return [FadeOut(names) for names in self.names if names.submobjects]

    def level(self) -> list[Animation]:
        """The heights of each go to their mean."""
        return walks(0.0, 1.0, (self.charts, self._level))

    def enlarge(self) -> list[Animation]:
        """Both are drawn higher."""
        return walks(0.0, 1.0, (self.charts, self._enlarge))

    def compare(self) -> list[Animation]:
        """Both numbers, whose mean each is, and a line that shows which is the higher."""
        numbers, whose = VGroup(), VGroup()
        pairs = zip(self.charts, self.exact, _CHARTS.items(), strict=True)
        for chart, exact, (role, (symbol, _)) in pairs:
            number = Formula(number_text(exact, DECIMALS), size=FORMULA)
            numbers.add(number.next_to(chart.blocks, UP, buff=0.25))
            words = Prose(say("kl.asymmetry.mean_over"), role="muted")
            policy = Formula(symbol, size=LABEL, role=role)
            whose.add(on_baseline(words, policy).next_to(chart.strip, DOWN, buff=0.3))
        return [FadeIn(part) for part in (self._tie(), numbers, whose)]

    def _tie(self) -> DashedLine:
        """From side to side at the height of the lower one."""
        tops = [c.point(1, value)[1] for c, value in zip(self.charts, self.exact, strict=True)]
        ends = [[x, min(tops), 0] for x in (-_REACH, _REACH)]
        return DashedLine(*ends).set_stroke(paint("text"), HAIRLINE)

    def _level(self, share: float) -> None:
        for chart, start, exact in zip(self.charts, self.starts, self.exact, strict=True):
            chart.set_shape(chart.shares, (1 - share) * start + share * exact)

    def _enlarge(self, share: float) -> None:
        large = nat_unit(np.array(self.exact), 2.4)
        for chart in self.charts:
            chart.set_unit((1 - share) * self.unit + share * large, _FOOT - _LOWER * share)
            chart.set_shape(chart.shares, chart.heights)
