"""What handout and worksheet share: how a page is set."""

from __future__ import annotations

import json
from pathlib import Path

import pypdf
import pytest

from lecture.options import Options
from lecture.printing import CONTENT, lay_out, write_pdf
from scenes.script.settings import Settings

# A sign that China, Taiwan, Japan and Korea write in different ways, and a quotation mark.
PAGE = '#import "printing.typ": *\n#show: printed.with(title: "t", size: 11pt, margin: 1cm)\n直“x”'


@pytest.mark.parametrize(
    ("language", "forms"), [("zh", "SC"), ("ja", "JP"), ("ko", "KR"), ("en", "SC"), ("de", "SC")]
)
def test_a_page_has_the_forms_of_its_language(tmp_path: Path, language: str, forms: str) -> None:
    template = tmp_path / "page.typ"
    template.write_text(PAGE, encoding="utf-8")
    work = tmp_path / "work"
    work.mkdir()
    options = Options("Clipping", settings=Settings(language=language))
    made = write_pdf(tmp_path / "page.pdf", lay_out(work, template, options, {"words": {}}))
    page = pypdf.PdfReader(made).pages[0]
    names = [str(font["/BaseFont"]) for font in fonts_of(page)]
    (shared,) = (name for name in names if "CJK" in name)
    assert f"CJK{forms.lower()}" in shared
    assert any("NewCM" in name for name in names)


def fonts_of(page: pypdf.PageObject) -> list[pypdf.generic.DictionaryObject]:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def test_the_two_papers_are_those_of_typst(tmp_path: Path) -> None:
    template = tmp_path / "page.typ"
    template.write_text(PAGE, encoding="utf-8")
    for paper, size in (("a4", (595.28, 841.89)), ("letter", (612, 792))):
        work = tmp_path / paper
        work.mkdir()
        page = lay_out(work, template, Options("Clipping", paper=paper), {"words": {}})
        box = pypdf.PdfReader(write_pdf(tmp_path / "page.pdf", page)).pages[0].mediabox
        assert (float(box.width), float(box.height)) == pytest.approx(size, abs=0.01)
        assert json.loads((work / CONTENT).read_text(encoding="utf-8"))["language"] == "en"
