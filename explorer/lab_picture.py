"""What the page shows of the lab's answers: their tokens, and what else could have come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from lab.group import LabSample
from lab.language_model import SampledAnswer
from lab.store import START, TRAINED
from lab.tokens import END, IDS, WRITTEN

_MOST_BARS = 5


def checkpoint_names(steps: Sequence[int]) -> dict[int, str]:
    """How the checkpoints of a run are called, by their steps.

    Example:
        >>> checkpoint_names([0, 20, 160])
        {0: 'start', 20: 'after step 20', 160: 'trained, step 160'}
    """
    names = {step: f"after step {step}" for step in steps}
    names[steps[-1]] = f"{TRAINED}, step {steps[-1]}"
    return names | {steps[0]: START}


def column(drawn: LabSample, name: str) -> dict[str, Any]:
    """A checkpoint's answers as a column of the page."""
    right = int(sum(answer.reward for answer in drawn.answers))
    return {
        "name": name,
        "score": f"{right} of {len(drawn.answers)} right",
        "answers": [_answer(answer) for answer in drawn.answers],
    }


def _answer(answer: SampledAnswer) -> dict[str, Any]:
    cut = "" if answer.tokens[-1] == END else ", cut off"
    return {
        "tokens": [_shown(token) for token in answer.tokens],
        "reward": f"{answer.reward:g}",
        "said": f"{answer.text or 'empty'}{cut}, reward {answer.reward:g}",
    }


def places(
    drawn: Sequence[LabSample], answer: SampledAnswer, temperature: float
) -> list[dict[str, Any]]:
    """For each token of an answer what every checkpoint could have written in its place.

    Args:
        drawn: one for each checkpoint, to the same question.
        answer: whose places they are.
        temperature: of the draws.
    """
    *before, _ = answer.tokens
    question, text = drawn[0].question, "".join(before)
    chances = [one.model.distributions(question, text, temperature) for one in drawn]
    shown = []
    for place, token in enumerate(answer.tokens):
        share = [row[place, IDS[token]] for row in chances]
        shown.append(
            {
                "after": question + text[:place],
                "said": f"{_shown(token)}, {' and '.join(map(_percent, share))}",
                "bars": [_bars(row[place], token) for row in chances],
            }
        )
    return shown


def _bars(chances: np.ndarray, written: str) -> list[dict[str, Any]]:
    """The most probable tokens and the one that was written, from the first to the last."""
    order = np.argsort(-chances, kind="stable").tolist()
    kept = [n for n in order if n in order[:_MOST_BARS] or WRITTEN[n] == written]
    return [
        {
            "token": _shown(WRITTEN[n]),
            "chance": _percent(chances[n]),
            "width": f"{100 * chances[n]:.1f}%",
            "lit": WRITTEN[n] == written,
        }
        for n in kept
    ]


def _percent(share: float) -> str:
    """A chance in whole percents, none of which is called impossible or certain.

    Example:
        >>> _percent(0.424), _percent(0.001), _percent(0.999)
        ('42 %', '< 1 %', '> 99 %')
    """
    if share < 0.005:
        return "< 1 %"
    return "> 99 %" if share > 0.995 else f"{100 * share:.0f} %"


def _shown(token: str) -> str:
    return "end" if token == END else token
