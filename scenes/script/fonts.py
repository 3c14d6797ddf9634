"""Where the font packages lie that pyproject.toml's groups `fonts`, `cjk` and `pages` name.

Free of Manim. None of them is needed: what is not installed is not there. Typst takes the
files by path, never a machine's own fonts, so that a film is the same on every machine.
"""

from __future__ import annotations

import importlib
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import typst

# Packages, by what is set in them.
NOTO, CJK = "manimgx_fonts", "noto_cjk_sans_otc"
CODE, MATH = "fontpkg_jetbrains_mono", "fontpkg_source_serif_4"

EXTRAS = {"fonts": NOTO, "cjk": CJK}  # of pyproject.toml: what films may take letters from
EMOJI = "Noto Emoji"
_LAST = ("Noto Sans Symbols", EMOJI)  # families for what no other has


def font_files(package: str) -> list[Path]:
    """The font files of `package`, by name; none if it is not installed."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return []
    return sorted(file for file in Path(spec.origin).parent.rglob("*.tt[cf]") if file.is_file())


@cache
def font_folders() -> tuple[str, ...]:
    """The folders that Typst is given for films and paper."""
    files = (file for package in EXTRAS.values() for file in font_files(package))
    return tuple(dict.fromkeys(str(file.parent) for file in files))


@cache
def compiler() -> typst.Compiler:
    """One for all texts: Typst's own fonts and those of the packages."""
    return typst.Compiler(ignore_system_fonts=True, font_paths=list(font_folders()))


def compiler_in(folder: Path) -> typst.Compiler:
    """As `compiler`, for a page in `folder` that takes pictures from there."""
    return typst.Compiler(
        root=str(folder), ignore_system_fonts=True, font_paths=list(font_folders())
    )


@cache
def own_compiler() -> typst.Compiler:
    """One that has no fonts but Typst's own."""
    return typst.Compiler(ignore_system_fonts=True)


@cache
def families() -> tuple[str, ...]:
    """The families of the packages in the order in which a letter is looked for."""
    found = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=list(font_folders()),
    ).families()
    found = [name for name in found if "Mono" not in name]
    last = {name: place for place, name in enumerate(_LAST, start=1)}
    return tuple(sorted(found, key=lambda name: ("CJK" in name, last.get(name, 0), name)))


def versions() -> str:
    """The packages that are installed, with their versions."""
    return " ".join(
        f"{package} {version(package)}" for package in EXTRAS.values() if font_files(package)
    )


def look_again() -> None:
    """Forget what was found: a package has been installed meanwhile."""
    importlib.invalidate_caches()
    for found in (font_folders, compiler, families):
        found.cache_clear()
