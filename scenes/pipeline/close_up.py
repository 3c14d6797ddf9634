"""The view of one station: what is made for it is scaled and placed as if at home zoom."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from manim import LEFT, ORIGIN, Mobject

from scenes.stage.camera import HOME_WIDTH
from scenes.stage.typeset import Prose

from .pipeline_map import station

ZOOM = 2.2
NEAR = 1 / ZOOM  # what type must be scaled by to look the same in a close-up
FOOT = -1.25  # of the thermometers, as of the station's
_ICON = np.array([-4.9, 0.7, 0.0])  # where the station is
_CITED = (-6.5, -2.75)  # where the quiet line of sources begins
Thing = TypeVar("Thing", bound=Mobject)


class StationView:
    """The view whose station `place` is at the left; all places are as if at home zoom."""

    width = HOME_WIDTH * NEAR

    def __init__(self, place: str):
        self.center = station(place) - NEAR * _ICON

    def spot(self, x: float, y: float) -> np.ndarray:
        """The point of the stage that is seen at `x` and `y`."""
        return self.center + NEAR * np.array([x, y, 0.0])

    def near(self, mobject: Thing, x: float, y: float, edge: np.ndarray = ORIGIN) -> Thing:
        """Scale a picture for the view, and put it, or its `edge`, at `x` and `y`."""
        return mobject.scale(NEAR).move_to(self.spot(x, y), aligned_edge=edge)

    def words(
        self, text: str, x: float, y: float, edge: np.ndarray = ORIGIN, **style: Any
    ) -> Prose:
        """Words at `x` and `y`; `style` is that of `Prose`."""
        return self.near(Prose(text, **style), x, y, edge)

    def cite(self, cited: str) -> Prose:
        """The quiet line that says where the view's numbers and claims are from."""
        return self.words(cited, *_CITED, LEFT, role="muted")
