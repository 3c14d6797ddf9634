"""One batch used again and again: what is recorded is what the training itself does."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

import lab
from lab.store import SHIPPED
from lab.weights import weights_file


def test_it_ends_where_the_first_batch_of_the_curve_ends(tiny, tmp_path: Path, monkeypatch) -> None:
    pytest.importorskip("jax", reason="the extra lab is not installed: make .venv/.lab")
    from lab.training import ablations
    from lab.training.ablations import Ablation, Plan
    from lab.training.grpo import GrpoTraining
    from lab.training.network import in_numpy
    from lab.training.uses import record_uses

    harm = Ablation("harm_1e-2_clip", {"updates": 3, "questions": 3, "answers": 4, "rate": 1e-2})
    asked = {"held out": [(17, 24), (24, 17), (12, 34)], "learning": [(11, 11), (12, 13), (14, 15)]}
    monkeypatch.setattr("lab.training.grpo.questions", asked.__getitem__)
    monkeypatch.setattr(ablations, "TABLE", (Ablation("base", {}), harm))
    (used,) = record_uses(tmp_path, tiny.weights, 1)
    training = GrpoTraining(Plan(harm, 0, 1).recipe, tiny.weights)
    after = in_numpy(training.advance(training.fresh()).weights)
    assert len(used["own"]) == len(used["new"]) == 4  # before the first use, and after each
    assert used["new"][-1] == pytest.approx(training.held_out_reward(after, 0), abs=1e-4)
    assert lab.load_uses(tmp_path) == [used]
    mark = sha256(weights_file(tiny.weights)).hexdigest()[:16]
    assert f'"start": "{mark}"' in (tmp_path / "uses.json").read_text(encoding="utf-8")


def test_what_is_shipped_begins_alike_and_ends_as_the_page_says() -> None:
    """With steps three times as long the batch is learned by heart either way; what was not
    asked pays for it, and without clipping far more, in every seed."""
    uses = {(used["name"], used["seed"]): used for used in lab.load_uses()}
    for seed in (0, 1, 2):
        free, held = (uses[f"harm_3e-4_{kind}", seed] for kind in ("no_clip", "clip"))
        for name in ("own", "new"):
            assert len(free[name]) == len(held[name]) == 17
            assert free[name][0] == held[name][0]
        assert min(free["own"][-1], held["own"][-1]) > free["own"][0] + 0.1
        assert free["new"][-1] < free["new"][0]
        assert held["new"][-1] > free["new"][-1] + 0.05
    page = (SHIPPED.parents[1] / "lab" / "README.md").read_text(encoding="utf-8")
    for kind in ("no_clip", "clip"):
        ends = [uses[f"harm_3e-4_{kind}", seed]["new"][-1] for seed in (0, 1, 2)]
        assert f"{np.mean(ends):.2f}" in page.split("by heart", 1)[1]


def test_a_damaged_file_is_told_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "uses.json"
    file.write_text('{"start": "0", "uses": [{"name": "base"}]}', encoding="utf-8")
    with pytest.raises(lab.LabError) as told:
        lab.load_uses(tmp_path)
    assert str(told.value) == f"{file}: batch 1: damaged; get it again"
