"""Segments that are given up: what still encodes them in a thread ends, and leaves nothing."""

from __future__ import annotations

import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from functools import partial
from itertools import count
from pathlib import Path
from types import FrameType, SimpleNamespace

import numpy as np
import pytest
from manim._config.video_encoder import VideoEncoderSpec
from manim.scene import scene_file_writer

from lecture.files import remove_leftovers
from scenes.stage.encoding import SegmentEncoder, StageFileWriter, give_up_segments
from scenes.stage.x264 import X264

SPEC = VideoEncoderSpec("mp4", "libx264", "yuv420p", 64, 36, Fraction(5), tuple(X264.items()))
PICTURE = np.zeros((SPEC.height, SPEC.width, 4), dtype=np.uint8)
# By what a thread is told of its frames, and that of ours in which an interrupt waits.
TOLD_BY = {"scene_file_writer.py", "frame_queue.py", "queue.py", "threading.py"}
TOLD_BY |= {"encoding.py", "interrupts.py"}


def test_a_segment_that_was_given_up_leaves_no_file_though_it_is_finished_later(
    tmp_path: Path,
) -> None:
    """Its file is opened with the first picture that x264 lets go of, which may be the end."""
    encoder = SegmentEncoder(target=tmp_path / "segment.mp4", spec=SPEC)
    encoder.write_frame(PICTURE.copy())
    give_up_segments()
    remove_leftovers(tmp_path)
    encoder.write_frame(PICTURE.copy(), repeat=100)
    encoder.finish()
    assert list(tmp_path.iterdir()) == []


@contextmanager
def interrupted_at(line: int) -> Iterator[list[None]]:
    """The interrupt key at a line that is run, counted in what Manim's threads are told by.

    Gives a list that is empty once the key was hit.
    """
    left = [None] * line

    def trace(frame: FrameType, event: str, _: object) -> Callable | None:
        if Path(frame.f_code.co_filename).name not in TOLD_BY:
            return None
        if event == "line" and left:
            left.pop()
            if not left:
                signal.raise_signal(signal.SIGINT)
        return trace

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.settrace(trace)
    try:
        yield left
    finally:
        sys.settrace(None)
        signal.signal(signal.SIGINT, before)


def film_two_segments(writer: StageFileWriter, folder: Path) -> None:
    for name in ("a.mp4", "b.mp4"):
        writer.open_partial_movie_stream(animation_index=0, file_path=folder / name)
        writer.write_frame(PICTURE.copy(), repeat=2)
        writer.close_partial_movie_stream()


def came_in_time(line: int, work: Callable[[], None]) -> bool:
    """Whether the interrupt at that line came before the end of the work."""
    with suppress(KeyboardInterrupt), interrupted_at(line) as left:
        work()
    return not left


def file_writer() -> StageFileWriter:
    """One that encodes a segment at a time."""
    writer = StageFileWriter.__new__(StageFileWriter)
    writer.settings = SimpleNamespace(encoder_queue_size=2, max_inflight_encoders=1)
    writer.output_spec = SimpleNamespace(is_video=True, is_image_sequence=False)
    writer.video_encoder = SPEC
    writer._inflight_encode_jobs, writer._inflight_by_path = [], {}
    writer._current_encode_job = None
    return writer


def test_an_interrupt_at_any_line_leaves_no_thread_that_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Manim begins, feeds and ends a segment's thread in steps: at each the key is hit once."""
    # One that waits in vain for its end does not outlive the tests.
    monkeypatch.setattr(scene_file_writer, "Thread", partial(threading.Thread, daemon=True))
    others = set(threading.enumerate())
    for line in count(1):
        writer = file_writer()
        came = came_in_time(line, partial(film_two_segments, writer, tmp_path))
        ending = threading.Thread(target=writer.abort_encode_jobs, daemon=True)
        ending.start()
        ending.join(20)
        assert set(threading.enumerate()) <= others, f"line {line}"
        if not came:
            break
    assert line > 100


def is_left_locked(waiting: queue.Queue, line: int) -> bool | None:
    """After an interrupt at that line; None if it came too late."""
    return waiting.mutex.locked() if came_in_time(line, partial(waiting.put, 0)) else None


def test_python_s_queue_may_be_left_locked() -> None:
    left = [is_left_locked(queue.Queue(), line) for line in range(1, 30)]
    assert True in left, "An interrupt leaves a queue whole now: remove FrameQueue"
