"""Training shows its run: what it says is true of it, and another run is another film."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from shown_numbers import GROUPS, numbers_in, watch
from training_numbers import (
    CHANCE,
    FIRST,
    FREE,
    RIGHT,
    RUN,
    SIZE,
    STEPS,
    agree,
    changed,
    gaps,
    lab_rows,
    public,
    rest,
)

from grpo_core import TRAINING_RUN, train_tabular
from lecture.catalogue import scene_class
from scenes.script.settings import Settings
from scenes.training.faces import FACES, FACTORS

ALL_GROUPS = pytest.mark.parametrize("name", list(GROUPS))
FILM = scene_class("Training")


def last_state(film, beat: int, name: str = "worked"):
    return [state for state in film("Training", name).states if state.beat == beat][-1]


def says(state, text: str) -> bool:
    return any(text in shown for shown in state.seen)


def script(film, beat: int) -> str:
    return film("Training").scripts[beat - 1]


def other_film(last_beat=None, **changes):
    """The film of another run, up to `last_beat`."""
    other = type("Other", (FILM,), {"changes": changes})
    return watch(other, Settings(), last_beat=last_beat)


# -- every group -----------------------------------------------------------------------------


@ALL_GROUPS
def test_it_lasts_less_than_three_minutes(film, name):
    assert 90 <= film("Training", name).seconds <= 170


@ALL_GROUPS
def test_the_run_is_the_same_for_every_group(film, name):
    """The objective at the end is the only thing that a user's group could change."""
    mine, worked = film("Training", name).states, film("Training").states
    assert [(s.beat, s.end, s.texts) for s in mine if s.beat < 13] == [
        (s.beat, s.end, s.texts) for s in worked if s.beat < 13
    ]


def test_the_viewer_is_asked_five_times(film):
    shown = {text for state in film("Training").states for text in state.seen}
    for part in FILM.storyboard():
        if part.ask:
            assert any(part.ask == text.replace("\n", " ") for text in shown), part.ask
    assert sum(bool(part.ask) for part in FILM.storyboard()) == 5


# -- what is said of the run -------------------------------------------------------------------


def test_five_answers_of_which_one_is_right(film):
    shown = last_state(film, 1).seen
    product = FACTORS[0] * FACTORS[1]
    assert [face for face in FACES if int(face) == product] == [FACES[RIGHT]]
    assert len(set(FACES)) == len(TRAINING_RUN.rewards) == 5
    assert [r > 0 for r in TRAINING_RUN.rewards] == [face == "408" for face in FACES]
    assert {*FACES, ".08", ".32", ".25", ".20", ".15"} <= shown


def test_right_answers_are_far_above_the_average_and_wrong_ones_little_below(film):
    shown = last_state(film, 2).seen
    assert {"+1.73", "−.58", "2 slash 8"} <= shown  # sqrt(3) and -1/sqrt(3): two right of eight
    assert RUN.rewards[FIRST].sum() == 2


def test_before_a_step_j_is_zero_and_has_a_slope(film):
    said = "every ratio, new chance over old, is one, and the objective J is zero"
    assert said in script(film, 3)
    now, before = RUN.inner_policy[FIRST, [1, 0], RIGHT]
    assert {f"{now:.3f}"[1:], f"{before:.3f}"[1:], f"{now / before:.2f}"} <= last_state(
        film, 3
    ).seen
    assert (RUN.ratios[:, 0] == 1).all()
    assert np.abs(RUN.objective[:, 0]).max() < 1e-15
    assert RUN.objective[FIRST, 1] > 0.05
    assert RUN.inner_policy[FIRST, 1, RIGHT] > CHANCE[FIRST]
    assert says(last_state(film, 3), f"{RUN.objective[FIRST, 1]:.3f}".lstrip("0"))


def test_past_its_bound_the_right_answer_rises_on(film):
    assert "Past its bound the right answer no longer pushes" in script(film, 4)
    own = RUN.samples[FIRST] == RIGHT
    assert RUN.binds[FIRST, -1, own].all()
    assert not RUN.gradients[FIRST, -1, own].any()
    assert (np.diff(RUN.inner_policy[FIRST, :, RIGHT]) > 0).all()
    assert (RUN.gradients[FIRST, :, ~own] < 0).all()  # the others are pushed down


def test_what_the_others_lose_lands_mostly_on_the_largest_bar(film):
    said = "What bars drawn twice lose lands mostly on the largest, a little on the right one"
    assert said in script(film, 4)
    drawn = np.bincount(RUN.samples[FIRST], minlength=5)
    before, after = RUN.inner_policy[FIRST, [2, -1]]  # the clip binds after two updates
    change = after - before
    largest = int(np.argmax(before))
    assert largest != RIGHT
    assert change[largest] > 3 * change[RIGHT] > 0
    twice = [k for k in range(5) if k != RIGHT and drawn[k] == 2]
    assert change[twice].sum() < 0.9 * change[change < 0].sum()
    assert drawn[largest] == 1
    assert change.sum() == pytest.approx(0)
    texts = {f"{c:+.3f}".replace("0.", ".").replace("-", "−") for c in change}
    assert texts <= last_state(film, 4).seen


def test_a_group_is_silent_because_all_are_wrong(film):
    silent = int(np.flatnonzero(RUN.silent)[0])
    assert RUN.rewards[silent].sum() == 0
    assert not RUN.advantages[silent].any()
    assert (RUN.policy[silent + 1] == RUN.policy[silent]).all()
    assert {"0 slash 8", str(silent + 1)} <= last_state(film, 5).seen


def test_the_reward_climbs_and_clipping_comes_with_speed(film):
    said = script(film, 6)
    assert "The reward climbs, not smoothly" in said
    assert "Clipping acts while the policy moves fast; the drift from the start grows" in said
    rewards = RUN.rewards.mean(axis=1)
    assert rewards[STEPS // 2 :].mean() > rewards[: STEPS // 2].mean()
    assert (np.diff(rewards) < 0).any()
    assert RUN.exact_kl[-1] > RUN.exact_kl[STEPS // 2] > RUN.exact_kl[0] == 0
    speed, clipped = np.abs(np.diff(CHANCE)), RUN.clip_fraction.mean(axis=1)
    fast = speed > np.quantile(speed, 0.8)
    assert clipped[fast].mean() > 10 * clipped[~fast].mean()
    assert says(last_state(film, 6), f"{RUN.exact_kl[-1]:.2f}")


def test_silent_groups_are_counted_and_have_their_valley(film):
    shown = [state.seen for state in film("Training").states if state.beat == 7]
    silent = int(((RUN.rewards == 0).all(axis=1) | (RUN.rewards == 1).all(axis=1)).sum())
    assert any(str(silent) in seen for seen in shown)
    assert any(f"{agree(CHANCE[0]):.0f} %" in seen for seen in shown)  # at first, about a half
    marks = {f"{agree(p):.0f} %" for p in (CHANCE[0], 0.5, CHANCE[-2])}
    assert marks == {"51 %", "1 %", "94 %"}
    assert marks <= shown[-1]
    assert agree(0.5) < 1 < agree(0.1)
    assert agree(0.9) == pytest.approx(agree(0.1))  # silence at both ends


def test_the_log_tells_silence_by_its_spread(film):
    """Of each row, from the run: a spread of zero is a silent group, and no other."""
    shown = last_state(film, 8).seen
    told = [int(text) for text in shown if text.isdecimal() and int(text) <= STEPS]
    batches = [number - 1 for number in told if number != 10]  # that is the count of silent ones
    assert len(batches) == 4
    for batch in batches:
        spread = RUN.rewards[batch].std()
        assert RUN.silent[batch] == (spread == 0)
        assert {f"{spread:.2f}", f"{RUN.rewards[batch].mean():.2f}"} <= shown
    assert {"all wrong", "all right"} <= shown
    assert "1.0" in shown  # all of the last ten
    assert RUN.silent[-10:].all()


def test_the_loss_does_not_tell_that_it_learns(film):
    """Minus J starts each batch at zero, also when nearly all answers are right."""
    assert "minus J: every batch starts it at zero again" in script(film, 9)
    assert "it compares policies on one batch only" in script(film, 9)
    loss = -RUN.objective
    assert np.abs(loss[:, 0]).max() < 1e-15
    assert loss.min(axis=1)[-10:].max() == 0  # while the reward is at its highest
    assert RUN.rewards[-10:].min() == 1
    assert any("reward of fresh answers" in text for text in last_state(film, 9).seen)


def priced(beta: float, seed: int):
    return train_tabular(replace(FREE, beta=beta, seed=seed))


def half_at(run) -> int:
    return int(np.flatnonzero(run.policy[:, RIGHT] > 0.5)[0])


def test_a_heavy_price_halts_a_run_where_push_and_price_balance(film):
    """.784 at a price of a half: where the expected step is zero."""
    assert "halts it early, where push and price balance" in script(film, 10)
    assert rest(0.5) == pytest.approx(0.784, abs=5e-4)
    for price in (0.5, 1.0):
        ends = [priced(price, seed).policy[-1, RIGHT] for seed in range(3)]
        assert ends == pytest.approx([rest(price)] * 3, abs=0.05)
    assert {".78", f"{rest(1.0):.2f}".lstrip("0")} <= last_state(film, 10).seen


def test_a_wider_window_is_faster_with_every_seed(film):
    assert "a wider window is faster" in script(film, 10)
    for seed in range(10):
        wide, narrow = (half_at(changed(name, seed)) for name in ("wide clip", "narrow clip"))
        own = half_at(changed("no KL", seed))
        assert wide < own < narrow
    last = last_state(film, 10)
    assert says(last, "no rule for a real model")
    assert says(last, f"each batch is used {FREE.inner_steps} times")
    assert "each batch is used only four times" in script(film, 10)


# -- the models --------------------------------------------------------------------------------


def test_the_lab_s_run_does_what_is_said(film):
    rows = lab_rows()
    first, last = rows[:10], rows[-10:]
    for key in ("reward", "working", "length", "silent"):
        before, after = (np.mean([row[key] for row in part]) for part in (first, last))
        assert after > 1.1 * before, key
    shown = last_state(film, 11).seen
    for key in ("reward", "silent"):
        assert f"{rows[-1][key]:.2f}".lstrip("0") in shown
    assert {f"{rows[-1]['length']:.1f}", "35*43="} <= shown
    texts = rows[0]["batch"]["35*43="]
    assert len({*texts} & shown) >= 2  # some of the answers before, as they were recorded
    assert sum(text.endswith("=1505") for text in texts) == 2  # 35 x 43


def test_what_it_was_not_shown_gains_less(film):
    rows = lab_rows()
    held = [row["held_out"] for row in rows if row["held_out"] is not None]
    assert 0 < held[-1] - held[0] < rows[-1]["reward"] - rows[0]["reward"]
    shown = last_state(film, 12).seen
    means = [np.mean([row["reward"] for row in rows[k : k + 10]]) for k in (0, len(rows) - 10)]
    assert means[1] - means[0] > held[-1] - held[0] + 0.05  # the noise of ten steps is about .015
    assert {f"{means[1]:.2f}".lstrip("0"), ".77", *(f"{g:.2f}"[1:] for g in gaps())} <= shown


def test_the_public_run_is_told_with_its_source(film):
    told = public()
    rewards = [told[f"reward_{k}"] for k in range(1, 7)]
    assert told["silent_groups"] > told["groups"] / 2  # most
    assert rewards[-1] < rewards[3] < rewards[1]
    shown = {text for s in film("Training").states if s.beat == 13 for text in s.seen}
    assert told["tokens_last"] > 4 * told["tokens_first"]
    assert {"148", "258", "457", "1831", "rasbt/reasoning-from-scratch"} <= shown
    assert {f"{reward:.2f}".lstrip("0") for reward in rewards} <= shown


def test_the_film_answers_what_to_watch(film):
    last = last_state(film, 13)
    assert says(last, "It learns while reward rises")
    assert says(last, "new questions")
    assert "Watch reward, new questions and silence" in script(film, 13)
    assert says(last, f"{int(RUN.silent.sum())} of {STEPS}")
    assert not says(last, "rasbt")  # the end is about this run, not about the public one


# -- another run -------------------------------------------------------------------------------


def test_another_seed_is_another_film(film):
    other = other_film(seed=1, last_beat=9)
    for beat in (2, 5, 8):
        mine = [state.texts for state in film("Training").states if state.beat == beat]
        theirs = [state.texts for state in other.states if state.beat == beat]
        assert theirs
        assert mine != theirs, beat


def test_a_small_group_and_a_short_run_have_their_film_too():
    short = other_film(last_beat=9, group_size=4, steps=25, seed=2)
    numbers = {n.value for s in short.states if s.beat == 9 for t in s.seen for n in numbers_in(t)}
    assert 25 in numbers
    assert FREE.group_size == SIZE
