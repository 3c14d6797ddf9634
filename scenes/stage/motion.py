"""Movements that Manim does not have: dimming, and a walk of several values at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from manim import Animation, Mobject, Scene, VMobject
from manim.mobject.opengl.opengl_mobject import OpenGLMobject
from manim.typing import FloatRGBA_Array

from .theme import DIMMED

Walk = tuple[Mobject, Callable[[float], object]]  # what moves, and the setter that moves it

Colours = list[FloatRGBA_Array]  # of the fill, of the stroke, and of the rim behind both


class Dim(Animation):
    """Fade a mobject to `opacity` of its own, remembering how it looked.

    `Undim` brings it back exactly, part by part: a panel at .8 returns to .8.
    """

    def __init__(self, mobject: Mobject, opacity: float = DIMMED, **kwargs: Any) -> None:
        self.opacity = opacity
        super().__init__(mobject, **kwargs)

    def begin(self) -> None:
        self._plan = [(part, *self._ends(part)) for part in _parts(self.mobject)]
        super().begin()

    def create_starting_mobject(self) -> Mobject:
        return Mobject()  # the plan holds the start; a deep copy would cost a frame

    def _ends(self, part: VMobject) -> tuple[Colours, Colours]:
        vivid = part.__dict__.setdefault("vivid_rgbas", _rgbas(part))
        return _rgbas(part), [_scaled(rgba, self.opacity) for rgba in vivid]

    def interpolate_mobject(self, alpha: float) -> None:
        t = self.rate_func(alpha)
        for part, start, end in self._plan:
            part.fill_rgbas, part.stroke_rgbas, part.background_stroke_rgbas = (
                (1 - t) * a + t * b for a, b in zip(start, end, strict=True)
            )


class Undim(Dim):
    """Bring back what `Dim` faded."""

    def __init__(self, mobject: Mobject, **kwargs: Any) -> None:
        super().__init__(mobject, opacity=1.0, **kwargs)

    def clean_up_from_scene(self, scene: Scene) -> None:
        super().clean_up_from_scene(scene)
        for part, *_ in self._plan:
            part.__dict__.pop("vivid_rgbas", None)


def jump(*animations: Animation) -> None:
    """Bring `animations` to their end at once, without playing them."""
    for animation in animations:
        animation.begin()
        animation.finish()


def is_dimmed(mobject: Mobject) -> bool:
    """Whether `mobject` or a part of it is faded by `Dim`."""
    return any("vivid_rgbas" in part.__dict__ for part in mobject.get_family())


def _parts(mobject: Mobject | OpenGLMobject) -> list[VMobject]:
    return [part for part in mobject.get_family() if isinstance(part, VMobject)]


def _rgbas(part: VMobject) -> Colours:
    rims = part.get_stroke_rgbas(background=True)
    return [part.get_fill_rgbas().copy(), part.get_stroke_rgbas().copy(), rims.copy()]


def _scaled(rgbas: FloatRGBA_Array, opacity: float) -> FloatRGBA_Array:
    scaled = rgbas.copy()
    scaled[:, 3] *= opacity
    return scaled


class Drive(Animation):
    """Walk a parameter from `start` to `end`, calling ``setter(value)`` each frame.

    What `setter` moves must be `mobject` or belong to it. Cheaper than a tracker with
    updaters: nothing is copied, and nothing runs after the walk.
    """

    def __init__(
        self,
        mobject: Mobject,
        setter: Callable[[float], object],
        start: float,
        end: float,
        **kwargs: Any,
    ) -> None:
        self.setter, self.start, self.end = setter, start, end
        super().__init__(mobject, **kwargs)

    def create_starting_mobject(self) -> Mobject:
        return Mobject()

    def interpolate_mobject(self, alpha: float) -> None:
        t = self.rate_func(alpha)
        self.setter((1 - t) * self.start + t * self.end)


def walks(start: float, end: float, *walked: Walk) -> list[Animation]:
    """A `Drive` from `start` to `end` for each mobject with its setter."""
    return [Drive(mobject, setter, start, end) for mobject, setter in walked]
