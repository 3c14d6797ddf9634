"""The numbers behind the films: GRPO in numpy, one formula a function.

Everything is float64 and pure; errors are `ValueError` naming the argument.
"""

from grpo_core.advantages import (
    binary_advantages,
    group_advantages,
    group_std,
    is_silent,
    silent_probability,
    without_noise,
)
from grpo_core.answer_tokens import AnswerTokens
from grpo_core.estimators import (
    EstimatorRace,
    RaceSettings,
    estimator_race,
    expected_value,
    representative_race,
    sample_variance,
    signed_parts,
)
from grpo_core.examples import (
    GAMED_RACE,
    GAMED_REF,
    GAMED_SCORES,
    LARGE_STEP,
    MOVING_REFERENCE,
    RACE,
    TRAINING_ABLATIONS,
    TRAINING_RUN,
    TWO_HUMPS,
    gamed_policy,
    large_step_run,
    moving_reference_runs,
    training_run,
)
from grpo_core.first_step import first_step, no_update
from grpo_core.frontier import RewardKlFrontier, reward_kl_frontier
from grpo_core.group_file import GroupFileError, read_group_file
from grpo_core.groups import WorkedGroup, load_group, parse_group
from grpo_core.importance import importance_weights
from grpo_core.kl import kl_divergence, kl_estimate
from grpo_core.mixture_path import MixturePath
from grpo_core.objective import GrpoObjective, grpo_objective
from grpo_core.overlong import overlong_penalty
from grpo_core.pass_rate import pass_at_k
from grpo_core.policy import best_policy, log_softmax, mixture_logp, softmax, with_logp
from grpo_core.recoil import push_and_recoil
from grpo_core.redraw import draw_again
from grpo_core.rest_point import rest_policy
from grpo_core.rule_table import RuleTable
from grpo_core.rules import Cispo, Clip, Dppo, Gmpo, Plain, Push, Reinforce, Sapo
from grpo_core.several_rewards import multi_reward_advantages
from grpo_core.surrogate import ClippedSurrogate, clipped_surrogate
from grpo_core.table import (
    GroupTable,
    evaluate_group,
    surrogate_breaks,
    surrogate_curve,
    surrogate_zero,
)
from grpo_core.token_weights import answer_weights, token_weights
from grpo_core.training import TabularRun, TrainingSettings, logit_gradient, train_tabular

__all__ = [
    "GAMED_RACE",
    "GAMED_REF",
    "GAMED_SCORES",
    "LARGE_STEP",
    "MOVING_REFERENCE",
    "RACE",
    "TRAINING_ABLATIONS",
    "TRAINING_RUN",
    "TWO_HUMPS",
    "AnswerTokens",
    "Cispo",
    "Clip",
    "ClippedSurrogate",
    "Dppo",
    "EstimatorRace",
    "Gmpo",
    "GroupFileError",
    "GroupTable",
    "GrpoObjective",
    "MixturePath",
    "Plain",
    "Push",
    "RaceSettings",
    "Reinforce",
    "RewardKlFrontier",
    "RuleTable",
    "Sapo",
    "TabularRun",
    "TrainingSettings",
    "WorkedGroup",
    "answer_weights",
    "best_policy",
    "binary_advantages",
    "clipped_surrogate",
    "draw_again",
    "estimator_race",
    "evaluate_group",
    "expected_value",
    "first_step",
    "gamed_policy",
    "group_advantages",
    "group_std",
    "grpo_objective",
    "importance_weights",
    "is_silent",
    "kl_divergence",
    "kl_estimate",
    "large_step_run",
    "load_group",
    "log_softmax",
    "logit_gradient",
    "mixture_logp",
    "moving_reference_runs",
    "multi_reward_advantages",
    "no_update",
    "overlong_penalty",
    "parse_group",
    "pass_at_k",
    "push_and_recoil",
    "read_group_file",
    "representative_race",
    "rest_policy",
    "reward_kl_frontier",
    "sample_variance",
    "signed_parts",
    "silent_probability",
    "softmax",
    "surrogate_breaks",
    "surrogate_curve",
    "surrogate_zero",
    "token_weights",
    "train_tabular",
    "training_run",
    "with_logp",
    "without_noise",
]
