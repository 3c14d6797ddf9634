"""A coin whose whole group got the same: hollow, for it pushes nowhere."""

from __future__ import annotations

from manim import Animation, Transform

from scenes.stage.coin import Coin
from scenes.stage.theme import paint


def hollow(coin: Coin) -> Coin:
    """Make `coin` a ring with its digits."""
    coin.face.set_fill(paint("ground"), 1).set_stroke(paint("reward"))
    coin.number.set_fill(paint("text"), 1)
    return coin


def becomes_hollow(coin: Coin) -> Animation:
    """In sight."""
    return Transform(coin, hollow(coin.copy()))
