"""A film's question and its answer: how it opens, asks and closes.

The picture is the film's own; it stays on the stage, and nothing goes through black.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    Line,
    Mobject,
    ReplacementTransform,
    VGroup,
    smooth,
)
from manim.animation.animation import prepare_animation
from manim.utils.rate_functions import squish_rate_func

from scenes.script.formulas import objective_line
from scenes.script.pace import reading_time
from scenes.script.speech import SILENT, Speech, Stop

from .places import ASKED, EXIT_OBJECTIVE, EXIT_SENTENCE, HEADING, TAG
from .retelling import EARLY
from .spelled_out import spelled_out
from .theme import FORMULA, LABEL, MAIN_CURVE, paint
from .typeset import Formula, Prose, fit_prose, on_baseline
from .verbs import Stage

QUESTION, NAME, ASKING, SENTENCE = 58, 50, 48, 52  # sizes of type
NAME_BESIDE = 40  # of the name with its translation beside it
DOOR_WIDTH, EXIT_WIDTH = 12.6, 5.2
_LEAVES = 0.4  # seconds in which a question leaves


class Door(VGroup):
    """A film's question, and under it what GRPO stands for, its first letters brighter.

    A language with words of its `own` for it has them small beside, and the name smaller, unless
    so much is not to be read at once. All stands at the top of the stage; the picture may begin
    at its foot.
    """

    def __init__(self, question: str, *, name: bool, own: bool = True):
        self.question = fit_prose(question, DOOR_WIDTH, size=QUESTION, align="left")
        words, translation = spelled_out() if name else ([], "")
        self.own = [Prose(translation, role="muted")] if own and translation else []
        self.words = [Prose(word, size=NAME_BESIDE if self.own else NAME) for word in words]
        for word in self.words:
            VGroup(*word.submobjects[1:]).set_color(paint("muted"))
        self.name_line = on_baseline(*self.words, *self.own, buff=0.26) if words else VGroup()
        super().__init__(self.question, *([self.name_line] if words else []))
        self.arrange(DOWN, buff=0.45, aligned_edge=LEFT).move_to(HEADING, aligned_edge=UP + LEFT)

    def initials(self) -> VGroup:
        """The first letter of each word of the name."""
        return VGroup(*(word.submobjects[0] for word in self.words))

    def tag(self) -> Prose:
        """The first letters as one word, at its small place."""
        short = Prose("".join(word.plain[0] for word in self.words), role="muted")
        return short.move_to(TAG, aligned_edge=RIGHT + UP)


class Exit(VGroup):
    """What a film has come to: its `sentence`, large, and the `objective` in one line.

    The parts `lit` stand out of the objective by a rule under each; the rest is grey, and can
    be read. The sentence stands at the upper right, or `across` the top, and the objective at
    the foot of the stage.
    """

    def __init__(self, sentence: str, lit: Sequence[str], *, width: float, across: bool = False):
        if across:
            self.sentence = fit_prose(sentence, DOOR_WIDTH, size=QUESTION)
            self.sentence.move_to(ASKED, aligned_edge=UP)
        else:
            self.sentence = fit_prose(sentence, width, lines=5, size=SENTENCE, align="left")
            self.sentence.move_to(EXIT_SENTENCE, aligned_edge=UP + RIGHT)
        policies = {"new3": "new", "reference3": "reference"}
        self.objective = Formula(objective_line(), size=FORMULA, **policies)
        self.objective.move_to(EXIT_OBJECTIVE)
        self.rules = VGroup(*_light(self.objective, lit))
        super().__init__(self.sentence, self.objective, self.rules)


class Questions(Stage):
    """The verbs of a film's question; they play.

    `plays` counts the plays of a beat. `asked_in` are those of them in which its question
    comes and is held, from the first to before the second number, as soon as it is asked; a
    voice has `waited` there in that pause of its own.
    `opening` is the question at the film's door, empty without one.
    """

    plays: int
    asked_in: tuple[int, int] | None = None
    opening: str = ""
    waited: Stop | None = None
    # Beats may have any name: what only the engine needs is marked. When a voice has begun, and
    # when a question has been held, in seconds of the film.
    _voice: Speech = SILENT
    _voice_from = _answered = 0.0

    def read(self, *texts: Prose, least: float) -> None:
        """Hold still for `least` seconds, or as long as the longest of `texts` takes to read."""
        longest = max(reading_time(text.plain) for text in texts)
        self.wait(max(least, longest))

    def door(
        self,
        question: str,
        *,
        name: bool = True,
        beside: Sequence[Animation] = (),
        seconds: float = 2.0,
    ) -> Door:
        """Open the film: its question stands large at the top, over its picture.

        The picture is on the stage already, or comes in `beside`. With `name` a line spells
        out Group Relative Policy Optimization, after the question. Each is held `seconds`, or
        as long as it takes to read. `leave_door` takes it away.
        """
        self.opening = question
        door = Door(question, name=name)
        first = self.plays
        self.play(FadeIn(door.question, shift=0.2 * DOWN), *beside, run_time=0.8)
        self._hold_question(door.question, first, seconds)
        if name:
            self.play(FadeIn(door.name_line, shift=0.2 * DOWN), run_time=0.8)
            self.read(*door.words, *door.own, least=seconds)
        self.gather(door)
        return door

    def leave_door(
        self,
        door: Door,
        *,
        keep: bool = False,
        beside: Sequence[Animation] = (),
        run_time: float = 1.2,
    ) -> VGroup:
        """Take the door away while `beside` plays; with `keep` it becomes small.

        Then the question stays as a heading at its place, and the name's first letters become
        GRPO at `TAG`. Returns what is kept, which `clear` leaves alone (see `stays`).
        """
        if not keep:
            self.play(FadeOut(door), *beside, run_time=run_time)
            return VGroup()
        small = door.question.animate.scale(LABEL / QUESTION).move_to(
            HEADING, aligned_edge=UP + LEFT
        )
        tag = [door.tag()] if door.words else []
        letters = [piece for word in tag for piece in word]
        moves = map(ReplacementTransform, door.initials(), letters)
        letters_left = [letter for word in door.words for letter in word[1:]]
        rest = [FadeOut(part, rate_func=EARLY) for part in (*letters_left, *door.own)]
        kept = VGroup(door.question, *tag)
        self.play(small, *moves, *rest, *beside, run_time=run_time)
        self.gather(kept, gone=[door.name_line])
        self.remove(door)
        self.stays.append(kept)
        return kept

    def ask(
        self,
        question: str,
        *,
        at: np.ndarray = ASKED,
        width: float = DOOR_WIDTH,
        seconds: float = 2.0,
    ) -> Prose:
        """Show a question to the viewer, its upper edge at `at`, and hold it `seconds` or more.

        What the words have for it is `GrpoScene.question`. It stands until `answer`.
        """
        self.asked = fit_prose(question, width, size=ASKING).move_to(at, aligned_edge=UP)
        first = self.plays
        self.play(FadeIn(self.asked, shift=0.2 * DOWN), run_time=0.6)
        self._hold_question(self.asked, first, seconds)
        return self.asked

    def _hold_question(self, text: Prose, first: int, seconds: float) -> None:
        """Hold a question that came with the play `first`, to think about it.

        A voice does not take that time away: the `seconds` begin when it has asked.
        """
        held = self.time + max(seconds, reading_time(text.plain)) - self._voice_from
        self.waited = self._voice.stop(held)
        if self.waited:
            asked = self._voice_from + self.waited[0] - self.time
            seconds = max(seconds, asked + (seconds if self._voice.asks else 0.0))
        self.read(text, least=seconds)
        self.asked_in, self._answered = (first, self.plays), self.time

    def answer(self, *shown: Animation, **kwargs: Any) -> None:
        """Play `shown`, the answer to what was asked last; the question leaves at once."""
        moves, rate = [prepare_animation(move) for move in shown], kwargs.pop("rate_func", None)
        for move in moves if rate else ():
            move.set_rate_func(rate)
        share = min(1.0, _LEAVES / kwargs.get("run_time", 1.0))
        gone = FadeOut(self.asked, rate_func=squish_rate_func(smooth, 0.0, share))
        self.play(gone, *moves, **kwargs)

    def close_film(
        self,
        *picture: Mobject,
        sentence: str,
        width: float = EXIT_WIDTH,
        across: bool = False,
        beside: Sequence[Animation] = (),
        run_time: float = 1.2,
        seconds: float = 2.0,
        printed: Exit | None = None,
    ) -> Exit:
        """Close the film: all but `picture` leaves, `sentence` and the objective come beside it.

        The picture stays where it is, or goes where `beside` moves it. All the stage over
        `EXIT_FOOT` is free for it but for the sentence, which is `width` wide at most, at
        the upper right, or `across` the top. The film's terms (`lit`) stand out of the
        objective at the foot. An exit that is `printed` has its objective on the stage already,
        as a whole.
        """
        said = printed or Exit(sentence, self.lit, width=width, across=across)
        self.stays.clear()
        if printed:
            self.clear(*picture, said.objective, beside=beside, run_time=run_time)
        else:
            self.clear(*picture, beside=[*beside, FadeIn(said.objective)], run_time=run_time)
        self.play(FadeIn(said.sentence, shift=0.2 * UP), FadeIn(said.rules), run_time=0.8)
        self.gather(said)
        self.read(said.sentence, least=seconds)
        return said


def _light(objective: Formula, names: Sequence[str]) -> list[Line]:
    """Paint what is not in the parts `names` grey; returns a rule under each of them.

    Policies keep their colours, as everywhere.
    """
    plain = paint("text")
    for glyph in objective.without(*names):
        if glyph.get_fill_color() == plain:
            glyph.set_color(paint("muted"))
    return [_rule(objective.select(name)) for name in names]


def _rule(part: Mobject) -> Line:
    foot = part.get_bottom()[1] - 0.09
    start, end = (np.array([side[0], foot, 0.0]) for side in (part.get_left(), part.get_right()))
    return Line(start, end, stroke_width=MAIN_CURVE, color=paint("text"))
