"""Four answers with their rewards and chances, a row each: the picture that lasts all film."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from manim import LEFT, RIGHT, Animation, Line, Rectangle, ReplacementTransform, VGroup

from grpo_core import GroupTable
from scenes.script.telling import CASES, left_out, telling
from scenes.stage.arrow import BlockArrow
from scenes.stage.brace import Brace
from scenes.stage.coin import Coin
from scenes.stage.motion import Drive
from scenes.stage.panel import panel
from scenes.stage.places import OVER_CAPTIONS, keep_inside
from scenes.stage.policy_chart import bar_scale
from scenes.stage.theme import AXIS, CURVE, LABEL, paint, sign_role
from scenes.stage.typeset import Prose, fit_apart

_RIM = 5  # stroke width: of the ground's colour on both sides of an outline, together
_GAP, _RADIUS = 0.12, 0.27  # between rows; of a coin
_LEAST_ARROW, _CLEAR = 0.12, 0.06  # scene units: an arrow's length; its way from line and coin
_LEAST_BAR = 0.05
_MOST_PITCH = 1.5  # from row to row, where there are few
_DEPTH = 0.2  # of the brace along the rows
_TEXT = 34  # the size of answers


@dataclass(frozen=True)
class RowLayout:
    """Where the columns of the rows stand, in scene units.

    `top` is the upper edge of the first row, `pitch` from row to row. Answers begin at `text`
    and are `room` wide at most; rewards lie about `mean`, `reach` away at most; bars begin at
    `foot` and are `longest` at most. `lift` is how far over its row's middle an answer
    stands, and `sink` how far under it its bar.
    """

    left: float
    right: float
    top: float
    pitch: float
    text: float
    room: float
    mean: float
    reach: float
    foot: float
    longest: float
    tall: float
    lift: float = 0.0
    sink: float = 0.0


# Over the whole stage under a heading, and beside five sentences.
WIDE = RowLayout(
    left=-6.35, right=6.6, top=1.12, pitch=1.07, text=-6.1, room=3.15, mean=-1.0, reach=1.2,
    foot=1.2, longest=4.2, tall=0.58,
)  # fmt: skip
BESIDE = RowLayout(
    left=-0.68, right=6.75, top=2.6, pitch=1.24, text=2.1, room=2.62, mean=0.55, reach=0.76,
    foot=1.95, longest=3.3, tall=0.44, lift=0.36, sink=0.19,
)  # fmt: skip


class AnswerRows(VGroup):
    """The rows of `table`'s answers at the places of `layout`.

    Four at most; of a larger group three, and the last row counts the others. `set_step`
    leads the new policy's bars from the old policy (0) to the table's own (1).
    """

    def __init__(self, table: GroupTable, layout: RowLayout):
        super().__init__()
        self.table, self.layout = table, layout
        size = table.group.size
        self.shown = telling(table, CASES if size <= CASES else CASES - 1)
        self.rest = left_out(table, self.shown)
        self.scaling = bar_scale(table, ("old", "new", "reference"), self.shown, layout.longest)
        self.pitch = min(self._room() / self.slots, _MOST_PITCH)
        self.bodies = VGroup(*(self._body(k) for k in range(self.slots)))
        self.texts = self._texts()
        self.line = Line(*self.column(layout.mean)).set_stroke(paint("text"), CURVE)
        self.coins = VGroup(*map(self._coin, range(len(self.shown))))
        self.arrows = VGroup(*map(self._arrow, range(len(self.shown))))
        self.foot = Line(*self.column(layout.foot)).set_stroke(paint("muted"), AXIS)
        self.fills = VGroup(*(self._bar(k, "new") for k in range(len(self.shown))))
        self.frames = VGroup(*(self._bar(k, "old") for k in range(len(self.shown))))
        self.axis = self._axis()
        self.add(self.bodies, self.texts, self.line, self.arrows, self.coins)
        self.add(self.foot, self.fills, self.frames, self.axis)

    def _room(self) -> float:
        """How high all rows may be: an axis under the last one keeps clear of the captions."""
        room, axis = self.layout.pitch * CASES, self.scaling.level_axis()
        if self.rest or not axis.submobjects:
            return room
        foot = OVER_CAPTIONS[0][1] - axis.get_bottom()[1]
        return min(room, self.layout.top - foot)

    @property
    def slots(self) -> int:
        """How many rows there are, with one that counts the answers that are left out."""
        return len(self.shown) + bool(self.rest)

    @property
    def example(self) -> int:
        """The row that is followed: of the better ones, the one that grew by most."""
        better = [k for k, index in enumerate(self.shown) if self.table.advantage[index] > 0]
        return max(better, key=lambda k: self.table.ratio[self.shown[k]], default=0)

    def height(self, row: int) -> float:
        """The middle of a row."""
        return self.layout.top - (row + 0.5) * self.pitch

    def column(self, across: float) -> tuple[np.ndarray, np.ndarray]:
        """The ends of a line through all answers' rows."""
        top, foot = self.layout.top, self.height(len(self.shown) - 1) - 0.5 * self.pitch
        return np.array([across, top, 0.0]), np.array([across, foot + 0.04, 0.0])

    def end(self, row: int, logp: float) -> np.ndarray:
        """Where in a row a bar ends whose probability is ``exp(logp)``."""
        layout = self.layout
        length = max(self.scaling.rise(logp), _LEAST_BAR)
        return np.array([layout.foot + length, self.height(row) - layout.sink, 0.0])

    def brace(self) -> Brace:
        """Along all answers, its point to the left."""
        top, foot = self.column(self.layout.left - _CLEAR)
        return Brace(foot, top, depth=_DEPTH)

    def set_step(self, share: float) -> Self:
        """Lead the bars of the new policy `share` of the way from old to new."""
        self.share = share
        for k, fill in enumerate(self.fills):
            ends = (self.end(k, float(logp[self.shown[k]])) for logp in self._ways)
            old, new = (end - self.layout.foot * RIGHT for end in ends)
            length = (1 - share) * old[0] + share * new[0]
            fill.stretch_to_fit_width(length)
            fill.move_to([self.layout.foot, old[1], 0.0], aligned_edge=LEFT)
        return self

    def draw_arrows(self) -> list[Animation]:
        """The arrows grow from the average to each coin."""
        lengths = (float(arrow.body.width) for arrow in self.arrows)
        return [
            Drive(arrow, arrow.set_length, 0.0, length)
            for arrow, length in zip(self.arrows, lengths, strict=True)
            if length
        ]

    def turn_into(self, other: AnswerRows) -> list[Animation]:
        """Animations to the same rows at other places; `gather` the other ones afterwards."""
        other.set_step(self.share)
        pairs = zip(self.submobjects, other.submobjects, strict=True)
        return [ReplacementTransform(*pair) for pair in pairs]

    @property
    def _ways(self) -> tuple[np.ndarray, np.ndarray]:
        return self.table.old_logp, self.table.new_logp

    def _body(self, row: int) -> Rectangle:
        layout = self.layout
        body = panel(layout.right - layout.left, self.pitch - _GAP)
        return body.move_to([0.5 * (layout.left + layout.right), self.height(row), 0])

    def _texts(self) -> VGroup:
        layout, said = self.layout, [self.table.group.texts[index] for index in self.shown]
        texts = VGroup(*fit_apart(said, layout.room, lines=1, size=_TEXT))
        if self.rest:
            texts.add(Prose(self.rest, size=LABEL, role="muted"))
        for row, text in enumerate(texts):
            spot = [layout.text, self.height(row) + layout.lift * (row < len(self.shown)), 0]
            text.move_to(spot, aligned_edge=LEFT)
        return texts

    def _coin(self, row: int) -> Coin:
        layout, rewards = self.layout, self.table.rewards
        off = rewards - self.table.reward_mean
        most = float(np.abs(off[list(self.shown)]).max())
        index = self.shown[row]
        way = layout.reach * float(off[index]) / most if self.table.advantage.any() else 0.0
        coin = Coin(float(rewards[index]), _RADIUS).move_to(
            [layout.mean + way, self.height(row), 0]
        )
        right = min(layout.foot, layout.text if layout.text > layout.mean else np.inf) - 0.1
        left = layout.left if layout.text > layout.mean else layout.text + layout.room
        return keep_inside(coin, (np.array([left + 0.1, -9.0]), np.array([right, 9.0])))

    def _arrow(self, row: int) -> BlockArrow:
        """From the average to the coin, if there is a way between them."""
        advantage = float(self.table.advantage[self.shown[row]])
        side, spot = np.sign(advantage), np.array([self.layout.mean, self.height(row), 0.0])
        face = self.coins[row].face
        edge = face.get_left() if side > 0 else face.get_right()
        start = spot + _CLEAR * side * RIGHT
        length = side * (edge[0] - start[0]) - _CLEAR
        end = start + (length * side * RIGHT if length > _LEAST_ARROW else 0)
        return BlockArrow(start, end, sign_role(advantage), width=0.09, head=0.28)

    def _bar(self, row: int, role: str) -> Rectangle:
        """A lying bar: at its birth both policies are the old one."""
        layout = self.layout
        end = self.end(row, float(self.table.old_logp[self.shown[row]]))
        bar = Rectangle(width=end[0] - layout.foot, height=layout.tall, stroke_width=0)
        if role == "new":
            bar.set_fill(paint(role), 1)
        else:
            bar.set_stroke(paint("ground"), CURVE + _RIM, background=True)
            bar.set_stroke(paint(role), CURVE)
        self.share = 0.0
        return bar.move_to([layout.foot, end[1], 0], aligned_edge=LEFT)

    def _axis(self) -> VGroup:
        """Under the bars what their lengths say on a logarithmic scale; else empty."""
        start = self.column(self.layout.foot)[1]
        return self.scaling.level_axis().shift(start)
