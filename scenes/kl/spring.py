"""The spring between the reference and the policy: stretched by drift, stiff by beta."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Circle, DashedVMobject, Dot, VGroup, VMobject
from manim.constants import LineJointType
from manim.typing import Point3DLike

from scenes.stage.theme import CURVE, paint

_TURNS = 5
_AROUND = 0.06  # scene units: from the bead's edge to the peg's, where they are in one place
_LEAD = 0.12  # scene units of wire that are straight at either end
_STEPS = 18  # points a turn
_SOFTEST, _THIN, _DECADE = 1e-3, 1.5, 2.6  # a beta, its stroke, and how much a decade adds
_LEAST = 1e-3  # scene units; a spring is never shorter


def wire_of(beta: float) -> float:
    """The stroke of a spring as stiff as `beta`: a decade more is so much thicker; 0 is none."""
    if not beta:
        return 0.0
    return max(_THIN + _DECADE * float(np.log10(beta / _SOFTEST)), _THIN)


class Spring(VGroup):
    """A coil from the `peg` (the reference, dashed) to the `bead` (the policy, filled).

    Its length is the drift: without drift the bead lies in the peg. `wire`, the width of the
    stroke, says how stiff it is. It lies in any direction. A `Drive` can call `set_ends`.
    """

    def __init__(
        self,
        start: Point3DLike,
        end: Point3DLike,
        *,
        radius: float = 0.22,
        coil: float = 0.24,
        wire: float = 5.0,
    ):
        super().__init__()
        self.radius, self.coil_width = radius, coil
        self.coil = VMobject(joint_type=LineJointType.ROUND).set_stroke(paint("text"), wire)
        ring = Circle(radius + _AROUND).set_stroke(paint("reference"), CURVE).set_fill(opacity=0)
        self.ring = DashedVMobject(ring, num_dashes=10)
        self.back = Dot(radius=radius, stroke_width=0).set_fill(paint("ground"), 1)
        self.peg = VGroup(self.back, self.ring)
        self.bead = Dot(radius=radius, stroke_width=0).set_fill(paint("new"), 1)
        self.bead.set_stroke(paint("ground"), 3, background=True)
        self.add(self.coil, self.peg, self.bead)
        self.set_ends(start, end)

    def set_ends(self, start: Point3DLike, end: Point3DLike) -> Self:
        """Lead it from the peg's middle `start` to the bead's middle `end`."""
        self.start, self.end = (np.array(place, dtype=float) for place in (start, end))
        self.peg.move_to(self.start)
        self.bead.move_to(self.end)
        way = self.end - self.start
        length = max(float(np.linalg.norm(way)), _LEAST)
        along = way / length if length > _LEAST else np.array([1.0, 0.0, 0.0])
        across = np.array([-along[1], along[0], 0.0])
        lead = min(self.radius + _LEAD, 0.5 * length)
        turn = np.linspace(0, 1, _TURNS * _STEPS + 1)
        # The coil is as wide as ever, and narrower only where there is no room for it.
        width = min(self.coil_width, 0.6 * (length - 2 * lead))
        swell = np.clip(np.minimum(turn, 1 - turn) * _TURNS, 0, 1)
        far = lead + (length - 2 * lead) * turn
        side = width * swell * np.sin(2 * np.pi * _TURNS * turn)
        path = self.start + far[:, None] * along + side[:, None] * across
        self.coil.set_points_as_corners([self.start, *path, self.end])
        return self

    def set_wire(self, width: float) -> Self:
        """Make the wire `width` strong; 0 is no spring at all."""
        self.coil.set_stroke(width=width, opacity=float(width > 0))
        return self

    @property
    def length(self) -> float:
        """From peg to bead, in scene units."""
        return float(np.linalg.norm(self.end - self.start))
