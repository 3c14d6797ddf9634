"""Equation says what each symbol does, and what the group's one number is."""

from __future__ import annotations

import numpy as np
import pytest
from shown_numbers import GROUPS, numbers_in

from grpo_core import evaluate_group, load_group
from lecture.catalogue import scene_class

ALL_GROUPS = pytest.mark.parametrize("name", list(GROUPS))


def answers(name: str):
    return evaluate_group(load_group(GROUPS[name]))


def seen_at_the_end(walked, number: int) -> frozenset[str]:
    return next(state for state in walked.states if state.beat == number and state.last).seen


def shows(texts, expected: str) -> bool:
    (wanted,) = numbers_in(expected)
    return any(number.text == wanted.text for text in texts for number in numbers_in(text)) or any(
        expected in text for text in texts
    )


def test_it_has_twelve_beats():
    assert len(scene_class("Equation").storyboard()) == 12


@ALL_GROUPS
def test_it_lasts_less_than_two_minutes(film, name):
    assert 85 <= film("Equation", name).seconds <= 120


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, ["0.20", "0.40", "0.10", "0.30"]),
        (5, ["1.50", "0.50", "0.70", "1.43"]),
        (7, ["+1.00", "−1.00"]),
        (8, ["1.50", "1.20", "−1.43", "−1.20"]),
        (9, ["0.193", "0.307", "0.048"]),
        (10, ["+0.300", "−0.200", "+0.175", "−0.358", "−0.083", "−0.009", "−0.092"]),
        (11, ["1.00", "0.000", "+0.250", "−0.250"]),
        (12, ["−0.092"]),
    ],
)
def test_the_landmarks_of_the_worked_group(film, number, expected):
    """What can be computed on paper from the four answers of the worked group."""
    texts = seen_at_the_end(film("Equation"), number)
    missing = [text for text in expected if not shows(texts, text)]
    assert not missing


def test_the_printed_blocks_add_up_to_the_printed_sum(film):
    """A viewer can add what the picture prints, to its last digit."""
    shares = [0.300, -0.200, 0.175, -0.358]
    assert round(sum(shares), 3) == -0.083
    assert round(-0.083 - 0.009, 3) == -0.092
    close = [s for s in film("Equation").states if s.beat == 10 and not s.last][-1]
    sums = [text for text in close.seen if text.startswith(('"surrogate" =', "cal(J)", "- beta"))]
    assert sorted(sums) == [
        '"surrogate" = −0.083',
        '- beta thin "mean" k_3 = - 0.04 dot 0.214 = −0.009',
        "cal(J) = −0.083 - 0.009 = −0.092",
    ]


def test_each_answer_shown_has_its_ratio_as_a_quotient(film, group):
    table = answers(group)
    rows = {
        row for state in film("Equation", group).states if state.beat == 5 for row in state.rows
    }
    said = {index: text for index, text in rows if numbers_in(text) and not text.startswith("o_")}
    assert len(said) == 4
    for index, text in said.items():
        (number,) = numbers_in(text)
        assert number.is_rounded(table.new[index] / table.old[index])


@ALL_GROUPS
def test_the_surrogate_is_zero_where_all_ratios_are_one_and_its_slope_is_not(film, name):
    """Where rho is 1 the mean of rho A is the mean of A, 0; its slope in ln pi is A / G."""
    table = answers(name)
    last = next(s for s in film("Equation", name).states if s.beat == 11 and s.last)
    (readout,) = last.readouts
    assert readout["surrogate"] == "0.000"
    for slope in table.advantage / table.group.size:
        if slope:
            assert f"{slope:+.3f}".replace("-", "−") in last.seen
    if not table.advantage.all():
        assert "silent" in last.seen


@ALL_GROUPS
def test_its_end_says_the_objective(film, name):
    value = f"{answers(name).objective:.3f}".replace("-", "−")
    assert any(f"cal(J) = {value}" in text for text in seen_at_the_end(film("Equation", name), 12))


def test_the_shares_of_the_average_are_alike(film, group):
    size = answers(group).group.size
    texts = seen_at_the_end(film("Equation", group), 4)
    assert f"1/{size}" in texts
    assert f"i = {size}" in texts


def test_min_keeps_the_smaller_term_on_both_sides(film):
    """One answer of each sign: the clipped term of the good one, the plain one of the bad."""
    table = answers("worked")
    assert table.clipped[0] < table.unclipped[0]
    assert table.unclipped[3] < table.clipped[3]
    assert '"min"' in seen_at_the_end(film("Equation"), 8)


def test_it_defines_what_the_gist_left_undefined(film):
    """A_i and D_KL have their formulas."""
    walked = film("Equation")
    assert any("mean" in text and "std" in text for text in seen_at_the_end(walked, 7))
    assert any("ln" in text and "ref" in text for text in seen_at_the_end(walked, 9))


def test_it_repeats_no_mistake_of_the_gist():
    """In what it calls the policies, and in what it says that a clip does."""
    captions = " ".join(part.caption for part in scene_class("Equation").storyboard()).lower()
    assert "old policy" in captions
    assert "reference model" in captions
    for claim in ("current policy", "prevents", "limits", "base model", "magnitude", "correct"):
        assert claim not in captions


def test_a_price_of_nothing_moves_nothing():
    from scenes.equation.waterfall import Waterfall

    free = evaluate_group(load_group(GROUPS["worked"]), beta=0.0)
    fall = Waterfall(free, range(4), np.arange(4.0), low=0.0, high=2.0)
    assert fall.sliver.height < 0.02


def test_the_bounds_of_the_clip_are_said_beside_what_they_clip(film, group):
    table = answers(group)
    seen = seen_at_the_end(film("Equation", group), 8)
    for bound in (1 - table.eps_low, 1 + table.eps_high):
        assert any(float(text) == pytest.approx(bound) for text in seen if text[0].isdigit())


@ALL_GROUPS
def test_the_prices_end_on_their_mean(film, name):
    """It is the number that the sum takes."""
    mean = f"{answers(name).kl:.3f}"
    walked = film("Equation", name)
    assert {'DD_"KL" approx "mean" k_3', f"= {mean}"} <= seen_at_the_end(walked, 9)
    close = [s for s in walked.states if s.beat == 10 and not s.last][-1]
    assert any(f"dot {mean} =" in text for text in close.seen)


def test_hatched_blocks_are_called_clipped(film):
    assert "hatched: clipped" in seen_at_the_end(film("Equation"), 10)
