"""A session as the text of a link, and back."""

from __future__ import annotations

import base64
import binascii
import json
import zlib

from .group_file import read_group, to_toml
from .session import LEVELS, Refusal, Session

MOST_LETTERS = 24_000  # what browsers and servers take in one address
_MOST_BYTES = 600_000  # unpacked: 64 answers of the longest text, twice over
_BROKEN = "link: it is damaged or not of this explorer; copy all of it, or load the group's file"


def encode(session: Session) -> str:
    """Letters for an address; raises `Refusal` where they would be too many."""
    state = {
        "group": to_toml(session.group, logs=session.logs),
        "tokens": session.tokens,
        "level": session.level,
        "logs": session.logs,
    }
    packed = zlib.compress(json.dumps(state, ensure_ascii=False).encode(), 9)
    letters = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    if len(letters) > MOST_LETTERS:
        raise Refusal("link: these answers are too long for an address; save the group instead")
    return letters


def decode(letters: str) -> Session:
    """The session that a link holds, with every check of a group file.

    Raises:
        Refusal: it is no such link.
        GroupFileError: its group cannot be used.
    """
    try:
        state = _unpacked(letters)
        content, tokens = state["group"].encode(), tuple(state["tokens"])
        level, logs = state["level"], state["logs"]
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error, RecursionError):
        raise Refusal(_BROKEN) from None
    group = read_group("link", content, for_films=False)
    if len(tokens) != group.size or level not in LEVELS or not isinstance(logs, bool):
        raise Refusal(_BROKEN)
    session = Session.of(group)
    for index, count in enumerate(tokens):
        session = session.with_answer(index, "tokens", count)
    return session.with_level(level).with_logs(logs or session.logs)


def _unpacked(letters: str) -> dict:
    if len(letters) > MOST_LETTERS:
        raise ValueError("too long")
    try:
        packed = base64.b64decode(
            letters + "=" * (-len(letters) % 4), altchars=b"-_", validate=True
        )
    except binascii.Error as error:
        raise ValueError(str(error)) from None
    unpacker = zlib.decompressobj()
    text = unpacker.decompress(packed, _MOST_BYTES)
    if unpacker.unconsumed_tail:
        raise ValueError("too long")
    return json.loads(text)
