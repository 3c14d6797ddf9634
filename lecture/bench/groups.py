"""What a film costs by the size of its group."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from manim import VMobject

from scenes.script.settings import Settings
from scenes.stage.film import GrpoScene, Rest

from ..catalogue import film_class
from ..manifest import load_manifest
from ..options import Options
from ..walk import walk
from .process import lecture
from .process import measure as measured

SIZES = (4, 8, 16, 32, 64)
FILM = "Explorer"  # the film that shows most of a group
QUALITY = "l"  # where drawing and building weigh most against encoding


def measure(options: Options, out: Path) -> dict:
    """The figures of the film of `options` for each size of the group, drawn at `QUALITY`.

    ``outlines`` is how many outlines stand on the stage at a rest, on average.
    """
    sizes = {}
    for size in SIZES:
        file = write_group(size, out / f"groups of {size}")
        look = ("--scene", options.scene, "--quality", QUALITY, "--group", file)
        cost = measured(lecture(options, "render", *look, "--out", file.parent, "--jobs", 1))
        told = load_manifest(Path(cost.output.splitlines()[-1]))
        sizes[str(size)] = {
            **cost.figures(),
            "film_seconds": round(told.frames / told.fps, 3),
            "outlines": round(_outlines(film_class(options), file), 1),
        }
    return {"scene": options.scene, "quality": QUALITY, "sizes": sizes}


def write_group(size: int, folder: Path) -> Path:
    """A group file with `size` answers, seeded by their number."""
    random = np.random.default_rng(size)
    policies = random.dirichlet(np.full(size, 4.0), 3)
    rewards = np.arange(size) % 2
    lines = ['question = "Which of these is right?"']
    for number, (reward, old, new, ref) in enumerate(zip(rewards, *policies, strict=True), 1):
        lines += ["", "[[answers]]", f'text = "answer {number}"', f"reward = {reward}"]
        names = (("old", old), ("new", new), ("ref", ref))
        lines += [f"{name}_logp = {float(np.log(value))!r}" for name, value in names]
    folder.mkdir(parents=True)
    file = folder / "group.toml"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def _outlines(scene: type[GrpoScene], file: Path) -> float:
    counts: list[int] = []

    def at_rest(film: GrpoScene, rest: Rest) -> None:
        family = (part for mobject in film.stage_mobjects() for part in mobject.get_family())
        counts.append(sum(isinstance(part, VMobject) and len(part.points) > 0 for part in family))

    walk(scene, Settings(group=file), on_rest=at_rest)
    return float(np.mean(counts))
