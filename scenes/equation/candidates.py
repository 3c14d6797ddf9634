"""The two updates between which the film decides, each over the old policy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, Rectangle, VGroup

from grpo_core import GroupTable
from scenes.script.decimals import without_zero
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.motion import Walk
from scenes.stage.reward_line import reward_text
from scenes.stage.score_marks import right_mark
from scenes.stage.theme import FORMULA, LABEL, paint
from scenes.stage.typeset import Formula, Prose

from .bench import Bench, Ground

START = Ground(-3.0, 3.0, -1.1, 2.35, note=1.1)  # where both are one chart
DOOR = {"X": Ground(-5.75, -1.35, -1.1, 2.35), "Y": Ground(1.95, 6.35, -1.1, 2.35)}
CORNER = {"X": Ground(2.75, 4.35, 2.45, 1.0), "Y": Ground(5.1, 6.7, 2.45, 1.0)}
BETWEEN = np.array([0.3, 0.65, 0.0])  # the middle of the gap at the door
_LETTER, _SMALL = 64, 44
_SURE = 1e-6  # so near to 1 chances of all answers add up


class Candidate(VGroup):
    """An update as a bench, the old policy at first.

    Its `letter` stands at the door and is no part yet, nor is `mean`, the mean reward.
    """

    def __init__(self, letter: str, bench: Bench, logps: np.ndarray):
        self.door, self.corner = DOOR[letter], CORNER[letter]
        self.bench = bench.tell(self.door.right - self.door.left)
        self.logps = logps[bench.indices]
        self.letter = Formula(f'"{letter}"', size=_LETTER).move_to(_under(self.door))
        self.mean_reward = mean_reward(bench.table, logps)
        self.mean = VGroup()  # says it, where the group lists all answers
        if self.mean_reward is not None:
            self.mean.add(*_mean_said(bench.table, self.mean_reward))
            self.letter.shift((0.2 + 0.5 * self.mean.width) * LEFT)
            self.mean.next_to(self.letter, RIGHT, buff=0.35)
        super().__init__(bench)

    def to_corner(self) -> Walk:
        """From the door into its corner, where it waits."""
        _, stand = self.bench.move(self.corner)
        start, end = self.letter.get_center(), _beside(self.corner)
        high, low = self.letter.height, self.letter.height * _SMALL / _LETTER

        def set_share(share: float) -> None:
            stand(share)
            self.letter.set(height=(1 - share) * high + share * low)
            self.letter.move_to((1 - share) * start + share * end)

        return self, set_share


def candidates(table: GroupTable, x: GroupTable, few: Sequence[int]) -> dict[str, Candidate]:
    """X and Y where they begin, as one chart; Y is `table` itself."""
    made = {}
    for letter, update in (("X", x), ("Y", table)):
        bench = Bench(table, few, START, logps=[x.new_logp])
        made[letter] = Candidate(letter, bench, update.new_logp)
    return made


def before_and_after(table: GroupTable) -> VGroup:
    """Which bar is which, and what a tick means; the mean reward before."""
    rows = VGroup()
    for role, key in (("old", "before"), ("new", "after")):
        sample = Rectangle(width=0.3, height=0.3).set_stroke(paint(role), 4)
        if role == "new":
            sample.set_fill(paint(role), 1)
        name = Prose(say(f"equation.two_updates.{key}"), role=role)
        rows.add(VGroup(sample, name).arrange(RIGHT, buff=0.2))
    right = Prose(say("equation.two_updates.right"))
    rows.add(VGroup(right_mark(0.34), right).arrange(RIGHT, buff=0.2))
    return rows.arrange(DOWN, buff=0.2, aligned_edge=LEFT)


def _mean_said(table: GroupTable, mean: float) -> VGroup:
    """A mean reward; of rewards 0 and 1 it is the chance of a right answer, after a tick."""
    value = without_zero(reward_text(round(mean, 2)))
    if np.isin(table.rewards, (0, 1)).all():
        return VGroup(right_mark(0.4), Formula(value, size=FORMULA)).arrange(RIGHT, buff=0.2)
    words = quoted(say("equation.two_updates.mean"))
    return VGroup(Formula(f"{words} {value}", size=LABEL))


def mean_reward(table: GroupTable, logps: np.ndarray) -> float | None:
    """The mean reward under a policy, where the group lists all answers; else None."""
    chances = np.exp([table.old_logp, logps])
    if abs(chances.sum(axis=1) - 1).max() > _SURE:
        return None
    return float(chances[1] @ table.rewards)


def _under(ground: Ground) -> np.ndarray:
    return np.array([0.5 * (ground.left + ground.right), ground.foot - 1.6, 0.0])


def _beside(ground: Ground) -> np.ndarray:
    return np.array([ground.left - 0.3, ground.foot + 0.3, 0.0])
