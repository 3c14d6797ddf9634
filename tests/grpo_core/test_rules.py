"""The rules: what each makes of a token, against definitions worked out one by one."""

import math

import numpy as np
import pytest

from grpo_core import Cispo, Clip, Dppo, Gmpo, Plain, Reinforce, Sapo, grpo_objective

# The worked group: four answers of one token, (.30 .20 .07 .43) out of (.20 .40 .10 .30).
NEW, OLD, REF = (
    np.log([row]).T
    for row in ([0.30, 0.20, 0.07, 0.43], [0.20, 0.40, 0.10, 0.30], [0.15, 0.40, 0.14, 0.31])
)
A = [1, -1, 1, -1]

RULES = {
    "plain": Plain(),
    "reinforce": Reinforce(),
    "clip": Clip(),
    "clip-higher": Clip(0.2, 0.28),
    "dual": Clip(dual=1.3),
    "cispo": Cispo(0.8, 1.2),
    "sapo": Sapo(),
    "dppo-tv": Dppo(low=0.03, high=0.03, ratio_max=1.4),
    "dppo-kl": Dppo("kl", low=0.01, high=0.02),
    "gmpo": Gmpo(0.2, 0.1),
}
each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
PER_ANSWER = ("plain", "clip", "clip-higher", "dual", "cispo")


@pytest.fixture(params=range(3))
def batch(request):
    """Rows of unequal lengths, one of them empty; ratios on both sides of every bound."""
    rng = np.random.default_rng(request.param)
    lengths = np.array([5, 2, 0, 4, 1])
    old = -rng.exponential(size=(5, 5)) - 0.2
    lp = np.minimum(old + rng.normal(scale=0.35, size=(5, 5)), -0.01)
    mask = np.arange(5) < lengths[:, None]
    return lp, old, rng.normal(size=5), mask


# -- printed weights --------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "weights"),
    [
        (Plain(), [1.5, -0.5, 0.7, -1.4333]),
        (Reinforce(), [1, -1, 1, -1]),
        (Clip(), [0, 0, 0.7, -1.4333]),
        (Clip(0.2, 0.28), [0, 0, 0.7, -1.4333]),
        (Clip(10.0), [1.5, -0.5, 0.7, -1.4333]),  # R1's first stage
        (Clip(dual=1.3), [0, 0, 0.7, 0]),
        (Clip(dual=3.0), [0, 0, 0.7, -1.4333]),  # verl's default
        (Gmpo(), [0, 0, 0.7, -1.4333]),
        (Cispo(weight_max=5.0), [1.5, -0.5, 0.7, -1.4333]),
        (Cispo(0.8, 1.2), [1.2, -0.8, 0.8, -1.2]),
        (Cispo(0.0, 1.272), [1.272, -0.5, 0.7, -1.272]),
        (Cispo(weight_max=0.2), [0.2, -0.2, 0.2, -0.2]),  # TRL's default
        (Sapo(), [1.4100, -0.4671, 0.6845, -1.3616]),
        (Dppo(), [1.5, -0.5, 0.7, -1.4333]),  # the second moved by .2: on the bound
        (Dppo(low=0.1999), [1.5, 0, 0.7, -1.4333]),
        (Dppo(high=0.0999), [0, -0.5, 0.7, -1.4333]),
        (Dppo(ratio_max=1.2), [1.2, -0.5, 0.7, -1.2]),
    ],
)
def test_weights_on_the_worked_group(rule, weights):
    push = rule.push(NEW, OLD, A)
    np.testing.assert_allclose(push.weight[:, 0], weights, atol=5e-5)


@pytest.mark.parametrize(
    ("old", "closes_at"), [(0.01, 21.0), (0.2, 2.0), (0.9, 1.2222)], ids=["rare", "some", "sure"]
)
def test_at_which_ratio_dppo_s_gate_closes(old, closes_at):
    for ratio, closed in ((closes_at - 0.01, False), (closes_at + 0.01, True)):
        logp = np.log([[min(old * ratio, 1.0)]])
        assert Dppo().push(logp, np.log([[old]]), [1]).binds[0, 0] == (closed and ratio * old <= 1)


def test_binary_kl_of_dppo():
    """KL(.2 || .3) = .2 ln(2/3) + .8 ln(8/7) = .02573; away from A it never binds."""
    bound = 0.2 * math.log(2 / 3) + 0.8 * math.log(8 / 7)
    new, old = np.log([[0.3]]), np.log([[0.2]])
    for high, binds in ((bound, False), (bound - 1e-6, True)):
        assert Dppo("kl", high=high).push(new, old, [1]).binds[0, 0] == binds
    assert not Dppo("kl", low=0.0, high=0.0).push(new, old, [-1]).binds[0, 0]
    down = 0.3 * math.log(3 / 2) + 0.7 * math.log(7 / 8)
    for low, binds in ((down, False), (down - 1e-6, True)):
        assert Dppo("kl", low=low).push(old, new, [-1]).binds[0, 0] == binds


def test_dppo_where_a_chance_becomes_certain():
    sure, likely = np.zeros((1, 1)), np.log([[0.5]])
    assert Dppo("kl").push(sure, likely, [1]).binds[0, 0]
    assert not Dppo("kl").push(likely, sure, [1]).binds[0, 0]
    assert Dppo("kl", low=math.log(2) - 1e-6).push(likely, sure, [-1]).binds[0, 0]


# -- definitions, token by token --------------------------------------------


def slow(rule, lp, old, advantage, mask):
    """Value, weight and whether the rule binds, by the formula of each paper."""
    value, weight, binds = np.zeros(lp.shape), np.zeros(lp.shape), np.zeros(lp.shape, dtype=bool)
    for i, t in zip(*np.nonzero(mask), strict=True):
        a, rho = advantage[i], math.exp(lp[i, t] - old[i, t])
        p, q = math.exp(lp[i, t]), math.exp(old[i, t])
        match rule:
            case Plain():
                S, w, b = rho * a, rho * a, False
            case Reinforce():
                S, w, b = a * lp[i, t], a, False
            case Clip():
                high = rule.eps_low if rule.eps_high is None else rule.eps_high
                S = min(rho * a, min(max(rho, 1 - rule.eps_low), 1 + high) * a)
                if rule.dual is not None and a < 0:
                    S = max(S, rule.dual * a)
                b = rho * a != S
                w = 0.0 if b else rho * a
            case Cispo():
                w = min(max(rho, rule.weight_min), rule.weight_max) * a
                S, b = w * lp[i, t], not rule.weight_min <= rho <= rule.weight_max
            case Sapo():
                tau = rule.tau_pos if a > 0 else rule.tau_neg
                g = 1 / (1 + math.exp(-tau * (rho - 1)))
                S, w, b = 4 / tau * g * a, 4 * g * (1 - g) * rho * a, False
            case Dppo():
                if rule.divergence == "tv":
                    b = p - q > rule.high if a > 0 else p - q < -rule.low
                else:
                    kl = q * math.log(q / p) + (1 - q) * math.log((1 - q) / (1 - p))
                    b = (p > q and kl > rule.high) if a > 0 else (p < q and kl > rule.low)
                w = 0.0 if b else min(rho, rule.ratio_max) * a
                S = w * lp[i, t]
            case Gmpo():
                moves = []
                for u in np.flatnonzero(mask[i]):
                    x = lp[i, u] - old[i, u]
                    clipped = min(max(x, -rule.log_low), rule.log_high)
                    moves.append(min(a * x, a * clipped) / a)
                S = a * math.exp(sum(moves) / len(moves))
                x = lp[i, t] - old[i, t]
                b = x > rule.log_high if a > 0 else x < -rule.log_low
                w = 0.0 if b else S
        value[i, t], weight[i, t], binds[i, t] = S, w, b
    return value, weight, binds


@each_rule
def test_against_its_definition(batch, rule):
    push = rule.push(*batch)
    value, weight, binds = slow(rule, *batch)
    np.testing.assert_allclose(push.value, value, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(push.weight, weight, rtol=1e-12, atol=1e-15)
    np.testing.assert_array_equal(push.binds, binds)


def test_the_batches_do_bind():
    """Otherwise the comparison would not see a bound at all."""
    for name, rule in RULES.items():
        rng = np.random.default_rng(0)
        old = -rng.exponential(size=(9, 9)) - 0.2
        new = np.minimum(old + rng.normal(scale=0.35, size=(9, 9)), -0.01)
        share = rule.push(new, old, rng.normal(size=9)).binds.mean()
        assert (0 < share < 1) or (name in ("plain", "reinforce", "sapo") and share == 0), name


# -- what holds for every rule ----------------------------------------------


@each_rule
def test_at_ratio_one_the_weight_is_the_advantage(batch, rule):
    lp, _, advantage, mask = batch
    push = rule.push(lp, lp, advantage, mask)
    np.testing.assert_allclose(push.weight, mask * advantage[:, None], rtol=1e-12)
    if isinstance(rule, Plain | Clip | Gmpo):
        np.testing.assert_allclose(push.value, mask * advantage[:, None], rtol=1e-12)
    if isinstance(rule, Sapo):
        tau = np.where(advantage > 0, 1.0, 1.05)[:, None]
        np.testing.assert_allclose(push.value, mask * 2 * advantage[:, None] / tau, rtol=1e-12)


@each_rule
def test_linear_in_the_size_of_the_advantage(batch, rule):
    lp, old, advantage, mask = batch
    one, three = rule.push(*batch), rule.push(lp, old, 3 * advantage, mask)
    np.testing.assert_allclose(three.weight, 3 * one.weight, rtol=1e-12)
    np.testing.assert_allclose(three.value, 3 * one.value, rtol=1e-12)


@each_rule
def test_order_of_rows_and_padding_do_not_matter(batch, rule):
    lp, old, advantage, mask = batch
    push, order = rule.push(*batch), [3, 0, 4, 1, 2]
    turned = rule.push(lp[order], old[order], advantage[order], mask[order])
    wild = [np.where(mask, x, np.nan) for x in (lp, old)]
    padded = [np.hstack([x, np.full((5, 2), np.inf)]) for x in wild]
    longer = rule.push(*padded, advantage, np.hstack([mask, np.zeros((5, 2))]))
    for name in ("value", "weight", "binds"):
        np.testing.assert_allclose(getattr(turned, name), getattr(push, name)[order], rtol=1e-13)
        np.testing.assert_allclose(getattr(longer, name)[:, :5], getattr(push, name), rtol=1e-13)
        assert not getattr(longer, name)[:, 5:].any()
        assert not getattr(push, name)[~mask].any()


def test_an_advantage_for_each_token():
    lp, old = np.log([[0.3, 0.2]]), np.log([[0.2, 0.4]])
    np.testing.assert_allclose(Plain().push(lp, old, [[1.0, -1.0]]).weight, [[1.5, -0.5]])
    np.testing.assert_allclose(Plain().push(lp, old, 2.0).weight, [[3.0, 1.0]])


@each_rule
def test_no_ratio_is_too_far_for_a_rule_that_has_a_bound(rule):
    push = rule.push([[-1e-3, -600.0]], [[-600.0, -1e-3]], [1])
    assert np.isfinite(push.value).all()
    assert np.isfinite(push.weight).all()


# -- in the objective -------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "level"),
    [
        *(
            (name, "token")
            for name in ("plain", "reinforce", "clip-higher", "dual", "sapo", "gmpo")
        ),
        *((name, "sequence") for name in ("plain", "clip-higher", "dual")),
    ],
)
def test_the_weight_is_the_slope(numeric_gradient, batch, name, level):
    """Of the rules that detach nothing; by finite differences, away from kinks."""
    lp, old, advantage, mask = batch
    options = dict(rule=RULES[name], level=level, beta=0.3)

    def value(x):
        return grpo_objective(x, old, old, advantage, mask, **options).value

    found = grpo_objective(lp, old, old, advantage, mask, **options).gradient
    np.testing.assert_allclose(found, numeric_gradient(value, lp), atol=1e-8)


@each_rule
@pytest.mark.parametrize("aggregate", ["grpo", "dapo", "dr_grpo", "seq_sum", "token_sum"])
def test_the_objective_averages_what_the_rule_gives(batch, rule, aggregate):
    lp, old, advantage, mask = batch
    if isinstance(rule, Gmpo) and aggregate != "grpo":
        with pytest.raises(ValueError, match="aggregate"):
            grpo_objective(lp, old, old, advantage, mask, rule=rule, aggregate=aggregate)
        return
    found = grpo_objective(
        lp, old, old, advantage, mask, rule=rule, aggregate=aggregate, max_length=7, beta=0.04
    )
    value, weight, binds = slow(rule, *batch)
    lengths, total = mask.sum(axis=1), mask.sum()
    a = {
        "grpo": [[1 / (5 * max(n, 1))] for n in lengths],
        "dapo": 1 / total,
        "dr_grpo": 1 / (5 * 7),
        "seq_sum": 1 / 5,
        "token_sum": 1,
    }[aggregate] * mask
    d = old - lp
    assert found.surrogate == pytest.approx((a * value).sum(), rel=1e-12)
    assert found.kl == pytest.approx((a * (np.exp(d) - d - 1)).sum(), rel=1e-12)
    assert found.clip_fraction == pytest.approx(binds.sum() / total)
    slope = a * (weight - 0.04 * (1 - np.exp(d)))
    np.testing.assert_allclose(found.gradient, slope, rtol=1e-11, atol=1e-15)


@pytest.mark.parametrize("name", PER_ANSWER)
def test_at_the_level_of_answers_the_ratio_is_the_geometric_mean(batch, name):
    lp, old, advantage, mask = batch
    rule = RULES[name]
    found = grpo_objective(lp, old, old, advantage, mask, rule=rule, level="sequence")
    for i, n in enumerate(mask.sum(axis=1)):
        if n == 0:
            continue
        s = math.prod(np.exp(lp - old)[i, :n]) ** (1 / n)
        one = rule.push([[math.log(s) - 1]], [[-1.0]], [advantage[i]])
        np.testing.assert_allclose(
            found.gradient[i, :n], one.weight[0, 0] / (5 * n), rtol=1e-11, atol=1e-15
        )
        assert (found.binds[i, :n] == one.binds[0, 0]).all()


def test_luspo_is_gspo_summed_over_an_answer():
    """S_i n_i / B: two answers of 1 and 3 tokens at ratio 1, A = 1: (1 + 3) / 2."""
    lp, mask = np.zeros((2, 3)), [[1, 0, 0], [1, 1, 1]]
    found = grpo_objective(lp, lp, lp, [1, 1], mask, level="sequence", aggregate="seq_sum")
    assert found.value == 2.0


def test_gmpo_s_empty_row_counts_by_rows():
    lp, mask = np.zeros((2, 2)), [[1, 1], [0, 0]]
    for rows, value in (("all", 0.5), ("nonempty", 1.0)):
        assert grpo_objective(lp, lp, lp, [1, 1], mask, rule=Gmpo(), rows=rows).value == value


def test_the_default_is_the_clip():
    for options, rule in (({}, Clip()), ({"eps_low": 0.1, "eps_high": 0.3}, Clip(0.1, 0.3))):
        one = grpo_objective(NEW, OLD, REF, A, beta=0.04, **options)
        other = grpo_objective(NEW, OLD, REF, A, beta=0.04, rule=rule)
        assert one.value == other.value
        np.testing.assert_array_equal(one.gradient, other.gradient)


# -- bad input --------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: Clip(eps_low=-0.1), "eps_low"),
        (lambda: Clip(dual=1.2), "dual"),
        (lambda: Clip(0.2, 0.5, dual=1.5), "dual"),
        (lambda: Cispo(weight_min=-1), "weight_min"),
        (lambda: Cispo(1.2, 0.8), "weight_max"),
        (lambda: Sapo(tau_pos=0), "tau_pos"),
        (lambda: Sapo(tau_neg=math.inf), "tau_neg"),
        (lambda: Dppo("js"), "divergence"),
        (lambda: Dppo(low=-0.1), "low"),
        (lambda: Dppo(high=math.nan), "high"),
        (lambda: Dppo(ratio_max=-1), "ratio_max"),
        (lambda: Gmpo(log_low=-0.1), "log_low"),
        (lambda: Gmpo(log_high=-0.1), "log_high"),
        (lambda: Dppo().push([[0.1]], [[-1.0]], [1]), "^logp"),
        (lambda: Dppo().push([[-1.0]], [[0.1]], [1]), "old_logp"),
        (lambda: Plain().push([0.1], [[-1.0]], [1]), "logp"),
        (lambda: Plain().push([[0.1]], [[-1.0, 2.0]], [1]), "old_logp"),
        (lambda: Plain().push([[0.1]], [[-1.0]], [1, 2]), "advantage"),
        (lambda: Plain().push([[0.1]], [[-1.0]], [math.nan]), "advantage"),
        (lambda: Plain().push([[0.1]], [[-1.0]], [1], [[2]]), "mask"),
        (lambda: Plain().push([[800.0]], [[-1.0]], [1]), "logp and old_logp"),
    ],
)
def test_errors_name_what_is_wrong(make, name):
    with pytest.raises(ValueError, match=name):
        make()


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"rule": Sapo(), "level": "sequence"}, "level"),
        ({"rule": Dppo(), "level": "sequence"}, "level"),
        ({"rule": Gmpo(), "level": "sequence"}, "level"),
        ({"rule": Reinforce(), "level": "sequence"}, "level"),
        ({"rule": Clip(), "eps_low": 0.2}, "eps_low"),
        ({"rule": Clip(), "eps_high": 0.2}, "eps_high"),
        ({"rule": Gmpo(), "aggregate": "dapo"}, "aggregate"),
        ({"rule": "clip"}, "rule"),
        ({"rows": "some"}, "rows"),
        ({"aggregate": "bnpo"}, "aggregate"),
    ],
)
def test_what_does_not_go_together_is_refused(options, name):
    with pytest.raises(ValueError, match=name):
        grpo_objective(NEW, OLD, REF, A, **options)


def test_dppo_s_gate_closes_where_it_says() -> None:
    """Just inside the ratio that `closes_at` gives the push is kept, just outside it is not."""
    rule, old = Dppo(low=0.15, high=0.1), np.array([0.01, 0.2, 0.5, 0.9])
    for sign in (1.0, -1.0):
        for p, ratio in zip(old, rule.closes_at(old, sign), strict=True):
            reached = 0 < ratio < np.inf
            for nudge, kept in ((-1e-6, True), (1e-6, False)):
                new = p * ratio + sign * nudge if reached else min(p * 1.1, 0.99)
                binds = rule.push(np.log([[new]]), np.log([[p]]), [sign]).binds[0, 0]
                assert binds != (kept if reached else True)
    assert rule.closes_at([0.95, 0.9], 1).tolist() == [np.inf, np.inf]  # a chance ends at 1
    assert rule.closes_at(0.1, -1) == 0
    with pytest.raises(ValueError, match="divergence"):
        Dppo("kl").closes_at(0.5, 1)
    with pytest.raises(ValueError, match="old"):
        rule.closes_at([0.0], 1)
