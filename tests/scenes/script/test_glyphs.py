"""Letters of any script are drawn by a font that has them; what no font has, as its code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from scenes.script import fonts, glyphs
from scenes.script.glyphs import breakable, extra_for, fonts_used, missing_glyphs
from scenes.stage.typeset import Formula, Prose, fit_prose, fits_prose

with_fonts = pytest.mark.skipif(
    not fonts.font_files(fonts.NOTO) or not fonts.font_files(fonts.CJK),
    reason="the fonts of other scripts are missing; `make fonts` brings them",
)
OWN = [
    "408, I think: 17 × 24 = 17·20 + 17·4",
    "Ελληνικά, Кириллица, Čeština, Türkçe, Tiếng Việt",
    "e\u0301 q\u0323\u0303 x\u20d7 \u0301",  # combining characters, with and without a base
    "∀x ∈ ℝ: ∑ ½x² ≤ ∫ 𝒳 ∂ℒ ⟨⟩ → ∞ 10⁻⁴",
    "#$*_@<>[]{}\\/~\"'`",
    "two\nlines and a\u200bbreak",
    "✓ \u200b",
]
FAMILY = "👨\u200d👩\u200d👧\u200d👦"


@pytest.fixture
def bare(monkeypatch):
    """A machine without the font packages."""
    monkeypatch.setattr(fonts, "font_files", lambda package: [])
    glyphs.look_again()
    yield
    monkeypatch.undo()
    glyphs.look_again()


def shapes(text: str) -> list[np.ndarray]:
    """The outlines of a text from left to right, each moved to its own corner."""
    drawn = sorted(Prose(text), key=lambda glyph: glyph.get_left()[0])
    return [glyph.points - glyph.get_corner([-1, -1, 0]) for glyph in drawn]


def same(one: np.ndarray, other: np.ndarray) -> bool:
    return one.shape == other.shape and np.allclose(one, other, atol=1e-6)


@pytest.mark.parametrize("text", OWN)
def test_what_typst_s_own_fonts_draw_needs_no_other(bare, text):
    assert missing_glyphs(text) == ""
    assert extra_for([text]) is None
    assert fonts_used([text]) == ""


@with_fonts
@pytest.mark.parametrize(
    "text",
    [
        "最长的街道是维洛尔大街。𠮷",
        "日本語のテキスト、カタカナ",
        "한국어 문장입니다",
        "हिन्दी क्षत्रिय বাংলা தமிழ்",
        "كان يا ما كان، עִבְרִית",
        "ภาษาไทย น้ำ",
        f"🤔 🏙️ 👩‍🔬 👍🏽 🇩🇪 1️⃣ ❤️ {FAMILY}",
    ],
)
def test_every_script_that_a_user_s_question_may_hold_is_drawn(text):
    assert missing_glyphs(text) == ""
    assert len(Prose(text)) > 0


@with_fonts
def test_letters_are_shaped_as_their_script_asks():
    # A conjunct is one shape, and "न्" a half letter: no sign of the virama is seen.
    assert len(shapes("क्ष")) == 1
    assert len(shapes("हिन्दी")) == 5  # i, ha, half na, da, ii
    # An Arabic letter has a form for the beginning, the middle and the end of a word.
    end, middle, beginning = shapes("للل")
    assert not same(end, middle) and not same(middle, beginning)
    # People, a tone and two letters of a flag are one picture each.
    assert [len(shapes(emoji)) for emoji in (FAMILY, "👍🏽", "🇩🇪", "1️⃣")] == [1, 1, 1, 1]


@with_fonts
def test_a_line_from_right_to_left_begins_at_the_right():
    (alef,) = shapes("א")
    assert same(shapes("אב 12")[-1], alef)
    (one,) = shapes("1")
    assert same(shapes("אב 12")[0], one)  # a number keeps its own direction


@with_fonts
def test_japanese_letters_have_their_own_forms():
    (chinese,) = shapes("骨")
    *_, japanese = shapes("の骨")
    assert not same(chinese, japanese)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("private \ue000, twice \ue000", "\ue000"),
        ("a bell\x07", "\x07"),
        ("\U0010ffff", "\U0010ffff"),
        ("བོད", "བོད"),  # Tibetan, a script that none of the packages has
    ],
)
def test_what_no_font_has_is_named(text, missing):
    assert missing_glyphs(text) == missing


def test_what_no_font_has_is_drawn_as_its_code_in_a_box():
    frame, letters = 4, len("E000")
    drawn = Prose("\ue000")
    assert len(drawn) == frame + letters
    assert drawn.plain == "\ue000"
    rules = drawn[:frame]
    for letter in drawn[frame:]:
        assert rules.get_left()[0] < letter.get_left()[0]
        assert letter.get_right()[0] < rules.get_right()[0]
        assert rules.get_bottom()[1] < letter.get_bottom()[1]
        assert letter.get_top()[1] < rules.get_top()[1]
    (e,) = shapes("E")
    assert not same(shapes("\ue000")[0], e)


def test_a_font_is_asked_for_only_if_it_may_have_the_letter(bare):
    assert extra_for(["plain", "四"]) == "fonts"
    assert extra_for(["हिन्दी"]) == extra_for(["😀"]) == "fonts"
    assert extra_for(["\ue000 and a bell\x07"]) is None
    assert missing_glyphs("四 😀") == "四😀"  # a box meanwhile
    assert len(Prose("四")) == 4 + len("56DB")


@with_fonts
@pytest.mark.parametrize("words", ["直", "骨", "够了？"])  # other forms in Hong Kong, Japan
def test_a_formula_s_words_have_the_forms_of_prose(words):
    formula = sorted(Formula(f'"{words}" x'), key=lambda glyph: glyph.get_left()[0])
    for drawn, known in zip(formula, shapes(words), strict=False):
        moved = drawn.points - drawn.get_corner([-1, -1, 0])
        scale = np.ptp(known[:, 1]) / np.ptp(moved[:, 1])
        np.testing.assert_allclose(scale * moved, known, atol=1e-3)


@with_fonts
def test_the_large_font_is_asked_for_only_by_letters_of_east_asia(monkeypatch):
    have = fonts.font_files
    monkeypatch.setattr(fonts, "font_files", lambda p: [] if p == fonts.CJK else have(p))
    glyphs.look_again()
    try:
        assert [extra_for([text]) for text in ("四", "한", "の", "！")] == ["cjk"] * 4
        assert [extra_for([text]) for text in ("हिन्दी", "😀", "བོད", "\ue000")] == [None] * 4
        without = fonts_used(["四"])
    finally:
        monkeypatch.undo()
        glyphs.look_again()
    assert fonts_used(["四"]) != without  # the film is another


@with_fonts
def test_lines_break_where_the_script_allows_it():
    assert breakable("ภาษาไทย") == ["ภาษา", "ไทย "]  # two words, says any dictionary
    assert breakable("大街。好") == ["大", "街。", "好 "]  # no line begins with a full stop
    assert breakable("x/y well-known हिन्दी") == ["x/y ", "well-known ", "हिन्दी "]


def test_a_sum_breaks_before_its_result():
    assert breakable("340+68=408 x=y 17*24=") == ["340+68", "=408 ", "x=y ", "17*24= "]


@with_fonts
@pytest.mark.parametrize("text", ["最长的街道是维洛尔大街。" * 2, "ภาษาไทยน้ำที่นี่" * 3])
def test_a_text_without_spaces_takes_the_lines_that_there_are(text):
    prose = fit_prose(text, 2.3, lines=4)
    assert prose.plain.replace("\n", "") == text
    assert 1 < prose.plain.count("\n") < 4
    assert prose.width <= 2.3
    assert fits_prose(text, 2.3, lines=4) and not fits_prose(text, 2.3, lines=1)


@with_fonts
@pytest.mark.parametrize("text", [FAMILY * 9, "क्षत्रिय" * 9, "e\u0301" * 40, "🇩🇪" * 20])
def test_no_letter_is_cut_in_two(text):
    cut = fit_prose(text, 1.4, lines=1).plain
    assert cut.endswith("…")
    unit = len(FAMILY) if text.startswith(FAMILY) else 2
    left = len(cut) - 1
    if "क्ष" in text:
        assert text[left] in "कतय"  # where a syllable begins; षर go with the one before
    else:
        assert left % unit == 0


def test_the_texts_are_judged_without_manim():
    program = "import sys, scenes.script.settings as s; s.Settings().table()"
    check = "; sys.exit('manim' in sys.modules)"
    project = Path(__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", program + check], cwd=project).returncode == 0
