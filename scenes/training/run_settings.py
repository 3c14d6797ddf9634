"""What a run's settings are called: all of them on a panel, and those that a run changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from manim import ORIGIN, VGroup

from grpo_core import TrainingSettings
from scenes.script.glyphs import quoted
from scenes.script.quantities import under
from scenes.script.words import say
from scenes.stage.panel import panel
from scenes.stage.theme import LABEL
from scenes.stage.typeset import Formula, on_baseline

_WIDTH, _HEIGHT = 12.66, 1.0
_GAP = 0.62  # between two settings
_SYMBOLS = {"beta": "beta", "eps_low": "epsilon"}
_LETTERS = {"beta": "β", "epsilon": "ε"}


def recipe(told: TrainingSettings) -> VGroup:
    """A run's settings in a row, on a panel."""
    sources = (
        f"G = {told.group_size}",
        f"epsilon = {told.eps_low:g}",
        f"beta = {told.beta:g}",
        f"{told.inner_steps} {quoted(say('training.policy.inner_steps'))}",
        f"{told.steps} {quoted(say('training.policy.batches'))}",
        f"{quoted(say('training.policy.seed'))} {told.seed}",
    )
    settings = on_baseline(*(Formula(source, size=LABEL) for source in sources), buff=_GAP)
    return VGroup(panel(_WIDTH, _HEIGHT), settings.move_to(ORIGIN))


def symbol_of(changes: Mapping[str, Any]) -> str:
    """The symbol of the setting that `changes` names first; empty if it has none."""
    return _SYMBOLS.get(next(iter(changes), ""), "")


def setting_name(changes: Mapping[str, Any]) -> str:
    """What a run changes, as a formula's source: "epsilon = 10"."""
    symbol = symbol_of(changes)
    if symbol:
        return f"{symbol} = {next(iter(changes.values())):g}"
    return quoted(_words_for(changes))


def note_of(changes: Mapping[str, Any]) -> str:
    """What a run changes, in words and letters: "ε = 10"."""
    symbol = symbol_of(changes)
    return under(_LETTERS[symbol], next(iter(changes.values()))) if symbol else _words_for(changes)


def _words_for(changes: Mapping[str, Any]) -> str:
    return say(f"training.ablations.{'no_std' if changes else 'this_run'}")
