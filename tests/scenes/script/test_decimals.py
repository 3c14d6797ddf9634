"""Numbers as the language writes them: a comma in German, without a gap, and nothing else."""

from __future__ import annotations

import math

import pytest
from manim import VGroup

from scenes.script.decimals import (
    adds_up,
    math_source,
    printed,
    printed_math,
    that_divide,
    that_recompute,
    without_zero,
)
from scenes.script.words import use_language
from scenes.stage.live_number import LiveNumber
from scenes.stage.typeset import Formula, Prose


@pytest.fixture
def german():
    use_language("de")


@pytest.mark.parametrize(
    ("number", "text"),
    [("0.161", "0,161"), ("−1.50", "−1,50"), ("12", "12"), ("4.5 dot 10^(-8)", "4,5 dot 10^(-8)")],
)
def test_a_number_has_the_mark_of_its_language(number, text):
    assert printed(number) == number
    use_language("de")
    assert printed(number) == text


@pytest.mark.parametrize(
    ("number", "short"),
    [
        *(("0.50", ".50"), ("−0.083", "−.083"), ("+0.7", "+.7"), ("0.000", ".000")),
        *(("1.50", "1.50"), ("10.5", "10.5"), ("0", "0"), ("0.5 dot 10^(-8)", ".5 dot 10^(-8)")),
    ],
)
def test_a_number_goes_without_its_lone_0_where_the_language_lets_it(number, short):
    assert without_zero(number) == short
    use_language("de")
    assert without_zero(number) == number


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("{{ rho : r }} = 0.45/0.30 = 1.50", "{{ rho : r }} = 0,45/0,30 = 1,50"),
        ("min(rho, 0.8, 1.2)", "min(rho; 0,8; 1,2)"),
        ('"clip"(rho, thick 0.8, thick 1.2)', '"clip"(rho; thick 0,8; thick 1,2)'),
        ("lr(( 1.65, 1.47 ))", "lr(( 1,65; 1,47 ))"),
        ('"mean" k_3 = 0.161', '"Mittel" k_3 = 0,161'),
        ('J = 1 #h(0.5em) "arXiv 2402.03300"', 'J = 1 #h(0.5em) "arXiv 2402.03300"'),
        ('"the \\"mean\\" 0.5" 0.5', '"the \\"mean\\" 0.5" 0,5'),
        ("o_1, o_2", "o_1, o_2"),
    ],
)
def test_what_a_formula_says_in_german(german, source, seen):
    assert printed_math(source) == seen
    assert Formula(source).plain == seen
    assert Formula(source).source == source


def test_in_english_a_source_is_left_alone():
    source = '"mean" k_3 = 0.161/0.5 #h(0.5em) x'
    assert math_source(source) == printed_math(source) == source


@pytest.mark.parametrize("number", ["0.161", "−12.50", "+0.3"])
def test_no_gap_follows_the_comma(german, number):
    """It is as wide as the same characters in running text, which knows no lists."""
    text = Prose(number.replace(".", ","), size=40)
    assert Formula(number, size=40).width == pytest.approx(text.width, abs=1e-3)


def test_numbers_beside_operators_keep_their_places(german):
    """A quotient of two numbers is one, and a part keeps its glyphs."""
    quotient = Formula("{{ 0.45 : new }} / {{ 0.3 : old }}")
    new, old = quotient.select("new"), quotient.select("old")
    assert (len(new), len(old)) == (4, 3)
    assert new.get_bottom()[1] > old.get_top()[1]


def test_a_live_number_says_it_too(german):
    number = LiveNumber(0.161, 3, size=40)
    drawn = [slot for slot in number.slots if len(slot.points)]
    assert number.plain == "0,161"
    assert drawn[1].get_bottom()[1] < drawn[0].get_bottom()[1] - 0.05  # below the line
    width = VGroup(*drawn).width
    assert width == pytest.approx(Formula("0.161", size=40).width, abs=1e-3)


def test_a_power_of_ten_keeps_its_exponent(german):
    number = LiveNumber(123456.0, 2, size=40)
    assert number.plain == "1,2 dot 10^(5)"
    alike = Formula("1.2 dot 10^(5)", size=40)
    assert len([s for s in number.slots if len(s.points)]) == len(alike.submobjects)


# -- printed numbers agree ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "decimals", "adds"),
    [
        ((0.25, 0.5), 3, True),
        ((0.1004, 0.1004), 3, False),  # 0.100 + 0.100 is not 0.201
        ((0.1004, 0.1004), 4, True),
        ((0.3004, -0.1004), 3, True),
        ((0.0004, -0.0004, -0.0001), 3, True),  # 0, whatever its sign
    ],
)
def test_printed_parts_give_their_printed_sum_or_do_not(parts, decimals, adds):
    assert adds_up(*parts, decimals=decimals) is adds


@pytest.mark.parametrize(
    ("one", "other", "decimals"),
    [(1.0, 4.0, 3), (0.6667, 0.3333, 2), (1.0, 0.0004, 0)],  # 0.667 / 0.333 is 2.003, not 2.000
)
def test_a_quotient_has_the_decimals_that_its_operands_give(one, other, decimals):
    assert that_divide(one, other, most=3) == decimals


@pytest.mark.parametrize(
    ("new", "ref", "texts"),
    [
        (0.3, 0.2, ("0.30", "0.20")),  # ln 1.5 = 0.405
        (0.30449, 0.2, ("0.3045", "0.2000")),  # 0.420; ln(0.304 / 0.200) would be 0.419
    ],
)
def test_probabilities_are_printed_so_that_their_log_ratio_is_seen(new, ref, texts):
    assert that_recompute(math.log(new), math.log(ref), 3) == texts
