"""A larger public run: its reward, and how many groups were silent."""

from __future__ import annotations

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    Line,
    Mobject,
    Rectangle,
    TransformFromCopy,
    VGroup,
)

from scenes.script.decimals import without_zero
from scenes.script.facts import Fact, fact
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.plot import Plot
from scenes.stage.retelling import LATE
from scenes.stage.theme import AXIS, FORMULA, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

_PARTS, _EACH = 6, 50  # of the run: fifty steps each, and what is left
_LEFT, _FOOT, _WIDE, _TALL = -6.3, -0.85, 8.1, 3.1
_BAR = 1.1
_SPLIT, _SPLIT_Y, _SPLIT_TALL = 8.4, 2.7, 0.42
_LENGTHS, _LENGTH_TALL, _LENGTHS_Y = (2.2, 4.4), 0.3, (1.4, 0.15)  # of the longer answers
_SOURCE = (6.6, -1.2, 0)  # its right end


class PublicRun(Plot):
    """Gold bars of the mean reward of each part; beside them, how long its answers are."""

    def __init__(self) -> None:
        parts = _known("groups").value / _EACH
        super().__init__((0, parts), (0, 1), _WIDE, _TALL)
        self.stand_at([_LEFT + 0.5 * _WIDE, _FOOT + 0.5 * _TALL, 0])
        self.foot = Line(self.point(0, 0), self.point(parts, 0)).set_stroke(paint("muted"), AXIS)
        self.rewards = [_known(f"reward_{k + 1}") for k in range(_PARTS)]
        self.bars, self.numbers = VGroup(), VGroup()
        for k, known in enumerate(self.rewards):
            height = self.point(0, known.value)[1] - self.point(0, 0)[1]
            share = min(1.0, parts - k)  # of fifty steps: the last part has eight
            middle = self.point(k + 0.5 * share, 0)
            bar = Rectangle(width=share * _BAR, height=height, stroke_width=0).set_fill(
                paint("coin"), 1
            )
            bar.set_stroke(paint("coin_edge"), AXIS)
            self.bars.add(bar.move_to(middle, aligned_edge=DOWN))
            number = Formula(without_zero(number_text(known.value, 2)), size=LABEL, role="reward")
            self.numbers.add(number.next_to(bar, UP, buff=0.12))
        self.axis_name = Prose(say("training.home.reward"), size=LABEL, role="reward")
        self.axis_name.next_to(self.point(0, 0), DOWN, buff=0.14).align_to(self.foot, LEFT)
        self.source = Prose(self.rewards[0].brief, size=LABEL, role="muted")
        self.source.move_to(_SOURCE, aligned_edge=RIGHT)
        self.silent = self._silent()
        self.lengths = self._lengths()
        self.add(self.foot, self.bars, self.numbers, self.axis_name, self.silent)
        self.add(self.lengths, self.source)

    def frame(self) -> list[Mobject]:
        """What is there before the bars, with their foot."""
        return [self.axis_name, self.source, self.silent]

    def _lengths(self) -> VGroup:
        """The mean length of an answer in the first part and in the last, as two strips."""
        left, full = _LENGTHS
        known = [_known(f"tokens_{part}") for part in ("first", "last")]
        rows = VGroup()
        for fact_of, y, when in zip(known, _LENGTHS_Y, ("first", "last"), strict=True):
            strip = Rectangle(width=full * fact_of.value / known[-1].value, height=_LENGTH_TALL)
            strip.set_fill(paint("text"), 1).set_stroke(width=0)
            strip.move_to([left, y, 0], aligned_edge=LEFT)
            number = Formula(f"{fact_of.value:g}", size=READOUT)
            row = on_baseline(number, Prose(say(f"training.home.{when}"), size=LABEL), buff=0.2)
            rows.add(VGroup(row.next_to(strip, UP, buff=0.14).align_to(strip, LEFT), strip))
        return rows

    def stretch(self) -> list[Animation]:
        """The answers grow: the longer strip comes out of the shorter one, then its number."""
        (_, short), (said, long) = self.lengths
        return [TransformFromCopy(short, long), FadeIn(said, rate_func=LATE)]

    def _silent(self) -> VGroup:
        """All groups as a strip, of which the silent ones are hollow, with both counts."""
        silent, groups = _known("silent_groups"), _known("groups")
        share = silent.value / groups.value
        parts = VGroup(
            Rectangle(width=_SPLIT * share, height=_SPLIT_TALL).set_stroke(paint("text"), 3),
            Rectangle(width=_SPLIT * (1 - share), height=_SPLIT_TALL).set_stroke(width=0),
        ).arrange(RIGHT, buff=0.06)
        parts[1].set_fill(paint("muted"), 0.8)
        parts.move_to([_LEFT, _SPLIT_Y, 0], aligned_edge=LEFT)
        text = on_baseline(
            Formula(f"{silent.value:g}", size=FORMULA),
            Prose(say("training.home.of"), size=READOUT),
            Formula(f"{groups.value:g}", size=FORMULA),
            Prose(say("training.home.silent"), size=READOUT),
        )
        return VGroup(parts, text.next_to(parts, UP, buff=0.16).align_to(parts, LEFT))


def _known(name: str) -> Fact:
    return fact(f"rasbt.{name}")
