"""Reads Typst's SVG: the outlines of glyphs and rules, each form parsed once in a process.

Manim's own reader parses a glyph's path again wherever the glyph stands, which was two
thirds of the time that a film takes to walk through. The points are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from svgelements import Close, CubicBezier, Matrix, Move, QuadraticBezier
from svgelements import Path as SvgPath

_LINK = "{http://www.w3.org/1999/xlink}href"
_CLOSED = 1e-4  # what Manim takes for the same point, in Typst's points


@dataclass(frozen=True)
class Outline:
    """A glyph or a rule of Typst's.

    `points` are those of its cubic curves, four each, shape (4n, 3) with y downwards, in
    Typst's points; `stroke_width` is a rule's, and 0 for what is filled.
    """

    points: np.ndarray
    stroke_width: float


@cache
def outlines(svg: Path) -> tuple[Outline, ...]:
    """What Typst has drawn into the file `svg`, in the order of drawing.

    A file of this name is read once in a process: its name tells what is in it.
    Raises `ValueError` for what is neither a glyph nor a path.
    """
    root = ElementTree.parse(svg).getroot()
    forms = {
        symbol.get("id"): symbol[0].get("d") for symbol in root.iter() if _is(symbol, "symbol")
    }
    found = []
    for element, place in _drawn(root, Matrix()):
        if _is(element, "use"):
            form = forms[element.get(_LINK)[1:]]
            place = Matrix.translate(float(element.get("x")), float(element.get("y"))) * place
        else:
            form = element.get("d")
        stroke = element.get("stroke-width", 0) if element.get("stroke", "none") != "none" else 0
        found.append(Outline(_placed(form, place), float(stroke)))
    return tuple(found)


def _is(element: ElementTree.Element, tag: str) -> bool:
    return element.tag.endswith(f"}}{tag}")


def _drawn(
    parent: ElementTree.Element, place: Matrix
) -> Iterator[tuple[ElementTree.Element, Matrix]]:
    """Uses and paths below `parent`, with the matrix that puts them into the picture."""
    for element in parent:
        tag = element.tag.rpartition("}")[2]
        if tag == "defs":
            continue
        transform = element.get("transform")
        inner = Matrix(transform) * place if transform else place  # the innermost acts first
        if tag in ("use", "path"):
            yield element, inner
        elif tag == "g":
            yield from _drawn(element, inner)
        else:
            raise ValueError(f"Typst has drawn a {tag}; the stage knows glyphs and rules only")


def _placed(form: str, place: Matrix) -> np.ndarray:
    curves, is_cubic = _curves(form)
    x, y = curves[..., 0], curves[..., 1]
    points = np.zeros((len(curves), 4, 3))
    points[..., 0] = x * place.a + y * place.c + place.e
    points[..., 1] = x * place.b + y * place.d + place.f
    start, near, far, end = (points[~is_cubic, corner] for corner in range(4))
    points[~is_cubic, 1] = (start + near + far) / 3
    points[~is_cubic, 2] = (near + far + end) / 3
    return points.reshape(-1, 3)


@cache
def _curves(form: str) -> tuple[np.ndarray, np.ndarray]:
    """The curves of a path's `d`, shape (n, 4, 2), and which of them are cubic.

    Of the others, lines and parabolas, the middle two points are such that each handle of
    the cubic curve is a mean of three neighbours: start, start, end, end for a line.
    """
    curves, is_cubic = [], []
    for step in SvgPath(form):
        start, end = step.start, step.end
        if isinstance(step, Move) or (isinstance(step, Close) and abs(start - end) <= _CLOSED):
            continue
        match step:
            case CubicBezier():
                curves.append([start, step.control1, step.control2, end])
            case QuadraticBezier():
                curves.append([start, step.control, step.control, end])
            case _:
                curves.append([start, start, end, end])
        is_cubic.append(isinstance(step, CubicBezier))
    return np.array(curves, dtype=float).reshape(-1, 4, 2), np.array(is_cubic, dtype=bool)
