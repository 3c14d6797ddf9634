"""The eight answers of a batch as beads on the axis of the ratio: all on 1, then apart."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, VGroup

from grpo_core import TabularRun, clipped_surrogate
from scenes.script.numerals import number_text
from scenes.script.rule_text import clip_source
from scenes.script.words import say
from scenes.stage.bead import Bead
from scenes.stage.lamp import Lamp
from scenes.stage.marks import tick, tint
from scenes.stage.plot import Plot
from scenes.stage.reward_line import levels
from scenes.stage.theme import AXIS, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .chance_bars import between
from .faces import FACES

_RADIUS, _PITCH = 0.16, 0.34  # of a bead; from bead to bead
_BAND = 1.75  # its height over the axis
_LOW, _HIGH = 0.71, 1.45
_REACHED = 50  # the size of the number that the ratio has reached


class RatioBeads(Plot):
    """Beads of batch `step` of `run`; `set_use` places them at a use of the batch, from 0.

    Two stand side by side where the ratios are equal. The band says how far the ratio counts;
    clipped ones are hatched. `marks` are the right answer's face over its beads and the word
    for the others, with their lamps; they come on later. The rule's name is beside its band.
    """

    def __init__(self, run: TabularRun, step: int, right: int, *, at: np.ndarray, width: float):
        self.answers, told = run.samples[step], run.settings
        self.ratios = run.inner_ratios[step]
        self.binds = clipped_surrogate(
            self.ratios, run.advantages[step], eps_low=told.eps_low, eps_high=told.eps_high
        ).binds
        low, high = min(_LOW, self.ratios.min() - 0.03), max(_HIGH, self.ratios.max() + 0.06)
        super().__init__((low, high), (0.0, 1.0), width, _BAND)
        self.stand_at(at)
        eps_high = told.eps_low if told.eps_high is None else told.eps_high
        bounds = 1 - told.eps_low, 1 + eps_high
        corners = [(bounds[0], 0), (bounds[1], 0), (bounds[1], 1), (bounds[0], 1)]
        self.band = tint([self.point(*corner) for corner in corners])
        self.axis = Line(self.point(low, 0), self.point(high, 0)).set_stroke(paint("muted"), AXIS)
        self.ticks = VGroup(
            *(
                tick(self.point(x, 0), number_text(x, 1 if x != 1 else 0), size=READOUT, buff=0.14)
                for x in (bounds[0], 1.0, bounds[1])
            )
        )
        ratio = Prose(say("training.first_step.ratio"), size=LABEL, role="muted")
        ratio.next_to(self.point(high, 0), DOWN, buff=0.24).align_to(self.axis, RIGHT)
        rule = Formula(clip_source(told.eps_low, eps_high), size=LABEL, role="muted")
        rule.next_to(self.band.get_corner(UP + RIGHT), RIGHT, buff=0.15)
        self.axis_name = VGroup(ratio, rule)
        self.beads = VGroup(*(Bead(float(a), _RADIUS) for a in run.advantages[step]))
        self.spots = np.array([self._spots(row) for row in self.ratios])
        self.own = np.flatnonzero(self.answers == right)
        self.face = Formula(FACES[right], size=READOUT, role="up")
        self.lamp = Lamp(radius=0.17)
        self.add(self.band, self.axis, self.ticks, self.axis_name, self.beads)
        self.others = VGroup(
            Prose(say("training.spread.rest"), size=LABEL, role="down"), Lamp(radius=0.17)
        )
        self.marks = VGroup(self.face, self.lamp, self.others)
        self.set_use(0.0)

    def reached(self, use: int) -> Formula:
        """The right answer's ratio at a use of the batch, right of its face."""
        ratio = float(self.ratios[use, self.own[0]])
        number = Formula(number_text(ratio, 2), size=_REACHED)
        return number.next_to(self.face, RIGHT, buff=0.28)

    def _spots(self, ratios: np.ndarray) -> np.ndarray:
        """Where the beads lie, each on the first level on which none is in its way."""
        across = np.array([self.point(ratio, 0)[0] for ratio in ratios])
        if np.ptp(across) < 1e-6:  # all on 1: in pairs
            across = across + 0.5 * _PITCH * np.tile([-1, 1], len(across))[: len(across)]
        up = levels(across, 0.5 * _PITCH - 1e-6)
        foot = self.point(ratios[0], 0)[1]
        return np.array([[x, foot + 0.24 + k * _PITCH, 0] for x, k in zip(across, up, strict=True)])

    def set_use(self, use: float) -> Self:
        """Lead the beads to a use of the batch; halfway ones by straight lines."""
        last = len(self.spots) - 1
        flat = between(self.spots.reshape(last + 1, -1), min(use, last)).reshape(-1, 3)
        bound = self.binds[int(min(use, last) + 1e-9)]
        for bead, spot, clipped in zip(self.beads, flat, bound, strict=True):
            bead.move_to(spot)
            bead.set_clipped(float(clipped))
        if len(self.own):
            x = self.beads[self.own[0]].get_x()
            near = [bead for bead in self.beads if abs(bead.get_x() - x) < 2 * _PITCH]
            top = max(near, key=lambda bead: bead.get_y())
            self.face.next_to([x, top.get_top()[1], 0], UP, buff=0.16)
            self.lamp.set_level(float(not bound[self.own[0]]))
            self.lamp.next_to(self.face, LEFT, buff=0.28)
        rest = [bead for k, bead in enumerate(self.beads) if k not in self.own]
        left = min(rest or self.beads, key=lambda bead: bead.get_x()).get_left()
        place = [left[0] - 0.28, self.axis.get_y() + 0.45, 0]
        self.others.arrange(RIGHT, buff=0.24).move_to(place, aligned_edge=RIGHT)
        return self
