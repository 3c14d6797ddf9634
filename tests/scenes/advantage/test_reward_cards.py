"""Cards carry a reward first, and its advantage when it has turned into that."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from grpo_core import evaluate_group, load_group
from scenes.advantage.reward_cards import RewardCards
from scenes.script.settings import WORKED_GROUP
from scenes.stage.live_number import LiveNumber
from scenes.stage.typeset import Typeset


def said(card) -> set[str]:
    return {part.plain for part in card.get_family() if isinstance(part, Typeset | LiveNumber)}


def test_a_card_has_its_reward_and_then_its_advantage():
    strip = RewardCards(evaluate_group(load_group(WORKED_GROUP)))
    assert [said(card) & {"1", "0"} for card in strip.cards] == [{"1"}, {"0"}, {"1"}, {"0"}]
    strip.carry_advantages()
    shown = [said(card) & {"1", "0", "+1.00", "−1.00"} for card in strip.cards]
    assert shown == [{"+1.00"}, {"−1.00"}, {"+1.00"}, {"−1.00"}]


def test_an_answer_without_a_card_comes_from_the_card_of_all_others():
    logp = np.full(20, -3.0)
    group = replace(
        load_group(WORKED_GROUP),
        texts=[str(n) for n in range(20)],
        rewards=np.arange(20.0),
        **dict.fromkeys(("old_logp", "new_logp", "ref_logp"), logp),
    )
    strip = RewardCards(evaluate_group(group))
    carded = {card.index for card in strip.cards}
    home = strip.home_of(next(n for n in range(20) if n not in carded))
    assert home.get_center() == pytest.approx(strip.rest.get_center())
