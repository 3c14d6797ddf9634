"""Reads what is in a video file. Free of Manim, so that finished films can be handled fast."""

from __future__ import annotations

from pathlib import Path

import av


def frames_in(segment: Path) -> int:
    """The number of frames that a video file's header tells; 0 for a broken file."""
    try:
        with av.open(segment) as container:
            return container.streams.video[0].frames
    except (av.FFmpegError, IndexError):
        return 0
