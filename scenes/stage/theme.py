"""Colours by role, for a dark and a light theme, and the three sizes of type.

A scene never names a hue. It asks for a role, so that one symbol has one colour in
every film and both themes are drawn from the same code.
"""

from __future__ import annotations

from dataclasses import dataclass

from manim import ManimColor

# Sizes in Manim font units at home zoom: formulas and results, read-outs, labels.
FORMULA, READOUT, LABEL = 44, 38, 34

# Stroke widths: the curve that matters, other curves, axes and hairlines.
MAIN_CURVE, CURVE, AXIS, HAIRLINE = 6, 4, 2.5, 2

# Opacity of context while something else is being said.
DIMMED = 0.3


@dataclass(frozen=True)
class Theme:
    """The colour of each role as ``#RRGGBB``."""

    name: str
    ground: str
    panel: str
    hairline: str
    text: str
    muted: str
    new: str
    old: str
    reference: str
    up: str  # A > 0
    down: str  # A < 0
    reward: str

    # Roles that carry a meaning by their hue; they must differ for every eye.
    SEMANTIC = ("new", "old", "reference", "up", "down", "reward")

    @property
    def tint(self) -> float:
        """The opacity of a shaded range: shade weighs more on paper."""
        return 0.12 if self.name == "dark" else 0.08

    @property
    def glow(self) -> float:
        """The opacity of the halo round a lamp that is on; on paper light has none."""
        return 0.16 if self.name == "dark" else 0.0


DARK = Theme(
    name="dark",
    ground="#0E1116",
    panel="#171C24",
    hairline="#2A313C",
    text="#F2F2F2",
    muted="#9AA4B2",
    new="#56B4E9",
    old="#E69F00",
    reference="#C77DFF",
    up="#2BC48A",
    down="#FF7A3D",
    reward="#F0E442",
)

LIGHT = Theme(
    name="light",
    ground="#FFFFFF",
    panel="#F3F5F8",
    hairline="#C9D0DA",
    text="#14181F",
    muted="#525C69",
    new="#2066A2",
    old="#986200",
    reference="#9027CA",
    up="#0D705C",
    down="#B21429",
    reward="#413E00",
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}

_current = DARK


def use_theme(name: str) -> Theme:
    """Make `name` ("dark" or "light") the theme of all mobjects built from now on."""
    global _current
    if name not in THEMES:
        raise ValueError(f"theme: {name!r} is unknown; use one of {', '.join(THEMES)}")
    _current = THEMES[name]
    return _current


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
