"""Frames that are redrawn in part: every film's pixels are as if all of them were drawn anew."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from manim import (
    BLUE,
    DOWN,
    LEFT,
    RED,
    RIGHT,
    UP,
    WHITE,
    YELLOW,
    CairoRenderer,
    Circle,
    Create,
    Dot,
    FadeIn,
    Line,
    MathTypst,
    Polygon,
    Rotate,
    Square,
    ValueTracker,
    VGroup,
    Write,
    always_redraw,
)
from manim._config.video_encoder import VideoEncoderSpec

from lecture import shoot
from lecture.options import Options
from scenes.stage.damage import Damage, Drawn, Patches, changed
from scenes.stage.encoding import SegmentEncoder, StageFileWriter
from scenes.stage.film import GrpoScene, beat
from scenes.stage.renderer import StageRenderer
from scenes.stage.x264 import X264


class Restless(GrpoScene):
    """What moves in a film in all ways that films know; its words are of no matter."""

    @beat(hold=0.2)
    def lines(self) -> None:
        """Lines

        Corners stick out, ends are round, and one thing lies behind another.
        """
        self.add(MathTypst("rho = pi_theta (o)").scale(2).shift(2 * UP))
        spike = Polygon(2 * LEFT, 2 * RIGHT, 2 * LEFT + 0.3 * UP, stroke_width=14, color=YELLOW)
        under = Square(3, fill_opacity=0.4, color=BLUE, stroke_width=3).set_z_index(-1)
        words = MathTypst("min(rho A, rho_c A)").set_stroke(WHITE, 5, background=True)
        self.add(spike, words.shift(DOWN))
        self.play(Rotate(spike, 1.0), FadeIn(under, shift=RIGHT), run_time=0.6)
        self.play(under.animate.shift(6 * RIGHT), words.animate.set_opacity(0.2), run_time=0.6)

    @beat(hold=0.2)
    def numbers(self) -> None:
        """Numbers

        Outlines come and go, some in a gradient, and one leaves the picture.
        """
        shown = ValueTracker(0)
        self.add(always_redraw(lambda: _dots(shown.get_value())))
        ball = Circle(0.7, fill_opacity=1, stroke_width=0).set_color_by_gradient(RED, BLUE)
        self.play(shown.animate.set_value(9), Create(Line(3 * LEFT, 3 * UP)), run_time=0.8)
        self.play(ball.animate.shift(9 * LEFT), Write(MathTypst("beta")), run_time=0.6)

    @beat(hold=0.2)
    def nearer(self) -> None:
        """Nearer

        The camera moves and stops while others go on.
        """
        frame, dot = self.camera.frame, Dot(color=RED)
        self.add(dot)
        self.play(frame.animate.scale(0.6).shift(UP), run_time=0.6)
        self.play(dot.animate.shift(UP), run_time=0.6)


def _dots(number: float) -> VGroup:
    return VGroup(*(Dot(DOWN + 0.4 * n * RIGHT) for n in range(int(number))))


def _as_manim(renderer: StageRenderer, *args: object) -> None:
    """Draw the whole frame, in Manim's own order of calls."""
    if not renderer.skip_animations:
        CairoRenderer.render(renderer, *args)


def test_a_film_is_the_same_as_when_manim_draws_all_of_every_frame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[object] = []
    write = StageFileWriter.write_frame

    def note(writer: StageFileWriter, frame: object, *, repeat: int = 1) -> None:
        sent.append(frame)
        write(writer, frame, repeat=repeat)

    monkeypatch.setattr(shoot, "film_class", lambda _: Restless)
    monkeypatch.setattr(StageFileWriter, "write_frame", note)
    ours = _filmed(tmp_path / "ours")
    monkeypatch.setattr(StageRenderer, "render", _as_manim)
    manims = _filmed(tmp_path / "manim")
    pairs = zip(ours, manims, strict=True)
    assert [_difference(*pair) for pair in pairs if _packets(pair[0]) != _packets(pair[1])] == []

    patches = [frame for frame in sent if isinstance(frame, Patches)]
    assert len(patches) > 30  # of 75; six plays have a first frame, and three holds
    areas = [sum(part.size / 4 for _, part in frame.parts) for frame in patches]
    assert np.median(areas) < 854 * 480 / 2


def _filmed(out: Path) -> list[Path]:
    """The film's segments; which key one has may change from run to run."""
    options = Options("Restless", quality="l", out=out)
    takes = shoot.shoot(options, out / "raw", takes=lambda _: True, bar=False)
    return [file for take in takes for file in take.segments]


def _difference(one: Path, other: Path) -> str:
    """How far the pictures of two segments are from each other, for whoever reads of a failure."""
    pair = [av.open(file) for file in (one, other)]
    decoded = [[frame.to_ndarray().astype(int) for frame in film.decode(video=0)] for film in pair]
    apart = [abs(a - b) for a, b in zip(*decoded, strict=False)]
    told = [
        f"{n}: {part.max()} in {(part > 0).sum()}" for n, part in enumerate(apart) if part.any()
    ]
    return f"{one.name} {len(decoded[0])} and {len(decoded[1])} frames; {', '.join(told)}"


def _packets(file: Path) -> list[bytes]:
    with av.open(file) as film:
        return [bytes(packet) for packet in film.demux(video=0)]


@pytest.mark.parametrize("chosen", [("libx264", "yuv420p"), ("libx264", "yuv444p")])
def test_patches_are_encoded_as_the_whole_picture(tmp_path: Path, chosen: tuple[str, str]) -> None:
    size, boxes = (150, 202), [(0, 72, 0, 160), (144, 150, 160, 202), (72, 150, 0, 202)]
    random = np.random.default_rng(1)
    pictures = [random.integers(0, 256, (*size, 4), dtype=np.uint8)]
    frames: list[np.ndarray | Patches] = [pictures[0].copy()]
    for top, bottom, left, right in boxes:
        picture = pictures[-1].copy()
        picture[top:bottom, left:right] = random.integers(0, 256, dtype=np.uint8, size=4)
        pictures.append(picture)
        part = picture[top:bottom, left:right].copy()
        frames.append(Patches([((top, bottom, left, right), part)]))
    whole = _encoded([*pictures, pictures[-1]], tmp_path / "whole.mp4", chosen)
    assert _encoded([*frames, Patches([])], tmp_path / "patched.mp4", chosen) == whole
    assert len(set(whole)) > len(boxes)


def _encoded(frames: list, target: Path, chosen: tuple[str, str]) -> list[bytes]:
    rows, columns = frames[0].shape[:2]
    spec = VideoEncoderSpec("mp4", *chosen, columns, rows, Fraction(30), tuple(X264.items()))
    encoder = SegmentEncoder(target=target, spec=spec)
    for frame in frames:
        encoder.write_frame(frame)
    encoder.finish()
    return _packets(target)


def test_a_segment_cannot_begin_with_a_difference(tmp_path: Path) -> None:
    spec = VideoEncoderSpec("mp4", "libx264", "yuv420p", 64, 36, Fraction(5), ())
    encoder = SegmentEncoder(target=tmp_path / "segment.mp4", spec=spec)
    with pytest.raises(RuntimeError, match="the first frame of a segment is a whole one"):
        encoder.write_frame(Patches([]))
    encoder.abort()


def _piece(name: str, column: int) -> Drawn:
    return Drawn(Dot(), None, (name,), (0, 10, column, column + 10))


def test_what_differs_is_damage_where_it_was_and_where_it_is() -> None:
    a, b, c, moved = _piece("a", 0), _piece("b", 100), _piece("c", 200), _piece("b'", 120)
    assert changed([a, b, c], [a, b, c]) == []
    assert changed([a, b, c], [a, moved, c]) == [b.box, moved.box]
    assert changed([a, c], [a, b, c]) == [b.box]
    assert changed([a, b, c], [a, c]) == [b.box]
    assert changed([a, b], [b, a]) == [a.box, b.box, b.box, a.box]  # one lies over the other


def test_damage_of_any_shape_is_told_by_boxes_side_by_side() -> None:
    """A bracket that opens to the right, and a tile within it."""
    bracket = [(0, 10, 0, 480), (0, 350, 0, 10), (300, 350, 0, 480), (150, 160, 320, 330)]
    boxes = list(Damage(bracket, (1080, 1920)).boxes())
    assert sorted(boxes) == [(0, 72, 0, 480), (72, 288, 0, 160), (144, 216, 320, 480),
                             (288, 360, 0, 480)]  # fmt: skip


def test_damage_is_made_of_whole_tiles_that_do_not_overlap() -> None:
    damage = Damage([(70, 80, 100, 170), (500, 510, 1900, 1920)], (1080, 1920))
    assert list(damage.boxes()) == [(0, 144, 0, 320), (432, 576, 1760, 1920)]
    assert damage.share == 6 / (15 * 12)
    assert damage.touches((140, 200, 300, 400))
    assert not damage.touches((144, 200, 300, 400))
