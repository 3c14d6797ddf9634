"""What stands in for slow functions of Manim's gives what those give."""

from __future__ import annotations

import numpy as np
import pytest
from manim import (
    BLACK,
    BLUE,
    Arrow,
    DashedLine,
    Dot,
    Line,
    Mobject,
    MovingCamera,
    Square,
    VGroup,
    VMobject,
)
from manim.utils.iterables import remove_list_redundancies

from scenes.stage.camera import StageCamera
from scenes.stage.families import last_of_each


def test_a_family_has_each_part_once_where_it_comes_last():
    one, other = Dot(), Dot()
    inner = VGroup(one, other)
    whole = VGroup(inner, VGroup(one))
    assert whole.get_family() == remove_list_redundancies(list(whole._iter_family(set())))
    assert whole.get_family() == [whole, inner, other, whole[1], one]


def test_of_equal_things_the_last_stays():
    assert last_of_each("abcab") == ["c", "a", "b"] == remove_list_redundancies("abcab")


@pytest.mark.parametrize(
    ("color", "opacity", "rows"),
    [
        (BLUE, 0.25, [[0x58 / 255, 0xC4 / 255, 0xDD / 255, 0.25]]),
        ("#FF0000", 1, [[1, 0, 0, 1]]),
        (None, None, [[0, 0, 0, 0]]),
        ([BLACK, "#FFFFFF"], 0.5, [[0, 0, 0, 0.5], [1, 1, 1, 0.5]]),
        (BLACK, (0.0, 1.0), [[0, 0, 0, 0], [0, 0, 0, 1]]),
    ],
)
def test_a_colour_and_an_opacity_make_rows(color, opacity, rows):
    assert VMobject().generate_rgbas_array(color, opacity).tolist() == rows


def test_a_mobject_s_colour_is_its_own():
    one, other = VMobject().set_fill(BLUE, 1), VMobject().set_fill(BLUE, 1)
    one.fill_rgbas[0] = 0.0
    assert other.get_fill_color() == BLUE


def test_sheen_adds_a_lighter_row():
    base, lighter = VMobject(sheen_factor=0.25).generate_rgbas_array(BLACK, 1.0).tolist()
    assert (base, lighter) == ([0, 0, 0, 1], [0.25, 0.25, 0.25, 1])


def test_edges_are_where_curves_end():
    """Of a square of side 2 the corners, and each is the end of one curve and starts another."""
    square = Square()
    corners = {tuple(point) for point in square.get_points_defining_boundary().tolist()}
    assert corners == {(x, y, 0.0) for x in (-1.0, 1.0) for y in (-1.0, 1.0)}
    assert VGroup(VGroup(), square, Square(4)).get_corner([1, 1, 0]).tolist() == [2, 2, 0]
    assert VGroup().get_center().tolist() == [0, 0, 0]


def test_corners_and_middles_of_a_box_are_those_of_all_its_parts():
    whole = VGroup(Square(2), VMobject(), VGroup(Square(4).shift([3, 1, 0])))
    found = [whole.get_corner([-1, 1, 0]), whole.get_edge_center([1, 0, 0]), whole.get_center()]
    assert [point.tolist() for point in found] == [[-1, 3, 0], [5, 1, 0], [2, 1, 0]]


def test_a_mobject_is_as_wide_as_its_parts_with_the_handles_of_their_curves():
    bent = VMobject().set_points([[0, 0, 0], [1, 3, 0], [2, 3, 0], [1, 0, 0]])
    whole = VGroup(VMobject(), VGroup(bent), Square(1).shift([-2, 0, 0]))
    assert (whole.width, whole.height, whole.depth) == (4.5, 3.5, 0)
    assert (VGroup().width, VMobject().height) == (0, 0)


def test_a_mobject_moves_by_the_sum_of_vectors_and_copies_of_its_points_stay():
    square = Square(2)
    points = square.points
    VGroup(square).shift([1, 0, 0], np.array([0.5, 2, 0]))
    assert square.get_corner([1, 1, 0]).tolist() == [2.5, 3, 0]
    assert points.max() == 1


@pytest.mark.parametrize("kind", [Line, Arrow, DashedLine])
def test_a_line_is_put_between_two_points(kind):
    line = kind([0, 0, 0], [3, 0, 0], buff=0)
    line.put_start_and_end_on([1, 1, 0], [1, 7, 0])
    np.testing.assert_allclose([line.get_start(), line.get_end()], [[1, 1, 0], [1, 7, 0]], atol=0.2)
    assert line.width < 0.5


def test_a_straight_line_s_handles_are_at_its_thirds_even_after_it_was_a_point():
    line = Line([0, 0, 0], [3, 0, 0])
    for end in ([1, 1, 0], [1, 7, 0]):
        line.put_start_and_end_on([1, 1, 0], end)
    np.testing.assert_allclose(line.points, [[1, 1, 0], [1, 3, 0], [1, 5, 0], [1, 7, 0]])


def test_a_bent_line_stays_bent_between_other_points():
    arc = Line([0, 0, 0], [2, 0, 0], path_arc=np.pi).put_start_and_end_on([0, 0, 0], [4, 0, 0])
    assert arc.height == pytest.approx(2.0, rel=0.01)


def test_curves_that_do_not_meet_are_two_subpaths():
    near, far = Square().points, Square().shift([5, 0, 0]).points
    path = VMobject().set_points(np.concatenate([near, far]))
    assert [len(part) for part in path.get_subpaths()] == [16, 16]
    assert (path.get_subpaths()[1] == far).all()
    assert path.get_subpaths_from_points(near[:3]) == []
    assert VMobject().get_subpaths() == []


def test_of_a_family_those_that_have_points_are_found_in_its_order():
    one, other = Dot(), Dot()
    whole = VGroup(VGroup(one), VMobject(), other)
    assert whole.family_members_with_points() == [one, other]
    assert VMobject().family_members_with_points() == []


@pytest.mark.parametrize("restriction", [{}, {"include_submobjects": False}, {"excluded": 1}])
def test_what_is_drawn_is_in_manim_s_order(restriction):
    one, other, far = Dot(), Dot(), Square().set_z_index(-1)
    inner = VGroup(one, VMobject(), VGroup(other, far))
    mobjects = [inner, one, Mobject(), VGroup(far, Dot().set_z_index(2)), Dot(), other]
    if "excluded" in restriction:
        restriction = {"excluded_mobjects": [inner]}
    ours = StageCamera().get_mobjects_to_display(mobjects, **restriction)
    assert ours == MovingCamera().get_mobjects_to_display(mobjects, **restriction)
    assert len(ours) in (2, 5, 6)


def test_updaters_are_called_of_all_parts_but_of_those_that_are_suspended():
    called: list[str] = []
    whole, inner, leaf, still = VGroup(), VGroup(), Dot(), Dot()
    whole.add(inner.add(leaf), still.add(Dot().add_updater(lambda _: called.append("below"))))
    leaf.add_updater(lambda _, dt: called.append(f"leaf {dt}"), call_updater=False)
    inner.add_updater(lambda _: called.append("inner"))
    called.clear()
    assert whole.update(0.25) is whole
    assert called == ["inner", "leaf 0.25", "below"]
    still.suspend_updating()
    inner.update(0.5, recursive=False)
    whole.update(0.5)
    assert called[3:] == ["inner", "inner", "leaf 0.5"]


_STARTS = {"fill_opacity": 0.25, "stroke_width": 4, "sheen_factor": 0.5}
_ENDS = {"fill_opacity": 0.75, "stroke_width": 8, "sheen_factor": 0.25}


def test_halfway_between_two_mobjects_all_is_the_mean():
    start, end = Square(**_STARTS), Square(4, **_ENDS)
    start.set_sheen_direction([1, 0, 0]), end.set_sheen_direction([0, 1, 0])
    shown = Square().interpolate(start, end, 0.5)
    assert np.ptp(shown.points[:, 0]) == 3
    assert shown.fill_rgbas[:, 3].tolist() == [0.5, 0.5]
    assert (shown.stroke_width, shown.sheen_factor) == (6, 0.375)
    assert shown.sheen_direction.tolist() == [0.5, 0.5, 0]


@pytest.mark.parametrize("share", [0.0, 0.1, 1.0])
def test_what_is_the_same_at_both_ends_stays_as_it_is_and_its_own(share):
    start = Dot([1 / 3, 0.1, 0], color="#123456", fill_opacity=0.3, stroke_width=1.1)
    end = start.copy()
    shown = Dot().interpolate(start, end, share)
    for name in ("points", "fill_rgbas", "stroke_rgbas", "background_stroke_rgbas"):
        assert getattr(shown, name).tobytes() == getattr(end, name).tobytes()
        assert not np.shares_memory(getattr(shown, name), getattr(end, name))
        assert not np.shares_memory(getattr(shown, name), getattr(start, name))
    assert shown.stroke_width == 1.1


def test_a_way_that_is_no_straight_line_is_gone_even_to_where_it_began():
    def around(start: np.ndarray, end: np.ndarray, share: float) -> np.ndarray:
        return start + np.array([0, share * (1 - share), 0])

    dot = Dot()
    assert Dot().interpolate(dot, dot.copy(), 0.5, around).get_y() == 0.25
