"""The three questions that sort all variants, in one row at the top of the stage."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, LEFT, Animation, FadeIn, Line, VGroup

from scenes.script.words import say
from scenes.stage.places import stand_on
from scenes.stage.theme import CURVE, READOUT, paint
from scenes.stage.typeset import Prose

_LEFTS, _LINE = (-6.3, -1.6, 3.4), 3.33


class Header(VGroup):
    """They come one by one; a rule runs under the one that is answered.

    `said` is "question", or "short" where they head columns.
    """

    def __init__(self, lefts: Sequence[float] = _LEFTS, *, said: str = "question") -> None:
        words = (
            say(f"variants.height.{said}"),
            say(f"variants.average.{said}"),
            say(f"variants.gates.{said}"),
        )
        self.texts = VGroup(
            *(
                stand_on(Prose(text, size=READOUT).set_x(left, LEFT), _LINE)
                for text, left in zip(words, lefts, strict=True)
            )
        )
        self.rule = Line(*self._under(0)).set_stroke(paint("text"), CURVE)
        super().__init__(self.rule, self.texts)

    def _under(self, k: int) -> list[np.ndarray]:
        text = self.texts[k]
        foot = _LINE - 0.22
        return [np.array([side[0], foot, 0.0]) for side in (text.get_left(), text.get_right())]

    def ask(self, k: int) -> list[Animation]:
        """The next question, and the rule goes there."""
        comes = FadeIn(self.texts[k], shift=0.1 * DOWN)
        if k == 0:
            return [comes, FadeIn(self.rule)]
        return [comes, self.rule.animate.put_start_and_end_on(*self._under(k))]
