"""A tick's number has no decimals that it does not need."""

from __future__ import annotations

import pytest

from scenes.script.numerals import ratio_text


@pytest.mark.parametrize(
    ("ratio", "text"), [(0.8, "0.8"), (1.0, "1"), (1.25, "1.25"), (1.28, "1.28"), (2.0, "2")]
)
def test_a_tick_s_text(ratio, text):
    assert ratio_text(ratio, 1) == text
