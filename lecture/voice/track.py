"""The sound of a film: its voices where their beats are, silence elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np

from ..movie import has_sound
from ..said import Sentence
from ..shoot import Take
from .loudness import mastered
from .narration import Voice
from .pauses import Span
from .sound import RATE, read


def track(takes: Sequence[Take], voices: Mapping[int, Voice], fps: int) -> np.ndarray | None:
    """The samples of a film of `takes`, as long as it is; None if no beat of it has a voice.

    A voice begins in the first frame of its beat.
    """
    starts = [0, *accumulate(take.frames for take in takes)]
    heard = [(start, take) for start, take in zip(starts, takes, strict=False)]
    heard = [(start, take) for start, take in heard if take.number in voices]
    if not heard:
        return None
    samples = np.zeros(_sample(starts[-1], fps), np.float32)
    for start, take in heard:
        voice = voices[take.number]
        for part, frame in _parts(voice, take):
            piece = voice.samples[round(part.start * RATE) : round(part.end * RATE)]
            first = _sample(start + frame, fps)
            room = samples[first : first + piece.size]
            room += piece[: room.size]
    return mastered(samples)


def spoken(take: Take, voice: Voice | None, fps: int) -> list[Sentence]:
    """What a beat's voice says, with the frames of the beat."""
    if not voice:
        return []
    said: list[Sentence] = []
    first, last = voice.asking
    for number, (text, span) in enumerate(voice.sentences):
        part, frame = _part_of(span, voice, take)
        start, end = (frame + round((moment - part.start) * fps) for moment in span)
        said.append(Sentence(text, start, min(end, take.frames), first <= number < last))
    return said


def sound_of(films: Sequence[tuple[Path, int]], fps: int) -> Iterator[np.ndarray] | None:
    """The sound of films with so many frames, one after the other; None if none has any."""
    if not any(has_sound(film) for film, _ in films):
        return None
    return (_exactly(film, _sample(frames, fps)) for film, frames in films)


def _exactly(film: Path, size: int) -> np.ndarray:
    samples = read(film)[:size] if has_sound(film) else np.zeros(0, np.float32)
    return np.pad(samples, (0, size - samples.size))


def _sample(frame: int, fps: int) -> int:
    """The first sample of a frame."""
    return frame * RATE // fps


def _parts(voice: Voice, take: Take) -> list[tuple[Span, int]]:
    """The parts of a voice with the frame of the beat in which each begins."""
    whole = voice.speech.whole
    if take.waited and take.asked[1] < take.frames:
        stops, goes_on = take.waited
        return [(Span(0.0, stops), 0), (Span(goes_on, whole), take.asked[1])]
    return [(Span(0.0, whole), 0)]


def _part_of(span: Span, voice: Voice, take: Take) -> tuple[Span, int]:
    parts = _parts(voice, take)
    return next((part for part in reversed(parts) if span.start >= part[0].start), parts[0])
