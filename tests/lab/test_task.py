"""The task: what counts as right, and which questions nobody has seen."""

import pytest

import lab
from lab.task import POOLS, factors_of, is_right, pool_of, questions, shows_working, ways


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("408", True),
        ("340+68=408", True),
        ("240+168=408", True),
        ("340+78=418", False),  # the working is wrong, and so is the result
        ("340+78=408", True),  # only the result counts
        ("408=", False),
        ("=408", True),
        ("0408", False),
        ("4080", False),
        ("", False),
        ("17*24", False),
    ],
)
def test_what_stands_after_the_last_sign_decides(answer: str, right: bool) -> None:
    assert is_right("17*24=", answer) is right


@pytest.mark.parametrize("typed", ["17*24=", "17x24", "17 × 24", " 17*24 "])
def test_a_question_is_read_however_it_is_typed(typed: str) -> None:
    assert factors_of(typed) == (17, 24)


@pytest.mark.parametrize("typed", ["9*24", "17*100", "17+24", "", "017*24", "17*24=408", "²²*24"])
def test_a_question_out_of_range_is_refused_in_one_line(typed: str) -> None:
    with pytest.raises(lab.LabError, match=r"^question: .* from 11 to 99, such as 17x24$") as told:
        factors_of(typed)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("pool", POOLS)
def test_every_way_of_every_question_is_right(pool: str) -> None:
    for a, b in questions(pool):
        result, *working = ways(a, b)
        assert result == str(a * b)
        for answer in working:
            first, second = answer.split("=")[0].split("+")
            assert int(first) + int(second) == a * b
            assert int(first) % 10 == 0 and shows_working(answer)
        assert len(working) == 2


def test_pools_share_no_question_in_either_order() -> None:
    asked = [
        frozenset(pair) for pool in POOLS for pair in set(map(tuple, map(sorted, questions(pool))))
    ]
    assert len(asked) == len(set(asked)) == 81 * 82 // 2  # all pairs of factors with ones


def test_the_question_of_the_films_is_held_out() -> None:
    assert {pool_of(17, 24), pool_of(24, 17)} == {"held out"}
    assert (17, 24) in questions("held out")


def test_a_multiple_of_ten_has_no_ones_to_take() -> None:
    assert ways(17, 20) == ("340", "200+140=340")
    assert ways(20, 30) == ("600",)
