"""What the film is after, small in a corner: the stretch of the spring, unknown or found."""

from __future__ import annotations

import numpy as np
from manim import (
    RIGHT,
    Animation,
    FadeOut,
    Mobject,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
)

from scenes.stage.retelling import EARLY
from scenes.stage.theme import FORMULA
from scenes.stage.typeset import Formula

from .short import short
from .spring import Spring

HEIGHT = 3.5  # of the row at the top that all pictures leave free
ASKED_AT, ASKED_WIDTH = np.array([-2.2, 3.65, 0.0]), 8.4  # of a question in that row


class Gauge(VGroup):
    """A small spring and what it is equal to: "?", or the divergence after `find`."""

    left, right = 3.0, 4.8  # of the spring

    def __init__(self) -> None:
        super().__init__()
        ends = [[x, HEIGHT, 0.0] for x in (self.left, self.right)]
        self.spring = Spring(*ends, radius=0.16, coil=0.15, wire=3)
        self.answer = self._said("?")
        self.add(self.spring, self.answer)

    def find(self, exact: float, seen: Mobject) -> list[Animation]:
        """The number flies from where it is `seen`, and the question mark gives way."""
        before, self.answer = self.answer, self._said(short(exact))
        self.remove(before).add(self.answer)
        sign, asked = before.without("value"), before.select("value")
        return [
            FadeOut(asked, rate_func=EARLY),
            ReplacementTransform(sign, self.answer.without("value")),
            TransformFromCopy(seen, self.value),
        ]

    @property
    def value(self) -> VGroup:
        """The number or the question mark."""
        return self.answer.select("value")

    def _said(self, value: str) -> Formula:
        said = Formula(f"= {{{{ {value} : value }}}}", size=FORMULA)
        return said.next_to(self.spring, RIGHT, buff=0.2)
