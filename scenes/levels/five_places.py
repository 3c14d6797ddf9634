"""The objective of the papers on two lines, and the five sentences on threads from its terms."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import DOWN, RIGHT, UP, Animation, Create, CubicBezier, FadeIn, Line, VGroup, VMobject

from grpo_core import GroupTable
from scenes.script.formulas import objective_lines
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, CURVE, paint
from scenes.stage.typeset import Formula

from .level_lines import ROWS, sentence_in_two

TERMS = ("average", "advantage1", "ratio1", "clip", "price")  # of the five sentences
_SIZE, _WIDE = 44, 13.42  # of the first line; the width of the second
_FIRST, _SECOND = 3.1, 1.55  # their heights
_TAG, _GAP, _BELOW = 1.36, 0.14, 0.1
_SAID, _ROOM = 38, 13.3  # the size of the sentences, and how wide their row may be


class PaperObjective(VGroup):
    """The objective as in the papers: the expectation, and under it what is averaged."""

    def __init__(self) -> None:
        first, second, third = objective_lines()
        policies = {"new1": "new", "old1": "old", "new2": "new", "old2": "old"}
        self.first = Formula(first, size=_SIZE, old0="old")
        self.second = Formula(
            f"{second} {third}", size=_SIZE, new3="new", reference3="reference", **policies
        )
        self.second.scale(_WIDE / self.second.width)
        self.first.move_to([0.5 * _WIDE, _FIRST, 0], aligned_edge=RIGHT)
        self.second.move_to([0, _SECOND, 0])
        super().__init__(self.first, self.second)

    def part(self, name: str) -> VGroup:
        """The glyphs of the part `name` of the second line."""
        return self.second.select(name)


class HungSentences(VGroup):
    """The five plain sentences in a row at the height `y`, each on a thread from its term.

    `part` gives the glyphs of a term, which are all over the row, or all under it.
    """

    def __init__(self, table: GroupTable, part: Callable[[str], VGroup], y: float):
        self.tags = VGroup(*(_tag(table, row) for row in range(ROWS)))
        self.tags.arrange(buff=_GAP)
        self.tags.scale(min(1.0, _ROOM / self.tags.width)).move_to([0, y, 0])
        self.threads = VGroup(*(self._thread(k, part(TERMS[k])) for k in range(ROWS)))
        self.rules = VGroup(*(_rule(part(name)) for name in TERMS))
        super().__init__(self.threads, self.tags, self.rules)

    def hang(self, row: int) -> list[Animation]:
        """The sentence of a row hangs from its term."""
        arriving = FadeIn(self.tags[row], shift=0.15 * DOWN)
        return [Create(self.rules[row]), Create(self.threads[row]), arriving]

    def _thread(self, row: int, term: VGroup) -> VMobject:
        """From a term to its sentence, above or under it."""
        tag = self.tags[row]
        below = tag.get_y() < term.get_y()
        edge, side = (term.get_bottom(), DOWN) if below else (term.get_top(), UP)
        start = np.array([term.get_x(), edge[1], 0.0]) + 0.16 * side
        end = tag.get_top() if below else tag.get_bottom()
        middle = 0.5 * (start[1] + end[1])
        way = CubicBezier(start, [start[0], middle, 0], [end[0], middle, 0], end)
        return way.set_stroke(paint("muted"), CURVE)


def _tag(table: GroupTable, row: int) -> VGroup:
    """The sentence of a row in two lines on a panel."""
    said = sentence_in_two(table, row, _SAID)
    body = panel(said.width + 0.4, _TAG)
    stand_on(said[0], 0.16, row=said)
    return VGroup(body, said.set_x(0))


def _rule(term: VGroup) -> Line:
    foot = term.get_bottom()[1] - _BELOW
    ends = (np.array([side[0], foot, 0.0]) for side in (term.get_left(), term.get_right()))
    return Line(*ends).set_stroke(paint("text"), AXIS)
