"""`python -m lecture ACTION …`, which `make` calls: checks what is asked for, then does it."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from .catalogue import COURSE, check_beat, checked_scene, running_order, scene_names
from .complaints import answered
from .options import PROJECT, UserError, options_from, words_in
from .process import run_and_leave

LOOK_ALONE = ("theme", "language", "group", "epsilon", "epsilon-high", "beta")
VARIANT = (*LOOK_ALONE, "quality", "fps", "out", "jobs")
FILM = ("scene", *VARIANT)
LOOK = ("scene", *LOOK_ALONE)


@dataclass(frozen=True)
class Action:
    """What an action is for, where it is, and what it takes when that is not given."""

    help: str
    arguments: tuple[str, ...]
    module: str
    function: str = "run"
    quality: str = "h"
    scene: str | None = None
    all_scenes: bool = False
    whole_course: bool = False
    at_once: bool = False  # its function takes all jobs
    listed: bool = False  # SCENE may be several, with blanks between; without it, the course
    theme: str = "dark"
    unread: bool = False  # its function takes the arguments as they are: they may be lists


ACTIONS = {
    "render": Action("make the film of a scene", (*FILM, "captions"), "render"),
    "all": Action(
        "make the films of all scenes",
        (*VARIANT, "captions"),
        "several",
        all_scenes=True,
        at_once=True,
    ),
    "farm": Action("make many films on many machines", (*FILM, "farm"), "farm", unread=True),
    "course": Action("join all films into one", VARIANT, "course", whole_course=True),
    "captions": Action("write a film's captions again", (*FILM, "captions"), "recaption"),
    "gif": Action("make a moving picture of a film's step", (*FILM, "section"), "gif"),
    "slides": Action("make decks of a film, a step for each section", (*FILM, "format"), "slides"),
    "handout": Action(
        "put films on paper: all, or those of SCENE",
        FILM,
        "handout",
        listed=True,
        theme="light",
        at_once=True,
    ),
    "gallery": Action("make a web page of all films", VARIANT, "gallery", whole_course=True),
    "draft": Action(
        "make it fast and small, or one beat of it",
        (*FILM, "beat"),
        "render",
        function="run_draft",
        quality="l",
    ),
    "still": Action("draw the last frame of each beat", (*LOOK, "quality", "out", "beat"), "still"),
    "sheet": Action("draw every rest on one page", (*LOOK, "out", "beat"), "sheet"),
    "audit": Action("measure every rest against the bars", LOOK, "audit", all_scenes=True),
    "same": Action(
        "compare every rest with that of a revision",
        ("scene", "revision", "out", "jobs"),
        "same",
        all_scenes=True,
        at_once=True,
    ),
    "posters": Action("draw the posters in assets", ("scene",), "posters", all_scenes=True),
    "bench": Action(
        "measure what films cost",
        ("scene", "quality", "out"),
        "bench",
        all_scenes=True,
        at_once=True,
    ),
}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UserError(f"{message} (--help lists what there is)")


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


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="lecture", description=__doc__, allow_abbrev=False)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, action in ACTIONS.items():
        sub = actions.add_parser(name, help=action.help, allow_abbrev=False)
        for argument in action.arguments:
            sub.add_argument(f"--{argument}", metavar="X")
    return parser


def _act(action: Action, asked: dict[str, str | None]) -> int:
    if action.unread:
        return _function(action)(asked)
    scenes = _scenes(action, asked.pop("scene", None) or action.scene)
    if "theme" in action.arguments:
        asked["theme"] = asked.get("theme") or action.theme
    jobs = [options_from(asked, scene, quality=action.quality) for scene in scenes]
    for options in jobs:
        if options.beat:
            check_beat(options.scene, options.beat)
    run = _function(action)
    if action.at_once:
        return run(jobs)
    return max((run(options) for options in jobs), default=0)


def _function(action: Action) -> Callable[..., int]:
    return getattr(importlib.import_module(f".{action.module}", __package__), action.function)


def _scenes(action: Action, name: str | None) -> list[str]:
    if action.listed:
        names = words_in("scene", name) if name else running_order()
        return list(dict.fromkeys(map(checked_scene, names)))
    if action.whole_course and not name:
        return [COURSE]
    return scene_names() if action.all_scenes and not name else [checked_scene(name)]


def run_and_exit() -> NoReturn:
    """Do what the command line asks for, and end this process."""
    run_and_leave(main)


if __name__ == "__main__":
    run_and_exit()
