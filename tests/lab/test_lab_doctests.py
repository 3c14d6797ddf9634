"""What the lab's docstrings show is what Python prints."""

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize("name", ["model", "store", "task", "tokens"])
def test_its_examples_are_true(name: str) -> None:
    outcome = doctest.testmod(import_module(f"lab.{name}"))
    assert outcome.attempted and not outcome.failed
