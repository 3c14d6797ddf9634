"""When a voice says which sentence, on tones and pauses of known times."""

from __future__ import annotations

import numpy as np
import pytest
from sounds import silence, tone

from lecture.voice.pauses import breaks, speech_of


def voice(*seconds: float, room: float = 0.0) -> np.ndarray:
    """Tones and pauses in turn, in a `room` of so much noise."""
    parts = [(silence if n % 2 else tone)(length) for n, length in enumerate(seconds)]
    whole = np.concatenate(parts)
    noise = np.random.default_rng(7).normal(0, 1, whole.size)
    return (whole + room * noise).astype(np.float32)


@pytest.mark.parametrize("room", [0.0, 0.0005, 0.005])
def test_speech_lies_between_pauses(room: float) -> None:
    found = speech_of(voice(1.0, 0.5, 0.7, 0.05, 0.3, 0.9, 0.4, 1.0, room=room))
    expected = [(0.0, 1.0), (1.5, 2.55), (3.45, 3.85)]
    assert [tuple(span) for span in found] == [pytest.approx(one, abs=0.02) for one in expected]


def test_a_silent_file_says_nothing() -> None:
    assert speech_of(np.zeros(48_000, np.float32)) == []
    assert speech_of(np.zeros(10, np.float32)) == []


def test_sentences_end_in_the_pauses_that_lie_near() -> None:
    """A comma's pause is shorter, and earlier than the sentence is due."""
    spans = speech_of(voice(1.4, 0.2, 1.5, 0.6, 2.0, 0.5, 1.2, 0.2, 0.9))
    found = breaks(spans, [30, 20, 21])
    assert [tuple(one) for one in found] == [
        pytest.approx((3.1, 3.7), abs=0.02),
        pytest.approx((5.7, 6.2), abs=0.02),
    ]


def test_without_a_pause_sentences_go_by_their_lengths() -> None:
    found = breaks(speech_of(voice(10.0)), [30, 10, 60])
    assert [tuple(one) for one in found] == [
        pytest.approx((3.0, 3.0), abs=0.02),
        pytest.approx((4.0, 4.0), abs=0.02),
    ]


def test_one_sentence_has_no_break() -> None:
    assert breaks(speech_of(voice(1.0, 0.5, 1.0)), [12]) == []
