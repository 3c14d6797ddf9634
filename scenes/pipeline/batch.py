"""A step of R1-Zero's training: its batch, and the settings under it."""

from __future__ import annotations

from manim import RIGHT, VGroup

from scenes.script.facts import fact
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.theme import FORMULA, LABEL
from scenes.stage.typeset import Formula

from .batch_grid import BatchGrid
from .close_up import StationView
from .figures import said

_X, _Y = 2.85, 1.05  # the grid's middle


class Batch:
    """A column of outputs for each question, with what the rows, columns and all are."""

    def __init__(self, view: StationView):
        self.questions, self.outputs = fact("pipeline.questions"), fact("pipeline.outputs")
        self.all, self.beta = fact("pipeline.batch"), fact("pipeline.beta")
        grid = BatchGrid(self.questions.value, self.outputs.value)
        self.grid = view.near(grid.scale(1.25), _X, _Y)
        side = say("pipeline.alone.outputs", count=said(self.outputs))
        above = say("pipeline.alone.questions", count=said(self.questions))
        self.side = view.words(side, -0.8, _Y, RIGHT)
        self.above = view.words(above, _X, 3.15)
        amount = say("pipeline.alone.batch", count=said(self.all))
        self.settings = VGroup(
            view.words(amount, _X, -1.15, size=FORMULA),
            view.near(Formula(self._settings(), size=LABEL), _X, -1.95),
            view.cite(self.all.cited),
        )

    def _settings(self) -> str:
        """Learning rate and beta as math source."""
        mantissa, exponent = f"{fact('pipeline.learning_rate').value:.0e}".split("e")
        rate = f"{quoted(say('pipeline.alone.rate'))} {mantissa} dot 10^({int(exponent)})"
        return f"{rate}, quad beta = {self.beta.value}"
