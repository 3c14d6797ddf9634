"""Things stand on lines and keep inside boxes."""

from __future__ import annotations

import numpy as np
import pytest
from manim import LEFT, UP, Square, VGroup

from scenes.stage.live_number import LiveNumber
from scenes.stage.places import keep_inside, room_in_view, stand_on
from scenes.stage.typeset import Formula, Prose

BOX = np.array([-2.0, -1.0]), np.array([2.0, 1.0])


@pytest.mark.parametrize("text", [Formula("rho_1"), Prose("gap"), LiveNumber(1.5, 2)])
def test_texts_stand_on_one_line(text):
    line = Formula("0").move_to([3, 1.2, 0])
    assert stand_on(text, line) is text
    assert text.baseline == pytest.approx(line.get_bottom()[1], abs=0.01)  # a digit's foot
    assert stand_on(text, -0.5).baseline == pytest.approx(-0.5)


def test_a_row_goes_along_with_its_text():
    text, over = Formula("rho_1"), Square(0.5).shift(2 * UP)
    row = VGroup(over, text)
    gap = over.get_y() - text.get_y()
    stand_on(text, 1.0, row=row)
    assert text.baseline == pytest.approx(1)
    assert over.get_y() - text.get_y() == pytest.approx(gap)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ((0.3, 0.2), (0.3, 0.2)),
        ((5.0, 0.2), (1.5, 0.2)),
        ((-5.0, 3.0), (-1.5, 0.5)),
        ((0.0, -3.0), (0.0, -0.5)),
    ],
)
def test_what_passes_an_edge_comes_back_by_the_least(start, end):
    square = keep_inside(Square(1.0).move_to([*start, 0]), BOX)
    assert square.get_center()[:2] == pytest.approx(end)


def test_what_is_too_large_keeps_its_left_and_upper_edge():
    square = keep_inside(Square(9.0), BOX)
    assert square.get_edge_center(LEFT)[0] == pytest.approx(-2)
    assert square.get_edge_center(UP)[1] == pytest.approx(1)


def test_a_picture_makes_room_for_its_labels():
    picture = Square(1.0).move_to([-1.5, 0, 0])
    keep_inside(VGroup(picture, Square(0.5).next_to(picture, LEFT, buff=0)), BOX)
    assert picture.get_left()[0] == pytest.approx(-1.5)


def test_the_room_in_a_view_is_inside_it_and_clear_of_captions():
    (left, foot), (right, top) = room_in_view([1.0, 0.5, 0], 8.0)
    assert 1 - 4 < left < right < 1 + 4
    assert 0.5 - 2.25 < foot < top < 0.5 + 2.25
    assert foot - (0.5 - 2.25) > 3 * (0.5 + 2.25 - top)  # captions stand at the foot
