"""The rewards of the beads as coins in a row: all alike, thrown away, drawn anew."""

from __future__ import annotations

from collections.abc import Sequence

from manim import DOWN, RIGHT, Animation, FadeIn, FadeOut, ReplacementTransform, VGroup

from scenes.script.words import say
from scenes.stage.coin import Coin
from scenes.stage.theme import READOUT
from scenes.stage.typeset import Prose

_PITCH, _LINE, _LEFT = 0.95, 3.2, -2.6


class Rewards:
    """A row over the plot: the group's own rewards, and as many that are all 0."""

    def __init__(self, rewards: Sequence[float]):
        self.own, self.anew, self.alike = (
            self._row(each) for each in (rewards, rewards, [0.0] * len(rewards))
        )
        self.words = {key: self._word(key) for key in ("same", "dropped")}

    def _row(self, rewards: Sequence[float]) -> VGroup:
        coins = VGroup(*(Coin(float(reward)) for reward in rewards)).arrange(RIGHT, buff=0.25)
        return coins.move_to([_LEFT, _LINE, 0])

    def _word(self, key: str) -> Prose:
        text = Prose(say(f"variants.silent.{key}"), size=READOUT)
        return text.next_to(self.own, RIGHT, buff=0.5)

    def become_alike(self) -> list[Animation]:
        """Each becomes a 0."""
        pairs = zip(self.own, self.alike, strict=True)
        return [*(ReplacementTransform(*pair) for pair in pairs), FadeIn(self.words["same"])]

    def fall(self) -> list[Animation]:
        """The silent ones are thrown away."""
        return [FadeOut(self.alike, shift=1.2 * DOWN), FadeOut(self.words["same"])]

    def come_anew(self) -> list[Animation]:
        """Others are drawn."""
        return [FadeIn(self.anew, shift=0.6 * DOWN), FadeIn(self.words["dropped"])]
