"""`python -m lecture ACTION …`, which `make` calls: checks what is asked for, then does it."""

from __future__ import annotations

import argparse
import errno
import importlib
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage
from typing import NoReturn

from grpo_core import GroupFileError

from .catalogue import checked_scene, scene_names
from .options import PROJECT, UserError, options_from

LOOK_ALONE = ("theme", "language", "group", "epsilon", "epsilon-high", "beta")
VARIANT = (*LOOK_ALONE, "quality", "fps", "out")
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


ACTIONS = {
    "render": Action("make the film of a scene", FILM, "render"),
    "all": Action("make the films of all scenes", VARIANT, "render", all_scenes=True),
    "course": Action("join all films into one", VARIANT, "course", whole_course=True),
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
    "posters": Action("draw the posters in assets", ("scene",), "posters", all_scenes=True),
    "bench": Action("measure what a film costs", ("scene", "quality"), "bench", scene="Clipping"),
}
FAILED, MISTAKE, INTERRUPTED = 1, 2, 130  # exit codes
COURSE = "Course"  # the name of the joined film
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UserError(f"{message} (--help lists what there is)")


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments ask for and return the exit code."""
    action, out = "lecture", PROJECT
    try:
        asked = vars(_parser().parse_args(arguments))
        action, out = asked.pop("action"), Path(asked.get("out") or PROJECT)
        return _act(ACTIONS[action], asked)
    except (UserError, GroupFileError) as error:
        return _complain(action, str(error), MISTAKE)
    except KeyboardInterrupt:
        return _complain(action, "interrupted; nothing was changed", INTERRUPTED)
    except Exception as error:
        refusal = _refusal(error)
        if refusal is None:
            raise
        return _complain(action, _explained(refusal, out), FAILED)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="lecture", description=__doc__, allow_abbrev=False)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, action in ACTIONS.items():
        sub = actions.add_parser(name, help=action.help, allow_abbrev=False)
        for argument in action.arguments:
            sub.add_argument(f"--{argument}", metavar="X")
    return parser


def _act(action: Action, asked: dict[str, str | None]) -> int:
    scenes = _scenes(action, asked.pop("scene", None) or action.scene)
    jobs = [options_from(asked, scene, quality=action.quality) for scene in scenes]
    run = getattr(importlib.import_module(f".{action.module}", __package__), action.function)
    return max((run(options) for options in jobs), default=0)


def _scenes(action: Action, name: str | None) -> list[str]:
    if action.whole_course:
        return [COURSE]
    return scene_names() if action.all_scenes and not name else [checked_scene(name)]


def _complain(action: str, message: str, code: int) -> int:
    print(f"{action}: {' '.join(message.split())}", file=sys.stderr)
    return code


def _refusal(error: BaseException | None) -> OSError | None:
    """The file system's answer that led to `error`, if that is the cause."""
    while error and not isinstance(error, OSError):
        error = error.__cause__
    return error


def _explained(refusal: OSError, out: Path) -> str:
    if refusal.errno in FULL:
        folder = min((out, Path(tempfile.gettempdir())), key=lambda path: disk_usage(path).free)
        return (
            f"{refusal.strerror}: make room in {folder} (`make clean` removes caches) "
            "and try again; films made before are unchanged"
        )
    where = refusal.filename or out
    return f"{refusal.strerror}: {where}; check that this folder is there and can be written"


def run_and_exit() -> NoReturn:
    """Do what the command line asks for; a request to end is like the interrupt key."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())


if __name__ == "__main__":
    run_and_exit()
