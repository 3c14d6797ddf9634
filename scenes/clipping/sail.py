"""A recorded run: an answer whose push is off is carried on by those that still push."""

from __future__ import annotations

from dataclasses import replace
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Rectangle, VGroup, VMobject

from grpo_core import TrainingSettings, train_tabular
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.hatch import Hatch
from scenes.stage.lamp import PushLamp
from scenes.stage.live_number import LiveNumber
from scenes.stage.marks import answer_marker
from scenes.stage.places import stand_on
from scenes.stage.theme import CURVE, FORMULA, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .opening import AXIS_Y
from .ratio_axis import LEFT_END, RIGHT_END, RatioAxis, Window
from .walker import Walker

REACH, _TALL = 4.6, 2.2
_UNCLIPPED = 1e9  # an epsilon that no ratio reaches
_OVER = 2.3  # from the axis to a station's number
_STRIP, _RIM = 0.5, 5  # thickness of a strip of chances; the width of its gaps
_ABOVE, _BELOW = 2.52, 1.42  # heights of the two strips
_LAMP, _LAMP_UP, _SIGN = 0.15, 0.62, 0.3
_NOTCH, _DEEP = 0.1, 0.26  # half the width of a notch, and its depth
_LEAP = 0.9  # how high the one large step leads through the air
_TITLE_AT = (LEFT_END, 3.76, 0.0)


class FlatGround:
    """Level ground, so high over an axis, for a walker."""

    def __init__(self, axis: RatioAxis, base: float = 0.0):
        self.axis, self.base = axis, base

    def at(self, ratio: float) -> np.ndarray:
        """The point of the ground at a ratio."""
        return self.axis.at(ratio, self.base)

    def height_over(self, x: float) -> float:
        """The height of the ground, the same everywhere."""
        return self.axis.y + self.base


class Shares(VGroup):
    """All chances side by side as one strip of length 1, the `hero` first.

    `chances` has a row for each use, shape (uses + 1, answers); `set_step` goes between them.
    With a `bound` a notch stands where the ratio of each other one passes it, and over it a
    lamp, which `light` lights or not; the hero has its outline, from when it was drawn.
    """

    def __init__(self, chances: np.ndarray, hero: int, y: float, bound: float | None = None):
        self.order = [hero, *(k for k in range(chances.shape[1]) if k != hero)]
        self.chances, self.y = chances[:, self.order], y
        self.parts = VGroup(*(Rectangle(width=1, height=_STRIP) for _ in self.order))
        self.parts.set_fill(paint("new"), 1).set_stroke(paint("ground"), _RIM)
        self.hatches = VGroup(*(Hatch(part, 0.0) for part in self.parts))
        self.signs = VGroup(
            *(answer_marker(-1.0 if k else 1.0, _SIGN) for k in range(len(self.parts)))
        )
        self.drawn = Rectangle(width=1, height=_STRIP).set_stroke(paint("old"), CURVE + 1)
        others = self.order[1:] if bound else []
        self.bound = bound or 1.0
        self.lamps = VGroup(*(PushLamp(-1.0, radius=_LAMP) for _ in others))
        self.notches = VGroup(*(VMobject() for _ in others))
        self.notches.set_fill(paint("ground"), 1).set_stroke(paint("text"), CURVE)
        super().__init__(self.parts, self.hatches, self.drawn, self.notches, self.signs, self.lamps)
        self.set_step(0.0)
        self.drawn.stretch_to_fit_width(self.parts[0].width).move_to(self.parts[0])

    def set_step(self, step: float) -> Self:
        """The chances after so many uses; between two of them in proportion."""
        steps = np.arange(len(self.chances))
        now = np.array([np.interp(step, steps, column) for column in self.chances.T])
        whole = RIGHT_END - LEFT_END
        ends = LEFT_END + whole * np.cumsum([0.0, *now])
        for k, part in enumerate(self.parts):
            part.stretch_to_fit_width(max(1e-3, ends[k + 1] - ends[k]))
            part.move_to([0.5 * (ends[k] + ends[k + 1]), self.y, 0])
            self.signs[k].move_to(part).set_opacity(float(part.width > _SIGN))
        for hatch, part in zip(self.hatches, self.parts, strict=True):
            hatch.cover(part)
        for k, (lamp, notch) in enumerate(zip(self.lamps, self.notches, strict=True), start=1):
            lamp.stand_at([self.parts[k].get_x() - 0.15, self.y + _LAMP_UP, 0])
            x, top = ends[k] + whole * self.bound * self.chances[0, k], self.y + 0.5 * _STRIP
            corners = [(x - _NOTCH, top), (x, top - _DEEP), (x + _NOTCH, top)]
            notch.set_points_as_corners([[*corner, 0.0] for corner in corners])
        return self

    def light(self, pushing: np.ndarray) -> Self:
        """Light the lamps of those that push, of all answers; those that do not are hatched."""
        for hatch, k in zip(self.hatches, self.order, strict=True):
            hatch.set_level(float(not pushing[k]))
        for lamp, k in zip(self.lamps, self.order[1:], strict=False):
            lamp.set_level(float(pushing[k]))
        for notch, k in zip(self.notches, self.order[1:], strict=False):  # until it is passed
            notch.set_fill(opacity=float(pushing[k])).set_stroke(opacity=float(pushing[k]))
        return self


class Sail(VGroup):
    """The run's right answer on the axis of ratios; over it the chances of all answers.

    `free` are those of the same run without clipping, in the end.
    """

    def __init__(self, settings: TrainingSettings, uses: int):
        self.uses = uses
        run = train_tabular(replace(settings, inner_steps=uses))
        free = train_tabular(
            replace(settings, inner_steps=uses, eps_low=_UNCLIPPED, eps_high=_UNCLIPPED)
        )
        bounds = 1 - settings.eps_low, 1 + settings.eps_high
        self.axis = RatioAxis(REACH, [bounds[1], bounds[0], 1.0, 2.0, 3.0, 4.0, 0.0], AXIS_Y)
        self.window = Window(self.axis, *bounds, _TALL)
        answers, first = np.unique(run.samples[0], return_index=True)
        hero = int(np.argmax(run.advantages[0][first]))
        self.pushing = ~run.binds[0][:, first]
        self.shares, self.free = (
            Shares(one.inner_policy[0][:, answers], hero, y, bound)
            for one, y, bound in ((run, _ABOVE, bounds[0]), (free, _BELOW, None))
        )
        chance = run.inner_policy[0][:, answers[hero]]
        self.path = chance / chance[0]
        self.stations = [0, 1, 2, uses]
        self.last = self.free.set_step(uses).chances[-1, 0] / self.free.chances[0, 0]
        self.ground = FlatGround(self.axis)
        self.walker = Walker(1.0, size=1.1).walk(self.ground, self.path[0])
        self.numbers = VGroup(*(self._number(step) for step in self.stations))
        self.off = Prose(say("clipping.no_fence.off"), size=READOUT)
        self.off.move_to(self.axis.at(self.path[1], 0.6) + 0.55 * LEFT, aligned_edge=RIGHT)
        self.title, self.without = (
            Prose(say(f"clipping.no_fence.{word}"), size=READOUT) for word in ("all", "without")
        )
        self.count = LiveNumber(uses, 0, size=FORMULA)
        used = Prose(say("clipping.harm.used"), size=READOUT)
        times = Prose(say("clipping.harm.times"), size=READOUT)
        self.counter = on_baseline(used, self.count, times)
        times.shift(0.08 * LEFT)  # a digit ends before its place does
        self.counter.move_to([RIGHT_END, _TITLE_AT[1], 0], aligned_edge=RIGHT + UP)
        self.count.set_value(0)
        self.held = Prose(say("clipping.no_fence.held", uses=uses), size=READOUT)
        for title in (self.title, self.held):
            title.move_to(_TITLE_AT, aligned_edge=LEFT + UP)
        self.without.next_to(self.free.parts, UP, buff=0.1).align_to(self.axis.line, LEFT)
        times = number_text(self.last, 1)
        self.times = Formula(f'{times} "{say("clipping.no_fence.times")}"', size=READOUT)
        self.times.set_color(paint("ground")).next_to(self.free.signs[0], RIGHT, buff=0.3)
        self.without.add(self.times)
        super().__init__(self.window, self.axis, self.shares, self.title, self.walker)
        self.add(self.counter)

    def _number(self, step: int) -> VGroup:
        """A ratio that it had, and when."""
        key = "step" if step else "drawn"
        text = Formula(number_text(self.path[step], 2), size=FORMULA)
        word = Prose(say(f"clipping.no_fence.{key}", step=step), size=LABEL, role="muted")
        text.move_to(self.axis.at(self.path[step], _OVER), aligned_edge=DOWN)
        return VGroup(text, stand_on(word.next_to(text, UP), text.baseline + 0.5))

    def go(self, step: float) -> None:
        """Bring all to a use; the right answer's ratio goes with its chance."""
        self.count.set_value(int(step + 1e-9))
        self.shares.set_step(step)
        self.shares.light(self.pushing[min(int(step + 1e-9), self.uses - 1)])
        ratio = float(np.interp(step, np.arange(self.uses + 1), self.path))
        self.walker.walk(self.ground, ratio)

    def leap(self, share: float) -> None:
        """The first step, through the air: in it the lamp goes out, as far past the bound."""
        self.go(share)
        self.walker.shift(4 * _LEAP * share * (1 - share) * UP)
        self.walker.set_level(float(np.clip(1.5 - 3 * share, 0.0, 1.0)))
