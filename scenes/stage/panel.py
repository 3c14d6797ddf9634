"""A panel: the one surface that groups things, a shade lighter than the ground."""

from __future__ import annotations

from manim import RoundedRectangle, VGroup

from .theme import LABEL, paint
from .typeset import fit_prose


def panel(width: float, height: float, role: str = "panel") -> RoundedRectangle:
    """A rounded rectangle without outline, corner radius .16."""
    shape = RoundedRectangle(corner_radius=0.16, width=width, height=height, stroke_width=0)
    return shape.set_fill(paint(role), opacity=1)


def counting_panel(words: str, width: float, height: float) -> VGroup:
    """A panel among others that says how many more there are."""
    body = panel(width, height)
    text = fit_prose(words, width - 0.2, lines=2, size=LABEL, role="muted")
    return VGroup(body, text.move_to(body))
