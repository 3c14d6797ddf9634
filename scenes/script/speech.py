"""How long a voice speaks in a beat, which its film holds still for."""

from __future__ import annotations

from dataclasses import dataclass

TAIL = 0.4  # seconds of stillness between a voice's end and the next beat


@dataclass(frozen=True)
class Speech:
    """The seconds that a voice takes in a beat: `whole`, if it speaks without waiting.

    Where it asks the beat's question, it may wait for the answer's picture: then it takes
    `asking` from the beat's start on, and `answering` from the picture on. Both are 0 for one
    that goes through.
    """

    whole: float = 0.0
    asking: float = 0.0
    answering: float = 0.0


SILENT = Speech()
