"""How the ratios of one drawn group spread over its inner updates: a fan from 1."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, DashedLine, Line, VGroup, VMobject

from grpo_core import TabularRun, clipped_surrogate
from scenes.script.words import say
from scenes.stage.envelope import ratio_text
from scenes.stage.marks import answer_marker, set_pushing, tint
from scenes.stage.placement import touches
from scenes.stage.plot import Plot
from scenes.stage.theme import AXIS, CURVE, HAIRLINE, LABEL, MAIN_CURVE, paint, sign_role
from scenes.stage.typeset import Formula, Prose

from .run_chart import between


class RatioFan(Plot):
    """Inner steps from left to right, rho upwards, the clip range as a band.

    `steps` is the horizontal axis with its numbers. There is one path for each distinct
    answer of the group that step `step` of `run` drew.
    `set_step` draws the paths as far as an inner step, counted from 0; a head is hatched
    where the clip binds.
    """

    def __init__(
        self,
        run: TabularRun,
        step: int,
        eps_low: float,
        eps_high: float,
        *,
        width: float = 5.2,
        height: float = 4.6,
    ):
        self.eps_low, self.eps_high = eps_low, eps_high
        _, first = np.unique(run.samples[step], return_index=True)
        self.paths = run.ratios[step][:, first]
        self.advantages = run.advantages[step][first]
        self.answers = run.samples[step][first]
        self.last = len(self.paths) - 1
        self.low = min(1 - 1.3 * eps_low, float(self.paths.min()) - 0.05)
        self.high = max(1 + 1.3 * eps_high, float(self.paths.max()) + 0.05)
        super().__init__((0, max(self.last, 1)), (self.low, self.high), width, height)
        self.band = tint(
            [
                self.point(0, 1 - eps_low),
                self.point(self.last, 1 - eps_low),
                self.point(self.last, 1 + eps_high),
                self.point(0, 1 + eps_high),
            ]
        )
        self.edges = VGroup(
            *(
                DashedLine(self.point(0, r), self.point(self.last, r)).set_stroke(
                    paint("muted"), HAIRLINE
                )
                for r in (1 - eps_low, 1 + eps_high)
            )
        )
        self.axis = Line(self.point(0, self.low), self.point(self.last, self.low))
        self.axis.set_stroke(paint("muted"), AXIS)
        self.ticks = VGroup(*self._ratio_ticks())
        self.steps = VGroup(self.axis, *self._step_ticks())
        name = Prose(say("stage.ratio_fan.inner_step"), size=LABEL, role="muted")
        self.steps.add(name.next_to(self.steps, DOWN, buff=0.16))
        self.rho = Formula("rho", size=LABEL).next_to(self.point(0, self.high), UP, buff=0.1)
        self.lines = VGroup(
            *(
                VMobject().set_stroke(paint(sign_role(a)), MAIN_CURVE if a > 0 else CURVE)
                for a in self.advantages
            )
        )
        self.heads = VGroup(*map(answer_marker, self.advantages))
        for head, a in zip(self.heads, self.advantages, strict=True):
            head.set_z_index(int(a > 0))  # where all stand at 1, what is pushed up is seen
        self.add(self.band, self.edges, self.ticks, self.rho)
        self.add(self.steps, self.lines, self.heads)
        self.set_step(0.0)

    def _ratio_ticks(self) -> list[Formula]:
        ticks: list[Formula] = []
        for ratio in (1.0, 1 - self.eps_low, 1 + self.eps_high):
            label = Formula(ratio_text(ratio, 2), size=LABEL, role="muted")
            label.next_to(self.point(0, ratio), LEFT, buff=0.32)
            if not any(touches(label, other) for other in ticks):
                ticks.append(label)
        return ticks

    def _step_ticks(self) -> list[Formula]:
        return [
            Formula(f"{step + 1}", size=LABEL, role="muted").next_to(
                self.point(step, self.low), DOWN, buff=0.18
            )
            for step in range(self.last + 1)
        ]

    def set_step(self, step: float) -> Self:
        """Draw all paths as far as inner step `step`, halfway ones by straight lines."""
        self.step = step
        now = between(self.paths, step)
        passed = [*range(int(np.floor(step + 1e-9)) + 1)]
        bound = clipped_surrogate(
            now, self.advantages, eps_low=self.eps_low, eps_high=self.eps_high
        ).binds
        for k, (line, head) in enumerate(zip(self.lines, self.heads, strict=True)):
            corners = [self.point(s, self.paths[s, k]) for s in passed]
            end = self.point(step, now[k])
            line.set_points_as_corners([*corners, end + 1e-4 * RIGHT])
            head.move_to(end)
            set_pushing(head, self.advantages[k], pushes=not bool(bound[k]))
        return self

    def ratio_of(self, index: int) -> tuple[int, float, bool]:
        """The last whole inner step, the ratio of path `index` there, whether the clip binds."""
        step = int(self.step + 1e-9)
        row = self.paths[step]
        bound = clipped_surrogate(
            row, self.advantages, eps_low=self.eps_low, eps_high=self.eps_high
        ).binds
        return step, float(row[index]), bool(bound[index])

    def head_of(self, sign: int) -> VMobject:
        """The head farthest out among those whose advantage has `sign`."""
        own = [head for head, a in zip(self.heads, self.advantages, strict=True) if sign * a > 0]
        return max(own, key=lambda head: sign * head.get_y())
