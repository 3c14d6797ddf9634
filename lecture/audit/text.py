"""Bars 1 to 4: size, place and overlap of text."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache

import numpy as np

from scenes.script.contrast import contrast
from scenes.stage.typeset import Formula, Prose

from ..texts import Box
from .faults import Finding, Place
from .state import Block, Glyph, Shape, State

X_HEIGHT_NEEDED = 9.0
GLYPH_NEEDED = 5.0
ZOOMED_GLYPH_NEEDED = 9.0
SAFE_FRAME = 0.95
OVERLAP_ALLOWED = 0.05
COVERED_ALLOWED = 0.1  # of one glyph's box: in a long text a whole glyph is less than 5 %
ROUNDING = 0.05  # pixels
THIN = 0.08  # scene units: a filled shape as thin as this is a line
SAME_OUTLINE = 0.02  # of a glyph's larger side
CORE = 0.8  # a line that only grazes the rim of a glyph's box does not run through it
VISIBLE_LINE = 1.2  # contrast; between a panel and the ground it is 1.1


def reading_size(state: State) -> Iterator[Finding]:
    """Bar 1: text that is to be read is large enough."""
    for text in state.unknown:
        message = f"{type(text).__name__} is no Formula, Prose or LiveNumber: it cannot be measured"
        yield Finding(1, message)
    for block in state.blocks:
        if (x_height := _x_height(block, state)) < X_HEIGHT_NEEDED - ROUNDING:
            message = f"{block} has x-height {x_height:.1f} px, {X_HEIGHT_NEEDED:g} needed"
            yield Finding(1, message)


def _x_height(block: Block, state: State) -> float:
    """The x-height in pixels of the smallest type in what is to be read of a text."""
    sizes = [glyph.size for glyph in block.lit if glyph.size]
    return state.x_height(min(sizes)) if sizes else np.inf


def smallest_glyph(state: State) -> Iterator[Finding]:
    """Bar 2, first half: no glyph that has a meaning is tiny."""
    for block in state.blocks:
        extents = [extent(glyph, state) for glyph in block.lit if has_meaning(glyph)]
        if extents and min(extents) < GLYPH_NEEDED - ROUNDING:
            yield Finding(
                2, f"{block} has a glyph of {min(extents):.1f} px, {GLYPH_NEEDED:g} needed"
            )


class ZoomedGlyphs:
    """Bar 2, second half: each glyph is shown large enough in some rest of the film.

    Glyphs are told apart by the text they belong to and their height in it, so a copy
    that is shown larger, or a zoom on one of two equal symbols, serves as well; so does
    another text that holds this one or is a part of it. Rests in which the whole text is
    too small are left to bar 1.
    """

    def __init__(self) -> None:
        self._largest: dict[tuple[str, float], float] = {}
        self._first: dict[str, tuple[Block, Place]] = {}

    def see(self, state: State, place: Place) -> None:
        """Take note of a rest."""
        for block in state.blocks:
            if _x_height(block, state) < X_HEIGHT_NEEDED - ROUNDING:
                continue
            if any(unicodedata.category(character) == "Lo" for character in block.words):
                continue  # of a script without an x-height: it has letters and marks of any size
            self._first.setdefault(block.words, (block, place))
            for glyph in block.lit:
                key = (block.words, round(glyph.part.type_unit, 6))
                if state.frame.holds(glyph.box) and has_meaning(glyph):
                    self._largest[key] = max(self._largest.get(key, 0.0), extent(glyph, state))

    def findings(self) -> Iterator[tuple[Finding, Place]]:
        """A finding for each text with a glyph that stays small, at its first rest."""
        worst: dict[str, float] = {}
        for words, unit in self._largest:
            worst[words] = min(worst.get(words, np.inf), self._reached(words, unit))
        for words, reached in worst.items():
            if reached < ZOOMED_GLYPH_NEEDED - ROUNDING:
                block, place = self._first[words]
                figure = f"{reached:.1f} px at most, {ZOOMED_GLYPH_NEEDED:g} needed in one rest"
                yield Finding(2, f"{block} has a glyph that reaches {figure}"), place

    def _reached(self, words: str, unit: float) -> float:
        return max(
            largest
            for (others, other), largest in self._largest.items()
            if math.isclose(unit, other, rel_tol=0.01) and (words in others or others in words)
        )


def extent(glyph: Glyph, state: State) -> float:
    """A glyph's width or height in pixels, whichever is larger."""
    return float(glyph.box.size.max()) * state.scale


def has_meaning(glyph: Glyph) -> bool:
    """Whether a glyph must be told from others: punctuation and bars need not."""
    width, height = glyph.box.size
    if min(width, height) < 0.1 * max(width, height):
        return False
    outline = _normal(glyph.part.points, glyph.box)
    return not any(
        (np.abs(known - outline) <= SAME_OUTLINE).all()
        for known in _punctuation().get(len(outline), ())
    )


@cache
def _punctuation() -> dict[int, list[np.ndarray]]:
    """The outlines of punctuation, primes and dots, in prose and in formulas, by length."""
    prose = Prose(".,;:!'\"’‘“”·…-`。，、；：！？（）").submobjects
    formula = Formula(". , ; : dot.c prime").submobjects
    prime = Formula("a'").submobjects[1:]
    found: dict[int, list[np.ndarray]] = {}
    for glyph in (*prose, *formula, *prime):
        outline = _normal(glyph.points, Box.of(glyph.points))
        found.setdefault(len(outline), []).append(outline)
    return found


def _normal(points: np.ndarray, box: Box) -> np.ndarray:
    """`points`, whose bounding box is `box`, at a common place and size."""
    return (points[:, :2] - box.low) / max(box.size.max(), 1e-9)


def inside_frame(state: State) -> Iterator[Finding]:
    """Bar 3: text that is to be read keeps clear of the rim of the picture."""
    safe = state.frame.scaled(SAFE_FRAME)
    for block in state.blocks:
        outside = max((_excess(glyph.box, safe) for glyph in block.lit), default=0.0)
        if outside * state.scale > ROUNDING:
            leaves = f"leaves 95 % of the frame by {outside * state.scale:.0f} px"
            yield Finding(3, f"{block} {leaves}, 0 allowed")


def _excess(box: Box, safe: Box) -> float:
    return float(max((safe.low - box.low).max(), (box.high - safe.high).max()))


def overlap(state: State) -> Iterator[Finding]:
    """Bar 4: no text lies on another text, as a whole or with a single glyph."""
    lows = [np.array([glyph.box.low for glyph in block.glyphs]) for block in state.blocks]
    highs = [np.array([glyph.box.high for glyph in block.glyphs]) for block in state.blocks]
    areas = [(high - low).prod(axis=1) for low, high in zip(lows, highs, strict=True)]
    for a, b in _touching(lows, highs):
        low = np.maximum(lows[a][:, None], lows[b][None])
        high = np.minimum(highs[a][:, None], highs[b][None])
        common = np.clip(high - low, 0, None).prod(axis=2)
        share = common.sum() / min(areas[a].sum(), areas[b].sum())
        covered = (common / np.minimum(areas[a][:, None], areas[b][None])).max()
        pair = f"{state.blocks[a]} overlaps {state.blocks[b]}"
        if share > OVERLAP_ALLOWED:
            allowed = f"{OVERLAP_ALLOWED:.0%} allowed"
            yield Finding(4, f"{pair} by {share:.0%} of the smaller, {allowed}")
        elif covered > COVERED_ALLOWED:
            allowed = f"{COVERED_ALLOWED:.0%} allowed"
            yield Finding(4, f"{pair} by {covered:.0%} of one glyph, {allowed}")


def _touching(lows: list[np.ndarray], highs: list[np.ndarray]) -> Iterator[tuple[int, int]]:
    """The pairs of texts whose bounding boxes have something in common."""
    low = np.array([corners.min(axis=0) for corners in lows]).reshape(-1, 2)
    high = np.array([corners.max(axis=0) for corners in highs]).reshape(-1, 2)
    common = (low[:, None] < high[None]).all(axis=2)
    for a, b in np.argwhere(np.triu(common & common.T, 1)):
        yield int(a), int(b)


def crossed_by_line(state: State) -> Iterator[Finding]:
    """Bar 4: no line runs through text, save one that says so by ``behind_text = True``."""
    lines = [shape for shape in state.shapes if _is_line(shape)]
    for block in state.blocks:
        cores = [glyph.box.scaled(CORE) for glyph in block.glyphs]
        whole = Box.of(np.array([corner for core in cores for corner in (core.low, core.high)]))
        crossed: Counter[str] = Counter()
        for line in lines:
            if line.box.touches(whole) and (count := _crossings(line, cores, state)):
                crossed[str(line)] += count
        for line, count in crossed.items():
            times = "1 glyph" if count == 1 else f"{count} glyphs"
            yield Finding(4, f"{block} has a {line} through {times}, 0 allowed")


def _is_line(shape: Shape) -> bool:
    if getattr(shape.part, "behind_text", False):
        return False
    return shape.stroke is not None or shape.box.size.min() < THIN


def _crossings(line: Shape, cores: list[Box], state: State) -> int:
    """How many of `cores` the line runs through where it can be seen."""
    path = _samples(line)
    inside = [path[_within(path, core)] for core in cores]
    return sum(
        _is_seen(points, core, state)
        for points, core in zip(inside, cores, strict=True)
        if len(points)
    )


def _within(points: np.ndarray, box: Box) -> np.ndarray:
    """Which of the points, (n, 2), lie in the box."""
    (x, y), (left, low), (right, high) = points.T, box.low, box.high
    return (left < x) & (x < right) & (low < y) & (y < high)


def _samples(shape: Shape, step: float = 0.03) -> np.ndarray:
    """Points along a path, close enough to hit any glyph that it runs through."""
    points = shape.part.points
    curves = points[: len(points) // 4 * 4].reshape(-1, 4, 3)[:, :, :2]
    longest = np.linalg.norm(np.diff(curves, axis=1), axis=2).sum(axis=1).max()
    t = np.linspace(0, 1, max(2, int(np.ceil(longest / step))))[:, None, None]
    a, b, c, d = (curves[:, k] for k in range(4))
    return (
        (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
    ).reshape(-1, 2)


def _is_seen(points: np.ndarray, core: Box, state: State) -> bool:
    """Whether the pixels at `points` stand out from those of the box: the line may be covered."""
    ground = np.median(state.behind(core), axis=0) / 255
    near = [state.behind(Box(point - 0.01, point + 0.01)) / 255 for point in points]
    seen = [contrast(pixels, ground).max() for pixels in near if pixels.size]
    return bool(seen) and max(seen) > VISIBLE_LINE
