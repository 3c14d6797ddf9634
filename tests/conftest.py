"""How the tests are shared out among the processes of `make test`."""

from __future__ import annotations

import pytest

SPREAD = ("test_audit", "test_matrix")  # long tests that share nothing


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together what shares something costly: a module's fixtures, a scene's walked films."""
    for item in items:
        module = item.path.stem
        if module in SPREAD:
            continue
        if "film" in getattr(item, "fixturenames", ()):
            params = getattr(getattr(item, "callspec", None), "params", {})
            group = params.get("scene", module.removeprefix("test_").removesuffix("_film")).lower()
        else:
            group = str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))
