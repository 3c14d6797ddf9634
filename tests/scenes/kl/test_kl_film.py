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
EXAMPLE = {3, 4, 5, 6, 7, 8, 10, 11, 12, 13}  # beats that need every answer there is


def answers(name: str):
    return evaluate_group(load_group(GROUPS[name]))


def seen_at(film, beat: int, name: str = "worked") -> set[str]:
    """All texts that beat `beat` shows at a rest."""
    return {text for s in film("KL", name).states if s.beat == beat for text in s.seen}


def end_of(film, beat: int, name: str = "worked") -> set[str]:
    """All texts of the last frame of beat `beat`."""
    return next(s.seen for s in film("KL", name).states if s.beat == beat and s.last)


def has(texts, number: str) -> bool:
    return any(number == found.text for text in texts for found in numbers_in(text))


@ALL_GROUPS
def test_its_length_and_beats(film, name):
    assert len(scene_class("KL").storyboard()) == 13
    assert 90 <= film("KL", name).seconds <= 170


def test_the_worked_group_s_landmarks_are_shown(film):
    """Sheet, section 0."""
    marks = {
        2: ["+.693", "−.693", "+.327", ".30", ".15", "2", ".5", "1.39"],
        3: [".161"],
        4: [".161", "27", "100"],
        5: [".193", ".307", ".048", ".161"],
        6: [".193", ".307", ".048"],
        7: [".161", ".542", ".107", "5"],
        8: [".161", ".206"],
        9: [".431", ".511", ".703", ".368"],
        10: [".04", ".15", ".14", ".43", ".40"],
        11: [".04", ".001", "0", ".636", "1.238", ".025", ".0012"],
        12: ["20", "40", "60", "400", ".236", ".129", ".025", ".85"],
        13: [".161"],
    }
    for beat, expected in marks.items():
        missing = [number for number in expected if not has(end_of(film, beat), number)]
        assert not missing, f"beat {beat}"
    row = [".5", "2", ".721", ".15", ".40", ".14", ".31", "+1", "−.5", "−.279"]
    assert not [number for number in row if not has(seen_at(film, 5), number)]


@ALL_GROUPS
def test_the_logarithm_of_the_printed_quotient_is_the_printed_number(film, name):
    """Of small probabilities it needs more digits than bars would show."""
    seen = seen_at(film, 2, name)
    quotients = [numbers_in(text) for text in seen if text.startswith("({{")]
    logs = {number.text for text in seen for number in numbers_in(text)}
    assert quotients
    for new, ref in quotients:
        value = f"{np.log(new.value / ref.value):+.3f}".replace("-", "−")
        assert {value, value.replace("0.", "."), value[:-2].replace("0.", ".")} & logs


@ALL_GROUPS
def test_the_gauge_asks_until_the_distance_is_found(film, name):
    group = whole(answers(name))
    exact = f"{float(group.new @ np.log(group.new / group.ref)):.3f}".replace("0.", ".")
    said = {
        beat: {text for text in end_of(film, beat, name) if text.startswith("= {{")}
        for beat in range(1, 10)
    }
    assert said[1] == said[9] == set()
    assert said[2] == {"= {{ ? : value }}"}
    assert all(said[beat] == {f"= {{{{ {exact} : value }}}}"} for beat in range(3, 9))


@ALL_GROUPS
def test_an_exact_divergence_needs_all_answers(film, name):
    """Of a group that does not list them all the film shows the shipped one, and says so."""
    complete = load_group(GROUPS[name]).is_complete
    said = {
        beat: any(text.startswith("example:") for text in seen_at(film, beat, name))
        for beat in range(1, 14)
    }
    assert {beat for beat, says in said.items() if says} == (set() if complete else EXAMPLE)


@ALL_GROUPS
def test_no_sum_of_the_two_rows_is_negative_and_the_means_agree(film, name):
    group = whole(answers(name))
    x = group.ref / group.new
    sums = -np.log(x) + x - 1
    assert sums.min() >= 0
    exact = f"{float(group.new @ sums):.3f}".replace("0.", ".")
    assert sum(text == exact for text in end_of(film, 5, name)) >= 1
    assert any("= 0" in text for text in seen_at(film, 5, name))


def test_the_printed_spreads_give_the_printed_quotient(film):
    """5.048 times, of which .542 and .107 give one digit."""
    assert round(0.542 / 0.107) == 5
    assert any(
        text.split() == ["in", "this", "example,", "5", "times", "calmer"]
        for text in end_of(film, 7)
    )


def test_it_asks_twice_and_waits(film):
    asked = {part.ask for part in scene_class("KL").storyboard() if part.ask}
    waits = {
        ask: sum(state.seconds for state in film("KL").states if ask in state.seen) for ask in asked
    }
    assert len(waits) == 5
    assert min(waits.values()) >= 2
    assert "Will any sum be negative?" not in end_of(film, 5)


@ALL_GROUPS
def test_the_ratio_repairs_the_wrong_sampler(film, name):
    """Sheet, 3.9: under old the mean of k3 is off; times the ratio it is exact again."""
    group = whole(answers(name))
    means = [group.new @ group.k3, group.old @ group.k3, group.old @ (group.ratio * group.k3)]
    assert means[0] == pytest.approx(means[2])
    means.append(sum(group.k3) / len(group.k3))  # the worked group's .214: each answer once
    shown = [f"{mean:.3f}".replace("0.", ".") for mean in means]
    assert set(shown) <= end_of(film, 8, name)


@ALL_GROUPS
def test_each_spring_is_charged_for_the_drift_where_it_rests(film, name):
    """Rewards of 0 and .1: of the right answers' share p, e^(.1/beta) : 1 is what they gain."""
    group = whole(answers(name))
    p = float(group.ref[group.rewards > 0].sum())
    rests = {}
    for beta in (0.04, 0.001):
        gain = p * np.exp(0.1 / beta)
        q = gain / (gain + 1 - p)
        rests[beta] = q * np.log(q / p) + ((1 - q) * np.log((1 - q) / (1 - p)) if q < 1 else 0)
    for beta, drift in rests.items():
        assert has(end_of(film, 11, name), f"{drift:.3f}".lstrip("0"))
        price = f"{beta * drift:.2g}".lstrip("0")
        assert has(end_of(film, 11, name), price)


def test_papers_are_named_beside_their_numbers(film):
    for beat, number, source in (
        (11, ".001", "arXiv 2501.12948v2"),
        (11, ".04", "arXiv 2402.03300"),
        (11, "0", "TRL 1.16.0"),
        (12, "400", "arXiv 2501.12948v2"),
    ):
        seen = end_of(film, beat)
        assert any(source in text for text in seen)
        assert any(re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", text) for text in seen)


def test_the_nearer_policy_depends_on_the_direction(film):
    chosen = [text for text in end_of(film, 9) if text.startswith('"KL"')]
    assert len(chosen) == 2
    assert "nearer" in end_of(film, 9)


def test_it_ends_on_its_answer_beside_the_objective(film):
    last = end_of(film, 13)
    assert any(text.startswith("Drift is an average of gaps") for text in last)
    assert has(last, ".161")


def test_it_says_nothing_that_is_not_so():
    """Non-negative, not positive; a value, not a gradient; KL for the exact value alone."""
    film = scene_class("KL").storyboard()
    said = " ".join(f"{part.caption} {part.script}" for part in film).lower()
    assert "never negative" in said
    for claim in ("positive", "gradient", "prevent", "limit", "bounds"):
        assert claim not in said
    assert re.findall(r"mean kl|average kl|estimated kl", said) == []
