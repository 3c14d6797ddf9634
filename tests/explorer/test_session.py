"""Changes of a session: what they give, and what they refuse in one line."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from explorer.session import Session, std_conventions
from grpo_core import WorkedGroup, grpo_objective

# By hand from the worked table: mean of min and of k3.
SURROGATE, KL = -0.25 / 3, 0.213749


@pytest.fixture
def worked() -> Session:
    return Session.worked()


def test_the_first_session_is_the_worked_group(worked: Session) -> None:
    assert worked.table.surrogate == pytest.approx(SURROGATE)
    assert worked.table.kl == pytest.approx(KL, abs=1e-6)
    assert worked.table.objective == pytest.approx(-0.091883, abs=1e-6)


@pytest.mark.parametrize(
    ("change", "value"),
    [
        # o3 rises to 0.12: its ratio is 1.2, its term 1.2 instead of 0.7.
        (lambda s: s.with_answer(2, "new", "0.12"), SURROGATE + 0.5 / 4),
        # The reward of o2 rises: A is .5774 for three, -1.7321 for o4.
        (
            lambda s: s.with_answer(1, "reward", "1"),
            (math.sqrt(1 / 3) * (1.2 + 0.5 + 0.7) - math.sqrt(3) * 43 / 30) / 4,
        ),
        (lambda s: s.with_dial("epsilon_low", "0.1"), -0.133333),
        (lambda s: s.with_std("sample"), SURROGATE * math.sqrt(3) / 2),
        (lambda s: s.with_std("none"), SURROGATE / 2),
        (lambda s: s.with_answer(0, "old", "0,25"), SURROGATE),  # 0.3 / 0.25 is 1.2 as well
    ],
)
def test_a_change_gives_the_surrogate_of_hand_calculation(
    worked: Session, change: Callable[[Session], Session], value: float
) -> None:
    assert change(worked).table.surrogate == pytest.approx(value, abs=1e-6)
    assert worked.table.surrogate == pytest.approx(SURROGATE)  # the old one stays


def test_beta_prices_the_kl(worked: Session) -> None:
    free = worked.with_dial("beta", "0").table.objective
    dear = worked.with_dial("beta", "0.5").table.objective
    assert (free, dear) == pytest.approx((SURROGATE, SURROGATE - 0.5 * KL), abs=1e-6)


def test_two_epsilons_and_one_again(worked: Session) -> None:
    two = worked.with_linked(False).with_dial("epsilon_high", "0.5")
    assert (two.table.eps_low, two.table.eps_high) == (0.2, 0.5)
    # Only o1 uses the upper bound: its term is 1.5 instead of 1.2.
    assert two.table.surrogate == pytest.approx(SURROGATE + 0.3 / 4)
    one = two.with_linked(True).with_dial("epsilon_high", "0.3")
    assert (one.table.eps_low, one.table.eps_high) == (0.3, 0.3)


def test_others_give_way_and_the_sum_stays(worked: Session) -> None:
    moved = worked.with_others_giving_way(True).with_answer(0, "new", "0.65")
    # The others keep their proportions: each is halved, 0.7 of the whole becomes 0.35.
    assert moved.group.new == pytest.approx([0.65, 0.10, 0.035, 0.215])


def test_answers_come_and_go_between_2_and_64(worked: Session) -> None:
    session = worked
    for _ in range(60):
        session = session.with_answer_added()
    assert session.group.size == 64
    with pytest.raises(ValueError, match="64, the most"):
        session.with_answer_added()
    for _ in range(62):
        session = session.without_answer(1)
    assert session.group.texts == ("408", "answer 64")
    with pytest.raises(ValueError, match="needs 2"):
        session.without_answer(0)


def rows_of(session: Session) -> list[np.ndarray]:
    return [session.group.old, session.group.new, session.group.ref]


def test_an_added_answer_finds_room_or_all_make_some_by_the_same_factor(worked: Session) -> None:
    more = worked.with_answer_added()
    assert [row.sum() for row in rows_of(more)] == pytest.approx([1, 1, 1])
    assert more.group.new == pytest.approx([0.27, 0.18, 0.063, 0.387, 0.1])
    assert more.table.ratio == pytest.approx([1.5, 0.5, 0.7, 0.43 / 0.3, 1])
    half = worked.with_answer(0, "new", "0.25").without_answer(3)  # new: .25 .2 .07
    fourth = half.with_answer_added()  # old .7 and ref .69 leave more than .1
    assert fourth.group.new == pytest.approx([0.25, 0.2, 0.07, 0.1])
    small = worked.with_answer(3, "old", "0.27").with_answer(3, "new", "0.4")
    small = small.with_answer(3, "ref", "0.28").with_answer_added()  # .03, .03 and .03 are left
    assert [row[-1] for row in rows_of(small)] == pytest.approx([0.03] * 3)
    assert small.group.old[0] == pytest.approx(0.2)


@pytest.mark.parametrize("logp", [-900, -300, -0.2])  # exp(-900) is 0 in floats
def test_an_added_answer_of_log_probabilities_is_possible(logp: float) -> None:
    group = WorkedGroup("q", ("a", "b"), [0, 1], *([-5.0, logp] for _ in range(3)))
    session = Session.of(group).with_logs(True)
    more = session.with_answer_added()
    assert max(row.sum() for row in rows_of(more)) <= 1 + 1e-9
    assert more.table.ratio[-1] == 1
    assert more.group.old_logp[-1] == pytest.approx(min(logp, np.log(0.1)))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0,5", 0.5),
        ("−0.5", -0.5),
        ("  .5 ", 0.5),
        ("5e-1", 0.5),
        ("1/3", 1 / 3),
        ("−3/4", -0.75),
        ("0", 0.0),
        ("0.0e5", 0.0),
        ("0,125", 0.125),
        ("1,25", 1.25),
    ],
)
def test_a_number_is_understood(worked: Session, typed: str, value: float) -> None:
    assert worked.with_answer(0, "reward", typed).group.rewards[0] == pytest.approx(value)


@pytest.mark.parametrize(
    "typed", ["1e-400", "-1e-999", "1/2/3", "1/0", "0/0", "/", "1/", "٪", "1 2", "1,000"]
)
def test_a_number_that_is_none_or_would_be_another_is_refused(worked: Session, typed: str) -> None:
    with pytest.raises(ValueError, match=r"answers\[1\]\.reward: "):
        worked.with_answer(0, "reward", typed)


def test_token_means_are_the_sequence_level_of_the_objective(worked: Session) -> None:
    lengths = (3, 5, 2, 4)
    session = worked
    for index, length in enumerate(lengths):
        session = session.with_answer(index, "tokens", length)
    assert session.table.objective == pytest.approx(-0.091883, abs=1e-6)  # not asked for yet
    group, T = worked.group, max(lengths)
    mask = np.array([[t < n for t in range(T)] for n in lengths])

    def spread(row: np.ndarray) -> np.ndarray:
        """An answer's log-probability shared out evenly among its tokens."""
        return (row / lengths)[:, None] * mask

    J = grpo_objective(
        spread(group.new_logp),
        spread(group.old_logp),
        spread(group.ref_logp),
        [1, -1, 1, -1],
        mask,
        eps_low=0.2,
        beta=0.04,
        level="sequence",
    )
    table = session.with_level("token").table
    assert table.objective == pytest.approx(J.value)
    assert table.ratio == pytest.approx(J.ratio[:, 0])


def test_logarithms_can_be_typed(worked: Session) -> None:
    session = worked.with_logs(True).with_answer(0, "new", str(math.log(0.36)))
    assert session.table.ratio[0] == pytest.approx(1.8)


def test_tiny_probabilities_are_shown_as_logarithms() -> None:
    group = WorkedGroup("q", ("a", "b"), [0, 1], [-300, -310], [-301, -309], [-300, -310])
    session = Session.of(group)
    assert session.logs
    with pytest.raises(ValueError, match="keep log"):
        session.with_logs(False)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: s.with_answer(0, "new", "abc"), "answers[1].new: 'abc' is not a number"),
        (lambda s: s.with_answer(1, "old", ""), "answers[2].old: empty"),
        (lambda s: s.with_answer(1, "old", "0"), "answers[2].old: 0 is not the probability"),
        (lambda s: s.with_answer(1, "ref", "1.2"), "answers[2].ref: 1.2 is not the probability"),
        (lambda s: s.with_answer(0, "reward", "nan"), "answers[1].reward: nan is not finite"),
        (lambda s: s.with_answer(0, "reward", "1e999"), "answers[1].reward: 1e999 is not finite"),
        (lambda s: s.with_answer(0, "text", " "), "answers[1].text: empty"),
        (lambda s: s.with_answer(0, "text", "x" * 5000), "answers[1].text: 5000 characters"),
        (lambda s: s.with_answer(0, "tokens", "1.5"), "answers[1].tokens: 1.5 does not do"),
        (lambda s: s.with_answer(0, "tokens", "-1"), "answers[1].tokens: -1 is out of range"),
        (lambda s: s.with_answer(7, "new", "1"), "answers[8].new: there is no such answer"),
        (lambda s: s.with_answer(-1, "new", "1"), "answers[0].new: there is no such answer"),
        (lambda s: s.with_answer(0, "colour", "1"), "answers[1].colour: unknown field"),
        (lambda s: s.with_question("\n"), "question: empty"),
        (lambda s: s.with_dial("beta", "-1"), "beta: -1 is out of range"),
        (lambda s: s.with_dial("epsilon_low", "inf"), "epsilon_low: inf is not finite"),
        (lambda s: s.with_dial("gamma", "1"), "gamma: unknown"),
        (lambda s: s.with_std("both"), "std: 'both' is unknown"),
        (lambda s: s.with_level("word"), "level: 'word' is unknown"),
        (lambda s: s.with_logs(True).with_answer(0, "new", "0.1"), "answers[1].new: 0.1 is above"),
        (
            lambda s: s.with_others_giving_way(True).with_answer(0, "new", "1"),
            "answers[1].new: the",
        ),
    ],
)
def test_nonsense_is_refused_in_one_line(
    worked: Session, change: Callable[[Session], Session], said: str
) -> None:
    with pytest.raises(ValueError) as refusal:
        change(worked)
    assert str(refusal.value).startswith(said)
    assert len(str(refusal.value).splitlines()) == 1


def test_every_std_convention_is_found_again(worked: Session) -> None:
    assert [worked.with_std(name).std for name in std_conventions()] == list(std_conventions())
