"""The numbers that beats declare: they are the core's, and what the viewer reads."""

from __future__ import annotations

import math

import pytest
from shown_numbers import Film, State, numbers_in

from lecture.catalogue import running_order, scene_names
from lecture.walk import walk
from scenes.script.quantities import Quantity
from scenes.script.settings import Settings
from scenes.script.words import use_language
from scenes.stage.film import GrpoScene, beat


def taught(film: Film, number: int) -> tuple[Quantity, ...]:
    """What the beat `number` has declared by its end."""
    return next(state.taught for state in film.states if state.beat == number and state.last)


def values(film: Film, number: int, key: str) -> list[float]:
    return [one.value for one in taught(film, number) if one.key == key]


def is_seen(number: Quantity, states: list[State]) -> bool:
    """Whether a text of `states` has this number with these digits, with or without its sign."""
    (printed,) = numbers_in(number.text)
    return any(
        found.digit == printed.digit and abs(found.value) == abs(printed.value)
        for state in states
        for text in state.seen
        for found in numbers_in(text)
    )


# By hand for rewards 1, 0, 1, 0 (mean and std 1/2), old .2 .4 .1 .3, new .3 .2 .07 .43,
# reference .15 .4 .14 .31, epsilon .2 and beta .04; logarithms to four digits.
KL = 0.3 * 0.6931 - 0.2 * 0.6931 - 0.07 * 0.6931 + 0.43 * 0.3272  # sum of new * ln(new / ref)
K3 = (0.1931 + 0.3069 + 0.3069 + 0.0481) / 4  # means of ref/new - ln(ref/new) - 1
RIGHT = 0.29 * 12.1825 / (0.29 * 12.1825 + 0.71)  # e^(.1/.04) for the right ones' .29
AT_REST = RIGHT * math.log(RIGHT / 0.29) + (1 - RIGHT) * math.log((1 - RIGHT) / 0.71)
SURROGATE = (1.2 - 0.8 + 0.7 - 0.43 / 0.3) / 4
BY_HAND = [
    ("Clipping", 4, "ratio", [1.5]),
    ("Clipping", 8, "ratio", [0.7, 1.5, 0.5, 0.43 / 0.3]),
    ("Clipping", 10, "ratio", [1.5, 0.5, 0.7, 0.43 / 0.3]),
    ("KL", 3, "exact_kl", [KL]),
    ("KL", 11, "exact_kl", [AT_REST]),
    ("Equation", 5, "advantage", [1, -1, 1, -1]),
    ("Equation", 11, "surrogate", [SURROGATE]),
    ("Equation", 10, "objective", [SURROGATE - 0.04 * K3]),
    ("Equation", 12, "surrogate_slope", [0.25, -0.25, 0.25, -0.25]),
    ("Advantage", 5, "largest_advantage", [(1 - 0.2) / 0.4]),
    ("Advantage", 6, "advantage", [1, -1, 1, -1]),
    ("Advantage", 8, "largest_advantage", [1, 0.75**0.5, 0.5]),
    ("Explorer", 7, "mean_k3", [K3]),
    ("Explorer", 5, "surrogate_slope", [1.5 / 4, -0.5 / 4, 0.7 / 4, -0.43 / 0.3 / 4]),
    ("Explorer", 8, "advantage", [-(3**0.5)]),  # of the wrong one, where three of four are right
    ("Levels", 6, "ratio", [1.2]),
    ("Variants", 4, "weight", [0, 0, 0.7, -0.43 / 0.3]),
    ("Variants", 5, "advantage_size", [1, 4 / 3 / 2, 0.5]),
    ("Variants", 6, "token_weight", [1 / 20, 1 / 110, 1 / 200]),
    ("Variants", 8, "weight", [1.272, -0.5, 0.7, -1.272]),
    ("Variants", 9, "gate_ratio", [21, 2, 1.4]),
    ("Variants", 10, "mean_ratio", [1.0004]),
    ("Training", 2, "largest_advantage", [3**0.5]),  # two of eight are right: p = 1/4
]


@pytest.mark.parametrize(("scene", "number", "key", "expected"), BY_HAND)
def test_numbers_are_those_of_the_worked_group(film, scene, number, key, expected) -> None:
    assert values(film(scene), number, key) == pytest.approx(expected, abs=1e-4)


class TestFilm:
    @pytest.mark.parametrize("scene", scene_names())
    def test_each_declared_number_is_seen_in_its_beat(self, film, scene) -> None:
        walked = film(scene)
        unseen = [
            (state.beat, number.name, number.text)
            for state in walked.states
            if state.last
            for number in state.taught
            if not is_seen(number, [one for one in walked.states if one.beat == state.beat])
        ]
        assert unseen == []

    @pytest.mark.parametrize("scene", running_order())
    def test_a_beat_that_shows_values_declares_some(self, film, scene) -> None:
        """Where the end of a beat has two decimals or more, numbers are what it is about."""
        silent = [
            state.beat
            for state in film(scene).states
            if state.last and not state.taught and _values(state)
        ]
        assert [beat for beat in silent if (scene, beat) not in REPEATED] == []


# Beats that show numbers and teach none of them: five ideas said at once.
REPEATED = {("Levels", 8)}


def _values(state: State) -> set[str]:
    """The fractions at a rest without the advantages of the cards, 1.00 each, and of sources."""
    texts = [text for text in state.seen if "arXiv" not in text]
    found = [number for text in texts for number in numbers_in(text) if number.digit < 0.05]
    return {number.text for number in found if abs(number.value) != 1}


class Declares(GrpoScene):
    @beat()
    def one(self) -> None:
        """One

        Some.
        """
        self.teach("ratio", [0.5, 2.0, 10.0], 2, answers=[0, 2])
        self.teach("share_silent", 51.2, 0, unit="%", note="G = 8")

    @beat()
    def two(self) -> None:
        """Two

        None.
        """
        self.teach("objective", -0.25)


def declared(scene: type[GrpoScene]) -> list[tuple[Quantity, ...]]:
    seen = []
    walk(scene, Settings(), on_rest=lambda film, _: seen.append(tuple(film.taught)))
    return seen


def test_a_beat_has_its_own_numbers_only() -> None:
    first, second = declared(Declares)
    assert [(n.key, n.symbol, n.text) for n in first[:2]] == [
        ("ratio", "rho_1", "0.50"),
        ("ratio", "rho_3", "10.00"),
    ]
    assert first[2] == Quantity(
        *("share_silent", "share of silent groups", "p^G + (1 - p)^G"),
        *(51.2, "51", "51", "%", "G = 8"),
    )
    assert [(n.name, n.text) for n in second] == [("objective", "−0.250")]


def test_names_are_in_the_language_that_is_spoken() -> None:
    walked = walk(Declares, Settings(language="de"))
    assert walked.taught[0].name == "Zielfunktion"
    use_language("en")


class Own(GrpoScene):
    @beat()
    def one(self) -> None:
        """One

        Some.
        """
        self.shown = [
            self.given("learning rate", 0.5, 1),
            self.given("mean of the others", 1 / 3, 2, symbol="b_{i}", answer=10, note="G = 12"),
        ]


def test_a_scene_names_numbers_of_its_own() -> None:
    film = walk(Own, Settings(language="de"))
    assert film.shown == ["0.5", "0.33"]
    assert film.taught[1] == Quantity(
        *("mean of the others", "mean of the others", "b_(11)"),
        *(1 / 3, "0.33", "0,33", "", "G = 12"),
    )


class Endless(GrpoScene):
    @beat()
    def one(self) -> None:
        """One

        Some.
        """
        self.teach("ratio", float("inf"))


def test_what_is_no_number_is_not_taught() -> None:
    with pytest.raises(ValueError, match="ratio: inf cannot be taught"):
        declared(Endless)
