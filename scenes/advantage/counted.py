"""The formula, put together from numbers, and the advantages of a group end to end."""

from __future__ import annotations

import numpy as np
from manim import LEFT, RIGHT, Animation, Mobject, ReplacementTransform, VGroup

from grpo_core import GroupTable
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.coin import Coin
from scenes.stage.reward_line import reward_text
from scenes.stage.ruler import Ruler
from scenes.stage.theme import FORMULA, sign_role
from scenes.stage.typeset import Formula

_PARTS = ("A", "r", "mean", "std")  # of the formula, in the order of its words
_FORMULA_AT = np.array([-6.4, 2.1, 0.0])  # its left end
_WORDS, _LARGE, _SMALL = 54, 72, 54
_RULER = 2.45  # scene units for an advantage of 1
_OUT, _BETWEEN, _BACK = -0.45, -1.15, -1.85  # arrows out, rulers, arrows back
_ABOVE, _BELOW = 0.2, -2.5  # what is said of the arrows
_JOINT = 0.07  # between two rulers
_BAR = 0.4  # of the rulers
_THICK = 0.6
_COIN = 0.27


class Counted:
    """A group's formula with the numbers of its two kinds of answer, and its arrows."""

    def __init__(self, table: GroupTable):
        self.table = table
        names = ("advantage", "reward", "average", "ruler")
        self.words = self._formula(
            *(quoted(say(f"advantage.formula.{what}")) for what in names), size=_WORDS
        )
        self.formula = self._formula("A_i", "r_i", '"mean"', '"std"', size=_LARGE)
        self.letters = {name: self._in_place(name) for name in _PARTS}
        best, least = int(np.argmax(table.rewards)), int(np.argmin(table.rewards))
        self.filled = VGroup(*map(self._filled, (best, least)))
        for row, y in zip(self.filled, (2.85, 1.3), strict=True):
            row.move_to([4.1, y, 0])
        self.filled[1].align_to(self.filled[0], LEFT)
        self.arrows = self._arrows()
        self.rulers = self._rulers()
        self.coins = self._coins()

    def _formula(self, value: str, reward: str, mean: str, std: str, *, size: float) -> Formula:
        """The advantage with these names for it and its three parts."""
        source = (
            f"{{{{ {value} : A }}}} = ({{{{ {reward} : r }}}} - {{{{ {mean} : mean }}}})"
            f" / {{{{ {std} : std }}}}"
        )
        return Formula(source, size=size, r="reward").move_to(_FORMULA_AT, aligned_edge=LEFT)

    def _in_place(self, name: str) -> Mobject:
        """A letter where its word stands."""
        return self.formula.select(name).copy().move_to(self.words.select(name))

    def close_up(self) -> list[Animation]:
        """The letters, each where its word was, come together to the formula."""
        pairs = [(letter, self.formula.select(name)) for name, letter in self.letters.items()]
        pairs += zip(*(text.without(*_PARTS) for text in (self.words, self.formula)), strict=True)
        return [ReplacementTransform(one, other) for one, other in pairs]

    def _filled(self, k: int) -> Formula:
        table, value = self.table, float(self.table.advantage[k])
        mean, std = (reward_text(round(x, 2)) for x in (table.reward_mean, table.reward_std))
        source = (
            f"({{{{ {reward_text(float(table.rewards[k]))} : r }}}} - {{{{ {mean} : mean }}}})"
            f" / {{{{ {std} : std }}}} = {{{{ {reward_text(value, sign=True)} : value }}}}"
        )
        return Formula(source, size=_SMALL, r="reward", value=sign_role(value))

    def sides(self) -> tuple[list[BlockArrow], list[BlockArrow]]:
        """The arrows out, and those back."""
        count = int((self.table.advantage > 0).sum())
        return list(self.arrows[:count]), list(self.arrows[count:])

    def _arrows(self) -> VGroup:
        """Those above the average out to the right, end to end, and the others back."""
        values = self.table.advantage
        out = float(values[values > 0].sum()) * _RULER
        left = -0.5 * out
        arrows, pen = VGroup(), left
        for value in sorted(values[values > 0], reverse=True):
            tip = pen + _RULER * float(value)
            arrows.add(_arrow(pen, tip, _OUT, "up"))
            pen = tip
        for value in sorted(values[values < 0]):
            tip = pen + _RULER * float(value)
            arrows.add(_arrow(pen, tip, _BACK, "down"))
            pen = tip
        return arrows

    def _coins(self) -> VGroup:
        """The reward of each arrow, on it."""
        rewards = sorted(self.table.rewards, reverse=True)
        return VGroup(
            *(
                Coin(float(reward), _COIN).move_to(arrow.body)
                for reward, arrow in zip(rewards, self.arrows, strict=True)
            )
        )

    def _rulers(self) -> VGroup:
        """Rulers end to end between the arrows out and back."""
        left, right = self.arrows.get_left()[0], self.arrows.get_right()[0]
        count = round((right - left) / _RULER)
        y = _BETWEEN - 0.5 * _BAR
        return VGroup(
            *(
                Ruler(
                    [left + _RULER * k, y, 0], [left + _RULER * (k + 1) - _JOINT, y, 0], width=_BAR
                )
                for k in range(count)
            )
        )

    def lengths(self) -> VGroup:
        """At each arrow how many rulers it is."""
        found = VGroup()
        values = sorted(self.table.advantage, reverse=True)
        for arrow, value in zip(self.arrows, values, strict=True):
            role, y = ("up", _ABOVE) if value > 0 else ("down", _BELOW)
            text = Formula(reward_text(float(value), sign=True), size=FORMULA, role=role)
            found.add(text.move_to(arrow.body).set_y(y))
        return found

    def nothing(self) -> Formula:
        """What all arrows come to together, where both totals meet."""
        return Formula("0", size=_LARGE).next_to(
            [self.arrows.get_right()[0], _BETWEEN, 0], RIGHT, buff=0.5
        )

    def totals(self) -> VGroup:
        """What all arrows of either kind come to, at the end of their lane."""
        found, values = VGroup(), self.table.advantage
        for part, y, role in (
            (values[values > 0], _OUT, "up"),
            (values[values < 0], _BACK, "down"),
        ):
            text = Formula(reward_text(float(part.sum()), sign=True), size=_SMALL, role=role)
            found.add(text.next_to([self.arrows.get_right()[0], y, 0], RIGHT, buff=0.35))
        return found


def _arrow(start: float, end: float, y: float, role: str) -> BlockArrow:
    gap = 0.03 * np.sign(end - start)
    return BlockArrow([start + gap, y, 0], [end - gap, y, 0], role, width=0.3, head=_THICK)
