"""A < 0: the mirror image of the ceiling, on which two answers walk to their own ratios."""

from __future__ import annotations

import numpy as np
from manim import DL, DOWN, LEFT, RIGHT, UL, UP, UR, Animation, Create, FadeIn, Mobject, VGroup

from grpo_core import GroupTable
from scenes.script.cases import Case
from scenes.script.numerals import number_text
from scenes.stage.envelope import Envelope
from scenes.stage.marks import answer_marker, set_pushing
from scenes.stage.motion import Walk
from scenes.stage.placement import find_place, lines_and_texts, touches
from scenes.stage.places import STAGE, Corners, room_in_view
from scenes.stage.theme import LABEL
from scenes.stage.typeset import Formula

from .case_plot import CasePlot, lamp_row, own_advantage, value_text
from .ceiling import Ceiling

_CENTER = np.array([2.1, 0.3, 0])
_VIEW_HEIGHT = 0.35  # the height of the middle of the view on both answers


class Mirror(CasePlot):
    """The picture of `dropped` and `growing`, answers below and above the range.

    `first` is the picture that it stands beside, `width` that of the view on it.
    """

    def __init__(
        self,
        table: GroupTable,
        dropped: Case,
        growing: Case,
        most: float,
        *,
        first: Ceiling,
        width: float,
    ):
        self.cases, self.first, self.width = (dropped, growing), first, width
        self.envelope = envelope = Envelope(
            dropped.advantage, table.eps_low, table.eps_high, most=most, width=4.8, height=3.3
        ).move_to(_CENTER)
        envelope.remove(envelope.marker)
        self.heading = VGroup(Formula("A < 0", role="down"))
        corner = [envelope.get_left()[0], first.heading.get_y() - 0.04, 0]  # inside the view
        self.heading.move_to(corner, aligned_edge=LEFT)
        self.ticks, self.axis_name = envelope.fence_ticks(), envelope.axis_name()
        self._part_ticks_and_heading()
        self.say_example(*self.cases, beside=self.ticks)
        self.line, self.held = envelope.straight_line(), envelope.held_line()
        self.zone = envelope.hatched_zone()

    def _part_ticks_and_heading(self) -> None:
        if any(touches(tick, self.heading) for tick in self.ticks):
            self.heading.shift(0.35 * LEFT)
            self.ticks.remove(*(tick for tick in self.ticks if touches(tick, self.heading)))

    @property
    def view(self) -> np.ndarray:
        """The middle of the view on both answers."""
        left = self.envelope.get_left()[0] - 0.7
        return np.array([left + 0.5 * self.width, _VIEW_HEIGHT, 0])

    @property
    def _room(self) -> Corners:
        """Of the labels: they are to be read from home, too."""
        low, high = room_in_view(self.view, self.width)
        return low, np.minimum(high, STAGE[1])

    # -- states -------------------------------------------------------------

    def draw_candidates(self) -> list[Animation]:
        """Both terms of min, over their axis."""
        envelope = self.envelope
        texts = self.heading, self.ticks, self.axis_name
        around = FadeIn(envelope.axes, envelope.band, *texts)
        return [around, Create(self.line), Create(self.held)]

    def draw_curve(self) -> list[Animation]:
        """min, and what the clip cuts off; the candidates are behind it."""
        self.envelope.add_to_back(self.zone, self.line, self.held)
        return [Create(self.envelope.curve), FadeIn(self.zone)]

    def find_labels(self) -> None:
        """Make the labels of both answers, each in a free place beside where it will be."""
        first = lines_and_texts(self.first.parts)
        taken = [*self.taken(), self.heading, self.axis_name, *first]
        self.rejected = self._rejected(self.cases[1])
        taken.append(self.rejected)
        self.labels = []
        for case, other in (self.cases, self.cases[::-1]):
            self.labels.append(self._label(case, other, taken))
            taken.append(self.labels[-1])

    def walker(self, case: Case) -> Walk:
        """A new marker that walks to the answer's ratio; it is hatched when clipped."""
        envelope = self.envelope.set_advantage(case.advantage)
        marker = answer_marker(case.advantage).move_to(envelope.at(1.0))

        def walk(ratio: float) -> None:
            marker.move_to(envelope.at(ratio))
            set_pushing(marker, case.advantage, pushes=envelope.flows(ratio))

        return marker, walk

    # -- labels -------------------------------------------------------------

    def _rejected(self, case: Case) -> Formula:
        """The value of clip(rho) A, which min does not take for `case`."""
        self.envelope.set_advantage(case.advantage)
        value = float(self.envelope.evaluate(case.ratio).clipped)
        label = Formula(number_text(value, 2), size=LABEL, role="muted")
        return label.next_to(self.held.get_end(), RIGHT, buff=0.12)

    def _label(self, case: Case, other: Case, taken: list[Mobject]) -> VGroup:
        """Name, value, lamp and verdict; less of it where there is less room."""
        envelope = self.envelope.set_advantage(case.advantage)
        value = value_text(envelope, case.ratio)
        row = Formula(f"{case.name} thick {{{{ {value} : value }}}}", size=LABEL, value="down")
        lamp = lamp_row(envelope, case)
        whole = VGroup(row, *own_advantage(case, other), lamp)
        whole.arrange(DOWN, buff=0.16, aligned_edge=LEFT)
        short = VGroup(row.copy(), lamp[0].copy()).arrange(RIGHT, buff=0.25)
        spot = answer_marker(case.advantage).move_to(envelope.at(case.ratio))
        around = (UR, RIGHT, UP) if envelope.flows(case.ratio) else (DOWN, DL, LEFT, UL)
        for label in (whole, short, VGroup(row)):
            if find_place(label, spot, taken, directions=around, buff=0.1, within=self._room):
                return label
        return VGroup()  # no room: the marker itself is hatched or not
