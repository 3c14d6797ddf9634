"""Captions: each beat's sentences as cues that can be read, written as WebVTT and SRT.

Times are whole milliseconds, which is what both formats hold.
"""

from __future__ import annotations

import html
import math
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import srt

from scenes.script.pace import CHINESE, columns, reading_time

from .phrases import phrases, unbroken
from .said import Said, Sentence
from .sentences import joined, sentences

LINE, CHINESE_LINE = 42, 36  # columns: letters, or 18 Chinese characters
LINES = 2
SHORTEST, LONGEST = 1000, 7000  # milliseconds
GAP = 2  # frames between two cues
LINGER = 1  # second that a sentence stays after a voice has said it

_CLAUSE_END = re.compile(r"(?<=[，、；：])(?![”’」』）》])")


@dataclass(frozen=True)
class Cue:
    """Text on the screen from `start` to `end`, in milliseconds.

    With `asks` it is a question to the class.
    """

    start: int
    end: int
    text: str
    asks: bool = False


def cues_of(beats: Sequence[Said], fps: int) -> list[Cue]:
    """The cues of a film, from what is said in its beats.

    What a voice says is told as it says it. Without one, a question has cues of its own while
    it is held. The caption, which may give the answer away, comes after it where there is time
    to read it, and before it where there is not.
    """
    cues: list[Cue] = []
    before = 0
    for said in beats:
        if said.spoken:
            cues += _spoken_cues(said, before, fps)
            before += said.frames
            continue
        start, first, last, end = (
            (before + frames) * 1000 // fps for frames in (0, said.first, said.last, said.frames)
        )
        before += said.frames
        if not said.last:
            cues += _cues_between(pieces(said.caption), start, end, fps)
            continue
        asking = _cues_between(pieces(said.question), first, last, fps)
        asking = [replace(cue, asks=True) for cue in asking]
        if end - last >= min(_needed(said.caption, fps), first - start):
            cues += [*asking, *_cues_between(pieces(said.caption), last, end, fps)]
        else:
            cues += [*_cues_between(pieces(said.caption), start, first, fps), *asking]
    return cues


def _spoken_cues(said: Said, before: int, fps: int) -> list[Cue]:
    """The sentences of a beat that begins in the frame `before`, as a voice says them.

    In a pause the last one stays a little longer, so that it can be read to its end.
    """
    cues: list[Cue] = []
    spoken = _readable(said.spoken, fps)
    starts = [sentence.start for sentence in spoken]
    for sentence, then in zip(spoken, [*starts[1:], said.frames], strict=True):
        end = min(then, sentence.end + LINGER * fps)
        start, end = ((before + frames) * 1000 // fps for frames in (sentence.start, end))
        told = _cues_between(_pieces_of(sentence.text), start, end, fps, longest=end - start)
        cues += [replace(cue, asks=sentence.asks) for cue in told]
    return cues


def _readable(spoken: Sequence[Sentence], fps: int) -> list[Sentence]:
    """`spoken`, where a sentence that is soon over is joined with the one before or after it."""
    readable: list[Sentence] = []
    for sentence in spoken:
        last = readable[-1] if readable else None
        if last and last.asks == sentence.asks and sentence.start - last.end < LINGER * fps:
            soon = min(sentence.start - last.start, sentence.end - sentence.start)
            if soon * 1000 < SHORTEST * fps:
                text = joined(last.text, sentence.text)
                readable[-1] = last._replace(text=text, end=sentence.end)
                continue
        readable.append(sentence)
    return readable


def _needed(caption: str, fps: int) -> float:
    """How many milliseconds the cues of `caption` take to be read, with their gaps."""
    reading = (max(SHORTEST, 1000 * reading_time(piece)) for piece in pieces(caption))
    return sum(time + 1000 * GAP / fps for time in reading)


def _cues_between(
    texts: Sequence[str], start: int, end: int, fps: int, longest: int = LONGEST
) -> list[Cue]:
    gap = math.ceil(1000 * GAP / fps)
    cues = []
    for text, slot in zip(texts, _slots(texts, end - start, SHORTEST + gap), strict=True):
        cues.append(Cue(start, start + min(slot - gap, longest), text))
        start += slot
    return cues


def pieces(caption: str) -> list[str]:
    """`caption` in pieces of at most two lines each, a sentence or a part of one."""
    return [piece for sentence in sentences(caption) for piece in _pieces_of(sentence)]


def _pieces_of(sentence: str) -> list[str]:
    """As few pieces as needed, of lines of about the same length."""
    longest = line_of(sentence)
    if columns(sentence) <= longest:
        return [sentence]
    ways = _ways(sentence)
    count = min(math.ceil(len(wrapped(longest)) / LINES) for wrapped in ways)
    widths = range(columns(sentence) // (LINES * count), longest + 1)
    fitting = (wrapped(width) for wrapped in ways for width in widths if width)
    lines = next(lines for lines in fitting if len(lines) <= LINES * count)
    return ["\n".join(lines[first : first + LINES]) for first in range(0, len(lines), LINES)]


def line_of(text: str) -> int:
    """How many columns a line of `text` may have."""
    return CHINESE_LINE if CHINESE.search(text) else LINE


def _ways(text: str) -> list[Callable[[int], list[str]]]:
    """What sets `text` in lines of so many columns; the ways to be liked best come first.

    Chinese clauses are kept whole where no more lines are needed than without.
    """
    if not CHINESE.search(text):
        return [partial(_wrap, text)]
    clauses: list[str] = []
    for clause in _CLAUSE_END.split(text):
        clauses += [clause] if columns(clause) <= CHINESE_LINE else phrases(clause)
    return [partial(_set, parts) for parts in (clauses, phrases(text))]


def _wrap(text: str, width: int) -> list[str]:
    lines = textwrap.wrap(unbroken(text), width, break_on_hyphens=False)
    return list(map(_shown, lines))


def _set(parts: Sequence[str], width: int) -> list[str]:
    """`parts`, each of which stays on one line, in lines of `width` columns."""
    lines = [""]
    for part in parts:
        if lines[-1] and columns((lines[-1] + part).rstrip()) > width:
            lines.append("")
        lines[-1] += part
    return [_shown(line.strip()) for line in lines]


def _shown(line: str) -> str:
    """A line as it is written: what kept its words together has done so."""
    return line.replace("\N{NO-BREAK SPACE}", " ")


def _slots(texts: Sequence[str], duration: int, shortest: int) -> list[int]:
    """`duration` shared out by length of text, no slot below `shortest` if that can be."""
    if duration < shortest * len(texts):
        shortest = duration // len(texts)
    spare = duration - shortest * len(texts)
    lengths = list(map(columns, texts))
    wanted = [length * duration / sum(lengths) - shortest for length in lengths]
    above = [max(0.0, extra) for extra in wanted]
    scale = spare / sum(above) if sum(above) else 0.0
    return [shortest + int(extra * scale) for extra in above]


def as_vtt(cues: Sequence[Cue]) -> str:
    """`cues` as a WebVTT file."""
    return "\n".join(["WEBVTT\n", *map(_vtt_block, cues)])


def _vtt_block(cue: Cue) -> str:
    """A cue; one that asks has the class ``ask``, which players show as they do the others."""
    text = html.escape(cue.text, quote=False)
    said = f"<c.ask>{text}</c>" if cue.asks else text
    return f"{_vtt_time(cue.start)} --> {_vtt_time(cue.end)}\n{said}\n"


def as_srt(cues: Sequence[Cue]) -> str:
    """`cues` as a SubRip file."""
    return srt.compose(
        srt.Subtitle(
            index=number,
            start=timedelta(milliseconds=cue.start),
            end=timedelta(milliseconds=cue.end),
            content=cue.text,
        )
        for number, cue in enumerate(cues, start=1)
    )


def write(cues: Sequence[Cue], stem: Path) -> list[Path]:
    """Write `cues` as ``<stem>.vtt`` and ``<stem>.srt``; the two paths."""
    vtt, srt_file = stem.with_suffix(".vtt"), stem.with_suffix(".srt")
    vtt.write_text(as_vtt(cues), encoding="utf-8")
    srt_file.write_text(as_srt(cues), encoding="utf-8")
    return [vtt, srt_file]


def _vtt_time(milliseconds: int) -> str:
    return srt.timedelta_to_srt_timestamp(timedelta(milliseconds=milliseconds)).replace(",", ".")
