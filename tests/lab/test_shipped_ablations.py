"""The curves that come with the project, and what the lab's page says of them."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256

import numpy as np
import pytest

import lab
from lab.store import SHIPPED
from lab.task import is_right

LAST = 5  # batches
PAGE = SHIPPED.parents[1] / "lab" / "README.md"


@pytest.fixture(scope="module")
def curves() -> dict[str, list[dict]]:
    """By name, a curve for each seed."""
    found = defaultdict(list)
    for curve in lab.load_ablations()["curves"]:
        found[curve["name"]].append(curve)
    return dict(found)


def test_all_begin_with_the_start_that_is_there_and_have_three_seeds(curves) -> None:
    content = (SHIPPED / "weights-0000.npz").read_bytes()
    assert lab.load_ablations()["start"] == sha256(content).hexdigest()[:16]
    for seeds in curves.values():
        assert [curve["seed"] for curve in seeds] == [0, 1, 2]
    run, base = lab.load_run(), curves["base"][0]
    assert base["rows"]["reward"][0] == pytest.approx(run["rows"][0]["reward"], abs=1e-4)
    assert base["held_out"][0] == pytest.approx(run["held_out"]["0"], abs=1e-4)


def test_recorded_answers_have_their_rewards(curves) -> None:
    for curve in (curve for seeds in curves.values() for curve in seeds):
        for answer in curve["answers"]:
            assert answer["reward"] == is_right("17*24=", answer["text"])


def last(curve: dict, name: str) -> float:
    return float(np.mean(curve["rows"][name][-LAST:]))


def cells(seeds: list[dict]) -> list[str]:
    """What the page's table says of an ablation: means of its seeds, with the least and the most
    of the first two."""
    rewards = [last(curve, "reward") for curve in seeds]
    held_out = [curve["held_out"][1] for curve in seeds]
    spans = [f"{np.mean(v):.2f} ({min(v):.2f} to {max(v):.2f})" for v in (rewards, held_out)]
    means = {n: np.mean([last(c, n) for c in seeds]) for n in ("working", "length", "silent", "k3")}
    clipped = np.mean([np.mean(curve["rows"]["clip_fraction"]) for curve in seeds])
    return [
        *spans,
        f"{means['working']:.2f}",
        f"{means['length']:.1f}",
        f"{means['silent']:.2f}",
        f"{clipped:.3f}",
        f"{means['k3']:.2g}",
    ]


def test_the_page_s_table_is_the_curves_own(curves) -> None:
    rows = [line.strip("| ").split(" | ") for line in PAGE.read_text().splitlines()]
    told = {row[0].strip("`"): row[2:] for row in rows if row[0].startswith("`") and len(row) > 2}
    assert told == {name: cells(seeds) for name, seeds in curves.items()}
