"""`make slides`: steps cut from a film, and the PowerPoint file and PDF read by other programs."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np
import pytest
from lxml import etree
from PIL import Image
from small_films import FILMS, content, hidden, main
from sounding_films import film

import lecture
from lecture import movie, npm
from lecture.catalogue import running_order, told
from lecture.complaints import MISTAKE
from lecture.deck import deck_of
from lecture.deck_films import cut_steps
from lecture.manifest import load_manifest
from scenes.script.palette import DARK
from scenes.script.words import languages, use_language

_MISSING = "the packages of `make slides` are not installed"
pptx = pytest.importorskip("pptx", reason=_MISSING)
pypdfium2 = pytest.importorskip("pypdfium2", reason=_MISSING)
make_pdf = pytest.importorskip("lecture.deck_pdf", reason=_MISSING).make_pdf

ROLES = ("new", "up")  # what the steps of Swatch show
NUMBERS = [("2.0", ""), ("−0.5", "of the wrong")]
TITLES = ["New & <old>", "Up"]
CAPTIONS = ["A < 0 & min: <b>kept</b> as it is.", "Then the other one."]


@pytest.fixture(scope="module")
def decks(swatch: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the film Swatch, its manifest and its decks."""
    out = tmp_path_factory.mktemp("decks")
    folder = out / "renders" / "480p15-dark"
    lay(swatch, folder)
    assert make(out) == 0
    return folder


def lay(film: Path, folder: Path) -> None:
    """Put a finished film with its manifest into `folder`."""
    folder.mkdir(parents=True)
    for suffix in (".mp4", ".json"):
        shutil.copy(film.with_suffix(suffix), folder)


def make(out: Path, *arguments: str) -> int:
    """`make slides` for Swatch in the folder `out`."""
    return main(["slides", "--scene", "Swatch", "--quality", "l", "--out", str(out), *arguments])


def movies(slide) -> list:
    """The films of a slide."""
    return [shape for shape in slide.shapes if isinstance(shape, pptx.shapes.picture.Movie)]


def notes(slide) -> str:
    """What its speaker reads."""
    return slide.notes_slide.notes_text_frame.text


def rgb(role: str) -> np.ndarray:
    """The colour of a role in the dark theme."""
    color = getattr(DARK, role)
    return np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)])


def texts(slide) -> list[str]:
    """All that a slide shows in letters."""
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def html5(page: Path):
    """The tree of a page."""
    return etree.fromstring(page.read_bytes(), etree.HTMLParser(huge_tree=True))


def film_part(page: Image.Image) -> Image.Image:
    """The part of a slide with the film's picture: above the words, between bare edges."""
    width = page.width * 0.86
    left = (page.width - width) / 2
    return page.crop((round(left), 0, round(left + width), round(width * 9 / 16)))


def assert_all_of(picture: Image.Image, role: str, tolerance: int = 3) -> None:
    """The whole picture, but for its edge, has the colour of a role."""
    pixels = np.asarray(picture.convert("RGB"), dtype=int)[3:-3, 3:-3]
    assert np.abs(pixels - rgb(role)).max() <= tolerance


def packets(film: Path | io.BytesIO) -> list[tuple[bytes, bool]]:
    """The encoded pictures, each with whether it can be decoded by itself."""
    with av.open(film) as container:
        return [(bytes(p), p.is_keyframe) for p in container.demux(video=0) if p.size]


# -- steps ------------------------------------------------------------------


def test_steps_are_the_film_s_own_packets(swatch: Path, tmp_path: Path) -> None:
    manifest = load_manifest(swatch)
    steps = cut_steps(swatch, manifest.sections, tmp_path)
    parts = [packets(step) for step in steps]
    assert [len(part) for part in parts] == [section.frames for section in manifest.sections]
    assert all(part[0][1] for part in parts)
    assert [packet for part in parts for packet in part] == packets(swatch)


def test_steps_play_from_their_first_picture_on(swatch: Path, tmp_path: Path) -> None:
    manifest = load_manifest(swatch)
    seen = []
    for step, section in zip(
        cut_steps(swatch, manifest.sections, tmp_path), manifest.sections, strict=True
    ):
        with av.open(step) as container:
            frames = list(container.decode(video=0))
            assert container.duration / av.time_base == pytest.approx(section.frames / manifest.fps)
        assert [frame.time for frame in frames] == pytest.approx(np.arange(len(frames)) / 15)
        seen += [hashlib.sha256(frame.to_ndarray()).digest() for frame in frames]
    with av.open(swatch) as container:
        whole = [hashlib.sha256(f.to_ndarray()).digest() for f in container.decode(video=0)]
    assert seen == whole


@pytest.mark.parametrize("part", [(1, 5), (0, 10_000)])
def test_a_part_that_cannot_be_decoded_by_itself_is_refused(
    swatch: Path, tmp_path: Path, part: tuple[int, int]
) -> None:
    with pytest.raises(movie.NoCut):
        movie.cut(swatch, [tmp_path / "part.mp4"], [part])


# -- decks ------------------------------------------------------------------


def test_three_decks_lie_beside_the_film(decks: Path) -> None:
    assert sorted(content(decks)) == [f"Swatch.{s}" for s in ("html", "json", "mp4", "pdf", "pptx")]
    assert hidden(decks.parents[1]) == []


def test_one_format_alone(swatch: Path, tmp_path: Path, capsys) -> None:
    folder = tmp_path / "renders" / "480p15-dark"
    lay(swatch, folder)
    assert make(tmp_path, "--format", "pdf") == 0
    assert capsys.readouterr().out.split() == [str(folder / "Swatch.pdf")]
    assert sorted(content(folder)) == ["Swatch.json", "Swatch.mp4", "Swatch.pdf"]


def test_powerpoint_gets_the_steps_with_their_captions(decks: Path, tmp_path: Path) -> None:
    deck = pptx.Presentation(decks / "Swatch.pptx")
    source = decks / "Swatch.mp4"
    steps = cut_steps(source, load_manifest(source).sections, tmp_path)
    assert deck.slide_width / deck.slide_height == 16 / 9
    opening, *slides = deck.slides
    assert opening.shapes.title.text == "Swatch"
    assert [slide.shapes.title.text for slide in slides] == TITLES
    for slide, step, caption, role in zip(slides, steps, CAPTIONS, ROLES, strict=True):
        assert caption in notes(slide)
        (shown,) = movies(slide)
        assert shown.top == 0
        assert shown.left == pytest.approx(deck.slide_width - shown.left - shown.width, abs=9525)
        assert shown.width / shown.height == pytest.approx(16 / 9, rel=0.002)
        assert shown._element.nvPicPr.cNvPr.get("descr") == caption
        films = [r.target_part for r in slide.part.rels.values() if r.reltype.endswith("/media")]
        assert [part.blob for part in films] == [step.read_bytes()]
        # One picture, the last frame: not the first as well.
        pictures = [r.target_part for r in slide.part.rels.values() if r.reltype.endswith("/image")]
        assert len(pictures) == 1
        assert_all_of(Image.open(io.BytesIO(shown.poster_frame.blob)), role)


def test_pictures_are_last_frames_not_first_ones(swatch: Path, tmp_path: Path) -> None:
    """One step that starts in one colour and ends in the other."""
    folder = tmp_path / "renders" / "480p15-dark"
    lay(swatch, folder)
    told = load_manifest(folder / "Swatch.mp4")
    whole = replace(told.sections[0], frames=told.frames)
    replace(told, sections=[whole]).save(folder / "Swatch.json")
    assert make(tmp_path) == 0
    _, slide = pptx.Presentation(folder / "Swatch.pptx").slides
    (shown,) = movies(slide)
    assert_all_of(Image.open(io.BytesIO(shown.poster_frame.blob)), "up")
    pictures = [r for r in slide.part.rels.values() if r.reltype.endswith("/image")]
    assert len(pictures) == 1
    with pypdfium2.PdfDocument(folder / "Swatch.pdf") as pdf:
        assert_all_of(film_part(pdf[1].render().to_pil()), "up", 4)


def test_a_deck_waits_at_the_end_of_a_question_and_shows_the_answer_after_it(
    swatch: Path, tmp_path: Path
) -> None:
    """The question is held to the end of the first colour; the answer is the other one."""
    folder = tmp_path / "renders" / "480p15-dark"
    lay(swatch, folder)
    told = load_manifest(folder / "Swatch.mp4")
    end = told.sections[0].frames
    whole = replace(told.sections[0], frames=told.frames, ask="Which?", asked=[4, end])
    choices = ["the blue one", "the orange one", "both"]
    asking = replace(whole, script="Say it. Which is it? It is this.", choices=choices)
    replace(told, sections=[asking]).save(folder / "Swatch.json")
    assert make(tmp_path) == 0
    _, *slides = pptx.Presentation(folder / "Swatch.pptx").slides
    assert [slide.shapes.title.text for slide in slides] == ["Which?", TITLES[0]]
    first, then = (notes(slide).split("\n") for slide in slides)
    assert first[1:] == [
        "Say it. Which is it?",
        "Question: Which?",
        "Right: the blue one",
        "Usual mistakes: the orange one; both",
    ]
    assert then[1:] == ["It is this.", f"What follows: {CAPTIONS[0]}"]
    said = [" ".join(texts(slide)) for slide in slides]
    assert [CAPTIONS[0] in text for text in said] == [False, True]
    assert [TITLES[0] in text for text in said] == [False, True]
    with pypdfium2.PdfDocument(folder / "Swatch.pdf") as pdf:
        pages = [pdf[1], pdf[2]]
        for page, role in zip(pages, ROLES, strict=True):
            assert_all_of(film_part(page.render().to_pil()), role, 4)
        printed = [page.get_textpage().get_text_bounded() for page in pages]
        assert ["Which?" in text for text in printed] == [True, False]
        assert ["kept" in text for text in printed] == [False, True]
    page = (folder / "Swatch.html").read_text("utf-8")
    asking, answer = re.findall(r'<section class="film.*?</section>', page, re.DOTALL)
    for hidden_word in ("kept", "old&gt;"):
        assert hidden_word not in asking
        assert hidden_word in answer


def test_powerpoint_repeats_what_loops(decks: Path) -> None:
    _, *slides = pptx.Presentation(decks / "Swatch.pptx").slides
    assert ["repeatCount" in slide.element.xml for slide in slides] == [False, True]


def test_powerpoint_tells_title_and_language_and_has_the_ground(decks: Path) -> None:
    deck = pptx.Presentation(decks / "Swatch.pptx")
    about = deck.core_properties
    assert (about.title, about.language) == ("Swatch", "en")
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert f"#{deck.slide_master.background.fill.fore_color.rgb}" == DARK.ground
    assert all(slide.follow_master_background for slide in deck.slides)


def test_powerpoint_is_told_which_chinese(swatch: Path, tmp_path: Path) -> None:
    """By "zh" alone it takes no font for its signs."""
    folder = tmp_path / "renders" / "480p15-dark-zh"
    lay(swatch, folder)
    told = replace(load_manifest(folder / "Swatch.mp4"), language="zh")
    told.save(folder / "Swatch.json")
    assert make(tmp_path, "--language=zh", "--format=pptx") == 0
    _, *slides = pptx.Presentation(folder / "Swatch.pptx").slides
    runs = [run for slide in slides for run in slide.element.iter("{*}rPr")]
    assert runs and {run.get("lang") for run in runs} == {"zh-CN"}


def test_impress_shows_the_last_frames(decks: Path, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("there is no LibreOffice: install Debian's `libreoffice-impress`")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, decks / "Swatch.pptx"], check=True, capture_output=True, timeout=120)
    assert_pages(tmp_path / "Swatch.pdf", tolerance=6)
    with pypdfium2.PdfDocument(tmp_path / "Swatch.pdf") as pdf:
        for page, title, caption in zip([pdf[1], pdf[2]], TITLES, CAPTIONS, strict=True):
            assert_says(page, title, caption)


def test_notes_are_the_script_the_question_and_the_numbers(swatch: Path, tmp_path: Path) -> None:
    folder = tmp_path / "renders" / "480p15-dark"
    lay(swatch, folder)
    manifest = json.loads((folder / "Swatch.json").read_text("utf-8"))
    one = {"key": "advantage", "name": "advantage", "symbol": "A_1", "value": 2.0, "source": "2.0"}
    numbers = [one | {"text": text, "unit": "", "note": note} for text, note in NUMBERS]
    manifest["sections"][0] |= {"script": "First <this>.", "ask": "Which?", "numbers": numbers}
    (folder / "Swatch.json").write_text(json.dumps(manifest), "utf-8")
    assert make(tmp_path) == 0
    lines = [
        "0:00 of the film, 3 s",
        "First <this>.",
        "Question: Which?",
        "advantage: o1 2.0; o1 −0.5 (of the wrong) "
        "[(reward − mean) / standard deviation of the group]",
        f"What follows: {CAPTIONS[0]}",
    ]
    _, *slides = pptx.Presentation(folder / "Swatch.pptx").slides
    told = [notes(slide) for slide in slides]
    assert told == ["\n".join(lines), f"0:03 of the film, 3 s\n{CAPTIONS[1]}"]
    page = (folder / "Swatch.html").read_text("utf-8")
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    assert f'<aside class="notes">{paragraphs}</aside>' in page


def test_the_pdf_has_a_page_for_each_last_frame(decks: Path) -> None:
    assert_pages(decks / "Swatch.pdf", tolerance=4)
    with pypdfium2.PdfDocument(decks / "Swatch.pdf") as pdf:
        for page, title, caption in zip([pdf[1], pdf[2]], TITLES, CAPTIONS, strict=True):
            assert_says(page, title, caption)
    pdf = pypdfium2.PdfDocument(decks / "Swatch.pdf")
    assert pdf.get_metadata_value("Title") == "Swatch"
    assert [(mark.get_title(), mark.get_dest().get_index()) for mark in pdf.get_toc()] == [
        ("Swatch", 0),
        ("New & <old>", 1),
        ("Up", 2),
    ]
    assert b"/Lang" in (decks / "Swatch.pdf").read_bytes()
    pdf.close()


def assert_pages(file: Path, tolerance: int) -> None:
    """A PDF with a title and the steps of Swatch, each on a page of its own."""
    with pypdfium2.PdfDocument(file) as pdf:
        assert len(pdf) == 1 + len(ROLES)
        for page, role in zip([pdf[1], pdf[2]], ROLES, strict=True):
            assert page.get_width() / page.get_height() == pytest.approx(16 / 9, abs=0.002)
            assert_all_of(film_part(page.render().to_pil()), role, tolerance)


def assert_says(page, *said: str) -> None:
    """What a page of a PDF says in letters, wherever its lines end, with ends that are seen."""
    printed = " ".join(page.get_textpage().get_text_bounded().split())
    for text in said:
        assert text in printed
    assert_inside(page)


def assert_inside(page) -> None:
    """All letters of a page stand below the film's edge, and none leaves the page."""
    letters = page.get_textpage()
    assert letters.count_chars()
    for number in range(letters.count_chars()):
        left, bottom, right, top = letters.get_charbox(number)
        assert 0 <= left <= right <= page.get_width()
        assert 0 <= bottom <= top <= page.get_height() * 0.16, "below the film's edge"


# -- other decks ------------------------------------------------------------


def test_a_film_can_fill_its_slides(swatch: Path, tmp_path: Path) -> None:
    folder = tmp_path / "renders" / "480p15-dark"
    lay(swatch, folder)
    assert make(tmp_path, "--slides", "film") == 0
    deck = pptx.Presentation(folder / "Swatch.pptx")
    _, *slides = deck.slides
    for slide, title in zip(slides, TITLES, strict=True):
        (shown,) = movies(slide)
        assert (shown.left, shown.top) == (0, 0)
        assert (shown.width, shown.height) == (deck.slide_width, deck.slide_height)
        named = slide.shapes.title
        assert named.text == title
        assert named.top + named.height < 0
    with pypdfium2.PdfDocument(folder / "Swatch.pdf") as pdf:
        for page, role in zip([pdf[1], pdf[2]], ROLES, strict=True):
            assert_all_of(page.render().to_pil(), role, 4)
        assert [mark.get_title() for mark in pdf.get_toc()] == ["Swatch", *TITLES]


@pytest.fixture(scope="module")
def course(swatch: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the decks of two films: the second is Swatch under another name."""
    out = tmp_path_factory.mktemp("course")
    folder = out / "renders" / "480p15-dark"
    lay(swatch, folder)
    shutil.copy(folder / "Swatch.mp4", folder / "Moving.mp4")
    told = load_manifest(folder / "Swatch.mp4")
    first = replace(told.sections[0], ask="Really?", asked=[])
    sections = [first, told.sections[1]]
    replace(told, scene="Moving", title="Moving", sections=sections).save(folder / "Moving.json")
    assert main(["slides", "--quality", "l", "--out", str(out)]) == 0
    return folder


def test_the_course_is_one_deck_with_a_part_for_each_film(course: Path) -> None:
    deck = pptx.Presentation(course / "Course.pptx")
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles == ["GRPO on film", "Swatch", *TITLES, "Moving", *TITLES]
    assert "Really?" in " ".join(texts(deck.slides[0]))
    xml = etree.tostring(deck.element).decode()
    assert re.findall(r'p14:section name="([^"]*)"', xml) == ["GRPO on film", "Swatch", "Moving"]
    listed = re.findall(r'p14:sldId id="(\d+)"', xml)
    assert listed == [str(slide.slide_id) for slide in deck.slides]


def test_the_course_s_page_has_a_column_for_each_film(course: Path) -> None:
    page = html5(course / "Course.html")
    columns = page.xpath('//div[@class="slides"]/section')
    assert [len(column.xpath("section")) for column in columns] == [0, 3, 3]
    assert len(page.xpath("//video")) == 4


def test_the_course_s_pdf_has_a_bookmark_for_each_step_below_its_film(course: Path) -> None:
    with pypdfium2.PdfDocument(course / "Course.pdf") as pdf:
        marks = [(mark.level, mark.get_title()) for mark in pdf.get_toc()]
    film = [(1, title) for title in TITLES]
    assert marks == [(0, "GRPO on film"), (0, "Swatch"), *film, (0, "Moving"), *film]


def test_several_films_have_a_deck_of_their_own_name(course: Path) -> None:
    out = str(course.parents[1])
    arguments = ["--quality", "l", "--format", "pdf", "--scene", "Moving Swatch", "--out", out]
    assert main(["slides", *arguments]) == 0
    assert (course / "Moving-Swatch.pdf").is_file()


def test_powerpoint_gets_a_large_film_with_720_lines(swatch: Path, tmp_path: Path) -> None:
    folder = tmp_path / "renders" / "1080p60-dark"
    lay(swatch, folder)
    large = film(folder / "Swatch.mp4", (1920, 1080), sound=True)
    told = load_manifest(swatch)
    whole = replace(told.sections[0], frames=30)
    replace(told, sections=[whole], fps=10, width=1920, height=1080).save(folder / "Swatch.json")
    assert main(["slides", "--scene", "Swatch", "--out", str(tmp_path), "--jobs", "1"]) == 0
    _, slide = pptx.Presentation(folder / "Swatch.pptx").slides
    (small,) = [r.target_part.blob for r in slide.part.rels.values() if r.reltype[-6:] == "/media"]
    with av.open(io.BytesIO(small)) as container:
        pictures = container.streams.video[0]
        assert (pictures.width, pictures.height, pictures.frames) == (1280, 720, 30)
        assert container.streams.audio
    # The page plays what was rendered.
    (video,) = html5(folder / "Swatch.html").xpath("//video")
    assert video.get("muted") is None  # it speaks
    played = base64.b64decode(video.get("data-film").partition(";base64,")[2])
    with av.open(io.BytesIO(played)) as container:
        assert container.streams.video[0].height == 1080
    assert packets(large) == packets(io.BytesIO(played))


# -- whatever the films say --------------------------------------------------------


@pytest.mark.parametrize("code", languages())
def test_every_title_and_sentence_fits_under_its_film(swatch: Path, tmp_path: Path, code: str):
    """All beats of all films of a language, as the steps of one, on paper."""
    use_language(code)
    manifest = load_manifest(swatch)
    beats = [beat for film in running_order() for beat in told(film)]
    sections = [
        replace(manifest.sections[0], title=title, caption=caption, start=n, frames=1)
        for n, (title, caption) in enumerate(beats)
    ]
    deck = deck_of("All", [replace(manifest, language=code, sections=sections)], scenes=FILMS)
    Image.new("RGB", (160, 90)).save(tmp_path / "still.png")
    stills = SimpleNamespace(stills=[tmp_path / "still.png"] * len(beats))
    make_pdf(deck, stills, tmp_path / "All.pdf")
    with pypdfium2.PdfDocument(tmp_path / "All.pdf") as pdf:
        assert len(pdf) == 1 + len(beats)
        for page in list(pdf)[1:]:
            assert_inside(page)


# -- mistakes ---------------------------------------------------------------


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line on stderr."""
    (line,) = capsys.readouterr().err.splitlines()
    return line


def test_a_film_that_is_not_rendered_is_not_rendered_now(tmp_path: Path, capsys) -> None:
    assert make(tmp_path) == MISTAKE
    assert complaint(capsys) == (
        f"slides: there is no {tmp_path}/renders/480p15-dark/Swatch.mp4; "
        "make it: make render SCENE=Swatch, with the same variables as here"
    )
    assert content(tmp_path) == {}


def test_an_unknown_format(tmp_path: Path, capsys) -> None:
    assert make(tmp_path, "--format", "odp") == MISTAKE
    assert complaint(capsys) == "slides: format: 'odp' is unknown; use one of html, pptx, pdf"


@pytest.mark.parametrize("lack", ["manim_slides", "reveal.js"])
def test_what_is_not_installed_is_named(
    swatch: Path, tmp_path: Path, capsys, monkeypatch: pytest.MonkeyPatch, lack: str
) -> None:
    folder = tmp_path / "renders" / "480p15-dark"
    lay(swatch, folder)
    before = content(folder)
    if lack == "reveal.js":
        monkeypatch.setattr(npm, "MODULES", tmp_path / "nowhere")
    else:
        monkeypatch.delitem(sys.modules, "lecture.decks", raising=False)
        monkeypatch.delattr(lecture, "decks", raising=False)
        monkeypatch.delitem(sys.modules, "lecture.deck_powerpoint", raising=False)
        monkeypatch.delattr(lecture, "deck_powerpoint", raising=False)
        monkeypatch.setitem(sys.modules, "manim_slides.config", None)
    assert make(tmp_path, "--format", "html") == MISTAKE
    assert complaint(capsys) == f"slides: {lack} is not installed; make slides brings it"
    assert content(folder) == before
    assert hidden(tmp_path) == []


def test_a_film_without_key_frames_at_its_sections(swatch: Path, tmp_path: Path, capsys) -> None:
    folder = tmp_path / "renders" / "480p15-dark"
    lay(swatch, folder)
    told = load_manifest(folder / "Swatch.mp4")
    first, second = told.sections
    moved = [
        replace(first, frames=first.frames + 1),
        replace(second, start=second.start + 1, frames=second.frames - 1),
    ]
    replace(told, sections=moved).save(folder / "Swatch.json")
    assert make(tmp_path) == MISTAKE
    assert "cannot be cut into its sections; make it: make render" in complaint(capsys)
