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


def frame_at(film: Path, second: float) -> np.ndarray:
    """A frame in the RGB that a viewer sees who goes by the film's own tags."""
    with av.open(film) as container:
        for frame in container.decode(video=0):
            if frame.time >= second:
                assert frame.colorspace == BT709
                shown = frame.reformat(format="rgb24", src_colorspace=Colorspace.ITU709)
                return shown.to_ndarray()
    raise AssertionError(f"no frame at {second} s")


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


@pytest.mark.parametrize(("second", "role"), [(0.5, "new"), (2.5, "up")])
def test_colours_are_the_theme_s(swatch: Path, second: float, role: str) -> None:
    pixels = frame_at(swatch, second).astype(int)
    expected = ImageColor.getrgb(getattr(DARK, role))
    assert np.abs(pixels - expected).max() <= 3


def test_it_can_start_before_it_is_all_there(swatch: Path) -> None:
    data = swatch.read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_title_and_chapters(swatch: Path) -> None:
    with av.open(swatch) as container:
        assert container.metadata["title"] == "Swatch"
        chapters = [
            (
                chapter["metadata"]["title"],
                chapter["start"] * chapter["time_base"],
                chapter["end"] * chapter["time_base"],
            )
            for chapter in container.chapters()
        ]
    # One second of rest; the hold is what is missing to 17 characters a second, at least .8 s,
    # in steps of .2 s: 34 characters are 2 s, 19 characters 1.2 s.
    assert chapters == [
        ("New & <old>", 0, Fraction(2)),
        ("Up", Fraction(2), Fraction(19, 5)),
    ]


def test_frames_come_at_even_times(swatch: Path) -> None:
    with av.open(swatch) as container:
        times = [frame.time for frame in container.decode(video=0)]
    assert times == pytest.approx([n / 15 for n in range(57)])


def test_the_poster_is_the_last_frame_of_its_beat(swatch: Path) -> None:
    with Image.open(swatch.with_suffix(".png")) as poster:
        assert poster.size == (854, 480)
        assert poster.convert("RGB").getcolors() == [(854 * 480, ImageColor.getrgb(DARK.new))]
