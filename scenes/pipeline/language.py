"""Two right answers, word by word; what is paid is accuracy and the share in one language."""

from __future__ import annotations

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    Line,
    Rectangle,
    VGroup,
)

from scenes.script.words import in_own_script, say
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.score_marks import right_mark
from scenes.stage.theme import AXIS, HAIRLINE, LABEL, READOUT, paint
from scenes.stage.typeset import Prose

_LEFT, _TOPS = -2.95, (0.8, -1.2)  # of the words: their left edge, and the rows' upper lines
_ROW, _TILE, _GAP = 0.66, 0.56, 0.12  # between lines; a word's height; between words
_BARS, _BLOCK, _THICK = 2.95, 1.65, 1.0  # a reward: its left end, a right answer's, its height
_SPACE = 0.08  # between the two parts of a reward
_SLICE_RIM = 2


class WordAnswer:
    """An answer as tiles, bright for the words in the question's language.

    Beside it the reward: a block for its being right, and on it a slice for each such word.
    """

    def __init__(self, kind: str, number: int):
        lines = say(f"pipeline.language.{kind}").splitlines()
        self.tiles = VGroup(*(_tile(word) for line in lines for word in line.split()))
        self.own = [in_own_script(word) for line in lines for word in line.split()]
        k, top = 0, _TOPS[number]
        for row, line in enumerate(lines):
            x = _LEFT
            for _ in line.split():
                tile = self.tiles[k]
                tile.move_to([x, top - _ROW * row, 0], aligned_edge=LEFT)
                x, k = x + tile.width + _GAP, k + 1
        self.name = Prose(say(f"pipeline.language.name_{kind}"), size=LABEL, role="muted")
        self.name.next_to(self.tiles, UP, buff=0.16).align_to(self.tiles, LEFT)
        self.mark = right_mark(0.45).next_to(self.name, RIGHT, buff=0.3)
        middle = top - 0.5 * _ROW
        self.accuracy = _block(_BARS, middle, _BLOCK)
        width, start = _BLOCK / len(self.own), _BARS + _BLOCK + _SPACE
        self.slices = VGroup(
            *(_block(start + width * i, middle, width) for i in range(sum(self.own)))
        ).set_stroke(paint("ground"), _SLICE_RIM)
        self.count = Prose(self.counted(), size=LABEL)
        side = (DOWN, UP)[number]  # both between the two bars
        self.count.next_to([start, middle + 0.5 * _THICK * side[1], 0], side, buff=0.12)
        self.count.align_to([start + _BLOCK, 0, 0], RIGHT)

    @property
    def share(self) -> float:
        """The share of its words in the question's language."""
        return sum(self.own) / len(self.own)

    def counted(self) -> str:
        """How many of its words are in the question's language."""
        return say("pipeline.language.share", own=sum(self.own), all=len(self.own))

    def pay_for_language(self) -> list[Animation]:
        """Each word in the language becomes a slice of the reward."""
        own = (tile for tile, mine in zip(self.tiles, self.own, strict=True) if mine)
        return [
            FadeIn(piece, target_position=tile, scale=2.0)
            for tile, piece in zip(own, self.slices, strict=True)
        ]


class Paid:
    """What the parts of both rewards are called, over the first one, and where both begin."""

    def __init__(self, both: tuple[WordAnswer, WordAnswer]):
        first, last = (answer.accuracy for answer in both)
        self.ground = Line(
            [_BARS - 0.06, first.get_top()[1] + 0.1, 0], [_BARS - 0.06, last.get_bottom()[1], 0]
        ).set_stroke(paint("muted"), AXIS)
        self.names = VGroup(
            *(
                Prose(say(f"pipeline.language.{key}"), size=READOUT)
                for key in ("accuracy", "language")
            )
        )
        starts = _BARS, _BARS + _BLOCK + _SPACE
        for text, x in zip(self.names, starts, strict=True):
            stand_on(text, both[0].name).align_to([x, 0, 0], LEFT)


def _tile(word: str) -> VGroup:
    mine = in_own_script(word)
    text = Prose(word, size=LABEL, role="ink" if mine else "muted")
    body = panel(text.width + 0.3, _TILE).set_stroke(paint("muted"), AXIS if mine else HAIRLINE)
    body.set_fill(paint("paper" if mine else "panel"), 1)
    return VGroup(body, text.move_to(body))


def _block(x: float, y: float, width: float) -> Rectangle:
    block = Rectangle(width=width, height=_THICK).set_fill(paint("coin"), 1)
    block.set_stroke(paint("coin_edge"), HAIRLINE)
    return block.move_to([x, y, 0], aligned_edge=LEFT)
