"""A number that changes: it looks like a formula, stays where it is, and drops no digit."""

from __future__ import annotations

import numpy as np
import pytest
from manim import VGroup

from scenes.script.numerals import number_text, probability_source, ratio_source
from scenes.script.words import use_language
from scenes.stage.live_number import LiveNumber, number_width
from scenes.stage.typeset import Formula


def drawn(number: LiveNumber) -> list:
    return [slot for slot in number.slots if len(slot.points)]


@pytest.mark.parametrize(
    ("value", "decimals", "sign", "text"),
    [
        (1.4333, 2, False, "1.43"),
        (-1.4333, 2, False, "−1.43"),
        (0.5, 2, True, "+0.50"),
        (-0.0833, 3, False, "−0.083"),
        (-0.0004, 3, False, "0.000"),
        (0.0004, 3, True, "0.000"),
        (-0.0, 0, True, "0"),
        (2.0, 0, True, "+2"),
        (-0.9999, 2, False, "−1.00"),
        (-999.4, 2, False, "−999.40"),
        (999.5, 2, False, "1000"),
        (-12345.678, 3, False, "−12346"),
        (123456.0, 2, True, "+1.2 dot 10^(5)"),
        (-8.64e47, 3, False, "−8.6 dot 10^(47)"),
        (-8.64e47, 1, False, "−9 dot 10^(47)"),
        (150000.0, 0, False, "150000"),
    ],
)
def test_printed_text(value, decimals, sign, text):
    assert number_text(value, decimals, sign=sign) == text


@pytest.mark.parametrize(
    ("probability", "source"),
    [(0.3, "0.30"), (1.0, "1.00"), (0.07, "0.07"), (0.0125, "0.0125"), (4.5e-8, "4.5 dot 10^(-8)")],
)
def test_probabilities_keep_two_digits_that_count(probability, source):
    assert probability_source(probability) == source


@pytest.mark.parametrize(
    ("ratio", "source"),
    [
        *((1.5, "1.50"), (0.5, "0.50"), (0.07, "0.07"), (0.0712, "0.0712"), (0.0054, "0.0054")),
        *((1e-3, "0.001"), (4.5e-4, "4.5 dot 10^(-4)"), (1e-40, "1.0 dot 10^(-40)")),
        *((63.1, "63.10"), (1e3, "1000"), (2.7e43, "2.7 dot 10^(43)")),
    ],
)
def test_a_ratio_is_printed_with_the_digits_that_tell(ratio, source):
    assert ratio_source(ratio) == source


def test_a_power_of_ten_is_drawn_as_typst_draws_it():
    number, formula = LiveNumber(-8.64e21, 2, size=38), Formula("−8.6 dot 10^21", size=38)
    assert number.plain == "−8.6 dot 10^(21)"
    assert len(drawn(number)) == len(formula)
    assert number.slots.width == pytest.approx(formula.width, rel=0.03)
    assert number.slots.height == pytest.approx(formula.height, rel=0.03)


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [(0.5, ".500", "0,500"), (-0.083, "−.083", "−0,083"), (1.2, "1.200", "1,200")],
)
def test_a_short_one_is_set_as_typst_sets_it_in_every_language(value, english, german):
    for language, text in (("en", english), ("de", german)):
        use_language(language)
        number = LiveNumber(7.0, 3, short=True, size=38).set_value(value)
        formula = Formula(text.replace(",", "."), size=38)
        assert number.plain == text
        glyphs = drawn(number)
        shift = glyphs[-1].get_center() - formula[-1].get_center()
        for mine, typst in zip(glyphs, formula, strict=True):
            np.testing.assert_allclose(mine.points, typst.points + shift, atol=1e-3)


@pytest.mark.parametrize("align", ["left", "right"])
@pytest.mark.parametrize("value", [0.0, 1.5, -1.4333, 17.23, -809.46, 0.11, 7.77])
def test_it_is_set_as_typst_sets_it(value, align):
    number = LiveNumber(0.5, 2, size=38, align=align).set_value(value)
    formula = Formula(number.plain, size=38)
    glyphs = drawn(number)
    assert len(glyphs) == len(formula) == len(number.plain)
    shift = glyphs[-1].get_center() - formula[-1].get_center()
    for mine, typst in zip(glyphs, formula, strict=True):
        np.testing.assert_allclose(mine.points, typst.points + shift, atol=1e-3)


@pytest.mark.parametrize("align", ["left", "right"])
def test_its_edge_stays_while_digits_come_and_go(align):
    side = 0 if align == "left" else -1
    edge = (lambda g: g.get_left()) if align == "left" else (lambda g: g.get_right())
    number = LiveNumber(1.11, 2, align=align).shift([2, 1, 0])
    place = edge(drawn(number)[side])
    for value in (111.11, 1.11, 11111.11, 1.11):
        number.set_value(value)
        np.testing.assert_allclose(edge(drawn(number)[side])[:2], place[:2], atol=1e-6)


def test_fewer_digits_leave_no_ghosts():
    number = LiveNumber(-123.45, 2).set_value(1.0)
    assert len(drawn(number)) == len("1.00")
    assert number.plain == "1.00"


def test_no_digit_is_dropped():
    number = LiveNumber(-12345678.25, 0, sign=True)
    assert len(drawn(number)) == len(number.plain) == len("−12345678")


def test_a_value_that_prints_the_same_changes_nothing():
    number = LiveNumber(1.431, 2)
    before = [slot.points for slot in number.slots]
    number.set_value(1.4349)
    assert all(slot.points is points for slot, points in zip(number.slots, before, strict=True))
    number.set_value(1.4351)
    assert number.plain == "1.44"


def test_it_can_be_set_after_it_was_moved_and_scaled():
    number, twin = LiveNumber(1.0, 2, align="left"), LiveNumber(1.0, 2, align="left")
    twin.set_value(3.25)
    for mobject in (number, twin):
        VGroup(mobject).scale(0.35).shift([2, -1, 0])
    # `scale` is about the centre, which has moved with the digits: compare by the left edge.
    number.set_value(3.25).align_to(twin, [-1, 0, 0])
    for a, b in zip(drawn(number), drawn(twin), strict=True):
        np.testing.assert_allclose(a.points, b.points, atol=1e-3)


def test_a_copy_is_independent():
    number = LiveNumber(1.0, 2)
    twin = number.copy().set_value(2.5)
    assert (number.plain, twin.plain) == ("1.00", "2.50")


@pytest.mark.parametrize("value", [0.0, -1.4333, 999.5, 123456.0, -8.64e47])
@pytest.mark.parametrize(("decimals", "sign"), [(0, True), (2, False), (3, True)])
def test_a_width_is_known_without_the_number(value, decimals, sign):
    number = LiveNumber(value, decimals, sign=sign, size=24)
    assert number_width(value, decimals, sign=sign, size=24) == pytest.approx(number.width)
