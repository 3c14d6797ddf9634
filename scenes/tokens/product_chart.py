"""The ratio of a whole answer: the product of its tokens' ratios, or their geometric mean."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, DashedLine, Line, VGroup, VMobject

from scenes.script.decimals import printed
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.live_number import LiveNumber
from scenes.stage.marks import sign_marker
from scenes.stage.places import stand_on
from scenes.stage.theme import (
    AXIS,
    CURVE,
    FORMULA,
    LABEL,
    MAIN_CURVE,
    READOUT,
    current_theme,
    paint,
)
from scenes.stage.typeset import Formula, Prose, fit_prose

from .story import Story

LEFT_SIDE, BREADTH = -4.95, 9.72  # where no token is multiplied yet; room for the tokens
MIDDLE, HALF = 0.35, 2.35  # the height of the ratio 1, and from there to both ends
FAR = 100  # tokens of an answer of the size that is common
_NEAREST, _FADES = 0.2, 0.03  # of the half axis: how near 1 a tick is none; where it fades
_FILL = 2.0  # of what is allowed, in tints of the theme
_STEPS = 60  # of the bounds' curves


class ChartView(NamedTuple):
    """What the chart shows: `tokens` across, and `span` nats from 1 to each end."""

    tokens: float
    span: float


class ProductChart(VGroup):
    """For each answer its tokens' ratios multiplied up, over how many they are.

    `set_view` and `set_root` change it: with the root 0 it is the product, with 1 the
    geometric mean of as many tokens. The `cone` is what bounds on each token allow.
    """

    def __init__(self, story: Story):
        self.story = story
        self.root = self.seen = 0.0
        reach = [np.abs(np.cumsum(answer.log_ratio)).max() for answer in story.answers]
        self.view = ChartView(float(story.longest), max(np.log(10.0), 1.05 * max(reach)))
        self.bounds = np.log([1 - story.eps_low, 1 + story.eps_high])
        left, right = LEFT_SIDE, LEFT_SIDE + BREADTH
        self.one = DashedLine([left, MIDDLE, 0], [right, MIDDLE, 0]).set_stroke(
            paint("muted"), AXIS
        )
        self.side = Line([left, MIDDLE - HALF, 0], [left, MIDDLE + HALF, 0])
        self.side.set_stroke(paint("muted"), AXIS)
        self.cone = VMobject(stroke_width=0).set_fill(paint("muted"), _FILL * current_theme().tint)
        self.edges = VGroup(*(_curve("muted", CURVE) for _ in self.bounds)).set_stroke(opacity=0)
        self.paths = VGroup(*(_curve("text", MAIN_CURVE) for _ in story.answers))
        self.tips = VGroup(*(sign_marker(one.advantage, 0.26) for one in story.answers))
        self.ends = VGroup(*(LiveNumber(1.0, 2, size=FORMULA) for _ in story.answers))
        self.ticks = VGroup()
        self.values: list[float] = []
        super().__init__(self.cone, self.edges, self.side, self.one, self.ticks, self.paths)
        self.add(self.tips)
        self.opened = 0.0
        self.set_view(self.view)

    @property
    def far(self) -> int:
        """Tokens of the far view: a hundred, or as many as the longest answer has."""
        return max(FAR, self.story.longest)

    @property
    def far_view(self) -> ChartView:
        """All that the bounds allow so many tokens."""
        return ChartView(float(self.far), 1.03 * self.far * float(np.abs(self.bounds).max()))

    @property
    def far_power(self) -> int:
        """The power of ten of a tick of the far view."""
        return max(1, int(0.8 * self.far_view.span / np.log(10)))

    @property
    def near_view(self) -> ChartView:
        """The bounds and the means of all answers."""
        means = [
            abs(float(answer.log_ratio[:n].mean()))
            for answer in self.story.answers
            for n in range(1, answer.size + 1)
        ]
        span = max(1.1 * max(means), 1.3 * float(np.abs(self.bounds).max()))
        return ChartView(float(self.story.longest), span)

    def are_outside(self, bounds: np.ndarray) -> bool:
        """Whether the means of all answers lie outside of bounds, which are logarithms."""
        means = [float(answer.log_ratio.mean()) for answer in self.story.answers]
        return not any(bounds[0] <= mean <= bounds[1] for mean in means)

    # -- ticks ----------------------------------------------------------------

    def add_ticks(self, *ticks: tuple[float, str]) -> Self:
        """Values on the axis with their math source; each is seen while it is in view."""
        for value, source in ticks:
            label = Formula(source, size=LABEL, role="muted")
            mark = Line(0.09 * LEFT, 0.09 * RIGHT).set_stroke(paint("muted"), AXIS)
            self.ticks.add(VGroup(mark, label))
            self.values.append(float(np.log(value)))
        return self.set_view(self.view)

    # -- states ---------------------------------------------------------------

    def set_view(self, view: ChartView) -> Self:
        """Show so many tokens and so much of the axis."""
        self.view = view
        for tick, value in zip(self.ticks, self.values, strict=True):
            share = abs(value) / view.span
            near = 1.0 if not value else float(np.clip((share - _NEAREST) / _FADES, 0, 1))
            seen = near * float(np.clip((1.0 + _FADES - share) / _FADES, 0, 1))
            spot = np.array([LEFT_SIDE, self._y(value), 0.0])
            tick[0].move_to(spot).set_stroke(opacity=seen)
            tick[1].next_to(spot, LEFT, buff=0.2).set_opacity(seen)
        return self._draw()

    def zoom(self, start: ChartView, end: ChartView, share: float) -> Self:
        """The view at `share` of the way from one to another; by equal factors."""
        ends = np.log([start, end])
        return self.set_view(ChartView(*np.exp((1 - share) * ends[0] + share * ends[1])))

    def set_root(self, root: float) -> Self:
        """From the product, 0, to the geometric mean, 1."""
        self.root = root
        return self._draw()

    def set_seen(self, count: float) -> Self:
        """Show the first `count` tokens of every answer."""
        self.seen = count
        return self._draw()

    def set_open(self, level: float) -> Self:
        """Open the cone of what is allowed, from its tip to the last token in view."""
        self.opened = level
        return self._draw()

    def log_at(self, answer: int, count: int) -> float:
        """The logarithm of what the chart shows of an answer's first `count` tokens."""
        whole = float(self.story.answers[answer].log_ratio[:count].sum())
        return whole / count**self.root if count else 0.0

    # -- drawing --------------------------------------------------------------

    def _x(self, count: float) -> float:
        return LEFT_SIDE + BREADTH * count / self.view.tokens

    def _y(self, log: float) -> float:
        return float(MIDDLE + HALF * log / self.view.span)

    def _draw(self) -> Self:
        for k, (path, tip) in enumerate(zip(self.paths, self.tips, strict=True)):
            size = self.story.answers[k].size
            last = min(self.seen, size)
            counts = [*range(int(last) + 1), *([last] if last % 1 else [])]
            spots = [np.array([self._x(n), self._y(self._between(k, n)), 0.0]) for n in counts]
            inside = _within(spots, MIDDLE - HALF, MIDDLE + HALF)
            _trace(path, inside)
            whole = len(inside) == len(spots) and last > 0
            tip.move_to(spots[-1]).set_opacity(float(whole))
        self._draw_cone()
        return self

    def _between(self, k: int, count: float) -> float:
        low = int(count)
        high = min(low + 1, self.story.answers[k].size)
        return float((1 - count % 1) * self.log_at(k, low) + (count % 1) * self.log_at(k, high))

    def _draw_cone(self) -> None:
        reach = self.opened * self.view.tokens
        counts = np.linspace(0.0, 1.0, _STEPS) * reach if reach else np.zeros(0)
        sides = []
        for edge, bound in zip(self.edges, self.bounds, strict=True):
            rising = counts / np.maximum(counts, 1e-9) ** self.root
            spots = [
                np.array([self._x(n), self._y(bound * r), 0])
                for n, r in zip(counts, rising, strict=True)
            ]
            cut = _within(spots, MIDDLE - HALF, MIDDLE + HALF)
            _trace(edge, cut)
            sides.append([np.clip(s, -99, [99, MIDDLE + HALF, 99]) for s in spots])
            edge.set_stroke(opacity=float(bool(reach)))
        self.cone.clear_points()
        if reach:
            low = [np.maximum(s, [-99, MIDDLE - HALF, -99]) for s in sides[0]]
            corners = [*low, *reversed(sides[1]), low[0]]
            self.cone.set_points_as_corners(corners)

    # -- words ----------------------------------------------------------------

    def head(self, beat: str) -> VGroup:
        """What the axis is, over it, and who takes it."""
        text = Prose(say(f"tokens.{beat}.head"), size=FORMULA)
        who = Prose(say(f"tokens.{beat}.who"), size=READOUT, role="muted")
        text.move_to([LEFT_SIDE + 0.25, MIDDLE + HALF + 0.55, 0], aligned_edge=LEFT)
        return VGroup(text, stand_on(who.next_to(text, RIGHT, buff=0.35), text))

    def place_ends(self, decimals: int = 2) -> VGroup:
        """Each answer's number right of its path's end."""
        for k, (number, tip) in enumerate(zip(self.ends, self.tips, strict=True)):
            number.decimals = decimals
            number.set_value(float(np.exp(self.log_at(k, self.story.answers[k].size))))
            number.next_to(tip, RIGHT, buff=0.18)
            if self.story.is_own:  # of any length: in a column, clear of all paths
                number.set_x(LEFT_SIDE + BREADTH + 0.2 + 0.5 * number.width)
        _apart(self.ends)
        return self.ends

    def ours(self) -> Prose:
        """A name for the three paths where they are small."""
        text = Prose(say("tokens.product.ours"), size=LABEL, role="muted")
        low = min(float(tip.get_y()) for tip in self.tips)
        return text.move_to([LEFT_SIDE + 0.3, low - 1.3, 0], aligned_edge=LEFT)

    def code(self) -> Prose:
        """What follows for code, at the foot."""
        text = Prose(say("tokens.product.code"), size=LABEL)
        return text.move_to([LEFT_SIDE + 1.9, MIDDLE - HALF - 0.4, 0], aligned_edge=LEFT)

    def edge_words(self) -> VGroup:
        """What the ends of the cone are, at its right."""
        told = VGroup()
        for bound, way in zip(self.bounds, (DOWN, UP), strict=True):
            source = number_text(float(np.exp(bound * self.far)), 2)
            if bound < 0:
                source = _small(bound * self.far)
            number = Formula(source, size=READOUT)
            text = say("tokens.product.edge", ratio=printed(number_text(float(np.exp(bound)), 1)))
            words = fit_prose(text, 2.4, lines=2, size=LABEL, role="muted", align="right")
            both = VGroup(number, words).arrange(DOWN, buff=0.14, aligned_edge=LEFT)
            end = np.array([LEFT_SIDE + BREADTH + 0.15, self._y(bound * self.far), 0])
            told.add(both.move_to(end - 0.1 * way, aligned_edge=LEFT + way))
        return told


def _small(log: float) -> str:
    mantissa, exponent = f"{np.exp(log):.1e}".split("e")
    return f"{mantissa} dot 10^({int(exponent)})"


def _curve(role: str, width: float) -> VMobject:
    return VMobject().set_stroke(paint(role), width)


def _trace(path: VMobject, spots: Sequence[np.ndarray]) -> None:
    path.clear_points()
    if len(spots) > 1:
        path.set_points_as_corners(spots)


def _within(spots: Sequence[np.ndarray], low: float, high: float) -> list[np.ndarray]:
    """A path up to where it first leaves the heights from `low` to `high`."""
    kept = list(spots[:1])
    for start, end in pairwise(spots):
        if low <= end[1] <= high:
            kept.append(end)
            continue
        wall = high if end[1] > high else low
        kept.append(start + (end - start) * (wall - start[1]) / (end[1] - start[1]))
        break
    return kept


def _apart(numbers: VGroup, least: float = 0.62) -> None:
    """Numbers in a column that come too near one another give way, up and down from the middle."""
    ordered = sorted(numbers, key=lambda number: number.get_y())
    for low, high in pairwise(ordered):
        lap = low.get_y() + least - high.get_y()
        near = abs(low.get_x() - high.get_x()) < 0.5 * (low.width + high.width) + 0.1
        if near and lap > 0:
            high.shift(lap * UP)
