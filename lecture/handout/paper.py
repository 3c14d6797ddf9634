"""`make handout`: a cover and a page a film as a PDF.

Its stills are drawn for it: no film is needed, and none is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from scenes.script.words import say

from ..catalogue import running_order
from ..files import publish, workshop
from ..manifest import film_path
from ..options import Options, shown
from ..printing import PAPER, lay_out, write_pdf
from .address import Address, checked_address, write_code
from .cover import PAGE_NUMBER, cover
from .film_pages import film_pages

TEMPLATE = Path(__file__).with_name("handout.typ")
_WORDS = (
    "lead",
    "objective",
    "group",
    "question",
    "rule",
    "answer",
    "clipped",
    "term",
    "means",
    "explained",
    "whole",
    "films",
    "notes",
)


def run(films: Sequence[Options]) -> int:
    """Write the handout of `films`; print its path."""
    print(shown(handout(films)))
    return 0


def handout(films: Sequence[Options]) -> Path:
    """``handout.pdf`` of the whole course, ``<Scene>-…-handout.pdf`` of some of its films.

    It lies where films of these options lie. Raises `UserError` for an address that will not do.
    """
    first = films[0]
    address = checked_address(first.link)
    folder, scenes = film_path(first).parent, [film.scene for film in films]
    whole = scenes == list(dict.fromkeys(running_order(first.scenes)))
    name = "handout" if whole else f"{'-'.join(scenes)}-handout"
    with workshop(folder, name) as work:
        links = _links(address, scenes, work)
        given = {
            "title": say("handout.title"),
            "words": {word: say(f"handout.{word}") for word in _WORDS},
            "page": say("handout.page", page=PAGE_NUMBER),
            "framed": first.settings.theme != PAPER.name,
            "cover": cover(first.settings.table(), first.scenes, scenes),
            "links": links,
            "films": film_pages(films, work),
        }
        made = write_pdf(work / f"{name}.pdf", lay_out(work, TEMPLATE, first, given))
        publish([made], folder)
    return folder / made.name


def _links(address: Address, scenes: Sequence[str], work: Path) -> Mapping[str, Mapping[str, str]]:
    """Address and file of the code of each film, and of all of them under no name."""
    if not address.typed:
        return {}
    addresses = {"": address.of_all()} | {scene: address.of(scene) for scene in scenes}
    codes = {
        of: write_code(of, work / f"code{n:02}.svg") for n, of in enumerate(addresses.values())
    }
    return {name: {"address": of, "code": codes[of].name} for name, of in addresses.items()}
