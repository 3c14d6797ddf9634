"""`python -m lecture.watch.home`: a process with Manim in it, from which each start is forked.

Nothing of the films is imported here, so that each start reads all of it anew.
"""

from __future__ import annotations

import os
import pickle
import sys
import traceback
from pathlib import Path
from typing import NoReturn

import av
import manim
import PIL.Image
import typst

from .channel import AGAIN, OVER, Channel, Ended

LOADED = (av, manim, PIL.Image, typst)  # what takes long to import
_LINES = 3  # of a traceback, where a film cannot even be imported


def main() -> None:
    """Hold the film that a file asks for, over and over, until nobody watches any more."""
    asked, target, wake, tell = sys.argv[1:]
    channel = Channel(int(wake), int(tell))
    while True:
        child = os.fork()
        if not child:
            _hold(Path(asked), Path(target), channel)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) != AGAIN:
            return


def _hold(asked: Path, target: Path, channel: Channel) -> NoReturn:
    """Import the films as they are now, and bring the one that is asked for to its beat."""
    try:
        options = pickle.loads(asked.read_bytes())
        from .trail import Trail

        trail = Trail()
        trail.follow()
        from .stands import hold
    except BaseException as error:
        said = traceback.format_exception(error)[-_LINES:]
        try:
            channel.tell("error", "".join(said))
            channel.wait()
        except Ended:
            os._exit(OVER)
        os._exit(AGAIN)
    hold(options, target, channel, trail)


if __name__ == "__main__":
    main()
