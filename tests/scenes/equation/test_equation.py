"""Equation asks which of two updates is better, fills the objective, and answers with J."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from shown_numbers import GROUPS, numbers_in, unaccounted

from grpo_core import evaluate_group, first_step, load_group
from lecture.catalogue import scene_class
from lecture.walk import walk
from scenes.equation.bench import AnswerName
from scenes.script.settings import Settings
from scenes.script.words import speaking
from scenes.stage.typeset import Formula

ALL_GROUPS = pytest.mark.parametrize("name", list(GROUPS))


def answers(name: str):
    return evaluate_group(load_group(GROUPS[name]))


def seen_at_the_end(walked, number: int) -> frozenset[str]:
    return next(state for state in walked.states if state.beat == number and state.last).seen


def shows(texts, expected: str) -> bool:
    (wanted,) = numbers_in(expected)
    found = [number for text in texts for number in numbers_in(text)]
    return any(n.value == wanted.value for n in found)


@ALL_GROUPS
def test_it_has_thirteen_beats_in_less_than_three_minutes(film, name):
    assert len(scene_class("Equation").storyboard()) == 13
    assert 90 <= film("Equation", name).seconds <= 170


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (2, ["0.2", "0.4", "0.1", "0.3"]),
        (3, ["4"]),
        (4, ["1.50", "0.50", "0.70", "1.43"]),
        (5, ["+1", "−1", "0.5"]),
        (6, ["+1.50", "+1.20", "0.8", "1.2"]),
        (7, ["+1.20", "−0.80", "+0.70", "−1.43"]),
        (8, ["0.193", "0.307", "0.048", "0.214", "0.009"]),
        (10, ["+0.300", "−0.229", "−0.001", "+0.142", "−0.092", "0.234"]),
        (11, ["+0.027", "−0.083", "0.4"]),
        (12, ["+0.143", "−0.083"]),
        (13, ["−0.092", "+0.142"]),
    ],
)
def test_the_landmarks_of_the_worked_group(film, number, expected):
    """What can be computed on paper from the four answers of the worked group."""
    texts = seen_at_the_end(film("Equation"), number)
    missing = [text for text in expected if not shows(texts, text)]
    assert not missing


def test_y_is_added_up_before_x(film):
    """Its blocks stand before those of X take their places: min_i / 4, and the price."""
    blocks = ["+0.300", "−0.200", "+0.175", "−0.358", "−0.009"]
    states = [state.seen for state in film("Equation").states if state.beat == 10]
    assert any(all(shows(seen, block) for block in blocks) for seen in states[:-1])


def test_the_printed_blocks_add_up_to_the_printed_sum():
    """A viewer can add what beats 7 and 10 print, to the last digit."""
    assert round(sum([1.20, -0.80, 0.70, -1.433]) / 4, 3) == -0.083
    assert round(sum([0.300, -0.200, 0.175, -0.358, -0.009]), 3) == -0.092


# -- numbers that stand in an answer's column -------------------------------------------------


@cache
def columns(group: str) -> list[tuple[int, int, str]]:
    """Beat, answer and text of every number that stands over or under an answer's name."""
    found = []

    def look(film, rest) -> None:
        texts = [piece for piece in _shown(film) if isinstance(piece, Formula)]
        for name in (piece for piece in _shown(film) if isinstance(piece, AnswerName)):
            for text in texts:
                near = abs(text.get_x() - name[0].get_x()) < 0.45
                if near and text is not name[0] and numbers_in(text.plain):
                    found.append((rest.beat, name.index, text.plain))

    walk("Equation", Settings(group=GROUPS[group]), on_rest=look)
    return found


def _shown(film):
    for mobject in film.stage_mobjects():
        yield from mobject.get_family()


@pytest.mark.parametrize("name", ["worked", "decimals"])
def test_a_number_in_an_answer_s_column_is_that_answer_s(name):
    """Slots, axes and the group's own numbers stand elsewhere, or are common to all."""
    table = answers(name)
    x = evaluate_group(first_step(table.group))
    size = table.group.size
    per_answer = [
        *(table.old, table.new, table.ratio, table.rewards, table.advantage),
        *(table.unclipped, table.clipped, table.value, table.value / size),
        *(table.k3, table.advantage / size, x.value / size),
    ]
    common = [1.0 / size, size, 0.0, 1.0, *table.rewards]
    wrong = {
        f"beat {beat}, answer {index + 1}: {text}"
        for beat, index, text in columns(name)
        if beat in (4, 5, 7)
        for _ in unaccounted([text], [*common, *(column[index] for column in per_answer)], [])
    }
    assert not wrong, "\n".join(sorted(wrong))
    assert {beat for beat, *_ in columns(name)} >= {4, 5, 7}


# -- what it says ------------------------------------------------------------------------------


@ALL_GROUPS
def test_its_verdict_and_its_end_say_both_objectives(film, name):
    table = answers(name)
    x = evaluate_group(first_step(table.group))
    for number in (10, 13):
        seen = seen_at_the_end(film("Equation", name), number)
        for value in (x.objective, table.objective):
            assert shows(seen, f"{value:+.3f}".replace("-", "−"))


def test_the_shares_of_the_average_are_alike(film, group):
    size = answers(group).group.size
    seen = seen_at_the_end(film("Equation", group), 3)
    assert f"1\\/{size}" in seen


def test_the_bounds_are_said_beside_what_they_hold(film, group):
    table = answers(group)
    seen = seen_at_the_end(film("Equation", group), 6)
    assert "1 + epsilon" in seen
    bound = f"{1 + table.eps_high:.2f}".rstrip("0")
    assert bound in seen


def test_it_says_what_an_advantage_is(film):
    said = " ".join(seen_at_the_end(film("Equation"), 5))
    assert all(word in said for word in ("reward", "average", "spread"))


def test_the_reason_for_the_smaller_is_said_at_each_answer(film):
    """Answers 1 and 2 went the right way beyond a bound, 3 and 4 the wrong way."""
    said = " ".join(seen_at_the_end(film("Equation"), 7))
    assert "the right way: no more" in said and "the wrong way: in full" in said
    table = answers("worked")
    assert list(np.isclose(table.value, table.clipped)) == [True, True, False, False]


@pytest.mark.parametrize(("language", "old"), [("en", "old policy"), ("de", "alte Policy")])
def test_it_repeats_no_mistake_of_the_gist(language, old):
    """In what it calls the policies, and in what it says that a clip does."""
    with speaking(language):
        beats = scene_class("Equation").storyboard()
    said = " ".join(f"{part.caption} {part.script}" for part in beats)
    assert old in said
    for claim in ("current policy", "prevents", "limits", "base model", "magnitude", "Basismodell"):
        assert claim not in said
