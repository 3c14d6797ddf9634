"""A picture that stands still: each of its frames is there, and is the picture."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from manim._config.video_encoder import VideoEncoderSpec

from scenes.stage.damage import Patches
from scenes.stage.encoding import SegmentEncoder
from scenes.stage.x264 import X264

SIZE = 640, 360
RATE = 30


def _spec(**options: str) -> VideoEncoderSpec:
    given = tuple(sorted({**X264, **options}.items()))
    return VideoEncoderSpec("mp4", "libx264", "yuv420p", *SIZE, Fraction(RATE), given)


def _picture(shade: int) -> np.ndarray:
    """Soft waves and hard edges, which take x264 some frames to get right."""
    rows, columns = np.mgrid[: SIZE[1], : SIZE[0]]
    waves = 90 + 60 * np.sin(rows / 9) * np.cos(columns / 23)
    grey = np.where((rows // 20 + columns // 30) % 5 == 0, shade, waves)
    opaque = np.full_like(grey, 255)
    return np.ascontiguousarray(np.dstack([grey, grey, 255 - grey, opaque]).astype(np.uint8))


def _made(target: Path, frames: list[tuple[np.ndarray | Patches, int]], **options: str) -> Path:
    encoder = SegmentEncoder(target=target, spec=_spec(**options))
    for pixels, repeat in frames:
        encoder.write_frame(pixels, repeat=repeat)
    encoder.finish()
    return target


def _frames(file: Path) -> list[np.ndarray]:
    with av.open(file) as film:
        return [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]


def _likeness(one: np.ndarray, other: np.ndarray) -> float:
    """The peak signal-to-noise ratio in decibels."""
    error = np.mean((one.astype(float) - other) ** 2)
    return 10 * np.log10(255**2 / max(error, 1e-9))


@pytest.mark.parametrize("count", [1, 12, 13, 30, 97, 530])
def test_a_picture_that_stands_is_as_if_each_frame_were_encoded(tmp_path: Path, count: int) -> None:
    picture = _picture(230)
    stood = _frames(_made(tmp_path / "stood.mp4", [(picture, count)]))
    one_by_one = [(picture, 1), *[(Patches([]), 1)] * (count - 1)]
    encoded = _frames(_made(tmp_path / "encoded.mp4", one_by_one))
    assert len(stood) == len(encoded) == count
    first_group = zip(stood[:250], encoded[:250], strict=True)
    assert min(_likeness(*pair) for pair in first_group) > 50
    source = picture[..., :3]
    assert min(_likeness(frame, source) for frame in stood) >= _likeness(encoded[0], source) - 0.1


def test_nothing_flickers_while_a_picture_stands(tmp_path: Path) -> None:
    frames = _frames(_made(tmp_path / "stood.mp4", [(_picture(230), 240)]))
    assert all(np.array_equal(frame, frames[20]) for frame in frames[20:])


def test_players_find_frames_of_one_length_and_places_to_begin(tmp_path: Path) -> None:
    with av.open(_made(tmp_path / "stood.mp4", [(_picture(230), 530)])) as film:
        stream = film.streams.video[0]
        packets = [packet for packet in film.demux(stream) if packet.size]
        tick = 1 / (RATE * stream.time_base)
        assert [packet.pts for packet in packets] == [tick * n for n in range(530)]
        assert {packet.duration for packet in packets} == {tick}
        assert [n for n, packet in enumerate(packets) if packet.is_keyframe] == [0, 250, 500]


def test_what_stands_first_may_move_then(tmp_path: Path) -> None:
    one, other = _picture(230), _picture(20)
    frames = _frames(_made(tmp_path / "moved.mp4", [(one, 40), (other, 1), (other, 25)]))
    assert len(frames) == 66
    assert [_likeness(frame, one[..., :3]) > 30 for frame in frames] == [True] * 40 + [False] * 26
    assert [_likeness(frame, other[..., :3]) > 30 for frame in frames] == [False] * 40 + [True] * 26


def test_an_encoder_with_other_settings_encodes_each_frame(tmp_path: Path) -> None:
    """With B-frames, whose packets come in another order, and more than one frame to refer to."""
    picture = _picture(230)
    options = {"x264-params": "bframes=2:ref=3", "crf": "23"}
    frames = _frames(_made(tmp_path / "others.mp4", [(picture, 90)], **options))
    assert len(frames) == 90
    assert min(_likeness(frame, picture[..., :3]) for frame in frames) > 30
