"""One group under three conventions for the std: columns of arrows, and who uses each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import DL, DOWN, RIGHT, UP, UR, Animation, FadeIn, VGroup

from grpo_core import group_advantages
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.live_number import LiveNumber
from scenes.stage.marks import sign_marker
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.theme import LABEL, READOUT, sign_role
from scenes.stage.typeset import Formula, Prose, fit_prose

from .deviations import Deviations, Layout, lanes

_WIDTH, _HEIGHT, _GAP = 4.2, 6.2, 0.2
_REACH = 1.5  # half the width of the arrows
_LANES = 2.1
_APART = 6.0  # arrows that differ more than that share no scale


@dataclass(frozen=True)
class Convention:
    """A way to divide the deviations, and the systems that do it so.

    `key` is that of its words: title, users, and what is said before `divisor`, a formula.
    """

    key: str
    divisor: str
    settings: dict

    def said(self, what: str) -> str:
        """The words for its "title", "users" or "divided"."""
        return say(f"stage.conventions.{self.key}.{what}")


CONVENTIONS = (
    Convention("population", "G", {"ddof": 0}),
    Convention("sample", "G - 1", {"ddof": 1}),
    Convention("none", '{{ r_i : r }} - "mean"', {"scale": "none"}),
)


class ConventionColumn(VGroup):
    """One convention at `x`: its name, the group's arrows, the extremes, its users."""

    def __init__(
        self, convention: Convention, advantages: np.ndarray, unit: float, x: float, y: float
    ):
        self.body = panel(_WIDTH, _HEIGHT).move_to([x, y, 0])
        top, bottom = self.body.get_top()[1], self.body.get_bottom()[1]
        self.title = Prose(convention.said("title"), size=READOUT).move_to([x, top, 0])
        stand_on(self.title, top - 0.58)
        divisor = f"{quoted(convention.said('divided'))} {convention.divisor}"
        self.divisor = Formula(divisor, size=LABEL, role="muted")
        if "r" in self.divisor.part_names:
            self.divisor.paint_parts(r="reward")
        self.divisor.move_to([x, top, 0])
        stand_on(self.divisor, top - 1.16)
        self.users = fit_prose(convention.said("users"), _WIDTH - 0.3, lines=2, size=LABEL)
        self.users.move_to([x, bottom + 0.65, 0])
        foot = top - 1.5 - _LANES
        self.full = Layout((x, foot), unit, lanes(advantages, _LANES), _LANES)
        self.arrows = Deviations(advantages, self.full.but(grown=0.0), signs=True)
        self.extremes = VGroup(*map(_extreme, (advantages.max(), advantages.min())))
        self.extremes.arrange(DOWN, buff=0.2, aligned_edge=RIGHT).move_to([x, foot - 0.7, 0])
        super().__init__(self.body, self.title, self.divisor, self.arrows, self.extremes)
        self.add(self.users)

    def show(self) -> list[Animation]:
        """The name, the divisor and the extremes, over arrows of no length."""
        rest = VGroup(*(part for part in self if part not in (self.arrows, self.users)))
        return [FadeIn(rest), FadeIn(self.arrows)]

    def grow(self) -> list[Animation]:
        """The arrows at their full length, and who uses the convention."""
        return [self.arrows.glide(self.full), FadeIn(self.users)]


class Conventions(VGroup):
    """A column for each convention, all arrows to one scale.

    Rewards that are not of the size of 1 make the undivided arrows far longer or shorter
    than the others; then their column has its own scale and says so.
    """

    def __init__(self, rewards: Sequence[float], *, y: float = 0.25):
        every = [group_advantages(rewards, **convention.settings) for convention in CONVENTIONS]
        longest = [float(np.abs(advantages).max()) for advantages in every]
        alike = longest[2] <= _APART * longest[0] and longest[0] <= _APART * longest[2]
        shared = _REACH / max(longest if alike else longest[:2])
        units = [shared, shared, shared if alike else _REACH / longest[2]]
        self.columns = VGroup(
            *(
                ConventionColumn(convention, advantages, unit, (k - 1) * (_WIDTH + _GAP), y)
                for k, (convention, advantages, unit) in enumerate(
                    zip(CONVENTIONS, every, units, strict=True)
                )
            )
        )
        super().__init__(self.columns)
        if not alike:
            column = self.columns[2]
            column.add(_scale_note(column))


def _scale_note(column: ConventionColumn) -> Prose:
    """That these arrows have their own scale, in the corner that most of them leave free."""
    note = Prose(say("stage.conventions.own_scale"), role="muted", align="center")
    line, apart = column.arrows.line, 0.45 * RIGHT + 0.12 * UP
    if (
        np.mean(column.arrows.values > 0) <= 0.5
    ):  # the arrows below the mean point left, under the others
        return note.move_to(line.get_start() + apart, aligned_edge=DL)
    return note.move_to(line.get_end() - apart, aligned_edge=UR)


def _extreme(advantage: float) -> VGroup:
    role = sign_role(advantage)
    number = LiveNumber(float(advantage), 3, sign=True, size=READOUT, role=role)
    return VGroup(sign_marker(float(advantage), 0.22), number).arrange(RIGHT, buff=0.18)
