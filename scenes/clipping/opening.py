"""The window opens over the answers' bars, and lamps come on as it passes their ends."""

from __future__ import annotations

from collections.abc import Sequence

from manim import LEFT, RIGHT, UP, Rectangle, VGroup, VMobject

from grpo_core import GroupTable, clipped_surrogate
from scenes.script.words import say
from scenes.stage.hatch import Hatch
from scenes.stage.lamp import PushLamp
from scenes.stage.live_number import LiveNumber
from scenes.stage.theme import FORMULA, LABEL, READOUT
from scenes.stage.typeset import Prose, on_baseline

from .ratio_axis import LEFT_END, RIGHT_END, RatioAxis, Window
from .ruler_bar import RulerBar, Stand

AXIS_Y, TALL = -2.05, 4.6
_TOP, _PITCH = 2.35, 1.12  # of the rows; the most from row to row
_THICK, _LAMP = 0.5, 0.2  # of a bar, in heights of a row; radius of its lamp
_CLEAR = 0.15  # from a number to the hatch behind it
_ROOMY = 0.9  # a row of at least that height has large digits
_BESIDE = 0.5  # from a bar's end to its lamp
_BEYOND = 1.17  # how much of the axis is shown beyond the furthest ratio
_PAST = 0.2  # how far the widest window goes beyond the furthest ratio
_LEAST = 0.7  # how wide it is on either side, at least
_HEAD = (-6.3, 3.62, 0.0)


class Row(VGroup):
    """An answer's bar, with its lamp at the end."""

    def __init__(self, table: GroupTable, index: int, axis: RatioAxis, y: float, height: float):
        self.advantage, self.ratio = float(table.advantage[index]), float(table.ratio[index])
        unit = (RIGHT_END - LEFT_END) / axis.reach
        stand = Stand(LEFT_END, y, unit, min(_THICK, _THICK * height))
        self.bar = RulerBar(self.ratio, (), stand, stand).set_pose(1.0)
        self.bar.tag_with(f"o_{index + 1}")
        self.push = PushLamp(self.advantage, radius=_LAMP)
        self.push.stand_at(self.bar.place(self.ratio) + _BESIDE * RIGHT)
        self.hatch = Hatch(VMobject(), 0.0)
        self.number = self.bar.written(READOUT if height > _ROOMY else LABEL)
        self._cover()
        super().__init__(self.bar, self.hatch, self.number, self.push)

    def _cover(self) -> None:
        """Lay the hatch over the bar behind its number."""
        fill = self.bar.fill
        start = min(self.number.get_right()[0] + _CLEAR, fill.get_right()[0] - _CLEAR)
        shown = Rectangle(width=fill.get_right()[0] - start, height=fill.height)
        self.hatch.cover(shown.move_to(fill, aligned_edge=RIGHT))

    def look(self, eps_low: float, eps_high: float) -> bool:
        """Light its lamp if it pushes in this range; tells whether it does."""
        terms = clipped_surrogate(self.ratio, self.advantage, eps_low=eps_low, eps_high=eps_high)
        on = not bool(terms.binds)
        self.push.set_level(float(on))
        self.hatch.set_level(float(not on))
        return on


class Opening(VGroup):
    """A window over the bars of the answers `indices`, and how many of them push."""

    def __init__(self, table: GroupTable, indices: Sequence[int], reach: float):
        ratios = [float(table.ratio[index]) for index in indices]
        self.axis = RatioAxis(max(reach, _BEYOND * max(ratios)), [1.0, 0.0], AXIS_Y)
        self.window = Window(self.axis, 1.0, 1.0, TALL)
        height = min(_PITCH, (_TOP - AXIS_Y) / len(ratios))
        self.rows = VGroup(
            *(
                Row(table, index, self.axis, _TOP - (k + 0.5) * height, height)
                for k, index in enumerate(indices)
            )
        )
        self.ends = VGroup(*(LiveNumber(1.0, 2, size=READOUT, align="left") for _ in range(2)))
        self.count = LiveNumber(0, 0, size=64)
        of = Prose(say("clipping.window.of", count=len(ratios)), size=FORMULA)
        self.counter = on_baseline(self.count, of)
        self.counter.move_to(_HEAD, aligned_edge=LEFT + UP)
        self.claims = {}
        for word in ("narrow", "wide"):
            text = Prose(say(f"clipping.window.{word}"), size=READOUT)
            self.claims[word] = text.move_to([RIGHT_END, self.counter.get_y(), 0], RIGHT)
        low = min(1.0, max(_LEAST, 1.0 - min(ratios) + 0.5 * min(ratios)))
        self.widest = low, max(_LEAST, max(ratios) - 1.0 + _PAST)
        super().__init__(self.window, self.axis, self.rows, self.ends, self.counter)
        self.open_to(0.0, 0.0)

    def up(self, share: float) -> None:
        """Open it upward by `share` of the widest."""
        self.open_to(0.0, share * self.widest[1])

    def down(self, share: float) -> None:
        """Open it downward, too."""
        self.open_to(share * self.widest[0], self.widest[1])

    def open_to(self, eps_low: float, eps_high: float) -> None:
        """Open it to a range of its own on either side."""
        self.window.set_range(1 - eps_low, 1 + eps_high)
        self.count.set_value(sum(row.look(eps_low, eps_high) for row in self.rows))
        bounds = 1 - eps_low, 1 + eps_high
        for number, bound, width in zip(self.ends, bounds, (eps_low, eps_high), strict=True):
            number.set_value(bound)
            number.move_to(self.axis.at(bound, -0.28), aligned_edge=UP)
            clear = min(width, bound) * self.axis.unit > 0.9  # of the 1 between them, and of the 0
            number.slots.set_fill(opacity=float(clear))
