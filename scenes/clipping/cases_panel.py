"""Several (ratio, advantage) cases of one sign on one envelope."""

from __future__ import annotations

import numpy as np
from manim import DOWN, DR, RIGHT, UL, UP, UR, DashedVMobject, VGroup

from grpo_core import GroupTable
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.envelope import Envelope, epsilon_source, ratio_text
from scenes.stage.marks import answer_marker, set_pushing, tick
from scenes.stage.panel import panel
from scenes.stage.placement import place_label
from scenes.stage.theme import LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline


class CasesPanel(VGroup):
    """The cases of `table` whose advantage has the sign `sign`; hatched where clipped."""

    def __init__(self, table: GroupTable, sign: int):
        self.table = table
        self.indices = [i for i, a in enumerate(table.advantage) if np.sign(a) == sign]
        advantage = float(table.advantage[self.indices[0]])
        body = panel(6.25, 5.7)
        spread = float(np.abs(table.ratio - 1).max())
        self.envelope = envelope = Envelope(
            advantage,
            table.eps_low,
            table.eps_high,
            least=1 - 2 * spread,
            most=1 + 2 * spread,
            width=4.9,
            height=3.5,
        )
        envelope.remove(envelope.marker)
        envelope.move_to(body).shift(0.3 * DOWN)
        envelope.add_to_back(envelope.hatched_zone(), envelope.straight_line())
        title = Formula(
            f"A = {number_text(advantage, 0, sign=True)}", size=READOUT, role=envelope.role
        ).move_to(body.get_corner(UL) + 0.35 * (RIGHT + DOWN), aligned_edge=UL)
        epsilon = Formula(epsilon_source(table.eps_low, table.eps_high), size=READOUT)
        epsilon.move_to(body.get_corner(UR) + 0.35 * (DOWN - RIGHT), aligned_edge=UR)
        self.ticks = self._ticks()
        super().__init__(body, envelope, title, epsilon, self.ticks, envelope.axis_name())
        self.shown = VGroup()
        self.add(self.shown)

    def _ticks(self) -> VGroup:
        """The ratios of all cases, on the axis."""
        side = DOWN if self.envelope.advantage > 0 else UP
        ticks = VGroup()
        for ratio in np.unique(np.round(self.table.ratio, 9)):
            spot = self.envelope.point(ratio, 0)
            ticks.add(tick(spot, ratio_text(float(ratio), 1), side, buff=0.14))
        return ticks

    def show_cases(self) -> list[VGroup]:
        """The cases as mobjects, not yet on the stage; they belong to the panel now."""
        cases = [self._case(float(self.table.ratio[i])) for i in self.indices]
        self.shown.add(*cases)
        return cases

    def show_missing(self, ratio: float) -> VGroup:
        """A case at `ratio` that the table has for the other sign only, ringed."""
        marker, label = self._case(ratio, Prose(say("stage.cases_panel.missing")))
        ring = DashedVMobject(marker.copy().scale(1.9), num_dashes=15)
        ring.set_fill(opacity=0).set_stroke(paint("text"), 2)
        missing = VGroup(marker, label, ring)
        self.shown.add(missing)
        return missing

    def _case(self, ratio: float, *words: Prose) -> VGroup:
        envelope = self.envelope
        marker = answer_marker(envelope.advantage).move_to(envelope.at(ratio))
        flows = envelope.flows(ratio)
        set_pushing(marker, envelope.advantage, pushes=flows)
        label = on_baseline(*words, Formula(number_text(envelope.value(ratio), 1), size=LABEL))
        around = (DR, DOWN) if envelope.advantage > 0 else (UR,) if flows else (DOWN,)
        taken = [envelope.curve, *self.shown]
        place_label(label, marker, taken, directions=around, buff=0.14, or_first=True)
        return VGroup(marker, label)
