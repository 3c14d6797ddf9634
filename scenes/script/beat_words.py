"""The beats of a film and what they say: out of its docstrings, or out of the words files.

Free of Manim, so that beats are listed and translations compared without it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from .assets import AssetError
from .words import ENGLISH, entries, language, missing_words

_FORM = "write its title, an empty line and its caption as the method's docstring"
_ALL_OR_NONE = "write what is said in this beat, as in the others of its film"
_UNMARKED = "replaces a beat; put @beat() above it, or set it to None to leave the beat out"


@dataclass(frozen=True)
class BeatWords:
    """What a beat says: its title, its caption, and the rest, which a film may do without.

    `script` is what a lecturer says while it runs, `ask` a question to the class in it, with
    what may be answered in `choices`, a line each, the right one first. `seen` tells who
    cannot see it what the picture shows.
    """

    title: str
    caption: str
    script: str = ""
    ask: str = ""
    choices: str = ""
    seen: str = ""


ASIDE = tuple(part.name for part in fields(BeatWords))[2:]  # what is among the words only


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
        keys = (self.key(name, "title"), self.key(name, "caption"))
        return dict(zip(keys, said, strict=True))

    def key(self, name: str, what: str) -> str:
        """The key of what a beat says ("title", "caption") among the words."""
        return f"{self.scene.lower()}.{name}.{what}"

    def error(self, name: str, problem: str) -> AssetError:
        """What is wrong with a method, in one line."""
        return AssetError(f"{self.methods[name].place}: {self.scene}.{name} {problem}")


def beats_of(parts: Sequence[Part]) -> dict[str, BeatWords]:
    """What each beat says, by method, in the order in which they play.

    `parts` are the film's class and those that it derives from, nearest first: theirs come
    first, and one that is replaced keeps its place. The nearest class that has words of its
    own for a beat says them: as ``<class>.<method>.title`` and ``.caption`` in the words of
    the language that is spoken, or in English ones, or in a docstring. What else is said (see
    `ASIDE`) is among the words only, of the class that says the caption or a nearer one.
    Raises `AssetError` for a beat without words, for one without a script where the others
    of its class have one, and for a method that replaces a beat and is none.
    """
    names = dict.fromkeys(
        name
        for part in reversed(parts)
        for name, method in part.methods.items()
        if method and method.marked
    )
    found = {name: [part for part in parts if name in part.methods] for name in names}
    played = {name: having for name, having in found.items() if having[0].methods[name]}
    said = {name: _said(name, parts, having) for name, having in played.items()}
    _check_scripts([part.key(name, "script") for name, (part, _) in said.items()])
    return {name: beat for name, (_, beat) in said.items()}


def _said(name: str, parts: Sequence[Part], having: list[Part]) -> tuple[Part, BeatWords]:
    """What a beat says, and the class that says its caption."""
    if not having[0].methods[name].marked:
        raise having[0].error(name, _UNMARKED)
    known = parts[: parts.index(having[-1]) + 1]
    _, title = _nearest(name, "title", known)
    part, caption = _nearest(name, "caption", known)
    own = known[: known.index(part) + 1]
    aside = {
        what: next(filter(None, (_among_words(near.key(name, what)) for near in own)), "")
        for what in ASIDE
    }
    return part, BeatWords(title, caption, **aside)


def _nearest(name: str, what: str, parts: Sequence[Part]) -> tuple[Part, str]:
    for part in parts:
        key = part.key(name, what)
        if said := _among_words(key):
            return part, said
        if (method := part.methods.get(name)) and method.docstring:
            return part, part.docstring_words(name)[key]
    raise next(p for p in parts if p.methods.get(name)).error(name, f"has no docstring; {_FORM}")


def _among_words(key: str) -> str | None:
    return entries(language()).get(key) or entries(ENGLISH).get(key)


def _check_scripts(keys: Sequence[str]) -> None:
    """Refuse a script that is missing: the beats of a class have all of them one, or none.

    What a translation lacks is said in English.
    """
    for scene in dict.fromkeys(key.partition(".")[0] for key in keys):
        own = [key for key in keys if key.startswith(f"{scene}.")]
        missing = [key for key in own if not entries(ENGLISH).get(key)]
        if missing and len(missing) < len(own):
            raise missing_words(ENGLISH, missing[0], _ALL_OR_NONE)
