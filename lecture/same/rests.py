"""A program: draws every rest of a film for several groups, in both themes.

It runs in a tree of another revision too, so it asks of `lecture` no more than what that
tree surely has: `walk`, `draw` and `Settings`.
"""

from __future__ import annotations

import hashlib
import json
import runpy
import sys
from collections import Counter
from pathlib import Path

WIDTH = 480  # pixels
THEMES = ("dark", "light")


def main(tree: str, scene: str, folder: str, groups: list[str]) -> None:
    """Draw the rests of `scene` as the code in `tree` makes it into `folder`.

    ``rests.json`` there says of each picture the second at which it stands and its mark.
    """
    sys.path.insert(0, tree)  # before the tree that is installed
    rests: dict[str, tuple[float, str]] = {}
    for group in map(Path, groups):
        for theme in THEMES:
            rests |= _rests(scene, group, theme, Path(folder))
    (Path(folder) / "rests.json").write_text(json.dumps(rests, indent=0), encoding="utf-8")


def _rests(scene: str, group: Path, theme: str, folder: Path) -> dict[str, tuple[float, str]]:
    from lecture.options import Settings
    from lecture.walk import draw, walk

    rests: dict[str, tuple[float, str]] = {}
    counts: Counter[int] = Counter()

    def keep(film, rest) -> None:
        counts[rest.beat] += 1
        name = f"{group.stem}-{theme}-beat{rest.beat:02}-rest{counts[rest.beat]}"
        picture = draw(film, WIDTH)
        picture.save(folder / f"{name}.png", compress_level=1)
        mark = hashlib.sha256(picture.tobytes()).hexdigest()
        rests[name] = (round(film.time, 3), mark)

    walk(scene, Settings(group=group, theme=theme), on_rest=keep)
    return rests


if __name__ == "__main__":
    try:
        main(*sys.argv[1:4], sys.argv[4:])
    except Exception as error:  # told as everywhere; an older tree may not know how
        tracebacks = runpy.run_path(str(Path(__file__).parents[1] / "tracebacks.py"))
        sys.exit(tracebacks["traced"](error).rstrip())
