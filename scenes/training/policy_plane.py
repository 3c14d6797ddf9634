"""Reward against divergence: the best policies of all prices, and the path of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UL,
    UP,
    Dot,
    Line,
    Mobject,
    Polygon,
    RoundedRectangle,
    Transform,
    VGroup,
    VMobject,
)

from grpo_core import TabularRun, TrainingSettings, best_policy, kl_divergence, softmax
from scenes.script.words import say
from scenes.stage.envelope import ratio_text
from scenes.stage.live_number import LiveNumber
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.plot import Plot
from scenes.stage.theme import AXIS, CURVE, LABEL, READOUT, current_theme, paint
from scenes.stage.typeset import Formula, Prose

from .run_chart import between, chance_name

_ROW = 0.7  # of the table
_PAD = 0.3  # left and right in it
_TABLE_COLUMNS = 3.3, 4.5  # right edges of the numbers, at least
_EQUALS = 0.14  # between the equals sign and beta
_TABLE_GAP = 0.35  # between beta and the name of the first numbers

# From "all reference" to "all reward"; evenly in log beta.
BETAS = np.geomspace(60.0, 0.02, 240)


class PolicyPlane(Plot):
    """The chance of a right answer to the right, KL to the reference upwards.

    `settings` are those of the run (`TRAINING_RUN`). The curve holds `best_policy` for every
    beta; what lies below it is out of reach. `set_beta` moves the point of one beta.
    """

    def __init__(self, settings: TrainingSettings, *, width: float = 7.0, height: float = 4.8):
        self.start = softmax(settings.logits)
        self.rewards = np.array(settings.rewards)
        self.right = self.rewards > 0
        curve = np.array([self.best(beta) for beta in BETAS])
        self.top = 1.06 * float(curve[:, 1].max())
        super().__init__((0, 1), (0, self.top), width, height)
        self.axes = VGroup(
            Line(self.point(0, 0), self.point(1, 0)),
            Line(self.point(0, 0), self.point(0, self.top)),
        ).set_stroke(paint("muted"), AXIS)
        corners = _apart([self.point(*pair) for pair in curve])
        self.curve = VMobject().set_points_as_corners(corners).set_stroke(paint("muted"), CURVE)
        below = [*corners, self.point(1, curve[-1, 1]), self.point(1, 0)]
        self.region = Polygon(*below, stroke_width=0)
        self.region.set_fill(paint("muted"), current_theme().tint)
        self.beyond = Prose(say("stage.policy_plane.beyond"), role="muted")
        self.beyond.move_to(self.point(0.8, 0.09 * self.top))
        self.optimum = Dot(radius=0.12).set_fill(paint("text"), 1)
        self.names = VGroup(
            Formula(chance_name(), size=LABEL).next_to(self.point(1, 0), DOWN, buff=0.2),
            Formula('"KL"', size=LABEL).next_to(self.point(0, self.top), UP, buff=0.15),
        )
        self.names[0].align_to(self.point(1, 0), RIGHT)
        self.ticks = VGroup(
            *(
                Formula(ratio_text(p, 1), size=LABEL, role="muted").next_to(
                    self.point(p, 0), DOWN, buff=0.2
                )
                for p in (0.0, 0.5)
            )
        )
        self.add(self.region, self.axes, self.names, self.ticks, self.curve)
        self.add(self.beyond)

    def best(self, beta: float) -> tuple[float, float]:
        """p right and KL of the best policy under the price `beta`."""
        policy = best_policy(self.start, self.rewards, beta)
        return float(policy[self.right].sum()), float(kl_divergence(policy, self.start))

    def set_beta(self, beta: float) -> Self:
        """Put `optimum` where the best policy under `beta` lies."""
        self.optimum.move_to(self.point(*self.best(beta)))
        return self

    def mark(self, beta: float) -> VGroup:
        """A tick across the curve where the best policy under `beta` lies, and its name."""
        spot = self.point(*self.best(beta))
        before, after = (self.point(*self.best(beta * factor)) for factor in (1.02, 1 / 1.02))
        along = (after - before) / np.linalg.norm(after - before)
        across = 0.16 * np.array([-along[1], along[0], 0.0])
        tick = Line(spot - across, spot + across).set_stroke(paint("text"), AXIS)
        name = Formula(f"beta = {beta:g}", size=LABEL)
        return VGroup(tick, name.next_to(tick, UL, buff=0.04))

    def path_of(self, run: TabularRun) -> np.ndarray:
        """(p right, KL) after every step."""
        return np.column_stack([run.policy[:, self.right].sum(axis=1), run.exact_kl])


def _apart(points: list[np.ndarray], least: float = 0.02) -> list[np.ndarray]:
    """`points` without those that lie too close to the one before to give a direction."""
    kept = [points[0]]
    for point in points[1:]:
        if np.linalg.norm(point - kept[-1]) >= least:
            kept.append(point)
    return kept


class PlanePath(VGroup):
    """The path of a run in a plane, a dot a batch, shown as far as `set_time`."""

    def __init__(self, plane: PolicyPlane, run: TabularRun, *, role: str = "new"):
        super().__init__()
        self.place, self.path = plane.point, plane.path_of(run)
        self.dots = VGroup(*(Dot(self.place(*pair), radius=0.08) for pair in self.path))
        self.head = Dot(radius=0.12)
        for dot in (*self.dots, self.head):
            dot.set_fill(paint(role), 1)
        self.add(self.dots, self.head)
        self.set_time(len(self.path) - 1)

    def at(self, time: float) -> tuple[float, float]:
        """(p right, KL) after `time` batches."""
        p, kl = between(self.path, time)
        return float(p), float(kl)

    def set_time(self, time: float) -> Self:
        """Show the path as far as batch `time`."""
        self.time = time
        for batch, dot in enumerate(self.dots):
            dot.set_fill(opacity=float(batch <= time + 1e-9))
        self.head.move_to(self.place(*self.at(time)))
        return self


class PlaneTable(VGroup):
    """Beta, and p right and KL of policies, a row each: first "best", the best under that beta.

    `places` says in which row each policy stands, from 0; a row's name is a key of its words.
    `rows[name]` of another one is no part of the table: it comes when the policy does.
    `room_for` is the body with so many rows.
    """

    def __init__(self, places: Mapping[str, int]):
        super().__init__()
        self.rows: dict[str, VGroup] = {}
        self.numbers: dict[str, tuple[LiveNumber, LiveNumber]] = {}
        equals = Formula("beta =", size=LABEL)
        self.beta = LiveNumber(1.0, 2, size=READOUT, align="left")
        chance, kl = Formula(chance_name(), size=LABEL), Formula('"KL"', size=LABEL)
        filled = _PAD + equals.width + _EQUALS + self.beta.width + _TABLE_GAP + chance.width
        self.extra = max(0.0, filled - _TABLE_COLUMNS[0])  # room for a longer word
        self.body = self._body(2)
        self.add(self.body)
        top, left = self.body.get_top()[1], self.body.get_left()[0]
        edges = [left + _PAD, *(left + self.extra + column for column in _TABLE_COLUMNS)]
        for name, place in places.items():
            role = "text" if name.startswith(("best", "rest")) else "new"
            foot = top - 1.35 - _ROW * place
            self.numbers[name] = tuple(
                _at(LiveNumber(0.0, 2, size=READOUT, role=role), x, foot, RIGHT) for x in edges[1:]
            )
            title = _at(Prose(row_name(name), role=role), edges[0], foot, LEFT)
            self.rows[name] = VGroup(title, *self.numbers[name])
        self.add(self.rows["best"])
        head = top - 0.55
        _at(equals, edges[0], head, LEFT)
        _at(self.beta, equals.get_right()[0] + _EQUALS, head, LEFT)
        self.add(equals, self.beta)
        for name, x in zip((chance, kl), edges[1:], strict=True):
            self.add(_at(name, x, head, RIGHT))

    def _body(self, rows: int) -> RoundedRectangle:
        return panel(_TABLE_COLUMNS[-1] + _PAD + self.extra, 1.0 + _ROW * rows)

    def room_for(self, rows: int) -> RoundedRectangle:
        """The body as it is with `rows` rows, its upper edge where it is."""
        return self._body(rows).move_to(self.body, aligned_edge=UP)

    def make_room(self, rows: int) -> Transform:
        """The body grows, or shrinks, to have `rows` rows."""
        return Transform(self.body, self.room_for(rows))

    def head(self) -> list[Mobject]:
        """The table without a row: its body, beta, and what the columns are."""
        return [part for part in self.submobjects if part is not self.rows["best"]]

    def stand_at(self, point: Sequence[float]) -> Self:
        """Move the middle of the panel's upper edge to `point`, the runs' rows with it."""
        shift = np.asarray(point, dtype=float) - self.body.get_top()
        for part in (self, *(row for name, row in self.rows.items() if name != "best")):
            part.shift(shift)
        return self

    def show(self, row: str, p: float, kl: float) -> Self:
        """Set the numbers of row "best" or of a run."""
        for number, value in zip(self.numbers[row], (p, kl), strict=True):
            number.set_value(value)
        return self


def row_name(row: str) -> str:
    """What a row is called: "best", "run", "with_std", "no_std"; "rest_..." is at rest."""
    return say(f"stage.policy_plane.{'rest' if row.startswith('rest') else row}")


def _at(text, x: float, baseline: float, edge) -> Mobject:
    """Put the `edge` of `text` at `x`, standing on `baseline`."""
    return stand_on(text.move_to([x, 0, 0], aligned_edge=edge), baseline)
