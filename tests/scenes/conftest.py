"""Films walked once for all tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from shown_numbers import GROUPS, Film, watch

from scenes.script.settings import Settings
from scenes.stage.theme import use_theme


@pytest.fixture(scope="session")
def film() -> Callable[..., Film]:
    """A film by scene, group and theme."""

    @cache
    def walked(scene: str, group: str, theme: str) -> Film:
        return watch(scene, Settings(group=GROUPS[group], theme=theme))

    return lambda scene, group="worked", theme="dark": walked(scene, group, theme)


@pytest.fixture(params=["worked", "decimals"])
def group(request: pytest.FixtureRequest) -> str:
    """Each of two groups that have nothing in common."""
    return request.param


@pytest.fixture(autouse=True)
def dark():
    """Mobjects that a test makes are those of the dark theme."""
    use_theme("dark")
    yield
    use_theme("dark")
