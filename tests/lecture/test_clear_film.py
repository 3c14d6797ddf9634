"""`make render ALPHA=1`: laid over the ground, a film without it is the film."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from manim import config, tempconfig
from PIL import ImageColor
from small_films import main

from scenes.script.palette import THEMES
from scenes.stage.encoding import straight

LOW = ("--quality", "l", "--fps", "10")
GROUND = np.array(ImageColor.getrgb(THEMES["dark"].ground))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The film Many, with ground and without."""
    out = tmp_path_factory.mktemp("clear")
    asked = ["render", "--scene", "Many", *LOW, "--alpha", "1", "--out", str(out)]
    assert main(asked) == 0
    return out / "renders" / "480p10-dark"


def pictures(path: Path) -> list[np.ndarray]:
    """Its frames as arrays (height, width, 4) of numbers from 0 to 255."""
    return [frame.to_ndarray(format="rgba").astype(float) for frame in frames(path)]


def frames(path: Path) -> Iterator[av.VideoFrame]:
    """FFmpeg's own decoder of VP9 leaves opacity out: libvpx's has it."""
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        if path.suffix != ".webm":
            yield from film.decode(stream)
            return
        decoder = av.CodecContext.create("libvpx-vp9", "r")
        for packet in film.demux(stream):
            if packet.size:
                yield from decoder.decode(packet)


def told(path: Path) -> tuple:
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        chapters = [
            (c["metadata"]["title"], float(c["start"] * c["time_base"])) for c in film.chapters()
        ]
        return stream.codec_context.name, stream.width, stream.average_rate, chapters


def test_they_lie_beside_the_film_and_are_told(folder: Path, capsys) -> None:
    names = {path.name for path in folder.iterdir()}
    assert {"Many.mp4", "Many.webm", "Many.mov"} <= names
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    out = str(folder.parents[1])
    assert main(["render", "--scene", "Many", *LOW, "--alpha", "1", "--out", out]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [Path(line).name for line in said] == ["Many.mp4", "Many.webm", "Many.mov"]
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_they_are_as_long_with_the_same_chapters(folder: Path) -> None:
    plain, web, tape = (told(folder / f"Many.{kind}") for kind in ("mp4", "webm", "mov"))
    assert (web[0], tape[0]) == ("vp9", "prores")
    assert plain[1:3] == web[1:3] == tape[1:3] == (854, Fraction(10))
    for other in (web, tape):
        assert [title for title, _ in other[3]] == [title for title, _ in plain[3]] != []
        starts = [start for _, start in other[3]]
        assert starts == pytest.approx([start for _, start in plain[3]], abs=0.01)
    count = len(list(frames(folder / "Many.mp4")))
    assert len(list(frames(folder / "Many.webm"))) == count
    assert len(list(frames(folder / "Many.mov"))) == count


@pytest.mark.parametrize(("kind", "off"), [("mov", 4), ("webm", 5)])
def test_over_its_ground_each_frame_is_the_film_s(folder: Path, kind: str, off: float) -> None:
    """As far as either codec keeps colours, on average of 255."""
    clear, whole = (pictures(folder / f"Many.{part}") for part in (kind, "mp4"))
    for ours, theirs in zip(clear[::15], whole[::15], strict=True):
        opacity = ours[..., 3:] / 255
        mixed = opacity * ours[..., :3] + (1 - opacity) * GROUND
        assert np.abs(mixed - theirs[..., :3]).mean() < off
        assert opacity[:40, :40].max() <= 1 / 255  # no ground in the corner
        assert opacity.max() > 0.95


def test_a_changed_film_has_them_made_anew(folder: Path, capsys) -> None:
    web = folder / "Many.webm"
    os.utime(web, ns=(0, 0))
    out = str(folder.parents[1])
    assert main(["render", "--scene", "Many", *LOW, "--alpha", "1", "--out", out]) == 0
    assert web.stat().st_mtime_ns > (folder / "Many.mp4").stat().st_mtime_ns


def test_colours_are_parted_from_the_ground_s() -> None:
    """A red of opacity 1/2 over nothing, as Cairo mixes it; what is whole or clear stays."""
    with tempconfig({"background_color": "#204060"}):
        assert config.background_color.to_int_rgb().tolist() == [0x20, 0x40, 0x60]
        half = [0.5 * 255 + 0.5 * 0x20, 0.5 * 0x40, 0.5 * 0x60, 127.5]
        frame = np.array([[half, [1, 2, 3, 255], [0x20, 0x40, 0x60, 0]]], np.uint8)
        found = straight(frame)
    assert np.abs(found[0, 0].astype(int) - [255, 0, 0, 127]).max() <= 2
    assert found[0, 1:].tolist() == [[1, 2, 3, 255], [0x20, 0x40, 0x60, 0]]
