"""What the numbers come to: the sum of a group in one line, and the answer that is followed."""

from __future__ import annotations

from manim import RIGHT, UP, Rectangle

from grpo_core import GroupTable
from scenes.script.decimals import adds_up
from scenes.script.numerals import number_text
from scenes.stage.places import TAG
from scenes.stage.theme import CURVE, paint
from scenes.stage.typeset import Formula

from .answer_rows import AnswerRows

_SIZE = 52


def result_line(table: GroupTable) -> Formula:
    """Surrogate minus price, and the objective that it makes, with as many digits as agree."""
    parts = table.surrogate, -table.beta * table.kl
    decimals = next((n for n in (3, 4, 5) if adds_up(*parts, decimals=n)), 5)
    gain, price, whole = (
        number_text(value, decimals) for value in (parts[0], table.beta * table.kl, table.objective)
    )
    line = Formula(
        f"{{{{ {gain} : surrogate }}}} - {{{{ {price} : price }}}} = "
        f"{{{{ {whole} : value }}}} = {{{{ cal(J) : objective }}}}",
        size=_SIZE,
    )
    return line.move_to(TAG + 0.12 * UP, aligned_edge=UP + RIGHT)


def example_frame(rows: AnswerRows) -> Rectangle:
    """A frame round the row that is followed."""
    frame = rows.bodies[rows.example].copy()
    return frame.set_fill(opacity=0).set_stroke(paint("text"), CURVE)
