"""`make slides`: steps cut from a film, and the PowerPoint file and PDF read by other programs."""

from __future__ import annotations

import hashlib
import html
import io
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from small_films import content, hidden, main

import lecture
from lecture import movie, npm
from lecture.complaints import MISTAKE
from lecture.manifest import load_manifest
from lecture.slides import cut_steps
from scenes.script.palette import DARK

_MISSING = "the packages of `make slides` are not installed"
pptx = pytest.importorskip("pptx", reason=_MISSING)
pypdfium2 = pytest.importorskip("pypdfium2", reason=_MISSING)

ROLES = ("new", "up")  # what the steps of Swatch show
NUMBERS = [("2.0", ""), ("−0.5", "of the wrong")]
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


def rgb(role: str) -> np.ndarray:
    """The colour of a role in the dark theme."""
    color = getattr(DARK, role)
    return np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)])


def assert_all_of(picture: Image.Image, role: str, tolerance: int = 3) -> None:
    """The whole picture, but for its edge, has the colour of a role."""
    pixels = np.asarray(picture.convert("RGB"), dtype=int)[3:-3, 3:-3]
    assert np.abs(pixels - rgb(role)).max() <= tolerance


def packets(film: Path) -> list[tuple[bytes, bool]]:
    """The encoded pictures, each with whether it can be decoded by itself."""
    with av.open(film) as container:
        return [(bytes(p), p.is_keyframe) for p in container.demux(video=0) if p.size]


# -- steps ------------------------------------------------------------------


def test_steps_are_the_film_s_own_packets(swatch: Path, tmp_path: Path) -> None:
    manifest = load_manifest(swatch)
    steps = cut_steps(swatch, manifest, tmp_path)
    parts = [packets(step) for step in steps]
    assert [len(part) for part in parts] == [section.frames for section in manifest.sections]
    assert all(part[0][1] for part in parts)
    assert [packet for part in parts for packet in part] == packets(swatch)


def test_steps_play_from_their_first_picture_on(swatch: Path, tmp_path: Path) -> None:
    manifest = load_manifest(swatch)
    seen = []
    for step, section in zip(cut_steps(swatch, manifest, tmp_path), manifest.sections, strict=True):
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
    film = decks / "Swatch.mp4"
    steps = cut_steps(film, load_manifest(film), tmp_path)
    assert deck.slide_width / deck.slide_height == 16 / 9
    assert [slide.notes_slide.notes_text_frame.text for slide in deck.slides] == CAPTIONS
    assert [slide.shapes.title.text for slide in deck.slides] == ["New & <old>", "Up"]
    for slide, step, caption, role in zip(deck.slides, steps, CAPTIONS, ROLES, strict=True):
        (shown,) = [shape for shape in slide.shapes if isinstance(shape, pptx.shapes.picture.Movie)]
        assert (shown.left, shown.top) == (0, 0)
        assert (shown.width, shown.height) == (deck.slide_width, deck.slide_height)
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
    (slide,) = pptx.Presentation(folder / "Swatch.pptx").slides
    (shown,) = [shape for shape in slide.shapes if isinstance(shape, pptx.shapes.picture.Movie)]
    assert_all_of(Image.open(io.BytesIO(shown.poster_frame.blob)), "up")
    pictures = [r for r in slide.part.rels.values() if r.reltype.endswith("/image")]
    assert len(pictures) == 1
    with pypdfium2.PdfDocument(folder / "Swatch.pdf") as pdf:
        assert_all_of(pdf[0].render().to_pil(), "up", 4)


def test_a_deck_waits_at_the_end_of_a_question_and_shows_the_answer_after_it(
    swatch: Path, tmp_path: Path
) -> None:
    """The question is held to the end of the first colour; the answer is the other one."""
    folder = tmp_path / "renders" / "480p15-dark"
    lay(swatch, folder)
    told = load_manifest(folder / "Swatch.mp4")
    end = told.sections[0].frames
    whole = replace(told.sections[0], frames=told.frames, ask="Which?", asked=[4, end])
    replace(told, sections=[replace(whole, script="Say it.")]).save(folder / "Swatch.json")
    assert make(tmp_path) == 0
    slides = pptx.Presentation(folder / "Swatch.pptx").slides
    assert [slide.shapes.title.text for slide in slides] == ["New & <old>: Which?", "New & <old>"]
    asked = ["Question: Which?" in slide.notes_slide.notes_text_frame.text for slide in slides]
    assert asked == [True, False]
    with pypdfium2.PdfDocument(folder / "Swatch.pdf") as pdf:
        for page, role in zip(pdf, ROLES, strict=True):
            assert_all_of(page.render().to_pil(), role, 4)
    page = (folder / "Swatch.html").read_text("utf-8")
    assert page.count("<video data-film") == 2


def test_powerpoint_repeats_what_loops(decks: Path) -> None:
    slides = pptx.Presentation(decks / "Swatch.pptx").slides
    assert ["repeatCount" in slide.element.xml for slide in slides] == [False, True]


def test_powerpoint_tells_title_and_language_and_has_the_ground(decks: Path) -> None:
    deck = pptx.Presentation(decks / "Swatch.pptx")
    about = deck.core_properties
    assert (about.title, about.language) == ("Swatch", "en")
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert f"#{deck.slide_master.background.fill.fore_color.rgb}" == DARK.ground
    assert all(slide.follow_master_background for slide in deck.slides)


def test_impress_shows_the_last_frames(decks: Path, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("there is no LibreOffice: install Debian's `libreoffice-impress`")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, decks / "Swatch.pptx"], check=True, capture_output=True, timeout=120)
    assert_pages(tmp_path / "Swatch.pdf", tolerance=6)


def test_notes_are_the_script_the_question_and_the_numbers(swatch: Path, tmp_path: Path) -> None:
    folder = tmp_path / "renders" / "480p15-dark"
    lay(swatch, folder)
    manifest = json.loads((folder / "Swatch.json").read_text("utf-8"))
    one = {"key": "A", "name": "advantage", "symbol": "A_1", "value": 2.0, "source": "2.0"}
    numbers = [one | {"text": text, "unit": "", "note": note} for text, note in NUMBERS]
    manifest["sections"][0] |= {"script": "First <this>.", "ask": "Which?", "numbers": numbers}
    (folder / "Swatch.json").write_text(json.dumps(manifest), "utf-8")
    assert make(tmp_path) == 0
    lines = ["First <this>.", "Question: Which?", "advantage: 2.0; −0.5 (of the wrong)"]
    deck = pptx.Presentation(folder / "Swatch.pptx")
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    assert notes == ["\n".join(lines), CAPTIONS[1]]
    page = (folder / "Swatch.html").read_text("utf-8")
    assert f'<aside class="notes">{"<br>".join(map(html.escape, lines))}</aside>' in page
    assert f'<p class="said">{html.escape(CAPTIONS[0])}</p>' in page


def test_the_pdf_has_a_page_for_each_last_frame(decks: Path) -> None:
    assert_pages(decks / "Swatch.pdf", tolerance=4)
    pdf = pypdfium2.PdfDocument(decks / "Swatch.pdf")
    assert pdf.get_metadata_value("Title") == "Swatch"
    assert [(mark.get_title(), mark.get_dest().get_index()) for mark in pdf.get_toc()] == [
        ("New & <old>", 0),
        ("Up", 1),
    ]
    assert b"/Lang" in (decks / "Swatch.pdf").read_bytes()
    pdf.close()


def assert_pages(file: Path, tolerance: int) -> None:
    """A PDF that shows the steps of Swatch, each on a page of its own."""
    pdf = pypdfium2.PdfDocument(file)
    assert len(pdf) == len(ROLES)
    for page, role in zip(pdf, ROLES, strict=True):
        assert page.get_width() / page.get_height() == pytest.approx(16 / 9, abs=0.002)
        assert_all_of(page.render().to_pil(), role, tolerance)
    pdf.close()


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
