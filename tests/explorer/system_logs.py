"""Logs as the systems write them, with the groups that a reader must find in them.

Each is made from the same few answers, so that what is expected is typed once and by hand.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

USER = "<|im_start|>user\n"
QUESTION = "Is 91 prime?"
TEXTS = ("no, 7 * 13", "yes", "no")
REWARDS = (1.0, 0.0, 1.0)


@dataclass(frozen=True)
class SystemLog:
    """A log's content, and what its one group of step `step` must be."""

    content: str
    step: str = ""
    question: str = QUESTION
    texts: tuple[str, ...] = TEXTS
    rewards: tuple[float, ...] = REWARDS
    logps: tuple[dict[str, float], ...] = ({}, {}, {})
    tokens: tuple[int, ...] = (1, 1, 1)
    name: str = "log"


def lines(*rows: dict) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def message(role: str, content: object) -> dict:
    return {"role": role, "content": content}


# rewards 1, 0, 1: mean 2/3, std (ddof 1) 0.57735; ±: 1/3 and -2/3 over 0.57745.
TRL_ADVANTAGES = (0.57725, -1.15450, 0.57725)


def trl(prompt: object, completions: list, **columns: list) -> list[dict]:
    rewards = columns or {"accuracy_reward": list(REWARDS)}
    return [
        {"step": 7, "prompt": prompt, "completion": completion}
        | {name: cells[i] for name, cells in rewards.items()}
        | {"advantage": TRL_ADVANTAGES[i]}
        for i, completion in enumerate(completions)
    ]


CONVERSATION = trl(
    [message("system", "Be brief."), message("user", QUESTION)],
    [[message("assistant", text)] for text in TEXTS],
)
TOOLS = trl(
    [message("user", [{"type": "image"}, {"type": "text", "text": QUESTION}])],
    [
        [
            {"role": "assistant", "content": None, "tool_calls": [{"function": {"name": "f"}}]},
            {"role": "tool", "name": "f", "content": "7 13"},
            message("assistant", [{"type": "text", "text": TEXTS[0]}]),
        ],
        [message("assistant", TEXTS[1])],
        [message("assistant", TEXTS[2])],
    ],
)
# The sum is 1, 0, 1 only with the penalty, whose name says nothing of a reward.
MIXED = trl(QUESTION, list(TEXTS), correct_reward=[1.5, 0.25, 1.25], too_long=[-0.5, -0.25, -0.25])
MARKUP = trl(f"{USER}{QUESTION}<|im_end|>\n<|im_start|>assistant\n", list(TEXTS))
PANDAS_REPR = "".join(
    f"7,\"[{{'content': '{QUESTION}', 'role': 'user'}}]\","
    f"\"[{{'content': '{text}', 'role': 'assistant'}}]\",{reward},{advantage}\n"
    for text, reward, advantage in zip(TEXTS, REWARDS, TRL_ADVANTAGES, strict=True)
)
# An array of several messages, as numpy writes it: no commas between them.
NUMPY_REPR = "".join(
    f"{i},7,\"[{{'content': 'Be brief.', 'role': 'system'}}\n {{'content': '{QUESTION}', "
    f"'role': 'user'}}]\",\"[{{'content': '{text}', 'role': 'assistant'}}]\",{reward}\n"
    for i, (text, reward) in enumerate(zip(TEXTS, REWARDS, strict=True))
)
SWIFT = {
    "step": ["7", "7", "7"],
    "prompt": [f"{USER}{QUESTION}<|im_end|>\n"] * 3,
    "completion": list(TEXTS),
    "Accuracy": list(REWARDS),
    "advantages": list(TRL_ADVANTAGES),
}
VERL = [
    {
        "input": f"system\nBe brief.\nuser\n{QUESTION}\nassistant\n",
        "output": text,
        "gts": "no",
        "score": reward,
        "step": 7,
        "acc": reward > 0,
        "pred": text,
    }
    for text, reward in zip(TEXTS, REWARDS, strict=True)
]
TRACES = [
    {
        "env": {"id": "primes"},
        "task": {"type": "P", "data": {"idx": 4, "prompt": QUESTION, "answer": "no"}},
        "group": {"id": "g4"},
        "run": {"type": "train", "work": {"type": "train", "step": 7}},
        "traces": [
            {
                "agent": {"name": "agent", "trainable": True},
                "nodes": [
                    {"message": message("user", QUESTION), "token_ids": [1], "mask": [False]},
                    {
                        "message": message("assistant", text),
                        "token_ids": [4, 5],
                        "mask": [True, True],
                        "logprobs": [-0.5, -0.25],
                    },
                ],
                # 0.5 * reward + 0.25 * (2 * reward) = reward
                "rewards": {
                    "correct": {"score": reward, "weight": 0.5},
                    "style": {"score": 2 * reward, "weight": 0.25},
                },
                "info": {"advantage": reward - 2 / 3},
            }
        ],
    }
    for text, reward in zip(TEXTS, REWARDS, strict=True)
]
NEMO = [
    {
        "content": [f"{QUESTION}{text}"],
        "rewards": [reward],
        "input_lengths": [4],
        "token_ids": [[10, 20, 30 + i, 40]],
        "token_loss_mask": [[0.0, 0.0, 1.0, 1.0]],
        "sample_loss_mask": [1.0],
        "advantages": [[0.0, 0.0, reward, reward]],
        "generation_logprobs": [[0.0, 0.0, -4.0, -4.0]],
        "prev_logprobs": [[0.0, 0.0, -0.5, -0.25]],
        "idx": i,
    }
    for i, (text, reward) in enumerate(zip(TEXTS, REWARDS, strict=True))
]
OPEN_INSTRUCT = [
    {
        "prompt_idx": 3,
        "step": 7,
        "prompt_tokens": [1, 2],
        "response_tokens": [10 + i, 11],
        "logprobs": [-0.5, -0.25],
        "reward": reward,
        "advantage": advantage,
        "finish_reason": "stop",
        "ground_truth": "no",
    }
    for i, (reward, advantage) in enumerate(zip(REWARDS, TRL_ADVANTAGES, strict=True))
]
OLD = ({"old": -0.75},) * 3

SYSTEMS = {
    "TRL, conversations": SystemLog(lines(*CONVERSATION), step="7"),
    "TRL, tools and images": SystemLog(lines(*TOOLS), step="7"),
    "TRL, names without reward": SystemLog(lines(*MIXED), step="7"),
    "TRL up to 1.10, Unsloth": SystemLog(lines(*MARKUP), step="7"),
    "TRL through pandas to CSV": SystemLog(
        f"step,prompt,completion,accuracy_reward,advantage\n{PANDAS_REPR}", step="7"
    ),
    "TRL through numpy to CSV": SystemLog(
        f",step,prompt,completion,accuracy_reward\n{NUMPY_REPR}", step="7"
    ),
    "W&B table": SystemLog(
        json.dumps({"columns": list(MARKUP[0]), "data": [list(row.values()) for row in MARKUP]}),
        step="7",
    ),
    "pandas, columns": SystemLog(
        json.dumps({key: {str(i): row[key] for i, row in enumerate(MARKUP)} for key in MARKUP[0]}),
        step="7",
    ),
    "pretty JSON": SystemLog(json.dumps(CONVERSATION, indent=2), step="7"),
    "objects over several lines": SystemLog(
        "\n".join(json.dumps(row, indent=2) for row in CONVERSATION), step="7"
    ),
    "ms-swift": SystemLog(lines(SWIFT), step="7"),
    "verl 0.9": SystemLog(lines(*VERL), step="7"),
    "verl v1": SystemLog(
        lines(*({**row, "uid": f"5_{i}_0"} for i, row in enumerate(VERL))), step="7"
    ),
    "open-instruct": SystemLog(
        lines(*OPEN_INSTRUCT),
        step="7",
        question="tokens 1 2",
        texts=tuple(f"tokens {10 + i} 11 (2 tokens, stop)" for i in range(3)),
        logps=OLD,
        tokens=(2, 2, 2),
    ),
    "prime-rl": SystemLog(lines(*TRACES), step="7", logps=OLD, tokens=(2, 2, 2)),
    "tinker-cookbook, token_db": SystemLog(
        lines(
            *(
                {
                    "iteration": 7,
                    "group_idx": 2,
                    "traj_idx": i,
                    "ob_text": f"{USER}{QUESTION}<|im_end|>\n",
                    "ac_text": f"{text}<|im_end|>",
                    "ac_logprobs": [-0.5, -0.25],
                    "total_reward": reward,
                }
                for i, (text, reward) in enumerate(zip(TEXTS, REWARDS, strict=True))
            )
        ),
        step="7",
        logps=OLD,
        tokens=(2, 2, 2),
    ),
    "NeMo-RL": SystemLog(
        lines(*NEMO), step="12", name="train_data_step12.jsonl", logps=OLD, tokens=(2, 2, 2)
    ),
    "verifiers 0.1": SystemLog(
        lines(
            *(
                {
                    "id": 0,
                    "prompt": [message("user", QUESTION)],
                    "completion": [message("assistant", text)],
                    "answer": "no",
                    "reward": reward,
                    "total_ms": 2.0,
                }
                for text, reward in zip(TEXTS, REWARDS, strict=True)
            )
        )
    ),
}

# A system that writes no groups -> a row of it, and what its message must name.
NO_GROUPS = {
    "prime-rl's tokens": (
        {
            "token_ids": [1, 2],
            "loss_mask": [False, True],
            "advantages": [0, 1],
            "inference_logprobs": [0, -0.5],
            "trainer_logprobs": [0, -0.6],
            "importance_ratio": [1, 0.9],
        },
        ["prime-rl's token export", "traces.jsonl"],
    ),
    "OpenRLHF": (
        {"columns": ["global_step", "text", "reward"], "data": [[1, "q a", 1.0], [2, "q b", 0.0]]},
        ["OpenRLHF", "--remote_rm_url"],
    ),
    "tinker-cookbook": (
        {"split": "train", "iteration": 0, "group_idx": 0, "traj_idx": 1, "steps": []},
        ["tinker-cookbook", "TokenDbConfig"],
    ),
}
