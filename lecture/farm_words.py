"""What `FARM` says to Snakemake, tried before anything is begun."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr
from pathlib import Path

from .options import UserError, shown

PLUGINS = "snakemake-executor-plugin-"


def check_words(command: Sequence[str]) -> None:
    """Read Snakemake's whole command line as Snakemake would; raises `UserError` if it cannot.

    Its own complaint comes after a page of all its options, and only when the films wait.
    """
    from snakemake import cli

    said = io.StringIO()
    try:
        with redirect_stderr(said):
            cli.parse_args(command[command.index("snakemake") + 1 :])
    except SystemExit:
        lines = [line for line in said.getvalue().splitlines() if line.strip()]
        raise UserError(_explained(lines[-1] if lines else "Snakemake cannot read it")) from None
    except cli.CliException as error:
        raise UserError(_explained(str(error))) from None


def _explained(complaint: str) -> str:
    """`complaint` as one line; where an executor is missing, with what brings it."""
    line = re.sub(r"^.*?\berror: ", "", " ".join(complaint.split()), flags=re.I)
    if missing := re.match(r"argument --executor/-e: invalid choice: '([\w-]+)'", line):
        python = shown(Path(os.path.abspath(sys.executable)))
        return (
            f"the executor {missing[1]!r} is not here; to bring it: "
            f"{python} -m pip install {PLUGINS}{missing[1]}"
        )
    return f"Snakemake cannot read FARM: {line}"
