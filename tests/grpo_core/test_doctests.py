"""Every public function and class shows what it does; what it shows is what it prints."""

import doctest
import sys

import pytest

import grpo_core

PUBLIC = [name for name in grpo_core.__all__ if callable(getattr(grpo_core, name))]


@pytest.fixture(autouse=True)
def in_the_project_s_folder(pytestconfig, monkeypatch):
    """Examples name a group file as a reader would."""
    monkeypatch.chdir(pytestconfig.rootpath)


def outcome(thing) -> tuple[int, int]:
    """How many examples the docstring of a function or class holds, and how many fail."""
    module = sys.modules[thing.__module__]
    (test,) = doctest.DocTestFinder(recurse=False, exclude_empty=False).find(thing, module=module)
    failed, tried = doctest.DocTestRunner().run(test)
    return tried, failed


@pytest.mark.parametrize("name", PUBLIC)
def test_its_examples_are_true(name):
    tried, failed = outcome(getattr(grpo_core, name))
    assert tried, "no example"
    assert not failed


def test_a_wrong_example_is_found():
    def wrong():
        """>>> 1 + 1
        3
        """

    def silent():
        """Nothing is shown."""

    assert outcome(wrong) == (1, 1)
    assert outcome(silent) == (0, 0)
