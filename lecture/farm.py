"""`make farm`: every combination of what is asked for, by Snakemake, on one or many machines."""

from __future__ import annotations

import fcntl
import hashlib
import itertools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from scenes.script.options import OPTIONS
from scenes.script.settings import WORKED_GROUP

from .catalogue import checked_scene, folder_in, scene_names
from .complaints import FAILED
from .cores import cores
from .farm_words import heard
from .files import write_whole
from .manifest import film_path
from .options import PROJECT, TELLING, Options, UserError, options_from, shown, words_in
from .progress import Progress, tells_progress
from .render import stale

SNAKEFILE = Path(__file__).with_name("Snakefile")
MAKE = ("make", "--no-print-directory", f"--directory={PROJECT}", "render")
LISTS = ("scene", *TELLING)  # each may be a list: a film is made for every combination
OF_ALL = ("out", "scenes", "voice", "voice_command")  # what all films have in common
PULSE = 1.0  # seconds after which it is looked which films are made
PATIENCE = 60  # seconds in which interrupted renders may tidy up


def run(asked: Mapping[str, str | None]) -> int:
    """Make the films that are not made yet; print all paths. The exit code is 1 if one fails.

    Of `asked` each of `LISTS` is a list with blanks between, read as a shell reads it; without
    ``scene`` it is all scenes. ``farm`` are arguments for Snakemake, such as a profile.
    """
    if find_spec("snakemake") is None:
        raise UserError("Snakemake is not here; to bring it: sh bootstrap.sh extra farm")
    films = films_of(asked)
    folder = films[0].out / "renders" / ".farm"
    with _alone_in(folder) as lock:
        films = [_with_kept_files(film, folder / "files") for film in films]
        missing = [film for film in films if stale(film)]
        if missing:
            more = words_in("farm", asked.get("farm") or "")
            command = _snakemake(missing, folder, films[0].jobs, more)
            marks = [folder / _mark(film) for film in missing]
            _carried_out(heard(command, folder) if more else command, lock, _words(folder), marks)
        unmade = [film for film in missing if not (folder / _mark(film)).exists()]
    for film in films:
        if film not in unmade:
            print(shown(film_path(film)))
    _complain(unmade, folder)
    return FAILED if unmade else 0


def _complain(unmade: Sequence[Options], folder: Path) -> None:
    """A line for each film whose render said why, and one for all others: not begun, or killed."""
    said = {film: _said(_log(folder / _mark(film))) for film in unmade}
    for film, last in said.items():
        if last:
            told = f"{last} ({shown(_log(folder / _mark(film)))})"
            print(f"farm: {shown(film_path(film))} is not made: {told}", file=sys.stderr)
    if waiting := [film for film, last in said.items() if not last]:
        first = shown(film_path(waiting[0]))
        rest = f" and {len(waiting) - 1} more" if waiting[1:] else ""
        told = f"not made, and no render said why; what Snakemake said: {shown(_words(folder))}"
        print(f"farm: {first}{rest} {told}", file=sys.stderr)


def _said(log: Path) -> str:
    """The last line that a film's render said of itself, if it said any."""
    said = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
    lines = (line for line in reversed(said.splitlines()) if line.strip())
    return next((x for x in lines if not tells_progress(x) and not x.startswith("make: ***")), "")


def films_of(asked: Mapping[str, str | None]) -> list[Options]:
    """What is asked for as films, each once; raises `UserError` for the first mistake."""
    lists = {name: words_in(name, asked[name]) for name in LISTS if asked.get(name)}
    folder = folder_in(asked)
    scenes = [checked_scene(name, folder) for name in lists.pop("scene", scene_names(folder))]
    rest = {name: value for name, value in asked.items() if name not in LISTS}
    films = [
        options_from({**rest, **dict(zip(lists, values, strict=True))}, scene)
        for scene, *values in itertools.product(scenes, *lists.values())
    ]
    return list({film_path(film): film for film in films}.values())


@contextmanager
def _alone_in(folder: Path) -> Iterator[int]:
    """Hold the lock of `folder`, which goes with the processes that have it open."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise UserError(f"another farm works in {shown(folder.parent)}; let it end first") from None
    except OSError:
        pass  # a file system without locks
    try:
        yield lock
    finally:
        os.close(lock)


def _with_kept_files(film: Options, folder: Path) -> Options:
    """`film` with copies of the user's files, which stay what they are and where machines see them.

    A copy gives the same variant, as that goes by name and content.
    """
    settings = film.settings
    if settings.group.resolve().parent != WORKED_GROUP.parent:
        settings = replace(settings, group=_kept(settings.group, folder))
    if settings.palette:
        settings = replace(settings, palette=_kept(settings.palette, folder))
    return replace(film, settings=settings)


def _kept(file: Path, folder: Path) -> Path:
    content = file.read_bytes()
    kept = folder / hashlib.sha256(content).hexdigest() / file.name
    write_whole(kept, content)
    return kept


def _mark(film: Options) -> str:
    """The file that the rule makes when `film` is made."""
    return f"{film.variant}/{film.scene}.made"


def _log(mark: Path) -> Path:
    return mark.with_suffix(".log")


def _words(folder: Path) -> Path:
    """What Snakemake says, beside the films."""
    return folder.with_name("farm.log")


def _snakemake(
    films: Sequence[Options], folder: Path, jobs: int | None, more: Sequence[str]
) -> list[str]:
    """Snakemake's command line for `films`; `more` are arguments of the user's, which win."""
    marks = {_mark(film): _variables(film) for film in films}
    for mark in marks:  # what an earlier run says is out of date
        for said in (folder / mark, _log(folder / mark)):
            said.unlink(missing_ok=True)
    # With an executor or a profile, how many cores a film gets is said there.
    hands = 1 if more else jobs or cores()
    config = {
        "make": MAKE,
        "films": marks,
        "threads": max(1, hands // len(films)),
    }
    text = json.dumps(config, indent=1, sort_keys=True)
    # By its content: jobs of a killed run that still wait on another machine read theirs.
    file = folder / f"films-{hashlib.sha256(text.encode()).hexdigest()[:12]}.json"
    file.write_text(text, encoding="utf-8")
    # Executors of clouds send a job what it is told, but only from the folder of the work.
    rule = folder / SNAKEFILE.name
    write_whole(rule, SNAKEFILE.read_bytes())
    return [
        *(sys.executable, "-m", "snakemake"),
        *("--snakefile", str(rule), "--directory", str(folder), "--configfile", str(file)),
        *("--keep-going", "--rerun-incomplete", "--scheduler", "greedy"),
        "--nolock",  # the lock is ours, and dies with us
        *(("--jobs", str(jobs or cores())) if jobs or not more else ()),
        *more,
        *("--", *marks),
    ]


def _variables(film: Options) -> list[str]:
    """What `make render` is given to make `film`."""
    values = {OPTIONS[name].variable: film.asked(name) for name in (*OF_ALL, *LISTS)}
    return [f"{name}={value}" for name, value in values.items() if value is not None]


def _carried_out(command: Sequence[str], lock: int, log: Path, marks: Sequence[Path]) -> None:
    """Run `command`, which tells `log`; whatever becomes of it or of us, its renders end with it.

    How many of the `marks` are there is shown meanwhile.
    """
    with (
        log.open("wb") as said,
        subprocess.Popen(
            command, process_group=0, pass_fds=[lock], stdout=said, stderr=said
        ) as process,
    ):
        try:
            _wait(process, marks)
        except KeyboardInterrupt:
            _tell_all(process.pid, signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
            raise
        finally:
            _tell_all(process.pid, signal.SIGKILL)


def _wait(process: subprocess.Popen, marks: Sequence[Path]) -> None:
    """Until `process` has ended, which makes the `marks`."""
    waiting = list(marks)
    with Progress("films", len(marks)) as progress:
        while process.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(PULSE)
            for mark in [mark for mark in waiting if mark.exists()]:
                waiting.remove(mark)
                progress.step(f"{mark.parent.name}/{mark.stem}")


def _tell_all(group: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, number)
