"""The beats of a film and what they say: out of its docstrings, or out of the words files.

Free of Manim, so that beats are listed and translations compared without it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .assets import AssetError
from .words import ENGLISH, entries, language

_FORM = "write its title, an empty line and its caption as the method's docstring"
_UNMARKED = "replaces a beat; put @beat() above it, or set it to None to leave the beat out"


@dataclass(frozen=True)
class Method:
    """A method that may be a beat: whether it is marked as one, its docstring, its place."""

    marked: bool
    docstring: str | None
    place: str  # file and line, for a complaint


@dataclass(frozen=True)
class Part:
    """What one class gives to a film: its methods by name; None takes a beat away."""

    scene: str
    methods: Mapping[str, Method | None]

    def docstring_words(self, name: str) -> dict[str, str]:
        """Title and caption in the docstring of a beat, by their keys; raises `AssetError`."""
        docstring = self.methods[name].docstring
        paragraphs = re.split(r"\n\s*\n", inspect.cleandoc(docstring or ""))
        said = [" ".join(paragraph.split()) for paragraph in paragraphs]
        if not docstring:
            raise self.error(name, f"has no docstring; {_FORM}")
        if len(said) != 2:
            raise self.error(name, f"has a docstring of another form; {_FORM}")
        return dict(zip(self.keys(name), said, strict=True))

    def keys(self, name: str) -> tuple[str, str]:
        """The keys of title and caption of a beat among the words."""
        key = f"{self.scene.lower()}.{name}"
        return f"{key}.title", f"{key}.caption"

    def error(self, name: str, problem: str) -> AssetError:
        """What is wrong with a method, in one line."""
        return AssetError(f"{self.methods[name].place}: {self.scene}.{name} {problem}")


def beats_of(parts: Sequence[Part]) -> dict[str, tuple[str, str]]:
    """Title and caption of each beat, by method, in the order in which they play.

    `parts` are the film's class and those that it derives from, nearest first: theirs come
    first, and one that is replaced keeps its place. The nearest class that has words of its
    own for a beat says them: as ``<class>.<method>.title`` and ``.caption`` in the words of
    the language that is spoken, or in English ones, or in a docstring. Raises `AssetError`
    for a beat without words, and for a method that replaces a beat and is none.
    """
    names = dict.fromkeys(
        name
        for part in reversed(parts)
        for name, method in part.methods.items()
        if method and method.marked
    )
    found = {name: [part for part in parts if name in part.methods] for name in names}
    played = {name: having for name, having in found.items() if having[0].methods[name]}
    return {name: _said(name, parts, having) for name, having in played.items()}


def _said(name: str, parts: Sequence[Part], having: list[Part]) -> tuple[str, str]:
    if not having[0].methods[name].marked:
        raise having[0].error(name, _UNMARKED)
    until = parts.index(having[-1]) + 1
    title, caption = (_nearest(name, i, parts[:until]) for i in (0, 1))
    return title, caption


def _nearest(name: str, which: int, parts: Sequence[Part]) -> str:
    for part in parts:
        key = part.keys(name)[which]
        if said := entries(language()).get(key) or entries(ENGLISH).get(key):
            return said
        if (method := part.methods.get(name)) and method.docstring:
            return part.docstring_words(name)[key]
    raise next(p for p in parts if p.methods.get(name)).error(name, f"has no docstring; {_FORM}")
