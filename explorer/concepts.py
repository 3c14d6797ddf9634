"""The text of each concept: its formula, what it says, and what it says of one answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grpo_core import GroupTable

from .series import short, text_of


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
    here: Callable[[GroupTable, int], str]


def _n(value: float) -> str:
    return text_of(float(value))


def _bound(t: GroupTable) -> str:
    return f"[{text_of(1 - t.eps_low, 2)}, {text_of(1 + t.eps_high, 2)}]"


def _advantage(t: GroupTable, i: int) -> str:
    r, mean = short(t.rewards[i]), text_of(t.reward_mean)
    if t.reward_std == 0:
        return "All rewards are equal, so A is 0."
    over = f" / {text_of(t.reward_std)}" if t.scale == "std" else ""
    return f"({r} − {mean}){over} = {_n(t.advantage[i])}"


def _ratio(t: GroupTable, i: int) -> str:
    if min(t.new[i], t.old[i]) < 1e-3:
        logs = f"{text_of(t.new_logp[i], 2)} − ({text_of(t.old_logp[i], 2)})"
        return f"exp({logs}) = {_n(t.ratio[i])}"
    return f"{t.new[i]:.4g} / {t.old[i]:.4g} = {_n(t.ratio[i])}"


def _min(t: GroupTable, i: int) -> str:
    held = "the clip binds" if t.binds[i] else "the clip does not bind"
    return f"min({_n(t.unclipped[i])}, {_n(t.clipped[i])}) = {_n(t.value[i])}; {held}."


def _gradient(t: GroupTable, i: int) -> str:
    if t.binds[i]:
        return f"Clipped: only the KL term is left, {text_of(t.gradient[i], 4)}."
    return (
        f"(ρA − β(1 − π_ref/π_θ)) / G = {text_of(t.gradient[i], 4)}, with ρA = {_n(t.unclipped[i])}"
    )


def _policy(name: str, logp: str) -> Callable[[GroupTable, int], str]:
    def here(t: GroupTable, i: int) -> str:
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
