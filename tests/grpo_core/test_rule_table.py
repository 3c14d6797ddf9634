"""A group under any rule and average, against `grpo_objective` of the tokens themselves."""

import numpy as np
import pytest

from grpo_core import (
    Cispo,
    Clip,
    Dppo,
    Gmpo,
    GroupTable,
    Plain,
    Reinforce,
    RuleTable,
    Sapo,
    grpo_objective,
    load_group,
)

LENGTHS = (3, 1, 4, 2)
RULES = [None, Plain(), Reinforce(), Clip(0.2, 0.28, dual=1.3), Cispo(0.8, 1.2), Sapo(), Dppo()]


@pytest.fixture
def group():
    return load_group("assets/groups/worked.toml")


def test_without_options_it_is_the_group_s_table(group):
    ours, plain = RuleTable(group), GroupTable(group)
    assert ours.objective == plain.objective
    for name in ("advantage", "value", "binds", "gradient", "term", "clipped"):
        np.testing.assert_array_equal(getattr(ours, name), getattr(plain, name))


@pytest.mark.parametrize("rule", RULES, ids=repr)
@pytest.mark.parametrize("aggregate", ["grpo", "dapo", "dr_grpo", "seq_sum", "token_sum"])
def test_it_is_the_objective_of_rows_of_equal_tokens(group, rule, aggregate):
    table = RuleTable(group, rule, aggregate, LENGTHS)
    mask = np.arange(4) < np.array(LENGTHS)[:, None]
    rows = [np.tile(row[:, None], 4) for row in (group.new_logp, group.old_logp, group.ref_logp)]
    rule = rule or Clip(group.eps_low)
    J = grpo_objective(
        *rows, table.advantage, mask, rule=rule, beta=group.beta, aggregate=aggregate
    )
    assert table.objective == pytest.approx(J.value, abs=1e-12)
    assert table.kl == pytest.approx(J.kl, abs=1e-12)
    np.testing.assert_allclose(table.gradient, J.gradient.sum(axis=1), atol=1e-12)


def test_the_sheet_s_weights_and_another_baseline(group):
    table = RuleTable(group, Sapo(), advantages={"scale": "none", "baseline": "leave_one_out"})
    np.testing.assert_allclose(table.advantage, np.array([1, -1, 1, -1]) * 2 / 3)
    np.testing.assert_allclose(
        table.weight, np.array([1.4100, -0.4671, 0.6845, -1.3616]) * 2 / 3, atol=5e-5
    )


def test_the_length_weighted_baseline_counts_tokens(group):
    table = RuleTable(
        group, lengths=LENGTHS, advantages={"scale": "none", "baseline": "length_weighted"}
    )
    assert table.advantage == pytest.approx(np.array([1, 0, 1, 0]) - 0.7)  # 7 of 10 tokens


def test_its_curve_passes_through_the_answers(group):
    for rule in (*RULES, Gmpo()):
        table = RuleTable(group, rule)
        for i, A in enumerate(table.advantage):
            curve = table.curve(np.array([0.9, table.ratio[i]]), int(np.sign(A)), group.old_logp[i])
            assert curve.weight[1, 0] == pytest.approx(table.weight[i])


def test_other_settings_keep_the_rule(group):
    table = RuleTable(group, Cispo(weight_max=1.2), "dapo").at(beta=0.0)
    assert (table.beta, table.rule, table.aggregate) == (0.0, Cispo(weight_max=1.2), "dapo")


@pytest.mark.parametrize("lengths", [(1, 2), (0, 1, 1, 1)])
def test_lengths_fit_the_group(group, lengths):
    with pytest.raises(ValueError, match="lengths"):
        RuleTable(group, lengths=lengths)
