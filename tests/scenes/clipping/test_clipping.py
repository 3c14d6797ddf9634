"""Clipping says what is so of clipping, whatever group it is given."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from shown_numbers import GROUPS, watch

from grpo_core import evaluate_group, load_group
from lecture.catalogue import scene_class
from lecture.walk import walk
from scenes.clipping.example import over_window, stand_in, told
from scenes.clipping.walker import Walker
from scenes.script.settings import WORKED_GROUP, Settings

ALL_GROUPS = pytest.mark.parametrize("name", list(GROUPS))


def table_of(name: str):
    return evaluate_group(load_group(GROUPS[name]))


def ends(film, number: int):
    """What the last rest of a beat shows."""
    return [state for state in film.states if state.beat == number][-1]


@ALL_GROUPS
def test_it_lasts_less_than_three_minutes(film, name):
    assert 90 <= film("Clipping", name).seconds <= 170


def test_the_viewer_is_asked_four_times(film):
    asked = ["When should an answer stop", "Why does pushing on do harm?", "Does it still push?"]
    asked.append("In which corners")
    shown = [text for state in film("Clipping").states for text in state.seen]
    for question in asked:
        assert any(text.startswith(question) for text in shown)


def test_what_the_lab_found_is_said_as_it_was(film):
    """Counted by hand in the record: thirty batches, and the last one's means of three seeds."""
    after = ends(film("Clipping"), 2).seen
    assert {"without clipping", "with clipping", "29"} <= set(after)
    first, second = film("Clipping").scripts[:2]
    assert "16 times" in first
    assert "learns next to nothing" in first
    assert "3 times as long it forgets all" in first  # .53 of the first batch to .02
    assert "It learns." in second
    assert "sinks, too" in second  # .38 in the end: clipping does not save it


def test_pushing_on_is_shown_to_be_learning_by_heart(film):
    """By hand from the record, means of three seeds after the 16th use with long steps."""
    shown = ends(film("Clipping"), 3).seen
    assert {".72", ".32", ".75", ".41"} <= set(shown)
    assert {"the batch’s own questions", "new questions", "learned by heart", "16"} <= set(shown)


def test_the_ratio_is_a_quotient_of_the_answer_s_chances(film, group):
    table = table_of(group)
    shown = [text for text in ends(film("Clipping", group), 4).seen if text.startswith("rho_1 =")]
    assert len(shown) == 1
    assert shown[0].endswith(f"= {table.new[0] / table.old[0]:.2f}")


@pytest.mark.parametrize("new", [0.55, 0.2])
def test_a_worse_answer_below_the_bound_has_no_push_however_near(new, tmp_path):
    """0.55 / 0.70 is 0.786, just under 0.8: the clipped objective is flat there, too."""
    rows = (
        '[[answers]]\ntext = "no"\nreward = 1\nold = 0.3\nnew = 0.45\nref = 0.28\n'
        f'[[answers]]\ntext = "yes"\nreward = 0\nold = 0.7\nnew = {new}\nref = 0.72\n'
    )
    file = tmp_path / "near.toml"
    file.write_text(f'question = "Is 91 prime?"\n{rows}', encoding="utf-8")
    stage = walk("Clipping", Settings(group=file), last_beat=7)
    family = [part for m in stage.stage_mobjects() for part in m.get_family()]
    lamps = {f"{w.ratio:.3f}": w.lamp.level for w in family if isinstance(w, Walker)}
    assert lamps == {f"{new / 0.7:.3f}": 0.0, "1.500": 1.0}


def test_papers_are_named_beside_their_numbers(film):
    shown = ends(film("Clipping"), 12).seen
    for number, source in (
        ("1.2", "TRL 1.16.0"),
        ("1.28", "arXiv 2503.14476"),
        ("11", "arXiv 2501.12948v2"),
    ):
        assert any(number in text for text in shown)
        assert source in shown


def test_it_never_says_that_clipping_bounds_the_ratio(film):
    """It removes the incentive and bounds nothing."""
    captions = " ".join(part.caption for part in scene_class("Clipping").storyboard()).lower()
    assert "does not hold the ratio" in captions
    said = f"{captions} {' '.join(film('Clipping').scripts)}".lower()
    for claim in ("prevents", "limits the ratio", "bounds the ratio"):
        assert claim not in said


def test_a_group_without_signs_is_told_by_the_worked_one(tmp_path):
    """Nothing is compared in it: no answer is better or worse."""
    rows = "".join(
        f'[[answers]]\ntext = "haiku {k}"\nreward = 0.7\n'
        f"old_logp = {-40 - k}\nnew_logp = {-40 - 0.9 * k}\nref_logp = {-41 - k}\n"
        for k in range(4)
    )
    file = tmp_path / "equal.toml"
    file.write_text(f'question = "A haiku?"\n{rows}', encoding="utf-8")
    states = watch("Clipping", Settings(group=file), last_beat=4).states
    assert any(text.startswith("rho_1") and "1.50" in text for text in states[-1].seen)
    assert any(text.startswith("Your group has nothing to compare") for text in states[-1].seen)


@pytest.mark.parametrize("epsilon", [0.01, 10.0])
def test_a_range_that_cannot_be_drawn_is_told_by_the_worked_group(epsilon):
    worked = load_group(WORKED_GROUP)
    odd, fine = (evaluate_group(worked, eps_low=eps) for eps in (epsilon, 0.3))
    assert (told(odd).eps_low, stand_in(odd)) == (0.2, "range")
    assert (told(fine).eps_low, stand_in(fine)) == (0.3, None)


def test_over_the_window_are_answers_that_share_an_axis():
    """The worked group's ratios are .5, .7, 1.43 and 1.5; one of 12 is left out."""
    assert over_window(table_of("worked")) == [0, 1, 2, 3]
    group, third = load_group(WORKED_GROUP), np.arange(4) == 2
    old, new = (
        np.where(third, np.log(chance), logp)
        for chance, logp in ((0.01, group.old_logp), (0.12, group.new_logp))
    )
    far = replace(group, old_logp=old, new_logp=new)
    assert over_window(evaluate_group(far)) == [0, 1, 3]
