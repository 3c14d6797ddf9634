"""What the beats of Clipping may show beside the group's table, from the record and the papers."""

from __future__ import annotations

import json
import tomllib
from functools import cache

import numpy as np

from grpo_core import LARGE_STEP, GroupTable, large_step_run
from scenes.script.facts import FACTS
from scenes.script.settings import ASSETS

WIDEST = 0.6  # how far the window is opened: a choice of the picture


@cache
def record(kind: str, rate: str = "1e-4") -> list[dict]:
    """The runs of the record that the film shows, seed by seed."""
    file = ASSETS / "lab" / "ablations.json"
    curves = json.loads(file.read_text(encoding="utf-8"))["curves"]
    return [curve for curve in curves if curve["name"] == f"harm_{rate}_{kind}"]


def _ends(kind: str) -> list[float]:
    runs = [record(kind, rate) for rate in ("1e-4", "3e-4")]
    return [float(np.mean([run["rows"]["reward"][-1] for run in same])) for same in runs]


def _harm(_: GroupTable) -> list[float]:
    run = record("no_clip")[0]
    return [*_ends("no_clip"), 3.0, run["change"]["updates"], run["steps"] - 1, 0.0, 0.5, 1.0]


def _rule(table: GroupTable) -> list[float]:
    return [*_harm(table), *_ends("clip")]


def _ruler(_: GroupTable) -> list[float]:
    return [1.0]  # where the bar is as long as its outline


def _window(table: GroupTable) -> list[float]:
    shown = min(6, table.group.size)
    return [1.0, 1 - WIDEST, 1 + WIDEST, *range(shown + 1)]  # some of the shown ones push


def _run(_: GroupTable) -> list[float]:
    bounds = 1 - LARGE_STEP.eps_low, 1 + LARGE_STEP.eps_high
    return [*np.ravel(large_step_run().ratios), *bounds, 1.0, 2.0]  # updates have numbers


def _papers(_: GroupTable) -> list[float]:
    tables = tomllib.loads(FACTS.read_text(encoding="utf-8"))
    facts = [fact for table in tables.values() for fact in table.values()]
    epsilons = [fact["value"] for fact in facts if fact["unit"] == "ratio"]
    return [1 + sign * epsilon for epsilon in epsilons for sign in (1, -1)] + [0.0, 5.0]


CLIPPING = {1: _harm, 2: _rule, 3: _ruler, 9: _window, 10: _run, 11: _papers}
