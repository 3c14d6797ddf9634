"""Finding a place for a label where it covers nothing else."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from manim import DL, DOWN, DR, LEFT, RIGHT, UL, UP, UR, Mobject, VMobject

from .typeset import Typeset

AROUND = (UP, DOWN, RIGHT, LEFT, UR, DR, UL, DL)
STAGE = (np.array([-6.75, -3.3]), np.array([6.75, 3.75]))  # for text, at home zoom
_REACHES = (1, 2.5, 4.5, 7)  # how far a label may be pushed out, in buffs


def place_label(
    label: Mobject,
    spot: Mobject,
    obstacles: Iterable[Mobject] = (),
    *,
    directions: Iterable[np.ndarray] = AROUND,
    buff: float = 0.16,
    within: tuple[np.ndarray, np.ndarray] = STAGE,
) -> bool:
    """Move `label` to the first place around `spot` where it touches no obstacle.

    `directions` are tried in their order, near first, then farther out; only places inside
    the box `within` (its lower left and upper right corner) count. An obstacle without fill
    is a line: its points count, not its box. When every place is taken the label stays at
    the first one and the answer is False.
    """
    directions, obstacles = list(directions), list(obstacles)
    for reach in _REACHES:
        for direction in directions:
            label.next_to(spot, direction, buff=buff * reach)
            if _is_within(label, within) and not any(touches(label, thing) for thing in obstacles):
                return True
    label.next_to(spot, directions[0], buff=buff)
    return False


def _is_within(label: Mobject, box: tuple[np.ndarray, np.ndarray]) -> bool:
    low, high = box
    return bool(
        (label.get_corner(DL)[:2] >= low).all() and (label.get_corner(UR)[:2] <= high).all()
    )


def lines_and_texts(*mobjects: Mobject) -> list[Mobject]:
    """What a label must not cover in the families of `mobjects`: whole texts, and lines."""
    family = [part for mobject in mobjects for part in mobject.get_family()]
    return [part for part in family if isinstance(part, Typeset) or is_line(part)]


def touches(label: Mobject, obstacle: Mobject, gap: float = 0.08) -> bool:
    """Whether `obstacle` comes nearer to the box of `label` than `gap`."""
    low, high = label.get_corner(DL) - gap, label.get_corner(UR) + gap
    if is_line(obstacle):
        return bool(_inside(_along(obstacle), low, high).any())
    box_low, box_high = obstacle.get_corner(DL), obstacle.get_corner(UR)
    return bool((box_low[:2] < high[:2]).all() and (low[:2] < box_high[:2]).all())


def is_line(mobject: Mobject) -> bool:
    """Whether `mobject` is a stroked path without fill and without parts."""
    return (
        isinstance(mobject, VMobject)
        and not mobject.submobjects
        and mobject.get_fill_opacity() == 0
        and mobject.get_stroke_width() > 0
        and mobject.has_points()
    )


def _along(line: VMobject) -> np.ndarray:
    """Points along the straight pieces of `line`, too close for a label to slip between."""
    starts, ends = line.get_start_anchors(), line.get_end_anchors()
    shares = np.linspace(0, 1, 40)[:, None, None]
    return ((1 - shares) * starts + shares * ends).reshape(-1, 3)


def _inside(points: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    return ((points[:, :2] > low[:2]) & (points[:, :2] < high[:2])).all(axis=1)
