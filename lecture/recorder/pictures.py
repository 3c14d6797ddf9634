"""The moving picture of each beat, out of whatever films there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import av

from ..options import Options
from .prompts import Prompt

_NEAR = 1.0  # second: a play of a film may have a frame more than its time says


@dataclass(frozen=True)
class Footage:
    """A beat in a film `file`: its title, the second in which it starts, and how many it lasts."""

    file: Path
    title: str
    start: float
    seconds: float


def footage(options: Options, prompts: Sequence[Prompt]) -> dict[str, Footage]:
    """Where each beat can be seen, by its key; those that no film shows are left out.

    Films and drafts count that look as `options` ask, in any size, and have the chapters that
    the film has now. None is made.
    """
    for film in _films(options):
        if seen := _showing(film, prompts):
            return seen
    found: dict[str, Footage] = {}
    for prompt in prompts:
        found |= _showing(_draft(options, f"-beat{prompt.number:02}"), [prompt])
    return found


def _films(options: Options) -> Iterator[Path]:
    """Films of this look: the one that was asked for, those in other sizes, the draft."""
    renders = options.out / "renders"
    folders = sorted(renders.iterdir()) if renders.is_dir() else []
    sizes = [f for f in folders if re.fullmatch(rf"\d+p\d+-{re.escape(options.look)}", f.name)]
    for folder in sorted(sizes, key=lambda folder: folder.name != options.variant):
        yield folder / f"{options.scene}.mp4"
    yield _draft(options)


def _draft(options: Options, part: str = "") -> Path:
    return options.out / "renders" / f"draft-{options.look}" / f"{options.scene}{part}.mp4"


def _showing(file: Path, prompts: Sequence[Prompt]) -> dict[str, Footage]:
    """The beats in `file`, if it shows these and no others."""
    chapters = _chapters(file)
    pairs = list(zip(prompts, chapters, strict=False))
    fits = len(chapters) == len(prompts) and all(
        chapter.title == prompt.title and abs(chapter.seconds - prompt.seconds) < _NEAR
        for prompt, chapter in pairs
    )
    return {prompt.key: chapter for prompt, chapter in pairs} if fits else {}


def _chapters(file: Path) -> list[Footage]:
    """The chapters of a film; none where there is no such film."""
    try:
        with av.open(file) as container:
            chapters = container.chapters()
    except (av.FFmpegError, OSError):
        return []
    return [
        Footage(file, chapter["metadata"].get("title", ""), float(start), float(end - start))
        for chapter in chapters
        for start, end in [(chapter[side] * chapter["time_base"] for side in ("start", "end"))]
    ]
