"""Training logs of each system: the groups, rewards and log-probabilities that are found."""

from __future__ import annotations

import io
import json
import math
import random

import numpy as np
import pytest
from system_logs import (
    CONVERSATION,
    NO_GROUPS,
    QUESTION,
    REWARDS,
    SYSTEMS,
    TEXTS,
    TRL_ADVANTAGES,
    SystemLog,
    lines,
    message,
    trl,
)

from explorer.logs import ChosenColumns, Unclear, files, read_log, session_of
from explorer.session import Refusal


def refusal_of(content: str | bytes, name: str = "log") -> str:
    with pytest.raises(Refusal) as refusal:
        read_log(content, name)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


@pytest.mark.parametrize("log", SYSTEMS.values(), ids=SYSTEMS)
def test_each_system_gives_its_group(log: SystemLog) -> None:
    (group,) = read_log(log.content, log.name).groups
    assert (group.step, group.question) == (log.step, log.question)
    assert tuple(answer.text for answer in group.answers) == log.texts
    assert tuple(answer.reward for answer in group.answers) == pytest.approx(log.rewards)
    assert tuple(answer.logps for answer in group.answers) == log.logps
    assert tuple(answer.tokens for answer in group.answers) == log.tokens
    session, _ = session_of(group)
    assert session.group.question == log.question
    assert list(session.group.rewards) == pytest.approx(log.rewards)


@pytest.mark.parametrize(("row", "said"), NO_GROUPS.values(), ids=NO_GROUPS)
def test_a_system_without_groups_is_told_what_to_write(row: dict, said: list[str]) -> None:
    message_ = refusal_of(json.dumps(row))
    assert all(words in message_ for words in said)


def test_keys_in_another_order_and_other_rows_between() -> None:
    other = [{**row, "prompt": [message("user", "2 + 2?")]} for row in CONVERSATION]
    mixed = [row for pair in zip(CONVERSATION, other, strict=True) for row in pair]
    turned = [dict(reversed(row.items())) for row in mixed]
    groups = read_log(lines(*turned)).groups
    assert [group.question for group in groups] == [QUESTION, "2 + 2?"]
    assert groups[0] == read_log(lines(*CONVERSATION)).groups[0]


@pytest.mark.parametrize(
    "prompt",
    [
        f"<|start_header_id|>user<|end_header_id|>\n\n{QUESTION}<|eot_id|>"
        "<|start_header_id|>assistant<|end_header_id|>\n\n",
        f"<bos><start_of_turn>user\n{QUESTION}<end_of_turn>\n<start_of_turn>model\n",
        f"<s>[INST] {QUESTION} [/INST]",
        f"<|system|>\nBe brief.<|end|>\n<|user|>\n{QUESTION}<|end|>\n<|assistant|>\n",
        f"<｜begin▁of▁sentence｜>Be brief.<｜User｜>{QUESTION}<｜Assistant｜>",
        f"user\n{QUESTION}\nassistant\n<think>\n",
        f"system\n\nToday is Monday.\n\nuser\n\n{QUESTION}assistant\n\n",
    ],
)
def test_the_markup_of_chat_templates_is_left_out(prompt: str) -> None:
    group = read_log(lines(*trl(prompt, [f"{text}<|im_end|>" for text in TEXTS]))).groups[0]
    assert group.question == QUESTION
    assert tuple(answer.text for answer in group.answers) == TEXTS


def test_tables_after_one_another() -> None:
    table = json.loads(SYSTEMS["W&B table"].content)
    other = {**table, "data": [[8, *row[1:]] for row in table["data"]]}
    assert [group.step for group in read_log(lines(table, other)).groups] == ["7", "8"]


def test_two_questions_and_another_step_in_ms_swift() -> None:
    step = {
        "step": ["3"] * 4,
        "prompt": [[message("user", name)] for name in "AABB"],
        "completion": ["1", "2", "3", "4"],
        "images": [],
        "Right": [1.0, 0.0, 0.0, 1.0],
        "advantages": [0.707, -0.707, -0.707, 0.707],
    }
    later = {**step, "step": ["4"] * 4, "gen_step": ["4"] * 4}
    groups = read_log(lines(step, later)).groups
    assert [(g.step, g.question, g.rewards) for g in groups] == [
        (step, question, rewards)
        for step in "34"
        for question, rewards in (("A", [1, 0]), ("B", [0, 1]))
    ]


def test_tools_weights_and_other_agents_in_prime_rl() -> None:
    def rollout(text: str, rewards: dict, **agent: object) -> dict:
        said = [
            {"role": "assistant", "content": None, "tool_calls": []},
            message("tool", "7 13"),
            message("assistant", [{"type": "text", "text": text}]),
        ]
        nodes = [
            {"message": m, "mask": [m["role"] == "assistant"], "logprobs": [-0.5], "token_ids": [1]}
            for m in said
        ]
        nodes[1]["logprobs"] = []
        trace = {"agent": agent, "nodes": nodes, "rewards": rewards, "info": {}}
        prompt = [message("system", "s"), message("user", QUESTION)]
        task = {"data": {"prompt": prompt}}
        return {"task": task, "group": {"id": "g"}, "run": {"work": {"step": 0}}, "traces": [trace]}

    def scored(right: float, length: float) -> dict:
        score = {"right": right, "length": length, "turns": 9.0}
        weight = {"right": 1.0, "length": 0.125, "turns": 0.0}
        return {name: {"score": score[name], "weight": weight[name]} for name in score}

    log = read_log(
        lines(
            rollout("a", scored(1.0, -4.0), name="solver", trainable=True),
            rollout("b", scored(0.0, -2.0), name="solver", trainable=True),
            rollout("c", {}, name="solver", trainable=True),
            rollout("d", scored(1.0, 0.0), name="judge", trainable=False),
        )
    )
    (group,) = log.groups
    assert (group.step, group.question, group.rewards) == ("0", QUESTION, [0.5, -0.25])
    assert [(a.text, a.logps, a.tokens) for a in group.answers] == [
        ("a", {"old": -1.0}, 2),
        ("b", {"old": -1.0}, 2),
    ]
    assert "the reward sums score × weight of right (weight 1), length (weight 0.125)" in log.notes
    assert "1 answer has no reward and is left out, A = 0 (row 3)" in log.notes


def test_an_object_of_rewards_is_a_column_for_each() -> None:
    rows = [
        {"prompt": "p", "completion": c, "reward_model": {"style": "rule"}, "rewards": rewards}
        for c, rewards in (("a", {"right": 1, "short": 0.5}), ("b", {"right": 0, "short": None}))
    ]
    log = read_log(lines(*rows))
    assert log.groups[0].rewards == [1.5, 0]
    assert [column for column, _ in log.reading.rewards] == ["rewards.right", "rewards.short"]


def test_flags_are_the_reward_where_nothing_else_is() -> None:
    rows = [{"prompt": "p", "completion": c, "passed": c == "a"} for c in "ab"]
    assert read_log(lines(*rows)).groups[0].rewards == [1, 0]
    rows = [row | {"score": 0.5} for row in rows]
    assert read_log(lines(*rows)).groups[0].rewards == [0.5, 0.5]


# -- the reward ---------------------------------------------------------------


def trl_advantages(rewards: np.ndarray, weights: list[float]) -> np.ndarray:
    """As TRL 1.16 computes them, grpo_trainer.py, in float32: NaN is not given, a row of
    NaN is not scored and gets 0. One group a row."""
    total = np.nansum(rewards * np.array(weights), axis=2)
    total[np.isnan(rewards).all(axis=2)] = np.nan
    centred = total - np.nanmean(total, axis=1, keepdims=True)
    std = np.nanstd(total, axis=1, ddof=1, keepdims=True)
    return np.nan_to_num(centred / (std + 1e-4)).astype(np.float32)


def trl_rows(rewards: np.ndarray, weights: list[float], names: list[str]) -> list[dict]:
    advantages = trl_advantages(rewards, weights)
    noise = random.Random(3)
    return [
        {"step": 1, "prompt": f"question {g}", "completion": f"answer {i}", "tokens_seen": i}
        | {name: None if math.isnan(r) else r for name, r in zip(names, answer, strict=True)}
        | {"entropy": noise.random(), "difficulty": float(g), "advantage": float(advantages[g, i])}
        for g, group in enumerate(rewards.tolist())
        for i, answer in enumerate(group)
    ]


def some_rewards(missing: float = 0.0) -> np.ndarray:
    """Three functions over 5 groups of 6 answers: right or not, format, a penalty."""
    made = np.random.default_rng(5)
    right, well = made.integers(0, 2, (2, 5, 6)).astype(float)
    rewards = np.stack([right, well, -made.random((5, 6)).round(2)], axis=2)
    rewards[made.random(rewards.shape) < missing] = np.nan
    return rewards


@pytest.mark.parametrize("weights", [[1.0, 1.0, 1.0], [2.0, 0.5, 1.0], [1.0, 0.25, 0.1]])
@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_the_columns_and_weights_are_those_that_give_the_advantages(
    weights: list[float], missing: float
) -> None:
    rewards = some_rewards(missing)
    log = read_log(lines(*trl_rows(rewards, weights, ["correct", "shape", "long"])))
    assert dict(log.reading.rewards) == pytest.approx(
        dict(zip(["correct", "shape", "long"], weights, strict=True))
    )
    for group, given in zip(log.groups, rewards, strict=True):
        expected = [
            math.fsum(w * r for w, r in zip(weights, answer, strict=True) if r == r)
            for answer in given.tolist()
            if not np.isnan(answer).all()
        ]
        assert group.rewards == pytest.approx(expected)
        assert session_of(group)[0].std == "sample"


def test_a_column_of_which_the_advantages_know_nothing_is_left_out() -> None:
    rewards = some_rewards()[:, :, :2]
    rows = trl_rows(rewards, [1.0, 0.0], ["right_reward", "style_reward"])
    assert read_log(lines(*rows)).reading.rewards == (("right_reward", 1.0),)


def test_what_one_function_does_not_give_is_not_counted() -> None:
    rows = trl(QUESTION, list(TEXTS), accuracy_reward=[1, 0, 1], code_reward=[None, math.nan, None])
    log = read_log(lines(*rows))
    assert log.groups[0].rewards == list(REWARDS)
    assert "code_reward is missing in 3 of 3 rows and not counted there" in log.notes


def test_an_answer_that_nothing_scored_is_left_out_of_the_mean() -> None:
    rows = trl(QUESTION, [*TEXTS], a_reward=[1, 0, None], b_reward=[None, None, None])
    for row, advantage in zip(rows, (0.70701, -0.70701, 0.0), strict=True):  # (±.5)/(.70711 + 1e-4)
        row["advantage"] = advantage
    log = read_log(lines(*rows))
    assert log.groups[0].rewards == [1, 0]
    assert "1 answer has no reward and is left out, A = 0 (row 3)" in log.notes
    assert session_of(log.groups[0])[0].group.size == 2


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
def test_sums_do_not_depend_on_the_order_of_columns(order: list[int]) -> None:
    parts = [("a_reward", 0.1, 0.3), ("b_reward", 0.2, 0.2), ("c_reward", 0.3, 0.1)]
    rows = [
        {"prompt": "q", "completion": "x"} | {parts[i][0]: parts[i][1] for i in order},
        {"prompt": "q", "completion": "y"} | {parts[i][0]: parts[i][2] for i in order},
    ]
    group = read_log(lines(*rows)).groups[0]
    assert group.rewards == [0.6, 0.6]
    assert "silent" in group.title


def test_advantages_that_no_sum_gives_are_told() -> None:
    rows = [row | {"advantage": 0.1 * i} for i, row in enumerate(CONVERSATION)]
    said = "no sum of columns gives the logged advantages; the reward is accuracy_reward"
    assert said in read_log(lines(*rows)).notes


def test_advantages_that_are_all_zero_do_not_choose_a_constant_column() -> None:
    rows = trl(QUESTION, list(TEXTS), reward=[1, 0, 1], style_reward=[0.5, 0.5, 0.5])
    log = read_log(lines(*(row | {"advantage": 0.0} for row in rows)))
    assert log.groups[0].rewards == [1, 0, 1]


# -- groups and log-probabilities --------------------------------------------


def test_the_same_rows_under_a_later_step_are_told() -> None:
    log = read_log(lines(*CONVERSATION, *({**row, "step": 8} for row in CONVERSATION)))
    assert [group.step for group in log.groups] == ["7", "8"]
    assert "1 group returns under a later step with the same answers" in log.notes


def test_a_mask_says_which_tokens_are_the_answers() -> None:
    rows = [
        row | {"completion_mask": [1, 1, 0], "old_per_token_logps": [-0.5, -0.25, 9.0]}
        for row in CONVERSATION
    ]
    answer = read_log(lines(*rows)).groups[0].answers[0]
    assert (answer.logps, answer.tokens) == ({"old": -0.75}, 2)


def test_the_trainers_old_is_preferred_to_the_samplers() -> None:
    rows = [
        row | {"logprobs": [-9.0], "old_logps": [-1.0], "per_token_logps": [-2.0]}
        for row in CONVERSATION
    ]
    assert read_log(lines(*rows)).groups[0].answers[0].logps == {"old": -1.0, "new": -2.0}


def test_line_separators_stand_raw_in_a_string() -> None:
    rows = "".join(
        f'{{"prompt": "p", "completion": "a{mark}b", "reward": {i}}}\n'
        for i, mark in enumerate("\u2028\u2029\u0085")
    )
    texts = [answer.text for answer in read_log(rows).groups[0].answers]
    assert texts == ["a\u2028b", "a\u2029b", "a\u0085b"]


def test_a_last_line_that_the_run_was_still_writing_is_left_out() -> None:
    log = read_log(lines(*CONVERSATION) + '{"step": 8, "prom')
    assert len(log.groups) == 1
    assert log.notes[0] == "line 4 is cut off and left out"


# -- other columns, refusals --------------------------------------------------


def test_columns_can_be_chosen() -> None:
    rows = [
        {"task": "t", "said": text, "points": reward, "bonus": 2.0}
        for text, reward in zip(TEXTS, REWARDS, strict=True)
    ]
    with pytest.raises(Unclear) as unclear:
        read_log(lines(*rows))
    assert unclear.value.columns == ("task", "said", "points", "bonus")
    assert unclear.value.numeric == ("points", "bonus")
    chosen = ChosenColumns(question="task", answer="said", rewards=("points", "bonus"))
    log = read_log(lines(*rows), choices=chosen)
    assert log.groups[0].rewards == [3, 2, 3]
    assert log.reading.words == (
        "question = task; answer = said; reward = points + bonus (chosen); "
        "group = the same task; log-probabilities: none"
    )


def test_a_key_that_a_row_lacks_can_be_done_without() -> None:
    rows = [{**row, "group_id": 1} for row in CONVERSATION[:2]] + CONVERSATION[2:]
    assert refusal_of(lines(*rows)).startswith("log: row 3: group_id is missing")
    assert len(read_log(lines(*rows), choices=ChosenColumns(group="")).groups) == 1


DAMAGED = {
    "a reward of 400 digits": ({"accuracy_reward": 10**400}, "accuracy_reward is too large"),
    "an infinite reward": ({"accuracy_reward": math.inf}, "accuracy_reward: 'inf' is not"),
    "a sum that overflows": ({"accuracy_reward": 1e308, "b_reward": 1e308}, "the sum is too large"),
    "no answer": ({"completion": ...}, "completion is missing"),
    "no question": ({"prompt": ...}, "prompt is missing"),
    "no step": ({"step": None}, "step is missing"),
    "a positive log-probability": ({"logps": [0.5]}, "logps is above 0"),
}


@pytest.mark.parametrize(("change", "said"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_row_is_named(change: dict, said: str) -> None:
    spare = {key: 0.5 for key in change if key == "b_reward"}
    rows = [row | spare for row in CONVERSATION]
    rows[1] = {key: v for key, v in (rows[1] | change).items() if v is not ...}
    said_ = refusal_of(lines(*rows))
    assert said_.startswith("log: row 2: ")
    assert said in said_


def test_damaged_files_are_refused_in_one_line() -> None:
    assert "line 2 has more fields" in refusal_of("prompt,completion,reward\nq,a,1,7\n")
    assert "is not UTF-8" in refusal_of(b"\xff\xfe\x00")
    assert "thousands of digits" in refusal_of(f'{{"reward": {"1" * 5000}}}')
    ragged = {"prompt": ["q", "q"], "completion": ["a", "b"], "reward": [1]}
    assert "reward has 1 values for 2 answers" in refusal_of(json.dumps(ragged))
    assert "row 1 does not have the 2 values" in refusal_of(
        '{"columns": ["a", "b"], "data": [[1]]}'
    )


def test_what_is_too_large_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 6_000_000)
    assert refusal_of(b"{" * 6_000_001) == "log: larger than 6 MB; export fewer steps"
    rows = '{"prompt": "p", "completion": "a", "reward": 1}\n' * 100_001
    assert refusal_of(rows) == "log: more than 100000 rows; export fewer steps"


def test_nothing_nested_is_followed_for_long() -> None:
    deep = "[" * 90_000 + "]" * 90_000
    assert "nests too deep" in refusal_of(f'{{"prompt": {deep}}}\n{{"prompt": 1}}')
    for evil in ("[{" * 50_000, "[{'a': " + "-" * 50_000 + "1}]", "[" + "{} " * 50_000 + "]"):
        rows = [{"prompt": evil, "completion": t, "reward": i} for i, t in enumerate("ab")]
        assert read_log(lines(*rows)).groups[0].question == evil


JUNK = [None, True, -1, 1e308, math.nan, math.inf, 10**400, "", "a\nb", "[{'a': 1}]", "\ud800"]
JUNK += [[], [None], [[]], {}, {"role": None}, [{"role": 1, "content": [1, {"type": "text"}]}]]


def garbled(value: object, chance: random.Random) -> object:
    """A value of a log with some of its parts gone or replaced."""
    if chance.random() < 0.06:
        return chance.choice(JUNK)
    if isinstance(value, dict):
        return {
            "a\nb" if chance.random() < 0.02 else key: garbled(part, chance)
            for key, part in value.items()
            if chance.random() > 0.03
        }
    if isinstance(value, list):
        return [garbled(part, chance) for part in value if chance.random() > 0.03]
    return value


@pytest.mark.parametrize("system", [name for name in SYSTEMS if SYSTEMS[name].content[:2] == '{"'])
def test_a_garbled_log_is_read_or_refused_in_one_line(system: str) -> None:
    chance = random.Random(system)
    rows = [json.loads(line) for line in SYSTEMS[system].content.splitlines()]
    for _ in range(60):
        try:
            log = read_log(lines(*(garbled(row, chance) for row in rows * 2)))
        except Refusal as refusal:
            assert "\n" not in str(refusal)
        else:
            assert all(math.isfinite(reward) for g in log.groups for reward in g.rewards)


# -- Parquet ------------------------------------------------------------------


def test_parquet_is_read_as_trl_writes_it() -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="make .venv/.parquet brings pyarrow")
    import pyarrow as pa

    file = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(CONVERSATION), file)
    assert read_log(file.getvalue()).groups == read_log(lines(*CONVERSATION)).groups
    assert "this is Parquet, but damaged" in refusal_of(file.getvalue()[:200])


def test_without_pyarrow_a_line_says_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    assert "type make .venv/.parquet" in refusal_of(b"PAR1\x15\x04", "run.parquet")


def test_every_pair_of_advantages_is_trls() -> None:
    """The table's hand calculation: mean 2/3, std 0.57735, each over std + 1e-4."""
    rewards = np.array([[[1.0], [0.0], [1.0]]])
    assert trl_advantages(rewards, [1.0])[0] == pytest.approx(TRL_ADVANTAGES, abs=5e-6)
