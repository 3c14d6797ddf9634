"""`make still`: the last frame of a beat as a PNG, without rendering the film."""

from __future__ import annotations

from pathlib import Path

from scenes.stage.film import GrpoScene, Rest

from .catalogue import film_class
from .files import publish, workshop
from .options import Options, shown
from .walk import draw, walk


def run(options: Options) -> int:
    """Write the still of the beat asked for, or of every beat; print their paths."""
    for path in stills(options):
        print(shown(path))
    return 0


def stills(options: Options) -> list[Path]:
    """The stills, written under ``renders/stills``, in the order of the beats."""
    beat = options.beat
    folder = options.out / "renders" / "stills"
    with workshop(folder, options.scene) as work:
        made: list[Path] = []

        def keep(film: GrpoScene, rest: Rest) -> None:
            if rest.last and beat in (None, rest.beat):
                made.append(work / f"{options.scene}-beat{rest.beat:02}-{options.look}.png")
                draw(film, options.size[0]).save(made[-1])

        walk(film_class(options), options.settings, on_rest=keep, last_beat=beat, purpose="stills")
        publish(made, folder)
    return [folder / path.name for path in made]
