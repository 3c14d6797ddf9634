"""An excerpt as an animated WebP or AVIF, by Pillow."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from PIL import Image

from .excerpt import Excerpt
from .progress import Progress

# What Pillow is told beyond the pictures. Text in a colour of its own keeps its edges: 4:4:4.
# Browsers take a moving AVIF for one of limited range, whatever it says itself.
_SETTINGS = {
    ".webp": {"quality": 80, "method": 4, "loop": 0},
    ".avif": {"quality": 80, "speed": 7, "subsampling": "4:4:4", "range": "limited"},
}


def write(clip: Excerpt, target: Path) -> None:
    """Write `clip` to `target`, by its suffix; each picture is held until the next one."""
    pictures, starts = [], []  # starts in milliseconds
    with Progress(target.name, clip.frames) as progress:
        for number, picture in clip.pictures(whole=True):
            pictures.append(Image.fromarray(picture))
            starts.append(10 * clip.hundredths(number))
            progress.reach(number)
        held = [
            end - start for start, end in pairwise([*starts, 10 * clip.hundredths(clip.frames)])
        ]
        first, *others = pictures
        settings = _SETTINGS[target.suffix]
        first.save(target, save_all=True, append_images=others, duration=held, **settings)
