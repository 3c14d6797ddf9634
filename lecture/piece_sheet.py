"""The sheet of `make pieces`: every picture of the stage in its states, with its name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from manim import Camera, Mobject
from PIL import Image

from scenes.script.fonts import compiler_in
from scenes.script.glyphs import quoted
from scenes.stage.specimens import Specimen, specimens
from scenes.stage.theme import THEMES, in_theme, paint

from .files import publish, workshop
from .options import PROJECT
from .progress import Progress

FOLDER = PROJECT / "renders" / "sheets"
UNIT = 60  # pixels of a scene unit: as in a film of 480 lines
_WIDTH = 1400  # pixels of the sheet
_RIM = 0.25  # scene units about a picture

# One point is one pixel. Tiles follow each other like words, and names stand on their feet.
_PAGE = """
#set page(width: {width}pt, height: auto, margin: 24pt, fill: rgb("{ground}"))
#set text(font: "New Computer Modern", size: 19pt, fill: rgb("{text}"))
#set par(leading: 28pt, spacing: 28pt)
#let tile(picture, width, names, module) = box(fill: rgb("{ground}"), inset: (right: 40pt), stack(
  spacing: 10pt,
  image(picture, width: calc.min(width, {width} - 88) * 1pt),
  [#strong(names) #text(fill: rgb("{muted}"), module)],
))
{tiles}
"""


def sheets() -> list[Path]:
    """The sheets of both themes, written under ``renders/sheets``."""
    shown = specimens()
    with Progress("pieces", len(THEMES) * len(shown)) as progress:
        return [_sheet(shown, theme, progress) for theme in THEMES]


def _sheet(shown: list[Specimen], theme: str, progress: Progress) -> Path:
    with workshop(FOLDER, f"pieces-{theme}") as work, in_theme(theme):
        page, png = work / "sheet.typ", work / f"pieces-{theme}.png"
        tiles = []
        for specimen in shown:
            tiles.append(_tile(specimen, work / f"{len(tiles):03}.png"))
            progress.step()
        page.write_text(_page(tiles, theme), encoding="utf-8")
        png.write_bytes(compiler_in(work).compile(input=str(page), format="png", ppi=72))
        publish([png], FOLDER)
    return FOLDER / png.name


def _tile(specimen: Specimen, file: Path) -> str:
    """A Typst call for a specimen, whose picture is put into `file`."""
    picture = photograph(specimen.picture())
    picture.save(file)
    names = ", ".join(piece.__name__ for piece in specimen.pieces)
    module = specimen.pieces[0].__module__.rpartition(".")[2]
    return f'#tile("{file.name}", {picture.width}, {quoted(names)}, {quoted(module)})'


def photograph(picture: Mobject) -> Image.Image:
    """A picture by itself on the ground of the theme in use, `UNIT` pixels a scene unit."""
    width, height = (
        max(1, round(UNIT * (side + 2 * _RIM))) for side in (picture.width, picture.height)
    )
    camera = Camera(
        pixel_width=width,
        pixel_height=height,
        frame_width=width / UNIT,
        frame_height=height / UNIT,
        frame_center=np.array(picture.get_center()),
        background_color=paint("ground").to_hex(),
    )
    camera.capture_mobjects([picture])
    return camera.get_image().convert("RGB")


def _page(tiles: list[str], theme: str) -> str:
    look = THEMES[theme]
    return _PAGE.format(
        width=_WIDTH, ground=look.ground, text=look.text, muted=look.muted, tiles="\n".join(tiles)
    )
