"""What a play of a film does, from its animations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from manim import Animation, AnimationGroup, Mobject, Wait

from scenes.stage.film import GrpoScene

from ..picture import Picture
from .faults import Place


class Play:
    """A play that has just ended, and what the film shows now."""

    def __init__(self, film: GrpoScene) -> None:
        self.picture = Picture(film)
        self.end = film.time
        self.place = beat_of(film)

    @cached_property
    def animations(self) -> list[Animation]:
        """All animations, with those that groups hold."""
        return list(single(self.picture.film.animations))

    @cached_property
    def touched(self) -> set[int]:
        """The identities of all that the animations change or make."""
        return touched(self.animations)


def single(animations: Iterable[Animation]) -> Iterator[Animation]:
    """The animations, with those that groups hold."""
    for animation in animations:
        yield animation
        if isinstance(animation, AnimationGroup):
            yield from single(animation.animations)


def touched(animations: Iterable[Animation]) -> set[int]:
    """The identities of all that single animations change or make."""
    found: set[int] = set()
    for animation in animations:
        if not isinstance(animation, Wait):
            for mobject in (animation.mobject, getattr(animation, "target_mobject", None)):
                found |= ids(mobject) if mobject is not None else set()
    return found


def ids(mobject: Mobject) -> set[int]:
    """The identities of `mobject` and all its parts."""
    return {id(part) for part in mobject.get_family()}


def beat_of(film: GrpoScene) -> Place:
    """The beat that is playing."""
    assert film.current is not None, "a film plays in beats"
    number, beat = film.current
    return Place(number, beat.title)
