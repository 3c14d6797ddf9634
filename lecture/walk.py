"""Runs a film without drawing or encoding it, and draws single states of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from manim import Mobject
from manim.utils.family import extract_mobject_family_members
from PIL import Image

from scenes.script.settings import Settings
from scenes.stage.camera import StageCamera
from scenes.stage.film import Beat, GrpoScene, Rest

from .progress import Progress
from .quiet import build, without_output

_RATIO = 16 / 9


def walk(
    scene: str | type[GrpoScene],
    settings: Settings,
    *,
    on_rest: Callable[[GrpoScene, Rest], None] | None = None,
    on_beat: Callable[[GrpoScene, int, Beat], None] | None = None,
    on_play: Callable[[GrpoScene], None] | None = None,
    last_beat: int | None = None,
    purpose: str = "",
) -> GrpoScene:
    """Run a film up to `last_beat`, calling the hooks, and return it in its last state.

    With a `purpose`, such as "audit", a terminal is told how far it is.
    """
    with without_output():
        film = build(scene, settings)
        film.on_rest, film.on_play = on_rest, on_play
        if last_beat is not None:
            film.last_beat = last_beat
        name = f"{purpose} {type(film).__name__}"
        with Progress(name, film.last_beat, wanted=bool(purpose)) as progress:

            def begin(film: GrpoScene, number: int, beat: Beat) -> None:
                progress.reach(number - 1)
                if on_beat:
                    on_beat(film, number, beat)

            film.on_beat = begin
            film.render()
    return film


def draw(film: GrpoScene, width: int, parts: Sequence[Mobject] | None = None) -> Image.Image:
    """The present state of `film`, `width` pixels wide; of `parts` alone if they are given.

    `parts` are single pieces, as `drawn_parts` gives them, drawn without their submobjects.
    """
    return Image.fromarray(pixels(film, width, parts))


def pixels(film: GrpoScene, width: int, parts: Sequence[Mobject] | None = None) -> np.ndarray:
    """The same picture as numbers from 0 to 255: (h, width, 3)."""
    camera = _camera(width, film.settings.colours.ground)
    camera.reset()
    camera.frame = film.camera.frame  # given to the constructor it would be sent home
    parts = drawn_parts(film) if parts is None else parts
    camera.capture_mobjects(parts, include_submobjects=False)
    return camera.pixel_array[:, :, :3].copy()


@cache
def _camera(width: int, ground: str) -> StageCamera:
    """A camera for all pictures of this size and ground: it knows the outlines of the last."""
    return StageCamera(
        pixel_width=width,
        pixel_height=round(width / _RATIO),
        background_color=ground,
    )


def drawn_parts(film: GrpoScene) -> list[Mobject]:
    """Every single piece of the picture, from the rearmost to the foremost."""
    stage = [m for m in film.mobjects if m is not film.camera.frame]
    return extract_mobject_family_members(
        [*stage, *film.foreground_mobjects], use_z_index=True, only_those_with_points=True
    )
