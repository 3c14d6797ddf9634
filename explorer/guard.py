"""Who may talk to the explorer: this machine's own pages, in small portions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BYTES = 8_000_000  # of a request; a training log of a few thousand answers
_FOREIGN = (
    "This address answers only itself; paste it into the browser's address bar instead of "
    "following a link."
)
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "frame-ancestors 'self'; form-action 'self'; base-uri 'self'"
)


class Guard:
    """ASGI middleware that refuses what does not come from this address itself.

    A foreign page in the same browser can send requests to the loopback address, and a
    foreign name can be made to lead there: hence Host and Origin must be ours, and a browser
    that says where a request comes from (Sec-Fetch-Site) must name this page or its user.
    """

    def __init__(self, app: App, *, hosts: frozenset[str]) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is allowed, answer the rest with 403 or 413."""
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        headers = {key.lower(): value.decode("latin-1") for key, value in scope["headers"]}
        if not self._is_ours(headers):
            return await _refuse(scope, receive, send, 403, _FOREIGN)
        if _length(headers) > MOST_BYTES:
            return await _refuse(scope, receive, send, 413, "too large")
        if scope["type"] == "websocket":
            return await self.app(scope, receive, send)
        return await self.app(scope, _counted(receive), _with_policy(send))

    def _is_ours(self, headers: dict[bytes, str]) -> bool:
        if headers.get(b"host", "") not in self.hosts:
            return False
        if headers.get(b"sec-fetch-site", "none") not in ("none", "same-origin"):
            return False
        origin = headers.get(b"origin")
        return origin is None or origin in {f"http://{host}" for host in self.hosts}


def own_hosts(port: int) -> frozenset[str]:
    """The names under which a browser on this machine reaches the explorer."""
    return frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost"))


def _length(headers: dict[bytes, str]) -> int:
    said = headers.get(b"content-length", "0")
    return int(said) if said.isdecimal() else MOST_BYTES + 1


def _counted(receive: Receive) -> Receive:
    """`receive` that ends a request whose body grows beyond the limit."""
    seen = 0

    async def counted() -> MutableMapping[str, Any]:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MOST_BYTES:
            return {"type": "http.disconnect"}
        return message

    return counted


def _with_policy(send: Send) -> Send:
    async def sender(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            extra = [
                (b"content-security-policy", POLICY.encode()),
                (b"x-content-type-options", b"nosniff"),
                (b"referrer-policy", b"no-referrer"),
            ]
            message = {**message, "headers": [*message.get("headers", []), *extra]}
        await send(message)

    return sender


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, why: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    body = why.encode()
    headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
