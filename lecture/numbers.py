"""The numbers that can be read in a film, each with what it is called there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from scenes.stage.camera import HOME_WIDTH
from scenes.stage.film import GrpoScene
from scenes.stage.glyphs import quoted

from .audit.reading import prose_in, readable_texts
from .audit.state import Box, without_names

_NO_NUMBER = re.compile(r"_\w+|#\w*\(?[\d.]+\w*\)?")  # an index, or a size in Typst
_BARE = re.compile(r"[−+-]?\d[\d.,]*( dot 10\^\(-?\d+\))?")
_ANSWER = re.compile(r"o_\d+")  # whose number it is, not which
_NEAR = 3.5  # scene units from a name to its number, at home zoom


@dataclass(frozen=True)
class _Text:
    """What stands where; `kind` is "math" (Typst's notation) or "text"."""

    kind: str
    said: str
    box: Box

    @property
    def has_digits(self) -> bool:
        return bool(re.search(r"\d", _NO_NUMBER.sub("", self.said)))

    @property
    def is_bare(self) -> bool:
        return bool(_BARE.fullmatch(self.said))

    @property
    def as_math(self) -> str:
        return self.said if self.kind == "math" else quoted(self.said)


def numbers_shown(film: GrpoScene) -> list[dict[str, str]]:
    """The texts with digits that can be read now: ``{"math": …}`` or ``{"text": …}``.

    They come from top to bottom and from left to right, each once. A number that stands
    alone is joined with its name at its left; one without a name, such as a tick of an axis
    or a cell of a table, is left to the picture.
    """
    texts = sorted(_texts(film), key=_place)
    near = _NEAR * film.camera.frame.width / HOME_WIDTH
    found = (_named(text, texts, near) if text.is_bare else text for text in texts)
    unique = {(text.kind, text.said): None for text in found if text and text.has_digits}
    return [{kind: said} for kind, said in unique]


def _texts(film: GrpoScene) -> Iterable[_Text]:
    prose = prose_in(film)
    for glyphs in readable_texts(film):
        plain = glyphs[0].plain_of
        box = Box.of(np.concatenate([glyph.points for glyph in glyphs]))
        yield _Text("text" if plain in prose else "math", without_names(plain), box)


def _named(number: _Text, texts: Iterable[_Text], near: float) -> _Text | None:
    """`number` with the name that stands next to it at its left, on the same line."""
    left = [text for text in texts if 0 < _gap(text.box, number.box) < near]
    name = min(left, key=lambda text: _gap(text.box, number.box), default=None)
    if name is None or name.has_digits or _ANSWER.fullmatch(name.said):
        return None
    if not re.search(r"[^\W\d_]", name.said):
        return None
    return _Text("math", f"{name.as_math.rstrip(' =')} = {number.said}", number.box)


def _gap(left: Box, right: Box) -> float:
    """How far `right` stands from `left` on the same line; infinite on another one."""
    overlap = min(left.high[1], right.high[1]) - max(left.low[1], right.low[1])
    if overlap < 0.5 * min(left.size[1], right.size[1]):
        return np.inf
    return right.low[0] - left.high[0]


def _place(text: _Text) -> tuple[float, float]:
    return -round(text.box.low[1] + text.box.high[1], 1), text.box.low[0]
