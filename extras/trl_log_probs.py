"""A hook for TRL: writes each answer with its log-probabilities under all three policies.

TRL's own `log_completions` holds none. Copy this file beside your training script, and let
your trainer be::

    from trl import GRPOTrainer
    from trl_log_probs import LogProbs

    class Trainer(LogProbs, GRPOTrainer):
        pass

It writes ``log_probs.jsonl`` into `output_dir`, one JSON object an answer and pass over it:
step, prompt, completion, a column for each reward function, advantage, completion_mask and,
a number for each token, per_token_logps (new), old_per_token_logps and ref_per_token_logps.
``make group LOG=log_probs.jsonl`` and the explorer read it. With ``num_iterations=2`` the
second pass has ratios other than 1; without `beta` there is no reference.

Read in TRL 1.16, trl/trainer/grpo_trainer.py: its `_compute_loss` keeps these to itself.
"""

from __future__ import annotations

import json
import os
from typing import Any


class LogProbs:
    """To be named before GRPOTrainer among the bases of a trainer."""

    def _calculate_rewards(self, inputs: Any, prompts: Any, completions: Any, *rest: Any) -> Any:
        rewards = super()._calculate_rewards(inputs, prompts, completions, *rest)
        first = self.accelerator.process_index * len(prompts)  # they are those of all processes
        mine = rewards[first : first + len(prompts)].tolist()
        self._answers = [
            {"prompt": prompt, "completion": completion}
            | {n: r if r == r else None for n, r in zip(self.reward_func_names, given, strict=True)}
            for prompt, completion, given in zip(prompts, completions, mine, strict=True)
        ]
        return rewards

    def _generate_and_score_completions(self, inputs: Any) -> dict[str, Any]:
        made = super()._generate_and_score_completions(inputs)
        return {**made, "answers": self._answers}  # TRL shuffles and splits lists with tensors

    def _get_per_token_logps_and_entropies(self, *args: Any, **options: Any) -> Any:
        found = super()._get_per_token_logps_and_entropies(*args, **options)
        self._per_token_logps = found[0].detach()  # in the end those of the policy in training
        return found

    def _compute_loss(self, model: Any, inputs: dict[str, Any]) -> Any:
        loss = super()._compute_loss(model, inputs)
        if self.model.training:
            self._write_answers(inputs)
        return loss

    def _write_answers(self, inputs: dict[str, Any]) -> None:
        from accelerate.utils import gather_object

        if self._step % self.args.steps_per_generation == 0:
            self._pass_step = self.state.global_step  # a pass may take several steps
        new, mask = self._per_token_logps, inputs["completion_mask"]
        old = inputs.get("old_per_token_logps")  # None while the policy is still the old one
        lists = {
            "advantage": inputs["advantages"],
            "completion_mask": mask * inputs["tool_mask"] if "tool_mask" in inputs else mask,
            "per_token_logps": new,
            "old_per_token_logps": new if old is None else old,
            "ref_per_token_logps": inputs.get("ref_per_token_logps"),
        }
        given = {name: t.tolist() for name, t in lists.items() if t is not None}
        rows = gather_object(
            [
                {"step": self._pass_step, **answer, **{name: given[name][i] for name in given}}
                for i, answer in enumerate(inputs["answers"])
            ]
        )
        if self.accelerator.is_main_process:
            os.makedirs(self.args.output_dir, exist_ok=True)
            with open(os.path.join(self.args.output_dir, "log_probs.jsonl"), "a") as file:
                file.writelines(json.dumps(row, default=str) + "\n" for row in rows)
