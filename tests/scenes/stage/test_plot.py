"""A plot's coordinates go along with it, and what reaches out of its box does not move it."""

from __future__ import annotations

import numpy as np
import pytest
from manim import RIGHT, Square

from scenes.stage.plot import Plot


def named_plot() -> Plot:
    plot = Plot((0, 10), (-1, 1), 4.0, 2.0)
    return plot.add(Square().next_to(plot.grid, RIGHT, buff=1.0))


def test_the_middle_of_its_box_stands_where_it_is_put():
    plot = named_plot().stand_at(np.array([1.0, 2.0, 0.0]))
    assert plot.point(5, 0) == pytest.approx([1, 2, 0])
    assert plot.middle() == pytest.approx([1, 2, 0])
    assert plot.get_center()[0] > 1


def test_data_lies_where_the_plot_is():
    plot = named_plot().scale(0.5, about_point=np.zeros(3)).shift(3 * RIGHT)
    assert plot.point(0, -1) == pytest.approx([3 - 1, -0.5, 0])
    assert plot.point(10, 1) == pytest.approx([3 + 1, 0.5, 0])
    assert plot.point(15, 0) == pytest.approx([3 + 2, 0, 0])  # beyond the box
