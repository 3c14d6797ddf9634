"""When a voice says which sentence: its pauses, and the ones that lie between sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from .sound import RATE

HOP = RATE // 100  # samples: how finely loudness is looked at
SHORTEST = 0.12  # seconds of a pause; a stop consonant is quiet for less
# Decibels: a voice is quiet where it is so far below its loudest, or hardly above the room.
_BELOW, _LEAST_BELOW, _ABOVE_ROOM = 32.0, 12.0, 8.0
_UNHEARD = 4.0  # what it costs, in squares of the usual distance, to hear no pause where one is due


class Span(NamedTuple):
    """From when to when, in seconds."""

    start: float
    end: float


def speech_of(samples: np.ndarray) -> list[Span]:
    """Where a voice is heard in `samples`, between its pauses; nothing in a silent file."""
    count = samples.size // HOP
    frames = samples[: count * HOP].reshape(count, HOP).astype(np.float64)
    level = 10 * np.log10(np.mean(frames**2, axis=1) + 1e-10)
    if not count or level.max() <= -70:
        return []
    top, room = np.percentile(level, [99, 5])
    edges = np.flatnonzero(np.diff(np.r_[0, level > _threshold(top, room), 0]))
    spans: list[Span] = []
    for start, end in edges.reshape(-1, 2) * HOP / RATE:
        if spans and start - spans[-1].end < SHORTEST:
            start = spans.pop().start
        spans.append(Span(float(start), float(end)))
    return spans


def _threshold(top: float, room: float) -> float:
    return max(top - _BELOW, min(top - _LEAST_BELOW, room + _ABOVE_ROOM))


def breaks(spans: Sequence[Span], weights: Sequence[float]) -> list[Span]:
    """The breaks between sentences of such `weights` (lengths of text), spoken in `spans`.

    A sentence takes time by its length, and is followed by a pause, longer ones rather than
    shorter ones. Where none lies near, the break lasts no time.
    """
    pauses = [Span(one.end, two.start) for one, two in pairwise(spans)]
    spoken = np.cumsum([span.end - span.start for span in spans])  # before each pause
    due = np.cumsum(weights)[:-1] / sum(weights) * spoken[-1]
    usual = 0.5 + 0.4 * spoken[-1] / len(weights)  # seconds, of how far a break is from where due
    taken = _nearest(list(zip(spoken, pauses, strict=False)), list(due), usual)
    found: list[Span] = []
    for pause, when in zip(taken, due, strict=True):
        place = pauses[pause] if pause is not None else _at(when, spans, spoken)
        before = found[-1].end if found else 0.0
        found.append(Span(max(place.start, before), max(place.end, before)))
    return found


def _at(when: float, spans: Sequence[Span], spoken: np.ndarray) -> Span:
    """The moment at which so many seconds have been spoken."""
    number = min(int(np.searchsorted(spoken, when)), len(spans) - 1)
    moment = spans[number].end - (float(spoken[number]) - when)
    return Span(moment, moment)


def _nearest(
    pauses: Sequence[tuple[float, Span]], due: Sequence[float], usual: float
) -> list[int | None]:
    """For each moment that is `due` the pause it falls into, or None, at the least cost in all.

    `pauses` come with how much has been spoken before; they are taken in their order.
    """
    # By how many of the pauses are used up: what it cost, and which were taken.
    best: dict[int, tuple[float, list[int | None]]] = {0: (0.0, [])}
    for when in due:
        after: dict[int, tuple[float, list[int | None]]] = {}
        for used, (cost, taken) in best.items():
            choices = [(used, _UNHEARD, None)]
            choices += [
                (number + 1, _cost(pauses[number], when, usual), number)
                for number in range(used, len(pauses))
            ]
            for then, more, number in choices:
                if then not in after or cost + more < after[then][0]:
                    after[then] = cost + more, [*taken, number]
        best = after
    return min(best.values(), key=lambda found: found[0])[1]


def _cost(pause: tuple[float, Span], when: float, usual: float) -> float:
    spoken, span = pause
    longer = math.log((span.end - span.start) / SHORTEST)
    return ((spoken - when) / usual) ** 2 - 2 * longer
