"""Advantage says what is so of advantages, whatever group it is given."""

from __future__ import annotations

import numpy as np
import pytest
from advantage_sources import deviations
from shown_numbers import GROUPS, numbers_in, watch

from grpo_core import LARGE_STEP, evaluate_group, load_group, silent_probability, softmax
from lecture.catalogue import scene_class
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


@ALL_GROUPS
def test_its_beats_and_length(film, name):
    assert len(scene_class("Advantage").storyboard()) == 11
    assert 90 <= film("Advantage", name).seconds <= 170


def test_the_same_reward_is_above_its_average_by_three_different_numbers(film):
    """One, three and four of four are right: 1 - 1/4, 1 - 3/4, 1 - 1."""
    assert {"+0.75", "+0.25", "0"} <= last(film, 1).seen


@ALL_GROUPS
def test_a_bonus_moves_the_average_by_as_much(film, name):
    """Sheet, 1.1: A does not change when every reward gets the same constant."""
    table, seen = answers(name), last(film, 2, name).seen
    means = sorted(numbers_in(t)[0].value for t in seen if t.startswith('"average"'))
    assert means == pytest.approx([table.reward_mean, table.reward_mean + 10], abs=0.005)
    ends = [n for text in seen if text[0] in "+−" for n in numbers_in(text)]
    for extreme in (deviations(table).max(), deviations(table).min()):
        assert any(number.is_rounded(extreme) for number in ends)


@ALL_GROUPS
def test_the_balance_is_at_the_average_and_the_arms_cancel(film, name):
    """Of a group that balances in the middle, one right of four is shown instead."""
    table, seen = answers(name), last(film, 3, name).seen
    middle = 0.5 * (table.rewards.min() + table.rewards.max())
    (average,) = [numbers_in(t)[0] for t in seen if t.startswith('"average"')]
    is_symmetric = abs(table.rewards.sum() / len(table.rewards) - middle) < 1e-9
    assert average.is_rounded(0.25 if is_symmetric else table.rewards.sum() / len(table.rewards))
    assert {"all arms together:", "0"} <= seen


def test_the_levelled_square_is_as_large_as_all_are_on_average(film):
    """(2 x .64 + 8 x .04) / 10 = .16, whose side is .4."""
    assert {"0.64", "0.16", "0.4"} <= last(film, 4).seen
    assert any("0.2 times 0.2 = 0.04" in text for text in last(film, 4).seen)


def test_the_filled_formulas_recompute_from_what_is_printed(film):
    rows = [numbers_in(t) for t in last(film, 5).seen if t.startswith("({{") and ": value" in t]
    assert len(rows) == 2
    for reward, mean, std, result in rows:
        assert result.is_rounded((reward.value - mean.value) / std.value)
    assert {"+4", "−4"} <= last(film, 5).seen  # 2 x 2 and 8 x -.5


@ALL_GROUPS
def test_each_of_the_group_s_own_answers_gets_its_advantage(film, name):
    """Reward minus mean over the root of the mean square, beside the answer's name."""
    apart, state = deviations(answers(name)), last(film, 6, name)
    std = float(np.mean(apart**2)) ** 0.5
    for index, value in enumerate(apart / std):
        row = [n for i, text in state.seen_rows if i == index for n in numbers_in(text)]
        assert any(number.is_rounded(value) for number in row), index
    named = [numbers_in(text)[0] for text in state.seen if numbers_in(text)]
    assert any(number.is_rounded(std) for number in named)


@pytest.mark.parametrize(
    ("setting", "expected", "said"),
    [
        ("ddof = 1", "0.87", "their own ruler"),  # the root of 3/4: squares over three of four
        ('scale = "none"', "0.5", "takes no ruler"),
    ],
)
def test_the_group_s_own_convention_holds_for_it(tmp_path, setting, expected, said):
    file = tmp_path / "own.toml"
    worked = GROUPS["worked"].read_text(encoding="utf-8")
    file.write_text(f"{setting}\n{worked}", encoding="utf-8")
    film = watch("Advantage", Settings(group=file), last_beat=6)
    signed = {(i, text) for i, text in film.states[-1].seen_rows if text[0] in "+−"}
    assert signed == {(index, sign + expected) for index, sign in enumerate("+−+−")}
    assert said in film.scripts[5]
    assert ("no ruler" in film.states[-1].seen) == ("none" in setting)


def test_as_right_answers_get_rarer_more_rulers_fit_up_to_seven(film):
    """sqrt((1 - p) / p) of one half, two tenths, one tenth and one in fifty: 1, 2, 3, 7."""
    assert {"+1", "+2", "+3", "+7", "−3", "−7", "1 right in 50", "1 wrong in 50"} <= last(
        film, 7
    ).seen


def test_two_groups_under_three_conventions_and_who_uses_them(film):
    """Sheet, section 2; of 1, 1, 0, 0 and of the same ten times closer."""
    steps = [s.seen for s in film("Advantage").states if s.beat == 8]
    rules = {
        ("numpy", "open-instruct"): {"+1", "−1"},
        ("TRL", "verl", "OpenRLHF"): {"+0.87", "−0.87"},
        ("Dr. GRPO",): {"+0.5", "−0.5", "+0.05", "−0.05"},
    }
    told = {number for numbers in rules.values() for number in numbers}
    for users, numbers in rules.items():
        (seen, *_) = (s for s in steps if numbers <= s)
        assert seen & told == numbers  # one rule at a time
        assert {"0.55", "0.45"} <= seen
        assert any(all(user in text for user in users) for text in seen)


def test_advantages_stay_until_rewards_are_equal(film):
    """Sheet, 1.1: A is scale-invariant, and 0 by rule where all rewards are equal."""
    asked, end = (s for s in film("Advantage").states if s.beat == 9)
    assert "And when they meet?" in asked.seen
    assert {".53", ".47", "0.03", "+1", "−1"} <= asked.seen
    assert {".50", "0.00"} <= end.seen
    assert any(text.startswith("0 slash 0 -> ") and "0 by rule" in text for text in end.seen)


def test_the_silent_share_is_that_of_the_recorded_run(film):
    chance, size = softmax(LARGE_STEP.logits)[0], LARGE_STEP.group_size
    assert float(silent_probability(chance, size)) == pytest.approx(0.5132, abs=5e-5)
    seen = last(film, 10).seen
    assert {"51", "silent", "of 100 groups", "0.08", "groups of 8 that all agree"} <= seen


def test_the_question_stands_before_the_curve_and_its_answer(film):
    question = "How many of a hundred groups are silent?"
    asked = next(s for s in film("Advantage").states if s.beat == 10 and question in s.seen)
    assert {"silent", "teaches"} <= asked.seen  # the groups that were drawn
    assert not {"51", "too hard", "too easy"} & asked.seen


def test_the_three_verdicts_count_in_the_ruler_of_their_own_group(film):
    """(1 - 1/4) / sqrt(3/16) is the root of 3; (0 - 1/2) / (1/2) is -1; equal rewards: 0."""
    seen = last(film, 11).seen
    assert {"+1.73", "rulers", "−1", "ruler", "0"} <= seen
    assert {"more of this", "less of this", "silence"} <= seen
    before = shown(film, 11)
    assert {"+0.75", "−0.5"} <= before - seen  # the same distances, counted


def test_no_caption_repeats_a_common_mistake():
    """A > 0 is above average, not correct; std is a choice."""
    captions = " ".join(part.caption for part in scene_class("Advantage").storyboard()).lower()
    for claim in ("correct", "prevents", "stabil", "unit variance", "limits"):
        assert claim not in captions


def test_a_silent_group_says_so_and_shows_an_example(tmp_path):
    file = tmp_path / "silent.toml"
    file.write_text(SILENT, encoding="utf-8")
    states = watch("Advantage", Settings(group=file)).states
    for beat in (2, 3):  # what is not the user's group is called an example
        state = [s for s in states if s.beat == beat][-1]
        assert "an example" in state.seen, beat
    (own,) = (s for s in states if s.beat == 6 and s.last)  # this beat is about the user's own
    rows = {(index, text) for index, text in own.seen_rows if text != "0.1" and numbers_in(text)}
    assert rows == {(0, "0"), (1, "0"), (2, "0")}
    assert {"0 by rule", "all equal: nothing to compare"} <= own.seen
    assert "an example" not in own.seen


def test_p_is_named_where_it_is_used(film):
    assert "share p of right answers" in last(film, 7).seen
    assert "chance of a right answer" in last(film, 10).seen
