"""Rejection sampling with its amounts: what falls through, what is left out, what joins."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, ORIGIN, UP, VGroup

from scenes.script.facts import Fact, fact
from scenes.script.words import say
from scenes.stage.places import stand_on
from scenes.stage.theme import FORMULA, LABEL
from scenes.stage.typeset import Prose

from .claims import NAMES
from .close_up import NEAR, StationView
from .figures import about, said
from .sample_funnel import SampleFunnel

_WRONG = 24  # squares that are left out: their number is not known


class KeptSamples:
    """The funnel of a close-up, and the texts of its amounts."""

    def __init__(self, view: StationView):
        self.view = view
        self.reasoning = fact("pipeline.reasoning_samples")
        self.other = fact("pipeline.other_samples")
        self.everything, self.epochs = fact("pipeline.all_samples"), fact("pipeline.epochs")
        # One square stands for the same number of samples throughout.
        unit = int(np.gcd(self.reasoning.value, self.other.value)) // 20
        self.funnel = SampleFunnel(self.reasoning.value // unit, self.other.value // unit, _WRONG)
        self.funnel.scale(1.25 * NEAR, about_point=ORIGIN).shift(view.spot(0.7, 0.3))
        self.heap = VGroup(self.funnel.kept, self.funnel.others)

    def passed(self) -> tuple[VGroup, Prose]:
        """How much fell through, and a name for what did not, once it lies there."""
        wrong = self.funnel.rejected
        self.left_out = self.view.words(say("pipeline.funnel.left_out"), 0.0, 2.6, role="muted")
        stand_on(self.left_out.match_x(wrong), float(wrong.get_top()[1] + 0.22 * NEAR))
        return self._amount(0, self.reasoning, say("pipeline.funnel.reasoning")), self.left_out

    def joined(self) -> VGroup:
        """How much joins it."""
        return self._amount(self.funnel.columns_kept, self.other, say("pipeline.funnel.other"))

    def sums(self) -> tuple[Prose, ...]:
        """All of it, what it is for, and the source; after `passed`, whose line they share."""
        base = self.view.words(NAMES["base"], -4.5, 2.6, LEFT)
        epochs = say("pipeline.funnel.epochs", count=said(self.epochs))
        return (
            stand_on(base, self.left_out),
            self.view.words(about(self.everything), 3.7, -0.2, LEFT, size=FORMULA),
            self.view.words(epochs, 3.7, -0.95, LEFT),
            self.view.cite(self.everything.cited),
        )

    def _amount(self, column: int, number: Fact, name: str) -> VGroup:
        """What a part of the heap amounts to, under it."""
        text = VGroup(*(Prose(line, size=LABEL * NEAR) for line in (about(number), name)))
        text.arrange(DOWN, buff=0.08, aligned_edge=LEFT)
        place = self.funnel.heap_x(column)
        place[1] = self.funnel.kept.get_bottom()[1] - 0.12
        return text.move_to(place, aligned_edge=UP + LEFT)
