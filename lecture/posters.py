"""`make posters`: the pictures that stand for the films, in both themes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from scenes.stage.film import GrpoScene
from scenes.stage.theme import THEMES

from .catalogue import film_class, poster_beat
from .files import publish, workshop
from .options import PROJECT, Options, shown
from .walk import draw, walk

POSTERS = PROJECT / "assets" / "posters"
WIDTH = 960  # pixels


def run(options: Options) -> int:
    """Write the poster of a scene in each theme; print their paths."""
    for path in posters(options):
        print(shown(path))
    return 0


def save(path: Path, width: int, film: GrpoScene) -> None:
    """Draw what `film` shows, `width` pixels wide, to the file `path`."""
    draw(film, width).save(path, optimize=True)


def poster(options: Options, path: Path) -> Path:
    """The poster of a film in its own size, drawn without filming it."""
    scene = film_class(options)
    film = walk(scene, options.settings, last_beat=poster_beat(scene), purpose="poster")
    save(path, options.size[0], film)
    return path


def posters(options: Options, folder: Path = POSTERS) -> list[Path]:
    """The posters written to `folder`."""
    scene = film_class(options)
    with workshop(folder, options.scene) as work:
        made = []
        for theme in THEMES:
            settings = replace(options.settings, theme=theme)
            film = walk(scene, settings, last_beat=poster_beat(scene), purpose="poster")
            made.append(work / f"{options.scene}-{theme}.png")
            save(made[-1], WIDTH, film)
        publish(made, folder)
    return [folder / path.name for path in made]
