"""What a beat is when it has been filmed: the frames of its question, which decks wait after."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from manim import FadeIn, Square

from lecture import shoot
from lecture.options import Options
from scenes.stage.film import Beat, GrpoScene, beat

QUESTION = "Which of them?"


class Asking(GrpoScene):
    """Asks in the middle of its first beat, at the end of two more, and then no more."""

    @classmethod
    def storyboard(cls) -> list[Beat]:
        """The beats, all but the last with a question."""
        *asking, last = super().storyboard()
        return [*(replace(one, ask=QUESTION) for one in asking), last]

    @beat(hold=0.4)
    def middle(self) -> None:
        """Middle

        One.
        """
        self.wait(0.4)
        self.ask(self.question, seconds=1.0)
        self.answer(FadeIn(Square()), run_time=0.4)

    @beat(hold=0.8)
    def end(self) -> None:
        """End

        Two.
        """
        self.wait(0.4)

    @beat(hold=0.8)
    def held(self) -> None:
        """Held

        Two and a half.
        """
        self.wait(0.4)
        self.ask(self.question, seconds=1.0)

    @beat(hold=0.4)
    def silent(self) -> None:
        """Silent

        Three.
        """


def test_a_take_knows_from_when_to_when_its_question_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 15 frames a second: .4 s, .6 s in which it comes and 1 s; or the last .8 s,
    which belong to a question that nothing answers before them.
    """
    monkeypatch.setattr(shoot, "film_class", lambda _: Asking)
    options = Options("Asking", quality="l", out=tmp_path)
    takes = shoot.shoot(options, tmp_path / "raw", takes=lambda _: True, bar=False)
    assert [list(take.asked) for take in takes] == [
        [6, 6 + 9 + 15],
        [6, 6 + 12],
        [6, 6 + 9 + 15 + 12],
        [],
    ]
    assert [take.frames for take in takes] == [6 + 9 + 15 + 6 + 6, 6 + 12, 6 + 9 + 15 + 12, 6]


class Exact(GrpoScene):
    """Plays of which Manim would draw a frame too many, and holds that it would cut by one."""

    @beat(hold=8.2)
    def only(self) -> None:
        """Only

        One.
        """
        for seconds in (0.6, 1.2, 1.4, 2.4):
            self.play(FadeIn(Square()), run_time=seconds)
        self.wait(1.4)


@pytest.mark.parametrize("fps", [5, 15, 30])
def test_a_film_is_as_long_as_its_plays_and_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fps: int
) -> None:
    monkeypatch.setattr(shoot, "film_class", lambda _: Exact)
    options = Options("Exact", quality="l", fps=fps, out=tmp_path)
    (take,) = shoot.shoot(options, tmp_path / "raw", takes=lambda _: True, bar=False)
    assert take.frames == fps * 15.2  # 0.6 + 1.2 + 1.4 + 2.4, 1.4 and 8.2 seconds


class Long(GrpoScene):
    """Plays of which Manim would draw a frame too many, and a hold that ends with its caption."""

    @beat(hold=0.4)
    def only(self) -> None:
        """Only

        This caption takes much longer to read than the three squares take to come, in all.
        """
        for _ in range(3):
            self.play(FadeIn(Square()), run_time=0.6)


def test_a_film_from_the_cache_is_as_long_as_when_it_was_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shoot, "film_class", lambda _: Long)
    options = Options("Long", quality="l", out=tmp_path)
    (drawn,), (cached,) = (
        shoot.shoot(options, tmp_path / raw, takes=lambda _: True, bar=False) for raw in "ab"
    )
    assert drawn.segments == cached.segments
    assert drawn.frames == cached.frames


def test_segments_are_taken_and_no_film_is_made_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever films all beats joins them: Manim's own film of some of them is never seen."""
    monkeypatch.setattr(shoot, "film_class", lambda _: Long)
    options = Options("Long", quality="l", out=tmp_path / "out")
    (take,) = shoot.shoot(options, tmp_path / "raw", takes=lambda _: True, bar=False)
    assert len(take.segments) == 4  # three plays and a hold
    assert sorted(tmp_path.rglob("*.mp4")) == sorted(take.segments)
