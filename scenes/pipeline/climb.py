"""R1-Zero's climb: V3-Base runs into the loop, and the numbers stand at their levels."""

from __future__ import annotations

from collections.abc import Callable

from manim import DOWN, LEFT, RIGHT, UP, Mobject, VGroup, VMobject

from scenes.script.facts import fact, name_of
from scenes.script.words import say
from scenes.stage.places import stand_on
from scenes.stage.theme import LABEL, READOUT
from scenes.stage.typeset import Prose

from .figures import percent
from .thermometer import Thermometer

_STEADY = 0.1  # of the way: until then the model leaves its place straight
_SHRUNK = 0.8  # by how much it is smaller when it is there


def ride(model: Mobject, start: Mobject, rail: VMobject, end: Mobject) -> Callable[[float], None]:
    """A setter, from 0 to 1, that lets `model` run from `start` along `rail` into `end`."""

    def ridden(share: float) -> None:
        model.set(height=(1 - _SHRUNK * share) * start.height)
        model.move_to((1 - share) * start.get_center() + share * end.get_center())
        if share > _STEADY:
            model.move_to(rail.point_from_proportion(share))

    return ridden


class ClimbTexts(VGroup):
    """What the levels of V3-Base and R1-Zero are; only the ends of the climb are known."""

    def __init__(self, base: Thermometer, zero: Thermometer, scale: float):
        start, end = fact("pipeline.aime_base"), fact("pipeline.aime_zero")
        majority = fact("pipeline.aime_zero_majority")
        self.type_scale = scale
        before, after, vote = (
            Prose(percent(number), size=READOUT * scale) for number in (start, end, majority)
        )
        row, height = zero.at(end.value) + 0.3 * RIGHT + 0.1 * DOWN, 0.4 * UP
        before.next_to(base.at(start.value), RIGHT, 0.2)
        after.move_to(row, LEFT)
        vote.move_to(row + height, LEFT)
        super().__init__(
            *(before, after, vote),
            self._beside(after, name_of("pass")),
            self._beside(vote, say("pipeline.zero.majority")),
            Prose(name_of("aime"), size=LABEL * scale).move_to(row + 2 * height, LEFT),
        )

    def _beside(self, number: Prose, text: str) -> Prose:
        """What a number is, on its line."""
        words = Prose(text, size=LABEL * self.type_scale).next_to(number, RIGHT, buff=0.16)
        return stand_on(words, number)
