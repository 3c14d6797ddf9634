"""When the ratio is not 1: from one draw to the next, the ratios at each stop on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Self

import numpy as np
from manim import DOWN, LEFT, UP, DashedLine, Dot, Line, VGroup

from scenes.script.decimals import printed
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.hatch import Hatch
from scenes.stage.theme import AXIS, LABEL, READOUT, paint
from scenes.stage.token_strip import TokenStrip
from scenes.stage.typeset import Formula, Prose, fit_prose

from .story import Story, ToldAnswer
from .strips import put, strip_of

_TRACK, _START, _END = 2.5, -4.75, 5.25  # its height, and its first and last stop
_FOOT, _UNIT, _SIDE = -1.3, 2.1, 0.52  # of the bars: their foot, the ratio 1, a square
_SHOWN = 5  # tokens at each stop: those about the one that moves most
_SAID = -2.1  # the height of what is said at a stop


class UpdateTrack(VGroup):
    """Answers are drawn, each update uses them, then new ones are drawn; `bead` says where."""

    def __init__(self, updates: int):
        self.stops = np.linspace(_START, _END, updates + 2)
        line = Line([_START, _TRACK, 0], [_END, _TRACK, 0]).set_stroke(paint("muted"), AXIS)
        marks, names = VGroup(), VGroup()
        for k, x in enumerate(self.stops):
            draws = k in (0, updates + 1)
            mark = Dot([x, _TRACK, 0], radius=0.17 if draws else 0.11)
            mark.set_fill(paint("ground" if draws else "text"), 1)
            marks.add(mark.set_stroke(paint("old" if draws else "text"), 4))
            key = "draw" if k == 0 else "redraw"
            text = say(f"tokens.timing.{key}") if draws else say("tokens.timing.update", count=k)
            role = "old" if draws else "text"
            names.add(Prose(text, size=READOUT, role=role).next_to(mark, UP, buff=0.24))
        self.bead = Dot([_START, _TRACK, 0], radius=0.2).set_fill(paint("new"), 1)
        super().__init__(line, marks, names, self.bead)

    def set_place(self, place: float) -> Self:
        """Put the bead between two stops: 1.5 is half-way from the second to the third."""
        x = float(np.interp(place, np.arange(len(self.stops)), self.stops))
        self.bead.move_to([x, _TRACK, 0])
        return self


class RatiosOnTheWay(VGroup):
    """Bars of a few tokens' ratios that ride along the track, and what they leave at its stops.

    `answer` is the part of the short worse answer about the token that moves most.
    """

    def __init__(self, story: Story, track: UpdateTrack):
        self.answer, self.stops = _about_the_farthest(story.short), track.stops
        self.bounds = 1 - story.eps_low, 1 + story.eps_high
        self.binds = [
            story.binds(story.short, update)[_places(story.short)]
            for update in range(len(story.short.new_logp) + 1)
        ]
        self.riding = self.strip(0.0, 0)
        self.hatched: list[VGroup] = []  # what was left hatched at the stops
        self.lines, self.ticks = self._lines()
        super().__init__(self.riding)

    unit = _UNIT

    @property
    def updates(self) -> int:
        """How many updates use the answers."""
        return len(self.answer.new_logp)

    def _ratios(self, time: float) -> np.ndarray:
        known = [np.ones(self.answer.size), *self.answer.ratios]
        low = min(int(time), len(known) - 1)
        high = min(low + 1, len(known) - 1)
        mixed: np.ndarray = (1 - time % 1) * known[low] + (time % 1) * known[high]
        return mixed

    def strip(self, place: float, update: int) -> TokenStrip:
        """Bars at a place of the track, as they are after so many updates."""
        strip = strip_of(self.answer, role="new", side=_SIDE, width=5.0)
        put(strip, self._left(place, strip), _FOOT)
        return strip.set_pose(strip.as_ratios(self._ratios(float(update)), _UNIT))

    def _left(self, place: float, strip: TokenStrip) -> float:
        x = float(np.interp(place, np.arange(len(self.stops)), self.stops))
        return x - 0.5 * (strip.squares[-1].face.get_right()[0] - strip.pin.points[0][0])

    def set_place(self, place: float) -> Self:
        """Ride to a place: from the stop of an update to the next one it happens."""
        time = max(0.0, min(place - 1.0, float(self.updates)))
        put(self.riding, self._left(place, self.riding), _FOOT)
        away = min(1.0, 8 * abs(place - round(place)))
        pose = self.riding.as_ratios(self._ratios(time), _UNIT)
        self.riding.set_pose(replace(pose, ink=1.0 - away))
        return self

    def hatches(self, update: int) -> VGroup:
        """The hatch of what is clipped when the update after so many others comes."""
        pairs = zip(self.riding.squares, self.binds[update], strict=True)
        return VGroup(*(Hatch(square.fill.copy()) for square, off in pairs if off))

    def renew(self, tokens: tuple[str, ...]) -> TokenStrip:
        """Bars of new tokens at the last stop: all of them at 1; without characters if unknown."""
        drawn = (*tokens, *[""] * _SHOWN)[: self.answer.size]
        logp = self.answer.old_logp
        new = strip_of(replace(self.answer, tokens=drawn), role="new", side=_SIDE, width=5.0)
        put(new, self._left(float(len(self.stops) - 1), new), _FOOT)
        return new.set_pose(new.as_ratios(np.exp(logp - logp), _UNIT))

    def _lines(self) -> tuple[VGroup, VGroup]:
        lines, ticks = VGroup(), VGroup()
        left, right = _START - 1.42, _END + 1.42
        pairs = zip((self.bounds[0], 1.0, self.bounds[1]), ("muted", "text", "muted"), strict=True)
        for value, role in pairs:
            y = _FOOT + value * _UNIT
            line = DashedLine([left, y, 0], [right, y, 0], dash_length=0.09)
            line.set_stroke(paint("ground"), 3 * AXIS, background=True)
            lines.add(line.set_stroke(paint(role), AXIS))
            label = Formula(number_text(value, 0 if value == 1 else 1), size=LABEL, role=role)
            ticks.add(label.next_to(line, LEFT, buff=0.1))
        return lines, ticks

    def clipped(self, stop: int) -> tuple[Prose, float]:
        """What is said of a stop where something is clipped: that ratio then, and in the end."""
        ratios, end = self._ratios(stop - 1.0), self._ratios(float(self.updates))
        far = int(np.argmax(np.abs(np.log(ratios)) * self.binds[stop - 1]))
        now, later = (printed(number_text(float(row[far]), 2)) for row in (ratios, end))
        text = fit_prose(
            say("tokens.timing.clipped", now=now, later=later), 3.3, lines=2, size=LABEL
        )
        place = text.move_to([self.stops[stop], _SAID, 0], aligned_edge=UP).shift(0.1 * DOWN)
        return place, float(ratios[far])

    def said(self, stop: int, key: str) -> Prose:
        """What is to be said at a stop, under its bars."""
        text = fit_prose(say(f"tokens.timing.{key}"), 3.3, lines=2, size=LABEL)
        return text.move_to([self.stops[stop], _SAID, 0], aligned_edge=UP).shift(0.1 * DOWN)


def _places(answer: ToldAnswer) -> slice:
    """The few tokens about the one whose ratio is farthest from 1."""
    far = int(np.argmax(np.abs(answer.log_ratio)))
    first = max(0, min(far - _SHOWN // 2, answer.size - _SHOWN))
    return slice(first, first + _SHOWN)


def _about_the_farthest(answer: ToldAnswer) -> ToldAnswer:
    part = _places(answer)
    return replace(
        answer,
        tokens=answer.tokens[part],
        old_logp=answer.old_logp[part],
        new_logp=tuple(logp[part] for logp in answer.new_logp),
    )
