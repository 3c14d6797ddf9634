"""What shows a group: the worked one."""

from __future__ import annotations

from manim import DOWN, LEFT, VGroup

from grpo_core import GroupTable, evaluate_group, load_group
from scenes.script.settings import WORKED_GROUP
from scenes.stage.cards import AnswerCard, CardStrip, badge, question_card
from scenes.stage.envelope import Envelope
from scenes.stage.policy_bars import PolicyBar
from scenes.stage.policy_chart import PolicyChart
from scenes.stage.ratio_strip import RatioStrip
from scenes.stage.reward_line import RewardLine
from scenes.stage.sweep_plot import SweepPlot
from scenes.stage.typeset import Prose

from . import shows
from .signs import side_by_side

_POLICIES = ("old", "new", "reference")


def _table() -> GroupTable:
    return evaluate_group(load_group(WORKED_GROUP))


def _envelope(advantage: float, ratio: float, *extras: str) -> Envelope:
    table = _table()
    envelope = Envelope(advantage, table.eps_low, table.eps_high, width=4.4, height=2.8)
    envelope.reveal(*extras)
    return envelope.set_ratio(ratio)


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


@shows(RatioStrip)
def ratio_strips() -> VGroup:
    pictures = [RatioStrip(_table()).set_spread(spread) for spread in (0.0, 1.0)]
    return VGroup(*pictures).arrange(DOWN, buff=0.5, aligned_edge=LEFT)


@shows(Envelope)
def envelopes() -> VGroup:
    return side_by_side(_envelope(1.0, 1.5, "ghost", "drop"), _envelope(-1.0, 1.43, "tangent"))


@shows(SweepPlot)
def sweep_plots() -> SweepPlot:
    plot = SweepPlot(_table())
    return plot.set_epsilon(plot.most)
