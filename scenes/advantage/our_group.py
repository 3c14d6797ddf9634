"""The group's own answers about their average, each distance measured with the group's ruler."""

from __future__ import annotations

import math

import numpy as np
from manim import (
    DOWN,
    LEFT,
    UL,
    UP,
    UR,
    Animation,
    FadeIn,
    Line,
    TransformFromCopy,
    VGroup,
)

from grpo_core import GroupTable, group_advantages, is_silent
from scenes.script.telling import cards_of, left_out
from scenes.script.words import say, translated
from scenes.stage.arrow import BlockArrow
from scenes.stage.coin import Coin
from scenes.stage.places import TAG, stand_on
from scenes.stage.reward_line import reward_text
from scenes.stage.ruler import Ruler
from scenes.stage.theme import FORMULA, LABEL, MAIN_CURVE, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose, fit_prose

from .counted import Counted
from .hand_over import hand_over
from .hollow import becomes_hollow

_LEFT, _FIRST, _RIGHT = -6.7, -4.1, 6.6  # of the line; where its columns begin
_TOP, _FOOT = 2.85, -3.0  # of the columns
_WIDE = 4  # columns that have room for large coins
_QUESTION, _QUESTION_AT = 9.0, 3.5  # its width and its upper edge
_COIN, _SMALL_COIN = 0.38, 0.27
_LARGE, _FULL = 80, 0.8  # size of type of an advantage; the share of a column that it may take
_SIDE = 1.35  # above and below the line, at least: for what names it, and the ruler
_GAP, _SHAFT, _HEAD, _BAR = 0.16, 0.26, 0.5, 0.28
_JOINT = 0.03  # between two rulers
_ROW, _BESIDE = 0.5, 0.55  # from a name to its number under it; from that of the ruler to its edge
_CLEAR = (0.8, 0.08)  # from an arrow to its rulers: half the coin at most, and the rest
_RULE_DOWN = 1.5  # from the line to what is said of a silent group


class AnswerColumn(VGroup):
    """The answer `k`: an arrow from the average to its `coin`, with `rulers` along it.

    Its name is on the other side of the line, and beyond the coin its advantage, the `number`.
    `way` is 1 above the average and -1 below, `apart` the distance in rewards.
    """

    def __init__(self, table: GroupTable, k: int, radius: float):
        self.apart = float(group_advantages(table.rewards, scale="none")[k])
        self.way = -1.0 if self.apart < 0 else 1.0
        self.ruler = table.reward_std if table.scale == "std" else 0.0
        value, self.radius = float(table.advantage[k]), radius
        count = math.ceil(abs(value) - 1e-9) if self.ruler else 0
        self.reach = max(abs(self.apart), count * self.ruler)  # of coin and rulers, in rewards
        self.symbol = Formula(f"o_{k + 1}", size=LABEL, role="muted")
        self.coin = Coin(float(table.rewards[k]), radius)
        role = sign_role(self.apart)
        self.arrow = BlockArrow([0, 0, 0], [0, 1, 0], role, width=_SHAFT, head=_HEAD)
        bars = (Ruler([0, 0, 0], [0, 1, 0], width=self.way * _BAR) for _ in range(count))
        self.rulers = VGroup(*bars)
        told = round(value, 2)
        self.number = Formula(
            reward_text(told, sign=bool(told)), size=_LARGE, role=role if told else "text"
        )
        super().__init__(self.symbol, self.arrow, self.rulers, self.coin, self.number)

    def stand(self, x: float, y: float, unit: float) -> None:
        """Place all of it at `x`, about the average at `y`; a reward of 1 is `unit` long."""
        up, foot = self.way * UP, np.array([x, y, 0.0])
        tip = foot + unit * self.apart * UP
        self.arrow.set_ends(foot, tip)
        self.coin.move_to(tip + self.radius * up)
        most, rest = _CLEAR
        beside = foot + (min(0.5 * self.coin.face.width, most) + rest) * LEFT
        step = unit * self.ruler * up
        for place, ruler in enumerate(self.rulers):
            ruler.set_ends(beside + place * step, beside + (place + 1) * step - _JOINT * up)
        self.number.next_to(VGroup(self.coin.face, self.rulers), up, buff=_GAP).set_x(x)
        self.symbol.next_to(foot, -up, buff=_GAP)


class OurGroup(VGroup):
    """The answers of `table`, the telling ones of a large group, in `columns` on one line.

    `ruler` is the group's own: empty where all rewards are equal, and where the group's
    convention takes none. Then `rule` says what holds instead, or nothing.
    """

    def __init__(self, table: GroupTable):
        self.table, self.shown = table, cards_of(table)
        self.silent = bool(is_silent(table.rewards))
        radius = _COIN if len(self.shown) <= _WIDE else _SMALL_COIN
        self.columns = [AnswerColumn(table, k, radius) for k in self.shown]
        pitch = (_RIGHT - _FIRST) / len(self.shown)
        widest = max(column.number.width for column in self.columns)
        for column in self.columns:
            column.number.scale(min(1.0, _FULL * pitch / widest))
        self.y, self.unit = self._scale(radius)
        for place, column in enumerate(self.columns):
            column.stand(_FIRST + (place + 0.5) * pitch, self.y, self.unit)
        ends = ([x, self.y, 0] for x in (_LEFT, _RIGHT))
        self.line = Line(*ends).set_stroke(paint("text"), MAIN_CURVE)
        self.ruler, label = self._measure()
        average = self._named("average", table.reward_mean, DOWN)
        self.labels = VGroup(self._question(), average, label)
        self.rule = self._rule()
        self.names = VGroup(*(column.symbol for column in self.columns))
        self.coins = VGroup(*(column.coin for column in self.columns))
        self.arrows = VGroup(*(column.arrow for column in self.columns if column.apart))
        super().__init__(self.line, self.labels, self.ruler, self.rule, *self.columns)

    def _scale(self, radius: float) -> tuple[float, float]:
        """The height of the average, and scene units for a reward of 1: all of it fits."""
        over = max(_SIDE, 2 * radius + self.columns[0].number.height + 2 * _GAP)
        sides = [[c.reach for c in self.columns if c.way == way] for way in (1, -1)]
        fixed = [over if side else _SIDE for side in sides]
        above, below = (max(side, default=0.0) for side in sides)
        room = _TOP - _FOOT - sum(fixed)
        unit = room / (above + below) if above + below else 0.0
        return _FOOT + fixed[1] + (unit * below if unit else 0.5 * room), unit

    def _question(self) -> VGroup:
        """What was asked, and how many of its answers are not shown."""
        text = translated(self.table.group.question)
        question = fit_prose(text, _QUESTION, lines=1, size=FORMULA)
        found = VGroup(question.move_to([_LEFT, _QUESTION_AT, 0], UL))
        if more := left_out(self.table, self.shown):
            found.add(Prose(more, role="muted").move_to(TAG, UR))
        return found

    def _named(self, name: str, value: float, way: np.ndarray) -> VGroup:
        """A name and under it a number, at the left end of the line, on that side of it."""
        number = Formula(reward_text(round(value, 2)), size=READOUT)
        words = Prose(say(f"advantage.formula.{name}"), size=READOUT)
        stand_on(number.align_to(words, LEFT), words.baseline - _ROW)
        return VGroup(words, number).next_to([_LEFT, self.y, 0], way, buff=_GAP, aligned_edge=LEFT)

    def _measure(self) -> tuple[VGroup, VGroup]:
        """The group's own ruler on the line, and what it is."""
        if not (self.table.scale == "std" and self.table.reward_std):
            return VGroup(), VGroup()
        label = self._named("ruler", self.table.reward_std, UP)
        foot = np.array([label.get_right()[0] + _BESIDE, self.y, 0.0])
        end = foot + self.unit * self.table.reward_std * UP
        return VGroup(Ruler(foot, end, width=_BAR)), label

    def _rule(self) -> VGroup:
        """Why there is no ruler."""
        if len(self.ruler):
            return VGroup()
        if not self.silent:
            bare = Prose(say("advantage.our_question.bare"), size=READOUT)
            return VGroup(bare.next_to([_LEFT, self.y, 0], UP, buff=_GAP, aligned_edge=LEFT))
        words = (say("advantage.our_question.equal"), say("advantage.nothing.rule"))
        said = VGroup(*(Prose(text, size=FORMULA) for text in words)).arrange(DOWN, buff=0.25)
        return VGroup(said.move_to([0.5 * (_FIRST + _RIGHT), self.y - _RULE_DOWN, 0]))

    def take_over(self, counted: Counted) -> list[Animation]:
        """Coins, arrows and rulers of `counted` become these: what is above stays above."""
        sides, count = counted.sides(), len(counted.sides()[0])
        old = zip(sides, (counted.coins[:count], counted.coins[count:]), strict=True)
        moves = hand_over(counted.rulers, self.ruler)
        for (arrows, coins), way in zip(old, (1, -1), strict=True):
            mine = [column for column in self.columns if column.way == way]
            moves += hand_over(coins, [column.coin for column in mine])
            moves += hand_over(arrows, [column.arrow for column in mine if column.apart])
        return moves

    def lay(self) -> list[Animation]:
        """Copies of the ruler come to lie along each distance."""
        return [
            TransformFromCopy(self.ruler[0], ruler)
            for column in self.columns
            for ruler in column.rulers
        ]

    def judge(self) -> list[Animation]:
        """The advantages, and why there is no ruler if there is none."""
        found: list[Animation] = [FadeIn(column.number) for column in self.columns]
        found += [FadeIn(self.rule)] * bool(len(self.rule))
        return found + [becomes_hollow(coin) for coin in self.coins if self.silent]
