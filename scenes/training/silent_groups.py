"""All groups of a run, and which of them have nothing to compare."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, Animation, Create, FadeIn, Rectangle, VGroup

from grpo_core import TabularRun
from scenes.script.words import say
from scenes.stage.live_number import LiveNumber
from scenes.stage.placement import touches
from scenes.stage.theme import HAIRLINE, LABEL, READOUT, paint
from scenes.stage.typeset import Prose, on_baseline

from .batch_counter import batch_name
from .group_grid import GroupGrid


class SilentGroups:
    """The grid of a run's groups; `total` counts those that `grid.set_silent` has emptied.

    `told` are the batches that carry their number, from 0.
    """

    grid_at = np.array([0.0, 0.05, 0.0])
    width, height = 12.4, 3.7
    head_at, reach = 3.1, 6.2  # height of the headings, and how far out they begin and end

    def __init__(self, run: TabularRun, told: tuple[int, ...]):
        self.rewards = run.rewards
        self.grid = grid = GroupGrid(run, width=self.width, height=self.height)
        grid.stand_at(self.grid_at).set_time(0.0)
        self.ticks = VGroup(*map(grid.tick, told))
        self.axis = batch_name(size=LABEL, role="muted").next_to(self.ticks, DOWN, buff=0)
        self.axis.set_x(0).set_y(self.ticks.get_y())
        self.heading = Prose(say("training.saturation.heading"), size=READOUT, role="reward")
        self.heading.move_to([-self.reach, self.head_at, 0], aligned_edge=LEFT)
        self.number = LiveNumber(int(grid.silent.sum()), 0, size=READOUT)  # room for the last
        self.total = self._total()
        self.number.set_value(0)

    def _total(self) -> VGroup:
        silent, of_all = (
            Prose(say(f"training.saturation.{key}", count=self.grid.steps), size=READOUT)
            for key in ("silent", "of_all")
        )
        total = on_baseline(silent, self.number, of_all, buff=0.22)
        total.move_to([self.reach, self.head_at, 0], aligned_edge=RIGHT)
        sign = Rectangle(width=0.15, height=0.36).set_stroke(paint("text"), HAIRLINE)
        return total.add(sign.next_to(silent, LEFT, buff=0.2))

    def show_axis(self) -> list[Animation]:
        """The axis of the batches comes in, its columns still empty; then `grid` may stand."""
        texts = (self.heading, self.ticks, self.axis)
        return [*map(FadeIn, texts), Create(self.grid.foot)]

    def count(self, _: float) -> None:
        """Say how many columns are empty."""
        self.number.set_value(self.grid.count())

    def names(self) -> VGroup:
        """Why the first silent group is silent, and why the last one is."""
        names = VGroup()
        for step in map(int, np.flatnonzero(self.grid.silent)[[0, -1]]):
            key = "all_right" if self.rewards[step].max() > 0 else "all_wrong"
            name = self.grid.name_over(say(f"training.saturation.{key}"), step)
            if not any(touches(name, other) for other, _ in names):
                names.add(VGroup(name, self.grid.pointer(step, name)))
        return names
