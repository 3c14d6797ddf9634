"""The explorer's dialogs of a film and a link; log_dialog has that of a training log."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import events, ui

from grpo_core.group_file import one_line
from lecture.options import QUALITIES
from scenes.script.palette import THEMES

from . import link
from .controls import Choice
from .desk import Desk
from .job import Studio, films, order_of
from .session import Refusal

MOST_UPLOAD = 6_000_000  # bytes
_TICK = 0.3  # seconds between two looks at a film that is being made
_WORDS = {
    "l": "draft, 480p",
    "m": "720p",
    "h": "full HD, 1080p",
    "k": "4K",
}


def file_button(
    label: str,
    kinds: str,
    on_content: Callable[[str, bytes], None],
    on_refused: Callable[[str], None],
) -> ui.upload:
    """A button that opens the browser's file picker; only what is chosen there is read.

    A file that the browser does not send, being too large or of another kind, is told to
    `on_refused`.
    """
    why = f"that file was not read: it is larger than {MOST_UPLOAD // 10**6} MB or not {kinds}"

    async def take(event: events.UploadEventArguments) -> None:
        on_content(event.file.name, await event.file.read())
        upload.reset()

    upload = ui.upload(on_upload=take, auto_upload=True, max_file_size=MOST_UPLOAD)
    upload.on_rejected(lambda: on_refused(why))
    upload.props(f'accept="{kinds}"').classes("out-of-sight").mark(f"upload {label}")
    button = ui.button(label).props("flat no-caps")
    button.on("click", js_handler=f"() => getElement({upload.id}).$refs.qRef.pickFiles()")
    return upload


def titled_dialog(title: str) -> ui.dialog:
    """A dialog that a screen reader announces by its title."""
    return ui.dialog().props(f'aria-label="{title}"')


class LinkDialog:
    """Shows the address that brings the session back."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        title = "A link to this group"
        with titled_dialog(title) as self.dialog, ui.card().classes("sheet"):
            ui.html(f"<h2>{title}</h2>", sanitize=False)
            ui.label("It holds the group and its settings; it works where this explorer runs.")
            self.left_out = ui.label(
                "The log-probabilities of its tokens are too many for an address: save the group "
                "to keep them."
            )
            self.address = ui.textarea(label="address").props("readonly outlined autogrow")
            with ui.row():
                ui.button("Copy", on_click=self._copy).props("flat no-caps")
                ui.button("Close", on_click=self.dialog.close).props("flat no-caps")

    def open(self) -> None:
        """Make the link and show it; one line where it cannot be."""
        try:
            letters = link.encode(self.desk.session)
        except Refusal as refusal:
            return self.desk.complain(str(refusal))
        base = str(ui.context.client.request.base_url)
        self.address.set_value(f"{base}?s={letters}")
        self.left_out.set_visibility(link.leaves_tokens_out(self.desk.session))
        return self.dialog.open()

    def _copy(self) -> None:
        ui.clipboard.write(self.address.value)
        ui.notify("copied")


class RenderDialog:
    """Shows the Make command of a film, makes it with a progress bar, and plays it."""

    def __init__(self, desk: Desk, studio: Studio) -> None:
        self.desk, self.studio = desk, studio
        self.wish = {"scene": "Clipping", "quality": "l", "theme": "dark"}
        self.played = ""
        title = "A film of this group"
        with titled_dialog(title) as self.dialog, ui.card().classes("sheet wide"):
            ui.html(f"<h2>{title}</h2>", sanitize=False)
            self._build_choices()
            with ui.row().classes("command-row"):
                self.command = ui.label().classes("command").mark("make command")
                ui.button("Copy", on_click=self._copy).props("flat no-caps")
            self.said = ui.label().classes("problem").props("role=alert")
            with ui.row():
                self.begin = ui.button("Render", on_click=self._begin, color=None).props(
                    "no-caps unelevated"
                )
                self.begin.classes("go").mark("begin")
                self.end = ui.button("Stop", on_click=self._stop).props("flat no-caps")
                ui.button("Close", on_click=self.dialog.close).props("flat no-caps")
            self.bar = ui.element("progress").props('max=1 value=0 aria-label="progress"')
            self.state = ui.label().classes("quiet").props("role=status")
            self.film = ui.html("", sanitize=False).classes("film").mark("film")
        self.timer = ui.timer(_TICK, self._look, active=False)
        self.dialog.on_value_change(lambda e: self._opened(bool(e.value)))

    def _build_choices(self) -> None:
        qualities = [(key, _WORDS[key]) for key in QUALITIES]
        with ui.row():
            self.choices = {
                "scene": self._choice("film", "scene", [(n, n) for n in films()]),
                "quality": self._choice("quality", "quality", qualities),
                "theme": self._choice("theme", "theme", [(n, n) for n in THEMES]),
            }

    def _choice(self, words: str, name: str, options: list[tuple[str, str]]) -> Choice:
        def choose(value: str) -> None:
            if value in dict(options):
                self.wish[name] = value
                self._show_command()

        return Choice(words, options, self.wish[name], choose)

    def open(self, theme: str) -> None:
        """Show what would be made of the session as it is now."""
        self.wish["theme"] = theme
        self._show_command()
        self._look()
        self.dialog.open()

    def _opened(self, is_open: bool) -> None:
        self.timer.active = is_open
        if not is_open:
            self.film.set_content("")  # a film must not go on playing unseen
            self.played = ""

    def _show_command(self) -> None:
        for name, choice in self.choices.items():
            choice.show(value=self.wish[name])
        try:
            order = order_of(self.desk.session, **self.wish, out=self.studio.out)
            self.command.set_text(order.make_command)
            self.said.set_text("")
        except ValueError as error:
            self.said.set_text(str(error))

    def _begin(self) -> None:
        try:
            self.studio.start(self.desk.session, **self.wish)
            self.said.set_text("")
        except (ValueError, OSError) as error:
            self.said.set_text(one_line(str(error)))
        self._look()

    def _stop(self) -> None:
        if self.studio.job:
            self.studio.job.stop()
        self._look()

    def _copy(self) -> None:
        ui.clipboard.write(self.command.text)
        ui.notify("copied")

    def _look(self) -> None:
        """Show how far the film is, whichever tab has asked for it."""
        job, busy = self.studio.job, self.studio.is_busy
        self.begin.set_enabled(not busy)
        self.end.set_visibility(busy)
        self.bar.set_visibility(busy)
        if job is None:
            return
        self.bar.props(f"value={job.share:.3f}")
        self.state.set_text(f"{job.order.scene}: {job.said}")
        if job.state == "done" and not busy and self.played != job.key:
            self.played = job.key
            self.film.set_content(_player(job.key))


def _player(key: str) -> str:
    return (
        f'<video controls autoplay muted src="/film/{key}.mp4">'
        f'<track kind="captions" srclang="en" label="English" src="/film/{key}.vtt"></video>'
    )
