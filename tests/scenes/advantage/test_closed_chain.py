"""The chain of advantages ends in its ring, on the line where it began."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from shown_numbers import numbers_in

from grpo_core import evaluate_group, load_group
from scenes.advantage.arrow_lanes import ArrowLanes, arrow_unit
from scenes.advantage.closed_chain import ClosedChain
from scenes.advantage.two_questions import TwoQuestions
from scenes.script.settings import WORKED_GROUP
from scenes.stage.motion import jump


@pytest.fixture
def chain():
    group = replace(load_group(WORKED_GROUP), rewards=np.array([2.0, 0.5, 1.25, -0.75]))
    table = evaluate_group(group)
    chain = ClosedChain(table, ArrowLanes(table, TwoQuestions(table, arrow_unit(table))))
    jump(chain.spread())
    jump(chain.close())
    return chain


def test_the_last_sign_is_in_the_ring_on_the_line(chain):
    last = min(chain.arrows.ends, key=lambda sign: sign.get_y())
    assert last.get_center() == pytest.approx(chain.ring().get_center(), abs=1e-6)
    assert last.get_x() == pytest.approx(chain.arrows.line.get_x(), abs=1e-6)


def test_what_is_printed_at_the_arrows_adds_up_to_nothing(chain):
    printed = [number.value for term in chain.terms() for number in numbers_in(term.plain)]
    assert len(printed) == 4
    assert sum(printed) == pytest.approx(0.0, abs=1e-9)
