"""Where probability goes: what falling bars have lost lands on the rising ones, true to size."""

from __future__ import annotations

import numpy as np
from manim import DOWN, RIGHT, UP, Animation, Rectangle, VGroup

from scenes.script.decimals import without_zero
from scenes.script.numerals import number_text
from scenes.stage.theme import LABEL, paint
from scenes.stage.typeset import Formula

from .chance_bars import ChanceBars

_TIGHT, _ASIDE = 0.94, 0.05  # German numbers are as wide as the room of a bar
_UNDER = 0.76  # from a bar's foot down to how much it changed


class MadeRoom(VGroup):
    """Slabs, as high as what moved between two policies, and the change of each bar.

    `bars` show the policy `after`. A slab a falling and a rising bar: it hangs where the one
    has lost it, and `land` brings it to the other's top, whose gain all of them fill.
    """

    def __init__(self, bars: ChanceBars, before: np.ndarray, after: np.ndarray):
        self.change = change = after - before
        self.bars, full = bars, bars.bars[0].full
        losers, winners = np.flatnonzero(change < 0), np.flatnonzero(change > 0)
        share = change[winners] / change[winners].sum()
        self.slabs, self.ends = VGroup(), []
        landed = {int(w): float(before[w]) for w in winners}
        for k in losers:
            start = float(after[k])
            for w, part in zip(winners, -change[k] * share, strict=True):
                slab = Rectangle(width=bars.bars[k].bar.width, height=full * part, stroke_width=0)
                slab.set_fill(paint("down"), 1)
                slab.move_to(self._spot(k, start), aligned_edge=DOWN)
                self.slabs.add(slab)
                self.ends.append(self._spot(w, landed[int(w)]))
                start, landed[int(w)] = start + part, landed[int(w)] + part
        numbers = [self._number(k) for k in range(len(change))]
        self.lost = VGroup(*(numbers[k] for k in losers))
        self.gained = VGroup(*(numbers[k] for k in winners))
        super().__init__(self.slabs, self.lost, self.gained)

    def _spot(self, bar: int, chance: float) -> np.ndarray:
        """The middle of a bar at the height of a probability."""
        one = self.bars.bars[bar]
        return one.base.get_center() + one.full * chance * UP

    def _number(self, bar: int) -> Formula:
        text = without_zero(number_text(float(self.change[bar]), 3, sign=True))
        number = Formula(text, size=LABEL, role="down" if self.change[bar] < 0 else "text")
        number.scale(_TIGHT)
        return number.move_to(self._spot(bar, 0.0) + _UNDER * DOWN + bar * _ASIDE * RIGHT)

    def land(self) -> list[Animation]:
        """The slabs go to the tops of the rising bars."""
        pairs = zip(self.slabs, self.ends, strict=True)
        return [slab.animate.move_to(end, aligned_edge=DOWN) for slab, end in pairs]
