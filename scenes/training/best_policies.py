"""The plane of the best policies with its table, and runs that climb there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import UL, Animation, Circle, Create, FadeIn, VGroup

from grpo_core import TabularRun, TrainingSettings
from scenes.stage.motion import Drive, Walk
from scenes.stage.places import STAGE
from scenes.stage.theme import CURVE, paint
from scenes.stage.typeset import Prose

from .policy_plane import PlanePath, PlaneTable, PolicyPlane, row_name

# The rows of the table; a row that leaves makes room for another.
_TABLE = {
    **{"best": 0, "run": 1},
    **{"with_std": 0, "rest_with_std": 1, "no_std": 2, "rest_no_std": 3},
}


class BestPolicies:
    """Plane and table show the best policy under one beta; `marked` betas have a name there."""

    plane_at = np.array([-2.75, 0.3, 0.0])
    table_top = 2.55

    def __init__(self, settings: TrainingSettings, marked: Sequence[float]):
        self.plane = plane = PolicyPlane(settings)
        plane.stand_at(self.plane_at)
        self.marks = VGroup(*map(plane.mark, marked))
        self.table = table = PlaneTable(_TABLE)
        table.stand_at([STAGE[1][0] - 0.5 * table.body.width, self.table_top, 0])

    def show_plane(self) -> FadeIn:
        """The plane comes in without its curve."""
        plane = self.plane
        return FadeIn(plane.region, plane.axes, plane.names, plane.ticks, plane.beyond)

    def show_best(self) -> list[FadeIn]:
        """The best policy and its numbers come in."""
        return [FadeIn(part) for part in (self.marks, self.plane.optimum, self.table)]

    def set_beta(self, beta: float) -> None:
        """Show the best policy under `beta`."""
        self.plane.set_beta(beta)
        self.table.show("best", *self.plane.best(beta))
        self.table.beta.set_value(beta)

    def turn_beta(self, start: float, end: float) -> Animation:
        """Walk from one beta to another, evenly in the logarithm."""

        def turn(log_beta: float) -> None:
            self.set_beta(end if log_beta == np.log(end) else float(np.exp(log_beta)))

        moving = VGroup(self.plane.optimum, self.table.beta, *self.table.numbers["best"])
        return Drive(moving, turn, np.log(start), np.log(end))


class ToldPath(PlanePath):
    """The path of a run, from its start, with its numbers in row `name` of the table."""

    def __init__(self, best: BestPolicies, name: str, run: TabularRun):
        super().__init__(best.plane, run)
        self.table, self.row_key, self.row = best.table, name, best.table.rows[name]
        self.set_time(0)
        self.tell(0)

    def tell(self, time: float) -> None:
        """Say in the table where the run is after `time` batches."""
        self.table.show(self.row_key, *self.at(time))

    def walks(self) -> Sequence[Walk]:
        """The path and its row, with what leads each over the batches."""
        return (self, self.set_time), (self.row, self.tell)

    def show(self) -> list[Animation]:
        """The path and its row come in."""
        return [FadeIn(self), FadeIn(self.row)]

    def label(self) -> Prose:
        """The run's name at the head of its path."""
        return Prose(row_name(self.row_key), role="new").next_to(self.head, UL, buff=0.2)

    def show_rest(self, p: float, kl: float) -> list[Animation]:
        """A ring where the run is at rest, and a row with its numbers, come in."""
        key = f"rest_{self.row_key}"
        self.table.show(key, p, kl)
        ring = Circle(0.2, stroke_width=CURVE).set_stroke(paint("text"))
        return [Create(ring.move_to(self.place(p, kl))), FadeIn(self.table.rows[key])]
