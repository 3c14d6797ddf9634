"""The pages of several films by several processes: each takes the next film that nobody has."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from scenes.script.words import use_language

from ..catalogue import film_class
from ..cores import cores
from ..files import tidied
from ..film_workers import Claims, begun
from ..options import Options
from ..progress import Progress
from .film_page import film_page

_FILMS = 2  # of a process at least: it takes as long to begin as a film to draw


def film_pages(films: Sequence[Options], work: Path) -> list[dict]:
    """What the template needs of each of `films`; their stills are put into the folder `work`."""
    (work / "claims").mkdir()
    beats = [len(film_class(film).storyboard()) for film in films]
    most = min(films[0].jobs or cores(), len(films) // _FILMS)
    others = [begun(_help, films, work) for _ in range(1, most)]

    def end() -> None:
        for process in others:
            process.kill()
        for process in others:
            process.join()

    with tidied(end), Progress("handout", sum(beats)) as progress:
        for _ in _drawn(films, work, progress):
            done = [
                count for film, count in zip(films, beats, strict=True) if _is_there(film, work)
            ]
            progress.reach(sum(done))
        for process in others:
            process.join()
        # What another process had claimed, and did not end, is drawn here, or fails here.
        return [_read(film, work) or film_page(film, work, progress) for film in films]


def _drawn(films: Sequence[Options], work: Path, progress: Progress) -> Iterator[Options]:
    """Each of `films` that this process has taken, as soon as its page is there."""
    takes = Claims(work / "claims")
    for number, film in enumerate(films):
        if takes(number):
            page = film_page(film, work, progress)
            unfinished = work / f"{film.scene}.new"
            unfinished.write_text(json.dumps(page), encoding="utf-8")
            os.replace(unfinished, _place(film, work))
            yield film


def _help(films: Sequence[Options], work: Path) -> None:
    """What another process does; it says nothing, and ends with its parent."""
    use_language(films[0].settings.language)
    with suppress(Exception):  # the parent draws the same film, and complains
        for _ in _drawn(films, work, Progress("", 0, wanted=False)):
            pass


def _read(film: Options, work: Path) -> dict | None:
    return json.loads(_place(film, work).read_bytes()) if _is_there(film, work) else None


def _is_there(film: Options, work: Path) -> bool:
    return _place(film, work).is_file()


def _place(film: Options, work: Path) -> Path:
    return work / f"{film.scene}.json"
