"""One film at a time, made by `python -m lecture render` in a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import re
import shlex
import signal
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from uuid import uuid4

from grpo_core import load_group
from lecture.catalogue import scene_names
from lecture.files import write_whole
from lecture.options import PROJECT, QUALITIES
from lecture.progress import READER
from scenes.script.palette import THEMES

from .group_file import fitting_toml, presets, same_numbers, short_name
from .recipe import Recipe
from .session import Refusal, Session

_BAR = re.compile(r"(\d+)%\|[^|]*\| (\d+)/(\d+) \[[^,\]]*(?:, ([\d.]+ s of film))?")
_GRACE = 5.0  # seconds that a render gets to clean up after itself
LECTURE = (sys.executable, "-m", "lecture")


@dataclass(frozen=True)
class Order:
    """A film that was asked for; all of it is checked when it is made.

    `out` is where ``renders/`` lies, `group` the file with the numbers, None for the
    worked group.
    """

    scene: str
    quality: str
    theme: str
    group: Path | None
    out: Path = PROJECT

    @property
    def make_command(self) -> str:
        """What to type for the same film."""
        words = ["make", "render", f"SCENE={self.scene}"]
        if self.group:
            shown = self.group
            if shown.is_relative_to(PROJECT):
                shown = shown.relative_to(PROJECT)
            words.append(f"GROUP={shlex.quote(str(shown))}")
        words.append(f"QUALITY={self.quality}")
        if self.theme != next(iter(THEMES)):
            words.append(f"THEME={self.theme}")
        return " ".join(words)

    @property
    def arguments(self) -> list[str]:
        """The same for `python -m lecture`."""
        words = ["render", "--scene", self.scene, "--quality", self.quality]
        words += ["--theme", self.theme]
        if self.group:
            words += ["--group", str(self.group)]
        return words + (["--out", str(self.out)] if self.out != PROJECT else [])


@cache
def films() -> tuple[str, ...]:
    """The films that can be ordered; found once, because all scenes are read for it."""
    return tuple(scene_names())


def order_of(session: Session, scene: str, quality: str, theme: str, out: Path = PROJECT) -> Order:
    """Check a wish for a film and name its group file, which `write_group` writes.

    Raises `Refusal` for what no film can be made of.
    """
    for name, value, known in (
        ("scene", scene, films()),
        ("quality", quality, QUALITIES),
        ("theme", theme, THEMES),
    ):
        if value not in known:
            raise Refusal(f"{name}: {value!r} is unknown; use one of {', '.join(known)}")
    return Order(scene, quality, theme, _group_path(session, out), out)


def _group_path(session: Session, out: Path) -> Path | None:
    """A shipped file with the same numbers, or a name that its content alone decides."""
    for name, file in presets().items():
        if same_numbers(load_group(file), session.judged):
            return None if name == "worked" else file
    content = group_text(session)
    mark = hashlib.sha256(content.encode()).hexdigest()[:6]
    name = f"{short_name(session.group.question)}-{mark}.toml"
    return out / "renders" / "explorer" / name


def group_text(session: Session) -> str:
    """The group file of what is on the screen."""
    text = fitting_toml(session.judged, logs=session.logs or session.level == "token")
    if session.level == "token":
        text = f"# Log-probabilities are means over the answers' tokens (GSPO).\n{text}"
    if session.recipe != Recipe():
        said = ", ".join(f"{name} {value}" for name, value in session.recipe.as_data().items())
        text = f"# It was looked at with what no group file holds: {said}.\n{text}"
    return text


def write_group(order: Order, session: Session) -> None:
    """Put the group file where the order says, so that its command can be typed later."""
    if order.group is None or order.group in presets().values():
        return
    write_whole(order.group, group_text(session).encode())


@dataclass
class Job:
    """A render that runs or has run.

    Attributes:
        order: what it makes.
        key: under which its film is served.
        share: how far it is, from 0 to 1.
        said: the same in words, or in the end what came of it.
        state: "running", "done", "failed" or "stopped".
        film: the file, once it is whole.
    """

    order: Order
    key: str = field(default_factory=lambda: uuid4().hex)
    share: float = 0.0
    said: str = "starting"
    state: str = "running"
    film: Path | None = None
    _process: asyncio.subprocess.Process | None = None

    async def run(self, command: tuple[str, ...] = LECTURE) -> None:
        """Make the film and follow its progress bar."""
        try:
            self._process = await asyncio.create_subprocess_exec(
                *command,
                *self.order.arguments,
                cwd=PROJECT,
                env={**os.environ, READER: "1"},
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                start_new_session=True,
            )
            if self.state == "stopped":  # before there was anything to stop
                self._signal(signal.SIGTERM)
            last, out = await asyncio.gather(self._follow(), self._process.stdout.read())
            code = await self._process.wait()
        except OSError as error:
            self.state, self.said = "failed", f"the render cannot be started: {error}"
            return
        finally:
            if self._process and self._process.returncode is None:
                self.kill()
        if self.state == "stopped":
            return
        printed = out.decode(errors="replace").splitlines()
        if code or not printed:
            self.state, self.said = "failed", last or f"the render ended with code {code}"
            return
        self.film = PROJECT / printed[-1]
        self.state, self.share = "done", 1.0
        self.said = f"{printed[-1]} ({last})" if last else printed[-1]

    async def _follow(self) -> str:
        """Read the bar as it is drawn; returns the last line that is none."""
        last, rest = "", ""
        while chunk := await self._process.stderr.read(4096):
            *lines, rest = re.split(r"[\r\n]", rest + chunk.decode(errors="replace"))
            for line in lines:
                if bar := _BAR.search(line):
                    self._advance(bar)
                elif line.strip():
                    last = self._told(line)
            if bar := _BAR.search(rest):
                self._advance(bar)
        return rest.strip() if rest.strip() and not _BAR.search(rest) else last

    def _told(self, line: str) -> str:
        """A line before the film begins, such as that a text needs more fonts, is shown."""
        if not self.share:
            self.said = line.strip()
        return line.strip()

    def _advance(self, bar: re.Match) -> None:
        self.share = int(bar[2]) / max(1, int(bar[3]))
        self.said = f"{bar[2]} of {bar[3]} beats" + (f", {bar[4]}" if bar[4] else "")

    def stop(self) -> None:
        """Ask the render to end; it leaves no half film."""
        if self.state == "running":
            self.state, self.said = "stopped", "stopped; films made before are unchanged"
            self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it now, with all that it started."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self._process and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)


class Studio:
    """Takes one order at a time, from whichever tab it comes; keeps what was made."""

    def __init__(self, out: Path = PROJECT, command: tuple[str, ...] = LECTURE) -> None:
        self.out = out
        self.command = command
        self.job: Job | None = None
        self.films: dict[str, Path] = {}
        self._task: asyncio.Task | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a film is being made; one that was stopped may still be clearing up."""
        return self._task is not None and not self._task.done()

    def start(self, session: Session, scene: str, quality: str, theme: str) -> Job:
        """Begin a film; raises `Refusal` where one is being made or none can be."""
        if self.is_busy:
            raise Refusal(f"render: {self.job.order.scene} is being made; wait or stop it first")
        order = order_of(session, scene, quality, theme, self.out)
        write_group(order, session)
        self.job = Job(order)
        self._task = asyncio.get_running_loop().create_task(self._make(self.job))
        return self.job

    async def _make(self, job: Job) -> None:
        await job.run(self.command)
        if job.film:
            self.films[job.key] = job.film

    async def close(self) -> None:
        """End what runs: first politely, then at once."""
        if not self.is_busy:
            return
        self.job.stop()
        _, late = await asyncio.wait([self._task], timeout=_GRACE)
        if late:
            self.job.kill()
            await asyncio.wait([self._task], timeout=_GRACE)
