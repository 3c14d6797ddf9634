"""A whale's outline, wide enough for the objective to lie in it; it can swim away."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Circle, VGroup, VMobject

from scenes.stage.theme import CURVE, MAIN_CURVE, paint

# From the snout over the back to the flukes' tips and the notch between them, and back
# along the belly; each piece is a smooth curve, and pieces meet in a corner.
_PIECES = (
    (
        (-6.98, 0.25),
        (-6.95, 1.5),
        (-6.35, 2.75),
        (-4.4, 3.2),
        (-1.9, 3.08),
        (0.6, 2.6),
        (3.0, 2.08),
        (4.9, 1.95),
        (5.6, 2.3),
        (5.45, 2.75),
        (4.75, 3.3),
    ),
    ((4.75, 3.3), (5.5, 3.25), (6.05, 2.85)),
    ((6.05, 2.85), (6.5, 3.15), (7.0, 3.2)),
    (
        (7.0, 3.2),
        (6.55, 2.65),
        (6.4, 1.9),
        (6.1, 0.9),
        (5.2, 0.12),
        (3.0, -0.42),
        (0.4, -0.95),
        (-1.9, -1.5),
        (-4.2, -1.72),
        (-6.0, -1.3),
        (-6.8, -0.5),
        (-6.98, 0.25),
    ),
)
_FIN = (
    ((-1.42, -1.36), (-0.75, -2.1), (0.35, -2.55)),
    ((0.35, -2.55), (0.05, -1.8), (0.24, -0.98)),
)
_MOUTH = (((-6.83, -0.42), (-6.3, -0.62), (-5.65, -0.5)),)
_SPOUT = (
    ((-4.5, 3.3), (-4.5, 3.6), (-4.85, 3.75), (-5.05, 3.55)),
    ((-4.4, 3.3), (-4.4, 3.6), (-4.05, 3.75), (-3.85, 3.55)),
)
_EYE = (-6.1, 0.15)
_SWAY = 0.28  # how far the tail goes up and down, in scene units
_WAVES, _DISTANCE = 2.0, 15.5  # of a swim: strokes of the tail, and scene units to the left


class Whale(VGroup):
    """Body, fin, eye, mouth and spout; `swim` takes it from its place (0) to the left (1)."""

    def __init__(self) -> None:
        super().__init__()
        line = paint("text")
        self.fin = _drawn(_FIN).set_stroke(line, CURVE)
        self.body = _drawn(_PIECES).set_stroke(line, MAIN_CURVE)
        self.body.set_fill(paint("panel"), 1)
        self.fin.set_fill(paint("panel"), 1)
        self.mouth = _drawn(_MOUTH).set_stroke(line, CURVE)
        self.spout = _drawn(_SPOUT, joined=False).set_stroke(paint("new"), CURVE)
        self.eye = VGroup(
            Circle(0.17, stroke_width=0).set_fill(line, 1),
            Circle(0.055, stroke_width=0).set_fill(paint("ground"), 1).shift([-0.05, 0.05, 0]),
        ).move_to([*_EYE, 0.0])
        self.add(self.fin, self.body, self.mouth, self.eye, self.spout)
        for part in self.get_family():
            part.at_rest = part.points.copy()

    def outline(self) -> VMobject:
        """The body's line alone, to be drawn first."""
        return self.body.copy().set_fill(opacity=0)

    def swim(self, share: float) -> Self:
        """Bend it, and take it `share` of the way to the left."""
        phase = 2 * np.pi * _WAVES * share
        for part in self.get_family():
            if not len(part.at_rest):
                continue
            points = part.at_rest.copy()
            along = (points[:, 0] + 7.0) / 14.0  # 0 at the snout, 1 at the flukes
            points[:, 1] += _SWAY * along**2 * np.sin(phase - 2.5 * along)
            points[:, 1] -= _SWAY * along**2 * np.sin(-2.5 * along) * (1 - share)
            points[:, 0] -= _DISTANCE * share
            part.points = points
        return self


def _drawn(pieces, *, joined: bool = True) -> VMobject:
    """A path of smooth pieces; `joined` ones share their ends."""
    path = VMobject()
    for piece in pieces:
        corners = np.array([[x, y, 0.0] for x, y in piece])
        curve = VMobject().set_points_smoothly(corners).points
        path.points = np.vstack([path.points.reshape(-1, 3), curve])
    return path
