"""A recorded run: an answer whose push is off is carried on by those that still push."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Dot, VGroup

from grpo_core import TabularRun
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.lamp import PushLamp
from scenes.stage.marks import answer_marker
from scenes.stage.places import keep_inside
from scenes.stage.theme import LABEL, READOUT, paint
from scenes.stage.thread import DottedThread
from scenes.stage.typeset import Formula, Prose

from .ratio_axis import RatioAxis, Window
from .walker import Walker

REACH, AXIS_Y, _TALL = 4.0, -1.75, 2.3
_CROWD_Y, _CROWD_X, _PITCH = 2.2, -1.9, 1.1
_STATIONS = 3  # of its ratios that are shown
_OVER = 2.45  # from the axis to a station's number


class Plain:
    """Level ground at the height of an axis, for a walker."""

    def __init__(self, axis: RatioAxis):
        self.axis = axis

    def at(self, ratio: float) -> np.ndarray:
        """The point of the ground at a ratio."""
        return self.axis.at(ratio)

    def height_over(self, x: float) -> float:
        """The height of the ground, the same everywhere."""
        return self.axis.y


class Sail(VGroup):
    """The run's right answer on the axis of ratios; over it the others with their lamps."""

    def __init__(self, run: TabularRun):
        settings = run.settings
        bounds = 1 - settings.eps_low, 1 + settings.eps_high
        self.axis = RatioAxis(REACH, [bounds[1], bounds[0], 1.0, 2.0, 3.0, 0.0], AXIS_Y)
        self.window = Window(self.axis, *bounds, _TALL)
        _, first = np.unique(run.samples[0], return_index=True)
        advantages = run.advantages[0][first]
        hero = int(np.argmax(advantages))
        self.path = [float(r) for r in run.ratios[0][:_STATIONS, first[hero]]]
        self.bound = [bool(b) for b in run.binds[0][:_STATIONS, first[hero]]]
        others = [k for k in range(len(first)) if k != hero]
        self.pushing = [bool(~run.binds[0][1, first[k]]) for k in others]
        self.ground = Plain(self.axis)
        self.walker = Walker(1.0, size=1.15).walk(self.ground, self.path[0])
        self.crowd = VGroup(*(self._other(k) for k in range(len(others))))
        self.crowd_name = Prose(say("clipping.no_fence.others"), size=READOUT)
        self.crowd_name.next_to(self.crowd, LEFT, buff=0.5)
        self.numbers = VGroup(*(self._number(ratio) for ratio in self.path))
        self.prints = VGroup(
            *(Dot(self.axis.at(ratio), radius=0.09).set_fill(paint("up"), 1) for ratio in self.path)
        )
        self.off = Prose(say("clipping.no_fence.off"), size=READOUT)
        self.off.move_to(self.axis.at(self.path[1], 0.9) + 0.65 * RIGHT, aligned_edge=LEFT)
        keep_inside(self.off)
        super().__init__(self.window, self.axis, self.walker, self.crowd, self.crowd_name)

    def _other(self, k: int) -> VGroup:
        """An answer that is not right, with its lamp on."""
        marker = answer_marker(-1.0, 0.5).move_to([_CROWD_X + k * _PITCH, _CROWD_Y, 0])
        return VGroup(marker, PushLamp(-1.0, radius=0.2).stand_at(marker.get_top() + 0.5 * UP))

    def _number(self, ratio: float) -> VGroup:
        """A ratio that it had, and when."""
        step = self.path.index(ratio)
        key = "step" if step else "drawn"
        text = Formula(number_text(ratio, 2), size=52)
        word = Prose(say(f"clipping.no_fence.{key}", step=step), size=LABEL, role="muted")
        text.move_to(self.axis.at(ratio, _OVER), aligned_edge=DOWN)
        return VGroup(text, word.next_to(text, UP, buff=0.18))

    def walk(self, ratio: float) -> None:
        """Bring the right answer to a ratio."""
        self.walker.walk(self.ground, ratio)

    def threads(self) -> VGroup:
        """From each of the others that push to where the right answer is."""
        spot = self.axis.at(self.path[1], 1.1) + 0.5 * LEFT
        pairs = zip(self.crowd, self.pushing, strict=True)
        return VGroup(
            *(
                DottedThread(
                    one[0].get_bottom() + 0.1 * DOWN,
                    spot + (0.18 * k - 0.3) * UP,
                    "down",
                    leaving=DOWN,
                    arriving=RIGHT,
                )
                for k, (one, on) in enumerate(pairs)
                if on
            )
        )
