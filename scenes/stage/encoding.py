"""How frames become video segments: BT.709, repeated frames converted once, no half files.

Subclasses of Manim's own encoder and file writer, given to the renderer by its
`file_writer_class` argument.
"""

from __future__ import annotations

import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, cast

import av
import numpy as np
from av.video.reformatter import (
    ColorPrimaries,
    ColorRange,
    Colorspace,
    ColorTrc,
    VideoReformatter,
)
from av.video.stream import VideoStream
from manim import config
from manim.scene.scene_file_writer import SceneFileWriter
from manim.scene.video_segment_encoder import VideoSegmentEncoder

from scenes.script.holds import HELD_MAY_MOVE, new_file
from scenes.script.interrupts import interrupts_wait
from scenes.script.segments import is_sealed, seal

from .damage import Box, Patches, part_of
from .standing import SETTLED, following, skips
from .x264 import X264, repeatable, takes_planes

if TYPE_CHECKING:
    from manim._config.video_encoder import VideoEncoderSpec
    from manim.scene.scene_file_writer import _SceneFileWriterSettings
    from manim.typing import RGBAPixelArray, StrPath


_REACH = 4  # rows, even; a colour at half size is mixed of fewer to each side
_STEPS = (1, 2, 2)  # pixels for a value of brightness, and for one of each colour


class SegmentEncoder(VideoSegmentEncoder):
    """Encodes beside the target and moves the finished segment into place.

    A killed render thus leaves no truncated segment that would count as cached, and two
    renders of one scene can share a cache. Frames are converted by BT.709 and tagged so,
    because browsers take untagged video from 720 lines up for BT.709.
    """

    def __init__(self, *, target: Path, spec: VideoEncoderSpec) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        self._beside, self._lock = new_file(target.parent, target.stem, target.suffix)
        self._at_work = Lock()  # the thread that encodes, or who gives the segment up
        _at_hand.add(self)
        if spec.codec == "libx264":
            spec = replace(spec, options=tuple(repeatable(dict(spec.options)).items()))
        super().__init__(target=self._beside, spec=spec)
        self._picture: np.ndarray | None = None  # the frame before
        self._frame: av.VideoFrame  # it as it was encoded
        self._converters: dict[tuple[int, ...], VideoReformatter] = {}  # by the size of a part
        # x264 copies what it gets, so that the frame before may be changed in place.
        self._takes_copies = takes_planes(spec)
        self._standing = 0  # frames like the first that are not encoded yet
        self.target = target  # by this name Manim knows the segments still being encoded
        context = self._video.codec_context
        context.colorspace = Colorspace.ITU709
        context.color_primaries = ColorPrimaries.BT709
        context.color_trc = ColorTrc.BT709
        context.color_range = ColorRange.MPEG

    @property
    def _video(self) -> VideoStream:
        # Manim opens the stream by a codec's name, from which its kind cannot be told.
        return cast(VideoStream, self._stream)

    def write_frame(self, pixels: RGBAPixelArray | Patches, *, repeat: int = 1) -> None:
        """Encode `pixels` `repeat` times; what stands still is converted once.

        Patches tell a frame by what differs in it from the one before.
        """
        with self._at_work:
            if self in _at_hand:
                self._write_frame(pixels, repeat)

    def _write_frame(self, pixels: RGBAPixelArray | Patches, repeat: int) -> None:
        try:
            if self._standing:  # it does not stand until the end
                self._encode(self._frame, self._standing)
            frame = self._frame_of(pixels, repeat)
            stands = self._next_pts == 0 and repeat > SETTLED and bool(skips(self.spec))
            self._standing = repeat if stands else 0
            self._encode(frame, repeat - self._standing)
        except BaseException as error:
            raise self._operation_error("encode", error) from error

    def _encode(self, frame: av.VideoFrame, count: int) -> list[av.Packet[VideoStream]]:
        packets: list[av.Packet[VideoStream]] = []
        for _ in range(count):
            frame.pts = self._next_pts
            self._next_pts += 1
            packets += self._video.encode(frame)
        self._container.mux(packets)
        return packets

    def _frame_of(self, pixels: RGBAPixelArray | Patches, repeat: int) -> av.VideoFrame:
        """The frame as the encoder takes it; what is like in the one before is not converted."""
        if not isinstance(pixels, Patches):
            self._validate_frame(pixels, repeat)
            self._picture = pixels
        elif self._picture is None:
            raise ValueError("the first frame of a segment is a whole one")
        else:
            for box, part in pixels.parts:
                part_of(self._picture, box)[:] = part
            if self._takes_copies:
                for box, _ in pixels.parts:
                    self._renew(box)
                return self._frame
        self._frame = self._converted(self._picture)
        self._frame.color_primaries = ColorPrimaries.BT709
        self._frame.color_trc = ColorTrc.BT709
        self._frame.time_base = Fraction(1, self.spec.frame_rate)
        return self._frame

    def _renew(self, box: Box) -> None:
        """Convert again what the pixels in `box` have a share in: some rows around it, too."""
        assert self._picture is not None
        top, bottom, left, right = box
        first, last = max(top - _REACH, 0), min(bottom + _REACH, len(self._picture))
        above = min(first, _REACH)
        fresh = self._converted(self._picture[first - above : last + _REACH, left:right])
        for plane, part, step in zip(_planes(self._frame), _planes(fresh), _STEPS, strict=True):
            rows = slice(first // step, -(-last // step))
            columns = slice(left // step, -(-right // step))
            target = plane[rows, columns]
            target[:] = part[above // step :][: len(target)]

    def _converted(self, pixels: np.ndarray) -> av.VideoFrame:
        """`pixels`, shape (rows, columns, 4), as a frame of the film's format and colours."""
        if self.spec.pixel_format == CLEAR_PIXELS:
            pixels = straight(pixels)
        converter = self._converters.setdefault(pixels.shape, VideoReformatter())
        return converter.reformat(
            av.VideoFrame.from_numpy_buffer(pixels, format="rgba"),
            format=self.spec.pixel_format,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            threads=1,
        )

    def finish(self) -> None:
        """Close the segment, seal it and put it under its final name."""
        with self._at_work:
            if self in _at_hand:  # a second call has nothing to do
                self._end()
                seal(self._beside, self.target.stem)
                self._free()
                os.replace(self._beside, self.target)
                self._let_go()

    def _end(self) -> None:
        """Write what the encoder holds back, and frames that stand until here; close the file."""
        if not self._standing:
            super().finish()
            return
        self._closed = True
        try:
            with self._container:
                self._stand()
        except Exception as error:
            raise self._operation_error("finish", error) from error

    def _stand(self) -> None:
        settled = self._encode(self._frame, SETTLED)
        held_back = self._video.encode(None)
        self._container.mux(held_back)
        said = [bytes(packet) for packet in (*settled, *held_back)]
        for data in following(said, skips(self.spec), self._standing - SETTLED):
            packet = av.Packet(data)
            packet.stream, packet.time_base = self._video, 1 / Fraction(self.spec.frame_rate)
            packet.pts = packet.dts = self._next_pts
            packet.duration = 1
            self._container.mux(packet)
            self._next_pts += 1

    def abort(self) -> None:
        """Give the segment up; a finished one of the same name, made elsewhere, stays."""
        with self._at_work:
            self.target = self._beside
            self._free()
            super().abort()
            self._let_go()

    def give_up(self) -> None:
        """Let go of the segment: its file, which may be opened late, is not written any more."""
        with self._at_work:
            self._let_go()

    def _free(self) -> None:
        """Before the segment's file is moved or removed."""
        if not HELD_MAY_MOVE:
            self._let_go()

    def _let_go(self) -> None:
        if self in _at_hand:
            _at_hand.remove(self)
            os.close(self._lock)


_at_hand: set[SegmentEncoder] = set()  # the segments that this process is encoding


def _planes(frame: av.VideoFrame) -> list[np.ndarray]:
    """Brightness and the two colours of `frame`, as arrays (rows, columns) that can be written."""
    planes = []
    for plane in frame.planes:
        values = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
        planes.append(values[:, : plane.width])
    return planes


def give_up_segments() -> None:
    """Let go of all segments that are unfinished; an interrupt may have hit where none is known."""
    for encoder in list(_at_hand):
        encoder.give_up()


class StageFileWriter(SceneFileWriter):
    """Manim's file writer with `SegmentEncoder`, in folders of any name.

    Where `joins` is False the segments are left to somebody else, who makes one film of them.
    """

    joins = True

    def __init__(self, settings: _SceneFileWriterSettings) -> None:
        if settings.video_encoder is not None:
            settings = replace(settings, video_encoder=_with_choices(settings.video_encoder))
        super().__init__(settings)

    def _create_segment_encoder(self, target: Path) -> SegmentEncoder:
        if self.video_encoder is None:
            raise ValueError("a still has no segments to encode")
        return SegmentEncoder(target=target, spec=self.video_encoder)

    def combine_to_movie(self) -> None:
        if self.joins:
            super().combine_to_movie()

    # An interrupt between the parts of these would leave a thread that nobody tells to end.

    def open_partial_movie_stream(
        self, *, animation_index: int, file_path: StrPath | None = None
    ) -> None:
        with interrupts_wait():
            super().open_partial_movie_stream(animation_index=animation_index, file_path=file_path)

    def close_partial_movie_stream(self) -> None:
        with interrupts_wait():
            super().close_partial_movie_stream()

    def is_already_cached(self, hash_invocation: str) -> bool:
        """Whether the segment is there and as it was made; a damaged one is removed."""
        if not super().is_already_cached(hash_invocation):
            return False
        segment = self.output_plan.segment_path(hash_invocation)
        if is_sealed(segment, segment.stem):
            return True
        segment.unlink(missing_ok=True)
        return False

    @staticmethod
    def _concat_manifest_bytes(input_files: list[str]) -> bytes:
        # Manim does not escape the apostrophe, with which FFmpeg quotes a path.
        escaped = [path.replace("'", "'\\''") for path in input_files]
        return SceneFileWriter._concat_manifest_bytes(escaped)


# Of a film without its ground: ProRes 4444, which editors and slides take.
CLEAR_CODEC, CLEAR_PIXELS = "prores_ks", "yuva444p10le"
# One quantizer throughout: what is flat costs little, where a rate would be filled. Like the
# frames' own, opacity has 8 bits.
CLEAR = (
    *(("alpha_bits", "8"), ("flags", "+qscale"), ("global_quality", str(4 * 118))),
    *(("profile", "4444"), ("threads", "1")),
)


def straight(pixels: np.ndarray) -> np.ndarray:
    """Pixels (rows, columns, 4) in their own colours, of the frames of a camera without ground.

    Manim's camera begins with the ground's colour, of opacity 0, and Cairo mixes it into what
    covers a pixel in part. Where nothing is drawn the ground's colour stays.
    """
    found = pixels.copy()
    opacity = found[..., 3]
    edges = (opacity > 0) & (opacity < 255)
    covered = opacity[edges, None] / 255
    ground = np.array(config.background_color.to_int_rgb())
    mixed = found[edges, :3] - (1 - covered) * ground
    found[edges, :3] = np.clip(np.rint(mixed / covered), 0, 255)
    return found


def _with_choices(spec: VideoEncoderSpec) -> VideoEncoderSpec:
    """The encoder settings `spec` with ours; what `manim.cfg` sets wins, but for its crf."""
    if spec.container_format == "mov":
        return replace(spec, codec=CLEAR_CODEC, pixel_format=CLEAR_PIXELS, options=CLEAR)
    given = {key: value for key, value in spec.options if key != "crf"}
    return replace(spec, options=tuple(sorted((X264 | given).items())))
