"""A film that stands before each beat up to the one that is watched.

Each stand is a process. It forks a copy that goes on to the next stand, and waits for its
end. The last one stands before the watched beat: it makes its last frame and its film, waits
until something is saved, and takes the edit over. Where an edit changes what ran before a
stand, the stand ends, and the one before it looks at the same edit.
"""

from __future__ import annotations

import os
import signal
import traceback
from pathlib import Path
from typing import NoReturn

from grpo_core import GroupFileError
from grpo_core.group_file import one_line
from scenes.script.assets import AssetError
from scenes.script.options import OptionError
from scenes.script.words import use_language
from scenes.stage.film import Beat, GrpoScene, Rest

from .. import filming
from ..files import write_whole
from ..options import Options
from ..shoot import shoot
from ..tracebacks import traced
from ..walk import draw
from .channel import AGAIN, OVER, Channel, Ended
from .edits import TooMuch
from .modules import SourceChange, Sources
from .spoken import Spoken
from .trail import Trail
from .watched import data_files, folders


def hold(options: Options, target: Path, channel: Channel, trail: Trail) -> NoReturn:
    """Bring the film of `options` to the stand before its beat, and serve it from there.

    The last frame goes to `target` with the suffix ``.png``, the film of the beat to
    ``.mp4``. This process never returns: it ends with `AGAIN` or `OVER`.
    """
    stands = _Stands(options, target, channel, trail)
    try:
        stands.run()
        os._exit(0)
    except Ended:
        os._exit(OVER)
    except BaseException as error:
        _end_with(error, channel, waits=not stands.is_served)


def _end_with(error: BaseException, channel: Channel, *, waits: bool) -> NoReturn:
    """Tell of a mistake in the film, and end; one that `waits` does so at the next edit."""
    try:
        channel.tell("error", told(error))
        if waits:
            channel.wait()
    except Ended:
        os._exit(OVER)
    os._exit(AGAIN)


def told(error: BaseException) -> str:
    """What is wrong with a film: a line for words and files, else from the film's line on."""
    if isinstance(error, AssetError | OptionError | GroupFileError):
        return one_line(str(error))
    if isinstance(error, SyntaxError):
        return "".join(traceback.format_exception_only(error))
    return traced(error)


class _Stands:
    def __init__(self, options: Options, target: Path, channel: Channel, trail: Trail) -> None:
        self._options, self._target, self._channel = options, target, channel
        self._trail = trail
        self.is_served = False  # whether this is a copy that plays the watched beat
        self._sources = Sources(folders(options))
        self._data = _contents(options)
        self._raw = target.parent / "manim"

    def run(self) -> None:
        """Film the beat, in the copy that has been sent to do so."""
        use_language(self._options.settings.language)
        self._spoken = Spoken()
        self._sources.read()
        number = self._options.beat
        takes = shoot(self._options, self._raw, takes=number.__eq__, begin=self._stand, bar=False)
        made = filming.joined(takes, self._raw / f"{number}.mp4", self._options)
        os.replace(made, self._target.with_suffix(".mp4"))
        self._channel.tell("film", self._target.with_suffix(".mp4").name)

    def _stand(self, film: GrpoScene, number: int, part: Beat) -> None:
        """Wait before a beat; return in the copies that play it."""
        self._sources.read()
        while True:
            if number == self._options.beat:
                copy = self._serve(film)
            else:
                self._channel.tell("walking", f"{number} {part.title}")
                copy = self._send_on()
            if copy:
                return
            self._take_edits(film, number)

    def _send_on(self) -> bool:
        """Whether this is the copy that goes on; the stand itself waits for its end."""
        child = os.fork()
        if not child:
            return True
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) != AGAIN:
            os._exit(OVER)
        return False

    def _serve(self, film: GrpoScene) -> bool:
        """Have the beat's last frame made, then its film; the same copies, until an edit comes."""
        for prepare in (self._only_last_frame, self._whole_beat):
            read, write = os.pipe()
            child = os.fork()
            if not child:
                os.close(read)
                self._trail.leave()
                self.is_served = True
                prepare(film)
                return True
            os.close(write)
            saved = self._channel.wait(read)
            os.close(read)
            if saved:
                os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            if saved:
                return False
            if status:  # it has told of a mistake, which its film has, too
                break
        self._channel.wait()
        return False

    def _only_last_frame(self, film: GrpoScene) -> None:
        film.renderer.file_writer.sections[-1].skip_animations = True
        film.on_rest = self._keep_last_frame

    def _keep_last_frame(self, film: GrpoScene, rest: Rest) -> None:
        if rest.last:
            picture = self._raw / "last.png"
            draw(film, self._options.size[0]).save(picture)
            write_whole(self._target.with_suffix(".png"), picture.read_bytes())
            self._channel.tell("still", self._target.with_suffix(".png").name)
            os._exit(0)

    def _whole_beat(self, film: GrpoScene) -> None:
        film.on_rest = None

    def _take_edits(self, film: GrpoScene, number: int) -> None:
        """Make the film what its files are, or end this stand where they reach further back."""
        try:
            changes, said = self._sources.changes(), self._spoken.changes()
            if self._is_past(changes, said):
                os._exit(AGAIN)
            self._sources.take(changes)
            self._speak_again(film, number)
        except (SyntaxError, AssetError) as error:
            self._channel.tell("error", told(error))
            self._channel.wait()
            self._take_edits(film, number)
        except TooMuch as error:
            self._channel.tell("anew", str(error))
            os._exit(AGAIN)

    def _is_past(self, changes: list[SourceChange], said: set[str]) -> bool:
        used = (self._trail.has_used(change.file, change.edit) for change in changes)
        has_other_data = _contents(self._options) != self._data
        return has_other_data or any(used) or self._trail.has_said(said)

    def _speak_again(self, film: GrpoScene, number: int) -> None:
        """Titles, captions and scripts may have changed; those of beats that were played not."""
        before = film.beats
        film.read_words()
        told = [beat.method for beat in film.beats] == [beat.method for beat in before]
        if not told or film.beats[: number - 1] != before[: number - 1]:
            os._exit(AGAIN)


def _contents(options: Options) -> list[bytes]:
    return [file.read_bytes() for file in data_files(options) if file.is_file()]
