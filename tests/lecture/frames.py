"""Hashes of the frames of small films, as ``frames.toml`` keeps them for other set-ups.

When requirements.lock or the look of things has changed, and is meant to:

    .venv/bin/python tests/lecture/frames.py

An entry holds for a lock, a processor's architecture and a version of cairo, which is the
system's; entries of other locks are dropped.
"""

from __future__ import annotations

import hashlib
import platform
import sys
import tempfile
import tomllib
from pathlib import Path

import cairo
from small_films import FILMS, PROJECT, main
from test_film_workers import pictures

from lecture import film_workers

FRAMES = Path(__file__).with_name("frames.toml")
SHOWN = {"Many": FILMS, "Moving": FILMS, "Swatch": FILMS, "Written": FILMS.parent / "written"}


def lock() -> str:
    """What stands for the content of requirements.lock."""
    return hashlib.sha256((PROJECT / "requirements.lock").read_bytes()).hexdigest()[:16]


def machine() -> str:
    """The architecture and the version of cairo."""
    return f"{platform.machine()} cairo {cairo.cairo_version_string()}"


def recorded() -> dict[str, str] | None:
    """The hashes that are on record for this lock and machine, by film."""
    kept = tomllib.loads(FRAMES.read_text(encoding="utf-8"))
    return kept["films"].get(machine()) if kept["lock"] == lock() else None


def hashes(out: Path) -> dict[str, str]:
    """Make the films in the folder `out`; a hash of all frames of each, as they are decoded."""
    return {name: _hash(_film(name, folder, out)) for name, folder in SHOWN.items()}


def _film(name: str, folder: Path, out: Path) -> Path:
    asked = ("--scene", name, "--quality", "l", "--fps", "5", "--out", str(out))
    assert main(["render", *asked], folder) == 0
    return out / "renders" / "480p5-dark" / f"{name}.mp4"


def _hash(film: Path) -> str:
    return hashlib.sha256(" ".join(pictures(film)).encode()).hexdigest()


def renew() -> None:
    """Put this set-up's hashes on record, beside those of other machines under the same lock."""
    kept = tomllib.loads(FRAMES.read_text(encoding="utf-8")) if FRAMES.exists() else {}
    films = kept["films"] if kept.get("lock") == lock() else {}
    with tempfile.TemporaryDirectory() as out:
        films[machine()] = hashes(Path(out))
    lines = [f'lock = "{lock()}"']
    for name in sorted(films):
        lines += ["", f'[films."{name}"]']
        lines += [f'{film} = "{digest}"' for film, digest in films[name].items()]
    FRAMES.write_text("\n".join([*lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    film_workers.cores = lambda: 1
    sys.exit(renew())
