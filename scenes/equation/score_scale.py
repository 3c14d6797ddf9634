"""Rewards as coins, one column an answer, and how far each is from the group's average."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import (
    DL,
    DOWN,
    LEFT,
    RIGHT,
    UL,
    UP,
    UR,
    Animation,
    DashedLine,
    Dot,
    FadeIn,
    LaggedStart,
    Line,
    Mobject,
    Rectangle,
    TransformFromCopy,
    VGroup,
)

from grpo_core import GroupTable
from scenes.script.decimals import without_zero
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.coin import Coin
from scenes.stage.placement import find_place, lines_and_texts, touches
from scenes.stage.places import keep_inside
from scenes.stage.retelling import LATE
from scenes.stage.reward_line import reward_text
from scenes.stage.theme import AXIS, CURVE, LABEL, paint, sign_role
from scenes.stage.typeset import Formula, Prose

LEFT_END, RIGHT_END = -4.9, 6.2  # of the columns, scene units
_LOW, _HIGH = -1.1, 1.2  # the lowest and the highest coin
_COIN, _LONG = 0.4, 0.28  # radii: of most, and of one with a long number
_ROD, _ASIDE = 0.12, 0.62  # how thick the rod is; how far from an arrow it is laid
_NUMBER, _SMALL = 52, 44
RATIOS = -2.0  # where the ratios stand under it
_SHORT = 0.5  # an arrow of less has no room for its number beside it
_RULE = np.array([1.6, 2.02, 0.0])  # under the slot that it fills


class ScoreScale(VGroup):
    """A scale of rewards with a coin for each of `indices`, in columns at `places` (their x).

    `mean` is the line at the group's average, `arrows` go from it to the coins, `numbers`
    are the advantages; `rod` is as long as the spread, which an advantage of 1 has.
    """

    def __init__(self, table: GroupTable, indices: Sequence[int]):
        self.table, self.indices = table, list(indices)
        pitch = (RIGHT_END - LEFT_END) / len(self.indices)
        self.places = [LEFT_END + (k + 0.5) * pitch for k in range(len(self.indices))]
        self.level = self.height(table.reward_mean)
        self.axis = self._axis()
        self.coins = VGroup(*map(self._coin, range(len(self.indices))))
        self.mean = DashedLine([LEFT_END, self.level, 0], [RIGHT_END, self.level, 0])
        self.mean.set_stroke(paint("text"), CURVE)
        self.mean_name = self._mean_name()
        self.arrows = VGroup(*map(self._arrow, range(len(self.indices))))
        self.set_arrows(1.0)
        self.numbers = VGroup()
        for k in range(len(self.indices)):
            self.numbers.add(self._number(k))
        self.rod, self.rod_name = self._rod()
        self.rule = self._rule()
        self.row_name = Prose(say("equation.row.ratio"), role="muted")
        self.row_name.next_to([self.places[0] - 0.7, RATIOS, 0], LEFT, buff=0)
        super().__init__(self.axis, self.mean, self.mean_name, self.arrows, self.coins)
        self.add(self.numbers, self.rod, self.rod_name, self.rule, self.row_name)

    def height(self, reward: float) -> float:
        """How high a reward is."""
        low, span = float(self.table.rewards.min()), float(np.ptp(self.table.rewards))
        share = (reward - low) / span if span > 1e-9 else 0.5
        return _LOW + share * (_HIGH - _LOW)

    def set_arrows(self, level: float) -> Self:
        """Lead the arrows by `level`, 0 to 1, of their way from the line to the coins."""
        for k, arrow in enumerate(self.arrows):
            arrow.set_length(level * self._way(k))
        return self

    def lay_rod(self, k: int) -> list[Animation]:
        """The rod is laid beside the k-th arrow, and the advantage says how often it fits.

        It is not where there is no room for it.
        """
        moves: list[Animation] = [FadeIn(self.numbers[k])]
        side = np.sign(self._advantage(k))
        if len(self.rod) and side:
            laid = self.rod.copy()
            laid.move_to([self.places[k] - _ASIDE, self.level + 0.5 * side * laid.height, 0])
            (_, low, _), (_, high, _) = laid.get_corner(DL), laid.get_corner(UR)
            taken = *self.numbers, *(coin.face for coin in self.coins)
            is_free = not any(touches(laid, one, 0.02) for one in taken)
            if is_free and low > RATIOS + 0.3 and high < _RULE[1] - 0.2:
                self.add(laid)
                moves.insert(0, TransformFromCopy(self.rod, laid))
        return moves

    def drop_coins(self) -> list[Animation]:
        """Each coin falls to the height of its reward."""
        falls = [FadeIn(coin, shift=0.8 * DOWN) for coin in self.coins]
        return [LaggedStart(*falls, lag_ratio=0.15, rate_func=LATE)]

    def _advantage(self, k: int) -> float:
        return float(self.table.advantage[self.indices[k]])

    def _way(self, k: int) -> float:
        """How far it is from the line to the k-th coin's rim; below 0 downwards."""
        far = float(self.coins[k].face.get_y()) - self.level
        return float(np.sign(self._advantage(k)) * max(0.0, abs(far) - _COIN - 0.04))

    def _coin(self, k: int) -> Coin:
        reward = float(self.table.rewards[self.indices[k]])
        coin = Coin(reward, _COIN)
        if coin.face.width > 0.9 * (RIGHT_END - LEFT_END) / len(self.indices):
            coin = Coin(reward, _LONG)
        return coin.move_to([self.places[k], self.height(reward), 0])

    def _arrow(self, k: int) -> BlockArrow:
        foot = np.array([self.places[k], self.level, 0.0])
        role = sign_role(self._advantage(k))
        return BlockArrow(foot, foot + UP, role, width=0.2, head=0.5)

    def _number(self, k: int) -> Formula:
        """The advantage beside its arrow, or near the coin where there is no room for it."""
        advantage, way, face = self._advantage(k), self._way(k), self.coins[k].face
        number = Formula(advantage_text(advantage), size=_NUMBER, role=sign_role(advantage))
        number.next_to([self.places[k] + 0.35, self.level + 0.5 * way, 0], RIGHT, buff=0)
        if abs(way) >= _SHORT and self._is_free(number, face):
            return number
        number.scale(_SMALL / _NUMBER)
        beyond = DOWN if advantage < 0 else UP
        sides = (RIGHT, LEFT, beyond) if advantage else (beyond,)
        for side in sides:
            if self._is_free(number.next_to(face, side, buff=0.1), face):
                break
        return number

    def _is_free(self, number: Formula, face: Mobject) -> bool:
        """Whether a number touches nothing: no coin, no line, neither numbers nor names."""
        others = [*self.numbers, *(coin.face for coin in self.coins if coin.face is not face)]
        (left, low, _), (right, high, _) = number.get_corner(DL), number.get_corner(UR)
        in_room = left > LEFT_END + 0.1 and right < RIGHT_END + 0.1 and low > RATIOS + 0.2
        on_line = low < self.level < high
        return in_room and not on_line and not any(touches(number, one, 0.1) for one in others)

    def _rule(self) -> Formula:
        """What an advantage is, in words."""
        reward, average, spread = (
            quoted(say(f"equation.advantage.{key}")) for key in ("reward", "average", "spread")
        )
        source = f"{{{{ A : A }}}} = ({reward} - {average}) thin slash thin {spread}"
        if self.table.scale != "std":
            source = f"{{{{ A : A }}}} = {reward} - {average}"
        return Formula(source, size=LABEL).move_to(_RULE)

    def _rod(self) -> tuple[VGroup, VGroup]:
        """As long as the spread, at the right end of the line, and its name; or neither."""
        table = self.table
        if table.scale != "std" or not table.advantage.any():
            return VGroup(), VGroup()
        long = self.height(table.reward_mean + table.reward_std) - self.level
        rod = Rectangle(width=_ROD, height=long, stroke_width=0).set_fill(paint("text"), 1)
        ends = [Line(0.16 * LEFT, 0.16 * RIGHT).move_to(side * 0.5 * long * UP) for side in (-1, 1)]
        whole = VGroup(rod, *(end.set_stroke(paint("text"), CURVE) for end in ends))
        whole.move_to([RIGHT_END + 0.3, self.level + 0.5 * long, 0])
        name = _named("spread", table.reward_std).next_to(whole, UP, buff=0.15)
        return whole, keep_inside(name)

    def _mean_name(self) -> VGroup:
        """What the line is: at its left end, or under its right end where rewards stand there."""
        name = _named("average", self.table.reward_mean)
        end = Dot([LEFT_END, self.level, 0], radius=0.01)
        taken = lines_and_texts(*self.axis[1:])
        if not find_place(name, end, taken, directions=(LEFT, DL, UL), reach=0.5):
            name.next_to([RIGHT_END, self.level, 0], DOWN, buff=0.15)
        return keep_inside(name)

    def _axis(self) -> VGroup:
        upright = Line([LEFT_END, _LOW, 0], [LEFT_END, _HIGH, 0])
        ticks, numbers = VGroup(upright), VGroup()
        for reward in sorted({float(self.table.rewards.min()), float(self.table.rewards.max())}):
            spot = np.array([LEFT_END, self.height(reward), 0.0])
            ticks.add(Line(spot + 0.09 * LEFT, spot + 0.09 * RIGHT))
            number = Formula(reward_text(reward), size=LABEL, role="muted")
            numbers.add(number.next_to(spot, LEFT, buff=0.2))
        ticks.set_stroke(paint("muted"), AXIS)
        name = Prose(say("equation.advantage.reward"), role="muted")
        name.next_to([LEFT_END, _HIGH, 0], UP, buff=0.3).align_to([-6.6, 0, 0], LEFT)
        return VGroup(ticks, numbers, name)


def _named(key: str, value: float) -> VGroup:
    """A word over its number."""
    number = Formula(without_zero(reward_text(round(value, 2))), size=LABEL)
    word = Prose(say(f"equation.advantage.{key}"))
    return VGroup(word, number).arrange(DOWN, buff=0.12)


def advantage_text(advantage: float) -> str:
    """An advantage with two decimals, or as a whole number."""
    decimals = 0 if abs(advantage - round(advantage)) < 1e-9 else 2
    return without_zero(number_text(advantage, decimals, sign=True))
