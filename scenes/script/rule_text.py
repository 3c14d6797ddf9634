"""A rule as films and pages write it, with its bounds: the one in use, from the settings."""

from __future__ import annotations

from .words import say


def clip_source(eps_low: float, eps_high: float) -> str:
    """``clip, ε 0.2 / 0.28`` as math source: GRPO's rule with its bounds below and above 1."""
    low, high = (f"{epsilon:.6f}".rstrip("0").rstrip(".") for epsilon in (eps_low, eps_high))
    return f'"{say("rule.clip")}," space epsilon space {low} thin "/" thin {high}'
