"""The GRPO objective in three lines with named parts: one definition for all films.

DeepSeek-R1, equation 1 (arXiv 2501.12948): the KL term stands inside the sum.
"""

from __future__ import annotations

from manim import LEFT, UP, Animation, VGroup

from .motion import Dim
from .typeset import Formula

HOME_SIZE = 40
_LINE_GAP = 0.2
_INDENT = 0.55
_HOME_CORNER = (-6.3, 3.45, 0.0)


def _ratio(number: int) -> str:
    numerator = f"{{{{ pi_theta : new{number} }}}}(o_i|q)"
    denominator = f'{{{{ pi_"old" : old{number} }}}}(o_i|q)'
    return f"{{{{ ({numerator}) / ({denominator}) : ratio{number} }}}}"


_FIRST = (
    '{{ cal(J)_"GRPO" (theta) : objective }} = {{ EE_(q ~ P(Q), space {o_i}_(i=1)^G ~ '
    '{{ pi_"old" : old0 }}(O|q)) : expectation }}'
)
_CLIP = (
    f'{{{{ op("clip") lr(( {_ratio(2)}, 1 - epsilon, 1 + epsilon )) '
    "{{ A_i : advantage2 }} : clip }}"
)
_SECOND = (
    "{{ 1/G sum_(i=1)^G : average }} {{ lr(size: #2.6em, bracket.l) : open }} "
    f"{{{{ min lr(( {_ratio(1)} {{{{ A_i : advantage1 }}}}, thin {_CLIP} )) : surrogate }}}}"
)
_THIRD = (
    '- {{ beta : beta }} thin {{ DD_"KL" lr(( {{ pi_theta : new3 }} parallel '
    '{{ pi_"ref" : reference3 }} )) : divergence }} {{ lr(size: #2.6em, bracket.r) : close }}'
)


class Objective(VGroup):
    """The three lines at their home place; `part` finds a named part in any line."""

    def __init__(self):
        first = Formula(_FIRST, size=HOME_SIZE, old0="old")
        second = Formula(_SECOND, size=HOME_SIZE, new1="new", old1="old", new2="new", old2="old")
        third = Formula(_THIRD, size=HOME_SIZE, new3="new", reference3="reference")
        super().__init__(first, second, third)
        self.arrange(direction=-UP, buff=_LINE_GAP, aligned_edge=LEFT)
        for line in (second, third):
            line.shift(_INDENT * -LEFT)
        third.shift(_INDENT * -LEFT)
        self.move_to(_HOME_CORNER, aligned_edge=UP + LEFT)

    def part(self, name: str) -> VGroup:
        """The glyphs of the part `name`; raises `KeyError` when no line has it."""
        for line in self.submobjects:
            if name in line._parts:
                return line.select(name)
        raise KeyError(f"no part {name!r}")

    def light(self, *names: str, **kwargs) -> list[Animation]:
        """Animations that dim all glyphs outside the parts `names`."""
        lit = {id(glyph) for name in names for glyph in self.part(name)}
        return [
            Dim(glyph, **kwargs)
            for line in self.submobjects
            for glyph in line.submobjects
            if id(glyph) not in lit
        ]
