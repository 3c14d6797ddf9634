"""The seven names as seven small plots: how the film opens, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, VGroup

from grpo_core import Clip, Dppo, GroupTable
from scenes.script.systems import systems
from scenes.script.words import say
from scenes.stage.grid import Grid
from scenes.stage.theme import AXIS, CURVE, LABEL, READOUT, paint
from scenes.stage.typeset import Prose

from .curves import Curves
from .law import Law
from .told import undivided

NAMES = ("grpo", "drgrpo", "dapo", "gspo", "cispo", "dppo", "sapo")
_ROW = 4  # plots of the first row
_FAR, _HIGH = 4.0, 2.0  # ratios and weights that small plots show


def laws(table: GroupTable, reach: float) -> dict[str, Law]:
    """The seven rules with their papers' bounds, GRPO's with the group's own."""
    known, own = systems(), Clip(table.eps_low, table.eps_high)
    return {
        "grpo": Law(own),
        "drgrpo": Law(own, size=undivided(table)),
        "dapo": Law(known["dapo"].rule),
        "gspo": Law(known["gspo"].rule),
        "cispo": Law(known["open_instruct"].also["cispo"].rule),
        "dppo": Law(Dppo(), old=1 / max(reach, _FAR)),
        "sapo": Law(known["trl"].also["sapo"].rule),
    }


class Shelf(NamedTuple):
    """Where small plots stand: the middle of the first, from one to the next, how large they are,
    and whether their words stand beside them."""

    first: tuple[float, float]
    pitch: tuple[float, float]
    size: tuple[float, float]
    beside: bool = False


DOOR = Shelf((-5.0, 0.58), (3.35, 2.35), (2.85, 1.5))
EXIT = Shelf((-6.15, 1.65), (3.42, 1.95), (1.1, 1.55), beside=True)


class SmallPlot(VGroup):
    """A law over ratios up to `reach` in a box of `size` about `middle`, with its axes.

    Weights are seen up to `most`.
    """

    def __init__(
        self,
        law: Law,
        reach: float,
        size: tuple[float, float],
        middle: np.ndarray,
        *,
        most: float,
    ):
        self.grid = Grid((0.0, reach), (-most, most), *size)
        self.grid.move_to(middle)
        ends = [((0.0, 0), (reach, 0)), ((0.0, -most), (0.0, most))]
        self.axes = VGroup(*(Line(*(self.grid.point(*end) for end in pair)) for pair in ends))
        self.axes.set_stroke(paint("muted"), AXIS)
        self.curves = Curves(self.grid, law, width=CURVE + 1)
        super().__init__(self.grid, self.axes, self.curves)

    def on(self, grid: Grid) -> Curves:
        """Its curves over another box."""
        return Curves(grid, self.curves.law)


class Seven(VGroup):
    """A small plot with its name for each of `rules`; beside it, where so placed, its one line."""

    def __init__(self, rules: Mapping[str, Law], site: Shelf):
        self.plots, self.names, self.lines = VGroup(), VGroup(), VGroup()
        for k, name in enumerate(NAMES):
            row, column = divmod(k, _ROW)
            indent = 0.5 * row  # three stand between four
            x = site.first[0] + (column + indent) * site.pitch[0]
            middle = np.array([x, site.first[1] - row * site.pitch[1], 0.0])
            plot = SmallPlot(rules[name], _FAR, site.size, middle, most=_HIGH)
            self.plots.add(plot)
            size = LABEL if site.beside else READOUT
            title = Prose(say(f"variants.seven_names.{name}"), size=size)
            self.names.add(title)
            if not site.beside:
                title.next_to(plot.grid, DOWN, buff=0.12)
                continue
            title.next_to(plot.grid, RIGHT, buff=0.16).align_to(plot.grid, UP).shift(0.12 * DOWN)
            line = Prose(say(f"variants.home.{name}"), size=LABEL, role="muted")
            line.next_to(title, DOWN, buff=0.14).align_to(title, LEFT)
            self.lines.add(line)
        super().__init__(self.plots, self.names, self.lines)
