"""A number that can change every frame: digits in fixed slots that swap their outlines."""

from __future__ import annotations

import re
from functools import cache
from typing import Self

import numpy as np
from manim import VGroup, VMobject

from .decimals import printed
from .theme import READOUT, paint
from .typeset import Formula

MINUS = "\N{MINUS SIGN}"
SIGNS = f"{MINUS}+"
_SLOTS = 8  # at birth; a longer number gets more
_SAMPLE = 48  # the font size at which glyphs are measured
_LEAST_LOGP = -700.0  # nats; exp of less is no normal float64
_NO_FRACTION, _LARGE = 999.5, 99999.5
_POWER = re.compile(r" dot 10\^\((\d+)\)")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
# How a character stands between two digits of a formula.
_BETWEEN = {",": 'class("normal", ",")'} | {
    raised: f"^{digit} " for digit, raised in enumerate(_RAISED)
}


def number_text(value: float, decimals: int, *, sign: bool = False) -> str:
    """`value` as it is printed: a real minus sign, and no minus before a zero.

    A fraction is not printed where it means nothing: from a thousand on none is, and from
    a hundred thousand on there are one or two digits and a power of ten, as math source.
    """
    plus, size = "+" * sign, abs(value)
    if decimals and size >= _LARGE:
        text = _scientific(value, plus, digits=min(decimals - 1, 1))
    else:
        text = f"{value:{plus}.{0 if size >= _NO_FRACTION else decimals}f}"
    if not text.strip("+-0."):
        text = text.lstrip("+-")
    return text.replace("-", MINUS)


def ratio_source(ratio: float) -> str:
    """A ratio as math source: two decimals where they tell enough, and never 0."""
    if ratio >= 0.1 or round(ratio, 2) == ratio:
        return number_text(ratio, 2)
    return probability_source(ratio)


def _scientific(value: float, plus: str = "", digits: int = 1) -> str:
    mantissa, exponent = f"{value:{plus}.{digits}e}".split("e")
    return f"{mantissa} dot 10^({int(exponent)})"


def probability_source(probability: float, *, more: int = 0) -> str:
    """A probability as math source: two digits, more if it needs them, or a power of ten.

    `more` digits are added to those that it would have.
    """
    if probability >= 0.1 or round(probability, 2) == probability:
        return f"{probability:.{2 + more}f}"
    if probability >= 0.001:
        return f"{probability:.{4 + more}f}".rstrip("0")
    return _scientific(probability, digits=1 + more)


def logp_source(logp: float, *, more: int = 0) -> str:
    """The probability ``exp(logp)`` as `probability_source` says it, however small.

    `logp` is in nats. A long answer's probability is too small for a float: its power of
    ten is taken from the logarithm.
    """
    if logp > _LEAST_LOGP:
        return probability_source(float(np.exp(logp)), more=more)
    exponent, digits = divmod(logp / np.log(10), 1)
    mantissa = f"{10**digits:.{1 + more}f}"
    if mantissa.startswith("10"):  # rounded up to the next power
        mantissa, exponent = f"{1:.{1 + more}f}", exponent + 1
    return f"{mantissa} dot 10^({int(exponent)})"


def printed_log(source: str) -> float:
    """The natural logarithm of the number that math source as above says."""
    mantissa, _, exponent = source.rstrip(")").partition(" dot 10^(")
    return float(np.log(float(mantissa)) + np.log(10) * int(exponent or 0))


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


class LiveNumber(VGroup):
    """A read-out with a setter; redrawn only when its printed text changes.

    It keeps its place by the decimal alignment that `align` says: "left" or "right" is
    the edge that stays where it is while digits come and go.
    """

    def __init__(
        self,
        value: float,
        decimals: int = 2,
        *,
        sign: bool = False,
        size: float = READOUT,
        role: str = "text",
        align: str = "right",
    ):
        super().__init__()
        self.decimals, self.sign, self.align = decimals, sign, align
        self.type_size = size
        self.text = ""
        step = _outline("0")[2] * size
        self.pin = VMobject(stroke_width=0, fill_opacity=0)
        ends = (0.0, step) if align == "left" else (0.0, -step)
        self.pin.set_points_as_corners([[x, 0, 0] for x in ends])
        self.slots = VGroup(*(_slot(role) for _ in range(_SLOTS)))
        self.add(self.pin, self.slots)
        self.set_value(value)
        self.center()

    @property
    def plain(self) -> str:
        """The text that is shown."""
        return self.text

    @property
    def baseline(self) -> float:
        """The height on the stage of the line that the digits stand on."""
        points, _, step = _outline("0")
        scale = np.linalg.norm(self.pin.points[-1] - self.pin.points[0]) / step
        return self.pin.points[0][1] + scale * points[:, 1].min()

    def set_value(self, value: float) -> Self:
        """Show `value`, rounded to the printed precision, as the film's language writes it."""
        text = printed(number_text(value, self.decimals, sign=self.sign))
        if text != self.text:
            self.text = text
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
            slot.type_unit = np.ptp(points[:, 1])
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


def _slot(role: str) -> VMobject:
    return VMobject(stroke_width=0).set_fill(paint(role), opacity=1)
