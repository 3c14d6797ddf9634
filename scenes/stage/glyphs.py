"""Text as Typst markup, and what in it the fonts that come with Typst cannot draw.

Free of Manim, so that a group's texts are judged before anything else is done.
"""

from __future__ import annotations

import re
from functools import cache

import typst

PROSE_PREAMBLE = (
    '#set text(font: "New Computer Modern", ligatures: false)\n#set par(leading: 0.55em)'
)
_NONE = "\U0010ffff"  # no character at all: every font draws its sign for a missing glyph
_DRAWN = re.compile(rb'href="#(\w+)"')

_compiler = typst.Compiler(ignore_system_fonts=True)


def typst_text(text: str) -> str:
    """`text` as Typst markup in which no character has a meaning of its own."""
    return " \\ ".join(f"#{quoted(line)}" for line in text.split("\n"))


def quoted(words: str) -> str:
    """`words` as a text between quotes, as a formula's source holds it; any letter is safe."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@cache
def missing_glyphs(text: str) -> str:
    """The characters of `text` that would be drawn as boxes, each once, in order.

    Of a text that shows nothing, such as a lone zero-width space, these are all.
    """
    drawn = _glyphs(text)
    if not drawn:
        return "".join(dict.fromkeys(text))
    if not drawn & _boxes():
        return ""
    alone = [character for character in dict.fromkeys(text) if not character.isspace()]
    return "".join(c for c in alone if _glyphs(c) & _boxes())


def _glyphs(text: str, style: str = "") -> set[bytes]:
    """The marks under which Typst's picture of `text` holds the outlines that it shows."""
    source = f"{PROSE_PREAMBLE}\n#set page(width: auto, height: auto)\n{style}\n{typst_text(text)}"
    return set(_DRAWN.findall(_compiler.compile(input=source.encode(), format="svg")))


@cache
def _boxes() -> set[bytes]:
    """What stands for a missing glyph in each of Typst's fonts, and where it falls back."""
    families = typst.Fonts(include_system_fonts=False).families()
    alone = (f'#set text(font: "{family}", fallback: false)' for family in families)
    return set().union(*(_glyphs(_NONE, style) for style in ("", *alone)))
