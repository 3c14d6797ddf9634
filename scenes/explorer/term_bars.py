"""What the answers count as signed bars, which stand in their lanes or on each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from manim import RIGHT, Line, Polygon, VGroup

from grpo_core import GroupTable, evaluate_group
from scenes.script.decimals import without_zero
from scenes.script.numerals import number_text
from scenes.stage.hatch import Hatch
from scenes.stage.theme import AXIS, HAIRLINE, READOUT, paint, sign_role
from scenes.stage.typeset import Formula

from .chosen import ToldGroup
from .panels import LEFT_X, RIGHT_X, Panels

HEAD, FOOT = -1.18, -3.15  # between them all heights lie, scene units
OTHERS_X, SUM_X = 5.5, 6.25  # where the answers without a panel stand, and the sum
_WIDE = 0.8  # a bar
FROM_MIDDLE = -0.62  # from a lane's middle to its bar
_TO_NUMBER = 0.16
_LEAST = 0.03  # of a bar of nothing
_AWAY = (0.27, 0.4, 0.55, 0.7, 0.85)  # from the end of a bar to its number
_CLEAR = 0.22  # from a line to the middle of a number
_LOWEST, _HIGHEST = -2.8, -1.25  # of numbers


@dataclass(frozen=True)
class TermHeights:
    """Where heights lie on the stage: `zero` is the line, `unit` how high 1 is."""

    zero: float
    unit: float

    @classmethod
    def between(cls, least: float, most: float) -> TermHeights:
        """The scale on which these fill the foot of the stage."""
        unit = (HEAD - FOOT) / max(most - least, 1e-9)
        return cls(HEAD - most * unit, unit)

    def y(self, value: float) -> float:
        """The place of a value."""
        return self.zero + self.unit * value


class TermBar(VGroup):
    """A signed bar at `x`, hatched where its answer is clipped; `stand` sets it."""

    def __init__(self, x: float, role: str, heights: TermHeights, width: float = _WIDE):
        self.x, self.heights, self.width_of_bar = x, heights, width
        self.shape = Polygon(*np.eye(3), stroke_width=0).set_fill(paint(role), 1)
        self.hatch = Hatch(self.shape, 0.0)
        super().__init__(self.shape, self.hatch)
        self.stand(0.0, 0.0)

    def stand(self, value: float, start: float = 0.0) -> Self:
        """Reach from the level `start` on by `value`."""
        self.value, self.start = value, start
        low, high = self.heights.y(start), self.heights.y(start + value)
        if abs(high - low) < _LEAST:
            high = low + np.copysign(_LEAST, value or 1.0)
        left, right = self.x - 0.5 * self.width_of_bar, self.x + 0.5 * self.width_of_bar
        corners = [(left, low), (right, low), (right, high), (left, high), (left, low)]
        self.shape.set_points_as_corners([[x, y, 0.0] for x, y in corners])
        self.hatch.cover(self.shape)
        return self


class TermBars(VGroup):
    """The bars of the answers that are told, and of the others together if there are any.

    TermHeights are in G-ths of what each counts, so that they add up to the surrogate. `set_level`
    lets them grow, `stack` puts each where the one before ended.
    """

    def __init__(self, told: ToldGroup, panels: Panels, heights: TermHeights):
        self.told, self.heights = told, heights
        table = told.table
        self.values = shares(told, table)
        self.xs = [x + FROM_MIDDLE for x in panels.lanes]
        roles = [sign_role(v) for v in self.values]
        self.bars = VGroup(*(TermBar(x, r, heights) for x, r in zip(self.xs, roles, strict=False)))
        if told.left_out:
            self.xs.append(OTHERS_X)
            self.bars.add(TermBar(OTHERS_X, "muted", heights, 0.5))
        self.line = Line([LEFT_X, heights.zero, 0], [RIGHT_X, heights.zero, 0])
        self.line.set_stroke(paint("muted"), AXIS)
        self.joins = VGroup()
        super().__init__(self.line, self.bars)
        for bar, i in zip(self.bars, told.shown, strict=False):
            bar.hatch.set_level(float(table.binds[i]))
        self.set_level(1.0)

    def set_level(self, level: float) -> Self:
        """Let all stand on the line, at a share of their height."""
        for bar, value in zip(self.bars, self.values, strict=True):
            bar.stand(level * value)
        return self

    def stack(self, level: float) -> Self:
        """Bring each by `level` from the line to where the one before it ends."""
        before = np.concatenate([[0.0], np.cumsum(self.values)[:-1]])
        for bar, value, start in zip(self.bars, self.values, before, strict=True):
            bar.stand(value, level * start)
        return self

    def join(self) -> VGroup:
        """Lines from the end of each to the start of the next, and to the sum."""
        ends = self.heights.y(0) + self.heights.unit * np.cumsum(self.values)
        stops = [*self.xs[1:], SUM_X]
        half = 0.5 * _WIDE
        pairs = zip(self.xs, stops, ends, strict=True)
        lines = (Line([x + half, y, 0], [stop - half, y, 0]) for x, stop, y in pairs)
        self.joins = VGroup(*lines).set_stroke(paint("muted"), HAIRLINE)
        return self.joins

    def counts(self) -> VGroup:
        """What each told answer counts, to be shared by all, beside its bar."""
        table = self.told.table
        values = table.value[list(self.told.shown)]
        texts = [number_text(float(v), 2, sign=True) for v in values]
        return self._beside([f"{text} div {table.group.size}" for text in texts])

    def numbers(self) -> VGroup:
        """What each told answer adds, beside its bar as it stands."""
        said = [without_zero(number_text(v, 3, sign=True)) for v in self.values]
        return self._beside(said[: len(self.told.shown)])

    def _beside(self, texts: list[str]) -> VGroup:
        found = VGroup()
        for bar, text in zip(self.bars, texts, strict=False):
            number = Formula(text, size=READOUT, role=sign_role(bar.value))
            number.next_to(bar.shape, RIGHT, buff=_TO_NUMBER)
            found.add(number.set_y(self.clear_height(bar)))
        return found

    def clear_height(self, bar: TermBar) -> float:
        """Where a number beside a bar is crossed by neither the line nor what leads on from it."""
        end, lines = self.heights.y(bar.start + bar.value), [self.heights.zero]
        if bar.start or self.joins:
            lines.append(end)
        way = -1.0 if bar.value > 0 else 1.0  # back along the bar
        middle = 0.5 * abs(end - self.heights.y(bar.start))
        tries = [end + way * middle]
        tries += [end + side * way * away for away in _AWAY for side in (1, -1)]
        free = [y for y in tries if min(abs(y - line) for line in lines) >= _CLEAR]
        inside = [y for y in free if _LOWEST <= y <= _HIGHEST]
        return float((inside or free or tries)[0])


def shares(told: ToldGroup, table: GroupTable) -> np.ndarray:
    """What adds up to the surrogate: that of each told answer, and of the others together."""
    all_of_them = table.value / table.group.size
    shown = list(told.shown)
    rest = [float(np.delete(all_of_them, shown).sum())] if told.left_out else []
    return np.array([*all_of_them[shown], *rest])


def own_pushes(told: ToldGroup, table: GroupTable) -> np.ndarray:
    """The slope of J in the log-probability of each told answer, without the price of drift."""
    return free_of_price(table).gradient[list(told.shown)]


def pulls(told: ToldGroup, table: GroupTable) -> np.ndarray:
    """What the price of drift adds to that slope."""
    return table.gradient[list(told.shown)] - own_pushes(told, table)


def free_of_price(table: GroupTable) -> GroupTable:
    """The same group without a price of drift."""
    return evaluate_group(table.group, beta=0.0)
