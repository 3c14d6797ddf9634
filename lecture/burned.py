"""Burned-in captions: the film with a band under its picture, for players without tracks.

The whole is as large as the film was: the picture is made a little smaller, so that the band
has room below it. It is never covered, and its colours are never converted.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
from av import VideoFrame
from PIL import Image

from scenes.script.fonts import compiler
from scenes.script.glyphs import typst_text
from scenes.script.palette import Theme

from .captions import LINES, Cue
from .planes import on_pages
from .redrawn import redrawn

# As shares of the whole's height. The type's x-height is .431 of its size: 11.3 px at 480 lines.
TYPE, LINE_PITCH, PADDING = 26.2 / 480, 32 / 480, 6 / 480

# One point is one pixel. Lines are set by their pitch, so that one line stands in the middle
# and two never touch the picture.
_PAGE = """
#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: rgb("{ground}"))
#set text(font: "New Computer Modern", size: {size}pt, fill: rgb("{text}"), hyphenate: false,
  top-edge: 0.72em, bottom-edge: -0.22em)
#set par(leading: {leading}pt, justify: false)
#place(bottom, block(width: 100%, height: {band}pt, align(center + horizon, [{words}])))
"""


def band_height(height: int) -> int:
    """The height in pixels of the band in a film of `height` lines: even, for two lines."""
    return 2 * math.ceil(height * (LINES * LINE_PITCH + 2 * PADDING) / 2)


def picture_place(width: int, height: int) -> tuple[int, int, int]:
    """Where the picture is, in a film of this size: its left edge, width and height.

    All are even, as colours are stored by twos. Its upper edge is the film's.
    """
    tall = height - band_height(height)
    left = 2 * round((width - tall * width / height) / 4)
    return left, width - 2 * left, tall


def captioned(film: Path) -> Path:
    """Where `film` with its captions burned in lies: beside it."""
    return film.with_stem(f"{film.stem}-captioned")


def burn(film: Path, target: Path, cues: Sequence[Cue], theme: Theme) -> Path:
    """Write `film` to `target`, which is returned, with `cues` in a band under its picture.

    Band and margins have the colours of `theme`. A cue is on exactly in the frames that begin
    within it.
    """
    with av.open(film) as source:
        pictures = source.streams.video[0]
        size, rate = (pictures.width, pictures.height), pictures.average_rate
    left, width, height = picture_place(*size)

    def draw(text: str) -> Image.Image:
        return draw_page(text, size, theme)

    def redraw(frames: Iterator[VideoFrame]) -> Iterator[VideoFrame]:
        return on_pages(frames, _texts(cues, rate), draw, (left, 0, width, height))

    return redrawn(film, target, size, redraw)


def _texts(cues: Sequence[Cue], rate: Fraction) -> Iterator[str]:
    """What the band says in each frame, without end: nothing between and after the cues."""
    waiting = iter(cues)
    cue = next(waiting, None)
    number = 0
    while True:
        now = 1000 * number / rate  # exact
        while cue and cue.end <= now:
            cue = next(waiting, None)
        yield cue.text if cue and cue.start <= now else ""
        number += 1


def draw_page(text: str, size: tuple[int, int], theme: Theme) -> Image.Image:
    """What is around the picture of a film of `size` (width, height in pixels), as RGB.

    The band at its foot says `text`.
    """
    width, height = size
    source = _PAGE.format(
        width=width,
        height=height,
        band=band_height(height),
        size=TYPE * height,
        leading=LINE_PITCH * height - 0.94 * TYPE * height,
        ground=theme.ground,
        text=theme.text,
        words=typst_text(text),
    )
    picture = compiler().compile(input=source.encode(), format="png", ppi=72)
    return Image.open(BytesIO(picture)).convert("RGB")
