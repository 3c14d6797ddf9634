"""The network in numpy: by hand, by another way through it, and by what it must obey."""

import math

import numpy as np
import pytest

import lab
from lab.model import (
    MOST_TOKENS,
    Cache,
    answer_logp,
    attention,
    gelu,
    prompt_of,
    read_on,
    real_tokens,
    rms_norm,
    sample_answers,
)
from lab.tokens import END, IDS, WRITTEN, ids_of


def prompts(n: int) -> np.ndarray:
    return np.repeat(prompt_of(ids_of("17*24="))[None], n, axis=0)


def test_attention_by_hand() -> None:
    """Two positions, one number a head: the second weighs the values 10 and 20 as 1 to 3."""
    query = np.array([1.0, math.log(3.0)]).reshape(1, 1, 2, 1)
    key = np.array([0.0, 1.0]).reshape(1, 1, 2, 1)
    value = np.array([10.0, 20.0]).reshape(1, 1, 2, 1)
    assert attention(query, key, value).ravel() == pytest.approx([10, 17.5])


def test_a_network_by_hand() -> None:
    """One block of width 4 that adds nothing: the logits are the normed token's own products."""
    zeros = {
        "query_key_value": np.zeros((1, 4, 12)),
        "attention_out": np.zeros((1, 4, 4)),
        "mlp_up": np.zeros((1, 4, 16)),
        "mlp_down": np.zeros((1, 16, 4)),
    }
    ones = {"attention_norm": np.ones((1, 4)), "mlp_norm": np.ones((1, 4)), "norm": np.ones(4)}
    tokens = np.zeros((15, 4))
    tokens[3], tokens[5] = [2, 0, 0, 0], [1, 1, 0, 0]
    weights = zeros | ones | {"tokens": tokens, "positions": np.zeros((20, 4))}
    logits, _ = read_on(weights, np.array([[3]]), Cache())
    # [2 0 0 0] has mean square 1: it stays, and meets itself with 4 and token 5 with 2.
    assert logits[0, 0] == pytest.approx(
        [4 if n == 3 else 2 if n == 5 else 0 for n in range(14)], abs=1e-5
    )
    # An mlp that writes gelu(1) = .8412 of the first number beside it.
    weights["mlp_up"][0, 0, 0], weights["mlp_down"][0, 0, 1] = 0.5, 2.0
    logits, _ = read_on(weights, np.array([[3]]), Cache())
    x = np.array([2, 2 * 0.841192, 0, 0])
    x = x / math.sqrt((x**2).mean())
    assert logits[0, 0, [3, 5]] == pytest.approx([2 * x[0], x[0] + x[1]], abs=1e-4)


def test_gelu_and_norm_at_known_points() -> None:
    """x Phi(x) with the normal distribution's Phi, to the approximation's 1e-3."""
    for x in (-2.0, -0.5, 0.7, 3.0):
        assert gelu(np.array(x)) == pytest.approx(
            x * (1 + math.erf(x / math.sqrt(2))) / 2, abs=1e-3
        )
    assert rms_norm(np.array([3.0, 4.0]), np.array([1.0, 2.0])) == pytest.approx(
        [3 / math.sqrt(12.5), 8 / math.sqrt(12.5)], rel=1e-6
    )


def test_no_position_sees_a_later_one(tiny: lab.LanguageModel) -> None:
    ids = np.append(prompts(1)[0], ids_of("340"))[None]
    other = ids.copy()
    other[0, -1] = 9
    first, second = (read_on(tiny.weights, x, Cache())[0] for x in (ids, other))
    assert np.array_equal(first[:, :-1], second[:, :-1])
    assert not np.allclose(first[:, -1], second[:, -1])


def test_sampling_with_a_cache_equals_one_whole_pass(tiny: lab.LanguageModel) -> None:
    answers, logp = sample_answers(tiny.weights, prompts(40), np.random.default_rng(1))
    real = real_tokens(answers)
    whole = answer_logp(tiny.weights, prompts(40), answers)
    assert len(set(real.sum(axis=1))) > 3  # some ended earlier
    np.testing.assert_allclose(logp[real], whole[real], atol=2e-6)
    assert (logp[~real] == 0).all()


def test_tokens_come_as_often_as_the_model_says(tiny: lab.LanguageModel) -> None:
    """First tokens of 4000 answers, at temperature 1 and 2, within five standard errors."""
    chance = np.array(list(tiny.distribution("17*24").values()))
    for temperature in (1.0, 2.0):
        hot = chance ** (1 / temperature)
        hot = hot / hot.sum()
        rng = np.random.default_rng(0)
        answers, logp = sample_answers(tiny.weights, prompts(4000), rng, temperature)
        share = np.bincount(answers[:, 0], minlength=len(WRITTEN)) / 4000
        assert (np.abs(share - hot) < 5 * np.sqrt(hot * (1 - hot) / 4000) + 1e-9).all()
        # Whatever drew them, their probabilities are the model's own.
        np.testing.assert_allclose(np.exp(logp[:, 0]), chance[answers[:, 0]], rtol=1e-4)


def test_an_answer_is_told_in_one_way(tiny: lab.LanguageModel) -> None:
    for answer in tiny.sample("17x24", 16, rng=np.random.default_rng(3), temperature=1.5):
        ended = answer.tokens[-1] == END
        assert "".join(token for token in answer.tokens if token != END) == answer.text
        assert ended or len(answer.tokens) == MOST_TOKENS
        if ended:
            np.testing.assert_allclose(tiny.logp("17x24", answer.text), answer.logp, atol=2e-6)


def test_log_probabilities_add_up_to_a_distribution(tiny: lab.LanguageModel) -> None:
    """All answers of at most one character, and what goes on: probabilities of a whole."""
    first = tiny.distribution("17*24=")
    one = sum(math.exp(tiny.logp("17*24=", token).sum()) for token in "0123456789*+=")
    longer = sum(
        first[token] * (1 - tiny.distribution("17*24=", token)[END]) for token in "0123456789*+="
    )
    assert first[END] + one + longer == pytest.approx(1, abs=1e-5)


def test_the_least_temperature_of_all_writes_the_most_probable_token(tiny) -> None:
    """The smallest float above 0: nothing becomes NaN."""
    (greedy,) = tiny.sample("17*24=", 1, temperature=0)
    (cold,) = tiny.sample("17*24=", 1, temperature=5e-324)
    assert cold.text == greedy.text
    assert np.unique(tiny.distributions("17*24=", "4", 5e-324)).tolist() == [0.0, 1.0]


def test_what_a_distribution_cannot_be_asked_is_told(tiny: lab.LanguageModel) -> None:
    for temperature in (0, -1, 1e9, math.nan):
        with pytest.raises(lab.LabError, match=r"^temperature: .* give more than 0 [^\n]*$"):
            tiny.distributions("17*24=", "4", temperature)
    with pytest.raises(lab.LabError, match=r"^tokens: none; "):
        tiny.token_logp("17*24=", ())


def test_temperature_0_writes_the_most_probable_token(tiny: lab.LanguageModel) -> None:
    first, second = tiny.sample("17*24=", 2, temperature=0)
    assert first.text == second.text
    chances = tiny.distribution("17*24=")
    assert first.tokens[0] == max(chances, key=lambda token: chances[token])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"n": 0}, "n: 0 "),
        ({"n": 65}, "n: 65 "),
        ({"n": 2.0}, "n: 2.0 "),
        ({"temperature": -1}, "temperature: -1 "),
        ({"temperature": 1e9}, "temperature: 1000000000.0 "),
        ({"temperature": math.nan}, "temperature: nan "),
        ({"question": "17*240"}, "question: '17*240' "),
    ],
)
def test_what_cannot_be_sampled_is_said_in_one_line(tiny, given: dict, said: str) -> None:
    with pytest.raises(lab.LabError) as told:
        tiny.sample(**{"question": "17*24", "n": 2} | given)
    assert str(told.value).startswith(said) and "\n" not in str(told.value)


@pytest.mark.parametrize("text", ["12345678901234", "4O8", "3 40"])
def test_what_the_model_cannot_write_is_said_in_one_line(tiny, text: str) -> None:
    with pytest.raises(lab.LabError, match=r"^text: [^\n]*$"):
        tiny.logp("17*24", text)


def test_a_cut_off_answer_earns_nothing() -> None:
    """Fourteen tokens that end with the product, but no end."""
    from lab.language_model import answers_of

    tokens = ids_of("1111111111=408")[None]
    assert answers_of(["17*24="], tokens, np.zeros((1, 14)))[0].reward == 0
    tokens[0] = [*ids_of("1+1=408"), *[IDS[END]] * 7]
    assert answers_of(["17*24="], tokens, np.zeros((1, 14)))[0].reward == 1
