"""Everything that can be asked for, from one table: ``options.toml``, which make reads, too.

Free of Manim, so that a mistake is told before anything else is done.
"""

from __future__ import annotations

import math
import sys
from argparse import ArgumentParser
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, make_dataclass
from pathlib import Path
from typing import Any, NoReturn

from grpo_core.group_file import shortened

from .assets import PROJECT, AssetError, asset_error, read_tables
from .palette import THEMES
from .words import languages

TABLE = PROJECT / "options.toml"
PICTURE, SIZE = "picture", "size"  # what an option shows in
_MOST = 10**6  # of a count without a bound of its own
_KNOWN = {"themes": lambda: list(THEMES), "languages": languages}


class OptionError(ValueError):
    """A value that does not do: a line for each mistake, with the option and the remedy."""

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.lines = lines

    def __str__(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Option:
    """An entry of the table, which says what its fields mean."""

    name: str
    help: str
    read: str = "text"
    choice: str | list[str] | dict[str, Any] = ""
    least: int = 0
    most: int | None = None
    default: str | None = None
    shows: str = ""
    mark: str | None = None
    always: bool = False
    commands: tuple[str, ...] = ()
    typed: bool = False

    @property
    def variable(self) -> str:
        """Its name for make."""
        return self.name.upper()

    @property
    def in_environment(self) -> str:
        """Its name for Manim's command and for notebooks."""
        return f"GRPO_{self.variable}"

    @property
    def argument(self) -> str:
        """Its name on a command line."""
        return f"--{self.name.replace('_', '-')}"

    @property
    def choices(self) -> Collection[str]:
        """What can be chosen, the default first."""
        return _KNOWN[self.choice]() if isinstance(self.choice, str) else self.choice

    @property
    def unset(self) -> Any:
        """The value when nothing is given."""
        if self.default is None:
            return None
        is_path = self.read in ("file", "folder")
        return PROJECT / self.default if is_path else self.value(self.default)

    def value(self, typed: str, label: str = "") -> Any:
        """What was `typed`, read and checked; raises `OptionError`, which begins with `label`."""
        return _READERS[self.read](self, label or self.name, typed)

    def folder_part(self, value: Any) -> str:
        """What it adds to a folder's name; nothing for what nobody asked for."""
        if value == self.unset and not self.always:
            return ""
        said = repr(value).removesuffix(".0") if isinstance(value, float) else str(value)
        return f"{self.name if self.mark is None else self.mark}{said}"


def one_of(known: Collection[str], label: str, typed: str) -> str:
    """`typed`, if it is one of `known`; raises `OptionError`, which begins with `label`."""
    if typed not in known:
        raise OptionError(f"{label}: {typed!r} is unknown; use one of {', '.join(known)}")
    return typed


def _choice(option: Option, label: str, typed: str) -> str:
    return one_of(option.choices, label, typed)


def _whole(option: Option, label: str, typed: str) -> int:
    most = _MOST if option.most is None else option.most
    # Python refuses to read thousands of digits.
    short = len(typed) <= len(str(most))
    if typed.isdecimal() and short and option.least <= int(typed) <= most:
        return int(typed)
    low = option.least
    span = f"of {low} or more" if option.most is None else f"from {low} to {most}"
    raise OptionError(f"{label}: {shortened(typed)!r} does not do; give a whole number {span}")


def _number(option: Option, label: str, typed: str) -> float:
    least = option.least
    try:
        number = float(typed)
    except ValueError:
        said = f"{label}: {shortened(typed)!r} is not a number; give one of {least} or more"
        raise OptionError(said) from None
    if not least <= number < math.inf:
        said = f"{label}: {shortened(typed)} is out of range; give a number of {least} or more"
        raise OptionError(said)
    return number or 0.0  # -0.0 is 0


def _folder(option: Option, label: str, typed: str) -> Path:
    if "{" in typed:
        raise OptionError(f"{label}: Manim cannot work in {typed!r}; take a folder without braces")
    folder = Path(typed).resolve()
    if not folder.parent.is_dir():  # one folder may be new; several are a slip of the hand
        said = f"there is no folder {folder.parent} that {folder.name} could be in"
        raise OptionError(f"{label}: {said}; correct {typed!r}, or make that folder first")
    return folder


_READERS = {
    "text": lambda option, label, typed: typed,
    "choice": _choice,
    "whole": _whole,
    "number": _number,
    "file": lambda option, label, typed: Path(typed),
    "folder": _folder,
}


def read_options(file: Path) -> dict[str, Option]:
    """The table in `file`, in its order; raises `AssetError` for a mistake in it."""
    return {name: _entry(file, name, entry) for name, entry in read_tables(file).items()}


def _entry(file: Path, name: str, entry: object) -> Option:
    known = [part.name for part in fields(Option)][1:]
    given = entry if isinstance(entry, dict) else {}
    if unknown := [key for key in given if key not in known]:
        raise asset_error(file, f"{name}.{unknown[0]}", f"unknown; use {', '.join(known)}")
    if not isinstance(given.get("help"), str):
        raise asset_error(file, f"{name}.help", "missing; say in one line what it is")
    if given.get("read", "text") not in _READERS:
        raise asset_error(file, f"{name}.read", f"unknown; use one of {', '.join(_READERS)}")
    return Option(name, **given | {"commands": tuple(given.get("commands", ()))})


try:
    OPTIONS: Mapping[str, Option] = read_options(TABLE)
except AssetError as error:  # before there is anyone who could say it better
    sys.exit(str(error))


class Parser(ArgumentParser):
    """Reads a command line: names in full only; a mistake in it is raised as `OptionError`."""

    def __init__(self, **told: Any) -> None:
        super().__init__(allow_abbrev=False, **told)

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """What was typed; an option of other commands is answered with those that take it."""
        found, others = self.parse_known_args(args, namespace)
        known = {option.argument: option for option in OPTIONS.values()}
        for typed in others:
            if option := known.get(typed.partition("=")[0]):
                command, name = getattr(found, "action", self.prog), option.name.upper()
                # What shows in a picture is for many more commands than those that name it.
                told = option.commands and not option.shows
                takers = f"; it is for make {', '.join(option.commands)}" if told else ""
                raise OptionError(f"{option.name}: make {command} takes no {name}{takers}")
        if others:
            self.error(f"unrecognized arguments: {' '.join(others)}")
        return found

    def error(self, message: str) -> NoReturn:
        raise OptionError(f"{message} (--help lists what there is)")


def add_options(parser: ArgumentParser, command: str, *shown: str, default: str | None = None):
    """Give `parser` the options of `command`: those that name it, and all that show in `shown`."""
    for option in OPTIONS.values():
        if command in option.commands or option.shows in shown:
            text = option.help.replace("%", "%%")
            parser.add_argument(option.argument, default=default, metavar="X", help=text)


def fields_of(options: Iterable[Option], module: str) -> type:
    """A frozen dataclass with a field for each of `options`, to be the base of a class in `module`.

    What is not given is as the table says.
    """
    named = [(option.name, Any, field(default=option.unset)) for option in options]
    return make_dataclass("Asked", named, frozen=True, namespace={"__module__": module})
