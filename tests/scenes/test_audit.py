"""Every film keeps the measurable bars of the visual language, in both themes and languages."""

from __future__ import annotations

import pytest

from lecture.audit import audit
from lecture.catalogue import scene_names
from scenes.script.settings import Settings
from scenes.script.words import languages


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("scene", scene_names())
def test_no_rest_breaks_a_bar(scene, theme):
    faults = audit(scene, Settings(theme=theme))
    assert not faults, "\n" + "\n".join(map(str, faults))


# Both themes play alike (test_films), so a translation is measured in one of them.
@pytest.mark.parametrize("language", [code for code in languages() if code != "en"])
@pytest.mark.parametrize(("number", "scene"), list(enumerate(scene_names())))
def test_no_translated_rest_breaks_a_bar(number, scene, language):
    theme = ("dark", "light")[number % 2]
    faults = audit(scene, Settings(theme=theme, language=language))
    assert not faults, "\n" + "\n".join(map(str, faults))
