"""The gallery's questions in a real browser: the film stops, waits for an answer, and goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from browser import chromium, page, window  # noqa: F401
from galleries import lay_film, make_gallery

from lecture.npm import npm_file

FPS = 15
SOON = 15_000  # milliseconds
FAST = 2  # times the film's own speed
ASKED = "Which <one> of them?"
CHOICES = ["The right one.", "A wrong one.", "Another wrong one & more."]
# Frames: the first section asks in its middle, the second one again, shortly before its end.
FIRST, SECOND = (6, 15), (4, 20)


@pytest.fixture(scope="module")
def gallery(swatch: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a gallery of Swatch, which asks twice."""
    out = tmp_path_factory.mktemp("asking")
    beside = lay_film(swatch, out).with_suffix(".json")
    manifest = json.loads(beside.read_text("utf-8"))
    for part, asked in zip(manifest["sections"], (FIRST, SECOND), strict=True):
        part |= {"ask": ASKED, "asked": asked, "choices": CHOICES}
    beside.write_text(json.dumps(manifest), "utf-8")
    assert make_gallery(out) == 0
    return out / "gallery" / "index.html"


@pytest.fixture
def starts(gallery: Path) -> list[int]:
    """The first frames of both sections, from the manifest."""
    (beside,) = (gallery.parents[1] / "renders").rglob("Swatch.json")
    return [part["start"] for part in json.loads(beside.read_text("utf-8"))["sections"]]


@pytest.fixture
def opened(page, gallery: Path):  # noqa: F811
    """The gallery from disk, as somebody sees it who has never been there."""
    page.goto(gallery.as_uri())
    page.evaluate("localStorage.clear()")
    page.reload()
    page.wait_for_function("document.querySelector('video').readyState > 0", timeout=SOON)
    page.locator("video").evaluate("(video, rate) => (video.playbackRate = rate)", FAST)
    return page


def play(opened) -> None:
    """Play the film by its button."""
    opened.locator("media-play-button").click()


def asks(opened) -> None:
    """Wait until the film stands still and asks."""
    opened.wait_for_selector(".quiz:visible", timeout=SOON)
    assert opened.locator("video").evaluate("video => video.paused")


def ends(opened) -> None:
    """Wait until the film is over."""
    opened.wait_for_function("document.querySelector('video').ended", timeout=SOON)


def time(opened) -> float:
    """Where the film is, in seconds, as soon as it shows that picture."""
    opened.wait_for_function("!document.querySelector('video').seeking", timeout=SOON)
    return opened.locator("video").evaluate("video => video.currentTime")


def answer(opened, words: str) -> None:
    """Choose an answer by the mouse."""
    opened.locator(".quiz:visible").get_by_role("button", name=words, exact=True).click()


def test_the_film_stops_on_the_last_picture_of_its_questions(opened, starts: list[int]) -> None:
    play(opened)
    for start, (_, end) in zip(starts, (FIRST, SECOND), strict=True):
        asks(opened)
        assert (start + end - 1) / FPS < time(opened) < (start + end) / FPS
        quiz = opened.locator(".quiz:visible")
        assert quiz.get_by_role("paragraph").inner_text() == ASKED
        assert sorted(quiz.locator(".choice").all_inner_texts()) == sorted(CHOICES)
        assert not opened.locator(".said").is_visible()  # the question stands in its place
        answer(opened, CHOICES[0])
        assert not quiz.is_visible()
        assert not opened.locator("video").evaluate("video => video.paused")
    ends(opened)


def test_the_viewer_learns_at_the_end_whether_he_was_right(opened, starts: list[int]) -> None:
    verdict = opened.get_by_role("status").first
    play(opened)
    for choice in CHOICES[:2]:
        assert verdict.inner_text() == ""  # the first one is answered by the whole film
        asks(opened)
        answer(opened, choice)
    ends(opened)
    assert verdict.inner_text().split("\n") == [
        "✓ You were right: “The right one.”",
        "✗ Not quite. The film’s answer: “The right one.”",
    ]
    opened.locator("video").evaluate("video => (video.currentTime = 0)")
    opened.wait_for_function("document.querySelector('.verdict').textContent === ''", timeout=SOON)


def test_an_answer_by_the_keyboard_brings_the_focus_back(opened) -> None:
    button = opened.locator("media-play-button")
    button.focus()
    opened.keyboard.press("Enter")
    asks(opened)
    focused = "document.activeElement.textContent"
    shown = opened.locator(".quiz:visible button").all_inner_texts()
    assert opened.evaluate(focused) == shown[0]
    before = time(opened)
    for key, place in (("ArrowDown", 1), ("Tab", 2), ("ArrowRight", 3), ("ArrowDown", 0)):
        opened.keyboard.press(key)
        assert opened.evaluate(focused) == shown[place]
    opened.keyboard.press("ArrowUp")
    assert opened.evaluate(focused) == shown[-1] == "Go on without an answer"
    for _ in shown[shown.index(CHOICES[1]) : -1]:
        opened.keyboard.press("ArrowUp")
    assert time(opened) == before  # no key has wound the film
    opened.keyboard.press("Space")
    opened.wait_for_function("!document.querySelector('video').paused", timeout=SOON)
    assert opened.evaluate("document.activeElement.localName") == "media-play-button"
    asks(opened)
    opened.keyboard.press("Escape")  # leaves the second one open
    ends(opened)
    assert opened.locator(".verdict").inner_text().startswith("✗ Not quite.")
    assert "\n" not in opened.locator(".verdict").inner_text()


def test_a_step_stops_at_its_question_and_at_its_end(opened, starts: list[int]) -> None:
    opened.locator("[data-go=again]").click()
    asks(opened)
    answer(opened, CHOICES[0])
    opened.wait_for_function("document.querySelector('video').paused", timeout=SOON)
    assert (starts[1] - 1) / FPS < time(opened) < starts[1] / FPS
    assert not opened.locator(".quiz:visible").count()


def test_who_goes_on_without_the_question_is_not_asked_twice(opened, starts: list[int]) -> None:
    play(opened)
    asks(opened)
    first, second = opened.locator(".quiz").all()
    play(opened)  # the player's button is an answer, too: none
    first.wait_for(state="hidden", timeout=SOON)
    second.wait_for(timeout=SOON)
    assert time(opened) > starts[1] / FPS
    opened.locator(".step").first.click()  # elsewhere: this question is gone, and the first back
    first.wait_for(timeout=SOON)
    assert not second.is_visible()
    assert time(opened) < starts[1] / FPS


def test_questions_can_be_switched_off_for_good(opened) -> None:
    stops = opened.get_by_role("switch", name="Stop at questions")
    assert stops.get_attribute("aria-checked") == "true"
    play(opened)
    asks(opened)
    stops.click()
    ends(opened)
    opened.reload()
    assert stops.get_attribute("aria-checked") == "false"
    stops.click()
    assert stops.get_attribute("aria-checked") == "true"


def test_a_page_inside_another_one_plays_on(opened, gallery: Path) -> None:
    host = gallery.with_name("host.html")
    host.write_text("<!DOCTYPE html><iframe src='index.html' width=1000 height=800></iframe>")
    opened.goto(host.as_uri())
    stops = opened.frame_locator("iframe").get_by_role("switch", name="Stop at questions")
    assert stops.get_attribute("aria-checked") == "false"


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("width", [1366, 390])
def test_a_question_fits_and_an_accessibility_checker_is_content(
    opened, scheme: str, width: int
) -> None:
    opened.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    opened.set_viewport_size({"width": width, "height": 800})
    play(opened)
    asks(opened)
    picture, quiz, bar = (
        opened.locator(name).bounding_box()
        for name in ("video", ".quiz:visible", "media-control-bar")
    )
    assert picture["y"] + picture["height"] <= quiz["y"] + 1
    assert quiz["y"] + quiz["height"] <= bar["y"] + 1
    for button in opened.locator(".quiz:visible button").all():
        box = button.bounding_box()
        assert box["height"] >= 44
        assert box["x"] >= quiz["x"]
        assert box["x"] + box["width"] <= quiz["x"] + quiz["width"]
    opened.add_script_tag(path=npm_file("axe-core/axe.min.js", "test"))
    found = opened.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    assert found["passes"]
    grave = [v["id"] for v in found["violations"] if v["impact"] in ("serious", "critical")]
    assert grave == []


def test_pictures_are_described_where_that_is_wanted(opened) -> None:
    """A screen reader finds the descriptions in any case; the switch shows and reads them."""
    seen, sights = opened.locator("#swatch .seen"), opened.locator("#sights")
    assert seen.first.bounding_box()["width"] <= 1
    switch = opened.get_by_role("switch", name="Describe the pictures")
    switch.click()
    assert switch.get_attribute("aria-checked") == "true"
    assert seen.first.bounding_box()["width"] > 100
    assert sights.text_content() == ""  # nothing is read out before it plays
    for step, told in (("New & <old>", "New & <old>. A < 0"), ("Up", "Up. Then the other one.")):
        opened.locator(".step", has_text=step).click()
        opened.wait_for_function(
            "told => document.getElementById('sights').textContent.startsWith(told)",
            arg=f"To be seen: {told}",
            timeout=SOON,
        )
    opened.reload()
    assert switch.get_attribute("aria-checked") == "true"
    switch.click()
    assert seen.first.bounding_box()["width"] <= 1
