"""Three averages over the same two answers, side by side: a token's weight is its area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from manim import RIGHT, UP, VGroup

from scenes.script.decimals import without_zero
from scenes.script.words import say
from scenes.stage.chip import Chip
from scenes.stage.marks import sign_marker
from scenes.stage.theme import FORMULA, LABEL, READOUT
from scenes.stage.token_strip import Pose, TokenStrip
from scenes.stage.typeset import Formula, Prose, fit_prose, on_baseline
from scenes.stage.weight_area import WeightArea

from .story import Story, ToldAnswer

KINDS = ("grpo", "dapo", "dr_grpo")
_MIDDLES, _WIDE, _HIGH, _TOP = (-4.5, 0.0, 4.5), 4.0, 4.05, 2.65
_TITLE, _ROWS, _PITCH = 3.15, -2.0, 0.68  # heights: of the title, of the first sum, row to row
_LEAST = 1.0  # of a block's height that has room for its name


class Average(VGroup):
    """One of the three: its `title`, its `area`, and the `sums` of what each answer weighs."""

    def __init__(self, story: Story, kind: str, answers: Sequence[ToldAnswer]):
        x = _MIDDLES[KINDS.index(kind)]
        self.story, self.kind = story, kind
        self.answers, self.weights = answers, story.weights(kind, [one.size for one in answers])
        pairs = [
            (answer.size, weight) for answer, weight in zip(answers, self.weights, strict=True)
        ]
        self.digits = max(len(printed_product(*pair)[0].partition(".")[2]) for pair in pairs)
        self.area = WeightArea(
            [answer.size for answer in answers],
            [answer.role for answer in answers],
            width=_WIDE,
            height=_HIGH,
        )
        self.area.move_to([x, _TOP - 0.5 * _HIGH, 0]).set_weights(self.weights)
        self.title = average_name(kind).move_to([x, _TITLE, 0])
        self.sums = VGroup(*(self._sum(k, x) for k in range(len(answers))))
        super().__init__(self.area, self.title, self.sums)

    def _sum(self, k: int, x: float) -> VGroup:
        count, weight, role = self.answers[k].size, self.weights[k], self.answers[k].role
        each, whole = printed_product(count, weight, least=self.digits)
        row = Formula(f"{count} times {each} = {{{{ {whole} : sum }}}}", size=READOUT, sum=role)
        marker = sign_marker(self.answers[k].advantage, 0.24)
        both = VGroup(marker, row).arrange(RIGHT, buff=0.22)
        return both.move_to([x, _ROWS - k * _PITCH, 0])

    def names(self) -> VGroup:
        """On each block whose it is."""
        told = VGroup()
        for k, answer in enumerate(self.answers):
            key = "right" if answer.advantage > 0 else "wrong"
            text = Prose(say(f"tokens.average.{key}", count=answer.size), size=LABEL)
            told.add(Chip(text).move_to(self.area.middle(k)))
        return told

    def rest(self) -> Prose:
        """What is said in the part that no token takes."""
        left = 1.0 - float(np.dot(self.weights, self.area.counts))
        each = max(answer.size for answer in self.story.answers)
        said = say("tokens.average.always", count=each)
        text = fit_prose(said, _WIDE - 0.4, lines=2, role="muted")
        spot = self.area.sheet.get_bottom() + 0.5 * left * _HIGH * UP
        return text.move_to(spot) if left * _HIGH > _LEAST else Prose("")

    def set_short(self, size: float) -> None:
        """Show the boxes as they would be if the second answer had so many tokens."""
        sizes = [self.answers[0].size, round(size)]
        self.area.set_counts(sizes, self.story.weights(self.kind, sizes))

    def pose(self, strip: TokenStrip, k: int) -> Pose | None:
        """A strip as the boxes of its answer; None for one that shows only some tokens."""
        if len(strip.fold):
            return None
        boxes = self.area.boxes()[k].copy()
        boxes[:, :2] -= strip.pin.points[0][:2]
        return replace(strip.home, boxes=boxes / strip.scaling, solid=1.0, ink=0.0)


def average_name(kind: str) -> VGroup:
    """What an average is called, and whose it is."""
    words = Prose(say(f"tokens.average.{kind}"), size=FORMULA)
    system = Prose(say(f"tokens.average.{kind}_of"), size=READOUT, role="muted")
    return on_baseline(words, system, buff=0.3)


def printed_product(count: int, weight: float, *, least: int = 2) -> tuple[str, str]:
    """A weight and `count` times it as printed: the product of what is printed is right, too.

    The weight has `least` decimals or more.
    """
    whole = f"{abs(count * weight):.2f}"
    for digits in range(least, 9):
        each = f"{abs(weight):.{digits}f}"
        if f"{count * float(each):.2f}" == whole and float(each):
            break
    sign = "-" if weight < 0 else ""
    return sign + without_zero(each), sign + without_zero(whole)
