"""`make handout`: the PDF as pypdfium2 and pypdf read it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pypdf
import pypdfium2
import pytest
from PIL import ImageColor

from lecture import catalogue
from lecture.__main__ import main
from scenes.stage.palette import THEMES
from scenes.stage.words import entries

LOW = ("--quality", "l")
SMALL = Path(__file__).with_name("films")


@pytest.fixture(scope="module")
def folder(swatch: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The films of the small course, with their handout and that of Swatch alone."""
    out = tmp_path_factory.mktemp("handout")
    films = out / "renders" / swatch.parent.name
    shutil.copytree(swatch.parent, films)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "SCENES", SMALL)
        assert main(["render", "--scene", "Moving", *LOW, "--out", str(out)]) == 0
        assert main(["handout", *LOW, "--out", str(out)]) == 0
        assert main(["handout", "--scene", "Swatch", *LOW, "--out", str(out)]) == 0
    return films


@pytest.fixture(scope="module")
def pdf(folder: Path) -> pypdfium2.PdfDocument:
    with pypdfium2.PdfDocument(folder / "handout.pdf") as document:
        yield document


def words_of(document: pypdfium2.PdfDocument) -> list[str]:
    """The words of each page, one space apart."""
    pages = [document[n].get_textpage() for n in range(len(document))]
    return [" ".join(page.get_text_bounded().split()) for page in pages]


def told(folder: Path, scene: str) -> dict:
    return json.loads((folder / f"{scene}.json").read_text(encoding="utf-8"))


def test_pages_are_a4_and_numbered(pdf: pypdfium2.PdfDocument) -> None:
    for number, text in enumerate(words_of(pdf), start=1):
        assert pdf[number - 1].get_size() == pytest.approx((595.3, 841.9), abs=0.5)
        assert f"{number} / {len(pdf)}" in text


def test_each_title_and_caption_is_there(folder: Path, pdf: pypdfium2.PdfDocument) -> None:
    text = " ".join(words_of(pdf)[1:])
    for scene in ("Swatch", "Moving"):
        for section in told(folder, scene)["sections"]:
            assert section["title"] in text
            assert section["caption"] in text


def test_the_cover_has_the_group(folder: Path, pdf: pypdfium2.PdfDocument) -> None:
    cover = words_of(pdf)[0]
    for answer in told(folder, "Swatch")["group"]["texts"]:
        assert answer in cover
    # By hand, for the worked group: both ratios beyond the range, and J to three digits.
    for number in ("1.500", "1.433", "−0.083", "0.214", "−0.092"):
        assert number in cover


def test_a_tiny_probability_is_not_printed_as_0(folder: Path, tmp_path: Path) -> None:
    films = tmp_path / "renders" / folder.name
    shutil.copytree(folder, films)
    manifest = told(films, "Swatch")
    manifest["group"]["old"][0] = 2.5e-40
    (films / "Swatch.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "SCENES", SMALL)
        assert main(["handout", "--scene", "Swatch", *LOW, "--out", str(tmp_path)]) == 0
    with pypdfium2.PdfDocument(films / "Swatch-handout.pdf") as document:
        cover = words_of(document)[0]
    assert "2.5 ⋅ 10" in cover
    assert "−40" in cover
    assert cover.count("0.000") == cover_of(folder).count("0.000")


def cover_of(folder: Path) -> str:
    with pypdfium2.PdfDocument(folder / "Swatch-handout.pdf") as document:
        return words_of(document)[0]


def test_bookmarks_lead_to_films_and_sections(pdf: pypdfium2.PdfDocument) -> None:
    marks = [
        (mark.level, " ".join(mark.get_title().split()), mark.get_dest().get_index())
        for mark in pdf.get_toc()
    ]
    assert marks[2:] == [
        (0, "Swatch", 1),
        (1, "1 New & <old>", 1),
        (1, "2 Up", 1),
        (0, "Moving", 2),
        (1, "1 Moving", 2),
        (1, "2 Home", 2),
    ]


def test_it_tells_its_title_and_language(folder: Path) -> None:
    reader = pypdf.PdfReader(folder / "handout.pdf")
    assert reader.metadata.title == entries("en")["handout.title"]
    assert reader.trailer["/Root"]["/Lang"] == "en"


def alternatives(node: pypdf.generic.PdfObject) -> list[str]:
    """What a screen reader says for the pictures below `node` of the PDF's structure."""
    node = node.get_object()
    if isinstance(node, list):
        return [text for child in node for text in alternatives(child)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/Alt"])] if node.get("/S") == "/Figure" and "/Alt" in node else []
    return own + (alternatives(node["/K"]) if "/K" in node else [])


def test_each_picture_has_words_for_those_who_do_not_see_it(folder: Path) -> None:
    reader = pypdf.PdfReader(folder / "handout.pdf")
    found = alternatives(reader.trailer["/Root"]["/StructTreeRoot"])
    sections = [s for scene in ("Swatch", "Moving") for s in told(folder, scene)["sections"]]
    assert len(found) == len(sections)
    for section, text in zip(sections, found, strict=True):
        assert section["title"] in text
        assert section["caption"] in text


def test_a_still_is_the_section_s_last_picture(folder: Path) -> None:
    page = pypdf.PdfReader(folder / "handout.pdf").pages[1]
    stills = [np.asarray(image.image.convert("RGB")).astype(int) for image in page.images]
    assert len(stills) == 2
    for still, role in zip(stills, ("new", "up"), strict=True):
        wanted = ImageColor.getrgb(getattr(THEMES["dark"], role))
        assert still.shape == (480, 854, 3)
        assert np.abs(still - wanted).max() <= 3


def test_numbers_are_typeset(folder: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(catalogue, "SCENES", SMALL)
    films = tmp_path / "renders" / folder.name
    shutil.copytree(folder, films)
    manifest = told(films, "Swatch")
    manifest["sections"][0]["numbers"] = [{"math": "rho_1 = 0.30 / 0.20"}, {"text": "_7_ $x$ #8"}]
    (films / "Swatch.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert main(["handout", "--scene", "Swatch", *LOW, "--out", str(tmp_path)]) == 0
    with pypdfium2.PdfDocument(films / "Swatch-handout.pdf") as document:
        text = words_of(document)[1]
    assert "rho" not in text
    assert "0.30" in text
    assert "_7_ $x$ #8" in text


def test_one_film_has_a_handout_of_its_own(folder: Path) -> None:
    with pypdfium2.PdfDocument(folder / "Swatch-handout.pdf") as document:
        text = " ".join(words_of(document))
    assert "Swatch" in text
    assert "Moving" not in text


def test_missing_films_are_named_with_the_command(
    tmp_path: Path, swatch: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.setattr(catalogue, "SCENES", SMALL)
    shutil.copytree(swatch.parent, tmp_path / "renders" / swatch.parent.name)
    assert main(["handout", *LOW, "--out", str(tmp_path)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "no film of Moving;" in line
    assert "make all" in line
    assert not list(tmp_path.rglob("*.pdf"))
