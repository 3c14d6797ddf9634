"""Samples drop onto an area chart and line up beside it at the heights they hit."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Circle, VGroup, smooth

from grpo_core import EstimatorRace
from scenes.stage.theme import AXIS, paint

from .area_chart import AreaChart

_RADIUS = 0.12
_FALL = 0.5  # the share of a sample's time that it falls; then it goes to its place


class SampleRow(VGroup):
    """The first `count` samples of `race` as dots: filled above 0, hollow below.

    A sample falls on `chart` at the place that drew it, and then moves level to its slot;
    the slots lie between `left` and `right`. `set_progress(t)` shows the state in which
    the first t samples have arrived.
    """

    def __init__(
        self, chart: AreaChart, race: EstimatorRace, count: int, left: float, right: float
    ):
        super().__init__()
        self.values = race.k1[:count]
        self.sky = chart.point(0, chart.heights.max())[1] + 0.55
        slots = np.linspace(left, right, count)
        self.paths = []
        for value, place, slot in zip(self.values, race.places, slots, strict=False):
            landing = chart.point(float(place), float(value))
            start = np.array([landing[0], self.sky, 0.0])
            self.paths.append((start, landing, np.array([slot, landing[1], 0.0])))
            self.add(Circle(_RADIUS))
        self.set_progress(0.0)

    def set_progress(self, samples: float) -> Self:
        """Show the row after `samples` samples; a fraction is one on its way."""
        self.samples = samples
        for k, dot in enumerate(self.submobjects):
            share = float(np.clip(samples - k, 0.0, 1.0))
            start, landing, slot = self.paths[k]
            if share <= _FALL:
                place = start + smooth(share / _FALL) * (landing - start)
            else:
                place = landing + smooth((share - _FALL) / (1 - _FALL)) * (slot - landing)
            dot.move_to(place)
            self._show(dot, float(self.values[k]), share > 0)
        return self

    def has_landed(self) -> bool:
        """Whether a sample has hit its height yet."""
        return self.samples >= _FALL

    def latest(self) -> float:
        """The k1 of the last sample that has landed."""
        landed = int(np.floor(self.samples + _FALL))
        return float(self.values[max(landed, 1) - 1])

    @staticmethod
    def _show(dot: Circle, value: float, shown: bool) -> None:
        hollow = value < 0
        dot.set_fill(paint("ground" if hollow else "text"), opacity=float(shown))
        dot.set_stroke(paint("text"), AXIS * hollow, opacity=float(shown))
