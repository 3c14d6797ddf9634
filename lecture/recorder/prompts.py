"""What is read aloud in each beat, and what the silent film does meanwhile."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from scenes.stage.film import Beat, GrpoScene, Rest

from ..captions import sentences
from ..catalogue import film_class
from ..options import Options
from ..walk import draw, walk

WIDTH = 1280  # pixels of a still


@dataclass(frozen=True)
class Prompt:
    """A beat for whoever speaks: its sentences are its script, or its caption without one.

    It begins at `start` in the silent film and lasts `seconds`. Its question `ask`, if it has
    one, stands on the screen meanwhile, in the seconds `asked`, counted in the beat. `still`
    is its last frame, a PNG.
    """

    number: int
    key: str
    title: str
    sentences: Sequence[str]
    ask: str
    start: float
    seconds: float
    asked: Sequence[float]
    still: bytes


@dataclass
class _Watched:
    """A beat as it was seen to go by: when it begins and each of its plays ends."""

    times: list[float]
    asked: Sequence[float] = ()
    still: bytes = b""


def prompts(options: Options) -> list[Prompt]:
    """The prompts of a film, in the language that is spoken; this runs it without drawing."""
    watched: list[_Watched] = []

    def begin(film: GrpoScene, number: int, beat: Beat) -> None:
        watched.append(_Watched([film.time]))

    def go_on(film: GrpoScene) -> None:
        watched[-1].times.append(film.time)

    def end(film: GrpoScene, rest: Rest) -> None:
        if rest.last:
            watched[-1].still = _png(draw(film, WIDTH))
            watched[-1].asked = _asked(film, watched[-1].times)

    film = walk(
        film_class(options),
        options.settings,
        on_rest=end,
        on_beat=begin,
        on_play=go_on,
        purpose="recorder",
    )
    told = enumerate(zip(film.beats, watched, strict=True), start=1)
    return [_prompt(number, beat, seen) for number, (beat, seen) in told]


def _asked(film: GrpoScene, times: Sequence[float]) -> list[float]:
    plays = film.asked_in if film.question and film.asked_in else ()
    return [round(times[play] - times[0], 3) for play in plays]


def _prompt(number: int, beat: Beat, seen: _Watched) -> Prompt:
    start, end = seen.times[0], seen.times[-1]
    return Prompt(
        number=number,
        key=beat.method,
        title=beat.title,
        sentences=sentences(beat.script or beat.caption),
        ask=beat.ask,
        start=round(start, 3),
        seconds=round(end - start, 3),
        asked=seen.asked,
        still=seen.still,
    )


def _png(picture: Image.Image) -> bytes:
    made = io.BytesIO()
    picture.save(made, "png")
    return made.getvalue()
