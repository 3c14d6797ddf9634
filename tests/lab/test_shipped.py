"""The model and the record that come with the project: each number again from the weights."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

import lab
from grpo_core import load_group
from lab.group import lab_group
from lab.language_model import answers_of
from lab.model import MOST_TOKENS, answer_logp, prompt_of, sample_answers
from lab.store import SHIPPED, load_model, load_run, steps_in
from lab.task import is_right, question_of, questions, shows_working, ways
from lab.tokens import IDS, ids_of

ASKED = questions("held out")
PAGE = SHIPPED.parents[1] / "lab" / "README.md"


@pytest.fixture(scope="module")
def run() -> dict:
    return load_run()


def sampled(step: str | int, seed: int) -> list[lab.SampledAnswer]:
    """One answer to every held-out question."""
    asked = [question_of(*pair) for pair in ASKED]
    prompts = np.array([prompt_of(ids_of(question)) for question in asked])
    drawn = sample_answers(load_model(step).weights, prompts, np.random.default_rng(seed))
    return answers_of(asked, *drawn)


@pytest.fixture(scope="module")
def start() -> list[lab.SampledAnswer]:
    return sampled("start", 1)


def share(answers: list[lab.SampledAnswer]) -> float:
    return float(np.mean([answer.reward for answer in answers]))


def test_it_is_small() -> None:
    assert sum(file.stat().st_size for file in SHIPPED.iterdir()) < 3_000_000
    assert sum(array.size for array in load_model("start").weights.values()) < 500_000


def test_at_the_start_working_is_right_more_often_than_the_result_alone(start) -> None:
    working = [answer for answer in start if shows_working(answer.text)]
    direct = [answer for answer in start if not shows_working(answer.text)]
    assert share(working) > share(direct) + 0.2
    assert min(len(working), len(direct)) > 0.1 * len(start)


def test_all_three_ways_occur_at_the_start(start) -> None:
    """Each way as it was shown, with no mistake in it, at least once in fifty questions."""
    found = Counter(
        ways(*pair).index(answer.text)
        for pair, answer in zip(ASKED, start, strict=True)
        if answer.text in ways(*pair)
    )
    assert min(found[way] for way in range(3)) >= 5


def test_the_question_of_the_films_is_answered_right_and_wrong_at_the_start() -> None:
    answers = load_model("start").sample("17x24", 64, rng=np.random.default_rng(0))
    assert 0.1 < share(answers) < 0.9


def test_grpo_has_made_it_better_at_what_it_has_not_seen(run, start) -> None:
    trained = sampled("trained", 2)
    assert share(trained) > share(start) + 0.15 - 0.05  # two samples of 785: .025 each
    gained = run["held_out"]
    first, *_, last = (gained[str(step)] for step in steps_in(SHIPPED))
    assert last >= first + 0.15
    assert share(start) == pytest.approx(first, abs=0.07)
    assert share(trained) == pytest.approx(last, abs=0.07)
    for answers, row in ((start, run["rows"][0]), (trained, run["rows"][-1])):
        working = np.mean([shows_working(answer.text) for answer in answers])
        assert working == pytest.approx(row["working"], abs=0.15)
    assert run["rows"][-1]["working"] > run["rows"][0]["working"]
    assert run["rows"][-1]["length"] > run["rows"][0]["length"]


def test_recorded_log_probabilities_are_the_weights_own(run) -> None:
    reference, seen = load_model("start"), []
    for row in run["rows"]:
        if "groups" not in row:
            continue
        kept = load_model(row["step"]) if row["step"] in steps_in(SHIPPED) else None
        seen += [row["step"]] * (kept is not None)
        for group in row["groups"]:
            for answer in group["answers"]:
                text = "".join(token for token in answer["tokens"] if token != "<end>")
                ended = answer["tokens"][-1] == "<end>"
                assert answer["reward"] == (ended and is_right(group["question"], text))
                asked = group["question"], answer["tokens"]
                np.testing.assert_allclose(reference.token_logp(*asked), answer["ref"], atol=1e-4)
                if kept:
                    np.testing.assert_allclose(kept.token_logp(*asked), answer["old"], atol=1e-4)
    assert len(seen) >= 3


def test_recorded_distributions_are_the_weights_own(run) -> None:
    """Each has the drawn token's own probability; where the weights are kept, all are theirs."""
    places, kept = 0, set()
    for row in run["rows"]:
        for group in row.get("groups", []):
            answer = group["answers"][0]
            table = np.array(answer["distributions"])
            drawn = [run["written"].index(token) for token in answer["tokens"]]
            own = table[np.arange(len(drawn)), drawn]
            np.testing.assert_allclose(own, np.exp(answer["old"]), atol=1e-4)
            np.testing.assert_allclose(table.sum(axis=1), 1, atol=1e-4)
            places += len(table)
            if row["step"] in steps_in(SHIPPED):
                text, model = "".join(answer["tokens"][:-1]), load_model(row["step"])
                again = model.distributions(group["question"], text)
                np.testing.assert_allclose(table, again, atol=1e-4)
                kept.add(row["step"])
    assert places > 400 and len(kept) >= 3


def test_rows_are_counted_again_from_all_texts_of_their_batch(run) -> None:
    """Which are there where the weights are: so k3 and entropy are recomputed, too."""
    reference, seen = load_model("start"), []
    for row in run["rows"]:
        size, counts = run["recipe"]["answers"], np.array(row["right"])
        assert row["reward"] == pytest.approx(counts.mean() / size)
        assert row["silent"] == pytest.approx(np.isin(counts, (0, size)).mean())
        if "batch" not in row:
            continue
        seen.append(row["step"])
        written = [(question, text) for question, texts in row["batch"].items() for text in texts]
        rewards = [len(text) < MOST_TOKENS and is_right(asked, text) for asked, text in written]
        assert np.reshape(rewards, (-1, size)).sum(axis=1).tolist() == counts.tolist()
        tokens = [[*text, "<end>"][:MOST_TOKENS] for _, text in written]
        assert row["working"] == pytest.approx(
            np.mean([shows_working(text) for _, text in written])
        )
        assert row["length"] == pytest.approx(np.mean([len(one) for one in tokens]))
        prompts = np.array([prompt_of(ids_of(question)) for question, _ in written])
        filled = [[*one, *["<end>"] * (MOST_TOKENS - len(one))] for one in tokens]
        ids = np.array([[IDS[token] for token in one] for one in filled])
        real = np.arange(MOST_TOKENS) < np.array([len(one) for one in tokens])[:, None]
        old, ref = (
            answer_logp(policy.weights, prompts, ids)[real]
            for policy in (load_model(row["step"]), reference)
        )
        assert row["entropy"] == pytest.approx(-old.mean(), abs=1e-4)
        assert row["k3"] == pytest.approx(np.mean(np.exp(ref - old) - (ref - old) - 1), abs=1e-4)
    assert len(seen) == len(steps_in(SHIPPED)) - 1 >= 3


def test_the_weights_of_the_next_step_are_what_two_updates_made(run) -> None:
    """Where two steps in a row are kept, "new" after the last update is the later one's."""
    (row,) = [row for row in run["rows"] if row["step"] == 10]
    later, moved, missed = load_model(11), 0.0, 0.0
    for group in row["groups"]:
        for answer in group["answers"]:
            found = later.token_logp(group["question"], answer["tokens"])
            missed += np.abs(found - answer["new"][-1]).sum()
            moved += np.abs(found - answer["old"]).sum()
    assert 0 < missed < moved / 5  # float16 has rounded it since


def test_the_page_s_figures_are_the_record_s(run) -> None:
    first, *_, last = run["rows"]
    held_out = [
        run["held_out"][str(step)] for step in (steps_in(SHIPPED)[0], steps_in(SHIPPED)[-1])
    ]
    table = {
        "held-out questions right": [f"{value:.2f}" for value in held_out],
        "answers with working": [f"{row['working']:.2f}" for row in (first, last)],
        "tokens an answer": [f"{row['length']:.1f}" for row in (first, last)],
    }
    page = PAGE.read_text(encoding="utf-8")
    for name, (before, after) in table.items():
        assert f"| {name} | {before} | {after} |" in page


def many_right(step: str, count: int) -> float:
    """The share of right answers to 17 x 24 among many: of 64 it would be off by .05."""
    model, rng = load_model(step), np.random.default_rng(0)
    return share([a for _ in range(count // 64) for a in model.sample("17x24", 64, rng=rng)])


def test_what_the_page_says_of_the_gain_is_counted(run, start) -> None:
    """One answer to each held-out question, 1,024 to that of the films; rounded as it stands."""
    page = " ".join(PAGE.read_text(encoding="utf-8").split())

    def right(answers: list[lab.SampledAnswer], working: bool) -> str:
        return f"{share([a for a in answers if shows_working(a.text) is working]):.2f}"

    ends = sampled("trained", 2)
    film = [f"{many_right(step, 1024):.2f}" for step in ("start", "trained")]
    gain = run["held_out"][str(steps_in(SHIPPED)[-1])] - run["held_out"]["0"]
    for said in (
        f"({right(start, True)} against {right(start, False)} at the start)",
        f"working itself is right in {right(ends, True)} of the answers",
        f"of 1,024 answers each, {film[0]} are right at the start and {film[1]} in the end",
        f"gain {gain:.2f}",
        f"stopped at step {run['start']['steps']}",
    ):
        assert said in page


def test_the_worked_group_of_the_lab_is_what_the_model_says() -> None:
    """assets/groups/lab.toml, made by ``make group LAB="17x24" SEED=68``."""
    shipped = load_group(SHIPPED.parent / "groups" / "lab.toml")
    made = lab_group("17x24", seed=68).group
    assert shipped.texts == made.texts
    assert shipped.rewards.tolist() == made.rewards.tolist()
    assert 0 < shipped.rewards.mean() < 1 and len(set(shipped.texts)) >= 3
    for name in ("old_logp", "new_logp", "ref_logp"):
        np.testing.assert_allclose(getattr(shipped, name), getattr(made, name), atol=1e-4)
