"""Typesetting by Typst: formulas with named parts, prose, and text that a user wrote.

New Computer Modern comes embedded in the Typst wheel, so every machine gives the same
picture, and no LaTeX is needed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from manim import BLACK, RIGHT, Animation, MathTypst, Typst, VGroup, VMobject
from manim.utils.typst_file_writing import TYPST_COMPILATION_FONT_SIZE
from wcwidth import iter_graphemes

from scenes.script.decimals import math_source, printed_math
from scenes.script.excerpt import excerpts
from scenes.script.glyphs import PROSE_PREAMBLE, breakable, math_preamble, typst_text

from . import patches
from .outlines import Outline, outlines
from .places import stand_on
from .retelling import rest_of, retell
from .theme import FORMULA, LABEL, paint

if TYPE_CHECKING:
    from .live_number import LiveNumber

patches.apply()

Key = tuple[object, ...]  # all that a text depends on

# Heights at font_size 1 in scene units (New Computer Modern, measured at font_size 48).
X_HEIGHT = 13.6 / 60 / 48
_POINTS = 96  # of Typst's in a unit, as Manim scales its pictures


class Letter(VMobject):
    """A character of a text, or a rule of a fraction or a root; tests and audits read it."""

    is_rule = False
    plain_of = ""  # what the text says to which it belongs
    type_unit = 0.0  # its height at font size 1


# Texts that were set twice, to be copied from then on, and None for those that were set once.
_kept: dict[Key, Typeset | None] = {}
_MOST_TEXTS = 3000  # a film has some hundred


@cache
def _first_letter(color: str) -> Letter:
    return Letter(stroke_width=0).set_fill(color, opacity=1)


def blank_letter(color: str) -> Letter:
    """A letter without an outline yet; to copy one takes a tenth of the time to make one."""
    return _first_letter(color).copy()


def _glyph(outline: Outline) -> Letter:
    """A filled shape in black, which Manim's `Typst` then paints.

    Rules (of fractions and roots) come as strokes, whose width would not scale.
    """
    glyph = blank_letter(BLACK.to_hex())
    glyph.is_rule = bool(outline.stroke_width)
    if outline.stroke_width:
        return glyph.set_points_as_corners(_rectangle(outline.points, outline.stroke_width))
    return glyph.set_points(outline.points)


def _rectangle(rule: np.ndarray, thickness: float) -> np.ndarray:
    """The corners of a straight rule, shape (5, 3); the last is the first."""
    start, end = rule[0], rule[-1]
    along = end - start
    across = np.array([-along[1], along[0], 0.0])
    across *= 0.5 * thickness / np.linalg.norm(along)
    return np.array([start + across, end + across, end - across, start - across, start + across])


class Readable:
    """What is read as one text, of letters; `plain` is what it says."""

    plain: str


class Typeset(Readable, Typst):
    """What `Formula` and `Prose` add to Manim's Typst mobjects.

    `plain` is the text as a reader would say it; tests and audits read it.
    `type_size` is the font size at home zoom, kept in step with every scaling.
    """

    def _is_copied(self, key: Key) -> bool:
        """Become a copy of the text that was kept under `key`, if there is one."""
        kept = _kept.get(key)
        if kept is not None:
            # What a subclass has set by now is not the kept one's.
            vars(self).update(vars(kept.copy()) | vars(self))
            del self.original_id  # Manim's mark of a copy
        return kept is not None

    def _keep(self, key: Key) -> None:
        """Keep a copy for the next text under `key`, if this is not the first one."""
        if len(_kept) >= _MOST_TEXTS:
            _kept.clear()
        _kept[key] = self.copy() if key in _kept else None

    def generate_mobject(self) -> Self:
        """Manim's, with outlines that are parsed once, and with rules that scale."""
        self._parts: dict[str, list[int]] = {label: [] for label in self._labels()}
        glyphs: list[Letter] = []
        assert self.file_name is not None  # Manim has set it just now
        for leaf, outline in enumerate(outlines(self.file_name)):
            if not len(outline.points):
                continue
            for label in self._svg_leaf_labels.get(leaf, ()):
                self._parts[label].append(len(glyphs))
            glyphs.append(_glyph(outline))
        self.add(*glyphs)
        self.flip(RIGHT)  # SVG counts downwards
        return self

    def _labels(self) -> list[str]:
        """The names that the source gives to parts."""
        return []

    def _with_zero(self) -> str:
        """Typst's code of the text with a 0 beside it."""
        raise NotImplementedError

    @property
    def glyphs(self) -> list[Letter]:
        """What it is drawn with, in the order of drawing."""
        return [part for part in self.submobjects if isinstance(part, Letter)]

    def _settle(self, source: str, plain: str, type_size: float) -> None:
        # The file's name differs from run to run, which would spoil the cache of segments.
        self.file_name = None
        self.source, self.plain = source, plain
        for glyph in self.glyphs:
            glyph.type_unit = glyph.height / type_size if glyph.height else 0.0
            glyph.plain_of = plain

    @property
    def baseline(self) -> float:
        """The height on the stage of the line that the text stands on (a digit's foot)."""
        share = _baseline_share(self._with_zero(), self.typst_preamble)
        return float(self.get_bottom()[1]) + share * self.height

    @property
    def part_names(self) -> tuple[str, ...]:
        """The names of its parts, as its source gives them."""
        return tuple(self._parts)

    def select(self, key: str | int) -> VGroup:
        """The glyphs of the part named `key`; raises `KeyError` with the known names."""
        if not isinstance(key, str) or key not in self._parts:
            raise KeyError(f"no part {key!r}; there are {sorted(self._parts)}")
        return VGroup(*(self.submobjects[i] for i in self._parts[key]))

    def without(self, *names: str) -> VGroup:
        """The glyphs outside the parts `names`; raises as `select` does."""
        return rest_of(self, *map(self.select, names))

    def turn_into(self, new: Typeset) -> list[Animation]:
        """Animations to a next form of the text: parts of one name become each other.

        What the old one has alone leaves before the rest of the new one comes. They
        dissolve both into loose glyphs: afterwards `gather` the new one, in place of the
        old. (Manim's `become` is something else: it copies outlines at once.)
        """
        return retell(self, new)

    @property
    def rules(self) -> VGroup:
        """The bars of its fractions and roots."""
        return VGroup(*(glyph for glyph in self.glyphs if glyph.is_rule))

    def paint_parts(self, **roles: str) -> Self:
        """Colour each named part by its role."""
        for part, role in roles.items():
            self.select(part).set_color(paint(role))
        return self


class Formula(Typeset, MathTypst):
    """A formula in Typst's math notation; ``{{ body : name }}`` names a part.

    Its numbers and words are set as the language that is spoken writes them (see
    `decimals`); `source` stays as it was given. `plain` is what the formula says, for tests
    and audits (default: the source as it is shown).
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
        typst, said = math_source(source), printed_math(source) if plain is None else plain
        colors = {part: paint(role).to_hex() for part, role in parts.items()}
        key = (type(self), typst, source, said, size, paint(role).to_hex(), *colors.items())
        if self._is_copied(key):
            return
        super().__init__(
            typst,
            font_size=size,
            color=paint(role),
            typst_preamble=math_preamble(typst),
            use_svg_cache=False,
        )
        self._settle(source, said, size)
        self.paint_parts(**parts)
        self._keep(key)

    def _labels(self) -> list[str]:
        return self._group_labels

    def _with_zero(self) -> str:
        return self.typst_code.removesuffix("$") + "quad 0 $"


class Prose(Typeset):
    """Words as they are, without markup; ``\\n`` starts a new line."""

    def __init__(
        self,
        text: str,
        *,
        size: float = LABEL,
        role: str = "text",
        align: str = "left",
    ):
        key = (type(self), text, size, paint(role).to_hex(), align)
        if self._is_copied(key):
            return
        super().__init__(
            f"#align({align})[{typst_text(text)}]",
            font_size=size,
            color=paint(role),
            typst_preamble=PROSE_PREAMBLE,
            use_svg_cache=False,
        )
        self._settle(text, text, size)
        self._keep(key)

    def _with_zero(self) -> str:
        return f'{typst_text(self.source)}#" 0"'


@cache
def _baseline_share(code_with_zero: str, preamble: str) -> float:
    """How far over its lower edge a text's baseline is, as a share of its height.

    Typst's SVG does not tell the baseline, so a 0 is set beside the same text.
    """
    shapes = outlines(patches.compile_to_svg(code_with_zero, preamble))
    *glyphs, zero = [outline.points[:, 1] for outline in shapes]  # SVG counts downwards
    low = max(_lowest_end(glyph) for glyph in glyphs)
    height = max(glyph.max() for glyph in glyphs) - min(glyph.min() for glyph in glyphs)
    return float((low - _lowest_end(zero)) / height)


def _lowest_end(curves: np.ndarray) -> float:
    """As Manim's edges: of a curve's points its ends count, while all count for a height."""
    return float(curves.reshape(-1, 4)[:, [0, 3]].max())


def on_baseline(*texts: Typeset | LiveNumber, buff: float = 0.2) -> VGroup:
    """`texts` (formulas, prose, live numbers) side by side on one baseline."""
    row = VGroup(*texts).arrange(RIGHT, buff=buff)
    for text in texts[1:]:
        stand_on(text, texts[0])
    return row


def fit_prose(text: str, width: float, *, lines: int = 2, **style: Any) -> Prose:
    """`text` as prose no wider than `width`: wrapped to `lines`, then cut with an ellipsis.

    The size is never reduced: what cannot be read is not shown.
    """
    wrapped = _wrap(text, width, lines, style.get("size", LABEL))
    return Prose(wrapped, **{"align": "center"} | style)


def fit_apart(texts: Sequence[str], width: float, *, lines: int = 2, **style: Any) -> list[Prose]:
    """Each of `texts` as `fit_prose` sets it, but long ones by what tells them apart."""
    size = style.get("size", LABEL)
    shown = excerpts(texts, lambda text: fits_prose(text, width, lines=lines, size=size))
    return [fit_prose(text, width, lines=lines, **style) for text in shown]


def fits_prose(text: str, width: float, *, lines: int, size: float = LABEL) -> bool:
    """Whether `fit_prose` shows `text` as it is, with nothing cut."""
    return "".join(_wrap(text, width, lines, size).split()) == "".join(text.split())


def _wrap(text: str, width: float, lines: int, size: float) -> str:
    rows: list[str] = []
    pieces = breakable(text)
    while pieces and len(rows) < lines:
        row, pieces = _first_row(pieces, width, size)
        rows.append(row)
    if pieces and not rows[-1].endswith("…"):
        rows[-1] = _cut(rows[-1], width, size)
    return "\n".join(rows)


def _first_row(pieces: list[str], width: float, size: float) -> tuple[str, list[str]]:
    """As many of `pieces` as fit one row, and the rest; one that is wider than the row is cut."""
    count = _longest(len(pieces), lambda n: text_width(_row(pieces[:n]), size) <= width)
    if count == 0:
        return _cut(_row(pieces[:1]), width, size), pieces[1:]
    return _row(pieces[:count]), pieces[count:]


def _row(pieces: list[str]) -> str:
    return "".join(pieces).rstrip()


def _cut(row: str, width: float, size: float) -> str:
    """As much of `row` as fits with an ellipsis behind it; a letter keeps its marks."""
    letters = list(iter_graphemes(row))

    def shown(count: int) -> str:
        return "".join(letters[:count]).rstrip() + "…"

    return shown(_longest(len(letters), lambda n: text_width(shown(n), size) <= width))


def _longest(most: int, fits: Callable[[int], bool]) -> int:
    """The largest count up to `most` that fits, if every smaller one does; by bisection."""
    return bisect_left(range(1, most + 1), True, key=lambda n: not fits(n))


@cache
def text_width(text: str, size: float = LABEL) -> float:
    """How far a row of prose moves the pen, in scene units; its ink may be a little narrower."""
    if not text.strip():
        return 0.0
    svg = patches.compile_to_svg(typst_text(text), PROSE_PREAMBLE).read_text()
    (width,) = re.findall(r'width="([\d.]+)pt"', svg)[:1]
    points = float(width)
    return points / TYPST_COMPILATION_FONT_SIZE * size / _POINTS
