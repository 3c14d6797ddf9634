"""The curves that come with the project, and what the lab's page says of them."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256

import numpy as np
import pytest

import lab
from lab.ablation_table import ablation_table
from lab.store import SHIPPED
from lab.task import is_right

PAGE = SHIPPED.parents[1] / "lab" / "README.md"


@pytest.fixture(scope="module")
def curves() -> dict[str, list[dict]]:
    """By name, a curve for each seed."""
    found = defaultdict(list)
    for curve in lab.load_ablations()["curves"]:
        found[curve["name"]].append(curve)
    return dict(found)


def test_all_begin_with_the_start_that_is_there(curves) -> None:
    content = (SHIPPED / "weights-0000.npz").read_bytes()
    assert lab.load_ablations()["start"] == sha256(content).hexdigest()[:16]
    run, base = lab.load_run(), curves["base"][0]
    assert base["rows"]["reward"][0] == pytest.approx(run["rows"][0]["reward"], abs=1e-4)
    assert base["held_out"][0] == pytest.approx(run["held_out"]["0"], abs=1e-4)
    for seeds in curves.values():
        assert [curve["seed"] for curve in seeds] == [0, 1, 2]


def test_recorded_answers_have_their_rewards(curves) -> None:
    for curve in (curve for seeds in curves.values() for curve in seeds):
        for answer in curve["answers"]:
            assert answer["reward"] == is_right("17*24=", answer["text"])


def end(curve: dict, name: str = "reward") -> float:
    return float(np.mean(curve["rows"][name][-5:]))


def test_what_the_page_says_of_clipping_is_so(curves) -> None:
    """One batch used sixteen times: what the film Clipping opens with, seed by seed."""
    begins = np.mean([curve["rows"]["reward"][0] for curve in curves["harm_1e-4_clip"]])
    ends = np.mean([end(curve) for curve in curves["harm_1e-4_clip"]])
    said = f"rises from {begins:.2f} to {ends:.2f} at Adam 1e-4"
    assert said in " ".join(PAGE.read_text(encoding="utf-8").split())
    free = [end(curve) for curve in curves["harm_1e-4_no_clip"]]
    assert np.mean(free) == pytest.approx(begins, abs=0.05) and max(free) < ends - 0.1
    for held, lost in zip(curves["harm_3e-4_clip"], curves["harm_3e-4_no_clip"], strict=True):
        assert max(lost["rows"]["reward"][5:]) < 0.2 and end(lost) < 0.05 < 0.25 < end(held)
    sunk = [end(curve) for curve in curves["harm_3e-4_clip"]]
    assert np.mean(sunk) < begins


def test_what_the_page_says_of_the_others_is_so_in_every_seed(curves) -> None:
    base = curves["base"]
    held_out = {
        name: np.array(
            [
                curve["held_out"][1] - one["held_out"][1]
                for curve, one in zip(seeds, base, strict=True)
            ]
        )
        for name, seeds in curves.items()
    }
    alike = {"no_std", "beta_0", "beta_0.05", "eps_0.05", "eps_10", "dapo", "dr_grpo", "seq_sum"}
    for name in alike | {"g_2", "g_4", "g_16", "updates_4"}:
        assert np.abs(held_out[name]).max() < 0.05, name  # two samples of 785: .017 each
    for name in ("sequence", "updates_1"):
        assert (held_out[name] < 0).all() and held_out[name].mean() > -0.06
    for name in ("small_pool", "updates_16", "updates_16_no_clip"):
        assert (held_out[name] < -0.05).all()
    rewards = {name: np.mean([end(curve) for curve in seeds]) for name, seeds in curves.items()}
    assert max(rewards, key=rewards.get) == "small_pool"
    silent = {size: np.mean([end(c, "silent") for c in curves[f"g_{size}"]]) for size in (2, 16)}
    assert silent[2] > 0.6 and silent[16] < 0.4


def test_the_page_s_table_is_the_curves_own() -> None:
    assert ablation_table(lab.load_ablations()["curves"]) in PAGE.read_text(encoding="utf-8")
