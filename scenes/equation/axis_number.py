"""Round numbers of an axis."""

from __future__ import annotations

import numpy as np

from scenes.script.decimals import without_zero
from scenes.script.numerals import number_text
from scenes.stage.theme import LABEL
from scenes.stage.typeset import Formula

_DECIMALS = 6


def axis_number(value: float) -> Formula:
    """A number of an axis, without zeros at its end."""
    text = number_text(value, _DECIMALS)
    if "." in text and "10^" not in text:
        text = text.rstrip("0").rstrip(".")
    return Formula(without_zero(text), size=LABEL, role="muted")


def round_value(most: float) -> float:
    """1, 2 or 5 times a power of ten: the largest that is no farther from 0 than `most`."""
    power = 10.0 ** np.floor(np.log10(abs(most)))
    return float(np.sign(most)) * next(s * power for s in (5, 2, 1) if abs(most) >= s * power)
