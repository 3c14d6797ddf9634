"""A worked group under any rule, average and baseline of the zoo."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from grpo_core.advantages import group_advantages
from grpo_core.checks import BoolArray, FloatArray, float_array, has_shape
from grpo_core.objective import GrpoObjective, goes_with, weighted_objective
from grpo_core.rules.push import Push, Rule, TokenRows
from grpo_core.rules.ratio import Clip
from grpo_core.table import GroupTable
from grpo_core.token_weights import Aggregate, answer_weights


@dataclass(frozen=True, eq=False)
class RuleTable(GroupTable):
    """A `GroupTable` of which the rule, the average and the advantage can be chosen.

    Each answer is one token of the objective still; `lengths` say how much it counts.

    Attributes:
        rule: None is the group's own clip.
        aggregate: as in `token_weights`.
        lengths: ``(G,)``, |o_i| in tokens; empty is one token each.
        advantages: arguments of `group_advantages`; what is left out is the group's.

    Raises:
        ValueError: an option is out of range or does not go with the rule.

    Example:
        >>> from grpo_core import Cispo, load_group
        >>> group = load_group("assets/groups/worked.toml")
        >>> RuleTable(group).gradient.round(3)
        array([-0.005,  0.01 ,  0.185, -0.361])
        >>> table = RuleTable(group, Cispo(weight_max=1.272))
        >>> table.weight.round(3)
        array([ 1.272, -0.5  ,  0.7  , -1.272])
        >>> RuleTable(group, aggregate="dapo", lengths=(10, 100, 10, 10)).share.round(3)
        array([0.077, 0.769, 0.077, 0.077])
    """

    rule: Rule | None = None
    aggregate: Aggregate = "grpo"
    lengths: tuple[int, ...] = ()
    advantages: Mapping[str, Any] = field(default_factory=dict)

    def at(self, **settings: Any) -> "RuleTable":
        """The same table of the group with other settings, fields of `WorkedGroup`."""
        return replace(self, group=replace(self.group, **settings))

    @cached_property
    def advantage(self) -> FloatArray:
        """The advantage A, `group_advantages`."""
        given = {"ddof": self.ddof, "scale": self.scale, **self.advantages}
        if given.get("baseline") == "length_weighted":
            given["lengths"] = self._lengths
        return group_advantages(self.rewards, **given)

    @property
    def _lengths(self) -> tuple[int, ...]:
        return self.lengths or (1,) * self.group.size

    @cached_property
    def share(self) -> FloatArray:
        """What an answer counts in J: `answer_weights`."""
        has_shape("lengths", float_array("lengths", self._lengths), (self.group.size,))
        return answer_weights(self._lengths, aggregate=self.aggregate)

    @property
    def judge(self) -> Rule:
        """The rule in use."""
        return self.rule or Clip(self.eps_low, self.eps_high)

    @cached_property
    def _tokens(self) -> TokenRows:
        lp, old = self.new_logp[:, None], self.old_logp[:, None]
        return TokenRows(lp, old, lp - old, self.advantage[:, None], np.ones(lp.shape, dtype=bool))

    @cached_property
    def push(self) -> Push:
        """What the rule makes of each answer; arrays are ``(G, 1)``."""
        goes_with(self.judge, "token", self.aggregate)
        return self.judge.on(self._tokens)

    @property
    def weight(self) -> FloatArray:
        """The factor that an answer's grad log pi gets, before any average."""
        return self.push.weight[:, 0]

    @property
    def value(self) -> FloatArray:
        """S, what the rule makes of the answer."""
        return self.push.value[:, 0]

    @property
    def binds(self) -> BoolArray:
        """Where the rule binds, `Push.binds`."""
        return self.push.binds[:, 0]

    def _evaluated(self) -> GrpoObjective:
        w = self.share[:, None]
        return weighted_objective(self._tokens, self.push, self.ref_logp[:, None], w, self.beta)

    def curve(self, ratio: FloatArray, sign: int, old_logp: float) -> Push:
        """The rule over the ratio for an answer of the old log-probability `old_logp`.

        Args:
            ratio: ``(N,)``, above 0.
            sign: of the advantage; its size is 1.
            old_logp: matters to `Dppo` only, which takes no ratio above ``exp(-old_logp)``.

        Returns:
            `Push` with arrays ``(N, 1)``: each ratio is an answer of its own.
        """
        old = np.full((len(ratio), 1), old_logp)
        return self.judge.push(old + np.log(ratio)[:, None], old, float(sign))
