"""`make gallery`: a folder with a page of all films, for any web server or to open from disk.

It takes what lies in ``renders/<variant>/`` as it is; nothing is rendered. Each language has a
folder of its own: the English gallery is in ``gallery/``, others in ``gallery/<code>/``.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from scenes.script.words import ENGLISH, languages

from . import descriptions
from .catalogue import running_order, scene_names
from .files import publish, workshop
from .manifest import Manifest, film_path, load_manifest
from .npm import npm_file
from .options import Options, UserError, shown
from .progress import Progress

FOLDER, PAGE, KNOBS, PLAYER = "gallery", "index.html", "explorer.html", "media-chrome.js"
PLAYER_WORDS = {"de": "de", "zh": "zh-CN"}  # how media-chrome calls its words in a language

# What may lie beside a film: how its name goes on after the film's, and a word for what it is.
FORMS = {
    r"\.mp4": "film",
    r"-captioned\.mp4": "captioned",
    r"\.vtt": "vtt",
    r"\.srt": "srt",
    r"\.descriptions\.vtt": "described",
    r"\.html": "deck",
    r"\.pptx": "pptx",
    r"\.pdf": "pdf",
    r"(-\w+)?\.gif": "gif",
    r"\.png": "poster",
}
SHARED = {
    "handout.pdf": "handout",
    "worksheet.pdf": "worksheet",
    "worksheet-key.pdf": "key",
    "Course.mp4": "course",
    "Course.vtt": "vtt",
    "Course.html": "deck",
    "Course.pptx": "pptx",
    "Course.pdf": "pdf",
}


def run(options: Options) -> int:
    """Make the gallery of the films that are there, say which are not; print the page's path."""
    print(shown(gallery(options)))
    return 0


def gallery(options: Options) -> Path:
    """The page ``index.html`` of the gallery, with copies of all that it leads to beside it.

    It leads to the galleries of other languages that are there, and they to it. Films that
    are not there are named on stderr. Raises `UserError` if none is, or if what makes the page
    is not installed.
    """
    films = _films(options)
    if not find_spec("jinja2"):
        raise UserError("jinja2 is not installed; make gallery brings it")
    from . import gallery_page

    renders, root = film_path(options).parent, options.out / FOLDER
    target = root / _place(options.settings.language)
    with workshop(options.out, FOLDER) as work:
        files = {film.scene: _forms(renders, film.scene) for film in films}
        together = _together(options)
        told = {descriptions.write(film, work).name for film in films}
        names = [name for forms in files.values() for name in forms if name not in told]
        laid = [*together, *(renders / name for name in names)]
        with Progress("gallery", len(laid)) as progress:
            for path in laid:
                progress.step(path.name)
                _lay(path, work / path.name)
        gallery_page.write_player(
            npm_file("media-chrome/dist/iife/index.js", "gallery"),
            _player_words(),
            work / PLAYER,
        )
        shared = {path.name: SHARED[path.name] for path in together}
        knobs = os.path.relpath(root / KNOBS, target) if (root / KNOBS).is_file() else ""
        page = gallery_page.write(work / PAGE, films, files, shared, knobs=knobs)
        made = sorted(path for path in work.iterdir() if path != page)
        target.mkdir(parents=True, exist_ok=True)
        publish([*made, page], target)  # the page comes last: what it leads to is there by then
    _remove_old(target, {path.name for path in made}, options.scenes)
    _link(root, gallery_page.with_links)
    return target / page.name


def _player_words() -> dict[str, Path]:
    """The player's words in other languages than English."""
    return {
        code: npm_file(f"media-chrome/dist/lang/{file}.js", "gallery")
        for code, file in PLAYER_WORDS.items()
    }


def _place(language: str) -> str:
    """The folder of a language's gallery, from that of the English one."""
    return "" if language == ENGLISH else language


def _link(root: Path, with_links: Callable[[str, Mapping[str, str]], str]) -> None:
    """Let the galleries that are there lead to each other."""
    pages = {code: root / _place(code) / PAGE for code in languages()}
    pages = {code: page for code, page in pages.items() if page.is_file()}
    for code, page in pages.items():
        others = {
            other: os.path.relpath(path, page.parent).replace(os.sep, "/")
            for other, path in pages.items()
            if other != code
        }
        text = page.read_text(encoding="utf-8")
        linked = with_links(text, others)
        if linked != text:
            with workshop(page.parent, page.stem) as work:
                (work / PAGE).write_text(linked, encoding="utf-8")
                publish([work / PAGE], page.parent)


def _together(options: Options) -> list[Path]:
    """What there is of all films together; what is on white paper serves films of each theme."""
    light = replace(options, settings=replace(options.settings, theme="light"))
    folders = [film_path(one).parent for one in (options, light)]
    found = [[folder / name for folder in folders] for name in SHARED]
    return [path for one in found for path in [p for p in one if p.is_file()][:1]]


def _films(options: Options) -> list[Manifest]:
    """The films of the running order that are there; a line on stderr for each other one."""
    found: list[Manifest] = []
    lacking: list[str] = []
    for scene in dict.fromkeys(running_order(options.scenes)):
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
    """The names of the files of a film, in the order of `FORMS`, and the word for each.

    Its descriptions are among them in any case: the gallery writes them.
    """
    there = {path.name for path in renders.iterdir() if path.is_file()}
    names = sorted(there | {f"{scene}{descriptions.SUFFIX}"})
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


def _remove_old(target: Path, kept: set[str], scenes: Path) -> None:
    """Remove what an earlier gallery had of our films and this one has not; no other file."""
    ours = [re.escape(scene) + ending for scene in scene_names(scenes) for ending in FORMS]
    ours += map(re.escape, SHARED)
    for path in target.iterdir():
        if path.name not in kept and any(re.fullmatch(name, path.name) for name in ours):
            path.unlink(missing_ok=True)
