"""What a film is rendered with: theme, language, group and clip settings.

`make render` gives them to the film; Manim's own command offers no way in but the environment.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from grpo_core import (
    GroupTable,
    WorkedGroup,
    evaluate_group,
    parse_group,
    read_group_file,
)

from .assets import PROJECT
from .glyphs import extra_for, missing_glyphs
from .options import OPTIONS, PICTURE, fields_of
from .own_palette import own_palette
from .palette import THEMES, Theme
from .words import translated

ASSETS = PROJECT / "assets"
FILM = [option for option in OPTIONS.values() if option.shows == PICTURE]
WORKED_GROUP = OPTIONS["group"].unset
_NAMED = "FILMS_CHARACTERS_NAMED"  # in the environment: those that were
_MOST_NAMED = 8


@dataclass(frozen=True)
class Settings(fields_of(FILM, __name__)):  # type: ignore[misc]  # from options.toml
    """What a film's picture depends on: each option of the table that shows in it.

    A number that is None is as the group file says. `copy` is the group file as it was when
    work began: what is read, whatever becomes of the file itself.
    """

    copy: Path | None = None

    def group_bytes(self) -> bytes:
        """The content of the group file; raises `GroupFileError` if it cannot be read."""
        return read_group_file(self.copy or self.group)

    def table(self) -> GroupTable:
        """The evaluated worked group; raises `GroupFileError` for a bad file.

        Characters that no font has are named on stderr, once: they are drawn as boxes.
        """
        content = self.group_bytes()
        group = parse_group(content, self.group)
        _name_missing(group, self.group)
        if self.is_ours:
            group = _worded(group)
        return evaluate_group(
            group,
            eps_low=self.epsilon,
            eps_high=self.epsilon_high,
            beta=self.beta,
        )

    @property
    def colours(self) -> Theme:
        """The theme, in the colours of the palette file; raises `OptionError` for a bad one."""
        theme = THEMES[self.theme]
        return own_palette(self.palette, theme) if self.palette else theme

    @property
    def is_ours(self) -> bool:
        """Whether the group is one of the project's own: its texts are spoken in any language."""
        shipped = WORKED_GROUP.parent.glob("*.toml")
        return self.group_bytes() in {file.read_bytes() for file in shipped}

    def or_else(self, numbers: Mapping[str, float]) -> Settings:
        """These settings with `numbers` of a film where none is asked for."""
        unasked = {name: value for name, value in numbers.items() if getattr(self, name) is None}
        return replace(self, **unasked)

    def texts(self) -> tuple[str, ...]:
        """Question and answers; raises `GroupFileError` for a bad file."""
        group = parse_group(self.group_bytes(), self.group)
        return (group.question, *group.texts)


def _worded(group: WorkedGroup) -> WorkedGroup:
    """A group of ours with its texts in the language that is spoken."""
    texts = tuple(map(translated, group.texts))
    return replace(group, question=translated(group.question), texts=texts)


def _name_missing(group: WorkedGroup, file: Path) -> None:
    """Say which characters are drawn as their codes; once for a text, in all processes."""
    texts = (group.question, *group.texts)
    missing = "".join(dict.fromkeys("".join(map(missing_glyphs, texts))))
    if not missing or os.environ.get(_NAMED) == missing:
        return
    os.environ[_NAMED] = missing  # processes that are begun here say it no more
    named = [f"{_shown(c)}U+{ord(c):04X}" for c in missing[:_MOST_NAMED]]
    rest = len(missing) - len(named)
    more = f" and {rest} more" if rest else ""
    remedy = "; make fonts, with a network, brings more fonts" if extra_for(texts) else ""
    print(
        f"{file}: no font here has {', '.join(named)}{more}: drawn as the code in a box{remedy}",
        file=sys.stderr,
        flush=True,
    )


def _shown(character: str) -> str:
    return f"{character} " if character.isprintable() and not character.isspace() else ""


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings that the variables ``GRPO_*`` ask for; raises `OptionError`."""
    names = [(option, option.in_environment) for option in FILM]
    given = {
        option.name: option.value(environment[name], name)
        for option, name in names
        if environment.get(name)
    }
    return Settings(**given)
