"""How wide others open the window: three ranges on one axis, each with its source."""

from __future__ import annotations

from manim import DOWN, LEFT, Line, VGroup

from grpo_core import clipped_surrogate
from scenes.script.facts import Fact, fact
from scenes.script.numerals import ratio_text
from scenes.script.words import say
from scenes.stage.theme import AXIS, FORMULA, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .opening import AXIS_Y
from .ratio_axis import LEFT_END, RatioAxis, Window
from .sail import FlatGround
from .walker import Walker

_SMALL = 0.6  # of the answers between two bounds
_SAID = 3.25, 3.25, 0.2  # where begins what is said of each
NEAR, FAR = 2.0, 12.0  # the reach of the axis at first, at least, and in the end
_BASES, _TALL = (4.2, 2.65, 0.0), (1.05, 1.05, 2.1)  # over the axis; each as tall as that


class Ranges(VGroup):
    """A window for each system, one under the other; `set_reach` moves the camera out."""

    def __init__(self, walker: Walker, ratio: float) -> None:
        self.walker, self.ratio = walker, ratio
        trl, low, high, r1 = map(
            fact, ("trl.epsilon", "dapo.epsilon_low", "dapo.epsilon_high", "r1.epsilon")
        )
        ranges = [(trl, trl), (low, high), (r1, r1)]
        bounds = 1 - trl.value, 1 + trl.value
        self.axis = RatioAxis(FAR, [1.0, 1 + r1.value, 0.0, 5.0, *bounds], AXIS_Y)
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
        self.between = 1 + 0.5 * (low.value + high.value)
        self.probes = VGroup(*(self._probe(window, self.between) for window in self.windows[:2]))
        self.grounds = VGroup(*(self._ground(window) for window in self.windows[:2]))
        super().__init__(self.axis, self.windows, self.said)
        self.set_reach(FAR)

    def _probe(self, window: Window, ratio: float) -> VGroup:
        """An answer at a ratio, whose lamp is on if it lies inside the window."""
        walker = Walker(1.0, size=_SMALL, on=ratio < window.high)
        return VGroup(walker, Formula(ratio_text(ratio, 2), size=LABEL))

    def _ground(self, window: Window) -> Line:
        """The axis, once more under a window."""
        level = self.axis.at(0.0, window.base)[1]
        ends = [LEFT_END, level, 0], [_SAID[0] - 0.2, level, 0]
        return Line(*ends).set_stroke(paint("muted"), AXIS)

    def _say(self, k: int, name: str, low: Fact, high: Fact) -> VGroup:
        """The bounds and whose they are; the source under it."""
        bounds = [1 - low.value, 1 + high.value]
        to = say("clipping.others.to") if bounds[0] > 0 else say("clipping.others.up_to")
        low = ratio_text(bounds[0], 2) if bounds[0] > 0 else ""  # no ratio lies below 0
        numbers = Formula(f'{low} "{to}" {ratio_text(bounds[1], 2)}', size=FORMULA)
        who = Prose(say(f"clipping.others.{name}"), size=READOUT, align="left")
        source = Prose(high.brief, size=LABEL, role="muted")
        said = VGroup(numbers, who, source).arrange(DOWN, buff=0.14, aligned_edge=LEFT)
        spot = [_SAID[k], AXIS_Y + _BASES[k] + 0.5 * _TALL[k], 0]
        return said.move_to(spot, aligned_edge=LEFT)

    def lets_push(self) -> bool:
        """Whether the walker would push in the widest window."""
        widest = fact("r1.epsilon").value
        terms = clipped_surrogate(self.ratio, self.walker.advantage, eps_low=widest)
        return not bool(terms.binds)

    def set_reach(self, reach: float) -> None:
        """Bring the far end of the axis to `reach`; the windows follow."""
        self.axis.set_reach(reach)
        for window in self.windows:
            window.follow()
        self.walker.walk(FlatGround(self.axis), self.ratio)
        for probe, window in zip(self.probes, self.windows, strict=False):
            walker, number = probe
            walker.walk(FlatGround(self.axis, window.base), self.between)
            number.next_to(walker.foot, DOWN, buff=0.1)
