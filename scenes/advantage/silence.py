"""A group whose answers become equally good: its arrows go, and its advantages are 0 by rule."""

from __future__ import annotations

import numpy as np
from manim import DOWN, RIGHT, Animation, FadeIn, VGroup

from grpo_core import GroupTable, group_advantages, group_std
from scenes.script.words import say
from scenes.stage.readout import ReadOut
from scenes.stage.reward_line import RewardLine, spread_of
from scenes.stage.theme import FORMULA, READOUT, sign_role
from scenes.stage.typeset import Formula, Prose, on_baseline

from .deviations import Deviations, Layout, lanes


class Silence:
    """A group's rewards as arrows from their mean, and a panel of what they come to.

    `draw` and `count` bring the rewards on their way to the largest one: 0 as they are, 1 all
    equal.
    """

    foot = np.array([-2.3, -1.6, 0.0])  # the middle of the axis
    readout_at, rule_at = np.array([4.9, 1.7, 0.0]), np.array([6.3, -1.0, 0.0])  # its right end

    def __init__(self, table: GroupTable):
        self.rewards, self.ddof = table.rewards, table.ddof
        pad = 0.25 * spread_of(self.rewards)
        ends = (self.rewards.min() - pad, self.rewards.max() + pad)
        self.line = RewardLine(self.rewards, *ends, width=7.4).shift(self.foot)
        self.line.remove(self.line.dots)
        self.name = Formula("r_i", size=READOUT, role="reward")
        self.name.next_to(self.line.axis, RIGHT, buff=0.25)
        heights = lanes(self.rewards, 4.2, foot=0.3)
        self.layout = Layout((0, self.foot[1]), self.line.unit, heights, 4.6)
        self.arrows = Deviations(self.rewards, self.layout)
        most = ('"max" A_i', "up")
        rows = {"mean": ('"mean"', "text"), "std": ('"std"', "text"), "most": most}
        self.readout = ReadOut(rows, width=3.4, signed=("most",)).move_to(self.readout_at)
        self.draw(0.0)
        self.count(0.0)

    def draw(self, share: float) -> None:
        """Draw the arrows of the rewards that are `share` of their way to the largest one."""
        now = towards_best(self.rewards, share)
        self.arrows.set_values(group_advantages(now, scale="none"))
        origin = self.line.place(now.mean())
        self.arrows.set_layout(self.layout.but(origin=tuple(origin[:2])))

    def count(self, share: float) -> None:
        """Say what those rewards come to."""
        now = towards_best(self.rewards, share)
        most = self.most(share)
        self.readout.show(mean=now.mean(), std=self.std(share), most=most)
        self.readout.set_role("most", sign_role(most))

    def std(self, share: float) -> float:
        """The std of those rewards."""
        return float(group_std(towards_best(self.rewards, share), ddof=self.ddof))

    def most(self, share: float) -> float:
        """Their largest advantage."""
        return float(group_advantages(towards_best(self.rewards, share), ddof=self.ddof).max())

    def show(self) -> list[Animation]:
        """Everything as the group has it."""
        return [*map(FadeIn, (self.line, self.name, self.arrows, self.readout))]

    def rule(self) -> VGroup:
        """What the advantages are then, and what they are not."""
        zero, quotient = (
            Formula("A_i = 0", size=FORMULA),
            Formula("0 / 0", size=READOUT, role="muted"),
        )
        by_rule = Prose(say("advantage.silence.by_rule"), size=READOUT)
        rows = VGroup(
            on_baseline(zero, by_rule),
            on_baseline(Prose(say("advantage.silence.not"), role="muted"), quotient),
        )
        return rows.arrange(DOWN, buff=0.3, aligned_edge=RIGHT).move_to(self.rule_at, RIGHT)


def towards_best(rewards: np.ndarray, share: float) -> np.ndarray:
    """Rewards on their way to the largest one: all equal to it when `share` is 1."""
    if share >= 1:
        return np.full_like(rewards, rewards.max())
    return (1 - share) * rewards + share * rewards.max()
