"""What the recorder's page may ask for, and what it is answered."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from scenes.script.words import say

from ..complaints import FULL
from ..font_route import FONT, font
from ..guard import Guard, own_hosts
from ..options import Options, UserError, shown
from ..page_phrases import pieces
from .page import STATIC, page
from .pictures import Footage, footage
from .prompts import Prompt
from .takes import Recorded, TakeFolder

MOST_BYTES = 200_000_000  # of a take: half an hour at 48 kHz
POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "media-src 'self' blob:; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
)
_FRESH = {"cache-control": "no-store"}
_CONFLICT, _FAILED, _NOT_THERE = 409, 507, 404


@dataclass(frozen=True)
class Recorder:
    """A film whose voice is recorded: what is read in it, and its takes."""

    options: Options
    prompts: Sequence[Prompt]
    takes: TakeFolder

    def page(self, request: Request) -> Response:
        """The page, with the films that are there by now."""
        seen = footage(self.options, self.prompts)
        made = page(self.options, _told(self.prompts, seen), self.takes)
        return Response(made, media_type="text/html", headers=_FRESH)

    def still(self, request: Request) -> Response:
        """The last frame of a beat."""
        found = [p.still for p in self.prompts if p.key == request.path_params["key"]]
        return Response(found[0], media_type="image/png") if found else _missing()

    def film(self, request: Request) -> Response:
        """The film in which a beat can be seen; browsers ask for parts of it."""
        found = footage(self.options, self.prompts).get(request.path_params["key"])
        return FileResponse(found.file, headers=_FRESH) if found else _missing()

    def list_takes(self, request: Request) -> Response:
        """The takes there are."""
        return self._all()

    def take(self, request: Request) -> Response:
        """The sound of a take."""
        found = self.takes.recorded().get(request.path_params["key"])
        return FileResponse(found.file, headers=_FRESH) if found else _missing()

    async def keep(self, request: Request) -> Response:
        """Keep the sound that was sent as the take of a beat."""
        try:
            sound = await request.body()
        except ClientDisconnect:
            return _missing()
        key = request.path_params["key"]
        return await run_in_threadpool(self._changed, request, lambda: self.takes.keep(key, sound))

    def take_earlier(self, request: Request) -> Response:
        """Let a take and the earlier one change places."""
        key = request.path_params["key"]
        return self._changed(request, lambda: self.takes.take_earlier(key))

    def not_written(self, request: Request, error: Exception) -> Response:
        """Said as a page can say it: what to do, then to save again."""
        folder, why = shown(self.takes.folder), getattr(error, "strerror", None) or str(error)
        if getattr(error, "errno", None) in FULL:
            return _refusal(say("recorder.full", folder=folder), _FAILED)
        return _refusal(say("recorder.not_written", folder=folder, why=why), _FAILED)

    def _changed(self, request: Request, change: Callable[[], None]) -> Response:
        """What is there after `change`; a page of another recorder's changes nothing here."""
        asked = request.path_params
        if asked["mark"] != self.takes.mark or asked["key"] not in self.takes.keys:
            return _refusal(say("recorder.other"), _CONFLICT)
        change()
        return self._all()

    def _all(self) -> Response:
        found = {key: _take(take) for key, take in self.takes.recorded().items()}
        return JSONResponse({"takes": found}, headers=_FRESH)


def app_of(recorder: Recorder, port: int, begin: Callable[[], None]) -> Starlette:
    """The page's server at `port`; `begin` is called when it starts."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        begin()
        yield

    one = "/take/{mark}/{key}"
    return Starlette(
        routes=[
            Route("/", recorder.page),
            Route(FONT, font),
            Route("/still/{key}", recorder.still),
            Route("/film/{key}", recorder.film),
            Route("/takes", recorder.list_takes),
            Route(one, recorder.take),
            Route(one, recorder.keep, methods=["PUT"]),
            Route(f"{one}/earlier", recorder.take_earlier, methods=["POST"]),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(Guard, hosts=own_hosts(port), most=MOST_BYTES, policy=POLICY)],
        exception_handlers={UserError: _not_usable, OSError: recorder.not_written},
        lifespan=lifespan,
    )


def _not_usable(request: Request, error: Exception) -> Response:
    return _refusal(say("recorder.not_usable", why=error), _CONFLICT)


def _refusal(line: str, status: int) -> Response:
    return JSONResponse({"error": line}, status_code=status, headers=_FRESH)


def _missing() -> Response:
    return PlainTextResponse("there is no such thing here", status_code=_NOT_THERE)


def _take(take: Recorded) -> dict[str, Any]:
    """A take as the page knows it; its version changes with its sound."""
    told = asdict(take) | {"file": str(shown(take.file))}
    return told | {"version": f"{take.file.name}-{take.file.stat().st_mtime_ns}"}


def _told(prompts: Sequence[Prompt], seen: Mapping[str, Footage]) -> list[dict[str, Any]]:
    """The beats as the page knows them; beats in one film have one address for it."""
    first: dict[Path, str] = {}
    beats = []
    for prompt in prompts:
        beat = {name: value for name, value in asdict(prompt).items() if name != "still"}
        beat["sentences"] = list(map(pieces, prompt.sentences))
        if found := seen.get(prompt.key):
            key = first.setdefault(found.file, prompt.key)
            beat |= {"film": {"address": f"/film/{key}", "start": found.start}}
            beat |= {"seconds": found.seconds}
        beats.append(beat)
    return beats
