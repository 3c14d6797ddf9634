"""The difficulty curve names the shares that it can name apart."""

from __future__ import annotations

import numpy as np
import pytest

from grpo_core import evaluate_group, load_group
from scenes.advantage.advantage_bars import AdvantageBars
from scenes.advantage.difficulty import Difficulty, success_share
from scenes.script.settings import WORKED_GROUP
from scenes.stage.live_number import LiveNumber
from scenes.stage.typeset import Typeset


@pytest.mark.parametrize("own, named", [(0.5, True), (0.25, False), (None, False)])
def test_the_own_group_s_share_is_marked_where_it_can_be_told_apart(own, named):
    picture = Difficulty(0.2, own, rarest=0.02, most_frequent=0.98)
    shown = [animation.mobject for animation in picture.show_formulas()]
    texts = {
        part.plain
        for m in shown
        for part in m.get_family()
        if isinstance(part, Typeset | LiveNumber)
    }
    assert (str(own) in texts) is named


def test_a_bar_becomes_the_point_of_its_sign():
    table = evaluate_group(load_group(WORKED_GROUP))
    picture = Difficulty(0.5, None, rarest=0.02, most_frequent=0.98)
    *moves, _ = picture.gather_bars(AdvantageBars(table).set_level(1.0))
    heights = [move.target_mobject.get_center()[1] for move in moves]
    assert heights == pytest.approx(
        [picture.plot.point(0.5, a)[1] for a in (1, -1, 1, -1)], abs=0.1
    )


@pytest.mark.parametrize(
    "rewards, share", [([1, 0, 0, 0], 0.25), ([3, -1], 0.5), ([1, 2, 3], None)]
)
def test_only_two_rewards_have_a_share_of_the_better(rewards, share):
    assert success_share(np.array(rewards)) == share
