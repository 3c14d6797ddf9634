"""The README's table of systems is what grpo_core makes of assets/systems.toml."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grpo_core import load_group, token_weights
from scenes.script.settings import ASSETS
from scenes.script.systems import System, systems

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
AVERAGES = {"grpo": "per answer", "dapo": "per token", "dr_grpo": "by a constant"}
LENGTHS = np.arange(100) < [[10], [100]]


def row(system: System) -> str:
    """The line of `system`: what it sets, and what that does."""
    group = load_group(ASSETS / "groups" / "worked.toml")
    logs = (p[:, None] for p in (group.new_logp, group.old_logp, group.ref_logp))
    pushes = system.objective(group.rewards, *logs).gradient[:, 0]
    weights = token_weights(LENGTHS, aggregate=system.aggregate)[:, 0]
    cells = (
        f"{system.name} ({system.brief.removeprefix(system.name).strip()})",
        advantage_text(system),
        rule_text(system),
        AVERAGES[system.aggregate],
        f"{system.beta:g}" if system.beta else "none",
        *(number(push) for push in pushes),
        " / ".join(f"{weight:.2g}" for weight in weights),
    )
    return f"| {' | '.join(cells)} |"


def advantage_text(system: System) -> str:
    given = system.advantage
    if given.get("scale") == "none":
        return "minus the mean"
    divisor = f"std, ddof {given.get('ddof', 0)}" + (f", + {given['eps']:g}" if given else "")
    return divisor


def rule_text(system: System) -> str:
    rule = system.rule
    high = rule.eps_low if rule.eps_high is None else rule.eps_high
    text = f"clip {rule.eps_low:g} / {high:g}"
    text += f", dual {rule.dual:g}" if rule.dual else ""
    return text + (", an answer's mean ratio" if system.level == "sequence" else "")


def number(push: float) -> str:
    text = f"{push:+.3f}"
    return "0" if float(text) == 0 else text


@pytest.mark.parametrize("key", systems())
def test_its_row(key):
    assert row(systems()[key]) in README.splitlines()


@pytest.mark.parametrize("key", [key for key, system in systems().items() if system.beyond])
def test_what_the_core_cannot_say_is_said(key):
    system = systems()[key]
    said = " ".join(README.partition("## What each system's default does")[2].split())
    assert f"{system.name}: {system.beyond}" in said
