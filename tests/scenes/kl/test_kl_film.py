"""KL says what is so of the divergence and its estimators, for any group."""

from __future__ import annotations

import re

import numpy as np
import pytest
from kl_numbers import whole
from shown_numbers import GROUPS, numbers_in

from grpo_core import evaluate_group, load_group
from lecture.catalogue import scene_class

ALL_GROUPS = pytest.mark.parametrize("name", list(GROUPS))


def answers(name: str):
    return evaluate_group(load_group(GROUPS[name]))


def seen_at(film, beat: int, name: str = "worked") -> set[str]:
    """All texts that beat `beat` shows at a rest."""
    return {text for s in film("KL", name).states if s.beat == beat for text in s.seen}


def readouts_at(film, beat: int, name: str = "worked") -> list[dict[str, str]]:
    return [row for s in film("KL", name).states if s.beat == beat for row in s.readouts]


@ALL_GROUPS
def test_its_length_and_beats(film, name):
    assert len(scene_class("KL").storyboard()) == 12
    assert 90 <= film("KL", name).seconds <= 125


def test_the_worked_group_s_landmarks_are_shown(film):
    """Sheet, section 0."""
    marks = {
        2: ["+0.693", "−0.693", "+0.327"],
        3: ["0.348646", "−0.187150", "0.161496", "0.161"],
        5: ["0.193", "0.307", "0.048", "0.214"],
        6: ["0.161", "0.542", "0.107", "5"],
        7: ["0.161", "0.206"],
        8: ["beta = 0.001", "beta = 0.04", "beta = 0", "−0.083", "0.009", "−0.092"],
        9: ["0.161", "0.169"],
        10: ["5.000", "0.200", "1.071"],
        11: ["20", "40", "60", "every 400 steps"],
    }
    for beat, expected in marks.items():
        assert set(expected) <= seen_at(film, beat), f"beat {beat}"


@ALL_GROUPS
def test_the_area_is_the_exact_divergence(film, name):
    group = whole(answers(name))
    exact = float((group.new * np.log(group.new / group.ref)).sum())
    rows = readouts_at(film, 3, name)
    digits = len(rows[0]["sum"].partition(".")[2])
    assert {row["sum"] for row in rows} == {f"{exact:.{digits}f}"}
    assert f"{round(exact, digits):.3f}" == f"{exact:.3f}"  # as it is printed later on
    above, below, total = (float(rows[0][key].replace("−", "-")) for key in rows[0])
    assert above + below == pytest.approx(total, abs=1e-9)  # what is printed adds up
    assert rows[-1]["above"] == rows[-1]["sum"]  # levelled: nothing is below
    assert float(rows[-1]["below"].replace("−", "-")) == 0


@ALL_GROUPS
def test_the_logarithm_of_the_printed_quotient_is_the_printed_number(film, name):
    """Of small probabilities it needs more digits than the bars show."""
    formulas = [text for text in seen_at(film, 2, name) if text.startswith("ln {{")]
    assert len(formulas) == 1
    new, ref, value = numbers_in(formulas[0])
    assert f"{np.log(new.value / ref.value):.3f}" == f"{value.value:.3f}"


def test_the_printed_spreads_give_the_printed_quotient(film):
    row = next(row for row in readouts_at(film, 6) if "quotient" in row)
    digits = len(row["quotient"].partition(".")[2])
    quotient = float(row["wild"]) / float(row["calm"])
    assert row["quotient"] == f"{quotient:.{digits}f}" == f"{5.048:.{digits}f}"


def test_the_sampler_s_chart_says_what_its_heights_widths_and_line_are(film):
    assert {"k_3", "rho k_3", "pi_theta", 'pi_"old"', "mean", "exact"} <= seen_at(film, 7)
    assert {"0.20", "0.40", "0.10", "0.30", "0.07", "0.43"} <= seen_at(film, 7)


def test_the_price_is_printed_as_a_row_that_adds_up(film):
    row = {key: float(v.replace("−", "-")) for key, v in readouts_at(film, 8)[-1].items()}
    table = answers("worked")
    assert row["price"] == pytest.approx(row["beta"] * table.kl, abs=5e-4)
    assert row["value"] == pytest.approx(round(table.surrogate, 3) - row["price"], abs=1e-9)


@ALL_GROUPS
def test_an_exact_divergence_needs_all_answers(film, name):
    """Of a group that does not list them all the film shows the shipped one, and says so."""
    complete = load_group(GROUPS[name]).is_complete
    said = {
        beat: any(text.startswith("example:") for text in seen_at(film, beat, name))
        for beat in range(1, 13)
    }
    assert {beat for beat, says in said.items() if says} == (
        set() if complete else {3, 4, 6, 7, 9, 10, 11}
    )


@ALL_GROUPS
def test_k3_is_the_gap_and_never_negative(film, name):
    shown = [numbers_in(row["gap"])[0].value for row in readouts_at(film, 5, name)]
    assert shown
    assert min(shown) >= 0
    final = {key: float(v.replace("−", "-")) for key, v in readouts_at(film, 5, name)[-1].items()}
    assert final["gap"] == pytest.approx(final["line"] - final["log"], abs=1.6e-3)
    assert final["line"] == pytest.approx(final["x"] - 1, abs=1e-9)


def test_some_samples_of_k1_are_negative(film):
    assert "below zero" in seen_at(film, 4)


@ALL_GROUPS
def test_the_ratio_repairs_the_wrong_sampler(film, name):
    """Sheet, 3.9: under old the mean of k3 is off; times the ratio it is exact again."""
    group = whole(answers(name))
    means = [group.new @ group.k3, group.old @ group.k3, group.old @ (group.ratio * group.k3)]
    assert means[0] == pytest.approx(means[2])
    states = [s for s in film("KL", name).states if s.beat == 7]
    by_heading = {}
    for state in states:
        heading = next(text for text in state.seen if text.startswith('{{ "mean of"'))
        by_heading[heading] = state.seen
    assert len(by_heading) == 3
    for (heading, seen), mean in zip(by_heading.items(), means, strict=True):
        assert f"{mean:.3f}" in seen, heading
        assert ("pi_theta" in heading) is (mean is means[0])
        assert ("rho" in heading) is (mean is means[2])


@ALL_GROUPS
def test_j_is_a_straight_line_over_beta(film, name):
    table = answers(name)
    equation = next(text for text in seen_at(film, 8, name) if text.startswith("J = "))
    start, slope = (float(n.replace("−", "-")) for n in re.findall(r"−?\d+\.\d+", equation))
    assert start == pytest.approx(table.surrogate, abs=5e-4)
    assert slope == pytest.approx(table.kl, abs=5e-4)
    last = {key: float(v.replace("−", "-")) for key, v in readouts_at(film, 8, name)[-1].items()}
    assert last["value"] == pytest.approx(table.surrogate - last["beta"] * table.kl, abs=6e-4)


def test_papers_are_named_beside_their_numbers(film):
    for beat, number, source in (
        (8, "0.001", "arXiv 2501.12948v2"),
        (8, "0.04", "arXiv 2402.03300"),
        (8, "0", "TRL 1.16.0"),
        (11, "400", "arXiv 2501.12948v2"),
    ):
        seen = seen_at(film, beat)
        assert any(source in text for text in seen)
        assert any(re.search(rf"(?<![\d.]){number}(?![\d.])", text) for text in seen)


def test_equal_rewards_keep_the_reference_s_quotient(film):
    """Sheet, section 0: the right answers' 15 : 14, whatever beta is."""
    rows = readouts_at(film, 10)
    assert len({row["beta"] for row in rows}) > 1
    assert {(row["new"], row["ref"]) for row in rows} == {(f"{15 / 14:.3f}",) * 2}


def test_it_says_nothing_that_is_not_so():
    """Non-negative, not positive; a value, not a gradient."""
    said = " ".join(part.caption for part in scene_class("KL").storyboard()).lower()
    assert "never negative" in said
    for claim in ("positive", "gradient", "prevent", "limit", "bounds", "correct", "old policy"):
        assert claim not in said
