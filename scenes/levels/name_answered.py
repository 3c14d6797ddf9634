"""The answer of the film: each word of the name over its sentence, its picture, its term."""

from __future__ import annotations

import numpy as np
from manim import RIGHT, UP, Animation, FadeIn, VGroup

from grpo_core import GroupTable
from scenes.script.words import say
from scenes.stage.places import stand_on
from scenes.stage.questions import NAME
from scenes.stage.spelled_out import spelled_out
from scenes.stage.typeset import Formula, Prose, on_baseline

from .answer_rows import AnswerRows
from .five_pictures import FivePictures
from .five_places import HungSentences
from .level_lines import ROWS
from .row_marks import RowMarks

_NAME_Y, _TAGS_Y = 2.9, -0.28  # of the name while it is whole, and of the sentences
_HEAD, _GAP, _PICTURE = 36, 0.22, 0.9  # of a word: its size, over its sentence, to its picture
_CAUTIONS, _BETWEEN = (3, 4), 0.25  # the least gap between two words


class NameAnswered:
    """Words, sentences and pictures over the objective in one `line`; methods return animations."""

    def __init__(self, table: GroupTable, rows: AnswerRows, marks: RowMarks, line: Formula):
        def part(name: str) -> VGroup:
            # To ask is to draw the group, and to average over it.
            names = ("expectation", name) if name == "average" else (name,)
            return VGroup(*(glyph for each in names for glyph in line.select(each)))

        self.hung = HungSentences(table, part, _TAGS_Y)
        self.hung.remove(self.hung.rules)
        tags = self.hung.tags
        self.heads = self._heads()
        rows.set_step(1.0)
        over = float(tags.get_top()[1]) + _GAP + _PICTURE
        self.pictures = FivePictures(rows, marks).stand_at([tag.get_x() for tag in tags], over)
        self.words = [Prose(word, size=NAME) for word in spelled_out()[0]]
        self.name = on_baseline(*self.words, buff=0.3).move_to([0, _NAME_Y, 0])

    def _heads(self) -> list[Prose]:
        """Where the words go, and what the cautions are called."""
        tags = self.hung.tags
        group, relative, *both = (Prose(word, size=_HEAD) for word in spelled_out()[0])
        cautions = Prose(say("levels.home.cautions"), size=_HEAD, role="muted")
        pair = on_baseline(*both, buff=0.2)
        edge = -np.inf
        for text, over in ((group, 0), (relative, 1), (pair, 2), (cautions, _CAUTIONS)):
            text.set_x(float(np.mean([tags[k].get_x() for k in np.atleast_1d(over)])))
            text.shift(max(0.0, edge - text.get_left()[0]) * RIGHT)
            edge = text.get_right()[0] + _BETWEEN
        heads = [group, relative, *both, cautions]
        for head in heads:
            stand_on(head, float(tags.get_top()[1]) + _GAP)
        return heads

    def say(self, row: int) -> list[Animation]:
        """A word goes over its sentence, which hangs from its term, with its picture."""
        moves = [*self.hung.hang(row)[1:], FadeIn(self.pictures[row], shift=0.15 * UP)]
        words = {0: [0], 1: [1], 2: [2, 3]}.get(row, [])
        moves += [self.words[k].animate.become(self.heads[k]) for k in words]
        if row == _CAUTIONS[0]:
            moves.append(FadeIn(self.heads[-1]))
        return moves

    def gathered(self) -> VGroup:
        """All of it, as it stands at the end."""
        assert len(self.pictures) == ROWS
        return VGroup(self.hung, self.pictures, *self.heads)
