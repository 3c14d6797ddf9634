"""Segments that are given up: what still encodes them in a thread leaves nothing."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from manim._config.video_encoder import VideoEncoderSpec
from manim.scene.scene_file_writer import _PartialMovieEncodeJob

from lecture.files import remove_leftovers
from scenes.stage.encoding import SegmentEncoder, StageFileWriter, give_up_segments
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


@pytest.mark.parametrize("said", [False, True])
def test_a_thread_that_was_being_told_to_end_ends(tmp_path: Path, said: bool) -> None:
    """An interrupt may come after Manim has marked a segment's end, and before it is `said`."""
    spec = VideoEncoderSpec("mp4", "libx264", "yuv420p", 64, 36, Fraction(5), tuple(X264.items()))
    encoder = SegmentEncoder(target=tmp_path / "segment.mp4", spec=spec)
    job = _PartialMovieEncodeJob(animation_index=0, encoder=encoder, frame_queue_size=2)
    job.put(1, np.zeros((spec.height, spec.width, 4), dtype=np.uint8))
    if said:
        job.seal()
    job._sealed = True
    writer = StageFileWriter.__new__(StageFileWriter)
    writer._current_encode_job, writer._inflight_encode_jobs = job, []
    writer._inflight_by_path = {}
    ending = Thread(target=writer.abort_encode_jobs, daemon=True)
    ending.start()
    ending.join(10)
    is_ended = not ending.is_alive()
    job.queue.put((-1, None))  # else the thread would outlive a failed test
    assert is_ended
