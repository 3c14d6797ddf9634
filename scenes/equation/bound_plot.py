"""The term of one answer over its ratio: it climbs to a bound, and a ghost goes on."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Create,
    DashedLine,
    Dot,
    FadeIn,
    Line,
    Rectangle,
    VGroup,
    VMobject,
)

from grpo_core import GroupTable
from scenes.script.cases import Case
from scenes.script.decimals import without_zero
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.bead import Bead
from scenes.stage.hatch import Hatch
from scenes.stage.marks import tint
from scenes.stage.placement import find_place, touches
from scenes.stage.places import OVER_CAPTIONS, keep_inside, stand_on
from scenes.stage.theme import AXIS, CURVE, HAIRLINE, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose

LEFT_END, RIGHT_END, FOOT, TOP = -2.2, 1.5, -2.0, 1.2
BARS, BAR = (3.4, 5.5), 1.35  # the bars' middles and their width
_NEW_X = -5.7  # the middle of the bar that is estimated
# From where to where its estimates lie, at ratio 1 and at its own; their radius
_FIRST, _DOTS, _DOT = (-4.87, -4.29), (-3.95, -3.37), 0.06
_RANGE = 0.14  # from a cloud of them to the line that says how far they scatter
_MEAN_HITS, _REDRAWS, _SEED = 20, 24, 5  # of a redraw on average; how often; its random numbers
_TYPICAL, _RAREST = 0.2, 1e-6  # a chance, where there is none; the least that is drawn as it is
_GHOST = 0.35  # opacity
_BEYOND = 1.08  # the axis goes further than the ratio by this factor


class BoundPlot(VGroup):
    """The term of the answer `case` (A > 0) as its ratio goes from 1 to its own.

    `set_ratio` moves a bead along the term with the bounds, a ghost along the one without,
    and the two bars at the right with them; the bounds hold once it is `set_bounded`. At the
    left its own bar outgrows the old one, and what `redrawn` old samples say of it scatters.
    """

    def __init__(self, table: GroupTable, case: Case):
        self.table, self.case, self.bound = table, case, 1 + table.eps_high
        self.low = max(0.0, 1 - table.eps_low)
        chance = _TYPICAL if case.index is None else float(np.exp(table.old_logp[case.index]))
        self.redrawn = Redrawn(case, chance)
        self.span = _BEYOND * case.ratio - self.low
        self.band = self._band(1 - table.eps_low)
        self.axes = self._axes()
        self.ticks, self.called = self._ticks(), self._called()
        self.fence, self.near = self._fences(1 - table.eps_low), self._near(1 - table.eps_low)
        self.trail = VMobject().set_stroke(paint("up"), MAIN_CURVE)
        self.ghost_trail = VMobject()
        self.bead, self.ghost = Bead(1.0, 0.2), Bead(1.0, 0.2)
        self.ghost.disc.set_fill(opacity=_GHOST)
        self.bars = VGroup(*(Rectangle(width=BAR, height=1.0) for _ in BARS))
        self.bars[0].set_stroke(paint("muted"), CURVE).set_fill(paint("muted"), _GHOST)
        self.bars[1].set_stroke(width=0).set_fill(paint("up"), 1)
        self.hatch = Hatch(self.bars[1], 0.0)
        self.numbers, self.names, self.guides = self._numbers(), self._names(), self._guides()
        self.moving = VGroup(
            self.redrawn.new,
            self.redrawn.old,
            self.redrawn.level,
            self.redrawn.now,
            self.ghost_trail,
            self.trail,
            self.bars,
            self.hatch,
            self.ghost,
            self.bead,
        )
        super().__init__(self.band, self.axes, self.ticks, self.fence, self.called, self.moving)
        self.add(self.near, self.redrawn.title)
        self.add(self.names, self.guides, self.numbers)
        self.bounded = 0.0
        self.set_ratio(1.0)

    def place(self, ratio: float, term: float) -> np.ndarray:
        """Where a ratio and a term lie."""
        x = LEFT_END + (ratio - self.low) / self.span * (RIGHT_END - LEFT_END)
        return np.array([x, FOOT + term * self.unit, 0.0])

    @property
    def unit(self) -> float:
        """Scene units for a term of 1."""
        return (TOP - FOOT) / (self.case.ratio * self.case.advantage)

    def set_ratio(self, ratio: float) -> Self:
        """Put the answer at `ratio`, from 1 on."""
        self.ratio = ratio
        self.redrawn.set_ratio(ratio)
        return self.set_bounded(self.bounded)

    def set_bounded(self, level: float) -> Self:
        """By `level`, 0 to 1, bend the term flat beyond the bound; a ghost stays straight."""
        self.bounded, a, ratio = level, self.case.advantage, self.ratio

        def term(r: float) -> float:
            return a * ((1 - level) * r + level * min(r, self.bound))

        knots = sorted({self.low, min(ratio, self.bound), ratio})
        self.trail.set_points_as_corners([self.place(r, term(r)) for r in knots])
        self.bead.move_to(self.place(ratio, term(ratio)))
        self.ghost.move_to(self.place(ratio, ratio * a))
        self.ghost_trail.submobjects = []
        if ratio > self.bound:
            ghost = DashedLine(*(self.place(r, r * a) for r in (self.bound, ratio)))
            self.ghost_trail.add(ghost.set_stroke(paint("muted"), CURVE, opacity=level))
        for bar, x, value in zip(self.bars, BARS, (ratio * a, term(ratio)), strict=True):
            bar.stretch_to_fit_height(value * self.unit).move_to([x, FOOT, 0], aligned_edge=DOWN)
        is_held = float(level * (ratio > self.bound))
        self.hatch.set_level(is_held).cover(self.bars[1])
        self.bead.set_clipped(is_held)
        return self

    def begin(self) -> list[Animation]:
        """The answer's bead comes, with its way so far."""
        redrawn = self.redrawn
        shown = FadeIn(redrawn.old, redrawn.level, redrawn.first, redrawn.now, redrawn.title)
        return [shown, Create(self.trail), FadeIn(self.bead), FadeIn(self.ghost)]

    def ground(self) -> list[VMobject]:
        """What stands before anything moves, but for the axis of the ratio itself."""
        return [*self.axes[1:], self.ticks, self.names, self.redrawn.ground]

    def limit(self) -> list[VMobject]:
        """What ends the trust."""
        return [self.band, self.fence, self.called, self.near]

    def _axes(self) -> VGroup:
        across = Line([LEFT_END, FOOT, 0], [RIGHT_END + 0.2, FOOT, 0])
        bars = Line([BARS[0] - 1.0, FOOT, 0], [BARS[1] + 1.0, FOOT, 0])
        bars.set_stroke(paint("muted"), AXIS)
        upright = Line([LEFT_END, FOOT, 0], [LEFT_END, TOP + 0.15, 0])
        self.across = across.set_stroke(paint("muted"), AXIS)
        upright.set_stroke(paint("muted"), AXIS)
        term = Prose(self._title(), role="muted").next_to(upright, UP, buff=0.25)
        term.align_to([LEFT_END - 0.5, 0, 0], LEFT)
        ratio = Prose(say("equation.bound.ratio"), role="muted")
        stand_on(ratio.set_x(0.5 * (LEFT_END + RIGHT_END)), FOOT - 1.0)
        keep_inside(ratio, OVER_CAPTIONS)
        zero = Formula("0", size=LABEL, role="muted").next_to([LEFT_END, FOOT, 0], LEFT, buff=0.16)
        return VGroup(self.across, upright, term, ratio, zero, bars)

    def _title(self) -> str:
        """What the height is, and whose."""
        if self.case.index is None:
            return say("equation.bound.term")
        return say("equation.bound.term_of", number=self.case.index + 1)

    def _ticks(self) -> VGroup:
        """The bounds, 1 and the answer's own ratio, as far as there is room; the term at 1."""
        ticks, right = VGroup(), -np.inf
        for ratio in sorted({1 - self.table.eps_low, 1.0, self.bound, self.case.ratio}):
            spot = self.place(ratio, 0)
            label = Formula(_bare(ratio), size=LABEL, role="muted").move_to(spot)
            is_needed = ratio in (self.bound, self.case.ratio)
            room = (right if not is_needed else -np.inf) + 0.2
            if ratio < self.low or label.get_left()[0] < room:
                continue
            while ticks and is_needed and label.get_left()[0] < ticks[-1][1].get_right()[0] + 0.2:
                ticks.remove(ticks[-1])
            mark = Line(spot + 0.09 * DOWN, spot + 0.09 * UP).set_stroke(paint("muted"), AXIS)
            ticks.add(VGroup(mark, label.next_to(mark, DOWN, buff=0.14)))
            right = label.get_right()[0]
        spot = self.place(1, self.case.advantage)
        mark = Line([LEFT_END - 0.09, spot[1], 0], [LEFT_END + 0.09, spot[1], 0])
        term = Formula(_bare(self.case.advantage), size=LABEL, role="muted")
        term.next_to(mark, LEFT, buff=0.12)
        fits = term.get_left()[0] > _DOTS[1] + _RANGE + 0.1  # else over the bars alone
        return ticks.add(VGroup(mark.set_stroke(paint("muted"), AXIS), *([term] if fits else [])))

    def _called(self) -> VGroup:
        """The bound's name beside its fence, and how far it is from 1."""
        chosen = quoted(say("equation.bound.chosen"))
        source = f"epsilon = {_bare(self.table.eps_high)} thick {chosen}"
        far = Formula(source, size=LABEL, role="muted")
        names = VGroup(Formula("1 + epsilon", size=READOUT), far)
        names.arrange(DOWN, buff=0.16, aligned_edge=LEFT)
        bends = sorted({self.low, self.bound, self.case.ratio})
        term = [self.place(r, min(r, self.bound) * self.case.advantage) for r in bends]
        taken = [VMobject(stroke_width=1).set_points_as_corners(term)]
        room = (np.array([LEFT_END + 0.1, FOOT]), np.array([BARS[0] - 0.5 * BAR - 0.1, TOP]))
        for height in (0.65, 1.3, 2.0, 2.6):
            spot = Dot([self.place(self.bound, 0)[0], FOOT + height, 0], radius=0.01)
            if find_place(names, spot, taken, directions=(RIGHT, LEFT), reach=0.3, within=room):
                return names
        names.remove(far)
        return names.next_to([self.place(self.bound, 0)[0], FOOT + 0.65, 0], RIGHT, buff=0.2)

    def _fences(self, lower: float) -> VGroup:
        """At each bound that lies on the axis."""
        at = [self.place(r, 0)[0] for r in (lower, self.bound) if r > self.low]
        lines = (DashedLine([x, FOOT, 0], [x, TOP + 0.15, 0]) for x in at)
        return VGroup(*lines).set_stroke(paint("text"), CURVE)

    def _near(self, lower: float) -> VGroup:
        """Why it is trusted there: near 1 the new policy is still like the old one."""
        words = Prose(say("equation.bound.near"), role="old", align="center")
        left, right = (self.place(max(r, self.low), 0)[0] for r in (lower, self.bound))
        words.move_to([0.5 * (left + right), FOOT + 0.5, 0])
        if words.width > right - left - 0.16 or touches(words, self.called):
            return VGroup()
        return VGroup(words)

    def _band(self, lower: float) -> VMobject:
        left = max(self.place(max(lower, self.low), 0)[0], LEFT_END)
        right = self.place(self.bound, 0)[0]
        corners = [(left, FOOT), (right, FOOT), (right, TOP + 0.15), (left, TOP + 0.15)]
        return tint([np.array([x, y, 0.0]) for x, y in corners])

    def _guides(self) -> VGroup:
        """From the ghost and the bead to the bars that show their terms."""
        lines = VGroup()
        for x, ratio in zip(BARS, (self.case.ratio, min(self.case.ratio, self.bound)), strict=True):
            start = self.place(self.case.ratio, ratio * self.case.advantage)
            end = np.array([x - 0.5 * BAR, start[1], 0.0])
            lines.add(DashedLine(start + 0.25 * RIGHT, end, dash_length=0.08))
        return lines.set_stroke(paint("muted"), HAIRLINE)

    def _numbers(self) -> VGroup:
        """Both products, over the bars where those end."""
        a = self.case.advantage
        numbers = VGroup()
        for x, ratio in zip(BARS, (self.case.ratio, min(self.case.ratio, self.bound)), strict=True):
            number = Formula(
                _short(ratio * a, sign=True), size=56, role="muted" if x == BARS[0] else "up"
            )
            numbers.add(number.next_to([x, FOOT + ratio * a * self.unit, 0], UP, buff=0.15))
        return numbers

    def _names(self) -> VGroup:
        names = VGroup()
        for x, key in zip(BARS, ("without", "with"), strict=True):
            name = estimate_name(key, role="muted" if key == "without" else "text")
            names.add(name.next_to([x, FOOT - 0.2, 0], DOWN, buff=0))
        return names


class Redrawn(VGroup):
    """The new bar over the old one, and beside it what redrawn old samples say of its height.

    Each of the `dots` is one redraw: the share of hits times the ratio, which is right on
    average. However often the answer is hit, they scatter the more the larger the ratio is:
    `first` are those of ratio 1, which stay, `now` those of the ratio that is set. A line
    beside either says how far they scatter; `ratios`, which both are of.
    """

    def __init__(self, case: Case, chance: float):
        self.shares = _redraw(chance)
        self.old_height = (TOP - FOOT) / (case.ratio * float(self.shares.max()))
        self.new = Rectangle(width=BAR, height=1.0, stroke_width=0).set_fill(paint("new"), 1)
        self.old = Rectangle(width=BAR, height=self.old_height).set_stroke(paint("old"), CURVE + 1)
        self.old.set_stroke(paint("ground"), CURVE + 6, background=True)
        self.old.move_to([_NEW_X, FOOT, 0], aligned_edge=DOWN)
        foot = Line([_NEW_X - 1.0, FOOT, 0], [_DOTS[1] + 0.15, FOOT, 0])
        name = Prose(say("equation.hill.new"), role="new").move_to([_NEW_X, 0, 0])
        self.ground = VGroup(foot.set_stroke(paint("muted"), AXIS), stand_on(name, FOOT - 0.52))
        self.first, self.now = self._cloud("muted"), self._cloud("text")
        self.dots = self.now[0]
        self._scatter(self.first, _FIRST, 1.0)
        self.ratios = VGroup(self._ratio(1.0, _FIRST, "muted"), self._ratio(case.ratio, _DOTS))
        self.level = DashedLine([_FIRST[0] - 0.1, FOOT, 0], [_DOTS[1] + 0.1, FOOT, 0])
        self.level.set_stroke(paint("new"), CURVE)
        self.title = Prose(say("equation.bound.estimated"), role="muted", align="left")
        self.title.move_to([_NEW_X - 0.5 * BAR - 0.3, TOP + 0.4, 0], aligned_edge=LEFT + DOWN)
        super().__init__(self.new, self.old, self.ground, self.level, self.first, self.now)
        self.add(self.title, self.ratios)
        self.set_ratio(1.0)

    def set_ratio(self, ratio: float) -> Self:
        """Let the new bar be `ratio` old ones high, and its estimates likewise."""
        height = ratio * self.old_height
        self.new.stretch_to_fit_height(height)
        self.new.move_to([_NEW_X, FOOT, 0], aligned_edge=DOWN)
        self.level.set_y(FOOT + height)
        self._scatter(self.now, _DOTS, ratio)
        return self

    def _cloud(self, role: str) -> VGroup:
        """Dots, one for each redraw, and the line beside them."""
        dots = VGroup(*(Dot(radius=_DOT).set_fill(paint(role), 1) for _ in self.shares))
        return VGroup(dots, Line().set_stroke(paint(role), CURVE))

    def _scatter(self, cloud: VGroup, ends: tuple[float, float], ratio: float) -> None:
        """Put a cloud's dots, from left to right between `ends`, where they lie at `ratio`."""
        dots, line = cloud
        heights = FOOT + ratio * self.old_height * self.shares
        for dot, x, y in zip(dots, np.linspace(*ends, len(dots)), heights, strict=True):
            dot.move_to([x, y, 0])
        x = ends[1] + _RANGE
        line.put_start_and_end_on([x, heights.min(), 0], [x, heights.max(), 0])

    def _ratio(self, ratio: float, ends: tuple[float, float], role: str = "text") -> Formula:
        """Which ratio a cloud is of, under it."""
        text = Formula(_bare(ratio), size=LABEL, role=role).move_to([0.5 * sum(ends), 0, 0])
        return stand_on(text, FOOT - 0.52)


def _redraw(chance: float) -> np.ndarray:
    """How often an answer of this chance is hit in each redraw, over how often on average."""
    draws = round(_MEAN_HITS / max(chance, _RAREST))
    hits = np.random.default_rng(_SEED).binomial(draws, _MEAN_HITS / draws, _REDRAWS)
    return hits / _MEAN_HITS


def estimate_name(key: str, role: str = "text") -> Formula:
    """What an estimate of the term is: of the ratio as it is ("without"), or clipped."""
    word = "ratio" if key == "without" else "clip"
    return Formula(f"{quoted(say(f'equation.row.{word}'))} dot A", size=LABEL, role=role)


def _bare(value: float) -> str:
    """Two decimals at most."""
    text = _short(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _short(value: float, *, sign: bool = False) -> str:
    return without_zero(number_text(value, 2, sign=sign))
