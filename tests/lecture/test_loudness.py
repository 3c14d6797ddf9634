"""How loud voices are made, measured by pyloudnorm and SciPy."""

from __future__ import annotations

import numpy as np
import pyloudnorm
import pytest
from scipy.signal import resample_poly
from sounds import silence, tone

from lecture.voice.loudness import levelled, loudness, mastered

RATE = 48_000
METER = pyloudnorm.Meter(RATE)


def clicks(seconds: float, level: float) -> np.ndarray:
    """Like a voice: a hundred pulses a second that die away, with a plosive now and then."""
    time = np.arange(round(seconds * RATE)) / RATE
    pulses = np.exp(-300 * (time % 0.01)) * np.sin(2 * np.pi * 1500 * time)
    return (level * pulses * (1 + 4 * np.exp(-80 * (time % 0.4)))).astype(np.float32)


def peak(samples: np.ndarray) -> float:
    """The highest peak in dBTP, between samples as well."""
    return float(20 * np.log10(np.abs(resample_poly(samples, 4, 1)).max()))


@pytest.mark.parametrize("level", [0.03, 0.1, 1.0])
def test_a_voice_of_any_level_comes_to_the_target(level: float) -> None:
    made = levelled(clicks(5.0, level))
    assert METER.integrated_loudness(made) == pytest.approx(-16, abs=0.2)


@pytest.mark.parametrize("level", [0.01, 1.0])
def test_no_peak_is_too_high_whatever_was_made_of_it_before(level: float) -> None:
    """Levelled voices are as loud as they should be, but for their peaks."""
    parts = [levelled(clicks(4.0, level)), silence(3.0), levelled(clicks(2.0, 2 * level))]
    whole = np.concatenate(parts).astype(np.float32)
    assert peak(whole) > 0
    made = mastered(whole)
    assert made.size == whole.size
    assert peak(made) < -2.2
    assert METER.integrated_loudness(made) == pytest.approx(-16, abs=0.3)
    assert np.abs(made[round(4.1 * RATE) : round(6.9 * RATE)]).max() < 1e-4


def test_limiting_does_not_shift_the_sound() -> None:
    whole = np.concatenate([silence(1.0), clicks(3.0, 1.0)]).astype(np.float32)
    begins = [int(np.flatnonzero(np.abs(one) > 0.02)[0]) for one in (whole, mastered(whole))]
    assert begins[0] == pytest.approx(begins[1], abs=RATE / 500)


def test_silence_stays_silent_and_what_is_faint_is_no_voice() -> None:
    nothing = np.zeros(RATE, np.float32)
    assert loudness(nothing) == -70
    assert not mastered(nothing).any() and not levelled(nothing).any()
    assert np.abs(levelled(clicks(3.0, 1e-6))).max() < 1e-3


def test_a_short_voice_has_a_loudness_too() -> None:
    assert loudness(tone(0.2, level=0.1).astype(np.float32)) == pytest.approx(-23.4, abs=0.5)
