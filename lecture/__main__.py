"""`python -m lecture ACTION …`, which `make` calls: checks what is asked for, then does it."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from scenes.script.options import PICTURE, SIZE, Parser, add_options
from scenes.script.words import in_english

from .catalogue import (
    COURSE,
    check_beat,
    checked_scene,
    folder_in,
    running_order,
    scene_names,
    typed,
)
from .complaints import answered
from .letters import bring_fonts
from .options import PROJECT, options_from, words_in
from .process import run_and_leave


@dataclass(frozen=True)
class Action:
    """Where an action is, and what it takes when that is not given.

    What it is for stands in the Makefile, where users meet it.
    """

    module: str
    function: str = "run"
    takes: tuple[str, ...] = (PICTURE, SIZE)  # all that shows there; the table names what else
    defaults: Mapping[str, str] = field(default_factory=dict)
    all_scenes: bool = False
    whole_course: bool = False
    at_once: bool = False  # its function takes all jobs
    listed: bool = False  # SCENE may be several, with blanks between; without it, the course
    unread: bool = False  # its function takes the arguments as they are: they may be lists


ACTIONS = {
    "render": Action("render"),
    "all": Action("all_films", all_scenes=True, at_once=True),
    "farm": Action("farm", unread=True),
    "course": Action("course", whole_course=True),
    "captions": Action("recaption"),
    "gif": Action("gif"),
    "slides": Action("slides", listed=True, at_once=True),
    "recorder": Action("recorder.serve"),
    "handout": Action("handout.paper", listed=True, defaults={"theme": "light"}, at_once=True),
    "worksheet": Action(
        "worksheet.paper", takes=(PICTURE, SIZE), defaults={"theme": "light"}, whole_course=True
    ),
    "words": Action("words_file", takes=(), unread=True),
    "gallery": Action("gallery", whole_course=True),
    "draft": Action("render", function="run_draft", defaults={"quality": "l"}),
    "watch": Action("watch.desk", defaults={"quality": "l"}),
    "still": Action("still", takes=(PICTURE,)),
    "sheet": Action("sheet", takes=(PICTURE,)),
    "audit": Action("audit", takes=(PICTURE,), all_scenes=True),
    "same": Action("same", takes=(), all_scenes=True, at_once=True),
    "pieces": Action("pieces", takes=(), unread=True),
    "posters": Action("posters", takes=(), all_scenes=True),
    "bench": Action("bench", takes=(), all_scenes=True, at_once=True),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments ask for and return the exit code."""
    asked: dict[str, str | None] = {}

    def parse() -> int:
        asked.update(vars(_parser().parse_args(arguments)))
        return 0

    if code := answered("lecture", PROJECT, parse):
        return code
    action, out = asked.pop("action"), Path(asked.get("out") or PROJECT)
    return answered(action, out, lambda: _act(ACTIONS[action], asked))


def _parser() -> Parser:
    parser = Parser(prog="lecture", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    said = _said_of_targets()
    for name, action in ACTIONS.items():
        add_options(actions.add_parser(name, help=said[name]), name, *action.takes)
    return parser


def _said_of_targets() -> dict[str, str]:
    """What each target of the Makefile is for, by its name."""
    text = (PROJECT / "Makefile").read_text(encoding="utf-8").replace("%", "%%")
    return dict(re.findall("^([a-z-]+):.*## (.*)$", text, re.MULTILINE))


def _act(action: Action, asked: dict[str, str | None]) -> int:
    if action.unread:
        return _function(action)(asked)
    scenes = _scenes(action, asked.pop("scene", None), folder_in(asked))
    jobs = [options_from(asked, scene, **action.defaults) for scene in scenes]
    bring_fonts(text for options in jobs for text in typed(options))
    _tell_what_is_english({options.settings.language for options in jobs})
    for options in jobs:
        check_beat(options)
    run = _function(action)
    if action.at_once:
        return run(jobs)
    return max((run(options) for options in jobs), default=0)


def _tell_what_is_english(codes: Collection[str]) -> None:
    """A half-finished translation can be looked at; a line says that it is one."""
    for code in codes:
        if in_english(code):
            from .words_file import untranslated  # reads all films, for a few languages only

            left = f"{untranslated(code)} texts are still in English"
            print(f"{code}: {left}; make words LANGUAGE={code}", file=sys.stderr)


def _function(action: Action) -> Callable[..., int]:
    return getattr(importlib.import_module(f".{action.module}", __package__), action.function)


def _scenes(action: Action, name: str | None, folder: Path) -> list[str]:
    if action.listed:
        names = words_in("scene", name) if name else running_order(folder)
        return list(dict.fromkeys(checked_scene(name, folder) for name in names))
    if action.whole_course and not name:
        return [COURSE]
    every = action.all_scenes and not name
    return scene_names(folder) if every else [checked_scene(name, folder)]


def run_and_exit() -> NoReturn:
    """Do what the command line asks for, and end this process."""
    run_and_leave(main)


if __name__ == "__main__":
    run_and_exit()
