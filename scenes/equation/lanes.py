"""Two estimates of one answer as bars from zero, and the smaller one chosen."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, Rectangle, VGroup, interpolate_color

from grpo_core import clipped_surrogate
from scenes.script.numerals import number_text
from scenes.stage.theme import CURVE, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, on_baseline

THICK, PITCH = 0.7, 1.3  # of a bar, from lane to lane
TERMS = ("unclipped", "clipped")  # in the order of their lanes


class MinLanes(VGroup):
    """rho * A over clip(rho) * A of one answer, each a bar from zero; min keeps the smaller.

    The bars start at `origin`, in the upper lane, and go to the right for A > 0, else to the
    left; a value of 1 is `unit` scene units. `choose` empties the larger bar to an outline and
    mutes its number.
    """

    def __init__(
        self,
        ratio: float,
        advantage: float,
        eps_low: float,
        eps_high: float,
        *,
        origin: np.ndarray,
        unit: float,
        scale: float = 1.0,
    ):
        super().__init__()
        result = clipped_surrogate(ratio, advantage, eps_low=eps_low, eps_high=eps_high)
        self.kept = "clipped" if result.clipped < result.unclipped else "unclipped"
        self.side = RIGHT if advantage > 0 else LEFT
        role = self.role = sign_role(advantage)
        self.bars, self.numbers = {}, {}
        for lane, term in enumerate(TERMS):
            value = float(getattr(result, term))
            bar = Rectangle(width=max(abs(value) * unit, 0.02), height=THICK * scale)
            bar.move_to(origin + lane * PITCH * scale * DOWN, aligned_edge=-self.side)
            self.bars[term] = bar.set_fill(paint(role), 1).set_stroke(paint(role), 0)
            number = Formula(number_text(value, 2), size=READOUT * scale, role=role)
            self.numbers[term] = number.next_to(bar, self.side, buff=0.22 * scale)
            self.add(bar, number)
        kept = self.numbers[self.kept]
        self.tag = Formula('"min"', size=READOUT * scale, role=role)
        row = (kept.copy(), self.tag) if advantage > 0 else (self.tag, kept.copy())
        row = on_baseline(*row, buff=0.3 * scale)
        row.shift(kept.get_center() - row[0 if advantage > 0 else 1].get_center())
        self.add(self.tag)
        self.choose(0.0)

    def choose(self, share: float) -> Self:
        """Empty the larger bar by `share`, 0 to 1, and name the smaller one."""
        for term in TERMS:
            full = 1.0 if term == self.kept else 1 - share
            self.bars[term].set_fill(opacity=full).set_stroke(width=CURVE * (1 - full))
            color = interpolate_color(paint("muted"), paint(self.role), full)
            self.numbers[term].set_fill(color)
        self.tag.set_fill(opacity=share)
        return self
