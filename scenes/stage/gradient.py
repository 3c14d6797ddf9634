"""What is said of an answer that pushes or does not, and beside a probe."""

from __future__ import annotations

from scenes.script.words import say

from .theme import LABEL
from .typeset import Prose


def example_note(size: float = LABEL) -> Prose:
    """What is said beside a probe, which is none of the group's answers."""
    return Prose(say("stage.cases.example"), size=size, role="muted")


def verdict(pushes: bool, advantage: float) -> str:
    """What the lamp of an answer says in words."""
    if not pushes:
        return say("stage.gradient.clipped") if advantage else say("stage.gradient.silent")
    return say("stage.gradient.pushes_up") if advantage > 0 else say("stage.gradient.pushes_down")
