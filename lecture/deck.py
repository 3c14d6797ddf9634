"""A deck as data: its slides with all that they show and say, for each format alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scenes.script.decimals import printed
from scenes.script.words import entries, say

from .catalogue import SCENES
from .manifest import Manifest
from .sources import Source, cited_by, cited_line, sources, sources_of
from .speaker_notes import notes_of, question_notes

# Shares of a slide's width: what is free beside a film that has words under it, and the
# column of its title under it.
SIDE, LABEL = 0.069, 0.245

LONGEST = 160  # characters of a group's question on a slide
LINES = 10  # sources on a slide


@dataclass(frozen=True)
class FilmSlide:
    """A step of a film, numbered from 1, and what stands under it.

    `label` is its title, `sentence` its caption; a slide that `asks` shows the question
    instead, and nothing of what comes after it. `title` is its name in lists of slides.
    """

    number: int
    start: int
    frames: int
    title: str
    label: str
    sentence: str
    notes: str
    asks: bool = False
    loop: bool = False


@dataclass(frozen=True)
class TitleSlide:
    """What a film, or the course, begins with; all but the title may be empty."""

    title: str
    course: str = ""
    question: str = ""
    promise: str = ""
    group: str = ""
    rule: str = ""
    films: Sequence[tuple[str, str]] = ()  # of a course: each with its question
    notes: str = ""


@dataclass(frozen=True)
class SourceSlide:
    """Where it all comes from."""

    title: str
    sources: Sequence[Source]
    notes: str


@dataclass(frozen=True)
class DeckChapter:
    """A film of a deck."""

    manifest: Manifest
    opening: TitleSlide
    steps: Sequence[FilmSlide]


@dataclass(frozen=True)
class Deck:
    """Title, films and sources; `bare` is without words under the films."""

    name: str
    title: str
    chapters: Sequence[DeckChapter]
    sources: Sequence[SourceSlide]
    bare: bool = False
    opening: TitleSlide | None = field(default=None)  # of a course
    look: Manifest = field(init=False)  # language and theme are those of every film

    def __post_init__(self) -> None:
        object.__setattr__(self, "look", self.chapters[0].manifest)

    @property
    def steps(self) -> list[FilmSlide]:
        """All slides that show a film."""
        return [step for chapter in self.chapters for step in chapter.steps]


def deck_of(
    name: str, films: Sequence[Manifest], *, scenes: Path = SCENES, bare: bool = False
) -> Deck:
    """The deck of one film, or of several as a course."""
    chapters = [DeckChapter(film, _opening(film), _steps(film)) for film in films]
    course = len(films) > 1
    return Deck(
        name,
        say("slides.course") if course else films[0].title,
        chapters,
        _sources([film.scene for film in films], scenes),
        bare,
        _course(chapters) if course else None,
    )


def _steps(film: Manifest) -> list[FilmSlide]:
    """A slide for each step; one that asks ends before the answer and says nothing of it."""
    made: list[FilmSlide] = []
    for section in film.sections:
        *asking, last = section.steps()
        for step in asking:
            notes = question_notes(section, step, film.fps)
            made.append(
                FilmSlide(
                    len(made) + 1, step.start, step.frames, section.ask, say("slides.asking"),
                    section.ask, notes, asks=True,
                )
            )  # fmt: skip
        made.append(
            FilmSlide(
                len(made) + 1, last.start, last.frames, section.title, section.title,
                section.caption, notes_of(section, last, film.fps), loop=last.loop,
            )
        )  # fmt: skip
    return made


def _opening(film: Manifest) -> TitleSlide:
    settings = film.settings
    low, high, beta = (f"{settings[key]:g}" for key in ("epsilon_low", "epsilon_high", "beta"))
    epsilon = low if low == high else f"{low} / {high}"
    return TitleSlide(
        film.title,
        course=say("slides.course"),
        question=_question(film),
        promise=_promise(film),
        group=_shortened(str(settings["question"])),
        rule=printed(f"ε = {epsilon}, β = {beta}"),
        notes=_opening_notes(film),
    )


def _opening_notes(film: Manifest) -> str:
    asked = say("slides.group") + " " + str(film.settings["question"])
    promise = _promise(film)
    return "\n".join([_question(film), *([promise] if promise else []), asked])


def _question(film: Manifest) -> str:
    """What the film answers: what it asks first or, if it asks nothing then, its first sentence."""
    first = film.sections[0]
    return first.ask or first.caption


def _promise(film: Manifest) -> str:
    """What a viewer can say after it; nothing is promised of a film of somebody's own."""
    name = film.scene.lower()
    return say(f"promise.{name}") if f"promise.{name}" in entries("en") else ""


def _course(chapters: Sequence[DeckChapter]) -> TitleSlide:
    films = [(chapter.opening.title, chapter.opening.question) for chapter in chapters]
    notes = "\n".join(f"{title}: {question}" for title, question in films)
    first = chapters[0].opening
    return TitleSlide(say("slides.course"), films=films, group=first.group, notes=notes)


def _sources(scenes: Sequence[str], folder: Path) -> list[SourceSlide]:
    """Every source once, on as many slides as that takes; their notes say what was read where."""
    found = {source.address for scene in scenes for source in sources_of(scene, folder)}
    shown = [source for source in sources() if source.address in found]
    told = {line: e for s in scenes for e in cited_by(s, folder) for line in [cited_line(e)]}
    parts = [shown[first : first + LINES] for first in range(0, len(shown), LINES)]
    return [
        SourceSlide(
            say("slides.sources"),
            part,
            "\n".join(line for line, e in told.items() if any(s.is_of(e) for s in part)),
        )
        for part in parts
    ]


def _shortened(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1].rstrip()}…"
