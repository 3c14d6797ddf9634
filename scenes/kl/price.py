"""What drift costs: J falls over beta, and a leash gets thicker."""

from __future__ import annotations

from collections.abc import Sequence

from manim import LEFT, RIGHT, Animation, Create, FadeIn

from grpo_core import GroupTable
from scenes.script.facts import Fact, fact
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.motion import walks
from scenes.stage.readout import ReadOut
from scenes.stage.theme import READOUT
from scenes.stage.typeset import Formula

from .log_bars import DECIMALS
from .price_line import MOST, Leash, PriceLine

_ROOM = 1.4  # for the name of a row with a number beside it, scene units


class Price:
    """The line of J over beta, the leash under it and their read-out, at one `beta`.

    `flags` are the published betas that get one: the name of each fact, and how high it is.
    """

    most = MOST  # the largest beta of the axis
    origin = (-5.1, 0.65, 0.0)  # of beta's axis
    equation_end = (6.6, 0.05, 0.0)
    panel_at = (4.9, -1.75, 0.0)  # its middle
    leash_from = (-6.2, -2.0, 0.0)  # its left end

    def __init__(self, table: GroupTable, flags: Sequence[tuple[str, float]]):
        self.beta = 0.0
        self.flags = [(fact(name), rise) for name, rise in flags]
        self.plot = plot = PriceLine(table, width=7.8)
        plot.shift(self.origin - plot.point(0, plot.top))
        self.names, self.equation = plot.level_name(), plot.equation()
        self.equation.move_to(self.equation_end, aligned_edge=RIGHT)
        self.leash = Leash(table.kl, length=2.2)
        self.leash.move_to(self.leash_from, aligned_edge=LEFT)
        price = plot.price_source()
        if Formula(price, size=READOUT).width > _ROOM:
            price = quoted(say("kl.price.price"))
        rows = {"beta": ("beta", "text"), "price": (price, "muted"), "value": ("J", "text")}
        self.panel = ReadOut(rows, decimals=DECIMALS, width=3.4).move_to(self.panel_at)
        self._count(0.0)
        self.line = plot.line.set_z_index(-1)
        plot.remove(self.line)  # it comes by itself, behind all else

    def show(self) -> list[Animation]:
        """Axis, leash and read-out at a beta of 0."""
        return [FadeIn(part) for part in (self.plot, self.leash, self.panel, self.names)]

    def draw_line(self) -> list[Animation]:
        """J for each beta, up to the largest."""
        return [Create(self.line), *self.turn_to(self.most)]

    def turn_to(self, beta: float) -> list[Animation]:
        """Another beta."""
        before, self.beta = self.beta, beta
        turned = (
            (self.plot, self.plot.set_beta),
            (self.leash, self.leash.set_beta),
            (self.panel, self._count),
        )
        return walks(before, beta, *turned)

    def show_equation(self) -> list[Animation]:
        """The line as a formula, if it keeps off the flags."""
        last = max((published.value for published, _ in self.flags), default=0.0)
        is_free = self.equation.get_left()[0] > self.plot.point(last, 0)[0] + 0.3
        return [FadeIn(self.equation)] if is_free else []

    def flag(self, published: Fact, rise: float) -> list[Animation]:
        """A flag `rise` scene units high at a published beta, with its source."""
        return [FadeIn(self.plot.flag(published, rise))]

    def name_price(self) -> list[Animation]:
        """The price beside its bar, if it has room there."""
        return [FadeIn(name) for name in self.plot.price_name()]

    def _count(self, beta: float) -> None:
        price, value = beta * self.plot.slope, self.plot.value(beta)
        self.panel.show(beta=beta, price=price, value=value)
