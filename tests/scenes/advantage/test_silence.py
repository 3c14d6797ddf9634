"""Advantages stay as large as they are until the rewards are equal, and then they are 0."""

from __future__ import annotations

import numpy as np
import pytest

from grpo_core import evaluate_group, load_group
from scenes.advantage.silence import Silence, towards_best
from scenes.script.settings import WORKED_GROUP


@pytest.fixture
def picture():
    return Silence(evaluate_group(load_group(WORKED_GROUP)))


@pytest.mark.parametrize(
    "share, std, most", [(0.0, "0.50", "+1.00"), (0.9, "0.05", "+1.00"), (1.0, "0.00", "0.00")]
)
def test_the_panel_says_what_the_rewards_on_their_way_come_to(picture, share, std, most):
    picture.count(share)
    shown = picture.readout.numbers
    assert (shown["std"].plain, shown["most"].plain) == (std, most)


def test_all_dots_end_over_the_largest_reward(picture):
    picture.draw(1.0)
    assert [dot.get_x() for dot in picture.arrows.ends] == pytest.approx(
        [picture.line.place(1)[0]] * 4
    )


def test_rewards_on_their_way_end_exactly_equal():
    rewards = np.array([0.1, -3.3, 0.7])
    assert np.ptp(towards_best(rewards, 1.0)) == 0
    assert towards_best(rewards, 0.0) == pytest.approx(rewards)
