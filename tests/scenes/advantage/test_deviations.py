"""Arrows are as long as their values; chained they end where they began."""

from __future__ import annotations

import numpy as np
import pytest

from grpo_core import group_advantages
from scenes.advantage.deviations import Deviations, Layout, lanes

VALUES = group_advantages([2.0, 0.5, 1.25, -0.75])
LAYOUT = Layout((1.0, -2.0), 1.5, lanes(VALUES, 3.0), 3.2)


def spans(arrows: Deviations) -> np.ndarray:
    """Start and tip of each arrow across the stage."""
    return np.array([(arrow.points[0][0], arrow.points[3][0]) for arrow in arrows.arrows])


def test_an_arrow_leaves_the_line_and_is_as_long_as_its_value():
    found = spans(Deviations(VALUES, LAYOUT))
    assert found[:, 0] == pytest.approx(1.0)
    assert found[:, 1] - found[:, 0] == pytest.approx(1.5 * VALUES)


def test_a_chain_closes():
    arrows = Deviations(VALUES, LAYOUT.but(chain=1.0))
    order = np.argsort(-LAYOUT.heights)
    found = spans(arrows)[order]
    assert found[1:, 0] == pytest.approx(found[:-1, 1])
    assert found[-1, 1] == pytest.approx(1.0)


def test_dots_wait_and_signs_travel():
    half = LAYOUT.but(grown=0.5)
    waiting, travelling = Deviations(VALUES, half), Deviations(VALUES, half, signs=True)
    for k, value in enumerate(VALUES):
        assert waiting.ends[k].get_x() == pytest.approx(1.0 + 1.5 * value)
        assert travelling.ends[k].get_x() == pytest.approx(1.0 + 0.75 * value)


def test_a_glide_passes_half_way():
    arrows = Deviations(VALUES, LAYOUT)
    glide = arrows.glide(LAYOUT.but(unit=0.5, origin=(0.0, 0.0)))
    glide.setter(0.5)
    assert spans(arrows)[:, 0] == pytest.approx(0.5)
    assert np.diff(spans(arrows)).ravel() == pytest.approx(1.0 * VALUES)


def test_the_largest_is_on_top_and_equal_ones_keep_their_order():
    heights = lanes([0.0, 1.0, 0.0, 1.0], 4.0)
    assert np.argsort(-heights).tolist() == [1, 3, 0, 2]


def test_nothing_is_drawn_of_a_deviation_of_zero():
    arrows = Deviations([0.0, 0.0], Layout((0.0, 0.0), 1.0, lanes([0, 0], 1.0), 1.0))
    assert np.diff(spans(arrows)) == pytest.approx(0.0)
