"""Groups that no policy can give: a film is made of them all the same, and a line says so."""

from __future__ import annotations

import sys
from collections.abc import Collection

from grpo_core import WorkedGroup, parse_group
from scenes.script.settings import Settings

_POLICIES = ("old", "new", "ref")
_ROUNDED = 1e-6  # of typed probabilities


def tell_of_odd_groups(asked: Collection[Settings]) -> None:
    """A line on stderr for each group of `asked` whose answers are likelier than all there are."""
    for file, content in dict.fromkeys((one.group, one.group_bytes()) for one in asked):
        group = parse_group(content, file)
        sums = {policy: least_sum(group, policy) for policy in _POLICIES}
        if off := [f"{policy} {s:.3g}" for policy, s in sums.items() if s > 1 + _ROUNDED]:
            said = f"probabilities add up to more than 1 ({', '.join(off)}): no policy is like that"
            print(f"{file}: {said}; the film is made all the same", file=sys.stderr)


def least_sum(group: WorkedGroup, policy: str) -> float:
    """The sum of a policy's probabilities, where answers with one text are one answer.

    Logs give one answer's probability with rounding, so the least that it has is taken.
    """
    least: dict[str, float] = {}
    for text, chance in zip(group.texts, getattr(group, policy), strict=True):
        least[text] = min(float(chance), least.get(text, 1.0))
    return sum(least.values())
