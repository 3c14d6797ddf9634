"""Finding a place for a label where it covers nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeGuard, TypeVar

import numpy as np
from manim import DL, DOWN, DR, LEFT, RIGHT, UL, UP, UR, Mobject, VMobject

from .places import STAGE, Corners
from .typeset import Typeset

Label = TypeVar("Label", bound=Mobject)

AROUND = (UP, DOWN, RIGHT, LEFT, UR, DR, UL, DL)
_REACHES = (1, 2.5, 4.5, 7)  # how far a label may be pushed out, in buffs


class NoRoom(ValueError):
    """A label has no place where it covers nothing else."""


def place_label(
    label: Label,
    spot: Mobject,
    obstacles: Iterable[Mobject] = (),
    *,
    or_first: bool = False,
    **search: Any,
) -> Label:
    """Move `label` to the first free place around `spot`, as `find_place` does.

    Raises `NoRoom` when there is none. With `or_first` the label then stays at the first
    place, on what is there: for a label that must be said, at a spot that is seldom crowded.
    """
    if find_place(label, spot, obstacles, **search) or or_first:
        return label
    raise NoRoom(f"no room for the label {_said(label)} where it would cover nothing else")


def find_place(
    label: Mobject,
    spot: Mobject,
    obstacles: Iterable[Mobject] = (),
    *,
    directions: Iterable[np.ndarray] = AROUND,
    buff: float = 0.16,
    within: Corners = STAGE,
    reach: float | None = None,
) -> bool:
    """Move `label` to the first place around `spot` where it touches no obstacle, if any.

    `directions` are tried in their order, near first, then farther out; only places inside
    the box `within` count, and no farther from the spot than `reach` (scene units; so near
    that the label is read with it). An obstacle without fill is a line: its points count,
    not its box. When every place is taken the label stays at the first one and the answer
    is False.
    """
    directions, obstacles = list(directions), list(obstacles)
    for gap in (buff * steps for steps in _REACHES):
        if reach is not None and gap > reach:
            break
        for direction in directions:
            label.next_to(spot, direction, buff=gap)
            if _is_within(label, within) and not any(touches(label, thing) for thing in obstacles):
                return True
    label.next_to(spot, directions[0], buff=buff)
    return False


def _said(label: Mobject) -> str:
    """What a label says, for an error: its texts, or else its class."""
    texts = [part.plain for part in label.get_family() if isinstance(part, Typeset)]
    return f'"{" ".join(texts)}"' if texts else f"({type(label).__name__})"


def _is_within(label: Mobject, box: Corners) -> bool:
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


def gap_between(one: Mobject, other: Mobject) -> float:
    """How far two things are from each other, seen from above or below; less than 0 if they
    overlap."""
    return float(abs(one.get_x() - other.get_x()) - 0.5 * (one.width + other.width))


def is_line(mobject: Mobject) -> TypeGuard[VMobject]:
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
    x, y = points[:, 0], points[:, 1]
    inside: np.ndarray = (x > low[0]) & (y > low[1]) & (x < high[0]) & (y < high[1])
    return inside
