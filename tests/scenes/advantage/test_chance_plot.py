"""Curves over p run through the values of their functions."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Dot

from scenes.advantage.chance_plot import ChancePlot
from scenes.advantage.share_field import ShareField


@pytest.fixture
def plot():
    return ChancePlot({"square": (lambda p: p**2, "text")}, [Dot()], 0.0, 1.0, first=1.0)


def test_the_curve_is_drawn_from_first_to_p(plot):
    plot.set_chance(0.3)
    assert plot.curves[0].get_start() == pytest.approx(plot.point(1.0, 1.0))
    assert plot.curves[0].get_end() == pytest.approx(plot.point(0.3, 0.09))
    assert plot.markers[0].get_center() == pytest.approx(plot.at(0.3)[0])


def test_markers_move_alone(plot):
    plot.set_chance(0.3)
    before = plot.curves[0].points.copy()
    plot.set_markers(0.8)
    assert np.array_equal(before, plot.curves[0].points)
    assert plot.markers[0].get_center() == pytest.approx(plot.point(0.8, 0.64))


def test_it_keeps_its_geometry_when_moved(plot):
    plot.scale(0.5).shift([2, 1, 0])
    assert plot.set_chance(0.5).curves[0].get_end() == pytest.approx(plot.point(0.5, 0.25))


def test_a_mark_and_a_level_say_their_numbers(plot):
    assert plot.mark(0.2)[1][1].plain == "0.2"
    assert plot.level(0.5)[1].plain == "0.25"


@pytest.mark.parametrize("share, hollow", [(0.0, 0), (0.5132, 51), (1.0, 100)])
def test_so_many_of_a_hundred_are_hollow(share, hollow):
    field = ShareField().set_share(share)
    assert field.key().get_fill_opacity() == 0
    assert sum(disc.get_fill_opacity() == 0 for disc in field) == hollow
