"""Why the minimum: two lines for one answer, and the lower of them painted over."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject

from scenes.script.cases import Case
from scenes.script.words import say
from scenes.stage.envelope import ratio_text
from scenes.stage.theme import CURVE, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .hillside import Hillside
from .ratio_axis import LEFT_END, RIGHT_END
from .walker import Walker

_TOP, _TALL, _BOTTOM = 2.1, 4.6, -2.6  # of the axis, of the lines under it, and of the soil
_HEAD = (-6.3, 3.6, 0.0)
_PAINTED = 9  # stroke width
_CLIP = 'op("clip")(rho) A'


class Lower(VGroup):
    """An answer with A < 0 over its ratio: rho * A, clip(rho) * A, and as `traced` the lower."""

    def __init__(self, case: Case, bounds: tuple[float, float], reach: float):
        self.case, self.reach, self.bounds = case, reach, bounds
        self.hill, self.ground = (self._hillside(alone) for alone in (0.0, 1.0))
        self.ratios = np.array([0.0, *bounds, reach])
        self.straight = self._line([self.hill.point(r, -r) for r in (0.0, reach)], "muted")
        self.held = self._line([self.ground.at(r) for r in self.ratios], "text")
        self.traced = VMobject().set_stroke(paint("down"), _PAINTED)
        self.walker = Walker(case.advantage).walk(self.ground, case.ratio)
        self.formula = Formula(f"min( {{{{ rho A : whole }}}}, space {{{{ {_CLIP} : held }}}} )")
        self.formula.move_to(_HEAD, aligned_edge=LEFT + UP)
        self.numbers = VGroup(
            *(
                Formula(ratio_text(r, 2), size=LABEL).next_to(self.hill.point(r), UP, buff=0.14)
                for r in bounds
            )
        )
        middle = self.hill.point(0.5 * bounds[0], -0.5 * bounds[0])
        self.names = VGroup(
            Formula("rho A", size=READOUT, role="muted").next_to(middle, UP + RIGHT, buff=0.12),
            Formula(_CLIP, size=READOUT).next_to(
                self.ground.at(0.02 * reach), DOWN + RIGHT, buff=0.16
            ),
        )
        self.out, self.on = (
            Prose(say(f"clipping.why_min.{word}"), size=READOUT) for word in ("out", "on")
        )
        self.out.move_to([RIGHT_END, _TOP - 0.3, 0], aligned_edge=RIGHT + UP)
        self.on.move_to([LEFT_END + 0.25, _BOTTOM + 0.25, 0], aligned_edge=LEFT + DOWN)
        self.behind = VGroup(self.hill.band, self.hill.axis, self.straight, self.held)
        super().__init__(self.behind, self.traced, self.walker, self.formula, self.numbers)
        self.add(self.names)

    def _hillside(self, alone: float) -> Hillside:
        return Hillside(
            self.bounds,
            self.reach,
            left=LEFT_END,
            width=RIGHT_END - LEFT_END,
            tall=_TALL,
            floor=_TOP,
            bottom=_BOTTOM,
            sign=-1.0,
            alone=alone,
        )

    def _line(self, points: list[np.ndarray], role: str) -> VMobject:
        return VMobject().set_points_as_corners(points).set_stroke(paint(role), CURVE)

    def trace(self, share: float) -> Self:
        """Paint the lower of both lines as far as a share of the ratios."""
        end = max(share, 1e-3) * self.reach
        corners = [self.hill.at(r) for r in (*self.ratios[self.ratios < end], end)]
        self.traced.set_points_as_corners(corners)
        return self

    def drop(self, share: float) -> None:
        """Bring the answer from clip alone to the lower line; there its lamp is on."""
        self.ground.set_alone(1.0 - share)
        self.walker.walk(self.ground, self.case.ratio)
        self.walker.set_level(share if self.hill.pushes(self.case.ratio) else 0.0)
