"""The rule, the average and the baseline: against the sheet's numbers, and through a link."""

from __future__ import annotations

import base64
import json
import zlib

import numpy as np
import pytest

from explorer import series
from explorer.job import group_text
from explorer.link import decode, encode
from explorer.recipe import AVERAGES, BASELINES, KINDS, Recipe, shipped
from explorer.session import Refusal, Session, std_conventions
from scenes.script.systems import systems


@pytest.fixture
def worked() -> Session:
    return Session.worked()


@pytest.mark.parametrize(
    ("kind", "weights"),
    [
        ("clip", [0, 0, 0.7, -1.4333]),
        ("dual", [0, 0, 0.7, -1.4333]),
        ("gmpo", [0, 0, 0.7, -1.4333]),
        ("plain", [1.5, -0.5, 0.7, -1.4333]),
        ("dppo_tv", [1.5, -0.5, 0.7, -1.4333]),
        ("reinforce", [1, -1, 1, -1]),
        ("cispo", [1.272, -0.5, 0.7, -1.272]),
        ("sapo", [1.4100, -0.4671, 0.6845, -1.3616]),
    ],
)
def test_the_weights_of_the_sheet(worked: Session, kind: str, weights: list[float]) -> None:
    assert worked.with_rule(kind).table.weight == pytest.approx(weights, abs=5e-5)


def test_a_knob_moves_the_weights(worked: Session) -> None:
    verl = worked.with_rule("cispo").with_dial("weight_min", "0,8").with_dial("weight_max", "1.2")
    assert verl.table.weight == pytest.approx([1.2, -0.8, 0.8, -1.2])
    assert worked.with_rule("dual").with_dial("dual", "1.3").table.value[3] == pytest.approx(-1.3)
    shut = worked.with_rule("dppo_tv").with_dial("high", "0.05")
    assert shut.table.binds.tolist() == [True, False, False, False]


def test_the_average_counts_tokens(worked: Session) -> None:
    long = worked.with_answer(3, "tokens", 97).with_average("dapo")
    # (1.2 - .8 + .7 - 97 * 1.43333) / 100
    assert long.table.surrogate == pytest.approx((1.1 - 97 * 43 / 30) / 100)
    assert series.rows(long)[3]["out"]["share"] == "0.970"
    sums = {name: long.with_average(name).table.share.sum() for name in AVERAGES}
    expected = {"grpo": 1, "dapo": 1, "dr_grpo": 100 / 4 / 97, "seq_sum": 25, "token_sum": 100}
    assert sums == pytest.approx(expected)


def test_baselines_and_divisors(worked: Session) -> None:
    alone = worked.with_std("none").with_baseline("leave_one_out")
    assert alone.table.advantage == pytest.approx([2 / 3, -2 / 3, 2 / 3, -2 / 3])
    by_length = worked.with_std("none").with_baseline("length_weighted")
    by_length = by_length.with_answer(0, "tokens", 3)
    assert by_length.table.advantage == pytest.approx([1 / 3, -2 / 3, 1 / 3, -2 / 3])
    assert worked.with_std("mean").table.advantage == pytest.approx([1, -1, 1, -1])
    one_right = worked.with_answer(2, "reward", 0).with_std("mean")
    assert one_right.table.advantage == pytest.approx([3, -1, -1, -1])
    trl = worked.with_std("trl").table.advantage[0]
    assert trl == pytest.approx(0.5 / (np.sqrt(1 / 3) + 1e-4))


@pytest.mark.parametrize("key", list(systems()))
def test_a_system_s_settings_are_the_file_s(worked: Session, key: str) -> None:
    session, system, group = worked.with_system(key), systems()[key], worked.group
    rows = (group.new_logp[:, None], group.old_logp[:, None], group.ref_logp[:, None])
    J = system.objective(group.rewards, *rows)
    assert session.table.objective == pytest.approx(J.value, abs=1e-12)
    assert session.table.gradient == pytest.approx(J.gradient[:, 0], abs=1e-12)
    assert session.system == key
    assert any(system.source in note.text for note in series.notes(session)) != (
        key == "deepseekmath"  # whose settings a group has that names none
    )


def test_all_that_systems_ship_can_be_chosen(worked: Session) -> None:
    for key in shipped():
        assert worked.with_system(key).system == key
        assert worked.with_system(key).with_dial("beta", 0.123).system == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: s.with_level("token").with_rule("sapo"), "rule: SAPO reads a token's own"),
        (lambda s: s.with_rule("dppo_kl").with_level("token"), "choose whole answers"),
        (lambda s: s.with_average("dapo").with_rule("gmpo"), "average: GMPO is a mean over"),
        (lambda s: s.with_rule("ppo"), "rule: 'ppo' is unknown; choose clip, dual"),
        (lambda s: s.with_average("mean"), "average: 'mean' is unknown"),
        (lambda s: s.with_baseline("critic"), "baseline: 'critic' is unknown"),
        (lambda s: s.with_system("mine"), "as in: 'mine' is unknown"),
        (lambda s: s.with_rule("sapo").with_dial("tau_pos", 0), "tau_pos must be above 0"),
        (lambda s: s.with_rule("cispo").with_dial("weight_min", 2), "weight_max must be at least"),
        (lambda s: s.with_rule("dual").with_dial("dual", 1), "dual must be above 1 + eps_high"),
        (lambda s: s.with_dial("tau_pos", 1), "tau_pos: unknown; turn"),
        (lambda s: s.with_answer(0, "reward", -9).with_std("mean"), "scale 'mean' needs"),
    ],
)
def test_what_does_not_go_together_is_refused_in_one_line(worked: Session, change, said) -> None:
    with pytest.raises(ValueError, match=r"\w+") as refused:
        change(worked)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


# -- links and files ------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("baseline", BASELINES)
def test_a_link_brings_it_back(worked: Session, kind: str, baseline: str) -> None:
    session = worked.with_rule(kind).with_baseline(baseline).with_std("verl")
    again = decode(encode(session))
    assert again.recipe == session.recipe
    assert again.table.objective == session.table.objective


def test_a_link_of_an_older_explorer_has_no_recipe(worked: Session) -> None:
    assert decode(_without(encode(worked), "recipe")).recipe == Recipe()


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "ppo"},
        {"average": []},
        {"bounds": {"dual": 3.0}},
        {"bounds": None},
        {"eps": "1e-4"},
        {"by_mean": 1},
        {"more": 1},
    ],
)
def test_a_damaged_recipe_is_no_link(worked: Session, change: dict) -> None:
    with pytest.raises(Refusal, match="link: it is damaged"):
        decode(_without(encode(worked), "", recipe=Recipe().as_data() | change))


def _without(letters: str, name: str, **put: object) -> str:
    packed = base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    state = {**json.loads(zlib.decompress(packed)), **put}
    state.pop(name, None)
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(state).encode())).decode().rstrip("=")


def test_a_saved_group_says_what_it_does_not_hold(worked: Session) -> None:
    assert "recipe" not in group_text(worked)
    said = group_text(worked.with_rule("cispo")).splitlines()[0]
    assert said.startswith("# It was looked at with what no group file holds: kind cispo")


def test_every_convention_is_told_apart(worked: Session) -> None:
    assert [worked.with_std(name).std for name in std_conventions()] == list(std_conventions())
