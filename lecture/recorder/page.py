"""The recorder's page: what its template and its scripts are given."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from scenes.script.options import OPTIONS
from scenes.script.palette import THEMES
from scenes.script.settings import FILM
from scenes.script.words import ENGLISH, entries, language, say

from ..font_route import FONTS
from ..options import Options, shown
from ..page_fonts import served_fonts
from ..page_phrases import PHRASED_CSS
from .takes import TakeFolder

STATIC = Path(__file__).with_name("page")


def page(options: Options, beats: Sequence[Mapping[str, Any]], takes: TakeFolder) -> str:
    """The page's HTML for `beats`; raises `UserError` if its fonts are not installed."""
    engine = Environment(
        loader=FileSystemLoader(STATIC),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = _words()
    asked = " ".join(_variables(options))
    return engine.get_template("recorder.html.jinja").render(
        words=words,
        title=words["title"].replace("#", options.scene),
        language=language(),
        themes=THEMES,
        fonts=Markup(served_fonts(FONTS, "recorder")),
        phrased_css=Markup(PHRASED_CSS),
        given={
            "mark": takes.mark,
            "beats": beats,
            "words": words,
        },
        moving=f"make draft {asked}",
        voiced=f"make render {asked} VOICE={_typed(takes.folder)}",
        place=shown(takes.place),
    )


def _variables(options: Options) -> list[str]:
    """What make is given for this film: its name, and what is not as usual."""
    asked = [name for name in (*(option.name for option in FILM), "scenes", "out")]
    values = {OPTIONS[name]: options.asked(name) for name in asked}
    other = [f"{o.variable}={_typed(v)}" for o, v in values.items() if v != o.unset]
    return [f"SCENE={options.scene}", *other]


def _typed(value: object) -> str:
    """A value as it is typed at a shell."""
    return shlex.quote(str(shown(value) if isinstance(value, Path) else value))


def _words() -> dict[str, str]:
    """What the page and its scripts say; # stands for what they fill in."""
    table = "recorder.page."
    names = [key.removeprefix(table) for key in entries(ENGLISH) if key.startswith(table)]
    return {name: say(f"recorder.page.{name}") for name in names}
