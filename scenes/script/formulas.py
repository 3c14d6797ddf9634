"""The GRPO objective in Typst's notation, in three lines with named parts.

DeepSeek-R1, equation 1 (arXiv 2501.12948): the KL term stands inside the sum.
"""

from __future__ import annotations


def _ratio(number: int, short: bool) -> str:
    if short:
        return f"{{{{ rho_i : ratio{number} }}}}"
    numerator = f"{{{{ pi_theta : new{number} }}}}(o_i|q)"
    denominator = f'{{{{ pi_"old" : old{number} }}}}(o_i|q)'
    return f"{{{{ ({numerator}) / ({denominator}) : ratio{number} }}}}"


_FIRST = (
    '{{ cal(J)_"GRPO" (theta) : objective }} = {{ EE_({{ q : question }} ~ P(Q), space '
    "{{ {{ {o_i} : each_answer }}_(i=1)^G : answers }} ~ "
    '{{ pi_"old" : old0 }}(O|q)) : expectation }}'
)


def _second(short: bool) -> str:
    bounds = "{{ 1 - epsilon : low }}, {{ 1 + epsilon : high }}"
    clip = (
        f'{{{{ op("clip") lr(( {_ratio(2, short)}, {bounds} )) '
        "{{ A_i : advantage2 }} : clip }}"
    )
    return (
        "{{ 1/G sum_(i=1)^G : average }} {{ lr(size: #2.6em, bracket.l) : open }} "
        f"{{{{ min lr(( {_ratio(1, short)} {{{{ A_i : advantage1 }}}}, thin {clip} )) "
        ": surrogate }}"
    )


_THIRD = (
    '{{ - {{ beta : beta }} thin {{ DD_"KL" lr(( {{ pi_theta : new3 }} parallel '
    '{{ pi_"ref" : reference3 }} )) : divergence }} : price }} '
    "{{ lr(size: #2.6em, bracket.r) : close }}"
)


def objective_lines(*, short: bool = False) -> tuple[str, str, str]:
    """The three lines; the `short` form writes rho_i for the ratios."""
    return _FIRST, _second(short), _THIRD


def objective_line() -> str:
    """All of it in one line, with the names of the lines' parts; E stands for the expectation."""
    _, second, third = objective_lines(short=True)
    return f"{{{{ cal(J) : objective }}}} = {{{{ EE : expectation }}}} thin {second} {third}"
