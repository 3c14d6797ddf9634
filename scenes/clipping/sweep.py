"""What the clip range does to the whole group: its surrogate over epsilon, and who pushes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import DOWN, LEFT, Animation, FadeIn, Mobject, VGroup

from grpo_core import GroupTable
from scenes.script.cases import pushes
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.motion import Walk
from scenes.stage.placement import lines_and_texts
from scenes.stage.places import keep_inside
from scenes.stage.ratio_strip import RatioStrip
from scenes.stage.readout import ReadOut
from scenes.stage.sweep_plot import SweepPlot
from scenes.stage.typeset import Prose

_PLOT_CENTER, _DIAL_CENTER = np.array([-2.9, 0.4, 0]), np.array([4.3, 2.45, 0])
_STRIP_CENTER = np.array([4.4, -0.6, 0])


class Sweep:
    """A plot, a dial, and the strip of answers; all turn with epsilon."""

    def __init__(self, table: GroupTable):
        self.table = table
        self.plot = SweepPlot(table, width=6.2, height=4.6).move_to(_PLOT_CENTER)
        self.strip = RatioStrip(table, width=4.3, lane=1.0, labels=False).move_to(_STRIP_CENTER)
        keep_inside(self.strip)
        name = quoted(say("clipping.sweep.surrogate"))
        self.dial = ReadOut(
            {"epsilon": ("epsilon", "text"), "surrogate": (name, "text")},
            width=4.3,
            decimals=3,
            result=False,
        ).move_to(_DIAL_CENTER)
        self.caveat = Prose(say("stage.dial_plot.larger"), role="muted")
        self.caveat.next_to(self.dial, DOWN, buff=0.2).align_to(self.dial, LEFT)
        self.marks = VGroup()
        self.count(0.0)
        self.turn(0.0)

    @property
    def parts(self) -> list[Mobject]:
        """All of it but the marks."""
        return [self.plot, self.dial, self.strip, self.caveat]

    @property
    def present(self) -> list[float]:
        """The group's own epsilon; none if its bounds differ: the sweep turns both alike."""
        alike = self.table.eps_low == self.table.eps_high
        return [min(self.table.eps_low, self.plot.most)] if alike else []

    @property
    def stretches(self) -> list[tuple[float, float]]:
        """The ranges of epsilon between the values that are marked."""
        inner = {*self.present, *self.plot.landmarks(), self.plot.most} - {0.0}
        return list(pairwise([0.0, *sorted(inner)]))

    # -- setters ------------------------------------------------------------

    def turn(self, epsilon: float) -> None:
        """The range on the strip, and who pushes under it."""
        self.strip.set_range(epsilon, epsilon)
        self.strip.set_pushing(pushes(self.plot.table_at(epsilon)))

    def count(self, epsilon: float) -> None:
        """The numbers of the dial."""
        self.dial.show(epsilon=epsilon, surrogate=self.plot.value(epsilon))

    @property
    def turning(self) -> list[Walk]:
        """All that follows epsilon."""
        return [
            (self.plot, self.plot.set_epsilon),
            (self.dial, self.count),
            (self.strip, self.turn),
        ]

    # -- states -------------------------------------------------------------

    def mark(self, epsilon: float) -> list[Animation]:
        """A mark at the curve where epsilon stands; where it breaks, or is the group's, a tick."""
        mark = self._mark(epsilon, lines_and_texts(self.marks))
        self.marks.add(mark)
        return [FadeIn(mark)]

    def _mark(self, epsilon: float, taken: list[Mobject]) -> VGroup:
        plot = self.plot
        if epsilon in (0.0, plot.most):
            return plot.mark(epsilon, taken)
        if epsilon in plot.landmarks():
            return plot.tick(epsilon, taken, 3)
        tick = plot.tick(epsilon, taken)
        return VGroup(tick, plot.mark(epsilon, [*taken, tick[1]]))
