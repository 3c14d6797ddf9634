"""Where the films lie, as an address and as a QR code for paper."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ..options import UserError

FILM = "{film}"
_VERSION = 10  # the largest code whose squares (0.39 mm) a telephone reads from 25 mm of paper
_QUIET = 4  # squares of white around a code, as the standard asks for


@dataclass(frozen=True)
class Address:
    """What was given as LINK; empty if nothing was."""

    typed: str = ""

    def of_all(self) -> str:
        """The address of all films: what stands before the place of a film's name."""
        return self.typed.partition(FILM)[0] if FILM in self.typed else self.typed

    def of(self, scene: str) -> str:
        """The film's own: its name in its place, or else as the anchor that the gallery has."""
        if FILM in self.typed:
            return self.typed.replace(FILM, scene)
        has_own_anchor = not self.typed or "#" in self.typed
        return self.typed if has_own_anchor else f"{self.typed}#{scene.lower()}"


def checked_address(typed: str | None) -> Address:
    """`typed`, if it is an address of the web; raises `UserError`."""
    if not typed:
        return Address()
    said = f"link: {typed[:80]!r}"
    try:
        parts = urlsplit(typed)
        has_host = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        has_host = False
    if not has_host or any(letter.isspace() or not letter.isprintable() for letter in typed):
        raise UserError(f"{said} is no address of the web; give one such as https://host/films/")
    return Address(typed)


def write_code(address: str, path: Path) -> Path:
    """Write the QR code of `address` as SVG to `path`, which is returned; raises `UserError`."""
    try:
        import segno
    except ModuleNotFoundError:
        raise UserError("segno is not installed; make handout LINK=... brings it") from None
    try:
        code = segno.make_qr(address, error="m")
    except segno.DataOverflowError:
        code = None
    if code is None or int(code.version) > _VERSION:
        told = f"link: an address of {len(address)} letters makes too fine a QR code for paper"
        raise UserError(f"{told}; give a shorter one")
    code.save(str(path), kind="svg", border=_QUIET, dark="#000", light="#fff")
    return path
