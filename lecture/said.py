"""What is said in a beat: what captions are made of, and manifests tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Sentence(NamedTuple):
    """What a voice says from the frame `start` of a beat to before the frame `end`.

    With `asks` it is the beat's question, or belongs to it.
    """

    text: str
    start: int
    end: int
    asks: bool = False


class Said(NamedTuple):
    """What is said in a beat of so many frames.

    Its question, if it asks one, comes in the frame `first` of the beat and is held until
    before the frame `last`, which is 0 where nothing is asked. If a voice speaks in the beat,
    `spoken` is what it says.
    """

    caption: str
    frames: int
    question: str = ""
    first: int = 0
    last: int = 0
    spoken: Sequence[Sentence] = ()
