"""Films made smaller for PowerPoint: size, rate, colours and sound."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace
from sounding_films import COLORS, RATE, film

from lecture.small_films import reduced


def seen(path: Path) -> list[np.ndarray]:
    """The middle of each frame, as a viewer sees it."""
    with av.open(path) as container:
        return [
            frame.reformat(
                format="rgb24", src_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.JPEG
            ).to_ndarray()[frame.height // 2, frame.width // 2]
            for frame in container.decode(video=0)
        ]


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (3840, 2160)])
def test_a_large_film_gets_720_lines_and_stays_the_same_to_the_eye(tmp_path: Path, size) -> None:
    large = film(tmp_path / "large.mp4", size)
    (small,) = reduced([large], tmp_path, 1)
    with av.open(small) as container:
        pictures = container.streams.video[0]
        assert pictures.height == 720
        assert pictures.width / pictures.height == pytest.approx(size[0] / size[1], abs=0.01)
        assert (pictures.average_rate, pictures.frames) == (RATE, 3 * RATE)
        assert float(pictures.duration * pictures.time_base) == pytest.approx(3)
    for number, color in enumerate(seen(small)):
        assert np.abs(color.astype(int) - COLORS[number // RATE]).max() <= 4


def test_a_film_that_is_small_enough_is_taken_as_it_is(tmp_path: Path) -> None:
    films = [film(tmp_path / "a.mp4", (1280, 720)), film(tmp_path / "b.mp4", (320, 180))]
    before = [each.read_bytes() for each in films]
    assert reduced(films, tmp_path, 2) == films
    assert [each.read_bytes() for each in films] == before


def test_sound_is_copied(tmp_path: Path) -> None:
    large = film(tmp_path / "large.mp4", (1920, 1080), sound=True)
    (small,) = reduced([large], tmp_path, 1)
    heard = []
    for each in (large, small):
        with av.open(each) as container:
            heard.append([bytes(packet) for packet in container.demux(audio=0) if packet.size])
    assert len(heard[0]) > 100
    assert heard[0] == heard[1]
