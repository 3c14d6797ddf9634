"""Labels find the first free place, and lines only count where they run."""

from __future__ import annotations

import numpy as np
import pytest
from manim import DOWN, LEFT, RIGHT, UP, Dot, Line, Rectangle, Square, VGroup

from scenes.stage.placement import NoRoom, find_place, lines_and_texts, place_label, touches
from scenes.stage.typeset import Formula


def solid(center, width=0.4, height=0.4) -> Rectangle:
    return Rectangle(width=width, height=height, fill_opacity=1, stroke_width=0).move_to(center)


def test_the_first_place_is_taken_if_it_is_free():
    label = Square(0.4)
    assert find_place(label, Dot(), directions=(UP, DOWN), buff=0.2)
    assert label.get_bottom()[1] > 0.2


def test_an_occupied_place_is_left_for_the_next():
    label = Square(0.4)
    assert find_place(label, Dot(), [solid([0, 0.5, 0])], directions=(UP, LEFT), buff=0.2)
    assert label.get_right()[0] < 0
    assert not touches(label, solid([0, 0.5, 0]))


def test_a_label_is_pushed_out_before_it_covers_anything():
    label = Square(0.4)
    assert find_place(label, Dot(), [solid([0, 0.5, 0])], directions=(UP,), buff=0.2)
    assert label.get_bottom()[1] > 0.7


def test_without_a_free_place_it_says_so_and_stays_at_the_first():
    label, everywhere = Square(0.4), solid([0, 0, 0], 14, 8)
    assert find_place(label, Dot(), [everywhere], directions=(UP, DOWN), buff=0.2) is False
    assert 0 < label.get_bottom()[1] < 0.4


def test_a_label_without_a_place_is_refused_by_its_name():
    label, everywhere = Formula("rho = 2"), solid([0, 0, 0], 14, 8)
    with pytest.raises(NoRoom, match='no room for the label "rho = 2"'):
        place_label(label, Dot(), [everywhere])


def test_who_can_live_with_the_first_place_says_so():
    label, everywhere = Square(0.4), solid([0, 0, 0], 14, 8)
    assert place_label(label, Dot(), [everywhere], directions=(LEFT,), or_first=True) is label
    assert label.get_right()[0] < 0


@pytest.mark.parametrize(("reach", "found"), [(None, True), (0.6, True), (0.4, False)])
def test_a_label_stands_no_farther_than_its_reach(reach, found):
    label, above = Square(0.2), solid([0, 0.3, 0], 0.4, 0.3)  # up to 0.45: free from 0.5 on
    spot = Dot(radius=0.001)
    assert find_place(label, spot, [above], directions=(UP,), buff=0.22, reach=reach) is found
    if found:
        assert label.get_bottom()[1] == pytest.approx(0.55, abs=0.01)


def test_only_places_inside_the_box_count():
    label, box = Square(0.4), (np.array([-1, -1]), np.array([1, 0.3]))
    assert find_place(label, Dot(), directions=(UP, DOWN), buff=0.2, within=box)
    assert label.get_top()[1] < 0
    assert find_place(label, Dot(), directions=(UP,), buff=0.2, within=box) is False


def test_a_label_stays_on_the_stage_and_above_the_captions():
    label = Square(0.4)
    assert find_place(label, Dot([0, 3.6, 0]), directions=(UP, DOWN))
    assert label.get_top()[1] < 3.6
    assert find_place(label, Dot([0, -3.1, 0]), directions=(DOWN, UP))
    assert label.get_bottom()[1] > -3.1


def test_a_line_is_an_obstacle_only_where_it_runs():
    label = Square(0.4).move_to([1.0, -1.0, 0])  # in the corner of the line's box
    diagonal = Line([-2, -2, 0], [2, 2, 0])
    assert not touches(label, diagonal)
    assert touches(label.move_to([1, 1, 0]), diagonal)
    assert touches(Square(0.4).move_to([1.0, -1.0, 0]), solid([0, 0, 0], 4, 4))


def test_a_long_line_does_not_slip_through_a_small_label():
    label = Square(0.2).move_to([1.23, 0, 0])
    assert touches(label, Line([-7, 0, 0], [7, 0, 0]))


@pytest.mark.parametrize(("distance", "touching"), [(0.05, True), (0.12, False)])
def test_too_near_is_touching(distance, touching):
    label = Square(0.4)
    near = solid([0.4 + distance, 0, 0])
    assert touches(label, near) is touching
    assert touches(label, near, gap=0.0) is False


def test_a_label_keeps_clear_of_whole_texts_and_lines():
    text, line, dot = Formula("rho"), Line(LEFT, RIGHT), Dot()
    found = lines_and_texts(VGroup(VGroup(text), line, dot))
    assert text in found
    assert line in found
    assert dot not in found
    assert not np.isin([id(g) for g in text], [id(m) for m in found]).any()
