"""Processes of `python -m lecture` on the small films that need not import Manim again.

Importing takes a second, which few tests ask about. One process has imported everything; it
forks another for each call, which works as a new one would: with its own arguments, folder,
environment, streams and limits.
"""

from __future__ import annotations

import atexit
import json
import os
import resource
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path

from small_films import PROJECT


def start(*arguments: object, **options) -> Process:
    """A process of `python -m lecture` on the small films."""
    env = os.environ | {"PYTHONPATH": str(PROJECT)}
    return Process([str(a) for a in arguments], **{"cwd": PROJECT, "env": env} | options)


class Process:
    """What of `subprocess.Popen` the tests need; its output is text.

    `does` names the module whose `work` is its work.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        cwd: Path,
        env: Mapping[str, str],
        process_group: int | None = None,
        file_size: int | None = None,
        does: str = "small_films",
    ) -> None:
        self.returncode: int | None = None
        (out, to_out), (err, to_err), (told, telling) = (os.pipe() for _ in range(3))
        asked = {"arguments": list(arguments), "cwd": str(cwd), "env": dict(env)}
        asked |= {"process_group": process_group, "file_size": file_size, "does": does}
        socket.send_fds(_server(), [json.dumps(asked).encode()], [to_out, to_err, telling])
        for end in (to_out, to_err, telling):
            os.close(end)
        self._streams = [os.fdopen(end, "rb") for end in (out, err)]
        self._told = os.fdopen(told, "rb")
        self.pid = int(self._told.readline())

    def poll(self) -> int | None:
        """The exit code, if it has ended; that of a signal is negative."""
        with selectors.DefaultSelector() as ready:
            ready.register(self._told, selectors.EVENT_READ)
            if self.returncode is None and ready.select(timeout=0):
                self.returncode = int(self._told.readline())
        return self.returncode

    def communicate(self, timeout: float) -> tuple[str, str]:
        """Standard output and standard error, when it has ended."""
        said, deadline = {stream: b"" for stream in self._streams}, time.monotonic() + timeout
        with selectors.DefaultSelector() as ready:
            for stream in self._streams:
                ready.register(stream, selectors.EVENT_READ)
            while ready.get_map():
                for key, _ in ready.select(self._left(deadline)):
                    data = os.read(key.fd, 1 << 16)
                    said[key.fileobj] += data
                    if not data:
                        ready.unregister(key.fileobj)
        while self.poll() is None:
            self._left(deadline)
            time.sleep(0.005)
        for stream in (*self._streams, self._told):
            stream.close()
        out, err = (text.decode() for text in said.values())
        return out, err

    def _left(self, deadline: float) -> float:
        if (left := deadline - time.monotonic()) <= 0:
            self.kill()
            raise TimeoutError(f"process {self.pid} does not end")
        return left

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            with suppress(ProcessLookupError):  # it has ended since
                os.kill(self.pid, number)

    def kill(self) -> None:
        """End it by SIGKILL."""
        self.send_signal(signal.SIGKILL)


@cache
def _server() -> socket.socket:
    """The wire to the process that forks; it ends when the wire is closed."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, __file__, str(theirs.fileno())],
        cwd=PROJECT,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        pass_fds=[theirs.fileno()],
    )
    theirs.close()
    atexit.register(lambda: (ours.close(), process.wait()))
    return ours


# -- in the process that forks --------------------------------------------------------


def _serve(wire: socket.socket) -> None:
    """Fork a process for all that is asked, and one more that waits for its end."""
    while (message := socket.recv_fds(wire, 1 << 20, 3))[0]:
        asked, (out, err, telling) = json.loads(message[0]), message[1]
        if os.fork() == 0:
            wire.close()
            if (child := os.fork()) == 0:
                os.close(telling)
                _become(out, err, **asked)
            os.close(out), os.close(err)
            os.write(telling, b"%d\n" % child)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            os.write(telling, b"%d\n" % code)
            os._exit(0)
        for end in (out, err, telling):
            os.close(end)
        _bury(os.WNOHANG)
    _bury()


def _bury(how: int = 0) -> None:
    """Take note of the ends of all processes, or of those that have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, how)[0]:
            pass


def _become(
    out: int,
    err: int,
    arguments: list[str],
    cwd: str,
    env: dict[str, str],
    process_group: int | None,
    file_size: int | None,
    does: str,
) -> None:
    """Be the process that is asked for."""
    for stream, number in ((out, 1), (err, 2)):
        os.dup2(stream, number)
        os.close(stream)
    if process_group is not None:
        os.setpgid(0, process_group)
    if file_size is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    import_module(does).work(arguments)


if __name__ == "__main__":
    import small_farm  # noqa: F401

    from lecture import all_films, film_workers, recaption, render  # noqa: F401

    signal.signal(signal.SIGINT, signal.default_int_handler)
    _serve(socket.socket(fileno=int(sys.argv[1])))
