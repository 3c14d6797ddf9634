"""What shows a group: the worked one."""

from __future__ import annotations

from manim import DOWN, VGroup

from grpo_core import GroupTable, evaluate_group, load_group
from scenes.script.settings import WORKED_GROUP
from scenes.stage.cards import AnswerCard, CardStrip, badge, question_card
from scenes.stage.policy_bars import PolicyBar
from scenes.stage.policy_chart import PolicyChart
from scenes.stage.reward_line import RewardLine
from scenes.stage.typeset import Prose

from . import shows
from .signs import side_by_side

_POLICIES = ("old", "new", "reference")


def _table() -> GroupTable:
    return evaluate_group(load_group(WORKED_GROUP))


@shows(PolicyBar)
def bars() -> VGroup:
    kinds = [PolicyBar(0.5, role) for role in _POLICIES]
    return side_by_side(*kinds, PolicyBar(0.5, "new").set_clipped(1.0), aligned_edge=DOWN)


@shows(PolicyChart)
def charts() -> VGroup:
    table = _table()
    group = range(table.group.size)
    apart = PolicyChart(table, _POLICIES, group, width=7, height=2.2, bar=0.36)
    over = PolicyChart(table, ("new", "old"), group, width=5, height=2.2, bar=0.8, overlaid=True)
    return side_by_side(apart, over, gap=0.7, aligned_edge=DOWN)


@shows(CardStrip, question_card)
def card_strips() -> CardStrip:
    return CardStrip(_table())


@shows(AnswerCard, badge)
def cards() -> VGroup:
    texts = [Prose("408"), Prose("398")]
    one, other = (AnswerCard(k, text, 1 - 2 * k, 2.2, 2.05) for k, text in enumerate(texts))
    return side_by_side(one, other.say_verdict(True, "pushes"), badge(0.5))


@shows(RewardLine)
def reward_lines() -> RewardLine:
    return RewardLine([1, 0, 1, 0, 0.5], 0, 1, width=5)
