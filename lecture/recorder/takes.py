"""The takes of a film: a WAV file a beat in the folder of the voice, and an earlier one beside.

A take is written whole before it replaces another, which goes to the folder ``earlier``. The
folder's form is told in `lecture.voice`.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import wave
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

import numpy as np

from scenes.script.words import ENGLISH

from ..catalogue import beat_keys
from ..files import workshop
from ..options import Options, UserError, shown
from ..voice import folder as voice
from ..voice.sound import RATE, read, seconds

FOLDER = "voice"  # in which recordings lie where no other folder was named
EARLIER = "earlier"


@dataclass(frozen=True)
class Recorded:
    """The take of a beat: its file, how long it lasts, and whether there is an earlier one."""

    file: Path
    seconds: float
    earlier: bool


class TakeFolder:
    """The takes of one film; of two that come at once one waits for the other."""

    def __init__(self, options: Options) -> None:
        self.folder = options.voice or _default(options)
        self.scene, self.scenes = options.scene, options.scenes
        self.keys = beat_keys(self.scene, self.scenes)
        self._lock = Lock()

    @property
    def mark(self) -> str:
        """What tells this film in this folder from others, in an address."""
        return hashlib.sha256(f"{self.scene}|{self.place}".encode()).hexdigest()[:12]

    @property
    def place(self) -> Path:
        """Where the takes lie: in a subfolder of the film's, unless it has some without one.

        Raises `UserError` for a file there that is no beat's.
        """
        if self.folder.is_dir():
            found = voice.place(self.folder, self.scene, self.scenes)
            if found and (found != self.folder or self._files()):
                return found
        return self.folder / self.scene

    def check(self) -> None:
        """Raise `OSError` if nothing can be written there, `UserError` for a wrong file.

        Where recordings of other films lie without a subfolder, one for this film would take
        their voice away.
        """
        if self.place.parent == self.folder and self._has_others():
            where = shown(self.folder)
            raise UserError(
                f"voice: other films' recordings lie in {where} itself; move them to a "
                f"subfolder of the film's name, such as {where}/KL, or name another folder"
            )
        with workshop(self.place, "recorder"):
            self.recorded()

    def _has_others(self) -> bool:
        """Whether there are recordings in the folder itself, and they count."""
        if not self.folder.is_dir():
            return False
        is_flat = voice.place(self.folder, self.scene, self.scenes) == self.folder
        return is_flat and any(file.suffix.lower() in voice.KINDS for file in self.folder.iterdir())

    def recorded(self) -> dict[str, Recorded]:
        """The takes there are, by the beats' keys."""
        return {
            key: Recorded(file, _seconds(file, _state(file)), self._earlier(key) is not None)
            for number, file in self._files().items()
            for key in [self.keys[number - 1]]
        }

    def keep(self, key: str, sound: bytes) -> None:
        """Make `sound`, an audio file, the take of the beat `key`.

        Raises `UserError` if it cannot be read, `OSError` if it cannot be written; then all is
        as it was.
        """
        with self._lock, workshop(self.place, key) as work:
            made = work / f"{key}.wav"
            made.write_bytes(sound)
            made.write_bytes(_wav(read(made)))
            self._take(made, key)

    def take_earlier(self, key: str) -> None:
        """Let the take of the beat `key` and its earlier one change places."""
        with self._lock, workshop(self.place, key) as work:
            earlier = self._earlier(key)
            if earlier:
                self._take(Path(shutil.copyfile(earlier, work / f"{key}{earlier.suffix}")), key)

    def _take(self, made: Path, key: str) -> None:
        """Move `made` into its place; what it replaces is then the earlier take."""
        old = self._files().get(self.keys.index(key) + 1)
        if old and old.read_bytes() == made.read_bytes():  # a page that missed our answer
            return
        kept = old and Path(shutil.copyfile(old, made.parent / f"kept{old.suffix}"))
        new = self.place / made.name
        os.replace(made, new)
        if old and kept:
            if not old.samefile(new):
                old.unlink()
            self._keep_earlier(kept, key)

    def _keep_earlier(self, kept: Path, key: str) -> None:
        before = self._earlier(key)
        target = self.place / EARLIER / f"{key}{kept.suffix.lower()}"
        target.parent.mkdir(exist_ok=True)
        os.replace(kept, target)
        if before and before != target:
            before.unlink(missing_ok=True)

    def _earlier(self, key: str) -> Path | None:
        files = ((self.place / EARLIER / f"{key}{kind}") for kind in voice.KINDS)
        return next((file for file in files if file.is_file()), None)

    def _files(self) -> dict[int, Path]:
        if not self.folder.is_dir():
            return {}
        return voice.recordings(self.folder, self.scene, self.scenes)


def _default(options: Options) -> Path:
    """A folder for each language, as galleries have."""
    language = options.settings.language
    return options.out / FOLDER / ("" if language == ENGLISH else language)


def _state(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=256)  # a page asks for all takes of a film again and again
def _seconds(file: Path, state: tuple[int, int]) -> float:
    return seconds(file)


def _wav(samples: np.ndarray) -> bytes:
    """A WAV file of 16 bit, one channel, of `samples` from -1 to 1."""
    whole = np.clip(np.rint(samples * 2**15), -(2**15), 2**15 - 1).astype("<i2")
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(whole.tobytes())
    return made.getvalue()
