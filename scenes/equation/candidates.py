"""The two updates between which the film decides, each over the old policy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, Rectangle, VGroup

from grpo_core import GroupTable
from scenes.script.decimals import without_zero
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.motion import Walk
from scenes.stage.score_marks import right_mark
from scenes.stage.theme import READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .bench import Bench, Ground

START = Ground(-3.6, 3.6, -1.75, 2.85)  # where both are one chart
DOOR = {"X": Ground(-5.75, -0.75, -1.75, 2.85), "Y": Ground(1.45, 6.45, -1.75, 2.85)}
CORNER = {"X": Ground(2.75, 4.35, 2.45, 1.0), "Y": Ground(5.1, 6.7, 2.45, 1.0)}
_LETTER, _SMALL = 64, 44


class Candidate(VGroup):
    """An update as a bench, the old policy at first.

    Its `letter` stands at the door and is no part yet, nor is `right`: how often a right
    answer comes under it, where the group lists all answers.
    """

    def __init__(self, letter: str, bench: Bench, logps: np.ndarray):
        self.door, self.corner = DOOR[letter], CORNER[letter]
        self.bench, self.logps = bench, logps[bench.indices]
        self.letter = Formula(f'"{letter}"', size=_LETTER).move_to(_under(self.door))
        self.rightness = float(np.exp(logps) @ bench.table.rewards)
        self.right = _how_often_right(bench.table, self.rightness)
        self.right.next_to(self.letter, RIGHT, buff=0.5)
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


def before_and_after() -> VGroup:
    """Which bar is which."""
    rows = VGroup()
    for role, key in (("old", "before"), ("new", "after")):
        sample = Rectangle(width=0.3, height=0.3).set_stroke(paint(role), 4)
        if role == "new":
            sample.set_fill(paint(role), 1)
        name = Prose(say(f"equation.two_updates.{key}"), role=role)
        rows.add(VGroup(sample, name).arrange(RIGHT, buff=0.2))
    return rows.arrange(DOWN, buff=0.2, aligned_edge=LEFT)


def share_text(share: float) -> str:
    """A share of right answers as the film shows it."""
    return without_zero(number_text(share, 2))


def _how_often_right(table: GroupTable, share: float) -> VGroup:
    """A tick and the chance of a right answer; nothing where that is not known."""
    if not (table.group.is_complete and np.isin(table.rewards, (0, 1)).all()):
        return VGroup()
    chance = Formula(share_text(share), size=READOUT)
    return VGroup(right_mark(0.36), chance).arrange(RIGHT, buff=0.16)


def _under(ground: Ground) -> np.ndarray:
    return np.array([0.5 * (ground.left + ground.right), ground.foot - 1.0, 0.0])


def _beside(ground: Ground) -> np.ndarray:
    return np.array([ground.left - 0.3, ground.foot + 0.3, 0.0])
