"""The fonts of a page that is served, as a browser asks for them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from .page_fonts import served_font

FONTS = "/font"  # the folder that `served_fonts` is given
FONT = f"{FONTS}/{{name}}"
_DAY = {"cache-control": "max-age=86400"}


def font(request: Request) -> Response:
    """The font of the name in the address."""
    found = served_font(request.path_params["name"])
    if found is None:
        return PlainTextResponse("no such font", status_code=404)
    return Response(found, media_type="font/ttf", headers=_DAY)
