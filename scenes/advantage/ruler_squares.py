"""Squares on the distances from the average, levelled out: their side is the group's ruler."""

from __future__ import annotations

import numpy as np
from manim import (
    DL,
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    GrowFromEdge,
    LaggedStart,
    Line,
    Square,
    TransformFromCopy,
    VGroup,
    VMobject,
)

from grpo_core import GroupTable
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.coin import Coin
from scenes.stage.places import stand_on
from scenes.stage.reward_line import reward_text
from scenes.stage.ruler import Ruler
from scenes.stage.theme import (
    CURVE,
    FORMULA,
    MAIN_CURVE,
    READOUT,
    current_theme,
    paint,
)
from scenes.stage.typeset import Formula, Prose, on_baseline

_UNIT = 2.86  # scene units for a reward of 1
_MEAN = 0.8  # the height of the average
_LEFT, _MEAN_ENDS = -3.1, (-3.6, 2.0)
_GAP = 0.05
_TRAY = -3.0  # the tray's floor
_RADIUS = 0.27
_LARGE, _HERO = 66, 110  # sizes of type


class RulerSquares:
    """Ten answers, two of them right; squares stand over and hang under their average."""

    def __init__(self, table: GroupTable):
        self.table = table
        self.gaps = table.rewards - table.reward_mean
        self.right = np.flatnonzero(self.gaps > 0)
        self.wrong = np.flatnonzero(self.gaps < 0)
        self.top, self.foot = (
            self._y(float(r)) for r in (table.rewards.max(), table.rewards.min())
        )
        self.squares = [self._square(k) for k in range(len(self.gaps))]
        self.side = _UNIT * table.reward_std
        self.width = _UNIT * float(self.gaps[self.right].sum())
        self.coins = VGroup(*(self._coin(k) for k in range(len(self.gaps))))
        self.mean = Line(*([x, _MEAN, 0] for x in _MEAN_ENDS))
        self.mean.set_stroke(paint("text"), MAIN_CURVE)
        self.average = self._average()
        self.counts = self._counts()
        self.areas = self._areas()
        self.tray, self.levelled = self._tray()
        self.flat_ruler = self._flat_ruler()

    def _y(self, reward: float) -> float:
        return _MEAN + _UNIT * (reward - self.table.reward_mean)

    def _coin(self, k: int) -> Coin:
        square, way = self.squares[k], np.sign(self.gaps[k]) * UP
        coin = Coin(float(self.table.rewards[k]), _RADIUS, glows=k == self.right[0])
        return coin.next_to(square, way, buff=0.03)

    def _square(self, k: int) -> Square:
        gap = float(self.gaps[k])
        group = self.right if gap > 0 else self.wrong
        place = int(np.flatnonzero(group == k)[0])
        side = _UNIT * abs(gap)
        role = "up" if gap > 0 else "down"
        square = Square(side - _GAP).set_stroke(paint(role), 3)
        square.set_fill(paint(role), 1.5 * current_theme().tint)
        return square.move_to([_LEFT + (place + 0.5) * side, _MEAN + np.sign(gap) * 0.5 * side, 0])

    def _average(self) -> VGroup:
        words = Prose(say("advantage.worlds.average"), size=READOUT)
        row = on_baseline(
            words, Formula(reward_text(round(self.table.reward_mean, 2)), size=READOUT)
        )
        return row.next_to(self.mean, LEFT, buff=0.2)

    def _counts(self) -> VGroup:
        said = (
            ("right", len(self.right), self.top + _RADIUS),
            ("wrong", len(self.wrong), self.foot - _RADIUS - 0.06),
        )
        return VGroup(
            *(
                Prose(say(f"advantage.squares.{who}", count=count), role="muted").next_to(
                    [_LEFT, y, 0], LEFT, buff=0.25
                )
                for who, count, y in said
            )
        )

    def _areas(self) -> VGroup:
        """What the squares measure: sides and area."""
        found = VGroup()
        for k in self.right:
            gap = float(self.gaps[k])
            area = Formula(number_text(gap * gap, 2), size=_LARGE)
            sides = Formula(
                f"{number_text(gap, 1)} times {number_text(gap, 1)}", size=READOUT, role="up"
            )
            found.add(VGroup(area, sides).arrange(DOWN, buff=0.28).move_to(self.squares[k]))
        gap = abs(float(self.gaps[self.wrong[0]]))
        each, side = quoted(say("advantage.squares.each")), number_text(gap, 1)
        small = f"{each} thick {side} times {side} = {number_text(gap * gap, 2)}"
        found.add(
            Formula(small, size=READOUT, role="down").move_to(
                [_LEFT + 0.5 * self.width, self.foot - 1.0, 0]
            )
        )
        return found

    def _tray(self) -> tuple[VMobject, VGroup]:
        count, side = len(self.gaps), self.side
        left = -0.5 * count * side
        squares = VGroup()
        for k in range(count):
            square = Square(side - _GAP).set_stroke(paint("muted"), 2)
            square.set_fill(paint("text"), current_theme().tint)
            squares.add(square.move_to([left + (k + 0.5) * side, _TRAY + 0.5 * side, 0]))
        squares[-1].set_stroke(paint("text"), 4).set_fill(paint("text"), 2.2 * current_theme().tint)
        rim, sky = 0.08, _TRAY + side + 0.22
        tray = VMobject().set_points_as_corners(
            [
                [x, y, 0]
                for x, y in (
                    (left - rim, sky),
                    (left - rim, _TRAY - rim),
                    (-left + rim, _TRAY - rim),
                    (-left + rim, sky),
                )
            ]
        )
        return tray.set_stroke(paint("muted"), CURVE), squares

    def raise_squares(self) -> Animation:
        """Let each square grow out of the average."""
        grow = [
            GrowFromEdge(square, DOWN if gap > 0 else UP)
            for square, gap in zip(self.squares, self.gaps, strict=True)
        ]
        order = [*self.right, *self.wrong]
        return LaggedStart(*(grow[k] for k in order), lag_ratio=0.12)

    def tray_words(self) -> VGroup:
        """What lies in the tray, the area of one square, and its side as a ruler."""
        last = self.levelled[-1]
        area = Formula(number_text(self.table.reward_std**2, 2), size=FORMULA).move_to(last)
        low = last.get_top()[1]
        level = Prose(say("advantage.squares.levelled"))
        level.align_to(self.levelled[0], LEFT)
        stand_on(level, low + 0.3)
        return VGroup(area, level)

    def ways(self) -> list[BlockArrow]:
        """The distances as arrows from the average, on the left sides of the squares."""
        found = []
        for k in (*self.right, *self.wrong):
            square, gap = self.squares[k], float(self.gaps[k])
            foot = np.array([square.get_left()[0], _MEAN, 0.0])
            role = "up" if gap > 0 else "down"
            tip = foot + _UNIT * gap * UP
            found.append(BlockArrow(foot, tip, role, width=0.16, head=0.36))
        return found

    def pour(self) -> tuple[Animation, Animation]:
        """Copies of all squares, cut into pieces or put together, fill the tray: one, the rest."""
        parts = [part for k in self.right for part in _cut(self.squares[k], self.side)]
        left = [self.squares[k] for k in self.wrong]
        cells = list(self.levelled)
        moves = [TransformFromCopy(*pair) for pair in zip(parts, cells, strict=False)]
        rest = cells[len(parts) :]
        each = len(left) // len(rest)
        self.poured = VGroup()  # pieces that lie on a cell when all has been poured
        for k, cell in enumerate(rest):
            small = _cut(cell, cell.width / each**0.5)
            self.poured.add(*small)
            moves += [
                TransformFromCopy(square, piece)
                for square, piece in zip(left[k * each : (k + 1) * each], small, strict=True)
            ]
        emptied = [square.animate.set_fill(opacity=0) for square in self.squares]
        first, *others = moves
        quiet = self.areas.animate.set_fill(paint("muted"))
        return first, AnimationGroup(LaggedStart(*others, lag_ratio=0.12), *emptied, quiet)

    def _flat_ruler(self) -> Ruler:
        """The ruler on the side of the levelled square."""
        last = self.levelled[-1]
        left, right = last.get_left()[0], last.get_right()[0]
        y = last.get_top()[1] + 0.1
        return Ruler([left, y, 0], [right, y, 0], width=0.26)

    def side_words(self) -> VGroup:
        """The side of the levelled square: its length, and both its names."""
        number = Formula(number_text(self.table.reward_std, 1), size=_HERO)
        std = Prose(say("advantage.squares.std"), size=FORMULA)
        ruler = Prose(say("advantage.squares.ruler"), role="muted")
        words = VGroup(ruler, std, number).arrange(DOWN, buff=0.24, aligned_edge=RIGHT)
        last = self.levelled[-1]
        words.next_to(self.flat_ruler, UP, buff=0.25)
        return words.align_to(last, RIGHT)


def _cut(square: Square, side: float) -> list[Square]:
    """Squares of `side` that make up `square`, in its colours."""
    count = round(square.width / side)
    step = square.width / count
    corner = square.get_corner(DL)
    return [
        Square(step)
        .match_style(square)
        .move_to(corner + np.array([(i + 0.5) * step, (j + 0.5) * step, 0.0]))
        for j in range(count)
        for i in range(count)
    ]
