"""A short text that can change every frame, as a live number does: slots that swap outlines."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import VGroup, VMobject

from .places import stand_on
from .theme import LABEL, paint
from .typeset import Readable, blank_letter, fit_prose

_WIDEST = 20.0  # scene units: no limit
_PIN = 0.01  # its length at birth, by which it tells how large the text is now


class LiveWord(Readable, VGroup):
    """Words that a setter changes; the middle of their line stays where it is.

    Longer ones than `widest` scene units are cut with an ellipsis.
    """

    def __init__(
        self, text: str = "", *, size: float = LABEL, role: str = "text", widest: float = _WIDEST
    ):
        super().__init__()
        self.type_size, self.role, self.widest, self.plain = size, role, widest, ""
        self.pin = VMobject(stroke_width=0).set_points_as_corners([[0, 0, 0], [_PIN, 0, 0]])
        self.slots = VGroup()
        self.add(self.pin, self.slots)
        self.set_text(text)

    def stand_at(self, middle: np.ndarray) -> Self:
        """Move the middle of the line that it stands on to a point."""
        return self.shift(middle - self.pin.points[0])

    def set_text(self, text: str) -> Self:
        """Say `text`."""
        if text == self.plain:
            return self
        self.plain = text
        start, end = self.pin.points[0], self.pin.points[-1]
        scale = float(np.linalg.norm(end - start)) / _PIN
        glyphs = []
        if text:
            said = fit_prose(text, self.widest, lines=1, size=self.type_size * scale)
            said.move_to(start)
            glyphs = stand_on(said, float(start[1])).glyphs
        while len(self.slots) < len(glyphs):
            self.slots.add(blank_letter(paint(self.role).to_hex()))
        for slot in self.slots:
            slot.clear_points()
        for slot, glyph in zip(self.slots, glyphs, strict=False):
            slot.set_points(glyph.points)
            slot.type_unit, slot.plain_of = glyph.type_unit, text
        return self
