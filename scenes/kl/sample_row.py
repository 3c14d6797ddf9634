"""Samples drop onto an area chart and line up beside it at the heights they hit."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Dot, VGroup, VMobject, smooth

from grpo_core import EstimatorRace
from scenes.stage.theme import MAIN_CURVE, paint

from .area_chart import AreaChart
from .signed_block import BRIGHT

_RADIUS, _STRANGE = 0.065, 0.085
FIRST, _LARGER = 5, 2.4  # so many samples are so many times as large on their way
_FALL = 0.5  # the share of a sample's time until it has its height


class SampleRow(VGroup):
    """The first `count` samples of `race` as dots, and the running mean of those that arrived.

    A sample comes out of the strip of `chart` at the place that drew it, goes to the end of
    its block, which lights up, and then level to its slot; the slots lie between `left` and
    `right`. The first few are larger on their way. `set_progress(t)` shows the state in which
    the first t samples have arrived.
    """

    def __init__(
        self, chart: AreaChart, race: EstimatorRace, count: int, left: float, right: float
    ):
        super().__init__()
        self.values, self.means = race.k1[:count], race.mean_k1[:count]
        slots = np.linspace(left, right, count)
        self.paths, self.way = [], []
        for k, (value, place, slot) in enumerate(
            zip(self.values, race.places, slots, strict=False)
        ):
            landing = chart.point(float(place), float(value))
            start = np.array([landing[0], chart.grid.point(0, 0)[1], 0.0])
            level = chart.grid.point(0, float(value))[1]  # as the mean is drawn
            self.paths.append((start, landing, np.array([slot, level, 0.0])))
            height = chart.grid.point(0, float(self.means[k]))[1]
            self.way.append(np.array([slot, height, 0.0]))
        self.dots, self.blocks = VGroup(*map(_dot, self.values)), chart.blocks
        self.radii = [dot.width / 2 for dot in self.dots]
        self.hit = race.samples[:count]
        self.shade = chart.blocks[0].get_fill_opacity() if len(chart.blocks) else 0.0
        self.mean = VMobject().set_stroke(paint("text"), MAIN_CURVE)
        self.add(self.dots, self.mean)
        self.set_progress(0.0)

    def set_progress(self, samples: float) -> Self:
        """Show the row after `samples` samples; a fraction is one on its way."""
        self.samples = samples
        for k, dot in enumerate(self.dots):
            share = float(np.clip(samples - k, 0.0, 1.0))
            start, landing, slot = self.paths[k]
            if share <= _FALL:
                place = start + smooth(share / _FALL) * (landing - start)
            else:
                place = landing + smooth((share - _FALL) / (1 - _FALL)) * (slot - landing)
            grown = 1 + (k < FIRST) * (_LARGER - 1) * (1 - smooth(share))
            dot.set(width=2 * self.radii[k] * grown)
            dot.move_to(place).set_fill(opacity=float(share > 0))
        self._light(samples)
        arrived = int(samples)
        self.mean.clear_points()
        if arrived > 1:
            self.mean.set_points_as_corners(self.way[:arrived])
        return self

    def _light(self, samples: float) -> None:
        """A block that has just been hit shines, for as long as a few samples take."""
        glow = np.zeros(len(self.blocks))
        for k in range(max(0, int(samples) - 2), min(int(samples) + 1, len(self.hit))):
            since = samples - k - _FALL
            if 0 <= since <= 1 - _FALL:
                glow[self.hit[k]] = max(glow[self.hit[k]], 1 - smooth(since / (1 - _FALL)))
        for block, light in zip(self.blocks, glow, strict=True):
            block.shine(self.shade + light * (BRIGHT - self.shade))

    def whole_mean(self) -> VMobject:
        """The running mean as it is in the end: what words must keep clear of."""
        return VMobject().set_stroke(paint("text"), MAIN_CURVE).set_points_as_corners(self.way)

    def end_of_mean(self) -> np.ndarray:
        """Where the mean of all samples lies."""
        return self.way[-1]


def _dot(value: float) -> Dot:
    """A sample; those below zero are larger, for they are what is strange."""
    radius = _STRANGE if value < 0 else _RADIUS
    return Dot(radius=radius, stroke_width=0).set_fill(paint("new"), 1)
