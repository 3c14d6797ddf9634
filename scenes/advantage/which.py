"""Two groups under three rules for the ruler: who is heard."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, FadeIn, FadeOut, Line, VGroup

from grpo_core import group_advantages
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.coin import Coin
from scenes.stage.motion import Drive, walks
from scenes.stage.panel import panel
from scenes.stage.reward_line import reward_text
from scenes.stage.ruler import Ruler
from scenes.stage.theme import AXIS, FORMULA, MAIN_CURVE, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose

from .conventions import Convention

_MEAN, _UNIT = 0.72, 3.5  # the average's height; scene units for a reward of 1
_TOP, _FOOT, _WIDE = 3.45, -2.0, 5.6  # of a card
_LEFTS = (-5.75, 1.1)
_COLUMNS, _RADIUS = (0.65, 1.7, 4.0, 5.05), 0.31  # from a card's left edge
_RULER, _BAR = 0.82, 0.3  # from the column of the second and third arrow
_IN_FRONT = 1  # of cards that come while the coins move
_HEAD = 0.45  # of an arrow, at most
_RIM = 3  # stroke width of an arrow that the others fix
_SIZES, _CLEAR = (34, 84), 1.12  # of type: of silence, of an advantage of 1; from its column
_UP = 1.0  # of a number, from the average
_RULE_AT, _USERS_AT = -2.35, -2.8


class Heard(VGroup):
    """A card with a group: arrows from its average to each reward, and a coin at their tips.

    `set_lens` shows its distances so many times as large, `set_ddof` says how long the rulers
    along two of the arrows are. `levels` says what the heights are.
    """

    def __init__(self, rewards: np.ndarray, left: float):
        self.rewards, self.left = rewards[np.argsort(-rewards, kind="stable")], left
        self.mean, self.lens, self.ddof = float(rewards.mean()), 1.0, 0.0
        self.body = panel(_WIDE, _TOP - _FOOT)
        self.body.move_to([left + 0.5 * _WIDE, 0.5 * (_TOP + _FOOT), 0])
        self.average = self._level(_MEAN).set_stroke(paint("text"), MAIN_CURVE)
        self.label = Prose(say("advantage.worlds.average"))
        self.label.next_to([left + 0.2, _MEAN, 0], DOWN, buff=0.12, aligned_edge=LEFT)
        self.coins = VGroup(*(Coin(float(r), _RADIUS).set_z_index(_IN_FRONT) for r in self.rewards))
        self.arrows = VGroup(
            *(BlockArrow([0, 0, 0], [0, 1, 0], sign_role(gap)) for gap in self._gaps())
        )
        self.rulers = VGroup(*(Ruler([0, 0, 0], [0, 1, 0], width=_BAR) for _ in range(2)))
        self.fixed = Prose(say("advantage.which_ruler.fixed"))
        self.fixed.next_to([left + _COLUMNS[-1], _MEAN, 0], UP, buff=0.16)
        super().__init__(self.body, self.average, self.label, self.arrows, self.coins)
        self.set_lens(1.0)

    def _gaps(self) -> list[float]:
        return [float(gap) for gap in self.rewards - self.mean]

    def _level(self, y: float) -> Line:
        return Line([self.left, y, 0], [self.left + _WIDE, y, 0])

    def levels(self, rewards: tuple[float, ...]) -> VGroup:
        """Where `rewards` lie under the present lens, with their numbers left of the card."""
        found = VGroup()
        for reward in rewards:
            y = _MEAN + _UNIT * self.lens * (reward - self.mean)
            line = self._level(y).set_stroke(paint("muted"), AXIS)
            text = Formula(reward_text(reward), size=READOUT, role="muted")
            found.add(VGroup(line, text.next_to(line, LEFT, buff=0.12)))
        return found

    def set_lens(self, times: float) -> Self:
        """Show the distances from the average `times` as large."""
        self.lens = times
        for coin, arrow, column, gap in zip(
            self.coins, self.arrows, _COLUMNS, self._gaps(), strict=True
        ):
            foot = np.array([self.left + column, _MEAN, 0.0])
            tip = foot + _UNIT * times * gap * UP
            arrow.shaft_width, arrow.head_length = 0.28, min(0.56, _HEAD * abs(tip[1] - foot[1]))
            arrow.set_ends(foot, tip)
            coin.move_to(tip + np.sign(gap) * (_RADIUS + 0.05) * UP)
        return self.set_ddof(self.ddof)

    def set_ddof(self, ddof: float) -> Self:
        """Let the rulers be the root of the squares over all but `ddof` of the answers."""
        self.ddof = ddof
        length = _UNIT * self.lens * float(np.std(self.rewards, ddof=ddof))
        for ruler, k, way in zip(self.rulers, (1, 2), (1, -1), strict=True):
            foot = np.array([self.left + _COLUMNS[k] + way * _RULER, _MEAN, 0.0])
            ruler.set_ends(foot, foot + way * length * UP)
        return self

    def lay(self) -> list[Animation]:
        """The rulers come to lie along the arrows."""
        sides = zip(self.rulers, (-1, 1), strict=True)
        return [FadeIn(ruler, shift=0.4 * way * RIGHT) for ruler, way in sides]

    def fix_last(self) -> list[Animation]:
        """All distances together are 0, so the others fix the last: its arrow is but a rim."""
        last = self.arrows[-1].body
        rim = last.animate.set_fill(opacity=0).set_stroke(last.get_fill_color(), _RIM)
        return [rim, FadeIn(self.fixed)]

    def take(self) -> list[Animation]:
        """The rulers are taken away, and the last arrow is one like the others."""
        sides = zip(self.rulers, (1, -1), strict=True)
        full = self.arrows[-1].body.animate.set_fill(opacity=1).set_stroke(width=0)
        gone = [FadeOut(ruler, shift=0.4 * way * RIGHT) for ruler, way in sides]
        return [*gone, full, FadeOut(self.fixed)]

    def counts(self, rule: Convention) -> VGroup:
        """The advantages under `rule`, in type that is the larger the louder they are."""
        values = group_advantages(self.rewards, **rule.settings)
        found = VGroup()
        for value, k, side in ((float(values[0]), 1, LEFT), (float(values[-1]), 2, RIGHT)):
            size = _SIZES[0] + abs(value) * (_SIZES[1] - _SIZES[0])
            text = Formula(
                reward_text(round(value, 2), sign=True), size=size, role=sign_role(value)
            )
            x = self.left + _COLUMNS[k] - _CLEAR * side[0]
            found.add(text.move_to([x, _MEAN + np.sign(value) * _UP, 0], aligned_edge=side))
        return found


class TwoGroups:
    """Rewards, and the same so many times `closer`, each in a card of its own.

    The second card has a lens, which shows it as large as the first.
    """

    def __init__(self, rewards: np.ndarray, closer: float):
        mean = float(rewards.mean())
        self.closer = closer
        pairs = zip((rewards, mean + (rewards - mean) / closer), _LEFTS, strict=True)
        self.groups = [Heard(*pair) for pair in pairs]
        other = self.groups[1]
        self.scales = [group.levels((0.0, 1.0)) for group in self.groups]
        name = Prose(say("advantage.worlds.reward"), role="muted")
        name.next_to(self.scales[0][1][1], UP, buff=0.5).align_to([-6.75, 0, 0], LEFT)
        self.scales[0].add(name)
        ends = (float(other.rewards.min()), float(other.rewards.max()))
        self.near = other.set_lens(closer).levels(ends)
        other.set_lens(1.0)

    def focus(self, *, near: bool) -> list[Animation]:
        """The second card's scale opens until its distances are as long as the first card's."""
        other = self.groups[1]
        ends = (1.0, self.closer) if near else (self.closer, 1.0)
        shown, gone = (self.near, self.scales[1]) if near else (self.scales[1], self.near)
        return [
            Drive(other, other.set_lens, *ends),
            FadeIn(shown),
            FadeOut(gone),
        ]

    def lengthen(self) -> list[Animation]:
        """All rulers become those of one answer less."""
        return walks(0.0, 1.0, *((group.rulers, group.set_ddof) for group in self.groups))


def rule_line(rule: Convention) -> VGroup:
    """What is divided by and what comes of it, and small who does it so."""
    what = Prose(say(f"advantage.which_ruler.{rule.key}"), size=FORMULA)
    users = Prose(rule.said("users"), role="muted").move_to([0, _USERS_AT, 0])
    return VGroup(what.move_to([0, _RULE_AT, 0]), users)
