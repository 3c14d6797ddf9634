"""Text as Typst markup: each letter in a font that has it, and what no font has as its code.

Free of Manim, so that a group's texts are judged before anything else is done.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import groupby

import typst
from wcwidth import iter_graphemes

from . import fonts
from .excerpt import sides

PROSE_PREAMBLE = (
    '#set text(font: "New Computer Modern", ligatures: false)\n#set par(leading: 0.55em)'
)
_MATH = "New Computer Modern Math"  # Typst's own for formulas
_NONE = "\U0010ffff"  # no character at all: every font draws its sign for a missing glyph
_DRAWN = re.compile(rb'href="#(\w+)"')
_PLACED = re.compile(rb"matrix\(1 0 0 -1 \S+ (\S+)\)|(<use )")
# Letters of other fonts of Typst's are of one width each, or not shaped.
_LETTERS = '#set text(font: ("New Computer Modern", "Libertinus Serif"), fallback: false)'
KANA, _HANGUL = re.compile("[\u3040-\u30ff]"), re.compile("[\u1100-\u11ff\uac00-\ud7a3]")
_FLAG, _TONE = re.compile("[\U0001f1e6-\U0001f1ff]"), re.compile("[\U0001f3fb-\U0001f3ff]")
_WIDE = ("W", "F", "H")  # Unicode's signs for the width of a Chinese letter
_EMOJI_STYLE, _KEYCAP, _JOINER = "\ufe0f", "\u20e3", "\u200d"

# A code in a frame of four rules, which are filled shapes: a stroke's width would not scale.
_BOX = """#context {{
  let code = text(size: 0.6em, font: "DejaVu Sans Mono", "{code}")
  let (pad, h, d) = (0.15em.to-absolute(), 1em.to-absolute(), 0.05em.to-absolute())
  let w = measure(code).width + 2 * pad
  let rule(width, height, ..at) = place(top + left, ..at,
    rect(width: width, height: height, fill: text.fill))
  box(width: w, height: h, baseline: 0.24em, {{
    rule(w, d)
    rule(w, d, dy: h - d)
    rule(d, h)
    rule(d, h, dx: w - d)
    place(center + horizon, code)
  }})
}}"""


def typst_text(text: str) -> str:
    """`text` as Typst markup in which no character has a meaning of its own."""
    markup = " \\ ".join(_line(line, text) for line in text.split("\n"))
    return f"#box[#set text(dir: rtl);{markup}]" if _runs_leftwards(text) else markup


def quoted(words: str) -> str:
    """`words` as a text between quotes, as a formula's source holds it; any letter is safe."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def math_preamble(source: str) -> str:
    """What Typst is told before math `source` with words of East Asia; nothing for any other.

    Else Typst would choose among the forms that Chinese, Japanese and Korean share. Their letters
    are taller: lines stand nearer, so that two take no more room than two of Latin.
    """
    if source.isascii() or not any(map(_is_wide, source)):
        return ""
    fonts_of_words = f"#show math.equation: set text(font: ({quoted(_MATH)}, ..{_stack(source)}))"
    return f"{fonts_of_words}\n#set par(leading: 0.4em)"


def _line(line: str, whole: str) -> str:
    """One line of `whole` as markup; where Typst's own fonts do, simply between quotes."""
    if line.isascii() and line.isprintable():
        return f"#{quoted(line)}"
    runs = groupby(iter_graphemes(line), _kind)
    return "".join(_run(kind, "".join(letters), whole) for kind, letters in runs)


def _run(kind: str, letters: str, whole: str) -> str:
    match kind:
        case "own":
            return f"#{quoted(letters)}"
        case "emoji":
            return f"#text(font: {quoted(fonts.EMOJI)}, {quoted(letters)})"
        case "far":
            return f"#text(font: {_stack(whole)}, fallback: false, {quoted(letters)})"
        case _:
            return "".join(_BOX.format(code=f"{ord(c):04X}") + ";" for c in letters)


def _stack(whole: str) -> str:
    """The packages' families; Chinese letters have the forms of the language of `whole`."""
    region = "JP" if KANA.search(whole) else "KR" if _HANGUL.search(whole) else "SC"
    names = [name for name in fonts.families() if "CJK" not in name or name.endswith(region)]
    return f"({' '.join(f'{quoted(name)},' for name in names)})"


def _runs_leftwards(text: str) -> bool:
    """Whether the first letter that has a direction is of a script from right to left."""
    if text.isascii():
        return False
    directions = map(unicodedata.bidirectional, text)
    return next((d for d in directions if d in ("L", "R", "AL")), "L") != "L"


@cache
def _kind(cluster: str) -> str:
    """How a grapheme cluster is drawn: by Typst's "own" fonts, as "emoji", "far", in a "box"."""
    if _is_own(cluster):
        return "own"
    if not any(map(_has_picture, cluster)):
        return "box"
    if _is_emoji(cluster) and fonts.EMOJI in fonts.families():
        style = f"#set text(font: {quoted(fonts.EMOJI)}, fallback: false)"
        if _draws(fonts.compiler(), cluster, style):
            return "emoji"
    if fonts.families():
        style = f"#set text(font: {_stack('')}, fallback: false)"
        if _draws(fonts.compiler(), cluster, style):
            return "far"
    plain = cluster.replace(_EMOJI_STYLE, "")
    return "own" if plain != cluster and plain and _is_own(plain) else "box"


@cache
def _is_own(cluster: str) -> bool:
    """Whether Typst's own fonts draw `cluster` well, or there is nothing to draw."""
    if all(map(_is_unseen, cluster)):
        return True
    if _is_emoji(cluster) or not any(map(_has_picture, cluster)):
        return False
    letters = list(filter(_is_letter, cluster))
    if any(unicodedata.east_asian_width(letter) in _WIDE for letter in letters):
        return False  # they have a few, which would stand out
    return _draws(fonts.own_compiler(), cluster, _LETTERS if letters else "")


def _is_unseen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Cf", "Zs", "Zl", "Zp")


def _is_letter(character: str) -> bool:
    """Whether it is of a script: a mathematical letter is a sign."""
    of_script = unicodedata.category(character)[0] == "L"
    return of_script and not unicodedata.decomposition(character).startswith("<font>")


def _is_emoji(cluster: str) -> bool:
    if _EMOJI_STYLE in cluster or _KEYCAP in cluster or _FLAG.search(cluster):
        return True
    joined = _JOINER in cluster or _TONE.search(cluster)
    return bool(joined) and unicodedata.category(cluster[0])[0] == "S"


def breakable(text: str) -> list[str]:
    """The pieces of `text` between which a line may break: words with the space behind them.

    Words of scripts without spaces, such as Chinese or Thai, are parted as Unicode says, by
    the tables and dictionaries that Typst brings; a sum breaks before its result.
    """
    pieces = []
    for word in text.split():
        pieces += _parted(word)
        pieces[-1] += " "
    return pieces


@cache
def _parted(word: str) -> list[str]:
    """`word` in parts, as Typst breaks it where there is no room; whole in scripts with spaces."""
    letters = list(iter_graphemes(word))
    if all(map(_is_own, letters)):
        return sides(word)
    lengths = _glyph_counts(f"#block(width: 0.1pt)[{typst_text(word)}]")
    parts, left = [""], lengths[0] if lengths else 0
    for letter in letters:
        if not left and len(parts) < len(lengths):
            left = lengths[len(parts)]
            parts.append("")
        parts[-1] += letter
        left -= sum(_glyph_counts(typst_text(letter)))
    # Where letters join, their shapes do not count them: such a word is kept whole.
    return parts if not left and len(parts) == len(lengths) else [word]


@cache
def _glyph_counts(markup: str) -> list[int]:
    """How many shapes each line of Typst's picture of `markup` has, from the top."""
    source = f"#set page(width: 99cm, height: auto)\n#set text(hyphenate: false)\n{markup}"
    picture = fonts.compiler().compile(input=source.encode(), format="svg")
    counts: dict[bytes, int] = {}
    height = b""
    for place, shape in _PLACED.findall(picture):
        height = place or height
        counts[height] = counts.get(height, 0) + bool(shape)
    return [count for count in counts.values() if count]


def missing_glyphs(text: str) -> str:
    """The characters of `text` that are drawn as their codes in boxes, each once, in order."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return ""
    boxed = (c for line in text.split("\n") for c in iter_graphemes(line) if _kind(c) == "box")
    return "".join(dict.fromkeys("".join(boxed)))


def extra_for(texts: Iterable[str]) -> str | None:
    """The extra of pyproject.toml that may have letters which `texts` lack here, if any."""
    lacking = _lacking(texts)
    if any(map(_has_picture, "".join(lacking))) and not fonts.font_files(fonts.NOTO):
        return "fonts"
    left = (cluster for cluster in lacking if _kind(cluster) not in ("far", "emoji"))
    if any(map(_is_wide, "".join(left))) and not fonts.font_files(fonts.CJK):
        return "cjk"
    return None


def is_high(text: str) -> bool:
    """Whether `text` has letters of other fonts or boxes: they fill a line from top to bottom."""
    return bool(_lacking([text]))


def _lacking(texts: Iterable[str]) -> set[str]:
    """The grapheme clusters of `texts` that Typst's own fonts do not draw well."""
    clusters = {cluster for text in texts if not text.isascii() for cluster in iter_graphemes(text)}
    return {cluster for cluster in clusters if not _is_own(cluster)}


def fonts_used(texts: Iterable[str]) -> str:
    """What `texts` need beyond Typst's own fonts, as one mark: packages and boxes."""
    lacking = _lacking(texts)
    if not lacking:
        return ""
    return f"{fonts.versions()} {sorted(cluster for cluster in lacking if _kind(cluster) == 'box')}"


def _has_picture(character: str) -> bool:
    """Whether it means the same in all fonts: private and control characters do not."""
    return unicodedata.category(character) not in ("Cc", "Cf", "Co", "Cs")


def _is_wide(character: str) -> bool:
    """Whether it is of East Asia: as wide as a Chinese letter, and no emoji."""
    wide = unicodedata.east_asian_width(character) in _WIDE
    return wide and (character.isalpha() or ord(character) < 0x10000)


def _draws(compiler: typst.Compiler, text: str, style: str) -> bool:
    """Whether `compiler` shows `text`, and none of it as the sign for a missing glyph."""
    drawn = _glyphs(compiler, text, style)
    return bool(drawn) and not drawn & _boxes(compiler)


def _glyphs(compiler: typst.Compiler, text: str, style: str) -> set[bytes]:
    """The marks under which Typst's picture of `text` holds the outlines that it shows."""
    source = f"{PROSE_PREAMBLE}\n#set page(width: auto, height: auto)\n{style}\n#{quoted(text)}"
    return set(_DRAWN.findall(compiler.compile(input=source.encode(), format="svg")))


@cache
def _boxes(compiler: typst.Compiler) -> set[bytes]:
    """What stands for a missing glyph in each font of `compiler`, and where it falls back."""
    names = typst.Fonts(include_system_fonts=False).families()
    if compiler is not fonts.own_compiler():
        names += fonts.families()
    alone = (f"#set text(font: {quoted(name)}, fallback: false)" for name in names)
    return set().union(*(_glyphs(compiler, _NONE, style) for style in ("", *alone)))


def look_again() -> None:
    """Forget what was found: fonts have been installed meanwhile."""
    fonts.look_again()
    for found in (_kind, _parted, _glyph_counts):
        found.cache_clear()
