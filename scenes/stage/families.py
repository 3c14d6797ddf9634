"""What Manim does thousands of times in a film, in less time; the results are the same.

`patches` puts these in the place of Manim's own. A walk through a film spent a third of its
time in the originals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Reversible
from functools import reduce
from operator import add, attrgetter
from types import NoneType
from typing import Any, TypeVar, cast

import numpy as np
from manim import BLACK, Line, ManimColor, Mobject, VMobject
from manim.typing import Point3DLike, Vector3DLike
from manim.utils.bezier import interpolate

T = TypeVar("T")


def last_of_each(things: Reversible[T]) -> list[T]:
    """`things` without repetitions; of equal ones the last stays."""
    return list(dict.fromkeys(reversed(things)))[::-1]


def family_of(mobject: Mobject, recurse: bool = True) -> list[Mobject]:
    """`mobject` and all its parts, each before its own parts and once."""
    parts = mobject.submobjects
    if not parts:
        return [mobject]
    found = [mobject]
    _gather(parts, found)
    return last_of_each(found)


def _gather(parts: Iterable[Mobject], found: list[Mobject]) -> None:
    for part in parts:
        found.append(part)
        if part.submobjects:
            _gather(part.submobjects, found)


def members_with_points(mobject: Mobject) -> list[Mobject]:
    """The parts of `mobject`, itself among them, that have points."""
    return [part for part in mobject.get_family() if len(part.points)]


_depth = attrgetter("z_index")


def drawn_of(mobjects: Iterable[Mobject]) -> list[Mobject]:
    """All parts of `mobjects` that have points, each once, in the order of drawing."""
    found: list[Mobject] = []
    _gather(mobjects, found)
    return sorted(last_of_each([part for part in found if len(part.points)]), key=_depth)


_update: Callable[..., Mobject] = Mobject.update


def update(mobject: Mobject, dt: float = 0, recursive: bool = True) -> Mobject:
    """Call all updaters of `mobject` and of its parts, most of which have none."""
    if mobject.updaters:
        return _update(mobject, dt, recursive)
    if recursive and not mobject.updating_suspended:
        _update_all(mobject.submobjects, dt)
    return mobject


def _update_all(parts: Iterable[Mobject], dt: float) -> None:
    for part in parts:
        if part.updaters:
            part.update(dt)
        elif part.submobjects and not part.updating_suspended:
            _update_all(part.submobjects, dt)


_STYLE = (
    "fill_rgbas",
    "stroke_rgbas",
    "background_stroke_rgbas",
    "stroke_width",
    "background_stroke_width",
    "sheen_direction",
    "sheen_factor",
)


def blend(
    mobject: Mobject, start: Mobject, end: Mobject, alpha: float, path_func: Any = interpolate
) -> Mobject:
    """`mobject` between two others; what is the same in both does not change in the last digits.

    Outlines that stand still are then drawn once, and most of what fades stands still.
    """
    if path_func is interpolate and is_same(start.points, end.points):
        mobject.points = end.points.copy()
    else:
        mobject.points = path_func(start.points, end.points, alpha)
    mobject.interpolate_color(start, end, alpha)
    return mobject


def blend_style(mobject: VMobject, start: VMobject, end: VMobject, alpha: float) -> VMobject:
    """The colours and lines of `mobject` between those of two others; see `blend`."""
    for name in _STYLE:
        one, other = getattr(start, name), getattr(end, name)
        if alpha == 1:
            value = other.copy() if isinstance(other, np.ndarray) else other
        elif is_same(one, other):
            value = other * 1.0  # as the key of a segment has it: a whole number as 4.0
        else:
            value = interpolate(one, other, alpha)
        setattr(mobject, name, value)
    return mobject


def is_same(one: Any, other: Any) -> bool:
    """Whether two numbers, or two arrays to the last bit, are the same."""
    if isinstance(one, np.ndarray):
        return one is other or (one.shape == other.shape and one.tobytes() == other.tobytes())
    return bool(one == other)


_points_defining_boundary: Callable[..., np.ndarray] = VMobject.get_points_defining_boundary


def boundary_of(mobject: VMobject) -> np.ndarray:
    """The ends of all curves of `mobject` and its parts, shape (n, 3); curves have four points."""
    outlines = [part.points for part in mobject.get_family() if len(part.points)]
    if not outlines or any(len(points) % 4 for points in outlines):
        return _points_defining_boundary(mobject)
    return np.concatenate(outlines).reshape(-1, 4, 3)[:, ::3].reshape(-1, 3)


def critical_point_of(mobject: Mobject, direction: Vector3DLike) -> np.ndarray:
    """The corner, middle of an edge, or middle of the box around `mobject`, in a `direction`."""
    edges = mobject.get_points_defining_boundary()
    if not len(edges):
        return np.zeros(mobject.dim)
    low, high = edges.min(axis=0), edges.max(axis=0)
    ways = np.asarray(direction)
    found: np.ndarray = np.where(ways < 0, low, np.where(ways > 0, high, (low + high) / 2))
    return found


def length_of(mobject: Mobject, dim: int) -> float:
    """How wide, high or deep `mobject` and its parts are, handles of curves included."""
    points = [part.points[:, dim] for part in mobject.get_family() if len(part.points)]
    if not points:
        return 0
    along = np.concatenate(points)
    return cast(float, along.max() - along.min())


def shifted(mobject: Mobject, *vectors: Vector3DLike) -> Mobject:
    """Move `mobject` and its parts by the sum of `vectors`."""
    way = reduce(add, vectors)
    for part in mobject.family_members_with_points():
        part.points = part.points + way
    return mobject


_put: Callable[..., Line] = Line.put_start_and_end_on


def put_line(line: Line, start: Point3DLike, end: Point3DLike) -> Line:
    """Lead a straight `line` from `start` to `end`, without scaling and turning it as it was."""
    is_plain = type(line) is Line and len(line.points) == 4 and not line.path_arc
    if not is_plain or line.submobjects or np.array_equal(start, end):
        return _put(line, start, end)
    return line.set_points_as_corners(np.array([start, end], dtype=float))


def subpaths_of(mobject: VMobject, points: np.ndarray) -> list[np.ndarray]:
    """`points` where curves hang together; Manim's camera splits them all at once, too."""
    ranges = mobject.get_subpath_split_indices_from_points(points).tolist()
    return [points[start:end] for start, end in ranges if end - start >= 4]


_generate_rgbas_array: Callable[..., np.ndarray] = VMobject.generate_rgbas_array
_PLAIN = (float, int, NoneType)


def rgbas_of(mobject: VMobject, color: Any, opacity: Any) -> np.ndarray:
    """One row for one colour, as nearly all have; gradients and sheen are left to Manim."""
    if mobject.sheen_factor or type(opacity) not in _PLAIN or not _is_single(color):
        return _generate_rgbas_array(mobject, color, opacity)
    row = np.empty((1, 4))
    row[0] = _color(color).to_rgba()
    row[0, 3] = opacity or 0.0
    return row


def _is_single(color: Any) -> bool:
    return color is None or type(color) in (str, ManimColor)


def _color(color: str | ManimColor | None) -> ManimColor:
    if isinstance(color, ManimColor):
        return color
    return BLACK if color is None else ManimColor(color)
