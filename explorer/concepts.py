"""The text of each concept: its formula, what it says, and what it says of one answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grpo_core import RuleTable

from .series import is_stopped, short, text_of


@dataclass(frozen=True)
class Concept:
    """One idea of the objective.

    Attributes:
        title: its name.
        symbol: Typst math for a column's head.
        spoken: the symbol in words.
        formula: Typst math, whole.
        says: what it means, in plain sentences.
        here: the same with the numbers of the answer at an index.
    """

    title: str
    symbol: str
    spoken: str
    formula: str
    says: str
    here: Callable[[RuleTable, int], str]


def _n(value: float) -> str:
    return text_of(float(value))


def _bound(t: RuleTable) -> str:
    return f"[{text_of(1 - t.eps_low, 2)}, {text_of(1 + t.eps_high, 2)}]"


def _advantage(t: RuleTable, i: int) -> str:
    if {"eps": 0.0, "baseline": "mean", **t.advantages} != {"eps": 0.0, "baseline": "mean"}:
        return f"r = {short(t.rewards[i])} among these makes A = {_n(t.advantage[i])}."
    r, mean = short(t.rewards[i]), text_of(t.reward_mean)
    if t.reward_std == 0:
        return "All rewards are equal, so A is 0."
    over = f" / {text_of(t.reward_std)}" if t.scale == "std" else ""
    return f"({r} − {mean}){over} = {_n(t.advantage[i])}"


def _ratio(t: RuleTable, i: int) -> str:
    if min(t.new[i], t.old[i]) < 1e-3:
        logs = f"{text_of(t.new_logp[i], 2)} − ({text_of(t.old_logp[i], 2)})"
        return f"exp({logs}) = {_n(t.ratio[i])}"
    return f"{t.new[i]:.4g} / {t.old[i]:.4g} = {_n(t.ratio[i])}"


def _min(t: RuleTable, i: int) -> str:
    held = "the clip binds" if t.binds[i] else "the clip does not bind"
    return f"min({_n(t.unclipped[i])}, {_n(t.clipped[i])}) = {_n(t.value[i])}; {held}."


def _gradient(t: RuleTable, i: int) -> str:
    much = text_of(t.gradient[i], 4)
    if is_stopped(t)[i]:
        return f"No push: only the KL term is left, {much}."
    if t.rule is None and t.aggregate == "grpo":
        return f"(ρA − β(1 − π_ref/π_θ)) / G = {much}, with ρA = {_n(t.unclipped[i])}"
    weight, share = _n(t.weight[i]), _n(t.share[i])
    return f"{share} × (weight − β(1 − π_ref/π_θ)) = {much}, with the weight {weight}"


def _weight(t: RuleTable, i: int) -> str:
    if is_stopped(t)[i]:
        return f"ρ = {_n(t.ratio[i])}: the gate is shut, the weight is 0."
    held = " (held)" if t.binds[i] else ""
    return f"ρ = {_n(t.ratio[i])}, A = {_n(t.advantage[i])}: the weight is {_n(t.weight[i])}{held}."


def _share(t: RuleTable, i: int) -> str:
    length = t.lengths[i] if t.lengths else 1
    token = text_of(t.share[i] / length, 6)
    return f"|o| = {length}: it counts {text_of(t.share[i], 4)}, a token of it {token}"


def _policy(name: str, logp: str) -> Callable[[RuleTable, int], str]:
    def here(t: RuleTable, i: int) -> str:
        p = f"{getattr(t, name)[i]:.4g}".replace("-", "−")
        return f"{p}, log {text_of(getattr(t, logp)[i], 2)}"

    return here


CONCEPTS: dict[str, Concept] = {
    "reward": Concept(
        "Reward",
        "r",
        "reward",
        "r_i = r(q, o_i)",
        "One number an answer, from a rule or a reward model. Only its place within the group "
        "counts: adding 5 to all rewards changes nothing.",
        lambda t, i: f"r = {short(t.rewards[i])}; the group's mean is {text_of(t.reward_mean)}",
    ),
    "old": Concept(
        "Old policy",
        'pi_"old"',
        "old policy",
        'o_1, ..., o_G tilde pi_"old" (dot | q)',
        "It drew the answers, and stands still while the new policy is updated on them. The "
        "ratio is measured against it.",
        _policy("old", "old_logp"),
    ),
    "new": Concept(
        "New policy",
        "pi_theta",
        "new policy",
        "pi_theta (o_i | q)",
        "The one in training. At the first update it equals the old one: every ratio is 1 and "
        "no clip acts, yet the gradient is there.",
        _policy("new", "new_logp"),
    ),
    "ref": Concept(
        "Reference policy",
        'pi_"ref"',
        "reference policy",
        'pi_"ref" (o_i | q)',
        "Where training came from. The KL term is measured against it, the ratio is not: these "
        "are two different anchors.",
        _policy("ref", "ref_logp"),
    ),
    "A": Concept(
        "Advantage",
        "A",
        "advantage",
        'A_i = (r_i - "mean"(r)) / "std"(r)',
        "How an answer did compared with its own group, in standard deviations. A > 0 means "
        "above the mean, not right. The group's mean is the baseline: no critic is needed.",
        _advantage,
    ),
    "ratio": Concept(
        "Ratio",
        "rho",
        "ratio",
        'rho_i = (pi_theta (o_i|q)) / (pi_"old" (o_i|q))',
        "How much likelier the answer has become since it was drawn. 1 is unchanged.",
        _ratio,
    ),
    "clip": Concept(
        "Clipped ratio",
        '"clip"(rho)',
        "clipped ratio",
        '"clip"(rho_i, 1 - epsilon_"low", 1 + epsilon_"high")',
        "The ratio held to a range. It does not keep the policy inside that range: beyond it "
        "one term loses its push, that is all.",
        lambda t, i: f"{_n(t.ratio[i])} held to {_bound(t)} is {_n(t.clipped_ratio[i])}",
    ),
    "unclipped": Concept(
        "Unclipped term",
        "rho A",
        "ratio times advantage",
        "rho_i A_i",
        "The importance-weighted advantage. Its slope pushes good answers up and bad ones down.",
        lambda t, i: f"{_n(t.ratio[i])} × {_n(t.advantage[i])} = {_n(t.unclipped[i])}",
    ),
    "clipped": Concept(
        "Clipped term",
        '"clip"(rho) A',
        "clipped ratio times advantage",
        '"clip"(rho_i) A_i',
        "The same with the held ratio. Outside the range it is flat.",
        lambda t, i: f"{_n(t.clipped_ratio[i])} × {_n(t.advantage[i])} = {_n(t.clipped[i])}",
    ),
    "value": Concept(
        "Min of both",
        "min",
        "the smaller term",
        'min(rho_i A_i, "clip"(rho_i) A_i)',
        "The smaller term counts, so the clip is one-sided: for A > 0 it binds only above "
        "1 + ε, for A < 0 only below 1 − ε. Bound means: stop pushing, not undo.",
        _min,
    ),
    "k3": Concept(
        "KL estimate",
        "k_3",
        "KL estimate k3",
        'k_3 = x - ln x - 1, quad x = (pi_"ref") / (pi_theta)',
        "A sample of the divergence from the reference, never negative. Its mean is the "
        "divergence where the answers are drawn from the new policy; here the old one drew them.",
        lambda t, i: f"x − ln x − 1 = {text_of(t.k3[i], 4)} with ln x = {_n(-t.k1[i])}",
    ),
    "price": Concept(
        "Price of the KL",
        "beta k_3",
        "beta times k3",
        "beta k_3",
        "What the answer pays for having left the reference. It stands inside the mean over "
        "the group, with the same weights.",
        lambda t, i: f"{short(t.beta)} × {text_of(t.k3[i], 4)} = {text_of(t.beta * t.k3[i], 4)}",
    ),
    "term": Concept(
        "One answer's part of J",
        "J_i",
        "part of J",
        'J = 1/G sum_i (min(rho_i A_i, "clip"(rho_i) A_i) - beta k_3)',
        "The mean of these is the objective, to be made large. Its value is no score of "
        "progress: at the first update it is 0, but for the KL.",
        lambda t, i: f"{_n(t.value[i])} − {text_of(t.beta * t.k3[i], 4)} = {_n(t.term[i])}",
    ),
    "share": Concept(
        "What an answer counts",
        "a",
        "share of J",
        "J = sum_i a_i (S_i - beta k_3), quad a_i = sum_t a_(i,t)",
        "The average says how much a token counts. Over answers each answer counts the same, so "
        "a token of a long one counts less; over tokens a long answer counts more.",
        _share,
    ),
    "weight": Concept(
        "Weight",
        "w",
        "weight of the push",
        "w_i = (partial S_i) / (partial log pi_theta (o_i))",
        "What the rule makes of ratio and advantage: how hard the answer is pushed. At ratio 1 it "
        "is A under every rule; the rules differ in what they do with a ratio far from 1.",
        _weight,
    ),
    "gradient": Concept(
        "Gradient",
        "nabla",
        "gradient of J",
        '(partial J) / (partial log pi_theta (o_i)) = 1/G ([op("free")] rho_i A_i '
        '- beta (1 - pi_"ref" / pi_theta))',
        "How J answers to the answer's log-probability. Where the clip binds the first part "
        "is gone; the KL still pulls. An answer without push still moves when others do.",
        _gradient,
    ),
}

# What a rule makes of one answer, in place of the min of both: formula, and its trap.
RULES = {
    "dual": (
        'max(min(rho A, "clip"(rho) A), c A)',
        "For A < 0 the term is c A at least: a bad answer that has grown beyond c stops, too.",
    ),
    "plain": (
        "S = rho A",
        "Importance sampling and nothing else: an answer that has become twenty times as likely "
        "pushes twenty times as hard.",
    ),
    "reinforce": (
        "S = A log pi_theta, quad w = A",
        "No ratio at all: right for samples of the present policy only. Old ones count as if "
        "they were new.",
    ),
    "cispo": (
        '&S = "sg"(w) log pi_theta \\ &w = min(max(rho, w_"min"), w_"max") A',
        "It holds the weight, never the answer: nothing is dropped, a wild ratio counts as its "
        "bound. The largest weight is the bound itself, 1.2, not a distance from 1.",
    ),
    "sapo": (
        "S = 4 / tau sigma(tau (rho - 1)) A",
        "A soft gate: the push fades with the ratio and never stops at a bound. At ratio 1 its "
        "value is 2A/τ, not A: compare gradients, never values.",
    ),
    "dppo_tv": (
        '&w = min(rho, rho_"max") A \\ &-delta_"low" <= pi_theta - pi_"old" <= delta_"high"',
        "The gate looks at the move of the probability, not at the ratio: a rare answer may grow "
        "many times over, a likely one only little. Each answer has a curve of its own.",
    ),
    "dppo_kl": (
        '&w = min(rho, rho_"max") A \\ &"KL"(pi_"old" || pi_theta) <= delta',
        "The gate looks at the divergence of a coin that falls with the answer's probability, and "
        "shuts only in the direction of A.",
    ),
    "gmpo": (
        "S = A exp(min(log rho, delta)) quad (A > 0)",
        "The geometric mean of an answer's token ratios, each clipped by its logarithm: .4 lets a "
        "ratio go from .67 to 1.49.",
    ),
}
