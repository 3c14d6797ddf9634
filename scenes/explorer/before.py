"""What a number was, muted, before the number that it has become."""

from __future__ import annotations

from manim import LEFT, RIGHT

from scenes.stage.live_number import LiveNumber
from scenes.stage.theme import LABEL
from scenes.stage.typeset import Formula

_GAP = 0.08
_MOST = 0.75  # scene units: there is no room for more


def put_before(number: LiveNumber, was: str) -> Formula | None:
    """`was` and an arrow, where the number stands, which makes room; None if that is too wide."""
    old = Formula(f"{was} arrow.r", size=LABEL, role="muted")
    if old.width > _MOST:
        return None
    old.next_to(number.slots, LEFT, buff=_GAP)
    shift = (old.width + _GAP) * RIGHT
    old.shift(shift)
    number.shift(shift)
    return old
