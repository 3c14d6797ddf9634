import math

import numpy as np
import pytest

from grpo_core import importance_weights

MASK = [[1, 1, 1], [1, 0, 0], [0, 0, 0]]
OLD = np.log([[0.6, 0.2, 0.5], [0.3, 1, 1], [1, 1, 1]])
ROLL = np.log([[0.2, 0.4, 0.5], [0.1, 1, 1], [1, 1, 1]])  # quotients 3, 1/2, 1 and 3


@pytest.mark.parametrize(
    ("options", "first", "second"),
    [
        ({}, (3, 0.5, 1), 3),
        ({"high": 2}, (2, 0.5, 1), 2),
        ({"low": 0.8, "high": 2}, (2, 0.8, 1), 2),
        ({"action": "mask", "low": 0.5, "high": 3}, (3, 0.5, 1), 3),  # bounds are kept
        ({"action": "mask", "low": 0.51, "high": 2.99}, (0, 0, 1), 0),
        ({"level": "sequence"}, (1.5, 1.5, 1.5), 3),
        ({"level": "sequence", "average": "mean"}, (1.5 ** (1 / 3),) * 3, 3),
        ({"level": "sequence", "action": "mask", "high": 2}, (1.5, 1.5, 1.5), 0),
    ],
)
def test_quotients(options, first, second):
    found = importance_weights(OLD, ROLL, MASK, **options)
    np.testing.assert_allclose(found, [first, (second, 0, 0), (0, 0, 0)], rtol=1e-14)


def test_product_and_mean_of_many_tokens():
    """1.001 each over 1000 tokens: mean 1.001, product 2.72; one 20 among 100 ones: 1.030, 20."""
    for quotients, mean, product in (([1.001] * 1000, 1.001, 2.717), ([20] + [1] * 100, 1.030, 20)):
        old = np.log([quotients]) - 5
        roll, mask = np.full_like(old, -5.0), np.ones_like(old)
        for average, value in (("mean", mean), ("product", product)):
            found = importance_weights(old, roll, mask, level="sequence", average=average)
            assert found[0, 0] == pytest.approx(value, abs=5e-4)


def test_nothing_under_the_mask_matters():
    wild = np.where(np.array(MASK) == 1, OLD, np.nan)
    np.testing.assert_array_equal(
        importance_weights(wild, ROLL, MASK), importance_weights(OLD, ROLL, MASK)
    )
    assert not importance_weights(wild, ROLL, np.zeros((3, 3)), level="sequence").any()


def test_a_quotient_beyond_float64_meets_its_bound():
    old, roll = [[0.0, -1.0]], [[-800.0, -1.0]]
    np.testing.assert_allclose(importance_weights(old, roll, None, high=2), [[2, 1]])
    np.testing.assert_allclose(importance_weights(old, roll, None, action="mask", high=2), [[0, 1]])
    with pytest.raises(ValueError, match="rollout_logp"):
        importance_weights(old, roll, None)


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"level": "word"}, "level"),
        ({"average": "sum"}, "average"),
        ({"action": "drop"}, "action"),
        ({"low": -1}, "low"),
        ({"high": math.nan}, "high"),
        ({"low": 2, "high": 1}, "high"),
    ],
)
def test_errors_name_the_argument(options, name):
    with pytest.raises(ValueError, match=name):
        importance_weights(OLD, ROLL, MASK, **options)
    with pytest.raises(ValueError, match="rollout_logp"):
        importance_weights(OLD, ROLL[:, :2], MASK)
