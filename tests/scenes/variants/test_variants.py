"""The pictures of Variants: curves and beads are the core's, and which group is told."""

from __future__ import annotations

import math

import numpy as np
import pytest
from matrix import KINDS, write_group

from grpo_core import (
    Cispo,
    Clip,
    Dppo,
    GroupTable,
    Plain,
    Sapo,
    WorkedGroup,
    evaluate_group,
    load_group,
)
from scenes.script.settings import WORKED_GROUP
from scenes.stage.typeset import Formula
from scenes.variants.averages import Averages
from scenes.variants.chance_gate import ChanceGate
from scenes.variants.law import Law, bounds_of, clip_between
from scenes.variants.told import beads_of, has_stand_in, reach_of, told, undivided
from scenes.variants.weight_plot import WeightPlot, weight_text


@pytest.fixture(scope="module")
def table() -> GroupTable:
    return evaluate_group(load_group(WORKED_GROUP))


@pytest.fixture
def plot(table: GroupTable) -> WeightPlot:
    return WeightPlot(table, beads_of(table), reach_of(table), Law(Clip()))


def test_a_bead_stands_on_its_curve(plot: WeightPlot) -> None:
    for law in (Law(Plain()), Law(Clip()), Law(Cispo(weight_max=1.272)), Law(Sapo())):
        plot.set_law(law)
        for bead, ratio, sign in zip(plot.beads, plot.ratios, plot.signs, strict=True):
            height = law.heights(np.array([ratio]), sign)[0]
            assert bead.get_center() == pytest.approx(plot.point(ratio, height))


def test_only_beads_that_a_gate_stops_are_hatched(plot: WeightPlot) -> None:
    assert plot.clipped == [True, True, False, False]
    assert plot.set_law(Law(Cispo(weight_max=0.2))).clipped == [False] * 4  # clamped, not stopped
    assert plot.set_law(Law(Clip(), size=0.0)).clipped == [False] * 4  # silent, not stopped


def test_a_gate_moves_from_bounds_to_bounds() -> None:
    assert bounds_of(clip_between(Clip(0.2, 0.2), Clip(0.2, 0.28), 1.0)) == pytest.approx(
        (0.2, 0.28)
    )
    middle = clip_between(Clip(0.2), Clip(3e-4, 4e-4), 0.5)
    assert bounds_of(middle) == pytest.approx((math.sqrt(0.2 * 3e-4), math.sqrt(0.2 * 4e-4)))
    with pytest.raises(TypeError, match="no epsilons"):
        bounds_of(Plain())


def test_the_ratio_of_long_answers_is_their_tokens_mean(table: GroupTable) -> None:
    fine = Law(Clip(3e-4, 4e-4), tokens=1000)
    assert fine.ratios(table) == pytest.approx(table.ratio ** (1 / 1000))
    stopped = fine.push(table).binds[:, 0].tolist()
    assert stopped == [True, True, False, False]  # ln 1.5 = .405 > .4; ln .5 = -.69 < -.3


def test_sizes_of_advantages(table: GroupTable) -> None:
    assert undivided(table) == pytest.approx(0.5)
    assert undivided(table, others_only=True) == pytest.approx(2 / 3)


def test_averages_fill_what_they_weigh() -> None:
    weights = Averages().weights
    assert {kind: (10 * a + 100 * b) for kind, (a, b) in weights.items()} == pytest.approx(
        {"grpo": 1.0, "dapo": 1.0, "dr_grpo": 0.55}
    )


@pytest.mark.parametrize("name", KINDS)
def test_a_group_is_told_itself_where_it_can_be_drawn(name: str, tmp_path) -> None:
    group = evaluate_group(load_group(write_group(name, tmp_path)))
    own = {"two", "three unmoved", "sixty-four"}
    assert has_stand_in(group) == (name not in own)
    shown = told(group)
    signs = {np.sign(shown.advantage[i]) for i in beads_of(shown)}
    assert signs == {-1.0, 1.0}
    assert max(shown.ratio[i] for i in beads_of(shown)) < reach_of(shown)


def test_no_weight_is_a_plain_zero() -> None:
    assert [weight_text(0.0), weight_text(-1.4333)] == ["0", "−1.43"]


def test_the_name_of_ppo_s_gate_stands_on_no_answer() -> None:
    """A better answer with chance 0.05 and ratio 1.6 lies where the name would."""
    old = np.log([0.05, 0.4, 0.4])
    new = np.log([0.08, 0.3, 0.4])
    group = WorkedGroup("?", ("a", "b", "c"), [1, 0, 0], old, new, ref_logp=old)
    picture = ChanceGate(evaluate_group(group), [0, 1], Dppo())
    name, (bead, _) = picture.titles[0], picture.beads
    assert bead.get_center() == pytest.approx(picture.spot(0.05, 1.6))
    assert name.get_left()[0] < bead.get_x() < name.get_right()[0]
    assert name.get_bottom()[1] > bead.get_top()[1]


def group_of(ratios: list[float], eps: float = 0.2) -> GroupTable:
    """A group whose answers 0, 2, ... are right, with these ratios."""
    old = np.full(len(ratios), np.log(0.2))
    new, rewards = old + np.log(ratios), [1 - i % 2 for i in range(len(ratios))]
    names = tuple("abcd")[: len(ratios)]
    made = WorkedGroup("?", names, rewards, old, new, ref_logp=old, eps_low=eps, eps_high=eps)
    return evaluate_group(made)


@pytest.mark.parametrize(
    ("ratios", "eps", "reach"),
    [
        ([1.1, 0.9], 0.2, 2.0),  # nothing asks for more
        ([1.9, 0.9], 0.2, 2.147),  # the bead of a better answer, and .13 of it
        ([1.1, 1.6], 0.2, 2.224),  # a worse one's label hangs below its bead: and .39 of it
        ([1.1, 0.9], 0.4, 2.324),  # beside the gate stand names: 1.4 and .66 of it
        ([1.1, 2.9], 0.2, 3.39),  # no axis is longer: 3 and .13 of it
    ],
)
def test_the_axis_has_room_for_labels(ratios: list[float], eps: float, reach: float) -> None:
    assert reach_of(group_of(ratios, eps)) == pytest.approx(reach)


@pytest.mark.parametrize("ratios", [[1.21, 1.0], [1.0, 0.79], [1.21, 0.79]])
def test_no_label_stands_on_the_edge_of_a_gate(ratios: list[float]) -> None:
    table = group_of(ratios)
    plot = WeightPlot(table, [0, 1], 2.0, Law(Clip()))
    assert any(plot.clipped)
    for edge, name, value in zip(plot.curves.edges, plot.names, plot.values, strict=True):
        assert name.get_left()[0] > edge.get_x() or value.get_right()[0] < edge.get_x()


def test_no_label_stands_on_the_axis_of_weights() -> None:
    plot = WeightPlot(group_of([1.0, 0.02]), [0, 1], 2.0, Law(Clip()))
    assert plot.beads[1].get_x() - plot.wall.get_x() < 0.1
    assert plot.names[1].get_left()[0] > plot.wall.get_x()


def test_no_bead_lies_under_the_axis_of_chances() -> None:
    """The least ratio is 0.25; the axis usually begins at 0.4."""
    picture = ChanceGate(group_of([1.1, 0.25]), [0, 1], Dppo())
    assert picture.beads[1].get_bottom()[1] > picture.floor.get_y()


@pytest.mark.parametrize(("rarest", "said"), [(0.001, "<= 0.01"), (0.05, "0.01")])
def test_who_is_rarer_than_the_axis_stands_at_its_end_and_it_says_so(
    rarest: float, said: str
) -> None:
    old = np.log([rarest, 0.4])
    group = WorkedGroup("?", ("a", "b"), [1, 0], old, old, ref_logp=old)
    picture = ChanceGate(evaluate_group(group), [0, 1], Dppo())
    told = [word.source for word in picture.axis_words if isinstance(word, Formula)]
    assert told[0] == said
