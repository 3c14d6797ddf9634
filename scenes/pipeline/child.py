"""One of the six children: its glass in a close-up, its share over it and its name under it."""

from __future__ import annotations

from manim import DOWN, UP, VGroup

from scenes.script.facts import fact, name_of
from scenes.stage.typeset import Prose

from .close_up import FOOT, ZOOM, StationView
from .figures import percent
from .thermometer import Thermometer


class Child:
    """The child `key`, as the facts call it, standing at `x`."""

    def __init__(self, view: StationView, key: str, x: float):
        number = fact(f"pipeline.{key}")
        self.glass = view.near(Thermometer(number.value, scale=ZOOM), x, FOOT, DOWN)
        name = Prose(name_of(key).replace(" ", "\n"), align="center")
        self.name = view.near(name, x, -1.5, UP)
        self.text = VGroup(view.words(percent(number), x, 3.1), self.name)
