"""A mean as an area: each answer a block, as wide as it is likely, on a line of length 1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    DashedVMobject,
    Line,
    Rectangle,
    VGroup,
    VMobject,
)

from scenes.stage.grid import Grid
from scenes.stage.motion import walks
from scenes.stage.placement import STAGE, touches
from scenes.stage.theme import AXIS, HAIRLINE, LABEL, MAIN_CURVE, paint
from scenes.stage.typeset import Formula

from .short import chance_text, short
from .signed_block import SignedBlock

STRIP = 0.06  # half the thickness of the strip that the blocks stand on
_WIDER = 0.2  # so much wider than its piece a chance may be, scene units
_SEAM, _BLOCK_SEAM = 0.025, 0.012  # beside a piece of the strip, beside a block


class AreaChart(VGroup):
    """The strip of a policy's probabilities laid end to end, and a block over each piece.

    The strip is the policy `role` (new filled, old hollow, reference dashed), `width` scene
    units long and 1 in all, so that the signed area of all blocks is the mean of `heights`.
    `unit` is the height of 1; `bright` blocks are those that are spoken of. `corner` is where
    the strip's line begins. `set_shape` moves everything; a `Drive` can call it.
    """

    def __init__(
        self,
        shares: Sequence[float],
        heights: Sequence[float],
        *,
        role: str = "new",
        width: float = 8.4,
        unit: float = 2.0,
        corner: Sequence[float] = (-6.3, -0.1, 0.0),
        bright: bool = False,
    ):
        super().__init__()
        self.role = role
        self.grid = Grid((0, 1), (0, 1), width, unit)
        self.grid.shift(np.array(corner) - self.grid.points[0])
        self.blocks = VGroup(*(SignedBlock(_role(bright), bright=bright) for _ in shares))
        self.strip = VGroup(*(_piece(role) for _ in shares))
        self.add(self.grid, self.blocks, self.strip)
        self.set_shape(shares, heights)

    def set_shape(self, shares: Iterable[float], heights: Iterable[float]) -> Self:
        """Give each answer its share of the strip and its height."""
        self.shares = np.array(shares, dtype=float)
        self.heights = np.array(heights, dtype=float)
        self.edges = np.concatenate([[0.0], self.shares.cumsum()])
        unit = self.grid.point(0, 1)[1] - self.grid.point(0, 0)[1]
        padded = [0.0, *self.heights, 0.0]
        for k, (block, piece) in enumerate(zip(self.blocks, self.strip, strict=True)):
            left, right = (self.grid.point(edge, 0) for edge in self.edges[k : k + 2])
            side = _side(self.heights[k]) * STRIP * UP
            seam = min(_BLOCK_SEAM, 0.1 * (right - left)[0]) * RIGHT
            beside = unit * padded[k], unit * padded[k + 2]
            block.stand(left + side + seam, right + side - seam, unit * self.heights[k], beside)
            _lay(piece, left, right, self.role)
        return self

    def set_frame(self, corner: Sequence[float], width: float, unit: float) -> Self:
        """Let the strip begin at `corner`, `width` long, and 1 be `unit` high.

        The blocks follow with the next `set_shape`.
        """
        low = np.array(corner, dtype=float)
        self.grid.set_points_as_corners([low, low + np.array([width, unit, 0.0])])
        return self

    @property
    def frame(self) -> tuple[np.ndarray, float, float]:
        """Where the strip begins, how long it is, and how high 1 is."""
        low = self.grid.point(0, 0)
        width, unit, _ = self.grid.point(1, 1) - low
        return low, float(width), float(unit)

    def paint_blocks(self, role: str, opacity: float) -> Self:
        """Blocks that are another thing than those of the strip's own kind."""
        for block in self.blocks:
            block.set_fill(paint(role), opacity, family=False)
            block.edge.set_stroke(paint(role))
        return self

    def brighten(self) -> list[Animation]:
        """Fill its blocks wholly: they are what is spoken of last."""
        return walks(self.blocks[0].get_fill_opacity(), 1.0, (self.blocks, self.shine))

    def shine(self, opacity: float) -> None:
        """Fill all blocks by `opacity`."""
        for block in self.blocks:
            block.shine(opacity)

    def point(self, share: float, height: float) -> np.ndarray:
        """The place over (under) the strip at `share` of its length, `height` away from it."""
        return self.grid.point(share, height) + _side(height) * STRIP * UP

    def middle(self, k: int) -> float:
        """The share of the strip at which the k-th piece has its middle."""
        return float(self.edges[k : k + 2].mean())

    def level(self, height: float, *, role: str = "text", width: float = MAIN_CURVE) -> Line:
        """A line along the whole strip at `height`."""
        line = Line(self.point(0, height), self.point(1, height))
        return line.set_stroke(paint(role), width)

    def ghost(self) -> VMobject:
        """The outline of all blocks as they stand, to be left behind."""
        corners = [self.point(0, 0)]
        for k, height in enumerate(self.heights):
            corners += [self.point(edge, height) for edge in self.edges[k : k + 2]]
        corners.append(self.point(1, 0))
        outline = VMobject().set_points_as_corners(corners)
        return DashedVMobject(outline.set_stroke(paint("muted"), HAIRLINE), num_dashes=150)

    def share_row(self) -> VGroup:
        """The chances close under the strip, where there is room."""
        row = VGroup()
        for k, share in enumerate(self.shares):
            text = Formula(chance_text(float(share)), size=LABEL, role=self.role)
            text.next_to(self.grid.point(self.middle(k), 0), DOWN, buff=0.22)
            fits = text.width < self.strip[k].width + _WIDER
            if fits and not any(touches(text, other) for other in row):
                row.add(text)
        return row

    # -- labels, where there is room ----------------------------------------

    def labels(self, *, sign: bool = False, size: float = LABEL) -> tuple[VGroup, VGroup, VGroup]:
        """Names, probabilities and heights (of this type size), where they have room.

        Names and probabilities stand on the free side of the strip, heights at the ends of
        the blocks; neighbours of the same height share one number.
        """
        count = range(len(self.shares))
        names = [Formula(f"o_{k + 1}", size=LABEL) for k in count]
        shares = [Formula(chance_text(p), size=LABEL, role=self.role) for p in self.shares]
        kept: list[Formula] = []
        heights = self._with_room(self._at_tips(sign, size), kept)
        groups = [
            self._with_room(self._beside_strip(texts, buff), kept)
            for texts, buff in ((names, 0.24), (shares, 0.72))
        ]
        return groups[0], groups[1], heights

    def _at_tips(self, sign: bool, size: float) -> list[tuple]:
        texts = [short(height, sign=sign) for height in self.heights]
        starts = [k for k in range(len(texts)) if k == 0 or texts[k] != texts[k - 1]]
        places = []
        for start, end in pairwise([*starts, len(texts)]):
            ends = [self.point(edge, self.heights[start]) for edge in self.edges[[start, end]]]
            text = Formula(texts[start], size=size)
            places.append((text, *ends, _side(self.heights[start]), 0.14))
        return places

    def _beside_strip(self, texts: Sequence[Formula], buff: float) -> list[tuple]:
        ends = [self.grid.point(edge, 0) for edge in self.edges]
        sides = [-_side(height) for height in self.heights]
        pieces = zip(texts, ends[:-1], ends[1:], sides, strict=True)
        return [(*piece, buff) for piece in pieces]

    def _with_room(self, places: list[tuple], taken: list[Formula]) -> VGroup:
        """The texts that have room over (under) their pieces, the widest pieces first.

        A place is a text, both ends of its piece, the side of the strip and the distance.
        """
        kept: dict[int, Formula] = {}
        widths = [right[0] - left[0] for _, left, right, *_ in places]
        for k in np.argsort(-np.array(widths).round(6), kind="stable"):
            text, left, right, side, buff = places[int(k)]
            text.next_to(0.5 * (left + right), side * UP, buff=buff)
            for edge, toward in ((None, None), (right, RIGHT), (left, LEFT)):
                if toward is not None:
                    text.align_to(edge - 0.04 * toward, toward)
                if self._is_free(text, taken):
                    kept[int(k)] = text
                    taken.append(text)
                    break
        return VGroup(*(kept[k] for k in sorted(kept)))

    def _is_free(self, text: Formula, others: Iterable[Formula]) -> bool:
        inside = STAGE[0][0] <= text.get_left()[0] and text.get_right()[0] <= STAGE[1][0]
        free = not any(touches(text, other, gap=0.06) for other in others)
        return inside and free and not any(touches(text, b, gap=0.01) for b in self.blocks)


def _role(bright: bool) -> str:
    return "text" if bright else "muted"


def _side(height: float) -> int:
    return 1 if height >= 0 else -1


def _piece(role: str) -> VMobject | VGroup:
    piece = Rectangle(width=1, height=2 * STRIP, stroke_width=0)
    if role == "new":
        return piece.set_fill(paint(role), 1)
    piece.set_stroke(paint(role), HAIRLINE if role == "old" else 0)
    return piece if role == "old" else VGroup(piece, VMobject().set_stroke(paint(role), AXIS))


def _lay(piece, left: np.ndarray, right: np.ndarray, role: str) -> None:
    """Lay a piece of the strip between two points, with a seam where there is room."""
    box = piece[0] if role == "reference" else piece
    length = right[0] - left[0]
    seam = min(_SEAM, 0.2 * length)
    width = max(length - 2 * seam, 1e-4)
    low = 0.5 * (left + right) + 0.5 * np.array([-width, -2 * STRIP, 0])
    across, rise = np.array([width, 0, 0]), np.array([0, 2 * STRIP, 0])
    box.set_points_as_corners([low, low + across, low + across + rise, low + rise, low])
    if role == "reference":
        dashes = DashedVMobject(box, num_dashes=max(4, round(2 * width / 0.16)))
        piece[1].set_points(np.concatenate([dash.points for dash in dashes]))
