"""The objective's terms: what each is, and the beats in which films explain it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from grpo_core.advantages import Scale
from scenes.script.formulas import objective_lines
from scenes.script.palette import Theme
from scenes.script.words import say

from ..texts import without_names


@dataclass(frozen=True)
class Term:
    """Math source, a line of words, and beats as ``Film.method``, the first to read first."""

    source: str
    words: str
    beats: tuple[str, ...]


# The roles whose colours policies have in every film, by the names of the objective's parts.
_ROLES = {"new": "new", "old": "old", "reference": "reference"}
_POLICY = re.compile(r"\{\{ ([^{}]*) : (new|old|reference)\d* \}\}")


def terms(scale: Scale = "std") -> tuple[Term, ...]:
    """In the order of the objective, of a group whose advantages have that scale."""
    by_std, bare = say("handout.terms.advantage"), say("handout.terms.advantage_bare")
    return (
        Term(
            '{{ EE_(q, {o_i} ~ {{ pi_"old" : old0 }}) : expectation }}',
            say("handout.terms.expectation"),
            ("Equation.group", "Equation.expectation"),
        ),
        Term(
            "{{ 1/G sum_(i=1)^G : average }}",
            say("handout.terms.average"),
            ("Equation.average", "Tokens.average"),
        ),
        Term(
            'rho_i = {{ pi_theta : new1 }} / {{ pi_"old" : old1 }}',
            say("handout.terms.ratio"),
            ("Equation.ratio", "Clipping.ruler", "Tokens.ratio"),
        ),
        Term(
            "A_i",
            by_std if scale == "std" else bare,
            ("Equation.advantage", "Advantage.formula", "Variants.height"),
        ),
        Term(
            '"clip"(rho_i, 1 - epsilon, 1 + epsilon)',
            say("handout.terms.clip"),
            ("Equation.bound", "Clipping.uphill", "Explorer.epsilon"),
        ),
        Term("min", say("handout.terms.min"), ("Equation.smaller", "Clipping.why_min")),
        Term("beta", say("handout.terms.beta"), ("Equation.price", "KL.beta", "Explorer.beta")),
        Term(
            'DD_"KL" lr(( {{ pi_theta : new3 }} parallel {{ pi_"ref" : reference3 }} ))',
            say("handout.terms.divergence"),
            ("KL.area", "KL.tangent", "KL.moving_reference"),
        ),
        Term(
            'cal(J)_"GRPO" (theta)',
            say("handout.terms.objective"),
            ("Levels.places", "Equation.verdict", "Explorer.not_a_score"),
        ),
    )


def objective(theme: Theme) -> list[str]:
    """The objective's lines as math source, each policy in its colour."""
    return [coloured(line, theme) for line in objective_lines()]


def coloured(source: str, theme: Theme) -> str:
    """Math source whose parts are named, without the names, each policy in its colour."""

    def painted(found: re.Match[str]) -> str:
        colour = getattr(theme, _ROLES[found[2]])
        return f'#text(fill: rgb("{colour}"), ${found[1]}$);'

    return without_names(_POLICY.sub(painted, source))


def entries(
    scale: Scale, theme: Theme, steps: Mapping[str, int], printed: Collection[str]
) -> list[dict[str, object]]:
    """Each term as the template needs it; of its beats those that have a number in `steps`.

    Those of the films that are `printed` have a page, too.
    """
    return [
        {
            "math": coloured(term.source, theme),
            "words": term.words,
            "places": [_place(beat, steps[beat], printed) for beat in term.beats if beat in steps],
        }
        for term in terms(scale)
    ]


def _place(beat: str, number: int, printed: Collection[str]) -> dict[str, object]:
    """A step as the template refers to it."""
    film = beat.partition(".")[0]
    return {"film": film, "number": number, "label": label(film, number), "here": film in printed}


def label(film: str, number: int) -> str:
    """What a step is called within the document."""
    return f"{film}-{number}"
