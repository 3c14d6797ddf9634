"""The divergence as the area of the log-ratios, which levels out to one height."""

from __future__ import annotations

import numpy as np
from manim import DOWN, RIGHT, Animation, FadeIn, FadeOut, ReplacementTransform, VGroup

from grpo_core import GroupTable, kl_divergence
from scenes.script.glyphs import quoted
from scenes.script.telling import cards_of
from scenes.script.words import say
from scenes.stage.motion import walks
from scenes.stage.placement import lines_and_texts, touches
from scenes.stage.theme import FORMULA, READOUT, paint
from scenes.stage.typeset import Formula, fit_prose

from .area_chart import STRIP, AreaChart
from .short import short
from .signed_block import BRIGHT
from .surprise import Surprise, nat_unit

RISE = 2.4  # scene units, of the answer that moved most
_FILL = 3.6  # width of what has happened, scene units
_BACK = 0.3  # opacity of the blocks when samples are what counts
_BIG = 72  # of the sentence that the beat ends on


class ExactArea:
    """The log-ratios of all answers of `whole`, each as wide as the new policy makes it likely.

    `exact` is the divergence in nats: the area of `chart`, whatever its state.
    """

    corner = (-6.4, 0.2, 0.0)  # where the strip begins
    width = 8.8
    words_at = (4.45, -1.9, 0.0)

    def __init__(self, whole: GroupTable):
        self.whole = whole
        self.exact = float(kl_divergence(whole.new, whole.ref))
        self.unit = nat_unit(whole.k1, RISE)
        self.chart = AreaChart(
            whole.new, whole.k1, unit=self.unit, width=self.width, corner=self.corner, bright=True
        )
        labels = self.chart.labels(sign=True, size=READOUT)
        self.labels = [group for group in labels if group.submobjects]
        self.outline = self.chart.ghost()
        self.value = Formula(f'"KL" = {{{{ {short(self.exact)} : value }}}}', size=_BIG)
        self.value.next_to(self.chart.level(0.5 * self.exact), RIGHT, buff=0.3)
        self.words = self._in_words()

    def grow_from(self, picture: Surprise) -> list[Animation]:
        """The line becomes the new policy laid end to end, and each bar gets its width."""
        chart = self.chart
        told = dict(zip(cards_of(self.whole), picture.blocks, strict=True))
        pieces = enumerate(zip(chart.blocks, chart.strip, strict=True))
        untold = [part for k, pair in pieces if k not in told for part in pair]

        def widen(share: float) -> None:
            for k, bar in told.items():
                bar.walk(chart.blocks[k], share)

        bars = zip(cards_of(self.whole), picture.chart.bars["new"], strict=True)
        return [
            *(ReplacementTransform(bar.bar, chart.strip[k]) for k, bar in bars),
            *walks(0.0, 1.0, (picture.blocks, widen)),
            *map(FadeIn, untold),
        ]

    def show_labels(self) -> list[Animation]:
        """Names, probabilities and heights, where there is room for them."""
        return [FadeIn(group) for group in self.labels]

    def leave_outline(self) -> list[Animation]:
        """The labels make way for the outline of the blocks, which stays behind."""
        *inside, heights = self.labels
        return [
            *map(FadeOut, inside),
            heights.animate.set_color(paint("muted")),
            FadeIn(self.outline),
        ]

    def level(self) -> list[Animation]:
        """The hills fill the holes: all heights go to their mean."""
        return walks(0.0, 1.0, (self.chart, self._level))

    def show_value(self) -> list[Animation]:
        """The height that is left, and the width that it has."""
        return [FadeIn(self.value), *map(FadeIn, self.words)]

    def brighten(self) -> list[Animation]:
        """What is left is all that there is."""
        return walks(BRIGHT, 1.0, (self.chart.blocks, self._shine))

    def step_aside(self, width: float) -> list[Animation]:
        """The answers get their own heights back, on a strip of this width."""
        wide, level = self.chart.strip.width, self.chart.heights.copy()

        def make_room(share: float) -> None:
            self._shine((1 - share) + share * _BACK)
            self.chart.set_width((1 - share) * wide + share * width)
            self.chart.set_shape(self.whole.new, (1 - share) * level + share * self.whole.k1)

        return walks(0.0, 1.0, (self.chart, make_room))

    def _shine(self, opacity: float) -> None:
        for block in self.chart.blocks:
            block.shine(opacity)

    def _level(self, share: float) -> None:
        heights = (1 - share) * self.whole.k1 + share * self.exact
        self.chart.set_shape(self.whole.new, heights)

    def _in_words(self) -> VGroup:
        """What has happened, and how wide the area is: under the strip, beside the holes."""
        width = Formula(f"{quoted(say('kl.area.width'))} 1", size=FORMULA, role="new")
        lines = lines_and_texts(self.outline)
        shares = sorted(np.linspace(0.1, 0.9, 33), key=lambda share: abs(share - 0.8))
        for share in shares:
            width.next_to(self.chart.point(share, 0), DOWN, buff=0.2 + 2 * STRIP)
            if not any(touches(width, line) for line in lines):
                break
        fill = fit_prose(say("kl.area.fill"), _FILL, size=READOUT, role="muted")
        return VGroup(width, fill.move_to(self.words_at))
