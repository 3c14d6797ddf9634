"""`make group LAB=17x24`: a group file of the lab's model, as the command line makes it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from small_lab import small_run

from explorer.lab_group import main
from explorer.logs.__main__ import main as main_of_logs
from grpo_core import load_group


@pytest.fixture(autouse=True)
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that OUT names, with a run of a tiny model; the present folder is another."""
    small_run(tmp_path / "out" / "media" / "lab")
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return tmp_path / "out"


def refused(capsys: pytest.CaptureFixture, *options: str) -> str:
    assert main(options) == 2
    line = capsys.readouterr().err
    assert line.startswith("group: ")
    assert line.count("\n") == 1
    assert list(Path.cwd().iterdir()) == []
    return line


def test_a_group_file_with_tokens_that_says_where_it_is_from(run: Path, capsys) -> None:
    assert main(["--lab", "17x24", "--step", "start", "--out", str(run)]) == 0
    said = capsys.readouterr().out.splitlines()
    (file,) = Path.cwd().glob("*")
    assert file.name == "lab-17x24-step0-g8-seed0.toml"
    group = load_group(file)
    assert (group.question, group.size, group.beta) == ("17*24=", 8, 0.01)
    assert all(group.per_token)
    np.testing.assert_array_equal(group.old_logp, group.ref_logp)  # both are the start
    assert not np.array_equal(group.old_logp, group.new_logp)
    head = file.read_text().splitlines()[:3]
    assert [f"group: {line.removeprefix('# ')}" for line in head] == said[:3]
    assert "8 answers, 0 right" in head[0] and "(seed 0)" in head[0]
    assert "the policy after 0 steps of GRPO, new: after 20 steps, ref: the start" in head[1]
    assert "between old and new lie 20 steps" in head[2]
    assert "group: all rewards are 0: the group is silent" in said[3]
    assert said[-1].endswith(f"/{file.name}")


def test_step_size_seed_and_temperature(run: Path) -> None:
    options = ["--g", "16", "--seed", "3", "--temperature", "2"]
    assert main(["--lab", "17*24=", "--out", str(run), *options]) == 0
    (file,) = Path.cwd().glob("*")
    assert file.name == "lab-17x24-step20-g16-seed3-temperature2.toml"
    assert load_group(file).size == 16
    assert "lie" not in file.read_text()  # one step apart: nothing else was asked for


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--lab", "5x24"], "LAB: '5x24' is out of range; give two factors from 11 to 99"),
        (["--step", "7"], "checkpoint 7: there is none; take one of start, 20, trained"),
        (["--step", "trained"], "step: no update comes after 'trained'"),
        (["--g", "1"], "g: '1' does not do; give a whole number from 2 to 64"),
        (["--g", "65"], "g: '65' does not do"),
        (["--temperature", "0"], "temperature: 0 is out of range"),
        (["--temperature", "1e9"], "temperature: 1e+09 is out of range"),
        (["--seed", "x"], "seed: 'x' does not do"),
        (["--log", "run.jsonl"], "LOG: does not go with LAB"),
        (["--answer", "1 2"], "ANSWER: does not go with LAB"),
        (["--out", "nowhere"], "no weights"),
    ],
)
def test_a_mistake_is_told_in_one_line(run: Path, capsys, options: list[str], said: str) -> None:
    assert said in refused(capsys, "--lab", "17x24", "--out", str(run), *options)


def test_damaged_weights(run: Path, capsys) -> None:
    (run / "media" / "lab" / "weights-0000.npz").write_bytes(b"")
    assert "damaged" in refused(capsys, "--lab", "17x24", "--out", str(run))


def test_a_log_does_not_go_with_the_lab_s_options(capsys) -> None:
    assert main_of_logs(["--log", "run.jsonl", "--g", "8"]) == 2
    assert "G: does not go with LOG" in capsys.readouterr().err
