"""`make slides`: rendered films as a deck that waits for the speaker at every question and end.

Nothing is rendered again. The page of one film plays copies of its packets; PowerPoint, which
stops playing large films in a long deck, gets smaller ones, and so does the page of several.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from scenes.script.options import one_of

from .catalogue import COURSE, running_order
from .cores import cores
from .deck import Deck, deck_of
from .deck_films import DeckFilms
from .files import publish, workshop
from .manifest import film_path, load_manifest
from .options import Options, UserError, shown
from .progress import Progress


def run(films: Sequence[Options]) -> int:
    """Make the decks of a film, or of several as one; print their paths."""
    for path in slides(films):
        print(shown(path))
    return 0


def slides(films: Sequence[Options]) -> list[Path]:
    """The decks beside the films: the one that is asked for, or each there is.

    They are named as the film, as several films together, or as the course that holds all.
    Raises `UserError` if a film is missing, or what makes decks is not installed.
    """
    first, makers = films[0], _makers()
    kinds = [suffix.removeprefix(".") for suffix in makers]
    wanted = [one_of(kinds, "format", first.format)] if first.format else kinds
    paths = [film_path(film) for film in films]
    told = [load_manifest(path) for path in paths]
    deck = deck_of(_name(films), told, scenes=first.scenes, bare=bool(first.slides))
    with workshop(paths[0].parent, deck.name) as work:
        made = [work / f"{deck.name}.{kind}" for kind in wanted]
        small = "pptx" in wanted or (len(films) > 1 and "html" in wanted)
        pieces = len(deck.steps) if small else 0
        with Progress("slides", len(paths) + pieces + len(made)) as progress:
            steps = DeckFilms(work, first.jobs or cores(), progress.step)
            for path, film in zip(paths, told, strict=True):
                progress.step(path.name)
                steps.add(path, film.steps)
            for path in made:
                progress.step(path.name)
                makers[path.suffix](deck, steps, path)
        publish(made, paths[0].parent)
    return [paths[0].with_name(path.name) for path in made]


def _name(films: Sequence[Options]) -> str:
    scenes = [film.scene for film in films]
    whole = scenes == list(dict.fromkeys(running_order(films[0].scenes)))
    return COURSE if whole and len(scenes) > 1 else "-".join(scenes)


def _makers() -> Mapping[str, Callable[[Deck, DeckFilms, Path], None]]:
    try:
        from .decks import MAKERS
    except ModuleNotFoundError as error:
        package = (error.name or "").split(".")[0]
        raise UserError(f"{package} is not installed; make slides brings it") from None
    return MAKERS
