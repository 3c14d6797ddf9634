"""What goes wrong, said in one line on stderr, with an exit code."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from shutil import disk_usage
from typing import NoReturn

from grpo_core import GroupFileError
from grpo_core.group_file import one_line
from scenes.script.assets import AssetError
from scenes.script.options import OptionError

from .options import UserError
from .streams import NoOutput, give_up_output

FAILED, MISTAKE, INTERRUPTED = 1, 2, 130  # exit codes
UNTOLD = "standard output cannot be written"
MADE = "what was made is in its place, but was not told"
PICTURE = 1_000_000  # bytes, about, of one
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def answered(action: str, out: Path, do: Callable[[], int]) -> int:
    """The exit code of `do`, or of what went wrong in it, which is complained of.

    `out` is the folder that it writes to. A fault of ours is raised as it is.
    """
    try:
        code = do()
        sys.stdout.flush()
        return code
    except NoOutput as error:
        give_up_output()
        return _complain(action, f"{UNTOLD} ({error}); {MADE}", code=FAILED)
    except OptionError as error:
        return _complain(action, *error.lines, code=MISTAKE)
    except (UserError, GroupFileError, AssetError) as error:
        return _complain(action, str(error), code=MISTAKE)
    except (KeyboardInterrupt, Exception) as error:
        if _cause(error, KeyboardInterrupt):  # Manim may have made something else of it
            return _complain(action, "interrupted; nothing was changed", code=INTERRUPTED)
        refusal = _cause(error, OSError)
        if refusal is None:
            raise
        return _complain(action, _explained(refusal, out), code=FAILED)


def leave(code: int) -> NoReturn:
    """End this process with `code`; after an interrupt, at once.

    A second interrupt may have hit Python while it waited for a thread, for which it would
    then wait for ever.
    """
    if code == INTERRUPTED:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _complain(action: str, *messages: str, code: int) -> int:
    for message in messages:
        print(f"{action}: {one_line(message)}", file=sys.stderr)
    return code


def _cause(error: BaseException | None, kind: type[BaseException]) -> BaseException | None:
    """The exception of that kind that led to `error`, or is it."""
    while error and not isinstance(error, kind):
        error = error.__cause__
    return error


def _explained(refusal: OSError, out: Path) -> str:
    folder = min((out, Path(tempfile.gettempdir())), key=lambda path: disk_usage(path).free)
    # Pillow does not say why it could not write a picture.
    is_full = refusal.errno is None and disk_usage(folder).free < PICTURE
    if is_full or refusal.errno in FULL:
        return (
            f"{refusal.strerror or os.strerror(errno.ENOSPC)}: make room in {folder} "
            "(`make clean` removes caches) and try again; films made before are unchanged"
        )
    where = refusal.filename or out
    said = refusal.strerror or refusal
    return f"{said}: {where}; check that this folder is there and can be written"
