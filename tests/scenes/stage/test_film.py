"""The base of the films: beats, time and rests."""

from __future__ import annotations

import pytest
from manim import Circle, Create, Dot, FadeIn, ManimColor, Square, config

from lecture.quiet import build, without_output
from lecture.walk import walk
from scenes.script.assets import AssetError
from scenes.script.settings import Settings
from scenes.script.words import language
from scenes.stage.film import GrpoScene, beat, whole_steps
from scenes.stage.theme import DARK, current_theme, paint


class Beats(GrpoScene):
    """Three beats whose names are not in the order of the alphabet."""

    @beat(hold=0.9)
    def zeta(self) -> None:
        """Zeta

        Short.
        """
        self.add(Dot())
        self.play(Create(Circle()), run_time=0.73)
        self.wait(0.31)
        self.wait(0.4)

    @beat()
    def alpha(self) -> None:
        """Alpha

        A caption of some length, which takes a while: four seconds and a half, more or less
        """
        self.play(FadeIn(Square()), run_time=0.2)

    @beat(hold=2.0)
    def mu(self) -> None:
        """Mu

        No play at all.
        """
        pass


@pytest.fixture(scope="module")
def walked():
    """What the hooks told: beats with their start, rests, and the time after each play."""
    beats, rests, plays = [], [], []
    scene = walk(
        Beats,
        Settings(),
        on_beat=lambda s, number, part: beats.append((number, part.title, s.time)),
        on_rest=lambda s, rest: rests.append((rest, s.time)),
        on_play=lambda s: plays.append(s.time),
    )
    return beats, rests, plays, scene


def test_beats_play_in_the_order_of_their_definition(walked):
    assert [entry[:2] for entry in walked[0]] == [(1, "Zeta"), (2, "Alpha"), (3, "Mu")]
    assert [part.method for part in Beats.storyboard()] == ["zeta", "alpha", "mu"]


def test_every_duration_is_a_multiple_of_a_fifth_of_a_second(walked):
    beats, rests, plays, scene = walked
    for time in [*plays, *(time for _, time in rests), *(start for *_, start in beats), scene.time]:
        assert time / 0.2 == pytest.approx(round(time / 0.2), abs=1e-6)


def test_a_beat_ends_on_a_hold(walked):
    last = {rest.beat: rest.seconds for rest, _ in walked[1] if rest.last}
    assert last[1] >= 0.9
    assert last[3] == pytest.approx(2.0)
    assert list(last) == [1, 2, 3]


def test_there_is_time_to_read_the_caption(walked):
    beats, *_, scene = walked
    ends = [start for *_, start in beats[1:]] + [scene.time]
    for (*_, start), end, part in zip(beats, ends, Beats.storyboard(), strict=True):
        assert end - start >= len(part.caption) / 17 - 1e-9


def test_only_what_stands_for_two_fifths_of_a_second_is_a_rest(walked):
    first = [rest.seconds for rest, _ in walked[1] if rest.beat == 1]
    assert [round(seconds, 3) for seconds in first] == [0.4, 0.4, 1.0]  # .31 is held for .4


@pytest.mark.parametrize(
    ("seconds", "whole"), [(0.2, 0.2), (0.21, 0.4), (0.6, 0.6), (1.0, 1.0), (0.0, 0.2), (2.37, 2.4)]
)
def test_durations_are_rounded_up(seconds, whole):
    assert whole_steps(seconds) == pytest.approx(whole)


def test_the_theme_paints_the_ground():
    with without_output():
        for theme, ground in (("dark", DARK.ground), ("light", "#FFFFFF")):
            film = build(Beats, Settings(theme=theme))
            assert ManimColor(film.camera.background_color).to_hex() == ground


def test_a_film_leaves_theme_language_and_ground_as_they_were():
    """Another one is built and run while it stands."""
    before = current_theme(), language(), config.background_color
    seen = []
    with without_output():
        light = build(Beats, Settings(theme="light", language="de"))
        dark = build(Beats, Settings())
        assert (current_theme(), language(), config.background_color) == before
        for film in (light, dark):
            film.on_beat = lambda *_: seen.append((paint("ground").to_hex(), language()))
            film.render()
            assert (current_theme(), language(), config.background_color) == before
    assert list(dict.fromkeys(seen)) == [("#FFFFFF", "de"), (DARK.ground, "en")]


def test_a_film_that_fails_leaves_them_too():
    class Failing(GrpoScene):
        @beat()
        def one(self) -> None:
            """One

            One.
            """
            raise ArithmeticError

    before = current_theme(), language(), config.background_color
    with pytest.raises(ArithmeticError):
        walk(Failing, Settings(theme="light", language="de"))
    assert (current_theme(), language(), config.background_color) == before


def test_the_table_follows_the_settings():
    class Asked(GrpoScene):
        @beat(hold=0.8)
        def one(self) -> None:
            """One

            One.
            """
            self.seen = self.table.eps_low, self.table.eps_high, self.table.beta

    settings = Settings(epsilon=0.1, epsilon_high=0.3, beta=0.5)
    assert walk(Asked, settings).seen == (0.1, 0.3, 0.5)


SAID = {
    "aloud.one.script": "Six times four: {count}. " + "one two three four " * 5,
    "aloud.two.script": "Well — now.",
    "aloud.two.ask": "Which of the {count}?",
}


class Aloud(GrpoScene):
    """A script of 24 words beside an animation of 2 s, and one of two."""

    def script_values(self):
        return {"count": self.table.group.size * 6}

    @beat()
    def one(self) -> None:
        """One

        One.
        """
        self.play(Create(Circle()), run_time=2.0)

    @beat(hold=3.0)
    def two(self) -> None:
        """Two

        Two.
        """
        self.asked = self.question


@pytest.fixture
def aloud(monkeypatch):
    monkeypatch.setattr("scenes.script.beat_words.entries", {"en": SAID}.get)


def test_a_beat_lasts_as_long_as_its_script_takes_to_say(aloud):
    ends = []
    walk(Aloud, Settings(), on_rest=lambda s, rest: ends.append(s.time))
    assert ends == pytest.approx([10.0, 13.0])  # 24 words at 2.4 a second; then the hold


def test_the_group_fills_the_places_of_a_script(aloud):
    scene = walk(Aloud, Settings())
    assert scene.beats[0].script.startswith("Six times four: 24.")
    assert scene.asked == "Which of the 24?"


def test_a_place_of_a_script_without_a_value_is_named(aloud, monkeypatch):
    monkeypatch.setattr(Aloud, "script_values", lambda self: {"total": 24})
    with pytest.raises(AssetError, match=r"aloud\.one\.script: its places are not filled"):
        walk(Aloud, Settings())
