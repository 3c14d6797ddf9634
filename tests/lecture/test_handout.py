"""`make handout`: the PDF as pypdfium2 and pypdf read it."""

from __future__ import annotations

import re
import sys
import unicodedata
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pypdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageColor
from small_films import FILMS, hidden, main

from lecture.catalogue import SCENES, running_order, scene_class
from lecture.film_workers import begun as start
from lecture.handout import film_pages
from lecture.handout.stills import trimmed
from lecture.handout.terms import terms
from scenes.script.palette import THEMES
from scenes.script.words import ENGLISH, entries, use_language
from scenes.stage.film import Beat

SMALL = Path(__file__).with_name("films")


def make(out: Path, *arguments: str) -> int:
    """`make handout` of the small films; the exit code."""
    try:
        return main(["handout", *arguments, "--out", str(out)])
    finally:
        use_language(ENGLISH)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the handouts of the small course and of two of its films lie; no film is there."""
    out = tmp_path_factory.mktemp("handout")
    assert make(out) == 0
    assert make(out, "--scene", "Swatch") == 0
    return out / "renders" / "1080p60-light"


@pytest.fixture(scope="module")
def pdf(folder: Path) -> pypdfium2.PdfDocument:
    with pypdfium2.PdfDocument(folder / "handout.pdf") as document:
        yield document


def beats(scene: str) -> list[Beat]:
    return scene_class(scene, FILMS).storyboard()


def words_of(document: pypdfium2.PdfDocument) -> list[str]:
    """The words of each page, one space apart, with plain letters for those of mathematics."""
    pages = [document[n].get_textpage().get_text_bounded() for n in range(len(document))]
    return [" ".join(unicodedata.normalize("NFKC", page).split()) for page in pages]


def test_pages_are_a4_and_numbered(pdf: pypdfium2.PdfDocument) -> None:
    for number, text in enumerate(words_of(pdf), start=1):
        assert pdf[number - 1].get_size() == pytest.approx((595.3, 841.9), abs=0.5)
        assert f"{number} / {len(pdf)}" in text


def test_each_title_and_caption_is_there(pdf: pypdfium2.PdfDocument) -> None:
    text = " ".join(words_of(pdf)[1:])
    for scene in ("Swatch", "Moving"):
        for beat in beats(scene):
            assert beat.title in text
            assert beat.caption in text


def test_the_cover_has_the_group(pdf: pypdfium2.PdfDocument) -> None:
    cover = words_of(pdf)[0]
    for answer in ("408", "398", "408 (other path)", "418"):
        assert answer in cover
    # By hand, for the worked group: both ratios beyond the range, and J to three digits.
    for number in ("1.500", "1.433", "−0.083", "0.214", "−0.092"):
        assert number in cover


def test_a_tiny_probability_is_not_printed_as_0(tmp_path: Path) -> None:
    answers = [(1, "old = 2.5e-40", 0.5), (0, "old = 0.5", 0.5)]
    text = "".join(
        f'[[answers]]\ntext = "a"\nreward = {r}\n{old}\nnew = {new}\nref = 0.4\n'
        for r, old, new in answers
    )
    group = tmp_path / "tiny.toml"
    group.write_text(f'question = "?"\nepsilon_low = 0.2\nbeta = 0.0\n{text}', encoding="utf-8")
    assert make(tmp_path, "--scene", "Swatch", "--group", str(group)) == 0
    (made,) = tmp_path.rglob("*.pdf")
    with pypdfium2.PdfDocument(made) as document:
        cover = words_of(document)[0]
    assert "2.5 ⋅ 10" in cover
    assert "−40" in cover
    assert "0.000" not in cover


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
    told = [beat for scene in ("Swatch", "Moving") for beat in beats(scene)]
    assert len(found) == len(told)
    for beat, text in zip(told, found, strict=True):
        assert beat.title in text
        assert beat.caption in text


def stills_of(document: Path) -> list[np.ndarray]:
    page = pypdf.PdfReader(document).pages[1]
    return [np.asarray(image.image.convert("RGB")).astype(int) for image in page.images]


def test_a_still_is_the_section_s_last_picture_on_white(folder: Path) -> None:
    stills = stills_of(folder / "Swatch-handout.pdf")
    assert len(stills) == 2
    for still, role in zip(stills, ("new", "up"), strict=True):
        assert still.shape == (576, 1024, 3)
        assert (still == ImageColor.getrgb(getattr(THEMES["light"], role))).all()


def test_the_theme_can_be_asked_for(tmp_path: Path) -> None:
    assert make(tmp_path, "--scene", "Swatch", "--theme", "dark") == 0
    still = stills_of(tmp_path / "renders" / "1080p60-dark" / "Swatch-handout.pdf")[0]
    assert (still == ImageColor.getrgb(THEMES["dark"].new)).all()


@pytest.fixture(scope="module")
def clipping(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The German handout of Clipping and KL."""
    out = tmp_path_factory.mktemp("clipping")
    try:
        arguments = ("--scene", "Clipping KL", "--language", "de", "--out", str(out))
        assert main(["handout", *arguments], SCENES) == 0
    finally:
        use_language(ENGLISH)
    return out / "renders" / "1080p60-light-de" / "Clipping-KL-handout.pdf"


def test_numbers_are_those_that_the_beats_teach(clipping: Path) -> None:
    with pypdfium2.PdfDocument(clipping) as document:
        text = " ".join(words_of(document)[1:])
    # By hand: 1.5 = .3/.2; the upper bound is 1 + .2; the divergence is .161.
    for number in ("ρ1 = 1,50", "1 + ε = 1,2", "KL-Divergenz, exakt", "0,161"):
        assert number in text
    assert "418 =" not in text
    assert "= 418" not in text
    for english in ("1.50", "0.161", "ratio:", "rho"):
        assert english not in text


def test_films_that_are_asked_for_are_in_it_in_that_order(clipping: Path) -> None:
    with pypdfium2.PdfDocument(clipping) as document:
        films = [mark.get_title() for mark in document.get_toc() if mark.level == 0]
        pages = len(document)
    assert films[2:] == ["Clipping", "KL"]
    assert pages == 1 + 1 + 1  # a cover, and a page a film


def test_no_film_is_made_for_it(folder: Path, clipping: Path) -> None:
    for place in (folder, clipping.parent):
        out = place.parents[1]
        assert not list(out.rglob("*.mp4"))
        assert {path.suffix for path in out.rglob("*") if path.is_file()} == {".pdf"}


def test_one_film_has_a_handout_of_its_own(folder: Path) -> None:
    with pypdfium2.PdfDocument(folder / "Swatch-handout.pdf") as document:
        text = " ".join(words_of(document))
    assert "Swatch" in text
    assert "Moving" not in text


def pictures_of(document: Path) -> list[Image.Image]:
    """The pages as a printer of 200 dots an inch has them."""
    with pypdfium2.PdfDocument(document) as pdf:
        return [page.render(scale=200 / 72).to_pil().convert("L") for page in pdf]


@pytest.mark.parametrize(
    ("link", "addresses"),
    [
        ("https://example.org/grpo/", ("", "#swatch", "#moving")),
        ("https://example.org/grpo/#all", ("", "", "")),
    ],
)
def test_a_telephone_finds_the_films(tmp_path: Path, link: str, addresses: tuple[str]) -> None:
    assert make(tmp_path, "--link", link) == 0
    (made,) = tmp_path.rglob("*.pdf")
    for page, address in zip(pictures_of(made), addresses, strict=True):
        (code,) = zxingcpp.read_barcodes(page)
        assert code.text == link + address
        corner, other = code.position.top_left, code.position.bottom_right
        square = (other.x - corner.x) / (17 + 4 * int(code.extra["Version"]))
        rim = round(3.5 * square)  # of the four squares of white that a code has round it
        box = (corner.x - rim, corner.y - rim, other.x + rim, other.y + rim)
        white = np.asarray(page.crop(box)) > 250
        assert white[: rim - 2].all() and white[-rim + 2 :].all()
        assert white[:, : rim - 2].all() and white[:, -rim + 2 :].all()


def test_an_address_may_have_a_place_for_the_film_s_name(tmp_path: Path) -> None:
    assert make(tmp_path, "--scene", "Swatch", "--link", "https://example.org/{film}.mp4") == 0
    (made,) = tmp_path.rglob("*.pdf")
    codes = [zxingcpp.read_barcodes(page)[0].text for page in pictures_of(made)]
    assert codes == ["https://example.org/", "https://example.org/Swatch.mp4"]


def test_a_code_is_drawn_and_leads_there_by_a_click_too(tmp_path: Path) -> None:
    assert make(tmp_path, "--scene", "Swatch", "--link", "https://example.org/grpo/") == 0
    (made,) = tmp_path.rglob("*.pdf")
    page = pypdf.PdfReader(made).pages[1]
    notes = [note.get_object() for note in page["/Annots"]]
    targets = {str(note["/A"]["/URI"]) for note in notes if "/URI" in note.get("/A", {})}
    assert targets == {"https://example.org/grpo/#swatch"}
    assert len(page.images) == 2  # the stills: the code is no picture of dots


def test_without_what_makes_codes_one_line_says_what_brings_it(
    tmp_path: Path, monkeypatch, capsys
) -> None:
    monkeypatch.setitem(sys.modules, "segno", None)
    assert make(tmp_path, "--scene", "Swatch", "--link", "https://example.org/") == 2
    assert capsys.readouterr().err == (
        "handout: segno is not installed; make handout LINK=... brings it\n"
    )
    assert not list(tmp_path.rglob("*.pdf"))


def test_letter_can_be_asked_for(tmp_path: Path) -> None:
    assert make(tmp_path, "--scene", "Swatch", "--paper", "letter") == 0
    (made,) = tmp_path.rglob("*.pdf")
    with pypdfium2.PdfDocument(made) as document:
        assert document[0].get_size() == (612, 792)
        assert len(document) == 2


def test_each_term_is_explained_in_beats_that_there_are() -> None:
    methods = {scene: {beat.method for beat in scene_class(scene).storyboard()} for scene in ORDER}
    for term in terms():
        assert term.beats
        for film, method in (beat.split(".") for beat in term.beats):
            assert method in methods[film]


ORDER = list(dict.fromkeys(running_order(SCENES)))


def test_the_cover_says_on_which_page_a_term_is_explained(clipping: Path) -> None:
    with pypdfium2.PdfDocument(clipping) as document:
        cover = words_of(document)[0]
    # The tangent is KL's sixth step, the ruler Clipping's fourth; Equation is not in it.
    assert "KL 6, S. 3" in cover
    assert "Clipping 4, S. 2" in cover
    assert "Equation 4 Clipping 4" in cover


def test_films_of_a_folder_without_an_order_are_a_course(tmp_path: Path) -> None:
    assert course_of(folder_with(tmp_path, ("swatch", "moving")), tmp_path, 1) == 0
    (made,) = tmp_path.rglob("handout.pdf")
    with pypdfium2.PdfDocument(made) as document:
        cover, *films = words_of(document)
    assert [text.split()[0] for text in films] == ["Moving", "Swatch"]
    assert "explained in" not in cover


def test_an_advantage_without_a_ruler_is_not_called_standard_deviations(tmp_path: Path) -> None:
    row = '[[answers]]\ntext = "{r}"\nreward = {r}\nold = 0.5\nnew = 0.5\nref = 0.5\n'
    covers = []
    for scale in ("std", "none"):
        group = tmp_path / f"{scale}.toml"
        rows = "".join(row.format(r=r) for r in (0, 1))
        group.write_text(f'question = "?"\nscale = "{scale}"\n{rows}', encoding="utf-8")
        out = tmp_path / scale
        assert make(out, "--scene", "Swatch", "--group", str(group)) == 0
        with pypdfium2.PdfDocument(next(out.rglob("*.pdf"))) as document:
            covers.append(words_of(document)[0])
    assert ["in standard deviations" in cover for cover in covers] == [True, False]
    assert all("above the group’s mean" in cover for cover in covers)


def lines_of(page: pypdfium2.PdfPage) -> int:
    """How many level lines a page has that are at least 40 mm long, as ruled ones are."""
    boxes = [found.get_bounds() for found in page.get_objects()]
    return sum(right - left > 113 and top - low < 2 for left, low, right, top in boxes)


def test_each_film_has_its_question_and_room_to_write(clipping: Path) -> None:
    with pypdfium2.PdfDocument(clipping) as document:
        texts = words_of(document)[1:]
        ruled = [lines_of(document[number]) for number in (1, 2)]
    assert "Wann soll eine Antwort aufhören zu schieben?" in texts[0]
    assert min(ruled) >= 8


@pytest.mark.slow
def test_the_course_has_a_cover_and_a_page_a_film(tmp_path: Path) -> None:
    """In German, whose words are the longer ones, with a group of eight answers."""
    group = SCENES.parent / "assets" / "groups" / "lab.toml"
    try:
        arguments = ("--language", "de", "--group", str(group), "--out", str(tmp_path))
        assert main(["handout", *arguments], SCENES) == 0
    finally:
        use_language(ENGLISH)
    with pypdfium2.PdfDocument(
        tmp_path / "renders" / "1080p60-light-de-lab" / "handout.pdf"
    ) as pdf:
        films = {m.get_title(): m.get_dest().get_index() for m in pdf.get_toc() if m.level == 0}
        assert [films[scene] for scene in ORDER] == list(range(1, len(ORDER) + 1))
        assert len(pdf) == 1 + len(ORDER)
        assert all(lines_of(page) >= 4 for page in pdf)


def test_a_large_group_has_a_page_of_its_own(tmp_path: Path) -> None:
    """Of 64 answers eight stand on the cover, all of them on the last page."""
    row = '[[answers]]\ntext = "answer {n}"\nreward = {r}\nold = 0.01\nnew = 0.012\nref = 0.01\n'
    group = tmp_path / "large.toml"
    rows = "".join(row.format(n=n, r=n % 2) for n in range(64))
    group.write_text(f'question = "?"\n{rows}', encoding="utf-8")
    assert make(tmp_path, "--scene", "Swatch", "--group", str(group)) == 0
    (made,) = tmp_path.rglob("*.pdf")
    with pypdfium2.PdfDocument(made) as document:
        cover, _, last = words_of(document)
    assert "and 56 more answers, on page 3" in cover
    assert len(re.findall(r"answer \d+ ", cover)) == 8
    assert all(f"answer {n} " in last for n in range(64))


def test_stills_lose_the_margin_that_none_of_them_uses() -> None:
    """Black from 200 to 1000 and from 100 to 600, and in the other one from 150 to 700."""
    one, two = (Image.new("RGB", (1280, 720), "white") for _ in range(2))
    one.paste("black", (200, 100, 1000, 600))
    two.paste("black", (150, 100, 700, 400))
    # Ten pixels stay, and no more than 12 % of a side goes: 153 of 1280, 86 of 720.
    found = trimmed([one, two])
    assert [still.size for still in found] == [(1126 - 140, 634 - 86)] * 2
    assert np.asarray(found[0])[100 - 86, 200 - 140].tolist() == [0, 0, 0]


FOUR = ("swatch", "moving", "many", "slow")


def folder_with(tmp_path: Path, films: tuple[str, ...]) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in films:
        (folder / f"{name}.py").write_bytes((FILMS / f"{name}.py").read_bytes())
    return folder


def course_of(scenes: Path, out: Path, jobs: int) -> int:
    try:
        return main(["handout", "--jobs", str(jobs), "--out", str(out)], scenes)
    finally:
        use_language(ENGLISH)


def test_two_processes_draw_what_one_draws(tmp_path: Path, monkeypatch) -> None:
    scenes, begun = folder_with(tmp_path, FOUR), []
    monkeypatch.setattr(film_pages, "begun", lambda *a: begun.append(a) or start(*a))
    pages = []
    for jobs in (1, 2):
        assert course_of(scenes, tmp_path / str(jobs), jobs) == 0
        pages.append(pictures_of(next((tmp_path / str(jobs)).rglob("*.pdf"))))
    assert len(begun) == 1
    assert pages[0] == pages[1]


def test_a_film_that_another_process_did_not_end_is_drawn_here(tmp_path: Path, monkeypatch) -> None:
    """The other process takes the first film and is gone."""
    scenes = folder_with(tmp_path, FOUR)

    def takes_one(_: object, films: object, work: Path) -> BaseProcess:
        (work / "claims" / "0").touch()
        return start(int)

    monkeypatch.setattr(film_pages, "begun", takes_one)
    assert course_of(scenes, tmp_path, 2) == 0
    with pypdfium2.PdfDocument(next(tmp_path.rglob("*.pdf"))) as document:
        first = [text.split()[0] for text in words_of(document)[1:]]
    assert first == ["Many", "Moving", "Slow", "Swatch"]


def test_long_answers_leave_the_table_on_its_page(tmp_path: Path) -> None:
    """Sixteen answers of 600 letters that differ in their ends alone."""
    text = "".join(
        f'[[answers]]\ntext = "{"Let x be the number. " * 28}so {n}"\nreward = {n % 2}\n'
        "old_logp = -900\nnew_logp = -900.1\nref_logp = -901\n"
        for n in range(16)
    )
    group = tmp_path / "long.toml"
    group.write_text(f'question = "?"\nepsilon_low = 0.2\nbeta = 0.04\n{text}', encoding="utf-8")
    assert make(tmp_path, "--scene", "Swatch", "--group", str(group)) == 0
    (made,) = tmp_path.rglob("*.pdf")
    with pypdfium2.PdfDocument(made) as document:
        cover, _ = words_of(document)  # and the steps
    assert all(f"so {n} " in cover for n in range(16))
    assert "−391" in cover  # exp(-900) is 1.37e-391, less than a float can hold


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        (("--scene", "Swatch Swotch"), "handout: scene: there is no 'Swotch'; name one of: "),
        (("--scene", 'Swatch "'), "handout: scene: 'Swatch \"' cannot be read as a list: "),
        (("--group", "nowhere.toml"), "nowhere.toml"),
        (("--link", "films/"), "link: 'films/' is no address of the web; give one such as "),
        (("--link", "https://a b"), "link: 'https://a b' is no address of the web; "),
        (("--link", f"https://a/{'x' * 400}"), "makes too fine a QR code for paper; give a short"),
        (("--paper", "a5"), "paper: 'a5' is unknown; use one of a4, letter"),
    ],
)
def test_after_a_mistake_the_old_handout_stays(tmp_path: Path, mistake, told, capsys) -> None:
    old = tmp_path / "renders" / "1080p60-light" / "handout.pdf"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"the old one")
    assert make(tmp_path, *mistake) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert told in line
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [old]
    assert old.read_bytes() == b"the old one"


# What Pillow says of a full disk, which is no reason, and what the system says.
UNTOLD, TOLD = OSError("encoder error -2"), OSError(28, "No space left on device")


@pytest.mark.parametrize("said", [UNTOLD, TOLD], ids=["untold", "told"])
def test_a_full_disk_costs_nothing(tmp_path: Path, monkeypatch, capsys, said: OSError) -> None:
    assert make(tmp_path, "--scene", "Swatch") == 0
    (made,) = tmp_path.rglob("*.pdf")
    before = made.read_bytes()
    capsys.readouterr()

    def full(*_: object, **__: object) -> None:
        raise said

    monkeypatch.setattr("PIL.Image.Image.save", full)
    monkeypatch.setattr("lecture.complaints.disk_usage", lambda _: SimpleNamespace(free=4096))
    assert make(tmp_path, "--scene", "Swatch") == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "No space left on device: make room in " in line
    assert made.read_bytes() == before
    assert hidden(tmp_path) == []
