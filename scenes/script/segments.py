"""Reads what is in a video file. Free of Manim, so that finished films can be handled fast.

A segment of the cache ends with a seal: a box of the MP4 format that players skip, with the
SHA-256 of all before it and of the key it is kept under. What has been damaged, cut short or
exchanged since then does not fit its seal.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import av

# ISO/IEC 14496-12, 8.1.2: the size of the box, then its type; `free` means no content.
_HEAD = (8 + 4 + 32).to_bytes(4, "big") + b"free" + b"seal"


def frames_in(segment: Path) -> int:
    """The number of frames that a video file's header tells; 0 for a broken file."""
    try:
        with av.open(segment) as container:
            return container.streams.video[0].frames
    except (av.FFmpegError, IndexError):
        return 0


def seal(segment: Path, key: str) -> None:
    """Close the finished file `segment` with the seal of its content and its `key`."""
    with segment.open("r+b") as file:
        file.write(_seal_of(file.read(), key))


def is_sealed(segment: Path, key: str) -> bool:
    """Whether the segment is as it was when it was finished under this `key`."""
    try:
        content = segment.read_bytes()
    except OSError:
        return False
    size = len(_HEAD) + 32
    return content[-size:] == _seal_of(memoryview(content)[:-size], key)


def _seal_of(content: bytes | memoryview, key: str) -> bytes:
    digest = hashlib.sha256(content)
    digest.update(key.encode())
    return _HEAD + digest.digest()
