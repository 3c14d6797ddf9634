"""The weight of a push over the ratio, as two curves: one for A > 0, one for A < 0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import VGroup, VMobject

from scenes.stage.grid import Grid
from scenes.stage.theme import CURVE, MAIN_CURVE, paint

from .law import Law

_FINE = 401  # ratios of a curve
_JUMP = 0.06  # a step between two of them that is an edge, in sizes of A
_DASH, _GAP = 0.1, 0.09  # of an edge, scene units
SIGNS = (1, -1)


class Curves(VGroup):
    """Both curves of a law over what `grid` shows; an edge is dashed.

    `set_law` draws one law, `set_between` what lies part of the way from one to another.
    """

    def __init__(self, grid: Grid, law: Law, *, width: float = MAIN_CURVE + 2):
        self.grid, self.law = grid, law
        roles = ("up", "down")
        self.lines = VGroup(*(VMobject().set_stroke(paint(role), width) for role in roles))
        self.edges = VGroup(*(VMobject().set_stroke(paint(role), CURVE) for role in roles))
        super().__init__(self.edges, self.lines)
        self.set_law(law)

    def set_law(self, law: Law) -> Self:
        """Draw `law`."""
        return self.set_between(law, law, 0.0)

    def set_between(self, start: Law, end: Law, share: float) -> Self:
        """Draw the `share` of the way from one law to another, 0 to 1."""
        self.law = end
        ratios = np.linspace(*self.grid.across, _FINE)
        for sign, line, edge in zip(SIGNS, self.lines, self.edges, strict=True):
            low, high = (law.heights(ratios, sign) for law in (start, end))
            self._draw(line, edge, ratios, (1 - share) * low + share * high)
        return self

    def _draw(self, line: VMobject, edge: VMobject, ratios: np.ndarray, up: np.ndarray) -> None:
        """What reaches beyond the grid is left out; `edge` joins what a step parts."""
        line.clear_points()
        edge.clear_points()
        seen = np.abs(up) <= np.abs(self.grid.up).max() + 1e-9
        spots = self.grid.path(ratios, up)
        cuts = np.flatnonzero((np.abs(np.diff(up)) > _JUMP) | (np.diff(seen.astype(int)) != 0)) + 1
        for piece in np.split(np.arange(len(up)), cuts):
            if seen[piece[0]] and len(piece) > 1:
                _add(line, spots[piece])
        for cut in cuts:
            if seen[cut - 1] and seen[cut]:
                _dash(edge, spots[cut - 1], spots[cut])


def _add(path: VMobject, corners: np.ndarray) -> None:
    path.start_new_path(corners[0])
    path.add_points_as_corners(list(corners[1:]))


def _dash(path: VMobject, start: Sequence[float], end: Sequence[float]) -> None:
    start, way = np.asarray(start), np.subtract(end, start)
    long = float(np.linalg.norm(way))
    for begin in np.arange(0.5 * _GAP, long, _DASH + _GAP):
        stop = min(begin + _DASH, long)
        _add(path, np.array([start + way * begin / long, start + way * stop / long]))
