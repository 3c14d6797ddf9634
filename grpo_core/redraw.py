"""Another group that the old policy might have drawn for the same question."""

from dataclasses import replace

import numpy as np

from grpo_core.checks import IndexArray
from grpo_core.groups import WorkedGroup


def draw_again(group: WorkedGroup, rng: np.random.Generator) -> tuple[IndexArray, WorkedGroup]:
    """Draw G answers from the old policy, with replacement, out of those listed.

    The expectation in the objective is over such groups (arXiv 2402.03300, eq. 3); an answer
    may come twice, and advantages are those within the new group.

    Args:
        group: a complete group, which lists all answers there are.
        rng: where the chance comes from.

    Returns:
        Which answers came, ``(G,)``, and the group that they make.

    Raises:
        ValueError: the group is not complete: what else could come is not known.

    Example:
        >>> from grpo_core import evaluate_group, load_group
        >>> group = load_group("assets/groups/worked.toml")
        >>> drawn, other = draw_again(group, np.random.default_rng(0))
        >>> [group.texts[i] for i in drawn] == list(other.texts)
        True
    """
    if not group.is_complete:
        raise ValueError("group: lists only a part of all answers; what else comes is not known")
    drawn = rng.choice(group.size, group.size, p=group.old / group.old.sum())
    return drawn, replace(
        group,
        texts=tuple(group.texts[i] for i in drawn),
        rewards=group.rewards[drawn],
        old_logp=group.old_logp[drawn],
        new_logp=group.new_logp[drawn],
        ref_logp=group.ref_logp[drawn],
    )
