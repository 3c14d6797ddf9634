"""How a film about tokens closes: the objective with its tokens, as papers on averages print it."""

from __future__ import annotations

from collections.abc import Sequence

from manim import UP, Animation, VGroup

from .places import EXIT_OBJECTIVE
from .questions import Exit
from .theme import FORMULA, LABEL, paint
from .typeset import Formula

_LARGE = 50  # size of type: of the smallest signs, which are read so
_TERM = (
    "1/G sum_(i=1)^G {{ 1/abs(o_i) sum_t : tokens }} "
    "lr(size: #1.6em, bracket.l) {{ min : cautious }} lr(( {{ rho_(i t) : ratio }} "
    '{{ A_i : advantage }}, {{ op("clip") : clip }} (rho_(i t)) A_i )) '
    '- beta thin DD_"KL" lr(size: #1.6em, bracket.r)'
)


class TokenExit(Exit):
    """The film's last sentence across the top, and under its picture J with a sum over tokens.

    The parts `lit` stand out of it: ``tokens``, ``cautious``, ``ratio``, ``advantage``, ``clip``.
    """

    def __init__(self, sentence: str, *lit: str):
        super().__init__(sentence, (), width=5.2, across=True)
        self.lit = lit
        self.remove(self.objective)
        whole = f"cal(J) = EE thin {{{{ {_TERM} : averaged }}}}"
        self.objective = Formula(whole, size=FORMULA, role="muted").move_to(EXIT_OBJECTIVE)
        for name in lit:
            self.part(name).set_color(paint("text"))
        self.add(self.objective)

    def part(self, name: str) -> VGroup:
        """The glyphs of a part of the objective."""
        return self.objective.select(name)

    def large(self) -> Formula:
        """What it averages, large at its place; all of it grey."""
        return Formula(_TERM, size=_LARGE, role="muted").move_to(EXIT_OBJECTIVE)

    def shrink(self, term: Formula) -> Animation:
        """The large form becomes what it is in the objective."""
        place = self.objective.select("averaged")
        return term.animate.match_width(place).move_to(place)

    def marks(self, *groups: Sequence[str]) -> VGroup:
        """Over the first part of each group the number of the group, from 1 on."""
        marks = VGroup()
        for number, (first, *_) in enumerate(groups, start=1):
            mark = Formula(str(number), size=LABEL)
            marks.add(mark.next_to(self.part(first), UP, buff=0.16))
        return marks
