"""Fades that nobody sees: what fades comes or goes at once and stays as it is.

Manim copies it three times and blends each copy twice, to end where it began. A walk through
a film, of which nothing is drawn meanwhile, spent a seventh of its time in that.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from manim import Animation, AnimationGroup, FadeIn, FadeOut


class _Unseen:
    """Of a fade only that its mobject comes or goes."""

    mobject: Any
    target_mobject: Any
    starting_mobject: Any
    target_copy: Any

    def begin(self) -> None:
        self.target_mobject = self.starting_mobject = self.target_copy = self.mobject

    def finish(self) -> None:
        pass

    def interpolate(self, alpha: float) -> None:
        pass


class UnseenFadeIn(_Unseen, FadeIn):
    """A `FadeIn` of which nobody sees more than the end."""


class UnseenFadeOut(_Unseen, FadeOut):
    """A `FadeOut` of which nobody sees more than the end."""


_UNSEEN: dict[type[Animation], type[Animation]] = {FadeIn: UnseenFadeIn, FadeOut: UnseenFadeOut}


def leave_out_fades(animations: Iterable[Animation]) -> None:
    """Let the plain fades among `animations`, and in their groups, cost nothing."""
    for animation in animations:
        if isinstance(animation, AnimationGroup):
            leave_out_fades(animation.animations)
        elif type(animation) in _UNSEEN and _ends_whole(animation):
            animation.__class__ = _UNSEEN[type(animation)]


def _ends_whole(fade: Any) -> bool:
    """Whether it ends as it should, and nothing that follows its mobject has to hear of it."""
    followed = any(part.updaters for part in fade.mobject.get_family())
    return not followed and bool(fade.rate_func(0) == 0 and fade.rate_func(1) == 1)
