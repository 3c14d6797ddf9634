"""What a command of `make` was asked for, checked before Manim is imported."""

from __future__ import annotations

import hashlib
import re
import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grpo_core import GroupFileError, WorkedGroup
from grpo_core.groups import POLICIES
from scenes.script.assets import PROJECT as PROJECT
from scenes.script.assets import shown as shown
from scenes.script.facts import check_facts
from scenes.script.options import OPTIONS, PICTURE, SIZE, OptionError, fields_of
from scenes.script.own_palette import warn_of
from scenes.script.settings import FILM, WORKED_GROUP, Settings
from scenes.script.systems import systems
from scenes.script.words import entries, use_language

from .letters import bring_fonts

QUALITIES = OPTIONS["quality"].choice  # by letter: width, height and frame rate
OTHERS = [option for option in OPTIONS.values() if option.shows != PICTURE]
# What tells films apart, beyond their scene.
TELLING = [option.name for option in OPTIONS.values() if option.shows in (PICTURE, SIZE)]


class UserError(Exception):
    """A mistake of the user's: one line that names the input and the remedy."""


@dataclass(frozen=True)
class Options(fields_of(OTHERS, __name__)):
    """The scene and how to show it: the options of the table, but what shows in a picture.

    That is in `settings`. None is what nobody asked for: of `beat` and `format` all there
    are, of `jobs` one a core.
    """

    settings: Settings = field(default_factory=Settings)

    def asked(self, name: str) -> Any:
        """The value of the option `name`, whether it shows in a picture or not."""
        return getattr(self.settings if OPTIONS[name].shows == PICTURE else self, name)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return QUALITIES[self.quality][:2]

    @property
    def frame_rate(self) -> int:
        """Frames a second."""
        return self.fps or QUALITIES[self.quality][2]

    @property
    def variant(self) -> str:
        """The folder of all films made with these options, such as ``1080p60-dark``."""
        return f"{self.pictures}{self.spoken}"

    @property
    def pictures(self) -> str:
        """What tells films apart by their pictures: the variant of the film without a voice."""
        return f"{self.size[1]}p{self.frame_rate}-{self.look}"

    @property
    def spoken(self) -> str:
        """What a voice adds to the variant, such as ``-spoken-anna``; nothing without one.

        A folder that lies elsewhere than in the project, or has an odd name, and a command add
        a mark, because two may have one name.
        """
        if not self.voice and not self.voice_command:
            return ""
        folder = str(shown(self.voice)) if self.voice else ""
        plain = re.fullmatch(r"[\w.]*", folder) and not self.voice_command
        told = hashlib.sha256(f"{self.voice}\n{self.voice_command}".encode()).hexdigest()[:6]
        name = re.sub(r"[^\w.]+", "_", self.voice.name)[:40] if self.voice else ""
        return "-".join(filter(None, ["-spoken", name, "" if plain else told]))

    @property
    def look(self) -> str:
        """What a picture shows apart from its size, such as ``dark-eps0.1``."""
        parts = [
            _OF_FILES[option.name](self.settings)
            if option.name in _OF_FILES
            else option.folder_part(getattr(self.settings, option.name))
            for option in FILM
        ]
        return "-".join(filter(None, parts))


def _group_part(settings: Settings) -> str:
    """What a group adds to the variant: nothing for the worked one.

    A file from elsewhere adds a mark of its content, because two may have one name.
    """
    group = settings.group
    if group.resolve() == WORKED_GROUP:
        return ""
    if group.resolve().parent == WORKED_GROUP.parent:
        return _plain(group)
    return f"{_plain(group)}-{hashlib.sha256(settings.group_bytes()).hexdigest()[:6]}"


def _palette_part(settings: Settings) -> str:
    """What a palette adds to the variant: its name, and a mark of its colours."""
    if settings.palette is None:
        return ""
    mark = hashlib.sha256(repr(settings.colours).encode()).hexdigest()[:6]
    return f"{_plain(settings.palette)}-{mark}"


def _plain(file: Path) -> str:
    return re.sub(r"[^\w.]+", "_", file.stem)


_OF_FILES = {"group": _group_part, "palette": _palette_part}


def read(name: str, typed: str) -> Any:
    """The value of an option as it was typed; raises `UserError`."""
    try:
        return OPTIONS[name].value(typed)
    except OptionError as error:
        raise UserError(str(error)) from None


def options_from(arguments: Mapping[str, str | None], scene: str, **defaults: str) -> Options:
    """The options that command line arguments ask for; of `defaults` what is not given.

    Raises `UserError` for the first that is wrong, `GroupFileError` for a bad group file.
    """
    given = {name: value for name, value in arguments.items() if value is not None}
    values = {name: read(name, value) for name, value in (defaults | given).items()}
    values |= {name: path.absolute() for name, path in values.items() if isinstance(path, Path)}
    film = {option.name: values.pop(option.name) for option in FILM if option.name in values}
    return Options(**values | {"scene": scene}, settings=checked(Settings(**film)))


def checked(settings: Settings) -> Settings:
    """`settings`, if a film can be made with them; their language is spoken from now on.

    Raises `UserError`, `OptionError`, `GroupFileError` or `AssetError` if not.
    """
    use_language(settings.language)
    if settings.palette:
        warn_of(settings.palette, settings.colours)
    check_facts()
    systems()  # refuses a mistake in any entry
    bring_fonts([*settings.texts(), *entries(settings.language).values()])
    try:
        _warn_of_shares(settings.group, settings.table().group)
    except GroupFileError:
        raise
    except ValueError as error:
        raise UserError(f"these settings do not fit {settings.group}: {error}") from None
    return settings


def _warn_of_shares(file: Path, group: WorkedGroup) -> None:
    """Say on stderr which policies no model can have; the films show them all the same."""
    for policy in POLICIES:
        # Each number may be rounded to two decimals.
        if (share := group.shares(policy)) > 1 + 0.005 * group.size + 1e-9:
            print(
                f"{file}: {policy}: the probabilities of different answers sum to {share:.2f}; "
                "no policy has more than 1 for all there are",
                file=sys.stderr,
            )


def words_in(name: str, value: str) -> list[str]:
    """A list that was given as one `value` with blanks between, read as a shell reads it."""
    try:
        return shlex.split(value)
    except ValueError as error:
        raise UserError(f"{name}: {value!r} cannot be read as a list: {error}") from None
