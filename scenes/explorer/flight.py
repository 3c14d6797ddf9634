"""Numbers that fly from their operands to where the result stands."""

from __future__ import annotations

from collections.abc import Iterable

from manim import Mobject, ReplacementTransform, VGroup


def ink(*texts: Mobject) -> VGroup:
    """Copies of all that is drawn in `texts`: the empty slots of live numbers stay behind."""
    drawn = [part for text in texts for part in text.family_members_with_points()]
    return VGroup(*(part.copy() for part in drawn if part.get_fill_opacity() > 0))


def flight(operands: Iterable[Mobject], result: Mobject) -> ReplacementTransform:
    """Copies of `operands` that become a copy of `result`; afterwards that is to be removed."""
    return ReplacementTransform(ink(*operands), ink(result))
