"""Which answer to a question is right where that follows the group, by hand for known groups."""

from __future__ import annotations

from pathlib import Path

import pytest

from lecture.walk import build, without_output
from scenes.script.choices import offered
from scenes.script.settings import Settings

SILENT = """
question = "?"
[[answers]]
text = "a"
reward = 1
old = 0.5
new = 0.6
ref = 0.5
[[answers]]
text = "b"
reward = 1
old = 0.5
new = 0.4
ref = 0.5
"""
# The good answer has become likelier by .5/.4, within a bound of 1.3; so has the bad one rarer.
INSIDE = """
question = "?"
epsilon_low = 0.3
epsilon_high = 0.3
[[answers]]
text = "a"
reward = 1
old = 0.4
new = 0.5
ref = 0.4
[[answers]]
text = "b"
reward = 0
old = 0.6
new = 0.5
ref = 0.6
"""


def choices(scene: str, beat: str, settings: Settings) -> list[str]:
    """What a film offers as answers to the question of a beat, the right one first."""
    with without_output():
        film = build(scene, settings)
        film.setup()
        film.read_words()
    return list(next(one.choices for one in film.beats if one.method == beat))


@pytest.fixture
def group(tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    """Settings with a group that the test's parameter writes down."""
    file = tmp_path / "group.toml"
    file.write_text(request.param, "utf-8")
    return Settings(group=file)


@pytest.mark.parametrize(
    ("scene", "beat", "right"),
    [
        ("Equation", "two_updates", "X"),  # J is .142 for X and -.092 for Y
        ("Equation", "hill", "On the way, where a push goes dark"),  # at .4 of the way
        ("KL", "contest", "For k₃, the sum"),  # a sample strays .107, one of k1 .542
        # Turned over, 1 is bad and grew, 2 is good and shrank: both push; 3 and 4 moved enough.
        ("Explorer", "your_turn", "up: 2 · down: 1 · not at all: 3, 4"),
        ("Explorer", "epsilon", "Those of answers that went far the right way"),
    ],
)
def test_the_worked_group(scene: str, beat: str, right: str) -> None:
    offer = choices(scene, beat, Settings())
    assert offer[0] == right
    assert len(set(offer)) == len(offer) >= 2


@pytest.mark.parametrize("group", [INSIDE], indirect=True)
def test_the_gain_is_largest_at_the_end_where_no_bound_is_reached(group: Settings) -> None:
    assert choices("Equation", "hill", group)[0] == "At policy Y, at the very end"


@pytest.mark.parametrize("group", [SILENT], indirect=True)
def test_a_silent_group_is_not_asked_where_it_has_no_answer(group: Settings) -> None:
    assert choices("Equation", "hill", group) == []
    assert choices("Equation", "smaller", group)[0].startswith("The smaller one")


def test_what_is_offered_is_never_the_right_answer_alone() -> None:
    assert offered(["none", "none", ""]) == []
