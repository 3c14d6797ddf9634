"""A coin whose reward changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from manim import VGroup

from scenes.stage.coin import Coin
from scenes.stage.once import lay_once


class TurningCoin(VGroup):
    """A coin that shows one of several rewards; `show` turns it."""

    def __init__(self, rewards: Iterable[float], radius: float = 0.27):
        self.rewards = sorted(set(map(float, rewards)))
        coins = [Coin(reward, radius) for reward in self.rewards]
        super().__init__(*coins)
        self.looks = [
            [
                (part, part.get_fill_opacity(), part.get_stroke_opacity())
                for part in coin.get_family()
            ]
            for coin in coins
        ]
        self.show(self.rewards[0])

    def show(self, reward: float) -> Self:
        """Show the side with this reward."""
        self.reward = float(reward)
        lay_once([self], self.reward, self._turn)
        return self

    def _turn(self) -> None:
        for side, look in zip(self.rewards, self.looks, strict=True):
            for part, fill, stroke in look:
                seen = float(side == self.reward)
                part.set_fill(opacity=seen * fill, family=False)
                part.set_stroke(opacity=seen * stroke, family=False)
