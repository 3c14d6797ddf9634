"""A reward as a coin: gold with its number in ink, dim where there is nothing to win."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from manim import RoundedRectangle, VGroup

from .reward_line import reward_text
from .theme import AXIS, LABEL, paint
from .typeset import Formula

_RADIUS = 0.27  # scene units of a coin whose digits are of the size LABEL
_ON_DISC = 1.6  # of a number that a disc has room for, the width in radii
_PILL = 2.6  # the width of a pill, at least, in radii
_MARGIN = 0.8  # on both sides of a longer number, together, in radii
_GLOW, _RINGS = 0.55, 8  # how far the light reaches beyond its edge, in radii; its steps
_STRONGEST = 0.5  # its opacity at the edge
_PIN = 1e-6  # scene units: what a width may be off by rounding
_PER_UNIT = 100  # stroke width of a line that is a scene unit thick


class Coin(VGroup):
    """A reward as a gold disc with its digit in ink; a longer number makes it a pill.

    One of 0 or less is of dim gold, so that rewards are told apart before they are read.
    `radius` is half its height in scene units, and sets the size of the digits; on a large
    coin they may be smaller (`digits`, times that size). `glows` says that it is the one that
    is spoken of.
    """

    def __init__(
        self, reward: float, radius: float = _RADIUS, *, digits: float = 1.0, glows: bool = False
    ):
        fill, ink = ("coin", "ink") if reward > 0 else ("dim_coin", "text")
        size = LABEL * digits * radius / _RADIUS
        self.number = Formula(reward_text(reward), size=size, role=ink)
        fits = self.number.width <= _ON_DISC * radius + _PIN
        long = max(_PILL * radius, self.number.width + _MARGIN * radius)
        width = 2 * radius if fits else long
        self.face = RoundedRectangle(corner_radius=radius, width=width, height=2 * radius)
        self.face.set_fill(paint(fill), 1).set_stroke(paint("coin_edge"), AXIS)
        reach = 2 * _GLOW * radius * _PER_UNIT
        self.light = VGroup(
            *(self.face.copy().set_stroke(width=reach * k / _RINGS) for k in range(1, _RINGS + 1))
        ).set_fill(opacity=0)
        super().__init__(self.light, self.face, self.number.move_to(self.face))
        self.set_glow(float(glows))

    @staticmethod
    def digits_for(rewards: Iterable[float], radius: float) -> float:
        """How large digits may be, times their size, for each of `rewards` to fit a disc.

        1 at most, and no less than leaves them the size LABEL: then some fit a pill only.
        """
        coins = (Coin(reward, radius) for reward in rewards)
        widest = max(coin.number.width for coin in coins)
        return max(min(1.0, _ON_DISC * radius / widest), min(1.0, _RADIUS / radius))

    def set_glow(self, level: float) -> Self:
        """Let it shine by `level`, 0 to 1."""
        self.light.set_stroke(paint("coin"), opacity=_STRONGEST / _RINGS * level)
        return self
