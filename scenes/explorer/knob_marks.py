"""Threads from each knob to what it changes in the lane beside it."""

from __future__ import annotations

import numpy as np
from manim import LEFT, RIGHT

from scenes.stage.thread import DottedThread

from .knob import Knob
from .panels import AnswerPanel
from .tray import Tray

_FROM, _TO = 0.16, 0.06  # beside the knob's marks, beside what it changes
_PULL_X = 4.95


def to_lamp(knob: Knob, panel: AnswerPanel) -> DottedThread:
    """From epsilon to the lamp: it decides who pushes."""
    edge = float(panel.body.get_right()[0]) - _TO
    return _thread(knob, np.array([edge, panel.lamp.light.get_y(), 0.0]), "text")


def to_pull(knob: Knob, tray: Tray) -> DottedThread:
    """From beta to the last answer's pull: it decides how hard that is."""
    return _thread(knob, np.array([_PULL_X, tray.numbers[-1].get_y(), 0.0]), "reference")


def _thread(knob: Knob, end: np.ndarray, role: str) -> DottedThread:
    start = knob.marks.get_left() + _FROM * RIGHT
    return DottedThread(start, end, role, leaving=LEFT, arriving=LEFT, pull=0.25)
