"""A thread from a thing to the place where it goes."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import UP, CubicBezier, VGroup, VMobject, bezier
from manim.typing import Point3DLike, Vector3D

from .arrow import BlockArrow
from .theme import AXIS, paint

_DASH, _PITCH = 0.09, 0.16  # scene units: of a dash, and from one to the next
_TIP, _NECK = 0.26, 0.34  # of the arrow at its end: the head, and all of it
_PULL, _LEAST_PULL = 0.7, 0.4  # in gaps between its ends; in scene units
_SPOTS = np.linspace(0, 1, 101)[:, np.newaxis]  # at which the way is measured


class DottedThread(VGroup):
    """A dotted way from `start` to `end` with an arrow at its end.

    It leaves in the direction `leaving` and comes to its end in the direction `arriving`;
    `pull` is how strongly it keeps to them, in scene units (default: as far as it has to go).
    """

    def __init__(
        self,
        start: Point3DLike,
        end: Point3DLike,
        role: str = "muted",
        *,
        leaving: Vector3D = UP,
        arriving: Vector3D = UP,
        pull: float | None = None,
    ):
        start, end = np.array(start, dtype=float), np.array(end, dtype=float)
        neck = min(_NECK, 0.5 * float(np.linalg.norm(end - start)))
        bend = end - neck * np.array(arriving)  # from here on it is straight
        if pull is None:
            gaps = (abs((bend - start) @ way) for way in (leaving, arriving))
            pull = max(_LEAST_PULL, *(_PULL * gap for gap in gaps))
        self.way = CubicBezier(start, start + pull * leaving, bend - pull * arriving, bend)
        self.way.add_line_to(end)
        self.way.set_stroke(width=0)
        self.dashes = VMobject().set_stroke(paint(role), AXIS)
        self.tip = BlockArrow(start, start, role, width=0.01 * AXIS, head=_TIP)
        super().__init__(self.way, self.dashes, self.tip)
        self.set_level(1.0)

    def set_level(self, level: float) -> Self:
        """Lead it by `level` of its way, 0 to 1, its arrow in front; 0 draws nothing."""
        path = np.concatenate(
            [bezier(curve)(_SPOTS) for curve in self.way.points.reshape(-1, 4, 3)]
        )
        run = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1)))

        def at(reach: float | np.ndarray) -> np.ndarray:
            return np.stack([np.interp(reach, run, axis) for axis in path.T], axis=-1)

        front = level * run[-1]
        neck = max(front - _NECK, 0.0)
        self.dashes.clear_points()
        for first in np.arange(0, neck, _PITCH):
            corners = at(np.linspace(first, min(first + _DASH, neck), 4))
            self.dashes.start_new_path(corners[0]).add_points_as_corners(corners[1:])
        self.tip.set_ends(at(neck), at(front))
        return self
