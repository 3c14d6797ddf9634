"""The mean of k3 for samples of the new policy, of the old one, and with a weight."""

from __future__ import annotations

from manim import (
    LEFT,
    RIGHT,
    UP,
    Animation,
    Create,
    DashedLine,
    FadeIn,
    FadeOut,
    Line,
    Mobject,
    ReplacementTransform,
    VGroup,
    smooth,
    squish_rate_func,
)

from grpo_core import GroupTable, expected_value
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.live_number import LiveNumber
from scenes.stage.motion import walks
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, HAIRLINE, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .area_chart import AreaChart, mean_line
from .log_bars import DECIMALS

_HIGHEST = 3.5  # scene units, of the highest block in any state
_POLICIES = {"new": "pi_theta", "old": 'pi_"old"'}
_HEADING = 48  # a symbol in it has a subscript that is to be read once


class Sampler:
    """The k3 of all answers as heights, over the widths of the policy that draws them.

    `exact` and `off` are the means, in nats, for samples of the new and of the old policy;
    `is_apart` says whether their lines can be told from each other. `marker` is the line of
    the mean with its number.
    """

    corner = (-4.2, -1.55, 0.0)  # where the strip begins
    heading_from = (-4.2, 2.85, 0.0)

    def __init__(self, whole: GroupTable):
        self.whole, self.weighted = whole, whole.ratio * whole.k3
        self.exact, self.off = (expected_value(p, whole.k3) for p in (whole.new, whole.old))
        unit = _HIGHEST / max(whole.k3.max(), self.weighted.max(), 1e-6)
        shape = {"unit": unit, "width": 7.4, "corner": self.corner}
        self.chart = AreaChart(whole.new, whole.k3, **shape)
        self.old = AreaChart(whole.old, whole.k3, role="old", **shape)
        self.line = mean_line(self.chart, self.exact, 0.5)
        self.number = LiveNumber(self.exact, DECIMALS, align="left")
        mean = on_baseline(Prose(say("kl.sampler.mean"), size=READOUT), self.number)
        self.mean = mean.next_to(self.line, RIGHT, buff=0.15)
        self.marker = VGroup(self.line, self.mean)
        self.tie = DashedLine(self.chart.point(-0.045, self.exact), self.chart.point(1, self.exact))
        self.tie.set_stroke(paint("muted"), HAIRLINE)
        self.is_apart = abs(self.off - self.exact) * unit > self.number.height + 0.12
        self.left_behind = VGroup()
        self.heading = self._heading("new")
        self.height = _upright_axis(self.chart, "k_3")
        self.widths = _width_row(self.chart)

    def show(self, exact_name: Mobject) -> list[Animation]:
        """The heights on the new policy's widths; `exact_name` comes to the exact mean."""
        name = exact_name.copy().next_to(self.tie, LEFT, buff=0.15)
        parts = (self.chart, self.heading, self.tie, self.height, self.widths)
        return [ReplacementTransform(exact_name, name), *map(FadeIn, parts)]

    def show_mean(self) -> list[Animation]:
        """The line of the mean, and its number."""
        return [Create(self.line), FadeIn(self.mean)]

    def draw_from_old(self) -> list[Animation]:
        """The same heights on the old policy's widths, and the mean that they have there.

        Afterwards `old` takes the place of `chart`.
        """
        whole, widths, heading = self.whole, self.widths, self.heading
        self.widths, self.heading = _width_row(self.old), self._heading("old")

        def widen(share: float) -> None:
            self.chart.set_shape((1 - share) * whole.new + share * whole.old, whole.k3)

        return [
            *_slide_names(widths, self.widths),
            ReplacementTransform(self.chart.strip, self.old.strip),
            *walks(0.0, 1.0, (self.chart.blocks, widen)),
            *walks(self.exact, self.off, (self.marker, self._rise)),
            *heading.turn_into(self.heading),
        ]

    def trace(self) -> VGroup:
        """Where the mean is now, to stay there: a thin line; empty if it cannot be told apart."""
        if self.is_apart:
            self.left_behind.add(self.line.copy().set_stroke(paint("muted"), HAIRLINE))
            self.left_behind.add(self.mean.copy().set_color(paint("muted")))
        return self.left_behind[:1]

    def weigh(self) -> list[Animation]:
        """Each height times its ratio, and the mean that this gives."""
        back = expected_value(self.whole.old, self.weighted)
        height, heading = self.height, self.heading
        self.height = _upright_axis(self.old, "rho k_3")
        self.heading = self._heading("old", "rho")

        def grow(share: float) -> None:
            heights = (1 - share) * self.whole.k3 + share * self.weighted
            self.old.set_shape(self.whole.old, heights)

        return [
            *walks(0.0, 1.0, (self.old, grow)),
            ReplacementTransform(height[0], self.height[0]),
            FadeOut(height[1]),
            FadeIn(self.height[1]),
            *walks(self.off, back, (self.marker, self._rise)),
            *heading.turn_into(self.heading),
        ]

    def name_trace(self) -> list[Animation]:
        """What the mean was without the weight."""
        return [FadeIn(name) for name in self.left_behind[1:]]

    def _heading(self, role: str, factor: str = "") -> Formula:
        """What is averaged, and whose samples."""
        head, tail = quoted(say("kl.sampler.mean_of")), quoted(say("kl.sampler.samples_of"))
        source = f"{{{{ {head} : head }}}} "
        source += f"{{{{ {factor} : factor }}}} " if factor else ""
        source += f"{{{{ k_3 {tail} : tail }}}} {{{{ {_POLICIES[role]} : policy }}}}"
        heading = Formula(source, size=_HEADING, policy=role)
        return heading.move_to(self.heading_from, aligned_edge=LEFT)

    def _rise(self, level: float) -> None:
        self.line.set_y(self.old.point(0, level)[1])
        self.number.set_value(level)
        self.mean.set_y(self.line.get_y())


def _upright_axis(chart: AreaChart, source: str) -> VGroup:
    """The upright axis of an area chart, and its name at its top."""
    foot = chart.grid.point(0, 0) + 0.12 * LEFT
    axis = Line(foot, foot + 3.85 * UP).set_stroke(paint("muted"), AXIS)
    name = Formula(source, size=LABEL).next_to(axis.get_end(), LEFT, buff=0.15)
    return VGroup(axis, name.align_to(axis, UP))


def _width_row(chart: AreaChart) -> VGroup:
    """Names and probabilities under the strip, and whose probabilities they are."""
    names, shares, _ = chart.labels(DECIMALS)
    whose = Formula(_POLICIES[chart.role], size=LABEL, role=chart.role)
    if shares.submobjects:
        stand_on(whose, shares[0])
    else:
        whose.set_y(chart.grid.point(0, 0)[1] - 0.85)
    whose.set_x(chart.grid.point(0, 0)[0] - 0.65)
    return VGroup(names, shares, whose)


def _slide_names(before: VGroup, after: VGroup) -> list[Animation]:
    """The names of the answers go to their new places, all else is exchanged."""
    names = {name.plain: name for name in before[0]}
    stays = [(names[new.plain], new) for new in after[0] if new.plain in names]
    kept = {id(name) for pair in stays for name in pair}
    first, last = squish_rate_func(smooth, 0, 0.4), squish_rate_func(smooth, 0.6, 1)
    old, new = ([*row[0], *row[1], row[2]] for row in (before, after))
    return [
        *(ReplacementTransform(*pair) for pair in stays),
        *(FadeOut(text, rate_func=first) for text in old if id(text) not in kept),
        *(FadeIn(text, rate_func=last) for text in new if id(text) not in kept),
    ]
