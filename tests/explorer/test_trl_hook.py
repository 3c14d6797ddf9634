"""The hook for TRL, in a stand-in for its trainer; and a file that it wrote in the real one."""

from __future__ import annotations

import importlib.util
import json
import math
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from explorer.logs import read_log, session_of

HERE = Path(__file__).parent
HOOK = HERE.parents[1] / "extras" / "trl_log_probs.py"
# TRL 1.16, torch 2.15: a Qwen2 of 32 units, num_iterations 2, reward_weights [1, 2].
REAL = HERE / "trl_1.16_log_probs.jsonl"
PASSES, CHUNKS = 2, 2  # num_iterations, steps_per_generation
OLD = np.array([[-1.0, -2.0, 0.0], [-1.5, 0.0, 0.0], [-0.5, -0.25, -3.0], [-2.0, -2.0, 0.0]])
MASK = np.array([[1, 1, 0], [1, 0, 0], [1, 1, 1], [1, 1, 0]])
REWARDS = np.array([[1.0, np.nan], [0.0, 0.5], [0.0, np.nan], [1.0, 0.0]])
ADVANTAGES = np.array([0.5, -0.25, -1.25, 1.0])


class Tensor(np.ndarray):
    """As much of torch's as the hook uses."""

    def detach(self) -> Tensor:
        return self


def tensor(values: np.ndarray) -> Tensor:
    return np.asarray(values).view(Tensor)


class StandIn:
    """GRPOTrainer of TRL 1.16 as far as the hook sees it: one generation, shuffled and split,
    then passes over it in which the policy moves by 0.125 nats a token."""

    def __init__(self, folder: Path) -> None:
        self.args = SimpleNamespace(output_dir=str(folder), steps_per_generation=CHUNKS)
        self.accelerator = SimpleNamespace(process_index=0, is_main_process=True)
        self.model = SimpleNamespace(training=True)
        self.state = SimpleNamespace(global_step=4)
        self.reward_func_names = ["right", "short"]
        self._step, self.moved = 0, 0.0

    def train(self) -> None:
        made = self._generate_and_score_completions([{"prompt": "q"}] * 4)
        order = [2, 0, 3, 1]
        shuffled = {
            key: value[order] if isinstance(value, np.ndarray) else [value[i] for i in order]
            for key, value in made.items()
        }
        for _ in range(PASSES):
            for chunk in range(CHUNKS):
                part = {key: value[chunk * 2 : chunk * 2 + 2] for key, value in shuffled.items()}
                assert self._compute_loss(self.model, part) == "loss"
                self._step += 1
            self.state.global_step += 1
            self.moved += 0.125

    def _generate_and_score_completions(self, inputs: list) -> dict:
        completions = [f"answer {i}" for i in range(4)]
        self._calculate_rewards(inputs, ["q"] * 4, completions, None)
        ids = np.arange(4)
        return {
            "completion_ids": ids,
            "completion_mask": tensor(MASK),
            "advantages": tensor(ADVANTAGES),
            "old_per_token_logps": tensor(OLD),
            "ref_per_token_logps": tensor(OLD - 0.5),
        }

    def _calculate_rewards(self, inputs: list, prompts: list, completions: list, ids: None):
        return tensor(REWARDS)

    def _get_per_token_logps_and_entropies(self, inputs: dict) -> tuple:
        return tensor(OLD[inputs["completion_ids"]] + self.moved), None, None

    def _compute_loss(self, model: object, inputs: dict) -> str:
        self._get_per_token_logps_and_entropies(inputs)
        return "loss"


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the hook writes in the stand-in."""
    accelerate, utils = ModuleType("accelerate"), ModuleType("accelerate.utils")
    utils.gather_object = lambda rows: rows
    monkeypatch.setitem(sys.modules, "accelerate", accelerate)
    monkeypatch.setitem(sys.modules, "accelerate.utils", utils)
    spec = importlib.util.spec_from_file_location("trl_log_probs", HOOK)
    hook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)

    class Trainer(hook.LogProbs, StandIn):
        pass

    Trainer(tmp_path / "run").train()
    return (tmp_path / "run" / "log_probs.jsonl").read_text()


def test_each_answer_is_written_once_a_pass_with_its_own_numbers(written: str) -> None:
    rows = [json.loads(line) for line in written.splitlines()]
    assert [(row["step"], row["completion"]) for row in rows] == [
        (step, f"answer {i}") for step in (4, 5) for i in (2, 0, 3, 1)
    ]
    assert rows[1] == {
        "step": 4,
        "prompt": "q",
        "completion": "answer 0",
        "right": 1.0,
        "short": None,
        "advantage": 0.5,
        "completion_mask": [1, 1, 0],
        "per_token_logps": [-1.0, -2.0, 0.0],
        "old_per_token_logps": [-1.0, -2.0, 0.0],
        "ref_per_token_logps": [-1.5, -2.5, -0.5],
    }


def test_the_reader_takes_the_file(written: str) -> None:
    first, second = read_log(written).groups
    assert (first.step, second.step) == ("4", "5")
    answer = second.answers[0]  # "answer 2": three tokens, each 0.125 nats likelier than before
    assert (answer.text, answer.tokens) == ("answer 2", 3)
    assert answer.logps == {"old": -3.75, "new": -3.375, "ref": -5.25}
    session, notes = session_of(second)
    assert session.table.ratio == pytest.approx([math.exp(0.125)] * 4)
    assert not any("does not hold" in note for note in notes)


def test_a_file_of_the_real_trainer() -> None:
    log = read_log(REAL.read_text(), REAL.name)
    assert log.reading.rewards == (("digits", 1.0), ("maybe", 2.0))
    assert [len(group.answers) for group in log.groups] == [4, 4, 4, 4]
    rows = [json.loads(line) for line in REAL.read_text().splitlines()]
    for group in log.groups:
        session, _ = session_of(group)
        own = [r for r in rows if (str(r["step"]), r["prompt"]) == (group.step, group.question)]
        ratios = [
            math.exp(
                sum(
                    m * (new - old)
                    for m, new, old in zip(
                        row["completion_mask"],
                        row["per_token_logps"],
                        row["old_per_token_logps"],
                        strict=True,
                    )
                )
                / sum(row["completion_mask"])
            )
            for row in own
        ]
        assert session.table.ratio == pytest.approx(ratios)
        # The trainer divides by the std + 1e-4, in float32.
        std = np.std(group.rewards, ddof=1)
        mine = session.table.advantage * std / (std + 1e-4)
        assert mine == pytest.approx([row["advantage"] for row in own], abs=2e-6)
