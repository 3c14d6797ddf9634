"""`make lab ABLATIONS=`: short runs, each with one thing changed, ended and gone on with."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

import lab
from lab.store import MEASURED
from lab.weights import weights_file

pytest.importorskip("jax", reason="the extra lab is not installed: make .venv/.lab")

from lab.training import __main__ as command
from lab.training import ablations
from lab.training.ablations import TABLE, Ablation, plans, run_ablations
from lab.training.grpo import GrpoRecipe, GrpoTraining

TWO = (Ablation("base", {}), Ablation("no_std", {"scale": "none"}))


@pytest.fixture(autouse=True)
def small(monkeypatch) -> None:
    """Two ablations of two batches, 12 answers each, and five held-out questions."""
    base = replace(ablations.BASE, questions=3, answers=4, rate=1e-2)
    monkeypatch.setattr(ablations, "BASE", base)
    monkeypatch.setattr(ablations, "TABLE", TWO)
    asked = {"held out": [(17, 24), (24, 17), (12, 34)], "learning": [(11, 11), (12, 13), (14, 15)]}
    monkeypatch.setattr("lab.training.grpo.questions", asked.__getitem__)


def test_each_ablation_changes_something_and_compares_like_with_like() -> None:
    base = GrpoRecipe()
    names = [ablation.name for ablation in TABLE]
    assert len(set(names)) == len(names) > 20
    known = {field.name for field in fields(GrpoRecipe)}
    for ablation in TABLE:
        changed = replace(base, **ablation.change)
        assert ablation.change.keys() <= known and (changed != base or ablation.name == "base")
        assert changed.questions * changed.answers == 256


def test_a_curve_is_what_the_training_itself_measures(tiny, tmp_path: Path) -> None:
    run_ablations(tmp_path, tiny.weights, plans(1, 2), 1)
    _, curve = lab.load_ablations(tmp_path)["curves"]
    training = GrpoTraining(replace(ablations.BASE, scale="none"), tiny.weights)
    state = training.advance(training.advance(training.fresh()))
    for name in MEASURED:
        assert curve["rows"][name] == pytest.approx([row[name] for row in state.rows], rel=1e-3)
    assert curve["change"] == {"scale": "none"} and curve["steps"] == 2
    assert len(curve["held_out"]) == 2 and len(curve["answers"]) == 8
    assert {answer["reward"] for answer in curve["answers"]} <= {0.0, 1.0}


def test_curves_that_are_there_are_not_made_again(tiny, tmp_path: Path) -> None:
    """Ended after each curve, with one seed first; the file is the same as from one go."""
    here, made = tmp_path / "here", []

    class Ended(Exception):
        pass

    def ended(curve: dict, left: list) -> None:
        made.append((curve["name"], curve["seed"]))
        raise Ended

    for _ in TWO:
        with pytest.raises(Ended):
            run_ablations(here, tiny.weights, plans(1, 1), 1, ended)
    run_ablations(here, tiny.weights, plans(1, 1), 1, ended)
    assert made == [("base", 0), ("no_std", 0)]
    run_ablations(here, tiny.weights, plans(2, 1), 1)
    run_ablations(tmp_path / "at once", tiny.weights, plans(2, 1), 1)
    one, other = (tmp_path / name / "ablations.json" for name in ("here", "at once"))
    assert one.read_bytes() == other.read_bytes()
    curves = lab.load_ablations(here)["curves"]
    assert [(curve["name"], curve["seed"]) for curve in curves] == [
        ("base", 0),
        ("base", 1),
        ("no_std", 0),
        ("no_std", 1),
    ]
    assert curves[0]["rows"] != curves[1]["rows"]


def test_the_command_begins_with_the_run_s_own_start(tiny, tmp_path: Path, capsys) -> None:
    folder = tmp_path / "media" / "lab"
    folder.mkdir(parents=True)
    (folder / "weights-0000.npz").write_bytes(weights_file(tiny.weights))
    asked = ["--ablations", "1", "--steps", "1", "--jobs", "1", "--out", str(tmp_path)]
    assert command.main(asked) == 0
    *table, told = capsys.readouterr().out.splitlines()
    assert told == f"lab: 2 curves: {folder / 'ablations.json'}"
    assert [line.split(" | ")[:3] for line in table[2:]] == [
        ["| `base`", "nothing", "1"],
        ["| `no_std`", "scale none", "1"],
    ]
    stronger = {name: np.asarray(array) * 2 for name, array in tiny.weights.items()}
    (folder / "weights-0000.npz").write_bytes(weights_file(stronger))
    assert command.main(asked) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "ablations.json: made with another start; give another OUT" in line
    (folder / "ablations.json").write_text("{", encoding="utf-8")
    assert command.main(asked) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line == f"lab: {folder / 'ablations.json'}: damaged; remove it to begin anew"
