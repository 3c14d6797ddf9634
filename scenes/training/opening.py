"""The question of the run on a card, of which the bars of its answers grow."""

from __future__ import annotations

from manim import Animation, FadeIn, VGroup

from scenes.stage.panel import panel
from scenes.stage.typeset import Prose

from .faces import QUESTION

_CARD, _SIZE = (3.9, 1.3), 60


class AskedCard(VGroup):
    """The question, as a card."""

    def __init__(self) -> None:
        body = panel(*_CARD)
        super().__init__(body, Prose(QUESTION, size=_SIZE).move_to(body))

    def gives(self, *parts: VGroup) -> list[Animation]:
        """`parts` come out of it."""
        return [FadeIn(part, target_position=self.get_center(), scale=0.3) for part in parts]
