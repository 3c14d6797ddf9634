"""Bars 10 and 12: lengths, stillness, blank moments and flashes.

Bar 10 also bounds the new things in a beat; what counts as one new object is for the eye.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
from manim import Wait

from scenes.script.contrast import hex_rgb, light_of, luminance, ratio
from scenes.stage.film import Beat, GrpoScene, Rest

from ..walk import pixels
from .faults import Finding, Place
from .plays import Play

END_STILLNESS = 0.8
BLANK_SHARE, BLANK_SECONDS = 0.02, 0.5
# A film with a script is never nearly black between its first picture and its last.
LEAST_INK, BLACK_SECONDS = 0.01, 0.2
# How much of a movement from or to nothing is seen as nothing: its rate goes from .9 to 1.
_FADED = 0.25
ROUNDING = 1e-6  # seconds

WIDTH = 128  # pixels of the pictures in which blanks and flashes are looked for
BLANK_CONTRAST = 1.2  # a panel on the ground has 1.1
# WCAG 2.2, "general flash": a pair of opposing changes of luminance by a tenth of the
# maximum, the darker below .80, on 21 824 of 1024 x 768 pixels. WCAG allows three a second.
FLASH_CHANGE, FLASH_DARKER, FLASH_AREA, FLASH_SECONDS = 0.1, 0.8, 0.0278, 1.0


@dataclass(frozen=True)
class Lengths:
    """From where to where a film and its beats go: seconds, and the number of beats."""

    beat: tuple[float, float]
    film: tuple[float, float]
    beats: tuple[int, int]


SILENT = Lengths(beat=(3.0, 12.0), film=(60.0, 130.0), beats=(6, 12))
SPOKEN = Lengths(beat=(4.0, 16.0), film=(90.0, 170.0), beats=(7, 13))  # with a script


@dataclass(frozen=True)
class Moment:
    """The end of a movement or a wait."""

    start: float  # of the movement or the wait
    since: float  # when the picture became as it is, as far as is known
    time: float
    place: Place
    blank: bool
    ink: float  # the share of the pixels that stand out from the ground
    light: np.ndarray  # relative luminance of each pixel


class Clock:
    """Takes the time of a film by its hooks, and tells what is wrong with it.

    Films of the course have lengths to keep to, and so have their beats (`lengths`).
    """

    def __init__(self, lengths: bool = True) -> None:
        self._lengths = lengths
        self._beats: list[tuple[Place, float]] = []
        self._moments: list[Moment] = []
        self._stillness: dict[Place, float] = {}
        self._end = 0.0
        self._needed = SILENT

    def on_beat(self, film: GrpoScene, number: int, beat: Beat) -> None:
        """A beat begins."""
        if beat.script:
            self._needed = SPOKEN
        self._beats.append((Place(number, beat.title), film.time))

    def on_play(self, play: Play) -> None:
        """A movement or a wait has ended."""
        film = play.picture.film
        light = light_of(pixels(film, WIDTH, play.picture.drawn))
        ground = luminance(hex_rgb(film.settings.colours.ground))
        ink = float((ratio(light, ground) >= BLANK_CONTRAST).mean())
        # What a movement began with is not known, but a wait was like this all along.
        waited = all(isinstance(animation, Wait) for animation in film.animations)
        since = self._end if waited or not self._moments else film.time
        moment = Moment(self._end, since, film.time, self._place, not ink, ink, light)
        self._moments.append(moment)
        self._end = film.time

    def on_rest(self, rest: Rest) -> None:
        """The film holds still."""
        if rest.last:
            self._stillness[self._place] = rest.seconds

    @property
    def _place(self) -> Place:
        return self._beats[-1][0]

    def findings(self) -> Iterator[tuple[Finding, Place | None]]:
        """What breaks bars 10 and 12, each with its beat."""
        if self._lengths:
            yield from self._film_length()
            yield from self._beat_lengths()
        yield from self._stillness_at_ends()
        yield from self._blanks()
        if self._needed is SPOKEN:
            yield from self._nearly_black()
        yield from self._flashes()

    def _film_length(self) -> Iterator[tuple[Finding, None]]:
        for figure, (least, most), unit in (
            (self._end, self._needed.film, "seconds"),
            (len(self._beats), self._needed.beats, "beats"),
        ):
            if not least - ROUNDING <= figure <= most + ROUNDING:
                message = f"the film has {figure:.4g} {unit}, {least:g} to {most:g} needed"
                yield Finding(10, message), None

    def _beat_lengths(self) -> Iterator[tuple[Finding, Place]]:
        least, most = self._needed.beat
        ends = [*(start for _, start in self._beats[1:]), self._end]
        for (place, start), end in zip(self._beats, ends, strict=True):
            if not least - ROUNDING <= end - start <= most + ROUNDING:
                message = f"the beat takes {end - start:.1f} s, {least:g} to {most:g} needed"
                yield Finding(10, message), place

    def _stillness_at_ends(self) -> Iterator[tuple[Finding, Place]]:
        for place, _ in self._beats:
            if (seconds := self._stillness.get(place, 0.0)) < END_STILLNESS - ROUNDING:
                message = f"the beat ends on {seconds:.1f} s of stillness, {END_STILLNESS:g} needed"
                yield Finding(10, message), place

    def _blanks(self) -> Iterator[tuple[Finding, Place | None]]:
        total = 0.0
        for blank, group in groupby(self._moments, key=lambda moment: moment.blank):
            if not blank:
                continue
            moments = list(group)
            seconds = moments[-1].time - moments[0].since
            total += seconds
            if seconds > BLANK_SECONDS + ROUNDING:
                message = f"the frame is blank for {seconds:.1f} s, {BLANK_SECONDS:g} allowed"
                yield Finding(12, message), moments[0].place
        if self._end and total > BLANK_SHARE * self._end + ROUNDING:
            message = f"the frame is blank for {total / self._end:.0%} of the film"
            yield Finding(12, f"{message}, {BLANK_SHARE:.0%} allowed"), None

    def _nearly_black(self) -> Iterator[tuple[Finding, Place]]:
        seen = [k for k, moment in enumerate(self._moments) if moment.ink >= LEAST_INK]
        for before, after in pairwise(seen):
            if after == before + 1:
                continue
            first, last, back = (self._moments[k] for k in (before + 1, after - 1, after))
            fading = first.since - first.start + back.since - back.start
            seconds = last.time - first.since + _FADED * fading
            if seconds > BLACK_SECONDS + ROUNDING:
                message = (
                    f"the frame is nearly black for {seconds:.1f} s, {BLACK_SECONDS:g} allowed"
                )
                yield Finding(12, message), first.place

    def _flashes(self) -> Iterator[tuple[Finding, Place]]:
        changes = [(a, b) for a, b in pairwise(self._moments) if (a.light != b.light).any()]
        for (before, middle), (_, after) in pairwise(changes):
            if after.time - before.time > FLASH_SECONDS + ROUNDING:
                continue
            area = _flashing(before.light, middle.light, after.light).mean()
            if area > FLASH_AREA:
                message = f"{area:.0%} of the frame flashes, {FLASH_AREA:.1%} allowed"
                yield Finding(12, message), after.place


def _flashing(*lights: np.ndarray) -> np.ndarray:
    """Which pixels of three pictures get lighter and darker again, or the other way round."""
    there, back = lights[1] - lights[0], lights[2] - lights[1]
    swing = np.minimum(np.abs(there), np.abs(back))
    return (there * back < 0) & (swing >= FLASH_CHANGE) & (np.min(lights, axis=0) < FLASH_DARKER)
