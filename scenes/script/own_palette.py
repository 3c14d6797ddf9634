"""A palette of one's own, from a TOML file: a theme with some of its colours changed.

It is held to what the project's own colours are held to. What could not be read is refused;
what some eyes could not tell apart is warned of.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import fields, replace
from functools import cache
from itertools import combinations
from pathlib import Path

from .contrast import EYES, distance, hex_rgb
from .fitting import ASKED, BLACK, WHITE, contrast_of, fitted, mixed
from .options import OptionError
from .palette import Theme

APART = 14.0  # CIE76: by how much two roles must differ for every eye
_MOST_BYTES = 10_000
_ROLES = tuple(part.name for part in fields(Theme) if part.name != "name")


def own_palette(file: Path, base: Theme) -> Theme:
    """`base` with the colours that `file` gives: ``role = "#RRGGBB"`` a line.

    A ground brings its panel and hairlines along, a role what is written or filled in its
    colour, unless the file gives those, too; any other role takes the nearest shade that can be
    read. Raises `OptionError` for a file that is none, or with a line for each unknown role, and
    for each colour that could not be read where the films put it.
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
    theme = fitted(replace(base, **_derived(given, base) | given), given)
    if refusals := [f"{file}: {line}" for line in _refusals(theme, given)]:
        raise OptionError(*refusals)
    return theme


def _refusals(theme: Theme, given: Collection[str]) -> Iterator[str]:
    """A line for each role that cannot be read, and each `given` place where it cannot."""
    told = set()
    for role, behind, needed in ASKED:
        found = contrast_of(theme, role, behind)
        if found < needed and (behind in given or role not in told):
            told.add(role)
            yield (
                f"{role}: {getattr(theme, role)} has contrast {found:.2f} on {behind} "
                f"{getattr(theme, behind)}, {needed:g} needed; take another {role} or "
                f"{behind}, or start from the other THEME"
            )


def _colours(file: Path, content: bytes) -> dict[str, str]:
    try:
        given = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise OptionError(f'{file}: this is not TOML: {error}; write role = "#RRGGBB"') from None
    mistakes = []
    for role, colour in given.items():
        if role not in _ROLES:
            mistakes.append(f"{file}: {role}: no such role; there are {', '.join(_ROLES)}")
        elif not isinstance(colour, str) or not re.fullmatch("#[0-9A-Fa-f]{6}", colour):
            mistakes.append(f'{file}: {role}: {colour!r} is no colour; write it as "#RRGGBB"')
    if mistakes:
        raise OptionError(*mistakes)
    return {role: colour.upper() for role, colour in given.items()}


def _derived(given: dict[str, str], base: Theme) -> dict[str, str]:
    """What goes with the colours that are `given`."""
    found = {}
    if ground := given.get("ground"):
        text = given.get("text", base.text)
        found = {"panel": mixed(ground, text, 0.03), "hairline": mixed(ground, text, 0.15)}
    written = ("text", "reward", "new", "old", "reference")
    # On paper a role and its ink on a lit pane are one colour.
    same = [role for role in written if getattr(base, role) == getattr(base, f"{role}_ink")]
    found |= {f"{role}_ink": given[role] for role in same if role in given}
    if reward := given.get("reward"):
        found["coin"] = reward if base.coin == base.reward else mixed(reward, WHITE, 0.4)
    if coin := given.get("coin", found.get("coin")):
        # A coin's rim is of its own colour, and one of reward 0 has lost its shine.
        shade = {"dark": 0.64, "light": 0.25}[base.name]
        found |= {"coin_edge": mixed(coin, BLACK, 0.35), "dim_coin": mixed(coin, BLACK, shade)}
    return found


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
