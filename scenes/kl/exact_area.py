"""The divergence as the area of the log-ratios, which levels out to one height."""

from __future__ import annotations

import numpy as np
from manim import DOWN, RIGHT, Animation, FadeIn, FadeOut, Line, ReplacementTransform, VGroup

from grpo_core import GroupTable, kl_divergence
from scenes.script.glyphs import quoted
from scenes.script.telling import cards_of
from scenes.script.words import say
from scenes.stage.motion import walks
from scenes.stage.placement import lines_and_texts, touches
from scenes.stage.retelling import LATE
from scenes.stage.theme import AXIS, FORMULA, READOUT, paint
from scenes.stage.typeset import Formula

from .area_chart import AreaChart
from .short import short
from .surprise import Surprise, nat_unit

RISE = 2.4  # scene units, of the answer that moved most
_UNDER = 0.72  # from the strip to the line along its whole width, scene units
_BACK = 0.52  # opacity of the blocks when samples are what counts
_BIG = 72  # of the sentence that the beat ends on


class ExactArea:
    """The log-ratios of all answers of `whole`, each as wide as the new policy makes it likely.

    `exact` is the divergence in nats: the area of `chart`, whatever its state.
    """

    corner = (-6.4, 0.2, 0.0)  # where the strip begins
    width = 8.8

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
        """Each block gets its width where it stands; then they slide together, on the policy."""
        chart = self.chart
        told = dict(zip(cards_of(self.whole), picture.blocks, strict=True))
        pieces = enumerate(zip(chart.blocks, chart.strip, strict=True))
        untold = [part for k, pair in pieces if k not in told for part in pair]

        def widen(share: float) -> None:
            for k, block in told.items():
                block.spread(chart.blocks[k], share)

        bars = zip(cards_of(self.whole), picture.chart.bars["new"], strict=True)
        return [
            *(ReplacementTransform(b.bar, chart.strip[k], rate_func=LATE) for k, b in bars),
            *walks(0.0, 1.0, (picture.blocks, widen)),
            *(FadeIn(part, rate_func=LATE) for part in untold),
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
        *_, heights = self.labels
        hidden = [h for h in heights if any(touches(h, part) for part in self.words.get_family())]
        return [FadeIn(self.value), *map(FadeIn, self.words), *map(FadeOut, hidden)]

    def brighten(self) -> list[Animation]:
        """What is left is all that there is."""
        return self.chart.brighten()

    def step_aside(self, width: float) -> list[Animation]:
        """The answers get their own heights back, on a strip of this width."""
        (corner, wide, unit), level = self.chart.frame, self.chart.heights.copy()

        def make_room(share: float) -> None:
            self.chart.shine((1 - share) + share * _BACK)
            self.chart.set_frame(corner, (1 - share) * wide + share * width, unit)
            self.chart.set_shape(self.whole.new, (1 - share) * level + share * self.whole.k1)

        return walks(0.0, 1.0, (self.chart, make_room))

    def _level(self, share: float) -> None:
        heights = (1 - share) * self.whole.k1 + share * self.exact
        self.chart.set_shape(self.whole.new, heights)

    def _in_words(self) -> VGroup:
        """How wide the area is: the chances under the strip, and all of it."""
        foot = self.chart.grid.point(0, 0)[1] - _UNDER
        left, right = (self.chart.grid.point(share, 0)[0] for share in (0.0, 1.0))
        ends = (Line([x, foot - 0.1, 0], [x, foot + 0.1, 0]) for x in (left, right))
        whole = VGroup(Line([left, foot, 0], [right, foot, 0]), *ends)
        whole.set_stroke(paint("new"), AXIS)
        width = Formula(f"{quoted(say('kl.area.width'))} 1", size=FORMULA, role="new")
        lines = lines_and_texts(self.outline)
        for share in sorted(np.linspace(0.1, 0.9, 33), key=lambda share: abs(share - 0.5)):
            width.next_to([(1 - share) * left + share * right, foot, 0], DOWN, buff=0.16)
            if not any(touches(width, line) for line in lines):
                break
        shares = self.chart.share_row()
        clear = (text for text in shares if not any(touches(text, line) for line in lines))
        return VGroup(VGroup(*clear), whole, width)
