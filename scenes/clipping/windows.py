"""How wide others open the window: three ranges on one axis, each with its source."""

from __future__ import annotations

from manim import DOWN, LEFT, RIGHT, VGroup

from grpo_core import clipped_surrogate
from scenes.script.facts import Fact, fact
from scenes.script.words import say
from scenes.stage.envelope import ratio_text
from scenes.stage.theme import FORMULA, LABEL, READOUT
from scenes.stage.typeset import Formula, Prose, on_baseline

from .ratio_axis import RatioAxis, Window
from .sail import FlatGround
from .walker import Walker

_AWAY = 0.4  # from a window to what is said of it
_WIDE, _INSIDE = 0.0, 4.2  # a window that ends beyond that has it inside, from this ratio on
FAR = 12.0  # the reach of the axis in the end
_AXIS_Y = -1.75
_BASES, _TALL = (4.15, 2.7, 0.0), (1.15, 1.15, 2.4)  # over the axis; each as tall as that


class Ranges(VGroup):
    """A window for each system, one under the other; `set_reach` moves the camera out."""

    def __init__(self, walker: Walker, ratio: float) -> None:
        self.walker, self.ratio = walker, ratio
        trl, low, high, r1 = map(
            fact, ("trl.epsilon", "dapo.epsilon_low", "dapo.epsilon_high", "r1.epsilon")
        )
        ranges = [(trl, trl), (low, high), (r1, r1)]
        self.axis = RatioAxis(FAR, [1.0, 1 + r1.value, 0.0, 5.0], _AXIS_Y)
        self.windows = VGroup(
            *(
                Window(self.axis, 1 - lower.value, 1 + upper.value, tall, base=base)
                for (lower, upper), base, tall in zip(ranges, _BASES, _TALL, strict=True)
            )
        )
        names = "symmetric", "higher", "wide"
        self.said = VGroup(
            *(
                self._say(k, name, *pair)
                for k, (name, pair) in enumerate(zip(names, ranges, strict=True))
            )
        )
        super().__init__(self.axis, self.windows, self.said)
        self.set_reach(FAR)

    def _say(self, k: int, name: str, low: Fact, high: Fact) -> VGroup:
        """The bounds and whose they are; the source under it."""
        bounds = [1 - low.value, 1 + high.value]
        to = say("clipping.others.to") if bounds[0] > 0 else say("clipping.others.up_to")
        low = ratio_text(bounds[0], 2) if bounds[0] > 0 else ""  # no ratio lies below 0
        numbers = Formula(f'{low} "{to} " {ratio_text(bounds[1], 2)}', size=FORMULA)
        who = Prose(say(f"clipping.others.{name}"), size=READOUT)
        row = on_baseline(numbers, who, buff=0.4)
        source = Prose(high.brief, size=LABEL, role="muted")
        said = VGroup(row, source).arrange(DOWN, buff=0.14, aligned_edge=LEFT)
        return said.set_y(_AXIS_Y + _BASES[k] + 0.5 * _TALL[k])

    def lets_push(self) -> bool:
        """Whether the walker would push in the widest window."""
        widest = fact("r1.epsilon").value
        terms = clipped_surrogate(self.ratio, self.walker.advantage, eps_low=widest)
        return not bool(terms.binds)

    def set_reach(self, reach: float) -> None:
        """Bring the far end of the axis to `reach`; the windows follow."""
        self.axis.set_reach(reach)
        for window, said in zip(self.windows, self.said, strict=True):
            end = window.follow().posts[1].get_x()
            x = end + _AWAY if end < _WIDE else self.axis.at(_INSIDE)[0]
            said.shift((x - said.get_left()[0]) * RIGHT)
        self.walker.walk(FlatGround(self.axis), self.ratio)
