"""A recorded run: an answer whose push is off is carried on by those that still push."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Dot, Rectangle, VGroup

from grpo_core import TabularRun, softmax
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.lamp import Lamp
from scenes.stage.marks import answer_marker
from scenes.stage.theme import CURVE, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .ratio_axis import LEFT_END, RIGHT_END, RatioAxis, Window
from .walker import Walker

REACH, AXIS_Y, _TALL = 4.0, -1.75, 2.3
_STATIONS = 3  # of its ratios that are shown
_OVER = 2.42  # from the axis to a station's number
_STRIP_Y, _STRIP, _RIM = 2.15, 0.66, 5  # of the strip of chances: height, thickness, its gaps
_LAMP, _LAMP_Y, _SIGN = 0.17, 2.92, 0.34
_LEAP = 0.9  # how high the one large step leads through the air
_TITLE_AT = (LEFT_END, 3.74, 0.0)


class FlatGround:
    """Level ground at the height of an axis, for a walker."""

    def __init__(self, axis: RatioAxis):
        self.axis = axis

    def at(self, ratio: float) -> np.ndarray:
        """The point of the ground at a ratio."""
        return self.axis.at(ratio)

    def height_over(self, x: float) -> float:
        """The height of the ground, the same everywhere."""
        return self.axis.y


class Shares(VGroup):
    """All chances side by side as one strip of length 1; the `hero` first, lamps over the rest.

    `chances` has a row for each step, shape (steps, answers); `set_step` goes between them.
    """

    def __init__(self, chances: np.ndarray, hero: int):
        self.order = [hero, *(k for k in range(chances.shape[1]) if k != hero)]
        self.chances = chances[:, self.order]
        self.parts = VGroup(*(Rectangle(width=1, height=_STRIP) for _ in self.order))
        self.parts.set_fill(paint("new"), 1).set_stroke(paint("ground"), _RIM)
        self.signs = VGroup(
            *(answer_marker(-1.0 if k else 1.0, _SIGN) for k in range(len(self.parts)))
        )
        self.drawn = Rectangle(width=1, height=_STRIP).set_stroke(paint("old"), CURVE + 1)
        self.lamps = VGroup(*(Lamp(radius=_LAMP) for _ in self.order[1:]))
        self.title = Prose(say("clipping.no_fence.all"), size=READOUT)
        self.title.move_to(_TITLE_AT, aligned_edge=LEFT + UP)
        super().__init__(self.parts, self.drawn, self.signs, self.lamps, self.title)
        self.set_step(0.0)
        self.drawn.stretch_to_fit_width(self.parts[0].width).move_to(self.parts[0])

    def set_step(self, step: float) -> Self:
        """The chances at a step; between two of them in proportion."""
        steps = np.arange(len(self.chances))
        now = [np.interp(step, steps, column) for column in self.chances.T]
        ends = LEFT_END + (RIGHT_END - LEFT_END) * np.cumsum([0.0, *now])
        for k, part in enumerate(self.parts):
            part.stretch_to_fit_width(ends[k + 1] - ends[k])
            part.move_to([0.5 * (ends[k] + ends[k + 1]), _STRIP_Y, 0])
            self.signs[k].move_to(part)
        for lamp, part in zip(self.lamps, self.parts[1:], strict=True):
            lamp.move_to([part.get_x(), _LAMP_Y, 0])
        return self

    def light(self, pushing: np.ndarray) -> Self:
        """Light the lamps of those that push, of all answers."""
        for lamp, k in zip(self.lamps, self.order[1:], strict=True):
            lamp.set_level(float(pushing[k]))
        return self


class Sail(VGroup):
    """The run's right answer on the axis of ratios; over it the chances of all answers."""

    def __init__(self, run: TabularRun):
        settings = run.settings
        bounds = 1 - settings.eps_low, 1 + settings.eps_high
        self.axis = RatioAxis(REACH, [bounds[1], bounds[0], 1.0, 2.0, 3.0, 0.0], AXIS_Y)
        self.window = Window(self.axis, *bounds, _TALL)
        answers, first = np.unique(run.samples[0], return_index=True)
        hero = int(np.argmax(run.advantages[0][first]))
        ratios = run.ratios[0][:_STATIONS, first]
        self.pushing = ~run.binds[0][:_STATIONS, first]
        self.shares = Shares(softmax(np.array(settings.logits))[answers] * ratios, hero)
        self.path = [float(ratio) for ratio in ratios[:, hero]]
        self.ground = FlatGround(self.axis)
        self.walker = Walker(1.0, size=1.15).walk(self.ground, self.path[0])
        self.numbers = VGroup(*(self._number(ratio) for ratio in self.path))
        self.prints = VGroup(
            *(Dot(self.axis.at(ratio), radius=0.09).set_fill(paint("up"), 1) for ratio in self.path)
        )
        self.off = Prose(say("clipping.no_fence.off"), size=READOUT)
        self.off.move_to(self.axis.at(self.path[1], 0.6) + 0.55 * LEFT, aligned_edge=RIGHT)
        super().__init__(self.window, self.axis, self.shares, self.walker)

    def _number(self, ratio: float) -> VGroup:
        """A ratio that it had, and when."""
        step = self.path.index(ratio)
        key = "step" if step else "drawn"
        text = Formula(number_text(ratio, 2), size=52)
        word = Prose(say(f"clipping.no_fence.{key}", step=step), size=LABEL, role="muted")
        text.move_to(self.axis.at(ratio, _OVER), aligned_edge=DOWN)
        return VGroup(text, word.next_to(text, UP, buff=0.16))

    def go(self, step: float) -> None:
        """Bring all to a step; the right answer's ratio goes with its chance."""
        self.shares.set_step(step)
        self.walker.walk(self.ground, float(np.interp(step, np.arange(_STATIONS), self.path)))

    def leap(self, share: float) -> None:
        """The first step, through the air: in it the lamp goes out, as far past the bound."""
        self.go(share)
        self.walker.shift(4 * _LEAP * share * (1 - share) * UP)
        self.walker.set_level(float(np.clip(1.5 - 3 * share, 0.0, 1.0)))
