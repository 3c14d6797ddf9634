"""R1 beside o1 on a test: glasses for shares of all problems, bars for a rating."""

from __future__ import annotations

from manim import DOWN, UP, Rectangle, VGroup, VMobject

from scenes.script.facts import Fact, fact, name_of
from scenes.script.words import say
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, paint

from .claims import NAMES
from .close_up import FOOT, NEAR, ZOOM, StationView
from .figures import percent, said
from .thermometer import Thermometer

RIVALS = ("aime", "math", "codeforces")
RATING = "codeforces"  # no share of problems: a number without a top
_APART, _HALF = 3.15, 0.68  # between two tests, and of a pair
_NAME = -2.15  # the line of the tests' names


def pairs(view: StationView) -> VGroup:
    """The pairs of all tests, from left to right."""
    return VGroup(*(_pair(view, key, _APART * k - 1.5) for k, key in enumerate(RIVALS)))


def _pair(view: StationView, key: str, x: float) -> VGroup:
    ours, theirs = fact(f"pipeline.{key}_r1"), fact(f"pipeline.{key}_o1")
    group = VGroup()
    for number, role, side in ((ours, "text", -1), (theirs, "muted", 1)):
        place = x + _HALF * side
        shape = _bar(number, ours, theirs, role) if key == RATING else _glass(number, role)
        text = said(number) if key == RATING else percent(number)
        group.add(view.near(shape, place, FOOT, DOWN), view.words(text, place, 3.1, role=role))
    if key == RATING:
        group.add(_axis(view, x), view.words("0", x - 1.5, FOOT, role="muted"))
    name = say("pipeline.rivals.rating") if key == RATING else name_of(key)
    line = view.words(name_of("math"), x, _NAME)  # of all three names
    group.add(stand_on(view.words(name, x, _NAME), line))
    if key == RIVALS[0]:
        group.add(
            view.words(NAMES["r1"], x - _HALF, -1.57), view.words(name_of("o1"), x + _HALF, -1.57)
        )
    return group


def _glass(number: Fact, role: str) -> Thermometer:
    return Thermometer(number.value, role=role, scale=ZOOM)


def _bar(number: Fact, ours: Fact, theirs: Fact, role: str) -> Rectangle:
    top = max(ours.value, theirs.value)
    bar = Rectangle(width=0.62, height=3.7 * number.value / top, stroke_width=0)
    return bar.set_fill(paint(role), opacity=1)


def _axis(view: StationView, x: float) -> VMobject:
    """No share of a whole: bars stand on an axis."""
    corner = view.spot(x - 1.3, FOOT)
    corners = [corner + 3.9 * NEAR * UP, corner, view.spot(x + 1.3, FOOT)]
    return VMobject().set_points_as_corners(corners).set_stroke(paint("muted"), AXIS)
