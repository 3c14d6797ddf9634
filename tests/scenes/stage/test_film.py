"""The base of the films: beats, time, rests, camera, dimming and morphing."""

from __future__ import annotations

import pytest
from manim import RIGHT, UP, Circle, Create, Dot, FadeIn, Rectangle, Square, VGroup, config

from lecture.walk import build, walk, without_output
from scenes.stage.film import HOME_WIDTH, GrpoScene, beat, whole_steps
from scenes.stage.settings import Settings
from scenes.stage.theme import DARK
from scenes.stage.typeset import Formula

READING = "A caption of some length, which takes a while: four seconds and a half, more or less"


class Beats(GrpoScene):
    """Three beats whose names are not in the order of the alphabet."""

    @beat("Zeta", "Short.", hold=0.9)
    def zeta(self) -> None:
        self.add(Dot())
        self.play(Create(Circle()), run_time=0.73)
        self.wait(0.31)
        self.wait(0.4)

    @beat("Alpha", READING)
    def alpha(self) -> None:
        self.play(FadeIn(Square()), run_time=0.2)

    @beat("Mu", "No play at all.", hold=2.0)
    def mu(self) -> None:
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
        build(Beats, Settings())
        assert config.background_color.to_hex() == DARK.ground
        build(Beats, Settings(theme="light"))
        assert config.background_color.to_hex() == "#FFFFFF"


def test_the_table_follows_the_settings():
    class Asked(GrpoScene):
        @beat("One", "One.", hold=0.8)
        def one(self) -> None:
            self.seen = self.table.eps_low, self.table.eps_high, self.table.beta

    settings = Settings(epsilon=0.1, epsilon_high=0.3, beta=0.5)
    assert walk(Asked, settings).seen == (0.1, 0.3, 0.5)


# -- camera, dimming, morphing --------------------------------------------------------------


def played(action):
    """A scene that played `action` as its only beat."""

    class Playing(GrpoScene):
        @beat("One", "One.", hold=0.8)
        def one(self) -> None:
            self.found = action(self)

    return walk(Playing, Settings())


@pytest.mark.parametrize("size", [(3.0, 0.5), (0.5, 3.0), (1.0, 1.0)])
def test_the_frame_keeps_its_target_with_a_margin(size):
    target = Rectangle(width=size[0], height=size[1]).move_to([2.0, -1.0, 0])
    frame = played(lambda scene: scene.zoom_to(target, margin=0.4)).camera.frame
    for side in (RIGHT, UP):
        axis = abs(side) @ [0, 1, 2]
        for sign in (1, -1):
            edge, rim = (m.get_edge_center(sign * side)[int(axis)] for m in (target, frame))
            assert sign * (rim - edge) >= 0.4 - 1e-6
    assert min(frame.width - target.width, frame.height - target.height) == pytest.approx(0.8)
    assert frame.width / frame.height == pytest.approx(16 / 9)


def test_the_frame_comes_back():
    def there_and_back(scene):
        scene.zoom_to(Dot([3, 1, 0]), 5.0)
        away = scene.camera.frame.width, *scene.camera.frame.get_center()[:2]
        scene.zoom_home()
        return away

    scene = played(there_and_back)
    assert scene.found == pytest.approx((5.0, 3.0, 1.0))
    assert scene.camera.frame.width == pytest.approx(HOME_WIDTH)
    assert scene.camera.frame.get_center() == pytest.approx([0, 0, 0])
    assert pytest.approx(16 / 9 * 8) == HOME_WIDTH


def test_others_are_dimmed_and_come_back():
    def dim_and_undim(scene):
        lit, group = Square(fill_opacity=0.8), VGroup(Formula("x"), Dot(fill_opacity=0.5))
        inside = Dot()
        holder = VGroup(inside, Square())
        scene.add(lit, group, holder)
        scene.play(*scene.dim_others(lit, inside), run_time=0.4)
        dimmed = [lit.get_fill_opacity(), group[1].get_fill_opacity(), inside.get_fill_opacity()]
        scene.play(*scene.undim_all(), run_time=0.4)
        return dimmed, [lit.get_fill_opacity(), group[1].get_fill_opacity()], scene.undim_all()

    dimmed, back, left = played(dim_and_undim).found
    assert dimmed == pytest.approx([0.8, 0.15, 1.0])
    assert back == [0.8, 0.5]
    assert left == []


class Thing(VGroup):
    """Two named parts and one without a name in common."""

    def __init__(self, offset):
        self.body, self.inner = Square(), VGroup(Dot())
        self.inner.core = self.inner[0]
        super().__init__(self.body, self.inner, Circle())
        self.shift(offset)


@pytest.mark.parametrize("copy", [False, True])
def test_a_morph_leaves_exactly_the_new_one(copy):
    old, new = Thing([0, 0, 0]), Thing([3, 0, 0])

    def morph(scene):
        scene.add(old)
        scene.morph(old, new, "body", ("inner.core", "inner.core"), copy=copy)

    scene = played(morph)
    assert scene.stage_mobjects() == ([old, new] if copy else [new])
    assert new.get_center() == pytest.approx([3, 0, 0])
    assert new.body.get_stroke_opacity() == 1.0


def test_a_morph_takes_parts_of_a_thing_that_stands_among_others():
    stays, old, new = Dot([0, 3, 0]), Thing([0, 0, 0]), Thing([3, 0, 0])

    def morph(scene):
        scene.add(stays, old)
        scene.morph(old, new, "body")

    assert played(morph).stage_mobjects() == [stays, new]
