"""Whether the letters of a language can be drawn here: the fonts of some come apart."""

from __future__ import annotations

import pytest

from scenes.script.glyphs import extra_for
from scenes.script.words import entries


def need_letters_of(language: str) -> None:
    """Skip the test that calls it where a font is missing."""
    if extra := extra_for(entries(language).values()):
        pytest.skip(f"the letters of {language!r} have no font; `make {extra}` brings one")
