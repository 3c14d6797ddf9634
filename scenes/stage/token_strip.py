"""An answer as a strip of squares, one a token, which writes itself and can change its shape."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from manim import UP, Animation, DashedLine, VGroup, VMobject, smooth

from scenes.script.words import say

from .live_number import LiveNumber
from .motion import Drive
from .theme import AXIS, LABEL, paint
from .token_square import SIDE, TokenSquare

_GAP, _ROW = 0.08, 0.2  # scene units between squares, and between rows
_TAIL = 5  # tokens of a folded answer that are shown at its end: its result
_DROP = 0.3  # how far over its place a square appears
_SEAM, _THIN = 0.04, 0.15  # between the boxes of an area, and the most of a low one's height
_OVER = 0.16  # from a box up to its number


@dataclass(frozen=True)
class Pose:
    """What a strip looks like: n squares, in scene units from the first one's lower left corner.

    `boxes`, shape (n, 4): left, foot, width, height. `levels`, shape (n,): how full. `solid`:
    0 tinted squares, 1 bars in full colour. `under`: 0 characters in their squares, 1 under
    them. `ink`: how much of the characters, and of what was given, is seen.
    """

    boxes: np.ndarray
    levels: np.ndarray
    solid: float = 0.0
    under: float = 0.0
    ink: float = 1.0

    def toward(self, other: Pose, share: float) -> Pose:
        """The pose at `share`, 0 to 1, of the way to `other`."""
        ends = ((getattr(self, name), getattr(other, name)) for name in self.__annotations__)
        return Pose(*((1 - share) * start + share * end for start, end in ends))


class TokenStrip(VGroup):
    """`tokens` with the `probabilities` that the policy `role` gave them, each after the others.

    `prompt` is what was given, before them. Rows are no wider than `width`. An answer that
    would take more than `rows` of them is folded: its beginning, how many tokens more there
    are, its end. `shown` are the places of the shown tokens, `squares` their squares; of
    less than half a unit a side they have no characters.
    """

    def __init__(
        self,
        tokens: Sequence[str],
        probabilities: Sequence[float],
        *,
        prompt: Sequence[str] = (),
        role: str = "new",
        side: float = SIDE,
        width: float = 12.8,
        rows: int = 6,
    ):
        super().__init__()
        self.side = side
        self.pin = VMobject(stroke_width=0).set_points_as_corners([[0, 0, 0], [side, 0, 0]])
        given = [TokenSquare(token, None, side=side) for token in prompt]
        drawn = [
            TokenSquare(token, float(chance), role=role, side=side)
            for token, chance in zip(tokens, probabilities, strict=True)
        ]
        fold, self.shown = _folded(given, drawn, width, rows)
        self.prompt, self.fold = VGroup(*given), VGroup(*fold)
        self.squares = VGroup(*(drawn[k] for k in self.shown))
        self.pieces = [*self.squares[:-_TAIL], *fold, *self.squares[-_TAIL:]]
        self.numbers: dict[int, LiveNumber] = {}
        self.add(self.pin, self.prompt, self.squares, self.fold)
        places = _places([*given, *self.pieces], width)
        for piece, spot in zip([*given, *self.pieces], places, strict=True):
            piece.spot = spot
        levels = np.array([square.level for square in self.squares])
        self.home = Pose(np.array([square.spot for square in self.squares]), levels)
        self.written = float(len(self.pieces))
        self.set_pose(self.home)

    @property
    def scaling(self) -> float:
        """How large it is now, 1 at its birth."""
        return float(np.linalg.norm(self.pin.points[-1] - self.pin.points[0])) / self.side

    # -- writing ------------------------------------------------------------------------------

    def set_written(self, count: float) -> Self:
        """Show the first `count` pieces; a part of one is on its way down to its place."""
        self.written = count
        for k, piece in enumerate(self.pieces):
            share = float(np.clip(count - k, 0.0, 1.0))
            if piece.presence == share and not (share and piece.is_away):
                continue  # not there yet, or already
            piece.set_presence(min(2 * share, 1.0))
            self.put(piece, (1 - smooth(share)) * _DROP * UP)
        return self

    def write(self, start: float = 0.0, end: float | None = None, **play: object) -> Animation:
        """It writes itself, from `start` pieces to `end`, the whole of it unless said."""
        last = float(len(self.pieces)) if end is None else end
        return Drive(self, self.set_written, start, last, **play)

    # -- poses --------------------------------------------------------------------------------

    def set_pose(self, pose: Pose) -> Self:
        """Look like this."""
        self.pose = pose
        for one in (*self.prompt, *self.fold):
            one.set_presence(pose.ink)
        for square, box, level in zip(self.squares, pose.boxes, pose.levels, strict=True):
            square.spot, square.level = box, float(level)
            square.set_look(pose.solid, pose.under, pose.ink)
        for piece in (*self.prompt, *self.pieces):
            self.put(piece)
        self._place_numbers()
        return self

    def turn_to(self, pose: Pose, *, corner: np.ndarray | None = None, **play: object) -> Animation:
        """From what it looks like now to `pose`; its first square's `corner` goes there, too."""
        start, origin = self.pose, self.pin.points[0].copy()
        way = 0.0 if corner is None else np.asarray(corner, dtype=float) - origin

        def turn(share: float) -> None:
            self.shift(origin + share * way - self.pin.points[0])
            self.set_pose(start.toward(pose, share))

        return Drive(self, turn, 0, 1, **play)

    def with_probabilities(self, probabilities: Sequence[float]) -> Pose:
        """Its squares at home, filled as another policy would have it."""
        return replace(self.home, levels=np.array(probabilities, dtype=float)[self.shown])

    def as_ratios(self, ratios: Sequence[float], unit: float | None = None) -> Pose:
        """Bars, a token's ratio high; 1 is `unit`, if not said a side: it stays a square.

        Its characters stand under the bars. Raises `ValueError` for an answer in several rows.
        """
        boxes = self.home.boxes.copy()
        if np.ptp(boxes[:, 1]):
            raise ValueError("the ratios of an answer in several rows would cover each other")
        boxes[:, 3] = np.array(ratios, dtype=float)[self.shown] * (unit or self.side)
        return replace(self.home, boxes=boxes, solid=1.0, under=1.0)

    def ratio_line(self, unit: float | None = None) -> DashedLine:
        """The line across the bars of `as_ratios` at the ratio 1."""
        start, end = self.squares[0].face.get_left(), self.squares[-1].face.get_right()
        height = self.pin.points[0][1] + (unit or self.side) * self.scaling
        line = DashedLine([start[0] - _GAP, height, 0], [end[0] + _GAP, height, 0])
        line.set_stroke(paint("ground"), 3 * AXIS, background=True)
        return line.set_stroke(paint("text"), AXIS)

    def as_area(
        self, weights: Sequence[float], corner: np.ndarray, width: float, columns: int, area: float
    ) -> Pose:
        """A block of `columns`, `width` wide, from its upper left `corner` on the stage down.

        Each token's box covers its weight times `area`, in square scene units. Raises
        `ValueError` for a folded answer, and for weights in one row that differ.
        """
        if len(self.fold):
            raise ValueError("a folded answer has no area; make its squares smaller than .5")
        sizes = np.array(weights, dtype=float) * area * columns / width  # heights of the boxes
        rows = np.split(sizes, np.arange(columns, len(sizes), columns))
        if any(np.ptp(row) > 1e-9 for row in rows):
            raise ValueError("the tokens of a row need one weight")
        feet = np.repeat(-np.cumsum([row[0] for row in rows]), list(map(len, rows)))
        place = np.arange(len(sizes)) % columns * width / columns
        boxes = np.stack([place, feet, np.full(len(sizes), width / columns), sizes], axis=1)
        boxes[:, :2] += (np.asarray(corner, dtype=float) - self.pin.points[0])[:2]
        seams = np.minimum(_SEAM, _THIN * sizes)[:, None]
        boxes += 0.5 * seams * np.array([1, 1, -2, -2])
        return replace(self.home, boxes=boxes / self.scaling, solid=1.0, ink=0.0)

    def set_role(self, role: str) -> Self:
        """Colour all of its squares by a policy, or by the sign of its advantage."""
        for square in self.squares:
            square.set_role(role)
        return self

    # -- numbers ------------------------------------------------------------------------------

    def number(self, k: int, value: float, decimals: int = 2) -> LiveNumber:
        """A number over the k-th shown token, which from now on goes with its box.

        Show it, then `gather` the strip. To change it, `set_value`: it is printed as given,
        never a value on the way.
        """
        self.numbers[k] = LiveNumber(value, decimals, short=True, size=LABEL)
        self.add(self.numbers[k])
        self._place_numbers()
        return self.numbers[k]

    def _place_numbers(self) -> None:
        for k, number in self.numbers.items():
            number.next_to(self.squares[k].face, UP, buff=_OVER * self.scaling)

    def place(self, piece: TokenSquare) -> np.ndarray:
        """The middle of the box that a piece has, though it may be on its way to it."""
        left, foot, width, height = piece.spot
        middle = np.array([left + 0.5 * width, foot + 0.5 * height, 0.0])
        return self.pin.points[0] + self.scaling * middle

    def put(self, piece: TokenSquare, shift: np.ndarray | float = 0.0) -> None:
        """Put a piece into its box, or `shift` away from it."""
        origin = self.pin.points[0] + shift
        box = self.scaling * piece.spot + [*origin[:2], 0.0, 0.0]
        piece.is_away = bool(np.any(shift))
        piece.set_box(tuple(box), self.scaling)


def _folded(
    given: list[TokenSquare], drawn: list[TokenSquare], width: float, rows: int
) -> tuple[list[TokenSquare], list[int]]:
    """The piece that says how many tokens are not shown, if so, and the places of the others."""
    every = list(range(len(drawn)))
    if _rows([*given, *drawn], width) <= rows:
        return [], every

    def fold(head: int) -> TokenSquare:
        hidden = len(drawn) - _TAIL - head
        return TokenSquare("", None, text=say("stage.telling.more", count=hidden))

    def is_too_long(head: int) -> bool:
        return _rows([*given, *drawn[:head], fold(head), *drawn[-_TAIL:]], width) > rows

    head = bisect_left(range(1, len(drawn) - _TAIL), True, key=is_too_long)
    return [fold(head)], [*every[:head], *every[-_TAIL:]]


def _rows(pieces: Sequence[TokenSquare], width: float) -> int:
    return len({foot for _, foot, _, _ in _places(pieces, width)})


def _places(pieces: Sequence[TokenSquare], width: float) -> list[np.ndarray]:
    """Boxes in rows from the left, down from the first, by the pieces' widths."""
    places, left, foot = [], 0.0, 0.0
    for piece in pieces:
        if left and left + piece.home > width:
            left, foot = 0.0, foot - piece.side - _ROW
        places.append(np.array([left, foot, piece.home, piece.side]))
        left += piece.home + _GAP
    return places
