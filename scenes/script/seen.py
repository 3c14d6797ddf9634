"""What a film says to who cannot see it: words for the group, as the picture shows them."""

from __future__ import annotations

from grpo_core import WorkedGroup

from .excerpt import excerpts
from .telling import MOST_CARDS
from .words import say, translated

_LETTERS = 60  # of an answer; a longer one is told by what tells it apart


def told_in_words(group: WorkedGroup) -> dict[str, str]:
    """What fills ``{question}`` and ``{answers}``: "1: 408, 2: 398, and 3 more"."""
    texts = excerpts(group.texts, lambda text: len(text) <= _LETTERS)[:MOST_CARDS]
    told = [f"{number}: {translated(text)}" for number, text in enumerate(texts, start=1)]
    if more := group.size - len(told):
        told.append(say("stage.telling.more", count=more))
    return {"question": translated(group.question), "answers": ", ".join(told)}
