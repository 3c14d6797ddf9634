"""A linear axis of rho with the clip range as two posts, and a recorded run on it."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    DashedLine,
    FadeIn,
    FadeOut,
    Line,
    ReplacementTransform,
    Transform,
    VGroup,
)

from grpo_core import TabularRun
from scenes.script.decimals import printed
from scenes.script.facts import Fact
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.camera import HOME_WIDTH
from scenes.stage.envelope import ratio_text
from scenes.stage.lamp import Lamp
from scenes.stage.live_number import LiveNumber
from scenes.stage.marks import answer_marker, set_pushing, tick, tint
from scenes.stage.motion import Drive
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, CURVE, HAIRLINE, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose

_UNIT = 2.9  # scene units for one unit of rho
_LEFT = -5.9
_LAST = 12.0
_POST = 3.1
_TOP, _LOW = 2.1, 0.8  # lanes of the right answer and of the wrong ones
_OUT = 2.85  # how much farther the camera stands in the whole view


class RatioLine(VGroup):
    """The axis with its range; `place_run`, then `step_to`, show how a run moves."""

    def __init__(self, eps_low: float, eps_high: float):
        super().__init__()
        self.axis = Line([_LEFT, 0, 0], [_LEFT + _UNIT * _LAST, 0, 0])
        self.axis.set_stroke(paint("muted"), AXIS)
        self.low, self.high = eps_low, eps_high
        self.ticks = VGroup(*(self._tick(r) for r in range(5)))
        self.band = self._band(1 - eps_low, 1 + eps_high, _POST)
        self.axis_name = Formula("rho", size=READOUT).next_to(self.place(4.15), UP, buff=0.2)
        self.add(self.band, self.axis, self.ticks, self.axis_name)

    def place(self, ratio: float, height: float = 0.0) -> np.ndarray:
        """Where `ratio` lies, `height` scene units above the axis."""
        return self.axis.get_start() + _UNIT * ratio * RIGHT + height * UP

    def _tick(self, ratio: float, size: float = LABEL) -> VGroup:
        buff = 0.18 * size / LABEL
        return tick(self.place(ratio), ratio_text(ratio, 0), size=size, buff=buff)

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
        """Make the moving parts: a marker at rho = 1 for each distinct answer of the batch."""
        _, first = np.unique(run.samples[0], return_index=True)
        self.paths, self.binding = run.ratios[0][:, first], run.binds[0][:, first]
        self.advantages = run.advantages[0][first]
        self.right = int(np.argmax(self.advantages))
        self.markers = VGroup(*map(answer_marker, self.advantages))
        for index, marker in enumerate(self.markers):
            marker.move_to(self.place(1.0, self._lane(index)))
        self.hero = self.markers[self.right]
        self.wrong = VGroup(*(m for m in self.markers if m is not self.hero))
        self.trail = Line().set_stroke(paint("up"), AXIS)
        self.equals = Formula("rho =", size=READOUT)
        self.number = LiveNumber(1.0, 2, size=READOUT, align="left")
        self.lamp = Lamp(on=True)
        self.names = VGroup(
            Formula("A > 0", size=LABEL, role="up").move_to(self.place(0.17, _TOP)),
            Formula("A < 0", size=LABEL, role="down").move_to(self.place(0.17, _LOW)),
        )
        self.flight = VGroup(self.trail, self.equals, self.number, self.lamp, self.hero)
        self.run_parts = VGroup(self.names, self.wrong, self.flight)
        self.at_step, self.said = 0, self.step_name(0)
        self._follow(float(self.paths[0, self.right]))

    def _lane(self, index: int) -> float:
        if index == self.right:
            return _TOP
        return _LOW + 0.3 * ((index - self.right) % len(self.advantages) - 2.5)

    def _follow(self, ratio: float) -> None:
        """Keep marker, trail, lamp and number of the right answer together."""
        spot = self.place(ratio, _TOP)
        self.hero.move_to(spot)
        self.trail.put_start_and_end_on(self.place(1.0, _TOP), spot + 1e-3 * RIGHT)
        self.number.set_value(ratio)
        self.equals.move_to(spot + 1.45 * UP + 0.75 * LEFT)
        self.number.next_to(self.equals, RIGHT, buff=0.16)
        stand_on(self.number, self.equals)
        self.lamp.next_to(self.number, RIGHT, buff=0.3)

    def step_to(self, step: int) -> list[Animation]:
        """Animations of all markers to their ratios at inner step `step`, with its name."""
        said, self.said = self.said, self.step_name(step)
        before, after = self.paths[self.at_step], self.paths[step]
        moves: list[Animation] = [
            Drive(marker, self._walk(index, before[index], after[index], step), 0.0, 1.0)
            for index, marker in enumerate(self.markers)
            if index != self.right
        ]
        moves.append(Drive(self.flight, self._follow, before[self.right], after[self.right]))
        level = [float(not bound) for bound in self.binding[[self.at_step, step], self.right]]
        moves.append(Drive(self.lamp, self._light, *level))
        self.at_step = step
        return [*moves, ReplacementTransform(said, self.said)]

    def _walk(self, index: int, start: float, end: float, step: int):
        """A setter of a wrong answer's marker; where its clip binds it ends hatched."""
        marker, bound = self.markers[index], self.binding[:, index]

        def walk(share: float) -> None:
            marker.set_x(self.place((1 - share) * start + share * end)[0])
            set_pushing(marker, self.advantages[index], pushes=not bool(bound[step - (share < 1)]))

        return walk

    @property
    def hero_path(self) -> list[float]:
        """The ratios of the right answer up to the step that it is at."""
        return [float(ratio) for ratio in self.paths[: self.at_step + 1, self.right]]

    def show_run(self) -> list[Animation]:
        """The line with the batch's answers, all at ratio 1."""
        return [FadeIn(self, self.run_parts, self.said)]

    def say_moved(self) -> list[Animation]:
        """What moved the answers that did not push."""
        self.moved = Prose(say("clipping.no_fence.moved"))
        return [FadeIn(self.moved.next_to(self.place(1.3, 0.9), RIGHT, buff=0.1))]

    def keep_hero(self) -> list[Animation]:
        """All leaves but the line and the right answer."""
        return [FadeOut(self.names, self.wrong, self.moved, self.said)]

    def _light(self, level: float) -> None:
        self.lamp.set_level(level)
        set_pushing(self.hero, self.advantages[self.right], pushes=level >= 0.5)

    def step_name(self, step: int) -> Prose:
        """What inner step the picture shows, as its heading."""
        name = Prose(say("stage.ratio_line.step", step=step + 1), size=READOUT)
        return name.move_to(self.place(0.0, 4.2), aligned_edge=LEFT)

    # -- other ranges -------------------------------------------------------

    def move_bound(self, epsilon_high: Fact, name: str) -> list[Animation]:
        """The upper bound moves to 1 + the fact's value; a ghost stays where it was."""
        ghost = DashedLine(self.place(1 + self.high), self.place(1 + self.high, _POST))
        ghost.set_stroke(paint("muted"), HAIRLINE)
        self.high = epsilon_high.value
        band = self._band(1 - self.low, 1 + self.high, _POST)
        bound = printed(ratio_text(1 + self.high, 2))
        words = VGroup(
            Prose(say("stage.ratio_line.bound", name=name, bound=bound)),
            Prose(epsilon_high.source, role="muted"),
        ).arrange(DOWN, buff=0.22, aligned_edge=LEFT)
        words.next_to(self.place(1 + self.high, 0.95), RIGHT, buff=0.4)
        self.source = VGroup(ghost, words)
        return [Transform(self.band, band), FadeIn(self.source)]

    def widen(self, epsilon: Fact, name: str) -> list[Animation]:
        """Both bounds move to 1 -+ the fact's value; `far` is the type for `whole_view`."""
        high, tall = 1 + epsilon.value, _POST * _OUT
        band = self._band(1 - epsilon.value, high, tall)
        spot = self.place(float(self.paths[self.at_step, self.right]), 0.42 * tall)
        hero = answer_marker(1.0, 0.3 * _OUT).move_to(spot)
        set_pushing(hero, 1.0, pushes=not bool(self.binding[self.at_step, self.right]))
        number = VGroup(self.equals.copy(), self.number.copy())
        number.scale(LABEL / READOUT * _OUT).next_to(hero, RIGHT, buff=0.7)
        heading, idle = quoted(f"{name}:"), quoted(say("stage.ratio_line.never"))
        words = VGroup(
            Formula(f"{heading} epsilon = {ratio_text(epsilon.value, 0)}", size=READOUT * _OUT),
            Prose(epsilon.source, size=LABEL * _OUT, role="muted"),
        ).arrange(DOWN, buff=0.6)
        words.next_to(self.place(high / 2, tall), UP, buff=0.8)
        never = Formula(
            f"1 - epsilon = {number_text(1 - epsilon.value, 0)} #h(0.5em) {idle}",
            size=LABEL * _OUT,
            role="muted",
        ).move_to(self.place(high / 2 + 0.6, 0.16 * tall))
        ticks = (self._tick(r, LABEL * _OUT) for r in (0.0, 1.0, high))
        run = f"{quoted(say('stage.ratio_line.run'))} epsilon = {ratio_text(self.low, 1)}"
        ours = Formula(run, size=LABEL * _OUT, role="muted")
        ours.next_to(hero, LEFT, buff=0.6)
        axis = Formula("rho", size=LABEL * _OUT).next_to(self.place(_LAST), UP, buff=0.5)
        self.far = VGroup(words, never, ours, axis, *ticks)
        self.remove(self.ticks, self.axis_name)
        return [
            Transform(self.band, band),
            Transform(self.hero, hero),
            Transform(VGroup(self.equals, self.number), number),
            FadeOut(self.lamp),  # what the run would do under this range, it does not tell
        ]

    def home_labels(self) -> VGroup:
        """What is too small for the whole view and leaves before `widen`."""
        return VGroup(self.source, self.ticks, self.axis_name, self.trail)

    def whole_view(self) -> tuple[np.ndarray, float]:
        """Centre and width of the view that shows the axis as far as it goes."""
        return self.place(_LAST / 2 - 0.1, 1.55 * _OUT), HOME_WIDTH * _OUT
