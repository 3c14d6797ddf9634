"""A linear axis of rho with the clip range as two posts, and a recorded run on it."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, FadeIn, FadeOut, Line, Transform, VGroup

from grpo_core import TabularRun

from .envelope import ratio_text
from .facts import Fact
from .live_number import LiveNumber
from .marks import Lamp, sign_marker, tint
from .motion import Drive
from .theme import AXIS, CURVE, LABEL, READOUT, paint
from .typeset import Formula, Prose

_UNIT = 2.9  # scene units for one unit of rho
_LEFT = -5.8
_LAST = 12.0
_POST = 3.1
_TOP, _LOW = 2.1, 0.75  # lanes of the right answer and of the wrong ones
_OUT = 2.85  # how much farther the camera stands in the whole view


class RatioLine(VGroup):
    """The axis with its range; `place_run`, then `step_to`, show how a run moves."""

    def __init__(self, eps_low: float, eps_high: float):
        super().__init__()
        self._pin = Line([_LEFT, 0, 0], [_LEFT + _UNIT, 0, 0], stroke_width=0)
        self.axis = Line(self.place(0), self.place(_LAST)).set_stroke(paint("muted"), AXIS)
        self.low, self.high = eps_low, eps_high
        self.ticks = VGroup(*(self._tick(r) for r in range(5)))
        self.band = self._band(1 - eps_low, 1 + eps_high, _POST)
        self.name = Formula("rho", size=READOUT).next_to(self.place(4.15), UP, buff=0.2)
        self.add(self._pin, self.band, self.axis, self.ticks, self.name)

    def place(self, ratio: float, height: float = 0.0) -> np.ndarray:
        """Where `ratio` lies, `height` scene units above the axis."""
        zero, one = self._pin.get_start(), self._pin.get_end()
        return zero + (one - zero) * ratio + height * UP

    def _tick(self, ratio: float, size: float = LABEL) -> VGroup:
        mark = Line(0.08 * UP, 0.08 * DOWN).set_stroke(paint("muted"), AXIS)
        mark.move_to(self.place(ratio))
        label = Formula(ratio_text(ratio, 0), size=size, role="muted")
        return VGroup(mark, label.next_to(mark, DOWN, buff=0.18))

    def _band(self, low: float, high: float, height: float) -> VGroup:
        """The range between its posts; a bound that no ratio can reach has no post."""
        left = max(low, 0.0)
        corners = [self.place(left), self.place(high)]
        corners += [self.place(high, height), self.place(left, height)]
        posts = [
            Line(self.place(max(r, 0.0)), self.place(max(r, 0.0), height)).set_stroke(
                paint("text"), CURVE, opacity=float(r > 0)
            )
            for r in (low, high)
        ]
        return VGroup(tint(corners), *posts)

    # -- the run ------------------------------------------------------------

    def place_run(self, run: TabularRun) -> None:
        """Make `run_parts`: a marker at rho = 1 for each distinct answer of the first batch."""
        _, first = np.unique(run.samples[0], return_index=True)
        self.paths, self.binding = run.ratios[0][:, first], run.binds[0][:, first]
        advantages = run.advantages[0][first]
        self.right = int(np.argmax(advantages))
        self.markers = VGroup(*(sign_marker(a, 0.3) for a in advantages))
        for index, marker in enumerate(self.markers):
            marker.move_to(self.place(1.0, self._lane(index)))
        self.lamp = Lamp(on=True, radius=0.2)
        self.number = LiveNumber(1.0, 2, size=READOUT, align="left")
        self.trail = Line().set_stroke(paint("up"), AXIS, opacity=0.7)
        self.names = VGroup(
            Formula("A > 0", size=LABEL, role="up").move_to(self.place(0, _TOP) + 0.1 * LEFT),
            Formula("A < 0", size=LABEL, role="down").move_to(self.place(0, _LOW) + 0.1 * LEFT),
        )
        self.equals = Formula("rho =", size=READOUT)
        self.tag = VGroup(self.trail, self.equals, self.number, self.lamp)
        self.run_parts = VGroup(self.names, self.tag, self.markers)
        self.at_step = 0
        self._follow(float(self.paths[0, self.right]))

    def _lane(self, index: int) -> float:
        return _TOP if index == self.right else _LOW + 0.3 * ((index - self.right) % 4 - 1.5)

    def _follow(self, ratio: float) -> None:
        """Keep marker, trail, lamp and number of the right answer together."""
        spot = self.place(ratio, _TOP)
        self.markers[self.right].move_to(spot)
        self.trail.put_start_and_end_on(self.place(1.0, _TOP), spot + 1e-3 * RIGHT)
        self.number.set_value(ratio)
        self.equals.move_to(spot + 0.62 * UP + 0.75 * LEFT)
        self.number.next_to(self.equals, RIGHT, buff=0.16)
        self.number.align_to(self.place(0, _TOP + 0.62) + 0.12 * UP, UP)
        self.lamp.next_to(self.number, RIGHT, buff=0.3)

    def step_to(self, step: int) -> list[Animation]:
        """Animations of all markers to their ratios at inner step `step`."""
        before, after = self.paths[self.at_step], self.paths[step]
        right = self.right
        moves: list[Animation] = [
            self.markers[i].animate.move_to(self.place(after[i], self._lane(i)))
            for i in range(len(after))
            if i != right
        ]
        moves.append(Drive(self.run_parts, self._follow, before[right], after[right]))
        level = [0.0 if bound else 1.0 for bound in self.binding[[self.at_step, step], right]]
        moves.append(Drive(self.lamp, self.lamp.set_level, *level))
        self.at_step = step
        return moves

    def cause(self) -> Prose:
        """What moves a clipped answer."""
        words = Prose("dragged along by the others", role="muted")
        words.next_to(self.place(1 + self.high, _LOW), RIGHT, buff=0.3)
        self.run_parts.add(words)
        return words

    # -- other ranges -------------------------------------------------------

    def move_bound(self, epsilon_high: Fact, name: str) -> list[Animation]:
        """The upper bound moves to 1 + the fact's value, which is named beside it."""
        self.high = epsilon_high.value
        band = self._band(1 - self.low, 1 + self.high, _POST)
        self.source = VGroup(
            Formula(f"1 + {ratio_text(self.high, 2)}", size=READOUT),
            Prose(f"{name}: clip-higher"),
            Prose(epsilon_high.source, role="muted"),
        ).arrange(DOWN, buff=0.22, aligned_edge=LEFT)
        self.source.next_to(self.place(1 + self.high, _POST / 2), RIGHT, buff=0.4)
        return [Transform(self.band, band), FadeIn(self.source)]

    def widen(self, epsilon: Fact, name: str) -> list[Animation]:
        """Both bounds move to 1 -+ the fact's value; type is sized for `whole_view`."""
        band = self._band(1 - epsilon.value, 1 + epsilon.value, _POST * _OUT)
        none = Prose("no lower bound", size=LABEL * _OUT, role="muted")
        none.next_to(self.place(0, _POST * _OUT / 2), RIGHT, buff=1.0)
        far = VGroup(none, *(self._tick(r, LABEL * _OUT) for r in (1.0, 1 + epsilon.value)))
        words = VGroup(
            Formula(f"epsilon = {ratio_text(epsilon.value, 0)}", size=READOUT * _OUT),
            Prose(name, size=LABEL * _OUT),
            Prose(epsilon.source, size=LABEL * _OUT, role="muted"),
        ).arrange(DOWN, buff=0.5)
        words.next_to(self.place((2 + epsilon.value) / 2, _POST * _OUT), UP, buff=0.7)
        self.far = VGroup(far, words)
        return [
            Transform(self.band, band),
            FadeOut(self.source, self.ticks, self.name),
            FadeIn(self.far),
        ]

    def whole_view(self) -> tuple[np.ndarray, float]:
        """Centre and width of the view that shows the axis as far as it goes."""
        return self.place(_LAST / 2, 1.2 * _OUT), 14.22 * _OUT
