"""What is typed, step by step, without a page."""

from __future__ import annotations

import pytest

from explorer.edits import Edits
from explorer.session import Refusal, Session


@pytest.fixture
def edits() -> Edits:
    return Edits(Session.worked())


def new(edits: Edits, index: int = 0) -> float:
    return float(edits.present.session.group.new[index])


def test_a_refused_text_leaves_what_was_there_before_it_was_typed(edits: Edits) -> None:
    for letters in ("1", "1.", "1.5"):  # 1 by itself would count
        edits.type("new:0", letters)
    assert new(edits) == pytest.approx(0.3)
    assert edits.present.wrong["new:0"].typed == "1.5"
    edits.leave()
    edits.type("new:0", "0.15")
    assert new(edits) == pytest.approx(0.15)
    assert not edits.present.wrong
    edits.undo()
    assert edits.present.wrong["new:0"].typed == "1.5"
    edits.undo()
    assert not edits.present.wrong and not edits.past


def test_others_that_give_way_come_back_when_a_slider_does(edits: Edits) -> None:
    edits.change(lambda s: s.with_others_giving_way(True))
    for value in ("0.5", "0.99", "0.3"):
        edits.type("new:0", value)
    assert list(edits.present.session.group.new) == pytest.approx([0.3, 0.2, 0.07, 0.43])


def test_what_stands_in_a_field_counts_as_soon_as_it_can(edits: Edits) -> None:
    edits.type("new:0", "-1.5")
    assert edits.present.wrong
    edits.change(lambda s: s.with_logs(True))
    assert not edits.present.wrong
    assert edits.present.session.group.new_logp[0] == -1.5


def test_a_field_that_goes_takes_its_text_along(edits: Edits) -> None:
    edits.change(lambda s: s.with_linked(False))
    edits.type("epsilon_high", "x")
    edits.type("reward:1", "y")
    edits.change(lambda s: s.with_linked(True), without="epsilon_high")
    assert list(edits.present.wrong) == ["reward:1"]
    edits.remove(1)
    assert not edits.present.wrong


@pytest.mark.parametrize("place", ["new:4", "new:-1", "new:00", "new:", "gamma", "epsilon_high"])
def test_there_is_no_field_of_another_name(edits: Edits, place: str) -> None:
    with pytest.raises(Refusal, match="there is no such field"):
        edits.type(place, "0.5")
    assert not edits.past


def test_steps_are_bounded_and_a_new_one_forgets_what_was_taken_back(edits: Edits) -> None:
    for step in range(300):
        edits.type("beta", str(step))
        edits.leave()
    edits.undo()
    assert edits.present.session.table.beta == 298
    edits.type("beta", "7")
    edits.redo()
    assert edits.present.session.table.beta == 7
    while edits.past:
        edits.undo()
    assert edits.present.session.table.beta > 50
