"""What is offered as answers to a question: the right one first, nothing twice, or nothing."""

from __future__ import annotations

import pytest

from scenes.script.choices import offered


@pytest.mark.parametrize(
    ("choices", "kept"),
    [
        (["X", "Y", "Z"], ["X", "Y", "Z"]),
        (["X", "X", "Y", "neither"], ["X", "Y", "neither"]),  # the right one is among the others
        (["Y", "X", "Y", "X"], ["Y", "X"]),
        (["X", "", "Y"], ["X", "Y"]),
        (["X", "X"], []),  # nothing to choose from
        (["", "X", "Y"], []),  # nothing is right
        ([], []),
    ],
)
def test_what_is_offered(choices: list[str], kept: list[str]) -> None:
    assert offered(choices) == kept
