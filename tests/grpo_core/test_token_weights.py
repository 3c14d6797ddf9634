import numpy as np
import pytest

from grpo_core import answer_weights, token_weights

# Two answers of 10 and 100 tokens.
TWO = np.arange(100) < np.array([[10], [100]])


@pytest.mark.parametrize(
    ("aggregate", "a_token", "an_answer"),
    [
        ("grpo", (0.05, 0.005), (0.5, 0.5)),
        ("dapo", (0.00909, 0.00909), (0.0909, 0.9091)),
        ("dr_grpo", (0.005, 0.005), (0.05, 0.5)),
        ("seq_sum", (0.5, 0.5), (5, 50)),
        ("token_sum", (1, 1), (10, 100)),
    ],
)
def test_ten_and_a_hundred_tokens(aggregate, a_token, an_answer):
    weights = token_weights(TWO, aggregate=aggregate, max_length=100)
    np.testing.assert_allclose(weights[:, 0], a_token, atol=5e-6)
    np.testing.assert_allclose(weights.sum(axis=1), an_answer, atol=5e-5)
    assert not weights[~TWO].any()


def test_printed_in_the_rlhf_book():
    """Its chapter on policy gradients, lengths 4 and 7, before the mean over answers."""
    mask = np.arange(7) < np.array([[4], [7]])
    for aggregate, printed in (
        ("grpo", (0.25, 0.1429)),
        ("dr_grpo", (0.1429, 0.1429)),
        ("dapo", (2 * 0.0909, 2 * 0.0909)),
    ):
        weights = 2 * token_weights(mask, aggregate=aggregate, max_length=7)
        np.testing.assert_allclose(weights[:, 0], printed, atol=1e-4)


def test_an_empty_row_counts_or_not():
    mask = [[1, 1, 0], [0, 0, 0], [1, 1, 1]]
    for aggregate in ("grpo", "dr_grpo", "seq_sum"):
        every = token_weights(mask, aggregate=aggregate)
        some = token_weights(mask, aggregate=aggregate, rows="nonempty")
        np.testing.assert_allclose(some, every * 3 / 2)
    np.testing.assert_array_equal(
        token_weights(mask, aggregate="dapo"),
        token_weights(mask, aggregate="dapo", rows="nonempty"),
    )
    assert not token_weights(np.zeros((2, 2)), rows="nonempty").any()


@pytest.mark.parametrize(
    ("mask", "options", "name"),
    [
        ([[1, 2]], {}, "mask"),
        ([1, 0], {}, "mask"),
        ([[1]], {"aggregate": "mean"}, "aggregate"),
        ([[1]], {"rows": "none"}, "rows"),
        ([[1]], {"aggregate": "dr_grpo", "max_length": 0}, "max_length"),
    ],
)
def test_errors_name_the_argument(mask, options, name):
    with pytest.raises(ValueError, match=name):
        token_weights(mask, **options)


@pytest.mark.parametrize("aggregate", ["grpo", "dapo", "dr_grpo", "seq_sum", "token_sum"])
def test_an_answer_weighs_what_its_tokens_do(aggregate):
    for options in ({}, {"max_length": 250}):
        a_token = token_weights(TWO, aggregate=aggregate, **options)
        an_answer = answer_weights([10, 100], aggregate=aggregate, **options)
        np.testing.assert_allclose(an_answer, a_token.sum(axis=1), rtol=1e-12)


@pytest.mark.parametrize("lengths", [[], [0, 1], [1.5], [[1, 2]], [np.nan]])
def test_lengths_are_whole_numbers(lengths):
    with pytest.raises(ValueError, match="lengths"):
        answer_weights(lengths)
