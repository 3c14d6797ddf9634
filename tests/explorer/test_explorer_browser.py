"""The explorer in a real browser: from a slider to a film, by keyboard, for every reader."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

pytest.importorskip("nicegui", reason="NiceGUI is missing; `make explore` brings it")
pytest.importorskip("playwright", reason="playwright is missing; it comes with the tests' tools")

from browser import fonts_of_the_machine, resize
from playwright.sync_api import Page, expect, sync_playwright

from scenes.script.fonts import CJK, font_files
from scenes.script.palette import DARK, LIGHT

PROJECT = Path(__file__).resolve().parents[2]
SMALL = Path(__file__).with_name("small_explorer.py")
CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(os.environ.get("AXE") or PROJECT / ".venv/npm/node_modules/axe-core/axe.min.js")
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
LOG = Path(__file__).with_name("trl_1.16_log_probs.jsonl")
START = 60  # seconds
SIZE = {"width": 1440, "height": 900}

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing; apt-get install chromium"
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An explorer of its own; what it prints is its address."""
    out = tmp_path_factory.mktemp("explorer")
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, str(SMALL), str(port), str(out)],
        cwd=PROJECT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    said = process.stdout.readline()
    assert said == f"explore: http://127.0.0.1:{port} (Ctrl-C ends it)\n", process.stderr.read()
    yield wait_for(f"http://127.0.0.1:{port}/")
    process.terminate()
    _, errors = process.communicate(timeout=30)
    assert "Traceback" not in errors, errors


def environment() -> dict[str, str]:
    """Ours, but for what makes NiceGUI think that it is tested in process."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "NICEGUI_"))}
    return kept | {"PYTHONPATH": str(PROJECT)}


def wait_for(address: str) -> str:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline:
        try:
            urlopen(address, timeout=10).close()
            return address
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


@pytest.fixture(scope="module")
def browser() -> Iterator:
    with sync_playwright() as started:
        made = started.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS.split())
        yield made
        made.close()


@pytest.fixture
def asked() -> list[str]:
    """What the pages asked for."""
    return []


@pytest.fixture(scope="module")
def context(browser) -> Iterator:
    """One visitor for all tests: what pages are made of is fetched and compiled once."""
    context = browser.new_context(viewport=SIZE)
    yield context
    context.close()


@pytest.fixture(scope="module")
def window(context) -> Page:
    """A page that tests show one after the other what they ask about in: a new one costs more."""
    return context.new_page()


@pytest.fixture
def page(context, window: Page, address: str, asked: list[str]) -> Iterator[Page]:
    watched = watch(window, asked)
    window.set_viewport_size(SIZE)
    yield opened(window, address)
    window.evaluate("localStorage.clear()")
    context.clear_cookies()
    for event, heard in watched.items():
        window.remove_listener(event, heard)
    window.goto("about:blank")
    for each in context.pages:
        if each is not window:
            each.close()


def watch(page: Page, asked: list[str]) -> dict[str, Callable]:
    """Let `asked` be told what the page asks for, and an error fail the test; what does so."""
    watched = {
        "request": lambda request: asked.append(request.url),
        "websocket": lambda wire: asked.append(wire.url),
        "pageerror": lambda error: pytest.fail(str(error)),
    }
    for event, heard in watched.items():
        page.on(event, heard)
    return watched


def opened(page: Page, address: str) -> Page:
    """The page, with the explorer in it."""
    page.goto(address)
    expect(J(page)).to_have_text("−0.0919")
    # Events before the connection stands would be lost in the test, not for a user.
    page.wait_for_function("window.did_handshake")
    return page


def J(page: Page):
    return page.locator(".sum.result output")


def beta(page: Page):
    return page.get_by_role("textbox", name="β", exact=True)


def slider(page: Page, name: str):
    return page.get_by_role("slider", name=name)


def test_from_a_slider_to_a_film(page: Page, address: str, asked: list[str]) -> None:
    slider(page, "probability under the new policy of answer 1, slider").fill("0.22")
    expect(J(page)).to_have_text("−0.1156")  # 1.1 for 1.2, k3 .0648 for .1931
    slider(page, "ε, slider").fill("0.05")
    expect(J(page)).to_have_text("−0.1656")  # o1 and o2 are clipped at 1.05 and .95
    page.get_by_role("button", name="Render", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="film").select_option("Swatch")
    expect(dialog.get_by_text(re.compile("make render SCENE=Swatch GROUP="))).to_be_visible()
    dialog.get_by_role("button", name="Render", exact=True).click()
    video = dialog.locator("video")
    expect(video).to_be_visible(timeout=60_000)
    page.wait_for_function("document.querySelector('video').readyState >= 2")
    page.wait_for_function("document.querySelector('video').currentTime > 0.2")
    assert video.evaluate("v => [v.videoWidth, v.videoHeight]") == [854, 480]
    assert all(url.startswith((address, "ws://127.0.0.1", "data:", "blob:")) for url in asked)


def test_a_reload_brings_the_group_back(page: Page) -> None:
    beta(page).fill("0")
    expect(J(page)).to_have_text("−0.0833")
    page.wait_for_url(re.compile(r"\?s="))
    page.reload()
    expect(J(page)).to_have_text("−0.0833")
    expect(beta(page)).to_have_value("0")


def test_by_keyboard_alone(page: Page) -> None:
    page.get_by_role("slider", name="ε, slider").focus()
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
    expect(J(page)).to_have_text("−0.1419")  # the surrogate of eps .1 is -.1333
    page.get_by_role("textbox", name="reward of answer 2", exact=True).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("1")
    expect(page.get_by_role("row").nth(2)).to_contain_text("+0.577")
    page.get_by_role("button", name="Explain ratio", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ratio")).to_be_visible()
    page.get_by_role("button", name="+ add an answer").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("row")).to_have_count(7)  # head, five answers, means


OLD_1 = "probability under the old policy of answer 1"
NEW_1 = "probability under the new policy of answer 1"
FIELDS = {  # what is typed into each kind of field, how it is left, why it is refused
    NEW_1: ("1.5", "Tab", "answers[1].new: 1.5 is not the probability"),
    OLD_1: ("0", "Enter", "answers[1].old: 0 is not the probability"),
    "reward of answer 3": ("abc", "Shift+Tab", "answers[3].reward: 'abc' is not a number"),
    "β": ("1e400", "Tab", "beta: 1e400 is not finite"),
    "Text of answer 2": (" ", "a click elsewhere", "answers[2].text: empty"),
    "question": ("", "Tab", "question: empty"),
}


def textbox(page: Page, name: str):
    return page.get_by_role("textbox", name=name, exact=True)


def leave(page: Page, how: str) -> None:
    if how == "a click elsewhere":
        page.get_by_role("heading", name="GRPO explorer").click()
    else:
        page.keyboard.press(how)


def test_no_typed_value_is_lost_in_silence(page: Page) -> None:
    for name, (text, how, said) in FIELDS.items():
        textbox(page, name).click()
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        page.keyboard.type(text)
        leave(page, how)
        expect(page.locator(".problem")).to_contain_text(said)
    for name, (text, _, said) in FIELDS.items():
        field = textbox(page, name)
        expect(field).to_have_value(text)
        expect(field).to_have_attribute("aria-invalid", "true")
        described = field.get_attribute("aria-describedby")
        assert said in page.locator(f'[id="{described}"]').inner_text()
    expect(J(page)).to_have_text("−0.0919")
    page.wait_for_url(re.compile("typed=.*1.5"))
    page.reload()
    expect(textbox(page, NEW_1)).to_have_value("1.5")
    expect(page.locator(".problem")).to_contain_text("answers[1].new: 1.5")


def test_what_is_understood_counts(page: Page) -> None:
    for typed in ("0,22", "  0.22 ", "22e-2", "11/50", ".22"):
        textbox(page, NEW_1).fill("0.3")
        expect(J(page)).to_have_text("−0.0919")
        textbox(page, NEW_1).click()
        page.keyboard.press("Control+A")
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
        expect(textbox(page, NEW_1)).to_have_value("0.22")
        expect(J(page)).to_have_text("−0.1156")
        expect(page.locator(".problem")).to_have_text("")


def test_a_slider_that_is_moved_afterwards_counts(page: Page) -> None:
    textbox(page, NEW_1).fill("1.5")
    page.keyboard.press("Tab")
    expect(page.locator(".problem")).to_contain_text("1.5")
    slider(page, f"{NEW_1}, slider").fill("0.22")
    expect(textbox(page, NEW_1)).to_have_value("0.22")
    expect(J(page)).to_have_text("−0.1156")
    expect(page.locator(".problem")).to_have_text("")


def test_line_breaks_of_an_answer_outlive_an_edit(page: Page) -> None:
    textbox(page, "Text of answer 1").fill("17 × 24\n= 408")
    page.keyboard.press("Tab")
    textbox(page, "Text of answer 1").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("!")
    page.keyboard.press("Tab")
    expect(textbox(page, "Text of answer 1")).to_have_value("17 × 24\n= 408!")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save").click()
    saved = download.value.path().read_text(encoding="utf-8")
    assert tomllib.loads(saved)["answers"][0]["text"] == "17 × 24\n= 408!"


@pytest.mark.parametrize("name", ["question", "Text of answer 2"])
def test_enter_ends_a_text_and_breaks_no_line(page: Page, name: str) -> None:
    textbox(page, name).click()
    page.keyboard.press("Control+A")
    page.keyboard.type("one")
    page.keyboard.press("Enter")
    expect(textbox(page, name)).to_have_value("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    page.keyboard.press("Enter")
    expect(textbox(page, name)).to_have_value("one\ntwo")
    page.get_by_role("button", name="Undo").click()
    expect(textbox(page, name)).to_have_value("one")


def test_steps_back_by_keys(page: Page) -> None:
    textbox(page, NEW_1).fill("0.22")
    expect(J(page)).to_have_text("−0.1156")
    page.keyboard.press("Tab")  # to its slider
    page.keyboard.press("Control+z")
    expect(J(page)).to_have_text("−0.0919")
    page.keyboard.press("Control+Shift+z")
    expect(J(page)).to_have_text("−0.1156")
    page.get_by_role("button", name="Undo").click()
    expect(textbox(page, NEW_1)).to_have_value("0.3")
    textbox(page, NEW_1).click()
    page.keyboard.type("9")
    page.keyboard.press("Control+z")  # within a text it is the browser's
    expect(textbox(page, NEW_1)).to_have_value("0.3")


def test_a_rule_is_chosen_by_keys_and_a_refused_one_does_not_stand(page: Page) -> None:
    rule = page.get_by_role("combobox", name="rule")
    rule.focus()
    page.keyboard.type("CISPO")
    expect(page.get_by_role("textbox", name="largest weight", exact=True)).to_have_value("1.272")
    expect(page.get_by_role("img", name=re.compile("^Weight of each answer"))).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("^The min of both"))).to_be_hidden()
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="least weight", exact=True)).to_be_focused()
    page.get_by_role("combobox", name="average").select_option("dapo")
    rule.select_option("gmpo")
    expect(page.locator(".problem")).to_contain_text("GMPO is a mean over answers")
    expect(rule).to_have_value("cispo")


def test_an_added_answer_is_possible_and_in_sight(page: Page) -> None:
    for _ in range(8):
        page.get_by_role("button", name="+ add an answer").click()
    last = textbox(page, "Text of answer 12")
    expect(last).to_be_focused()
    expect(last).to_be_in_viewport(ratio=1)
    expect(page.locator(".notes")).not_to_contain_text("more than 1")
    foot = page.locator("tfoot")
    for policy in ("old", "new", "ref"):
        assert foot.locator(f".{policy}").inner_text().strip() == "Σ 1.00"


def test_a_hundred_moves_a_second(page: Page) -> None:
    moved = page.evaluate(
        """async () => {
          const s = document.querySelector('input[aria-label="ε, slider"]');
          for (let i = 0; i < 200; i++) {
            s.value = String((i % 50) / 100);
            s.dispatchEvent(new Event('input'));
            await new Promise(r => setTimeout(r, 5));
          }
          s.value = '0.1';
          s.dispatchEvent(new Event('input'));
          return s.value;
        }"""
    )
    assert moved == "0.1"
    expect(J(page)).to_have_text("−0.1419")
    expect(page.get_by_role("textbox", name="ε", exact=True)).to_have_value("0.1")


def test_a_second_tab_and_a_closed_one(page: Page, address: str, asked: list[str]) -> None:
    other = page.context.new_page()
    watch(other, asked)
    opened(other, address)
    beta(other).fill("0")
    expect(J(other)).to_have_text("−0.0833")
    expect(J(page)).to_have_text("−0.0919")
    beta(other).fill("0.1")
    other.close()
    beta(page).fill("0.5")
    expect(J(page)).to_have_text("−0.1902")


def test_a_group_file_by_the_browser_s_picker(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    worked = (PROJECT / "assets/groups/worked.toml").read_text(encoding="utf-8")
    file.write_text(worked.replace("beta = 0.04", "beta = 0"), encoding="utf-8")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open", exact=True).click()
    chooser.value.set_files(file)
    expect(J(page)).to_have_text("−0.0833")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save").click()
    assert "beta = 0\n" in download.value.path().read_text(encoding="utf-8")


def test_the_themes_are_the_suite_s(page: Page) -> None:
    def ground() -> str:
        red, green, blue = map(
            int,
            re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor")),
        )
        return f"#{red:02X}{green:02X}{blue:02X}"

    assert ground() == DARK.ground
    page.get_by_role("button", name="Light theme").click()
    page.wait_for_function("document.body.classList.contains('body--light')")
    assert ground() == LIGHT.ground


def test_the_page_brings_its_own_fonts(page: Page) -> None:
    expect(J(page)).to_be_visible()
    page.get_by_label("question").first.fill("हिन्दी עברית ไทย 👍🏽")
    assert fonts_of_the_machine(page) == set()


@pytest.mark.skipif(not font_files(CJK), reason="make .venv/.cjk brings this font")
def test_the_font_of_ideographs_comes_when_they_are_typed(page: Page) -> None:
    expect(J(page)).to_be_visible()
    with page.expect_response("**/font/cjk", timeout=30_000) as sent:
        page.get_by_label("question").first.fill("哪条街最长 ひらがな 한국어")
    assert sent.value.ok
    page.wait_for_function("document.fonts.status === 'loaded'")
    assert fonts_of_the_machine(page) == set()


def open_log(page: Page) -> None:
    """Open a log in its dialog, and wait until it says how it was read."""
    dialog = page.get_by_role("dialog")
    dialog.locator("input[type=file]").set_input_files(LOG)
    expect(dialog.get_by_role("status")).to_contain_text("reward = digits + 2 × maybe")


def test_a_file_that_the_browser_does_not_send_is_told(page: Page, tmp_path: Path) -> None:
    large = tmp_path / "large.jsonl"
    large.write_bytes(b"{" * 6_000_001)
    page.get_by_role("button", name="Training log").click()
    open_log(page)
    dialog = page.get_by_role("dialog")
    dialog.locator("input[type=file]").set_input_files(large)
    expect(dialog.get_by_role("alert")).to_contain_text("it is larger than 6 MB")
    expect(dialog.get_by_role("button", name="Take this group")).to_be_disabled()


@pytest.mark.parametrize("width", [360, 1366])
def test_the_columns_of_a_log_are_changed_by_keys_and_nothing_is_cut(
    page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    page.get_by_role("button", name="Training log").click()
    open_log(page)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="reference from").focus()
    page.keyboard.press("Tab")
    expect(dialog.get_by_role("checkbox", name="digits")).to_be_focused()
    page.keyboard.press("Space")
    expect(dialog.get_by_role("status")).to_contain_text("reward = maybe (chosen)")
    for control in dialog.locator("select, [role=checkbox], button").all():
        box = control.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    dialog.get_by_role("button", name="Take this group").click()
    expect(textbox(page, "Text of answer 1")).to_have_value("g?9+2g")


@pytest.mark.parametrize("width", [360, 1366])
def test_the_lab_s_answers_are_looked_at_by_keys_and_nothing_is_cut(page: Page, width: int) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 768})
    page.get_by_role("button", name="Sample", exact=True).click()
    dialog = page.get_by_role("dialog", name="Sample a group")
    dialog.get_by_role("combobox", name="beside it").select_option("21")
    dialog.get_by_role("textbox", name="answers, G").fill("3")
    page.keyboard.press("Enter")
    answers = dialog.get_by_role("radio")
    expect(answers).to_have_count(6)
    answers.first.focus()
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("radio", name=re.compile("^start, o2: .* reward 0"))).to_be_checked()
    place = dialog.get_by_role("slider", name="token")
    place.press("Home")
    expect(dialog.get_by_text("Next token after 17*24=", exact=True)).to_be_visible()
    expect(place).to_have_attribute("aria-valuetext", re.compile("^1 of [0-9]+: .* % and .* %$"))
    found = page.evaluate(LAYOUT, {"table": ".lab-answers", "numbers": ".lab-answer > *"})
    assert found == []
    dialog.get_by_role("textbox", name="temperature").fill("0")
    dialog.get_by_role("button", name="Let it answer").click()
    expect(dialog.get_by_text("temperature: 0 is out of range")).to_be_visible()
    dialog.get_by_role("button", name="Take the group of start").click()
    expect(textbox(page, "tokens of answer 1")).to_be_visible()
    page.emulate_media(reduced_motion=None)


def test_the_lab_s_answer_is_written_token_by_token(page: Page) -> None:
    page.get_by_role("button", name="Sample", exact=True).click()
    dialog = page.get_by_role("dialog", name="Sample a group")
    unwritten = dialog.locator(".lab-token.unwritten")
    dialog.get_by_role("button", name="Write it again").click()
    expect(unwritten.first).to_be_hidden()
    tokens = dialog.locator(".looked .lab-token")
    expect(unwritten).to_have_count(0, timeout=15_000)
    expect(tokens.last).to_be_visible()
    # A token that one points at, of another answer that says the same: its bars, at once.
    page.emulate_media(reduced_motion="reduce")
    dialog.get_by_role("textbox", name="temperature").fill("0.01")
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("17*24= at temperature 0.01")).to_be_visible()
    dialog.locator(".lab-answer").nth(3).locator(".lab-token").nth(1).click()
    expect(dialog.get_by_role("radio").nth(3)).to_be_checked()
    first = dialog.locator(".looked .lab-token").first.inner_text()
    expect(dialog.get_by_text(f"Next token after 17*24={first}", exact=True)).to_be_visible()
    page.emulate_media(reduced_motion=None)


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("place", ["page", "SAPO", "Training log", "Sample", "Link", "Render"])
def test_an_accessibility_checker_finds_nothing_serious(page: Page, theme: str, place: str) -> None:
    if not AXE.exists():
        pytest.skip(f"{AXE} is missing; AXE=path/to/axe.min.js names another (axe-core from npm)")
    if theme == "light":
        page.get_by_role("button", name="Light theme").click()
    if place == "SAPO":
        page.get_by_role("combobox", name="rule").select_option("sapo")
        expect(page.get_by_role("textbox", name="tau for A above 0", exact=True)).to_be_visible()
    elif place != "page":
        page.get_by_role("button", name=place, exact=True).click()
        expect(page.get_by_role("dialog")).to_be_visible()
    if place == "Training log":
        open_log(page)
    page.wait_for_timeout(600)  # colours on their way are neither here nor there
    page.evaluate(AXE.read_text(encoding="utf-8"))
    report = page.evaluate("axe.run()")
    faults = [
        (fault["id"], fault["impact"], node["html"][:160], node["failureSummary"][:200])
        for fault in report["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]
    assert faults == []


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1920, 1080), (2560, 1440)])
def test_four_answers_fit_on_one_screen(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    size = page.evaluate("[document.documentElement.scrollWidth, document.body.scrollHeight]")
    assert size[0] <= width
    assert size[1] <= height
    table = page.locator(".group-scroll")
    assert table.evaluate("t => t.scrollWidth <= t.clientWidth")


LAYOUT = Path(__file__).with_name("layout.js").read_text(encoding="utf-8")
PLACES = {"table": ".group-scroll", "numbers": ".sum > *"}
WIDTHS = (360, 390, 480, 600, 701, 768, 940, 1024, 1101, 1280, 1366, 1440, 1700, 1920, 2560)
# Families of other widths, as a machine may map them: all are drawn in the one that is given.
FACES = {"its own": "", "wide": "* { font-family: 'DejaVu Sans Mono' !important; }"}


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("choice", [("ratio of", "token"), ("rule", "dppo_kl")], ids=str)
def test_nothing_is_cut_or_hidden_at_any_width(page: Page, face: str, choice: tuple) -> None:
    if FACES[face]:
        page.add_style_tag(content=FACES[face])
    page.get_by_role("combobox", name=choice[0]).select_option(choice[1])
    page.get_by_role("combobox", name="average").select_option("dr_grpo")
    slider(page, "β, slider").fill("0.5")
    textbox(page, "reward of answer 1").fill("-123.456")
    textbox(page, OLD_1).fill("2")
    expect(page.locator(".problem")).to_contain_text("answers[1].old")
    found = {}
    for width in WIDTHS:
        resize(page, width, 800)
        found[width] = page.evaluate(LAYOUT, PLACES)
    assert found == {width: [] for width in WIDTHS}


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_J_is_in_view_of_every_knob(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    for knob in page.locator("input:visible, .remove, .add").all():
        knob.scroll_into_view_if_needed()
        expect(J(page)).to_be_in_viewport(ratio=1)
        hidden = knob.evaluate(
            """(knob) => {
              const box = knob.getBoundingClientRect();
              const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
              return !knob.disabled && !knob.contains(document.elementFromPoint(x, y));
            }"""
        )
        assert not hidden, knob.get_attribute("aria-label")


FOREIGN = {
    "Origin": "http://example.test",
    "Host": "example.test",
    "Sec-Fetch-Site": "cross-site",
}


@pytest.mark.parametrize(("header", "value"), FOREIGN.items())
def test_a_foreign_page_gets_nothing(address: str, header: str, value: str) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(Request(address, headers={header: value}), timeout=10)
    assert refused.value.code == 403
    refused.value.close()
