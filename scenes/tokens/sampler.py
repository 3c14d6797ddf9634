"""The sampler's own chances: the lab's model with fewer digits, and two gates for the quotient."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Self

import numpy as np
from manim import LEFT, RIGHT, UP, DashedLine, Polygon, VGroup

from grpo_core import importance_weights
from lab import load_run
from lab.language_model import LanguageModel
from lab.store import SHIPPED, weights_name
from lab.weights import read_weights, with_bits
from scenes.script.facts import Cited, fact
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.hatch import Hatch
from scenes.stage.live_number import LiveNumber
from scenes.stage.theme import AXIS, FORMULA, LABEL, READOUT, current_theme, paint
from scenes.stage.token_square import SIDE
from scenes.stage.token_strip import TokenStrip
from scenes.stage.typeset import Formula, Prose

from .token_ratio import printed_chances

STEP, QUESTION = 11, "43*66="  # of the lab's run: a group with a token on each side of the gates
BITS = 3  # that are kept of every weight, as in eight-bit floats of the format E5M2
_LEFT, _FEET, _UNIT = -6.3, (0.1, -2.35), 0.47
_SAID = 3.7  # the left edge of what is said


@dataclass(frozen=True, eq=False)
class SampledTokens:
    """An answer's tokens with their chances in training and in the sampler, arrays ``(T,)``."""

    tokens: tuple[str, ...]
    trained: np.ndarray
    sampled: np.ndarray

    def quotient(self, **gate: object) -> np.ndarray:
        """Training's chance over the sampler's, as `grpo_core.importance_weights` has it."""
        logps = np.log(self.trained)[None], np.log(self.sampled)[None]
        row: np.ndarray = importance_weights(*logps, None, **gate)[0]
        return row


@cache
def sampled_answers() -> tuple[SampledTokens, ...]:
    """The different answers of the group whose quotients are furthest from 1, two of them.

    Raises `lab.LabError` where the record or the weights are missing or damaged.
    """
    weights = read_weights(SHIPPED / weights_name(STEP))
    full, coarse = LanguageModel(weights), LanguageModel(with_bits(weights, BITS))
    row = next(row for row in load_run()["rows"] if row["step"] == STEP)
    group = next(group for group in row["groups"] if group["question"] == QUESTION)
    texts = dict.fromkeys(tuple(answer["tokens"]) for answer in group["answers"])
    told = [
        SampledTokens(
            tokens,
            np.exp(np.minimum(full.token_logp(QUESTION, tokens), 0.0)).astype(float),
            np.exp(np.minimum(coarse.token_logp(QUESTION, tokens), 0.0)).astype(float),
        )
        for tokens in texts
    ]
    highest = max(told, key=lambda one: one.quotient().max())
    lowest = min(told, key=lambda one: one.quotient().min())
    return highest, lowest


class Gates(VGroup):
    """Both answers as bars, a token's quotient high; two ways to hold what is far from 1."""

    def __init__(self) -> None:
        self.told = sampled_answers()
        self.strips: list[TokenStrip] = []
        for one, foot in zip(self.told, _FEET, strict=True):
            strip = TokenStrip(one.tokens, one.trained, role="old", side=SIDE, width=9.85, rows=1)
            strip.shift(np.array([_LEFT, foot, 0]) - strip.pin.points[0])
            self.strips.append(strip)
        self.far = [int(np.argmax(np.abs(np.log(one.quotient())))) for one in self.told]
        self.hatches = VGroup(*(Hatch(self._bar(k).fill, 0.0) for k in range(2)))
        self.numbers = VGroup(*(self._number(k) for k in range(2)))
        super().__init__(*self.strips, self.hatches)

    def _bar(self, k: int):  # the square whose quotient is far from 1
        return self.strips[k].squares[self.far[k]]

    def _number(self, k: int) -> LiveNumber:
        return LiveNumber(float(self.told[k].quotient()[self.far[k]]), 2, size=FORMULA)

    @property
    def all(self) -> list[np.ndarray]:
        """The quotients of both answers."""
        return [one.quotient() for one in self.told]

    @property
    def capped(self) -> list[np.ndarray]:
        """The same, cut at what verl's default allows."""
        return [one.quotient(high=fact("verl.most").value) for one in self.told]

    @property
    def kept(self) -> list[np.ndarray]:
        """The same with a 0 for what IcePop drops."""
        low, high = fact("icepop.least").value, fact("icepop.most").value
        return [one.quotient(action="mask", low=low, high=high) for one in self.told]

    def show(self, start: list[np.ndarray], end: list[np.ndarray], share: float) -> Self:
        """The bars at `share` of the way from some quotients to others."""
        for strip, a, b in zip(self.strips, start, end, strict=True):
            strip.set_pose(strip.as_ratios((1 - share) * a + share * b, _UNIT))
        return self._follow()

    def set_dropped(self, level: float) -> Self:
        """Hatch what is dropped by `level`."""
        for hatch in self.hatches:
            hatch.level = level
        return self._follow()

    def _follow(self) -> Self:
        for k, (hatch, number) in enumerate(zip(self.hatches, self.numbers, strict=True)):
            hatch.cover(self._bar(k).fill)
            top = max(self._bar(k).face.get_top()[1], _FEET[k] + _UNIT)
            number.move_to([self._bar(k).face.get_x(), top + 0.25, 0.0])
        return self

    def line(self, value: float, role: str = "text") -> VGroup:
        """A line across both answers' bars at a quotient."""
        lines = VGroup()
        for strip, foot in zip(self.strips, _FEET, strict=True):
            ends = strip.squares[0].face.get_left()[0], strip.squares[-1].face.get_right()[0]
            y = foot + value * _UNIT
            line = DashedLine([ends[0] - 0.1, y, 0], [ends[1] + 0.1, y, 0])
            line.set_stroke(paint("ground"), 3 * AXIS, background=True)
            label = Formula(number_text(value, 1 if value % 1 else 0), size=LABEL, role=role)
            label.next_to(line, RIGHT, buff=0.14)
            lines.add(VGroup(line.set_stroke(paint(role), AXIS), label))
        return lines

    def band(self, low: float, high: float) -> VGroup:
        """What is kept, as a band behind both answers' bars."""
        bands = VGroup()
        for strip, foot in zip(self.strips, _FEET, strict=True):
            left = strip.squares[0].face.get_left()[0] - 0.1
            right = strip.squares[-1].face.get_right()[0] + 0.1
            corners = [(x, foot + y * _UNIT) for x, y in _box(left, right, low, high)]
            shape = Polygon(*([*corner, 0] for corner in corners), stroke_width=0)
            bands.add(shape.set_fill(paint("muted"), 2 * current_theme().tint))
        return bands

    def quotient_of(self, k: int) -> Formula:
        """How the quotient of the far token comes about."""
        one, at = self.told[k], self.far[k]
        trained, sampled = (float(row[at]) for row in (one.trained, one.sampled))
        above, below = printed_chances(float(np.log(trained)), float(np.log(sampled)))
        source = (
            f"{{{{ {above} : trained }}}} / {{{{ {below} : sampled }}}} = "
            f"{number_text(trained / sampled, 2)}"
        )
        return Formula(source, size=48, trained="old")

    def names_of(self, quotient: Formula) -> VGroup:
        """Whose chance stands over the rule, and whose under it."""
        names = VGroup()
        for part, key, role in (("trained", "training", "old"), ("sampled", "fewer", "text")):
            name = Prose(say(f"tokens.sampler.{key}"), size=LABEL, role=role)
            row = quotient.select(part)
            names.add(name.next_to(row, LEFT, buff=0.3))
        return names

    def said(self, key: str, cited: Cited, y: float, **values: object) -> VGroup:
        """What a gate does, and where that was read."""
        words = Prose(say(f"tokens.sampler.{key}", **values), size=READOUT)
        source = Prose(cited.brief, size=LABEL, role="muted")
        both = VGroup(words, source).arrange(UP, buff=0.14, aligned_edge=RIGHT)
        both.submobjects.reverse()
        words.next_to(source, UP, buff=0.14).align_to(source, RIGHT)
        return both.move_to([6.6, y, 0], aligned_edge=RIGHT)


def _box(left: float, right: float, low: float, high: float) -> list[tuple[float, float]]:
    return [(left, low), (right, low), (right, high), (left, high)]
