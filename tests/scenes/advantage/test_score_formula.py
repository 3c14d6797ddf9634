"""The formula lights what is being said, and its filled form stays on the stage."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from grpo_core import evaluate_group, load_group
from scenes.advantage.score_formula import FilledFormula, ScoreFormula
from scenes.script.settings import WORKED_GROUP
from scenes.stage.motion import jump


def test_the_difference_is_what_stands_over_the_bar():
    formula = ScoreFormula()
    (bar,) = formula.rules
    over = [ink for ink in formula if ink.get_y() > bar.get_y() and ink.get_x() > bar.get_left()[0]]
    assert over == list(formula.select("difference"))


def opacities(formula: ScoreFormula, part: str) -> set[float]:
    return {round(ink.get_fill_opacity(), 2) for ink in formula.select(part)}


def test_a_part_that_was_shaded_comes_back_alone():
    formula = ScoreFormula()
    jump(*formula.shade("A", "r"))
    assert [opacities(formula, part) for part in ("r", "mean", "std")] == [{1}, {0.3}, {0.3}]
    jump(*formula.light("difference"))
    assert [opacities(formula, part) for part in ("r", "mean", "std")] == [{1}, {1}, {0.3}]


@pytest.mark.parametrize("rewards", [[1, 0, 1, 0], [3e6, -1.25e7, 3e6, 1e6], [0.1234, 5, 77, -3]])
def test_the_filled_formula_stays_on_the_stage(rewards):
    group = replace(load_group(WORKED_GROUP), rewards=np.array(rewards, dtype=float))
    formula = ScoreFormula().move_to(ScoreFormula.on_the_right)
    filled = FilledFormula(evaluate_group(group), formula)
    assert filled.get_right()[0] < 6.75
    assert filled.get_top()[1] < formula.get_bottom()[1]
