"""One model, two ways: taught by R1's samples, or by RL on itself."""

from __future__ import annotations

from manim import LEFT, Mobject, VGroup

from scenes.script.facts import Fact, fact, name_of
from scenes.script.words import say
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.theme import FORMULA, READOUT

from .close_up import StationView
from .figures import percent, said
from .signs import stack, turning
from .thermometer import Thermometer

TAUGHT, ALONE = -1.95, 2.75  # where the two glasses stand


class Way(VGroup):
    """A panel for a glass at `x`: the way's name, what was reached by it, and how.

    The model's name stands on the line of `row`.
    """

    def __init__(
        self,
        view: StationView,
        x: float,
        reached: Fact,
        texts: tuple[str, str],
        sign: Mobject,
        row: Mobject,
    ):
        name, how = texts
        self.reached = reached
        self.ground = view.near(panel(4.4, 4.85), x + 1.35, 0.85).set_z_index(-1)
        self.model = view.words(name_of("qwen_32b"), x + 1.35, -2.1, size=READOUT)
        stand_on(self.model, row)
        self.head = view.words(name, x + 0.75, 2.45, LEFT, size=READOUT)
        self.number = view.words(percent(reached), x + 0.75, 0.0, LEFT, size=FORMULA)
        self.how = view.words(how, x + 2.1, -1.2, role="muted")
        self.sign = sign
        self.texts = VGroup(self.head, self.number, self.how)
        super().__init__(self.ground, self.model, self.texts, self.sign)

    def level_with(self, glass: Thermometer) -> None:
        """Put the number beside its level on the glass."""
        self.number.set_y(glass.at(self.reached.value)[1])


def taught(view: StationView, row: Mobject) -> Way:
    """Distilled: R1's samples teach the model."""
    texts = say("pipeline.distil.distilled"), say("pipeline.distil.samples")
    sheets = view.near(stack(0.8), TAUGHT + 2.1, -0.02)
    return Way(view, TAUGHT, fact("pipeline.distilled_32b"), texts, sheets, row)


def alone(view: StationView, row: Mobject) -> Way:
    """The same model without a teacher: RL alone."""
    steps = say("pipeline.distil.steps", count=said(fact("pipeline.rl_32b_steps")))
    texts = say("pipeline.distil.alone"), steps
    arrow = view.near(turning(0.52), ALONE + 2.1, -0.12)
    return Way(view, ALONE, fact("pipeline.rl_32b"), texts, arrow, row)
