"""`make sheet`: rests of a film on one page, as pictures, with what is said in each."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from scenes.script.fonts import compiler_in
from scenes.script.glyphs import typst_text
from scenes.stage.film import GrpoScene, Rest

from .catalogue import film_class
from .files import publish, workshop
from .options import Options, shown
from .walk import draw, walk

TILE = 640  # pixels wide
COLUMNS, GAP, MARGIN = 3, 16, 24

# One point is one pixel. Typst does the grid and brings the font of the films along.
_PAGE = """
#set page(width: {width}pt, height: auto, margin: {margin}pt, fill: rgb("{ground}"))
#set text(font: "New Computer Modern", size: 19pt, fill: rgb("{text}"))
#set par(leading: 0.45em)
#set image(width: 100%)
#let tile(picture, title, caption, script) = block(breakable: false, {{
  block(stroke: 1pt + rgb("{hairline}"), image(picture))
  strong(title)
  linebreak()
  text(fill: rgb("{muted}"), caption)
  if script != [] {{
    linebreak()
    script
  }}
}})
#grid(columns: {columns} * (1fr,), column-gutter: {gap}pt, row-gutter: {margin}pt, {tiles})
"""


def run(options: Options) -> int:
    """Write the contact sheet of a scene, or of one beat; print its path."""
    print(shown(sheet(options)))
    return 0


def sheet(options: Options) -> Path:
    """The contact sheet, written under ``renders/sheets``."""
    beat = options.beat
    name = options.scene if beat is None else f"{options.scene}-beat{beat:02}"
    name += "" if options.rests == "all" else f"-{options.rests}"
    folder = options.out / "renders" / "sheets"
    with workshop(folder, name) as work:
        page, png = work / "sheet.typ", work / f"{name}-{options.look}.png"
        page.write_text(_page(_tiles(options, work), options), encoding="utf-8")
        compiler = compiler_in(work)
        png.write_bytes(compiler.compile(input=str(page), format="png", ppi=72))
        publish([png], folder)
    return folder / png.name


def _tiles(options: Options, work: Path) -> list[str]:
    """A Typst call for each rest, whose picture is put into `work`."""
    tiles: list[str] = []
    counts: Counter[int] = Counter()

    def add(film: GrpoScene, rest: Rest) -> None:
        counts[rest.beat] += 1
        if options.beat not in (None, rest.beat) or not (rest.last or options.rests == "all"):
            return
        picture = f"{len(tiles):03}.png"
        draw(film, TILE).save(work / picture)
        end = ", end" if rest.last else ""
        title = f"{rest.beat} {rest.title}, rest {counts[rest.beat]}{end}, {film.time:.1f} s"
        beat = film.current[1]
        words = [title, beat.caption, beat.script if rest.last else ""]
        said = ", ".join(f"[{typst_text(text) if text else ''}]" for text in words)
        tiles.append(f'tile("{picture}", {said})')

    scene, last = film_class(options), options.beat
    walk(scene, options.settings, on_rest=add, last_beat=last, purpose="sheet")
    return tiles


def _page(tiles: list[str], options: Options) -> str:
    theme = options.settings.colours
    return _PAGE.format(
        width=COLUMNS * TILE + (COLUMNS - 1) * GAP + 2 * MARGIN,
        gap=GAP,
        margin=MARGIN,
        columns=COLUMNS,
        tiles=", ".join(tiles),
        ground=theme.ground,
        text=theme.text,
        muted=theme.muted,
        hairline=theme.hairline,
    )
