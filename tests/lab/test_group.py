"""A group of the model's answers: whose probabilities stand in it, and what is refused."""

import json
from pathlib import Path

import numpy as np
import pytest

from lab import LabError, LanguageModel, load_model
from lab.group import LabGroup, lab_group
from lab.weights import weights_file

RECIPE = {"eps_low": 0.1, "eps_high": 0.3, "beta": 0.02, "scale": "none", "rate": 1e-4}


@pytest.fixture
def run(tiny: LanguageModel, tmp_path: Path) -> Path:
    """Three checkpoints that differ, and a record."""
    for step, factor in ((0, 1.0), (40, 1.1), (41, 1.15)):
        weights = {name: array * factor for name, array in tiny.weights.items()}
        (tmp_path / f"weights-{step:04}.npz").write_bytes(weights_file(weights))
    (tmp_path / "run.json").write_text(json.dumps({"recipe": RECIPE, "rows": []}))
    return tmp_path


@pytest.fixture
def made(run: Path) -> LabGroup:
    return lab_group("17 x 24", 40, 64, seed=3, folder=run)


def test_the_old_policy_draws_and_all_three_are_asked(made: LabGroup, run: Path) -> None:
    """Of the old one what it said while it wrote, token by token with its cache."""
    group = made.group
    assert (made.old_step, made.new_step) == (40, 41)
    drawn = load_model(40, run).sample("17*24=", 64, rng=np.random.default_rng(3))
    assert group.texts == tuple(answer.text or "(empty)" for answer in drawn)
    said = [answer.logp.sum() for answer in drawn]
    np.testing.assert_allclose(group.old_logp, said, rtol=1e-5)
    ended = [k for k, answer in enumerate(drawn) if answer.tokens[-1] == "<end>"]
    assert len(ended) > 10
    for field, step in (("new_logp", 41), ("ref_logp", "start")):
        model = load_model(step, run)
        alone = [model.logp("17*24=", drawn[k].text).sum() for k in ended]
        np.testing.assert_allclose(getattr(group, field)[ended], alone, rtol=1e-5)


def test_without_a_step_the_two_policies_that_are_nearest_are_taken(run: Path) -> None:
    made = lab_group("17x24", folder=run)
    assert (made.old_step, made.new_step) == (40, 41)
    assert lab_group("17x24", "start", folder=run).new_step == 40


def test_every_answer_has_its_tokens(made: LabGroup) -> None:
    for text, answer in zip(made.group.texts, made.group.per_token, strict=True):
        written = "".join(answer.tokens).removesuffix("<end>")
        assert written == ("" if text == "(empty)" else text)
    lengths = {answer.size for answer in made.group.per_token}
    assert 14 in lengths  # cut off, or ended just in time
    assert min(lengths) < 4


def test_an_answer_drawn_again_has_the_same_probability_to_the_last_bit(made: LabGroup) -> None:
    group = made.group
    assert len(set(group.texts)) < group.size
    assert len(group.different) == len({answer.tokens for answer in group.per_token})


def test_the_checker_rewards_and_the_run_s_settings_hold(made: LabGroup) -> None:
    group = made.group
    right = [float(text.split("=")[-1] == "408") for text in group.texts]
    np.testing.assert_array_equal(group.rewards, right)
    assert (group.eps_low, group.eps_high, group.beta, group.scale) == (0.1, 0.3, 0.02, "none")


def test_a_seed_gives_a_group_and_another_one_another(run: Path) -> None:
    def texts(**options) -> tuple[str, ...]:
        return lab_group("17x24", folder=run, **options).group.texts

    assert texts(seed=1) == texts(seed=1)
    assert texts(seed=1) != texts(seed=2)
    assert len(texts()) == 8
    assert len(set(texts(size=64, temperature=0.01))) == 1  # nearly greedy


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"question": "5x24"}, "question: '5x24' is out of range; give two factors from 11 to 99"),
        ({"step": 7}, "checkpoint 7: there is none; take one of start, 40, trained"),
        ({"step": "trained"}, "step: no update comes after 'trained'; take one of start, 40"),
        ({"step": 41}, "step: no update comes after 41; take one of start, 40"),
        ({"size": 1}, "g: 1 answers; a group has 2 to 64"),
        ({"size": 65}, "g: 65 answers; a group has 2 to 64"),
        ({"temperature": 0}, "temperature: 0 is out of range; give more than 0"),
        ({"temperature": 1e9}, "temperature: 1e+09 is out of range; give more than 0"),
    ],
)
def test_what_is_out_of_range_is_told_in_one_line(run: Path, options: dict, said: str) -> None:
    with pytest.raises(LabError) as told:
        lab_group(**{"question": "17x24", **options}, folder=run)
    assert str(told.value).startswith(said)
    assert "\n" not in str(told.value)


def test_damaged_weights_are_named(run: Path) -> None:
    """Those of the next policy, too, which nobody named."""
    (run / "weights-0041.npz").write_bytes(b"weights\n")
    with pytest.raises(LabError, match=r"weights-0041\.npz: damaged, or no weights file"):
        lab_group("17x24", 40, folder=run)


def test_one_checkpoint_is_no_update(run: Path) -> None:
    for step in (40, 41):
        (run / f"weights-{step:04}.npz").unlink()
    with pytest.raises(LabError, match="one checkpoint only"):
        lab_group("17x24", folder=run)
