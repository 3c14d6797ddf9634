"""How the tests are shared out among the processes of `make test`."""

from __future__ import annotations

import gc
import os
import signal

import pytest

from scenes.script.words import ENGLISH, use_language

pytest_plugins = ["browser", "one_scene"]

SPREAD = ("test_matrix",)  # long tests that share nothing


def pytest_configure() -> None:
    """Let the interrupt key reach what tests start: a job in the background ignores it."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)  # not every run has pytest-xdist
def pytest_xdist_auto_num_workers() -> int:
    """One process more than cores: whoever tests a browser or a farm mostly waits for it."""
    return 1 + (os.cpu_count() or 1)


@pytest.fixture(autouse=True)
def english() -> None:
    """Every test begins in English, whatever the one before it spoke."""
    use_language(ENGLISH)


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the marks in the same hook
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


def pytest_collection_finish() -> None:
    """Spend less time on looking for garbage: films are many small objects that live long."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
