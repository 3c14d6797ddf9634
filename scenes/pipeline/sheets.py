"""An answer of R1-Zero that mixes languages, and beside it an example of the cold start."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, VGroup

from scenes.script.words import in_own_script, say
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, HAIRLINE, LABEL, READOUT, paint
from scenes.stage.typeset import Prose, on_baseline

_SIZE, _PAD = (4.55, 2.55), 0.3
_MIXED_AT, _READABLE_AT = (-0.7, -0.35), (4.2, -0.35)
_PILE, _BEHIND = 3, 0.13  # sheets behind the example, and their step


class AnswerSheet(VGroup):
    """A panel with the lines "readable" or "mixed", under a title.

    Of a mixed one the words in other letters than the language's own stand out.
    """

    def __init__(self, kind: str):
        x, y = _MIXED_AT if kind == "mixed" else _READABLE_AT
        lines = say(f"stage.answer_sheet.{kind}").splitlines()
        self.body = panel(*_SIZE).move_to([x, y, 0])
        self.lines = VGroup(
            *(
                on_baseline(*(_word(w, mixed=kind == "mixed") for w in line.split()), buff=0.16)
                for line in lines
            )
        ).arrange(DOWN, buff=0.26, aligned_edge=LEFT)
        self.lines.move_to(self.body.get_left() + _PAD * RIGHT, aligned_edge=LEFT)
        self.title = Prose(say(f"pipeline.cold_start.{kind}"), size=READOUT)
        self.title.next_to(self.body, UP, buff=0.2).align_to(self.body, LEFT)
        super().__init__(self.body, self.lines, self.title)

    def under(self, text: str, role: str = "text") -> Prose:
        """A text under the sheet."""
        words = Prose(text, size=LABEL, role=role)
        words.next_to(self.body, DOWN, buff=0.25).align_to(self.body, LEFT)
        return stand_on(words, self.body.get_bottom()[1] - 0.75)

    def pile(self) -> VGroup:
        """As many more behind it as can be seen."""
        sheets = VGroup(*(self.body.copy() for _ in range(_PILE)))
        for k, sheet in enumerate(sheets):
            sheet.shift((_PILE - k) * _BEHIND * (RIGHT + DOWN))
            sheet.set_stroke(paint("muted"), HAIRLINE)
        return sheets


def _word(word: str, *, mixed: bool) -> Prose:
    """A word; among mixed ones those in other letters stand out, with a line under them."""
    own = in_own_script(word)
    text = Prose(word, size=READOUT, role="muted" if mixed and own else "text")
    if own:
        return text
    foot = text.get_bottom()[1] - 0.05
    ends = (np.array([x, foot, 0.0]) for x in (text.get_left()[0], text.get_right()[0]))
    return text.add(Line(*ends).set_stroke(paint("text"), AXIS))
