"""The formula, put together from numbers, and the advantages of a group end to end."""

from __future__ import annotations

import numpy as np
from manim import LEFT, Animation, FadeIn, Line, ReplacementTransform, VGroup

from grpo_core import GroupTable
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.retelling import LATE
from scenes.stage.reward_line import reward_text
from scenes.stage.theme import AXIS, FORMULA, paint, sign_role
from scenes.stage.typeset import Formula

_FORMULA_AT = np.array([-5.9, 2.1, 0.0])  # the middle of its A
_LARGE, _SMALL = 72, 54
_RULER = 2.45  # scene units for an advantage of 1
_OUT, _BACK = -0.55, -2.05  # the lanes of the arrows out and back
_THICK = 0.6


class Counted:
    """A group's formula with the numbers of its two kinds of answer, and its arrows."""

    def __init__(self, table: GroupTable):
        self.table = table
        self.words = self._formula(
            *(quoted(say(f"advantage.formula.{what}")) for what in ("reward", "average", "ruler"))
        )
        self.formula = self._formula("r_i", '"mean"', '"std"')
        best, least = int(np.argmax(table.rewards)), int(np.argmin(table.rewards))
        self.filled = VGroup(*map(self._filled, (best, least)))
        for row, y in zip(self.filled, (2.85, 1.3), strict=True):
            row.move_to([4.1, y, 0])
        self.filled[1].align_to(self.filled[0], LEFT)
        self.arrows = self._arrows()
        self.ends = self._ends()

    def _formula(self, reward: str, mean: str, std: str) -> Formula:
        """A with these names for its three parts."""
        source = (
            f"{{{{ A_i : A }}}} = ({{{{ {reward} : r }}}} - {{{{ {mean} : mean }}}})"
            f" / {{{{ {std} : std }}}}"
        )
        formula = Formula(source, size=_LARGE, r="reward")
        return formula.shift(_FORMULA_AT - formula.select("A").get_center())

    def _filled(self, k: int) -> Formula:
        table, value = self.table, float(self.table.advantage[k])
        mean, std = (reward_text(round(x, 2)) for x in (table.reward_mean, table.reward_std))
        source = (
            f"({{{{ {reward_text(float(table.rewards[k]))} : r }}}} - {{{{ {mean} : mean }}}})"
            f" / {{{{ {std} : std }}}} = {{{{ {reward_text(value, sign=True)} : value }}}}"
        )
        return Formula(source, size=_SMALL, r="reward", value=sign_role(value))

    def take_results(self, verdicts: VGroup) -> list[Animation]:
        """The results of before, numbers and words in turn, become those of two equations."""
        moves: list[Animation] = []
        for row, number in zip(self.filled, verdicts[::2], strict=True):
            moves.append(ReplacementTransform(number, row.select("value")))
            moves.append(FadeIn(row.without("value"), rate_func=LATE))
        return moves

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

    def _ends(self) -> VGroup:
        """How many arrows of which length, and where out and back meet."""
        values, group = self.table.advantage, VGroup()
        left, right = self.arrows.get_left()[0], self.arrows.get_right()[0]
        threads = VGroup(
            *(
                Line([x, _OUT + 0.45, 0], [x, _BACK - 0.45, 0]).set_stroke(paint("muted"), AXIS)
                for x in (left, right)
            )
        )
        group.add(threads)
        for part, y, role in (
            (values[values > 0], _OUT - 0.58, "up"),
            (values[values < 0], _BACK - 0.68, "down"),
        ):
            size = reward_text(abs(float(part[0])))
            total = reward_text(abs(float(part.sum())))
            text = Formula(f"{len(part)} times {size} = {total}", size=FORMULA, role=role)
            group.add(text.move_to([0, y, 0]))
        return group


def _arrow(start: float, end: float, y: float, role: str) -> BlockArrow:
    gap = 0.03 * np.sign(end - start)
    return BlockArrow([start + gap, y, 0], [end - gap, y, 0], role, width=0.3, head=_THICK)
