"""Which rule, which average, which baseline: what a user has chosen of the zoo, and its knobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Self

from grpo_core import Cispo, Clip, Dppo, Gmpo, Plain, Reinforce, Sapo, WorkedGroup
from grpo_core.rules import Rule
from scenes.script.systems import System, systems


@dataclass(frozen=True)
class RuleKnob:
    """A number of a rule.

    Attributes:
        place: its name as a field's place, which is the rule's argument.
        name: what a screen reader says.
        symbol: Typst math.
        end: how far its slider goes, where nothing larger is typed.
    """

    place: str
    name: str
    symbol: str
    end: float
    step: float = 0.01


@dataclass(frozen=True)
class Kind:
    """A rule to choose.

    Attributes:
        title: in the list.
        make: the rule's class.
        start: the arguments that it begins with.
        knobs: those that are turned; a clip has the group's epsilons besides.
        fixed: arguments that are not turned.
    """

    title: str
    make: type[Rule]
    start: Mapping[str, float] = field(default_factory=dict)
    knobs: tuple[RuleKnob, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_clip(self) -> bool:
        """Whether its bounds are the group's epsilons."""
        return self.make is Clip

    @property
    def reads_means(self) -> bool:
        """Whether its ratio may be the geometric mean of an answer's tokens."""
        return self.make.per_answer

    @property
    def is_of_answers(self) -> bool:
        """Whether it is a mean over answers by itself."""
        return self.make.whole_answers


_DPPO = (
    RuleKnob("low", "bound for A below 0", 'delta_"low"', 1.0),
    RuleKnob("high", "bound for A above 0", 'delta_"high"', 1.0),
    RuleKnob("ratio_max", "cap of the ratio", 'rho_"max"', 20.0, 0.1),
)
_TAUS = (
    RuleKnob("tau_neg", "tau for A below 0", "tau_-", 5.0),
    RuleKnob("tau_pos", "tau for A above 0", "tau_+", 5.0),
)
_WEIGHTS = (
    RuleKnob("weight_min", "least weight", 'w_"min"', 5.0),
    RuleKnob("weight_max", "largest weight", 'w_"max"', 5.0),
)
_LOGS = (
    RuleKnob("log_low", "bound of log rho below 0", 'ln_"low"', 2.0),
    RuleKnob("log_high", "bound of log rho above 0", 'ln_"high"', 2.0),
)
_MOVE = {"low": 0.2, "high": 0.2, "ratio_max": 20.0}
_DUAL = (RuleKnob("dual", "dual clip", "c", 10.0, 0.1),)

CLIP = "clip"
KINDS: dict[str, Kind] = {
    CLIP: Kind("clip (GRPO, DAPO)", Clip),
    "dual": Kind("clip and dual clip", Clip, {"dual": 3.0}, _DUAL),
    "plain": Kind("no clip", Plain),
    "reinforce": Kind("no ratio (REINFORCE)", Reinforce),
    "cispo": Kind("CISPO", Cispo, {"weight_min": 0.0, "weight_max": 1.272}, _WEIGHTS),
    "sapo": Kind("SAPO", Sapo, {"tau_pos": 1.0, "tau_neg": 1.05}, _TAUS),
    "dppo_tv": Kind(
        "DPPO, TV", Dppo, {"low": 0.2, "high": 0.2, "ratio_max": 20.0}, _DPPO, {"divergence": "tv"}
    ),
    "dppo_kl": Kind(
        "DPPO, KL",
        Dppo,
        {"low": 0.05, "high": 0.05, "ratio_max": 20.0},
        _DPPO,
        {"divergence": "kl"},
    ),
    "gmpo": Kind("GMPO", Gmpo, {"log_low": 0.4, "log_high": 0.4}, _LOGS),
}
AVERAGES = {
    "grpo": "over answers (GRPO)",
    "dapo": "over tokens (DAPO)",
    "dr_grpo": "token sum / (G L) (Dr. GRPO)",
    "seq_sum": "token sum / G",
    "token_sum": "token sum",
}
BASELINES = {
    "mean": "the group's mean",
    "leave_one_out": "mean of the others (RLOO)",
    "length_weighted": "mean over tokens (OPO)",
}


@dataclass(frozen=True)
class Recipe:
    """What of the zoo is in use; a group's own settings, its epsilons say, stay the group's.

    Attributes:
        kind: a key of `KINDS`.
        bounds: the rule's knobs.
        average: a key of `AVERAGES`.
        baseline: a key of `BASELINES`.
        eps: added to the std.
        by_mean: whether the advantage is divided by the group's mean (MaxRL).
    """

    kind: str = CLIP
    bounds: Mapping[str, float] = field(default_factory=dict)
    average: str = "grpo"
    baseline: str = "mean"
    eps: float = 0.0
    by_mean: bool = False

    @property
    def its(self) -> Kind:
        """The kind of rule."""
        return KINDS[self.kind]

    def rule(self, group: WorkedGroup) -> Rule:
        """The rule with its bounds; raises `ValueError` where they do not fit."""
        epsilons = {"eps_low": group.eps_low, "eps_high": group.eps_high}
        return self.its.make(
            **(epsilons if self.its.is_clip else {}), **self.its.fixed, **self.bounds
        )

    @property
    def advantages(self) -> dict[str, Any]:
        """Arguments of `group_advantages` that a group file does not hold."""
        by = {"scale": "mean"} if self.by_mean else {}
        return {"baseline": self.baseline, "eps": self.eps, **by}

    def with_kind(self, kind: str) -> Self:
        """Another rule, with the knobs as it begins."""
        return replace(self, kind=kind, bounds=dict(KINDS[kind].start))

    def with_bound(self, place: str, value: float) -> Self:
        """One of the rule's knobs turned."""
        return replace(self, bounds={**self.bounds, place: value})

    def as_data(self) -> dict[str, Any]:
        """What a link holds of it."""
        fields = ("kind", "average", "baseline", "eps", "by_mean")
        return {**{name: getattr(self, name) for name in fields}, "bounds": dict(self.bounds)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The recipe of a link; raises `ValueError`, `KeyError` or `TypeError` where it is none."""
        known = {
            "kind": KINDS,
            "average": AVERAGES,
            "baseline": BASELINES,
            "by_mean": (False, True),
        }
        kind, bounds = data["kind"], data["bounds"]
        fits = (
            set(data) == {*known, "eps", "bounds"}
            and all(data[name] in values for name, values in known.items())
            and isinstance(data["by_mean"], bool)
            and set(bounds) == set(KINDS[kind].start)
            and all(type(value) in (int, float) for value in (data["eps"], *bounds.values()))
        )
        if not fits:
            raise ValueError("no recipe of this explorer")
        return cls(**{**data, "bounds": {name: float(value) for name, value in bounds.items()}})


# -- what systems do ------------------------------------------------------------


@dataclass(frozen=True)
class Ready:
    """A system's settings, as the explorer says them.

    Attributes:
        title: in the list.
        group: fields of `WorkedGroup`.
        recipe: all else.
        means: whether the ratio is the geometric mean of an answer's tokens.
        says: where it was read, and what of it is not shown.
    """

    title: str
    group: Mapping[str, Any]
    recipe: Recipe
    means: bool
    says: str

    @property
    def goes_unsaid(self) -> bool:
        """Whether a group that names no settings has these."""
        own = {name: getattr(WorkedGroup, name) for name in self.group}
        return self.recipe == Recipe() and own == self.group and not self.means


@cache
def shipped() -> dict[str, Ready]:
    """What can be set as a whole, by a key: each system as it is, then what else it ships."""
    found: dict[str, Ready] = {}
    for key, system in systems().items():
        found[key] = _shipped(system.name, system, system.rule, system.level, system.aggregate)
        for name, also in system.also.items():
            title = f"{system.name}, {name.upper()}"
            found[f"{key}.{name}"] = _shipped(title, system, also.rule, also.level, also.aggregate)
    return found


def _shipped(title: str, system: System, rule: Rule, level: str, aggregate: str) -> Ready:
    advantage = dict(system.advantage)
    kind = next(key for key, kind in KINDS.items() if _is(kind, rule))
    bounds = {name: float(getattr(rule, name) or 0) for name in KINDS[kind].start}
    group = {"beta": system.beta, "ddof": advantage.get("ddof", 0)}
    group["scale"] = advantage.get("scale", "std")
    if isinstance(rule, Clip):
        same = rule.eps_high in (None, rule.eps_low)
        group |= {"eps_low": rule.eps_low, "eps_high": None if same else rule.eps_high}
    recipe = Recipe(kind, bounds, aggregate, eps=advantage.get("eps", 0.0))
    says = "; ".join(filter(None, [f"{title}: {system.source}", system.beyond]))
    return Ready(title, group, recipe, level == "sequence", f"{says}.")


def _is(kind: Kind, rule: Rule) -> bool:
    """Whether `rule` is of this kind."""
    if kind.make is not type(rule):
        return False
    if isinstance(rule, Clip):
        return (rule.dual is not None) == ("dual" in kind.start)
    return all(getattr(rule, name) == value for name, value in kind.fixed.items())
