"""Words with letters of the formulas in them, which look as they do there."""

from __future__ import annotations

import re
from typing import Any

from scenes.script.glyphs import quoted

from .theme import LABEL
from .typeset import Formula

_LETTER = re.compile(r"(?<!\w)([AJp])(?!\w)")


def lettered(text: str, *, size: float = LABEL, **style: Any) -> Formula:
    """`text` in its own lines; A, J and p are the formulas' where they stand alone."""
    lines = [_line(line) for line in text.split("\n")]
    source = " \\ ".join(f"& {line}" for line in lines) if len(lines) > 1 else lines[0]
    return Formula(source, size=size, plain=text, **style)


def _line(text: str) -> str:
    pieces = _LETTER.split(text)
    return "".join(piece if k % 2 else _words(piece) for k, piece in enumerate(pieces))


def _words(piece: str) -> str:
    """Math source of words; the spaces around them stay outside, where they count once."""
    bare = piece.strip()
    return piece.replace(bare, quoted(bare)) if bare else piece
