"""The divergence as the area of the log-ratios, which levels out to one number."""

from __future__ import annotations

import numpy as np
from manim import DOWN, UP, Animation, FadeIn, FadeOut, Mobject, ReplacementTransform, VGroup

from grpo_core import GroupTable, expected_value, kl_divergence, signed_parts
from scenes.script.decimals import that_add_up
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text
from scenes.script.telling import cards_of
from scenes.script.words import say
from scenes.stage.motion import walks
from scenes.stage.placement import lines_and_texts, touches
from scenes.stage.readout import ReadOut
from scenes.stage.theme import LABEL, READOUT
from scenes.stage.typeset import Formula, Prose, on_baseline

from .area_chart import STRIP, AreaChart
from .log_bars import DECIMALS, LogBars, nat_unit

_PARTS = ("above", "below", "sum")


class ExactArea:
    """The log-ratios of all answers of `whole`, each as wide as the new policy makes it likely.

    `exact` is the divergence in nats: the area of `chart`, whatever its state.
    """

    panel_at = (4.6, 0.4, 0.0)  # its middle

    def __init__(self, whole: GroupTable):
        self.whole = whole
        self.exact = float(kl_divergence(whole.new, whole.ref))
        self.chart = AreaChart(whole.new, whole.k1, unit=nat_unit(whole.k1))
        labels = self.chart.labels(DECIMALS, sign=True)
        self.labels = [group for group in labels if group.submobjects]
        self.panel = ReadOut(
            {part: (quoted(say(f"kl.area.{part}")), "text") for part in _PARTS},
            decimals=that_add_up(*signed_parts(whole.new, whole.k1), least=DECIMALS),
        ).move_to(self.panel_at)
        self._count(0.0)
        self.outline = self.chart.ghost()
        self.value = Formula(number_text(self.exact, DECIMALS), size=READOUT)
        self.width = on_baseline(
            Prose(say("kl.area.width"), role="muted"),
            Formula("1", size=LABEL, role="new"),
            buff=0.15,
        )
        places = [
            self._stand_along(self.value, self.exact, UP),
            self._stand_along(self.width, 0.0, DOWN),
        ]
        if not all(places):
            self.outline = VGroup()  # too many blocks to leave their outline behind

    def grow_from(self, logs: LogBars) -> list[Animation]:
        """The line becomes the new policy laid end to end, and each bar gets its width."""
        chart, told = self.chart, dict(zip(cards_of(self.whole), logs.blocks, strict=True))
        pieces = enumerate(zip(chart.blocks, chart.strip, strict=True))
        untold = [part for k, pair in pieces if k not in told for part in pair]

        def widen(share: float) -> None:
            for k, bar in told.items():
                bar.walk(chart.blocks[k], share)

        return [
            FadeOut(logs.names, logs.numbers),
            FadeOut(logs.line),
            *(
                ReplacementTransform(_seed(chart.strip[k], bar, logs.line), chart.strip[k])
                for k, bar in told.items()
            ),
            *walks(0.0, 1.0, (logs.blocks, widen)),
            *map(FadeIn, untold),
        ]

    def show_labels(self) -> list[Animation]:
        """Names, probabilities and heights, where there is room for them."""
        return [FadeIn(group) for group in self.labels]

    def show_parts(self) -> list[Animation]:
        """What is above the strip, what below, and their sum."""
        return [FadeIn(self.panel)]

    def leave_outline(self) -> list[Animation]:
        """The labels make way for the outline of the blocks, which stays behind."""
        arriving = [FadeIn(self.outline)] if self.outline.submobjects else []
        return [*map(FadeOut, self.labels), *arriving]

    def level(self) -> list[Animation]:
        """The hills fill the holes: all heights go to their mean."""
        return walks(0.0, 1.0, (self.chart, self._level), (self.panel, self._count))

    def show_value(self) -> list[Animation]:
        """The height that is left, and the width that it has."""
        return [FadeIn(self.value), FadeIn(self.width)]

    def step_aside(self, width: float) -> list[Animation]:
        """The answers get their own heights back, on a strip of this width."""
        wide, level = self.chart.strip.width, self.chart.heights.copy()

        def make_room(share: float) -> None:
            self.chart.set_width((1 - share) * wide + share * width)
            self.chart.set_shape(self.whole.new, (1 - share) * level + share * self.whole.k1)

        return walks(0.0, 1.0, (self.chart, make_room))

    def _level(self, share: float) -> None:
        self.chart.set_shape(self.whole.new, self._heights(share))

    def _count(self, share: float) -> None:
        heights = self._heights(share)
        above, below = signed_parts(self.whole.new, heights)
        self.panel.show(above=above, below=below, sum=expected_value(self.whole.new, heights))

    def _heights(self, share: float) -> np.ndarray:
        return (1 - share) * self.whole.k1 + share * self.exact

    def _stand_along(self, text: Mobject, height: float, side: np.ndarray) -> bool:
        """Put `text` over (under) the area, near its middle and clear of the outline.

        The answer is whether there is such a place; without one it stands in the middle.
        """
        lines, buff = lines_and_texts(self.outline), 0.2 + 2 * STRIP * (side[1] < 0)
        for share in sorted(np.linspace(0.1, 0.9, 33), key=lambda share: abs(share - 0.5)):
            text.next_to(self.chart.point(share, height), side, buff=buff)
            if not any(touches(text, line) for line in lines):
                return True
        text.next_to(self.chart.point(0.5, height), side, buff=buff)
        return False


def _seed(piece: Mobject, bar: Mobject, line: Mobject) -> Mobject:
    """A piece of the strip before it has its width: flat on the line at its bar."""
    seed = piece.copy().stretch_to_fit_width(bar.width).stretch_to_fit_height(1e-3)
    return seed.move_to([bar.get_x(), line.get_y(), 0])
