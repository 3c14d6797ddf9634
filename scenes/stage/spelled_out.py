"""What GRPO stands for, as the words' file has it."""

from __future__ import annotations

from scenes.script.words import say


def spelled_out() -> tuple[list[str], str]:
    """The words that GRPO stands for; and what they are in a language that has its own, else ""."""
    words, _, own = say("stage.door.name").partition("|")
    return words.split(), own.strip()
