"""A constant that is added to every reward moves the mean along, and no difference."""

from __future__ import annotations

import numpy as np
import pytest

from grpo_core import evaluate_group, load_group
from scenes.advantage.two_questions import TwoQuestions, offset_for
from scenes.script.settings import WORKED_GROUP


@pytest.fixture
def two():
    return TwoQuestions(evaluate_group(load_group(WORKED_GROUP)), unit=3.0)


def across(dots) -> np.ndarray:
    return np.array([dot.get_x() for dot in dots])


def test_each_mark_stands_in_the_middle_of_its_dots(two):
    for line, mark in zip((two.lower, two.upper), two.marks, strict=True):
        assert mark.get_x() == pytest.approx(across(line.dots).mean())


def test_without_their_means_both_clouds_are_one(two):
    shift = two.upper.place(two.offset)[0] - two.lower.place(0)[0]
    assert across(two.upper.dots) - across(two.lower.dots) == pytest.approx(shift)
    assert across(two.here.dots) == pytest.approx(across(two.there.dots))
    assert across(two.here.dots).mean() == pytest.approx(two.middle[0].get_x())


@pytest.mark.parametrize(
    "rewards, expected",
    [([0, 1], 10), ([-0.75, 2], 10), ([-250, 900], 10_000), ([0.2, 0.5], 1), ([3, 3], 10)],
)
def test_the_offset_is_of_the_rewards_size(rewards, expected):
    assert offset_for(np.array(rewards, dtype=float)) == pytest.approx(expected)
