"""The voices of a film: what each beat's says and when, and how long the beat waits for it.

A beat's question is part of its script. Where the recording pauses after it, the voice waits
there: the film shows the question as long as without a voice, and the answer is heard when its
picture begins.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np

from scenes.script.speech import Speech
from scenes.stage.film import Beat

from ..catalogue import film_class
from ..options import Options, shown
from ..quiet import build, without_output
from ..sentences import is_question, sentences
from .command import spoken
from .folder import recordings
from .loudness import levelled
from .pauses import Span, breaks, speech_of
from .sound import RATE, read

_MARGIN = 0.15  # seconds that stay around what is heard, so that no consonant is cut
_ALIKE = 0.6  # of two questions that ask the same


@dataclass(frozen=True)
class Voice:
    """A beat's voice: `samples`, its sentences with the seconds in them, how its beat waits.

    `asking` tells which of the sentences are the beat's question, from the first to before the
    second number.
    """

    samples: np.ndarray
    sentences: Sequence[tuple[str, Span]]
    asking: tuple[int, int]
    speech: Speech


def voices(options: Options) -> dict[int, Voice]:
    """The voice of each beat that has one, by the beat's number.

    Recordings come first; what they lack is spoken by the command, if there is one. Raises
    `UserError` for what is wrong with either.
    """
    if not options.voice and not options.voice_command:
        return {}
    scene, scenes = options.scene, options.scenes
    files = recordings(options.voice, scene, scenes) if options.voice else {}
    if not files and not options.voice_command:
        said = f"{shown(options.voice)} has no recording of {scene}: it stays silent"
        print(f"voice: {said}", file=sys.stderr)
        return {}
    beats = _scripted(options)
    if options.voice_command:
        missing = {n: said_in(beat) for n, beat in beats.items() if n not in files}
        files |= spoken(missing, options)
    return {n: _voice(files[n], beat) for n, beat in beats.items() if n in files}


def said_in(beat: Beat) -> str:
    """What a voice says in a beat: its script or, without one, its caption."""
    return beat.script or beat.caption


def _scripted(options: Options) -> Mapping[int, Beat]:
    """The beats that are asked for, by their numbers."""
    with without_output():
        beats = build(film_class(options), options.settings).scripted()
    return {n: beat for n, beat in enumerate(beats, start=1) if options.beat in (None, n)}


def _voice(file: Path, beat: Beat) -> Voice:
    samples, spans = _trimmed(read(file))
    whole = samples.size / RATE
    if not spans:  # nothing is said: the beat keeps its caption
        return Voice(samples, [], (0, 0), Speech(whole))
    texts = sentences(said_in(beat))
    pauses = breaks(spans, list(map(len, texts)))
    starts = [spans[0].start, *(pause.end for pause in pauses)]
    ends = [*(pause.start for pause in pauses), whole]
    asking = asking_in(texts, beat.ask)
    speech = _speech(whole, pauses, asking, len(texts)) if beat.ask else Speech(whole)
    told = list(zip(texts, map(Span, starts, ends), strict=True))
    return Voice(levelled(samples), told, asking, speech)


def _speech(whole: float, pauses: Sequence[Span], asking: tuple[int, int], count: int) -> Speech:
    """Where a voice of `count` sentences may wait: after its question, or else after any."""
    stops = [_within(pause) for pause in pauses]
    after = asking[1]
    if 0 < after < count and stops[after - 1]:
        return Speech(whole, (stops[after - 1],), asks=True)
    last = [(whole, whole)] if after == count else []
    return Speech(whole, (*filter(None, stops), *last))


def _trimmed(samples: np.ndarray) -> tuple[np.ndarray, list[Span]]:
    """`samples` without the silence after what is heard, and where that is."""
    spans = speech_of(samples)
    if spans:
        samples = samples[: round((spans[-1].end + _MARGIN) * RATE)]
    return samples, spans


def _within(pause: Span) -> Span | None:
    """Where a voice stops and goes on in a pause; None where there is none."""
    length = pause.end - pause.start
    if length <= 0:
        return None
    margin = min(_MARGIN, length / 2)
    return Span(pause.start + margin, pause.end - margin)


def asking_in(texts: Sequence[str], question: str) -> tuple[int, int]:
    """Which sentences ask `question`: the one most like it, with those that go on asking.

    None of them, if none is like it, or nothing is asked.
    """
    if not question:
        return 0, 0
    asking = [n for n, text in enumerate(texts) if is_question(text)]
    alike = {number: _likeness(texts[number], question) for number in asking}
    first = max(alike, key=alike.__getitem__, default=0)
    if alike.get(first, 0.0) < _ALIKE:
        return 0, 0
    last = first + 1
    while last in asking:
        last += 1
    return first, last


def _likeness(one: str, two: str) -> float:
    """How much of the shorter text is in the longer one, from 0 to 1."""
    blocks = SequenceMatcher(None, one.lower(), two.lower(), autojunk=False).get_matching_blocks()
    common = sum(block.size for block in blocks if block.size > 2)
    return common / min(len(one), len(two))
