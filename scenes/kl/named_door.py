"""The film's door with the name first: it stands from the start, the question comes last."""

from __future__ import annotations

from manim import DOWN, LEFT, UP

from scenes.stage.places import HEADING
from scenes.stage.questions import Door


def named_door(question: str) -> Door:
    """A door whose line with the name is over the question."""
    door = Door(question, name=True, own=False)
    order = door.name_line, door.question
    order[0].move_to(HEADING, aligned_edge=UP + LEFT)
    order[1].next_to(order[0], DOWN, buff=0.35).align_to(order[0], LEFT)
    return door
