"""Explorer says what is so of its answers, its knobs and its what-ifs, for any group."""

from __future__ import annotations

import pytest
from explorer_numbers import opened, turned_over, with_other_probability, with_other_reward
from shown_numbers import GROUPS, numbers_in, watch

from grpo_core import GroupTable, evaluate_group, load_group
from lecture.walk import walk
from scenes.explorer.chosen import told
from scenes.script.cases import pushes
from scenes.script.settings import Settings

ALL_GROUPS = pytest.mark.parametrize("name", list(GROUPS))


def answers(name: str) -> GroupTable:
    return evaluate_group(load_group(GROUPS[name]))


def ends(film, beat: int):
    """What the last rest of a beat shows."""
    return [state for state in film.states if state.beat == beat][-1].seen


@ALL_GROUPS
def test_it_lasts_about_two_minutes(film, name):
    assert 90 <= film("Explorer", name).seconds <= 170


def test_the_viewer_is_asked_three_times(film):
    shown = {text for state in film("Explorer").states for text in state.seen}
    assert {"Which lamps come on?", "Which push now, and which way?"} <= shown
    assert "Is the policy better now?" in shown


@pytest.mark.parametrize(
    ("beat", "expected"),
    [
        # Sheet, section 0: chances, a ratio, an advantage, then what is added up.
        (1, ["0.30", "0.20", "0.07", "0.43"]),
        (2, ["0.30", "0.20", "1.50", "0.50", "0.70", "1.43"]),
        (3, ["0", "0.50", "−1.00"]),  # (0 - mean) / spread
        (4, ["1.20", "−0.80", "0.70", "−1.43", "+.175", "−.358"]),
        (5, ["+.375", "−.125", "+.175", "−.358"]),  # ratio times advantage over 4
        # With beta 1: the pushes of epsilon .2, and the pulls (ref/new - 1) / 4.
        (6, ["0.40", "0.20", "−.125", "+.250", "+.175", "−.358", "−.070"]),
        (7, ["−.092", ".067"]),  # without clipping, and without a price
        # Answer 2 becomes right: three of four, so A = 1/sqrt(3) and -sqrt(3).
        (8, ["0.75", "0.433", "−1.73", "+.072", "+.101", "−.621"]),
        (9, ["1.37", "0.46", "1.50", "1.31", "−.328"]),
        (10, ["−1.50", "0.50", "−0.80", "1.20", "−.375", "+.125"]),
        (11, ["−.125", "+.250", "+.175", "−.358", "−.070"]),
    ],
)
def test_the_sheet_s_numbers_are_shown(film, beat, expected):
    shown = [number for text in ends(film("Explorer"), beat) for number in numbers_in(text)]
    for number in (number for text in expected for number in numbers_in(text)):
        assert any(number.is_rounded(one.value) for one in shown), f"beat {beat}: {number.text}"


STATES = {
    4: lambda table: table,
    5: opened,
    6: lambda table: table,
    8: with_other_reward,
    9: with_other_probability,
    10: turned_over,
    11: lambda table: table,
}


@pytest.fixture(scope="module", params=list(GROUPS))
def watched(request):
    """A group, and what its panels are at the end of each beat."""
    seen = {}

    def rest(stage, rest) -> None:
        if rest.last:
            seen[rest.beat] = {
                one.index: (
                    one.plot.ratio_number.plain,
                    one.plot.height_number.plain,
                    one.lamp.level,
                    one.coin.reward,
                )
                for one in stage.panels.panels
            }

    walk("Explorer", Settings(group=GROUPS[request.param]), on_rest=rest)
    return answers(request.param), seen


@pytest.mark.parametrize("beat", STATES)
def test_each_panel_is_its_answer_s(watched, beat):
    table, seen = watched
    now = STATES[beat](table)
    for index, (ratio, height, level, reward) in seen[beat].items():
        assert numbers_in(ratio)[0].is_rounded(now.ratio[index])
        assert numbers_in(height)[0].is_rounded(now.value[index])
        assert level == pushes(now)[index]
        assert reward == now.rewards[index]


def test_four_answers_are_told_at_most_and_the_rest_is_counted():
    for name in GROUPS:
        one = told(answers(name))
        assert 2 <= len(one.shown) <= 4
        assert one.left_out == one.group.size - len(one.shown)


def test_words_follow_the_group(tmp_path, film):
    assert film("Explorer").scripts[0].startswith("Four answers,")
    assert "Epsilon opens" in film("Explorer").scripts[4]
    group = tmp_path / "unclipped.toml"
    rows = [(1, 0.2, 0.22), (0, 0.4, 0.37), (1, 0.4, 0.41)]  # none has passed its bound
    text = 'question = "?"\nepsilon_low = 0.2\nbeta = 0.0\n'
    for k, (reward, old, new) in enumerate(rows):
        text += f'[[answers]]\ntext = "{k}"\nreward = {reward}\n'
        text += f"old = {old}\nnew = {new}\nref = {old}\n"
    group.write_text(text)
    said = watch("Explorer", Settings(group=group), last_beat=5).scripts
    assert said[0].startswith("Three answers,")
    assert "Epsilon narrows" in said[4]


def test_the_sums_of_j_are_shown_before_the_question(film):
    """Surrogate, beta and mean k3 of the worked group: -.083 - .04 x .214 = -.092."""
    shown = [
        number
        for state in film("Explorer").states
        if state.beat == 7
        for text in state.seen
        for number in numbers_in(text)
    ]
    for text in ("−.083", ".04", ".214", "−.092", ".067"):
        (wanted,) = numbers_in(text)
        assert any(wanted.is_rounded(one.value) for one in shown), text


def test_the_mean_of_k3_is_not_called_the_divergence(film):
    """It is 0.214 for the worked group, whose KL is 0.161."""
    texts = {text for state in film("Explorer").states for text in state.seen}
    assert '"mean" thin k_3' in texts
    assert not [text for text in texts if '"KL"' in text and "min" not in text]


def test_a_larger_j_of_the_same_update_is_not_shown_as_better(film):
    assert "larger J, same policy" in ends(film("Explorer"), 7)
