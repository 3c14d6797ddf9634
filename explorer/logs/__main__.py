"""`python -m explorer.logs --log FILE`, which `make group` calls: a group file of a log."""

from __future__ import annotations

import re
import stat
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from grpo_core import GroupTable, evaluate_group, load_group
from grpo_core.group_file import one_line
from lecture.complaints import answered
from lecture.options import UserError
from lecture.process import run_and_leave
from scenes.script.options import Parser, add_options

from ..group_file import fitting_toml
from ..made_group import next_command, publish, refuse, which_are_shown
from .files import MOST_BYTES
from .groups import Log, LoggedGroup
from .pick import Picked, Wish, pick, roles_from
from .read import Unclear, read_log
from .sessions import session_of

_ENDING = re.compile(r"(\.table)?\.(jsonl?|ndjson|csv|tsv|txt|parquet)$", re.IGNORECASE)
_FAR = 3.0  # a ratio


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the group file that is asked for and return the exit code."""
    parser = Parser(prog="group", description=__doc__)
    add_options(parser, "group", default="")
    return answered("group", Path.cwd(), lambda: _run(parser.parse_args(arguments)))


def _run(asked: Namespace) -> int:
    if not asked.log:
        raise UserError(
            "LOG: missing; give a training log, such as LOG=completions.jsonl, or a question to "
            "the lab's model, such as LAB=17x24"
        )
    refuse(asked, ("g", "seed", "temperature", "out"), beside="LOG")
    file = Path(asked.log)
    try:
        log = read_log(_content(file), file.name, roles_from(asked.roles))
        picked = pick(log, Wish(asked.step, asked.question, asked.answer))
        lines = _write(file, log, picked)
    except Unclear as unclear:
        raise UserError(one_line(f'{unclear} with ROLES="ROLE=COLUMN"')) from None
    except ValueError as error:  # also a group that no film can show
        raise UserError(one_line(str(error))) from None
    print("\n".join(f"group: {one_line(line)}" for line in lines))
    return 0


def _content(file: Path) -> bytes:
    """The bytes of a log; what is no file, or too large, is refused before it is read."""
    try:
        about = file.stat()
        if not stat.S_ISREG(about.st_mode):
            raise UserError(f"LOG: {file} is not a file; give one that a training run has written")
        if about.st_size > MOST_BYTES:
            raise UserError(
                f"LOG: {file} is larger than {MOST_BYTES // 10**6} MB; give one with fewer steps"
            )
        return file.read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UserError(f"LOG: {file} cannot be read ({why}); check the path") from None


def _write(file: Path, log: Log, picked: Picked) -> list[str]:
    """Put the group beside its log; what there is to say about it."""
    session, notes = session_of(picked.group, picked.whole)
    text = _header(file, log, picked.group) + fitting_toml(
        session.group, logs=_has_logps(picked.group)
    )
    made = file.with_name(f"{_ENDING.sub('', file.name)}{picked.mark}.toml")
    publish(made, text, remedy="copy the log elsewhere")
    said = [f"{file.name}: {log.reading.words}", *log.remarks, picked.words, *picked.notes, *notes]
    table = evaluate_group(load_group(made))
    if session.group.per_token and not table.group.per_token:
        said.append("the log-probabilities of its tokens are too many for a group file: left out")
    shown_ones = which_are_shown(table, another='; ANSWER="1 2 3" keeps others')
    return [*said, *shown_ones, *_how_far(table), next_command(made)]


def _has_logps(group: LoggedGroup) -> bool:
    return any(answer.logps for answer in group.answers)


def _header(file: Path, log: Log, group: LoggedGroup) -> str:
    """Where the numbers are from; a comment has no line breaks and no control characters."""
    where = f"{file.name}, step {group.step}" if group.step else file.name
    lines = [f"From {where}.", log.reading.words]
    if _has_logps(group):
        lines.append("Log-probabilities are sums over an answer's tokens.")
    return "".join(f"# {one_line(line)}\n" for line in lines)


def _how_far(table: GroupTable) -> list[str]:
    """A ratio of whole answers may be far off where those of its tokens are not."""
    least, most = table.ratio.min(), table.ratio.max()
    if most < _FAR and least > 1 / _FAR:
        return []
    return [
        f"ratios are of whole answers, {least:.2g} to {most:.2g}; the explorer saves a group with "
        "those of the mean over tokens (GSPO)"
    ]


if __name__ == "__main__":
    run_and_leave(main, "group")
