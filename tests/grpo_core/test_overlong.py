"""The overlong penalty by hand, from DAPO's equation 13."""

from __future__ import annotations

import numpy as np
import pytest

from grpo_core import overlong_penalty


def test_it_is_the_paper_s_three_cases() -> None:
    # L_max 10, L_cache 4: free up to 6 tokens, then a quarter less for each.
    by_hand = [0, 0, 0, -0.25, -0.5, -0.75, -1, -1]
    assert overlong_penalty([0, 3, 6, 7, 8, 9, 10, 11], 10, 4).tolist() == by_hand


def test_any_shape_goes() -> None:
    assert overlong_penalty(8, 10, 4) == -0.5
    assert overlong_penalty(np.zeros((2, 3)), 10, 4).shape == (2, 3)


def test_a_buffer_as_long_as_the_limit_punishes_from_the_first_token() -> None:
    assert overlong_penalty([0, 1, 2, 4], 4, 4).tolist() == [0, -0.25, -0.5, -1]


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (([-1], 10, 4), "lengths"),
        (([np.nan], 10, 4), "lengths"),
        (([1], 3, 4), "max_length"),
        (([1], np.inf, 4), "max_length"),
        (([1], 10, 0), "buffer"),
        (([1], 10, -1), "buffer"),
    ],
)
def test_what_is_out_of_range_is_refused(arguments, name) -> None:
    with pytest.raises(ValueError, match=name):
        overlong_penalty(*arguments)
