"""Bar 9: captions that can be read, one after the other, and nothing beneath them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

from scenes.script.pace import columns
from scenes.script.words import entries, language
from scenes.stage.film import Beat, GrpoScene

from ..captions import GAP, LINES, LONGEST, SHORTEST, Cue, cues_of, line_of
from ..said import Said
from ..sentences import joined
from .faults import Finding, Place
from .plays import Play
from .reading import seconds_to_read
from .state import State

FRAME_RATES = (30, 60)
# Two lines with an x-height of 11 px, burnt in, take the lowest 60 px of 480: what is below
# -3 at home zoom.
ZONE = 1 / 8
ROUNDING = 0.05  # pixels
WHOLE = 1  # milliseconds; cues hold no parts of them


def free_zone(state: State) -> Iterator[Finding]:
    """Text that is to be read keeps clear of where captions are burnt in."""
    top = state.frame.low[1] + ZONE * state.frame.size[1]
    for block in state.blocks:
        depth = max((top - glyph.box.low[1] for glyph in block.lit), default=0.0) * state.scale
        if depth > ROUNDING:
            message = f"{block} reaches {depth:.0f} px into the captions' zone, 0 allowed"
            yield Finding(9, message)


@dataclass
class _Told:
    """A beat with its times in seconds: its start, and the ends of its plays."""

    place: Place
    beat: Beat
    times: list[float]
    asked_in: tuple[int, int] | None = None

    def said(self, fps: int) -> Said:
        """What is said in it, in frames."""
        start, *ends = (round(time * fps) for time in self.times)
        frames = [0, *(end - start for end in ends)]
        asked = (frames[play] for play in self.asked_in or ())
        return Said(self.beat.caption, frames[-1], self.beat.ask, *asked)


class CaptionTrack:
    """Notes what the beats say, and when, and looks at the cues that it makes."""

    def __init__(self) -> None:
        self._beats: list[_Told] = []

    def on_beat(self, film: GrpoScene, number: int, beat: Beat) -> None:
        """A beat begins."""
        self._beats.append(_Told(Place(number, beat.title), beat, [film.time]))

    def on_play(self, play: Play) -> None:
        """A movement or a wait has ended."""
        self._beats[-1].times.append(play.end)
        self._beats[-1].asked_in = play.picture.film.asked_in

    def findings(self) -> Iterator[tuple[Finding, Place]]:
        """What the cues break at the first frame rate at which they do, each with its beat."""
        for fps in FRAME_RATES:
            cues = cues_of([told.said(fps) for told in self._beats], fps)
            found = list(cue_findings(cues, fps))
            if found:
                yield from ((finding, self._place_at(cue)) for finding, cue in found)
                return

    def _place_at(self, cue: Cue) -> Place:
        begun = [b.place for b in self._beats if 1000 * b.times[0] <= cue.start + WHOLE]
        return begun[-1]


def cue_findings(cues: Sequence[Cue], fps: int) -> Iterator[tuple[Finding, Cue]]:
    """What is wrong with each of `cues` alone, and with its distance from the one before."""
    for cue in cues:
        for message in _alone(cue):
            yield Finding(9, message), cue
        if message := _hurried(cue, fps):
            yield Finding(8, message), cue
    for before, after in pairwise(cues):
        distance = after.start - before.end
        if distance < 0:
            yield Finding(9, f"{_name(after)} overlaps the one before"), after
        elif distance < _gap(fps) - WHOLE:
            message = f"{_name(after)} comes {distance} ms after the one before"
            yield Finding(9, f"{message}, {GAP} frames needed"), after


def _alone(cue: Cue) -> Iterator[str]:
    lines = cue.text.split("\n")
    if len(lines) > LINES:
        yield f"{_name(cue)} has {len(lines)} lines, {LINES} allowed"
    if (longest := max(map(columns, lines))) > (most := line_of(cue.text)):
        yield f"{_name(cue)} has a line of {longest} columns, {most} allowed"
    if not SHORTEST <= cue.end - cue.start <= LONGEST:
        allowed = f"{SHORTEST / 1000:g} to {LONGEST / 1000:g} needed"
        yield f"{_name(cue)} lasts {_seconds(cue):.2f} s, {allowed}"


def _hurried(cue: Cue, fps: int) -> str:
    """What to say of a cue that is gone before it has been read, with its language; or nothing."""
    text = _line(cue)
    needed = seconds_to_read(text)
    # Its end gives the gap away to the next one.
    if cue.end - cue.start + _gap(fps) >= 1000 * needed - WHOLE:
        return ""
    speeds = (len(text) / seconds for seconds in (_seconds(cue), needed))
    read, allowed = (f"{speed:.1f}" for speed in speeds)
    spoken = entries(language()).get("language", language())
    return (
        f"{_name(cue)} stays {_seconds(cue):.1f} s, {needed:.2f} needed: {read} characters a "
        f"second in {spoken}, {allowed} allowed; say it shorter, or hold the beat longer"
    )


def _gap(fps: int) -> int:
    return math.ceil(1000 * GAP / fps)


def _seconds(cue: Cue) -> float:
    return (cue.end - cue.start) / 1000


def _line(cue: Cue) -> str:
    return reduce(joined, cue.text.split("\n"))


def _name(cue: Cue) -> str:
    text = _line(cue)
    return f'caption "{text if len(text) <= 40 else text[:39] + "…"}"'
