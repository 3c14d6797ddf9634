"""A session as the text of a link, and back."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib

from grpo_core.group_file import MOST

from .group_file import read_group, to_toml
from .session import LEVELS, Refusal, Session

MOST_LETTERS = 24_000  # what browsers and servers take in one address
_MOST_BYTES = 600_000  # unpacked: 64 answers of the longest text, twice over
_MOST_WRONG = 40  # fields at a time
_MOST_LINES = 10 + 8 * MOST  # settings, and an answer's heading, fields and space
_LINE = re.compile(r'|\[\[answers\]\]|\w{1,16} = (?:"(?:[^"\\]|\\.)*"|[-+.\w]{1,40})')
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
        content, tokens, level, logs = _parts(_unpacked(letters))
    except (ValueError, KeyError, TypeError, zlib.error, RecursionError):
        raise Refusal(_BROKEN) from None
    group = read_group("link", content.encode())
    if len(tokens) != group.size:
        raise Refusal(_BROKEN)
    session = Session.of(group)
    for index, count in enumerate(tokens):
        session = session.with_answer(index, "tokens", count)
    return session.with_level(level).with_logs(logs or session.logs)


def texts(letters: str) -> dict[str, str]:
    """What stood in wrong fields, by place; nothing where `letters` are no such list."""
    try:
        found = json.loads(letters) if len(letters) <= MOST_LETTERS else {}
    except (ValueError, RecursionError):
        return {}
    pairs = list(found.items()) if isinstance(found, dict) else []
    return {place: text for place, text in pairs[:_MOST_WRONG] if isinstance(text, str)}


def _parts(state: dict) -> tuple[str, list[int], str, bool]:
    """The parts of a link, each of its kind; raises where it is not.

    A link's group is written by `to_toml`: one plain key or heading a line. Anything else is
    refused before it is parsed, because TOML takes quadratic time for long dotted keys.
    """
    content, tokens = state["group"], state["tokens"]
    level, logs = state["level"], state["logs"]
    fits = (
        isinstance(content, str)
        and isinstance(tokens, list)
        and all(type(count) is int for count in tokens)
        and level in (*LEVELS,)
        and isinstance(logs, bool)
    )
    lines = content.split("\n") if fits else []
    if not fits or len(lines) > _MOST_LINES or not all(map(_LINE.fullmatch, lines)):
        raise ValueError("not written by an explorer")
    return content, tokens, level, logs


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
