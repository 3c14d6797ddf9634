"""The numbers that can be read in a film, as it says them."""

from __future__ import annotations

import re

from manim import VMobject

from scenes.stage.film import GrpoScene

from .audit.reading import prose_in, readable_texts
from .audit.state import Box, without_names

_NO_NUMBER = re.compile(r"_\w+|#\w*\(?[\d.]+\w*\)?")  # an index, or a size in Typst


def numbers_shown(film: GrpoScene) -> list[dict[str, str]]:
    """The texts with digits that can be read now: ``{"math": …}`` or ``{"text": …}``.

    They come from top to bottom and from left to right, each once.
    """
    prose = prose_in(film)
    found: dict[tuple[str, str], None] = {}
    for text in sorted(readable_texts(film), key=_place):
        plain = text[0].plain_of
        kind = "text" if plain in prose else "math"
        said = without_names(plain)
        if re.search(r"\d", _NO_NUMBER.sub("", said)):
            found[kind, said] = None
    return [{kind: said} for kind, said in found]


def _place(text: list[VMobject]) -> tuple[float, float]:
    boxes = [Box.of(glyph.points) for glyph in text]
    middle = sum(box.low[1] + box.high[1] for box in boxes) / (2 * len(boxes))
    return -round(middle, 1), min(box.low[0] for box in boxes)
