"""All batches of the run as columns, and over them the reward: the film's last picture."""

from __future__ import annotations

from typing import Self

from manim import LEFT, RIGHT, UP, VGroup

from grpo_core import TabularRun
from scenes.script.words import say
from scenes.stage.theme import LABEL, MAIN_CURVE, paint
from scenes.stage.time_plot import TimePlot, Trace
from scenes.stage.typeset import Prose

from .group_grid import GroupGrid

_WIDE, _TALL, _AT = 12.4, 2.2, (0.0, -0.15, 0.0)


class RewardedColumns(VGroup):
    """A column a batch, right answers below, and a line of the share that is right.

    `set_time` shows batches and line so far; `set_silent` empties the silent columns.
    """

    def __init__(self, run: TabularRun):
        rewards = run.rewards.mean(axis=1)
        rights = (run.rewards > 0).sum(axis=1)
        place = {"width": _WIDE, "height": _TALL}
        self.grid = GroupGrid(rights, run.settings.group_size, **place)
        self.grid.stand_at(_AT)
        steps = self.grid.steps
        plot = TimePlot(steps, 0.0, 1.0, **place)
        plot.stand_at(_AT)
        times = [k + 0.36 for k in range(steps)]
        self.line = Trace(plot, times, rewards, role="text", width=MAIN_CURVE, head=False)
        self.line.line.set_stroke(paint("ground"), MAIN_CURVE + 5, background=True)
        self.name = Prose(say("training.home.columns"), size=LABEL, role="muted")
        self.name.next_to(self.grid.point(0, self.grid.size), UP, buff=0.16)
        self.name.align_to(self.grid.foot, LEFT)
        self.silent = Prose(
            say("training.home.hollow", count=int(self.grid.silent.sum()), whole=steps), size=LABEL
        )
        self.silent.next_to(self.grid.point(steps, self.grid.size), UP, buff=0.16)
        self.silent.align_to(self.grid.foot, RIGHT)
        super().__init__(self.grid, self.line, self.name, self.silent)
        self.silent.set_opacity(0.0)

    def set_time(self, time: float) -> Self:
        """Show what was before `time` batches."""
        self.grid.set_time(time)
        self.line.set_time(time)
        return self

    def set_silent(self, time: float) -> Self:
        """Empty the silent columns before `time`; their count comes with the last."""
        self.grid.set_silent(time)
        self.silent.set_opacity(min(1.0, time / self.grid.steps))
        return self
