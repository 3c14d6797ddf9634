"""A rule as a curve: the weight of a token's push over its ratio, in sizes of its advantage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grpo_core import Clip, GroupTable, Push
from grpo_core.rules import Rule

_LEAST = 1e-9  # the smallest ratio that has a logarithm here


@dataclass(frozen=True)
class Law:
    """`rule` for tokens that had the chance `old`, which matters to few; of answers that are
    `tokens` long the ratio is their tokens' geometric mean."""

    rule: Rule
    old: float = 1.0
    tokens: float = 1.0
    size: float = 1.0  # of the advantages, in those of GRPO

    def heights(self, ratios: np.ndarray, sign: int) -> np.ndarray:
        """The weight of tokens of these ratios, shape (n,), whose advantage is `sign`."""
        old = np.full((1, len(ratios)), np.log(self.old))
        logp = old + np.log(np.maximum(ratios, _LEAST))
        return self.size * self.rule.push(logp, old, [float(sign)]).weight[0]

    def ratios(self, table: GroupTable) -> np.ndarray:
        """The ratio of each answer's tokens, all alike; shape (G,)."""
        return table.ratio ** (1 / self.tokens)

    def push(self, table: GroupTable) -> Push:
        """What it makes of each answer of `table`, as if it were one token."""
        old = table.group.old_logp[:, None]
        logp = old + (table.group.new_logp[:, None] - old) / self.tokens
        return self.rule.push(logp, old, self.size * table.advantage)

    def weights(self, table: GroupTable) -> np.ndarray:
        """The weight that each answer's push has, shape (G,)."""
        return self.push(table).weight[:, 0]

    def of_size(self, size: float) -> Law:
        """The same with advantages `size` times as large."""
        return Law(self.rule, self.old, self.tokens, size)


def clip_between(start: Rule, end: Rule, share: float) -> Clip:
    """A clip whose bounds lie part of the way, in powers, from one clip's to another's."""
    (low, high), (low_end, high_end) = bounds_of(start), bounds_of(end)
    low, high = (a ** (1 - share) * b**share for a, b in ((low, low_end), (high, high_end)))
    return Clip(low, high)


def bounds_of(rule: Rule) -> tuple[float, float]:
    """Both epsilons of a clip; raises `TypeError` for another rule."""
    if not isinstance(rule, Clip):
        raise TypeError(f"{rule} has no epsilons")
    return rule.eps_low, rule.eps_low if rule.eps_high is None else rule.eps_high
