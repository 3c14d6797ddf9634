"""`make worksheet`: both PDFs as pypdfium2 and pypdf read them."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from small_films import main

from grpo_core import evaluate_group, load_group
from lecture.catalogue import SCENES, running_order
from lecture.worksheet.exercise import EASY, HARD
from lecture.worksheet.paper import EXERCISES
from scenes.script.settings import ASSETS
from scenes.script.words import ENGLISH, use_language

MINE = """question = "Is 91 prime?"
epsilon_low = 0.1
beta = 0.5

[[answers]]
text = "no, 7 times 13"
reward = 1
old = 0.30
new = 0.45
ref = 0.30

[[answers]]
text = "yes"
reward = 0
old = 0.70
new = 0.55
ref = 0.70
"""


def make(out: Path, *arguments: str) -> int:
    try:
        return main(["worksheet", *arguments, "--out", str(out)], SCENES)
    finally:
        use_language(ENGLISH)


def read(path: Path) -> str:
    """All words of a PDF, one space apart, with plain letters for those of mathematics."""
    with pypdfium2.PdfDocument(path) as document:
        pages = [document[n].get_textpage().get_text_bounded() for n in range(len(document))]
    return " ".join(unicodedata.normalize("NFKC", " ".join(pages)).split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("worksheet")
    assert make(out) == 0
    return out / "renders" / "1080p60-light"


@pytest.fixture(scope="module")
def key(folder: Path) -> str:
    return read(folder / "worksheet-key.pdf")


@pytest.fixture(scope="module")
def sheet(folder: Path) -> str:
    return read(folder / "worksheet.pdf")


def between(text: str, start: str, end: str) -> str:
    return text.partition(start)[2].partition(end)[0]


@pytest.mark.parametrize(
    ("title", "after", "answers"),
    [
        # Worked by hand, or printed in the papers' and seeds' own examples.
        ("Better than what?", "All the same", "+0.50 +1.00"),
        ("How many times as likely?", "The more cautious", "1.50"),
        ("The more cautious of two", "Who still pushes?", "−1.433 −1.200 −1.433"),
        ("The more cautious of two", "Who still pushes?", "−0.083"),
        ("The more cautious of two", "Who still pushes?", "−0.092"),
        ("Four cases", "A gap that is", "−2.4 −2.2 −2.4"),
        ("A gap that is never", "Two means", "0.193"),
        ("Two means of the same", "A wider window", "0.214"),
        ("Two means of the same", "A wider window", "0.161"),
        ("A wider window", "What to watch", "0.008"),  # (1.4 - .6 + .7 - 1.433) / 4 - .04 * .214
        ("A wider window", "What to watch", "0.058"),
        ("How often a group is silent", "Worth nothing", "0.513"),
        ("Worth nothing, and yet", "On the way", "+0.250"),
        ("Which average?", "One ratio", "0.0500 0.0050"),
        ("Which average?", "One ratio", "0.0091 0.0091"),
        ("One ratio for a whole answer", "Without oneself", "6.19 1.20"),
        ("Without oneself", "Which rule?", "+0.667"),
        ("Which rule?", "GRPO on film", "+1.41"),
    ],
)
def test_the_key_has_what_a_hand_finds_and_the_sheet_has_a_blank(sheet, key, title, after, answers):
    assert answers in between(key, title, after)
    assert answers not in between(sheet, title, after)


def test_nothing_is_said_of_whose_answers_they_are_where_they_are_the_group_s(key):
    assert "own answers" not in key


def test_who_pushes_by_hand(key):
    """Ratios 1.5, .5, .7, 1.43 with A +1, -1, +1, -1: windows of .2, .4 and .8 about 1."""
    pushing = between(key, "Who still pushes?", "Why")
    assert [w for w in pushing.split() if w in ("yes", "no")] == ["no", "no", "yes", "yes"]
    wider = between(key, "A wider window", "Why")
    said = [w for w in wider.split() if w in ("yes", "no")]
    assert said == ["no", "no", "yes", "no", "no", "yes", *(["yes"] * 6)]


def test_there_is_something_for_each_film_in_two_difficulties():
    table = evaluate_group(load_group(ASSETS / "groups" / "worked.toml"))
    made = [make(table) for make in EXERCISES]
    assert len(made) >= 12
    assert {exercise.level for exercise in made} == {EASY, HARD}
    assert {exercise.film for exercise in made} >= set(running_order(SCENES))
    assert all(
        any(c.asked for row in (*e.rows, *e.lines) for c in row) or any(r for _, r in e.choices)
        for e in made
    )


def test_only_the_key_says_why(sheet, key):
    assert key.count("Why:") == len(EXERCISES)
    assert "Why:" not in sheet
    assert "Name:" in sheet


def test_sheet_and_key_break_alike(folder):
    """What is written on a page of the one stands on the same page of the other."""
    pages = []
    for name in ("worksheet", "worksheet-key"):
        with pypdfium2.PdfDocument(folder / f"{name}.pdf") as document:
            texts = [page.get_textpage().get_text_bounded() for page in document]
        pages.append([re.findall(r"^(\d+) +[A-Z]", text, re.MULTILINE) for text in texts])
    assert pages[0] == pages[1]
    assert sum(map(len, pages[0])) == len(EXERCISES)


def test_a_lamp_to_fill_in_is_empty_on_the_sheet(folder):
    """Of the four lamps and the twelve of the wider window: 2 and 2 + 2 + 4 are on."""
    drawn = []
    for name in ("worksheet", "worksheet-key"):
        with pypdfium2.PdfDocument(folder / f"{name}.pdf") as document:
            found = [
                o for page in document for o in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_PATH])
            ]
            drawn.append(sum(map(is_filled_circle, found)))
    assert drawn == [0, 2 + 8]


def is_filled_circle(path):
    """Whether it is 4 to 6 mm wide and high, and not empty."""
    left, low, right, top = path.get_bounds()
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pypdfium2.raw.FPDFPath_GetDrawMode(path.raw, mode, stroke)
    size = 72 / 25.4 * 4, 72 / 25.4 * 6
    return bool(mode.value) and size[0] < right - left < size[1] and size[0] < top - low < size[1]


def test_without_a_ruler_the_key_says_so(tmp_path):
    group = tmp_path / "bare.toml"
    group.write_text(f'scale = "none"\n{MINE}', encoding="utf-8")
    assert make(tmp_path, "--group", str(group)) == 0
    (path,) = tmp_path.rglob("worksheet-key.pdf")
    found = between(read(path), "Better than what?", "All the same")
    assert found.count("+0.50 +0.50") == 1  # the distance from the mean, and the advantage
    assert "the standard deviation is no ruler here" in found


def test_letter_can_be_asked_for(tmp_path):
    assert make(tmp_path, "--paper", "letter") == 0
    for path in tmp_path.rglob("*.pdf"):
        with pypdfium2.PdfDocument(path) as document:
            assert document[0].get_size() == (612, 792)


def test_it_tells_its_title_and_language(folder):
    reader = pypdf.PdfReader(folder / "worksheet-key.pdf")
    assert reader.metadata.title == "GRPO on film: exercises (key)"
    assert reader.trailer["/Root"]["/Lang"] == "en"


def test_with_a_group_of_one_s_own_in_german(tmp_path):
    """Two answers, A = +1 and -1, ratios 1.5 and .79: 1.1 - .9 over 2, less .5 times mean k3."""
    group = tmp_path / "mine.toml"
    group.write_text(MINE, encoding="utf-8")
    assert make(tmp_path, "--group", str(group), "--language", "de") == 0
    (path,) = tmp_path.rglob("worksheet-key.pdf")
    text = read(path)
    assert "Is 91 prime?" in text
    assert "0,9 bis 1,1" in text
    assert "1,500 1,100 1,100" in between(text, "Das vorsichtigere", "Wer schiebt")
    assert "0,100" in between(text, "Das vorsichtigere", "Wer schiebt")


def test_of_a_large_group_the_means_are_given(tmp_path):
    """Twelve of 24 right: mean .5, std .5, and each right one's distance from the other 23."""
    half = '[[answers]]\ntext = "{k}"\nreward = {r}\nold = 0.01\nnew = 0.01\nref = 0.01\n'
    group = tmp_path / "large.toml"
    rows = (half.format(k=k, r=k % 2) for k in range(24))
    group.write_text('question = "?"\n' + "".join(rows), encoding="utf-8")
    assert make(tmp_path, "--group", str(group)) == 0
    sheet, key = (read(*tmp_path.rglob(f"{name}.pdf")) for name in ("worksheet", "worksheet-key"))
    assert "4 of its 24 answers" in sheet
    assert "These are the films’ own answers" in between(sheet, "Two means", "A wider window")
    assert between(sheet, "Better than what?", "All the same").count("0.50") == 2
    assert "+0.522" in between(key, "Without oneself", "Which rule?")


def test_after_a_mistake_the_old_sheet_stays(tmp_path, capsys):
    old = tmp_path / "renders" / "1080p60-light" / "worksheet.pdf"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"old")
    assert make(tmp_path, "--group", str(tmp_path / "none.toml")) != 0
    assert "none.toml" in capsys.readouterr().err
    assert old.read_bytes() == b"old"
