"""A group as the films take it: the model's own answers, with their exact probabilities."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from grpo_core import AnswerTokens, WorkedGroup
from grpo_core.group_file import FEWEST, MOST
from lab.errors import LabError
from lab.language_model import HOTTEST, LanguageModel, SampledAnswer
from lab.store import SHIPPED, START, load_model, load_run, step_named, steps_in
from lab.task import factors_of, question_of

SIZE = 8  # answers, as in training
EMPTY = "(empty)"  # stands for an answer without a character
_SETTINGS = ("eps_low", "eps_high", "beta", "scale")  # of a run's recipe, which films take over


@dataclass(frozen=True, eq=False)
class LabGroup:
    """A group of the model's answers, and whose probabilities it holds.

    Attributes:
        group: with the tokens of each answer; the reference is the run's start.
        old_step: after how many steps of GRPO the policy was that drew them.
        new_step: after how many the new policy is: the next one that was kept.
    """

    group: WorkedGroup
    old_step: int
    new_step: int


@dataclass(frozen=True, eq=False)
class LabSample:
    """What the model of a step answered.

    Attributes:
        question: as the model reads it, ``17*24=``.
        step: after how many steps of GRPO the model was.
        model: the one that answered.
        answers: as they were drawn.
    """

    question: str
    step: int
    model: LanguageModel
    answers: tuple[SampledAnswer, ...]


def lab_group(
    question: str,
    step: str | int | None = None,
    size: int = SIZE,
    *,
    seed: int = 0,
    temperature: float = 1.0,
    folder: Path = SHIPPED,
) -> LabGroup:
    """Let the model of a step answer a question, and ask the next model and the start about it.

    Args:
        question: two factors from 11 to 99, such as ``17x24``.
        step: "start" or the number of a step whose weights were kept; not the last one. Without
            it the first of those after which the next ones were kept soonest.
        size: G, 2 to 64.
        seed: of the draws.
        temperature: of the draws, above 0 and at most 10. The probabilities are the policies'
            own, at temperature 1, whatever it is.
        folder: of the run, with its weights and its record.

    Raises:
        LabError: one of these is out of range, or a file is missing or damaged.
    """
    old_step, new_step = _two_steps(step, folder)
    drawn = lab_sample(question, old_step, size, seed=seed, temperature=temperature, folder=folder)
    return group_of(drawn, new_step, folder)


def lab_sample(
    question: str,
    step: int,
    size: int,
    *,
    seed: int = 0,
    temperature: float = 1.0,
    folder: Path = SHIPPED,
) -> LabSample:
    """Let the model of a step answer a question; as in `lab_group`, but any step may be asked.

    Raises:
        LabError: an argument is out of range, or a file is missing or damaged.
    """
    asked = question_of(*factors_of(question))
    if not FEWEST <= size <= MOST:
        raise LabError(f"g: {size} answers; a group has {FEWEST} to {MOST}")
    if not 0 < temperature <= HOTTEST:
        raise LabError(
            f"temperature: {temperature:g} is out of range; give more than 0 (which would draw one "
            f"answer again and again) and at most {HOTTEST:g}, where 1 is the model itself"
        )
    model, rng = load_model(step, folder), np.random.default_rng(seed)
    answers = model.sample(asked, size, rng=rng, temperature=temperature)
    return LabSample(asked, step, model, tuple(answers))


def group_of(drawn: LabSample, new_step: int, folder: Path = SHIPPED) -> LabGroup:
    """The group of what was drawn: the old policy is the one that drew it.

    Args:
        drawn: from the same folder.
        new_step: that of the new policy.
        folder: of the run, with its weights and its record.

    Raises:
        LabError: a file is missing or damaged.
    """
    policies = [drawn.model, load_model(new_step, folder), load_model(START, folder)]
    tokens = [_asked(policies, drawn.question, answer.tokens) for answer in drawn.answers]
    old, new, ref = (np.array(row) for row in zip(*(one.sums for one in tokens), strict=True))
    group = WorkedGroup(
        drawn.question,
        tuple(answer.text or EMPTY for answer in drawn.answers),
        np.array([answer.reward for answer in drawn.answers]),
        old,
        new,
        ref,
        per_token=tuple(tokens),
        **_settings(folder),
    )
    return LabGroup(group, drawn.step, new_step)


def _two_steps(step: str | int | None, folder: Path) -> tuple[int, int]:
    """The step that is meant, and the next one whose weights were kept."""
    old, steps = step_named(START if step is None else step, folder), steps_in(folder)
    if len(steps) == 1:
        raise LabError(f"{folder}: one checkpoint only; a group needs that of a later step, too")
    if step is None:
        return min(pairwise(steps), key=lambda pair: pair[1] - pair[0])
    if old == steps[-1]:
        known = ", ".join([START, *map(str, steps[1:-1])])
        raise LabError(f"step: no update comes after {step!r}; take one of {known}")
    return old, steps[steps.index(old) + 1]


def _asked(policies: list[LanguageModel], question: str, tokens: tuple[str, ...]) -> AnswerTokens:
    """What the policies (old, new, reference) say of an answer's tokens."""
    # A float32's log-softmax may end a rounding above 0.
    old, new, ref = (np.minimum(policy.token_logp(question, tokens), 0.0) for policy in policies)
    return AnswerTokens(old, new, ref, tokens=tokens)


def _settings(folder: Path) -> dict[str, Any]:
    """What the run was trained with, as a group file says it."""
    recipe = load_run(folder)["recipe"]
    return {name: recipe[name] for name in _SETTINGS if name in recipe}
