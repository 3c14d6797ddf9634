"""Pieces of one picture become those of the next, whatever their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from manim import Animation, FadeIn, FadeOut, Mobject, ReplacementTransform, Transform


def hand_over(old: Sequence[Mobject], new: Sequence[Mobject], **way: Any) -> list[Animation]:
    """Each of `old` becomes one of `new`, in order; `way` are arguments of Manim's Transform.

    Where there are more of `new`, some of `old` become several; where there are fewer, several
    become one. Where there are none of either, the others leave or appear. Afterwards `gather`
    what `new` belongs to.
    """
    if not (len(old) and len(new)):
        return [*map(FadeOut, old), *map(FadeIn, new)]
    both, more, fewer = min(len(old), len(new)), len(new), len(old)
    return [
        *(ReplacementTransform(old[k], new[k], **way) for k in range(both)),
        *(
            # Not TransformFromCopy: it leaves the new one with pieces twice.
            ReplacementTransform(old[k % len(old)].copy(), new[k], **way)
            for k in range(both, more)
        ),
        *(
            Transform(old[k], new[k % len(new)].copy(), remover=True, **way)
            for k in range(both, fewer)
        ),
    ]
