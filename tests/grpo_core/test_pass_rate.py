from itertools import combinations

import numpy as np
import pytest

from grpo_core import pass_at_k


@pytest.mark.parametrize("right", range(6))
@pytest.mark.parametrize("k", [1, 2, 5])
def test_against_every_choice(right, k):
    answers = [1] * right + [0] * (5 - right)
    choices = [any(c) for c in combinations(answers, k)]
    assert pass_at_k(answers, k) == pytest.approx(sum(choices) / len(choices), abs=1e-15)


def test_many_answers_in_rows():
    """1 - C(4990, 100) / C(5000, 100): ten right among 5000."""
    rows = np.zeros((2, 5000))
    rows[0, :10] = 1
    found = pass_at_k(rows, 100)
    product = np.prod(1 - 100 / np.arange(4991, 5001))
    np.testing.assert_allclose(found, [1 - product, 0], rtol=1e-12)


@pytest.mark.parametrize(
    ("correct", "k", "name"),
    [
        ([1, 2], 1, "correct"),
        ([], 1, "correct"),
        (1, 1, "correct"),
        ([1, 0], 3, "k"),
        ([1], 0, "k"),
    ],
)
def test_errors_name_the_argument(correct, k, name):
    with pytest.raises(ValueError, match=name):
        pass_at_k(correct, k)
