"""The curves that come with the project, and what the lab's page says of them."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256

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
    for name, seeds in curves.items():
        assert len(seeds) == 3 or not name.startswith("harm")
        assert [curve["seed"] for curve in seeds] == list(range(len(seeds)))


def test_recorded_answers_have_their_rewards(curves) -> None:
    for curve in (curve for seeds in curves.values() for curve in seeds):
        for answer in curve["answers"]:
            assert answer["reward"] == is_right("17*24=", answer["text"])


def test_clipping_holds_what_the_same_run_without_it_loses(curves) -> None:
    """One batch used sixteen times: what the film Clipping opens with, seed by seed."""

    def last(curve: dict) -> float:
        return sum(curve["rows"]["reward"][-5:]) / 5

    for rate in ("1e-4", "3e-4"):
        for held, free in zip(
            curves[f"harm_{rate}_clip"], curves[f"harm_{rate}_no_clip"], strict=True
        ):
            assert last(held) > last(free) + 0.05


def test_the_page_s_table_is_the_curves_own() -> None:
    assert ablation_table(lab.load_ablations()["curves"]) in PAGE.read_text(encoding="utf-8")
