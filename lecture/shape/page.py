"""The frame around the picture: ground, words, and how far the film is."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

from PIL import Image

from scenes.script.fonts import compiler_in, families
from scenes.script.glyphs import typst_text
from scenes.script.pace import CHINESE
from scenes.script.palette import Theme

from ..phrases import phrases, unbroken
from ..printing import BOLD
from .layout import Layout
from .words import Words

_MARKS_AROUND = re.compile(r"(\W*)(.*?)(\W*)", re.DOTALL)
_TEMPLATE = Path(__file__).with_name("page.typ")


class Pages:
    """Draws pages in a `folder` of its own: the same layout and theme, other words."""

    def __init__(self, folder: Path, layout: Layout, theme: Theme, language: str) -> None:
        self._file = folder / _TEMPLATE.name
        for file in (_TEMPLATE, BOLD):
            (folder / file.name).write_bytes(file.read_bytes())
        self._given = folder / "page.json"
        self._compiler = compiler_in(folder)
        self._told = {
            "layout": asdict(layout),
            "theme": asdict(theme),
            "language": language,
            "fonts": ["New Computer Modern", *families()],
        }

    def draw(self, words: Words) -> Image.Image:
        """The page with these words, as RGB; the picture's place is empty."""
        said = {name: getattr(words, name) for name in ("title", "line", "sentence")}
        written = {name: text and _markup(text) for name, text in said.items()}
        widest = {name: _widest(text) for name, text in said.items()}
        told = self._told | asdict(words) | written | {"widest": widest}
        self._given.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        picture = self._compiler.compile(input=str(self._file), format="png", ppi=72)
        return Image.open(BytesIO(picture)).convert("RGB")


def _markup(text: str) -> str:
    """`text` as Typst markup; the words of Chinese are not torn at the end of a line."""
    if not CHINESE.search(text):
        return typst_text(unbroken(text))
    return "".join(map(_whole, phrases(text)))


def _widest(text: str) -> str:
    """The longest piece of `text` that stays on one line, as Typst markup."""
    return _markup(max(phrases(text), key=len, default=""))


def _whole(piece: str) -> str:
    """A piece of a line as Typst markup, in a box without the marks around it.

    In the box they would be cut to half; a joiner holds them to it.
    """
    before, word, after = _MARKS_AROUND.fullmatch(piece).groups()
    boxed = [f"#box[{typst_text(word)}]"] if word else []
    marks = [[typst_text(around)] if around else [] for around in (before, after)]
    return "#sym.wj;".join([*marks[0], *boxed, *marks[1]])
