"""Three invented answers before two rules and a learned judge."""

from __future__ import annotations

from manim import LEFT, RIGHT, Line, VGroup

from scenes.script.words import say
from scenes.stage.panel import panel
from scenes.stage.score_marks import right_mark, wrong_mark
from scenes.stage.theme import CURVE, READOUT, paint
from scenes.stage.typeset import Prose

from .signs import judge, strike

_ANSWERS = ("passes", "fails", "flatters")
_ROWS, _CARD = (0.48, -0.76, -2.0), (5.5, 1.12)
_CARD_X, _RULES, _JUDGE = -0.2, (3.3, 4.75), 6.1
_HEAD = 1.32
_PASS = {"passes": (True, True), "fails": (True, False), "flatters": (False, False)}


class Checks:
    """A card for each answer, a mark for each rule, and the judge, which likes the last one."""

    def __init__(self) -> None:
        self.cards = {key: self._card(key, y) for key, y in zip(_ANSWERS, _ROWS, strict=True)}
        self.note = Prose(say("pipeline.rewards.invented"), role="muted")
        self.note.move_to([_CARD_X - 0.5 * _CARD[0], _HEAD, 0], aligned_edge=LEFT)
        self.heads = VGroup(
            *(
                Prose(say(f"pipeline.rewards.{key}"), size=READOUT, align="center").move_to(
                    [x, _HEAD, 0]
                )
                for key, x in zip(("accuracy", "format"), _RULES, strict=True)
            )
        )
        self.marks = {key: self._marks(key, y) for key, y in zip(_ANSWERS, _ROWS, strict=True)}
        self.judge = judge(0.85).move_to([_JUDGE, 1.18, 0])
        dash = Line(0.2 * LEFT, 0.2 * RIGHT).set_stroke(paint("muted"), CURVE)
        liked = right_mark(0.5), dash  # the right one a little, the other not
        self.liking = VGroup(
            *(sign.move_to([_JUDGE, y, 0]) for sign, y in zip(liked, _ROWS, strict=False))
        )
        self.pleased = right_mark(0.95).move_to([_JUDGE, _ROWS[-1], 0])
        self.strike = strike(0.85).move_to(self.judge)

    def _card(self, key: str, y: float) -> VGroup:
        body = panel(*_CARD).move_to([_CARD_X, y, 0])
        text = Prose(say(f"pipeline.rewards.{key}"), size=READOUT)
        return VGroup(body, text.move_to(body.get_left() + 0.3 * RIGHT, aligned_edge=LEFT))

    def _marks(self, key: str, y: float) -> VGroup:
        marks = VGroup()
        for x, passes in zip(_RULES, _PASS[key], strict=True):
            mark = right_mark(0.62) if passes else wrong_mark(0.62)
            marks.add(mark.move_to([x, y, 0]))
        return marks
