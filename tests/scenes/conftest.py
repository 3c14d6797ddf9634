"""Films walked once for all tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from letters_of import need_letters_of
from shown_numbers import GROUPS, Film, watch

from lecture.audit import Audit
from lecture.catalogue import running_order
from scenes.script.settings import Settings
from scenes.script.words import ENGLISH
from scenes.stage.theme import use_theme


@pytest.fixture(scope="session")
def film() -> Callable[..., Film]:
    """A film by scene, group, theme and language; of the worked group it is audited, too."""

    @cache
    def walked(scene: str, group: str, theme: str, language: str) -> Film:
        settings = Settings(group=GROUPS[group], theme=theme, language=language)
        lengths = scene in running_order()
        audit = Audit(scene, lengths=lengths) if group == "worked" else None
        return watch(scene, settings, audit=audit)

    return lambda scene, group="worked", theme="dark", language=ENGLISH: walked(
        scene, group, theme, language
    )


@pytest.fixture(scope="session")
def translated(film) -> Callable[[str, str], Film]:
    """A film in another language, every other one in the light theme: both play alike."""

    def translated(scene: str, language: str) -> Film:
        need_letters_of(language)
        theme = ("dark", "light")[running_order().index(scene) % 2]
        return film(scene, theme=theme, language=language)

    return translated


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
