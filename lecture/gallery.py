"""`make gallery`: a folder with a page of all films, for any web server or to open from disk.

It takes what lies in ``renders/<variant>/`` as it is; nothing is rendered.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from . import catalogue
from .files import publish, workshop
from .manifest import Manifest, film_path, load_manifest
from .npm import npm_file
from .options import Options, UserError, shown
from .progress import Progress

FOLDER, PAGE, KNOBS, PLAYER = "gallery", "index.html", "explorer.html", "media-chrome.js"

# What may lie beside a film: how its name goes on after the film's, and a word for what it is.
FORMS = {
    r"\.mp4": "film",
    r"-captioned\.mp4": "captioned",
    r"\.vtt": "vtt",
    r"\.srt": "srt",
    r"\.html": "deck",
    r"\.pptx": "pptx",
    r"\.pdf": "pdf",
    r"(-\w+)?\.gif": "gif",
    r"\.png": "poster",
}
HANDOUT = {"handout.pdf": "handout", "Course.mp4": "course", "Course.vtt": "vtt"}


def run(options: Options) -> int:
    """Make the gallery of the films that are there, say which are not; print the page's path."""
    print(shown(gallery(options)))
    return 0


def gallery(options: Options) -> Path:
    """The page ``gallery/index.html``, with copies of all that it leads to beside it.

    Films that are not there are named on stderr. Raises `UserError` if none is, or if what
    makes the page is not installed.
    """
    films = _films(options)
    if not find_spec("jinja2"):
        raise UserError("jinja2 is not installed; make gallery brings it")
    from . import gallery_page

    renders, target = film_path(options).parent, options.out / FOLDER
    with workshop(options.out, FOLDER) as work:
        files = {film.scene: _forms(renders, film.scene) for film in films}
        shared = {name: kind for name, kind in HANDOUT.items() if (renders / name).is_file()}
        names = [*shared, *(name for forms in files.values() for name in forms)]
        with Progress("gallery", len(names)) as progress:
            for name in names:
                progress.step(name)
                _lay(renders / name, work / name)
        gallery_page.write_player(
            npm_file("media-chrome/dist/iife/index.js", "gallery"),
            npm_file("media-chrome/dist/lang/de.js", "gallery"),
            work / PLAYER,
        )
        page = gallery_page.write(
            work / PAGE, films, files, shared, knobs=(target / KNOBS).is_file()
        )
        made = sorted(path for path in work.iterdir() if path != page)
        target.mkdir(exist_ok=True)
        publish([*made, page], target)  # the page comes last: what it leads to is there by then
    _remove_old(target, {path.name for path in made})
    return target / page.name


def _films(options: Options) -> list[Manifest]:
    """The films of the running order that are there; a line on stderr for each other one."""
    found: list[Manifest] = []
    lacking: list[str] = []
    for scene in dict.fromkeys(catalogue.running_order()):
        try:
            found.append(load_manifest(film_path(replace(options, scene=scene))))
        except UserError as error:
            lacking.append(str(error))
    if not found:
        where = shown(film_path(options).parent)
        raise UserError(f"{where} has no film yet; make all makes them, with the same variables")
    for line in lacking:
        print(f"gallery: without this film: {line}", file=sys.stderr)
    return found


def _forms(renders: Path, scene: str) -> dict[str, str]:
    """The names of the files of a film, in the order of `FORMS`, and the word for each."""
    names = sorted(path.name for path in renders.iterdir() if path.is_file())
    return {
        name: kind
        for ending, kind in FORMS.items()
        for name in names
        if re.fullmatch(re.escape(scene) + ending, name)
    }


def _lay(source: Path, target: Path) -> None:
    """A second name for a finished file, or a copy where the disk has no such thing.

    A film that is made again gets a new file, so this one stays as it was.
    """
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOSPC):
            raise
        shutil.copyfile(source, target)


def _remove_old(target: Path, kept: set[str]) -> None:
    """Remove what an earlier gallery had of our films and this one has not; no other file."""
    ours = [re.escape(scene) + ending for scene in catalogue.scene_names() for ending in FORMS]
    ours += map(re.escape, HANDOUT)
    for path in target.iterdir():
        if path.name not in kept and any(re.fullmatch(name, path.name) for name in ours):
            path.unlink(missing_ok=True)
