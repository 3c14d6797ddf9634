"""Segments that are given up: what still encodes them in a thread leaves nothing."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
from manim._config.video_encoder import VideoEncoderSpec

from lecture.files import remove_leftovers
from scenes.stage.encoding import SegmentEncoder, give_up_segments
from scenes.stage.x264 import X264


def test_a_segment_that_was_given_up_leaves_no_file_though_it_is_finished_later(
    tmp_path: Path,
) -> None:
    """Its file is opened with the first picture that x264 lets go of, which may be the end."""
    spec = VideoEncoderSpec("mp4", "libx264", "yuv420p", 64, 36, Fraction(5), tuple(X264.items()))
    encoder = SegmentEncoder(target=tmp_path / "segment.mp4", spec=spec)
    picture = np.zeros((spec.height, spec.width, 4), dtype=np.uint8)
    encoder.write_frame(picture)
    give_up_segments()
    remove_leftovers(tmp_path)
    encoder.write_frame(picture, repeat=100)
    encoder.finish()
    assert list(tmp_path.iterdir()) == []
