"""Python takes this in before all else where its folder is on the path: what Windows lacks, goes.

Modules and functions of POSIX alone; names that Windows takes for no file; and a file that is
open is neither moved nor removed. Text is cp1252 unless a program says otherwise, which here
is an error of ours.
"""

import os
import re
import signal
import subprocess  # noqa: F401  it would take the module below for Windows
import sys
import warnings

import locks_of_windows

sys.modules["msvcrt"] = locks_of_windows
for module in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules[module] = None
for place, names in (
    (signal, "SIGALRM SIGHUP alarm pause pthread_sigmask setitimer"),
    (os, "fork forkpty getuid killpg mkfifo nice sched_getaffinity setsid"),
):
    for name in names.split():
        if hasattr(place, name):
            delattr(place, name)

OURS = r"(explorer|grpo_core|lab|lecture|scenes)(\.|$)"
warnings.filterwarnings("error", category=EncodingWarning, module=OURS)

RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.I)
MADE = os.environ.get("LIKE_WINDOWS_IN", "")  # below it all names are to be such as Windows takes


def _is_open(path: str) -> bool:
    """Whether this process has the file open, or one below the folder."""
    for number in os.listdir("/proc/self/fd"):
        try:
            target = os.readlink(f"/proc/self/fd/{number}")
        except OSError:
            continue
        if target == path or target.startswith(path + os.sep):
            return True
    return False


def _watch(event: str, arguments: tuple) -> None:
    if event not in ("open", "os.mkdir", "os.rename", "os.remove"):
        return
    if not MADE or not isinstance(arguments[0], str | bytes | os.PathLike):
        return
    for argument in arguments[: 2 if event == "os.rename" else 1]:
        path = os.path.abspath(os.fsdecode(argument))
        if not path.startswith(MADE):
            continue
        for name in path[len(MADE) :].strip("/").split("/"):
            if RESERVED.fullmatch(name) or re.search(r'[<>:"|?*\\\x00-\x1f]|[. ]$', name):
                raise OSError(22, "Windows takes no such name", path)
        if event in ("os.rename", "os.remove") and _is_open(path):
            raise PermissionError(13, "The file is in use", path)


sys.addaudithook(_watch)
