"""The guard in front of a page that we serve, asked as a server would ask it."""

from __future__ import annotations

import asyncio

import pytest

from lecture.guard import MOST_BYTES, Guard, own_hosts

HOST = (b"host", b"127.0.0.1:8080")


def ask(
    headers: list[tuple[bytes, bytes]], kind: str = "http", body: list[bytes] = (), **given
) -> dict:
    """What the guard answers, what reached the application, what that could read."""
    seen: dict = {"sent": [], "reached": False, "read": []}

    async def application(scope: dict, receive, send) -> None:
        seen["reached"] = True
        if kind == "http":
            for _ in body:
                seen["read"].append((await receive())["type"])
            await send({"type": "http.response.start", "status": 200, "headers": []})

    portions = iter([{"type": "http.request", "body": part} for part in body])

    async def receive() -> dict:
        return next(portions, {"type": "websocket.connect"})

    async def send(message: dict) -> None:
        seen["sent"].append(message)

    guard = Guard(application, hosts=own_hosts(8080), **given)
    asyncio.run(guard({"type": kind, "headers": headers}, receive, send))
    return seen


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    "headers",
    [
        [HOST],
        [(b"host", b"localhost:8080")],
        [HOST, (b"origin", b"http://127.0.0.1:8080")],
        [HOST, (b"origin", b"http://localhost:8080")],
        [HOST, (b"sec-fetch-site", b"none")],  # typed into the address bar
        [HOST, (b"Sec-Fetch-Site", b"same-origin")],
    ],
)
def test_its_own_pages_pass(kind: str, headers: list) -> None:
    assert ask(headers, kind)["reached"]


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(b"host", b"example.test:8080")],
        [(b"host", b"127.0.0.1:9")],
        [(b"host", b"127.0.0.1")],
        [HOST, (b"origin", b"http://example.test")],
        [HOST, (b"origin", b"https://127.0.0.1:8080")],
        [HOST, (b"origin", b"http://127.0.0.1:8080.example.test")],
        [HOST, (b"origin", b"null")],
        [HOST, (b"Origin", b"http://127.0.0.1:3000")],
        [HOST, (b"sec-fetch-site", b"cross-site")],
        [HOST, (b"sec-fetch-site", b"same-site")],  # another port of this machine
        [HOST, (b"Sec-Fetch-Site", b"cross-site"), (b"sec-fetch-mode", b"navigate")],
        [HOST, (b"origin", b"http://127.0.0.1:8080"), (b"sec-fetch-site", b"cross-site")],
    ],
)
def test_foreign_hosts_and_origins_are_refused(kind: str, headers: list) -> None:
    seen = ask(headers, kind)
    assert not seen["reached"]
    if kind == "http":
        assert seen["sent"][0]["status"] == 403
    else:
        assert seen["sent"] == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize("length", [str(MOST_BYTES + 1), "-1", "lots"])
def test_what_says_that_it_is_too_large_is_refused(length: str) -> None:
    seen = ask([HOST, (b"content-length", length.encode())])
    assert (seen["reached"], seen["sent"][0]["status"]) == (False, 413)


def test_what_grows_too_large_on_the_way_is_cut_off() -> None:
    half = bytes(MOST_BYTES // 2 + 1)
    assert ask([HOST], body=[half, half])["read"] == ["http.request", "http.disconnect"]


def test_pages_may_load_nothing_from_elsewhere() -> None:
    headers = dict(ask([HOST])["sent"][0]["headers"])
    assert headers[b"content-security-policy"].startswith(b"default-src 'self'")
    assert headers[b"x-content-type-options"] == b"nosniff"


def test_a_page_of_large_requests_and_a_policy_of_its_own_has_its_bounds() -> None:
    length = (b"content-length", str(MOST_BYTES + 2).encode())
    given = {"most": MOST_BYTES + 1, "policy": "default-src 'none'"}
    assert ask([HOST, length], **given)["sent"][0]["status"] == 413
    assert ask([HOST], body=[bytes(MOST_BYTES + 1)], **given)["read"] == ["http.request"]
    assert dict(ask([HOST], **given)["sent"][0]["headers"])[b"content-security-policy"] == (
        b"default-src 'none'"
    )
