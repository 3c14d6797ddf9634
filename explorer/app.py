"""The explorer's page and its server."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from fastapi import Request
from fastapi.responses import FileResponse, PlainTextResponse, Response
from nicegui import app, ui

from grpo_core.group_file import one_line
from lecture.font_route import FONT, FONTS, font
from lecture.guard import Guard, own_hosts
from lecture.loopback import ADDRESS
from lecture.page_fonts import served_fonts
from scenes.script.palette import THEMES, Theme

from . import link
from .controls import heads
from .desk import Desk, unforeseen
from .dialogs import LinkDialog, RenderDialog, file_button
from .group_file import read_group, short_name
from .job import Studio, group_text
from .lab_dialog import LabDialog
from .log_dialog import LogDialog
from .session import Session

STATIC = Path(__file__).with_name("static")
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    '<polygon points="8,2 14,13 2,13" fill="#2BC48A"/></svg>'
)


def serve(port: int) -> None:
    """Run the explorer on the loopback address until it is interrupted."""
    studio = Studio()
    app.add_middleware(Guard, hosts=own_hosts(port))
    add_pages(studio)
    app.on_shutdown(studio.close)
    app.on_startup(lambda: print(f"explore: http://{ADDRESS}:{port} (Ctrl-C ends it)", flush=True))
    ui.run(
        host=ADDRESS,
        port=port,
        title="GRPO explorer",
        favicon=ICON,
        dark=True,
        language="en-US",
        show=False,
        reload=False,
        tailwind=False,
        show_welcome_message=False,
    )


def add_pages(studio: Studio) -> None:
    """Serve the explorer, and the films that this studio has made with their captions."""
    ui.page("/")(_page_of(studio))
    app.add_route(FONT, font)

    @app.get("/film/{name}")
    def film(name: str, request: Request) -> Response:
        key, _, kind = name.partition(".")
        made = studio.films.get(key)
        if made is None or kind not in ("mp4", "vtt"):
            return PlainTextResponse("no such film", status_code=404)
        file = made.with_suffix(f".{kind}")
        if not file.is_file():
            return PlainTextResponse("this film was removed", status_code=404)
        return FileResponse(file, media_type="video/mp4" if kind == "mp4" else "text/vtt")


def _page_of(studio: Studio) -> Callable[[], None]:
    """The page, with films from `studio`."""

    def page() -> None:
        request = ui.context.client.request
        session, trouble = _restored(request)
        desk = Desk(session, origin=_asked(request, "from"))
        _add_head()
        _build(desk, studio)
        ui.on_exception(lambda error: _say(desk, error))
        if trouble:
            desk.complain(trouble)
        else:
            desk.retype(link.texts(_asked(request, "typed")))
        desk.refresh()

    return page


def _asked(request: Request | None, name: str) -> str:
    """A part of the address."""
    return request.query_params.get(name, "") if request else ""


def _restored(request: Request | None) -> tuple[Session, str]:
    """The session of the address, or the worked group and why it is not the former."""
    letters = _asked(request, "s")
    if not letters:
        return Session.worked(), ""
    try:
        return link.decode(letters), ""
    except ValueError as error:
        return Session.worked(), one_line(str(error))


def _say(desk: Desk, error: Exception) -> None:
    """What no handler has foreseen: on the page, and above an open dialog."""
    desk.complain(unforeseen(error))
    ui.notify(unforeseen(error), close_button="Close", timeout=0)


# -- the page -----------------------------------------------------------------


def _add_head() -> None:
    style = (STATIC / "style.css").read_text(encoding="utf-8")
    colours = "\n".join(_variables(theme) for theme in THEMES.values())
    fonts = served_fonts(FONTS, "explore")
    ui.add_head_html(f"<style>{fonts}\n{colours}\n{style}</style>")
    mixin = (STATIC / "fields.js").read_text(encoding="utf-8")
    ui.add_head_html(f"<script>window.explorerHeads = {json.dumps(heads())};\n{mixin}</script>")


def _variables(theme: Theme) -> str:
    roles = [field.name for field in fields(Theme) if field.name != "name"]
    pairs = [f"--{role}: {getattr(theme, role)};" for role in roles]
    return f"body.body--{theme.name} {{ {' '.join(pairs)} --ref: {theme.reference}; }}"


def _build(desk: Desk, studio: Studio) -> None:
    dark = ui.dark_mode(value=True)
    ui.html(_HATCH, sanitize=False).classes("out-of-sight")
    with ui.element("header").classes("top"):
        _build_header(desk, studio, dark)
    with ui.element("main").classes("desk"):
        desk.build_guide()
        with ui.element("section").classes("standing").props('aria-label="Result"'):
            desk.build_results()
        with ui.element("section").classes("controls").props('aria-label="Settings"'):
            with ui.element("div").classes("knobs"):
                with ui.element("div").classes("conventions"):
                    desk.build_rule()
                with ui.element("div").classes("dials"):
                    desk.build_dials()
            with ui.element("div").classes("conventions"):
                desk.build_conventions()
        desk.build_notes()
        with ui.element("section").props('aria-label="Group"'):
            desk.build_table()
        with ui.element("div").classes("panels"):
            desk.build_panels()


def _build_header(desk: Desk, studio: Studio, dark: ui.dark_mode) -> None:
    ui.html("<h1>GRPO explorer</h1>", sanitize=False)
    desk.build_question()
    desk.build_steps()
    file_button(
        "Open", ".toml", lambda name, content: _open_group(desk, name, content), desk.complain
    )
    _button("Save", lambda: _save_group(desk))
    log, address, film = LogDialog(desk), LinkDialog(desk), RenderDialog(desk, studio)
    _button("Training log", log.dialog.open)
    _button("Sample", LabDialog(desk).open)
    _button("Link", address.open)
    render = ui.button("Render", color=None)
    render.on_click(lambda: film.open("dark" if dark.value else "light"))
    render.props("no-caps unelevated").classes("go").mark("render")
    theme = ui.button("Light theme", on_click=lambda: _turn(dark, theme)).props("flat no-caps")


def _button(words: str, act: Callable[[], object]) -> None:
    ui.button(words, on_click=act).props("flat no-caps")


def _turn(dark: ui.dark_mode, button: ui.button) -> None:
    dark.value = not dark.value
    button.set_text("Light theme" if dark.value else "Dark theme")


def _open_group(desk: Desk, name: str, content: bytes) -> None:
    try:
        desk.take(Session.of(read_group(name, content)))
    except ValueError as error:
        desk.complain(one_line(str(error)))


def _save_group(desk: Desk) -> None:
    name = f"{short_name(desk.session.group.question)}.toml"
    ui.download.content(group_text(desk.session).encode(), name, "application/toml")


_HATCH = (
    '<svg width="0" height="0" aria-hidden="true"><defs><pattern id="hatching" width="7" '
    'height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" '
    'x2="0" y2="7" class="hatch-line"/></pattern>'
    + "".join(
        f'<pattern id="clipped-{role}" class="{role}" width="4" height="4" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">'
        '<rect width="4" height="4"/><path d="M0 0V4"/></pattern>'
        for role in ("up", "down")
    )
    + "</defs></svg>"
)
