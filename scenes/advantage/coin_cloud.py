"""The rewards of a group as coins that lie on a line, piled where they would hide each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import VGroup

from scenes.stage.coin import Coin
from scenes.stage.reward_line import LEAST_RADIUS, levels, reward_dot

MOST_RADIUS, LEAST_COIN = 0.5, 0.27  # a smaller one has no digits that can be read
_PITCH = 2.08  # of piled coins, in radii


class CoinCloud(VGroup):
    """A coin for each of `rewards`, over the line at height `y`: one that starts at x = `across`.

    `across` are scene units, shape (G,); the pile may be `height` high. Coins have their digits
    where those fit, and are plain where not; large ones have smaller digits for a longer number.
    """

    def __init__(
        self, rewards: Sequence[float], across: Sequence[float], y: float, *, height: float
    ):
        self.rewards = np.asarray(rewards, dtype=float)
        self.height_of_pile = height
        self.radius = _radius(np.asarray(across, dtype=float), height)
        super().__init__(*self._coins())
        for coin, place in zip(self, self.places(across, y), strict=True):
            coin.move_to(place)

    def glow(self) -> Self:
        """Let the first of the best coins shine: the one that the film asks about."""
        if self.has_digits:
            self[int(np.argmax(self.rewards))].set_glow(1.0)
        return self

    def _coins(self) -> list[VGroup]:
        if self.radius < LEAST_COIN:
            return [VGroup(reward_dot(self.radius)) for _ in self.rewards]
        digits = Coin.digits_for(self.rewards, self.radius)
        coins = [Coin(r, self.radius, digits=digits) for r in self.rewards]
        if all(coin.face.width < 2.01 * self.radius for coin in coins):
            return coins
        return [VGroup(reward_dot(self.radius)) for _ in self.rewards]

    @property
    def has_digits(self) -> bool:
        """Whether each coin says its reward."""
        return isinstance(self[0], Coin)

    def places(self, across: Sequence[float], y: float) -> list[np.ndarray]:
        """Where the coins lie on a line at height `y`; a pile that is too high gets columns."""
        x = np.asarray(across, dtype=float)
        rows = max(1, _rows(self.radius, self.height_of_pile))
        pitch = _PITCH * self.radius
        found = []
        for a, level in zip(x, _levels(x, self.radius), strict=True):
            column, row = divmod(int(level), rows)
            aside = (column + 1) // 2 * pitch * (-1) ** column
            found.append(np.array([a + aside, y + 1.12 * self.radius + pitch * row, 0.0]))
        return found


def _rows(radius: float, height: float) -> int:
    """How many coins a pile of `height` has."""
    return int((height / radius - 1.12) / _PITCH + 0.5)


def _levels(across: np.ndarray, radius: float) -> np.ndarray:
    return levels(across.round(6), 0.995 * radius)


def _radius(across: np.ndarray, height: float) -> float:
    """The largest radius whose piles are no higher than `height`."""
    radius = MOST_RADIUS
    while radius > LEAST_RADIUS:
        if _levels(across, radius).max() < _rows(radius, height):
            return radius
        radius *= 0.94
    return LEAST_RADIUS
