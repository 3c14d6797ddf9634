"""Fades in a walk through a film: the film looks as it does where each frame is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from manim import (
    DOWN,
    RIGHT,
    UP,
    Circle,
    Dot,
    FadeIn,
    FadeOut,
    LaggedStart,
    Square,
    VGroup,
    there_and_back,
)

from lecture.quiet import without_output
from lecture.walk import draw, walk
from scenes.script.settings import Settings
from scenes.stage.film import GrpoScene, beat


class Fading(GrpoScene):
    """What comes, what comes in turn, what goes and returns, and what only flashes up."""

    @beat()
    def fades(self) -> None:
        """Fades

        Things come and go.
        """
        square, dots = Square(color="#ff0000"), VGroup(*(Dot(k * RIGHT) for k in range(3)))
        self.play(FadeIn(square, shift=UP, scale=2), run_time=0.2)
        self.wait(0.4)
        self.play(LaggedStart(*map(FadeIn, dots), lag_ratio=0.5), run_time=0.4)
        self.wait(0.4)
        self.play(FadeOut(square, shift=DOWN), FadeOut(dots[0]), run_time=0.2)
        self.wait(0.4)
        self.play(FadeIn(square), run_time=0.2)
        self.play(FadeIn(Circle(), rate_func=there_and_back), run_time=0.2)
        self.wait(0.4)

    @beat()
    def follower(self) -> None:
        """Follower

        A dot stays above a square.
        """
        square, dot = Square(), Dot()
        dot.add_updater(lambda dot: dot.next_to(square, UP))
        self.add(square)
        square.shift(2 * RIGHT)
        self.play(FadeIn(dot), run_time=0.2)
        self.wait(0.4)


@pytest.fixture(scope="module")
def drawn() -> list[np.ndarray]:
    """The rests of a film of which Manim draws each frame."""
    seen: list[np.ndarray] = []
    with without_output():
        film = Fading(settings=Settings())
        film.on_rest = lambda film, _: seen.append(np.asarray(draw(film, 160)))
        film.render()
    return seen


@pytest.fixture(scope="module")
def walked() -> list[np.ndarray]:
    """The same of a walk."""
    seen: list[np.ndarray] = []
    walk(Fading, Settings(), on_rest=lambda film, _: seen.append(np.asarray(draw(film, 160))))
    return seen


def test_a_walk_rests_where_the_film_does(drawn, walked):
    assert len(drawn) == len(walked) == 7
    assert all(map(np.array_equal, drawn, walked))


def test_what_fades_comes_and_goes(walked):
    square, with_dots, two_dots, returned = (
        int((p != p[0, 0]).any(axis=2).sum()) for p in walked[:4]
    )
    assert 0 < two_dots < square < with_dots
    assert square < returned < with_dots  # two dots are left, and what flashed up is gone


def test_nothing_is_copied_for_a_fade_that_nobody_sees(monkeypatch):
    """Of a film with its every text on the stage the copies were a seventh of a walk."""
    copied = []
    copy = Square.copy
    monkeypatch.setattr(Square, "copy", lambda self: copied.append(self) or copy(self))
    walk(Fading, Settings())
    assert copied == []
