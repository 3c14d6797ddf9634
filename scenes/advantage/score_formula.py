"""The formula of the advantage as the film shows it, and with the numbers of one answer."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, Animation, FadeIn, Transform, TransformFromCopy, VMobject

from grpo_core import GroupTable
from scenes.script.telling import telling
from scenes.stage.motion import Dim, Undim, is_dimmed
from scenes.stage.objective import Objective
from scenes.stage.theme import FORMULA, LABEL, paint, sign_role
from scenes.stage.typeset import Formula

from .arrow_lanes import NEAR
from .standardised import recomputing_decimals, standardised_source

_WIDEST, _RIGHT_EDGE = 6.0, 6.6


class ScoreFormula(Formula):
    """A_i is the "difference" of reward and mean, over the std; its parts have these names."""

    above, on_the_right = np.array([0.0, 3.1, 0.0]), np.array([3.4, 2.8, 0.0])

    def __init__(self):
        difference = '{{ {{ r_i : r }} - {{ "mean" : mean }} : difference }}'
        super().__init__(f'{{{{ A_i : A }}}} = ({difference}) / {{{{ "std" : std }}}}', r="reward")
        self.move_to(self.above)

    def come_from(self, objective: Objective) -> list[Animation]:
        """Fly both A_i of the objective to the place of the one A_i here."""
        target = self.select("A")
        ends = [objective.part(name).copy() for name in ("advantage1", "advantage2")]
        return [Transform(end, target, remover=True) for end in ends]

    def go_right(self) -> Animation:
        """From the closer look to the right half of the stage, over arrows that go left."""
        return self.animate(path_arc=-0.4).scale(1 / NEAR).move_to(self.on_the_right)

    def light(self, *parts: str) -> list[Animation]:
        """Bring back the glyphs of `parts`."""
        return [Undim(ink) for part in parts for ink in self.select(part) if is_dimmed(ink)]

    def shade(self, *lit: str) -> list[Animation]:
        """Dim all but the parts `lit`."""
        return [*map(Dim, self.without(*lit))]


class FilledFormula(Formula):
    """The formula under `above` with the numbers of an answer, which fly in from their places.

    It is the first answer with a card and an advantage. Mean and std have as many `decimals`
    as it takes to compute the advantage from what is printed.
    """

    def __init__(self, table: GroupTable, above: Formula):
        self.index = next(index for index in telling(table) if table.advantage[index])
        self.decimals = recomputing_decimals(table, self.index)
        source = standardised_source(table, self.index)
        size = FORMULA if Formula(source).width <= _WIDEST else LABEL
        super().__init__(source, size=size, r="reward")
        self.select("value").set_color(paint(sign_role(table.advantage[self.index])))
        self.next_to(above, DOWN, buff=0.9)
        self.shift(max(self.get_right()[0] - _RIGHT_EDGE, 0) * LEFT)

    def show_frame(self) -> FadeIn:
        """Everything that is no number of the answer."""
        return FadeIn(self.without("r", "mean", "std", "value"))

    def fill(self, reward: VMobject, mean: Formula, std: Formula) -> list[Animation]:
        """Fly the three numbers in from the reward's dot and from where mean and std are said.

        What flies are glyphs of `flown`, whose place this formula takes.
        """
        self.flown = self.copy()
        origins = {"r": reward, "mean": mean.select("mean"), "std": std.select("std")}
        return [TransformFromCopy(at, self.flown.select(part)) for part, at in origins.items()]

    def show_value(self) -> FadeIn:
        return FadeIn(self.select("value"), shift=0.2 * RIGHT)
