"""The grid of dots over what the model has seen and is not trained on: a question, a cut part."""

from __future__ import annotations

import numpy as np

from .covering import Covering

_RADIUS = 0.25  # of a dot, as a share of the gap
_HANDLE = 4 / 3 * (np.sqrt(2) - 1)  # of a quarter circle as a cubic curve
_QUARTER = np.array([[1, 0], [1, _HANDLE], [_HANDLE, 1], [0, 1]])
_TURNS = [[[1, 0], [0, 1]], [[0, 1], [-1, 0]], [[-1, 0], [0, -1]], [[0, -1], [1, 0]]]
_ROUND = np.concatenate([_QUARTER @ np.array(turn) for turn in _TURNS])


class DotGrid(Covering):
    """Dots in rows and columns in the colour of `role` over the convex `shape`.

    The sign says: seen, not trained. The rows start from the shape's lower left corner; dots
    lie wholly within it, and grow with the level. `gap` is from dot to dot.
    """

    def _lay(self, outline: np.ndarray) -> None:
        low, high = outline.min(axis=0), outline.max(axis=0)
        columns, rows = (
            np.arange(a + self.gap / 2, b, self.gap) for a, b in zip(low, high, strict=True)
        )
        middles = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)
        radius = _RADIUS * self.gap
        dots = middles[_depth(outline, middles) >= radius, None] + radius * self.level * _ROUND
        self.points = np.pad(dots.reshape(-1, 2), ((0, 0), (0, 1)))


def _depth(outline: np.ndarray, points: np.ndarray) -> np.ndarray:
    """How far each of the points, shape (m, 2), lies within a convex polygon, shape (n, 2)."""
    along = np.roll(outline, -1, axis=0) - outline
    lengths = np.linalg.norm(along, axis=1)
    start, along = outline[lengths > 0], along[lengths > 0] / lengths[lengths > 0, None]
    across = along @ [[0.0, 1.0], [-1.0, 0.0]]

    def beyond(spots: np.ndarray) -> np.ndarray:
        return np.einsum("mnd,nd->mn", spots[:, None] - start, across)

    inwards = np.sign(beyond(outline.mean(axis=0, keepdims=True)))
    return (beyond(points) * inwards).min(axis=1)
