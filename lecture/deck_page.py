"""A deck as one page for a browser: reveal.js, the films and the fonts lie in it."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from PIL import Image

from scenes.script.words import say

from .deck import LABEL, SIDE, Deck
from .deck_films import DeckFilms
from .movie import has_sound
from .npm import npm_file
from .page_fonts import embedded_fonts
from .page_phrases import PHRASED_CSS, phrased

TEMPLATE = Path(__file__).with_name("templates") / "deck.html.jinja"
WIDTH, HEIGHT = 1920, 1080  # of a slide in CSS pixels; a window shows it as large as it can
STILL = 640  # pixels: the width of a picture in the overview


def make_page(deck: Deck, films: DeckFilms, target: Path) -> None:
    """Write the page; of several films it holds the small ones, or it would be too large."""
    given = {
        "deck": deck,
        "theme": deck.look.colours,
        "width": WIDTH,
        "height": HEIGHT,
        "side": round(SIDE * WIDTH),
        "label": round(LABEL * WIDTH),
    }
    parts = {
        "reveal_css": _asset("reveal.css"),
        "reveal_js": _asset("reveal.js"),
        "notes_js": _asset("plugin/notes.js"),
    }
    template = _engine().from_string(TEMPLATE.read_text(encoding="utf-8"))
    words = template.render(
        given, shown=[_Shown()] * len(deck.steps), fonts="", **dict.fromkeys(parts, "")
    )
    fonts = Markup(embedded_fonts(words, "slides"))
    page = template.render(given, shown=_shown(deck, films), fonts=fonts, **parts)
    target.write_text(page, encoding="utf-8")


class _Shown(NamedTuple):
    """The files of a step, as addresses that hold them."""

    film: str = ""
    still: str = ""
    sounds: bool = False


def _shown(deck: Deck, films: DeckFilms) -> list[_Shown]:
    played = films.small if len(deck.chapters) > 1 else films.steps
    return [
        _Shown(_address("video/mp4", film.read_bytes()), _still(still), has_sound(film))
        for film, still in zip(played, films.stills, strict=True)
    ]


def _still(picture: Path) -> str:
    """A small copy of a picture."""
    small = io.BytesIO()
    with Image.open(picture) as whole:
        whole.thumbnail((STILL, STILL))
        whole.save(small, "WebP", quality=85)
    return _address("image/webp", small.getvalue())


def _address(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _engine() -> Environment:
    engine = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    engine.globals |= {"say": say, "phrased_css": Markup(PHRASED_CSS)}
    engine.filters |= {"lines": str.splitlines, "phrased": phrased}
    return engine


def _asset(path: str) -> Markup:
    """A file of reveal.js, which must not end the element that it is written into."""
    text = npm_file(f"reveal.js/dist/{path}", "slides").read_text(encoding="utf-8")
    return Markup(text.replace("</script", r"<\/script").replace("</style", r"<\/style"))
