"""Where probability goes: what falling bars have lost lands where others rise, under a lens."""

from __future__ import annotations

import numpy as np
from manim import DOWN, RIGHT, UP, Animation, FadeIn, Line, Rectangle, ReplacementTransform, VGroup

from scenes.script.decimals import without_zero
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.theme import AXIS, DIMMED, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .chance_bars import ChanceBars

_TIGHT, _ASIDE = 0.94, 0.05  # German numbers are as wide as the room of a bar
_LINE = 2.35  # the height of the line under which slabs hang, and over which they stand
_UNDER = 0.76  # from a bar's foot down to how much it changed


class MadeRoom(VGroup):
    """Slabs, `factor` times as high as what moved between two policies, and each bar's change.

    `bars` show the policy `after`. A slab a falling and a rising bar: it comes out of the
    falling one's top (`come`) and hangs under `line`; `land` brings it to stand over it where
    the other rises, on those that have landed.
    """

    def __init__(self, bars: ChanceBars, before: np.ndarray, after: np.ndarray, factor: float):
        self.change = change = after - before
        self.bars, unit = bars, factor * bars.bars[0].full
        losers, winners = np.flatnonzero(change < 0), np.flatnonzero(change > 0)
        share = change[winners] / change[winners].sum()
        self.line = Line(bars.foot.get_start(), bars.foot.get_end()).set_y(_LINE)
        self.line.set_stroke(paint("muted"), AXIS)
        self.slabs, self.starts, self.ends = VGroup(), VGroup(), []
        landed = dict.fromkeys(map(int, winners), _LINE)
        for k in losers:
            hung, one = _LINE, bars.bars[k]
            for w, part in zip(winners, -unit * change[k] * share, strict=True):
                slab = Rectangle(width=one.bar.width, height=part, stroke_width=0)
                slab.set_fill(paint("muted"), 1).set_stroke(paint("ground"), AXIS)
                slab.move_to([one.base.get_x(), hung, 0], aligned_edge=UP)
                self.slabs.add(slab)
                start = slab.copy().stretch_to_fit_height(part / factor)
                self.starts.add(start.move_to(one.top(), aligned_edge=DOWN))
                self.ends.append([bars.bars[w].base.get_x(), landed[int(w)], 0])
                hung, landed[int(w)] = hung - part, landed[int(w)] + part
        numbers = [self._number(k) for k in range(len(change))]
        self.lost = VGroup(*(numbers[k] for k in losers))
        self.gained = VGroup(*(numbers[k] for k in winners))
        self.ghosts = self.slabs.copy().set_fill(opacity=DIMMED)
        times = Prose(say("training.spread.larger", count=f"{factor:.0f}"), size=READOUT)
        self.times = times.next_to(self.line, UP, buff=0.16).align_to(self.line, RIGHT)
        super().__init__(self.ghosts, self.slabs, self.line, self.times, self.lost, self.gained)

    def come(self) -> list[Animation]:
        """The slabs come out of the tops of the falling bars, and grow."""
        pairs = zip(self.starts, self.slabs, strict=True)
        return [ReplacementTransform(start, slab) for start, slab in pairs]

    def _number(self, bar: int) -> Formula:
        text = without_zero(number_text(float(self.change[bar]), 3, sign=True))
        number = Formula(text, size=LABEL)
        number.scale(_TIGHT)
        return number.move_to(
            self.bars.bars[bar].base.get_center() + _UNDER * DOWN + bar * _ASIDE * RIGHT
        )

    def land(self) -> list[Animation]:
        """The slabs go over the line, to where bars rise; where they hung stays to be seen."""
        pairs = zip(self.slabs, self.ends, strict=True)
        return [FadeIn(self.ghosts)] + [
            slab.animate.move_to(end, aligned_edge=DOWN) for slab, end in pairs
        ]
