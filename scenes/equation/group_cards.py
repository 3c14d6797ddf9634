"""The answers that were drawn: first as cards, then as boxes of equal width."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, VGroup

from grpo_core import GroupTable
from scenes.script.telling import left_out
from scenes.stage.panel import panel
from scenes.stage.theme import LABEL, READOUT
from scenes.stage.typeset import Prose, fit_apart, fit_prose, fits_prose

from .bench import AnswerName

_HIGH, _WIDE, _GAP = 1.75, 3.0, 0.15
_RIM, _END = 0.16, 6.3


class DrawnCard(VGroup):
    """A panel with what an answer says under its name, `who`; the last one counts the rest."""

    def __init__(self, name: VGroup, text: VGroup, width: float):
        self.body, self.who, self.text = panel(width, _HIGH), name, text
        VGroup(name, text).arrange(DOWN, buff=0.22).move_to(self.body)
        super().__init__(self.body, self.who, self.text)


class GroupCards(VGroup):
    """A card for each of `indices`, over `spots` (their x) as far as there is room.

    `columns` are the cards, and one that counts the answers left out, if there are any.
    """

    def __init__(self, table: GroupTable, indices: Sequence[int], spots: Sequence[float], y: float):
        rest = left_out(table, tuple(indices))
        count = len(indices) + bool(rest)
        width = min(_WIDE, 2 * _END / count - _GAP)
        room = width - 2 * _RIM
        texts = _set([table.group.texts[i] for i in indices], room)
        names = [AnswerName(table, index) for index in indices]
        self.columns = [
            DrawnCard(name, text, width) for name, text in zip(names, texts, strict=True)
        ]
        if rest:
            counted = VGroup(fit_prose(rest, room, lines=2, role="muted"))
            self.columns.append(DrawnCard(counted, VGroup(), width))
        places = [*spots, _END] if rest else spots
        for card, x in zip(
            self.columns, _apart(places, width + _GAP, _END - 0.5 * width), strict=True
        ):
            card.move_to([x, y, 0])
        super().__init__(*self.columns)


def _set(texts: Sequence[str], room: float) -> list[Prose]:
    """All in one line, in large type or in smaller, if that is possible; else in two."""
    for size in (READOUT, LABEL):
        if all(fits_prose(text, room, lines=1, size=size) for text in texts):
            return [Prose(text, size=size) for text in texts]
    return fit_apart(texts, room, lines=2, size=READOUT)


def _apart(spots: Sequence[float], least: float, end: float) -> np.ndarray:
    """`spots` with `least` between neighbours, within -`end` to `end`."""
    xs = np.clip(np.array(spots, dtype=float), -end, end)
    for k in range(1, len(xs)):
        xs[k] = max(xs[k], xs[k - 1] + least)
    xs[-1] = min(xs[-1], end)
    for k in range(len(xs) - 2, -1, -1):
        xs[k] = min(xs[k], xs[k + 1] - least)
    return xs
