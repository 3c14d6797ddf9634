"""k3 as the gap between a line and a logarithm, and the gap of each answer."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, Create, FadeIn, FadeOut, Mobject, VGroup

from grpo_core import GroupTable
from scenes.script.numerals import number_text
from scenes.script.telling import cards_of
from scenes.stage.camera import HOME_WIDTH
from scenes.stage.live_number import LiveNumber
from scenes.stage.motion import walks
from scenes.stage.placement import find_place, lines_and_texts
from scenes.stage.readout import ReadOut
from scenes.stage.theme import LABEL, READOUT
from scenes.stage.typeset import Formula, on_baseline

from .bar_names import NEAR
from .gap_plot import GapPlot
from .log_bars import DECIMALS

_ROWS = {
    "x": ("x", "text"),
    "line": ("x - 1", "muted"),
    "log": ("ln x", "text"),
    "gap": ("k_3", "text"),
}
_SIDES = (DOWN + RIGHT, DOWN, RIGHT, UP + LEFT, UP, LEFT)  # of a bar, for its label


class Gap:
    """The plot of the gap with a read-out at its bar, which visits the answers of `table`.

    `stops` are the ratios that the bar visits, down from 1 and then up.
    """

    plot_at = (-2.3, 0.15, 0.0)  # its middle
    panel_at = (4.75, 0.75, 0.0)  # its middle
    names_from_touch = (0.75, -0.6, 0.0)  # in a close view

    def __init__(self, table: GroupTable):
        self.shown = cards_of(table)
        self.xs = np.exp(-table.k1[list(self.shown)])
        self.plot = GapPlot(self.xs).move_to(self.plot_at)
        self.panel = ReadOut(_ROWS, decimals=DECIMALS, width=3.3).move_to(self.panel_at)
        self._count(1.0)
        mean = on_baseline(Formula('"mean" k_3 =', size=READOUT), LiveNumber(table.kl, DECIMALS))
        mean.next_to(self.panel, DOWN, buff=0.35)
        self.names = VGroup(self.plot.names(), *self.plot.gap_name(), mean)
        seen = np.unique([x for x in self.xs.round(6) if self.plot.shows(x)])
        self.stops = [*seen[seen < 1][::-1], *seen[seen >= 1]]
        self.labels = VGroup()
        lines = self.plot.line, self.plot.curve, self.plot.axis
        self._taken = lines_and_texts(*lines, self.names)

    def draw(self) -> list[Animation]:
        """The line and the logarithm over the axis of the ratio."""
        return [Create(line) for line in (self.plot.axis, self.plot.line, self.plot.curve)]

    def open_gap(self) -> list[Animation]:
        """The area between them, and the point where they touch."""
        return [FadeIn(self.plot.between), FadeIn(self.plot.touch)]

    def touch(self) -> np.ndarray:
        """Where line and logarithm touch."""
        return self.plot.point(1, 0)

    def look_close(self, width: float) -> list[Animation]:
        """Names of both lines and the place where they touch, for a view of this width."""
        scale = width / HOME_WIDTH
        agree = VGroup(
            Formula("x = 1", size=READOUT * scale),
            Formula("k_3 = 0", size=READOUT * scale),
        ).arrange(DOWN, buff=0.1, aligned_edge=LEFT)
        agree.move_to(self.touch() + self.names_from_touch)
        self.near = VGroup(self.plot.names_near(0.3 * width, scale), agree)
        return [FadeIn(self.near)]

    def leave_close(self) -> list[Animation]:
        """What was for a close view leaves."""
        return [FadeOut(self.near)]

    def show_numbers(self) -> list[Animation]:
        """The read-out at the bar, and what is what."""
        return [FadeIn(self.panel), FadeIn(self.names)]

    def walk(self, before: float, after: float) -> list[Animation]:
        """The bar goes from one ratio to another."""
        return walks(before, after, (self.plot, self.plot.set_x), (self.panel, self._count))

    def stamp(self, x: float) -> Mobject:
        """The bar of the answers whose ratio is `x`, to stay there when the bar goes on."""
        bar = self.plot.stamp(x)
        self._taken.append(bar)
        label = self._label(x)
        if find_place(label, bar, self._taken, directions=_SIDES, buff=0.14, reach=NEAR):
            self._taken.extend(label)
            self.labels.add(label)
        return bar

    def show_labels(self) -> list[Animation]:
        """Which answers have which gap, at the bars that have room for it."""
        return [FadeIn(label) for label in self.labels]

    def _label(self, x: float) -> VGroup:
        who = [
            f"o_{i + 1}"
            for i, other in zip(self.shown, self.xs, strict=True)
            if abs(other - x) < 1e-5
        ]
        value = number_text(self.plot.gap(x), DECIMALS)
        texts = Formula(", ".join(who), size=LABEL), Formula(value, size=LABEL)
        return on_baseline(*texts, buff=0.2)

    def _count(self, x: float) -> None:
        log, gap = float(np.log(x)), self.plot.gap(x)
        self.panel.show(x=x, line=x - 1, log=log, gap=gap)
