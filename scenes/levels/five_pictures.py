"""What the five sentences drew into the rows, each as a small picture of its own."""

from __future__ import annotations

from collections.abc import Sequence

from manim import DL, LEFT, UL, Mobject, VGroup

from scenes.stage.brace import Brace
from scenes.stage.theme import paint

from .answer_rows import AnswerRows
from .row_marks import RowMarks

_WIDE, _TALL = 1.9, 0.9  # scene units: the largest picture
_LARGER, _THIN = 1.5, 2  # of so small pictures: times a coin, and the width of an outline
_CARD = 1.5  # the width of an answer's card beside its brace


class FivePictures(VGroup):
    """Copies of parts of `rows` and their `marks`, in the order of the sentences.

    Answers in a brace; distances from the average; bars that grow or shrink; one that reaches
    its bracket; one beside the start's. `stand_at` places them. `parts` are what they were
    copied from, where that is on the stage.
    """

    def __init__(self, rows: AnswerRows, marks: RowMarks):
        self.parts = [
            VGroup(marks.brace, rows.bodies),
            VGroup(rows.line, rows.arrows, *(coin.face for coin in rows.coins)),
            VGroup(rows.foot, rows.fills, rows.frames),
            _of_row(rows, rows.example, *_behind(rows, marks)),
            _of_row(rows, _furthest(marks), marks.ghosts[_furthest(marks)]),
        ]
        cards, *others = (part.copy() for part in self.parts)
        super().__init__(_in_brace(cards[1]), *others)
        for card in cards[1]:
            card.set_fill(paint("hairline"))
        for face in self[1][2:]:
            face.scale(_LARGER)
        bars = self[2]
        for bar in bars[2]:
            bar.set_stroke(width=0, background=True)  # of the ground: it would hide so thin a bar
            bar.set_stroke(width=_THIN)
        bars.stretch_to_fit_width(_WIDE).stretch_to_fit_height(_TALL)
        for picture in self:
            picture.scale(min(_WIDE / picture.width, _TALL / picture.height))

    def stand_at(self, columns: Sequence[float], y: float) -> FivePictures:
        """Place their middles."""
        for picture, x in zip(self, columns, strict=True):
            picture.move_to([x, y, 0])
        return self


def _in_brace(cards: VGroup) -> VGroup:
    for card in cards:
        card.stretch_to_fit_width(_CARD)
    foot, top = (cards.get_corner(side) + 0.12 * LEFT for side in (DL, UL))
    return VGroup(cards, Brace(foot, top, depth=0.3))


def _of_row(rows: AnswerRows, row: int, *marks: Mobject) -> VGroup:
    return VGroup(rows.fills[row], rows.frames[row], *marks)


def _behind(rows: AnswerRows, marks: RowMarks) -> list[Mobject]:
    """The bracket of the row that is followed and what lies behind it, if it has them."""
    bounded = [row for row in range(len(rows.shown)) if marks.bound(row) is not None]
    if rows.example not in bounded:
        return []
    hatch = marks.behind.get(rows.example)
    return [marks.brackets[bounded.index(rows.example)], *([hatch] if hatch else [])]


def _furthest(marks: RowMarks) -> int:
    """The row whose bar is furthest from the start's."""

    def distance(row: int) -> float:
        _, new, reference = marks.ends(row)
        return abs(new - reference)

    return max(range(len(marks.ghosts)), key=distance)
