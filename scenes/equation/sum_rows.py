"""The objective as a sum of three rows: surrogate, price, and what they come to."""

from __future__ import annotations

from manim import (
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    ReplacementTransform,
    VGroup,
    smooth,
    squish_rate_func,
)

from grpo_core import GroupTable
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.objective import Objective
from scenes.stage.places import STAGE
from scenes.stage.readout import ReadOut
from scenes.stage.retelling import rest_of
from scenes.stage.theme import LABEL
from scenes.stage.typeset import Formula

_INSET = 0.2  # of the rule of a read-out from its edges, which are not drawn
_LEAST, _MIDDLE = 2.9, 0.9  # the rows' width, and their height on the stage
_HIGHEST = STAGE[1][1]  # of text
_LATE = squish_rate_func(smooth, 0.5, 1)


class SumRows(ReadOut):
    """Surrogate, price and J with their numbers, over the question's card."""

    def __init__(self, table: GroupTable, question: VGroup):
        rows = {
            "surrogate": (quoted(say("equation.evaluate.surrogate")), "text"),
            "price": ('- beta thin "mean" k_3', "text"),
            "objective": ("cal(J)", "text"),
        }
        name = max(Formula(source, size=LABEL).width for source, _ in rows.values())
        numbers = [number_text(value, 3) for value in sum_of(table).values()]
        longest = max(Formula(number, size=LABEL).width for number in numbers)
        width = max(_LEAST, longest + name + 0.4)
        super().__init__(rows, width=width + 2 * _INSET, decimals=3, size=LABEL)
        right = max(question.get_right()[0] + 0.1, STAGE[0][0] + width)
        self.move_to([right - 0.5 * width, _MIDDLE, 0])
        self.remove(self.body)

    def come_from(self, objective: Objective) -> list[Animation]:
        """J and the price keep their glyphs; the surrogate's term shrinks into its name."""
        term, name = objective.part("surrogate"), self.names["surrogate"]
        price, value = (
            _as_far(objective.part(row), self.names[row]) for row in ("price", "objective")
        )
        every = VGroup(*(glyph for line in objective for glyph in line))
        return [
            FadeOut(rest_of(every, term, price, value), run_time=0.4),
            FadeOut(term, target_position=name, scale=0.3, run_time=0.8),
            ReplacementTransform(price, self.names["price"]),
            # Round the row that it would cross.
            ReplacementTransform(value, self.names["objective"], path_arc=1.2),
            FadeIn(name, rate_func=_LATE),
        ]

    def head(self, rule: Formula) -> Formula:
        """`rule` in its place over the rows, or beside them where it is too high for that."""
        if rule.height + 0.35 + self.get_top()[1] > _HIGHEST:
            return rule.next_to(self, RIGHT, buff=0.5, aligned_edge=UP)
        rule.next_to(self, UP, buff=0.35)
        return rule.align_to(self.names["surrogate"], LEFT)

    def count(self, table: GroupTable) -> None:
        """Show the sum of `table`."""
        self.show(**sum_of(table))


def sum_of(table: GroupTable) -> dict[str, float]:
    """The sum's rows: the surrogate, minus the price, the objective."""
    return {
        "surrogate": table.surrogate,
        "price": -table.price,
        "objective": table.objective,
    }


def _as_far(part: VGroup, name: Formula) -> VGroup:
    """The glyphs of `part` that become those of `name`, one for one."""
    return VGroup(*(glyph for glyph, _ in zip(part, name, strict=False)))
