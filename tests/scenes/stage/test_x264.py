"""x264's bytes: they depend on the frames and on nothing else."""

from __future__ import annotations

import ctypes
import platform
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from manim._config.video_encoder import VideoEncoderSpec

from lecture.picture_stream import SCALED, picture_stream
from scenes.stage.encoding import SegmentEncoder
from scenes.stage.x264 import X264, repeatable

SIZE = 854, 480
_PERTURB = -6  # of glibc's malloc.h, M_PERTURB: with what fresh memory is filled


@pytest.fixture
def fill() -> Iterator[Callable[[int], object]]:
    """Fills memory that is handed out from now on, as what a process did before would."""
    if platform.libc_ver()[0] != "glibc":
        pytest.skip("fresh memory can be filled with glibc only")
    libc = ctypes.CDLL(None)
    yield lambda value: libc.mallopt(_PERTURB, value)
    libc.mallopt(_PERTURB, 0)


def _frames() -> Iterator[np.ndarray]:
    """A bar that moves."""
    for number in range(30):
        frame = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
        frame[232:248, 4 * number : 4 * number + 30] = 255
        yield frame


def _segment(target: Path) -> None:
    spec = VideoEncoderSpec("mp4", "libx264", "yuv420p", *SIZE, Fraction(15), tuple(X264.items()))
    encoder = SegmentEncoder(target=target, spec=spec)
    for frame in _frames():
        encoder.write_frame(frame)
    encoder.finish()


def _small_film(target: Path) -> None:
    with av.open(target, "w") as film:
        stream = picture_stream(film, Fraction(15), SIZE, SCALED)
        for number, pixels in enumerate(_frames()):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgba")
            frame.pts, frame.time_base = number, Fraction(1, 15)
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))


@pytest.mark.parametrize("write", [_segment, _small_film])
def test_bytes_do_not_depend_on_what_memory_held_before(
    tmp_path: Path, fill: Callable[[int], object], write: Callable[[Path], None]
) -> None:
    made = []
    for value in (0, 1, 2, 3):
        fill(value)
        write(tmp_path / f"{value}.mp4")
        with av.open(tmp_path / f"{value}.mp4") as film:
            made.append([bytes(packet) for packet in film.demux(video=0)])
    assert [len(packets) for packets in made] == [31] * 4  # 30, and the end
    assert [packets == made[0] for packets in made] == [True] * 4


def test_what_was_chosen_of_the_instructions_stays() -> None:
    chosen = {"x264-params": "asm=SSE2", "crf": "20"}
    assert repeatable(chosen) == chosen


@pytest.mark.skipif(platform.machine() != "x86_64", reason="another processor has no such levels")
@pytest.mark.skipif(not Path("/proc/cpuinfo").is_file(), reason="Linux tells what one has")
def test_a_processor_s_third_level_is_used_where_it_has_it() -> None:
    has = set(Path("/proc/cpuinfo").read_text().split())
    assert ("AVX2" in repeatable({})["x264-params"]) == ({"avx2", "bmi2", "fma"} <= has)
