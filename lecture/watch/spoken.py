"""Edits of the words files: which keys say something else than when they were read."""

from __future__ import annotations

from scenes.script import words


class Spoken:
    """The words of the film's language and of English, as they were read."""

    def __init__(self) -> None:
        self._read = self._now()

    def changes(self) -> set[str]:
        """The keys that say something else now; from here on they do so in the film, too.

        Raises `AssetError` for a mistake in a file.
        """
        words.read_again()
        before, self._read = self._read, self._now()
        keys = before.keys() | self._read.keys()
        return {key for key in keys if before.get(key) != self._read.get(key)}

    def _now(self) -> dict[str, str]:
        spoken = words.language()
        words.use_language(spoken)  # which looks for mistakes
        return {**words.entries(words.ENGLISH), **words.entries(spoken)}
