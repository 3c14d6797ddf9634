"""Advantage says what is so of advantages, whatever group it is given."""

from __future__ import annotations

import pytest
from advantage_sources import deviations
from manim import Dot
from shown_numbers import GROUPS, numbers_in, watch

from grpo_core import LARGE_STEP, evaluate_group, load_group, silent_probability, softmax
from lecture.catalogue import scene_class
from lecture.walk import walk
from scenes.advantage.difficulty import success_share
from scenes.advantage.two_questions import offset_for
from scenes.script.settings import Settings

ALL_GROUPS = pytest.mark.parametrize("name", list(GROUPS))

SILENT = """question = "Is it?"
""" + "".join(
    f'[[answers]]\ntext = "yes {n}"\nreward = 0.1\nold = 0.2\nnew = 0.2\nref = 0.2\n'
    for n in range(3)
)


def answers(name: str):
    return evaluate_group(load_group(GROUPS[name]))


def shown(film, beat: int, name: str = "worked") -> set[str]:
    """All texts of a beat's rests that are not transparent."""
    return {text for s in film("Advantage", name).states if s.beat == beat for text in s.seen}


def last(film, beat: int, name: str = "worked"):
    return [state for state in film("Advantage", name).states if state.beat == beat][-1]


def test_it_has_eleven_beats():
    assert len(scene_class("Advantage").storyboard()) == 11


@ALL_GROUPS
def test_it_lasts_about_a_minute_and_a_half(film, name):
    assert 80 <= film("Advantage", name).seconds <= 110


@ALL_GROUPS
def test_cards_carry_rewards_first_and_advantages_at_the_end(film, name):
    table = answers(name)
    states = film("Advantage", name).states
    for state, column in ((states[0], table.rewards), (states[-1], table.advantage)):
        for index, value in enumerate(column):
            row = [n for i, text in state.rows if i == index for n in numbers_in(text)]
            assert any(number.is_rounded(value) for number in row), (index, value)


@ALL_GROUPS
def test_an_offset_moves_both_cloud_and_mean(film, name):
    """Sheet, 1.1: A does not change when every reward gets the same constant."""
    table, texts = answers(name), shown(film, 2, name)
    offset = offset_for(table.rewards)
    means = [t for t in texts if t.startswith('"mean" thick')]
    values = sorted(numbers_in(text)[0].value for text in means)
    assert values == pytest.approx([table.reward_mean, table.reward_mean + offset], abs=0.005)


@ALL_GROUPS
def test_a_deviation_stands_beside_its_answer(film, name):
    expected = deviations(answers(name))
    rows = [row for row in last(film, 3, name).seen_rows if "thick" in row[1]]
    assert {index for index, _ in rows} == set(range(len(expected)))
    for index, text in rows:
        assert numbers_in(text)[-1].is_rounded(expected[index])


@ALL_GROUPS
def test_the_filled_formula_recomputes_from_what_is_printed(film, name):
    rows = [text for text in last(film, 4, name).seen if text.startswith("A_1 = (")]
    assert len(rows) == 1
    reward, mean, std, result = numbers_in(rows[0])
    assert result.is_rounded((reward.value - mean.value) / std.value)
    assert result.is_rounded(answers(name).advantage[0])


def test_the_worked_group_s_formula(film):
    assert any("1 : r" in t and "+1.00 : value" in t for t in last(film, 4).seen)


@ALL_GROUPS
def test_the_sum_of_advantages_is_nil_and_recomputes(film, name):
    seen = last(film, 5, name).seen
    assert "sum_i A_i = 0.00" in seen
    terms = {n.value: n for text in seen if text[0] in "+−0" for n in numbers_in(text)}
    table = answers(name)
    printed = [next(v for v, n in terms.items() if n.is_rounded(a)) for a in table.advantage]
    assert abs(sum(printed)) < 0.005


def test_the_notebook_has_eight_small_and_two_large_advantages(film):
    """Sheet, section 0; never the notebook's "correct" for A < 0."""
    state = last(film, 6)
    assert {"−0.5", "+2"} <= state.seen
    assert {"mean": "0.20", "std": "0.40"} in state.readouts


def test_the_curve_ends_at_seven(film):
    """sqrt(.98 / .02) = 7."""
    state = last(film, 7)
    assert {"chance": "0.02", "up": "+7.00", "down": "−0.14"} in state.readouts
    assert any("+7.00" in text for text in state.seen)


@pytest.mark.parametrize("name, marked", [("worked", True), ("decimals", False)])
def test_only_two_valued_rewards_have_a_place_on_the_curve(film, name, marked):
    own = success_share(answers(name).rewards)
    assert (own is not None) is marked
    assert ("0.5" in shown(film, 7, name)) is marked


@ALL_GROUPS
def test_equal_rewards_are_silent_and_advantages_stay_until_they_are_equal(film, name):
    """Sheet, 1.1: A is scale-invariant, and 0 by rule where all rewards are equal."""
    table = answers(name)
    before, after = (s.readouts for s in film("Advantage", name).states if s.beat == 8)
    assert numbers_in(before[0]["most"])[0].is_rounded(table.advantage.max())
    assert (after[0]["std"], after[0]["most"]) == ("0.00", "0.00")
    assert "A_i = 0" in last(film, 8, name).seen


def test_the_silent_share_is_that_of_the_recorded_run(film):
    chance, size = softmax(LARGE_STEP.logits)[0], LARGE_STEP.group_size
    share = float(silent_probability(chance, size))
    assert share == pytest.approx(0.5132, abs=5e-5)
    seen = last(film, 9).seen
    assert {"G = 8", "0.08", "0.51"} <= seen
    assert any(text.startswith("51 %") for text in seen)


def test_three_conventions_and_who_uses_them(film):
    """Sheet, section 2."""
    seen = last(film, 10).seen
    assert {"+1.000", "−1.000", "+0.866", "−0.866", "+0.500", "−0.500"} <= seen
    columns = {
        "population std": ("numpy", "open-instruct"),
        "sample std": ("TRL", "verl", "OpenRLHF"),
        "no std": ("Dr. GRPO",),
    }
    prose = " ".join(" ".join(text.split()) for text in seen)
    for title, users in columns.items():
        assert title in seen
        assert all(user in prose for user in users)


def test_no_caption_repeats_a_common_mistake():
    """A > 0 is above average, not correct; std is a choice."""
    captions = " ".join(part.caption for part in scene_class("Advantage").storyboard()).lower()
    for claim in ("correct", "prevents", "stabil", "unit variance", "limits"):
        assert claim not in captions


def test_a_silent_group_says_so_and_shows_an_example(tmp_path):
    file = tmp_path / "silent.toml"
    file.write_text(SILENT, encoding="utf-8")
    states = watch("Advantage", Settings(group=file)).states
    assert any("all equal: nothing to compare" in s.seen for s in states if s.beat == 1)
    for beat in (2, 4, 5, 8, 10):  # what is not the user's group is called an example
        state = [s for s in states if s.beat == beat][-1]
        assert "an example" in state.seen, beat
    assert "0.00" in states[-1].seen


@ALL_GROUPS
def test_both_questions_keep_their_names_and_the_formula_stays(film, name):
    """A symbol that lasts is not taken away: the formula is there from beat 1 to 4."""
    assert {"this question", "another question"} <= last(film, 2, name).seen
    for number in (1, 2, 3, 4):
        assert any(text.startswith("{{ A_i : A }} =") for text in last(film, number, name).seen)


def test_a_silent_group_s_own_dots_do_not_stand_in_the_example(tmp_path):
    file = tmp_path / "silent.toml"
    file.write_text(SILENT, encoding="utf-8")
    dots = []

    def count(stage, rest):
        if rest.beat == 2:
            family = [part for m in stage.stage_mobjects() for part in m.get_family()]
            dots.append(sum(type(part) is Dot for part in family))

    walk("Advantage", Settings(group=file), on_rest=count)
    assert dots == [8, 8]  # four answers to each of the example's two questions


def test_p_is_named_where_it_is_used(film):
    assert "share of\nright answers" in shown(film, 7)
    assert "chance of a\nright answer" in last(film, 9).seen


@ALL_GROUPS
def test_in_the_end_rewards_turn_into_advantages(film, name):
    table = answers(name)
    before, after = (s for s in film("Advantage", name).states if s.beat == 11)
    for state, column in ((before, table.rewards), (after, table.advantage)):
        for index, value in enumerate(column):
            row = [n for i, text in state.seen_rows if i == index for n in numbers_in(text)]
            assert any(number.is_rounded(value) for number in row), (index, value)
