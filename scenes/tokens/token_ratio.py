"""One token: its chance when it was drawn, its chance now, and the first into the second."""

from __future__ import annotations

import numpy as np
from manim import DOWN, UP, Line, VGroup

from scenes.script.numerals import logp_source, number_text, printed_log, ratio_source
from scenes.script.words import say
from scenes.stage.policy_bars import PolicyBar
from scenes.stage.theme import AXIS, FORMULA, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .story import ToldAnswer

_FOOT, _FULL, _WIDE = -0.75, 3.3, 1.15  # of the bars, in scene units
_OLD_X, _NEW_X, _SAID_X = -3.3, -1.1, 3.0
RATIO_SIZE = 76


class TokenRatio(VGroup):
    """The bars of token `k` of an answer, the `shown`-th square, and what their quotient is."""

    def __init__(self, answer: ToldAnswer, k: int, shown: int):
        old, new = float(answer.old[k]), float(answer.new[k])
        self.ratio, self.shown = float(np.exp(answer.log_ratio[k])), shown
        self.foot = Line([_OLD_X - 1.0, _FOOT, 0], [_NEW_X + 1.0, _FOOT, 0])
        self.foot.set_stroke(paint("muted"), AXIS)
        self.old, self.new = (
            PolicyBar(0.0, "old", width=_WIDE, full=_FULL),
            PolicyBar(0.0, "new", width=_WIDE, full=_FULL),
        )
        self.old.shift([_OLD_X, _FOOT, 0])
        self.new.shift([_NEW_X, _FOOT, 0])
        self.chances = old, new
        self.names = VGroup(self._name(_OLD_X, "drawn", "old"), self._name(_NEW_X, "now", "new"))
        sources = printed_chances(float(answer.new_logp[-1][k]), float(answer.old_logp[k]))[::-1]
        self.numbers = VGroup(
            Formula(sources[0], size=FORMULA, role="old").move_to([_OLD_X, 0, 0]),
            Formula(sources[1], size=FORMULA, role="new").move_to([_NEW_X, 0, 0]),
        )
        self.fraction = Formula(
            f"{{{{ {sources[1]} : new }}}} / {{{{ {sources[0]} : old }}}} = "
            f"{{{{ {ratio_source(self.ratio)} : ratio }}}}",
            size=RATIO_SIZE,
            new="new",
            old="old",
        )
        self.fraction.move_to([_SAID_X, 1.15, 0])
        self.words = Prose(say("tokens.ratio.times"), size=FORMULA)
        self.words.next_to(self.fraction, DOWN, buff=0.45)
        super().__init__(self.foot, self.old, self.new)
        self.set_rise(1.0, 1.0)

    def _name(self, x: float, key: str, role: str) -> Prose:
        name = Prose(say(f"tokens.ratio.bar_{key}"), size=READOUT, role=role)
        return name.move_to([x, _FOOT - 0.42, 0])

    def set_rise(self, old: float, new: float) -> None:
        """How far each bar has risen, 0 to 1; its number stands over it."""
        for bar, number, share, chance in zip(
            (self.old, self.new), self.numbers, (old, new), self.chances, strict=True
        ):
            bar.set_probability(share * chance)
            number.next_to(bar.top(), UP, buff=0.2)

    def grow_new(self, share: float) -> None:
        """Let the second bar grow."""
        self.set_rise(1.0, share)


def printed_chances(above: float, below: float) -> tuple[str, str]:
    """Two chances as math source, with as many digits as their printed quotient needs.

    Both are given as logarithms (nats); the quotient is printed with two decimals.
    """
    whole = number_text(float(np.exp(above - below)), 2)
    for more in range(4):
        texts = [logp_source(each, more=more) for each in (above, below)]
        quotient = float(np.exp(printed_log(texts[0]) - printed_log(texts[1])))
        if number_text(quotient, 2) == whole:
            break
    return texts[0], texts[1]
