"""Pieces of one picture become those of the next, whatever their numbers."""

from __future__ import annotations

from collections.abc import Sequence

from manim import Animation, Mobject, ReplacementTransform, Transform, TransformFromCopy


def hand_over(old: Sequence[Mobject], new: Sequence[Mobject]) -> list[Animation]:
    """Each of `old` becomes one of `new`, in order.

    Where there are more of `new`, some of `old` become several; where there are fewer, several
    become one. Afterwards `gather` what `new` belongs to.
    """
    moves: list[Animation] = [ReplacementTransform(*pair) for pair in zip(old, new, strict=False)]
    moves += [TransformFromCopy(old[k % len(old)], new[k]) for k in range(len(old), len(new))]
    moves += [
        Transform(old[k], new[k % len(new)].copy(), remover=True) for k in range(len(new), len(old))
    ]
    return moves
