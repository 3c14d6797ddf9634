"""A chip under a text: so it can be read on tiles, and bright for the one that wins."""

from __future__ import annotations

from typing import Self

from manim import RoundedRectangle, VGroup, interpolate_color

from .live_number import LiveNumber
from .theme import AXIS, paint
from .typeset import Typeset

_CORNER = 0.16


class Chip(VGroup):
    """`text` on a rounded surface in the ground's colour; `set_level` makes it a winner's.

    `margin` is the room beside the text and, by half, above and under it. At 0 the text
    has its own colours.
    """

    def __init__(self, text: Typeset | LiveNumber, level: float = 0.0, *, margin: float = 0.24):
        width, height = text.width + 2 * margin, text.height + 1.3 * margin
        self.face = RoundedRectangle(
            corner_radius=min(_CORNER, 0.5 * height), width=width, height=height, stroke_width=0
        )
        self.text = text
        super().__init__(self.face.move_to(text), text)
        self.colours = [(part, part.get_fill_color()) for part in text.get_family()]
        self.set_level(level)

    def set_level(self, level: float) -> Self:
        """By `level`, 0 to 1, turn text on the ground's colour into ink on a bright chip."""
        face = interpolate_color(paint("ground"), paint("paper"), level)
        self.face.set_fill(face, opacity=1).set_stroke(paint("text"), AXIS * level)
        for part, colour in self.colours:
            part.set_fill(paint("ink") if level > 0.5 else colour, family=False)
        return self
