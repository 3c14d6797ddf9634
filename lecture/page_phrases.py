"""Text for a web page whose Chinese lines end where a word does; browsers break within words."""

from __future__ import annotations

from markupsafe import Markup, escape

from scenes.script.pace import CHINESE

from .phrases import phrases

# Of pages with such text: else lines would still break anywhere. A long word may be torn.
PHRASED_CSS = ".phrased { word-break: keep-all; overflow-wrap: anywhere; }"


def pieces(text: str) -> list[str]:
    """The words of Chinese `text`; any other is one piece: browsers know where it breaks."""
    return phrases(text) if CHINESE.search(text) else [text]


def phrased(text: str) -> str:
    """`text` as HTML, with a mark between its pieces."""
    words = pieces(text)
    if len(words) == 1:
        return escape(text)
    return Markup('<span class="phrased">{}</span>').format(Markup("<wbr>").join(words))
