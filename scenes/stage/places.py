"""Places on the stage that have a name, and how to stand at them.

Scene units; the whole stage is 14.22 wide and 8 high, with its middle at the origin.
"""

from __future__ import annotations

from typing import Protocol, TypeVar

import numpy as np
from manim import DL, RIGHT, UP, UR, Mobject

Corners = tuple[np.ndarray, np.ndarray]  # lower left and upper right corner, each x and y
Thing = TypeVar("Thing", bound=Mobject)

STAGE: Corners = (np.array([-6.75, -3.3]), np.array([6.75, 3.75]))  # for text, at home zoom
OVER_CAPTIONS: Corners = (np.array([-6.75, -3.0]), STAGE[1])  # clear of those that are burnt in
CLAIM_X = 2.9  # the middle of what a film has come to, right of the objective's third line
HEADING = np.array([-6.3, 3.5, 0.0])  # the upper left corner of a film's question
TAG = np.array([6.5, 3.5, 0.0])  # the upper right corner of what is named all through a film
ASKED = np.array([0.0, 3.5, 0.0])  # the middle of the upper edge of a question
EXIT_SENTENCE = np.array([6.5, 3.4, 0.0])  # the upper right corner of a film's last sentence
EXIT_OBJECTIVE = np.array([0.0, -2.25, 0.0])  # the middle of the objective under its picture
EXIT_FOOT = -1.5  # where the picture over it may end
_SIDES, _FOOT, _HEAD = 0.93, 0.74, 0.93  # shares of half a view that are clear of its rim


class Text(Protocol):
    """What stands on a line: a formula, prose or a live number."""

    @property
    def baseline(self) -> float: ...

    def shift(self, *vectors: np.ndarray) -> object: ...


Words = TypeVar("Words", bound=Text)


def stand_on(text: Words, line: Text | float, *, row: Mobject | None = None) -> Words:
    """Move `text` up or down until it stands on the baseline of `line`, a text or a height.

    Formulas and words of one row stand on one line only so: their boxes do not tell it.
    What `text` is a part of goes along as the `row`: all of it moves as one.
    """
    height = line if isinstance(line, float | int) else line.baseline
    (text if row is None else row).shift((height - text.baseline) * UP)
    return text


def keep_inside(mobject: Thing, box: Corners = STAGE) -> Thing:
    """Move `mobject` by the least that brings it into `box`, not at all if it is inside.

    What is larger than the box keeps its left and its upper edge inside. To let something
    make room for its labels, move it in a `VGroup` with them.
    """
    (left, foot), (right, top) = box
    mobject.shift(min(0.0, right - mobject.get_corner(UR)[0]) * RIGHT)
    mobject.shift(max(0.0, left - mobject.get_corner(DL)[0]) * RIGHT)
    mobject.shift(max(0.0, foot - mobject.get_corner(DL)[1]) * UP)
    mobject.shift(min(0.0, top - mobject.get_corner(UR)[1]) * UP)
    return mobject


def room_in_view(center: np.ndarray, width: float) -> Corners:
    """What text may take in a view of the camera: clear of its rim, and of the captions."""
    half = 0.5 * width * np.array([1.0, 9 / 16])
    middle = np.asarray(center, dtype=float)[:2]
    return middle - [_SIDES, _FOOT] * half, middle + [_SIDES, _HEAD] * half
