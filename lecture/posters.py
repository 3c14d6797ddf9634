"""`make posters`: the pictures that stand for the films, in both themes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from scenes.stage.theme import THEMES

from .catalogue import poster_beat, scene_class
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


def posters(options: Options, folder: Path = POSTERS) -> list[Path]:
    """The posters written to `folder`."""
    scene = scene_class(options.scene)
    with workshop(folder, options.scene) as work:
        made = []
        for theme in THEMES:
            settings = replace(options.settings, theme=theme)
            film = walk(scene, settings, last_beat=poster_beat(scene), purpose="poster")
            made.append(work / f"{options.scene}-{theme}.png")
            draw(film, WIDTH).save(made[-1], optimize=True)
        publish(made, folder)
    return [folder / path.name for path in made]
