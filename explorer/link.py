"""A session as the text of a link, and back."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from dataclasses import replace

from grpo_core import WorkedGroup
from grpo_core.group_file import MOST

from .group_file import read_group, to_toml, without_tokens
from .recipe import Recipe
from .session import LEVELS, Refusal, Session

MOST_LETTERS = 24_000  # what browsers and servers take in one address
_MOST_BYTES = 600_000  # unpacked: 64 answers of the longest text, twice over
_MOST_WRONG = 40  # fields at a time
_MOST_LINES = 10 + 12 * MOST  # settings, and an answer's heading, fields and space
_VALUE = r'(?:"(?:[^"\\]|\\.)*"|[-+.\w]{1,40})'
_LINE = re.compile(rf"|\[\[answers\]\]|\w{{1,16}} = (?:{_VALUE}|\[{_VALUE}(?:, {_VALUE})*\])")
_BROKEN = "link: it is damaged or not of this explorer; copy all of it, or load the group's file"


def encode(session: Session) -> str:
    """Letters for an address; raises `Refusal` where they would be too many.

    The log-probabilities of tokens are in it where there is room, see `leaves_tokens_out`.
    """
    if letters := _letters(session, session.group):
        return letters
    if letters := _letters(session, without_tokens(session.group)):
        return letters
    raise Refusal("link: these answers are too long for an address; save the group instead")


def leaves_tokens_out(session: Session) -> bool:
    """Whether a link to `session` has no room for the log-probabilities of its tokens."""
    return bool(session.group.per_token) and not _letters(session, session.group)


def _letters(session: Session, group: WorkedGroup) -> str:
    """The letters of `session` with `group`; none where they would be too many."""
    state = {
        "group": to_toml(group, logs=session.logs),
        "tokens": session.tokens,
        "level": session.level,
        "logs": session.logs,
        "recipe": session.recipe.as_data(),
    }
    content = json.dumps(state, ensure_ascii=False).encode()
    if len(content) > _MOST_BYTES:
        return ""
    letters = base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")
    return letters if len(letters) <= MOST_LETTERS else ""


def decode(letters: str) -> Session:
    """The session that a link holds, with every check of a group file.

    Raises:
        Refusal: it is no such link.
        GroupFileError: its group cannot be used.
    """
    try:
        state = _unpacked(letters)
        content, tokens, level, logs = _parts(state)
        # Links of an older explorer have none.
        recipe = Recipe.from_data(state["recipe"]) if "recipe" in state else Recipe()
    except (ValueError, KeyError, TypeError, zlib.error, RecursionError):
        raise Refusal(_BROKEN) from None
    group = read_group("link", content.encode())
    if len(tokens) != group.size:
        raise Refusal(_BROKEN)
    session = replace(Session.of(group), recipe=recipe)
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
