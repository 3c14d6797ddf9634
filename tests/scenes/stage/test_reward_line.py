"""Rewards lie where they are, and none hides another."""

from __future__ import annotations

import numpy as np
import pytest

from scenes.stage.reward_line import RewardLine, reward_text


@pytest.mark.parametrize(
    ("reward", "text"), [(1, "1"), (-0.75, "−0.75"), (0.5, "0.5"), (900, "900"), (1 / 3, "0.333")]
)
def test_a_reward_has_the_decimals_that_it_needs(reward, text):
    assert reward_text(reward) == text


@pytest.mark.parametrize(
    ("reward", "text"),
    [
        (1e6, "10^(6)"),
        (-2e6, "−2 dot 10^(6)"),
        (5e5, "5 dot 10^(5)"),
        (1.25e7, "1.25 dot 10^(7)"),
        (99_999, "99999"),
    ],
)
def test_a_large_reward_is_a_power_of_ten(reward, text):
    assert reward_text(reward) == text
    assert reward_text(abs(reward), sign=True) == "+" + text.lstrip("−")


def test_a_difference_has_a_sign():
    assert (reward_text(0.5, sign=True), reward_text(0.0, sign=True)) == ("+0.5", "0")


@pytest.mark.parametrize("rewards", [[0, 1, 0, 1], [0.1] * 64, [-250, 900, 120.5], [2, 2.01, 2.02]])
def test_dots_stand_over_their_rewards_and_stay_apart(rewards):
    line = RewardLine(rewards, min(rewards) - 1, max(rewards) + 1, height=2.0)
    centers = np.array([dot.get_center() for dot in line.dots])
    assert centers[:, 0] == pytest.approx([line.place(r)[0] for r in rewards])
    assert len(np.unique(centers.round(6), axis=0)) == len(rewards)
    assert centers[:, 1].min() > 0
    assert centers[:, 1].max() <= 2.0 + 0.3


def test_ticks_stand_at_the_smallest_and_the_largest_reward():
    line = RewardLine([3, 1, 2, 1.01], 0, 4)
    assert {"1", "3"} <= {tick[1].plain for tick in line.ticks}
    assert "1.01" not in {tick[1].plain for tick in line.ticks}  # no room beside 1


def test_a_tick_of_differences_has_a_sign_and_two_decimals():
    line = RewardLine([-1 / 3, 2 / 3], -1, 1, signed=True)
    assert {tick[1].plain for tick in line.ticks} == {"−0.33", "+0.67"}
