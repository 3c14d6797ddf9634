"""How a tick on an axis of ratios is written."""

from __future__ import annotations

from scenes.script.numerals import number_text


def ratio_text(ratio: float, decimals: int = 1) -> str:
    """A tick's number: without decimals it does not need."""
    exact = abs(ratio - round(ratio, decimals)) < 1e-9
    text = number_text(ratio, decimals if exact else max(2, decimals))
    return text.rstrip("0").rstrip(".") if "." in text else text
