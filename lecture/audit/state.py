"""A film at rest, as the measures see it: text by glyphs, shapes, and pixels."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import compress

import numpy as np
from manim import Mobject, Text, Typst, VMobject

from scenes.script.contrast import hex_rgb
from scenes.stage.theme import Theme
from scenes.stage.typeset import X_HEIGHT, Letter, Readable

from ..picture import Picture
from ..texts import DIM, Box, by_text, without_names
from ..walk import pixels

LINES = 480  # all sizes in pixels are at this height of the frame
WIDTH = 854
INVISIBLE = 0.02


@dataclass(frozen=True)
class Glyph:
    """One glyph of a text; `size` is its font size at present, in scene units."""

    part: VMobject
    box: Box
    size: float
    rgba: np.ndarray

    @property
    def dimmed(self) -> bool:
        """Whether it is context rather than text to be read."""
        return self.rgba[3] <= DIM


@dataclass(frozen=True)
class Block:
    """The visible glyphs of one text."""

    plain: str
    glyphs: list[Glyph] = field(default_factory=list)

    @cached_property
    def lit(self) -> list[Glyph]:
        """The glyphs that are meant to be read."""
        return [glyph for glyph in self.glyphs if not glyph.dimmed]

    @cached_property
    def words(self) -> str:
        """The text without the names of its parts."""
        return without_names(self.plain)

    def __str__(self) -> str:
        text = self.words
        return f'text "{text if len(text) <= 40 else text[:39] + "…"}"'


@dataclass(frozen=True)
class Shape:
    """A drawn thing that is no text; fill and stroke are None where nothing is drawn."""

    part: VMobject
    box: Box
    fill: np.ndarray | None
    stroke: np.ndarray | None

    def __str__(self) -> str:
        return type(self.part).__name__


class State:
    """The visible text and shapes of a film at this moment.

    `pixels` and `pixels_without_text` have the shape (480, 854, 3), from 0 to 255.
    """

    def __init__(self, picture: Picture):
        film = picture.film
        self.theme: Theme = film.settings.colours
        self.frame = picture.frame
        self.scale = LINES / self.frame.size[1]  # pixels per scene unit
        drawn = list(compress(picture.parts, picture.in_view(self.frame)))
        others = [part for part in drawn if not isinstance(part, Letter)]
        self.unknown = [member for member in picture.family if _is_foreign_text(member)]
        boxes = picture.boxes
        self.shapes = [shape for part in others if (shape := _shape(part, boxes[id(part)]))]
        self.pixels_without_text = pixels(film, WIDTH, others)
        self.pixels = pixels(film, WIDTH, drawn)
        self._has_text = _differs(self.pixels, self.pixels_without_text)
        self.blocks = self._blocks([part for part in drawn if isinstance(part, Letter)], picture)

    def _blocks(self, glyphs: list[VMobject], picture: Picture) -> list[Block]:
        blocks = [
            Block(parts[0].plain_of, [g for part in parts if (g := self._glyph(part, picture))])
            for parts in by_text(glyphs, picture.family)
        ]
        return [block for block in blocks if block.glyphs]

    def _glyph(self, part: VMobject, picture: Picture) -> Glyph | None:
        rgba, box = part.fill_rgbas[0], picture.boxes[id(part)]
        if rgba[3] < INVISIBLE or not self._shows(box):
            return None
        size = float(box.size[1]) / part.type_unit if part.type_unit else 0.0
        return Glyph(part, box, size, rgba)

    def _shows(self, box: Box) -> bool:
        """Whether text makes a difference to the picture here, or is covered."""
        return bool(self._has_text[self._window(box)].any())

    def behind(self, box: Box) -> np.ndarray:
        """The pixels that `box` touches in the picture without its texts: (n, 3), 0 to 255."""
        return self.pixels_without_text[self._window(box)].reshape(-1, 3)

    def _window(self, box: Box) -> tuple[slice, slice]:
        """The rows and columns of the pixels that `box` touches."""
        across, top = box.low[0] - self.frame.low[0], self.frame.high[1] - box.high[1]
        left, above = int(max(across, 0) * self.scale), int(max(top, 0) * self.scale)
        right = int((box.high[0] - self.frame.low[0]) * self.scale) + 1
        below = int((self.frame.high[1] - box.low[1]) * self.scale) + 1
        return slice(above, below), slice(left, right)

    def x_height(self, size: float) -> float:
        """The x-height in pixels of text of font size `size`."""
        return size * X_HEIGHT * self.scale

    @property
    def palette(self) -> dict[str, np.ndarray]:
        """The theme's colours by role, each from 0 to 1."""
        return palette_of(self.theme)


@cache
def palette_of(theme: Theme) -> dict[str, np.ndarray]:
    """The colours of a theme by role, each from 0 to 1."""
    colors = {role: value for role, value in vars(theme).items() if role != "name"}
    return {role: hex_rgb(value) for role, value in colors.items()}


def _is_foreign_text(mobject: Mobject) -> bool:
    return isinstance(mobject, Text | Typst) and not isinstance(mobject, Readable)


def _shape(part: VMobject, box: Box) -> Shape | None:
    fill = _visible(part.fill_rgbas)
    stroke = _visible(part.stroke_rgbas) if part.stroke_width > 0 else None
    if fill is None and stroke is None:
        return None
    return Shape(part, box, fill, stroke)


def _differs(picture: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Which pixels of two pictures, (h, w, 3) from 0 to 255, are to be told apart: (h, w)."""
    change = np.maximum(picture, other) - np.minimum(picture, other)
    red, green, blue = np.moveaxis(change > int(INVISIBLE * 255), 2, 0)
    return red | green | blue


def _visible(rgbas: np.ndarray) -> np.ndarray | None:
    return rgbas[0] if len(rgbas) and rgbas[0][3] >= INVISIBLE else None
