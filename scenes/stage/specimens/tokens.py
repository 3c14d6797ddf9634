"""Answers token by token. The probabilities are made up, from a seeded generator."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, UP, VGroup

from scenes.stage.next_token import Chances, NextToken, Writing
from scenes.stage.token_group import TokenGroup
from scenes.stage.token_square import END, TokenSquare
from scenes.stage.token_strip import TokenStrip
from scenes.stage.weight_area import WeightArea

from . import shows
from .signs import side_by_side

_ANSWER = [*"340+68=408", END]
_ALPHABET = [*"0123456789*+=", END]


def _spreads(tokens: list[str]) -> list[Chances]:
    """A distribution over the alphabet for each token, which is most often the likeliest."""
    random = np.random.default_rng(408)
    spreads = []
    for token in tokens:
        chances = random.dirichlet(np.full(len(_ALPHABET), 0.15))
        drawn, top = _ALPHABET.index(token), int(chances.argmax())
        chances[[drawn, top]] = chances[[top, drawn]]
        spreads.append(Chances(_ALPHABET, chances, token))
    return spreads


def _strip(tokens: list[str], **style) -> TokenStrip:
    chances = [spread.chances[_ALPHABET.index(spread.drawn)] for spread in _spreads(tokens)]
    return TokenStrip(tokens, chances, **style)


@shows(TokenSquare)
def squares() -> VGroup:
    kinds = [TokenSquare("4", chance) for chance in (0.1, 0.5, 1.0)]
    wide = TokenSquare("Wait", 0.3), TokenSquare("\n", 0.6), TokenSquare(END, 0.9)
    return side_by_side(TokenSquare("=", None), *kinds, *wide, gap=0.2)


@shows(NextToken)
def next_tokens() -> VGroup:
    first, *_, last = _spreads(_ANSWER)
    risen = NextToken(last, role="old").set_state(1.0, 0.0)
    return side_by_side(risen, NextToken(first), gap=0.8)


@shows(Writing)
def writings() -> VGroup:
    tokens = _ANSWER[:4]
    pictures = [
        Writing(_strip(tokens, prompt="17*24="), _spreads(tokens), full=1.4) for _ in range(2)
    ]
    column = VGroup(*pictures).arrange(DOWN, buff=1.6, aligned_edge=LEFT)
    for picture, time in zip(pictures, (2.5, 2.85), strict=True):  # where they stand now
        picture.set_time(time)
    return column


@shows(TokenStrip)
def strips() -> VGroup:
    ratios = np.exp(np.random.default_rng(17).normal(0.0, 0.3, len(_ANSWER)))
    bars = _strip(_ANSWER)
    bars.set_pose(bars.as_ratios(ratios, 1.0))
    highest = int(ratios.argmax())
    bars.number(highest, ratios[highest], 1)
    folded = _strip((_ANSWER[:-1] * 10) + [END], rows=2, width=10.0)
    states = _strip(_ANSWER, prompt="17*24="), folded, VGroup(bars, bars.ratio_line(1.0)), _areas()
    return VGroup(*states).arrange(DOWN, buff=0.45, aligned_edge=LEFT)


def _areas() -> VGroup:
    """A token's weight as area: ten tokens and a hundred with equal shares in all."""
    blocks, top = VGroup(), 0.0
    for count, role in ((10, "up"), (100, "down")):
        strip = TokenStrip("x" * count, np.full(count, 0.5), side=0.2).set_role(role)
        weights = np.full(count, 0.5 / count)
        blocks.add(strip.set_pose(strip.as_area(weights, top * UP, 4.0, 10, 8.0)))
        top -= 1.0
    return blocks


@shows(TokenGroup)
def groups() -> VGroup:
    texts, rewards = ["340+68=408", "398", "240+168=408"], [1, 0, 1]
    whole = TokenGroup([_strip([*text, END]) for text in texts], rewards)
    part = TokenGroup([_strip([*text, END]) for text in texts], rewards).set_written(2.5)
    return side_by_side(part, VGroup(whole, whole.marks, whole.coins), gap=0.8)


@shows(WeightArea)
def areas() -> VGroup:
    """Ten and a hundred tokens: a half each, all tokens alike, and what a constant leaves."""
    pictures = [WeightArea([10, 100], ["up", "down"], width=3.0) for _ in range(3)]
    weights = [0.05, 0.005], [1 / 110, 1 / 110], [0.005, 0.005]
    for picture, pair in zip(pictures, weights, strict=True):
        picture.set_weights(pair)
    return side_by_side(*pictures, gap=0.6)
