"""The sampler's own chances: the lab's model with fewer digits, and two gates for the quotient."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, DashedLine, Polygon, VGroup

from grpo_core import importance_weights
from lab import load_run
from lab.language_model import LanguageModel
from lab.store import SHIPPED, weights_name
from lab.weights import read_weights, with_bits
from scenes.script.facts import Cited, Fact, fact
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.covering import GAP
from scenes.stage.dot_grid import DotGrid
from scenes.stage.live_number import LiveNumber
from scenes.stage.theme import AXIS, FORMULA, LABEL, READOUT, current_theme, paint
from scenes.stage.token_square import TokenSquare
from scenes.stage.token_strip import TokenStrip
from scenes.stage.typeset import Formula, Prose, fit_prose

from .strips import put
from .token_ratio import printed_chances

STEP, QUESTION = 11, "43*66="  # of the lab's run: a group with a token on each side of the gates
BITS = 3  # that are kept of every weight, as in eight-bit floats of the format E5M2
_SHOWN = 5  # tokens about the one whose quotient is far from 1
_COLUMNS, _FEET = (-4.55, 0.1, 4.5), (-0.05, -2.45)
_SIDE, _UNIT, _HEAD = 0.66, 0.3, 3.6  # of a square; a quotient of 1; the height of a head
_OVER = 0.32  # from a bar to the middle of its number
Quotients = list[np.ndarray]  # of the shown tokens of both answers


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

    def about_the_farthest(self) -> SampledTokens:
        """The few tokens about the one whose quotient is farthest from 1."""
        far = int(np.argmax(np.abs(np.log(self.quotient()))))
        first = max(0, min(far - _SHOWN // 2, len(self.tokens) - _SHOWN))
        part = slice(first, first + _SHOWN)
        return SampledTokens(self.tokens[part], self.trained[part], self.sampled[part])


@cache
def sampled_answers() -> tuple[SampledTokens, ...]:
    """Of the group's answers those with the highest and with the lowest quotient, about it.

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
    return highest.about_the_farthest(), lowest.about_the_farthest()


class Gates(VGroup):
    """Both answers as bars, a token's quotient high, in one of three columns.

    `show` walks between quotients, `tell` prints those of the far tokens, `set_dropped`
    dots what is dropped.
    """

    def __init__(self, column: int):
        self.told, self.column = sampled_answers(), column
        self.strips: list[TokenStrip] = []
        for one, foot in zip(self.told, _FEET, strict=True):
            strip = TokenStrip(one.tokens, one.trained, role="muted", side=_SIDE, rows=1)
            half = 0.5 * (strip.squares[-1].face.get_right()[0] - strip.pin.points[0][0])
            self.strips.append(put(strip, _COLUMNS[column] - half, foot))
        self.far = [int(np.argmax(np.abs(np.log(one.quotient())))) for one in self.told]
        self.dots = VGroup(*(self._grid(k) for k in range(2)))
        self.numbers = VGroup(*(LiveNumber(1.0, 2, size=FORMULA) for _ in self.told))
        super().__init__(*self.strips, self.dots)
        self.show(self.all, self.all, 0.0).tell(self.all)

    def _grid(self, k: int) -> DotGrid:
        """Dots for the bar that is far from 1, small enough for a low one; none yet."""
        high = float(self.told[k].quotient()[self.far[k]]) * _UNIT
        return DotGrid(self._bar(k).fill, 0.0, gap=min(GAP, 0.9 * high))

    def _bar(self, k: int) -> TokenSquare:
        """The square whose quotient is far from 1."""
        square: TokenSquare = self.strips[k].squares[self.far[k]]
        return square

    @property
    def all(self) -> Quotients:
        """The quotients as they are."""
        return [one.quotient() for one in self.told]

    @property
    def ones(self) -> Quotients:
        """What they would be if the sampler computed as training does."""
        return [np.ones(len(one.tokens)) for one in self.told]

    @property
    def capped(self) -> Quotients:
        """The same, cut at what verl's default allows."""
        return [one.quotient(high=fact("verl.most").value) for one in self.told]

    def show(self, start: Quotients, end: Quotients, share: float) -> Self:
        """The bars at `share` of the way from some quotients to others."""
        for strip, a, b in zip(self.strips, start, end, strict=True):
            strip.set_pose(strip.as_ratios((1 - share) * a + share * b, _UNIT))
        return self._follow()

    def tell(self, quotients: Quotients) -> Self:
        """Print these of the far tokens."""
        for k, (number, row) in enumerate(zip(self.numbers, quotients, strict=True)):
            number.set_value(float(row[self.far[k]]))
        return self._follow()

    def set_dropped(self, level: float) -> Self:
        """Dot what is dropped by `level`: it is seen, and not trained."""
        for dots in self.dots:
            dots.level = level
        return self._follow()

    def _follow(self) -> Self:
        for k, (dots, number) in enumerate(zip(self.dots, self.numbers, strict=True)):
            dots.cover(self._bar(k).fill)
            top = max(self._bar(k).face.get_top()[1], _FEET[k] + _UNIT)
            number.move_to([self._bar(k).face.get_x(), top + _OVER, 0.0])
        return self

    def line(self, value: float, *, both: bool = True) -> VGroup:
        """A line across both answers' bars at a quotient, or the first one's, with its number."""
        lines = VGroup()
        for foot in _FEET if both else _FEET[:1]:
            left, right = self._sides()
            y = foot + value * _UNIT
            line = DashedLine([left, y, 0], [right, y, 0])
            line.set_stroke(paint("ground"), 3 * AXIS, background=True)
            label = Formula(number_text(value, 0), size=LABEL)
            label.next_to(line, LEFT, buff=0.1)
            lines.add(VGroup(line.set_stroke(paint("text"), AXIS), label))
        return lines

    def _sides(self) -> tuple[float, float]:
        squares = self.strips[0].squares
        ends = squares[0].face.get_left()[0], squares[-1].face.get_right()[0]
        return float(ends[0]) - 0.12, float(ends[1]) + 0.12

    def band(self, low: Fact, high: Fact) -> VGroup:
        """What is kept, as a band behind both answers' bars, and its bounds beside the first."""
        bands = VGroup()
        left, right = self._sides()
        for bound in (low, high):
            label = Formula(number_text(bound.value, int(bound.value % 1 > 0)), size=LABEL)
            label.move_to([left - 0.1, _FEET[0] + bound.value * _UNIT, 0], aligned_edge=RIGHT)
            bands.add(label)
        for foot in _FEET:
            low_y, high_y = (foot + bound.value * _UNIT for bound in (low, high))
            corners = [(left, low_y), (right, low_y), (right, high_y), (left, high_y)]
            shape = Polygon(*([*corner, 0] for corner in corners), stroke_width=0)
            bands.add(shape.set_fill(paint("muted"), 2 * current_theme().tint))
        return bands

    def quotient_of(self, k: int) -> VGroup:
        """How the quotient of the far token comes about, with whose chance is which."""
        one, at = self.told[k], self.far[k]
        trained, sampled = (float(row[at]) for row in (one.trained, one.sampled))
        above, below = printed_chances(float(np.log(trained)), float(np.log(sampled)))
        source = (
            f"{{{{ {above} : trained }}}} / {{{{ {below} : sampled }}}} = "
            f"{number_text(trained / sampled, 2)}"
        )
        formula = Formula(source, size=70)
        names = VGroup()
        for part, key in (("trained", "training"), ("sampled", "fewer")):
            name = Prose(say(f"tokens.sampler.{key}"), size=FORMULA)
            names.add(name.next_to(formula.select(part), LEFT, buff=0.4))
        return VGroup(formula, names).move_to([2.3, 1.2, 0])

    def head(self, key: str, *cited: Cited, **values: object) -> VGroup:
        """What a column does, and where that was read."""
        size = READOUT if cited else LABEL
        words = fit_prose(say(f"tokens.sampler.{key}", **values), 4.3, lines=1, size=size)
        words.move_to([_COLUMNS[self.column], _HEAD, 0], aligned_edge=UP)
        source = [Prose(one.brief, size=LABEL, role="muted") for one in cited]
        return VGroup(words, *(line.next_to(words, DOWN, buff=0.14) for line in source))
