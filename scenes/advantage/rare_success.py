"""A group in which successes are rare: its rewards, its mean and std, its advantages."""

from __future__ import annotations

import numpy as np
from manim import LEFT, Animation, FadeIn, LaggedStart, VGroup

from grpo_core import GroupTable
from scenes.script.words import say
from scenes.stage.motion import Drive
from scenes.stage.readout import ReadOut
from scenes.stage.typeset import Prose

from .advantage_bars import AdvantageBars


class RareSuccess:
    """The rewards of a group, and then a bar for each advantage over them."""

    bars_at, figures_at = np.array([-1.2, -0.05, 0.0]), np.array([5.15, 2.3, 0.0])
    heading_at = np.array([-6.3, 3.4, 0.0])  # its left end

    def __init__(self, table: GroupTable):
        self.bars = AdvantageBars(table, width=9.2, unit=1.3).shift(self.bars_at)
        self.heading = Prose(say("advantage.rare.heading"), role="muted")
        self.heading.move_to(self.heading_at, LEFT)
        rows = {"mean": ('"mean"', "text"), "std": ('"std"', "text")}
        self.figures = ReadOut(rows, width=2.7, result=False).move_to(self.figures_at)
        self.figures.show(mean=table.reward_mean, std=table.reward_std)

    def show_rewards(self) -> list[Animation]:
        """The line, and the rewards one after the other."""
        line, name = FadeIn(self.bars.line), FadeIn(self.bars.names[1])
        rewards = LaggedStart(*map(FadeIn, self.bars.rewards), lag_ratio=0.1)
        return [FadeIn(self.heading), line, rewards, name]

    def show_signs(self) -> list[Animation]:
        """Mean and std, and what is to grow."""
        return [FadeIn(self.figures), FadeIn(self.bars.signs), FadeIn(self.bars.names[0])]

    def numbers(self) -> VGroup:
        """Each advantage as a number at the end of its bar."""
        return self.bars.numbers()

    def grow(self) -> Drive:
        """The bars grow to the advantages."""
        return Drive(self.bars, self.bars.set_level, 0.0, 1.0)
