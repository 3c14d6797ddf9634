"""The page without a server in a real browser, opened from disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import fonts_of_the_machine, resize
from page_sources import GROUPS, worked_out

pytest.importorskip("jinja2", reason="jinja2 is missing; `make explorer-page` brings it")
pytest.importorskip("playwright", reason="playwright is missing; it comes with the tests' tools")

from playwright.sync_api import expect, sync_playwright

from explorer.page import presets, write_page
from scenes.script.palette import DARK, LIGHT

PROJECT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
AXE = PROJECT / ".venv/npm/node_modules/axe-core/axe.min.js"
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing; apt-get install chromium"
)

# The rows of the worked group's sheet; its gradients are -.005, .01, .185, -.361124.
SHEET = [
    "0.20 0.30 0.15 1 +1.000 1.500 1.200 1.500 1.200 1.200 yes −0.005 0.193",
    "0.40 0.20 0.40 0 −1.000 0.500 0.800 −0.500 −0.800 −0.800 yes 0.010 0.307",
    "0.10 0.07 0.14 1 +1.000 0.700 0.800 0.700 0.800 0.700 no 0.185 0.307",
    "0.30 0.43 0.31 0 −1.000 1.433 1.200 −1.433 −1.200 −1.433 no −0.361 0.048",
]

SILENT = """question = "</script> All right & silent?"
[[answers]]
text = "<b>a</b>"
reward = 0.1
old = 0.3
new = 0.6
ref = 0.2
[[answers]]
text = "b"
reward = 0.1
old = 0.5
new = 0.1
ref = 0.6
"""


@pytest.fixture(scope="module")
def browser() -> Iterator:
    with sync_playwright() as started:
        made = started.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS.split())
        yield made
        made.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The page with the presets and a silent group."""
    folder = tmp_path_factory.mktemp("gallery")
    silent = folder / "silent.toml"
    silent.write_text(SILENT)
    scripts = folder / "scripts.toml"
    scripts.write_text(SILENT.replace('"b"', '"हिन्दी עברית ไทย → ≤ 👍🏽"'), encoding="utf-8")
    write_page(folder, [*presets(), silent, scripts])
    return folder


@pytest.fixture
def asked() -> list[str]:
    """What the browser asked for."""
    return []


@pytest.fixture(scope="module")
def context(browser) -> Iterator:
    """One visitor without network for all tests: what pages are made of is compiled once."""
    context = browser.new_context()
    context.set_offline(True)
    yield context
    context.close()


@pytest.fixture(scope="module")
def window(context):
    """A page that tests show one after the other what they ask about in: a new one costs more."""
    return context.new_page()


@pytest.fixture
def show(browser, context, window, folder, asked) -> Iterator:
    """Open the page with what stands after the # of its address.

    The first one of a test is in the `window`, others have a new one; `how` are options of a
    context of its own.
    """
    free, own = [window], []
    watched = {
        "request": lambda request: asked.append(request.url),
        "pageerror": lambda error: pytest.fail(str(error)),
    }

    def opened(state="", width=1280, height=720, file="explorer.html", scheme=None, **how):
        if how:
            own.append(browser.new_context(**how))
            own[-1].set_offline(True)
            page = own[-1].new_page()
        else:
            page = free.pop() if free else context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        for event, heard in watched.items():
            page.on(event, heard)
        page.goto(f"{(folder / file).as_uri()}{state}")
        return page

    yield opened
    for each in (*own, *context.pages):
        if each is not window:
            each.close()
    if not free:
        for event, heard in watched.items():
            window.remove_listener(event, heard)
    window.goto("about:blank")


def sums(page) -> dict[str, str]:
    names = ("surrogate", "kl", "price", "objective")
    return {name: page.inner_text(f"#{name}") for name in names}


def row(page, number: int) -> list[str]:
    """An answer's row: its name, then its cells, as they are read."""
    cells = page.locator(f"#table tbody tr:nth-child({number}) > *").all_inner_texts()
    return [re.sub(r"\s+", " ", cell).strip() for cell in cells]


def turn(page, dial: str, text: str) -> None:
    """Turn a dial with the arrow keys until it says `text`."""
    page.focus(f"#{dial}")
    page.keyboard.press("Home")
    for _ in range(100):
        if page.inner_text(f"#{dial}-value") == text:
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"{dial} never says {text}")


# -- numbers --------------------------------------------------------------------


def test_opens_on_the_worked_group(show):
    page = show()
    assert sums(page) == {
        "surrogate": "−0.083333",
        "kl": "0.213749",
        "price": "0.008550",
        "objective": "−0.091883",
    }
    assert [" ".join(row(page, n)[2:]) for n in (1, 2, 3, 4)] == SHEET
    assert page.locator("#table .lamp").evaluate_all(
        "lamps => lamps.map((lamp) => lamp.classList.contains('on'))"
    ) == [False, False, True, True]


@pytest.mark.parametrize("file", GROUPS, ids=lambda file: file.stem)
def test_shows_what_each_setting_gives(show, file):
    page = show()
    page.select_option("#group", file.stem)
    for low, beta in (("0.00", "0.00"), ("0.28", "0.04"), ("0.50", "0.001"), ("10", "1.00")):
        turn(page, "low", low)
        turn(page, "beta", beta)
        expected = worked_out(file, float(low), float(low), float(beta))
        for name, text in sums(page).items():
            exact = float(beta) * expected.kl if name == "price" else getattr(expected, name)
            assert abs(float(text.replace("−", "-")) - exact) <= 0.51e-6, (name, low, beta)
        binds = page.locator("#table td.clip").all_inner_texts()
        assert [text.strip() == "yes" for text in binds] == list(expected.binds)


def test_upper_epsilon_turns_on_its_own(show):
    page = show()
    assert page.is_disabled("#high")
    page.uncheck("#tied")
    turn(page, "high", "0.28")
    # (1.28 - 0.8 + 0.7 - 1.43333) / 4, less .04 x .213749
    assert sums(page)["surrogate"] == "−0.063333"
    assert sums(page)["objective"] == "−0.071883"
    assert page.inner_text("#epsilon-title").endswith("high")
    page.check("#tied")
    assert sums(page)["objective"] == "−0.091883"


def test_another_rule_has_its_weights_and_no_epsilon(show):
    page = show()
    page.focus("#rule")
    page.keyboard.type("CISPO")
    assert sums(page)["objective"] == "−0.387222"
    assert [row(page, n)[8] for n in (1, 2, 3, 4)] == ["1.272", "−0.500", "0.700", "−1.272"]
    assert page.is_disabled("#low") and page.is_disabled("#tied") and page.is_enabled("#beta")
    assert page.is_visible("#weights-plot") and page.is_hidden("#up-plot")
    turn(page, "beta", "0.00")
    assert "rule=cispo" in page.url
    again = show(page.url[page.url.index("#") :])
    assert again.input_value("#rule") == "cispo"
    assert sums(again) == sums(page)
    again.select_option("#rule", "clip")
    assert sums(again)["objective"] == "−0.083333"
    assert again.is_visible("#up-plot") and again.is_hidden("#weights-plot")


def test_a_gate_that_is_shut_puts_the_lamp_out(show):
    page = show("#rule=gmpo")
    lamps = page.locator("#table .lamp").evaluate_all(
        "lamps => lamps.map((lamp) => lamp.classList.contains('on'))"
    )
    assert lamps == [False, False, True, True]
    marks = page.locator("#weights-plot .spots g").evaluate_all(
        "marks => marks.map((mark) => [mark.textContent, mark.className.baseVal])"
    )
    assert marks == [
        ["o3", "free up"],
        ["o1", "held up"],
        ["o2", "held down"],
        ["o4", "free down"],
    ]


def test_reset_brings_the_groups_own_settings_back(show):
    page = show("#group=notebook_clips&low=0.5&high=0.9&beta=1")
    page.click("#reset")
    assert page.inner_text("#low-value") == page.inner_text("#high-value") == "0.10"
    assert page.inner_text("#beta-value") == "0.00"


# -- pictures -------------------------------------------------------------------


def test_marks_say_by_shape_which_answers_are_held(show):
    page = show()
    marks = {
        side: page.locator(f"#{side}-plot .spots g").evaluate_all(
            "marks => marks.map((mark) => [mark.textContent, mark.className.baseVal])"
        )
        for side in ("up", "down")
    }
    assert marks["up"] == [["o3", "free up"], ["o1", "held up"]]
    assert marks["down"] == [["o2", "held down"], ["o4", "free down"]]


def test_the_present_point_lies_on_both_curves(show):
    page = show("#low=0.3&beta=0.3")
    for plot in ("epsilon", "beta-curve"):
        distance = page.evaluate(
            """(plot) => {
              const svg = document.getElementById(`${plot}-plot`);
              const dot = svg.querySelector(".dot"), curve = svg.querySelector(".curve");
              const [x, y] = ["cx", "cy"].map((name) => Number(dot.getAttribute(name)));
              const length = curve.getTotalLength();
              const steps = [...Array(2001).keys()].map((k) => (k * length) / 2000);
              const along = steps.map((at) => curve.getPointAtLength(at));
              return Math.min(...along.map((point) => Math.hypot(point.x - x, point.y - y)));
            }""",
            plot,
        )
        assert distance < 0.2, plot


def test_bars_are_as_long_as_the_probabilities(show):
    page = show()
    widths = page.locator("#table .policies span").evaluate_all(
        "bars => bars.map((bar) => bar.getBoundingClientRect().width)"
    )
    expected = [0.20, 0.30, 0.15, 0.40, 0.20, 0.40, 0.10, 0.07, 0.14, 0.30, 0.43, 0.31]
    assert [width / max(widths) for width in widths] == pytest.approx(
        [p / max(expected) for p in expected], abs=0.02
    )


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_colours_are_those_of_the_films(show, theme):
    page = show(scheme=theme.name)
    found = {
        "ground": ("body", "backgroundColor"),
        "old": ("td.old", "color"),
        "new": ("td.new", "color"),
        "reference": ("td.ref", "color"),
        "reward": ("td.reward", "color"),
        "up": ("#up-plot .curve", "stroke"),
        "down": ("#down-plot .curve", "stroke"),
        "lamp": ("#table .lamp.on", "backgroundColor"),
    }
    for role, (selector, style) in found.items():
        colour = page.eval_on_selector(selector, f"node => getComputedStyle(node).{style}")
        channels = [int(n) for n in re.findall(r"\d+", colour)]
        assert "#{:02X}{:02X}{:02X}".format(*channels) == getattr(theme, role), role


# -- themes, links, frames --------------------------------------------------------


def ground(page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_theme_is_the_systems_until_it_is_chosen(show):
    page = show(scheme="light")
    assert ground(page) == "rgb(255, 255, 255)"
    page.click("#theme")
    assert ground(page) == "rgb(14, 17, 22)"
    assert page.inner_text("#theme") == "Light theme"
    assert "theme=dark" in page.url
    page.reload()
    assert ground(page) == "rgb(14, 17, 22)"


def test_a_link_restores_what_was_turned(show):
    page = show()
    page.select_option("#group", "notebook_clips")
    turn(page, "low", "0.06")
    page.uncheck("#tied")
    turn(page, "high", "0.14")
    turn(page, "beta", "0.50")
    link = page.url
    again = show(link[link.index("#") :])
    assert sums(again) == sums(page)
    assert again.url == link
    assert again.input_value("#group") == "notebook_clips"
    assert [again.inner_text(f"#{d}-value") for d in ("low", "high", "beta")] == [
        *("0.06", "0.14", "0.50")
    ]


def test_a_link_that_is_changed_by_hand_is_followed(show):
    page = show("#low=0.5")
    assert sums(page)["surrogate"] == "0.066667"
    page.evaluate("location.hash = 'low=0.1'")
    expect(page.locator("#surrogate")).to_have_text("−0.133333")


@pytest.mark.parametrize(
    "state", ["#%%%", "#group=none&low=x&beta=-1&theme=red&rule=ppo", "#low=0.123"]
)
def test_a_link_of_nonsense_opens_the_worked_group(show, state):
    assert sums(show(state))["objective"] == "−0.091883"


FRAMES = {
    "plain": '<iframe src="explorer.html#low=0.1" title="x"></iframe>',
    "sandboxed": '<iframe sandbox="allow-scripts" src="explorer.html#low=0.1" title="x"></iframe>',
}


@pytest.mark.parametrize("kind", FRAMES)
def test_works_in_a_frame_of_a_page_on_disk(show, folder, asked, kind):
    (folder / f"{kind}.html").write_text(f"<!DOCTYPE html>{FRAMES[kind]}")
    page = show(file=f"{kind}.html")
    frame = page.frame_locator("iframe")
    expect(frame.locator("#objective")).to_have_text("−0.141883")
    frame.locator("#low").press("End")
    expect(frame.locator("#objective")).to_have_text("0.058117")
    expect(frame.locator("#alone")).to_be_visible()


def test_asks_nothing_of_the_network(show, asked):
    page = show()
    page.select_option("#group", "notebook_rewards")
    page.click("#theme")
    assert asked and all(url.startswith("file://") for url in asked)
    assert len({url.split("#")[0] for url in asked}) == 1


@pytest.mark.parametrize("name", ["worked", "scripts"])
def test_brings_its_own_fonts(show, name):
    page = show(f"#group={name}")
    assert fonts_of_the_machine(page) == set()


# -- warnings -------------------------------------------------------------------


def test_warns_of_what_matters(show):
    page = show("#group=silent")
    silent = page.inner_text("#notes")
    assert "Silent group" in silent and "do not sum to 1 (old 0.80, new 0.70" in silent
    assert page.locator("#table .lamp.on").count() == 0
    page.select_option("#group", "worked")
    assert page.inner_text("#notes") == ""
    turn(page, "low", "1.00")
    assert "never clipped" in page.inner_text("#notes")


def test_texts_of_a_group_stay_texts(show):
    page = show("#group=silent")
    assert row(page, 1)[0].endswith("<b>a</b>")
    assert page.locator("#group option:checked").inner_text() == "</script> All right & silent?"


# -- everyone can use it ----------------------------------------------------------


def test_keys_turn_and_a_screen_reader_hears_J(show):
    page = show()
    page.focus("#low")
    page.keyboard.press("ArrowRight")
    slider = page.get_by_role("slider", name="ε", exact=True)
    assert slider.get_attribute("aria-valuetext") == "0.22"
    expect(page.locator("#heard")).to_have_text("J is −0.081883")
    assert page.locator("#heard").get_attribute("aria-live") == "polite"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "tied"
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "high"


LAYOUT = Path(__file__).with_name("layout.js").read_text(encoding="utf-8")
PLACES = {"table": ".sheet", "numbers": ".sums dd, .sums dt"}
WIDTHS = (360, 400, 480, 600, 700, 768, 900, 939, 940, 1024, 1280, 1366, 1600, 1920, 2560)
# A machine may map every family to another one: all is drawn in the one that is given.
FACES = {"its own": "", "wide": "* { font-family: 'DejaVu Sans Mono' !important; }"}


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize(
    "name", ["worked", "notebook_rewards", "silent", "worked&rule=dppo_tv", "lab&rule=sapo"]
)
def test_fits_every_width(show, face, name):
    page = show(f"#group={name}")
    if FACES[face]:
        page.add_style_tag(content=FACES[face])
    found = {}
    for width in WIDTHS:
        resize(page, width, width * 9 // 16)
        found[width] = page.evaluate(LAYOUT, PLACES)
    assert found == {width: [] for width in WIDTHS}


@pytest.mark.parametrize("name", ["worked", "notebook_rewards"])
def test_no_answer_is_missing_where_they_stand_in_columns(show, name):
    page = show(f"#group={name}")
    wide = page.locator("#table .ratio").all_inner_texts()
    names = page.locator("#table th.answer b").all_inner_texts()
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator("#table")).to_have_class(re.compile("tall"))
    assert page.locator("#table td.ratio").all_inner_texts() == wide[1:]
    assert page.locator("#table th.answer b").all_inner_texts() == names


def test_J_is_in_view_of_every_dial_on_a_small_screen(show):
    page = show(width=390, height=700)
    for dial in ("low", "high", "beta"):
        page.locator(f"#{dial}").scroll_into_view_if_needed()
        expect(page.locator("#now-objective")).to_be_in_viewport(ratio=1)
    turn(page, "low", "0.10")
    expect(page.locator("#now-objective")).to_have_text("−0.141883")
    page.locator("#objective").scroll_into_view_if_needed()
    expect(page.locator("#now")).to_be_hidden()


def test_the_exact_kl_stands_only_where_there_is_one(show):
    page = show()
    # sum of new * ln(new / ref) over the four answers, by hand
    assert page.inner_text("#exact") == "0.161496"
    page.select_option("#group", "silent")
    assert page.locator(".exact:visible").count() == 0


@pytest.mark.parametrize("width", [960, 1280, 1920])
def test_fits_a_slide_without_scrolling(show, width):
    page = show("#low=1", width=width, height=width * 9 // 16)
    assert page.evaluate("document.documentElement.scrollHeight") <= width * 9 // 16


@pytest.mark.skipif(not AXE.exists(), reason=f"{AXE} is missing; npm install axe-core brings it")
@pytest.mark.parametrize("width", [400, 1280])
@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("name", ["worked", "silent"])
def test_axe_finds_nothing_serious(show, name, theme, width):
    page = show(f"#group={name}&theme={theme}&low=1", width=width, bypass_csp=True)
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run()")
    assert found["passes"], "axe ran"
    serious = [
        (fault["id"], node["html"])
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]
    assert serious == []
