"""Other groups that the old policy might have drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from grpo_core import draw_again, load_group

WORKED = "assets/groups/worked.toml"


def test_answers_come_as_often_as_the_old_policy_gives_them():
    group, rng = load_group(WORKED), np.random.default_rng(0)
    drawn = np.concatenate([draw_again(group, rng)[0] for _ in range(2000)])
    shares = np.bincount(drawn, minlength=4) / len(drawn)
    assert shares == pytest.approx([0.2, 0.4, 0.1, 0.3], abs=0.02)


def test_an_answer_brings_all_that_belongs_to_it():
    group = load_group(WORKED)
    drawn, other = draw_again(group, np.random.default_rng(1))
    for k, i in enumerate(drawn):
        assert (other.texts[k], other.rewards[k]) == (group.texts[i], group.rewards[i])
        for field in ("old", "new", "ref"):
            assert getattr(other, field)[k] == getattr(group, field)[i]


def test_of_a_part_of_all_answers_nothing_is_drawn():
    group = load_group(WORKED)
    part = replace(group, old_logp=group.old_logp - 1)
    with pytest.raises(ValueError, match="part of all answers"):
        draw_again(part, np.random.default_rng(0))
