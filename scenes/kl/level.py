"""A mean as a line through blocks, which it is told from by a rim of the ground's colour."""

from __future__ import annotations

from manim import DashedLine, VGroup

from scenes.stage.theme import CURVE, MAIN_CURVE, paint

from .area_chart import AreaChart

_RIM, _THIN_RIM = 10, 7  # strokes


class Level(VGroup):
    """A line along the whole strip of `chart` at `height`; a `dashed` one is to compare with.

    Its parts are `rim` and `line`.
    """

    def __init__(
        self, chart: AreaChart, height: float, *, dashed: bool = False, role: str = "text"
    ):
        self.rim = chart.level(height, role="ground", width=_THIN_RIM if dashed else _RIM)
        self.line = chart.level(height, width=MAIN_CURVE)
        if dashed:
            ends = self.line.get_start(), self.line.get_end()
            self.line = DashedLine(*ends).set_stroke(paint(role), CURVE)
        super().__init__(self.rim, self.line)
