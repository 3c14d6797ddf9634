"""What a rendered film is made of, as ``<Scene>.json`` beside it: for slides, handout, gallery.

Whoever has a film has its steps, captions and numbers without walking the scene again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grpo_core import GroupTable
from scenes.script.palette import THEMES, Theme
from scenes.script.segments import frames_in

from .options import Options, UserError, shown
from .said import Said, Sentence

if TYPE_CHECKING:
    from scenes.stage.film import Beat

# What the manifest tells of the group: an entry an answer, and single numbers.
_ROWS = (
    "rewards",
    "old",
    "new",
    "ref",
    "advantage",
    "ratio",
    "clipped_ratio",
    "unclipped",
    "clipped",
    "value",
    "binds",
    "k3",
    "gradient",
)
_NUMBERS = ("surrogate", "kl", "objective")


@dataclass(frozen=True)
class Section:
    """A beat of the film: the frames from `start` on, `frames` of them.

    `numbers` are those that it teaches, each with the fields of `Quantity`. With `loop` its
    end leads to its start. `script` is what a lecturer says meanwhile, `ask` a question to the
    class; both may be empty. `asked` are the frames in which the question comes and is held,
    from the first to before the second number, counted in the section; it may be empty, too.
    `choices` are answers to it, the right one first, and `seen` tells what the picture shows.
    `spoken` is what a voice says, if one does.
    """

    title: str
    caption: str
    start: int
    frames: int
    loop: bool
    numbers: Sequence[Mapping[str, str | float]]
    script: str = ""
    ask: str = ""
    asked: Sequence[int] = ()
    choices: Sequence[str] = ()
    seen: str = ""
    spoken: Sequence[Sentence] = ()

    @property
    def said(self) -> Said:
        """What its captions say, and when."""
        first, last = self.asked or (0, 0)
        return Said(self.caption, self.frames, self.ask, first, last, self.spoken)

    def steps(self) -> list[Section]:
        """The section, or what comes up to the end of its question, and the answer after it."""
        end = self.asked[1] if self.asked else self.frames
        if end >= self.frames:
            return [self]
        asking = replace(self, title=f"{self.title}: {self.ask}", frames=end, loop=False)
        start, frames = self.start + end, self.frames - end
        later = [said for said in self.spoken if said.start >= end]
        moved = [said._replace(start=said.start - end, end=said.end - end) for said in later]
        asking = replace(asking, spoken=self.spoken[: len(self.spoken) - len(later)])
        answered: dict[str, Any] = {"ask": "", "asked": (), "choices": (), "spoken": moved}
        return [asking, replace(self, start=start, frames=frames, loop=False, **answered)]


@dataclass(frozen=True)
class Manifest:
    """A rendered film: size in pixels, `fps` frames a second, its sections in order.

    `settings` are the question of the group, ``epsilon_low``, ``epsilon_high`` and ``beta``
    as they were used. `group` holds lists with an entry an answer under the names of
    `GroupTable`, and the single numbers ``surrogate``, ``kl`` and ``objective``. `palette` has
    each role's colour where they are not the theme's own. `made_from`
    is the stamp of each part, such as its poster; `files` are the names of all that was made,
    with their SHA-256.
    """

    scene: str
    title: str
    language: str
    theme: str
    fps: int
    width: int
    height: int
    settings: Mapping[str, str | float]
    sections: Sequence[Section]
    group: Mapping[str, object]
    palette: Mapping[str, str] = field(default_factory=dict)
    made_from: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def colours(self) -> Theme:
        """The theme that the film is in."""
        return Theme(**self.palette) if self.palette else THEMES[self.theme]

    @property
    def is_spoken(self) -> bool:
        """Whether a voice is heard in the film."""
        return any(section.spoken for section in self.sections)

    @property
    def frames(self) -> int:
        """How many frames the film has."""
        return sum(section.frames for section in self.sections)

    @property
    def steps(self) -> list[Section]:
        """The steps of a deck, which waits after each question and at the end of each section."""
        return [step for section in self.sections for step in section.steps()]

    @property
    def captions(self) -> list[Said]:
        """What the captions of each section say, and when."""
        return [part.said for part in self.sections]

    def save(self, path: Path) -> Path:
        """Write it to `path`, which is returned."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, allow_nan=False)
        path.write_text(f"{text}\n", encoding="utf-8")
        return path


def sections_of(
    beats: Iterable[tuple[Beat, int, Sequence[Mapping[str, str | float]], Sequence[int]]],
) -> list[Section]:
    """Sections that follow one another, of beats with their frames, numbers and `asked`."""
    sections: list[Section] = []
    start = 0
    for beat, frames, taught, asked in beats:
        aside = ("script", "ask", "choices", "seen")
        said = {"asked": asked, **{what: getattr(beat, what) for what in aside}}
        sections.append(Section(beat.title, beat.caption, start, frames, beat.loop, taught, **said))
        start += frames
    return sections


def manifest_of(options: Options, table: GroupTable, sections: Sequence[Section]) -> Manifest:
    """The manifest of the film that `options` ask for, with the numbers of `table`."""
    width, height = options.size
    return Manifest(
        scene=options.scene,
        title=options.scene,
        language=options.settings.language,
        theme=options.settings.theme,
        palette=asdict(options.settings.colours) if options.settings.palette else {},
        fps=options.frame_rate,
        width=width,
        height=height,
        settings={
            "question": table.group.question,
            "epsilon_low": table.eps_low,
            "epsilon_high": table.eps_high,
            "beta": table.beta,
        },
        sections=sections,
        group={
            "texts": list(table.group.texts),
            **{name: getattr(table, name).tolist() for name in _ROWS},
            **{name: getattr(table, name) for name in _NUMBERS},
        },
    )


def film_path(options: Options) -> Path:
    """Where the finished film of `options` lies, if it has been rendered."""
    return options.out / "renders" / options.variant / f"{options.scene}.mp4"


def load_manifest(film: Path) -> Manifest:
    """The manifest beside `film`, an ``.mp4`` that `make render` made.

    Raises `UserError` if one of the two is missing, or if they are not of the same run.
    """
    beside = film.with_suffix(".json")
    for path in (film, beside):
        if not path.is_file():
            raise UserError(f"there is no {shown(path)}; {remedy(film)}")
    manifest = _read(beside, film)
    if frames_in(film) != manifest.frames:
        raise UserError(f"{shown(beside)} does not belong to {shown(film)}; {remedy(film)}")
    return manifest


def _read(path: Path, film: Path) -> Manifest:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        sections = [_section(part) for part in found["sections"]]
        kept = {name: dict(found.get(name, {})) for name in ("files", "made_from", "palette")}
        return Manifest(**found | {"sections": sections} | kept)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise UserError(f"{shown(path)} cannot be read; {remedy(film)}") from None


def _section(part: Mapping[str, Any]) -> Section:
    section = Section(**part)
    return replace(section, spoken=[Sentence(*said) for said in section.spoken])


def remedy(film: Path) -> str:
    """What to do about a film that cannot be used."""
    return f"make it: make render SCENE={film.stem}, with the same variables as here"
