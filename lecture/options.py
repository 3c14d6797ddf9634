"""What a command of `make` was asked for, checked before Manim is imported."""

from __future__ import annotations

import hashlib
import math
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

from grpo_core import GroupFileError
from grpo_core.group_file import shortened
from scenes.stage.assets import PROJECT
from scenes.stage.facts import check_facts
from scenes.stage.palette import THEMES
from scenes.stage.settings import WORKED_GROUP, Settings
from scenes.stage.words import ENGLISH, WORDS, languages, use_language

from .letters import bring_fonts

# Manim's letters: width, height and frame rate.
QUALITIES = {
    "l": (854, 480, 15),
    "m": (1280, 720, 30),
    "h": (1920, 1080, 60),
    "k": (3840, 2160, 60),
}
CAPTIONS = ("burned",)
DECKS = ("html", "pptx", "pdf")
# The shortest movement takes 0.2 s and must have a frame.
SLOWEST, FASTEST = 5, 240
MOST_NUMBER = 10**6  # of a count without a bound of its own


class UserError(Exception):
    """A mistake of the user's: one line that names the input and the remedy."""


@dataclass(frozen=True)
class Options:
    """The scene and how to show it; `beat` counts from 1, None is all beats.

    `out` is the folder that gets ``renders/`` and ``media/``. `section` counts the steps of
    a rendered film from 1, None is all; `captions` is how to show them, too: "burned". `jobs`
    is how many processes work at once, None one a core.
    `format` is one of `DECKS`, None is all. `revision` is one of git's.
    """

    scene: str
    quality: str = "h"
    fps: int | None = None
    beat: int | None = None
    settings: Settings = field(default_factory=Settings)
    out: Path = PROJECT
    section: int | None = None
    jobs: int | None = None
    captions: str | None = None
    format: str | None = None
    revision: str | None = None

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
        return f"{self.size[1]}p{self.frame_rate}-{self.look}"

    @property
    def look(self) -> str:
        """What a picture shows apart from its size, such as ``dark-eps0.1``."""
        asked = self.settings
        numbers = {"eps": asked.epsilon, "epshigh": asked.epsilon_high, "beta": asked.beta}
        given = [f"{name}{_short(value)}" for name, value in numbers.items() if value is not None]
        tongue = [asked.language] if asked.language != ENGLISH else []
        return "-".join([asked.theme, *tongue, *_group_part(asked), *given])


def _group_part(settings: Settings) -> list[str]:
    """What a group adds to the variant: nothing for the worked one.

    A file from elsewhere adds a mark of its content, because two may have one name.
    """
    group = settings.group
    if group.resolve() == WORKED_GROUP:
        return []
    name = re.sub(r"[^\w.]+", "_", group.stem)
    if group.resolve().parent == WORKED_GROUP.parent:
        return [name]
    return [name, hashlib.sha256(settings.group_bytes()).hexdigest()[:6]]


def _short(value: float) -> str:
    return repr(value).removesuffix(".0")


def options_from(arguments: dict[str, str | None], scene: str, *, quality: str = "h") -> Options:
    """The options that command line arguments ask for; `quality` is used if none is given.

    Raises `UserError` for the first that is wrong, `GroupFileError` for a bad group file.
    """
    given = {name: value for name, value in arguments.items() if value is not None}
    return Options(
        scene=scene,
        quality=_one_of("quality", given.get("quality", quality), QUALITIES),
        fps=_whole("fps", given["fps"], SLOWEST, FASTEST) if "fps" in given else None,
        beat=_whole("beat", given["beat"], 1) if "beat" in given else None,
        settings=_checked_settings(given),
        out=_folder("out", given["out"]) if "out" in given else PROJECT,
        jobs=_whole("jobs", given["jobs"], 1) if "jobs" in given else None,
        section=_whole("section", given["section"], 1) if "section" in given else None,
        captions=_one_of("captions", given["captions"], CAPTIONS) if "captions" in given else None,
        format=_one_of("format", given["format"], DECKS) if "format" in given else None,
        revision=given.get("revision"),
    )


def _checked_settings(given: dict[str, str]) -> Settings:
    settings = Settings(
        theme=_one_of("theme", given.get("theme", "dark"), THEMES),
        language=_one_of("language", given.get("language", ENGLISH), languages()),
        group=Path(given.get("group", WORKED_GROUP)).absolute(),
        **{
            name: _at_least_0(name, given[name])
            for name in ("epsilon", "epsilon_high", "beta")
            if name in given
        },
    )
    use_language(settings.language)
    check_facts()
    words = (WORDS / f"{settings.language}.toml").read_text(encoding="utf-8")
    bring_fonts([*settings.texts(), *words.split()])
    try:
        settings.table()
    except GroupFileError:
        raise
    except ValueError as error:
        raise UserError(f"these settings do not fit {settings.group}: {error}") from None
    return settings


def words_in(name: str, value: str) -> list[str]:
    """A list that was given as one `value` with blanks between, read as a shell reads it."""
    try:
        return shlex.split(value)
    except ValueError as error:
        raise UserError(f"{name}: {value!r} cannot be read as a list: {error}") from None


def _one_of(name: str, value: str, known) -> str:
    if value not in known:
        raise UserError(f"{name}: {value!r} is unknown; use one of {', '.join(known)}")
    return value


def _folder(name: str, value: str) -> Path:
    if "{" in value:
        raise UserError(f"{name}: Manim cannot work in {value!r}; take a folder without braces")
    return Path(value).resolve()


def _whole(name: str, value: str, low: int, high: int | None = None) -> int:
    most = MOST_NUMBER if high is None else high
    # Python refuses to read thousands of digits.
    if value.isdecimal() and len(value) <= len(str(most)) and low <= int(value) <= most:
        return int(value)
    span = f"from {low} to {high}" if high else f"of {low} or more"
    raise UserError(f"{name}: {shortened(value)!r} does not do; give a whole number {span}")


def _at_least_0(name: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        raise UserError(
            f"{name}: {shortened(value)!r} is not a number; give one of 0 or more"
        ) from None
    if not 0 <= number < math.inf:
        raise UserError(f"{name}: {shortened(value)} is out of range; give a number of 0 or more")
    return abs(number)  # -0.0 is 0


def shown(path: Path) -> Path:
    """`path` as the user sees it: from the project's folder if it lies in it."""
    return path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path
