"""Why the minimum: two lines for one answer, and the lower of them painted over."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Dot, VGroup, VMobject

from scenes.script.cases import Case
from scenes.script.numerals import ratio_text
from scenes.script.words import say
from scenes.stage.placement import touches
from scenes.stage.theme import CURVE, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .hillside import Hillside
from .measured import BAR_THICK
from .ratio_axis import LEFT_END, RIGHT_END
from .ruler_bar import RulerBar, Stand
from .walker import Walker

_TOP, _TALL, _BOTTOM = 1.5, 4.75, -2.9  # of the axis, of the lines under it, and of the soil
_BAR, _NUMBERS = 0.4, 0.95  # from the axis up to the bar's middle, and to the numbers over it
_HEAD = (-6.3, 3.6, 0.0)
_BESIDE = 0.6  # from a walker's middle to what is said at its side
_PAINTED = 9  # stroke width
_SIDES = {-1: DOWN + LEFT, 0: UP + RIGHT, 1: DOWN}  # of the lower line's name
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
        unit = (RIGHT_END - LEFT_END) / reach
        stand = Stand(LEFT_END, _TOP + _BAR, unit, BAR_THICK)
        self.bar = RulerBar(case.ratio, bounds, stand, stand).set_pose(1.0).set_cut(1.0)
        self.bar.set_side(-1.0).tag_with(case.name)
        self.formula = Formula(f"min( {{{{ rho A : whole }}}}, space {{{{ {_CLIP} : held }}}} )")
        self.clip = Prose(say("clipping.why_min.clip"), size=READOUT)
        for head in (self.formula, self.clip):
            head.move_to(_HEAD, aligned_edge=LEFT + UP)
        self.numbers = VGroup(*(self._number(r, k < 2) for k, r in enumerate((*bounds, 1.0))))
        self.axis_name = Prose(say("clipping.ruler.times"), size=LABEL, role="muted")
        self.axis_name.move_to([RIGHT_END, _TOP + _NUMBERS, 0], aligned_edge=RIGHT)
        self.places = [0.7 * bounds[0] / reach, 1.0 / reach, 1.0]  # shares of the ratios
        self.marks = VGroup(*(self._mark(share) for share in self.places))
        self.names = VGroup(self._whole_name(), self._held_name())
        self.out, self.on = (
            Prose(say(f"clipping.why_min.{word}"), size=READOUT) for word in ("out", "on")
        )
        for said in (self.out, self.on):
            said.move_to([LEFT_END + 0.25, _BOTTOM + 0.25, 0], aligned_edge=LEFT + DOWN)
        self.behind = VGroup(self.hill.band, self.hill.axis, self.straight, self.held)
        super().__init__(self.behind, self.traced, self.walker, self.bar, self.clip, self.numbers)
        self.add(self.names, self.axis_name)

    def _number(self, ratio: float, is_bound: bool) -> Formula:
        """A ratio over the bar."""
        role = "text" if is_bound else "muted"
        number = Formula(ratio_text(ratio, 2), size=LABEL, role=role)
        return number.move_to([self.hill.x(ratio), _TOP + _NUMBERS, 0])

    def _whole_name(self) -> Formula:
        """Over the line rho * A on its way to the bound, or under it further down."""
        name, near = Formula("rho A", size=READOUT, role="muted"), 0.3 * self.bounds[0]
        name.next_to(self.hill.point(near, -near), UP + RIGHT, buff=0.12)
        if touches(name, self.hill.axis):
            name.next_to(self.hill.at(self._beyond(0.65)), DOWN + LEFT, buff=0.12)
        return name

    def _held_name(self) -> Formula:
        """Under the line clip(rho) * A where it begins, or over it beyond the window."""
        name = Formula(_CLIP, size=READOUT)
        name.next_to(self.ground.at(0.02 * self.reach), DOWN + RIGHT, buff=0.16)
        if any(touches(name, mark[1]) for mark in self.marks):
            name.next_to(self.ground.at(self._beyond(0.5)), UP, buff=0.16)
        return name

    def _beyond(self, share: float) -> float:
        """A ratio beyond the window: a share of the way to the answer, or from there to the end
        of the axis where that is longer."""
        ways = (self.bounds[1], self.case.ratio), (self.case.ratio, self.reach)
        start, end = max(ways, key=lambda way: way[1] - way[0])
        return start + share * (end - start)

    def _middle(self) -> float:
        """The ratio between the window and the answer."""
        return 0.5 * (self.case.ratio + self.bounds[1])

    def _mark(self, share: float) -> VGroup:
        """Which of the two lines is the lower at a share of the ratios: a dot, and its name."""
        ratio = min(share * self.reach, self._middle())
        whole, held = -ratio, -float(np.clip(ratio, *self.bounds))
        spot = self.hill.at(ratio)
        if whole == held:
            name = Prose(say("clipping.why_min.equal"), size=LABEL)
        else:
            name = Formula(f"min = {'rho A' if whole < held else _CLIP}", size=LABEL)
        name.next_to(spot, _SIDES[int(np.sign(whole - held))], buff=0.22)
        if whole == held and name.get_right()[0] > self.walker.get_x() - _BESIDE:
            name.next_to(spot, UP, buff=0.5)
        return VGroup(Dot(spot, radius=0.11).set_fill(paint("text"), 1), name)

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

    def sink(self, level: float) -> None:
        """Let all lines sink into the axis, by `level` from 0 to 1."""
        for line in (self.straight, self.held, self.traced):
            line.restore()
            line.stretch(1.0 - 0.999 * level, 1, about_point=self.hill.point(0.0))

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
