"""The files that a deck's slides show: each step's film, a smaller one, and its last picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from scenes.script.segments import frames_in

from . import movie
from .decoding import frames_of, picture_of
from .manifest import Section, remedy
from .options import UserError, shown
from .small_films import reduced

WIDEST = 1920  # pixels of a last picture


@dataclass(frozen=True)
class DeckFilms:
    """The steps of one film or of several, in their order; `folder` takes what is made of them.

    So many `workers` work at once, and `done` is told of each piece of work.
    """

    folder: Path
    workers: int
    done: Callable[[str], None]
    steps: list[Path] = field(default_factory=list)

    def add(self, film: Path, parts: Sequence[Section]) -> None:
        """Cut one more film into its `parts`."""
        self.steps.extend(cut_steps(film, parts, self.folder))

    @cached_property
    def small(self) -> list[Path]:
        """The steps with so few lines that PowerPoint plays a long deck of them to its end."""
        return reduced(self.steps, self.folder, self.workers, self.done)

    @cached_property
    def stills(self) -> list[Path]:
        """The last picture of each step: what it has come to, or its question."""
        return [_still(step) for step in self.steps]


def cut_steps(film: Path, parts: Sequence[Section], folder: Path) -> list[Path]:
    """Each part of `film` as a film of its own in `folder`, ``<film>-01.mp4`` and so on."""
    steps = [folder / f"{film.stem}-{number:02}.mp4" for number in range(1, len(parts) + 1)]
    try:
        movie.cut(film, steps, [(part.start, part.frames) for part in parts])
    except movie.NoCut:
        raise UserError(f"{shown(film)} cannot be cut into its sections; {remedy(film)}") from None
    return steps


def _still(step: Path) -> Path:
    (last,) = frames_of(step, frames_in(step) - 1, 1)
    target = step.with_suffix(".png")
    picture_of(last, WIDEST).save(target)
    return target
