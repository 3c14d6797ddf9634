"""Every film keeps the measurable bars of the visual language, in both themes and languages."""

from __future__ import annotations

import pytest

from lecture.catalogue import running_order, scene_names
from scenes.script.words import languages


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("scene", scene_names())
def test_no_rest_breaks_a_bar(film, scene, theme):
    faults = film(scene, theme=theme).faults
    assert not faults, "\n" + "\n".join(map(str, faults))


@pytest.mark.parametrize("language", [code for code in languages() if code != "en"])
@pytest.mark.parametrize("scene", running_order())
def test_no_translated_rest_breaks_a_bar(translated, scene, language):
    faults = translated(scene, language).faults
    assert not faults, "\n" + "\n".join(map(str, faults))
