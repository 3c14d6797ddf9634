"""A panel: the one surface that groups things, a shade lighter than the ground."""

from __future__ import annotations

from manim import RoundedRectangle

from .theme import paint


def panel(width: float, height: float, role: str = "panel") -> RoundedRectangle:
    """A rounded rectangle without outline, corner radius .16."""
    shape = RoundedRectangle(corner_radius=0.16, width=width, height=height, stroke_width=0)
    return shape.set_fill(paint(role), opacity=1)
