"""Rules: what one token adds to the objective, and the weight of its gradient.

They differ in one curve, the weight over the ratio; `token_weights` and `group_advantages`
are the two other axes of the zoo.
"""

from grpo_core.rules.answers import Gmpo
from grpo_core.rules.push import Push, Rule
from grpo_core.rules.ratio import Clip, Plain, Sapo
from grpo_core.rules.weighted import Cispo, Dppo, Reinforce

__all__ = ["Cispo", "Clip", "Dppo", "Gmpo", "Plain", "Push", "Reinforce", "Rule", "Sapo"]
