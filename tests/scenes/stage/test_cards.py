"""The strip of cards: each answer's text, name and advantage, in order and in the frame."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hatched import is_hatched

from grpo_core import evaluate_group, load_group
from scenes.script.settings import WORKED_GROUP
from scenes.script.telling import cards_of
from scenes.stage.cards import CardStrip, badge
from scenes.stage.live_number import LiveNumber
from scenes.stage.theme import DARK
from scenes.stage.typeset import Typeset


def group_of(size: int, text: str = "408"):
    worked = load_group(WORKED_GROUP)
    column = np.log(np.linspace(0.05, 0.1, size))
    return replace(
        worked,
        texts=[f"{text} {n}" for n in range(size)],
        rewards=np.arange(size, dtype=float),
        old_logp=column,
        new_logp=column,
        ref_logp=column,
    )


def test_the_worked_group_s_cards():
    strip = CardStrip(evaluate_group(load_group(WORKED_GROUP)))
    for number, card in enumerate(strip.cards, start=1):
        assert f"o_{number}" in [getattr(part, "plain", "") for part in card]
    texts = [" ".join(card.text.plain.split()) for card in strip.cards]
    assert texts == ["408", "398", "408 (other path)", "418"]
    numbers = [card.badge[1].plain for card in strip.cards]
    assert numbers == ["+1.00", "−1.00", "+1.00", "−1.00"]
    assert "17 × 24 = ?" in [getattr(part, "plain", "") for part in strip.question]


@pytest.mark.parametrize("size", [2, 5, 8])
@pytest.mark.parametrize("text", ["408", "a long answer about nothing in particular"])
def test_cards_stand_in_order_within_the_frame(size, text):
    strip = CardStrip(evaluate_group(group_of(size, text)))
    edges = [(card.body.get_left()[0], card.body.get_right()[0]) for card in strip.cards]
    for (_, right), (left, _) in pairwise(edges):
        assert right < left
    assert strip.width <= 0.95 * 14.22
    for card in strip.cards:
        for part in card:
            assert part.get_left()[0] >= card.body.get_left()[0] - 1e-6
            assert part.get_right()[0] <= card.body.get_right()[0] + 1e-6


@pytest.mark.parametrize(
    ("advantage", "text", "color"),
    [(0.577, "+0.58", DARK.up), (-1.732, "−1.73", DARK.down), (0, "0.00", DARK.muted)],
)
def test_a_badge_is_the_advantage_in_its_colour(advantage, text, color):
    marker, number = badge(advantage)
    assert number.plain == text
    assert marker.get_fill_color().to_hex() == color


def test_a_sign_is_told_by_shape_too():
    up, down, none = (badge(advantage)[0] for advantage in (1, -1, 0))
    for marker, apex in ((up, 1), (down, -1)):
        heights = marker.get_vertices()[:, 1] - marker.get_center()[1]
        assert (np.sign(heights) == apex).sum() == 1  # a triangle on its base, or on its tip
    assert none.width == pytest.approx(none.height)
    assert up.width != pytest.approx(up.height)


@pytest.mark.parametrize("pushes", [True, False])
def test_a_verdict_is_said_on_the_card_by_lamp_marker_and_word(pushes):
    card = CardStrip(evaluate_group(load_group(WORKED_GROUP))).cards[0]
    card.say_verdict(pushes, "a word")
    assert "a word" in [getattr(part, "plain", "") for part in card.get_family()]
    assert "+1.00" not in [getattr(part, "plain", "") for part in card.get_family()]
    assert card.lamp.light.get_fill_opacity() == pushes
    assert card.badge[0].get_fill_color().to_hex() == DARK.up
    assert is_hatched(card.badge[0]) is not pushes
    for part in (card.lamp, card.badge):
        assert card.body.get_left()[0] < part.get_left()[0] < part.get_right()[0]
        assert part.get_right()[0] < card.body.get_right()[0]


FULL = (
    "Let x be 3x + 10 " * 9,
    "最长的街道是维洛尔大街。" * 4,
    "กาลครั้งหนึ่งนานมาแล้ว " * 4,
    "\ue000 " * 40,
)


@pytest.mark.parametrize("text", FULL)
def test_a_text_that_fills_its_card_keeps_clear_of_lamp_and_verdict(text):
    group = replace(load_group(WORKED_GROUP), texts=(text, "408", "b", "c"))
    card = CardStrip(evaluate_group(group)).cards[0].say_verdict(True, "pushes")
    assert card.text.get_top()[1] < card.lamp.get_bottom()[1]
    assert card.text.get_bottom()[1] > card.badge.get_top()[1]


@pytest.mark.parametrize("size", [7, 64])
def test_of_a_large_group_the_telling_answers_have_cards_and_a_last_one_counts(size):
    table = evaluate_group(group_of(size))
    strip = CardStrip(table)
    assert tuple(card.index for card in strip.cards) == cards_of(table)
    words = [
        part.plain for part in strip.rest.get_family() if isinstance(part, Typeset | LiveNumber)
    ]
    assert [" ".join(text.split()) for text in words] == [f"and {size - 4} more"]
    assert strip.width <= 12.6 + 1e-6


@pytest.mark.parametrize("size", [2, 6, 64])
def test_an_advantage_of_any_size_stays_in_its_card(size):
    group = replace(group_of(size), rewards=-3.21e14 * np.arange(size), scale="none")
    for card in CardStrip(evaluate_group(group)).cards:
        assert card.body.get_left()[0] <= card.badge.get_left()[0]
        assert card.badge.get_right()[0] <= card.body.get_right()[0]


def test_long_answers_are_told_apart_and_the_question_keeps_its_end():
    text = "Let x be the number of apples in a bag. Then three bags hold 40 - {} and x = {}."
    group = replace(
        group_of(4),
        question="Tom has some bags and loose apples, 40 in all. How many are in each bag?",
        texts=[text.format(k, 13 - k) for k in range(4)],
    )
    strip = CardStrip(evaluate_group(group))
    texts = [" ".join(card.text.plain.split()) for card in strip.cards]
    assert [said.split()[-1] for said in texts] == ["13.", "12.", "11.", "10."]
    assert all(f"40 - {k}" in said for k, said in enumerate(texts))
    question = " ".join(strip.question[2].plain.split())
    assert question.startswith("Tom has some")
    assert question.endswith("each bag?")
    for card in strip.cards:
        assert card.badge.get_top()[1] < card.text.get_bottom()[1]
        assert card.text.get_top()[1] < card.symbol.get_bottom()[1]
