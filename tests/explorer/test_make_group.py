"""`make group`: a group file of a training log, as the command line makes it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from explorer.logs.__main__ import main
from grpo_core import load_group


def rows(step: int, question: str, rewards: list[float], **columns: list) -> list[dict]:
    return [
        {"step": step, "prompt": question, "completion": f"{question} answer {i}", "reward": r}
        | {name: cells[i] for name, cells in columns.items()}
        for i, r in enumerate(rewards)
    ]


LOGPS = {
    "old_logps": [[-1.1, -0.30000000000000004], [-2.0], [-3.5, -0.1]],
    "logps": [[-1.0, -0.2], [-2.123456789012345], [-3.5, -0.3]],
    "ref_logps": [[-1.3, -0.25], [-2.0], [-3.0, -0.7]],
}
SECOND = [f"second answer {i}" for i in range(3)]
LOG = [
    *rows(1, "silent", [1.0, 1.0]),
    *rows(2, "first", [0.1, 0.30000000000000004, 0.7], **LOGPS),
    *rows(2, "second", [0.0, 1.0, 0.0]),
    *rows(3, "large", [float(i % 3) for i in range(16)]),
]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "run.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in LOG))
    return file


def made(log: Path, *options: str) -> list[str]:
    """The group files that are there after a call that succeeds."""
    assert main(["--log", str(log), *options]) == 0
    return sorted(file.name for file in log.parent.glob("*.toml"))


def refused(log: Path, capsys: pytest.CaptureFixture, *options: str) -> str:
    before = sorted(log.parent.iterdir())
    assert main(["--log", str(log), *options]) == 2
    line = capsys.readouterr().err
    assert line.startswith("group: ")
    assert line.count("\n") == 1
    assert sorted(log.parent.iterdir()) == before
    return line


def test_the_first_group_whose_rewards_differ_with_all_its_digits(log, capsys) -> None:
    assert made(log) == ["run-step2.toml"]
    group = load_group(log.parent / "run-step2.toml")
    assert group.question == "first"
    assert group.texts == ("first answer 0", "first answer 1", "first answer 2")
    assert list(group.rewards) == [0.1, 0.30000000000000004, 0.7]
    for policy, column in (("old", "old_logps"), ("new", "logps"), ("ref", "ref_logps")):
        sums = [float(np.sum(cell)) for cell in LOGPS[column]]
        assert list(getattr(group, f"{policy}_logp")) == sums
    said = capsys.readouterr().out
    assert "reward = reward; group = the same prompt within step" in said
    assert "group: step 2: first (3 answers, rewards 0.1 to 0.7): group 1 of 2 in its step" in said
    assert "the log has 4 groups in steps 1, 2, 3; STEP, QUESTION or ANSWER choose another" in said
    assert said.splitlines()[-1].endswith(f"GROUP={log.parent}/run-step2.toml")


def test_the_tokens_that_the_log_has_are_in_the_file(log) -> None:
    made(log)
    first, second, _ = load_group(log.parent / "run-step2.toml").per_token
    assert first.old_token_logp.tolist() == [-1.1, -0.30000000000000004]
    assert first.new_token_logp.tolist() == [-1.0, -0.2]
    assert first.ref_token_logp.tolist() == [-1.3, -0.25]
    assert second.size == 1
    assert first.tokens == ()


def test_masked_tokens_and_sums_are_no_tokens(tmp_path) -> None:
    """The third token is the padding's; the second answer has a sum only."""
    cells = {"old_logps": [[-1.0, -2.0, 0.0], -3.0], "completion_mask": [[1, 1, 0], None]}
    words = {"completion_tokens": [["40", "8", "<pad>"], None]}
    file = tmp_path / "run.jsonl"
    file.write_text("\n".join(map(json.dumps, rows(1, "q", [0.0, 1.0], **cells, **words))))
    made(file)
    first, second = load_group(tmp_path / "run-step1.toml").per_token
    assert first.tokens == ("40", "8")
    assert first.new_token_logp.tolist() == [-1.0, -2.0]  # new is taken from old
    assert second is None


@pytest.mark.parametrize(
    ("options", "name", "texts"),
    [
        (["--step", "1"], "run-step1.toml", ["silent answer 0", "silent answer 1"]),
        (["--step", "2", "--question", "2"], "run-step2-2.toml", SECOND),
        (["--question", "SECOND"], "run-step2-2.toml", SECOND),
        (["--answer", "second answer 1"], "run-step2-2.toml", SECOND),
        (["--answer", "3, 1"], "run-step2-answers3_1.toml", ["first answer 2", "first answer 0"]),
    ],
)
def test_another_group_can_be_chosen(log, options, name, texts) -> None:
    assert made(log, *options) == [name]
    assert list(load_group(log.parent / name).texts) == texts


def test_of_a_large_group_it_is_said_which_answers_are_shown(log, capsys) -> None:
    made(log, "--step", "3")
    # Without log-probabilities every ratio is 1, so that |A| decides: rewards 0 and 2, and the
    # mean 15/16 is nearer to 0 than to 2.
    assert "of 16 answers the films show 3, 6, 9, 12 one by one" in capsys.readouterr().out


def test_ratios_that_whole_answers_have_are_told_and_too_large_ones_refused(log, capsys) -> None:
    def rewrite(new: float) -> None:
        far = {"old_logps": [[-500.0, -500.0], [-1.0]], "logps": [[new], [-1.0]]}
        log.write_text("".join(json.dumps(row) + "\n" for row in rows(1, "q", [1, 0], **far)))

    rewrite(-997.0)
    made(log)
    # exp(1000 - 997) = 20.1
    assert "ratios are of whole answers, 1 to 20; the explorer saves" in capsys.readouterr().out
    rewrite(-1.0)
    assert "999 nats from new_logp" in refused(log, capsys)


def test_columns_can_be_named(log, capsys) -> None:
    plain = log.with_name("plain.jsonl")
    renamed = {"prompt": "task", "completion": "said", "reward": "points"}
    plain.write_text(
        "".join(json.dumps({renamed.get(k, k): v for k, v in row.items()}) + "\n" for row in LOG)
    )
    assert "ROLES" in refused(plain, capsys)
    assert made(plain, "--roles", "question=task answer=said reward=points") == ["plain-step2.toml"]
    assert "'points=reward' is not understood" in refused(log, capsys, "--roles", "points=reward")
    assert "no column points; choose one of" in refused(log, capsys, "--roles", "reward=points")


def test_the_same_is_written_again_and_another_file_is_kept(log, capsys) -> None:
    made(log)
    made(log)
    other = log.parent / "run-step2.toml"
    other.write_text("mine")
    assert "there is another file of that name" in refused(log, capsys)
    assert other.read_text() == "mine"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--step", "9"], "STEP: there is no step '9'; the log has steps 1, 2, 3"),
        (["--question", "third"], "QUESTION: 'third' is in none; give a number from 1 to 4"),
        (["--answer", "nowhere"], "ANSWER: no answer contains 'nowhere'"),
        (["--answer", "0 1"], "ANSWER: answers are counted from 1"),
        (["--step", "1", "--answer", "1 9"], "ANSWER: no answer contains '1 9'"),
    ],
)
def test_a_wish_that_nothing_meets_is_named(log, capsys, options, said) -> None:
    assert said in refused(log, capsys, *options)


def test_what_is_no_log_is_refused_at_once(tmp_path, capsys) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for file in (tmp_path / "missing", folder, Path("/dev/zero"), loop, Path("a\0b")):
        assert main(["--log", str(file)]) == 2
        assert capsys.readouterr().err.startswith("group: LOG: ")
    assert main([]) == 2
    assert "LOG: missing" in capsys.readouterr().err


def test_control_characters_of_a_log_do_not_reach_the_terminal(tmp_path) -> None:
    log = tmp_path / "run.jsonl"
    row = {"prompt": "q\x1b[2J", "re\x1b]0;x\x07ward": 1.0}
    log.write_text("".join(json.dumps(row | {"completion": c}) + "\n" for c in "ab"))
    command = [sys.executable, "-m", "explorer.logs", "--log", str(log)]
    roles = ["--roles", "reward=re\x1b]0;x\x07ward"]
    done = subprocess.run([*command, *roles], capture_output=True, text=True, check=True)
    assert "\x1b" not in done.stdout + (tmp_path / "run-group.toml").read_text()
    assert load_group(tmp_path / "run-group.toml").question == "q\x1b[2J"


def test_it_needs_neither_manim_nor_the_explorers_extra() -> None:
    code = "import sys, explorer.logs.__main__ as _; print({'manim', 'nicegui'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
