"""A larger public run: reward, length of answers, and how many groups were silent."""

from __future__ import annotations

from manim import DOWN, LEFT, RIGHT, UP, Line, Rectangle, VGroup, VMobject

from scenes.script.decimals import without_zero
from scenes.script.facts import Fact, fact
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.plot import Plot
from scenes.stage.theme import AXIS, FORMULA, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

_PARTS = 6  # of the run: fifty steps each, and what is left
_LEFT, _FOOT, _WIDE, _TALL = -6.3, -0.85, 6.9, 2.25
_BAR = 0.66
_LENGTH, _LENGTH_YS = 5.0, (1.95, 1.5)  # of the longer answers; both rows
_SPLIT, _SPLIT_Y, _SPLIT_TALL = 7.2, 2.7, 0.42
_SOURCE = (6.6, -1.2, 0)  # its right end


class PublicRun(Plot):
    """Gold bars of the mean reward of each part, and the answers' mean length as a line."""

    def __init__(self) -> None:
        super().__init__((0, _PARTS), (0, 1), _WIDE, _TALL)
        self.stand_at([_LEFT + 0.5 * _WIDE, _FOOT + 0.5 * _TALL, 0])
        self.foot = Line(self.point(0, 0), self.point(_PARTS, 0)).set_stroke(paint("muted"), AXIS)
        self.rewards = [_known(f"reward_{k + 1}") for k in range(_PARTS)]
        self.lengths = [_known(f"tokens_{k}") for k in ("first", "last")]
        self.bars, self.numbers = VGroup(), VGroup()
        for k, known in enumerate(self.rewards):
            height = self.point(0, known.value)[1] - self.point(0, 0)[1]
            bar = Rectangle(width=_BAR, height=height, stroke_width=0).set_fill(paint("coin"), 1)
            bar.set_stroke(paint("coin_edge"), AXIS)
            self.bars.add(bar.move_to(self.point(k + 0.5, 0), aligned_edge=DOWN))
            number = Formula(without_zero(number_text(known.value, 2)), size=LABEL, role="reward")
            self.numbers.add(number.next_to(bar, UP, buff=0.12))
        self.axis_name = Prose(say("training.home.reward"), size=LABEL, role="reward")
        self.axis_name.next_to(self.point(0, 0), DOWN, buff=0.14).align_to(self.foot, LEFT)
        until = Prose(say("training.home.until", count=f"{_known('groups').value:g}"), size=LABEL)
        until.set_fill(paint("muted")).next_to(self.point(_PARTS, 0), DOWN, buff=0.14)
        self.until = until.align_to(self.foot, RIGHT)
        self.source = Prose(self.rewards[0].brief, size=LABEL, role="muted")
        self.source.move_to(_SOURCE, aligned_edge=RIGHT)
        tops = [bar.get_top() for bar in self.bars]
        self.tops = VMobject().set_points_as_corners(tops).set_stroke(paint("reward"), MAIN_CURVE)
        self.length = self._length()
        self.silent = self._silent()
        self.add(self.foot, self.bars, self.numbers, self.axis_name, self.until)
        self.add(self.length, self.silent)

    def _length(self) -> VGroup:
        """The mean lengths of the first and of the last part as two bars, with their numbers."""
        rows = VGroup()
        for known, y, when in zip(self.lengths, _LENGTH_YS, ("first", "last"), strict=True):
            bar = Rectangle(width=_LENGTH * known.value / self.lengths[-1].value, height=0.28)
            bar.set_fill(paint("text"), 1).set_stroke(width=0)
            bar.move_to([_LEFT, y, 0], aligned_edge=LEFT)
            number = Formula(f"{known.value:g}", size=READOUT)
            row = on_baseline(number, Prose(say(f"training.home.{when}"), size=LABEL), buff=0.2)
            rows.add(VGroup(bar, row.next_to(bar, RIGHT, buff=0.2)))
        return rows

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
