"""Numbers from papers: each with its source, each as the project's sheets print it."""

from __future__ import annotations

import math
import re
import tomllib

import pytest

from scenes.script.assets import AssetError
from scenes.script.facts import FACTS, fact

TABLES = tomllib.loads(FACTS.read_text(encoding="utf-8"))
NAMES = [f"{paper}.{name}" for paper, entries in TABLES.items() for name in entries]


@pytest.mark.parametrize("name", NAMES)
def test_a_fact_has_value_unit_source_and_place(name):
    entry = fact(name)
    assert isinstance(entry.value, int | float)
    assert math.isfinite(entry.value)
    assert entry.unit
    assert entry.place
    paper, library = r"arXiv \d{4}\.\d{5}(v\d+)?$", r"^TRL [\d.]+, \w+\.py$"
    repository = r"^[\w-]+/[\w-]+, Apache-2\.0$"
    assert re.search(f"{paper}|{library}|{repository}", entry.source)


@pytest.mark.parametrize(
    ("name", "value", "paper"),
    [
        # DAPO's two widths; the clip of R1's first RL stage.
        ("dapo.epsilon_low", 0.2, "2503.14476"),
        ("dapo.epsilon_high", 0.28, "2503.14476"),
        ("r1.epsilon", 10, "2501.12948v2"),
        # The price of the KL term, and how long R1 keeps a reference.
        ("r1.beta", 0.001, "2501.12948v2"),
        ("r1.reference_steps", 400, "2501.12948v2"),
        ("deepseekmath.beta", 0.04, "2402.03300"),
        ("trl.beta", 0.0, "TRL 1.16.0"),
    ],
)
def test_facts_are_the_sheet_s(name, value, paper):
    assert fact(name).value == value
    assert paper in fact(name).source


@pytest.mark.parametrize("name", ["dapo.gamma", "ppo.epsilon"])
def test_an_unknown_fact(name):
    with pytest.raises(AssetError, match="missing"):
        fact(name)
