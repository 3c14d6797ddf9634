"""Training shows its run: what it says is true of it, and another run is another film."""

from __future__ import annotations

import numpy as np
import pytest
from shown_numbers import GROUPS, numbers_in, watch
from training_numbers import CHANGED, FIRST, RUN, SHOWN, SILENT, STEPS

from grpo_core import TRAINING_RUN, best_policy, kl_divergence
from lecture.catalogue import scene_class
from scenes.script.settings import Settings
from scenes.stage.theme import paint
from scenes.training.ratio_fan import RatioFan
from scenes.training.run_chart import RunChart
from scenes.training.step_panel import StepPanel

ALL_GROUPS = pytest.mark.parametrize("name", list(GROUPS))
CAPTIONS = [part.caption for part in scene_class("Training").storyboard()]
RIGHT = 0


def last_state(film, beat: int, name: str = "worked"):
    return [state for state in film("Training", name).states if state.beat == beat][-1]


def says(state, text: str) -> bool:
    return any(text in shown for shown in state.seen)


def other_film(last_beat=None, **changes):
    """The film of another run, up to `last_beat`."""
    other = type("Other", (scene_class("Training"),), {"changes": changes})
    return watch(other, Settings(), last_beat=last_beat)


def chance(run) -> np.ndarray:
    return run.policy[:, RIGHT]


def half_at(run) -> int:
    return int(np.flatnonzero(chance(run) > 0.5)[0])


# -- every group -----------------------------------------------------------------------------


def test_it_has_twelve_beats():
    assert len(CAPTIONS) == 12


@ALL_GROUPS
def test_it_lasts_about_two_minutes_at_most(film, name):
    assert 90 <= film("Training", name).seconds <= 130


@ALL_GROUPS
def test_the_run_is_the_same_for_every_group(film, name):
    """A group, EPSILON and BETA show in the home shot alone."""
    mine, worked = film("Training", name).states, film("Training").states
    inner = [(s.beat, s.end, s.texts) for s in mine if 1 < s.beat < 12]
    assert inner == [(s.beat, s.end, s.texts) for s in worked if 1 < s.beat < 12]


# -- what the captions say of this run ---------------------------------------------------------


def test_five_answers_of_which_one_is_right(film):
    assert "five answers, of which one is right" in CAPTIONS[0]
    assert len(TRAINING_RUN.rewards) == 5
    assert [r > 0 for r in TRAINING_RUN.rewards].count(True) == 1
    for probability in ("0.08", "0.32", "0.25", "0.20", "0.15"):
        assert says(last_state(film, 1), probability)
    for setting in ('"seed" {seed}', '{steps} "batches"', '{inner_steps} "inner steps"'):
        assert says(last_state(film, 1), setting.format(**vars(TRAINING_RUN)))


def test_the_first_batch_is_marked_and_compared(film):
    shown = last_state(film, 2).seen
    assert {"+1.73", "−0.58"} <= shown  # sqrt(3) and -1/sqrt(3): two right of eight
    assert RUN.rewards[FIRST].sum() == 2


def test_every_ratio_is_one_at_the_first_inner_step(film):
    assert "every ratio is exactly one" in CAPTIONS[2]
    assert (RUN.ratios[:, 0] == 1).all()
    assert not RUN.binds[:, 0].any()
    state = last_state(film, 3)
    assert says(state, "1.000")
    assert "pushes up" in state.seen
    assert "clipped" not in state.seen


def test_past_the_range_the_right_answer_stops_pushing(film):
    assert "the right answer stops pushing" in CAPTIONS[3]
    own = RUN.samples[FIRST] == RIGHT
    for step in range(TRAINING_RUN.inner_steps):
        ratio = f"{RUN.ratios[FIRST, step, own][0]:.3f}"
        word = "clipped" if RUN.binds[FIRST, step, own].all() else "pushes up"
        showing = [s for s in film("Training").states if s.beat in (3, 4) and ratio in s.seen]
        assert showing, ratio
        assert all(word in state.seen for state in showing), ratio
    assert RUN.binds[FIRST][:, own].any()
    assert not RUN.binds[FIRST][:, ~own].any()


def test_a_group_is_silent_because_all_are_wrong(film):
    assert "All wrong: every advantage is zero" in CAPTIONS[4]
    assert RUN.silent[SILENT]
    assert not RUN.silent[FIRST:SILENT].any()
    assert RUN.rewards[SILENT].sum() == 0
    state = last_state(film, 5)
    assert "0.00" in state.seen
    assert "no push" in state.seen
    assert str(SILENT + 1) in state.seen
    # "Only the KL term acts": without it nothing moves.
    free = CHANGED["no KL"]
    assert free.silent[SILENT]
    assert (free.policy[SILENT + 1] == free.policy[SILENT]).all()


def test_the_time_lapse_ends_where_the_run_ends(film):
    state = last_state(film, 6)
    for value in (chance(RUN)[-1], RUN.exact_kl[-1], RUN.rewards[-1].mean()):
        assert f"{value:.2f}" in state.seen
    assert str(STEPS) in state.seen


def test_reward_and_kl_rise_and_clipping_comes_with_speed():
    assert "reward and KL rise" in CAPTIONS[5]
    assert "Clipping acts while the policy moves fast" in CAPTIONS[5]
    halves = RUN.rewards.reshape(2, -1).mean(axis=1)
    assert halves[1] > halves[0]
    assert RUN.exact_kl[-1] > RUN.exact_kl[STEPS // 2] > RUN.exact_kl[0] == 0
    speed, clipped = np.abs(np.diff(chance(RUN))), RUN.clip_fraction.mean(axis=1)
    fast = speed > np.quantile(speed, 0.8)
    assert clipped[fast].mean() > 10 * clipped[~fast].mean()


def test_the_silent_groups_are_counted(film):
    """The late ones are all right; about half of all groups are silent."""
    assert "When all are right there is nothing to compare" in CAPTIONS[6]
    state = last_state(film, 7)
    assert str(RUN.silent.sum()) in state.seen
    assert says(state, f"of {STEPS}")
    assert RUN.silent.mean() == pytest.approx(0.53, abs=0.005)
    late = RUN.rewards[RUN.silent][1:]
    assert (late == 1).all()
    assert {"all wrong", "all right"} <= state.seen


def test_without_the_kl_term_every_batch_starts_at_zero(film):
    assert "every batch starts at exactly zero" in CAPTIONS[7]
    free = CHANGED["no KL"]
    assert np.abs(free.objective[:, 0]).max() < 1e-15
    assert chance(free)[-1] > 10 * chance(free)[0]
    state = last_state(film, 8)
    assert {"0.000", f"{chance(free)[-1]:.2f}", "beta = 0"} <= state.seen
    near = [s for s in film("Training").states if s.beat == 8 and "later inner steps" in s.seen]
    assert near
    assert all("first inner step" in s.seen for s in near)
    # The zoom shows nothing that it cuts off: the batches so far start anew, and rise.
    assert (free.objective[:13][~free.silent[:13], 1:] > 0).all()


def test_the_ablations_are_told_by_their_numbers(film):
    assert "some are slower, some end lower" in CAPTIONS[8]
    runs = {name: CHANGED[name] for name in SHOWN}
    slower = {name for name, run in runs.items() if half_at(run) > half_at(RUN)}
    lower = {name for name, run in runs.items() if chance(run)[-1] < chance(RUN)[-1] - 0.01}
    assert slower == lower == {"heavy KL", "narrow clip", "no std"}
    state = last_state(film, 9)
    for run in (RUN, *runs.values()):
        assert {str(half_at(run)), f"{chance(run)[-1]:.2f}"} <= state.seen
    names = {'"this run"', "beta = 0", "beta = 0.5", "epsilon = 0.05", "epsilon = 10", '"no std"'}
    assert names <= state.seen


def test_the_order_of_the_ablations_is_none_for_a_model(film):
    """No KL ends highest and a wide clip is fastest, of five answers with an exact reward."""
    runs = {name: CHANGED[name] for name in SHOWN}
    assert max(runs, key=lambda name: chance(runs[name])[-1]) == "no KL"
    assert min(runs, key=lambda name: half_at(runs[name])) == "wide clip"
    assert "No rule for a real model" in CAPTIONS[8]
    assert says(last_state(film, 9), "five answers, exact reward")


def test_the_run_climbs_along_the_curve_of_best_policies(film):
    assert "The run climbs along it" in CAPTIONS[9]
    start, rewards = RUN.policy[0], TRAINING_RUN.rewards
    curve = np.array([best_policy(start, rewards, b) for b in np.geomspace(60, 0.02, 2000)])
    prices = kl_divergence(curve, start)
    least = np.interp(chance(RUN), curve[:, RIGHT], prices)
    assert np.abs(RUN.exact_kl - least).max() < 0.02
    assert {"1.00", "2.53", "0.04", "0.98", "2.40"} <= last_state(film, 10).seen


def test_a_heavy_price_leaves_a_run_where_push_and_price_balance(film):
    """.784 with std and .517 without: where the expected step is zero."""
    assert "settles where push and price balance; without the std lower" in CAPTIONS[10]
    runs = [CHANGED[name] for name in ("heavy KL", "heavy KL, no std")]
    for run, rest in zip(runs, (0.784, 0.517), strict=True):
        assert abs(chance(run)[-20:].mean() - rest) < 0.02
        assert abs(chance(run)[-1] - rest) < 0.025
    state = last_state(film, 11)
    ends = [value for run in runs for value in (chance(run)[-1], run.exact_kl[-1])]
    for number in (0.784, 0.517, *ends):
        assert says(state, f"{number:.2f}")


def test_no_number_of_the_panel_is_of_a_step_that_never_was(film):
    """Beside "inner step 2" stands its own ratio, also while the picture moves on."""
    fan = RatioFan(RUN, FIRST, 0.2, 0.2)
    index = list(fan.answers).index(RIGHT)
    panel = StepPanel(fan, index, "a")
    own = RUN.samples[FIRST] == RIGHT
    for place in (0.0, 0.4, 0.999, 1.0, 1.7, 2.5, 3.0):
        panel.show(fan.set_step(place))
        step = int(place)
        assert panel.step_number.plain == str(step + 1)
        assert panel.ratio.plain == f"{RUN.ratios[FIRST, step, own][0]:.3f}"
        assert panel.lamp.level == float(not RUN.binds[FIRST, step, own][0])


def test_the_old_policy_draws_and_numbers_stand_over_their_own_bars(film):
    assert "The old policy draws a group" in CAPTIONS[1]
    assert says(last_state(film, 2), 'pi_"old"')
    lapse = last_state(film, 6)
    # The reference's bars are higher than all but one: they carry its own numbers.
    for probability in RUN.policy[0][1:]:
        assert says(lapse, f"{probability:.2f}")


def test_over_a_reference_s_bar_stands_its_own_number():
    """Not the new policy's zero, which would read as the reference's."""
    start, end = RUN.policy[0], RUN.policy[-1]
    chart = RunChart(end, TRAINING_RUN.rewards, start, full=3.0).set_outlined("reference")
    for k, (number, new, ref) in enumerate(zip(chart.numbers, end, start, strict=True)):
        role, value = ("new", new) if k == RIGHT else ("reference", ref)
        assert number.plain == f"{value:.2f}"
        assert number.slots[0].get_fill_color() == paint(role)


def test_a_bar_on_its_way_keeps_the_number_of_where_it_was():
    chart = RunChart(RUN.policy[0], TRAINING_RUN.rewards, RUN.policy[0])
    chart.walk(RUN.policy)(2.5)
    assert [number.plain for number in chart.numbers] == [f"{p:.2f}" for p in RUN.policy[2]]
    middle = 0.5 * (RUN.policy[2] + RUN.policy[3])
    assert [one.probability for one in chart.bars] == pytest.approx(middle)


def test_the_last_word_is_what_the_film_has_shown():
    assert all(word in CAPTIONS[11] for word in ("moves a policy", "goes silent", "saturates"))
    assert np.ptp(chance(RUN)[-20:]) < 0.01 < np.ptp(chance(RUN)[:20])


# -- another run -------------------------------------------------------------------------------


def test_another_seed_is_another_film(film):
    other = other_film(seed=1)
    assert len({state.beat for state in other.states}) == 12
    for beat in (2, 4, 6, 7, 9, 11):
        mine = [state.texts for state in film("Training").states if state.beat == beat]
        theirs = [state.texts for state in other.states if state.beat == beat]
        assert mine != theirs, beat
    told = {text for state in other.states if state.beat == 1 for text in state.texts}
    assert any('"seed" 1' in text for text in told)


def test_a_small_group_and_a_short_run_have_their_film_too():
    short = other_film(last_beat=7, group_size=4, steps=20, seed=2)
    numbers = {n.value for s in short.states if s.beat == 7 for t in s.seen for n in numbers_in(t)}
    assert 20 in numbers
