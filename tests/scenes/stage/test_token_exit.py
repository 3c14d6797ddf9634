"""The objective with its tokens, at the end of the films about them."""

from __future__ import annotations

import pytest
from manim.animation.animation import prepare_animation

from scenes.stage.motion import jump
from scenes.stage.theme import paint
from scenes.stage.token_exit import TokenExit

PLACES = (("advantage",), ("tokens",), ("cautious", "clip"))


@pytest.fixture
def whole() -> TokenExit:
    return TokenExit("Said.", *(part for place in PLACES for part in place))


def test_what_a_film_is_about_stands_out_of_the_grey(whole):
    lit = {id(glyph) for place in PLACES for part in place for glyph in whole.part(part)}
    for glyph in whole.objective:
        wanted = "text" if id(glyph) in lit else "muted"
        assert glyph.get_fill_color().to_hex() == paint(wanted).to_hex()


def test_each_number_stands_over_its_place_and_touches_nothing(whole):
    marks = whole.marks(*PLACES)
    assert [mark.plain for mark in marks] == ["1", "2", "3"]
    for mark, (first, *_) in zip(marks, PLACES, strict=True):
        place = whole.part(first)
        assert mark.get_x() == pytest.approx(place.get_x(), abs=0.01)
        assert 0.05 < mark.get_bottom()[1] - place.get_top()[1] < 0.3


def test_the_large_form_ends_where_it_is_in_the_objective(whole):
    term = whole.large()
    jump(prepare_animation(whole.shrink(term)))
    place = whole.part("averaged")
    assert term.width == pytest.approx(place.width, rel=1e-3)
    assert term.get_center() == pytest.approx(place.get_center(), abs=1e-3)
