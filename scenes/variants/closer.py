"""GSPO's ratios: means of many tokens crowd at 1; come closer, and there is a gate again."""

from __future__ import annotations

from manim import DOWN, LEFT, RIGHT, Animation, FadeIn, VGroup

from grpo_core import Clip
from scenes.script.numerals import ratio_text
from scenes.script.words import say
from scenes.stage.live_number import LiveNumber
from scenes.stage.motion import walks
from scenes.stage.theme import FORMULA, LABEL
from scenes.stage.typeset import Formula, Prose, fit_prose

from .law import Law, clip_between
from .weight_plot import COLUMN, WeightPlot

_LEAST = 2  # tokens from which on they are counted
_UNDER = 0.3  # from the axis to its numbers
_OPEN = 2.0  # how wide the gate is before it shuts, in widths of what is seen


class Closer:
    """From answers of one token to those of `end`: `crowd`, `come` closer, `shut` the gate."""

    def __init__(self, plot: WeightPlot, start: Law, end: Law):
        self.plot, self.start, self.end, self.reach = plot, start, end, plot.grid.across[1]
        self.count = LiveNumber(_LEAST, 0, size=FORMULA, align="left")
        words = fit_prose(say("variants.answers.tokens"), COLUMN, size=LABEL, align="left")
        self.counter = VGroup(self.count, words.next_to(self.count, DOWN, buff=0.16))
        words.align_to(self.count, LEFT)
        spot = plot.point(self.reach, 0.55 * self.reach) + 0.22 * RIGHT
        self.counter.shift(spot - self.count.get_left())
        self.mean = Prose(say("variants.answers.mean"), size=LABEL, role="muted")
        self.mean.move_to(plot.across_name, aligned_edge=LEFT)

    @property
    def numbers(self) -> VGroup:
        """What the axis says so near to 1, on both sides of it."""
        near, numbers = 1 / self.end.tokens, VGroup()
        for ratio in (1 - near / 2, 1 + near / 2):
            number = Formula(ratio_text(ratio, 4), size=LABEL, role="muted")
            low = self.plot.grid.up[0]
            numbers.add(number.move_to(self.plot.point(ratio, low) + _UNDER * DOWN))
        return numbers

    def crowd(self) -> list[Animation]:
        """Answers get longer: their means come to 1."""

        def grow(share: float) -> None:
            self.plot.set_law(Law(self.start.rule, tokens=self.end.tokens**share))

        def count(share: float) -> None:
            self.count.set_value(max(_LEAST, self.end.tokens**share))

        return walks(0.0, 1.0, (self.plot, grow), (self.count, count))

    def look(self, share: float) -> None:
        """As much closer as answers are long, by this share of the way."""
        times = self.end.tokens**share
        self.plot.grid.across = (1 - 1 / times, 1 + (self.reach - 1) / times)
        self.plot.set_law(Law(self.start.rule, tokens=self.end.tokens))

    def come(self) -> list[Animation]:
        """Closer."""
        return walks(0.0, 1.0, (self.plot, self.look))

    def shut(self) -> list[Animation]:
        """The gate comes in from both sides to its bounds."""
        wide = Clip(_OPEN / self.end.tokens)

        def draw(share: float) -> None:
            rule = clip_between(wide, self.end.rule, share)
            self.plot.set_law(Law(rule, tokens=self.end.tokens))

        return walks(0.0, 1.0, (self.plot, draw))

    def go_back(self) -> list[Animation]:
        """Answers of one token again."""

        def walk(share: float) -> None:
            tokens = self.end.tokens**share
            self.plot.grid.across = (1 - 1 / tokens, 1 + (self.reach - 1) / tokens)
            rule = clip_between(self.start.rule, self.end.rule, share)
            self.plot.set_law(Law(rule, tokens=tokens))

        return walks(1.0, 0.0, (self.plot, walk))

    def show_numbers(self) -> list[Animation]:
        """The axis's numbers."""
        self.near = self.numbers
        return [FadeIn(self.near)]
