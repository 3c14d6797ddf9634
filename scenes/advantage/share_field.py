"""A probability as a column of a hundred groups: so many of a hundred are silent, and hollow."""

from __future__ import annotations

import numpy as np
from manim import UP, Animation, Circle, FadeIn, LaggedStart, VGroup

from scenes.stage.theme import AXIS, paint

COUNT, ABREAST = 100, 4
_DISC = 0.42  # its radius, in pitches


class ShareField(VGroup):
    """A hundred discs in a column of `height` on `foot`; a `share` of them, at the foot, is hollow.

    Gold ones are groups that teach, hollow ones are silent. So the hollow part is as high as
    their share says.
    """

    def __init__(self, foot: np.ndarray, height: float, share: float):
        self.silent = round(COUNT * share)
        pitch = height * ABREAST / COUNT
        super().__init__(*(Circle(_DISC * pitch) for _ in range(COUNT)))
        for k, disc in enumerate(self):
            row, column = divmod(k, ABREAST)
            aside = (column - 0.5 * (ABREAST - 1)) * pitch
            disc.move_to(foot + np.array([aside, (row + 0.5) * pitch, 0.0]))
            paint_group(disc, silent=k < self.silent)

    def first(self, *, silent: bool) -> Circle:
        """The lowest silent group, or the highest that teaches."""
        return self[0] if silent else self[-1]

    def fill(self, *there: Circle) -> Animation:
        """All but those that are `there` drop in, the silent ones first."""
        rest = [disc for disc in self if all(disc is not known for known in there)]
        return LaggedStart(*(FadeIn(disc, shift=-0.6 * UP) for disc in rest), lag_ratio=0.02)


def paint_group(disc: Circle, *, silent: bool) -> Circle:
    """Gold, or a ring if it is silent."""
    disc.set_stroke(paint("reward" if silent else "coin_edge"), AXIS)
    return disc.set_fill(paint("coin"), opacity=float(not silent))
