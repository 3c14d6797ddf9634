"""Formulas as inline SVG in the films' type, set by Typst; they take the colour of the text."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from zlib import crc32

import typst

_PAGE = "#set page(width: auto, height: auto, margin: 1.5pt, fill: none)\n#set text(size: 12pt)\n"
_SIZE = re.compile(r'width="([\d.]+)pt" height="([\d.]+)pt"')
_SCALE = 1 / 12  # one em is 12 pt

_compiler = typst.Compiler(ignore_system_fonts=True)


@cache
def formula(source: str, spoken: str) -> str:
    """Typst math as an ``<svg>`` that is as high as the text around it.

    Args:
        source: math in Typst's notation, without dollar signs; a line break splits it.
        spoken: what a screen reader says instead.
    """
    math = " \\\n".join(f"$ {line} $" for line in source.split("\n"))
    page = f"{_PAGE}#align(left)[{math}]"
    drawn = _compiler.compile(input=page.encode(), format="svg").decode()
    width, height = (float(n) * _SCALE for n in _SIZE.search(drawn).groups())
    # The marks of glyphs are named by their content; two formulas must not share a name.
    drawn = re.sub(r'(id="|href="#)', rf"\g<1>f{crc32(source.encode()):x}-", drawn)
    drawn = re.sub(r'(fill|stroke)="#000000?"', r'\1="currentColor"', drawn)
    head = (
        f'<svg class="formula" role="img" aria-label="{escape(spoken)}" '
        f'style="width:{width:.3f}em;height:{height:.3f}em" '
    )
    return re.sub(r'^<svg class="typst-doc"|^<svg ', head, drawn, count=1)
