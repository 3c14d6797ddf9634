"""What real systems do by default, from ``assets/systems.toml``: as arguments of grpo_core."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from numpy.typing import ArrayLike

import grpo_core
from grpo_core import GrpoObjective, group_advantages, grpo_objective
from grpo_core.rules import Rule

from .assets import asset_error, read_tables
from .facts import Cited, fact
from .settings import ASSETS

SYSTEMS = ASSETS / "systems.toml"
_RULES = ("Plain", "Reinforce", "Clip", "Cispo", "Sapo", "Dppo", "Gmpo")
_TEXT = {"name", "source", "place", "rule", "level", "aggregate"}
_NEEDED = _TEXT | {"advantage", "beta"}


@dataclass(frozen=True)
class Shipped:
    """A rule that a `setting` of a system switches on, with the bounds it then has."""

    rule: Rule
    level: str
    aggregate: str
    setting: str


@dataclass(frozen=True)
class System(Cited):
    """What a system, or a paper, does where nothing is set.

    Attributes:
        name: as a lecturer says it.
        rule, level, aggregate, beta: arguments of `grpo_core.grpo_objective`.
        advantage: those of `grpo_core.group_advantages`.
        beyond: what grpo_core cannot say of it; empty where it says all.
        also: the rules that it ships besides, by their names.
    """

    name: str
    source: str
    place: str
    rule: Rule
    level: str
    aggregate: str
    advantage: Mapping[str, Any]
    beta: float
    beyond: str
    also: Mapping[str, Shipped]

    def objective(
        self,
        rewards: ArrayLike,
        logp: ArrayLike,
        old_logp: ArrayLike,
        ref_logp: ArrayLike,
        mask: ArrayLike | None = None,
    ) -> GrpoObjective:
        """Its objective of one group: `rewards` ``(G,)``, log-probabilities ``(G, T)``, nats."""
        A = group_advantages(rewards, **self.advantage)
        given: dict[str, Any] = {"level": self.level, "aggregate": self.aggregate}
        logs = logp, old_logp, ref_logp
        return grpo_objective(*logs, A, mask, rule=self.rule, beta=self.beta, **given)


@cache
def systems() -> dict[str, System]:
    """All systems by their keys, in the file's order; raises `AssetError`."""
    return {key: _system(key, entry) for key, entry in read_tables(SYSTEMS).items()}


def _system(key: str, entry: object) -> System:
    table = _table(key, entry, _NEEDED, {"bounds", "beyond", "also"})
    also = _table(f"{key}.also", table.get("also", {}), set(), None)
    system = System(
        **{name: table[name] for name in ("name", "source", "place", "level", "aggregate")},
        rule=_rule(key, table),
        advantage={name: _number(f"{key}.advantage", v) for name, v in table["advantage"].items()},
        beta=_number(f"{key}.beta", table["beta"]),
        beyond=table.get("beyond", ""),
        also={name: _shipped(f"{key}.also.{name}", also[name], table) for name in also},
    )
    _try_out(key, system)
    return system


def _shipped(key: str, entry: object, system: dict) -> Shipped:
    """A rule that a setting switches on; what it leaves out is the system's."""
    table = _table(key, entry, {"rule", "setting"}, {"bounds", "level", "aggregate"})
    kinds = {name: table.get(name, system[name]) for name in ("level", "aggregate")}
    return Shipped(rule=_rule(key, table), setting=table["setting"], **kinds)


def _table(key: str, entry: object, needed: set[str], allowed: set[str] | None) -> dict:
    """`entry`, with each key that it needs and no unknown one (`allowed` None: any)."""
    if not isinstance(entry, dict):
        raise asset_error(SYSTEMS, key, "not a table; write its fields in lines of their own")
    known = set(entry) if allowed is None else needed | allowed
    for name in [*sorted(needed - set(entry)), *(name for name in entry if name not in known)]:
        fields = ", ".join(sorted(known))
        raise asset_error(SYSTEMS, f"{key}.{name}", f"missing or unknown; its fields are {fields}")
    for name in _TEXT | {"beyond", "setting"}:
        if not isinstance(entry.get(name, ""), str):
            raise asset_error(SYSTEMS, f"{key}.{name}", "not text; put it in quotes")
    for name in {"bounds", "advantage"} & set(entry):
        if not isinstance(entry[name], dict):
            raise asset_error(SYSTEMS, f"{key}.{name}", "not a table; write {name = value, ...}")
    return entry


def _rule(key: str, table: dict) -> Rule:
    """The rule with its bounds."""
    if table["rule"] not in _RULES:
        raise asset_error(SYSTEMS, f"{key}.rule", f"unknown; one of {', '.join(_RULES)}")
    bounds = {
        name: value if name == "divergence" else _number(f"{key}.bounds", value)
        for name, value in table.get("bounds", {}).items()
    }
    try:
        return getattr(grpo_core, table["rule"])(**bounds)
    except (TypeError, ValueError) as error:
        raise asset_error(SYSTEMS, f"{key}.bounds", f"{error}; correct it") from None


def _number(key: str, value: object) -> Any:
    """A number, or that of the fact that `value` names; other words are left to the core."""
    if isinstance(value, str) and "." in value:
        return fact(value).value
    if isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    raise asset_error(SYSTEMS, key, f"{value!r} is no number; write one, or the name of a fact")


def _try_out(key: str, system: System) -> None:
    """Let the core refuse what it does not know."""
    row = [[-1.0], [-2.0]]
    try:
        system.objective([1, 0], row, row, row)
    except (TypeError, ValueError) as error:
        raise asset_error(SYSTEMS, key, f"{error}; correct it") from None
