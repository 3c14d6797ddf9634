"""The clipped surrogate of one answer as a picture: min as the lower of two lines."""

from __future__ import annotations

from itertools import pairwise
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, DashedLine, Dot, Line, VGroup, VMobject

from grpo_core import ClippedSurrogate, clipped_surrogate
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text
from scenes.script.words import say

from .marks import answer_marker, hatching, tint
from .placement import gap_between
from .plot import Plot
from .theme import AXIS, CURVE, HAIRLINE, LABEL, MAIN_CURVE, paint, sign_role
from .typeset import Formula

_TANGENT = 0.6  # half its length in scene units


class Envelope(Plot):
    """rho * A, clip(rho) * A and their min over rho, for one advantage.

    The picture is `width` by `height` scene units; rho runs from `least` to `most`. All
    values come from `clipped_surrogate`. `which` names the curve that matters: "value" is
    min, "clipped" is clip(rho) * A on its own. `set_ratio` moves the answer's marker, its
    ghost on rho * A, the drop line between them and the tangent; a tracker can drive it.
    Band, axes, curve and marker are there from the start; `reveal` adds the others.
    """

    def __init__(
        self,
        advantage: float,
        eps_low: float,
        eps_high: float,
        *,
        least: float = 0.0,
        most: float = 2.0,
        width: float = 7.0,
        height: float = 4.2,
        curve_width: float = MAIN_CURVE,
        which: str = "value",
    ):
        self.which = which
        self.advantage, self.eps_low, self.eps_high = advantage, eps_low, eps_high
        self.least, self.most = least, most
        self.role = sign_role(advantage)
        # The picture spans 0 to the unclipped line's far end, on the side of A's sign.
        far = advantage * most or most
        super().__init__((least, most), (0.0, far), width, height * np.sign(far))
        self.band = tint(self._box(*self.fences()))
        self.axes = VGroup(
            self._line([(least, 0), (most, 0)], AXIS, "muted"),
            self._line([(least, 0), (least, self.far)], AXIS, "muted"),
        )
        self.curve = self._line(self._kinks(which), curve_width, self.role)
        self.ghost = Dot(radius=0.085).set_fill(paint("muted"), 1)
        self.drop = Line().set_stroke(paint("muted"), HAIRLINE)
        self.tangent = Line().set_stroke(paint("text"), CURVE)
        self.tangent.set_stroke(paint("ground"), 2.5 * CURVE, background=True)
        self.marker = answer_marker(advantage)
        self.add(self.band, self.axes, self.curve, self.marker)
        self.set_ratio(1.0)

    # -- geometry -----------------------------------------------------------

    @property
    def far(self) -> float:
        """The value at the edge that is away from the axis of rho."""
        return self.grid.up[1]

    def at(self, ratio: float) -> np.ndarray:
        """The point of the drawn curve over `ratio`."""
        return self.point(ratio, self.value(ratio))

    def evaluate(self, ratio) -> ClippedSurrogate:
        """`clipped_surrogate` at `ratio` for this advantage and clip range."""
        return clipped_surrogate(
            ratio, self.advantage, eps_low=self.eps_low, eps_high=self.eps_high
        )

    def value(self, ratio: float) -> float:
        """The height of the drawn curve at `ratio`."""
        return float(getattr(self.evaluate(ratio), self.which))

    def flows(self, ratio: float) -> bool:
        """Whether the drawn curve lets the gradient through at `ratio`."""
        result = self.evaluate(ratio)
        if self.which == "clipped":
            return bool(result.clipped == result.unclipped)
        return not result.binds

    def slope(self, ratio: float) -> float:
        """The slope of the drawn curve over rho: A where the gradient passes, else 0."""
        return self.advantage if self.flows(ratio) else 0.0

    def fences(self) -> tuple[float, float]:
        """The clip range as far as the picture shows it."""
        return max(self.least, 1 - self.eps_low), min(self.most, 1 + self.eps_high)

    def _flat_range(self) -> tuple[float, float]:
        low, high = self.fences()
        return (high, self.most) if self.advantage > 0 else (self.least, low)

    def _box(self, left: float, right: float) -> list[np.ndarray]:
        corners = [(left, 0), (right, 0), (right, self.far), (left, self.far)]
        return [self.point(*corner) for corner in corners]

    def _kinks(self, which: str) -> list[tuple[float, float]]:
        ratios = np.array([self.least, *self.fences(), self.most])
        return list(zip(ratios, getattr(self.evaluate(ratios), which), strict=True))

    def _line(self, points, width: float, role: str) -> VMobject:
        line = VMobject().set_points_as_corners([self.point(*p) for p in points])
        return line.set_stroke(paint(role), width)

    # -- the moving parts ---------------------------------------------------

    def set_advantage(self, advantage: float) -> Self:
        """Take another advantage of the same sign: the picture stays, its scale changes."""
        if np.sign(advantage) != np.sign(self.far):
            raise ValueError(f"advantage: {advantage:g} has not the sign of {self.advantage:g}")
        self.advantage, self.grid.up = advantage, (0.0, advantage * self.most)
        return self

    def set_ratio(self, ratio: float) -> Self:
        """Put the marker on the curve, its ghost on rho * A, the tangent through it."""
        self.ratio = ratio
        on_curve = self.at(ratio)
        on_line = self.point(ratio, float(self.evaluate(ratio).unclipped))
        self.marker.move_to(on_curve)
        self.ghost.move_to(on_line)
        gap = np.linalg.norm(on_line - on_curve)
        self.ghost.set_fill(opacity=float(gap > 1e-3))
        self.drop.put_start_and_end_on(on_curve, on_line + (0 if gap > 1e-3 else 1e-3) * UP)
        self._set_tangent(on_curve, self.slope(ratio))
        return self

    def _set_tangent(self, center: np.ndarray, slope: float) -> None:
        step = self.point(1.0, slope) - self.point(0.0, 0.0)
        step *= _TANGENT / np.linalg.norm(step)
        self.tangent.put_start_and_end_on(center - step, center + step)

    def trace_to(self, ratio: float) -> Self:
        """Draw the curve only up to `ratio`, with the marker at its end."""
        inside = (fence for fence in self.fences() if fence < ratio)
        corners = [self.at(r) for r in (self.least, *inside, ratio)]
        self.curve.set_points_as_corners(corners)
        return self.set_ratio(ratio)

    def reveal(self, *parts: str) -> Self:
        """Add `ghost`, `drop` or `tangent`, where they belong now."""
        self.remove(self.marker)
        # The marker stays in front of all.
        self.add(*(getattr(self, part) for part in parts), self.marker)
        return self.set_ratio(self.ratio)

    # -- what a film may add --------------------------------------------------

    def straight_line(self) -> DashedLine:
        """rho * A, dashed."""
        start, end = (self.point(r, r * self.advantage) for r in (self.least, self.most))
        line = DashedLine(start, end, dash_length=0.1, dashed_ratio=0.55)
        return line.set_stroke(paint("muted"), CURVE)

    def held_line(self) -> VMobject:
        """clip(rho) * A, flat on both sides of the range."""
        return self._line(self._kinks("clipped"), CURVE, "muted")

    def hatched_zone(self) -> VGroup:
        """What the clip cuts off, hatched: between rho * A and min."""
        near, far = self._flat_range()[:: 1 if self.advantage > 0 else -1]
        held = float(self.evaluate(far).clipped)
        corners = [(near, held), (far, held), (far, float(self.evaluate(far).unclipped))]
        slant = 1 if self.far > 0 else -1
        return hatching([self.point(*corner) for corner in corners], "muted", slant=slant)

    def level(self, ratio: float, value: float, decimals: int = 2) -> VGroup:
        """A hairline from the vertical axis to (ratio, value), with the value at its foot."""
        foot = self.point(self.least, value)
        line = DashedLine(foot, self.point(ratio, value), dash_length=0.06)
        line.set_stroke(paint("muted"), HAIRLINE)
        label = Formula(number_text(value, decimals), size=LABEL, role="muted")
        return VGroup(line, label.next_to(foot, LEFT, buff=0.14))

    def fence_ticks(self, decimals: int = 1, size: float = LABEL) -> VGroup:
        """1 - eps, 1 and 1 + eps as numbers beside the axis, where there is room."""
        side = DOWN if self.far > 0 else UP
        ticks = VGroup()
        for ratio in sorted({1 - self.eps_low, 1.0, 1 + self.eps_high}):
            if self.least < ratio < self.most:
                label = Formula(ratio_text(ratio, decimals), size=size, role="muted")
                ticks.add(label.next_to(self.point(ratio, 0), side, buff=0.18))
        return _without_collisions(ticks)

    def axis_name(self, size: float = LABEL) -> Formula:
        """rho at the end of the axis."""
        name = Formula("rho", size=size, role="text")
        return name.next_to(self.point(self.most, 0), RIGHT, buff=0.18)


def ratio_text(ratio: float, decimals: int = 1) -> str:
    """A tick's number: without decimals it does not need."""
    exact = abs(ratio - round(ratio, decimals)) < 1e-9
    text = number_text(ratio, decimals if exact else max(2, decimals))
    return text.rstrip("0").rstrip(".") if "." in text else text


def epsilon_source(eps_low: float, eps_high: float) -> str:
    """``epsilon = 0.2`` as math source; both values where they differ."""
    low, high = ratio_text(eps_low, 1), ratio_text(eps_high, 1)
    if low == high:
        return f"epsilon = {low}"
    below, above = quoted(say("stage.envelope.below") + ","), quoted(say("stage.envelope.above"))
    return f"epsilon = {low} {below} {high} {above}"


def _without_collisions(ticks: VGroup, gap: float = 0.14) -> VGroup:
    """Drop the middle tick when it has no room; then part the outer two if they touch."""
    if any(gap_between(*pair) < gap for pair in pairwise(ticks)) and len(ticks) == 3:
        ticks.remove(ticks[1])
    if len(ticks) == 2 and (missing := gap - gap_between(*ticks)) > 0:
        ticks[0].shift(0.5 * missing * LEFT)
        ticks[1].shift(0.5 * missing * RIGHT)
    return ticks
