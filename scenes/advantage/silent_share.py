"""How many groups are silent, over the chance of a right answer."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from manim import DOWN, RIGHT, UP, Animation, Dot, FadeIn, Transform, VGroup, VMobject

from grpo_core import silent_probability
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.motion import Drive
from scenes.stage.theme import FORMULA, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .chance_plot import ChancePlot
from .share_field import ShareField


class SilentShare:
    """The share of silent groups of `size` answers over p, and that of `chance` in a hundred."""

    plot_at, field_at = np.array([-2.65, 0.5, 0.0]), np.array([4.9, 1.0, 0.0])

    def __init__(self, size: int, chance: float):
        self.size, self.chance = size, chance
        self.plot = _plot(size).shift(self.plot_at)
        self.share = self.plot.values(chance)[0]
        self.title = Prose(say("advantage.silent_groups.share"), size=LABEL)
        self.title.next_to(self.plot.axes[1].get_end(), RIGHT, buff=0.45)
        formula, count = (
            Formula("p^G + (1 - p)^G", size=READOUT),
            Formula(f"G = {size}", size=READOUT),
        )
        self.setting = VGroup(formula, count).arrange(DOWN, buff=0.3)
        self.setting.move_to(self.plot.point(0.5, 0.5))
        self.field = ShareField(3.3).move_to(self.field_at)
        self.heading = Prose(say("advantage.silent_groups.hundred"), size=LABEL)
        self.heading.next_to(self.field, UP, buff=0.3)

    def gather_answers(self, dots: Iterable[VMobject]) -> list[Animation]:
        """Answers that are all right become the right end of the curve."""
        end = self.plot.markers[0]
        merged = [Transform(dot, end, remover=True) for dot in dots]
        arriving = VGroup(self.plot.axes, self.plot.axis_name), self.title, self.setting
        return [*merged, *map(FadeIn, arriving)]

    def mark(self) -> VGroup:
        """Where the run is on the curve, and on both axes."""
        return VGroup(self.plot.mark(self.chance), self.plot.level(self.chance))

    def show_hundred(self) -> list[Animation]:
        """A hundred groups, none of them silent as yet."""
        return [FadeIn(self.field), FadeIn(self.heading)]

    def silence(self) -> Drive:
        """Make the silent ones of the hundred groups hollow."""
        return Drive(self.field, self.field.set_share, 0.0, self.share)

    def percent(self) -> VGroup:
        """How many of them that are."""
        silent = quoted(say("advantage.silent_groups.silent"))
        said = Formula(f"{number_text(100 * self.share, 0)} % thick {silent}", size=FORMULA)
        row = VGroup(self.field.key().scale(1.3), said).arrange(RIGHT, buff=0.25)
        return row.next_to(self.field, DOWN, buff=0.4)


def _plot(size: int) -> ChancePlot:
    marker = Dot(radius=0.12).set_fill(paint("text"), 1)
    return ChancePlot(
        {"silent": (lambda p: silent_probability(p, size), "text")},
        [marker.set_stroke(paint("ground"), 3, background=True)],
        0.0,
        1.0,
        first=1.0,
        width=6.0,
        height=4.4,
        meaning=say("advantage.silent_groups.chance"),
    )
