"""A palette of one's own, from a TOML file: a theme with some of its colours changed.

It is held to what the project's own colours are held to. What could not be read is refused;
what some eyes could not tell apart is warned of.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache
from itertools import combinations
from pathlib import Path

from .contrast import EYES, contrast, distance, hex_rgb
from .options import OptionError
from .palette import Theme

TEXT, LABEL = 7.0, 4.5  # WCAG contrast that main text and labels need
APART = 14.0  # CIE76: by how much two roles must differ for every eye
_MOST_BYTES = 10_000
_ROLES = tuple(part.name for part in fields(Theme) if part.name != "name")
# What is written on something else than the ground: what is behind it, and how it must stand out.
_INKS = {
    "ink": (("coin", TEXT), ("paper", TEXT)),
    "text": (("ground", TEXT), ("panel", TEXT), ("dim_coin", TEXT)),
    "text_ink": (("pane", TEXT), ("pane_edge", TEXT)),
    **{f"{role}_ink": (("pane", LABEL),) for role in ("reward", "new", "old", "reference")},
}
_ON_GROUND = (("ground", LABEL), ("panel", LABEL))


def own_palette(file: Path, base: Theme) -> Theme:
    """`base` with the colours that `file` gives: ``role = "#RRGGBB"`` a line.

    A ground brings its panel and hairlines along, a role what is written or filled in its
    colour, unless the file gives those, too. Raises `OptionError` for a file that is none, an
    unknown role, and a colour that could not be read where the films put it.
    """
    return _read(file, _content(file), base)


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as source:
            content = source.read(_MOST_BYTES + 1)
    except OSError as error:
        raise OptionError(f"palette: {file}: {error.strerror}; name a file that is there") from None
    if len(content) > _MOST_BYTES:
        raise OptionError(f"palette: {file}: it is longer than {_MOST_BYTES} bytes")
    return content


@cache
def _read(file: Path, content: bytes, base: Theme) -> Theme:
    given = _colours(file, content)
    theme = replace(base, **_derived(given, base) | given)
    for role, behind, needed in _asked():
        found = float(contrast(*(hex_rgb(getattr(theme, name)) for name in (role, behind))))
        if found < needed:
            raise OptionError(
                f"{file}: {role}: {getattr(theme, role)} has contrast {found:.2f} on {behind} "
                f"{getattr(theme, behind)}, {needed:g} needed; take another {role} or "
                f"{behind}, or start from the other THEME"
            )
    return theme


def _colours(file: Path, content: bytes) -> dict[str, str]:
    try:
        given = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise OptionError(f'{file}: this is not TOML: {error}; write role = "#RRGGBB"') from None
    for role, colour in given.items():
        if role not in _ROLES:
            raise OptionError(f"{file}: {role}: no such role; there are {', '.join(_ROLES)}")
        if not isinstance(colour, str) or not re.fullmatch("#[0-9A-Fa-f]{6}", colour):
            raise OptionError(f'{file}: {role}: {colour!r} is no colour; write it as "#RRGGBB"')
    return {role: colour.upper() for role, colour in given.items()}


def _derived(given: dict[str, str], base: Theme) -> dict[str, str]:
    """What goes with the colours that are `given`."""
    found = {}
    if ground := given.get("ground"):
        text = given.get("text", base.text)
        found = {"panel": _mixed(ground, text, 0.03), "hairline": _mixed(ground, text, 0.15)}
    written = ("text", "reward", "new", "old", "reference")
    # On paper a role and its ink on a lit pane are one colour.
    same = [role for role in written if getattr(base, role) == getattr(base, f"{role}_ink")]
    found |= {f"{role}_ink": given[role] for role in same if role in given}
    if "reward" in given and base.coin == base.reward:
        found["coin"] = given["reward"]
    return found


def _mixed(one: str, other: str, share: float) -> str:
    mixed = (1 - share) * hex_rgb(one) + share * hex_rgb(other)
    return "#" + "".join(f"{round(255 * part):02X}" for part in mixed)


def _asked() -> Iterator[tuple[str, str, float]]:
    """Each role that is read, what it stands on, and the contrast that it needs."""
    for role in ("muted", *Theme.SEMANTIC):
        yield from ((role, behind, needed) for behind, needed in _ON_GROUND)
    for role, places in _INKS.items():
        yield from ((role, behind, needed) for behind, needed in places)


def warn_of(file: Path, theme: Theme) -> None:
    """Say on stderr which roles some eyes cannot tell apart: a line for each pair."""
    for one, other in combinations(Theme.SEMANTIC, 2):
        colours = [hex_rgb(getattr(theme, role)) for role in (one, other)]
        near = {eye: distance(*colours, eye) for eye in EYES}
        eye = min(near, key=near.__getitem__)
        if near[eye] < APART:
            print(
                f"{file}: {one} and {other} differ by {near[eye]:.1f} for {eye} eyes "
                f"(CIE76), {APART:g} needed: some viewers will take one for the other",
                file=sys.stderr,
            )
