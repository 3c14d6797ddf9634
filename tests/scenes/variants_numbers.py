"""What the beats of Variants may show beside the group's table, from the formulas by hand."""

from __future__ import annotations

import math

import numpy as np

from grpo_core import GroupTable

QUESTIONS = [1.0, 2.0, 3.0]  # they are numbered
SHORT, LONG = 10, 100  # tokens of two answers
CHANCES = (0.01, 0.2, 0.5)  # at which DPPO's gate is told
MOVE = 0.2  # of a chance, at most, by DPPO's defaults


def heights(table: GroupTable) -> list[float]:
    """How large advantages are in GRPO's: divided, without the own answer, undivided."""
    r, G = table.rewards, table.group.size
    std = math.sqrt(((r - r.mean()) ** 2).sum() / (G - table.group.ddof))
    return [*QUESTIONS, 1.0, std * G / (G - 1), std]


def averages(_: GroupTable) -> list[float]:
    """Both lengths, and a token's weight per answer, per token and by the longer one's length."""
    per_answer = [1 / (2 * SHORT), 1 / (2 * LONG)]
    return [*QUESTIONS, SHORT, LONG, 2.0 * LONG, *per_answer, 1 / (SHORT + LONG), 1 / (2 * LONG)]


def gates(_: GroupTable) -> list[float]:
    """DAPO's bounds, verl's, and where its second gate is."""
    return [*QUESTIONS, 1 - 0.2, 1 + 0.28, 1 + 0.2, 3.0]


def soft(table: GroupTable) -> list[float]:
    """Weights by CISPO with the caps 1.272 and .2, and by SAPO with tau 1 and 1.05."""
    rho, A = table.ratio, table.advantage
    capped = [np.minimum(rho, cap) * A for cap in (1.272, 0.2)]
    tau = np.where(A > 0, 1.0, 1.05)
    g = 1 / (1 + np.exp(-tau * (rho - 1)))
    return [*QUESTIONS, 1.272, 0.2, *np.concatenate([*capped, 4 * g * (1 - g) * rho * A])]


def chances(_: GroupTable) -> list[float]:
    """The chances, and how many times as large they may become."""
    return [*QUESTIONS, *CHANCES, *((p + MOVE) / p for p in CHANCES)]


def answers(_: GroupTable) -> list[float]:
    """GSPO's bounds, and how many tokens each answer has at first and in the end."""
    return [*QUESTIONS, 1 - 3e-4, 1 + 4e-4, 1 - 5e-4, 1.0, 1 + 5e-4, 2.0, 1000.0]


def silent(_: GroupTable) -> list[float]:
    """Rewards that are all 0, and from where on and down to what DAPO docks an answer."""
    return [0.0, -1.0, 20480 - 4096, 20480]


def defaults(_: GroupTable) -> list[float]:
    """The bounds of four systems."""
    return [*QUESTIONS, 1 - 0.2, 1 + 0.2, 1 + 0.272, 3.0]


VARIANTS = {
    5: heights,
    6: averages,
    7: gates,
    8: soft,
    9: chances,
    10: answers,
    11: silent,
    12: defaults,
    13: lambda _: QUESTIONS,
}
