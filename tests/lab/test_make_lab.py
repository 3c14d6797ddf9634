"""`make lab`: a short run of one's own, ended and gone on with, and what it says of mistakes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest

import lab
from lab.store import load_model, load_run
from lab.task import is_right
from lab.weights import weights_file

pytest.importorskip("jax", reason="the extra lab is not installed: make .venv/.lab")

from lab.training import __main__ as command


@pytest.fixture
def shipped(tiny: lab.LanguageModel, monkeypatch, tmp_path: Path) -> None:
    """The tiny model is the start that is there."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    (folder / "weights-0000.npz").write_bytes(weights_file(tiny.weights))
    monkeypatch.setattr(
        command, "load_model", lambda step, *own: load_model(step, *own or (folder,))
    )
    small = partial(command.GrpoRecipe, questions=3, answers=4, kept=(1,))
    monkeypatch.setattr(command, "GrpoRecipe", small)


def test_a_short_run_leaves_its_weights_and_its_record(shipped, tmp_path: Path, capsys) -> None:
    assert command.main(["--steps", "1", "--out", str(tmp_path)]) == 0
    folder = tmp_path / "media" / "lab"
    first = capsys.readouterr().out
    assert first.startswith("lab: 1 steps, reward 0.") and str(folder) in first
    assert command.main(["--steps", "2", "--out", str(tmp_path)]) == 0
    run = load_run(folder)
    assert [row["step"] for row in run["rows"]] == [0, 1]
    assert run["held_out"]["0"] == run["rows"][0]["held_out"]
    assert set(run["held_out"]) == {"0", "1", "2"}
    start, trained = (load_model(step, folder) for step in ("start", 2))
    assert start.logp("17*24", "408").tolist() != trained.logp("17*24", "408").tolist()


def test_a_longer_run_goes_on_where_the_shorter_ended(shipped, tmp_path: Path) -> None:
    """To the same bytes; what is kept after a step is what the next one begins with."""
    for name, counts in (("at once", ("3",)), ("in three", ("1", "2", "3"))):
        for count in counts:
            assert command.main(["--steps", count, "--out", str(tmp_path / name)]) == 0
    one, other = (tmp_path / name / "media" / "lab" for name in ("at once", "in three"))
    for file in ("weights-0000.npz", "weights-0001.npz", "weights-0003.npz", "run.json"):
        assert (one / file).read_bytes() == (other / file).read_bytes()


def test_another_seed_is_not_mixed_into_a_run(shipped, tmp_path: Path, capsys) -> None:
    assert command.main(["--steps", "1", "--out", str(tmp_path)]) == 0
    assert command.main(["--steps", "1", "--out", str(tmp_path), "--seed", "1"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "made with seed 0, not 1; give another OUT" in line


def test_an_interrupt_tells_where_it_goes_on(shipped, tmp_path: Path, monkeypatch, capsys) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command.GrpoTraining, "advance", interrupted)
    assert command.main(["--steps", "1", "--out", str(tmp_path)]) == 130
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("lab: interrupted; the same command goes on from ")


@pytest.mark.parametrize("steps", ["0", "x", "10000"])
def test_a_count_that_does_not_do_is_told_in_one_line(tmp_path: Path, capsys, steps: str) -> None:
    assert command.main(["--steps", steps, "--out", str(tmp_path)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("lab: steps: ")


def test_recorded_groups_are_those_that_were_drawn(shipped, tmp_path: Path) -> None:
    """Old and reference are the weights' own; updates have moved the new ones away."""
    assert command.main(["--steps", "2", "--out", str(tmp_path)]) == 0
    folder = tmp_path / "media" / "lab"
    start, one = (load_model(step, folder) for step in ("start", 1))
    run = load_run(folder)
    for row, model in zip(run["rows"], (start, one), strict=True):
        answers = [(g["question"], a) for g in row["groups"] for a in g["answers"]]
        assert len(answers) == 8
        for question, answer in answers:
            told = [model.token_logp(question, answer["tokens"]) for model in (model, start)]
            np.testing.assert_allclose(answer["old"], told[0], atol=1e-5)
            np.testing.assert_allclose(answer["ref"], told[1], atol=1e-5)
            first, second = answer["new"]
            assert first != answer["old"] and second != first
            assert len(first) == len(answer["tokens"])
        for group in row["groups"]:
            first, *others = group["answers"]
            assert not any("distributions" in answer for answer in others)
            for place, chances in enumerate(first["distributions"]):
                prefix = "".join(first["tokens"][:place])
                expected = model.distribution(group["question"], prefix)
                assert dict(zip(run["written"], chances, strict=True)) == pytest.approx(
                    expected, abs=1e-5
                )
            assert len(first["distributions"]) == len(first["tokens"])
            assert row["batch"][group["question"]] == [
                "".join(answer["tokens"]).removesuffix("<end>") for answer in group["answers"]
            ]
        rewards = [is_right(q, text) for q, texts in row["batch"].items() for text in texts]
        assert len(rewards) == 12 and row["reward"] == np.mean(rewards) == sum(row["right"]) / 12
