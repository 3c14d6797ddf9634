"""The project's own TOML files, which a user may edit: read, or told what is wrong with them.

Free of Manim, so that a slip is named before anything else is done.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from grpo_core.group_file import one_line, shortened

PROJECT = Path(__file__).resolve().parents[2]


class AssetError(Exception):
    """A file of ours that cannot be used: one line that names file, line, key and remedy."""


def read_tables(file: Path) -> dict:
    """The content of a TOML file of ours; raises `AssetError`."""
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _error(file, line, "", "this is not UTF-8 text; save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        line, reason = _line_named_by(error)
        raise _error(
            file, line, "", f"this is not TOML: {reason}; correct it, or take it back with git"
        ) from None
    except OSError as error:
        raise _error(file, None, "", f"{error.strerror}; take it back with git") from None


def shown(path: Path) -> Path:
    """`path` as the user sees it: from the project's folder if it lies in it."""
    return path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path


def asset_error(file: Path, key: str, problem: str) -> AssetError:
    """What is wrong with `key` (``clipping.flat.claim``) of `file`, with the line it stands in."""
    return _error(file, _line_of(file, key), f"{key}: ", problem)


def _error(file: Path, line: int | None, key: str, problem: str) -> AssetError:
    place = f"line {line}: " if line else ""
    return AssetError(one_line(f"{shown(file)}: {place}{key}{problem}"))


def _line_named_by(error: Exception) -> tuple[int | None, str]:
    """The line that a parser's message ends with, and the message without it."""
    said = shortened(error)
    match = re.search(r" \(at line (\d+), column \d+\)$", said)
    return (int(match[1]), said[: match.start()]) if match else (None, said)


def _line_of(file: Path, key: str) -> int | None:
    """The line of `file` that gives `key`, or the heading of the table that lacks it."""
    table, heading = "", None
    above, _, name = key.rpartition(".")
    for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if head := re.fullmatch(r"\s*\[([^\[\]]+)\]\s*(#.*)?", line):
            table = head[1].strip()
            heading = number if table in (above, key) else heading
        elif table == above and re.match(rf'\s*"?{re.escape(name)}"?\s*=', line):
            return number
    return heading
