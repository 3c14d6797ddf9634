"""Bar 13: the camera moves gently, not too often, not too far, and keeps a landmark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from manim import Animation, Mobject, Transform, VMobject, config

from scenes.stage.camera import HOME_WIDTH

from ..picture import Picture, extents
from ..texts import Box
from .faults import Finding, Place
from .plays import Play, ids
from .state import INVISIBLE

MOVE_SECONDS = (1.2, 2.0)
STILLNESS = 0.8
ZOOM = (1.6, 4.0)
WIDEST = 4.0  # times home: what is farther away is no picture of the same stage
ZOOMS = 6
ROUNDING = 1e-6  # seconds
SAME = 1e-3  # of a frame's width
# Slopes of the course of a move, where a straight one has 1: Manim's `smooth` has .07.
_END_SLOPE, _STEP = 0.2, 0.01


@dataclass(frozen=True)
class View:
    """What the camera frames."""

    x: float
    y: float
    width: float

    @classmethod
    def of(cls, frame: Mobject) -> View:
        """That of a frame."""
        x, y, _ = frame.get_center()
        return cls(float(x), float(y), float(frame.width))

    def is_like(self, other: View) -> bool:
        """Whether nobody could tell the two apart."""
        allowed = SAME * min(self.width, other.width)
        return bool(np.abs(np.subtract(self._numbers, other._numbers)).max() <= allowed)

    @property
    def box(self) -> Box:
        """The rectangle that is in view."""
        half = 0.5 * np.array([self.width, self.width * config.frame_height / config.frame_width])
        center = np.array([self.x, self.y])
        return Box(center - half, center + half)

    @property
    def zoom(self) -> float:
        """How much larger things look than at home."""
        return HOME_WIDTH / self.width

    @property
    def _numbers(self) -> tuple[float, float, float]:
        return self.x, self.y, self.width


@dataclass(frozen=True)
class Move:
    """A movement of the camera; `course` is None for a leap."""

    start: float
    end: float
    before: View
    after: View
    course: Callable[[float], float] | None
    landmark: bool
    place: Place

    @property
    def zooms_in(self) -> bool:
        """Whether it goes nearer than home, and nearer than it was."""
        near = self.after.width < (1 - SAME) * HOME_WIDTH
        return near and self.after.width < (1 - SAME) * self.before.width


class CameraWatch:
    """Follows the camera's frame from play to play, and what can be seen in it."""

    def __init__(self) -> None:
        self._moves: list[Move] = []
        self._view = View(0.0, 0.0, HOME_WIDTH)
        self._seen: dict[int, Mobject] = {}  # by identity; held, so that no other takes its place
        self._end = 0.0

    def on_play(self, play: Play) -> None:
        """A movement or a wait has ended."""
        start, self._end = self._end, play.end
        frame = play.picture.film.camera.frame
        before, self._view = self._view, View.of(frame)
        course = next((a for a in play.animations if a.mobject is frame), None)
        began = _start_of(course) or (before if course else self._view)
        seen = {id(part): part for part in _visible(play.picture, self._view)}
        # Where nothing is seen the frame may be anywhere: the next picture starts afresh.
        leaps = self._seen and not began.is_like(before)
        moves = course and not began.is_like(self._view)
        landmark = bool(leaps or moves) and self._keeps_landmark(play, before, seen)
        if leaps:
            self._moves.append(Move(start, start, before, began, None, landmark, play.place))
        if moves:
            end = start + min(course.run_time, play.end - start)
            self._moves.append(
                Move(start, end, began, self._view, course.rate_func, landmark, play.place)
            )
        self._seen = seen

    def _keeps_landmark(self, play: Play, before: View, seen: dict[int, Mobject]) -> bool:
        """Whether something that was in view, or has turned into it, still is."""
        # What no animation touches was there from the start.
        still = [key for key in seen if key not in play.touched]
        lows, highs = extents([seen[key] for key in still])
        box = before.box
        held = ((lows < box.high) & (box.low < highs)).all(axis=1)
        present = {key for key, is_held in zip(still, held, strict=True) if is_held}
        return bool((self._seen.keys() | present) & _carried_on(seen, play.animations))

    def findings(self) -> Iterator[tuple[Finding, Place | None]]:
        """What breaks bar 13, each with its beat."""
        for move in self._moves:
            for message in _alone(move):
                yield Finding(13, message), move.place
        for before, after in pairwise(self._moves):
            still = after.start - before.end
            if still < STILLNESS - ROUNDING:
                message = f"the camera rests for {still:.1f} s before it moves on"
                yield Finding(13, f"{message}, {STILLNESS:g} needed"), after.place
        if (zooms := sum(move.zooms_in for move in self._moves)) > ZOOMS:
            yield Finding(13, f"the film zooms in {zooms} times, {ZOOMS} allowed"), None


def _alone(move: Move) -> Iterator[str]:
    if move.course is None:
        yield "the camera leaps, a move is needed"
    else:
        seconds, (least, most) = move.end - move.start, MOVE_SECONDS
        if not least - ROUNDING <= seconds <= most + ROUNDING:
            yield f"the camera moves for {seconds:.1f} s, {least:g} to {most:g} needed"
        if not is_smooth(move.course):
            yield "the camera starts or stops with a jerk, an ease in and out is needed"
    if not move.landmark:
        yield "the camera moves to where nothing is that was in view, a landmark is needed"
    zoom, (least, most) = move.after.zoom, ZOOM
    is_home = abs(zoom - 1) <= SAME
    if zoom > 1 and not is_home and not least - SAME <= zoom <= most + SAME:
        yield f"the camera zooms to {zoom:.2f}x, {least:g}x to {most:g}x needed"
    if 1 / zoom > WIDEST + SAME:
        yield f"the camera shows {1 / zoom:.1f} times the width of home, {WIDEST:g} allowed"


def is_smooth(course: Callable[[float], float]) -> bool:
    """Whether a move from 0 to 1 starts and ends at rest and never turns back."""
    at = np.array([course(t) for t in np.linspace(0, 1, round(1 / _STEP) + 1)])
    slopes = np.diff(at) / _STEP
    arrives = np.allclose([at[0], at[-1]], [0, 1], atol=SAME)
    gently = max(abs(slopes[0]), abs(slopes[-1])) <= _END_SLOPE
    return bool(arrives and gently and slopes.min() >= -SAME)


def _start_of(course: Animation | None) -> View | None:
    """Where an animation of the frame began, if it has kept that."""
    start = getattr(course, "starting_mobject", None)
    return View.of(start) if start is not None and len(start.points) else None


def _carried_on(seen: dict[int, Mobject], animations: Iterable[Animation]) -> set[int]:
    """What is seen, and what has turned into something that is."""
    lasting = set(seen)
    turned = [a for a in animations if isinstance(a, Transform) and a.target_mobject is not None]
    for animation in turned:
        if ids(animation.target_mobject) & seen.keys():
            lasting |= ids(animation.mobject)
    return lasting


def _visible(picture: Picture, view: View) -> Iterator[Mobject]:
    """The pieces of the picture that can be seen in the frame, lit or dimmed."""
    for part, held in zip(picture.parts, picture.in_view(view.box), strict=True):
        if held and _is_visible(part):
            yield part


def _is_visible(part: VMobject) -> bool:
    drawn = (part.fill_rgbas, part.stroke_rgbas) if part.stroke_width > 0 else (part.fill_rgbas,)
    return any((rgbas[:, 3] > INVISIBLE).any() for rgbas in drawn)
