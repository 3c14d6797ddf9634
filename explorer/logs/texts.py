"""The words of a prompt or an answer: out of messages, their Python repr, or chat markup."""

from __future__ import annotations

import ast
import json
import re
from typing import Any

from .numbers import unmasked

_LONGEST_REPR = 2_000_000  # letters that are worth a parser
_MOST_DICTS = 2000
_ASSISTANT = ("assistant", "model", "gpt", "ai")
_USER = ("user", "human")
_OTHERS = ("system", "developer", "tool", "function", "environment", "ipython")
_LIST_OF_DICTS = re.compile(r"\s*\[\s*\{")
_PARTS = (None, "text", "input_text", "output_text")  # types of parts that hold words

# How chat templates begin a turn: ChatML, Llama 3, Gemma, Phi and Zephyr, DeepSeek, Mistral.
_TURN = re.compile(
    r"<\|im_start\|>[ \t]*(\w+)[ \t]*\n?"
    r"|<\|start_header_id\|>(\w+)<\|end_header_id\|>\s*"
    r"|<start_of_turn>(\w+)\n?"
    r"|<\|(system|user|assistant|tool)\|>\n?"
    r"|<[|｜](System|User|Assistant)[|｜]>"
    r"|(\[/?INST\])"
)
_INST = {"[inst]": "user", "[/inst]": "assistant"}
# The same after a decoder that leaves special tokens out: verl's.
_BARE_TURN = re.compile(r"(?:\A|(?<=\n))(system|user|assistant|tool)\n")
# Llama 3's, whose turns then follow the text before without a line break.
_GLUED_TURN = re.compile(r"(system|user|assistant|ipython)\n\n")
_TOKEN = re.compile(
    r"<\|(?:im_end|eot_id|eom_id|end|endoftext|end_of_text|begin_of_text|return)\|>"
    r"|<end_of_turn>|<start_of_turn>|<bos>|<eos>|<pad>|</?s>"
    r"|<[|｜](?:begin|end)▁of▁sentence[|｜]>|<<SYS>>.*?<</SYS>>",
    re.DOTALL,
)
_LAST_TOKENS = re.compile(rf"(?:\s*(?:{_TOKEN.pattern}))+\s*\Z", re.DOTALL)


# Columns that may hold what each token says; numbers in them are ids or counts.
_TOKEN_COLUMNS = ("completion_tokens", "response_tokens", "output_tokens", "tokens")


def token_texts(row: dict[str, Any], mask: object) -> tuple[str, ...]:
    """What each token of an answer says, where the log has a list of that; else nothing."""
    for column in _TOKEN_COLUMNS:
        cell = row.get(column)
        if isinstance(cell, list) and cell and all(isinstance(part, str) for part in cell):
            return tuple(unmasked(cell, mask))
    return ()


def asked(prompt: object) -> str:
    """The question of a prompt: what the user said last."""
    messages = _messages(prompt)
    if messages is not None:
        turns = [(_role(m), _content(m)) for m in messages]
    elif isinstance(prompt, str):
        turns = _turns(prompt)
    else:
        return plain(prompt)
    said = [text.strip() for role, text in turns if role in _USER and text.strip()]
    others = [text.strip() for role, text in turns if role not in (*_OTHERS, *_ASSISTANT)]
    return (said or others or [""])[-1]


def answered(completion: object) -> str:
    """An answer: the assistant's words, without what tools and images gave."""
    messages = _messages(completion)
    if messages is None:
        return _LAST_TOKENS.sub("", plain(completion))
    roles = [_role(message) for message in messages]
    wanted = _ASSISTANT if set(roles) & set(_ASSISTANT) else set(roles) - set(_OTHERS)
    texts = [_content(m) for m, role in zip(messages, roles, strict=True) if role in wanted]
    return _LAST_TOKENS.sub("", "\n".join(text for text in texts if text))


def plain(value: object) -> str:
    """Any value as text that UTF-8 can hold."""
    text = "" if value is None else value if isinstance(value, str) else _dumped(value)
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _dumped(value: object) -> str:
    if isinstance(value, list) and all(isinstance(part, str | int | float) for part in value):
        return " ".join(map(str, value))
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):
        return "(nested too deep)"


def split_turn(text: str) -> tuple[str, str] | None:
    """Prompt and answer of a marked-up text that holds both; None without markup."""
    turns = list(_TURN.finditer(text))
    starts = [turn for turn in turns if _named(turn) in _ASSISTANT]
    if not starts:
        return None
    return text[: starts[-1].start()], text[starts[-1].end() :]


# -- messages -----------------------------------------------------------------


def _messages(value: object) -> list[dict[str, Any]] | None:
    """A conversation; also where it is written as JSON or as Python's repr."""
    if isinstance(value, str) and _LIST_OF_DICTS.match(value):
        value = _evaluated(value.strip())
    if not isinstance(value, list) or not all(isinstance(m, dict) for m in value):
        return None
    are_messages = all({"content", "value", "tool_calls"} & set(m) for m in value)
    return value if are_messages else None


def _evaluated(text: str) -> object:
    if len(text) > _LONGEST_REPR or text.count("{") > _MOST_DICTS:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    # pandas writes an array of dicts without commas, and arrays inside by name.
    bare = re.sub(r"\barray\((\[.*?\]), dtype=object\)", r"\1", text, flags=re.DOTALL)
    for attempt in (text, re.sub(r"\}\s+\{", "}, {", bare)):
        try:
            return ast.literal_eval(attempt)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
    return None


def _role(message: dict[str, Any]) -> str:
    return str(message.get("role") or message.get("from") or "").lower()


def _content(message: dict[str, Any]) -> str:
    content = message.get("content", message.get("value"))
    if isinstance(content, str):
        return plain(content)
    parts = content if isinstance(content, list) else [content]
    return "".join(plain(_part(part)) for part in parts)


def _part(part: object) -> str:
    if isinstance(part, dict) and part.get("type") in _PARTS:
        part = part.get("text")
    return part if isinstance(part, str) else ""


# -- markup -------------------------------------------------------------------


def _turns(text: str) -> list[tuple[str, str]]:
    """Roles and their texts; a text without markup is one turn of nobody's."""
    found = list(_TURN.finditer(text))
    if not found and text.startswith(("system\n", "user\n")):
        found = list(_bare_turn(text).finditer(text))
    if not found:
        return [("", plain(_TOKEN.sub("", text)))]
    ends = [turn.start() for turn in found[1:]] + [len(text)]
    return [
        (_named(turn), plain(_TOKEN.sub("", text[turn.end() : end])))
        for turn, end in zip(found, ends, strict=True)
    ]


def _bare_turn(text: str) -> re.Pattern[str]:
    is_glued = text.startswith(("system\n\n", "user\n\n")) and text.endswith("assistant\n\n")
    return _GLUED_TURN if is_glued else _BARE_TURN


def _named(turn: re.Match[str]) -> str:
    name = next(group for group in turn.groups() if group).lower()
    return _INST.get(name, name)
