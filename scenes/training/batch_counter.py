"""Which batch is under way."""

from __future__ import annotations

from typing import Self

from manim import DOWN, VGroup

from scenes.script.words import say
from scenes.stage.live_number import LiveNumber
from scenes.stage.theme import LABEL, READOUT
from scenes.stage.typeset import Prose, on_baseline


class BatchCounter(VGroup):
    """The number of the batch that begins after `time` batches of `steps`, under its word.

    With `in_row` it stands beside the word, as large.
    """

    def __init__(self, time: int, steps: int, *, in_row: bool = False):
        self.steps = steps
        self.number = LiveNumber(time + 1, 0, size=READOUT, align="left" if in_row else "right")
        word = batch_name(size=READOUT if in_row else LABEL)
        super().__init__(word, self.number)
        if in_row:
            on_baseline(word, self.number, buff=0.25)
        else:
            self.arrange(DOWN, buff=0.16)

    def set_time(self, time: float) -> Self:
        """Show the batch under way after `time` batches, the last one at the end."""
        self.number.set_value(min(int(time + 1e-9) + 1, self.steps))
        return self


def batch_name(**style) -> Prose:
    """What stands with the number of a batch; `style` is that of `Prose`."""
    return Prose(say("training.batch.batch"), **style)
