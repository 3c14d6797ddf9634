"""The reward for language beside that for accuracy, with the words that say so."""

from __future__ import annotations

from manim import LEFT, VGroup

from scenes.script.words import say
from scenes.stage.theme import LABEL, READOUT
from scenes.stage.typeset import Prose

from .close_up import NEAR, StationView
from .language_meter import LanguageMeter

_SIDE = 6.7  # how far to the right words of a close-up may reach


class LanguageReward:
    """The meter in a close-up; `set_tidied` as the meter's, and its label goes along."""

    def __init__(self, view: StationView):
        self.view = view
        self.meter = view.near(LanguageMeter().scale(1.45), 1.35, 1.25)
        share = view.words(say("pipeline.language.share"), 0.0, -0.95, size=READOUT)
        share.align_to(self.meter.words, LEFT)
        right = self.meter.accuracy.get_right()[0] + 0.2 * NEAR
        accuracy, self.language = (
            Prose(say(f"pipeline.language.{key}"), size=LABEL * NEAR)
            for key in ("accuracy", "language")
        )
        blocks = (self.meter.accuracy, self.meter.language)
        for part, block in zip((accuracy, self.language), blocks, strict=True):
            part.move_to([right, block.get_y(), 0.0], aligned_edge=LEFT)
        self.texts = (share, accuracy, self.language)
        over = VGroup(accuracy, self.language).get_right()[0] - view.spot(_SIDE, 0.0)[0]
        VGroup(self.meter, *self.texts).shift(max(0.0, over) * LEFT)
        self.moving = VGroup(self.meter, self.language)

    def set_tidied(self, tidied: float) -> None:
        """How many words are in the one language by now."""
        self.meter.set_tidied(tidied)
        self.language.set_y(self.meter.language.get_y())

    def price(self) -> Prose:
        """What it costs, under the share."""
        price = self.view.words(say("pipeline.language.price"), 1.3, -1.75, role="muted")
        return price.align_to(self.texts[0], LEFT)
