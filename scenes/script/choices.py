"""What may be answered to a question of a film: the right answer, and usual mistakes."""

from __future__ import annotations

from collections.abc import Sequence


def offered(choices: Sequence[str]) -> list[str]:
    """The `choices` of a question, the right one first, without those that are right as well.

    None at all where the group leaves no right answer (it is empty then) or no wrong one.
    """
    right, *others = choices or [""]
    wrong = [choice for choice in dict.fromkeys(others) if choice and choice != right]
    return [right, *wrong] if right and wrong else []
