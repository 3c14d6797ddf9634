"""The gallery's page: what its template is given. This imports jinja2."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from scenes.script.palette import THEMES, Theme
from scenes.script.words import entries, language, languages, say

from . import descriptions
from .captions import Cue, as_vtt, cues_of
from .manifest import Manifest
from .options import UserError
from .page_fonts import embedded_fonts
from .page_phrases import PHRASED_CSS, phrased
from .progress import clock
from .sentences import joined

_WORDS = re.compile(r"const \w+ = (\{.*?\n\});", re.DOTALL)  # of media-chrome, in a language
# Where links to other languages' galleries stand; the first comment tells what they may say, so
# that the page's fonts have it.
_LINKS = re.compile(r"(<!-- languages: [^>]*-->).*?(<!-- /languages -->)", re.DOTALL)
TEMPLATES = Path(__file__).with_name("templates")

# The programs for which there is something to copy, by the template that makes it.
SNIPPETS = {
    "html": "HTML",
    "markdown": "Markdown",
    "reveal": "reveal.js",
    "quarto": "Quarto",
    "beamer": "Beamer",
    "jupyter": "Jupyter",
}


@dataclass(frozen=True)
class Question:
    """A question at which the film stops; times in seconds.

    `at` is the start of the answer, `told` the end of the section that has given it.
    `choices` stand in the order in which they are shown; `right` is one of them.
    """

    asked: str
    at: float
    told: float
    choices: Sequence[str]
    right: str


@dataclass(frozen=True)
class Step:
    """A section of a film with its captions and, if it has one, its script; times in seconds."""

    number: int
    title: str
    caption: str
    start: float
    end: float
    cues: Sequence[Cue]
    script: str
    seen: str
    question: Question | None


@dataclass(frozen=True)
class Download:
    """A file that lies beside the page."""

    name: str
    kind: str
    bytes: int


@dataclass(frozen=True)
class Film:
    """A film as the page shows it. Tracks are data URLs: a page on disk may load no others."""

    scene: str
    title: str
    summary: str
    language: str
    fps: int
    width: int
    height: int
    seconds: float
    is_spoken: bool
    theme: Theme
    steps: Sequence[Step]
    captions: str
    chapters: str
    descriptions: str
    downloads: Sequence[Download]

    @property
    def id(self) -> str:
        """What the film is called in the page's address."""
        return self.scene.lower()

    @property
    def box(self) -> str:
        """A style for a browser's own player: room for captions and keys under the picture.

        It is at most 90 % of the window's height, so that all of it is seen at once.
        """
        return (
            "display: block; width: min(100%, 120vh); aspect-ratio: 4 / 3; object-fit: contain; "
            f"object-position: top; background: {self.theme.ground}"
        )


def write(
    page: Path,
    films: Sequence[Manifest],
    files: Mapping[str, Mapping[str, str]],
    shared: Mapping[str, str],
    *,
    knobs: str,
) -> Path:
    """Write the page of `films` to `page`, which is returned.

    `files` are each film's file names with what they are, `shared` those of all films
    together; they lie beside the page. `knobs` is the address of the explorer's page, if
    there is one.
    """
    engine = _engine()
    shown = [_film(film, _downloads(page.parent, files[film.scene])) for film in films]
    template = engine.get_template("gallery.html.jinja")
    given = {
        "films": shown,
        "snippets": {film.scene: _snippets(engine, film) for film in shown},
        "shared": _downloads(page.parent, shared),
        "knobs": knobs,
        "themes": THEMES,
        "language": language(),
        "languages": " ".join(map(_name, languages())),
    }
    fonts = embedded_fonts(template.render(given, fonts=""), "gallery")
    page.write_text(template.render(given, fonts=Markup(fonts)), encoding="utf-8")
    return page


def with_links(page: str, others: Mapping[str, str]) -> str:
    """`page` with links to the galleries `others`: an address for each code of a language."""
    links = [
        f'<li><a href="{address}" hreflang="{code}" lang="{code}">{_name(code)}</a></li>'
        for code, address in others.items()
    ]
    return _LINKS.sub(lambda found: f"{found[1]}{''.join(links)}{found[2]}", page)


def _name(code: str) -> str:
    """What a language is called in itself."""
    return html.escape(entries(code).get("language", code))


def write_player(library: Path, words: Mapping[str, Path], target: Path) -> Path:
    """Write media-chrome's single file to `target`, which is returned.

    It gets the library's own `words` in other languages, by their codes: it speaks them only
    when it is built from modules, and a browser loads no modules from disk. Raises
    `UserError` if the library is not as we know it.
    """
    told = {code: _WORDS.search(file.read_text(encoding="utf-8")) for code, file in words.items()}
    others = "".join(f",{code}:{found[1]}" for code, found in told.items() if found)
    text = library.read_text(encoding="utf-8").replace("//# sourceMappingURL=index.js.map", "")
    text, places = re.subn(r"(=\{en:[\w$]+)(\})", lambda m: f"{m[1]}{others}{m[2]}", text)
    if places != 1 or not all(told.values()):
        raise UserError(f"{library} is of another version than extras/package-lock.json names")
    target.write_text(text, encoding="utf-8")
    return target


def _engine() -> Environment:
    engine = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=lambda name: (
            bool(name) and name.endswith(("html.jinja", "reveal.jinja", "jupyter.jinja"))
        ),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        comment_start_string="<#",  # TeX has {#1} for a parameter
        comment_end_string="#>",
    )
    engine.globals |= {"say": say, "phrased_css": Markup(PHRASED_CSS)}
    engine.filters |= {
        "clock": clock,
        "one_line": lambda text: reduce(joined, text.split("\n")),
        "seconds": lambda seconds: f"{seconds:.3f}".rstrip("0").rstrip("."),
        "size": _size,
        "tex": tex,
        "markdown": markdown,
        "phrased": phrased,
    }
    return engine


def _film(film: Manifest, downloads: Sequence[Download]) -> Film:
    cues = cues_of(film.captions, film.fps)
    steps = []
    for number, part in enumerate(film.sections, start=1):
        start, end = part.start / film.fps, (part.start + part.frames) / film.fps
        said = [cue for cue in cues if start * 1000 - 1 <= cue.start < end * 1000 - 1]
        question = question_of(film, number - 1)
        script = "" if part.spoken else part.script  # captions of a voice say it
        seen = descriptions.described(part)
        steps.append(
            Step(number, part.title, part.caption, start, end, said, script, seen, question)
        )
    chapters = [Cue(round(s.start * 1000), round(s.end * 1000), s.title) for s in steps]
    return Film(
        scene=film.scene,
        title=film.title,
        summary=film.sections[-1].caption,
        language=film.language,
        fps=film.fps,
        width=film.width,
        height=film.height,
        seconds=film.frames / film.fps,
        is_spoken=film.is_spoken,
        theme=film.colours,
        steps=steps,
        captions=_track(cues),
        chapters=_track(chapters),
        descriptions=_track(descriptions.cues_of(film)),
        downloads=downloads,
    )


def question_of(film: Manifest, index: int) -> Question | None:
    """What the section with the `index` asks, if answers can be chosen from.

    The film's first question is answered by the whole of it, one at the end of its section
    by the next one.
    """
    part = film.sections[index]
    if not (part.asked and part.choices):
        return None
    last = len(film.sections) - 1
    telling = last if index == 0 else min(last, index + (part.asked[1] >= part.frames))
    told = film.sections[telling]
    return Question(
        asked=part.ask,
        at=(part.start + part.asked[1]) / film.fps,
        told=(told.start + told.frames) / film.fps,
        choices=sorted(part.choices, key=lambda text: sha256(text.encode()).digest()),
        right=part.choices[0],
    )


def _downloads(folder: Path, files: Mapping[str, str]) -> list[Download]:
    return [Download(name, kind, (folder / name).stat().st_size) for name, kind in files.items()]


def _snippets(engine: Environment, film: Film) -> list[tuple[str, str, str]]:
    """What there is to copy: an id, the name of the program, the text."""
    return [
        (name, program, engine.get_template(f"snippets/{name}.jinja").render(film=film))
        for name, program in SNIPPETS.items()
    ]


def _track(cues: Sequence[Cue]) -> str:
    return f"data:text/vtt;base64,{base64.b64encode(as_vtt(cues).encode()).decode()}"


def _size(count: int) -> str:
    """`count` bytes in units that a reader knows."""
    return f"{count / 1e6:.0f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"


_TEX = {c: f"\\{c}" for c in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    '"': r"\textquotedbl{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}


def tex(text: str) -> str:
    """`text` for LaTeX."""
    return "".join(_TEX.get(character, character) for character in text)


def markdown(text: str) -> str:
    """`text` for Markdown, none of it taken for markup."""
    return re.sub(r"([\\`*_\[\]<>#$|~])", r"\\\1", text)
