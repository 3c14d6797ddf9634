"""The group of the beats that need every answer there is: the film's own, or an example."""

from __future__ import annotations

from manim import LEFT, VGroup

from grpo_core import GroupTable, evaluate_group, load_group
from scenes.script.settings import WORKED_GROUP
from scenes.script.words import say, translated
from scenes.stage.typeset import Prose

_NOTE_START = (-6.55, 3.4, 0.0)  # in the upper left corner


def whole_group(table: GroupTable) -> GroupTable:
    """`table`, or the shipped group if that of `table` does not list all its answers.

    An exact divergence needs all answers that there are; a group need not list them.
    """
    return table if table.group.is_complete else evaluate_group(load_group(WORKED_GROUP))


def example_note(whole: GroupTable) -> VGroup:
    """What says that the picture is of the shipped group."""
    question = translated(whole.group.question)
    note = Prose(say("kl.area.example", question=question), role="muted")
    return note.move_to(_NOTE_START, aligned_edge=LEFT)
