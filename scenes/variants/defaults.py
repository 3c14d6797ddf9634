"""What four systems do where nothing is set: their answers to the three questions."""

from __future__ import annotations

import numpy as np
from manim import LEFT, Animation, VGroup

from grpo_core import Clip
from scenes.script.decimals import without_zero
from scenes.script.numerals import ratio_text
from scenes.script.systems import System, systems
from scenes.script.words import say
from scenes.stage.theme import READOUT, paint
from scenes.stage.typeset import Formula, Prose, fit_prose

from .header import Header
from .law import Law, bounds_of
from .seven import SmallPlot

SYSTEMS = ("trl", "verl", "openrlhf", "open_instruct")
_OWN = "deepseekmath"  # where GRPO was first printed
_TOP, _PITCH = 2.1, 1.5  # the height of the first row; from row to row
_LEFTS = {"name": -6.4, "height": -3.1, "average": -0.1, "gate": 2.7}
_NAME = 2.7  # how wide a name may be
_SMALL = (2.0, 1.3)
_REACH = 4.0  # of the small plots, so that a second gate is seen
_AVERAGES = {"grpo": "per_answer", "dapo": "per_token", "dr_grpo": "constant"}


class Defaults:
    """A row for each system: its name and source, and its three answers."""

    def __init__(self) -> None:
        self.header = Header([left for key, left in _LEFTS.items() if key != "name"], said="short")
        known = [systems()[key] for key in SYSTEMS]
        self.plots = VGroup(*(self._plot(k, system) for k, system in enumerate(known)))
        self.rows = VGroup(*(self._row(k, system) for k, system in enumerate(known)))

    def leave_what_differs(self) -> list[Animation]:
        """What is as in GRPO's own paper turns grey: what is left differs."""
        own = self._row(0, systems()[_OWN])[1:]
        return [
            cell.animate.set_color(paint("muted"))
            for _, *cells in self.rows
            for cell, like in zip(cells, own, strict=True)
            if cell.plain == like.plain
        ]

    @property
    def highs(self) -> list[float]:
        """Up to which ratio each lets a good token push."""
        return [1 + bounds_of(systems()[key].rule)[1] for key in SYSTEMS]

    def _plot(self, k: int, system: System) -> SmallPlot:
        middle = np.array([_LEFTS["gate"] + 0.5 * _SMALL[0], _TOP - k * _PITCH, 0.0])
        return SmallPlot(Law(system.rule), _REACH, _SMALL, middle, most=_REACH)

    def _row(self, k: int, system: System) -> VGroup:
        """Name, version, what divides, what is averaged, and the gate's bounds."""
        height = _TOP - k * _PITCH
        who = fit_prose(system.brief, _NAME, size=READOUT, align="left")
        texts = [_divides(system), _average(system)]
        cells = [who, *(Prose(text, size=READOUT) for text in texts)]
        for cell, key in zip(cells, _LEFTS, strict=False):
            cell.move_to([_LEFTS[key], height, 0], aligned_edge=LEFT)
        left = _LEFTS["gate"] + _SMALL[0] + 0.25
        bounds = Formula(_bounds(system), size=READOUT)
        return VGroup(*cells, bounds.move_to([left, height, 0], aligned_edge=LEFT))


def _divides(system: System) -> str:
    undivided = system.advantage.get("scale") == "none"
    return say(f"variants.defaults.{'centres' if undivided else 'divides'}")


def _average(system: System) -> str:
    return say(f"variants.defaults.{_AVERAGES[system.aggregate]}")


def _bounds(system: System) -> str:
    """The ratios at which its gates shut."""
    low, high = bounds_of(system.rule)
    dual = system.rule.dual if isinstance(system.rule, Clip) else None
    bounds = [1 - low, 1 + high, *([dual] if dual else [])]
    return ", thick ".join(without_zero(ratio_text(bound, 2)) for bound in bounds)
