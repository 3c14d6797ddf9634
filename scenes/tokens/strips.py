"""The told answers as strips of squares, which stay on the stage from beat to beat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Dot,
    FadeIn,
    LaggedStart,
    RoundedRectangle,
    VGroup,
    VMobject,
)

from scenes.script.words import say
from scenes.stage.brace import Brace
from scenes.stage.coin import Coin
from scenes.stage.hatch import Hatch
from scenes.stage.live_number import LiveNumber
from scenes.stage.marks import sign_marker
from scenes.stage.motion import Drive
from scenes.stage.score_marks import right_mark, wrong_mark
from scenes.stage.theme import FORMULA, LABEL, paint
from scenes.stage.token_group import StripRows
from scenes.stage.token_square import SIDE, TokenSquare
from scenes.stage.token_strip import TokenStrip
from scenes.stage.typeset import Formula, Prose, fit_prose

from .story import Story, ToldAnswer

LEFT_END, WIDTH = -4.55, 9.85  # of the strips: where they begin, and the most they take
ENDS = 5.55  # where what an answer got stands, the middle of the column
_ASKED_LEFT, _ASKED_ROOM = -6.7, 1.55  # the question, left of all strips
_DISCS = 16  # answers of a group that are shown as discs
_FAR, _MOST, _CLEAR = 0.05, 4, 0.27  # nats from 1; numbers a strip; from a bar to its number
_MARKER, _OVER = 0.2, 0.2  # a sign over a square: how large, how high over it


def strip_of(answer: ToldAnswer, *, role: str = "old", **style: object) -> TokenStrip:
    """An answer as a strip in one row, as full as its tokens were likely."""
    row = {"side": SIDE, "width": WIDTH, "rows": 1} | style
    return TokenStrip(answer.tokens, answer.old, role=role, **row)


def put(strip: TokenStrip, left: float, foot: float) -> TokenStrip:
    """Put a strip with its first square's lower left corner there."""
    strip.shift(np.array([left, foot, 0.0]) - strip.pin.points[0])
    return strip


class AnswerStrips(StripRows):
    """The story's answers below each other, their first squares' feet at `feet`.

    `asked` is the question left of them, with a brace to all of them; `marks` and `coins` say
    at the end of each what it got.
    """

    def __init__(self, story: Story, feet: Sequence[float]):
        self.story, self.feet = story, list(feet)[: len(story.answers)]
        pairs = zip(story.answers, self.feet, strict=True)
        super().__init__([put(strip_of(answer), LEFT_END, foot) for answer, foot in pairs])
        self.asked, self.brace = self._asked()
        self.marks, self.coins = VGroup(), VGroup()
        for answer, foot in zip(story.answers, self.feet, strict=True):
            middle = np.array([ENDS, foot + 0.5 * SIDE, 0.0])
            mark = right_mark() if answer.advantage > 0 else wrong_mark()
            self.marks.add(mark.move_to(middle + 0.1 * LEFT))
            self.coins.add(Coin(answer.reward).next_to(middle + 0.15 * RIGHT, RIGHT, buff=0.12))

    def _asked(self) -> tuple[Prose, Brace]:
        middle = 0.5 * (self.feet[0] + self.feet[-1] + SIDE)
        text = fit_prose(self.story.question, _ASKED_ROOM, lines=2, size=FORMULA, align="left")
        text.move_to([_ASKED_LEFT, middle, 0.0], aligned_edge=LEFT)
        low = np.array([LEFT_END - 0.15, self.feet[-1], 0.0])
        high = np.array([LEFT_END - 0.15, self.feet[0] + SIDE, 0.0])
        return text, Brace(low, high, depth=0.3)

    def go_to(self, feet: Sequence[float]) -> list[Animation]:
        """The strips glide to other heights."""
        self.feet = list(feet)[: len(self.strips)]
        corners = [np.array([LEFT_END, foot, 0.0]) for foot in self.feet]
        moves = zip(self.strips, corners, strict=True)
        return [strip.turn_to(strip.home, corner=corner) for strip, corner in moves]


class SignedStrip(VGroup):
    """An answer's strip once all of its tokens have its advantage: its colour, its sign.

    It lies over `strip`; `number` is the advantage at the strip's end, from which `spread`
    leads to every token.
    """

    def __init__(self, answer: ToldAnswer, strip: TokenStrip):
        left, foot, _ = strip.pin.points[0]
        self.strip = put(strip_of(answer, role=answer.role), left, foot)
        self.strip.set_pose(self.strip.with_probabilities(np.ones(answer.size)))
        self.markers = VGroup(
            *(
                sign_marker(answer.advantage, _MARKER).next_to(square.face, UP, buff=_OVER)
                for square in self.strip.squares
            )
        )
        self.number = LiveNumber(answer.advantage, 2, sign=True, size=FORMULA, role=answer.role)
        self.number.move_to([ENDS + 0.45, foot + 0.5 * SIDE, 0.0])
        super().__init__(self.strip, self.markers, self.number)

    def spread(self) -> Animation:
        """The advantage goes to every token, from the first to the last."""
        origin = self.number.get_center()
        pairs = zip(self.strip.squares, self.markers, strict=True)
        stamped = [
            (FadeIn(square), FadeIn(marker, target_position=origin)) for square, marker in pairs
        ]
        rest = [FadeIn(self.strip.fold)] if len(self.strip.fold) else []
        each = [LaggedStart(*both, lag_ratio=0.0) for both in stamped]
        return LaggedStart(*each, *rest, lag_ratio=0.08)

    def shared(self, count: int) -> tuple[Brace, Prose]:
        """A brace under the first `count` tokens, and what is said of them."""
        squares = self.strip.squares
        first, last = squares[0].face, squares[min(count, len(squares)) - 1].face
        ends = (
            last.get_corner(DOWN + RIGHT) + 0.06 * DOWN,
            first.get_corner(DOWN + LEFT) + 0.06 * DOWN,
        )
        brace = Brace(*ends, depth=0.2)
        return brace, brace.put(Prose(say("tokens.same.alike"), size=LABEL), 0.06)


class PushBars(VGroup):
    """Bars on the squares of a strip: up out of them for a push up, else down, `unit` for 1.

    `set_pushes` takes the push of every token of the answer; of one that is clipped the square
    is hatched.
    """

    def __init__(self, answer: ToldAnswer, strip: TokenStrip, unit: float):
        self.answer, self.strip, self.unit = answer, strip, unit
        self.bars = VGroup(
            *(VMobject(stroke_width=0).set_fill(paint(answer.role), 1) for _ in strip.squares)
        )
        self.hatches = VGroup(*(Hatch(square.face, 0.0) for square in strip.squares))
        super().__init__(self.bars, self.hatches)

    def set_pushes(self, pushes: np.ndarray) -> Self:
        """Show the push of each token."""
        self.pushes = np.array(pushes, dtype=float)
        for square, bar, push in zip(
            self.strip.squares, self.bars, self.pushes[self.strip.shown], strict=True
        ):
            bar.clear_points()
            if not push:
                continue
            left, right = square.face.get_left()[0], square.face.get_right()[0]
            start = square.face.get_top()[1] if push > 0 else square.face.get_bottom()[1]
            end = start + self.unit * push
            corners = [[left, start], [right, start], [right, end], [left, end], [left, start]]
            bar.set_points_as_corners([[*corner, 0.0] for corner in corners])
        return self

    def turn_to(self, pushes: np.ndarray, **play: object) -> Animation:
        """From what it shows now to `pushes`."""
        start, end = self.pushes, np.array(pushes, dtype=float)
        return Drive(self, lambda t: self.set_pushes((1 - t) * start + t * end), 0, 1, **play)

    def set_clipped(self, binds: np.ndarray, level: float) -> Self:
        """Hatch by `level` the squares whose push is off."""
        for square, hatch, off in zip(
            self.strip.squares, self.hatches, binds[self.strip.shown], strict=True
        ):
            hatch.level = level * float(off)
            hatch.cover(square.face)
        return self

    def letters_on(self, binds: np.ndarray) -> VGroup:
        """The characters of hatched squares anew, so that they can be read."""
        pairs = zip(self.strip.squares, binds[self.strip.shown], strict=True)
        return VGroup(*(readable(square) for square, off in pairs if off))


def readable(square: TokenSquare) -> VGroup:
    """A square's character on a small chip, over a sign that covers the square; it moves there."""
    letter = square.letter.copy().set_color(paint("text"))
    square.set_look(square.solid, square.under, 0.0)
    side = 0.62 * float(square.face.height)
    chip = RoundedRectangle(corner_radius=0.1, width=side, height=side, stroke_width=0)
    return VGroup(chip.set_fill(paint("panel"), 1).move_to(square.face), letter)


def ratio_numbers(
    strip: TokenStrip, ratios: np.ndarray, unit: float
) -> list[tuple[int, LiveNumber]]:
    """Numbers over the bars that are farthest from 1, each with its token's place.

    They stand over the line at 1, clear of the bars beside them, and of each other.
    """
    shown = ratios[strip.shown]
    tops = [
        square.face.get_bottom()[1] + max(unit, unit * ratio)
        for square, ratio in zip(strip.squares, shown, strict=True)
    ]
    found = []
    for k in far_places(shown):
        top = max(tops[max(0, k - 1) : k + 2])
        number = LiveNumber(float(shown[k]), 2, short=True, size=LABEL)
        number.move_to([strip.squares[k].face.get_x(), top + _CLEAR, 0.0])
        found.append((strip.shown[k], number))
    return found


def far_places(ratios: np.ndarray) -> list[int]:
    """The few places of the ratios farthest from 1, no two side by side."""
    logs = np.abs(np.log(ratios))
    places: list[int] = []
    for k in map(int, np.argsort(-logs, kind="stable")):
        if logs[k] > _FAR and len(places) < _MOST and all(abs(k - one) > 1 for one in places):
            places.append(k)
    return sorted(places)


def one_line(strip: TokenStrip, answer: ToldAnswer, unit: float) -> VGroup:
    """The line at the ratio 1 across a strip's bars, its number, and how the answer did."""
    line = strip.ratio_line(unit)
    number = Formula("1", size=LABEL, role="muted").next_to(line, LEFT, buff=0.14)
    mark = right_mark(0.36) if answer.advantage > 0 else wrong_mark(0.36)
    mark.move_to([LEFT_END - 1.15, strip.pin.points[0][1] + 0.5 * unit, 0.0])
    return VGroup(line, number, mark)


def a_head() -> Formula:
    """The head of the column of advantages."""
    return Formula("A", size=FORMULA, role="muted").move_to([ENDS + 0.45, 0.0, 0.0])


def group_note(story: Story) -> VGroup:
    """The whole group as discs, gold for the better ones, and how many those are."""
    better = story.rewards > story.rewards.mean()
    key = "right" if set(story.rewards.tolist()) == {0.0, 1.0} else "better"
    text = say(f"tokens.same.{key}", good=int(better.sum()), size=story.size)
    note = fit_prose(text, _ASKED_ROOM, lines=3, size=LABEL, role="muted", align="left")
    discs = VGroup(*(_disc(bool(one)) for one in better[:_DISCS]))
    discs.arrange_in_grid(cols=4, buff=0.12)
    whole = VGroup(*([discs] if story.size <= _DISCS else []), note)
    return whole.arrange(DOWN, buff=0.25, aligned_edge=LEFT)


def _disc(is_better: bool) -> Dot:
    disc = Dot(radius=0.13).set_fill(paint("coin" if is_better else "dim_coin"), 1)
    return disc.set_stroke(paint("coin_edge"), 2)
