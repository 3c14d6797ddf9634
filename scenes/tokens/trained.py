"""Which squares are trained: rows in which what is only seen carries a grid of dots."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, SurroundingRectangle, VGroup

from scenes.script.words import say
from scenes.stage.brace import Brace
from scenes.stage.dot_grid import DotGrid
from scenes.stage.marks import sign_marker
from scenes.stage.score_marks import wrong_mark
from scenes.stage.theme import LABEL, MAIN_CURVE, paint
from scenes.stage.token_square import END
from scenes.stage.token_strip import TokenStrip
from scenes.stage.typeset import Prose, fit_prose

from .story import Story, ToldAnswer
from .strips import readable

LEFT_END, _SIDE, _WIDTH = -6.35, 0.55, 12.75
FEET = (2.1, 0.15, -1.95)
_TOOL = (3, 4, 4)  # squares of an answer before a tool's output, of that output, and after it
_ASKED = 6  # characters of a question that are squares, at most
_GAP = 0.17 * 0.8  # from dot to dot


class TrainedRow(VGroup):
    """A question and what follows it: `strip`, and on what is not trained the `dots`.

    `only_seen` are the places of such squares, counted with the question's; `end` is whether
    the last of the others ends the answer.
    """

    def __init__(self, tokens: Sequence[str], asked: Sequence[str], only_seen: Sequence[int]):
        self.strip = TokenStrip(
            tokens, np.ones(len(tokens)), prompt=asked, side=_SIDE, width=_WIDTH, rows=1
        )
        self.squares = [*self.strip.prompt, *self.strip.squares]
        self.seen = [k for k in (*range(len(asked)), *only_seen) if k < len(self.squares)]
        for k in only_seen:
            if k < len(self.squares):
                square = self.squares[k]
                square.is_given = True
                square.set_role("muted")
        self.dots = VGroup(
            *(DotGrid(self.squares[k].face, role="muted", gap=_GAP) for k in self.seen)
        )
        self.letters = VGroup(*map(readable, self.strip.prompt))
        super().__init__(self.strip, self.dots, self.letters)

    def over(self, first: int, last: int, key: str, way: np.ndarray = UP) -> VGroup:
        """A brace over the squares from one place to another, and what they are."""
        side = UP if way is UP else DOWN
        start = self.squares[first].face.get_corner(side + LEFT) + 0.1 * side
        end = self.squares[last].face.get_corner(side + RIGHT) + 0.1 * side
        ends = (start, end) if way is UP else (end, start)
        brace = Brace(*ends, depth=0.2)
        text = fit_prose(say(f"tokens.trained.{key}"), 5.0, lines=1, size=LABEL)
        return VGroup(brace, brace.put(text, 0.08))

    def end(self) -> VGroup:
        """A frame about the token that ends the answer, and that it is trained, too."""
        face = self.squares[-1].face
        frame = SurroundingRectangle(face, buff=0.06, color=paint("text"), stroke_width=MAIN_CURVE)
        text = Prose(say("tokens.trained.end"), size=LABEL)
        text.next_to(frame, DOWN, buff=0.14).align_to(frame, RIGHT)
        return VGroup(frame, text)


class TrainedRows(VGroup):
    """Three rows: an answer that ends; a short one, filled up; one that is cut off."""

    def __init__(self, story: Story):
        asked = _asked(story)
        right, short = story.right, story.short
        padding = min(max(story.longest - short.size, 2), 14 - min(short.size, 10))
        whole = self._row(right.tokens, asked, [])
        filled = self._row(
            [*_first(short, 10), *[""] * padding],
            asked,
            range(len(asked) + min(short.size, 10), len(asked) + min(short.size, 10) + padding),
        )
        before, output, after = _TOOL
        cut = self._row(
            [""] * (before + output + after),
            asked,
            range(len(asked) + before, len(asked) + before + output),
        )
        self.rows = [whole, filled, cut]
        for row, foot in zip(self.rows, FEET, strict=True):
            row.shift(np.array([LEFT_END, foot, 0.0]) - row.strip.pin.points[0])
        super().__init__(*self.rows)
        self.asked = len(asked)
        self.words = self._words(padding)
        written = [square for k, square in enumerate(cut.squares) if k not in cut.seen]
        self.left_out = VGroup(*(DotGrid(one.face, role="muted", gap=_GAP) for one in written))
        self.punished = VGroup(
            *(sign_marker(-1.0, 0.2).next_to(one.face, DOWN, buff=0.1) for one in written)
        )
        self.wall = self._wall()

    def _row(
        self, tokens: Sequence[str], asked: Sequence[str], only_seen: Sequence[int]
    ) -> TrainedRow:
        return TrainedRow(tokens, asked, list(only_seen))

    def _words(self, padding: int) -> dict[str, VGroup]:
        whole, filled, cut = self.rows
        n, last = self.asked, len(filled.squares) - 1
        before, output, _ = _TOOL
        return {
            "question": whole.over(0, n - 1, "question"),
            "answer": whole.over(n, len(whole.squares) - 1, "answer"),
            "end": whole.end(),
            "padding": filled.over(last - padding + 1, last, "padding"),
            "tool": cut.over(n + before, n + before + output - 1, "tool"),
        }

    def _wall(self) -> VGroup:
        """The end of the room, which the answer meets before it has ended; and what then."""
        last = self.rows[2].squares[-1].face
        spot = last.get_right() + 0.16 * RIGHT
        wall = Line(spot + 0.55 * UP, spot + 0.38 * DOWN).set_stroke(paint("text"), MAIN_CURVE)
        cross = wrong_mark(0.3).next_to(wall, RIGHT, buff=0.25)
        words = Prose(say("tokens.trained.cut"), size=LABEL).next_to(cross, RIGHT, buff=0.2)
        after = Prose(say("tokens.trained.after"), size=LABEL, role="muted")
        after.next_to(last, DOWN, buff=0.42).set_x(6.5 - 0.5 * after.width)
        return VGroup(wall, cross, words, after)


def _asked(story: Story) -> list[str]:
    """The question as squares: its characters, or a sign for a long one."""
    question = story.question
    return list(question) if len(question) <= _ASKED else ["…"]


def _first(answer: ToldAnswer, most: int) -> list[str]:
    """Its tokens, or the first and the last of a long one."""
    if answer.size <= most:
        return list(answer.tokens)
    return [*answer.tokens[: most - 2], "…", END]
