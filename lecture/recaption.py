"""`make captions`: the captions of a film that is there, written again from its manifest."""

from __future__ import annotations

from pathlib import Path

from . import descriptions
from .captions import cues_of, write
from .files import publish, workshop
from .manifest import film_path, load_manifest
from .options import Options, shown


def run(options: Options) -> int:
    """Write the captions, and burn them in if that is asked for; print the paths."""
    for path in recaption(options):
        print(shown(path))
    return 0


def recaption(options: Options) -> list[Path]:
    """``.vtt``, ``.srt`` and descriptions beside the film, and it with its captions burned in."""
    film = film_path(options)
    manifest = load_manifest(film)
    cues = cues_of(manifest.captions, manifest.fps)
    with workshop(film.parent, options.scene) as work:
        made = [*write(cues, work / options.scene), descriptions.write(manifest, work)]
        if options.captions:
            from .burned import burn, captioned  # Manim, which the others need not wait for

            made.append(burn(film, work / captioned(film).name, cues, manifest.colours))
        publish(made, film.parent)
    return [film.parent / path.name for path in made]
