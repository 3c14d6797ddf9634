"""Rewards that drift together: their advantages stay, until there is nothing to compare."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import (
    DL,
    DOWN,
    DR,
    LEFT,
    RIGHT,
    UP,
    Circle,
    DashedLine,
    Dot,
    Line,
    VGroup,
    VMobject,
)

from grpo_core import GroupTable, group_advantages
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.live_number import LiveNumber
from scenes.stage.marks import tick
from scenes.stage.plot import Plot
from scenes.stage.reward_line import reward_dot, reward_text
from scenes.stage.ruler import Ruler
from scenes.stage.theme import (
    AXIS,
    CURVE,
    FORMULA,
    HAIRLINE,
    LABEL,
    MAIN_CURVE,
    READOUT,
    current_theme,
    paint,
)
from scenes.stage.typeset import Formula, Prose, on_baseline

_RADIUS, _DIGITS = 0.48, 36
_BAR, _RULER_X = 0.28, -0.75
_COLUMNS = np.array([-5.5, -4.3, -3.1, -1.9])
_MIDDLE, _UNIT = -0.05, 4.0  # the average's height; scene units for a reward of 1
_PLOT_AT, _WIDTH, _HEIGHT = np.array([3.5, -0.05, 0.0]), 5.4, 4.7
_RING = 0.16
_NEARLY = 0.005  # a standard deviation that is printed as 0: the lines end, open
_STD_AT = np.array([-5.8, -2.5, 0.0])


class Drifting(VGroup):
    """The four rewards of `table` on their heights; `set_spread` brings them together.

    Each coin says its reward. The `ruler` is as long as their standard deviation.
    """

    def __init__(self, table: GroupTable):
        self.mean_reward, self.gaps = table.reward_mean, table.rewards - table.reward_mean
        self.mean = Line([-6.2, _MIDDLE, 0], [-0.6, _MIDDLE, 0])
        self.mean.set_stroke(paint("text"), MAIN_CURVE)
        self.average = Prose(say("advantage.worlds.average"), size=READOUT)
        self.average.next_to([_COLUMNS[-1] + _RADIUS + 0.15, _MIDDLE, 0], DR, buff=0.12)
        self.coins = VGroup(*(_coin(reward) for reward in table.rewards))
        self.ruler = Ruler(*self._ruler_ends(1.0), width=_BAR)
        number = LiveNumber(1.0, 2, size=FORMULA, align="left")
        self.said = on_baseline(Formula('"std"'), number).move_to(_STD_AT)
        self.trails = self._trails()
        self.rest = VGroup(self.mean, self.average, self.ruler, self.said)
        super().__init__(self.rest, self.coins)
        self.set_spread(1.0)

    def std(self, spread: float) -> float:
        """The standard deviation of the rewards at `spread`."""
        return float(np.std(self.rewards(spread)))

    def rewards(self, spread: float) -> np.ndarray:
        """The four rewards at `spread`, 1: as they were, 0: all equal."""
        return self.mean_reward + spread * self.gaps

    def advantages(self, spread: float) -> np.ndarray:
        """Their advantages."""
        return group_advantages(self.rewards(spread))

    def set_spread(self, spread: float) -> Self:
        """Put the coins at `spread` of their distances, and the ruler beside them."""
        rewards = self.rewards(spread)
        for coin, x, gap, reward in zip(self.coins, _COLUMNS, self.gaps, rewards, strict=True):
            coin[1].set_value(float(reward))
            _set_silent(coin, self.std(spread) < _NEARLY)
            coin.move_to([x, _MIDDLE + _UNIT * spread * gap, 0])
        self.said[1].set_value(self.std(spread))
        self.ruler.set_ends(*self._ruler_ends(spread))
        return self

    def _ruler_ends(self, spread: float) -> tuple[list[float], list[float]]:
        return [_RULER_X, _MIDDLE, 0], [_RULER_X, _MIDDLE + _UNIT * self.std(spread), 0]

    def _trails(self) -> VGroup:
        """Where the coins came from, their ways to the average, and how long the ruler was."""
        found, tint = VGroup(), 2 * current_theme().tint
        for x, gap in zip(_COLUMNS, self.gaps, strict=True):
            start = np.array([x, _MIDDLE + _UNIT * gap, 0.0])
            side = np.sign(gap) * _RADIUS * UP
            found.add(Circle(_RADIUS).set_fill(paint("muted"), tint).move_to(start))
            end = np.array([x, _MIDDLE, 0.0]) + side
            found.add(DashedLine(start - side, end, dash_length=0.1))
        found.add(self.ruler.bar.copy().set_fill(paint("muted"), tint))
        return found.set_stroke(paint("muted"), HAIRLINE)


def _set_silent(coin: VGroup, silent: bool) -> None:
    """A coin whose whole group got the same is hollow."""
    coin[0].set_fill(paint("ground" if silent else "coin"))
    coin[0].set_stroke(paint("reward" if silent else "coin_edge"), CURVE if silent else 1.5)
    coin[1].set_fill(paint("text" if silent else "ink"))


def _coin(reward: float) -> VGroup:
    """A coin whose number changes."""
    number = LiveNumber(reward, 2, short=True, size=_DIGITS, role="ink", align="left")
    return VGroup(reward_dot(_RADIUS), number)


class StillOne(Plot):
    """The advantages over the standard deviation, drawn as that shrinks; at 0 they are 0."""

    def __init__(self, drifting: Drifting):
        self.drifting = drifting
        self.widest = drifting.std(1.0)
        self.most = float(drifting.advantages(1.0).max())
        super().__init__((0.0, self.widest), (-1.5 * self.most, 1.5 * self.most), _WIDTH, _HEIGHT)
        self.axes = VGroup(
            Line(self.point(0, 0), self.point(self.widest, 0)),
            Line(self.point(0, -1.5 * self.most), self.point(0, 1.5 * self.most)),
        ).set_stroke(paint("muted"), AXIS)
        self.lines = VGroup(
            *(VMobject().set_stroke(paint(role), MAIN_CURVE) for role in ("up", "down"))
        )
        self.tips = VGroup(*(Dot(radius=_RING) for _ in self.lines))
        for tip, role in zip(self.tips, ("up", "down"), strict=True):
            tip.set_fill(paint(role), 1).set_stroke(paint(role), CURVE)
        self.add(self.axes, self.lines, self.tips)
        self.shift(_PLOT_AT)
        self.gap, self.nil = self._gap(), self._nil()
        self.names = VGroup(
            Formula("0", size=LABEL, role="muted").next_to(self.point(0, 0), DL, buff=0.2),
            tick(self.point(self.widest, 0), reward_text(round(self.widest, 2)), buff=0.14),
            Formula('"std"', size=LABEL, role="muted").next_to(
                self.point(0.6 * self.widest, 0), DOWN, buff=0.22
            ),
            *(
                Formula(reward_text(s * self.most, sign=True), size=READOUT, role=role).next_to(
                    self.point(0, s * self.most), LEFT, buff=0.3
                )
                for s, role in ((1, "up"), (-1, "down"))
            ),
            Prose(say("advantage.difficulty.advantage"), role="muted").next_to(
                self.axes[1], UP, buff=0.1
            ),
        )
        self.set_spread(1.0)

    def set_spread(self, spread: float) -> Self:
        """Draw both lines down to the standard deviation at `spread`."""
        values = self.drifting.advantages(spread or 1.0)  # what they come to, up to the end
        now = self.drifting.std(spread)
        for line, tip, value in zip(
            self.lines, self.tips, (values.max(), values.min()), strict=True
        ):
            start, end = self.point(self.widest, float(value)), self.point(now, float(value))
            line.set_points_as_corners([start, end + 1e-4 * LEFT])
            tip.move_to(end)
            tip.set_fill(paint("ground") if now < _NEARLY else tip.get_stroke_color())
        return self

    def _gap(self) -> VGroup:
        """Where the lines would end: open, for that is not so."""
        rings = VGroup(
            *(
                Circle(_RING)
                .set_stroke(paint(role), CURVE)
                .set_fill(paint("ground"), 1)
                .move_to(self.point(0, s * self.most))
                for s, role in ((1, "up"), (-1, "down"))
            )
        )
        return rings

    def _nil(self) -> Dot:
        """What holds where all are equal."""
        return Dot(self.point(0, 0), radius=0.2).set_fill(paint("text"), 1)

    def words(self) -> tuple[Prose, VGroup]:
        """What holds along the lines, and what at their end, and why."""
        still = Prose(say("advantage.nothing.still"), size=READOUT, role="up")
        still.next_to(self.point(0.55 * self.widest, self.most), UP, buff=0.25)
        rule = Formula(f"0 slash 0 -> {quoted(say('advantage.nothing.rule'))}")
        reason = Prose(say("advantage.nothing.reason"), role="muted")
        said = VGroup(rule, reason).arrange(DOWN, buff=0.2, aligned_edge=LEFT)
        return still, said.move_to(self.point(0, 0) + 0.3 * UP + 0.45 * RIGHT, aligned_edge=DL)
