from __future__ import annotations

import pytest

from scenes.script.rule_text import clip_source
from scenes.script.words import use_language


@pytest.mark.parametrize(
    ("language", "bounds", "said"),
    [
        ("en", (0.2, 0.2), '"clip," space epsilon space 0.2 thin "/" thin 0.2'),
        ("en", (3e-4, 10), '"clip," space epsilon space 0.0003 thin "/" thin 10'),
        ("de", (0.2, 0.272), '"Clip," space epsilon space 0.2 thin "/" thin 0.272'),
    ],
)
def test_a_rule_is_told_with_its_bounds(language, bounds, said):
    use_language(language)
    try:
        assert clip_source(*bounds) == said
    finally:
        use_language("en")
