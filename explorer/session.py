"""What a user has set: the group, and how it is looked at. Every change gives a checked copy."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any, Literal, Self

import numpy as np

from grpo_core import AnswerTokens, RuleTable, WorkedGroup, load_group, with_logp
from grpo_core.group_file import FEWEST, MOST
from scenes.script.settings import WORKED_GROUP
from scenes.script.systems import systems

from .group_file import MOST_TEXT, fits_probabilities
from .recipe import AVERAGES, BASELINES, CLIP, KINDS, Recipe, RuleKnob, shipped

Level = Literal["answer", "token"]
POLICIES = ("old", "new", "ref")
ANSWER_FIELDS = ("text", "reward", *POLICIES, "tokens")


@cache
def std_conventions() -> dict[str, tuple[str, dict[str, Any]]]:
    """Conventions for the std by a key: their words, and what they set; an eps is a system's.

    Raises `AssetError` where the file of systems is damaged.
    """
    found: dict[str, tuple[str, dict[str, Any]]] = {
        "population": ("population, ddof 0", {"ddof": 0, "scale": "std"}),
        "sample": ("sample, ddof 1", {"ddof": 1, "scale": "std"}),
    }
    for key, system in systems().items():
        sets = {"ddof": 0, "scale": "std", **system.advantage}
        if sets not in [{"eps": 0.0, **fields} for _, fields in found.values()] and "eps" in sets:
            found[key] = (f"ddof {sets['ddof']}, + {sets['eps']:g} ({system.name})", sets)
    return found | {
        "none": ("mean only (Dr. GRPO)", {"scale": "none"}),
        "mean": ("by the mean (MaxRL)", {"scale": "mean"}),
    }


LEVELS = {
    "answer": "whole answers",
    "token": "token means (GSPO)",
}
DIALS = {"epsilon_low": "eps_low", "epsilon_high": "eps_high", "beta": "beta"}
_MOST_TOKENS = 1_000_000
_NEW_SHARE = 0.1  # the probability that an added answer begins with, at most
_SHOWN = 24  # letters of a typed number that a message repeats
_SOME_DIGIT = re.compile(r"[-+−]?[0.,_]*[1-9]")  # before any exponent: it is not meant to be 0
_TWO_READINGS = re.compile(r"[-+−]?[1-9][0-9]{0,2}(,[0-9]{3})+")  # 1,000: one or a thousand
_LEAST_ROOM = 0.01  # less is no room for an answer: the others make some


class Refusal(ValueError):
    """A change that cannot be: one line that names the field and the remedy."""


@dataclass(frozen=True, eq=False)
class Session:
    """A group and how it is looked at.

    Attributes:
        group: the answers as wholes, with their settings; its arrays are ``(G,)``.
        tokens: |o_i| of each answer, at least 1.
        level: what a ratio is of: ``"answer"``, or ``"token"`` for the geometric mean over
            its tokens (GSPO, arXiv 2507.18071, eq. 5).
        logs: whether probabilities are shown and typed as logarithms, in nats.
        others_give_way: whether a changed probability leaves its row's sum as it was.
        recipe: the rule, the average and the baseline.
    """

    group: WorkedGroup
    tokens: tuple[int, ...]
    level: Level = "answer"
    logs: bool = False
    others_give_way: bool = False
    recipe: Recipe = field(default_factory=Recipe)

    @classmethod
    def of(cls, group: WorkedGroup, tokens: tuple[int, ...] = (), level: Level = "answer") -> Self:
        """A session that looks at `group`; an answer without `tokens` counts as one."""
        known = group.per_token or (None,) * group.size
        tokens = tokens or tuple(answer.size if answer else 1 for answer in known)
        return cls(group, tokens, level, logs=not fits_probabilities(group))

    @classmethod
    def worked(cls) -> Self:
        """The worked group."""
        return cls.of(load_group(WORKED_GROUP))

    @cached_property
    def judged(self) -> WorkedGroup:
        """The group that the objective sees: at level "token" the mean log-probabilities."""
        if self.level == "answer" or set(self.tokens) == {1}:
            return self.group
        length = np.array(self.tokens)
        rows = {f"{p}_logp": getattr(self.group, f"{p}_logp") / length for p in POLICIES}
        return replace(self.group, **rows)

    @cached_property
    def table(self) -> RuleTable:
        """Every number of the judged group."""
        recipe = self.recipe
        return RuleTable(
            self.judged,
            rule=None if recipe.kind == CLIP else recipe.rule(self.group),
            aggregate=recipe.average,
            lengths=self.tokens,
            advantages=recipe.advantages,
        )

    @property
    def is_linked(self) -> bool:
        """Whether one epsilon serves both sides."""
        return self.group.eps_high is None

    @property
    def std(self) -> str:
        """The convention in use, a key of `std_conventions`."""
        if self.recipe.by_mean:
            return "mean"
        if self.group.scale == "none":
            return "none"
        now = {"ddof": self.group.ddof, "eps": self.recipe.eps}
        return next(
            key
            for key, (_, sets) in std_conventions().items()
            if {name: sets.get(name, 0) for name in now} == now
        )

    @property
    def knobs(self) -> dict[str, RuleKnob]:
        """The knobs of the rule by their places, beside the epsilons of a clip."""
        return {knob.place: knob for knob in self.recipe.its.knobs}

    @property
    def counts_tokens(self) -> bool:
        """Whether an answer's length matters."""
        recipe = self.recipe
        return recipe.average != "grpo" or recipe.baseline == "length_weighted"

    @property
    def system(self) -> str:
        """The system that does all of this, a key of `shipped`; empty where none does."""
        for key, ready in shipped().items():
            same = all(getattr(self.group, name) == v for name, v in ready.group.items())
            if same and ready.recipe == self.recipe and ready.means == (self.level == "token"):
                return key
        return ""

    # -- changes: each returns a checked copy or raises ValueError ------------

    def with_question(self, text: str) -> Session:
        """Another question."""
        return self._with(question=_text("question", text))

    def with_answer(self, index: int, field: str, value: object) -> Session:
        """Another text, reward, number of tokens or (log-)probability of one answer."""
        where = f"answers[{index + 1}].{field}"
        if not 0 <= index < self.group.size:
            raise Refusal(f"{where}: there is no such answer; the group has {self.group.size}")
        if field == "text":
            texts = _put(self.group.texts, index, _text(where, value))
            return self._with(texts=texts, per_token=self._tokens_but(index))
        if field == "tokens":
            count = _whole(where, value)
            if count == self.tokens[index]:
                return self
            counted = replace(self, tokens=_put(self.tokens, index, count))
            return counted._with(per_token=self._tokens_but(index))
        if field == "reward":
            rewards = self.group.rewards.copy()
            rewards[index] = _number(where, value)
            return self._with(rewards=rewards)
        if field in POLICIES:
            return self._with_logp(index, field, self._logp(where, value))
        raise Refusal(f"{where}: unknown field; change {', '.join(ANSWER_FIELDS)}")

    def with_dial(self, name: str, value: object) -> Session:
        """Another epsilon_low, epsilon_high, beta or knob of the rule."""
        if name in self.knobs:
            value = abs(_number(name, value, least=0))
            return self._with_recipe(self.recipe.with_bound(name, value))
        if name not in DIALS:
            raise Refusal(f"{name}: unknown; turn {', '.join((*DIALS, *self.knobs))}")
        field = DIALS[name]
        if name == "epsilon_high" and self.is_linked:
            field = "eps_low"  # one dial for both sides
        return self._with(**{field: abs(_number(name, value, least=0))})

    def with_linked(self, linked: bool) -> Session:
        """One epsilon for both sides, or one for each."""
        return self._with(eps_high=None if linked else self.table.eps_high)

    def with_std(self, convention: str) -> Session:
        """Another convention for the std, a key of `std_conventions`."""
        known = std_conventions()
        sets = dict(known[_known("std", convention, known)][1])
        by_mean = sets["scale"] == "mean"
        if by_mean:
            sets = {}
        recipe = replace(self.recipe, eps=sets.pop("eps", 0.0), by_mean=by_mean)
        return replace(self, recipe=recipe)._with(**sets)

    def with_rule(self, kind: str) -> Session:
        """Another rule, a key of `KINDS`."""
        return self._with_recipe(self.recipe.with_kind(_known("rule", kind, KINDS)))

    def with_average(self, average: str) -> Session:
        """Another average over tokens, a key of `AVERAGES`."""
        _known("average", average, AVERAGES)
        return self._with_recipe(replace(self.recipe, average=average))

    def with_baseline(self, baseline: str) -> Session:
        """Another baseline, a key of `BASELINES`."""
        _known("baseline", baseline, BASELINES)
        return self._with_recipe(replace(self.recipe, baseline=baseline))

    def with_system(self, key: str) -> Session:
        """All that a system does where nothing is set, a key of `shipped`."""
        ready = shipped()[_known("as in", key, shipped())]
        level: Level = "token" if ready.means else "answer"
        return replace(self, recipe=ready.recipe, level=level)._with(**ready.group)

    def _with_recipe(self, recipe: Recipe) -> Session:
        return replace(self, recipe=recipe)._checked()

    def with_level(self, level: str) -> Session:
        """Ratios of whole answers, or means over tokens."""
        return replace(self, level=_known("level", level, LEVELS))._checked()

    def with_logs(self, logs: bool) -> Session:
        """Show and type logarithms, or probabilities where none is tiny."""
        if not logs and not fits_probabilities(self.group):
            raise Refusal("old, new, ref: too small to be typed as probabilities; keep log π")
        return replace(self, logs=logs)

    def with_others_giving_way(self, give_way: bool) -> Session:
        """Whether a changed probability leaves its row's sum as it was."""
        return replace(self, others_give_way=give_way)

    def with_answer_added(self) -> Session:
        """One answer more, of ratio 1, with probabilities that a policy can have.

        It takes what the others leave. Where they leave nothing all make room by the same
        factor, which changes no ratio.
        """
        g = self.group
        if g.size >= MOST:
            raise Refusal(f"answers: there are {MOST}, the most; remove one first")
        texts = (*g.texts, f"answer {g.size + 1}")
        start, shrink = self._room()
        rows = {f"{p}_logp": np.append(getattr(g, f"{p}_logp") + shrink, start) for p in POLICIES}
        more = replace(self, tokens=(*self.tokens, self.tokens[-1]))
        rewards = np.append(g.rewards, 0.0)
        known = (*g.per_token, None) if g.per_token else ()
        return more._with(texts=texts, rewards=rewards, **rows, per_token=known)

    def _room(self) -> tuple[float, float]:
        """The log-probability of a new answer, and what all others give way by, in nats."""
        g = self.group
        like = math.log(_NEW_SHARE)
        if self.logs:
            like = min(like, float(g.old_logp[-1]))
        room = 1 - max(float(row[g.different].sum()) for row in (g.old, g.new, g.ref))
        if room <= min(math.exp(like), _LEAST_ROOM):
            return like, math.log1p(-math.exp(like))
        return min(like, math.log(room)), 0.0

    def without_answer(self, index: int) -> Session:
        """One answer fewer."""
        g = self.group
        if g.size <= FEWEST:
            raise Refusal(f"answers: a group needs {FEWEST} to compare; add one first")
        keep = [i for i in range(g.size) if i != index]
        names = ("rewards", "old_logp", "new_logp", "ref_logp")
        fewer = replace(self, tokens=tuple(self.tokens[i] for i in keep))
        return fewer._with(
            texts=tuple(g.texts[i] for i in keep),
            per_token=tuple(g.per_token[i] for i in keep if g.per_token),
            **{n: getattr(g, n)[keep] for n in names},
        )

    def _tokens_but(self, index: int) -> tuple[AnswerTokens | None, ...]:
        """What is known of the answers' tokens, of one answer nothing any more."""
        known = self.group.per_token
        return _put(known, index, None) if known else ()

    def _with_logp(self, index: int, policy: str, value: float) -> Session:
        name = f"{policy}_logp"
        row = getattr(self.group, name)
        if self.others_give_way:
            try:
                row = with_logp(row, index, value, self.group.outcome)
            except ValueError:
                raise Refusal(
                    f"answers[{index + 1}].{policy}: the others have nothing to give way with; "
                    "choose a number below 1, or let the others stay"
                ) from None
        else:
            row = row.copy()
            row[index] = value
        return self._with(**{name: row})

    def _logp(self, where: str, value: object) -> float:
        typed = _number(where, value)
        if self.logs:
            if typed > 0:
                raise Refusal(f"{where}: {typed:g} is above 0; a log-probability is at most 0")
            return typed
        if not 0 < typed <= 1:
            raise Refusal(
                f"{where}: {typed:g} is not the probability of an answer that was sampled; "
                "give a number above 0 and at most 1"
            )
        return math.log(typed)

    def _with(self, **fields: object) -> Session:
        return replace(self, group=replace(self.group, **fields))._checked()

    def _checked(self) -> Session:
        its = self.recipe.its
        if self.level == "token" and not its.reads_means:
            raise Refusal(f"rule: {its.title} reads a token's own ratio; choose whole answers")
        if its.is_of_answers and self.recipe.average != "grpo":
            raise Refusal(f"average: {its.title} is a mean over answers; choose that one first")
        _ = self.table  # raises where the numbers do not fit
        return self


def _known(name: str, value: str, values: Iterable[str]) -> str:
    """`value`, one of `values`."""
    if value not in values:
        raise Refusal(f"{name}: {value!r} is unknown; choose {', '.join(values)}")
    return value


def _put(row: tuple, index: int, value: object) -> tuple:
    return (*row[:index], value, *row[index + 1 :])


def _text(where: str, value: object) -> str:
    text = str(value)
    if len(text) > MOST_TEXT:
        raise Refusal(f"{where}: {len(text)} characters; keep it below {MOST_TEXT}")
    if not text.strip():
        raise Refusal(f"{where}: empty; write a text")
    return text


def parsed_number(value: object) -> float:
    """The number that is written there: ``0.5``, ``0,5``, ``−0.5``, ``5e-1`` or ``1/2``.

    Raises `ValueError` for anything else; what is too large for a float gives infinity.
    """
    typed = str(value).strip().replace("−", "-").replace(",", ".")
    above, bar, below = typed.partition("/")
    if not bar:
        return float(typed)
    divisor = float(below)
    return float(above) / divisor if divisor else math.nan


def _number(where: str, value: object, least: float = -math.inf) -> float:
    typed = str(value).strip()
    shown = typed if len(typed) <= _SHOWN else f"{typed[:_SHOWN]}…"
    if _TWO_READINGS.fullmatch(typed):
        raise Refusal(f"{where}: {shown} can be read in two ways; write it without the comma")
    try:
        parsed = parsed_number(value)
    except ValueError:
        said = f"{shown!r} is not a number" if typed else "empty"
        raise Refusal(f"{where}: {said}; write one such as 0.25") from None
    if not math.isfinite(parsed):
        raise Refusal(f"{where}: {shown} is not finite; give a finite number")
    if parsed == 0 and _SOME_DIGIT.match(typed):
        raise Refusal(f"{where}: {shown} is too small to be held; write 0 or a larger number")
    if parsed < least:
        raise Refusal(f"{where}: {shown} is out of range; give a number of at least {least:g}")
    return parsed


def _whole(where: str, value: object) -> int:
    parsed = _number(where, value, least=1)
    if parsed != int(parsed) or parsed > _MOST_TOKENS:
        raise Refusal(
            f"{where}: {parsed:g} does not do; give a whole number from 1 to {_MOST_TOKENS}"
        )
    return int(parsed)
