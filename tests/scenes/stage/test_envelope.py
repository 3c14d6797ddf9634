"""The picture of the clipped surrogate, against values worked out by hand."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from manim import DOWN, RIGHT, UP, VGroup

from scenes.stage.envelope import Envelope, ratio_text
from scenes.stage.theme import DARK

# A, rho, min(rho A, clip(rho) A), whether the gradient flows; eps = .2 (by hand).
POINTS = [
    (1, 0.5, 0.5, True),
    (1, 1.0, 1.0, True),
    (1, 1.1, 1.1, True),
    (1, 1.5, 1.2, False),
    (2, 1.5, 2.4, False),
    (-1, 0.5, -0.8, False),
    (-1, 0.9, -0.9, True),
    (-1, 1.5, -1.5, True),
    (-0.5, 0.3, -0.4, False),
]


def envelope(advantage, **options) -> Envelope:
    return Envelope(advantage, 0.2, 0.2, width=8, height=4, **options)


def test_the_picture_s_scale():
    """8 by 4 units for rho from 0 to 2 and values from 0 to A * 2."""
    up, down = envelope(1), envelope(-1)
    np.testing.assert_allclose(up.point(0, 0), [-4, -2, 0])
    np.testing.assert_allclose(up.point(2, 2), [4, 2, 0])
    np.testing.assert_allclose(up.point(0.5, 1.5), [-2, 1, 0])
    np.testing.assert_allclose(down.point(0, 0), [-4, 2, 0])
    np.testing.assert_allclose(down.point(1, -1), [0, 0, 0])


@pytest.mark.parametrize(("advantage", "ratio", "value", "flows"), POINTS)
def test_the_marker_stands_on_the_minimum(advantage, ratio, value, flows):
    picture = envelope(advantage).set_ratio(ratio)
    np.testing.assert_allclose(picture.marker.get_center(), picture.point(ratio, value), atol=1e-9)
    np.testing.assert_allclose(
        picture.ghost.get_center(), picture.point(ratio, ratio * advantage), atol=1e-9
    )
    assert picture.flows(ratio) is flows


@pytest.mark.parametrize(("advantage", "ratio", "value", "flows"), POINTS)
def test_the_tangent_lies_flat_where_the_clip_binds(advantage, ratio, value, flows):
    picture = envelope(advantage).set_ratio(ratio)
    rise = picture.tangent.get_end() - picture.tangent.get_start()
    unclipped = picture.point(1, advantage) - picture.point(0, 0)
    expected = unclipped[1] / unclipped[0] if flows else 0.0
    assert rise[1] / rise[0] == pytest.approx(expected, abs=1e-9)
    np.testing.assert_allclose(picture.tangent.get_center(), picture.marker.get_center(), atol=1e-9)


@pytest.mark.parametrize(
    ("options", "corners"),
    [
        ({"advantage": 1}, [(0, 0), (0.8, 0.8), (1.2, 1.2), (2, 1.2)]),
        ({"advantage": -1}, [(0, -0.8), (0.8, -0.8), (1.2, -1.2), (2, -2)]),
        ({"advantage": 1, "which": "clipped"}, [(0, 0.8), (0.8, 0.8), (1.2, 1.2), (2, 1.2)]),
        ({"advantage": -1, "which": "clipped"}, [(0, -0.8), (0.8, -0.8), (1.2, -1.2), (2, -1.2)]),
    ],
)
def test_the_curve_runs_through_its_corners(options, corners):
    picture = envelope(**options)
    anchors = picture.curve.get_anchors()
    for corner in corners:
        assert np.linalg.norm(anchors - picture.point(*corner), axis=1).min() < 1e-9
    for start, end in pairwise(corners):
        middle = picture.point(*np.mean([start, end], axis=0))
        nearest = min(
            np.linalg.norm(picture.curve.point_from_proportion(t) - middle)
            for t in np.linspace(0, 1, 801)
        )
        assert nearest < 0.02


def test_it_moves_and_grows_as_a_whole():
    picture = envelope(1)
    VGroup(picture).scale(0.5).shift(3 * RIGHT + UP)
    picture.set_ratio(1.5)
    np.testing.assert_allclose(picture.point(1.5, 1.2), [3 + 1, 1 + 0.2, 0], atol=1e-9)
    np.testing.assert_allclose(picture.marker.get_center(), picture.point(1.5, 1.2), atol=1e-9)


def test_a_traced_curve_ends_at_the_marker():
    picture = envelope(1)
    for ratio in (0.3, 0.8, 1.1, 1.5):
        picture.trace_to(ratio)
        np.testing.assert_allclose(picture.curve.get_end(), picture.marker.get_center(), atol=1e-9)
        np.testing.assert_allclose(picture.curve.get_start(), picture.point(0, 0), atol=1e-9)


@pytest.mark.parametrize("advantage", [1, -1])
def test_the_held_line_is_flat_outside_the_range(advantage):
    picture = envelope(advantage)
    line = picture.held_line()
    anchors = line.get_anchors()
    for ratio, held in [(0, 0.8), (0.8, 0.8), (1.2, 1.2), (2, 1.2)]:
        spot = picture.point(ratio, held * advantage)
        assert np.linalg.norm(anchors - spot, axis=1).min() < 1e-9


@pytest.mark.parametrize("advantage", [1, -1])
def test_the_hatching_stays_between_the_two_lines(advantage):
    picture = envelope(advantage)
    zone = picture.hatched_zone()
    assert len(zone) > 3
    zero, one = picture.point(0, 0), picture.point(1, advantage)
    for line in zone:
        for end in (line.get_start(), line.get_end()):
            share = (end - zero)[:2] / (one - zero)[:2]
            ratio, value = share[0], share[1] * advantage
            assert 1.2 - 1e-9 <= ratio <= 2 + 1e-9 if advantage > 0 else ratio <= 0.8 + 1e-9
            held = 1.2 if advantage > 0 else -0.8
            low, high = sorted([held, ratio * advantage])
            assert low - 1e-9 <= value <= high + 1e-9


def test_a_range_wider_than_the_picture_never_binds():
    picture = Envelope(1.0, 10.0, 10.0, width=8, height=4)
    assert picture.fences() == (0.0, 2.0)
    assert all(picture.flows(ratio) for ratio in (0.0, 0.5, 2.0))
    np.testing.assert_allclose(picture.set_ratio(1.9).marker.get_center(), picture.point(1.9, 1.9))


@pytest.mark.parametrize("eps", [0.0, 0.2])
def test_an_advantage_of_zero_is_a_flat_line(eps):
    picture = Envelope(0.0, eps, eps, width=8, height=4).set_ratio(1.7)
    np.testing.assert_allclose(picture.marker.get_center(), picture.point(1.7, 0), atol=1e-9)
    assert picture.role == "muted"


def test_ticks_are_the_bounds_and_one():
    assert [tick.plain for tick in envelope(1).fence_ticks()] == ["0.8", "1", "1.2"]
    ticks = Envelope(1.0, 0.15, 0.28).fence_ticks()
    assert [tick.plain for tick in ticks] == ["0.85", "1", "1.28"]
    below, above = (envelope(a).fence_ticks()[1].get_center() for a in (1, -1))
    assert below[1] < envelope(1).point(1, 0)[1]
    assert above[1] > envelope(-1).point(1, 0)[1]


@pytest.mark.parametrize("eps", [0.001, 0.01, 0.05, 0.1])
def test_ticks_do_not_touch(eps):
    ticks = Envelope(1.0, eps, eps).fence_ticks()
    assert len(ticks) >= 2
    for left, right in pairwise(ticks):
        assert right.get_left()[0] - left.get_right()[0] > 0.1


@pytest.mark.parametrize(
    ("ratio", "text"), [(0.8, "0.8"), (1.0, "1"), (1.25, "1.25"), (1.28, "1.28"), (2.0, "2")]
)
def test_a_tick_s_text(ratio, text):
    assert ratio_text(ratio, 1) == text


def test_the_sign_has_its_colour_and_side():
    assert envelope(1).curve.get_stroke_color().to_hex() == DARK.up
    assert envelope(-1).curve.get_stroke_color().to_hex() == DARK.down
    assert envelope(1).axis_name().get_left()[0] > envelope(1).point(2, 0)[0]


def test_the_marker_stays_in_front_of_what_is_revealed():
    picture = envelope(1).reveal("drop", "ghost", "tangent")
    assert picture.submobjects[-1] is picture.marker
    assert picture.tangent in picture.submobjects
    assert picture.set_ratio(1.0).drop.get_length() < 0.01
    assert DOWN[1] < 0 < picture.set_ratio(1.5).drop.get_length()
