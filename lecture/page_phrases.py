"""Text for a web page whose Chinese lines end where a word does; browsers break within words."""

from __future__ import annotations

from markupsafe import Markup, escape

from scenes.script.pace import CHINESE

from .phrases import phrases

# Of pages with such text: else lines would still break anywhere. A long word may be torn.
PHRASED_CSS = ".phrased { word-break: keep-all; overflow-wrap: anywhere; }"


def phrased(text: str) -> str:
    """`text` as HTML, with a mark between the words of Chinese; any other as it is."""
    if not CHINESE.search(text):
        return escape(text)
    pieces = Markup("<wbr>").join(phrases(text))
    return Markup('<span class="phrased">{}</span>').format(pieces)
