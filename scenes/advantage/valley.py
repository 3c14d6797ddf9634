"""How often a whole group agrees, over the chance of a right answer: a valley."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Dot,
    FadeIn,
    LaggedStart,
    Line,
    TransformFromCopy,
    VGroup,
    VMobject,
)

from grpo_core import is_silent, silent_probability
from scenes.script.decimals import printed
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.coin import Coin
from scenes.stage.marks import tick
from scenes.stage.plot import Plot
from scenes.stage.reward_line import reward_text
from scenes.stage.theme import AXIS, FORMULA, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .hollow import becomes_hollow
from .share_field import COUNT, ShareField

_WIDTH, _HEIGHT, _AT = 11.4, 4.9, np.array([0.35, 0.08, 0.0])
_SAMPLES = 120
_ASKED = np.array([0.9, 3.75, 0.0])
_IN_FRONT = 1  # of the cards that open
_NUMBER = 84  # size of type
_NAMED = 0.44  # where the columns' names stand, clear of the curve
_ASIDE = 0.62  # what is said of a column, from its middle
_ROWS, _ROW_X, _COIN, _PITCH = (1.3, 0.0, -1.3), -4.6, 0.48, 1.15
_ABOVE = -1.05  # of the rows, what they are
_SEED = 1  # of the groups that are drawn in sight


class DrawnGroup(VGroup):
    """Answers of one group in a row of coins, and what it is worth: nothing if all are equal."""

    def __init__(self, rewards: np.ndarray, y: float):
        self.is_silent = bool(is_silent(rewards))
        self.coins = VGroup(*(Coin(float(r), _COIN) for r in rewards))
        for k, coin in enumerate(self.coins):
            coin.move_to([_ROW_X + k * _PITCH, y, 0])
        self.verdict = Prose(
            say(f"advantage.silences.{'silent' if self.is_silent else 'teach'}"), size=FORMULA
        ).next_to(self.coins, RIGHT, buff=0.35)
        super().__init__(self.coins, self.verdict)

    def draw(self) -> Animation:
        """One answer after the other."""
        falls = [FadeIn(coin, shift=0.5 * DOWN) for coin in self.coins]
        return LaggedStart(*falls, lag_ratio=0.15)

    def judge(self) -> list[Animation]:
        """What it is worth; the coins of a silent one become hollow."""
        moves: list[Animation] = [FadeIn(self.verdict)]
        return moves + [becomes_hollow(coin) for coin in self.coins if self.is_silent]


class Valley(Plot):
    """The chance that `size` answers agree, over that of a right one; `set_reach` draws it.

    `columns` are a hundred groups each where a question is hard, in between, and easy.
    """

    asked_at = _ASKED

    def __init__(self, size: int, chance: float):
        self.size, self.chance = size, chance
        super().__init__((0.0, 1.0), (0.0, 1.0), _WIDTH, _HEIGHT)
        self.axes = VGroup(
            Line(self.point(0, 0), self.point(1, 0)), Line(self.point(0, 0), self.point(0, 1))
        ).set_stroke(paint("muted"), AXIS)
        self.numbers = VGroup(
            *(
                tick(self.point(p, 0), reward_text(round(p, 2)), buff=0.16)
                for p in (0.0, chance, 0.5, 1.0)
            )
        )
        for share in (0.5, 1.0):
            label = Formula(f"{number_text(100 * share, 0)} %", size=LABEL, role="muted")
            self.numbers.add(label.next_to(self.point(0, share), LEFT, buff=0.18))
        self.curve = VMobject().set_stroke(paint("text"), MAIN_CURVE)
        self.add(self.axes, self.numbers, self.curve)
        self.shift(_AT)
        self.share = self.value(chance)
        self.columns = [
            ShareField(self.point(p, 0), _HEIGHT, self.value(p)) for p in (chance, 0.5, 1 - chance)
        ]
        self.dots = VGroup(*(self._dot(p) for p in (chance, 1 - chance)))
        self.set_reach(0.0)

    def value(self, chance: float) -> float:
        """The chance that all agree."""
        return float(silent_probability(chance, self.size))

    def _dot(self, chance: float) -> Dot:
        dot = Dot(self.point(chance, self.value(chance)), radius=0.17)
        return dot.set_fill(paint("text"), 1).set_stroke(paint("ground"), 3)

    def drawn(self) -> list[DrawnGroup]:
        """A few groups, drawn at random with the chance of the hard question."""
        right = np.random.default_rng(_SEED).random((len(_ROWS), self.size)) < self.chance
        return [DrawnGroup(row.astype(float), y) for row, y in zip(right, _ROWS, strict=True)]

    def name_of_groups(self) -> Prose:
        """What is drawn: how many answers, and how likely a right one is."""
        told = {"count": self.size, "chance": printed(number_text(self.chance, 2))}
        name = Prose(say("advantage.silences.one", **told), size=READOUT)
        return name.move_to([0, _ROWS[0] - _ABOVE, 0])

    def there(self, groups: Sequence[DrawnGroup]) -> list[VMobject]:
        """What each of `groups` is among the hundred: silent ones at the foot."""
        silent = iter(self.columns[0])
        teaching = iter(reversed(self.columns[0]))
        return [next(silent if group.is_silent else teaching) for group in groups]

    def put(self, groups: Sequence[DrawnGroup]) -> list[Animation]:
        """Each row becomes one of the hundred."""
        return [
            TransformFromCopy(VGroup(*(coin.face for coin in group.coins)), disc)
            for group, disc in zip(groups, self.there(groups), strict=True)
        ]

    def set_reach(self, reach: float) -> Self:
        """Draw the curve from either end towards the middle; 1 is all of it."""
        half = 0.5 * max(reach, 1e-4)
        self.curve.clear_points()
        for start, end in ((0.0, half), (1.0, 1.0 - half)):
            chances = np.linspace(start, end, _SAMPLES)
            path = self.grid.path(chances, silent_probability(chances, self.size))
            self.curve.start_new_path(path[0])
            self.curve.add_points_as_corners(path[1:])
        return self

    def mirror(self) -> list[Animation]:
        """A hundred groups where questions are easy, and a dot on either level."""
        return [FadeIn(self.columns[2]), FadeIn(self.dots)]

    def opened(self) -> list[VMobject]:
        """A group of each column: two that teach, and a silent one."""
        return [
            column.first(silent=silent).set_z_index(_IN_FRONT)
            for column, silent in zip(self.columns, (False, False, True), strict=True)
        ]

    def names(self) -> VGroup:
        """What the axes are."""
        across = Prose(say("advantage.silences.chance"), role="muted")
        across.next_to(self.point(0.75, 0), DOWN, buff=0.28)
        up = Prose(say("advantage.silences.agree", count=self.size), role="muted")
        up.next_to(self.point(0, 1), UP, buff=0.3).align_to([-6.5, 0, 0], LEFT)
        return VGroup(across, up)

    def ends(self) -> VGroup:
        """What the columns are: a question too hard, one in between, and one too easy."""
        hard, middle, easy = (
            Prose(say(f"advantage.silences.{where}"), size=FORMULA)
            for where in ("hard", "middle", "easy")
        )
        for words, chance, side, height in (
            (hard, self.chance, RIGHT, _NAMED),
            (middle, 0.5, RIGHT, 0.75),
            (easy, 1 - self.chance, LEFT, _NAMED),
        ):
            words.next_to(self.point(chance, height), side, buff=_ASIDE)
        return VGroup(hard, middle, easy)

    def count(self) -> VGroup:
        """How many of the hundred are silent at the hard question."""
        number = Formula(str(self.columns[0].silent), size=_NUMBER)
        words = Prose(say("advantage.silences.silent"), size=FORMULA)
        of = Prose(say("advantage.silences.hundred", count=COUNT), size=READOUT, role="muted")
        said = VGroup(on_baseline(number, words), of).arrange(DOWN, buff=0.2, aligned_edge=LEFT)
        return said.next_to(self.point(self.chance, 0.64), RIGHT, buff=_ASIDE)
