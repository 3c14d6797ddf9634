"""Three policies in the course of training: the reference, the old one and the new one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from manim import RIGHT, UP, Circle, DashedLine, DashedVMobject, Dot, VGroup

from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.places import stand_on
from scenes.stage.theme import CURVE, paint
from scenes.stage.typeset import Prose

_RADIUS, _NAME = 0.2, 0.55  # of a policy; how far under it its name stands
_PLACES = (0.35, 3.35, 5.1)  # of the policies, from the left end


class Course(VGroup):
    """From left to right: the frozen reference, many updates later the old policy, then the new.

    The old policy writes the answers, and one update makes the new one of it.
    """

    def __init__(self, start: Sequence[float]):
        places = [np.array(start) + x * RIGHT for x in _PLACES]
        reference = DashedVMobject(_ring("reference", places[0]), num_dashes=10)
        old = _ring("old", places[1])
        new = Dot(places[2], radius=_RADIUS).set_fill(paint("new"), 1)
        ends = [(a + 0.35 * RIGHT, b - 0.35 * RIGHT) for a, b in pairwise(places)]
        many = DashedLine(*ends[0]).set_stroke(paint("muted"), CURVE)
        one = BlockArrow(*ends[1], "muted", width=0.08, head=0.26)
        self.policies = VGroup(reference, old, new)
        names = VGroup()
        for disc, role in zip(self.policies, ("reference", "old", "new"), strict=True):
            name = Prose(say(f"kl.sampler.course_{role}"), role=role)
            names.add(stand_on(name.set_x(disc.get_x()), float(start[1]) - _NAME))
        for way, key in ((many, "many"), (one, "one")):
            name = Prose(say(f"kl.sampler.{key}"), role="muted")
            names.add(name.next_to(way, UP, buff=0.2))
        super().__init__(many, one, self.policies, names)


def _ring(role: str, middle: np.ndarray) -> Circle:
    return Circle(_RADIUS).set_stroke(paint(role), CURVE).move_to(middle)
