"""One class, one name: who reads it anywhere knows which one is meant."""

import ast
from collections import defaultdict
from pathlib import Path

PROJECT = Path(__file__).parents[1]
PACKAGES = ("grpo_core", "lab", "scenes", "lecture", "explorer")


def test_no_two_public_classes_have_one_name():
    found = defaultdict(list)
    for file in (file for package in PACKAGES for file in (PROJECT / package).rglob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(file.relative_to(PROJECT).as_posix())
    assert "GroupTable" in found
    assert {name: files for name, files in found.items() if len(files) > 1} == {}
