"""How `make test` shares out the tests: what one process has made costly serves all who need it."""

from __future__ import annotations

import pytest


def test_a_module_s_tests_stay_together(request: pytest.FixtureRequest) -> None:
    if not hasattr(request.config, "workerinput"):
        pytest.skip("one process does all the tests")
    assert request.node.nodeid.endswith(f"@{request.path}")
