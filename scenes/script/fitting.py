"""Which roles must stand out from which, and shades that do so for those nobody chose."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from .contrast import contrast, hex_rgb
from .palette import Theme

TEXT, LABEL = 7.0, 4.5  # WCAG contrast that main text and labels need
BLACK, WHITE = "#000000", "#FFFFFF"
_STEPS = 100  # of the way from a colour to black or white
_SURFACES = ("panel", "dim_coin", "coin", "paper", "pane", "pane_edge")
# What a surface gives way to, though the file does not name it.
_MAIN = ("text", "ink")


def _asked() -> Iterator[tuple[str, str, float]]:
    for role in ("muted", *Theme.SEMANTIC):
        yield from ((role, behind, LABEL) for behind in ("ground", "panel"))
    yield from (("ink", behind, TEXT) for behind in ("coin", "paper"))
    yield from (("text", behind, TEXT) for behind in ("ground", "panel", "dim_coin"))
    yield from (("text_ink", behind, TEXT) for behind in ("pane", "pane_edge"))
    yield from ((f"{role}_ink", "pane", LABEL) for role in ("reward", "new", "old", "reference"))


# Each role that is read, what it stands on, and the contrast that it needs.
ASKED = tuple(_asked())


def fitted(theme: Theme, given: Collection[str]) -> Theme:
    """`theme` with the nearest shade that can be read for each role that is not `given`.

    Surfaces give way to what is given, then what is written on them to both. Text and ground
    stay as they are, and so does a role for which no shade would do.
    """
    fixed = {*given, *_MAIN}
    inks = dict.fromkeys(role for role, _, _ in ASKED if role != "text")
    for role in (*_SURFACES, *inks):
        if role in given:
            continue
        places = [place for place in ASKED if role in place and (role in inks or place[0] in fixed)]
        ends = (theme.ground,) if role == "panel" else (BLACK, WHITE)
        theme = _shaded(theme, role, places, ends)
    return theme


def _shaded(
    theme: Theme, role: str, places: Collection[tuple[str, str, float]], ends: tuple[str, ...]
) -> Theme:
    """`theme` with `role` as far on its way to one of `ends` as the `places` need."""
    colour = getattr(theme, role)
    for step in range(_STEPS + 1):
        for end in ends:
            tried = replace(theme, **{role: mixed(colour, end, step / _STEPS)})
            if all(contrast_of(tried, one, other) >= needed for one, other, needed in places):
                return tried
    return theme


def contrast_of(theme: Theme, role: str, behind: str) -> float:
    """The WCAG contrast of two roles."""
    return float(contrast(*(hex_rgb(getattr(theme, name)) for name in (role, behind))))


def mixed(one: str, other: str, share: float) -> str:
    """``#RRGGBB`` that is `share` of the way from `one` to `other`."""
    blend = (1 - share) * hex_rgb(one) + share * hex_rgb(other)
    return "#" + "".join(f"{round(255 * part):02X}" for part in blend)
