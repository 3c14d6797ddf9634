"""The four sums of a group in boxes: the mean of k3, its price, the surrogate, and J."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

import numpy as np
from manim import DOWN, UP, VGroup

from grpo_core import GroupTable
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.live_number import LiveNumber
from scenes.stage.panel import panel
from scenes.stage.theme import LABEL, READOUT
from scenes.stage.typeset import Formula

_BOX = (2.12, 1.17)
_GAP = 0.14
MEAN_K3 = '"mean" thin k_3'  # it estimates the KL, and is not called so
# The column and the row of each box.
BOXES = {"kl": (0, 0), "price": (0, 1), "surrogate": (1, 0), "objective": (1, 1)}


def sums_of(table: GroupTable) -> dict[str, float]:
    """What the boxes say of a table."""
    return {
        "kl": table.kl,
        "price": table.surrogate - table.objective,
        "surrogate": table.surrogate,
        "objective": table.objective,
    }


def surrogate_name() -> str:
    """What the surrogate is called in a formula's source."""
    return quoted(say("stage.sum_boxes.surrogate"))


def _names() -> dict[str, str]:
    surrogate = surrogate_name()
    return {
        "kl": MEAN_K3,
        "price": f"beta thin {MEAN_K3}",
        "surrogate": surrogate,
        "objective": "J",
    }


class SumBoxes(VGroup):
    """Two columns of two boxes: the mean of k3 over beta times it, the surrogate over J.

    `boxes` and `numbers` go by the keys of `BOXES`. `show` sets the numbers; `others` are
    tables whose numbers must fit as well.
    """

    def __init__(self, table: GroupTable, others: Iterable[GroupTable] = ()):
        super().__init__()
        rows = [sums_of(t) for t in (table, *others)]
        self.boxes, self.numbers, names = {}, {}, _names()
        for key, (column, row) in BOXES.items():
            body = panel(*_BOX)
            body.move_to([column * (_BOX[0] + _GAP), -row * (_BOX[1] + _GAP), 0])
            role = "text" if key == "objective" else "muted"
            label = Formula(names[key], size=LABEL, role=role)
            label.move_to(body.get_top() + 0.36 * DOWN)
            number = _fitting_number([float(r[key]) for r in rows])
            number.shift(body.get_bottom() + 0.4 * UP - number.get_center())
            self.boxes[key] = VGroup(body, label)
            self.numbers[key] = number
            self.add(body, label, number)
        self.show(table)

    def box(self, key: str) -> VGroup:
        """A box with its name and number."""
        return VGroup(*self.boxes[key], self.numbers[key])

    def show(self, table: GroupTable) -> Self:
        """Set the numbers to those of `table`."""
        for key, value in sums_of(table).items():
            number, body = self.numbers[key], self.boxes[key][0]
            number.set_value(float(value))
            drawn = VGroup(*(slot for slot in number.slots if slot.has_points()))
            number.shift((body.get_center()[0] - drawn.get_center()[0]) * np.array([1.0, 0, 0]))
        return self


def _fitting_number(values: list[float]) -> LiveNumber:
    """A number large enough to be read and small enough for its box."""
    room = _BOX[0] - 0.2
    for decimals, size in ((3, READOUT), (3, LABEL), (2, LABEL), (1, LABEL)):
        number = max(
            (LiveNumber(value, decimals, size=size) for value in values), key=lambda n: n.width
        )
        if number.width <= room:
            break
    return number
