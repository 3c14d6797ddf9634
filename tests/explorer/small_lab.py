"""A run of the lab with a model too small to be any good."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from lab.model import shapes_of
from lab.weights import weights_file


def small_run(folder: Path) -> Path:
    """Write three checkpoints and a record into `folder`, and return it."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(7)
    weights = {name: rng.normal(0, 0.6, shape) for name, shape in shapes_of(8, 2).items()}
    for step, factor in ((0, 1.0), (20, 1.1), (21, 1.15)):
        moved = {name: array * factor for name, array in weights.items()}
        (folder / f"weights-{step:04}.npz").write_bytes(weights_file(moved))
    (folder / "run.json").write_text(json.dumps({"recipe": {"beta": 0.01}, "rows": []}))
    return folder
