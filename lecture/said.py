"""What is said in a beat: what captions are made of, and manifests tell."""

from __future__ import annotations

from typing import NamedTuple


class Said(NamedTuple):
    """What is said in a beat of so many frames.

    Its question, if it asks one, comes in the frame `first` of the beat and is held until
    before the frame `last`, which is 0 where nothing is asked.
    """

    caption: str
    frames: int
    question: str = ""
    first: int = 0
    last: int = 0
