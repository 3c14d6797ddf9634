"""Voices made by a program of the user's, which `VOICE_COMMAND` names: any that speaks text.

It is called once a beat, gets the text on its standard input, and writes the WAV file whose path
is its last argument. What it has said is kept, by text, command and language.
"""

from __future__ import annotations

import hashlib
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..files import publish, workshop
from ..options import Options, UserError, words_in
from ..progress import Progress
from .sound import read

LANGUAGE = "{language}"  # in the command it stands for the film's


def spoken(texts: Mapping[int, str], options: Options) -> dict[int, Path]:
    """A file with the sound of each text, by the numbers of the beats.

    Raises `UserError` if the program is not there, fails, or writes no sound.
    """
    command = _words(options)
    folder = options.out / "media" / "voice"
    made: dict[int, Path] = {}
    with Progress("voice", len(texts)) as progress:
        for number, text in texts.items():
            file = folder / f"{_key(text, command, options.settings.language)}.wav"
            if not file.is_file():
                _speak(text, command, file, f"beat {number}")
            made[number] = file
            progress.step(f"beat {number}")
    return made


def _words(options: Options) -> list[str]:
    words = words_in("voice_command", options.voice_command)
    if not words:
        raise UserError("voice_command: it is empty; give a program that speaks")
    return [word.replace(LANGUAGE, options.settings.language) for word in words]


def _key(text: str, command: Sequence[str], language: str) -> str:
    told = "\0".join((language, *command, text))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _speak(text: str, command: Sequence[str], file: Path, beat: str) -> None:
    """Let the program say `text` to `file`, which is there only when it is whole."""
    with workshop(file.parent, file.stem) as work:
        made = work / file.name
        try:
            done = subprocess.run([*command, made], input=f"{text}\n".encode(), capture_output=True)
        except OSError as error:
            why = error.strerror or str(error)
            raise UserError(f"voice_command: {command[0]!r} cannot be started: {why}") from None
        if done.returncode or not made.is_file():
            raise UserError(f"voice_command: {shlex.join(command)}: {beat}: {_failure(done)}")
        _check(made, command, beat)
        publish([made], file.parent)


def _failure(done: subprocess.CompletedProcess[bytes]) -> str:
    """What the program complained of last, or what it did."""
    lines = [line for line in done.stderr.decode(errors="replace").splitlines() if line.strip()]
    did = f"it ended with code {done.returncode}" if done.returncode else "it wrote no file"
    return f"{did}: {lines[-1].strip()}" if lines else did


def _check(made: Path, command: Sequence[str], beat: str) -> None:
    try:
        read(made)
    except UserError:
        said = "what it wrote is no sound"
        raise UserError(f"voice_command: {shlex.join(command)}: {beat}: {said}") from None
