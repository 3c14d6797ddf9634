"""A walk runs a film as a render does, without drawing and without leaving anything."""

from __future__ import annotations

import os

import numpy as np
import planted
import pytest
from manim import DOWN, Dot, FadeIn, ValueTracker, tempconfig

from lecture.walk import draw, walk
from scenes.script.settings import Settings
from scenes.stage.film import GrpoScene, beat
from scenes.stage.typeset import Formula


class Moving(GrpoScene):
    """An updater, a zoom and dimmed text: what a walk might get wrong."""

    @beat(hold=0.8)
    def one(self) -> None:
        """One

        A dot follows a number.
        """
        place, dot, name = ValueTracker(0), Dot(), Formula("rho").shift(DOWN)
        dot.add_updater(lambda mobject: mobject.set_x(place.get_value()))
        self.add(dot, name)
        self.play(place.animate.set_value(2), run_time=0.4)
        self.wait(0.4)
        dot.clear_updaters()
        self.zoom_to(dot, 6, *self.dim_others(dot), run_time=0.4)

    @beat(hold=0.8)
    def two(self) -> None:
        """Two

        The dot goes home.
        """
        self.zoom_home(*self.undim_all(), run_time=0.4)
        self.play(FadeIn(Formula("pi").shift(2 * DOWN)), run_time=0.4)


def test_a_rest_looks_as_in_the_rendered_film():
    shots = {"walked": [], "rendered": []}
    walk(Moving, Settings(), on_rest=lambda film, _: shots["walked"].append(draw(film, 480)))
    quiet = {"dry_run": True, "pixel_width": 480, "pixel_height": 270, "frame_rate": 5}
    with tempconfig({**quiet, "progress_bar": "none", "disable_caching": True}):
        film = Moving()
        film.on_rest = lambda film, _: shots["rendered"].append(film.renderer.get_frame())
        film.render()
    assert len(shots["walked"]) == len(shots["rendered"]) == 3
    for walked, rendered in zip(*shots.values(), strict=True):
        assert np.array_equal(np.asarray(walked), rendered[:, :, :3])


def test_the_hooks_tell_beats_rests_and_time():
    seen = []
    film = walk(
        Moving,
        Settings(),
        on_beat=lambda film, number, part: seen.append((number, part.title)),
        on_rest=lambda film, rest: seen.append((rest.beat, rest.last, round(film.time, 3))),
    )
    assert seen[:2] == [(1, "One"), (1, False, 0.8)]
    assert seen[3] == (2, "Two")
    assert [entry[:2] for entry in seen if len(entry) == 3] == [(1, False), (1, True), (2, True)]
    assert film.time == pytest.approx(0.4 + 0.4 + 0.4 + 0.8 + 0.4 + 0.4 + 0.8)


def test_a_walk_ends_with_the_beat_asked_for():
    beats = []
    walk(Moving, Settings(), on_beat=lambda film, number, part: beats.append(number), last_beat=1)
    assert beats == [1]


def test_a_walk_leaves_no_file_and_no_setting(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GRPO_THEME", "dark")
    with tempconfig({"media_dir": str(tmp_path / "media")}):
        film = walk(planted.Clean, Settings(theme="light"), last_beat=1)
    assert film.settings.theme == "light"
    assert os.environ["GRPO_THEME"] == "dark"
    assert list(tmp_path.rglob("*")) == []
