"""Characters that the films' fonts cannot draw are found; all that they can draw pass."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scenes.stage.glyphs import missing_glyphs
from scenes.stage.typeset import Prose


@pytest.mark.parametrize(
    "text",
    [
        "408, I think: 17 × 24 = 17·20 + 17·4",
        "Ελληνικά, Кириллица, Čeština, Türkçe, Tiếng Việt",
        "e\u0301 q\u0323\u0303 x\u20d7 \u0301",  # combining characters, with and without a base
        "∀x ∈ ℝ: ∑ ½x² ≤ ∫ 𝒳 ∂ℒ ⟨⟩ → ∞ 10⁻⁴",
        "#$*_@<>[]{}\\/~\"'`",
        "two\nlines\tand a\u200bbreak",
        "❤\ufe0f ✓",
    ],
)
def test_what_can_be_drawn_passes(text):
    assert missing_glyphs(text) == ""


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("四百 or 408 or 四", "四百"),
        ("right 😀!", "😀"),
        ("👨\u200d👩\u200d👧", "👨👩👧"),
        ("a bell\x07", "\x07"),
        ("\u200b", "\u200b"),  # nothing to be seen at all
    ],
)
def test_what_cannot_be_drawn_is_found(text, missing):
    assert missing_glyphs(text) == missing


def test_a_missing_glyph_is_what_prose_would_show_as_a_box():
    (one,), (other,) = Prose("四"), Prose("😀")
    assert len(one.points) == len(other.points)
    assert one.width == pytest.approx(other.width)
    assert one.height == pytest.approx(other.height)


def test_the_texts_are_judged_without_manim():
    program = "import sys, scenes.stage.settings as s; s.Settings().table()"
    check = "; sys.exit('manim' in sys.modules)"
    project = Path(__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", program + check], cwd=project).returncode == 0
