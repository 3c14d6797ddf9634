"""What is shown of long answers: where they differ and how they end. Expected texts are by hand."""

from __future__ import annotations

import pytest

from scenes.script.excerpt import excerpts


def at_most(count: int):
    """A room for so many characters."""
    return lambda text: len(text) <= count


APPLES = "Let x be the number of apples. Then 3x + {} = 40, so x = {}."


def test_what_fits_is_shown_whole():
    assert excerpts(["408", "398\n\n  (other\tpath)"], at_most(16)) == ("408", "398 (other path)")


def test_a_common_beginning_gives_way_to_a_sentence_that_differs():
    texts = [APPLES.format(1, 11), APPLES.format(11, 8)]
    assert excerpts(texts, at_most(30)) == (
        "…Then 3x + 1 = 40, so x = 11.",
        "…Then 3x + 11 = 40, so x = 8.",
    )


def test_where_even_that_is_too_long_the_middle_goes_and_the_end_stays():
    texts = [APPLES.format(1, 11), APPLES.format(11, 8)]
    assert excerpts(texts, at_most(18)) == ("…1 = 40, … x = 11.", "…11 = 40, … x = 8.")


def test_one_that_fits_does_not_keep_the_others_from_leaving_out_their_beginning():
    texts = [APPLES.format(1, 11), "Let x be 8.", APPLES.format(2, 11)]
    shown = excerpts(texts, at_most(20))
    assert shown == ("…1 = 40, so x = 11.", "Let x be 8.", "…2 = 40, so x = 11.")


def test_a_long_common_ending_gives_way_to_what_differs():
    text = (
        "Sure! Let me think. The answer is {} by the rules of the game. I hope that it helps you!"
    )
    shown = excerpts([text.format(408), text.format("about a third of 12")], at_most(30))
    assert shown == ("…408 by the rules … helps you!", "…about a third of 12 by … you!")


def test_beginnings_that_only_some_share_are_left_out_where_these_would_look_alike():
    long = "we go on and on and on and so the answer is"
    texts = [
        f"First {long} 7 or 8 {long} 5",
        f"First {long} 9 or 8 {long} 5",
        f"Well {long} {long}",
    ]
    first, second, third = excerpts(texts, at_most(20))
    assert (first[:3], second[:3], third[:4]) == ("…7 ", "…9 ", "Well")


def test_equal_answers_stay_alike_and_different_ones_are_told_apart():
    texts = [f"{'a word and ' * 40}{k % 7}{' another' * 40}" for k in range(12)]
    shown = excerpts(texts, at_most(24))
    assert len(set(shown)) == 7
    assert shown[0] == shown[7]
    assert all(len(text) <= 24 for text in shown)


def test_a_long_question_keeps_its_beginning_and_its_end():
    question = "A train leaves station A at 08:15 and another leaves B later. When do the two meet?"
    shown = excerpts([question], at_most(40))
    assert shown == ("A train leaves station A … the two meet?",)


@pytest.mark.parametrize(
    ("text", "clusters"),
    [
        ("👩‍🔬🇩🇪👍🏽" * 9, {"👩‍🔬", "🇩🇪", "👍🏽"}),
        ("क्षत्रिय" * 9, {"क्ष", "त्रि", "य"}),
        ("e\u0301" * 40, {"e\u0301"}),
        ("最长的街道是维洛尔大街" * 5, set("最长的街道是维洛尔大街")),
        ("un" + "break" * 15 + "able", set("unbreakl")),
    ],
)
def test_no_letter_is_cut_where_words_are_long(text, clusters):
    (shown,) = excerpts([text], at_most(16))
    head, tail = shown.split("…")
    assert text.startswith(head) and text.endswith(tail)
    for part in (head, tail):
        rest = part
        while rest:
            whole = next(c for c in sorted(clusters, key=len, reverse=True) if rest.startswith(c))
            rest = rest.removeprefix(whole)


def test_a_room_for_less_than_a_word_holds_its_beginning():
    assert excerpts(["unbreakable code"], at_most(6)) == ("unbre…",)
    assert excerpts(["unbreakable code"], at_most(0)) == ("…",)


def test_of_a_sum_the_result_is_shown():
    """Right and wrong are told apart by it."""
    assert excerpts(["340+68=408", "340+78=418", "398"], at_most(6)) == ("…=408", "…=418", "398")
    assert excerpts(["340+68=408"], at_most(8)) == ("340+68…",)
    assert excerpts(["340+68=408"], at_most(4)) == ("340…",)
