"""A real browser for tests: a page in headless Chromium that must not leave this machine.

A test that takes the fixture `page` gets one; a machine without Chromium or playwright
skips it with the reason.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

NAMES = ("chromium", "chromium-browser", "google-chrome")
OF_THIS_MACHINE = ("file", "data", "blob", "about")
LOCAL_HOSTS = ("127.0.0.1", "localhost")
SIZE = {"width": 1280, "height": 720}
FLAGS = (
    "--no-sandbox",  # root has none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # What asks for another machine all the same does not get far.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@pytest.fixture(scope="module")
def chromium() -> Iterator:
    """A browser (playwright's), with a profile of its own."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("there is no Chromium: install Debian's `chromium`")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def window(chromium):
    """A page that tests show one after the other what they ask about in: a new one costs more."""
    return chromium.new_context(viewport=SIZE).new_page()


@pytest.fixture
def page(window) -> Iterator:
    """An empty page; the test fails if it asks another machine for anything, or has an error.

    Windows that it opens are watched as well.
    """
    context, asked, errors = window.context, [], []
    watched = {
        "request": lambda request: asked.append(request.url),
        "page": lambda opened: _watch(opened, asked, errors),
    }
    for event, heard in watched.items():
        context.on(event, heard)
    heard_there = _watch(window, asked, errors)
    yield window
    _clear(window)
    for event, heard in watched.items():
        context.remove_listener(event, heard)
    for event, heard in heard_there.items():
        window.remove_listener(event, heard)
    assert [url for url in asked if leaves(url)] == []
    assert errors == []


def _clear(window) -> None:
    """Make the window what a new one would be."""
    context = window.context
    for each in context.pages:
        if each is not window:
            each.close()
    if window.url.startswith(("file:", "http:")):
        window.evaluate("localStorage.clear(), sessionStorage.clear()")
    window.goto("about:blank")
    window.set_viewport_size(SIZE)
    window.emulate_media(media=None, color_scheme=None, reduced_motion=None)
    context.clear_cookies()
    context.clear_permissions()
    context.set_offline(False)


def leaves(url: str) -> bool:
    """Whether a request for `url` goes to another machine."""
    parts = urlsplit(url)
    return parts.scheme not in OF_THIS_MACHINE and parts.hostname not in LOCAL_HOSTS


def open_offline(page, file: Path) -> None:
    """Open a file from disk as a double click does, on a machine without network."""
    page.context.set_offline(True)
    page.goto(file.as_uri())


def resize(page, width: int, height: int) -> None:
    """Give the page another size, and wait until it has its fonts and has laid itself out.

    Observers of a size are called in the frame after the change, and may change sizes.
    """
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function(f"innerWidth === {width}")
    page.evaluate(
        """async () => {
          await document.fonts.ready;
          for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
        }"""
    )


def pixel(picture: bytes, x: int, y: int) -> tuple[int, int, int]:
    """The colour of a pixel of a screenshot."""
    return Image.open(io.BytesIO(picture)).convert("RGB").getpixel((x, y))


def fonts_of_the_machine(page) -> set[tuple[str, str]]:
    """What the page shows in a font of this machine, each text with the font, says the browser."""
    page.evaluate("document.fonts.ready.then(() => true)")
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"]
    used = set()
    for node in _nodes(root):
        if node["nodeType"] == 1:
            fonts = tools.send("CSS.getPlatformFontsForNode", {"nodeId": node["nodeId"]})["fonts"]
            said = "".join(child.get("nodeValue", "") for child in node.get("children", ()))
            used |= {(font["familyName"], said) for font in fonts if not font["isCustomFont"]}
    return used


def _nodes(node: dict) -> Iterator[dict]:
    """`node` and what is below it, but for what the page hides, such as a message to come."""
    attributes = node.get("attributes", ())
    if dict(zip(attributes[::2], attributes[1::2], strict=True)).get("aria-hidden") == "true":
        return
    yield node
    for child in (*node.get("children", ()), *node.get("shadowRoots", ())):
        yield from _nodes(child)


def _watch(page, asked: list[str], errors: list[str]) -> dict[str, Callable]:
    """Let the lists be told of wires and errors; what does so."""
    watched = {
        "websocket": lambda socket: asked.append(socket.url),
        "pageerror": lambda error: errors.append(str(error)),
    }
    for event, heard in watched.items():
        page.on(event, heard)
    return watched
