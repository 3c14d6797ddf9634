"""Every sentence and word of the films, from one file a language: ``assets/words/<code>.toml``.

Free of Manim, so that a language is checked before anything else is done.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

WORDS = Path(__file__).resolve().parents[2] / "assets" / "words"
ENGLISH = "en"

_spoken = ENGLISH


def languages() -> list[str]:
    """The codes of the languages there are, English first."""
    codes = sorted(file.stem for file in WORDS.glob("*.toml"))
    return sorted(codes, key=lambda code: code != ENGLISH)


def use_language(code: str) -> None:
    """Say everything in the language `code` from now on; raises `KeyError` with those known."""
    global _spoken
    if code not in languages():
        raise KeyError(f"no language {code!r}; there are {', '.join(languages())}")
    _spoken = code


def language() -> str:
    """The code of the language that is spoken."""
    return _spoken


def say(key: str, **values: object) -> str:
    """The words under `key` ("clipping.flat.claim"), with `values` in their ``{places}``.

    What a translation lacks is said in English, so that a half-finished one can be looked
    at. Raises `KeyError` for a key that English lacks.
    """
    said = entries(_spoken).get(key) or entries(ENGLISH).get(key)
    if said is None:
        raise KeyError(f"{ENGLISH}.toml has no words under {key!r}")
    return said.format(**values) if values else said


def translated(text: str) -> str:
    """`text` of a group file or a source in the language that is spoken, if it has it."""
    return entries(_spoken).get(f"given.{text}", text)


@cache
def entries(code: str) -> dict[str, str]:
    """All words of a language by their keys."""
    return _flat(tomllib.loads((WORDS / f"{code}.toml").read_text(encoding="utf-8")), "")


def _flat(table: dict, above: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in table.items():
        found |= _flat(value, f"{above}{key}.") if isinstance(value, dict) else {above + key: value}
    return found
