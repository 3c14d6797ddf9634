"""The limit: a film's frames through the encoder, without making them."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from manim._config.video_encoder import VideoEncoderSpec

from scenes.stage.damage import Patches
from scenes.stage.encoding import SegmentEncoder

from ..catalogue import film_class
from ..options import Options
from ..shoot import encoding, shoot
from ..walk import walk


def encode_alone(options: Options, out: Path) -> dict[str, float]:
    """Encode the frames of the film that was rendered into `out` again.

    A state that stands still is converted once, as in the film, and encoded for each of its
    frames. Only the encoder's CPU seconds count, not those of decoding. The bytes tell
    whether it was the film's own work: they should be about the film's.
    """
    still: list[bool] = []
    walk(
        film_class(options),
        options.settings,
        on_play=lambda film: still.append(film.is_current_animation_frozen_frame()),
    )
    with tempfile.TemporaryDirectory(prefix="grpo-bench-") as folder:
        takes = shoot(replace(options, out=out), Path(folder), takes=lambda _: True, bar=False)
        segments = [segment for take in takes for segment in take.segments]
        cpu = size = frames = held = 0
        for segment, stands in zip(segments, still, strict=True):
            made = Path(folder) / segment.name
            seconds, count = _encode(segment, made, stands, options)
            cpu, size, frames = cpu + seconds, size + made.stat().st_size, frames + count
            held += count * stands
            made.unlink()
    return {
        "cpu_seconds": round(cpu, 2),
        "bytes": size,
        "frames": frames,
        "still_frames": held,
    }


def _encode(segment: Path, target: Path, stands: bool, options: Options) -> tuple[float, int]:
    """The CPU seconds of encoding a segment's frames into `target`, and how many they are."""
    rate = Fraction(options.frame_rate)
    chosen = tuple(sorted(encoding(options.quality)["video_encoder_options"].items()))
    spec = VideoEncoderSpec("mp4", "libx264", "yuv420p", *options.size, rate, chosen)
    start = time.process_time()
    encoder = SegmentEncoder(target=target, spec=spec)
    cpu = time.process_time() - start
    with av.open(segment) as film:
        stream = film.streams.video[0]
        stream.thread_count = 1  # whose work would count as the encoder's
        count = stream.frames
        for frame in film.decode(stream):
            pixels = np.ascontiguousarray(frame.to_ndarray(format="rgba"))
            start = time.process_time()
            encoder.write_frame(pixels)
            for _ in range(count - 1 if stands else 0):
                encoder.write_frame(Patches([]))  # every frame: the film itself leaves some out
            cpu += time.process_time() - start
            if stands:
                break
    start = time.process_time()
    encoder.finish()
    return cpu + time.process_time() - start, count
