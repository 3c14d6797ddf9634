"""What is subtracted and divided: the same curve at three heights."""

from __future__ import annotations

from manim import LEFT, Animation, FadeIn, VGroup

from scenes.script.decimals import without_zero
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.theme import LABEL
from scenes.stage.typeset import Formula, Prose, on_baseline

from .told import undivided
from .weight_plot import WeightPlot

_GAP = 0.55  # between two names, at least
_BESIDE = 0.3  # from the highest edge to the names


class ThreeHeights:
    """GRPO's curve, that of a comparison with the others only, and the undivided one.

    Each leaves a thin copy of itself where it stood; names stand at the peaks.
    """

    def __init__(self, plot: WeightPlot):
        self.plot, table = plot, plot.table
        self.sizes = {
            "grpo": 1.0,
            "rloo": undivided(table, others_only=True),
            "drgrpo": undivided(table),
        }
        self.laws = {name: plot.law.of_size(size) for name, size in self.sizes.items()}
        self.ghosts = {name: plot.ghost(law) for name, law in self.laws.items()}
        self.names = self._names()

    def _names(self) -> dict[str, VGroup]:
        """At the height of each peak, or as near as the others leave room; the lowest first."""
        bound, names = 1 + self.plot.table.eps_high, {}
        floor = self.plot.point(0, 0)[1] + _GAP
        for name, size in sorted(self.sizes.items(), key=lambda item: item[1]):
            spot = self.plot.point(bound, bound * size)
            words = Prose(say(f"variants.height.{name}"), size=LABEL)
            factor = Formula(f"times {without_zero(number_text(size, 2))}", size=LABEL)
            names[name] = on_baseline(words, factor, buff=0.2)
            height = max(float(spot[1]), floor)
            names[name].move_to([spot[0] + _BESIDE, height, 0], aligned_edge=LEFT)
            floor = height + _GAP
        return names

    def show(self, name: str) -> list[Animation]:
        """A name, where the curve is now."""
        return [FadeIn(self.names[name])]

    def turn_to(self, name: str) -> list[Animation]:
        """The curve goes to its next height."""
        return self.plot.turn_to(self.laws[name])
