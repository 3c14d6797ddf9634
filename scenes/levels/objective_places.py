"""The five lines in the objective: where each flies to, and the sentence that hangs there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import (
    RIGHT,
    UP,
    Animation,
    Create,
    CubicBezier,
    FadeIn,
    FadeOut,
    Line,
    VGroup,
    VMobject,
)

from scenes.stage.objective import Objective
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.retelling import EARLY, become, rest_of
from scenes.stage.theme import AXIS, paint
from scenes.stage.typeset import Formula

from .level_lines import ROWS, sentence, sentence_in_two

_TAG_HEIGHT, _FIRST_HEIGHT = 1.4, 0.8
_FIRST_TOP, _ROW_MIDDLE = 3.08, np.array([0, -1.75, 0])
_ORDER = (4, 2, 1, 3)  # of the sentences in their row: no thread crosses another


class Places:
    """An objective that is put together from the lines of a level."""

    def __init__(self, objective: Objective, lines: Sequence[Formula]):
        self.objective, self.lines = objective, lines
        self.slots = self._slots()

    def _slots(self) -> list[tuple[VGroup, VGroup]]:
        """For each line the glyphs that fly, and the glyphs of the objective they become."""
        part = self.objective.part
        judged = VGroup(*part("advantage1"), *part("advantage2"))
        ratios = VGroup(*part("ratio1"), *part("ratio2"))
        first, second, third, fourth, fifth = self.lines
        return [
            (VGroup(*first), part("expectation")),
            (second.select("advantage"), judged),
            (third.without("judged"), ratios),
            (VGroup(*fourth), rest_of(part("surrogate"), judged, ratios)),
            (VGroup(*fifth), part("price")),
        ]

    def take(self, row: int) -> list[Animation]:
        """The line of a row flies to its place, and the rest of it leaves."""
        piece, slot = self.slots[row]
        rest = rest_of(self.lines[row], piece)
        leaving = [FadeOut(rest, rate_func=EARLY)] if len(rest) else []
        return [*become(piece, slot), *leaving]

    def fill_up(self) -> list[Animation]:
        """What no line has said of the objective comes in."""
        filled = {id(glyph) for _, slot in self.slots for glyph in slot}
        glyphs = [glyph for line in self.objective for glyph in line]
        return [FadeIn(VGroup(*(glyph for glyph in glyphs if id(glyph) not in filled)))]


class HungSentences:
    """The sentences of the first level on panels, each on a thread from its place."""

    def __init__(self, objective: Objective):
        self.objective = objective
        self.tags = VGroup(*map(_tag, range(ROWS)))
        place = objective.part("expectation").get_right()
        self.tags[0].next_to([place[0], _FIRST_TOP, 0], RIGHT, buff=1.0)
        row = VGroup(*(self.tags[row] for row in _ORDER))
        row.arrange(RIGHT, buff=0.2).move_to(_ROW_MIDDLE)
        self.threads = VGroup(*map(self._thread, range(ROWS)))
        self.threads.set_stroke(paint("muted"), AXIS)

    def hang(self, row: int) -> list[Animation]:
        """The sentence of a row hangs from its place."""
        return [Create(self.threads[row]), FadeIn(self.tags[row])]

    def let_go(self) -> list[Animation]:
        """The threads fade, and the sentences rise to where they were."""
        return [FadeOut(self.threads), FadeOut(self.tags, shift=0.4 * UP)]

    def _thread(self, row: int) -> VMobject:
        """The line from the place of a row in the objective to its tag."""
        part, tag = self.objective.part, self.tags[row]
        if row == 0:
            start = part("expectation").get_right()[0] + 0.15
            return Line([start, tag.get_y(), 0], tag.get_left())
        slot = part({1: "advantage1", 2: "ratio1", 4: "price"}.get(row, "ratio2"))
        across = {
            2: slot.get_right()[0] - 0.02,  # it passes the price, which stands below it
            3: VGroup(slot, part("advantage2")).get_x(),  # where the range is written
        }.get(row, slot.get_x())
        start = np.array([across, slot.get_bottom()[1] - 0.12, 0])
        end = tag.get_top()
        middle = 0.5 * (start[1] + end[1])
        return CubicBezier(start, [start[0], middle, 0], [end[0], middle, 0], end)


def _tag(row: int) -> VGroup:
    """The sentence of a row on a panel; the first is on one line."""
    said = sentence_in_two(row) if row else sentence(row)
    body = panel(said.width + 0.44, _TAG_HEIGHT if row else _FIRST_HEIGHT)
    first = said[0] if row else said
    stand_on(first, 0.16 if row else -0.12, row=said)
    return VGroup(body, said.set_x(0))
