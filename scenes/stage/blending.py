"""A transform's frames: all its parts are blended at once, not each by itself.

The numbers are the same as `families.blend` gives part by part, and what is the same at both
ends stays so; only the calls are fewer. Fades are transforms, too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from manim import Animation, Mobject, Transform, VMobject
from manim.utils.bezier import interpolate

from .families import blend, blend_style, is_same

Parts = list[Mobject]
_COLOURS = ("fill_rgbas", "stroke_rgbas", "background_stroke_rgbas")
_REST = ("stroke_width", "background_stroke_width", "sheen_factor", "sheen_direction")
_one_by_one: Callable[[Animation, float], None] = Animation.interpolate_mobject


class BlendedRows(NamedTuple):
    """What stacks of arrays are blended from and to; `same` tells the rows that are alike."""

    start: np.ndarray
    end: np.ndarray
    same: np.ndarray

    def between(self, alphas: np.ndarray) -> np.ndarray:
        """What lies at `alphas` of the way, one a row; an array of its own."""
        if self.same.all():
            return self.end.copy()
        values: np.ndarray = interpolate(self.start, self.end, alphas)
        np.copyto(values, self.end, where=self.same)
        return values


class Blend:
    """The parts of a mobject between those of two others, which nobody changes meanwhile.

    `plain` are those parts, as indices, that have one colour for each of fill, line and rim.
    """

    def __init__(self, parts: Parts, starts: Parts, ends: Parts) -> None:
        self.parts, self.starts, self.ends = parts, starts, ends
        pairs = enumerate(zip(starts, ends, strict=True))
        self.plain = [n for n, (start, end) in pairs if _is_plain(start, end)]
        one, other = [starts[n] for n in self.plain], [ends[n] for n in self.plain]
        sizes = [len(end.points) for end in other]
        self._cuts = np.cumsum([0, *sizes]).tolist()
        self._rows = np.repeat(np.arange(len(sizes)), sizes)[:, None]  # each point's part
        if self.plain:
            self._points = _points_of(one, other, self._rows)
            self._colours = _colours_of(one, other)
        self._rest = [_rest_of(*pair) for pair in zip(one, other, strict=True)]
        self._others = sorted({*range(len(parts))} - {*self.plain})

    def show(self, alphas: Sequence[float]) -> None:
        """Bring each part to its share of the way."""
        for n in self._others:
            self.parts[n].interpolate(self.starts[n], self.ends[n], alphas[n])
        if not self.plain:
            return
        shares = np.array([alphas[n] for n in self.plain], dtype=float)
        points = self._points.between(shares[self._rows])
        colours = self._colours.between(shares[:, None, None])
        for row, n in enumerate(self.plain):
            if alphas[n] == 1:  # the end itself, in which whole numbers are whole
                self.parts[n].interpolate(self.starts[n], self.ends[n], 1)
                continue
            part = self.parts[n]
            part.points = points[self._cuts[row] : self._cuts[row + 1]]
            for place, name in enumerate(_COLOURS):
                setattr(part, name, colours[row, place : place + 1])
            for name, start, end in self._rest[row]:
                value = end * 1.0 if start is None else interpolate(start, end, alphas[n])
                setattr(part, name, value)


def _is_plain(start: Mobject, end: Mobject) -> bool:
    for mobject in (start, end):
        for name in _COLOURS:
            rgbas = getattr(mobject, name, None)
            if not isinstance(rgbas, np.ndarray) or rgbas.shape != (1, 4):
                return False
            if rgbas.dtype != np.float64:
                return False
    points = start.points, end.points
    return points[0].shape == points[1].shape and {p.dtype for p in points} == {np.dtype(float)}


def _points_of(starts: Parts, ends: Parts, rows: np.ndarray) -> BlendedRows:
    """Of shape (all points, 3)."""
    same = [is_same(one.points, other.points) for one, other in zip(starts, ends, strict=True)]
    return BlendedRows(
        np.concatenate([part.points for part in starts]),
        np.concatenate([part.points for part in ends]),
        np.array(same)[rows],
    )


def _colours_of(starts: Parts, ends: Parts) -> BlendedRows:
    """Of shape (parts, 3, 4)."""
    start, end = (
        np.stack([np.concatenate([getattr(part, name) for name in _COLOURS]) for part in parts])
        for parts in (starts, ends)
    )
    pairs = zip(start.reshape(-1, 4), end.reshape(-1, 4), strict=True)
    return BlendedRows(start, end, np.reshape([is_same(*pair) for pair in pairs], (-1, 3, 1)))


def _rest_of(start: Mobject, end: Mobject) -> list[tuple[str, Any, Any]]:
    """Names with their values at both ends; None for the start that is like its end."""
    values = ((name, getattr(start, name), getattr(end, name)) for name in _REST)
    return [(name, None if is_same(one, two) else one, two) for name, one, two in values]


_blends: WeakKeyDictionary[Transform, tuple[Mobject, Mobject, Blend]] = WeakKeyDictionary()


def interpolate_mobject(transform: Transform, alpha: float) -> None:
    """Show the frame of `transform` at `alpha` of its time."""
    found = _blend_of(transform) if _is_usual(transform) else None
    if found is None:
        _one_by_one(transform, alpha)
        return
    count = len(found.parts)
    if transform.lag_ratio:
        alphas = [transform.get_sub_alpha(alpha, n, count) for n in range(count)]
    else:
        alphas = [transform.get_sub_alpha(alpha, 0, count)] * count
    found.show(alphas)


def update_mobjects(transform: Transform, dt: float) -> None:
    """Update what goes with `transform`, but the copies that it keeps where they have nothing."""
    start, end, _ = _blends.get(transform, (None, None, None))
    for mobject in transform.get_all_mobjects_to_update():
        if mobject is not start and mobject is not end:
            mobject.update(dt)


def _is_usual(transform: Transform) -> bool:
    """Whether it blends all parts by the straight way, as Manim's own do."""
    kind = type(transform)
    return (
        transform.path_func is interpolate
        and kind.interpolate_submobject is Transform.interpolate_submobject
        and kind.get_all_families_zipped is Transform.get_all_families_zipped
    )


def _blend_of(transform: Transform) -> Blend | None:
    """The one of the frame before, as long as it has the same parts; None where ends may move."""
    start, end = transform.starting_mobject, transform.target_copy
    parts = transform.mobject.family_members_with_points()
    known = _blends.get(transform)
    if known and known[0] is start and known[1] is end and known[2].parts == parts:
        return known[2]
    starts, ends = start.family_members_with_points(), end.family_members_with_points()
    if not len(parts) == len(starts) == len(ends):
        return None  # Manim complains
    if not all(map(_is_usual_part, (*parts, *starts, *ends))):
        return None
    if any(part.updaters for part in (*start.get_family(), *end.get_family())):
        return None
    _blends[transform] = start, end, Blend(parts, starts, ends)
    return _blends[transform][2]


def _is_usual_part(part: Mobject) -> bool:
    kind = type(part)
    return (
        issubclass(kind, VMobject)
        and kind.interpolate is blend
        and kind.interpolate_color is blend_style
    )
