"""Words with letters of the formulas in them."""

from __future__ import annotations

import numpy as np
import pytest

from scenes.stage.lettered import lettered
from scenes.stage.typeset import Formula, Prose, Typeset


def shapes(text: Typeset) -> list[np.ndarray]:
    """Its glyphs' outlines, wherever they stand."""
    return [glyph.points - glyph.get_center() for glyph in text.glyphs]


def looks_like(one: np.ndarray, other: np.ndarray) -> bool:
    return one.shape == other.shape and bool(np.allclose(one, other, atol=1e-3))


@pytest.mark.parametrize("letter", ["A", "J", "p"])
def test_a_letter_that_stands_alone_is_the_formulas(letter):
    (alone,) = shapes(Formula(letter, size=40))
    (upright,) = shapes(Prose(letter, size=40))
    last = shapes(lettered(f"so {letter}", size=40))[-1]
    assert looks_like(last, alone)
    assert not looks_like(last, upright)


def test_words_are_spaced_as_prose_and_their_letters_stay_upright():
    said, prose = lettered("Jump up, Apple", size=40), Prose("Jump up, Apple", size=40)
    assert said.width == pytest.approx(prose.width, rel=0.02)
    for letter in "JA":
        (alone,) = shapes(Formula(letter, size=40))
        assert not any(looks_like(shape, alone) for shape in shapes(said))


def test_lines_begin_under_each_other():
    first, *_, last = lettered("A mal\nmir", size=40).glyphs
    letters = lettered("A mal\nmir", size=40).glyphs
    assert letters[4].get_left()[0] == pytest.approx(first.get_left()[0], abs=0.06)
    assert letters[4].get_top()[1] < first.get_bottom()[1]
    assert last.get_right()[0] > first.get_right()[0]
