"""Who may talk to a page that we serve: this machine's own browsers, in small portions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BYTES = 8_000_000  # of a request, where nothing else is said: a log of some thousand answers
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

    def __init__(
        self, app: App, *, hosts: frozenset[str], most: int = MOST_BYTES, policy: str = POLICY
    ) -> None:
        """Guard `app` at the addresses `hosts`, whose requests have `most` bytes at most.

        What a page may load is in its `policy` (Content-Security-Policy).
        """
        self.app = app
        self.hosts = hosts
        self.most = most
        self.policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is allowed, answer the rest with 403 or 413."""
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        headers = {key.lower(): value.decode("latin-1") for key, value in scope["headers"]}
        if not self._is_ours(headers):
            return await _refuse(scope, receive, send, 403, _FOREIGN)
        if self._length(headers) > self.most:
            return await _refuse(scope, receive, send, 413, "too large")
        if scope["type"] == "websocket":
            return await self.app(scope, receive, send)
        counted = _counted(receive, self.most)
        return await self.app(scope, counted, _with_policy(send, self.policy))

    def _is_ours(self, headers: dict[bytes, str]) -> bool:
        if headers.get(b"host", "") not in self.hosts:
            return False
        if headers.get(b"sec-fetch-site", "none") not in ("none", "same-origin"):
            return False
        origin = headers.get(b"origin")
        return origin is None or origin in {f"http://{host}" for host in self.hosts}

    def _length(self, headers: dict[bytes, str]) -> int:
        said = headers.get(b"content-length", "0")
        return int(said) if said.isdecimal() else self.most + 1


def own_hosts(port: int) -> frozenset[str]:
    """The names under which a browser on this machine reaches a page of ours."""
    return frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost"))


def _counted(receive: Receive, most: int) -> Receive:
    """`receive` that ends a request whose body grows beyond `most` bytes."""
    seen = 0

    async def counted() -> MutableMapping[str, Any]:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            return {"type": "http.disconnect"}
        return message

    return counted


def _with_policy(send: Send, policy: str) -> Send:
    async def sender(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            extra = [
                (b"content-security-policy", policy.encode()),
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
