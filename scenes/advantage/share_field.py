"""A probability as a field of a hundred rings: so many of a hundred are hollow."""

from __future__ import annotations

from typing import Self

from manim import Circle, VGroup

from scenes.stage.theme import AXIS, paint

ROWS = COLUMNS = 10


class ShareField(VGroup):
    """A hundred small discs; `set_share` makes a share of them hollow, from the last one on."""

    def __init__(self, side: float = 3.4, role: str = "text"):
        cell = side / ROWS
        self.role = role
        discs = [Circle(0.33 * cell, stroke_width=AXIS) for _ in range(ROWS * COLUMNS)]
        super().__init__(*discs)
        self.arrange_in_grid(ROWS, COLUMNS, buff=cell - 0.66 * cell)
        self.set_share(0.0)

    def set_share(self, share: float) -> Self:
        """Make `share` of the discs hollow."""
        filled = len(self) - round(share * len(self))
        for place, disc in enumerate(self):
            self._fill(disc, place < filled)
        return self

    def key(self) -> Circle:
        """A hollow disc for a label that says what hollow means."""
        return self._fill(self[0].copy(), False)

    def _fill(self, disc: Circle, filled: bool) -> Circle:
        disc.set_stroke(paint(self.role if filled else "muted"))
        return disc.set_fill(paint(self.role), opacity=float(filled))
