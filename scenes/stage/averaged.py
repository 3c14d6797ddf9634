"""What the objective averages, in large type: its smallest signs can be read once in a film."""

from __future__ import annotations

from collections.abc import Sequence

from manim import UP, Animation, Transform, VGroup

from scenes.script.formulas import objective_line, objective_lines

from .places import EXIT_OBJECTIVE
from .theme import FORMULA, paint
from .typeset import Formula

_RAISED = 0.05  # clear of captions, while it is large
_READ = 49  # size of type


class Averaged(Formula):
    """What the objective averages, large at its place; its parts `lit` are bright."""

    def __init__(self, *lit: str):
        _, second, third = objective_lines(short=True)
        policies = {"new3": "new", "reference3": "reference"}
        super().__init__(f"{second} {third}", size=_READ, **policies)
        self.move_to(EXIT_OBJECTIVE + _RAISED * UP)
        for glyph in self.without(*lit):
            if glyph.get_fill_color() == paint("text"):
                glyph.set_color(paint("muted"))

    def shrink(self) -> Animation:
        """It becomes what it is in the objective's one line."""
        line = Formula(objective_line(), size=FORMULA).move_to(EXIT_OBJECTIVE)
        place = VGroup(*map(line.select, ("average", "open", "surrogate", "price", "close")))
        return self.animate.match_width(place).move_to(place)

    def become_zero(self, *names: str) -> Sequence[Animation]:
        """Its parts `names` become a zero each; `come_back` gives them back."""
        self.zeroed = [(part, part.copy()) for part in map(self.select, names)]
        zeros = (Formula("0", size=_READ).move_to(part) for part, _ in self.zeroed)
        return [
            Transform(part, VGroup(*zero))
            for (part, _), zero in zip(self.zeroed, zeros, strict=True)
        ]

    def come_back(self) -> Sequence[Animation]:
        """What became zero is again what it was."""
        return [Transform(part, was) for part, was in self.zeroed]
