"""What a film has used so far: which functions ran, and which words were said."""

from __future__ import annotations

import sys
from inspect import CO_OPTIMIZED
from types import CodeType, FrameType

from scenes.script import words

from .edits import Edit

# Where words are looked up, by the identity of its code: the argument, and its key.
_SAYING = {
    id(words.say.__code__): ("key", "{}"),
    id(words.translated.__code__): ("text", "given.{}"),
}


class Trail:
    """Notes each function that runs, from `follow` on, in this thread."""

    def __init__(self) -> None:
        self._codes: dict[int, CodeType] = {}
        self._names: dict[tuple[str, str], set[str]] = {}
        self._words: set[str] = set()

    def follow(self) -> None:
        """Begin to take notes, or go on with it."""
        sys.settrace(self._note)

    def leave(self) -> None:
        """Take no more notes; what runs is faster then."""
        sys.settrace(None)

    def has_used(self, file: str, edit: Edit) -> bool:
        """Whether anything ran that an edit of `file` changes.

        A name counts as used if a function that ran has it, wherever it comes from there.
        """
        self._sort()
        if any((file, name) in self._names for name in edit.functions):
            return True
        return any(names & edit.names for names in self._names.values())

    def has_said(self, keys: set[str]) -> bool:
        """Whether any of the words with these keys was said."""
        return bool(self._words & keys)

    def _note(self, frame: FrameType, event: str, _: object) -> None:
        """Called for every call: a code's own hash would take longer than all the rest."""
        code = frame.f_code
        known = id(code)
        self._codes[known] = code
        if known in _SAYING:
            argument, form = _SAYING[known]
            self._words.add(form.format(frame.f_locals[argument]))

    def _sort(self) -> None:
        for code in self._codes.values():
            if code.co_flags & CO_OPTIMIZED:  # no body of a module or a class
                used = self._names.setdefault((code.co_filename, code.co_qualname), set())
                used.update(code.co_names)
        self._codes.clear()
