"""A lift through the last rooms of the house: one idea in all its forms, floor by floor."""

from __future__ import annotations

from manim import LEFT, RIGHT, Animation, FadeIn, FadeOut, Transform, TransformFromCopy, VGroup

from scenes.stage.motion import Undim, jump
from scenes.stage.objective import Objective
from scenes.stage.retelling import EARLY, LATE
from scenes.stage.theme import FORMULA

from .level_frame import FLOORS
from .level_house import LevelHouse
from .level_lines import LEVELS, ROWS, level_line

_IDEA_SIZE = 1.2 * FORMULA


class Lift:
    """The cabin, and the idea that it shows on each floor."""

    def __init__(self, plan: LevelHouse, objective: Objective):
        self.plan, self.objective = plan, objective
        self.cabin = plan.cabin(0)
        self.ideas = [self._idea(floor) for floor in range(FLOORS)]

    def empty_rooms(self) -> list[Animation]:
        """The other ideas leave, and their rooms become a hall on each floor."""
        plan = self.plan
        others = [line for lines in plan.lines for line in lines[:-1]] + [*self.objective[:2]]
        moves: list[Animation] = [FadeOut(line, rate_func=EARLY) for line in others]
        for level in range(len(LEVELS)):
            first, *rest, _ = plan.rooms[level]
            moves.append(Transform(first, plan.hall(level)))
            moves += [FadeOut(room, rate_func=LATE) for room in rest]
        return moves

    def stop_at(self, floor: int) -> list[Animation]:
        """The cabin comes to a floor; to the first one out of nothing."""
        if floor == 0:
            return [FadeIn(self.cabin)]
        return [Transform(self.cabin, self.plan.cabin(floor))]

    def read_out(self, floor: int) -> list[Animation]:
        """The idea of a floor comes out of its room, to be read."""
        small, big = self._small(floor), self.ideas[floor]
        return [TransformFromCopy(small, VGroup(*big))]

    def _small(self, floor: int) -> VGroup:
        """The glyphs of a floor's last line in its room."""
        if floor == FLOORS - 1:
            return self.objective.part("price")
        line = self.plan.lines[floor][-1]
        return VGroup(*line.family_members_with_points())

    def _idea(self, floor: int) -> VGroup:
        """The last line of a floor, grown to be read, in the hall."""
        plan = self.plan
        if floor == FLOORS - 1:
            big = self._small(floor).copy()
            jump(Undim(big))
        else:
            big = level_line(plan.table, plan.example, floor, ROWS - 1)
        big.scale(_IDEA_SIZE * big[0].type_unit / big[0].height)
        hall = plan.hall(floor)
        return big.move_to(hall).align_to(hall.get_left() + 0.6 * RIGHT, LEFT)
