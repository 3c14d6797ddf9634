"""Several (ratio, advantage) cases of one sign on one envelope, each a lamp on the curve."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UL, UP, DashedVMobject, VGroup

from grpo_core import GroupTable

from .envelope import Envelope
from .live_number import number_text
from .marks import Lamp
from .panel import panel
from .theme import LABEL, READOUT, paint
from .typeset import Formula, Prose


class CasesPanel(VGroup):
    """The cases of `table` whose advantage has the sign `sign`."""

    def __init__(self, table: GroupTable, sign: int):
        self.table = table
        self.indices = [i for i, a in enumerate(table.advantage) if np.sign(a) == sign]
        advantage = float(table.advantage[self.indices[0]])
        body = panel(6.2, 5.6)
        self.envelope = Envelope(
            advantage, table.eps_low, table.eps_high, most=1.5, width=4.9, height=3.5
        )
        self.envelope.remove(self.envelope.dot)
        self.envelope.move_to(body).shift(0.25 * DOWN + 0.1 * LEFT)
        self.envelope.add_to_back(self.envelope.hatched_zone())
        title = Formula(
            f"A = {number_text(advantage, 0, sign=True)}", size=READOUT, role=self.envelope.role
        ).move_to(body.get_corner(UL) + 0.3 * (RIGHT + DOWN), aligned_edge=UL)
        ticks = self.envelope.fence_ticks()
        super().__init__(body, self.envelope, title, ticks, self.envelope.axis_name())

    def show_cases(self) -> list[VGroup]:
        """The cases as mobjects, not yet on the stage; they belong to the panel now."""
        shown = [self._case(float(self.table.ratio[i])) for i in self.indices]
        self.add(*shown)
        return shown

    def show_missing(self, least: float) -> VGroup:
        """The case at the ratio `least` that the table has for the other sign only."""
        case = self._case(least)
        ring = DashedVMobject(case[0].ring.copy().scale(1.9), num_dashes=10)
        ring.set_stroke(paint("text"), 2)
        words = Prose("the missing case", role="muted").next_to(case[1], UP, buff=0.2)
        words.align_to(case[1], RIGHT)
        missing = VGroup(*case, ring, words)
        self.add(missing)
        return missing

    def _case(self, ratio: float) -> VGroup:
        envelope = self.envelope
        lamp = Lamp(on=envelope.flows(ratio), radius=0.12).move_to(envelope.at(ratio))
        value = float(envelope.evaluate(ratio).value)
        number = Formula(number_text(value, 1), size=LABEL)
        side = UP if envelope.advantage > 0 else RIGHT if envelope.flows(ratio) else DOWN
        return VGroup(lamp, number.next_to(lamp, side, buff=0.16))
