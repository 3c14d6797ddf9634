"""A film as Manim's own renderer, camera and encoder make it, to compare ours with.

``python -m lecture.bench.manims_own SCENE QUALITY SCENES OUT`` makes it in the folder OUT.
Its frames are the film's, but for lines in close-ups, which Manim draws thicker. What it does
between them, such as copying what moves, is the film's own way.
"""

from __future__ import annotations

import sys
from pathlib import Path

from manim import CairoRenderer, MovingCamera, tempconfig
from manim.scene.scene_file_writer import SceneFileWriter

from scenes.stage.renderer import StageRenderer

from ..catalogue import film_class
from ..options import Options


class ManimsRenderer(StageRenderer):
    """Manim's renderer; what films ask of ours besides, it can say."""

    play = CairoRenderer.play
    update_frame = CairoRenderer.update_frame
    render = CairoRenderer.render


def film_it(options: Options) -> None:
    """Make the film of `options` in its folder, as Manim would."""
    film = film_class(options)

    def renderer_of(_: object, skip_animations: bool) -> CairoRenderer:
        return ManimsRenderer(SceneFileWriter, MovingCamera, skip_animations)

    width, height = options.size
    given = {
        "pixel_width": width,
        "pixel_height": height,
        "frame_rate": options.frame_rate,
        "media_dir": str(options.out),
        "progress_bar": "none",
        "verbosity": "CRITICAL",
    }
    # Under the film's name, by which it finds its words.
    own = type(film.__name__, (film,), {"renderer_of": renderer_of})
    with tempconfig(given):
        own(settings=options.settings).render()


if __name__ == "__main__":
    scene, quality, scenes, out = sys.argv[1:]
    film_it(Options(scene, quality=quality, scenes=Path(scenes), out=Path(out)))
