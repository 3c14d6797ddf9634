"""Which recording belongs to which beat of a film; the folder's form is told in `lecture.voice`.

Free of Manim, so that a mistake in the folder is told before anything is filmed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..catalogue import SCENES, beat_keys, scene_names
from ..options import UserError, shown

KINDS = (".wav", ".flac", ".mp3", ".m4a")


def recordings(folder: Path, scene: str, scenes: Path = SCENES) -> dict[int, Path]:
    """The file of each beat of the film `scene` that has one, by the beat's number.

    Raises `UserError` if there is no such folder, for a file whose name is no beat's, and for
    two files of one beat.
    """
    keys = beat_keys(scene, scenes)
    found: dict[int, Path] = {}
    for file in _files(folder, scene, scenes):
        number = _number(file.stem, keys)
        if number is None:
            if _serves_others(file, folder) and _is_beat_elsewhere(file.stem, scenes):
                continue
            raise UserError(f"{shown(file)}: {scene} has no such beat; {_names(keys)}")
        if number in found:
            raise UserError(
                f"{shown(file)}: beat {number} ({keys[number - 1]}) has a second file, "
                f"{found[number].name}; keep one of them"
            )
        found[number] = file
    return dict(sorted(found.items()))


def place(folder: Path, scene: str, scenes: Path = SCENES) -> Path | None:
    """Where the recordings of the film `scene` lie; None where `folder` has only other films'.

    Raises `UserError` if there is no such folder.
    """
    if not folder.is_dir():
        raise UserError(f"voice: there is no folder {shown(folder)}; give one with recordings")
    films = {name.lower(): name for name in scene_names(scenes)}
    subfolders = {path.name.lower(): path for path in folder.iterdir() if path.is_dir()}
    if scene.lower() in subfolders:
        return subfolders[scene.lower()]
    return None if films.keys() & subfolders.keys() else folder


def _files(folder: Path, scene: str, scenes: Path) -> Iterator[Path]:
    where = place(folder, scene, scenes)
    for path in sorted(where.iterdir()) if where else ():
        if path.suffix.lower() in KINDS and not path.name.startswith(".") and path.is_file():
            yield path


def _number(stem: str, keys: list[str]) -> int | None:
    """The number of the beat that a file of this name belongs to; None if there is none."""
    if stem.isdecimal() and stem.isascii():
        return int(stem[-9:]) if 1 <= int(stem[-9:]) <= len(keys) else None
    matching = [key.lower() for key in keys]
    return matching.index(stem.lower()) + 1 if stem.lower() in matching else None


def _serves_others(file: Path, folder: Path) -> bool:
    """Whether what lies there may be another film's: in the folder itself."""
    return file.parent == folder


def _is_beat_elsewhere(stem: str, scenes: Path) -> bool:
    return any(_number(stem, beat_keys(name, scenes)) for name in scene_names(scenes))


def _names(keys: list[str]) -> str:
    return f"name it by one of: {', '.join(f'{n} {key}' for n, key in enumerate(keys, start=1))}"
