"""The colour of each role, dark and light. Free of Manim, so that a page can take them too."""

from __future__ import annotations

from dataclasses import dataclass


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
    reward: str  # of what is thin: its text, its ticks and curves
    coin: str  # of what is filled with reward
    dim_coin: str  # a coin of reward 0 or less: gold without its shine, under digits in text
    coin_edge: str
    paper: str  # the brightest surface: a chip, a ruler
    ink: str  # what stands on it, or on a coin
    lamp: str  # one that is on: bright on either ground, its rim is what stands out
    pane: str  # a window that is lit, in its middle
    pane_edge: str  # and at its frame
    text_ink: str  # what is written on it, each in the ink of its own role
    reward_ink: str
    new_ink: str
    old_ink: str
    reference_ink: str

    # Roles that carry a meaning by their hue; they must differ for every eye.
    SEMANTIC = ("new", "old", "reference", "up", "down", "reward")

    @property
    def tint(self) -> float:
        """The opacity of a shaded range: shade weighs more on paper."""
        return 0.12 if self.name == "dark" else 0.08

    @property
    def glow(self) -> float:
        """The opacity of the halo round a lamp that is on; on paper light has none."""
        return 0.25 if self.name == "dark" else 0.0


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
    coin="#F0E442",
    dim_coin="#574F16",
    coin_edge="#A0961E",
    paper="#F2F2F2",
    ink="#0E1116",
    lamp="#F2F2F2",
    pane="#FFF0CC",
    pane_edge="#FFC463",
    text_ink="#14181F",
    reward_ink="#806000",
    new_ink="#2066A2",
    old_ink="#7D4A13",
    reference_ink="#9027CA",
)

LIGHT = Theme(
    name="light",
    ground="#FFFFFF",
    panel="#F3F5F8",
    hairline="#C9D0DA",
    text="#14181F",
    muted="#525C69",
    new="#2066A2",
    old="#7D4A13",
    reference="#9027CA",
    up="#0D705C",
    down="#AB1144",
    reward="#926900",
    coin="#F2C200",
    dim_coin="#BFA956",
    coin_edge="#8A6D00",
    paper="#FFFFFF",
    ink="#14181F",
    lamp="#FFD84A",
    pane="#FFF0CC",
    pane_edge="#FFD27A",
    text_ink="#14181F",
    reward_ink="#806000",
    new_ink="#2066A2",
    old_ink="#7D4A13",
    reference_ink="#9027CA",
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}
