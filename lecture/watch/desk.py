"""`make watch`: serves the page on which a beat is watched, and wakes the film at each save."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..catalogue import listed
from ..files import workshop
from ..loopback import ADDRESS
from ..options import PROJECT, Options, UserError
from .channel import read_news
from .page import Shown, serving
from .watched import stamps

EVERY = 0.05  # seconds between two looks at the files


def run(options: Options) -> int:
    """Serve the page until it is interrupted; raises `UserError`."""
    if not hasattr(os, "fork"):
        raise UserError("watch: this system cannot fork processes; use make draft, or WSL")
    if options.beat is None:
        raise UserError(f"beat: which one? {options.scene} has {listed(options)}")
    state = Shown()
    with (
        workshop(options.out / "renders", f"watch-{options.scene}") as work,
        serving(state, options, work),
        _held(options, work, state) as wake,
    ):
        print(f"watch: http://{ADDRESS}:{options.port} (Ctrl-C ends it)", flush=True)
        try:
            _look(options, state, wake)
        except KeyboardInterrupt:
            return 0
    return 1  # the film's processes have ended


def _look(options: Options, state: Shown, wake: int) -> None:
    """Wake the film whenever something was saved, until its processes end."""
    before = stamps(options)
    while not state.is_over:
        time.sleep(EVERY)
        now = stamps(options)
        if now != before:
            state.saved(max(now.values(), default=(0, 0))[0] / 1e9)
            os.write(wake, b"!")
            before = now


@contextmanager
def _held(options: Options, work: Path, state: Shown) -> Iterator[int]:
    """Within the block the film stands before its beat; gives the pipe by which it is woken."""
    (work / "manim").mkdir()
    (work / "asked").write_bytes(pickle.dumps(options))
    woken, wake = os.pipe()
    news, tell = os.pipe()
    pipes = (woken, tell)
    home = [sys.executable, "-I", "-B", "-X", "utf8", "-m", "lecture.watch.home"]
    arguments = [str(work / "asked"), str(work / "beat"), *map(str, pipes)]
    # -B: a file that is saved twice in a second may keep its size, and Python its old code.
    process = subprocess.Popen(
        [*home, *arguments], cwd=PROJECT, pass_fds=pipes, start_new_session=True
    )
    for end in pipes:
        os.close(end)
    reader = threading.Thread(target=read_news, args=(news, state.heard), daemon=True)
    reader.start()
    try:
        yield wake
    finally:
        os.close(wake)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        reader.join()
