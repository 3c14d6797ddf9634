"""Every film keeps the measurable bars of the visual language, in both themes."""

from __future__ import annotations

import pytest

from lecture.audit import audit
from lecture.catalogue import scene_names
from scenes.stage.settings import Settings


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("scene", scene_names())
def test_no_rest_breaks_a_bar(scene, theme):
    faults = audit(scene, Settings(theme=theme))
    assert not faults, "\n" + "\n".join(map(str, faults))
