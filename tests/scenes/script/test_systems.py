"""What systems do by default, each as the versions named in the file do it."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from grpo_core import Cispo, Clip, Dppo, Gmpo, Sapo
from scenes.script import systems as module
from scenes.script.assets import AssetError
from scenes.script.systems import SYSTEMS, systems

OLD, NEW, REF = (
    np.log([[p] for p in row])
    for row in ([0.2, 0.4, 0.1, 0.3], [0.3, 0.2, 0.07, 0.43], [0.15, 0.4, 0.14, 0.31])
)
REWARDS = [1, 0, 1, 0]
SPREAD = sqrt(1 / 3)  # of two right ones among four, as a sample's
TINY = 0.5 / (SPREAD + 1e-6)  # the advantage of a right one then
FREE = np.array([0, 0, 0.7, -0.43 / 0.3])  # where clip .2 binds for none: the ratio times +-1


@pytest.mark.parametrize(
    ("key", "pushes"),
    [
        ("dapo", FREE),
        ("gspo", FREE),
        ("trl", FREE * 0.5 / (SPREAD + 1e-4)),
        ("verl", FREE * TINY),
        ("openrlhf", FREE * 0.5 / SPREAD),
        ("drgrpo", FREE * 0.5),
        # R1's 10 binds nowhere: rho A, less .001 (1 - ref/new).
        ("r1", [1.5 - 0.0005, -0.5 + 0.001, 0.7 + 0.001, -0.43 / 0.3 - 0.001 * 12 / 43]),
        ("deepseekmath", [-0.02, 0.04, 0.74, -0.43 / 0.3 - 0.04 * 12 / 43]),
        ("tunix", [-0.02, 0.04, 0.7 * TINY + 0.04, -0.43 / 0.3 * TINY - 0.04 * 12 / 43]),
        ("open_instruct", [-0.025, 0.05, 0.35 + 0.05, -0.215 / 0.3 - 0.05 * 12 / 43]),
    ],
)
def test_each_answer_s_push_by_hand(key, pushes):
    """One token an answer: every average is 1/4 of what is written here."""
    objective = systems()[key].objective(REWARDS, NEW, OLD, REF)
    assert 4 * objective.gradient[:, 0] == pytest.approx(pushes, abs=1e-8)


def test_lengths_tell_the_averages_apart():
    """Answers of 10 and 100 tokens, at the sampler: per answer .05 and .005, per token 1/110."""
    mask = np.arange(100) < [[10], [100]]
    row = np.full((2, 100), -1.0)
    first = {
        key: abs(systems()[key].objective([1, 0], row, row, row, mask).gradient[:, 0])
        for key in ("deepseekmath", "dapo", "drgrpo")
    }
    assert first["deepseekmath"] == pytest.approx([0.05, 0.005])
    assert first["dapo"] == pytest.approx([1 / 110, 1 / 110])
    assert first["drgrpo"] == pytest.approx([0.5 / 200, 0.5 / 200])


def test_a_rule_that_a_setting_switches_on():
    also = {f"{key}.{name}": one for key, s in systems().items() for name, one in s.also.items()}
    assert also["trl.cispo"].rule == Cispo(weight_max=0.2)
    assert also["open_instruct.cispo"].rule == Cispo(weight_max=1.272)
    assert also["verl.dppo"].rule == Dppo(ratio_max=3.0)
    assert also["verl.gmpo"].rule == Gmpo(log_low=0.2, log_high=0.2)
    assert also["trl.sapo"].rule == Sapo() == also["verl.sapo"].rule
    assert also["trl.gspo"].rule == Clip() and also["trl.gspo"].level == "sequence"
    assert also["trl.gspo"].aggregate == "dapo"  # TRL warns that this weighs by length
    assert also["openrlhf.gspo"].aggregate == "grpo"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('rule = "Clip"', 'rule = "Clap"', "deepseekmath.rule: unknown; one of Plain"),
        ('aggregate = "grpo"\n', "", "deepseekmath.aggregate: missing"),
        ('aggregate = "grpo"', 'aggregate = "mean"', "deepseekmath: aggregate must be"),
        ('beta = "deepseekmath.beta"', 'beta = "deepseekmath.gamma"', "gamma: missing"),
        ('beta = "deepseekmath.beta"', "beta = true", "deepseekmath.beta: True is no number"),
        ("{eps_low = 3e-4, eps_high = 4e-4}", "{eps_low = -1}", "gspo.bounds: eps_low"),
        ("{weight_max = 0.2}", "{weight_top = 0.2}", "trl.also.cispo.bounds: "),
        ("advantage = {}", "advantage = 1", "deepseekmath.advantage: not a table"),
        ("[trl.also.cispo]\n", "[trl.also.cispo]\nbets = 1\n", "trl.also.cispo.bets: missing or"),
        ("[deepseekmath]\n", "top = 1\n[deepseekmath]\n", "top: not a table"),
    ],
)
def test_a_mistake_is_told_in_one_line(monkeypatch, tmp_path, old, new, said):
    text = SYSTEMS.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "systems.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(module, "SYSTEMS", file)
    systems.cache_clear()
    with pytest.raises(AssetError) as caught:
        systems()
    systems.cache_clear()
    message = str(caught.value)
    assert said in message and "\n" not in message
