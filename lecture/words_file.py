"""`make words LANGUAGE=fr`: a translator's file, with every key and its English above it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import tomlkit
from tomlkit.items import Table
from tomlkit.toml_document import TOMLDocument

from scenes.script.words import ENGLISH, WORDS, entries, languages

from .catalogue import docstrings, running_order
from .files import write_whole
from .options import UserError, shown

_CODE = re.compile(r"[a-z]{2,3}(?:_[A-Z][A-Za-z]{1,3})?")
_GIVEN = "given."  # texts of group files and sources: the key is the English
_MARKED = ("language", "decimal_mark")  # of a language, so not to be taken from English


def run(asked: Mapping[str, str | None]) -> int:
    """Write the file or add to it what it lacks; print its path and how much is left to do."""
    code = asked.get("language") or ""
    if not _CODE.fullmatch(code) or code == ENGLISH:
        raise UserError(f"language: {code!r} is no other language's code; give one such as fr")
    file = WORDS / f"{code}.toml"
    own = entries(code) if file.is_file() else {}
    document = tomlkit.parse(file.read_text(encoding="utf-8")) if own else tomlkit.document()
    words = english()
    for key, text in words.items():
        if key not in own:
            _add(document, key, text)
    write_whole(file, tomlkit.dumps(document).encode())
    missing = sum(1 for key in words if _lacks(own, key))
    print(f"{shown(file)}: {missing} of {len(words)} are still to be translated")
    return 0


def untranslated(code: str) -> int:
    """How much of all that is said the language `code` leaves in English."""
    own = entries(code)
    return sum(1 for key in english() if _lacks(own, key))


def _lacks(own: Mapping[str, str], key: str) -> bool:
    return not own.get(key) and key not in _MARKED


def english() -> dict[str, str]:
    """All that is said, by its key, in the order of the English file."""
    spoken = dict(entries(ENGLISH))
    docs = {key: text for film in running_order() for key, text in docstrings(film).items()}
    ordered: dict[str, str] = {}
    for key, text in spoken.items():
        beat = key.rpartition(".")[0]
        said = {f"{beat}.{part}": docs.pop(f"{beat}.{part}", "") for part in ("title", "caption")}
        ordered |= {name: words for name, words in said.items() if words} | {key: text}
    ordered |= docs
    given = (key for code in languages() for key in entries(code) if key.startswith(_GIVEN))
    return ordered | {key: key.removeprefix(_GIVEN) for key in given}


def _add(document: TOMLDocument, key: str, text: str) -> None:
    """An empty entry, under a comment that says it in English."""
    table, name = _table(document, key)
    for line in text.split("\n") * (key not in _MARKED):
        table.add(tomlkit.comment(line))
    table.add(name, text if key in _MARKED else "")


def _table(document: TOMLDocument, key: str) -> tuple[TOMLDocument | Table, str]:
    """The table that holds `key`, made where it is missing, and the last part of the key."""
    most = 1 if key.startswith(_GIVEN) else -1  # a given text may have points of its own
    parts = key.split(".", most)
    table: TOMLDocument | Table = document
    for place, part in enumerate(parts[:-1]):
        if part not in table:
            table.add(part, tomlkit.table(is_super_table=place < len(parts) - 2))
        table = table[part]  # type: ignore[assignment]
    return table, parts[-1]
