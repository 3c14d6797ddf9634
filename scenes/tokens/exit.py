"""How the film closes: the objective with its tokens, as the papers on averages print it."""

from __future__ import annotations

from manim import Animation

from scenes.stage.places import EXIT_OBJECTIVE
from scenes.stage.questions import Exit
from scenes.stage.theme import FORMULA, paint
from scenes.stage.typeset import Formula

_LARGE = 50  # size of type: of the smallest signs, which are read so
_LIT = ("weight", "ratio", "ratio2", "advantage", "advantage2")
_RATIO, _A = "rho_(i t)", "A_i"
_AVERAGED = (
    "1/G sum_(i=1)^G {{ 1/abs(o_i) : weight }} sum_t "
    "lr(size: #1.6em, bracket.l) min lr(( {{ RATIO : ratio }} {{ A : advantage }}, "
    'op("clip") (RATIO) A )) - beta thin DD_"KL" lr(size: #1.6em, bracket.r)'
)


def _source() -> str:
    return _AVERAGED.replace("RATIO", _RATIO).replace(" A ", f" {_A} ")


class TokenExit(Exit):
    """The film's last sentence across the top, and under its picture J with a sum over tokens.

    A token's ratio, its answer's advantage and the answer's weight stand out by a rule.
    """

    def __init__(self, sentence: str):
        self.term = _source()
        super().__init__(sentence, (), width=5.2, across=True)
        whole = "cal(J) = EE thin {{ " + self.term + " : averaged }}"
        self.remove(self.objective)
        self.objective = Formula(whole, size=FORMULA).move_to(EXIT_OBJECTIVE)
        self.add(self.objective)
        lit = {id(glyph) for name in ("weight", "ratio", "advantage") for glyph in self.part(name)}
        for glyph in self.objective:
            if id(glyph) not in lit:
                glyph.set_color(paint("muted"))

    def part(self, name: str) -> Formula:
        """The glyphs of a part of the objective."""
        return self.objective.select(name)

    def large(self) -> Formula:
        """What it averages, large at its place; all of it grey."""
        return Formula(self.term, size=_LARGE, role="muted").move_to(EXIT_OBJECTIVE)

    def shrink(self, term: Formula) -> Animation:
        """The large form becomes what it is in the objective."""
        place = self.objective.select("averaged")
        return term.animate.match_width(place).move_to(place)
