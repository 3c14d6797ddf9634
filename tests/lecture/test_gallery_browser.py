"""The gallery in a real browser: from disk, and from a web server on this machine."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import srt
from browser import chromium, fonts_of_the_machine, open_offline, page, pixel  # noqa: F401
from galleries import LOW, lay_film, make_gallery, page_of, snippet
from small_films import main
from sounds import record, tone

from lecture.npm import npm_file
from scenes.script.palette import DARK

FPS = 15
FROM = ("disk", "server")
SOON = 10_000  # milliseconds
FAST = 4  # times the films' own speed, so that no test waits for a whole film


class Quiet(SimpleHTTPRequestHandler):
    """A plain web server, which sends no parts of a file; it writes no log."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def gallery(swatch: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a gallery of both small films, with an explorer's page."""
    out = tmp_path_factory.mktemp("shown")
    lay_film(swatch, out)
    assert main(["render", "--scene", "Moving", *LOW, "--out", str(out)]) == 0
    (out / "gallery").mkdir()
    explorer = "<!DOCTYPE html><html lang=en><title>Knobs</title><main><h1>Knobs</h1></main>"
    (out / "gallery" / "explorer.html").write_text(explorer)
    assert make_gallery(out) == 0
    return out / "gallery"


@pytest.fixture(scope="module")
def server(gallery: Path) -> Iterator[str]:
    """The address of a web server that shows the gallery."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=gallery)) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}/"
        serving.shutdown()


@pytest.fixture
def opened(page, gallery: Path, server: str, request: pytest.FixtureRequest):  # noqa: F811
    """The gallery in a browser, opened in the way that the test's parameter says."""
    page.goto(server if request.param == "server" else (gallery / "index.html").as_uri())
    page.wait_for_function(
        "[...document.querySelectorAll('video')].every(video => video.readyState > 0)",
        timeout=SOON,
    )
    play_at(page, FAST)
    return page


def play_at(opened, rate: float) -> None:
    """Play every film so many times as fast as it was made."""
    opened.locator("video").evaluate_all(
        "(videos, rate) => videos.forEach((video) => (video.playbackRate = rate))", rate
    )


both_ways = pytest.mark.parametrize("opened", FROM, indirect=True)
from_disk = pytest.mark.parametrize("opened", ["disk"], indirect=True)


def film(opened, scene: str = "swatch"):
    """The section of a film."""
    return opened.locator(f"#{scene}")


def state(opened, scene: str = "swatch") -> dict:
    """What a film's player is doing."""
    return (
        film(opened, scene)
        .locator("video")
        .evaluate(
            "video => ({ time: video.currentTime, paused: video.paused, length: video.duration })"
        )
    )


def stands(opened, time: float, scene: str = "swatch") -> None:
    """Wait until a film stands still within the frame that is shown at `time`."""
    opened.wait_for_function(
        """([scene, time, frame]) => {
          const video = document.querySelector(`#${scene} video`);
          return video.paused && !video.seeking && Math.abs(video.currentTime - time) <= frame;
        }""",
        arg=[scene, time, 0.6 / FPS],
        timeout=SOON,
    )


def seek(opened, time: float, scene: str = "swatch") -> None:
    """Show a film's picture at a time."""
    film(opened, scene).locator("video").evaluate(
        """(video, time) => new Promise((done) => {
          video.addEventListener("seeked", () => requestAnimationFrame(done), { once: true });
          video.currentTime = time;
        })""",
        time,
    )


def ends(gallery: Path, scene: str) -> list[float]:
    """The ends of a film's steps in seconds, from the chapters in the film."""
    import av

    with av.open(gallery / f"{scene}.mp4") as video:
        return [float(c["end"] * c["time_base"]) for c in video.chapters()]


def cues(gallery: Path, scene: str) -> list[srt.Subtitle]:
    """A film's captions, from the file beside it."""
    return list(srt.parse((gallery / f"{scene}.srt").read_text("utf-8")))


def middle(opened, scene: str = "swatch") -> tuple[int, int, int]:
    """The colour in the middle of a film's picture, as it is seen."""
    video = film(opened, scene).locator("video")
    video.scroll_into_view_if_needed()
    box = video.bounding_box()
    return pixel(opened.screenshot(), round(box["x"] + box["width"] / 2), round(box["y"] + 60))


def near(colour: str) -> Callable[[tuple[int, int, int]], bool]:
    """Whether a colour is within 3 of 255 of ``#RRGGBB``."""
    wanted = bytes.fromhex(colour[1:])
    return lambda seen: all(abs(a - b) <= 3 for a, b in zip(seen, wanted, strict=True))


# -- playing -----------------------------------------------------------------


@both_ways
def test_a_step_plays_to_its_last_picture_in_its_colour(opened, gallery: Path) -> None:
    play_at(opened, 1)
    for n, (end, colour) in enumerate(
        zip(ends(gallery, "Swatch"), (DARK.new, DARK.up), strict=True)
    ):
        film(opened).locator(".step").nth(n).click()
        opened.wait_for_function("!document.querySelector('#swatch video').paused", timeout=SOON)
        stands(opened, end - 0.5 / FPS)
        seen = middle(opened)
        assert near(colour)(seen), (colour, seen)


@both_ways
def test_the_film_plays_through(opened, gallery: Path) -> None:
    film(opened).locator("media-play-button").click()
    length = ends(gallery, "Swatch")[-1]
    opened.wait_for_function("document.querySelector('#swatch video').ended", timeout=3 * SOON)
    assert state(opened)["time"] == pytest.approx(length, abs=0.1)


@both_ways
def test_captions_stand_under_the_picture_at_their_times(opened, gallery: Path) -> None:
    said = film(opened).locator(".said")
    film(opened).locator(".step").first.click()  # a server without parts has sent the film now
    stands(opened, ends(gallery, "Swatch")[0] - 0.5 / FPS)
    assert cues(gallery, "Swatch")[0].content == "A < 0 & min: <b>kept</b> as it is."
    for cue in cues(gallery, "Swatch"):
        for time in (cue.start.total_seconds() + 0.05, cue.end.total_seconds() - 0.05):
            seek(opened, time)
            opened.wait_for_function(
                "text => document.querySelector('#swatch .said').innerText === text",
                arg=cue.content,
                timeout=SOON,
            )
        current = film(opened).locator(".cue[aria-current] span")
        assert current.inner_text() == cue.content.replace("\n", " ")
        seek(opened, cue.end.total_seconds() + 0.05)  # the cue is over, the step is not
        assert said.inner_text() == cue.content
    picture, words = (film(opened).locator(name).bounding_box() for name in ("video", ".said"))
    assert said.is_visible()
    assert words["y"] >= picture["y"] + picture["height"] - 1


@both_ways
def test_a_sentence_stays_at_its_step_s_rest(opened, gallery: Path) -> None:
    said = film(opened).locator(".said")
    assert said.inner_text() == ""  # nothing is read out on arrival
    for n, (end, cue) in enumerate(
        zip(ends(gallery, "Swatch"), cues(gallery, "Swatch"), strict=True)
    ):
        film(opened).locator(".step").nth(n).click()
        opened.wait_for_function("!document.querySelector('#swatch video').paused", timeout=SOON)
        stands(opened, end - 0.5 / FPS)
        opened.wait_for_timeout(300)
        assert said.inner_text() == cue.content
        assert said.is_visible()


@from_disk
def test_captions_go_and_come_with_their_button(opened, gallery: Path) -> None:
    seek(opened, cues(gallery, "Swatch")[1].start.total_seconds() + 0.1)
    said, button = film(opened).locator(".said"), film(opened).locator("media-captions-button")
    for text in ("Then the other one.", "", "Then the other one."):
        opened.wait_for_function(
            "text => document.querySelector('#swatch .said').innerText === text",
            arg=text,
            timeout=SOON,
        )
        assert said.inner_text() == text
        button.click()


@from_disk
def test_the_bar_shows_the_chapters_and_seeks(opened, gallery: Path) -> None:
    bar = film(opened).locator("media-time-range")
    opened.wait_for_function(
        """document.querySelector('#swatch media-time-range').shadowRoot
             .querySelectorAll('#segments-clipping rect').length === 2""",
        timeout=SOON,
    )
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    opened.mouse.click(box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2)
    length = ends(gallery, "Swatch")[-1]
    opened.wait_for_function(
        "time => Math.abs(document.querySelector('#swatch video').currentTime - time) < 0.2",
        arg=0.8 * length,
        timeout=SOON,
    )
    assert film(opened).locator(".place").inner_text() == "Step 2 of 2"


@both_ways
def test_buttons_go_from_step_to_step(opened, gallery: Path) -> None:
    first, second = (end - 0.5 / FPS for end in ends(gallery, "Swatch"))
    section = film(opened)
    go = {name: section.locator(f"[data-go={name}]") for name in ("back", "again", "next")}
    dead = opened.locator("#swatch [data-go][aria-disabled=true]")
    assert dead.all_inner_texts() == ["Back"]
    assert section.locator(".place").inner_text() == "Step 1 of 2"
    for name, time, place in (
        ("next", second, 2),  # from the very start, too, the next step is the second one
        ("again", second, 2),
        ("back", first, 1),
        ("next", second, 2),
        ("back", first, 1),
        ("again", first, 1),
    ):
        go[name].click()
        stands(opened, time)
        assert section.locator(".place").inner_text() == f"Step {place} of 2"
        (current,) = section.locator(".step[aria-current=step]").all_inner_texts()
        assert " ".join(current.split()).startswith(f"Play step {place} ")
        assert dead.all_inner_texts() == ["Back" if place == 1 else "Next step"]


@from_disk
def test_a_sentence_of_the_transcript_plays_on_from_there(opened, gallery: Path) -> None:
    film(opened).locator(".cue").nth(1).click()
    start = cues(gallery, "Swatch")[1].start.total_seconds()
    seen = state(opened)
    assert start <= seen["time"] < start + 1.5
    opened.wait_for_function("document.querySelector('#swatch video').ended", timeout=SOON)


@from_disk
def test_who_seeks_away_from_a_step_is_not_stopped_at_its_end(opened, gallery: Path) -> None:
    film(opened).locator(".step").first.click()
    seek(opened, ends(gallery, "Swatch")[0] + 0.7)
    opened.wait_for_function("document.querySelector('#swatch video').ended", timeout=SOON)


@from_disk
def test_one_film_plays_at_a_time(opened) -> None:
    film(opened).locator(".step").first.click()
    film(opened, "moving").locator(".step").first.click()
    opened.wait_for_function("document.querySelector('#swatch video').paused", timeout=SOON)
    assert not state(opened, "moving")["paused"]


# -- the rest of the page ------------------------------------------------------


@both_ways
def test_copy_buttons_give_the_snippets(opened, gallery: Path) -> None:
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    told = page_of(gallery.parent)
    for scene in ("Swatch", "Moving"):
        for part in film(opened, scene.lower()).locator("details").all():
            program = part.locator("summary").inner_text()
            part.locator("summary").click()
            part.locator(".copy").click()
            opened.wait_for_function(
                "document.getElementById('news').textContent === 'Copied'", timeout=SOON
            )
            copied = opened.evaluate("navigator.clipboard.readText()")
            assert copied == snippet(told, scene, program)
            opened.evaluate("document.getElementById('news').textContent = ''")


@from_disk
def test_what_is_copied_last_is_said_for_its_whole_time(opened) -> None:
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.evaluate(
        """window.later = [];
        window.setTimeout = (act) => later.push(act);
        window.clearTimeout = (id) => { if (id) later[id - 1] = () => {}; }"""
    )
    said = opened.locator("#news")
    for n in (0, 1):
        opened.evaluate("document.getElementById('news').textContent = ''")
        begun = opened.evaluate("later.length")
        opened.locator("summary").nth(n).click()
        opened.locator(".copy").nth(n).click()
        opened.wait_for_function("document.getElementById('news').textContent === 'Copied'")
    opened.evaluate("(begun) => later.slice(0, begun).forEach((act) => act())", begun)
    assert said.text_content() == "Copied"
    opened.evaluate("later.forEach((act) => act())")
    assert said.text_content() == ""


@from_disk
def test_without_a_clipboard_copying_works_too(opened, gallery: Path) -> None:
    opened.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    part = film(opened).locator("details").first
    part.locator("summary").click()
    part.locator(".copy").click()
    opened.evaluate(
        "document.body.append(Object.assign(document.createElement('textarea'), {id: 'paste'}))"
    )
    opened.locator("#paste").focus()
    opened.keyboard.press("Control+V")
    assert opened.locator("#paste").input_value() == snippet(
        page_of(gallery.parent), "Swatch", "HTML"
    )


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("width", [1440, 400])
@from_disk
def test_an_accessibility_checker_finds_nothing_serious(opened, scheme: str, width: int) -> None:
    opened.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    opened.set_viewport_size({"width": width, "height": 900})
    for summary in film(opened).locator("summary").all():
        summary.click()
    film(opened).locator(".step").first.click()
    opened.add_script_tag(path=npm_file("axe-core/axe.min.js", "test"))
    found = opened.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    assert found["passes"]
    grave = [
        (fault["id"], [node["html"][:200] for node in fault["nodes"]])
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
    assert grave == []


@from_disk
def test_the_page_brings_its_own_fonts(opened) -> None:
    opened.locator("summary").first.click()  # code, too
    assert fonts_of_the_machine(opened) == set()


# Texts that are cut: by a box around them that neither shows what is too much nor scrolls, or
# because they are too wide for their own.
CUT = """() => {
  const cut = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode, element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.closest("pre, iframe, script, .unseen, .skip, media-control-bar")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    for (let box = element; box !== document.body; box = box.parentElement) {
      const { left, right, top, bottom } = box.getBoundingClientRect();
      const { overflow, overflowY } = getComputedStyle(box);
      const tall = (overflow !== "visible" && overflowY !== "auto") || box.matches(".said");
      const wide = overflow !== "visible" || box === element;
      if ((wide && (text.left < left - 1 || text.right > right + 1)) ||
          (tall && (text.top < top - 1 || text.bottom > bottom + 1)))
        cut.push(`${box.className || box.localName}: ${element.textContent.trim()}`);
    }
  }
  return cut;
}"""
SAY = "text => document.querySelectorAll('.said').forEach((said) => said.textContent = text)"
LONGEST = "\n".join(2 * ["The KL is an average surprise, and wide wor"])  # two lines


@from_disk
def test_nothing_is_cut_or_sticks_out_of_the_page(opened) -> None:
    for summary in opened.locator("summary").all():
        summary.click()
    for width in (360, 390, 600, 768, 959, 961, 1100, 1366, 1920, 2560):
        opened.set_viewport_size({"width": width, "height": 900})
        opened.evaluate(SAY, LONGEST)
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        assert opened.evaluate(CUT) == [], width
        for name in ("nav a", "#theme", "[data-go]", "media-control-bar > *"):
            for link in opened.locator(f"{name}:visible").all():
                box = link.bounding_box()
                assert box["x"] >= 0, (width, name)
                assert box["x"] + box["width"] <= width, (width, name)


@from_disk
def test_the_theme_follows_the_system_until_it_is_chosen(opened) -> None:
    def ground() -> str:
        return opened.evaluate("getComputedStyle(document.documentElement).backgroundColor")

    dark, light = "rgb(14, 17, 22)", "rgb(255, 255, 255)"
    for scheme, colour in (("light", light), ("dark", dark)):
        opened.emulate_media(color_scheme=scheme)
        assert ground() == colour
    opened.locator("#theme").click()
    assert ground() == light
    opened.reload()
    assert ground() == light


@from_disk
def test_a_walk_by_keyboard_alone(opened, gallery: Path) -> None:
    """From the top: skip to the films, choose one, play it, step, and leave the player again."""

    def focused() -> str:
        return opened.evaluate(
            """(() => { const it = document.activeElement;
                 return it.dataset.go || it.className || it.localName; })()"""
        )

    def tab_to(name: str) -> None:
        for _ in range(60):
            opened.keyboard.press("Tab")
            outline = opened.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none" or focused().startswith("media-"), focused()
            if focused() == name:
                return
        raise AssertionError(f"Tab does not lead to {name}")

    opened.keyboard.press("Tab")
    assert focused() == "skip"
    opened.keyboard.press("Enter")
    opened.keyboard.press("Tab")  # the first poster
    opened.keyboard.press("Enter")
    assert opened.evaluate("location.hash") == "#swatch"
    tab_to("media-play-button")
    opened.keyboard.press("Space")
    opened.wait_for_function(
        "document.querySelector('#swatch video').currentTime > 0.3", timeout=SOON
    )
    opened.keyboard.press("Space")
    opened.wait_for_function("document.querySelector('#swatch video').paused", timeout=SOON)
    opened.keyboard.press("PageDown")
    first, second = (end - 0.5 / FPS for end in ends(gallery, "Swatch"))
    stands(opened, second)
    opened.keyboard.press("PageUp")
    stands(opened, first)
    tab_to("next")
    opened.keyboard.press("Enter")
    stands(opened, second)
    tab_to("step")
    opened.keyboard.press("Enter")
    stands(opened, first)
    tab_to("cue")
    tab_to("summary")
    opened.keyboard.press("Enter")
    tab_to("copy")
    opened.keyboard.press("Enter")
    assert opened.locator("#news").inner_text() == "Copied"
    opened.keyboard.press("Shift+Tab")
    assert focused() == "summary"


@from_disk
def test_without_scripts_films_play_by_the_browsers_own_keys(opened, gallery: Path) -> None:
    context = opened.context.browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto((gallery / "index.html").as_uri())
    assert plain.locator("#swatch video[controls]").count() == 1
    assert plain.locator("#swatch .stepping").is_hidden()
    context.close()


@pytest.mark.parametrize(
    ("code", "plays", "pauses"), [("de", "abspielen", "pause"), ("zh", "播放", "暂停")]
)
def test_a_player_in_another_language(
    page,  # noqa: F811
    swatch: Path,
    tmp_path: Path,
    code: str,
    plays: str,
    pauses: str,
) -> None:
    lay_film(swatch, tmp_path, f"480p15-dark-{code}")
    assert make_gallery(tmp_path, "--language", code) == 0
    open_offline(page, tmp_path / "gallery" / code / "index.html")
    play = page.locator("media-play-button")
    page.wait_for_function(
        f"document.querySelector('media-play-button').getAttribute('aria-label') === '{plays}'",
        timeout=SOON,
    )
    play.click()
    page.wait_for_function(
        f"document.querySelector('media-play-button').getAttribute('aria-label') === '{pauses}'",
        timeout=SOON,
    )


# -- what was copied, where it goes --------------------------------------------


def test_the_html_snippet_shows_film_and_captions(page, gallery: Path, tmp_path: Path) -> None:  # noqa: F811
    for name in ("Swatch.mp4", "Swatch.png"):
        shutil.copy(gallery / name, tmp_path)
    text = snippet(page_of(gallery.parent), "Swatch", "HTML")
    target = tmp_path / "mine.html"
    target.write_text(f"<!DOCTYPE html><meta charset=utf-8><title>Mine</title>{text}", "utf-8")
    open_offline(page, target)
    page.evaluate("document.querySelector('video').play()")
    page.wait_for_function(
        "document.querySelector('video').textTracks[0].activeCues?.[0]?.text.startsWith('A ')",
        timeout=SOON,
    )
    assert page.evaluate("document.querySelector('video').textTracks[0].mode") == "showing"
    for width, height in ((360, 800), (1280, 720), (2560, 1440)):
        page.set_viewport_size({"width": width, "height": height})
        box = page.locator("video").bounding_box()
        assert box["x"] + box["width"] <= width
        assert box["height"] <= height  # film, captions and keys are seen at once


def test_the_reveal_snippet_plays_step_by_step(page, gallery: Path, tmp_path: Path) -> None:  # noqa: F811
    for name in ("reveal.css", "reveal.js"):
        shutil.copy(npm_file(f"reveal.js/dist/{name}", "test"), tmp_path)
    shutil.copy(gallery / "Swatch.mp4", tmp_path)
    text = snippet(page_of(gallery.parent), "Swatch", "reveal.js")
    (tmp_path / "talk.html").write_text(
        f"""<!DOCTYPE html><meta charset=utf-8><title>Talk</title>
        <link rel=stylesheet href=reveal.css><div class=reveal><div class=slides>
        <section>Before</section>{text}<section>After</section></div></div>
        <script src=reveal.js></script><script>Reveal.initialize({{ transition: "none" }})</script>
        """,
        "utf-8",
    )
    open_offline(page, tmp_path / "talk.html")
    page.wait_for_function("Reveal.isReady()", timeout=SOON)

    def stood(time: float) -> None:
        page.wait_for_function(
            """([time, frame]) => {
              const video = document.querySelector("video");
              return video.paused && !video.seeking && Math.abs(video.currentTime - time) <= frame;
            }""",
            arg=[time, 0.6 / FPS],
            timeout=SOON,
        )

    first, second = ends(gallery, "Swatch")
    page.keyboard.press("PageDown")
    stood(0)
    for end, sentence in ((first, "A < 0 & min: <b>kept</b> as it is."), (second, "Then the")):
        page.keyboard.press("PageDown")
        page.wait_for_function("!document.querySelector('video').paused", timeout=SOON)
        assert page.locator(".current-fragment").text_content().startswith(sentence)
        stood(end - 0.5 / FPS)
    page.keyboard.press("PageUp")
    stood(first)
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    page.wait_for_function("document.querySelector('.present').innerText === 'After'", timeout=SOON)
    assert page.evaluate("document.querySelector('video').paused")


def test_a_film_with_a_voice_is_heard_and_can_be_muted(page, tmp_path: Path) -> None:  # noqa: F811
    """Chromium counts what it decodes; a film without a voice has nothing to mute."""
    record(tmp_path / "mine" / "new.wav", tone(3.0))
    voice = ("--voice", str(tmp_path / "mine"))
    for scene in ("Swatch", "Moving"):
        assert main(["render", "--scene", scene, *LOW, *voice, "--out", str(tmp_path)]) == 0
    assert make_gallery(tmp_path, *voice) == 0
    page.goto((tmp_path / "gallery" / "index.html").as_uri())
    page.wait_for_function("customElements.get('media-mute-button') !== undefined")
    assert page.locator("#moving media-mute-button").count() == 0
    spoken = page.locator("#swatch")
    video, mute = spoken.locator("video"), spoken.locator("media-mute-button")
    video.evaluate("video => video.play()")
    page.wait_for_function(
        "document.querySelector('#swatch video').webkitAudioDecodedByteCount > 0"
    )
    before = video.evaluate("video => video.muted")
    mute.click()
    assert video.evaluate("video => video.muted") is not before
