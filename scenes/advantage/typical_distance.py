"""The std as a length: squares on the arrows, their average, and its side as the new unit."""

from __future__ import annotations

import numpy as np
from manim import (
    DL,
    DR,
    LEFT,
    RIGHT,
    Animation,
    FadeIn,
    LaggedStart,
    Line,
    ReplacementTransform,
    Transform,
    TransformFromCopy,
)

from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.theme import CURVE, LABEL, paint
from scenes.stage.typeset import Formula, Prose

from .arrow_lanes import ArrowLanes
from .squares import Squares


class TypicalDistance:
    """A square on each of the arrows of `lanes`, and the one of side std that is their average.

    `label` says the std with `decimals`; its part "std" is the number.
    """

    field_at = np.array([-3.45, -1.75, 0.0])

    def __init__(self, lanes: ArrowLanes, decimals: int):
        self.lanes, self.std = lanes, lanes.table.reward_std
        self.field = Squares(lanes.values, self.std, width=5.6, height=1.75)
        self.average = self.field.average
        self.field.move_to(self.field_at)
        self.average.move_to(self.field)
        self.name = Prose(say("advantage.z_score.square"), role="muted", align="right")
        self.name.next_to(self.average, LEFT, buff=0.25)
        std = number_text(self.std, decimals)
        self.label = Formula(f'"std" thick {{{{ {std} : std }}}}', size=LABEL)
        self.label.next_to(self.average, RIGHT, buff=0.25)

    def raise_squares(self) -> Animation:
        """Put a square on each arrow."""
        pairs = zip(self.lanes.arrows.arrows, self.field.squares, strict=True)
        copies = [TransformFromCopy(arrow, square) for arrow, square in pairs]
        return LaggedStart(*copies, lag_ratio=min(0.2, 1 / len(copies)))

    def average_squares(self) -> list[Animation]:
        """All squares become the average one."""
        first, *others = self.field.squares
        merged = [Transform(square, self.average, remover=True) for square in others]
        return [ReplacementTransform(first, self.average), *merged]

    def say_std(self) -> list[Animation]:
        """What the average square is, and its side."""
        return [FadeIn(self.name), FadeIn(self.label)]

    def lay_side(self) -> Animation:
        """Lay the side of the average square along the axis, from the mean on."""
        layout = self.lanes.arrows.layout
        x, y = layout.origin
        side = Line(self.average.get_corner(DL), self.average.get_corner(DR))
        laid = Line([x, y, 0], [x + layout.unit * self.std, y, 0])
        for line in (side, laid):
            line.set_stroke(paint("text"), CURVE)
        return ReplacementTransform(side, laid)
