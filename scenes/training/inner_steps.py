"""The inner steps of one batch: how its ratios spread, and where the right answer stops."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import LEFT, RIGHT, UR, Animation, FadeIn, LaggedStart, ReplacementTransform, VGroup

from grpo_core import TabularRun
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.camera import HOME_WIDTH
from scenes.stage.motion import Walk
from scenes.stage.places import keep_inside
from scenes.stage.theme import LABEL
from scenes.stage.typeset import Formula, Prose

from .ratio_fan import RatioFan
from .run_chart import RunChart, answer_name
from .sample_cards import SampleCards
from .step_panel import StepPanel


class InnerSteps:
    """The fan of step `batch` of `run`, the panel of its answer `right`, and the bars of `chart`.

    `drawn` is the fan without its horizontal axis `fan.steps`; `clipped` is the first inner
    step at which the clip binds the right answer, None if there is none.
    """

    size = 4.3  # of the fan, both ways
    fan_at = np.array([3.3, 0.85, 0.0])
    panel_at = -2.05  # its height; it stands under the bars
    near_width = 6.4  # of the closer look
    near_shift = 0.8 * LEFT  # what the closer look holds beside the head and 1

    def __init__(self, run: TabularRun, batch: int, right: int, chart: RunChart):
        told = run.settings
        self.chart, self.policies = chart, run.inner_policy[batch]
        self.fan = fan = RatioFan(
            run, batch, told.eps_low, told.eps_high, width=self.size, height=self.size
        )
        fan.stand_at(self.fan_at)
        fan.remove(fan.lines, fan.heads, fan.steps)
        self.drawn = VGroup(fan, fan.lines, fan.heads)
        self.panel = StepPanel(fan, list(fan.answers).index(right), answer_name(right))
        self.panel.move_to([chart.foot.get_x(), self.panel_at, 0])
        own = run.samples[batch] == right
        bound = np.flatnonzero(run.binds[batch][:, own].any(axis=1))
        self.clipped = int(bound[0]) if len(bound) else None
        self.all_one = self._all_one(float(run.ratios[batch, 0].max()))

    def _all_one(self, ratio: float) -> Formula:
        for_every = quoted(say("training.first_step.for_every"))
        source = f"rho_i = {number_text(ratio, 3)} quad {for_every} i"
        return Formula(source, size=LABEL).next_to(self.fan.heads, RIGHT, buff=0.3)

    def land(self, row: SampleCards) -> Animation:
        """Each card's sign flies to its ratio; those that have flown are `landed`."""
        answers = list(self.fan.answers)
        self.landed = [self.fan.heads[answers.index(card.answer)].copy() for card in row.cards]
        flights = (
            ReplacementTransform(card.badge[0], head)
            for card, head in zip(row.cards, self.landed, strict=True)
        )
        return LaggedStart(*flights, lag_ratio=0.15)

    def say_all_one(self) -> list[Animation]:
        """The panel, what all ratios are, and the axis of the inner steps come in."""
        return [FadeIn(part) for part in (self.panel, self.all_one, self.fan.steps)]

    def walks(self) -> Sequence[Walk]:
        """Fan, panel and bars, with what leads each to an inner step counted from 0."""
        fan, panel, chart = self.fan, self.panel, self.chart
        return (
            (self.drawn, fan.set_step),
            (panel, lambda _: panel.show(fan)),
            (chart, chart.walk(self.policies)),
        )

    def near(self) -> np.ndarray:
        """The middle of the closer look: between the right answer's ratio and 1."""
        fan = self.fan
        view = 0.5 * (fan.head_of(1).get_center() + fan.point(fan.step, 1.0))
        return view + self.near_shift

    def say_outside(self) -> tuple[Prose, Formula]:
        """For the closer look: what the right answer's ratio is, and the bound it has passed."""
        fan, size = self.fan, LABEL * self.near_width / HOME_WIDTH
        said = Prose(say("training.spread.outside"), size=size)
        bound = Formula("1 + epsilon", size=size, role="muted")
        said.next_to(fan.head_of(1), RIGHT, buff=0.15)
        bound.next_to(fan.point(fan.step, 1 + fan.eps_high), UR, buff=0.08)
        return said, bound

    def names(self) -> VGroup:
        """Right and wrong answers, beside the farthest head of each."""
        fan, names = self.fan, VGroup()
        for sign, key in ((1, "right"), (-1, "wrong")):
            if any(sign * advantage > 0 for advantage in fan.advantages):
                name = Prose(say(f"training.spread.{key}"), size=LABEL)
                names.add(keep_inside(name.next_to(fan.head_of(sign), RIGHT, buff=0.2)))
        return names
