"""Bars 5 and 6: contrast, and colours that stand for roles."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from scenes.script.contrast import contrast
from scenes.script.palette import Theme

from .faults import Finding
from .state import DIM, Block, Glyph, Shape, State, palette_of

TEXT_NEEDED, MAIN_TEXT_NEEDED, SHAPE_NEEDED = 4.5, 7.0, 3.0
FULL = 0.945  # opacity from which a glyph counts as not dimmed; .95 with room for rounding
SAME_COLOR = 3 / 255
# What is behind a glyph is judged by the tenth part of it that is worst.
WORST_PART = 10
DECORATION = ("ground", "panel", "hairline")


def text_contrast(state: State) -> Iterator[Finding]:
    """Bar 5: text stands out from what is behind it, or is clearly context."""
    for block in state.blocks:
        half = [glyph.rgba[3] for glyph in block.lit if glyph.rgba[3] < FULL]
        if half:
            message = f"{block} is half-dimmed: opacity {half[0]:.2f}, 1 or at most .35 needed"
            yield Finding(5, message)
        yield from _worst_contrast(block, state)


def _worst_contrast(block: Block, state: State) -> Iterator[Finding]:
    """The finding about the glyph that falls short most, if one does."""
    measured = [(_contrast_behind(g, state), _needed(g, state)) for g in block.lit]
    short = [(ratio, needed) for ratio, needed in measured if ratio < needed]
    if short:
        ratio, needed = min(short, key=lambda pair: pair[0] / pair[1])
        yield Finding(5, f"{block} has contrast {ratio:.2f}, {needed:g} needed")


def _contrast_behind(glyph: Glyph, state: State) -> float:
    behind, rgba = state.behind(glyph.box), tuple(glyph.rgba.tolist())
    if (behind == behind[0]).all():  # as behind nearly all text
        return _contrast_on(rgba, tuple(behind[0].tolist()))
    ratios = contrast(_over(glyph.rgba, behind / 255), behind / 255)
    return float(np.percentile(ratios, WORST_PART))


@cache
def _contrast_on(rgba: tuple[float, ...], pixel: tuple[int, ...]) -> float:
    behind = np.array(pixel) / 255
    return float(contrast(_over(np.array(rgba), behind), behind))


def _needed(glyph: Glyph, state: State) -> float:
    return MAIN_TEXT_NEEDED if "text" in _roles(glyph.rgba, state) else TEXT_NEEDED


def shape_contrast(state: State) -> Iterator[Finding]:
    """Bar 5: lines and bars stand out from the ground; faint tints are context."""
    ground = state.palette["ground"]
    for shape in state.shapes:
        paints = [rgba for rgba in _paints(shape) if rgba[3] > DIM]
        if not paints or any(_role(rgba, state) in DECORATION for rgba in paints):
            continue
        ratio = max(float(contrast(_over(rgba, ground), ground)) for rgba in paints)
        if ratio < SHAPE_NEEDED:
            yield Finding(5, f"{shape} has contrast {ratio:.2f}, {SHAPE_NEEDED:g} needed")


def palette(state: State) -> Iterator[Finding]:
    """Bar 6: each colour is one of the theme's, so that none stands for two roles."""
    for block in state.blocks:
        odd = [glyph.rgba for glyph in block.glyphs if _role(glyph.rgba, state) is None]
        if odd:
            yield Finding(6, f"{block} has the colour {_name(odd[0])}, which is no role's")
    for shape in state.shapes:
        odd = [rgba for rgba in _paints(shape) if _role(rgba, state) is None]
        if odd:
            yield Finding(6, f"{shape} has the colour {_name(odd[0])}, which is no role's")


def _paints(shape: Shape) -> list[np.ndarray]:
    return [rgba for rgba in (shape.fill, shape.stroke) if rgba is not None]


def _role(rgba: np.ndarray, state: State) -> str | None:
    return next(iter(_roles(rgba, state)), None)


def _roles(rgba: np.ndarray, state: State) -> tuple[str, ...]:
    return _roles_of(tuple(rgba[:3].tolist()), state.theme)


@cache
def _roles_of(rgb: tuple[float, ...], theme: Theme) -> tuple[str, ...]:
    """The roles that have the colour `rgb` in the theme, in the theme's order."""
    roles = palette_of(theme).items()
    return tuple(r for r, color in roles if np.abs(np.array(rgb) - color).max() <= SAME_COLOR)


def _over(rgba: np.ndarray, behind: np.ndarray) -> np.ndarray:
    return rgba[3] * rgba[:3] + (1 - rgba[3]) * behind


def _name(rgba: np.ndarray) -> str:
    return "#" + "".join(f"{round(255 * value):02X}" for value in rgba[:3])
