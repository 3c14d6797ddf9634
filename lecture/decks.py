"""A film's steps as a page, a PowerPoint file and a PDF, by manim-slides' converter.

This imports manim-slides, which only `make slides` needs.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import manim_slides.convert as convert
import pptx
from manim_slides.config import PresentationConfig, SlideConfig
from manim_slides.convert import PDF, PowerPoint, RevealJS, read_image_from_video_file
from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.shapes.picture import Movie
from pptx.slide import Slide
from pypdf import PdfWriter
from pypdf.generic import NameObject, TextStringObject

from scenes.script.palette import THEMES
from scenes.script.words import say

from .manifest import Manifest, Section
from .npm import npm_file
from .page_fonts import embedded_fonts

# The converter draws bars of its own on stderr, into logs as well; `slides` has one.
convert.tqdm = lambda slides, **_: slides

PAGE = 40 / 3  # inches: the width of a PowerPoint slide and of a page
_TEMPLATE = Path(__file__).with_name("templates") / "deck.html"


class _Page(RevealJS):
    """manim-slides' converter with our template, and what that asks for."""

    language: str
    ground: str
    line: str
    titles: list[str]
    captions: list[str]
    fonts: str
    reveal_css: str
    reveal_js: str
    notes_js: str

    def load_template(self) -> str:
        return _TEMPLATE.read_text(encoding="utf-8")


def make_page(manifest: Manifest, steps: Sequence[Path], target: Path) -> None:
    """One file that a browser opens from disk: films and reveal.js lie in it."""
    theme = THEMES[manifest.theme]
    titles = [section.title for section in manifest.steps]
    _Page(
        presentation_configs=_presentation(manifest, steps),
        one_file=True,
        title=manifest.title,
        width=manifest.width,
        height=manifest.height,
        language=manifest.language,
        ground=theme.ground,
        line=theme.muted,
        titles=titles,
        captions=[section.caption for section in manifest.steps],
        fonts=embedded_fonts("".join(titles), "slides"),
        reveal_css=_asset("reveal.css"),
        reveal_js=_asset("reveal.js"),
        notes_js=_asset("plugin/notes.js"),
    ).convert_to(target)


def make_powerpoint(manifest: Manifest, steps: Sequence[Path], target: Path) -> None:
    """The steps as films in slides, each with its last frame as picture and its notes."""
    PowerPoint(presentation_configs=_presentation(manifest, steps)).convert_to(target)
    deck = pptx.Presentation(target)
    about = deck.core_properties
    about.title, about.language = manifest.title, manifest.language
    about.author = about.last_modified_by = about.comments = ""  # python-pptx names itself
    about.created = about.modified = datetime.now(UTC)
    ground = RGBColor.from_string(THEMES[manifest.theme].ground.removeprefix("#"))
    fill = deck.slide_master.background.fill
    fill.solid()
    fill.fore_color.rgb = ground
    for slide, section, step in zip(deck.slides, manifest.steps, steps, strict=True):
        _name(slide, section)
        _set_poster(slide, step)
    deck.save(target)


def make_pdf(manifest: Manifest, steps: Sequence[Path], target: Path) -> None:
    """The last frame of each step on a page of its own, with the titles as bookmarks."""
    PDF(
        presentation_configs=_presentation(manifest, steps), resolution=manifest.width / PAGE
    ).convert_to(target)
    pdf = PdfWriter(clone_from=target)
    pdf.metadata = {"/Title": manifest.title}
    pdf.root_object[NameObject("/Lang")] = TextStringObject(manifest.language)
    for page, section in enumerate(manifest.steps):
        pdf.add_outline_item(title=section.title, page_number=page)
    pdf.write(target)


MAKERS = {".html": make_page, ".pptx": make_powerpoint, ".pdf": make_pdf}


def _presentation(manifest: Manifest, steps: Sequence[Path]) -> list[PresentationConfig]:
    slides = [
        # manim-slides can play backwards, its converter does not.
        SlideConfig(file=step, rev_file=step, notes=_notes(section), loop=section.loop)
        for section, step in zip(manifest.steps, steps, strict=True)
    ]
    return [PresentationConfig(slides=slides, resolution=(manifest.width, manifest.height))]


def _notes(section: Section) -> str:
    """What the speaker reads: the caption or, of a section that has one, the script.

    A script is followed by the question to the class and by the numbers, on lines of their own.
    """
    if not section.script:
        return section.caption
    asked = [say("slides.ask", question=section.ask)] if section.ask else []
    return "\n".join([section.script, *asked, *_numbers(section)])


def _numbers(section: Section) -> list[str]:
    """A line for each name, with all numbers of that name."""
    values: dict[str, list[str]] = {}
    for number in section.numbers:
        note = f"({number['note']})" if number["note"] else ""
        said = " ".join(filter(None, (number["text"], number["unit"], note)))
        values.setdefault(number["name"], []).append(said)
    return [f"{name}: {'; '.join(of_name)}" for name, of_name in values.items()]


def _asset(path: str) -> str:
    """A file of reveal.js, which must not end the element that it is written into."""
    text = npm_file(f"reveal.js/dist/{path}", "slides").read_text(encoding="utf-8")
    return text.replace("</script", r"<\/script").replace("</style", r"<\/style")


def _movie(slide: Slide) -> Movie:
    return next(shape for shape in slide.shapes if isinstance(shape, Movie))


def _name(slide: Slide, section: Section) -> None:
    """What a screen reader says of the film, and a title above the slide's edge."""
    named = _movie(slide)._element.nvPicPr.cNvPr
    named.set("name", section.title)
    named.set("descr", section.caption)
    title = parse_xml(_TITLE)
    slide.shapes._spTree.append(title)
    slide.shapes.title.text = section.title


# Outlines and screen readers name a slide by it; the film fills what is seen.
_TITLE = f"""\
<p:sp {nsdecls("p", "a")}>
  <p:nvSpPr><p:cNvPr id="1000" name="Title"/><p:cNvSpPr/>
    <p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr>
  <p:spPr><a:xfrm><a:off x="0" y="-1200000"/><a:ext cx="12192000" cy="900000"/></a:xfrm></p:spPr>
  <p:txBody><a:bodyPr/><a:p/></p:txBody>
</p:sp>"""


def _set_poster(slide: Slide, step: Path) -> None:
    """Show the last frame of `step` where its film does not play; the converter's is the first."""
    picture = io.BytesIO()
    read_image_from_video_file(step, "last").save(picture, "PNG")
    _, after = slide.part.get_or_add_image_part(picture)
    blip = _movie(slide)._element.blipFill.blip
    before, blip.rEmbed = blip.rEmbed, after
    if before != after:  # a step may end as it began
        slide.part.drop_rel(before)
