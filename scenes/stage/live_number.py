"""A number that can change every frame: digits in fixed slots that swap their outlines."""

from __future__ import annotations

import re
from functools import cache
from typing import Self

import numpy as np
from manim import VGroup, VMobject

from scenes.script.decimals import printed, without_zero
from scenes.script.numerals import MINUS, number_text

from .theme import READOUT, paint
from .typeset import Formula, Letter, Readable, blank_letter

SIGNS = f"{MINUS}+"
_SLOTS = 8  # at birth; a longer number gets more
_SAMPLE = 48  # the font size at which glyphs are measured
_POWER = re.compile(r" dot 10\^\((\d+)\)")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
# How a character stands between two digits of a formula.
_BETWEEN = {",": 'class("normal", ",")'} | {
    raised: f"^{digit} " for digit, raised in enumerate(_RAISED)
}


@cache
def _outline(character: str) -> tuple[np.ndarray, float, float]:
    """A glyph's points, left bearing and advance at font size 1.

    All are measured against the digit 0, whose left edge is the pen's position and whose
    middle is the height 0. A sign stands first, so its bearing does not matter.
    """
    step = _left_edges("00")[1]
    if character in SIGNS:
        edges, points = _left_edges(f"{character}0"), _points(f"{character}0", 0)
        bearing, advance = 0.0, edges[1]
    else:
        row = f"0{_BETWEEN.get(character, character)}0"
        edges, points = _left_edges(row), _points(row, 1)
        bearing, advance = edges[1] - step, edges[2] - step
    return points, bearing, advance


def _left_edges(text: str) -> list[float]:
    glyphs = Formula(text, size=_SAMPLE).submobjects
    return [(glyph.get_left()[0] - glyphs[0].get_left()[0]) / _SAMPLE for glyph in glyphs]


def _points(text: str, index: int) -> np.ndarray:
    glyphs = Formula(text, size=_SAMPLE).submobjects
    corner = [glyphs[index].get_left()[0], glyphs[-1].get_center()[1], 0.0]
    return (glyphs[index].points - corner) / _SAMPLE


def number_width(value: float, decimals: int = 2, *, sign: bool = False, size: float) -> float:
    """The width of a `LiveNumber` that shows `value`, without making one."""
    return _width(printed(number_text(value, decimals, sign=sign)), size)


@cache
def _width(text: str, size: float) -> float:
    outlines = [_outline(character) for character in _characters(text)]
    pen = -size * sum(advance for _, _, advance in outlines)
    low, high = -size * _outline("0")[2], 0.0  # of the pin, which counts
    for points, bearing, advance in outlines:
        x = (points[:, 0] + bearing) * size + pen
        low, high = min(low, x.min()), max(high, x.max())
        pen += size * advance
    return float(high - low)


class LiveNumber(Readable, VGroup):
    """A read-out with a setter; redrawn only when its printed text changes.

    It keeps its place by the decimal alignment that `align` says: "left" or "right" is
    the edge that stays where it is while digits come and go. A `short` one has no 0 before
    the point where the language lets it go.
    """

    def __init__(
        self,
        value: float,
        decimals: int = 2,
        *,
        sign: bool = False,
        short: bool = False,
        size: float = READOUT,
        role: str = "text",
        align: str = "right",
    ):
        super().__init__()
        self.decimals, self.sign, self.short, self.align = decimals, sign, short, align
        self.type_size = size
        self.text = self.plain = ""
        step = _outline("0")[2] * size
        self.pin = VMobject(stroke_width=0, fill_opacity=0)
        ends = (0.0, step) if align == "left" else (0.0, -step)
        self.pin.set_points_as_corners([[x, 0, 0] for x in ends])
        self.slots = VGroup(*(_slot(role) for _ in range(_SLOTS)))
        self.add(self.pin, self.slots)
        self.set_value(value)
        self.center()

    @property
    def baseline(self) -> float:
        """The height on the stage of the line that the digits stand on."""
        points, _, step = _outline("0")
        scale = np.linalg.norm(self.pin.points[-1] - self.pin.points[0]) / step
        return self.pin.points[0][1] + scale * points[:, 1].min()

    def set_value(self, value: float) -> Self:
        """Show `value`, rounded to the printed precision, as the film's language writes it."""
        number = number_text(value, self.decimals, sign=self.sign)
        text = printed(without_zero(number) if self.short else number)
        if text != self.text:
            self.text = self.plain = text
            self._lay_out()
        return self

    def set_role(self, role: str) -> Self:
        """Colour the digits by `role`."""
        self.slots.set_fill(paint(role))
        return self

    def _lay_out(self) -> None:
        anchor, other = self.pin.points[0], self.pin.points[-1]
        scale = np.linalg.norm(other - anchor) / _outline("0")[2]
        outlines = [_outline(character) for character in _characters(self.text)]
        while len(self.slots) < len(outlines):
            self.slots.add(self.slots[0].copy())
        width = sum(advance for _, _, advance in outlines)
        pen = anchor[0] - (width * scale if self.align == "right" else 0.0)
        for slot, (points, bearing, advance) in zip(self.slots, outlines, strict=False):
            slot.set_points(points * scale + [pen + bearing * scale, anchor[1], 0.0])
            slot.type_unit = float(np.ptp(points[:, 1]))
            slot.plain_of = self.text
            pen += advance * scale
        for slot in self.slots[len(outlines) :]:
            slot.clear_points()


def _characters(text: str) -> str:
    """What is drawn for `text`: of a power of ten, the characters that it is made of."""
    power = _POWER.search(text)
    if power is None:
        return text
    raised = "".join(_RAISED[int(digit)] for digit in power[1])
    return f"{text[: power.start()]}·10{raised}"


def _slot(role: str) -> Letter:
    return blank_letter(paint(role).to_hex())
