"""The finished film as other programs see it, probed with PyAV."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.reformatter import Colorspace
from PIL import Image, ImageColor

from scenes.stage.theme import DARK

BT709, STUDIO_RANGE = 1, 1  # as ITU-T H.273 and FFmpeg number them


def frames_of(film: Path) -> list[np.ndarray]:
    """The frames in the RGB that a viewer sees who goes by the film's own tags."""
    with av.open(film) as container:
        return [_as_seen(frame) for frame in container.decode(video=0)]


def _as_seen(frame: av.VideoFrame) -> np.ndarray:
    assert frame.colorspace == BT709
    return frame.reformat(format="rgb24", src_colorspace=Colorspace.ITU709).to_ndarray()


def shows(frame: np.ndarray, role: str) -> bool:
    """Whether the whole frame is in the dark theme's colour of `role`, within 3 of 255."""
    return np.abs(frame.astype(int) - ImageColor.getrgb(getattr(DARK, role))).max() <= 3


def test_every_player_can_decode_it(swatch: Path) -> None:
    with av.open(swatch) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (stream.width, stream.height, stream.average_rate) == (854, 480, 15)


def test_colours_are_tagged_bt709(swatch: Path) -> None:
    with av.open(swatch) as container:
        context = container.streams.video[0].codec_context
        tags = (context.colorspace, context.color_primaries, context.color_trc)
        assert tags == (BT709, BT709, BT709)
        assert context.color_range == STUDIO_RANGE


def test_colours_are_the_theme_s(swatch: Path) -> None:
    frames = frames_of(swatch)
    assert shows(frames[0], "new")
    assert shows(frames[-1], "up")


def test_it_can_start_before_it_is_all_there(swatch: Path) -> None:
    data = swatch.read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_title_and_a_chapter_for_each_beat(swatch: Path) -> None:
    with av.open(swatch) as container:
        assert container.metadata["title"] == "Swatch"
        assert [c["metadata"]["title"] for c in container.chapters()] == ["New & <old>", "Up"]


def test_chapters_begin_and_end_with_their_pictures(swatch: Path) -> None:
    with av.open(swatch) as container:
        first, second = container.chapters()
        unit = first["time_base"]
    frames = frames_of(swatch)
    cut = Fraction(next(n for n, frame in enumerate(frames) if shows(frame, "up")), 15)
    assert first["start"] == 0
    assert first["end"] * unit == second["start"] * unit == pytest.approx(cut, abs=1e-3)
    assert second["end"] * unit == pytest.approx(Fraction(len(frames), 15), abs=1e-3)


def test_frames_come_at_even_times(swatch: Path) -> None:
    with av.open(swatch) as container:
        times = [frame.time for frame in container.decode(video=0)]
    assert times == pytest.approx([n / 15 for n in range(len(times))])


def test_the_poster_is_the_last_frame_of_its_beat(swatch: Path) -> None:
    with Image.open(swatch.with_suffix(".png")) as poster:
        assert poster.size == (854, 480)
        assert poster.convert("RGB").getcolors() == [(854 * 480, ImageColor.getrgb(DARK.new))]
