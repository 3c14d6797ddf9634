"""What is told on a terminal, in one line that cannot steer it."""

from __future__ import annotations

import unicodedata

# Characters that set another direction for what follows, which may then read as something else.
_TURNS = {chr(code) for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F))}
_TURNS |= {chr(code) for code in range(0x2066, 0x206A)}


def one_line(message: object) -> str:
    """`message` with its line breaks as blanks and its control characters as codes (``\\x1b``)."""
    return "".join(map(_harmless, " ".join(str(message).split())))


def _harmless(character: str) -> str:
    if character in _TURNS or unicodedata.category(character) in ("Cc", "Cs"):
        return character.encode("unicode_escape", "surrogatepass").decode("ascii")
    return character
