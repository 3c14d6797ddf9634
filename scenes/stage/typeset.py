"""Typesetting by Typst: formulas with named parts, prose, and text that a user wrote.

New Computer Modern comes embedded in the Typst wheel, so every machine gives the same
picture, and no LaTeX is needed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Self

import numpy as np
from manim import RIGHT, UP, MathTypst, Typst, VGroup, VMobject

from . import patches
from .glyphs import PROSE_PREAMBLE, typst_text
from .theme import FORMULA, LABEL, paint

if TYPE_CHECKING:
    from svgelements import SVGElement

patches.apply()

# Heights at font_size 1 in scene units (New Computer Modern, measured at font_size 48).
X_HEIGHT = 13.6 / 60 / 48


def _bar_to_rectangle(bar: VMobject, thickness: float) -> None:
    """Make a stroked horizontal or vertical bar a filled one of the same thickness."""
    start, end = bar.get_start(), bar.get_end()
    along = end - start
    across = np.array([-along[1], along[0], 0.0])
    across *= 0.5 * thickness / np.linalg.norm(along)
    corners = [start + across, end + across, end - across, start - across, start + across]
    color = bar.get_stroke_color()
    bar.set_points_as_corners(np.array(corners))
    bar.set_stroke(width=0).set_fill(color, opacity=1)


class Typeset:
    """What `Formula` and `Prose` add to Manim's Typst mobjects.

    `plain` is the text as a reader would say it; tests and audits read it.
    `type_size` is the font size at home zoom, kept in step with every scaling.
    """

    def get_mob_from_shape_element(self, shape: SVGElement) -> VMobject | None:
        """Manim's, without what makes a glyph heavy, and with fraction bars that scale."""
        glyph = super().get_mob_from_shape_element(shape)
        if glyph is None:
            return None
        # A parsed path on every glyph makes copies thirty times as slow.
        glyph.__dict__.pop("path_obj", None)
        if self._stroke_width_tracked_submobjects:
            # Fraction and root bars come as strokes whose width ignores scaling.
            self._stroke_width_tracked_submobjects.clear()
            _bar_to_rectangle(glyph, shape.stroke_width)
        return glyph

    def _settle(self, source: str, plain: str, type_size: float) -> None:
        self._parts = {
            key: [i for i, glyph in enumerate(self.submobjects) if glyph in group.submobjects]
            for key, group in ((label, self._select_label(label)) for label in self._label_aliases)
        }
        # The file's name differs from run to run, which would spoil the cache of segments.
        self.id_to_vgroup_dict = {}
        self.file_name = None
        self.source, self.plain = source, plain
        for glyph in self.submobjects:
            glyph.type_unit = glyph.height / type_size if glyph.height else 0.0
            glyph.plain_of = plain

    @property
    def baseline(self) -> float:
        """The height on the stage of the line that the text stands on (a digit's foot)."""
        return self.get_bottom()[1] + _baseline_share(type(self), self.source) * self.height

    def select(self, key: str) -> VGroup:
        """The glyphs of the part named `key`; raises `KeyError` with the known names."""
        if key not in self._parts:
            raise KeyError(f"no part {key!r}; there are {sorted(self._parts)}")
        return VGroup(*(self.submobjects[i] for i in self._parts[key]))

    def paint_parts(self, **roles: str) -> Self:
        """Colour each named part by its role."""
        for part, role in roles.items():
            self.select(part).set_color(paint(role))
        return self


class Formula(Typeset, MathTypst):
    """A formula in Typst's math notation; ``{{ body : name }}`` names a part.

    `plain` is what the formula says, for tests and audits (default: the source).
    """

    def __init__(
        self,
        source: str,
        *,
        size: float = FORMULA,
        role: str = "text",
        plain: str | None = None,
        **parts: str,
    ):
        super().__init__(source, font_size=size, color=paint(role))
        self._settle(source, source if plain is None else plain, size)
        self.paint_parts(**parts)

    @staticmethod
    def beside_zero(source: str) -> MathTypst:
        """The same formula with a 0 behind it."""
        return MathTypst(f"{source} quad 0")


class Prose(Typeset, Typst):
    """Words as they are, without markup; ``\\n`` starts a new line."""

    def __init__(
        self,
        text: str,
        *,
        size: float = LABEL,
        role: str = "text",
        align: str = "left",
    ):
        super().__init__(
            f"#align({align})[{typst_text(text)}]",
            font_size=size,
            color=paint(role),
            typst_preamble=PROSE_PREAMBLE,
        )
        self._settle(text, text, size)

    @staticmethod
    def beside_zero(source: str) -> Typst:
        """The same words with a 0 behind them."""
        return Typst(typst_text(f"{source} 0"), typst_preamble=PROSE_PREAMBLE)


@cache
def _baseline_share(kind: type[Formula | Prose], source: str) -> float:
    """How far over its lower edge a text's baseline is, as a share of its height.

    Typst's SVG does not tell the baseline, so a 0 is set beside the same text.
    """
    *glyphs, zero = kind.beside_zero(source).submobjects
    whole = VGroup(*glyphs)
    return float((zero.get_bottom()[1] - whole.get_bottom()[1]) / whole.height)


def on_baseline(*texts, buff: float = 0.2) -> VGroup:
    """`texts` (formulas, prose, live numbers) side by side on one baseline."""
    row = VGroup(*texts).arrange(RIGHT, buff=buff)
    for text in texts[1:]:
        text.shift((texts[0].baseline - text.baseline) * UP)
    return row


def fit_prose(text: str, width: float, *, lines: int = 2, **style) -> Prose:
    """`text` as prose no wider than `width`: wrapped to `lines`, then cut with an ellipsis.

    The size is never reduced: what cannot be read is not shown.
    """
    wrapped = _wrap(text, width, lines, style.get("size", LABEL))
    return Prose(wrapped, align="center", **style)


def _wrap(text: str, width: float, lines: int, size: float) -> str:
    rows: list[str] = []
    words = text.split()
    while words and len(rows) < lines:
        row, words = _first_row(words, width, size)
        rows.append(row)
    if words and not rows[-1].endswith("…"):
        rows[-1] = _cut(rows[-1], width, size)
    return "\n".join(rows)


def _first_row(words: list[str], width: float, size: float) -> tuple[str, list[str]]:
    """As many of `words` as fit one row, and the rest; a word wider than the row is cut."""
    count = _longest(len(words), lambda n: text_width(" ".join(words[:n]), size) <= width)
    if count == 0:
        return _cut(words[0], width, size), words[1:]
    return " ".join(words[:count]), words[count:]


def _cut(row: str, width: float, size: float) -> str:
    """As much of `row` as fits with an ellipsis behind it."""
    count = _longest(len(row), lambda n: text_width(row[:n].rstrip() + "…", size) <= width)
    return row[:count].rstrip() + "…"


def _longest(most: int, fits: Callable[[int], bool]) -> int:
    """The largest count up to `most` that fits, if every smaller one does; by bisection."""
    return bisect_left(range(1, most + 1), True, key=lambda n: not fits(n))


@cache
def text_width(text: str, size: float = LABEL) -> float:
    """The width of a row of prose, in scene units."""
    return Prose(text, size=size).width if text.strip() else 0.0
