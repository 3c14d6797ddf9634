"""The fonts of our web pages, so that a page looks the same on every machine.

A page that is one file carries what it needs of them; the explorer serves them whole. Pages
set their text in ``var(--sans)``, symbols in ``var(--math)``, code in ``var(--code)``.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from importlib.metadata import distribution
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from scenes.script.fonts import CJK, CODE, MATH, NOTO, font_files

from .letters import bring_fonts
from .options import UserError

_SANS = "NotoSans"  # what pages are set in; the package's others have what it lacks
_WEIGHTS = (400, 700)
_TERMS = "SIL OPEN FONT LICENSE"  # where a package's licence goes on as all others
_KEYBOARD = "".join(map(chr, range(0x20, 0x7F)))  # a script may write any of it
_LATER = Path("cjk")  # stands for the font that is brought when a browser first asks for it
_IDEOGRAPH = "一"
# Unicode's blocks of Chinese, Japanese and Korean: only these make a browser ask.
_CJK_BLOCKS = (
    "U+1100-11FF, U+2E80-A4CF, U+A960-A97F, U+AC00-D7FF, U+F900-FAFF, U+FE30-FE4F, "
    "U+FF00-FFEF, U+1B000-1B16F, U+1F200-1F2FF, U+20000-3FFFF"
)


def embedded_fonts(page: str, target: str) -> str:
    """CSS with all that `page` (its HTML with its styles) needs of our fonts, and their licence.

    Text has no italics there. Raises `UserError` if a package is not installed; `target` of
    make brings it.
    """
    letters = frozenset(page + _KEYBOARD)
    text, rest = _covering(letters)
    code = letters if "var(--code)" in page else rest
    wanted = {
        **dict.fromkeys(text, letters),
        **(dict.fromkeys(_fonts(MATH), letters) if "var(--math)" in page else {}),
        **(dict.fromkeys(_fonts(CODE), code) if code else {}),
    }
    return _css(wanted, lambda file: _data_address(_cut(file, wanted[file])), target)


def served_fonts(folder: str, target: str) -> str:
    """CSS that takes each font from the address `folder`, by its name in `served_font`."""
    files = [*_fonts(NOTO), _LATER, *_fonts(MATH), *_fonts(CODE)]
    return _css(files, lambda file: f"{folder}/{_name(file)}", target)


def served_font(name: str) -> bytes | None:
    """The whole font of this name, or None if there is none.

    That for Chinese, Japanese and Korean is brought when it is first asked for.
    """
    if name == _name(_LATER):
        if not _fonts(CJK):
            bring_fonts([_IDEOGRAPH])
            _fonts.cache_clear()
        return next(map(_whole, _fonts(CJK)), None)
    files = (file for package in (NOTO, MATH, CODE) for file in _fonts(package))
    return next((_whole(file) for file in files if _name(file) == name), None)


def _css(files: Iterable[Path], address: Callable[[Path], str], target: str) -> str:
    if not all(map(_fonts, (NOTO, MATH, CODE))):
        raise UserError(f"the pages' fonts are not installed; make {target} brings them")
    math, code = ([f for f in files if f in _fonts(package)] for package in (MATH, CODE))
    text = [file for file in files if file not in (*math, *code)]
    # The other fonts have signs that the text's lacks, such as arrows and ticks.
    stacks = {"sans": [*text, *code, *math], "math": [*math, *text, *code], "code": [*code, *text]}
    roles = "; ".join(f"--{role}: {_stack(stack)}" for role, stack in stacks.items())
    faces = [_face(file, address(file)) for file in files]
    return "\n".join([_licences(), *faces, f":root {{ {roles} }}"])


def _stack(files: list[Path]) -> str:
    return ", ".join(dict.fromkeys(f'"{_family(file)}"' for file in files)) + ", sans-serif"


def _face(file: Path, address: str) -> str:
    style = "italic" if "Italic" in file.name else "normal"
    weights = " ".join(map(str, _WEIGHTS)) if _is_variable(file) else _WEIGHTS[0]
    blocks = f" unicode-range: {_CJK_BLOCKS};" if file == _LATER else ""
    return (
        f'@font-face {{ font-family: "{_family(file)}"; font-style: {style}; '
        f'font-weight: {weights}; src: url("{address}");{blocks} }}'
    )


def _family(file: Path) -> str:
    """A name that no font of a machine has."""
    return f"Page {_name(file).removesuffix('-Italic')}"


def _name(file: Path) -> str:
    return file.stem.partition("[")[0]


def _is_variable(file: Path) -> bool:
    return "[" in file.name


@cache
def _fonts(package: str) -> list[Path]:
    """The fonts of a package; of Noto's, the text's first and those for signs last."""
    last = ("NotoSansSymbols", "NotoEmoji")
    return sorted(
        (file for file in font_files(package) if package != CODE or "Italic" not in file.name),
        key=lambda file: (_name(file).split("-")[0] != _SANS, _name(file) in last, file.name),
    )


def _covering(letters: frozenset[str]) -> tuple[list[Path], frozenset[str]]:
    """The text's fonts that have a letter which those before them lack, and what none has."""
    left = {ord(letter) for letter in letters if letter.isprintable()}
    needed = []
    for file in (*_fonts(NOTO), *_fonts(CJK)):
        if "Italic" not in file.name and (had := left & _letters_of(file)):
            needed.append(file)
            left -= had
    return needed, frozenset(map(chr, left))


@cache
def _letters_of(file: Path) -> frozenset[int]:
    with _opened(file) as font:
        return frozenset(font.getBestCmap())


def _opened(file: Path) -> TTFont:
    return TTFont(file, fontNumber=_face_number(file), lazy=True, recalcTimestamp=False)


@cache
def _face_number(file: Path) -> int:
    """Which font of a collection: the simplified Chinese one, which has all letters too."""
    if file.suffix != ".ttc":
        return 0
    with TTCollection(file, lazy=True) as collection:
        names = [font["name"].getDebugName(1) for font in collection.fonts]
    return next(i for i, name in enumerate(names) if name.endswith("CJK SC"))


@lru_cache(maxsize=16)  # pages of one kind, such as an older and a newer gallery, need the same
def _cut(file: Path, letters: frozenset[str]) -> bytes:
    """A WOFF2 file with what `letters` need of a font, all of their shaping, two weights."""
    options = subset.Options(notdef_outline=True)
    options.layout_features += ["lnum", "tnum"]  # figures in columns
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(letters)))
    made = io.BytesIO()
    with _opened(file) as font:
        cutter.subset(font)
        if _is_variable(file):
            axes = {axis.axisTag: None for axis in font["fvar"].axes}
            weights = {"wght": _WEIGHTS} if file not in _fonts(MATH) else {}
            instantiateVariableFont(font, axes | weights, inplace=True)
        font.flavor = "woff2"
        font.save(made)
    return made.getvalue()


def _whole(file: Path) -> bytes:
    """The file itself; of a collection, which no browser reads, one font."""
    if file.suffix != ".ttc":
        return file.read_bytes()
    made = io.BytesIO()
    with _opened(file) as font:
        font.save(made)
    return made.getvalue()


def _data_address(font: bytes) -> str:
    return f"data:font/woff2;base64,{base64.b64encode(font).decode()}"


@cache
def _licences() -> str:
    """The licence of the fonts, which is one, as a comment that stays with them."""
    texts = []
    for package in (NOTO, MATH, CODE, CJK):
        if font_files(package):
            name = package.replace("_", "-")
            files = distribution(name).files or []
            text = next(file for file in files if file.name == "LICENSE").read_text()
            whose, start, terms = text.partition(_TERMS)
            texts.append(f"Fonts of the package {name}:\n{whose.strip()}")
    texts.append(start + terms.rstrip())
    # Without "https:": a page shall name no address that something could follow.
    said = "\n\n".join(texts).replace("https://", "").replace("http://", "").replace("*/", "* /")
    return f"/*!\n{said}\n*/"
