"""The policy's chances of the told answers as bars, and beside each what pushes and pulls it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, Square, VGroup

from grpo_core import GroupTable, evaluate_group
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.live_number import LiveNumber
from scenes.stage.once import lay_once
from scenes.stage.policy_bars import PolicyBar
from scenes.stage.theme import AXIS, CURVE, LABEL, paint, sign_role
from scenes.stage.typeset import Formula, Prose

from .before import put_before
from .chosen import ToldGroup
from .panels import LEFT_X, RIGHT_X, Panels

_RIM = 0.16  # by how much the reference's outline is wider than a bar
_TO_ARROW, _TO_NUMBER = 0.36, 0.29  # from a bar to its arrow, and on to the number
_APART = 0.36  # a push's number from a pull's
_SHAFT, _HEAD = 0.26, 0.44
_MOST_UNIT, _ROOM = 1.6, 1.33  # of a push of 1, and of all that stands in it, in highest bars
_LEAST = 0.0005  # a push that is printed as 0
_LEAST_CHANCE = 0.005  # a chance that two decimals can say
_OVER_BAR, _OVER_LINE = 0.22, 0.22  # of numbers
_NUMBER_WIDE = 0.9  # a bar inside whose outline a chance has room
_BOX = 0.26
_LEGEND = np.array([5.35, -1.7, 0.0])  # its upper left corner


@dataclass(frozen=True)
class Stance:
    """Where the tray's line lies, how tall and wide a bar is, and where it is in its lane.

    All in scene units; the place is counted from the lane's middle.
    """

    foot: float
    tall: float
    wide: float
    place: float

    def mixed(self, other: Stance, share: float) -> Stance:
        """A share of the way to another."""
        ends = zip(astuple(self), astuple(other), strict=True)
        return Stance(*((1 - share) * start + share * end for start, end in ends))


DOOR, PLAIN = Stance(-3.02, 2.3, 0.95, -0.9), Stance(-3.02, 1.42, 1.3, 0.0)
HOME = Stance(-3.02, 1.42, 0.56, -1.08)
TALL, EXIT = Stance(-3.02, 3.3, 0.8, -0.96), Stance(-0.92, 1.95, 0.8, -0.96)


class Tray(VGroup):
    """In each lane the new policy's bar with the old one's outline, and what moves it.

    A push is an arrow that starts at the top of its bar, green up or orange down; the pull
    of the price of drift, purple, goes on from its end. Each has its own number.

    `show` sets all to a table, and `set_pushes`, `set_pulls`, `show_reference` and
    `show_chances` say what of it is seen.
    `tables` are all that are shown: one scale for all.
    """

    def __init__(self, told: ToldGroup, panels: Panels, tables: Sequence[GroupTable] = ()):
        self.told, shown = told, list(told.shown)
        self.tables = [told.table, *tables]
        chances = [t.new_logp[shown] for t in self.tables]
        chances += [told.group.old_logp[shown], told.group.ref_logp[shown]]
        self.most = float(np.max(chances))
        self.lanes, self.stance, self.unit = panels.lanes, HOME, self._unit()
        self.pushed = self.pulled = self.referred = self.said = 0.0
        self.digits = True  # whether pushes and pulls are said in digits, too
        self.line = Line([LEFT_X, 0, 0], [RIGHT_X, 0, 0]).set_stroke(paint("muted"), AXIS)
        self.new, self.old = self._bars("new"), self._bars("old")
        self.reference = self._bars("reference")
        self.own, self.back = self._arrows("text"), self._arrows("reference")
        plain = min(float(t.new[shown].min()) for t in self.tables) >= _LEAST_CHANCE
        self.chances = VGroup(
            *(LiveNumber(0.0, 2, size=LABEL, role="new") for _ in self.lanes if plain)
        )
        style = {"sign": True, "short": True, "size": LABEL, "align": "left"}
        self.numbers, self.pulls = (
            VGroup(*(LiveNumber(0.0, 3, **style) for _ in self.lanes)) for _ in range(2)
        )
        for number in self.pulls:
            number.set_role("reference")
        self.legend = _legend()
        super().__init__(self.line, self.new, self.old, self.reference, self.own, self.back)
        self.add(self.chances, self.numbers, self.pulls)
        self.show(told.table)

    def _unit(self) -> float:
        """How long a push of 1 is, in highest bars, so that every arrow has room."""
        ends = [0.0]
        for table in self.tables:
            own = own_pushes(self.told, table)
            both = own + pulls(self.told, table)
            ends += list(np.ptp([np.zeros_like(own), own, both], axis=0))
        return min(_MOST_UNIT, _ROOM / max(*ends, 1e-9))

    def _bars(self, role: str) -> VGroup:
        return VGroup(*(PolicyBar(0.5, role) for _ in self.lanes))

    def _arrows(self, role: str) -> VGroup:
        start = np.zeros(3)
        arrows = (BlockArrow(start, start, role, width=_SHAFT, head=_HEAD) for _ in self.lanes)
        return VGroup(*arrows)

    # -- what is seen -----------------------------------------------------------

    def stand(self, stance: Stance) -> Self:
        """Stand there, at that size."""
        self.stance = stance
        return self.show(self.table)

    def set_level(self, level: float) -> Self:
        """Let all bars grow out of the line, 0 to 1."""
        return self.show(self.table, level)

    def set_pushes(self, level: float) -> Self:
        """Let the pushes grow out of their bars, 0 to 1; at 1 their numbers are there."""
        self.pushed = level
        return self.show(self.table)

    def set_pulls(self, level: float) -> Self:
        """Let the pulls grow out of the pushes, 0 to 1."""
        self.pulled = level
        return self.show(self.table)

    def show_reference(self, level: float) -> Self:
        """The opacity of the reference's outlines."""
        self.referred = level
        return self.show(self.table)

    def show_chances(self, level: float) -> Self:
        """The opacity of the new policy's chances, in digits."""
        self.said = level
        return self.show(self.table)

    # -- setters ------------------------------------------------------------------

    def show(self, table: GroupTable, level: float = 1.0) -> Self:
        """Set all to a table; the bars stand at a share `level` of their heights."""
        self.table = table
        return self._set(table, own_pushes(self.told, table), level)

    def mix(self, before: GroupTable, after: GroupTable, share: float) -> Self:
        """A share of the way between two tables of one policy; numbers are those of an end."""
        start, end = (own_pushes(self.told, t) for t in (before, after))
        self.table = before if share < 1.0 else after
        return self._set(self.table, (1 - share) * start + share * end, 1.0)

    def _set(self, table: GroupTable, own: np.ndarray, level: float) -> Self:
        real, back = own_pushes(self.told, table), pulls(self.told, table)
        lay_once([self.line], self.stance.foot, lambda: self.line.set_y(self.stance.foot))
        for k, i in enumerate(self.told.shown):
            logps = table.new_logp[i], table.old_logp[i], table.group.ref_logp[i]
            for bars, logp in zip((self.new, self.old, self.reference), logps, strict=True):
                self._raise(bars[k], k, level * float(np.exp(logp - self.most)))
            middles = self._point(k, level * own[k], level * self.pulled * back[k])
            y = self._say(k, float(real[k]), own[k], middles[0])
            self._say_pull(k, float(back[k]), middles[1], y)
        for k, (number, i) in enumerate(zip(self.chances, self.told.shown, strict=False)):
            self._say_chance(number, k, float(table.new[i]), self.said * level)
        return self

    def _raise(self, bar: PolicyBar, k: int, share: float) -> None:
        """Set a bar of the lane `k` to a share of the highest bar."""

        def lay() -> None:
            foot = np.array([self.lanes[k] + self.stance.place, self.stance.foot, 0.0])
            width = self.stance.wide + _RIM * (bar.role == "reference")
            bar.base.put_start_and_end_on(foot + 0.5 * width * LEFT, foot + 0.5 * width * RIGHT)
            bar.bar.stretch_to_fit_width(width)
            bar.set_rise(share * self.stance.tall * bar.width_at_birth / width)
            self._fade_outline(bar)

        lay_once([bar], (self.stance, share, self.referred), lay)

    def _fade_outline(self, bar: PolicyBar) -> None:
        """The reference's dashes come in place of the old policy, which does not pull."""
        if bar.role == "reference":
            bar.dashes.set_stroke(opacity=self.referred)
            bar.bar.set_stroke(opacity=0, background=True)  # it stands around the others
        elif bar.role == "old":
            for behind in (False, True):
                bar.bar.set_stroke(opacity=1 - self.referred, background=behind)

    def _say_chance(self, number: LiveNumber, k: int, chance: float, opacity: float) -> None:
        x, y = self.lanes[k] + self.stance.place, self._clear_of_outline(k) + _OVER_BAR
        number.set_value(chance)

        def lay() -> None:
            number.slots.set_fill(opacity=opacity)
            number.shift([x - number.slots.get_x(), 0, 0]).set_y(y)

        lay_once([number], (x, y, opacity), lay)

    def _clear_of_outline(self, k: int) -> float:
        """Over what a chance stands: its bar, or the old one's outline if that is in the way."""
        new, old = (float(row[k].bar.get_top()[1]) for row in (self.new, self.old))
        is_inside = self.stance.wide >= _NUMBER_WIDE and old - new >= 2 * _OVER_BAR
        return new if old <= new or is_inside else old

    def _point(self, k: int, push: float, pull: float) -> tuple[float, float]:
        """The arrows of a lane: from its bar's top, or from where there is room for them.

        The answer is how high the middles of both lie.
        """
        unit, x = self.unit * self.stance.tall, self._arrow_x(k)
        first, last = self.pushed * unit * push, unit * pull
        ends = 0.0, first, first + last
        head = _ROOM * self.stance.tall
        top = float(self.new[k].bar.get_top()[1]) - self.stance.foot
        start = float(np.clip(top, -min(ends), max(head - max(ends), -min(ends))))
        start += self.stance.foot
        points = [np.array([x, start + end, 0.0]) for end in ends]
        self.own[k].set_role(sign_role(push)).set_ends(points[0], points[1])
        self.back[k].set_ends(points[1], points[2])
        return start + 0.5 * first, start + first + 0.5 * last

    def _arrow_x(self, k: int) -> float:
        return self.lanes[k] + self.stance.place + 0.5 * self.stance.wide + _TO_ARROW

    def _say(self, k: int, value: float, push: float, middle: float) -> float:
        """The push's number beside its arrow; the answer is how high it stands."""
        number, over = self.numbers[k], self.stance.foot + _OVER_LINE
        number.decimals = 3 if abs(value) >= _LEAST else 0
        role = sign_role(value) if number.decimals else "muted"
        is_real = abs(push - value) < 1e-9
        y = max(middle, over) if number.decimals else over
        self._put(number.set_value(value), k, y, role, self.pushed == 1.0 and is_real)
        return y

    def _say_pull(self, k: int, value: float, middle: float, other: float) -> None:
        """The pull's number beside its arrow, clear of the push's, which stands at `other`."""
        y = max(middle, self.stance.foot + _OVER_LINE)
        if abs(y - other) < _APART:
            is_over = y > other or other - _APART < self.stance.foot + _OVER_LINE
            y = other + (_APART if is_over else -_APART)
        self._put(self.pulls[k].set_value(value), k, y, "reference", self.pulled == 1.0)

    def _put(self, number: LiveNumber, k: int, y: float, role: str, is_whole: bool) -> None:
        """Put a number of the lane `k` beside its arrow; it is there when that is whole."""
        opacity, x = float(self.digits and is_whole), self._arrow_x(k) + _TO_NUMBER

        def lay() -> None:
            number.set_role(role).slots.set_fill(opacity=opacity)
            number.shift([x - number.slots.get_left()[0], 0, 0]).set_y(y)

        lay_once([number], (x, y, role, opacity), lay)

    # -- what was -----------------------------------------------------------------

    def before(self, table: GroupTable) -> VGroup:
        """A 0, muted, before each push that was none in `table` and is one now."""
        found = VGroup()
        now = own_pushes(self.told, self.table)
        for k, value in enumerate(own_pushes(self.told, table)):
            if abs(value) < _LEAST <= abs(now[k]):
                was = put_before(self.numbers[k], number_text(0.0, 0))
                found.add(*([was] if was else []))
        return found

    def quotients(self, table: GroupTable) -> VGroup:
        """For each answer that pushes its height over the group's size, where its push will be."""
        found = VGroup()
        for k, i in enumerate(self.told.shown):
            if abs(own_pushes(self.told, table)[k]) >= _LEAST:
                height = number_text(float(table.value[i]), 2, sign=True)
                said = Formula(f"{height} div {table.group.size}", size=LABEL)
                said.set_color(paint(sign_role(float(table.value[i]))))
                x = self._arrow_x(k) - 0.25
                said.move_to([x, self.numbers[k].get_y(), 0], aligned_edge=LEFT)
                found.add(said)
        return found


def _legend() -> VGroup:
    """Which bar is whose."""
    rows = VGroup()
    for role in ("new", "old"):
        box = Square(_BOX, stroke_width=0)
        if role == "new":
            box.set_fill(paint(role), 1)
        else:
            box.set_stroke(paint(role), CURVE)
        said = Prose(say(f"explorer.policy.{role}"), size=LABEL)
        rows.add(VGroup(box, said).arrange(RIGHT, buff=0.16))
    rows.arrange(DOWN, buff=0.25, aligned_edge=LEFT)
    return rows.move_to(_LEGEND, aligned_edge=UP + LEFT)


@lru_cache(maxsize=16)  # a frame asks several times, and a walk between two tables at each frame
def own_pushes(told: ToldGroup, table: GroupTable) -> np.ndarray:
    """The slope of J in the log-probability of each told answer, without the price of drift."""
    return evaluate_group(table.group, beta=0.0).gradient[list(told.shown)]


def pulls(told: ToldGroup, table: GroupTable) -> np.ndarray:
    """What the price of drift adds to that slope."""
    return table.gradient[list(told.shown)] - own_pushes(told, table)
