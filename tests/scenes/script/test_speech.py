"""Where a voice waits while a question is held."""

from __future__ import annotations

from scenes.script.speech import SILENT, Speech


def test_after_the_question_whenever_that_is() -> None:
    asking = Speech(20.0, ((3.0, 3.4),), asks=True)
    assert asking.stop(1.0) == asking.stop(15.0) == (3.0, 3.4)


def test_else_in_the_pause_that_lies_nearest_if_one_is_near() -> None:
    voice = Speech(20.0, ((3.0, 3.4), (8.0, 8.2)))
    assert voice.stop(5.0) == (3.0, 3.4)
    assert voice.stop(6.0) == (8.0, 8.2)
    assert voice.stop(12.1) is None


def test_one_that_asks_in_the_end_is_heard_out_if_that_does_not_take_long() -> None:
    voice = Speech(10.0, ((6.0, 6.4), (10.0, 10.0)))
    assert voice.stop(6.2) == (10.0, 10.0)
    assert voice.stop(5.9) == (6.0, 6.4)


def test_without_a_voice_nothing_waits() -> None:
    assert SILENT.stop(0.0) is None and Speech(3.0).stop(1.0) is None
