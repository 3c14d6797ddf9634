"""The door of the course: a question is answered, and the name's words become the picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from manim import (
    LEFT,
    PI,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    ReplacementTransform,
    RoundedRectangle,
    VGroup,
    VMobject,
    linear,
    smooth,
)
from manim.utils.rate_functions import squish_rate_func

from grpo_core import AnswerTokens, GroupTable
from scenes.script.numerals import logp_source
from scenes.script.words import say
from scenes.stage.coin import Coin
from scenes.stage.motion import Drive
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.retelling import EARLY, LATE
from scenes.stage.score_marks import right_mark, wrong_mark
from scenes.stage.spelled_out import spelled_out
from scenes.stage.theme import AXIS, LABEL, paint
from scenes.stage.token_strip import TokenStrip
from scenes.stage.typeset import Formula, Prose, fit_prose, on_baseline

from .answer_rows import WIDE, AnswerRows
from .falling_word import FallingWord, along, pieces_of

_NAME, _ASKED = 56, 68  # the sizes of the name's words and of the question
_BASELINE, _GLOSS = 2.12, 1.55  # of the words, and of what they mean
_PROMPT, _MARK = 3.3, -2.82  # the height of the question's panel; where marks stand
_LARGE = 1.6  # times: the question while it is alone
_LOUD = 1.22  # times: the name while it is written
_THIN = 0.06  # scene units: what letters become on a line
_SPLIT = 0.3  # the share of the time of answering in which rows come out of the question
_SIDE = 0.52  # of a token's square
_ROLES = ("muted", "muted", "muted", "new")  # of what the four words mean


def set_typed(text: VMobject, share: float) -> None:
    """Show the first letters of `text`, up to `share` of them."""
    for k, letter in enumerate(text.submobjects):
        letter.set_fill(opacity=float(np.clip(share * len(text.submobjects) - k, 0.0, 1.0)))


class NamePlot:
    """A prompt, answers that write themselves, and four words; methods return animations."""

    def __init__(self, table: GroupTable, tokens: Sequence[AnswerTokens | None]):
        self.table, self.rows = table, AnswerRows(table, WIDE)
        self.tokens = tokens
        rows = self.rows
        width = WIDE.right - WIDE.left
        middle = 0.5 * (WIDE.left + WIDE.right)
        self.body = _box(width, 0.95).move_to([middle, _PROMPT, 0])
        self.asked = fit_prose(table.group.question, width - 0.8, lines=1, size=_ASKED)
        self.asked.move_to([WIDE.text, _PROMPT, 0], aligned_edge=LEFT)
        self.strips = VGroup(*map(self._strip, range(len(rows.shown))))
        self.marks = VGroup(*map(self._mark, range(len(rows.shown))))
        self.words = [Prose(word, size=_NAME) for word in spelled_out()[0]]
        self.name = on_baseline(*self.words, buff=0.3).scale(_LOUD).set_x(0)
        self.name.shift((_BASELINE - self.words[0].baseline) * UP)
        self.posts = self._posts()
        self.glosses = VGroup(*map(self._gloss, range(len(self.words))))
        self.brace = self.rows.brace()

    # -- a question and its answers -------------------------------------------------------------

    def alone(self) -> VGroup:
        """The question on a large panel, not yet typed."""
        asked = self.asked.copy()
        asked.scale(min(_LARGE, (WIDE.right - WIDE.left - 1.0) / max(asked.width, 0.1)))
        body = _box(asked.width + 1.0, max(1.7, asked.height + 0.9))
        large = VGroup(body, asked.move_to(body)).move_to([0, 0.2, 0])
        set_typed(asked, 0.0)
        return large

    def type_question(self, large: VGroup) -> Animation:
        """It types itself."""
        asked = large[1]
        return Drive(asked, partial(set_typed, asked), 0.0, 1.0, rate_func=linear)

    def split(self, large: VGroup) -> list[Animation]:
        """The panel rises, and the rows come out of it: the first part of `answer`'s time."""
        body, asked = large
        rise, out = _window(0.0, 0.6 * _SPLIT), _window(0.3 * _SPLIT, _SPLIT)
        return [
            *(ReplacementTransform(body.copy(), row, rate_func=out) for row in self.rows.bodies),
            ReplacementTransform(body, self.body, rate_func=rise),
            ReplacementTransform(asked, self.asked, rate_func=rise),
        ]

    def answer(self) -> list[Animation]:
        """All answers write themselves, one a little after the other, when the rows are there."""
        moves: list[Animation] = []
        count = len(self.rows.texts)
        for k, text in enumerate(self.rows.texts):
            start, end = _SPLIT + 0.08 * k, 1.0 - 0.08 * (count - 1 - k)
            window = squish_rate_func(linear, start, end)
            if k < len(self.strips) and len(self.strips[k].submobjects):
                moves.append(self.strips[k].write(rate_func=window))
            else:
                moves.append(Drive(text, partial(set_typed, text), 0.0, 1.0, rate_func=window))
        return moves

    def check(self) -> list[Animation]:
        """What is right, or how good, one after the other."""
        count = len(self.marks)
        return [
            FadeIn(mark, scale=0.5, rate_func=_window(k / (count + 1), (k + 2) / (count + 1)))
            for k, mark in enumerate(self.marks)
        ]

    def untoken(self) -> list[Animation]:
        """Where tokens were written, their text takes their place."""
        moves: list[Animation] = []
        for strip, text in zip(self.strips, self.rows.texts, strict=False):
            if len(strip.submobjects):
                moves += [FadeOut(strip, rate_func=EARLY), FadeIn(text, rate_func=LATE)]
        return moves

    # -- the words ------------------------------------------------------------------------------

    def take_posts(self) -> list[Animation]:
        """The words move over their columns; the first is lit."""
        return [
            word.animate.scale(1 / _LOUD).move_to(post).set_color(paint("muted" if k else "text"))
            for k, (word, post) in enumerate(zip(self.words, self.posts, strict=True))
        ]

    def speak(self, k: int) -> Animation:
        """The word that is spoken of gets its full light."""
        return self.words[k].animate.set_color(paint("text"))

    def fall(self, k: int) -> FallingWord:
        """The letters of a word that will fall."""
        rows, word = self.rows, self.words[k]
        count = len(word.submobjects)
        if k == 0:
            across = self.brace.get_x()
            ends = (
                [across, side[1], 0] for side in (self.brace.get_top(), self.brace.get_bottom())
            )
            return FallingWord(word, along(*ends, count, _THIN))
        if k < 3:
            line = (rows.line, rows.foot)[k - 1]
            return FallingWord(
                word,
                along(line.get_start(), line.get_end(), count, _THIN),
                ("text", "old")[k - 1],
            )
        return FallingWord(word, pieces_of(rows.fills, count), "new")

    def chances(self) -> VGroup:
        """How likely each answer was, beside its bar where there is room."""
        made = VGroup()
        for k, index in enumerate(self.rows.shown):
            logps = self.table.old_logp[index], self.table.new_logp[index]
            label = Formula(logp_source(float(logps[0])), size=LABEL, role="old")
            reach = max(self.rows.end(k, float(logp))[0] for logp in logps) + 0.2
            label.next_to([reach, self.rows.height(k), 0], RIGHT, buff=0)
            if label.get_right()[0] < WIDE.right:
                made.add(stand_on(label, self.rows.height(k) - 0.12))
        return made

    def throw(self) -> list[Animation]:
        """The marks become coins beside the average."""
        pairs = zip(self.marks, self.rows.coins, strict=True)
        return [ReplacementTransform(mark, coin, path_arc=-PI / 5) for mark, coin in pairs]

    def stretch_frames(self) -> list[Animation]:
        """The old policy's bars grow out of their line."""
        moves = []
        for frame in self.rows.frames:
            full, foot = frame.width, frame.get_left()

            def stretch(width: float, frame=frame, foot=foot) -> None:
                frame.stretch_to_fit_width(max(width, 0.01)).move_to(foot, aligned_edge=LEFT)

            moves.append(Drive(frame, stretch, 0.0, full))
        return moves

    # -- places -----------------------------------------------------------------------------------

    def _posts(self) -> list[np.ndarray]:
        """The middles of the words over their columns."""
        group, relative, policy, optimization = (w.copy().scale(1 / _LOUD) for w in self.words)
        group.set_x(0.5 * (WIDE.left + WIDE.text + WIDE.room + 0.35))
        relative.set_x(WIDE.mean)
        policy.align_to([WIDE.foot - 0.05, 0, 0], LEFT)
        optimization.align_to([WIDE.right, 0, 0], RIGHT)
        return [word.get_center() for word in (group, relative, policy, optimization)]

    def _gloss(self, k: int) -> Prose:
        """What a word means, under it."""
        text = say(f"levels.the_name.{('group', 'relative', 'policy', 'optimization')[k]}")
        gloss = Prose(text, size=LABEL, role=_ROLES[k]).set_x(self.posts[k][0])
        if k == 2:
            gloss.align_to([WIDE.foot, 0, 0], LEFT)
        if k == 3:
            gloss.align_to([WIDE.right, 0, 0], RIGHT)
        return stand_on(gloss, _GLOSS)

    def _mark(self, row: int) -> VMobject:
        rewards = self.table.rewards
        reward = float(rewards[self.rows.shown[row]])
        if len(np.unique(rewards)) > 2:
            mark: VMobject = Coin(reward)
        else:
            mark = right_mark() if reward > 0 else wrong_mark()
        left = _MARK
        if row < len(self.strips) and len(self.strips[row].submobjects):
            left = self.strips[row].get_right()[0] + 0.4
        return mark.move_to([left, self.rows.height(row), 0], aligned_edge=LEFT)

    def _strip(self, row: int) -> VGroup:
        """An answer's tokens with their chances, where the file has them and the row has room."""
        known = self.tokens[self.rows.shown[row]] if self.tokens else None
        if known is None or not known.tokens:
            return VGroup()
        chances = np.exp(known.old_token_logp)
        strip = TokenStrip(known.tokens, chances, role="old", side=_SIDE, width=11.2, rows=1)
        strip.move_to([WIDE.text, self.rows.height(row), 0], aligned_edge=LEFT)
        return strip.set_written(0.0)


def _window(start: float, end: float) -> Callable[[float], float]:
    return squish_rate_func(smooth, start, end)


def _box(width: float, height: float) -> RoundedRectangle:
    """What is typed into."""
    return panel(width, height).set_stroke(paint("muted"), AXIS)
