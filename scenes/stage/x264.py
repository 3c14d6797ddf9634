"""What x264 is asked for: its settings, and by which of the processor's instructions it works."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:  # what is made without Manim does not wait for it
    from manim._config.video_encoder import VideoEncoderSpec

# A third of the default preset's time at about its size. Drawn lines do not gain by
# motion search, B-frames or weights; and two segments are encoded while the next is drawn,
# so that more threads for each only cost.
X264 = {
    "preset": "veryfast",
    "crf": "18",
    "threads": "1",
    "x264-params": "subme=0:me=dia:bframes=0:weightp=0",
}

# By the levels of x86-64: numpy wants the second, too.
_SECOND = "MMX2,SSE2,SSE2Fast,SSSE3,SSE4.2"
_THIRD = f"{_SECOND},AVX,FMA3,BMI1,BMI2,LZCNT,AVX2"


def takes_planes(spec: VideoEncoderSpec) -> bool:
    """Whether `spec` is of x264 and planes of YUV 4:2:0, as a film's is."""
    return (spec.codec, spec.pixel_format) == ("libx264", "yuv420p")


def repeatable(options: Mapping[str, str]) -> dict[str, str]:
    """The encoder's `options` with those that make of the same frames the same bytes.

    With AVX-512, x264 (build 165) weighs macroblocks by memory that nobody has written
    (`mbtree`), so that a film depends on what the process did before. Without it x264 is as
    fast. What was chosen stays.
    """
    given = options.get("x264-params", "")
    if platform.machine().lower() not in ("x86_64", "amd64") or "asm=" in given:
        return dict(options)
    asm = f"asm={_THIRD if _has_third() else _SECOND}"
    return {**options, "x264-params": f"{given}:{asm}" if given else asm}


def _has_third() -> bool:
    """Whether this processor has the third level, as numpy found it when it was imported."""
    found = np.show_config(mode="dicts")["SIMD Extensions"]
    return "X86_V3" in (*found.get("baseline", ()), *found.get("found", ()))
