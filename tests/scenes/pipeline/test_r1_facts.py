"""The facts of Pipeline: each with its source, each as the paper prints it."""

from __future__ import annotations

import math
import re
import tomllib

import pytest

from scenes.script.assets import AssetError
from scenes.script.facts import R1_FACTS, claim, fact, name_of

TABLES = tomllib.loads(R1_FACTS.read_text(encoding="utf-8"))
PAPERS = {"v1": "arXiv 2501.12948v1", "v2": "arXiv 2501.12948v2", "Nature": "Nature 645"}
PLACE = r"section \d(\.\d)*|table \d|page \d{3}|second RL stage"

# Copied from the papers, line by line: name, value, version, place.
SHEET = [
    ("aime_base", 15.6, "Nature", "page 634"),
    ("aime_zero", 77.9, "Nature", "table 2"),
    ("aime_zero_majority", 86.7, "Nature", "page 634"),
    ("aime_cold", 59.0, "Nature", "table 2"),
    ("aime_stage_1", 74.0, "Nature", "table 2"),
    ("aime_heap", 78.1, "Nature", "table 2"),
    ("open_heap", 62.1, "Nature", "table 2"),
    ("open_r1", 87.6, "Nature", "table 2"),
    ("questions", 32, "v2", "section 2.1"),
    ("outputs", 16, "v2", "section 2.1"),
    ("batch", 512, "v2", "section 2.1"),
    ("reasoning_samples", 600, "v1", "section 2.3.3"),
    ("other_samples", 200, "v1", "section 2.3.3"),
    ("all_samples", 800, "v1", "section 2.3.3"),
    ("epochs", 2, "v1", "section 2.3.3"),
    ("aime_r1", 79.8, "Nature", "table 2"),
    ("math_r1", 97.3, "v1", "table 4"),
    ("gpqa_r1", 71.5, "v1", "table 4"),
    ("gpqa_o1", 75.7, "v1", "table 4"),
    ("mmlu_r1", 90.8, "v1", "table 4"),
    ("mmlu_o1", 91.8, "v1", "table 4"),
    ("swe_r1", 49.2, "v1", "table 4"),
    ("swe_o1", 48.9, "v1", "table 4"),
    ("stage_2_steps", 1700, "v2", "second RL stage"),
    ("judged_steps", 400, "v2", "second RL stage"),
    ("codeforces_r1", 2029, "v1", "table 4"),
    ("aime_o1", 79.2, "v1", "table 4"),
    ("math_o1", 96.4, "v1", "table 4"),
    ("codeforces_o1", 2061, "v1", "table 4"),
    ("tests_ahead", 3, "v1", "table 4"),
    ("tests", 6, "v1", "table 4"),
    ("qwen_1b", 28.9, "v1", "table 5"),
    ("qwen_7b", 55.5, "v1", "table 5"),
    ("llama_8b", 50.4, "v1", "table 5"),
    ("qwen_14b", 69.7, "v1", "table 5"),
    ("qwen_32b", 72.6, "v1", "table 5"),
    ("llama_70b", 70.0, "v1", "table 5"),
    ("distilled_32b", 72.6, "v1", "table 6"),
    ("rl_32b", 47.0, "v1", "table 6"),
    ("rl_32b_steps", 10, "v1", "table 6"),
]


@pytest.mark.parametrize(("name", "value", "version", "place"), SHEET)
def test_a_number_is_the_paper_s(name, value, version, place):
    entry = fact(f"pipeline.{name}")
    assert entry.value == value
    assert entry.cited == f"{PAPERS[version]}, {place}"


def test_r1_is_above_o1_on_as_many_tests_as_is_said():
    """Table 4, R1 then o1-1217, the six tests of the paper's first figure."""
    rows = {
        **{"AIME 2024": (79.8, 79.2), "MATH-500": (97.3, 96.4), "SWE-bench": (49.2, 48.9)},
        **{"Codeforces": (2029, 2061), "GPQA Diamond": (71.5, 75.7), "MMLU": (90.8, 91.8)},
    }
    assert fact("pipeline.tests").value == len(rows)
    assert fact("pipeline.tests_ahead").value == sum(
        ours > theirs for ours, theirs in rows.values()
    )


def test_there_are_no_others():
    assert {name for name, *_ in SHEET} == set(TABLES["pipeline"])


@pytest.mark.parametrize("name", TABLES["pipeline"])
def test_a_fact_has_value_unit_source_and_place(name):
    entry = TABLES["pipeline"][name]
    assert set(entry) == {"value", "unit", "source", "place"}
    assert math.isfinite(entry["value"])
    assert entry["unit"].strip()
    assert entry["source"] in PAPERS.values()
    assert re.fullmatch(PLACE, entry["place"])


@pytest.mark.parametrize("name", TABLES["claims"])
def test_a_claim_says_something_and_has_source_and_place(name):
    entry = claim(name)
    assert entry.says.strip()
    assert entry.source in PAPERS.values()
    assert re.fullmatch(PLACE, entry.place)


@pytest.mark.parametrize("key", TABLES["names"])
def test_a_name_holds_digits_and_letters(key):
    """A bare number among the names would be a number without a source."""
    assert re.search(r"\d", name_of(key))
    assert re.match(r"[A-Za-z]", name_of(key))


def test_the_groups_add_up():
    numbers = {name: fact(f"pipeline.{name}").value for name, *_ in SHEET}
    assert numbers["questions"] * numbers["outputs"] == numbers["batch"]
    assert numbers["reasoning_samples"] + numbers["other_samples"] == numbers["all_samples"]


@pytest.mark.parametrize("missing", [lambda: fact("pipeline.aime"), lambda: claim("aime")])
def test_an_unknown_one(missing):
    with pytest.raises(AssetError, match="missing"):
        missing()
