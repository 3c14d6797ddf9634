"""`make slides`: a rendered film as a deck that waits for the speaker at every question and end.

Nothing is rendered or encoded again: a step is a copy of the film's packets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from scenes.script.options import OPTIONS

from . import movie
from .files import publish, workshop
from .manifest import Manifest, film_path, load_manifest, remedy
from .options import Options, UserError, shown
from .progress import Progress


def run(options: Options) -> int:
    """Make the decks of a film; print their paths."""
    for path in slides(options):
        print(shown(path))
    return 0


def slides(options: Options) -> list[Path]:
    """The decks beside the film: the one that is asked for, or each there is.

    Raises `UserError` if the film is missing, or what makes decks is not installed.
    """
    film = film_path(options)
    manifest = load_manifest(film)
    makers = _makers()
    wanted = [options.format] if options.format else OPTIONS["format"].choice
    with workshop(film.parent, options.scene) as work:
        made = [work / f"{options.scene}.{kind}" for kind in wanted]
        with Progress("slides", 1 + len(made)) as progress:
            steps = cut_steps(film, manifest, work)
            for path in made:
                progress.step(path.name)
                makers[path.suffix](manifest, steps, path)
        publish(made, film.parent)
    return [film.with_name(path.name) for path in made]


def _makers() -> Mapping[str, Callable[[Manifest, Sequence[Path], Path], None]]:
    try:
        from .decks import MAKERS
    except ModuleNotFoundError as error:
        package = (error.name or "").split(".")[0]
        raise UserError(f"{package} is not installed; make slides brings it") from None
    return MAKERS


def cut_steps(film: Path, manifest: Manifest, folder: Path) -> list[Path]:
    """Each step of `film` as a film of its own in `folder`, ``step01.mp4`` and so on."""
    parts = [(step.start, step.frames) for step in manifest.steps]
    steps = [folder / f"step{number:02}.mp4" for number in range(1, len(parts) + 1)]
    try:
        movie.cut(film, steps, parts)
    except movie.NoCut:
        raise UserError(f"{shown(film)} cannot be cut into its sections; {remedy(film)}") from None
    return steps
