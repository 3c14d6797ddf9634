"""Four panels, one an answer: what it counts over its ratio, its bead, its lamp."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject

from grpo_core import GroupTable
from scenes.script.cases import pushes
from scenes.stage.arrow import BlockArrow
from scenes.stage.lamp import Lamp
from scenes.stage.panel import panel
from scenes.stage.theme import LABEL, MAIN_CURVE, paint, sign_role
from scenes.stage.typeset import Formula, fit_apart

from .chosen import ToldGroup
from .term_plot import TermPlot
from .turning_coin import TurningCoin

LEFT_X, RIGHT_X = -6.65, 5.1  # the outer edges of all panels, scene units
TOP, HIGH, GAP = 2.62, 3.6, 0.12
_WIDEST = 3.7  # a panel
_RIM = 0.17
_FRAME = MAIN_CURVE
_HEAD, _ROOM, _PLOT = 0.78, 0.44, 1.86  # heights: name and lamp; a number; the ground
_LAMP, _ARROW = 0.17, 0.5  # its radius; how long its arrow is
_ASKING = 60  # size of type
_WIDE_COIN, _WIDEST_COIN = 0.6, 0.95  # beside which a name has less room, or none
_NAME = 0.9  # how wide a name may be
_LEAST_REACH, _BEYOND = 1.72, 1.13  # of the axes
_SPARE = 1.04  # of the heights, over the highest bead


class AnswerPanel(VGroup):
    """The answer `index` (from 0): its name and coin, its ground, bead and lamp.

    `coin` can turn to each reward that the film shows.
    """

    def __init__(self, said: VMobject, coin: TurningCoin, index: int, plot: TermPlot, width: float):
        self.index, self.coin, self.plot = index, coin, plot
        self.body = panel(width, HIGH).set_stroke(paint("text"), 0)
        head = self.body.get_top() + 0.5 * _HEAD * DOWN
        left, right = (head + side * (0.5 * width - _RIM) * RIGHT for side in (-1, 1))
        self.said = said
        row = VGroup(said, coin) if len(said) else VGroup(coin)
        row.arrange(RIGHT, buff=0.12).move_to(left, aligned_edge=LEFT)
        spot = right + 1.5 * _LAMP * LEFT
        self.lamp = Lamp(False, _LAMP).move_to(spot)
        foot = spot + 3.1 * _LAMP * LEFT
        self.arrow = BlockArrow(foot, foot, width=0.12, head=0.3)
        self.asking = Formula('"?"', size=_ASKING).move_to(foot)
        self.asking.set_fill(opacity=0)
        self.plot.shift(self.body.get_top() + (_HEAD + _ROOM + 0.5 * _PLOT) * DOWN - plot.middle())
        super().__init__(self.body, self.said, self.coin, self.lamp, self.arrow)
        self.add(self.asking, self.plot)
        self.hide_lamp()

    def fold(self, top: float, level: float) -> Self:
        """Close it by `level`, 0 to 1, to its head, whose upper edge then is at `top`."""
        high = (1 - level) * TOP + level * top
        low = (1 - level) * (TOP - HIGH) + level * (top - _HEAD)
        shift = (high - float(self.body.get_top()[1])) * UP
        VGroup(self.said, self.coin, self.lamp, self.arrow, self.asking).shift(shift)
        outline = _outline(float(self.body.width), high - low)
        self.body.set_points(outline + np.array([self.body.get_x(), 0.5 * (high + low), 0.0]))
        return self

    def roll(self, table: GroupTable, share: float) -> Self:
        """Bring the bead by `share` from ratio 1 to its own; its number goes along."""
        self.plot.roll(1 + share * (float(table.ratio[self.index]) - 1)).show_numbers(1.0, 0.0)
        return self

    def close_window(self, table: GroupTable, level: float) -> Self:
        """Close in the range, 0 to 1, from all ratios to that of `table`; beyond it is flat."""
        plot = self.plot
        wide = 0.0, plot.reach
        pairs = zip(wide, bounds_of(table), strict=True)
        low, high = ((1 - level) * start + level * end for start, end in pairs)
        plot.has_window = level == 1.0
        plot.show_band(min(1.0, 5 * level))
        plot.stand(plot.advantage, plot.side, (low, high), plot.ratio)
        plot.show_numbers(1.0, float(level == 1.0))
        return self

    def straighten(self, table: GroupTable, level: float) -> Self:
        """Let a ground without a range grow out of the axis, 0 to 1."""
        self.rise(table, level)
        return self.close_window(table, 0.0)

    def rise(self, table: GroupTable, level: float) -> Self:
        """Let the ground grow out of the axis, which goes to its side, 0 to 1."""
        advantage = float(table.advantage[self.index])
        side = (1 - level) + level * float(np.sign(advantage))
        self.plot.rise = level
        self.plot.stand(advantage, side, bounds_of(table), self.plot.ratio)
        self.plot.show_numbers(1.0, max(0.0, 2 * level - 1))
        return self

    def frame(self, level: float) -> Self:
        """Draw by `level` a frame round it: it is the one that is changed."""
        self.body.set_stroke(width=_FRAME * level)
        return self

    def light(self, level: float, advantage: float) -> Self:
        """Light its lamp by `level`, 0 to 1; its arrow points up if the advantage is above 0."""
        self.lamp.set_level(level).ring.set_stroke(opacity=1.0)
        size = float(self.lamp.light.width) / (2 * _LAMP)
        middle = self.lamp.light.get_center() + 3.1 * _LAMP * size * LEFT
        half = 0.5 * _ARROW * size * level * np.sign(advantage) * UP
        self.arrow.set_role(sign_role(advantage)).set_ends(middle - half, middle + half)
        return self

    def hide_lamp(self) -> Self:
        """Show no lamp, not even an empty ring."""
        self.light(0.0, 1.0).lamp.ring.set_stroke(opacity=0.0)
        return self

    def ask(self, level: float) -> Self:
        """Show by `level` that its lamp is yet to be told."""
        self.asking.set_fill(opacity=level)
        self.plot.ask(bool(level))
        return self.hide_lamp()


@lru_cache(maxsize=4)  # the panels of a frame are alike
def _outline(width: float, height: float) -> np.ndarray:
    """The points of a panel about the middle of the stage, shape (n, 3)."""
    return panel(width, height).points


def bounds_of(table: GroupTable) -> tuple[float, float]:
    """Where the clip range of a table begins and ends."""
    return 1 - table.eps_low, 1 + table.eps_high


class Panels(VGroup):
    """The panels of the answers that are told, side by side; all share the scale.

    `show` sets all to a table, `mix` to a share of the way between two. `others` are the
    tables that are shown later.
    """

    def __init__(self, said: ToldGroup, others: Sequence[GroupTable] = ()):
        self.told, shown = said, list(said.shown)
        count = len(shown)
        width = min(_WIDEST, (RIGHT_X - LEFT_X - (count - 1) * GAP) / count)
        tables = [said.table, *others]
        most = max([1 + t.eps_high for t in tables] + [t.ratio[shown].max() for t in tables])
        self.reach = max(_LEAST_REACH, _BEYOND * most)
        heights = [float(np.abs(t.value[shown]).max()) for t in tables]
        own = self.reach * float(np.abs(said.table.advantage[shown]).max())
        span = max(own, _SPARE * max(heights))
        coins = [TurningCoin(t.rewards[i] for t in tables) for i in shown]
        names = _names(said, max(coin.width for coin in coins))
        self.panels = VGroup()
        for name, coin, index in zip(names, coins, shown, strict=True):
            plot = TermPlot(self.reach, span, width - 2 * _RIM, _PLOT)
            coin.show(said.table.rewards[index])
            self.panels.add(AnswerPanel(name, coin, index, plot, width))
        self.panels.arrange(RIGHT, buff=GAP)
        self.panels.move_to([0.5 * (LEFT_X + RIGHT_X), TOP, 0], aligned_edge=UP)
        self.lanes = [float(one.body.get_x()) for one in self.panels]
        super().__init__(self.panels)

    @property
    def plots(self) -> list[TermPlot]:
        """The grounds of all panels."""
        return [one.plot for one in self.panels]

    def fold(self, top: float, level: float) -> Self:
        """Close every panel by `level`, 0 to 1, to its head, whose upper edge then is at `top`."""
        for one in self.panels:
            one.fold(top, level)
        return self

    def show_plots(self, shown: bool) -> Self:
        """Whether the grounds are on the stage."""
        for one in self.panels:
            one.add(one.plot) if shown else one.remove(one.plot)
        return self

    def place(self, k: int) -> int:
        """Which of the panels is that of the answer `k` (from 0)."""
        return self.told.shown.index(k)

    def show(self, table: GroupTable) -> Self:
        """Set every panel to what is so in `table`."""
        return self.mix(table, table, 0.0)

    def mix(self, before: GroupTable, after: GroupTable, share: float) -> Self:
        """Set every panel to a share of the way from one table to another; lamps switch midway."""
        for one in self.panels:
            self.mix_one(one, before, after, share)
        return self

    def mix_one(self, one: AnswerPanel, before: GroupTable, after: GroupTable, share: float):
        """The same for one of the panels."""
        i = one.index

        def mixed(field: str) -> float:
            ends = (np.atleast_1d(getattr(t, field)) for t in (before, after))
            first, last = (float(end[i if len(end) > 1 else 0]) for end in ends)
            return (1 - share) * first + share * last

        sides = [np.sign(float(t.advantage[i])) for t in (before, after)]
        side = float((1 - share) * sides[0] + share * sides[1])
        bounds = 1 - mixed("eps_low"), 1 + mixed("eps_high")
        now = after if share > 0.5 else before
        one.plot.stand(mixed("advantage"), side, bounds, mixed("ratio"))
        told = after if share == 1.0 else before  # the lamp is the last to change
        one.light(float(pushes(told)[i]), float(told.advantage[i]))
        one.coin.show(now.rewards[i])
        is_real = share in (0.0, 1.0) or before.advantage[i] == after.advantage[i]
        one.plot.show_numbers(1.0, float(is_real))


def _names(told: ToldGroup, coin: float) -> Sequence[VMobject]:
    """The answers' texts beside coins so wide, or their numbers, or nothing."""
    if coin > _WIDEST_COIN:
        return [VGroup() for _ in told.shown]
    if coin > _WIDE_COIN:
        return [Formula(f"o_{i + 1}", size=LABEL) for i in told.shown]
    return fit_apart([told.group.texts[i] for i in told.shown], _NAME, lines=1, size=LABEL)
