"""Ten answers, of which fewer and fewer are right: the average sinks, and the ruler shrinks.

Turned over, fewer and fewer are wrong, at last one of many.
"""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Circle,
    FadeOut,
    Line,
    Mobject,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
)

from grpo_core import group_advantages
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.coin import Coin
from scenes.stage.retelling import EARLY
from scenes.stage.reward_line import reward_text
from scenes.stage.ruler import Ruler
from scenes.stage.theme import AXIS, MAIN_CURVE, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose

_FLOOR, _SHELF = -2.05, 2.25  # the heights of the rewards 0 and 1
_LEFT, _RIGHT = -6.0, -0.25  # of the lines
_FIRST, _COIN, _PITCH = -5.5, 0.27, 0.54
_RULER_AT, _BAR, _JOINT = -4.75, 0.34, 0.03
_SEEN = 0.5  # from this reward on the side of 1 is seen
_COUNT_AT, _COUNT = -4.4, 96  # the left edge, and the size of type
_RIM, _DENSE = 1.0, 0.46  # stroke width of a coin among many; its radius, of the way to the next


class FallingCoins(VGroup):
    """`size` coins at the heights of their rewards; `set_right` lets right ones fall.

    The first coin glows. An `arrow` leads to it from the average, and the `ruler` beside that
    is as long as the standard deviation. `set_turned` exchanges right and wrong; after that the
    others can become `crowd`, coins of so many answers, and `set_many` makes one wrong in them.
    """

    def __init__(self, size: int, right: int):
        self.size = size
        self.shelves = VGroup(*map(_level, (0.0, 1.0))).set_stroke(paint("muted"), AXIS)
        self.numbers = VGroup(
            *(
                Formula(reward_text(r), size=READOUT, role="muted").next_to(line, LEFT, buff=0.15)
                for r, line in zip((0.0, 1.0), self.shelves, strict=True)
            )
        )
        name = Prose(say("advantage.worlds.reward"), role="muted")
        name.move_to([0, _SHELF + 0.9, 0]).align_to([-6.6, 0, 0], LEFT)
        self.numbers.add(name)
        self.average = _level(0.5).set_stroke(paint("text"), MAIN_CURVE)
        self.label = Prose(say("advantage.worlds.average"), size=READOUT)
        self.coins = VGroup(*(VGroup(Coin(0.0, _COIN), Coin(1.0, _COIN)) for _ in range(size)))
        self.arrow = BlockArrow(_own(0.0), _own(1.0), "up", width=0.26, head=0.56)
        self.ruler = Ruler(_beside(0.0), _beside(1.0), width=_BAR)
        self.crowd = VGroup()
        self.lines = VGroup(self.shelves, self.numbers, self.average, self.label)
        super().__init__(self.lines, self.coins, self.arrow, self.ruler)
        self.set_right(float(right))

    def rewards(self, right: float) -> np.ndarray:
        """The rewards of which the first `right` are 1; between two numbers one is falling."""
        return np.clip(right - np.arange(self.size), 0.0, 1.0)

    def faces(self) -> list[Coin]:
        """Of each coin the side that is seen."""
        pairs = zip(self.coins, self.laid, strict=False)  # of a crowd the first alone is one
        return [pair[int(reward >= _SEEN)] for pair, reward in pairs]

    def set_right(self, right: float) -> Self:
        """Let `right` coins lie above, and the average, the arrow and the ruler follow."""
        self.right = right
        return self._lay(self.rewards(right))

    def crowd_in(self, many: int) -> list[Animation]:
        """The right coins become those of `many` answers, but for the first, which is wrong."""
        first, last = (_FIRST + _PITCH * k for k in (1, self.size - 1))
        places = np.linspace(first - 0.5 * _COIN, last + 0.5 * _COIN, many - 1)
        radius = _DENSE * (places[1] - places[0])
        self.crowd = VGroup(*(Circle(radius).move_to([x, 0, 0]) for x in places))
        self.crowd.set_fill(paint("coin"), 1).set_stroke(paint("coin_edge"), _RIM)
        self.crowd.set_y(_height(1.0) + radius)
        moves: list[Animation] = []
        parts = np.array_split(np.arange(many - 1), self.size - 1)
        for face, part in zip(self.faces()[1:], parts, strict=True):
            moves.append(FadeOut(face.number, rate_func=EARLY))
            for k in part:
                disc = face.face.copy() if k > part[0] else face.face
                moves.append(ReplacementTransform(disc, self.crowd[k]))
        return moves

    def settle(self) -> list[Mobject]:
        """Hold the crowd instead of the coins that it came from; returns these."""
        gone = list(self.coins[1:])
        self.coins.remove(*gone)
        self.add(self.crowd)
        return gone

    def hand_on(self, count: int) -> list[Coin]:
        """The first coin, and some of the crowd as small coins of their own: `count` in all."""
        picked = np.linspace(0, len(self.crowd) - 1, count - 1).round().astype(int)
        small = [Coin(1.0, _COIN).replace(self.crowd[k], dim_to_match=1) for k in picked]
        return [*self.faces(), *small]

    def set_many(self, many: float) -> Self:
        """Let one of `many` answers be wrong: the average, the arrow and the ruler follow."""
        self.laid = np.array([0.0, *np.ones(round(many) - 1)])
        wrong = 1 / many
        return self._measure(1 - wrong, float(np.sqrt(wrong * (1 - wrong))), 0.0)

    def set_turned(self, level: float) -> Self:
        """Let right answers become wrong ones, and wrong ones right: 0 to 1."""
        rewards = self.rewards(self.right)
        return self._lay(rewards + level * (1 - 2 * rewards))

    def _lay(self, rewards: np.ndarray) -> Self:
        self.laid = rewards
        for k, (reward, pair) in enumerate(zip(rewards, self.coins, strict=True)):
            # Right ones stand on their line, wrong ones hang from theirs.
            y = _height(reward) + (2 * reward - 1) * _COIN
            pair.move_to([_FIRST + _PITCH * k, y, 0])
            _show(pair[1], reward >= _SEEN)
            _show(pair[0], reward < _SEEN)
        for side, shown in enumerate((rewards[0] < _SEEN, rewards[0] >= _SEEN)):
            self.coins[0][side].set_glow(float(shown))
        return self._measure(float(rewards.mean()), float(rewards.std()), float(rewards[0]))

    def _measure(self, mean: float, std: float, mine: float) -> Self:
        """Put the average at `mean`, the arrow from there to `mine`, the ruler `std` long."""
        way = np.sign(mine - mean) or 1.0
        self.average.set_y(_height(mean))
        self.label.next_to([_RIGHT, _height(mean), 0], DOWN, buff=0.08, aligned_edge=RIGHT)
        self.arrow.set_role(sign_role(way)).set_ends(_own(mean), _own(mine))
        foot = _beside(mean) + (way < 0) * _BAR * LEFT  # it lies on the same side, turned over
        self.ruler.set_ends(foot, foot + way * ((_SHELF - _FLOOR) * std - _JOINT) * UP)
        return self

    def count(self) -> tuple[VGroup, list[Animation], Formula]:
        """Rulers laid end to end along the arrow, and how many they are."""
        rewards = self.laid
        std, value = float(rewards.std()), float(group_advantages(rewards)[0])
        more = VGroup(*(self.ruler.copy() for _ in range(1, round(abs(value)))))
        step = (_SHELF - _FLOOR) * std * np.sign(value)
        for place, ruler in enumerate(more, start=1):
            ruler.shift(place * step * UP)
        moves = [TransformFromCopy(self.ruler, ruler) for ruler in more]
        text = Formula(reward_text(round(value, 2), sign=True), size=_COUNT, role=sign_role(value))
        middle = _height(0.5 * float(rewards.mean() + rewards[0]))
        text.move_to([0, middle, 0]).align_to([_COUNT_AT, 0, 0], LEFT)
        return more, moves, text

    def one_wrong(self, number: Formula) -> Prose:
        """Under the number of the wrong answer how rare it is in its group."""
        words = Prose(say("advantage.difficulty.one_wrong", count=len(self.laid)))
        return words.next_to(number, DOWN, buff=0.3).align_to(number, LEFT)


def forget(*told: VGroup) -> list[Animation]:
    """What was counted goes before the coins fall on."""
    return [FadeOut(part, shift=0.1 * DOWN) for part in told if len(part)]


def _height(reward: float) -> float:
    return _FLOOR + (_SHELF - _FLOOR) * reward


def _level(reward: float) -> Line:
    return Line([_LEFT, _height(reward), 0], [_RIGHT, _height(reward), 0])


def _own(reward: float) -> np.ndarray:
    return np.array([_FIRST, _height(reward), 0.0])


def _beside(reward: float) -> np.ndarray:
    return np.array([_RULER_AT, _height(reward), 0.0])


def _show(coin: Coin, shown: bool) -> None:
    coin.face.set_fill(opacity=float(shown)).set_stroke(opacity=float(shown))
    coin.number.set_fill(opacity=float(shown))
