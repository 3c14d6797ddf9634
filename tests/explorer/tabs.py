"""A tab of the explorer without a browser, as NiceGUI's own test client opens it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.events import GenericEventArguments, handle_event
from nicegui.testing import User, user_simulation

from explorer.app import add_pages
from explorer.controls import AnswersTable, Choice, Dial
from explorer.job import Studio

_SUM = re.compile(r'class="what">([^<]+)</span><output class="much">([^<]+)<')
_PATIENCE = 5.0  # seconds


class Tab:
    """What a user does in one tab, and what is to be seen there."""

    def __init__(self, user: User) -> None:
        self.user = user

    # -- doing ----------------------------------------------------------------

    async def open(self, path: str = "/") -> Tab:
        """Open the page; returns this tab."""
        await self.user.open(path)
        return self

    def edit(self, index: int, field: str, value: str | None) -> None:
        """Type into a field of the table, or move its slider."""
        change = {"index": index, "field": field, "value": value}
        self._trigger(AnswersTable, "", "edit", change)

    def table(self, event: str, value: object = None) -> None:
        """Another event of the table: pick, remove, explain or add."""
        self._trigger(AnswersTable, "", event, value)

    def turn(self, name: str, value: str | None) -> None:
        """Turn a dial."""
        self._trigger(Dial, name, "turn", value)

    def choose(self, name: str, value: str) -> None:
        """Choose from a list."""
        self._trigger(Choice, name, "choose", value)

    def click(self, words: str) -> None:
        """Press a button, or flip a box."""
        self.user.find(words).click()

    def _trigger(self, kind: type, name: str, event: str, value: object) -> None:
        for element in self.user.find(kind=kind).elements:
            if name in ("", element.props.get("name")):
                self._fire(element, event, value)

    def _fire(self, element: ui.element, event: str, value: object) -> None:
        """What the browser would send; the client's own `trigger` cannot send a None."""
        with self.user.client:
            for listener in list(element._event_listeners.values()):
                if listener.type == event:
                    client = self.user.client
                    sent = GenericEventArguments(sender=element, client=client, args=value)
                    handle_event(listener.handler, sent)

    # -- seeing ---------------------------------------------------------------

    def sums(self) -> dict[str, str]:
        """Surrogate, KL, price, clipped and J as they stand there."""
        return dict(_SUM.findall(self.content("sums")))

    def content(self, marker: str) -> str:
        """The HTML under a marker."""
        return self._one(marker).content

    def problem(self) -> str:
        """The line that says what is wrong."""
        return self._one("problem").text

    def rows(self) -> list[dict]:
        """The table's rows."""
        return self.props(AnswersTable)["rows"]

    def props(self, kind: type[ui.element], name: str | None = None) -> dict:
        """What a control shows."""
        elements = self.user.find(kind=kind).elements
        (found,) = [e for e in elements if name is None or e.props["name"] == name]
        return found.props

    def _one(self, marker: str) -> ui.element:
        (element,) = self.user.find(marker=marker).elements
        return element

    async def until(self, seen: Callable[[], bool], patience: float = _PATIENCE) -> None:
        """Wait for what comes a moment later, at most `patience` seconds."""
        for _ in range(int(patience / 0.02)):
            if seen():
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"it never came to be: {self.sums()}, {self.problem()!r}")


def in_tabs(
    act: Callable[..., Awaitable[None]],
    *,
    count: int = 1,
    path: str = "/",
    studio: Studio | None = None,
) -> None:
    """Open `count` tabs at `path` and do `act` in them."""
    studio = studio or Studio()

    async def run() -> None:
        async with user_simulation() as user:
            add_pages(studio)
            others = [User(user.http_client) for _ in range(count - 1)]
            await act(*[await Tab(u).open(path) for u in (user, *others)])
            await studio.close()

    asyncio.run(run())
