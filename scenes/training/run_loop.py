"""The loop of GRPO beside the bars of the policy that it moves."""

from __future__ import annotations

import numpy as np
from manim import DOWN, RIGHT, Animation, Mobject, VGroup

from scenes.script.words import say
from scenes.stage.lamp import Lamp
from scenes.stage.loop_icon import LoopIcon
from scenes.stage.motion import Drive
from scenes.stage.places import keep_inside
from scenes.stage.theme import LABEL
from scenes.stage.typeset import Prose


class RunLoop(LoopIcon):
    """Runs on by shares of a turn; `shrink` puts it aside, without its words."""

    beside = np.array([3.75, 1.32, 0.0])  # its middle
    aside_at = np.array([-5.55, -2.1, 0.0])

    def __init__(self) -> None:
        super().__init__(radius=1.2)
        keep_inside(self.stand_at(self.beside))

    def signs(self) -> list[Mobject]:
        """All of it but the words."""
        return [part for part in self.submobjects if part is not self.words]

    def advance(self, turns: float) -> Animation:
        """Run on by `turns`; a quarter is a station."""
        return Drive(self, self.set_turn, self.turn, self.turn + turns)

    def shrink(self) -> Animation:
        """Go aside to make room."""
        self.remove(self.words)
        return self.animate(path_arc=-1.5).scale(0.5).move_to(self.aside_at)

    def no_push(self) -> VGroup:
        """A lamp that is out, with its word, at the station of the update."""
        update = self.words[-1]
        said = VGroup(Lamp(on=False), Prose(say("training.silence.no_push"), size=LABEL))
        said.arrange(RIGHT, buff=0.22)
        return said.next_to(update, DOWN, buff=0.3).align_to(update, RIGHT)
