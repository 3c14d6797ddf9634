"""The mean of k3 depends on who draws: the same heights on other widths, and the weight."""

from __future__ import annotations

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    Mobject,
    ReplacementTransform,
    VGroup,
)

from grpo_core import GroupTable, expected_value
from scenes.script.decimals import without_zero
from scenes.script.facts import fact
from scenes.script.glyphs import quoted
from scenes.script.numerals import ratio_source
from scenes.script.words import say
from scenes.stage.motion import walks
from scenes.stage.placement import touches
from scenes.stage.places import STAGE
from scenes.stage.retelling import EARLY, LATE
from scenes.stage.theme import LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .area_chart import AreaChart
from .course import Course
from .level import Level
from .race_plot import RacePlot
from .short import short

_ROLES = {"new": "new", "old": "old", "once": "muted", "weighted": "text"}
_SOURCE = "r1.beta"  # a fact of the paper that prints the formula
_NUMBERS = (72, 64, 56, 48)  # type sizes
_EDGE = STAGE[1][0]  # as far to the right as words may go
_APART = 0.3  # from one strip to the other, scene units
_OVER = 0.2  # so much wider than its block a text may be, scene units
_HIGHEST = 3.2  # scene units, of the highest block in any state


class Sampler:
    """The k3 of all answers as heights, over the widths of the policy that draws them.

    `exact`, `off` and `back` are the means, in nats, for samples of the new policy, of the
    old one, and of the old one with the ratio as weight; `once` is that of a group in which
    each answer stands once.
    """

    corner = (-6.4, -1.35, 0.0)  # where the strip begins
    width = 7.0
    rows_at = (0.95, (2.3, 0.95, -0.4, -1.4))  # the left end of the results, and their heights
    heights_at = 2.65
    course_from = (1.2, -2.4, 0.0)  # where the course of training begins

    def __init__(self, whole: GroupTable):
        self.whole, self.weighted = whole, whole.ratio * whole.k3
        self.exact, self.off = (expected_value(p, whole.k3) for p in (whole.new, whole.old))
        self.back = expected_value(whole.old, self.weighted)
        self.once = float(whole.k3.mean())
        self.means = (self.exact, self.off, self.once, self.back)
        unit = _HIGHEST / max(whole.k3.max(), self.weighted.max(), 1e-6)
        shape = {"unit": unit, "width": self.width, "corner": self.corner, "bright": True}
        self.chart = AreaChart(whole.new, whole.k3, **shape)
        self.old = AreaChart(whole.old, whole.k3, role="old", **shape)
        self.tie = Level(self.chart, self.exact, dashed=True)
        self.level = Level(self.chart, self.exact)
        self.trace = Level(self.chart, self.off, dashed=True, role="old")
        new, old = (f"{{{{ {quoted(said)} : {role} }}}}" for role, said in _short_names())
        quotient = f"({new}) / ({old}) times"
        self.heights = VGroup(*map(self._said_heights, ("", quotient)))
        self.factors = self._factors()
        self.shares = VGroup(*(chart.share_row() for chart in (self.chart, self.old)))
        self.whose = VGroup(*(self._whose(role) for role in ("new", "old")))
        self.rows, self.course = self._rows(), Course(self.course_from)
        numbers, level = self.chart.labels(size=LABEL)[2], self.level.get_y()
        clear = (number for number in numbers if abs(number.get_y() - level) > number.height)
        self.numbers = VGroup(*clear)

    def show(self) -> list[Animation]:
        """The heights on the new policy's widths, which rise out of the strip."""

        def rise(share: float) -> None:
            self.chart.set_shape(self.whole.new, share * self.whole.k3)

        parts = self.chart.strip, self.numbers, self.whose[0], self.heights[0], self.shares[0]
        return [
            *walks(0.0, 1.0, (self.chart.blocks, rise)),
            *(FadeIn(part) for part in parts if part.submobjects),
        ]

    def take_over(self, plot: RacePlot) -> list[Animation]:
        """Where the means of k3 tended to comes along."""
        return [ReplacementTransform(plot.exact, self.tie.line)]

    def show_mean(self) -> list[Animation]:
        """The line of the mean, on that of the exact value, and its number."""
        return [FadeIn(part) for part in (self.tie.rim, self.level, self.rows[0])]

    def tell_course(self) -> list[Animation]:
        """Which policies there are, in the course of training."""
        return [FadeIn(self.course)]

    def introduce_old(self) -> list[Animation]:
        """Under the new policy's strip that of the old one, which wrote the answers."""
        self.old.strip.shift(_APART * DOWN)
        return [
            FadeOut(self.whose[0], self.shares[0], rate_func=EARLY),
            FadeIn(self.old.strip),
            FadeIn(self.whose[1], rate_func=LATE),
        ]

    def draw_from_old(self) -> list[Animation]:
        """The same heights on the old policy's widths, and the mean that they have there.

        Afterwards `old` takes the place of `chart`.
        """

        def widen(share: float) -> None:
            shares = (1 - share) * self.whole.new + share * self.whole.old
            self.chart.set_shape(shares, self.whole.k3)

        return [
            *walks(0.0, 1.0, (self.chart.blocks, widen)),
            FadeOut(self.chart.strip),
            self.old.strip.animate.shift(_APART * UP),
            *walks(self.exact, self.off, (self.level, self._rise)),
            *(FadeOut(number, rate_func=EARLY) for number in self.numbers),
            FadeIn(self.shares[1], rate_func=LATE),
        ]

    def weigh(self) -> list[Animation]:
        """Each height times its ratio, and the mean that this gives."""

        def grow(share: float) -> None:
            heights = (1 - share) * self.whole.k3 + share * self.weighted
            self.old.set_shape(self.whole.old, heights)

        return [
            FadeIn(self.trace),
            FadeIn(self.factors),
            *walks(0.0, 1.0, (self.old, grow)),
            *walks(self.off, self.back, (self.level, self._rise)),
            FadeOut(self.heights[0], rate_func=EARLY),
            FadeIn(self.heights[1], rate_func=LATE),
        ]

    def say_row(self, k: int) -> list[Animation]:
        """A result: whose samples, and the mean."""
        said = FadeIn(self.rows[k], shift=0.2 * RIGHT)
        return [said, *(self.old.brighten() if k == len(self.rows) - 1 else [])]

    def _said_heights(self, factor: str) -> Formula:
        """What is drawn upwards."""
        source = f"{quoted(say('kl.sampler.heights'))} {factor} k_3"
        heights = Formula(source, size=READOUT, role="muted")
        heights.paint_parts(**{name: name for name in heights.part_names})
        return heights.move_to([self.corner[0], self.heights_at, 0], aligned_edge=LEFT)

    def _whose(self, role: str) -> Prose:
        words = Prose(say(f"kl.sampler.{role}"), size=READOUT, role=role)
        return words.next_to(self.chart.strip, DOWN, buff=0.62)

    def _rows(self) -> VGroup:
        """Each way of averaging with what it gives, in numbers as large as have room."""
        fit = (rows for size in _NUMBERS if (rows := self._rows_of(size)).get_right()[0] <= _EDGE)
        return next(fit, None) or self._rows_of(_NUMBERS[-1])

    def _rows_of(self, size: float) -> VGroup:
        """The same with numbers of this type size."""
        rows = VGroup()
        source = fact(_SOURCE).brief
        for k, (kind, mean) in enumerate(zip(_ROLES, self.means, strict=True)):
            number = Formula(short(mean), size=size)
            words = Prose(say(f"kl.sampler.mean_{kind}"), size=READOUT, role=_ROLES[kind])
            row = VGroup(number, words).arrange(RIGHT, buff=0.35)
            if kind == "old":
                cited = Prose(source, size=LABEL, role="muted").next_to(words, DOWN, buff=0.14)
                row.add(cited.align_to(words, LEFT))
            left, heights = self.rows_at
            rows.add(row.move_to([left, heights[k], 0], aligned_edge=LEFT))
        return rows

    def _factors(self) -> VGroup:
        """The ratio of each answer over its block or in it, where there is room."""
        factors, old = VGroup(), self.old.set_shape(self.whole.old, self.weighted)
        for k, ratio in enumerate(self.whole.ratio):
            text = Formula(f"times {without_zero(ratio_source(float(ratio)))}", size=LABEL)
            beside = [block for j, block in enumerate(old.blocks) if j != k]
            if self._stands_clear(text, k, [*factors, *beside]):
                factors.add(text)
        old.set_shape(self.whole.old, self.whole.k3)
        return factors

    def _stands_clear(self, text: Formula, k: int, others: list[Mobject]) -> bool:
        """Put `text` over the k-th block, or into it; whether it is clear of lines and others."""
        block = self.old.blocks[k]
        lines = [line.get_y() for line in (self.level, self.trace)]
        for is_in in (False, True):
            text.next_to(block.tip(), UP, buff=0.12)
            if is_in:
                text.move_to(block).set_color(paint("ground"))
            fits = text.width < self.old.strip[k].width + _OVER * (1 - 2 * is_in)
            fits &= not is_in or text.height < abs(block.height_drawn) - _OVER
            clear = all(abs(text.get_y() - line) > text.height for line in lines)
            if fits and clear and not any(touches(text, other, 0.02) for other in others):
                return True
        return False

    def _rise(self, level: float) -> None:
        self.level.set_y(self.old.point(0, level)[1])


def _short_names() -> list[tuple[str, str]]:
    """Both policies of the ratio with their short names."""
    return [("new", say("kl.sampler.new_short")), ("old", say("kl.sampler.old_short"))]
