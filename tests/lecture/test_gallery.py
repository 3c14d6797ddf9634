"""`make gallery`: what it takes, what it leaves alone, and what its page holds."""

from __future__ import annotations

import ast
import base64
import json
import re
import shutil
import subprocess
from pathlib import Path

import av
import pytest
from bs4 import BeautifulSoup
from galleries import lay_film, make_gallery, page_of, snippet
from small_films import content, hidden

from lecture import gallery_page
from lecture.gallery import FORMS, SHARED
from lecture.gallery_page import markdown, tex, write_player
from lecture.npm import npm_file
from lecture.options import UserError
from scenes.script.words import entries

PROGRAMS = ["HTML", "Markdown", "reveal.js", "Quarto", "Beamer", "Jupyter"]


@pytest.fixture
def out(swatch: Path, tmp_path: Path) -> Path:
    """A folder with the film Swatch, without Moving."""
    lay_film(swatch, tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def made(swatch: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a gallery of Swatch alone, with a file of each form."""
    out = tmp_path_factory.mktemp("gallery")
    film = lay_film(swatch, out)
    for name in ("Swatch-captioned.mp4", "Swatch.html", "Swatch.pptx", "Swatch.pdf"):
        (film.parent / name).write_bytes(b"a file")
    for name in ("Swatch.gif", "Swatch-step02.gif", "handout.pdf", "Course.mp4", "Swatchy.mp4"):
        (film.parent / name).write_bytes(b"a file")
    for name in ("worksheet.pdf", "worksheet-key.pdf"):
        (film.parent / name).write_bytes(b"a file")
    assert make_gallery(out) == 0
    return out


def decoded(address: str) -> str:
    """The text of a data URL."""
    head, data = address.split(",")
    assert head == "data:text/vtt;base64"
    return base64.b64decode(data).decode()


def test_a_missing_film_is_one_line_with_its_command(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make_gallery(out) == 0
    shown = capsys.readouterr()
    assert shown.out.splitlines() == [str(out / "gallery" / "index.html")]
    (line,) = shown.err.splitlines()
    assert "Moving.mp4" in line
    assert "make render SCENE=Moving" in line


def test_without_any_film_there_is_no_gallery(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make_gallery(tmp_path) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "480p15-dark has no film yet" in line
    assert "make all" in line
    assert not (tmp_path / "gallery").exists()


def test_films_stay_as_they_are(out: Path) -> None:
    before = content(out / "renders")
    assert make_gallery(out) == 0
    assert content(out / "renders") == before
    assert hidden(out) == []
    assert not (out / "media").exists()


def test_each_file_that_the_page_asks_for_lies_beside_it(made: Path) -> None:
    page = page_of(made)
    asked = [
        tag[name]
        for tag in page.find_all(True)
        for name in ("src", "href", "poster")
        if tag.get(name)
    ]
    beside = {name for name in asked if not name.startswith(("data:", "#"))}
    assert {"Swatch.mp4", "Swatch.png", "media-chrome.js"} <= beside
    assert [name for name in beside if not (made / "gallery" / name).is_file()] == []
    ids = {tag["id"] for tag in page.find_all(id=True)}
    assert [name for name in asked if name.startswith("#") and name[1:] not in ids] == []


def test_the_page_names_no_other_machine(made: Path) -> None:
    text = (made / "gallery" / "index.html").read_text("utf-8")
    assert re.findall(r"(?:https?:)?//[\w-]+\.[\w.-]+", text) == []


def test_every_form_that_is_there_can_be_taken(made: Path) -> None:
    section = page_of(made).find(id="swatch")
    names = [link["href"] for link in section.select(".downloads a[download]")]
    assert names == [
        "Swatch.mp4",
        "Swatch-captioned.mp4",
        "Swatch.vtt",
        "Swatch.srt",
        "Swatch.descriptions.vtt",
        "Swatch.html",
        "Swatch.pptx",
        "Swatch.pdf",
        "Swatch-step02.gif",
        "Swatch.gif",
        "Swatch.png",
    ]
    together = [link["href"] for link in page_of(made).select("#films .downloads a")]
    assert together == ["handout.pdf", "worksheet.pdf", "worksheet-key.pdf", "Course.mp4"]
    laid = {path.name for path in (made / "gallery").iterdir()}
    assert laid == {*names, *together, "index.html", "media-chrome.js"}


def test_captions_are_those_of_the_file_beside_the_film(made: Path) -> None:
    track = page_of(made).find("track", kind="captions")
    assert decoded(track["src"]) == (made / "gallery" / "Swatch.vtt").read_text("utf-8")
    assert track["srclang"] == "en"


def test_chapters_and_steps_are_those_in_the_film(made: Path) -> None:
    with av.open(made / "gallery" / "Swatch.mp4") as film:
        chapters = [
            (c["metadata"]["title"], float(c["start"] * c["time_base"])) for c in film.chapters()
        ]
    text = decoded(page_of(made).find("track", kind="chapters")["src"])
    told = re.findall(r"00:00:([\d.]+) --> .*\n(.*)\n", text)
    names = [
        name.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for _, name in told
    ]
    assert names == [title for title, _ in chapters]
    starts = [start for _, start in chapters]
    assert [float(start) for start, _ in told] == pytest.approx(starts, abs=1e-3)
    steps = page_of(made).select("#swatch .step")
    assert [step.select_one(".name").text for step in steps] == names
    assert [float(step["data-start"]) for step in steps] == pytest.approx(starts, abs=1e-3)


def test_the_transcript_has_the_script_of_a_step_that_has_one(out: Path) -> None:
    (beside,) = (out / "renders").rglob("Swatch.json")
    manifest = json.loads(beside.read_text("utf-8"))
    manifest["sections"][1]["script"] = "Now it is <up>."
    beside.write_text(json.dumps(manifest), "utf-8")
    assert make_gallery(out) == 0
    steps = page_of(out).select("#swatch .said-in li")
    assert [[p.text for p in step.select(".script")] for step in steps] == [[], ["Now it is <up>."]]


def test_an_explorer_survives_and_is_shown(out: Path) -> None:
    assert make_gallery(out) == 0
    assert page_of(out).find("iframe") is None
    (out / "gallery" / "explorer.html").write_text("knobs")
    assert make_gallery(out) == 0
    assert (out / "gallery" / "explorer.html").read_text() == "knobs"
    assert page_of(out).find(id="knobs").iframe["src"] == "explorer.html"


def test_what_an_earlier_gallery_had_goes_and_other_files_stay(out: Path) -> None:
    gallery = out / "gallery"
    gallery.mkdir()
    for name in ("Moving.mp4", "Swatch-captioned.mp4", "handout.pdf", "mine.txt", "Course.css"):
        (gallery / name).write_text("old")
    assert make_gallery(out) == 0
    assert not {"Moving.mp4", "Swatch-captioned.mp4", "handout.pdf"} & set(content(gallery))
    assert {"mine.txt", "Course.css"} <= set(content(gallery))


def test_a_failure_leaves_the_old_gallery(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert make_gallery(out) == 0
    before = content(out)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a mistake in the template")

    monkeypatch.setattr(gallery_page, "write", fail)
    with pytest.raises(RuntimeError):
        make_gallery(out)
    assert content(out) == before


def lay_german_film(film: Path, out: Path) -> Path:
    """A copy of `film` that says of itself to be German."""
    german = lay_film(film, out, "480p15-dark-de")
    told = json.loads(german.with_suffix(".json").read_text("utf-8")) | {"language": "de"}
    german.with_suffix(".json").write_text(json.dumps(told), "utf-8")
    return german


def links(page: BeautifulSoup) -> dict[str, str]:
    """Where the page leads to for each other language."""
    return {a["hreflang"]: a["href"] for a in page.select(".languages a")}


def test_a_german_gallery_lies_beside_the_english_one(out: Path, swatch: Path) -> None:
    assert make_gallery(out) == 0
    english = content(out / "gallery")
    lay_german_film(swatch, out)
    assert make_gallery(out, "--language", "de") == 0
    page = page_of(out, "de")
    assert page.html["lang"] == "de"
    assert page.title.text == "GRPO im Film"
    assert "Kapitel" in page.find("track", kind="chapters")["label"]
    after = content(out / "gallery")
    assert {name for name in english if after[name] != english[name]} == {"index.html"}
    assert page_of(out).html["lang"] == "en"


@pytest.mark.parametrize("order", [("en", "de"), ("de", "en")])
def test_galleries_of_two_languages_lead_to_each_other(
    out: Path, swatch: Path, order: tuple[str, str]
) -> None:
    lay_german_film(swatch, out)
    for number, code in enumerate(order):
        assert make_gallery(out, "--language", code) == 0
        if number == 0:
            assert links(page_of(out, "" if code == "en" else code)) == {}
    assert links(page_of(out)) == {"de": "de/index.html"}
    assert links(page_of(out, "de")) == {"en": "../index.html"}
    assert page_of(out).select_one(".languages a").text == "Deutsch"
    assert page_of(out, "de").select_one(".languages a").text == "English"
    assert hidden(out) == []


def test_the_explorer_is_english_and_german_pages_say_so(out: Path, swatch: Path) -> None:
    lay_german_film(swatch, out)
    (out / "gallery").mkdir()
    (out / "gallery" / "explorer.html").write_text("knobs")
    assert make_gallery(out, "--language", "de") == 0
    knobs = page_of(out, "de").find(id="knobs")
    assert knobs.iframe["src"] == knobs.a["href"] == "../explorer.html"
    assert (knobs.iframe["lang"], knobs.a["hreflang"]) == ("en", "en")
    assert "auf Englisch" in knobs.a.text


def test_films_in_dark_go_with_the_handout_on_white(out: Path) -> None:
    white = out / "renders" / "480p15-light" / "handout.pdf"
    white.parent.mkdir(parents=True)
    white.write_bytes(b"on white")
    assert make_gallery(out) == 0
    assert (out / "gallery" / "handout.pdf").read_bytes() == b"on white"
    own = out / "renders" / "480p15-dark" / "handout.pdf"
    own.write_bytes(b"in the films' own theme")
    assert make_gallery(out) == 0
    assert (out / "gallery" / "handout.pdf").read_bytes() == own.read_bytes()


def test_every_form_and_program_has_words_in_both_languages() -> None:
    kinds = {*FORMS.values(), *SHARED.values()}
    keys = {f"gallery.form.{kind}" for kind in kinds}
    keys |= {f"gallery.how.{name}" for name in gallery_page.SNIPPETS}
    for code in ("en", "de"):
        assert keys <= set(entries(code))


def test_there_is_something_to_copy_for_each_program(made: Path) -> None:
    page = page_of(made)
    assert [part.summary.text for part in page.select("#swatch details")] == PROGRAMS
    for program in PROGRAMS:
        assert "Swatch.mp4" in snippet(page, "Swatch", program)


def test_the_jupyter_cell_shows_the_film(made: Path) -> None:
    cell = ast.parse(snippet(page_of(made), "Swatch", "Jupyter"))
    (text,) = (node.value for node in ast.walk(cell) if isinstance(node, ast.Constant))
    assert text.strip().startswith("<video controls")
    assert 'src="Swatch.mp4"' in text


def test_the_beamer_frames_compile(made: Path, tmp_path: Path) -> None:
    if not shutil.which("pdflatex"):
        pytest.skip("there is no pdflatex: install Debian's texlive-latex-recommended")
    frames = snippet(page_of(made), "Swatch", "Beamer")
    head = r"\documentclass{beamer}\usepackage[T1]{fontenc}\begin{document}"
    (tmp_path / "talk.tex").write_text(f"{head}\n{frames}\\end{{document}}\n", "utf-8")
    save_pages(tmp_path / "Swatch.pdf", 2)
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "talk.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Output written on talk.pdf (2 pages" in done.stdout


def save_pages(target: Path, count: int) -> None:
    """A PDF of empty pages."""
    from PIL import Image

    first, *others = [Image.new("RGB", (160, 90)) for _ in range(count)]
    first.save(target, save_all=True, append_images=others)


def test_text_for_latex() -> None:
    assert tex(r"50 % of A_1 & {#2} \ $3") == (r"50 \% of A\_1 \& \{\#2\} \textbackslash{} \$3")
    assert tex("A < 0") == r"A \textless{} 0"


def test_text_for_markdown() -> None:
    assert markdown("New & <old> [*1*]_`a`") == r"New & \<old\> \[\*1\*\]\_\`a\`"


def test_the_player_speaks_german_and_chinese_too(made: Path) -> None:
    text = (made / "gallery" / "media-chrome.js").read_text("utf-8")
    assert "Vollbildmodus aktivieren" in text
    assert r"\u5F00\u542F\u5B57\u5E55" in text  # 开启字幕
    assert "sourceMappingURL" not in text


def test_a_player_of_another_kind_is_refused(tmp_path: Path) -> None:
    german = npm_file("media-chrome/dist/lang/de.js", "gallery")
    other = tmp_path / "index.js"
    other.write_text("var words = {english: {}};")
    with pytest.raises(UserError, match=r"index\.js is of another version"):
        write_player(other, {"de": german}, tmp_path / "player.js")
    assert not (tmp_path / "player.js").exists()
