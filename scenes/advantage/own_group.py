"""What the film has come to: three answers, each measured with the ruler of its own group."""

from __future__ import annotations

import math

import numpy as np
from manim import LEFT, RIGHT, UP, Animation, FadeIn, ReplacementTransform, VGroup

from grpo_core import group_advantages
from scenes.script.words import say
from scenes.stage.places import stand_on
from scenes.stage.reward_line import reward_text
from scenes.stage.ruler import Ruler
from scenes.stage.theme import FORMULA, READOUT, sign_role
from scenes.stage.typeset import Formula, Prose

from .hollow import becomes_hollow, hollow
from .worlds import Room, World

ROOM = Room(
    *(-6.5, 4.2, 2.65, -1.45, 0.0, 1.68, 0.46, 0.34, 0.62, 1.9, 0.72),
    gap=0.2,
    hangs=True,
    number=READOUT,
)
GROUPS = ((1.0, (0.0, 0.0, 0.0)), (0.0, (1.0, 1.0, 0.0)), (1.0, (1.0, 1.0, 1.0)))
_VERDICTS = ("more", "less", "silence")
_LARGE = 58  # size of type of an advantage
_RULER_AT, _BAR, _JOINT = 0.58, 0.26, 0.03  # from the coin's column
_VALUE_AT = 0.82


class Verdict(World):
    """A card with an answer, its group, and what the answer's advantage asks for.

    `measure` shows how far the reward is from the average, `lay` the group's rulers along
    that way, `judge` how many they are and what follows.
    """

    def __init__(self, number: int):
        mine, others = GROUPS[number]
        super().__init__(number, others, ROOM, mine=mine)
        self.advantage = float(group_advantages(self.group)[0])
        self.value.align_to([self.own + _VALUE_AT, 0, 0], LEFT)
        self.rulers = self._rulers()
        self.counted = self._counted()
        words = Prose(say(f"advantage.home.{_VERDICTS[number]}"), size=FORMULA)
        self.verdict = stand_on(words.move_to(self.body), ROOM.bottom + 0.25)
        self.is_silent = not np.ptp(self.group)
        if self.is_silent:
            hollow(self.mine)
        self.inside = [self.shelves, self.average, self.others]
        self.remove(self.value).add(self.rulers, self.counted, self.verdict)

    def _rulers(self) -> VGroup:
        way, x = math.copysign(1.0, self.advantage), self.own + _RULER_AT
        step = (ROOM.shelf - ROOM.floor) * float(self.group.std()) * way
        foot = self.average.get_y()
        return VGroup(
            *(
                Ruler(
                    [x, foot + k * step, 0],
                    [x, foot + (k + 1) * step - way * _JOINT, 0],
                    width=way * _BAR,
                )
                for k in range(math.ceil(abs(self.advantage) - 1e-9))
            )
        )

    def _counted(self) -> VGroup:
        """The advantage, large, and what it counts."""
        text = reward_text(round(self.advantage, 2), sign=bool(self.advantage))
        role = sign_role(self.advantage) if self.advantage else "text"
        number = Formula(text, size=_LARGE, role=role)
        number.move_to(self.value).align_to(self.value, LEFT)
        if not self.advantage:
            return VGroup(number)
        one = "" if abs(abs(self.advantage) - 1) > 1e-9 else "1"
        unit = Prose(say(f"advantage.home.rulers{one}"), role="muted")
        return VGroup(number, stand_on(unit.next_to(number, RIGHT, buff=0.15), number))

    def lay(self) -> list[Animation]:
        """The rulers come to lie along the arrow."""
        return [FadeIn(ruler, shift=0.3 * LEFT) for ruler in self.rulers]

    def judge(self) -> list[Animation]:
        """The distance becomes the advantage, and what that asks for appears."""
        moves: list[Animation] = [ReplacementTransform(self.value, self.counted[0])]
        moves.append(FadeIn(self.verdict, shift=0.1 * UP))
        moves += map(FadeIn, self.counted[1:])
        return moves + [becomes_hollow(coin) for coin in self.others if self.is_silent]


def verdicts() -> list[Verdict]:
    """The three cards."""
    return [Verdict(k) for k in range(len(GROUPS))]
