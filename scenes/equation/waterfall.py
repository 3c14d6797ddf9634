"""How a group's answers add up to one number: signed blocks, each from where the last ended."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DL, DOWN, DR, LEFT, RIGHT, UL, UP, UR, Line, Rectangle, VGroup

from grpo_core import GroupTable
from scenes.script.numerals import number_text
from scenes.stage.marks import hatching
from scenes.stage.placement import find_place, place_label
from scenes.stage.theme import AXIS, HAIRLINE, LABEL, paint, sign_role
from scenes.stage.typeset import Formula

_ROOM = (np.array([-6.75, -0.85]), np.array([6.75, 3.75]))  # above the cards
_LEAST = 0.012  # the height of a block of nothing
_SLIVER = 1.0  # the price is at most so high
_SMALLEST = 0.05  # no picture is finer than this value over its whole height
_HATCH = 0.2  # between two lines over a clipped block
_SIDE, _THIN = 0.12, 0.3  # of the sliver: from the last block, and its width


def shares(table: GroupTable, indices: Sequence[int]) -> np.ndarray:
    """min_i / G of the answers `indices`, then, if there are more, the sum of the others'."""
    each = table.value / table.group.size
    shown = each[list(indices)]
    return shown if len(shown) == len(each) else np.append(shown, each.sum() - shown.sum())


class Waterfall(VGroup):
    """Blocks of min_i / G over `places` (x), from 0 to the surrogate; then -beta * mean k3.

    The picture lies between the heights `low` and `high`. `blocks`, `labels` and `joins`
    belong to the answers, `sliver` is the price. `hatches[k]` lies over block k
    where the clip binds, and is empty elsewhere.
    """

    def __init__(
        self,
        table: GroupTable,
        indices: Sequence[int],
        places: Sequence[float],
        *,
        low: float,
        high: float,
        width: float = 1.1,
        decimals: int = 3,
    ):
        super().__init__()
        self.parts = parts = shares(table, indices)
        ends = np.cumsum(parts)
        starts = np.append(0.0, ends[:-1])
        levels = [0.0, *ends, table.surrogate, table.objective]
        span = max(max(levels) - min(levels), _SMALLEST)
        self.unit = min((high - low) / span, _SLIVER / max(table.price, _LEAST))
        self.ground = low - min(levels) * self.unit
        left = places[0] - 0.75 * width
        right = places[-1] + 0.5 * width + _SIDE + _THIN
        self.zero = Line([left, self.height_of(0), 0], [right, self.height_of(0), 0])
        self.zero.set_stroke(paint("muted"), AXIS)
        self.zero_name = Formula("0", size=LABEL, role="muted").next_to(self.zero, LEFT, buff=0.14)
        self.blocks, self.labels, self.joins = VGroup(), VGroup(), VGroup()
        self.hatches = VGroup()
        binds = [*table.binds[list(indices)], False][: len(parts)]
        for k, (x, part) in enumerate(zip(places, parts, strict=True)):
            block = self._block(x, starts[k], ends[k], width, sign_role(part))
            self.blocks.add(block)
            self.hatches.add(_hatch(block) if binds[k] else VGroup())
            end = places[k + 1] - 0.5 * width if k + 1 < len(places) else right
            level = self.height_of(ends[k])
            join = Line([x + 0.5 * width, level, 0], [end, level, 0])
            self.joins.add(join.set_stroke(paint("muted"), HAIRLINE))
        x = right - 0.5 * _THIN
        self.sliver = self._block(x, table.surrogate, table.objective, _THIN, "text")
        for block, part in zip(self.blocks, parts, strict=True):
            text = number_text(float(part), decimals, sign=True)
            label = Formula(text, size=LABEL, role=sign_role(part))
            place_label(
                label,
                block,
                [self.zero, *self.joins, *self.blocks, *self.labels, self.sliver],
                directions=(UP, DOWN) if part >= 0 else (DOWN, UP),
                buff=0.12,
                within=_ROOM,
                or_first=True,  # the readout counts it, too, while the block grows
            )
            self.labels.add(label)
        self.add(self.zero, self.zero_name, self.joins, self.blocks, self.hatches, self.labels)

    def name_end(self) -> VGroup:
        """J beside the sliver's end, where there is room for it."""
        name = Formula("cal(J)", size=LABEL)
        taken = [*self.blocks, *self.labels, *self.joins, self.zero]
        end = DOWN if self.sliver.get_y() <= self.blocks[-1].get_y() else UP
        around = (RIGHT, end, -end, LEFT)
        free = find_place(name, self.sliver, taken, directions=around, buff=0.1)
        return VGroup(name) if free else VGroup()

    def running(self) -> np.ndarray:
        """The running total before the first block and after each."""
        return np.append(0.0, np.cumsum(self.parts))

    def height_of(self, value: float) -> float:
        """The height on the stage, at birth, of a running total."""
        return self.ground + value * self.unit

    def _block(self, x: float, start: float, end: float, width: float, role: str) -> Rectangle:
        low, high = sorted((self.height_of(start), self.height_of(end)))
        block = Rectangle(width=width, height=max(high - low, _LEAST), stroke_width=0)
        return block.set_fill(paint(role), 1).move_to([x, 0.5 * (low + high), 0])


def _hatch(block: Rectangle) -> VGroup:
    """Lines in the ground's colour over a block of an answer that is clipped."""
    if block.height <= _LEAST:
        return VGroup()
    return hatching([block.get_corner(c) for c in (DL, DR, UR, UL)], "ground", gap=_HATCH)
