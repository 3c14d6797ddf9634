"""What `FARM` says to Snakemake, read before anything is begun."""

from __future__ import annotations

import io
import os
import re
import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import redirect_stderr
from importlib.util import find_spec
from pathlib import Path

from .options import UserError, shown

FOLDER = "fs"  # Snakemake's name for a storage that is a folder


def heard(command: Sequence[str], folder: Path) -> list[str]:
    """Snakemake's whole command line, as its executor needs it; raises `UserError` if it cannot be.

    Executors of clouds take it that their machines have no folder in common, and bring back
    only what a storage keeps. A film goes by a folder all the same: they are told that `folder`,
    which their machines have under the same name, is that storage.
    """
    asked = _read(command)
    if not asked.executor or not _is_far(asked.executor):
        return list(command)
    if asked.default_storage_provider not in (None, FOLDER):
        raise UserError(
            f"films come back from {asked.executor} in a folder that its machines mount, not by "
            f"{asked.default_storage_provider}; leave out --default-storage-provider (farm.md)"
        )
    if not find_spec(f"snakemake_storage_plugin_{FOLDER}"):
        raise UserError(_bring(f"the storage {FOLDER!r}", f"snakemake-storage-plugin-{FOLDER}"))
    storage = ("--default-storage-provider", FOLDER, "--default-storage-prefix", str(folder))
    end = command.index("--")
    return [*command[:end], *storage, *command[end:]]


def _read(command: Sequence[str]) -> Namespace:
    """The command line as Snakemake would read it.

    Its own complaint comes after a page of all its options, and only when the films wait.
    """
    from snakemake import cli

    said = io.StringIO()
    try:
        with redirect_stderr(said):
            _, asked = cli.parse_args(command[command.index("snakemake") + 1 :])
    except SystemExit:
        lines = [line for line in said.getvalue().splitlines() if line.strip()]
        raise UserError(_explained(lines[-1] if lines else "it ends there")) from None
    except cli.CliException as error:
        raise UserError(_explained(str(error))) from None
    return asked


def _is_far(executor: str) -> bool:
    from snakemake_interface_executor_plugins.registry import ExecutorPluginRegistry

    return ExecutorPluginRegistry().get_plugin(executor).common_settings.implies_no_shared_fs


def _explained(complaint: str) -> str:
    """`complaint` as one line; where an executor is missing, with what brings it."""
    line = re.sub(r"^.*?\berror: ", "", " ".join(complaint.split()), flags=re.I)
    if missing := re.match(r"argument --executor/-e: invalid choice: '([\w-]+)'", line):
        return _bring(f"the executor {missing[1]!r}", f"snakemake-executor-plugin-{missing[1]}")
    return f"Snakemake cannot read FARM: {line}"


def _bring(what: str, package: str) -> str:
    python = shown(Path(os.path.abspath(sys.executable)))
    return f"{what} is not here; to bring it: {python} -m pip install {package}"
