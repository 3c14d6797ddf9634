"""Every sentence and word of the films, from one file a language: ``assets/words/<code>.toml``.

Free of Manim, so that a language is checked before anything else is done.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from .assets import PROJECT, AssetError, asset_error, read_tables

WORDS = PROJECT / "assets" / "words"
ENGLISH = "en"

_spoken = ENGLISH


def languages() -> list[str]:
    """The codes of the languages there are, English first."""
    codes = sorted(file.stem for file in WORDS.glob("*.toml"))
    return sorted(codes, key=lambda code: code != ENGLISH)


def use_language(code: str) -> None:
    """Say everything in the language `code` from now on.

    Raises `KeyError` with those known, `AssetError` for a mistake in the words.
    """
    global _spoken
    if code not in languages():
        raise KeyError(f"no language {code!r}; there are {', '.join(languages())}")
    _check(code)
    _spoken = code


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Within the block everything is said in the language `code`; raises as `use_language`."""
    before = _spoken
    use_language(code)
    try:
        yield
    finally:
        use_language(before)


def language() -> str:
    """The code of the language that is spoken."""
    return _spoken


def say(key: str, **values: object) -> str:
    """The words under `key` (``clipping.flat.claim``), with `values` in their ``{places}``.

    What a translation lacks is said in English, so that a half-finished one can be looked
    at. Raises `AssetError` for a key that English lacks, and for places without a value.
    """
    said = entries(_spoken).get(key) or entries(ENGLISH).get(key)
    if said is None:
        raise words_error(key, "missing; give this key its words again")
    if not values and (names := _places(_spoken, key, said)):
        raise words_error(key, f"nothing fills {{{min(names)}}} here; write it without")
    return filled(key, said, values)


def filled(key: str, said: str, values: Mapping[str, object]) -> str:
    """What is `said` under `key`, with `values` in its ``{places}``; raises as `say`.

    Without any values it is as it is.
    """
    try:
        return said.format(**values) if values else said
    except (LookupError, ValueError, AttributeError, TypeError) as error:
        places = ", ".join(f"{{{name}}}" for name in values)
        problem = f"its places are not filled ({error}); write them as {places}"
        raise words_error(key, problem) from None


def missing_words(code: str, key: str, remedy: str) -> AssetError:
    """That the language `code` has no words under `key`, and what to do about it."""
    return asset_error(_file(code), key, f"missing; {remedy}")


def words_error(key: str, problem: str) -> AssetError:
    """What is wrong with the words that `say` takes for `key`, in the file that has them."""
    code = _spoken if entries(_spoken).get(key) else ENGLISH
    return asset_error(_file(code), key, problem)


def translated(text: str) -> str:
    """`text` of a group file or a source in the language that is spoken, if it has it."""
    return entries(_spoken).get(f"given.{text}") or text


def in_own_script(word: str) -> bool:
    """Whether all letters of `word` are of the script of the language that is spoken."""
    own = _script(say("language")[0])
    return all(_script(letter) == own for letter in word if letter.isalpha())


def _script(letter: str) -> str:
    """The script of a letter, as Unicode begins its name: LATIN, CYRILLIC, CJK."""
    return unicodedata.name(letter).split()[0]


def in_english(code: str) -> int:
    """How many words of the films the language `code` leaves in English."""
    own = entries(code)
    return sum(1 for key in entries(ENGLISH) if not own.get(key))


def read_again() -> None:
    """Take all words from their files when they are next asked for."""
    entries.cache_clear()
    _check.cache_clear()


@cache
def entries(code: str) -> dict[str, str]:
    """All words of a language by their keys; raises `AssetError` for a file with a mistake."""
    found = dict(_flat(read_tables(_file(code)), ""))
    for key, text in found.items():
        if not isinstance(text, str):
            raise asset_error(_file(code), key, f"{text!r} is not text; put it in quotes")
    return found


def _file(code: str) -> Path:
    return WORDS / f"{code}.toml"


def _flat(table: dict, above: str) -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield above + key, value


@cache
def _check(code: str) -> None:
    """Refuse places that English does not have; what fills them is written for those."""
    own = entries(code)
    for key, english in entries(ENGLISH).items():
        known = _places(ENGLISH, key, english) if "{" in english else set()
        if known and key in own and (unknown := _places(code, key, own[key]) - known):
            problem = f"there is no value for {{{min(unknown)}}}; write the places as in English"
            raise asset_error(_file(code), key, problem)


def _places(code: str, key: str, text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise asset_error(_file(code), key, f"{error}; write places as {{name}}") from None
