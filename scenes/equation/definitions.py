"""What the objective's short symbols stand for, each beside the line that has it."""

from __future__ import annotations

from manim import DOWN, VGroup

from grpo_core import GroupTable
from scenes.script.numerals import number_text
from scenes.stage.theme import FORMULA, LABEL
from scenes.stage.typeset import Formula

from .nearer import NEAR_READOUT

_X = 4.3  # the middle, right of the shortened second line
_K3 = (-0.35, 0.58, 0.0)  # right of the third line


def ratio_definition(height: float) -> Formula:
    """rho_i as the fraction `body` of two policies."""
    source = 'rho_i = {{ ({{ pi_theta : new }} (o_i|q)) / ({{ pi_"old" : old }} (o_i|q)) : body }}'
    return Formula(source, size=FORMULA, new="new", old="old").move_to([_X, height, 0])


def advantage_definition(table: GroupTable, height: float) -> VGroup:
    """A_i, its part `name`, out of the rewards; under it what mean and std of the group are."""
    scaled = table.scale == "std"
    above = '{{ r_i : reward }} - "mean"({{ r : rewards1 }})'
    body = f'({above}) / ("std"({{{{ r : rewards2 }}}}))' if scaled else above
    formula = Formula(f"{{{{ A_i : name }}}} = {body}", size=FORMULA)
    rewards = [part for part in formula.part_names if part.startswith("reward")]
    formula.paint_parts(**dict.fromkeys(rewards, "reward"))
    mean, std = (number_text(x, 2) for x in (table.reward_mean, table.reward_std))
    source = f'"mean" = {mean}' + (f' #h(1em) "std" = {std}' if scaled else "")
    measured = Formula(source, size=LABEL, role="muted")
    whole = VGroup(formula, measured).arrange(DOWN, buff=0.35)
    return whole.shift([_X - 0.1, height, 0] - formula.get_center())


def price_definition() -> Formula:
    """k3 of two policies."""
    source = (
        'k_3 = ({{ pi_"ref" : ref1 }}) / ({{ pi_theta : new1 }}) '
        '- ln ({{ pi_"ref" : ref2 }}) / ({{ pi_theta : new2 }}) - 1'
    )
    roles = {"ref1": "reference", "ref2": "reference", "new1": "new", "new2": "new"}
    return Formula(source, size=NEAR_READOUT, **roles).move_to(_K3)
