"""What a film shows at one moment, gathered once for all that look at it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from manim import Mobject, VMobject

from scenes.stage.film import GrpoScene
from scenes.stage.typeset import Letter, Prose

from .texts import DIM, Box, by_text
from .walk import drawn_parts


class Picture:
    """The present state of `film`; use it before anything changes."""

    def __init__(self, film: GrpoScene) -> None:
        self.film = film
        self.frame = Box.of(film.camera.frame.points)
        self.drawn = drawn_parts(film)
        self.parts = [part for part in self.drawn if isinstance(part, VMobject)]
        self.lows, self.highs = extents(self.parts)

    @cached_property
    def family(self) -> list[Mobject]:
        """Everything on the stage with its parts, drawn or not."""
        return [member for mobject in self.film.mobjects for member in mobject.get_family()]

    @cached_property
    def boxes(self) -> dict[int, Box]:
        """The bounding box of each part, by the part's identity."""
        corners = zip(self.parts, self.lows, self.highs, strict=True)
        return {id(part): Box(low, high) for part, low, high in corners}

    def in_view(self, box: Box) -> np.ndarray:
        """Which of the parts share a point with `box`."""
        return ((self.lows < box.high) & (box.low < self.highs)).all(axis=1)

    def readable_texts(self) -> Iterator[list[VMobject]]:
        """The glyphs of each text that is lit and in the frame; ``plain_of`` is what it says."""
        inside = ((self.frame.low <= self.lows) & (self.highs <= self.frame.high)).all(axis=1)
        shown = dict(zip(map(id, self.parts), inside, strict=True))
        glyphs = [part for part in self.parts if isinstance(part, Letter)]
        for text in by_text(glyphs, self.family):
            if all(shown[id(glyph)] and glyph.fill_rgbas[0][3] > DIM for glyph in text):
                yield text

    def prose(self) -> set[str]:
        """What the texts on the stage that are prose say, not formulas."""
        return {part.plain for part in self.family if isinstance(part, Prose)}


def extents(parts: list[VMobject]) -> tuple[np.ndarray, np.ndarray]:
    """The lower left and the upper right corners of pieces that have points, shape (n, 2)."""
    if not parts:
        return np.empty((0, 2)), np.empty((0, 2))
    counts = [len(part.points) for part in parts]
    points = np.concatenate([part.points for part in parts])[:, :2]
    starts = np.cumsum([0, *counts[:-1]])
    return np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)
