"""What the beats of Clipping may show beside the group's table, from the record and the papers."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from functools import cache

import numpy as np

from grpo_core import LARGE_STEP, GroupTable, train_tabular
from scenes.script.facts import FACTS
from scenes.script.settings import ASSETS

USES = 16  # of a batch, in the lab's record and in the run without a fence


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


def _heart(_: GroupTable) -> list[float]:
    file = ASSETS / "lab" / "uses.json"
    used = json.loads(file.read_text(encoding="utf-8"))["uses"]
    ends = [
        float(np.mean([one[share][-1] for one in used if one["name"] == f"harm_3e-4_{kind}"]))
        for kind in ("no_clip", "clip")
        for share in ("own", "new")
    ]
    return [*ends, 3.0, 0.0, 0.5, 1.0, float(USES)]


def _ruler(_: GroupTable) -> list[float]:
    return [1.0]  # where the bar is as long as its outline


def _window(table: GroupTable) -> list[float]:
    shown = min(6, table.group.size)
    least, most = float(table.ratio.min()), float(table.ratio.max())
    widest = [0.3, 1.7, 0.5 * least, most + 0.2]  # how far it is opened: a choice of the picture
    return [1.0, *widest, *range(shown + 1)]  # some of the shown ones push


def _run(_: GroupTable) -> list[float]:
    bounds = 1 - LARGE_STEP.eps_low, 1 + LARGE_STEP.eps_high
    found = [*bounds, *map(float, range(5)), float(USES)]
    for eps in (LARGE_STEP.eps_low, 1e9):
        changed = replace(LARGE_STEP, inner_steps=USES, eps_low=eps, eps_high=eps)
        policy = train_tabular(changed).inner_policy[0]
        found += [*(policy[:, 0] / policy[0, 0])]
    return found


def _papers(_: GroupTable) -> list[float]:
    tables = tomllib.loads(FACTS.read_text(encoding="utf-8"))
    facts = [fact for table in tables.values() for fact in table.values()]
    epsilons = [fact["value"] for fact in facts if fact["unit"] == "ratio"]
    return [1 + sign * epsilon for epsilon in epsilons for sign in (1, -1)] + [0.0, 5.0, 1.24]


CLIPPING = {
    1: _harm,
    2: _rule,
    3: _heart,
    4: _ruler,
    10: _window,
    11: _run,
    12: _papers,
    13: _rule,
}
