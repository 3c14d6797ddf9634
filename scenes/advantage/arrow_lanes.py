"""How far each reward lies from the mean: an arrow for each answer, in a lane of its own."""

from __future__ import annotations

import numpy as np
from manim import LEFT, RIGHT, UP, Animation, Dot, FadeIn, VGroup

from grpo_core import GroupTable, group_advantages
from scenes.script.numerals import number_text
from scenes.script.telling import telling
from scenes.stage.camera import HOME_WIDTH
from scenes.stage.marks import tick
from scenes.stage.placement import touches
from scenes.stage.reward_line import reward_text
from scenes.stage.theme import LABEL
from scenes.stage.typeset import Formula

from .deviations import Deviations, Layout, lanes
from .two_questions import TwoQuestions

MOST_LANES = 10  # arrows with their names and numbers
NEAR_WIDTH = 8.0  # the view of the closer look, in scene units
NEAR = NEAR_WIDTH / HOME_WIDTH  # what type shrinks to there

_HEIGHT, _FOOT = 2.7, 0.25  # of the lanes, and the free room under them
_REACH = 2.5  # the longest arrow


class ArrowLanes:
    """Arrows from the mean to the rewards, in the place of the first of two questions.

    `arrows` begin as its dots and the line in their middle are; its `axis` stays. Those of
    `told` get a label.
    """

    wide = 3.4  # half of the axis in the closer look
    left_foot, left_half = np.array([-3.45, 0.05, 0.0]), 2.85  # of the line; half of the axis

    def __init__(self, table: GroupTable, before: TwoQuestions):
        self.table, line = table, before.here
        self.axis = line.axis
        self.values = group_advantages(table.rewards, scale="none")
        self.told = telling(table, MOST_LANES)
        foot = float(line.axis.get_y())
        heights = lanes(self.values, _HEIGHT, foot=_FOOT)
        self.layout = Layout((0.0, foot), line.unit, heights, _HEIGHT + 0.35, grown=0.0)
        piled = np.array([dot.get_y() - foot for dot in line.dots])
        start = self.layout.but(heights=piled, reach=before.middle[0].height)
        self.arrows = Deviations(self.values, start)

    @property
    def center(self) -> np.ndarray:
        """Where the closer look looks."""
        return self.axis.get_center() + 1.45 * UP

    def come_near(self, formula: Formula) -> list[Animation]:
        """The axis as wide as the closer look is, and `formula` in its corner."""
        middle = self.axis.get_center()
        corner = middle + 2.55 * LEFT + 3.32 * UP
        widened = self._axis_to(middle, self.wide)
        return [widened, formula.animate.scale(NEAR).move_to(corner)]

    def _axis_to(self, center: np.ndarray, half: float) -> Animation:
        return self.axis.animate.put_start_and_end_on(center + half * LEFT, center + half * RIGHT)

    def spread(self) -> Animation:
        """Give each answer a lane."""
        return self.arrows.glide(self.layout)

    def grow(self) -> Animation:
        """Draw each arrow from the mean to its reward."""
        return self.arrows.glide(self.layout.but(grown=1.0))

    def go_left(self) -> list[Animation]:
        """Leave the right half of the stage free."""
        left = self.layout.but(origin=tuple(self.left_foot[:2]), grown=1.0)
        return [self.arrows.glide(left), self._axis_to(self.left_foot, self.left_half)]

    def dot(self, index: int) -> Dot:
        """The reward of one answer."""
        return self.arrows.ends[index]

    def mean_label(self, scale: float = 1.0, decimals: int = 2) -> Formula:
        """The mean over its line; the part "mean" is the number."""
        mean = number_text(self.table.reward_mean, decimals)
        label = Formula(f'"mean" thick {{{{ {mean} : mean }}}}', size=LABEL * scale)
        return label.next_to(self.arrows.line, UP, buff=0.14 * scale)

    def labels(self) -> VGroup:
        """Name and deviation of the answers, beyond their dots, where lanes leave room."""
        labels = VGroup()
        for index in self.told:
            label = _label(index, self.values[index])
            self._beyond(label, index, 0.12)
            if not any(touches(label, other, gap=0.03) for other in labels):
                labels.add(label)
        return labels

    def name(self, index: int) -> Formula:
        """The name of one answer beyond its dot, at home zoom."""
        return self._beyond(Formula(f"o_{index + 1}", size=LABEL), index, 0.16)

    def _beyond(self, label: Formula, index: int, buff: float) -> Formula:
        side = LEFT if self.values[index] < 0 else RIGHT
        return label.next_to(self.arrows.ends[index], side, buff=buff)

    def show_ruler(self) -> list[Animation]:
        """Mark the axis in units of the std: there the arrows read as advantages."""
        name = Formula("A_i", size=LABEL).next_to(self.axis, RIGHT, buff=0.2)
        return [FadeIn(self.ruler()), FadeIn(name)]

    def ruler(self) -> VGroup:
        """Marks of the axis at whole stds from the mean, as far as there is room."""
        layout, ruler = self.arrows.layout, VGroup()
        x, y = layout.origin
        step = layout.unit * self.table.reward_std
        most = int(np.abs(self.table.advantage).max() + 0.5)
        every = -(-most // 2)  # at most two marks on each side
        for count in range(-most + most % every, most + 1, every):
            if abs(count) * step <= _REACH + 0.3:
                text = reward_text(float(count), sign=count > 0)
                ruler.add(tick(np.array([x + count * step, y, 0.0]), text, buff=0.16))
        return ruler


def arrow_unit(table: GroupTable) -> float:
    """Scene units for a reward of 1, so that the longest arrow leaves room for its label."""
    values = group_advantages(table.rewards, scale="none")
    widest = max(_label(index, values[index]).width for index in telling(table, MOST_LANES))
    reach = min(_REACH, 0.475 * NEAR_WIDTH - 0.35 - widest)
    return reach / float(np.abs(values).max())


def _label(index: int, deviation: float) -> Formula:
    text = number_text(float(deviation), 2, sign=True)
    return Formula(f"o_{index + 1} thick {text}", size=LABEL * NEAR)
