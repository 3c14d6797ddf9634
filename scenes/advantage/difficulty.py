"""Both advantages of a group with two rewards, over the share of right answers."""

from __future__ import annotations

import numpy as np
from manim import DOWN, RIGHT, UP, UR, Animation, FadeIn, Transform, VGroup, VMobject

from grpo_core import binary_advantages
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.camera import HOME_WIDTH
from scenes.stage.marks import answer_marker
from scenes.stage.readout import ReadOut
from scenes.stage.reward_line import reward_text
from scenes.stage.theme import LABEL
from scenes.stage.typeset import Formula

from .advantage_bars import AdvantageBars
from .chance_plot import ChancePlot

_NEAR = 5.4 / HOME_WIDTH  # what type shrinks to in the closer look
_MARKS_APART = 0.08  # two values of p that can both be named


class Difficulty:
    """A+ and A- over p from `rarest` to `most_frequent`, and a panel that says them.

    `share` is the p of the group that comes first, and `own` that of the film's group, None if
    it has none.
    """

    near_width = _NEAR * HOME_WIDTH
    plot_at, readout_at = np.array([-2.2, 0.45, 0.0]), np.array([5.0, 2.35, 0.0])

    def __init__(self, share: float, own: float | None, *, rarest: float, most_frequent: float):
        self.share, self.own, self.rarest = share, own, rarest
        self.plot = difficulty_plot(rarest, most_frequent).shift(self.plot_at)
        rows = {"chance": ("p", "text"), "up": ("A_+", "up"), "down": ("A_-", "down")}
        self.readout = ReadOut(rows, width=3.2, result=False, signed=("up", "down"))
        self.readout.move_to(self.readout_at)
        self.plot.set_markers(share)
        self.count(share)
        self.mark = self.plot.mark(share)

    def count(self, chance: float) -> None:
        """Say p and both advantages in the panel."""
        up, down = self.plot.values(chance)
        self.readout.show(chance=chance, up=up, down=down)

    def gather_bars(self, bars: AdvantageBars) -> list[Animation]:
        """All bars become two points over their share of right answers."""
        points = [self.plot.markers[int(a < 0)] for a in bars.advantage]
        merged = [Transform(*pair, remover=True) for pair in zip(bars.bars, points, strict=True)]
        return [*merged, FadeIn(VGroup(self.plot.axes, self.plot.axis_name))]

    def show_formulas(self) -> list[Animation]:
        """The formula of each branch beside it, and the own group's p where there is room."""
        marks = VGroup()
        if self.own is not None and abs(self.own - self.share) >= _MARKS_APART:
            marks.add(self.plot.mark(self.own))
        return [FadeIn(self._names()), *map(FadeIn, marks)]

    def _names(self) -> VGroup:
        up = Formula("A_+ = sqrt((1 - p) / p)", size=LABEL, role="up")
        down = Formula("A_- = -sqrt(p / (1 - p))", size=LABEL, role="down")
        up.next_to(self.plot.at(0.4)[0], UP, buff=0.45)
        # Clear of the mark at the group's own share.
        where = max((0.37, 0.7), key=lambda p: abs(p - (self.own or 0.0)))
        down.next_to(self.plot.at(where)[1], DOWN, buff=0.7)
        return VGroup(up, down)

    @property
    def left_end(self) -> np.ndarray:
        """Where a closer look at the rarest outcomes looks."""
        return self.plot.at(self.rarest)[0] + (0.5 * self.near_width - 0.75) * RIGHT + 0.9 * DOWN

    def shrink_marker(self) -> Animation:
        """Make the marker of right answers as small as the closer look needs it."""
        return self.plot.markers[0].animate.scale(1.4 * _NEAR)

    def two_successes(self) -> VGroup:
        """What a right answer is worth at the left end, and at the first group's share."""
        point = answer_marker(1.0, 0.3 * _NEAR).move_to(self.plot.at(self.share)[0])
        rarest = self._value(self.plot.markers[0], self.rarest, RIGHT)
        return VGroup(rarest, point, self._value(point, self.share, UR))

    def _value(self, point: VMobject, chance: float, side: np.ndarray) -> Formula:
        """A right answer's advantage beside its point, with p."""
        value = number_text(self.plot.values(chance)[0], 2, sign=True)
        source = f"p = {reward_text(chance)} quad {{{{ {value} : value }}}}"
        return Formula(source, size=LABEL * _NEAR, value="up").next_to(point, side, buff=0.1)


def difficulty_plot(rarest: float, most_frequent: float) -> ChancePlot:
    """A+ and A- over the share of right answers, with room for the rarest one's."""
    top = 1.06 * float(binary_advantages(rarest)[0])
    return ChancePlot(
        {
            "up": (lambda p: binary_advantages(p)[0], "up"),
            "down": (lambda p: binary_advantages(p)[1], "down"),
        },
        [answer_marker(1.0), answer_marker(-1.0)],
        -top,
        top,
        first=most_frequent,
        meaning=say("advantage.difficulty.share"),
    )


def success_share(rewards: np.ndarray) -> float | None:
    """The share of the better of two rewards; None if there are not just two."""
    best = rewards == rewards.max()
    if len(np.unique(rewards)) != 2:
        return None
    return float(best.mean())
