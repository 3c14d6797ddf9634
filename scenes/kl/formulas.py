"""The formulas that stand over the pictures: the divergence, its definition, one sample of it."""

from __future__ import annotations

import numpy as np
from manim import LEFT

from scenes.stage.theme import READOUT
from scenes.stage.typeset import Formula

CORNER = np.array([-6.35, 3.3, 0.0])  # where a formula begins that is the title of a picture
_KL = 'DD_"KL" lr(( {{ pi_theta : new }} parallel {{ pi_"ref" : reference }} ))'
_REVERSE = 'DD_"KL" lr(( {{ pi_"ref" : reference }} parallel {{ pi_theta : new }} ))'
_LOG_RATIO = '{{ ln ({{ pi_theta : new2 }}) / ({{ pi_"ref" : ref2 }}) : log }}'
_POLICIES = {"new": "new", "reference": "reference"}


def divergence(size: float = READOUT) -> Formula:
    """KL of the new policy from the reference."""
    return Formula(_KL, size=size, **_POLICIES)


def reverse_divergence() -> Formula:
    """KL of the reference from the new policy."""
    return Formula(_REVERSE, size=READOUT, **_POLICIES)


def definition(title: Formula) -> Formula:
    """The divergence as a mean of logarithms; its part `divergence` lies on `title`."""
    full = Formula(
        f"{{{{ {_KL} : divergence }}}} = sum {{{{ pi_theta : new1 }}}} thin {_LOG_RATIO}",
        size=READOUT,
        **_POLICIES,
        **{"new1": "new", "new2": "new", "ref2": "reference"},
    )
    return full.shift(title.get_corner(LEFT) - full.select("divergence").get_corner(LEFT))


def one_sample() -> Formula:
    """The k1 of one sample, up to its number."""
    return Formula(f"k_1 = {_LOG_RATIO} =", size=READOUT, new2="new", ref2="reference")
