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
from ..sentences import sentences
from .command import spoken
from .folder import recordings
from .loudness import levelled
from .pauses import Span, breaks, speech_of
from .sound import RATE, read

_MARGIN = 0.15  # seconds that stay around what is heard, so that no consonant is cut
_ASKS = ("?", "？", "؟")  # how a sentence ends that asks


@dataclass(frozen=True)
class Voice:
    """A beat's voice: `samples`, and its sentences with the seconds in them.

    `asking` tells which of the sentences are the beat's question, from the first to before the
    second number. `wait` are the pause's two ends after it, if the voice is to wait in it.
    """

    samples: np.ndarray
    sentences: Sequence[tuple[str, Span]]
    asking: tuple[int, int] | None = None
    wait: Span | None = None

    @property
    def asks_last(self) -> bool:
        """Whether nothing is said after the question."""
        return self.asking is not None and self.asking[1] == len(self.sentences)

    @property
    def seconds(self) -> float:
        """How long it speaks, without waiting."""
        return self.samples.size / RATE

    @property
    def speech(self) -> Speech:
        """How long its beat waits for it."""
        if not self.wait:
            return Speech(self.seconds)
        return Speech(self.seconds, self.wait.start, self.seconds - self.wait.end)


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
    texts = sentences(said_in(beat))
    pauses = breaks(spans, list(map(len, texts))) if spans else []
    starts = [spans[0].start if spans else 0.0, *(pause.end for pause in pauses)]
    ends = [*(pause.start for pause in pauses), samples.size / RATE]
    told = list(zip(texts, map(Span, starts, ends), strict=False))
    asking = _asking(texts, beat.ask) if spans else None
    after = asking[1] if asking else len(texts)
    wait = _within(pauses[after - 1]) if after < len(texts) else None
    return Voice(levelled(samples), told, asking, wait)


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


def _asking(texts: Sequence[str], question: str) -> tuple[int, int] | None:
    """Which sentences ask `question`: the one most like it, with those that go on asking."""
    asking = [number for number, text in enumerate(texts) if text.rstrip(" ”»“'\"").endswith(_ASKS)]
    if not question or not asking:
        return None

    def likeness(number: int) -> float:
        return SequenceMatcher(None, texts[number].lower(), question.lower()).ratio()

    first = max(asking, key=likeness)
    last = first + 1
    while last in asking:
        last += 1
    return first, last
