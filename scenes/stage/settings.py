"""What a film is rendered with: theme, group and clip settings, read from the environment.

`make render` checks its arguments and passes them on as these variables, because Manim
offers a scene no other way in; a bare `manim scenes/clipping.py` gets the defaults.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from grpo_core import (
    GroupTable,
    WorkedGroup,
    evaluate_group,
    parse_group,
    read_group_file,
)

from .glyphs import extra_for, missing_glyphs
from .palette import THEMES
from .words import ENGLISH, languages, translated

ASSETS = Path(__file__).resolve().parents[2] / "assets"
WORKED_GROUP = ASSETS / "groups" / "worked.toml"
_NAMED = "FILMS_CHARACTERS_NAMED"  # in the environment: those that were
_MOST_NAMED = 8


class SettingsError(ValueError):
    """A variable ``GRPO_*`` that does not do: one line that names it and the remedy."""


@dataclass(frozen=True)
class Settings:
    """Theme, language, group file and overrides; None keeps what the group file says.

    `copy` is the group file as it was when work began: what is read, whatever becomes of
    the file itself.
    """

    theme: str = "dark"
    language: str = ENGLISH
    group: Path = WORKED_GROUP
    epsilon: float | None = None
    epsilon_high: float | None = None
    beta: float | None = None
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
        if content in _our_groups():
            group = _worded(group)
        return evaluate_group(
            group,
            eps_low=self.epsilon,
            eps_high=self.epsilon_high,
            beta=self.beta,
        )

    def texts(self) -> tuple[str, ...]:
        """Question and answers; raises `GroupFileError` for a bad file."""
        group = parse_group(self.group_bytes(), self.group)
        return (group.question, *group.texts)

    def environment(self) -> dict[str, str]:
        """The variables that make `from_environment` give these settings again."""
        pairs = {
            "GRPO_THEME": self.theme,
            "GRPO_LANGUAGE": self.language,
            "GRPO_GROUP": str(self.copy or self.group),
            "GRPO_EPSILON": self.epsilon,
            "GRPO_EPSILON_HIGH": self.epsilon_high,
            "GRPO_BETA": self.beta,
        }
        return {key: str(value) for key, value in pairs.items() if value is not None}

    @contextmanager
    def in_environment(self) -> Iterator[None]:
        """Within the block, and only there, a scene gets these settings."""
        outside = {key: os.environ.pop(key) for key in list(os.environ) if key.startswith("GRPO_")}
        os.environ.update(self.environment())
        try:
            yield
        finally:
            for key in self.environment():
                del os.environ[key]
            os.environ.update(outside)


def _our_groups() -> set[bytes]:
    return {file.read_bytes() for file in WORKED_GROUP.parent.glob("*.toml")}


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
    """The settings that the variables ``GRPO_*`` ask for; raises `SettingsError`."""

    def one_of(key: str, known: Sequence[str]) -> str:
        value = environment.get(key) or known[0]
        if value not in known:
            raise SettingsError(f"{key}: {value!r} is unknown; use one of {', '.join(known)}")
        return value

    def number(key: str) -> float | None:
        value = environment.get(key)
        try:
            if not value or 0 <= float(value) < math.inf:
                return float(value) if value else None
        except ValueError:
            pass
        raise SettingsError(f"{key}: {value!r} does not do; give a number of 0 or more")

    return Settings(
        theme=one_of("GRPO_THEME", list(THEMES)),
        language=one_of("GRPO_LANGUAGE", languages()),
        group=Path(environment.get("GRPO_GROUP") or WORKED_GROUP),
        epsilon=number("GRPO_EPSILON"),
        epsilon_high=number("GRPO_EPSILON_HIGH"),
        beta=number("GRPO_BETA"),
    )
