"""Colours by role, for a dark and a light theme, and the three sizes of type.

A scene never names a hue. It asks for a role, so that one symbol has one colour in
every film and both themes are drawn from the same code.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from manim import ManimColor, config

from scenes.script.palette import DARK, THEMES, Theme
from scenes.script.palette import LIGHT as LIGHT

# Sizes in Manim font units at home zoom: formulas and results, read-outs, labels.
FORMULA, READOUT, LABEL = 44, 38, 34

# Stroke widths: the curve that matters, other curves, axes and hairlines.
MAIN_CURVE, CURVE, AXIS, HAIRLINE = 6, 4, 2.5, 2

# Opacity of context while something else is being said.
DIMMED = 0.3

_current = DARK


def use_theme(theme: str | Theme) -> Theme:
    """Make a theme, or that of the name "dark" or "light", the one of all mobjects from now on."""
    global _current
    if isinstance(theme, str) and theme not in THEMES:
        raise ValueError(f"theme: {theme!r} is unknown; use one of {', '.join(THEMES)}")
    _current = THEMES[theme] if isinstance(theme, str) else theme
    return _current


@contextmanager
def in_theme(theme: str | Theme) -> Iterator[None]:
    """Within the block mobjects are painted in `theme`, as in `use_theme`, on its ground."""
    before, ground = _current, config.background_color
    use_theme(theme)
    config.background_color = paint("ground")
    try:
        yield
    finally:
        use_theme(before)
        config.background_color = ground


def current_theme() -> Theme:
    """The theme in use."""
    return _current


def paint(role: str) -> ManimColor:
    """The colour of `role` in the theme in use; a ``#RRGGBB`` passes through."""
    return ManimColor(role if role.startswith("#") else getattr(_current, role))


def sign_role(advantage: float) -> str:
    """The role that colours an answer by the sign of its advantage."""
    if advantage > 0:
        return "up"
    return "down" if advantage < 0 else "muted"
