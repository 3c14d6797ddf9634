"""The deck of `make slides` in a real browser: opened from disk, without network."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser import fonts_of_the_machine, leaves, open_offline, pixel
from small_films import main

from scenes.script.palette import DARK

CAPTIONS = ["A < 0 & min: <b>kept</b> as it is.", "Then the other one."]
CURRENT = "Reveal.getCurrentSlide().querySelector('video')"


@pytest.fixture(scope="module")
def deck(swatch: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the film Swatch, alone in a folder with a space and a sign in its name."""
    pytest.importorskip("manim_slides", reason="the packages of `make slides` are not installed")
    out, alone = (tmp_path_factory.mktemp(name) for name in ("slides", "my talk ü"))
    folder = out / "renders" / "480p15-dark"
    folder.mkdir(parents=True)
    for suffix in (".mp4", ".json"):
        shutil.copy(swatch.with_suffix(suffix), folder)
    arguments = ["--scene", "Swatch", "--quality", "l", "--format", "html", "--out", str(out)]
    assert main(["slides", *arguments]) == 0
    return Path(shutil.move(folder / "Swatch.html", alone))


def open_deck(page, deck: Path) -> None:
    """Open it, and go on from its title to the first step."""
    open_offline(page, deck)
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    page.keyboard.press("ArrowRight")


def step(page) -> int:
    """The number of the step that is shown, from 0; before it comes the title."""
    return page.evaluate("Reveal.getIndices().h") - 1


def wait_until_it_plays(page) -> None:
    """Wait until the film of the current step has moved on."""
    page.wait_for_function(f"{CURRENT}.currentTime > 0.2 && {CURRENT}.readyState >= 2")


def assert_shows(page, role: str) -> None:
    """The film's place, down to its edges, shows the colour of a role."""
    color = getattr(DARK, role)
    wanted = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
    picture = page.screenshot()
    for x, y in ((95, 4), (1185, 4), (640, 360), (95, 612), (1185, 612)):
        shown = pixel(picture, x, y)
        assert max(abs(a - b) for a, b in zip(shown, wanted, strict=True)) <= 3, (x, y, shown)


def test_it_plays_the_first_step_and_waits_for_the_speaker(page, deck: Path) -> None:
    open_deck(page, deck)
    wait_until_it_plays(page)
    assert_shows(page, "new")
    page.wait_for_function(f"{CURRENT}.ended")
    page.wait_for_timeout(500)
    assert step(page) == 0
    assert_shows(page, "new")


def test_it_asks_nobody_for_anything(page, deck: Path) -> None:
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    open_deck(page, deck)
    wait_until_it_plays(page)
    page.keyboard.press("ArrowRight")
    wait_until_it_plays(page)
    assert asked[0] == deck.as_uri()
    assert {urlsplit(url).scheme for url in asked[1:]} <= {"blob", "data"}


@pytest.mark.parametrize(
    ("forth", "back"),
    [("ArrowRight", "ArrowLeft"), ("PageDown", "PageUp"), ("Space", "Shift+Space")],
)
def test_keys_step(page, deck: Path, forth: str, back: str) -> None:
    open_deck(page, deck)
    wait_until_it_plays(page)
    page.keyboard.press(forth)
    wait_until_it_plays(page)
    assert step(page) == 1
    assert_shows(page, "up")
    page.keyboard.press(forth)
    assert step(page) == 1  # there is no step behind the last
    page.keyboard.press(back)
    wait_until_it_plays(page)
    assert step(page) == 0
    assert_shows(page, "new")


def test_a_step_that_loops_goes_on(page, deck: Path) -> None:
    open_deck(page, deck)
    loops = page.eval_on_selector_all("video", "films => films.map(film => film.loop)")
    assert loops == [False, True]
    page.keyboard.press("ArrowRight")
    wait_until_it_plays(page)
    page.wait_for_function(f"{CURRENT}.currentTime > 0.7 * {CURRENT}.duration")
    page.wait_for_function(f"{CURRENT}.currentTime < 0.3 * {CURRENT}.duration")
    assert not page.evaluate(f"{CURRENT}.paused")


def test_a_step_can_be_stopped_and_played_again(page, deck: Path) -> None:
    open_deck(page, deck)
    wait_until_it_plays(page)
    page.keyboard.press("c")
    assert page.evaluate(f"{CURRENT}.paused")
    page.keyboard.press("c")
    page.wait_for_function(f"{CURRENT}.ended")
    page.keyboard.press("r")
    page.wait_for_function(f"!{CURRENT}.paused && {CURRENT}.currentTime < 0.5")


def test_the_speaker_s_view_shows_the_notes_of_each_slide(page, deck: Path) -> None:
    open_deck(page, deck)
    wait_until_it_plays(page)
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    notes = opened.value.locator(".speaker-controls-notes .value")
    notes.wait_for()
    assert notes.inner_text().split("\n\n") == ["0:00 of the film, 3 s", CAPTIONS[0]]
    page.keyboard.press("ArrowRight")
    notes.get_by_text(CAPTIONS[1]).wait_for()


def test_title_and_sentence_stand_under_the_film_and_are_large(page, deck: Path) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    open_deck(page, deck)
    wait_until_it_plays(page)
    film = page.locator("section.present video").bounding_box()
    below = film["y"] + film["height"]
    for part, said in ((".label", "New & <old>"), (".sentence", CAPTIONS[0])):
        words = page.locator(f"section.present {part}")
        box = words.bounding_box()
        assert words.inner_text() == said
        assert below <= box["y"]
        assert box["y"] + box["height"] <= 1080
        # A capital letter is 1 in 36 of the picture's height or more.
        assert float(words.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) >= 42


def test_it_begins_with_the_title_the_question_and_the_group(page, deck: Path) -> None:
    open_offline(page, deck)
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    said = page.locator("section.present").inner_text()
    for text in ("Swatch", "17 × 24 = ?", "ε = 0.2", "GRPO on film"):
        assert text in said


def test_it_has_a_title_a_language_and_the_ground(page, deck: Path) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    open_deck(page, deck)
    wait_until_it_plays(page)
    assert page.title() == "Swatch"
    assert page.get_attribute("html", "lang") == "en"
    # Above a film in 16:9 there is the theme's ground, not black.
    picture = page.screenshot()
    assert "#{:02X}{:02X}{:02X}".format(*pixel(picture, 640, 40)) == DARK.ground
    box = page.locator("section.present video").bounding_box()
    assert box["width"] / box["height"] == pytest.approx(16 / 9, abs=0.01)


@pytest.mark.parametrize(
    "size", [(360, 800), (390, 844), (768, 1024), (1366, 768), (1920, 1080), (2560, 1440)]
)
def test_the_whole_picture_is_seen_in_every_window(page, deck: Path, size) -> None:
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    open_deck(page, deck)
    wait_until_it_plays(page)
    box = page.locator("section.present video").bounding_box()
    assert box["x"] >= -0.5
    assert box["y"] >= -0.5
    assert box["x"] + box["width"] <= width + 0.5
    assert box["y"] + box["height"] <= height + 0.5
    # The slide is as large as the window lets it be, and the film 86 % of it.
    wide = box["width"] / 0.862
    assert max(wide / width, wide * 9 / 16 / height) == pytest.approx(1, abs=0.01)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_overview_shows_how_steps_end(page, deck: Path) -> None:
    open_deck(page, deck)
    wait_until_it_plays(page)
    page.keyboard.press("o")
    page.wait_for_function("Reveal.isOverview()")
    stills = page.locator("section.film .still")
    for still, role in zip(stills.all(), ("new", "up"), strict=True):
        assert still.is_visible()
        shown = still.evaluate(
            """img => {
              const canvas = document.createElement("canvas");
              canvas.width = img.naturalWidth, canvas.height = img.naturalHeight;
              const context = canvas.getContext("2d");
              context.drawImage(img, 0, 0);
              const middle = [canvas.width / 2, canvas.height / 2];
              return [...context.getImageData(...middle, 1, 1).data].slice(0, 3);
            }"""
        )
        color = getattr(DARK, role)
        wanted = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
        assert max(abs(a - b) for a, b in zip(shown, wanted, strict=True)) <= 6
    assert page.evaluate("[...document.querySelectorAll('video')].every(film => film.paused)")
    page.keyboard.press("Escape")
    assert not stills.first.is_visible()
    page.keyboard.press("ArrowRight")
    wait_until_it_plays(page)
    assert step(page) == 1


def test_a_screen_reader_is_told_what_each_step_shows(page, deck: Path) -> None:
    open_deck(page, deck)
    page.keyboard.press("ArrowRight")
    wait_until_it_plays(page)
    assert page.locator("section.present").get_attribute("aria-label") == "Up"
    assert page.locator("section.present video").get_attribute("aria-label") == CAPTIONS[1]
    assert CAPTIONS[1] in page.locator(".aria-status").text_content()


@pytest.mark.parametrize(
    ("url", "outside"),
    [
        ("https://cdn.example.org/reveal.js", True),
        ("wss://example.org/", True),
        ("http://192.168.0.7/", True),
        ("http://127.0.0.1:8080/page", False),
        ("blob:null/0a0b", False),
        ("data:text/vtt;base64,AA==", False),
        ("file:///tmp/Clipping.html", False),
    ],
)
def test_what_leaves_the_machine(url: str, outside: bool) -> None:
    assert leaves(url) == outside


def test_it_brings_its_own_font(page, deck: Path) -> None:
    open_deck(page, deck)
    assert fonts_of_the_machine(page) == set()
