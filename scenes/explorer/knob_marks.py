"""Threads from each knob to what it changes in the panel beside it."""

from __future__ import annotations

import numpy as np
from manim import LEFT, RIGHT

from scenes.stage.thread import DottedThread

from .knob import Knob
from .panels import AnswerPanel

_FROM, _TO = 0.16, 0.06  # beside the knob's marks, beside the panel


def to_lamp(knob: Knob, panel: AnswerPanel) -> DottedThread:
    """From epsilon to the lamp: it decides who pushes."""
    return _thread(knob, np.array([_edge(panel), panel.lamp.light.get_y(), 0.0]), "text")


def to_pull(knob: Knob, panel: AnswerPanel) -> DottedThread:
    """From beta to the pull on the axis: it decides how hard that is."""
    return _thread(knob, np.array([_edge(panel), panel.plot.foot(0.0)[1], 0.0]), "reference")


def _edge(panel: AnswerPanel) -> float:
    return float(panel.body.get_right()[0]) - _TO


def _thread(knob: Knob, end: np.ndarray, role: str) -> DottedThread:
    start = knob.marks.get_left() + _FROM * RIGHT
    return DottedThread(start, end, role, leaving=LEFT, arriving=LEFT, pull=0.25)
