"""The tasks that the explorer sets: what they ask for does what they say."""

from __future__ import annotations

import re

import pytest

from explorer.group_file import presets
from explorer.session import Session
from explorer.tasks import tasks
from grpo_core import load_group


def numbers(text: str) -> list[str]:
    """The numbers of a sentence in their order."""
    return re.findall(r"−?[0-9]+(?:[.][0-9]+)?", text)


@pytest.mark.parametrize("logs", [False, True])
def test_the_tasks_of_the_worked_group_can_be_checked_by_hand(logs: bool) -> None:
    start = Session.worked().with_logs(logs)
    light, put_out, silence = tasks(start)
    # o1: rho = .3 / .2; o3: old .1, epsilon .2
    assert numbers(light.says)[-2:] == ["1.500", "0.500"]
    bound = ["−2.303", "0.182", "−2.120"] if logs else ["0.1", "1.2", "0.12"]
    assert numbers(put_out.says)[-3:] == bound
    assert not any(task.is_done(start) for task in (light, put_out, silence))
    assert light.is_done(start.with_dial("epsilon_low", "0.5"))
    assert not light.is_done(start.with_dial("epsilon_low", "0.499"))
    just_above, just_below = ("-2.12", "-2.1204") if logs else ("0.1201", "0.1199")
    assert put_out.is_done(start.with_answer(2, "new", just_above))
    assert not put_out.is_done(start.with_answer(2, "new", just_below))
    assert silence.is_done(start.with_answer(1, "reward", "1").with_answer(3, "reward", "1"))


@pytest.mark.parametrize("ratio", [1.3634, 1.2001, 0.61, 7.0])
def test_the_epsilon_that_is_named_is_enough(ratio: float) -> None:
    start = Session.worked().with_answer(0, "old", "0.1").with_answer(0, "new", f"{ratio / 10}")
    start = start.with_answer(0, "reward", "1" if ratio > 1 else "-1")
    (light, *_) = tasks(start)
    assert " o1's lamp" in light.says
    named = numbers(light.says)[-1]
    assert light.is_done(start.with_dial("epsilon_low", named))
    less = f"{float(named) - 0.001:.3f}"
    assert not light.is_done(start.with_dial("epsilon_low", less))


@pytest.mark.parametrize("name", presets())
def test_no_task_is_done_before_it_begins(name: str) -> None:
    start = Session.of(load_group(presets()[name]))
    assert [task.is_done(start) for task in tasks(start)] == [False] * len(tasks(start))
