"""A group file's bytes and tables: what is read of it, and what is refused before it is parsed.

Whatever the path leads to, and whatever the file holds, the answer comes at once.
"""

import os
import re
import stat
import tomllib
from pathlib import Path
from typing import Any

# What a group file may hold: beyond, a film would take for ever, or its reading would.
FEWEST, MOST = 2, 64  # answers
MOST_BYTES = 8_000_000  # 64 answers of 30 000 tokens
MOST_DOTS = 8  # of a key: Python's reader takes the square of their number, then fails

_MESSAGE = 120  # letters of a key or of a parser's answer in a message

# What stands in quotes or in a comment, a list of tables' head, and a key of many parts.
_STRING_OR_COMMENT = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|' + r"'''.*?'''|" + r'"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'|#[^\n]*",
    re.DOTALL,
)
_TABLE = re.compile(r"^[ \t]*\[\[", re.MULTILINE)
_DEEP_KEY = re.compile(rf'(?:\.[ \t]*(?:[\w-]+|"")[ \t]*){{{MOST_DOTS},}}')


class GroupFileError(ValueError):
    """A group file that cannot be used: one line naming file, field and remedy.

    Example:
        >>> read_group_file("no/such.toml")
        Traceback (most recent call last):
        grpo_core.group_file.GroupFileError: no/such.toml: there is no such file; check the path
    """


class FieldError(ValueError):
    """What is wrong with one field, before the name of the file is known."""

    def __init__(self, field: str, problem: str, remedy: str) -> None:
        super().__init__(f"{field}: {problem}; {remedy}")
        self.field, self.problem, self.remedy = field, problem, remedy

    def within(self, table: str) -> "FieldError":
        """The same of a field of a table, such as ``answers[2].``."""
        return FieldError(f"{table}{self.field}", self.problem, self.remedy)


def one_line(text: str) -> str:
    """`text` as a terminal may print it: in one line, its control characters spelt out.

    A key, a path or a value of a file may hold line breaks, escape sequences and marks
    that turn the direction of writing.
    """
    words = " ".join(text.split())
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in words)


def read_group_file(path: str | Path) -> bytes:
    """The content of a group file, of which no more is read than a group may hold.

    Raises:
        GroupFileError: it is no file, cannot be read or is too large.

    Example:
        >>> read_group_file("assets/groups/worked.toml")[:23]
        b'# The worked group: one'
    """
    try:
        return _read(path)
    except GroupFileError as error:
        raise GroupFileError(one_line(f"{path}: {error}")) from None
    except FileNotFoundError:
        problem = "there is no such file; check the path"
    except IsADirectoryError:
        problem = "this is a folder; give the path of one .toml file in it"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        problem = f"it cannot be read ({reason}); check the path and the file's rights"
    raise GroupFileError(one_line(f"{path}: {problem}"))


def _read(path: str | Path) -> bytes:
    # A pipe would be waited for, and a device may never end.
    at_once = getattr(os, "O_NONBLOCK", 0)
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | at_once)) as content:
        about = os.fstat(content.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise GroupFileError("this is a pipe or a device; save the group as a .toml file")
        if about.st_size > MOST_BYTES:
            raise _too_large(about.st_size)
        return content.read(MOST_BYTES + 1)


def _too_large(size: int) -> GroupFileError:
    return GroupFileError(
        f"it holds {size / 1e6:.0f} MB, and a group file at most {MOST_BYTES / 1e6:.0f}; "
        f"give one question with {FEWEST} to {MOST} answers"
    )


def tables_of(content: bytes) -> dict[str, Any]:
    """What a group file's content says, as TOML; raises `GroupFileError` or `FieldError`."""
    if len(content) > MOST_BYTES:
        raise _too_large(len(content))
    text = _decoded(content)
    _check_outline(text)
    try:
        return tomllib.loads(text)
    except ValueError as error:
        raise GroupFileError(f"this is not TOML: {shortened(error)}; correct that line") from None
    except RecursionError:
        raise GroupFileError(
            "this is not a group: it nests too deep; write tables and numbers"
        ) from None


def _decoded(content: bytes) -> str:
    try:
        # Some editors begin a UTF-8 file with a byte order mark, which TOML refuses.
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise GroupFileError(f"line {line} is not UTF-8 text; save the file as UTF-8") from None


def _check_outline(text: str) -> None:
    """Refuse what would take too long to parse; what stands in quotes does not count."""
    outline = _STRING_OR_COMMENT.sub(lambda match: '""' + "\n" * match[0].count("\n"), text)
    if deep := _DEEP_KEY.search(outline):
        *above, key = outline[: deep.end()].split("\n")
        raise FieldError(
            f"line {len(above) + 1}: {shortened(key, most=40)}",
            f"this key has more than {MOST_DOTS - 1} dots",
            "write keys as in the worked group",
        )
    check_count(len(_TABLE.findall(outline)))


def check_count(given: int) -> None:
    """Refuse more answers than a film can take; raises `FieldError`."""
    if given > MOST:
        raise FieldError("answers", f"{given} are given", f"keep the {MOST} that matter most")


def shortened(something: object, most: int = _MESSAGE) -> str:
    """What a message can hold of it: its beginning, and its end, where parsers name the line."""
    text = str(something)
    return text if len(text) <= most else f"{text[: most // 2]}…{text[-most // 2 :]}"
