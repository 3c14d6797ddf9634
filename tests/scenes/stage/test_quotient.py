"""A ratio as a quotient of two bars can be read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from grpo_core import evaluate_group, load_group
from scenes.script.settings import WORKED_GROUP
from scenes.stage.quotient import Quotient


@pytest.mark.parametrize("scale", [1e-18, 1e-72])
def test_two_long_probabilities_do_not_read_as_one_number(scale):
    """A group whose policies are nearly the same: both numbers stand at the same height."""
    table = evaluate_group(load_group(WORKED_GROUP))
    old = np.log(table.old * scale)
    group = replace(table.group, old_logp=old, new_logp=old + 1e-3, ref_logp=old)
    old_number, new_number = Quotient(evaluate_group(group), 0).numbers
    assert new_number.get_left()[0] - old_number.get_right()[0] > 0.3
