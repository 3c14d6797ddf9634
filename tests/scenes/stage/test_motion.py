"""Dimming that comes back exactly, and a walk that ends where it should."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Circle, Dot, VGroup, linear

from scenes.stage.motion import Dim, Drive, Undim, is_dimmed, jump
from scenes.stage.typeset import Formula


@pytest.fixture
def mixed() -> VGroup:
    """Parts of different opacities, one with fill and stroke, one with a rim."""
    return VGroup(
        Circle().set_fill("#FF0000", 0.8).set_stroke("#00FF00", 3, 0.65),
        VGroup(Dot().set_fill("#0000FF", 0.123).set_stroke("#0E1116", 5, 0.9, background=True)),
        Formula("{{ a : x }}/b", x="new"),
    )


def looks(mobject) -> list[np.ndarray]:
    return [
        rgbas.copy()
        for part in mobject.family_members_with_points()
        for rgbas in (
            part.get_fill_rgbas(),
            part.get_stroke_rgbas(),
            part.get_stroke_rgbas(background=True),
        )
    ]


def finish(animation) -> None:
    jump(animation)
    animation.clean_up_from_scene(SCENE)


class SCENE:
    """Takes no notice."""

    @staticmethod
    def remove(*_):
        pass


def assert_same(a, b) -> None:
    for x, y in zip(a, b, strict=True):
        np.testing.assert_array_equal(x, y)


def test_dimming_scales_each_opacity_and_keeps_the_hue(mixed):
    before = looks(mixed)
    finish(Dim(mixed, opacity=0.3))
    for old, new in zip(before, looks(mixed), strict=True):
        np.testing.assert_allclose(new[:, 3], 0.3 * old[:, 3])
        np.testing.assert_array_equal(new[:, :3], old[:, :3])
    assert is_dimmed(mixed)


def test_undim_brings_back_exactly(mixed):
    before = looks(mixed)
    finish(Dim(mixed, opacity=0.0))
    finish(Undim(mixed))
    assert_same(looks(mixed), before)
    assert not is_dimmed(mixed)


def test_dimming_twice_does_not_add_up(mixed):
    before = looks(mixed)
    finish(Dim(mixed, opacity=0.3))
    once = looks(mixed)
    finish(Dim(mixed, opacity=0.3))
    assert_same(looks(mixed), once)
    finish(Undim(mixed))
    assert_same(looks(mixed), before)


def test_halfway_it_is_half_dimmed(mixed):
    animation = Dim(mixed, opacity=0.5, rate_func=linear)
    animation.begin()
    animation.interpolate(0.5)
    assert mixed[0].get_fill_opacity() == pytest.approx(0.8 * 0.75)
    assert mixed[0].get_stroke_opacity() == pytest.approx(0.65 * 0.75)


def test_a_part_that_was_dimmed_alone_comes_back_with_the_whole(mixed):
    before = looks(mixed)
    finish(Dim(mixed[1]))
    finish(Dim(mixed))
    finish(Undim(mixed))
    assert_same(looks(mixed), before)


def test_drive_walks_from_start_to_end():
    seen = []
    drive = Drive(Dot(), seen.append, 0.3, 1.5, rate_func=linear)
    drive.begin()
    for alpha in (0.0, 0.25, 0.5):
        drive.interpolate(alpha)
    drive.finish()
    assert seen[-1] == 1.5
    np.testing.assert_allclose(seen[-4:-1], [0.3, 0.6, 0.9])
    assert min(seen) >= 0.3
