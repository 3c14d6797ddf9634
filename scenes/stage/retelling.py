"""From one text to its next form: parts of one name become each other, the rest fades."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from manim import Animation, FadeIn, FadeOut, ReplacementTransform, VGroup, VMobject, smooth
from manim.utils.rate_functions import squish_rate_func

if TYPE_CHECKING:
    from .typeset import Typeset

EARLY = squish_rate_func(smooth, 0.0, 0.45)  # for what leaves
LATE = squish_rate_func(smooth, 0.55, 1.0)  # for what comes in its place
# The old picture has not quite gone when the new one begins: the stage is never empty.
LEAVING = squish_rate_func(smooth, 0.0, 0.7)
COMING = squish_rate_func(smooth, 0.2, 0.9)
_INTO = squish_rate_func(smooth, 0.0, 0.7)  # for a word that shrinks into its symbol
_OUT_OF = squish_rate_func(smooth, 0.45, 1.0)


def retell(old: Typeset, new: Typeset) -> list[Animation]:
    """Animations from `old` to `new`, as `Typeset.turn_into` says."""
    shared = _outermost(old, [name for name in old.part_names if name in new.part_names])
    moves = [move for name in shared for move in become(old.select(name), new.select(name))]
    leaving, arriving = old.without(*shared), new.without(*shared)
    if len(leaving):
        moves.append(FadeOut(leaving, rate_func=EARLY))
    if len(arriving):
        moves.append(FadeIn(arriving, rate_func=LATE))
    return moves


def _outermost(text: Typeset, names: list[str]) -> list[str]:
    """Of parts within parts the outer ones alone: a glyph goes to one place."""
    glyphs = {name: {id(glyph) for glyph in text.select(name)} for name in names}
    found: list[str] = []
    for name in sorted(names, key=lambda name: -len(glyphs[name])):
        if all(glyphs[name].isdisjoint(glyphs[outer]) for outer in found):
            found.append(name)
    return [name for name in names if name in found]


def become(old: VGroup, new: VGroup) -> list[Animation]:
    """Animations from one piece of text to another in its meaning.

    Glyph becomes glyph where there are as many of them. Else the old one shrinks into the
    place of the new, and is gone when that appears: a word is no outline of a symbol.
    """
    if len(old.submobjects) == len(new.submobjects):
        return [ReplacementTransform(old, new)]
    scale = float(np.clip(new.width / max(old.width, 1e-6), 0.3, 1.0))
    place = new.get_center()
    return [
        FadeOut(old, target_position=place, scale=scale, rate_func=_INTO),
        FadeIn(new, scale=0.8, rate_func=_OUT_OF),
    ]


def rest_of(text: VMobject, *parts: VGroup) -> VGroup:
    """The glyphs of `text` that are in none of `parts`."""
    taken = {id(glyph) for part in parts for glyph in part}
    return VGroup(*(glyph for glyph in text if id(glyph) not in taken))
