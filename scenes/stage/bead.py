"""An answer as a bead on a curve or a track: filled, hatched where clipped, hollow where silent."""

from __future__ import annotations

from typing import Self

from manim import Circle, VGroup

from .hatch import Hatch
from .theme import CURVE, paint, sign_role

_STRIPES = 0.66  # from stripe to stripe, in radii


class Bead(VGroup):
    """A disc in the colour of the sign of `advantage`, with a rim of the ground's colour.

    An answer that is clipped keeps its fill and gets the hatch; one of a silent group,
    whose advantage is 0, is hollow.
    """

    def __init__(self, advantage: float, radius: float = 0.16, *, clipped: bool = False):
        self.disc = Circle(radius, stroke_width=0 if advantage else CURVE)
        self.disc.set_stroke(paint(sign_role(advantage)))
        self.disc.set_fill(paint(sign_role(advantage) if advantage else "ground"), opacity=1)
        self.disc.set_stroke(paint("ground"), 2 * CURVE, background=True)
        self.hatch = Hatch(self.disc, float(clipped), gap=_STRIPES * radius)
        super().__init__(self.disc, self.hatch)

    def set_clipped(self, level: float) -> Self:
        """Hatch it by `level`, 0 to 1."""
        self.hatch.set_level(level)
        return self
