"""The objective says DeepSeek-R1's equation 1 in the colours of the policies."""

from __future__ import annotations

import pytest

from scenes.stage.motion import jump
from scenes.stage.objective import Objective
from scenes.stage.theme import DARK


@pytest.fixture(scope="module")
def objective() -> Objective:
    return Objective()


def colors(part) -> set[str]:
    return {glyph.get_fill_color().to_hex() for glyph in part}


@pytest.mark.parametrize(
    ("role", "names"),
    [("new", "new1 new2 new3"), ("old", "old0 old1 old2"), ("reference", "reference3")],
)
def test_each_policy_has_its_colour_everywhere(objective, role, names):
    for name in names.split():
        assert colors(objective.part(name)) == {getattr(DARK, role)}, name


def test_nothing_else_is_coloured(objective):
    policies = {
        glyph
        for name in ("new1", "new2", "new3", "old0", "old1", "old2", "reference3")
        for glyph in objective.part(name)
    }
    rest = [glyph for line in objective for glyph in line if glyph not in policies]
    assert colors(rest) == {DARK.text}


def test_the_kl_stands_inside_the_bracket_of_the_sum(objective):
    """DeepSeek-R1, eq. 1 (arXiv 2501.12948): 1/G sum_i ( min(...) - beta D_KL )."""
    order = ["average", "open", "surrogate", "beta", "divergence", "close"]
    line = {
        name: number
        for number, formula in enumerate(objective)
        for name in order
        if name in formula._parts
    }
    places = [(line[name], objective.part(name).get_left()[0]) for name in order]
    assert places == sorted(places)
    assert len(set(places)) == len(order)


def test_the_ratio_is_new_over_old(objective):
    for number in (1, 2):
        new, old = objective.part(f"new{number}"), objective.part(f"old{number}")
        assert new.get_bottom()[1] > old.get_top()[1]


def test_lighting_brings_back_what_was_dimmed():
    objective = Objective()
    jump(*objective.light("price", opacity=0.0))
    jump(*objective.light("average"))
    lit = [glyph for line in objective for glyph in line if glyph.get_fill_opacity() == 1]
    assert set(lit) == set(objective.part("average"))


def test_the_samples_come_from_the_old_policy(objective):
    assert set(objective.part("old0")) <= set(objective.part("expectation"))


def test_it_lies_in_the_frame(objective):
    assert abs(objective.get_left()[0]) < 0.95 * 7.11
    assert abs(objective.get_right()[0]) < 0.95 * 7.11
    assert objective.get_top()[1] < 0.95 * 4


def test_lighting_a_part_dims_all_others():
    from scenes.stage.motion import jump

    fresh = Objective()
    jump(*fresh.light("surrogate"))
    lit = [g for line in fresh for g in line if g.get_fill_opacity() == 1]
    assert set(lit) == set(fresh.part("surrogate"))
    assert all(g.get_fill_opacity() <= 0.35 for line in fresh for g in line if g not in set(lit))


def test_an_unknown_part():
    with pytest.raises(KeyError, match="no part 'gamma'"):
        Objective().part("gamma")
