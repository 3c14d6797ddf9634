"""Where the film's picture and its words stand in another shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

_RATIO = 16 / 9  # of the film's picture


class Area(NamedTuple):
    """A part of the frame, in pixels."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Layout:
    """A frame of `width` by `height` pixels: the film's picture in it, and boxes for words.

    `type` are the largest and the smallest size of type, in pixels, of title, line and
    sentence, in this order.
    """

    width: int
    height: int
    picture: Area
    title: Area
    line: Area
    sentence: Area
    type: tuple[tuple[int, int], ...]


# At a width of 1080; the picture is as wide as the frame. Apps lay their own buttons over the
# lowest part of a tall frame.
_TALL = Layout(
    width=1080,
    height=1920,
    title=Area(60, 96, 960, 216),
    picture=Area(0, 340, 1080, 608),
    line=Area(60, 1030, 960, 470),
    sentence=Area(60, 1586, 960, 204),
    type=((74, 52), (100, 52), (54, 42)),
)
_SQUARE = Layout(
    width=1080,
    height=1080,
    picture=Area(0, 0, 1080, 608),
    title=Area(50, 644, 980, 44),
    line=Area(50, 722, 980, 192),
    sentence=Area(50, 966, 980, 84),
    type=((46, 34), (56, 32), (38, 28)),
)
LAYOUTS = {"square": _SQUARE, "tall": _TALL}


def layout_of(shape: str, lines: int) -> Layout:
    """The layout of a `shape` whose frame is `lines` pixels wide, an even number.

    So many lines has the film that it is made of.
    """
    given = LAYOUTS[shape]
    scale = lines / given.width
    boxes = {
        name: Area(*(_even(side * scale) for side in getattr(given, name)))
        for name in ("picture", "title", "line", "sentence")
    }
    boxes["picture"] = boxes["picture"]._replace(width=lines, height=_even(lines / _RATIO))
    sizes = tuple((round(large * scale), round(small * scale)) for large, small in given.type)
    return Layout(lines, _even(given.height * scale), **boxes, type=sizes)


def _even(length: float) -> int:
    """Colours are stored by twos."""
    return 2 * round(length / 2)
