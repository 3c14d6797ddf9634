"""Answers token by token: what is seen of squares and bars, of strips, groups and their shapes."""

from __future__ import annotations

import numpy as np
import pytest
from manim import DOWN, LEFT, RIGHT, UP, VMobject

from scenes.script.contrast import contrast
from scenes.stage.motion import jump
from scenes.stage.next_token import Chances, NextToken, Writing
from scenes.stage.theme import in_theme
from scenes.stage.token_group import TokenGroup
from scenes.stage.token_square import END, TokenSquare
from scenes.stage.token_strip import TokenStrip

ANSWER = [*"340+68=408", END]
CHANCES = np.array([0.62, 0.97, 1.0, 0.93, 0.88, 0.5, 0.99, 0.95, 0.0, 0.9, 0.99])


def size(shape: VMobject) -> float:
    """What an upright rectangle covers."""
    return float(np.prod(np.ptp(shape.points, axis=0)[:2]))


def seen(strip: TokenStrip) -> str:
    """What is written of an answer so far."""
    return "".join(
        one.token.replace(END, ".") for one in strip.squares if one.fill.get_fill_opacity()
    )


def inside(inner: VMobject, outer: VMobject, gap: float = 0.0) -> bool:
    low, high = inner.get_corner(DOWN + LEFT) - gap, inner.get_corner(UP + RIGHT) + gap
    least, most = outer.get_corner(DOWN + LEFT), outer.get_corner(UP + RIGHT)
    return bool((low >= least - 1e-6)[:2].all() and (high <= most + 1e-6)[:2].all())


# -- a square ---------------------------------------------------------------------------------


@pytest.mark.parametrize("chance", [0.0, 0.3, 1.0])
def test_a_square_is_filled_to_its_probability(chance):
    square = TokenSquare("4", chance)
    assert size(square.fill) / size(square.face) == pytest.approx(chance)
    assert square.fill.get_bottom()[1] == pytest.approx(square.face.get_bottom()[1])


@pytest.mark.parametrize(
    "token", ["0", "W", "十", "乘法", "Wait", " the", "\n", END, "antidisestablish"]
)
def test_a_token_lies_in_its_box_with_room_beside_it(token):
    square = TokenSquare(token, 0.5)
    assert inside(square.letter, square.face, gap=0.03)
    assert square.letter.width > 0.05
    assert square.face.width < 3.5


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("role", ["new", "old", "up", "down"])
def test_a_character_is_read_on_the_filled_and_on_the_empty_part(theme, role):
    with in_theme(theme):
        square = TokenSquare("4", 0.5, role=role)
    letter, face, fill = (
        np.array(part.get_fill_color().to_rgb())
        for part in (square.letter, square.face, square.fill)
    )
    share = square.fill.get_fill_opacity()
    behind = face, share * fill + (1 - share) * face
    assert 0 < share < 1
    assert min(contrast(letter, ground) for ground in behind) >= 4.5


def test_no_line_runs_through_a_character():
    for token in ("4", "m", "十", "Wait"):
        square = TokenSquare(token, 0.5)
        x = square.surface.points[:, 0]
        low, high = square.letter.get_left()[0], square.letter.get_right()[0]
        assert not ((x > low - 0.02) & (x < high + 0.02)).any(), token


def test_a_given_token_has_no_level():
    assert TokenSquare("4", None).fill.get_fill_opacity() == 0


# -- a strip ----------------------------------------------------------------------------------


def test_a_strip_writes_itself_token_by_token():
    strip = TokenStrip(ANSWER, CHANCES, prompt="17*24=")
    at_home = strip.squares[3].get_center()
    assert seen(strip) == "340+68=408."
    assert seen(strip.set_written(3)) == "340"
    assert seen(strip.set_written(3.4)) == "340+"
    assert strip.squares[3].get_center()[1] > at_home[1] + 0.1
    jump(strip.write())
    assert seen(strip) == "340+68=408."
    assert strip.squares[3].get_center() == pytest.approx(at_home)


def test_a_hundred_tokens_are_read_in_rows_and_nothing_is_folded():
    strip = TokenStrip([str(n % 10) for n in range(100)], np.full(100, 0.5))
    assert seen(strip) == "0123456789" * 10
    assert (strip.width, strip.height) < (12.8, 5.0)
    boxes = [square.face for square in strip.squares]
    assert len({tuple(np.round(box.get_center(), 6)) for box in boxes}) == 100
    assert all(box.height == pytest.approx(boxes[0].height) for box in boxes)


@pytest.mark.parametrize("count", [37, 400])
def test_a_longer_answer_is_folded_and_says_by_how_much(count):
    tokens = [*(str(n % 7) for n in range(count)), *"=408", END]
    strip = TokenStrip(tokens, np.linspace(0, 1, len(tokens)), rows=2)
    told = [int(word) for word in strip.fold[0].letter.plain.split() if word.isdigit()]
    assert told == [len(tokens) - len(strip.squares)]
    assert seen(strip).startswith("0123456012") and seen(strip).endswith("=408.")
    assert len({round(square.get_bottom()[1], 6) for square in strip.squares}) == 2
    levels = [size(square.fill) / size(square.face) for square in strip.squares]
    assert levels == pytest.approx(np.linspace(0, 1, len(tokens))[strip.shown])
    with pytest.raises(ValueError, match="folded"):
        strip.as_area(np.ones(len(tokens)), np.zeros(3), 4.0, 10, 1.0)


def test_heights_become_ratios_and_a_ratio_of_1_stays_a_square():
    strip = TokenStrip(ANSWER, CHANCES).scale(0.8).shift(UP)
    ratios = np.array([1, 0.93, 1.1, 2.6, 0.8, 1, 1, 1.02, 0.4, 0.96, 1.2])
    number = strip.number(3, 2.6, 1)
    foot = strip.squares[0].face.get_bottom()
    jump(strip.turn_to(strip.as_ratios(ratios)))
    bars = [square.fill for square in strip.squares]
    assert [bar.height / bar.width for bar in bars] == pytest.approx(ratios)
    assert {round(bar.get_bottom()[1], 6) for bar in bars} == {round(foot[1], 6)}
    assert strip.ratio_line().get_center()[1] == pytest.approx(bars[0].get_top()[1])
    assert all(square.letter.get_top()[1] < foot[1] for square in strip.squares)
    assert number.text == "2.6" and 0 < number.get_bottom()[1] - bars[3].get_top()[1] < 0.2
    jump(strip.turn_to(strip.home))
    assert all(inside(square.letter, square.face) for square in strip.squares)


def test_ratios_of_several_rows_are_refused():
    strip = TokenStrip(ANSWER, CHANCES, width=4.0)
    with pytest.raises(ValueError, match="rows"):
        strip.as_ratios(np.ones(11))


def test_areas_become_weights():
    corner = np.array([-3.0, 3.0, 0.0])
    short = TokenStrip("x" * 10, np.full(10, 0.5)).shift(DOWN)
    long = TokenStrip("x" * 105, np.full(105, 0.5), side=0.2).scale(0.5)
    for strip, weights in ((short, np.full(10, 0.05)), (long, np.full(105, 0.005))):
        jump(strip.turn_to(strip.as_area(weights, corner, 4.0, 10, 6.0)))
    assert short.squares.width == pytest.approx(4.0, abs=0.05)
    assert short.squares.height * 4.0 == pytest.approx(0.5 * 6.0, abs=0.2)
    assert long.squares.height * 4.0 == pytest.approx(110 * 0.005 * 6.0, abs=0.1)  # 11 rows
    assert short.squares.get_corner(UP + LEFT) == pytest.approx(corner, abs=0.05)
    apart = short.squares[0].get_right()[0] - short.squares[1].get_left()[0]
    assert -0.06 < apart < 0
    assert not any(square.letter.get_fill_opacity() for square in short.squares)
    with pytest.raises(ValueError, match="one weight"):
        short.as_area([0.1] * 4 + [0.2] * 6, corner, 4.0, 10, 6.0)


def test_another_policy_fills_the_squares_anew():
    strip = TokenStrip(ANSWER, CHANCES)
    jump(strip.turn_to(strip.with_probabilities(1 - CHANCES)))
    levels = [size(square.fill) / size(square.face) for square in strip.squares]
    assert levels == pytest.approx(1 - CHANCES)


# -- the next token ---------------------------------------------------------------------------

SPREAD = Chances(list("abcdefg"), [0.02, 0.3, 0.4, 0.003, 0.2, 0.05, 0.027], "d")


def bars(chart: NextToken) -> list[tuple[str, str, float]]:
    """Of each bar that is seen: its token, its number and its height."""
    return [
        (slot.word.plain, slot.number.text, slot.bar.bar.height)
        for slot in chart.slots
        if slot.word.plain
    ]


def test_the_likeliest_tokens_stand_as_bars_and_the_drawn_one_is_among_them():
    chart = NextToken(SPREAD, full=2.0)
    tokens, numbers, heights = zip(*bars(chart), strict=True)
    assert "".join(tokens) == "cbed…"
    assert numbers == (".40", ".30", ".20", ".003", ".10")  # the rest: .02 + .05 + .027
    assert heights[:3] + heights[4:] == pytest.approx((0.8, 0.6, 0.4, 0.194))
    lit = [slot.word.plain for slot in chart.slots if slot.chip.get_fill_opacity() == 1]
    assert lit == ["d"]


def test_bars_of_a_sure_token_leave_no_other_names():
    chart = NextToken(SPREAD)
    chart.set_chances(Chances(["x", "y"], [0.999, 0.001], "x"))
    assert [bar[:2] for bar in bars(chart)] == [("x", "1.00")]
    shown = [slot for slot in chart.slots if slot.bar.bar.get_fill_opacity()]
    assert len(shown) == 1


def test_a_token_is_written_out_of_its_bar():
    strip = TokenStrip("ab", [0.4, 0.3])
    first, second = Chances("ac", [0.4, 0.6], "a"), Chances("bd", [0.3, 0.7], "b")
    writing = Writing(strip, [first, second], full=2.0)
    assert seen(writing.set_time(0.2).strip) == ""
    assert 0 < bars(writing.chart)[0][2] < 1.2
    assert bars(writing.set_time(0.55).chart)[0] == ("c", ".60", pytest.approx(1.2))
    assert seen(writing.set_time(0.61).strip) == "a"
    assert strip.squares[0].face.get_center() == pytest.approx(writing.chart.spot(), abs=0.02)
    assert seen(writing.set_time(1.4).strip) == "a"
    assert [bar[0] for bar in bars(writing.chart)] == ["d", "b"]
    jump(writing.write())
    assert seen(strip) == "ab"
    assert strip.squares[1].face.get_center()[1] == pytest.approx(
        strip.squares[0].face.get_center()[1]
    )


def test_bars_stand_over_the_place_that_is_written_and_on_the_stage():
    tokens = "abcdefghijklmnop"
    strip = TokenStrip(tokens, np.full(16, 0.5), prompt="xx").center()
    writing = Writing(strip, [Chances(["z", token], [0.5, 0.5], token) for token in tokens])
    for time in (0.4, 3.4, 8.5):
        bar = writing.set_time(time).chart.slots[0].bar
        assert bar.get_center()[0] == pytest.approx(strip.squares[int(time)].get_center()[0])
        assert bar.get_bottom()[1] > strip.squares.get_top()[1]
    chart = writing.set_time(15.5).chart
    assert chart.get_right()[0] <= 6.76
    assert chart.get_left()[0] < strip.squares[15].get_center()[0]


def test_a_distribution_that_is_missing_is_said():
    with pytest.raises(ValueError, match="1 distributions for 2"):
        Writing(TokenStrip("ab", [0.4, 0.3]), [Chances("a", [1.0], "a")])
    with pytest.raises(ValueError, match="'b' is none of those"):
        NextToken(Chances("a", [1.0], "b"))


# -- a group ----------------------------------------------------------------------------------


@pytest.mark.parametrize("close", [False, True])
def test_strips_of_a_group_start_in_line_and_end_with_what_the_rule_says(close):
    texts, rewards = ["340+68=408", "398", "240+168=408"], [1, 0, 1]
    strips = [TokenStrip(text, np.full(len(text), 0.5)) for text in texts]
    group = TokenGroup(strips, rewards, close=close)
    lefts = {round(strip.squares.get_left()[0], 6) for strip in strips}
    assert len(lefts) == 1
    for strip, mark, coin, reward in zip(strips, group.marks, group.coins, rewards, strict=True):
        assert strip.get_right()[0] < mark.get_left()[0] < coin.get_left()[0]
        assert abs(mark.get_center()[1] - strip.get_center()[1]) < 0.1
        assert coin.number.plain == str(reward)
    near = group.marks[1].get_left()[0] - strips[1].get_right()[0]
    assert (near < 0.5) == close
    jump(group.write())
    assert [seen(strip) for strip in strips] == texts
    assert [seen(strip) for strip in group.set_written(3).strips] == ["340", "398", "240"]
