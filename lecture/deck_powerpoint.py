"""A deck as a PowerPoint file: manim-slides places the films, this adds the words.

This imports manim-slides, which only `make slides` needs.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import manim_slides.convert as convert
import pptx
from manim_slides.config import PresentationConfig, SlideConfig
from manim_slides.convert import PowerPoint
from pptx.dml.color import RGBColor
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.presentation import Presentation
from pptx.shapes.picture import Movie
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Emu, Pt

from scenes.script.palette import Theme
from scenes.script.words import say

from .deck import LABEL, SIDE, Deck, FilmSlide, SourceSlide, TitleSlide
from .deck_films import DeckFilms

# The converter draws bars of its own on stderr, into logs as well; `slides` has one.
convert.tqdm = lambda slides, **_: slides

# Office brings it on every system; it is broad enough that what replaces it elsewhere fits, too.
FONT = "Georgia"
WIDTH, HEIGHT = 1280, 720  # of the converter's slides, in its pixels
_PIXEL = 9525  # of the file's units
_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"  # by which PowerPoint knows that list
_SCRIPTS = {"zh": "zh-CN"}  # Chinese alone does not say which signs, hence which font
_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_BLANK = 6  # the converter's layout


def make_powerpoint(deck: Deck, films: DeckFilms, target: Path) -> None:
    """The steps as films in slides, each with its last picture, its words and its notes."""
    PowerPoint(presentation_configs=[_presentation(deck, films)]).convert_to(target)
    made = pptx.Presentation(target)
    _tell(made, deck)
    shown = zip(made.slides, deck.steps, films.stills, strict=True)
    for slide, step, still in list(shown):
        _set_poster(slide, still)
        _dress(slide, step, deck)
    _add_others(made, deck)
    made.save(target)


def _presentation(deck: Deck, films: DeckFilms) -> PresentationConfig:
    slides = [
        # manim-slides can play backwards, its converter does not.
        SlideConfig(file=film, rev_file=film, notes=step.notes, loop=step.loop)
        for step, film in zip(deck.steps, films.small, strict=True)
    ]
    return PresentationConfig(slides=slides, resolution=(WIDTH, HEIGHT))


def _tell(made: Presentation, deck: Deck) -> None:
    """Title, language and ground of the file."""
    about = made.core_properties
    about.title, about.language = deck.title, deck.look.language
    about.author = about.last_modified_by = about.comments = ""  # python-pptx names itself
    about.created = about.modified = datetime.now(UTC)
    fill = made.slide_master.background.fill
    fill.solid()
    fill.fore_color.rgb = _color(_theme(deck).ground)
    # Links have the colour of the file's theme, whatever their text has.
    look = made.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    link = f'<a:srgbClr val="{_theme(deck).new.removeprefix("#")}"/>'.encode()
    look._blob = re.sub(rb"(<a:(hlink|folHlink)>).*?(</a:\2>)", rb"\1" + link + rb"\3", look.blob)


def _theme(deck: Deck) -> Theme:
    return deck.look.colours


def _color(color: str) -> RGBColor:
    return RGBColor.from_string(color.removeprefix("#"))


# -- a film's slide -----------------------------------------------------------


def _movie(slide: Slide) -> Movie:
    return next(shape for shape in slide.shapes if isinstance(shape, Movie))


def _set_poster(slide: Slide, still: Path) -> None:
    """Show `still` where the film does not play; the converter's picture is the first one."""
    _, after = slide.part.get_or_add_image_part(str(still))
    blip = _movie(slide)._element.blipFill.blip
    before, blip.rEmbed = blip.rEmbed, after
    if before != after:  # a step may end as it began
        slide.part.drop_rel(before)


def _dress(slide: Slide, step: FilmSlide, deck: Deck) -> None:
    """The words under the film; a bare one has only its name, above the slide's edge."""
    named = _movie(slide)._element.nvPicPr.cNvPr
    named.set("name", step.title)
    named.set("descr", step.sentence)
    theme = _theme(deck)
    if deck.bare:
        title = _add_title(slide, (0, -126, WIDTH, 94))
        _write(title, step.title, deck, Pt(20), theme.text)
        return
    side, label = round(SIDE * WIDTH), round(LABEL * WIDTH)
    width = WIDTH - 2 * side
    film, foot = _movie(slide), round(width * HEIGHT / WIDTH)
    film.left, film.top = Emu(side * _PIXEL), Emu(0)
    film.width, film.height = Emu(width * _PIXEL), Emu(foot * _PIXEL)
    gap = 32
    boxes = [
        (side, foot + 10, label, HEIGHT - foot - 14),
        (side + label + gap, foot + 10, WIDTH - side - (side + label + gap), HEIGHT - foot - 14),
    ]
    # The slide's name is what tells it apart: its title or, where it asks, the question.
    frames = [
        _add_title(slide, box) if is_title else _add_box(slide, box)
        for box, is_title in zip(boxes, (not step.asks, step.asks), strict=True)
    ]
    colors = (theme.reward, theme.text) if step.asks else (theme.muted, theme.text)
    for frame, said, color in zip(frames, (step.label, step.sentence), colors, strict=True):
        _write(frame, said, deck, Pt(21), color, bold=step.asks and said == step.sentence)


# Outlines and screen readers name a slide by it.
_TITLE = f"""\
<p:sp {nsdecls("p", "a")}>
  <p:nvSpPr><p:cNvPr id="1000" name="Title"/><p:cNvSpPr/>
    <p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr>
  <p:spPr><a:xfrm><a:off x="{{}}" y="{{}}"/><a:ext cx="{{}}" cy="{{}}"/></a:xfrm></p:spPr>
  <p:txBody><a:bodyPr anchor="t" lIns="0" tIns="0" rIns="0" bIns="0"><a:normAutofit/></a:bodyPr>
    <a:lstStyle><a:lvl1pPr algn="l"/></a:lstStyle><a:p/></p:txBody>
</p:sp>"""


def _add_title(slide: Slide, box: Sequence[int]) -> TextFrame:
    title = parse_xml(_TITLE.format(*(size * _PIXEL for size in box)))
    slide.shapes._spTree.append(title)
    return slide.shapes.title.text_frame


def _add_box(slide: Slide, box: Sequence[int]) -> TextFrame:
    frame = slide.shapes.add_textbox(*(Emu(size * _PIXEL) for size in box)).text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap = True
    return frame


def _write(
    frame: TextFrame,
    said: str,
    deck: Deck,
    size: Pt,
    color: str,
    *,
    bold: bool = False,
    link: str = "",
) -> None:
    """One line of text into a box that is empty, or under what it says already."""
    empty = not any(paragraph.runs for paragraph in frame.paragraphs)
    run = (frame.paragraphs[0] if empty else frame.add_paragraph()).add_run()
    run.text = said
    font = run.font
    font.name, font.size, font.bold = FONT, size, bold
    if link:
        run.hyperlink.address = link
    font.color.rgb = _color(color)
    language = deck.look.language
    run._r.get_or_add_rPr().set("lang", _SCRIPTS.get(language, language))


# -- title and sources ----------------------------------------------------------


def _add_others(made: Presentation, deck: Deck) -> None:
    """Add the slides without films, put them in their places, and name the parts."""
    ids = made.slides._sldIdLst
    films = list(ids)
    parts: list[tuple[str, list]] = []
    if deck.opening:
        parts.append((deck.title, [_opening(made, deck.opening, deck)]))
    for chapter in deck.chapters:
        first = _opening(made, chapter.opening, deck)
        steps, films = films[: len(chapter.steps)], films[len(chapter.steps) :]
        parts.append((chapter.opening.title, [first, *steps]))
    parts.append((say("slides.sources"), [_sources(made, slide, deck) for slide in deck.sources]))
    for _, slides in parts:
        for slide in slides:
            ids.append(slide)  # which moves it to the end
    _name_parts(made, [(name, slides) for name, slides in parts if slides])


def _name_parts(made: Presentation, parts: Sequence[tuple[str, list]]) -> None:
    """What PowerPoint calls sections: a film each, in its list of slides."""
    listed = "".join(
        f'<p14:section name="" id="{{{str(uuid.uuid4()).upper()}}}"><p14:sldIdLst>'
        + "".join(f'<p14:sldId id="{slide.id}"/>' for slide in slides)
        + "</p14:sldIdLst></p14:section>"
        for _, slides in parts
    )
    xml = (
        f'<p:extLst {nsdecls("p")}><p:ext uri="{_SECTIONS}">'
        f'<p14:sectionLst xmlns:p14="{_P14}">{listed}</p14:sectionLst></p:ext></p:extLst>'
    )
    extension = parse_xml(xml)
    for section, (name, _) in zip(extension.iter(f"{{{_P14}}}section"), parts, strict=True):
        section.set("name", name)
    old = made.element.find("{*}extLst")
    if old is not None:
        made.element.remove(old)
    made.element.append(extension)


def _new_slide(made: Presentation, notes: str):
    """A slide at the end, and its entry in the list of slides."""
    slide = made.slides.add_slide(made.slide_layouts[_BLANK])
    if notes:
        slide.notes_slide.notes_text_frame.text = notes
    return slide, made.slides._sldIdLst[-1]


def _opening(made: Presentation, told: TitleSlide, deck: Deck):
    slide, entry = _new_slide(made, told.notes)
    theme, side = _theme(deck), round(SIDE * WIDTH)
    width = WIDTH - 2 * side
    if told.course:
        box = _add_box(slide, (side, 72, width, 36))
        _write(box, told.course, deck, Pt(20), theme.muted)
    title = _add_title(slide, (side, 40 if told.films else 112, width, 84))
    _write(title, told.title, deck, Pt(48), theme.text, bold=True)
    if told.question:
        box = _add_box(slide, (side, 212, width, 96))
        _write(box, told.question, deck, Pt(30), theme.reward)
    if told.promise:
        box = _add_box(slide, (side, 330, round(0.86 * width), 190))
        _write(box, say("slides.after"), deck, Pt(20), theme.muted)
        _write(box, told.promise, deck, Pt(22), theme.text)
    if told.films:
        _columns(slide, told.films, deck, 140)
    if told.rule:
        box = _add_box(slide, (side, 580, width, 90))
        _write(box, f"{say('slides.group')} {told.group}", deck, Pt(20), theme.text)
        _write(box, told.rule, deck, Pt(20), theme.muted)
    return entry


def _columns(slide: Slide, films: Sequence[tuple[str, str]], deck: Deck, top: int) -> None:
    """The films of a course, each with its question."""
    theme, side = _theme(deck), round(SIDE * WIDTH)
    step = min(54, (HEIGHT - top - 30) // len(films))
    for number, (name, question) in enumerate(films):
        y = top + number * step
        _write(_add_box(slide, (side, y, 200, step)), name, deck, Pt(18), theme.text, bold=True)
        box = _add_box(slide, (side + 220, y, WIDTH - 2 * side - 220, step))
        _write(box, question, deck, Pt(18), theme.text)


def _sources(made: Presentation, told: SourceSlide, deck: Deck):
    slide, entry = _new_slide(made, told.notes)
    theme, side = _theme(deck), round(SIDE * WIDTH)
    title = _add_title(slide, (side, 44, WIDTH - 2 * side, 60))
    _write(title, told.title, deck, Pt(32), theme.text, bold=True)
    many = len(told.sources) > 7
    size, step = (Pt(13), 56) if many else (Pt(15), 76)
    columns = [(0, 190), (204, 485), (703, WIDTH - 2 * side - 703)]
    for number, source in enumerate(told.sources):
        cells = [
            (source.by, theme.muted, ""),
            (source.title, theme.text, ""),
            (source.short_address, theme.new, source.address),
        ]
        for (left, width), (said, color, link) in zip(columns, cells, strict=True):
            box = _add_box(slide, (side + left, 124 + number * step, width, step - 6))
            _write(box, said, deck, size, color, link=link)
    return entry
