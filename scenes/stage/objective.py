"""The GRPO objective in three lines with named parts: one definition for all films.

DeepSeek-R1, equation 1 (arXiv 2501.12948): the KL term stands inside the sum.
"""

from __future__ import annotations

from manim import LEFT, UP, Animation, VGroup, VMobject

from scenes.script.formulas import objective_lines

from .motion import Dim, Undim, is_dimmed
from .typeset import Formula

HOME_SIZE = 40
_LINE_GAP = 0.2
_INDENT = 0.55
_HOME_CORNER = (-6.3, 3.45, 0.0)


class Objective(VGroup):
    """The three lines at their home place; `part` finds a named part in any line."""

    def __init__(self) -> None:
        policies = {"new1": "new", "old1": "old", "new2": "new", "old2": "old"}
        lines = objective_lines()
        first = Formula(lines[0], size=HOME_SIZE, old0="old")
        second = Formula(lines[1], size=HOME_SIZE, **policies)
        third = Formula(lines[2], size=HOME_SIZE, new3="new", reference3="reference")
        super().__init__(first, second, third)
        self.arrange(direction=-UP, buff=_LINE_GAP, aligned_edge=LEFT)
        for line in (second, third):
            line.shift(_INDENT * -LEFT)
        third.shift(_INDENT * -LEFT)
        self.move_to(_HOME_CORNER, aligned_edge=UP + LEFT)

    @property
    def surrogate_line(self) -> Formula:
        """The second of the lines: the average over the group, and what min takes."""
        return self.submobjects[1]

    @property
    def price_line(self) -> Formula:
        """The last of the lines: the price, with room for words at its right."""
        return self.submobjects[2]

    def part(self, name: str) -> VGroup:
        """The glyphs of the part `name`; raises `KeyError` when no line has it."""
        for line in self.submobjects:
            if name in line.part_names:
                return line.select(name)
        raise KeyError(f"no part {name!r}")

    def beyond(self, edge: float) -> list[VMobject]:
        """The glyphs of the long second line that pass `edge`, a view's right end."""
        return [glyph for glyph in self.surrogate_line if glyph.get_right()[0] > edge]

    def light(self, *names: str, **kwargs) -> list[Animation]:
        """Animations that dim all glyphs outside the parts `names`, and bring these back."""
        lit = {id(glyph) for name in names for glyph in self.part(name)}
        glyphs = [glyph for line in self.submobjects for glyph in line.submobjects]
        back = [Undim(glyph) for glyph in glyphs if id(glyph) in lit and is_dimmed(glyph)]
        return [Dim(glyph, **kwargs) for glyph in glyphs if id(glyph) not in lit] + back
