"""Every number that the page can show, evaluated by `grpo_core` and printed, ready to look up.

J depends on three settings and an answer's terms on one: which is what keeps the page small.
A ratio of 1 or more meets only the upper bound of the clip range, a smaller one only the lower,
so an answer has one row of terms for each step of *one* epsilon; its gradient depends on that
epsilon only through whether the clip binds. The surrogate needs both epsilons; J adds beta.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grpo_core import (
    GroupTable,
    RuleTable,
    WorkedGroup,
    clipped_surrogate,
    evaluate_group,
    is_silent,
    kl_divergence,
)
from scenes.script.cases import pushes

from .recipe import CLIP, KINDS, Recipe
from .series import MINUS, VALUE_NOTE, has_no_value, is_stopped, short, text_of

EPSILONS = (*(round(0.02 * step, 2) for step in range(51)), 10.0)  # 10: R1's, as printed
BETAS = (0.0, 0.001, 0.01, 0.02, 0.04, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0)

# Beside the clip, each with the bounds that it begins with: a knob of theirs would cost the
# page as much as an epsilon does.
RULES = ("plain", "reinforce", "cispo", "sapo", "dppo_tv", "gmpo")

SUM_DECIMALS, CELL_DECIMALS = 6, 3
_SAME = 12  # decimals beyond which two surrogates differ only by rounding


@dataclass(frozen=True)
class Dials:
    """The steps at which each dial can stand, in rising order."""

    epsilons: tuple[float, ...]
    betas: tuple[float, ...]

    @classmethod
    def for_groups(cls, groups: Iterable[WorkedGroup]) -> Dials:
        """The usual steps, and every group's own settings among them."""
        epsilons, betas = set(EPSILONS), set(BETAS)
        for group in groups:
            epsilons |= set(own_epsilons(group))
            betas.add(group.beta)
        return cls(tuple(sorted(epsilons)), tuple(sorted(betas)))

    def place(self, group: WorkedGroup) -> dict[str, int]:
        """Where the dials stand for a group's own settings."""
        low, high = own_epsilons(group)
        return {
            "low": self.epsilons.index(low),
            "high": self.epsilons.index(high),
            "beta": self.betas.index(group.beta),
        }


def own_epsilons(group: WorkedGroup) -> tuple[float, float]:
    """A group's lower and upper epsilon."""
    return group.eps_low, group.eps_low if group.eps_high is None else group.eps_high


class GroupNumbers:
    """A group at every step of the dials.

    Attributes:
        group: the group.
        dials: the steps.
        tables: the group with both epsilons alike, one table a step, beta 0.
        priced: the group at each step of beta, with its own epsilons.
        places: ``(E, E)``, for each lower and upper epsilon an index into `sums`.
        sums: one table for each surrogate that occurs, at each step of beta; then one for
            each of `RULES`.
        ruled: the group under each of `RULES`, at each step of beta.
    """

    def __init__(self, group: WorkedGroup, dials: Dials) -> None:
        self.group, self.dials = group, dials
        self.tables = [evaluate_group(group, eps_low=e, beta=0.0) for e in dials.epsilons]
        self.priced = [evaluate_group(group, beta=b) for b in dials.betas]
        self.places, self.sums = self._sums()
        self.ruled = {kind: self._ruled(kind) for kind in RULES}
        self.sums += self.ruled.values()

    def _ruled(self, kind: str) -> list[RuleTable]:
        rule = Recipe().with_kind(kind).rule(self.group)
        return [RuleTable(replace(self.group, beta=b), rule) for b in self.dials.betas]

    def _sums(self) -> tuple[np.ndarray, list[Sequence[GroupTable]]]:
        steps, first = self.dials.epsilons, self.tables[0]
        places = np.zeros((len(steps), len(steps)), dtype=int)
        found: dict[float, int] = {}
        sums: list[Sequence[GroupTable]] = []
        for i, low in enumerate(steps):
            for j, high in enumerate(steps):
                at = {"eps_low": low, "eps_high": high}
                terms = clipped_surrogate(first.ratio, first.advantage, **at).value
                value = round(float(terms.mean()), _SAME)
                if value not in found:
                    found[value] = len(sums)
                    sums.append(
                        [evaluate_group(self.group, **at, beta=b) for b in self.dials.betas]
                    )
                places[i, j] = found[value]
        return places, sums

    def printed(self) -> dict[str, Any]:
        """What the page looks up, as text; lists run along a dial's steps."""
        first, answers = self.tables[0], [self._answer(i) for i in range(self.group.size)]
        return {
            "question": self.group.question,
            "own": self.dials.place(self.group),
            "answers": answers,
            "rules": {kind: self._under(kind, answers) for kind in RULES},
            "columns": columns(self.group.size),
            "places": self.places.tolist(),
            "sums": [
                {
                    "surrogate": text_of(row[0].surrogate, SUM_DECIMALS),
                    "mean": text_of(row[0].surrogate, CELL_DECIMALS),
                    "objective": [text_of(table.objective, SUM_DECIMALS) for table in row],
                }
                for row in self.sums
            ],
            "kl": text_of(first.kl, SUM_DECIMALS),
            "exact": exact_kl(self.group),
            "klMean": text_of(first.kl, CELL_DECIMALS),
            "price": [text_of(table.price, SUM_DECIMALS) for table in self.priced],
            "notes": notes(first),
        }

    def _answer(self, i: int) -> dict[str, Any]:
        table = self.tables[0]
        states: list[dict[str, Any]] = []
        state = []
        for at in self.tables:
            terms = _terms(at, i)
            if terms not in states:
                states.append(terms)
            state.append(states.index(terms))
        return {
            "number": str(i + 1),
            "text": self.group.texts[i],
            "sign": int(np.sign(table.advantage[i])),
            "side": "high" if table.ratio[i] >= 1 else "low",
            "reward": f"{table.rewards[i]:g}".replace("-", MINUS),
            **{name: probability(getattr(table, name)[i]) for name in ("old", "new", "ref")},
            "advantage": text_of(table.advantage[i], CELL_DECIMALS, sign=True),
            "ratio": text_of(table.ratio[i], CELL_DECIMALS),
            "unclipped": text_of(table.unclipped[i], CELL_DECIMALS),
            "k3": text_of(table.k3[i], CELL_DECIMALS),
            "states": states,
            "state": state,
            "gradient": self._gradients(i),
        }

    def _under(self, kind: str, answers: list[dict[str, Any]]) -> dict[str, Any]:
        """The sums and the answers under a rule; a new gradient is put with the answer's own."""
        tables, found = self.ruled[kind], []
        for i, answer in enumerate(answers):
            gradient = [text_of(t.gradient[i], CELL_DECIMALS) for t in tables]
            known = answer["gradient"]
            key = next((key for key, texts in known.items() if texts == gradient), kind)
            known[key] = gradient
            first = tables[0]
            found.append(
                {
                    "weight": text_of(first.weight[i], CELL_DECIMALS),
                    "value": text_of(first.value[i], CELL_DECIMALS),
                    "stopped": bool(is_stopped(first)[i]),
                    "gradient": key,
                }
            )
        place = len(self.sums) - len(RULES) + RULES.index(kind)
        return {"sum": place, "answers": found}

    def _gradients(self, i: int) -> dict[str, list[str]]:
        """The gradient at each step of beta, for each answer of "does the clip bind?"."""
        found = {}
        for at, eps in zip(self.tables, self.dials.epsilons, strict=True):
            key = "bound" if at.binds[i] else "free"
            if key not in found:
                tables = [evaluate_group(self.group, eps_low=eps, beta=b) for b in self.dials.betas]
                found[key] = [text_of(t.gradient[i], CELL_DECIMALS) for t in tables]
        return found


def _terms(table: GroupTable, i: int) -> dict[str, Any]:
    """What epsilon does to an answer; `lost` is the term that min does not take."""
    unclipped, clipped = table.unclipped[i], table.clipped[i]
    return {
        "clippedRatio": text_of(table.clipped_ratio[i], CELL_DECIMALS),
        "clipped": text_of(clipped, CELL_DECIMALS),
        "value": text_of(table.value[i], CELL_DECIMALS),
        "binds": bool(table.binds[i]),
        "pushes": bool(pushes(table)[i]),
        "lost": "unclipped" if unclipped > clipped else "clipped" if clipped > unclipped else "",
    }


def rules() -> list[dict[str, str]]:
    """The rules to choose from, the clip first: key, title with its bounds, and a note."""
    told = [{"key": CLIP, "title": KINDS[CLIP].title, "note": ""}]
    for kind in RULES:
        bounds = ", ".join(short(bound) for bound in KINDS[kind].start.values())
        title = KINDS[kind].title + (f": {bounds}" if bounds else "")
        told.append({"key": kind, "title": title, "note": VALUE_NOTE if has_no_value(kind) else ""})
    return told


def columns(size: int) -> list[int]:
    """How many answers may stand side by side: all of them, half, a third, at last one."""
    return list(dict.fromkeys(math.ceil(size / parts) for parts in range(1, size + 1)))


def exact_kl(group: WorkedGroup) -> str:
    """KL(new || ref) where the answers are all there are, else nothing: k3 only estimates it."""
    if not group.is_complete:
        return ""
    return text_of(float(kl_divergence(group.new, group.ref)), SUM_DECIMALS)


def notes(table: GroupTable) -> list[str]:
    """What a viewer must know of a group, whatever the dials say."""
    group, said = table.group, []
    if is_silent(group.rewards):
        said.append(
            "Silent group: all rewards are equal, every A is 0 and the surrogate pushes nowhere; "
            "only the KL term acts."
        )
    if note := _sums_note(group):
        said.append(note)
    if np.allclose(table.ratio, 1, rtol=0, atol=1e-12):
        said.append("New equals old: every ratio is 1, as at the first inner step. No ε can clip.")
    return said


def _sums_note(group: WorkedGroup) -> str:
    # An answer that was drawn again counts once.
    rows = {name: getattr(group, name)[group.different] for name in ("old", "new", "ref")}
    totals = ", ".join(f"{name} {probability(row.sum())}" for name, row in rows.items())
    if all(abs(row.sum() - 1) <= 1e-9 for row in rows.values()):
        return ""
    if max(row.sum() for row in rows.values()) > 1 + 1e-9:
        return f"The probabilities sum to more than 1 ({totals}): no policy is like that."
    return (
        f"The probabilities do not sum to 1 ({totals}): more answers exist, so these alone "
        "give no exact KL."
    )


def probability(value: float) -> str:
    """Two decimals where they tell all, else three digits."""
    if math.isclose(value, round(value, 2), abs_tol=1e-9) and value >= 0.005:
        return f"{value:.2f}"
    return (f"{value:.3f}" if value >= 0.1 else f"{value:.3g}").replace("-", MINUS)


def step_text(value: float) -> str:
    """A dial's step: two decimals where they tell all."""
    return f"{value:.2f}" if value < 2 and round(value, 2) == value else f"{value:.10g}"
