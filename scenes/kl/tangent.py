"""k3 of each answer as the gap between a line and the logarithm that it touches."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    LEFT,
    ORIGIN,
    RIGHT,
    UP,
    Animation,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    Line,
    Mobject,
    VGroup,
)

from grpo_core import GroupTable
from scenes.script.glyphs import quoted
from scenes.script.telling import cards_of
from scenes.script.words import say
from scenes.stage.motion import walks
from scenes.stage.placement import STAGE, find_place, lines_and_texts, touches
from scenes.stage.theme import AXIS, FORMULA, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .gap_plot import GapPlot
from .short import short
from .signed_block import BRIGHT, SignedBlock

_BRIDGE = 48
_LOWEST, _BESIDE = -2.62, 0.35  # the law's middle at least; from it to what x is, scene units
_BAR = 0.3  # width, scene units
_SEARCH = {"directions": (LEFT + UP, LEFT, UP, DOWN + RIGHT, RIGHT), "buff": 0.14, "reach": 0.6}
_BOX = (np.array([-6.75, -2.85]), STAGE[1])  # for labels: over the captions


class Tangent:
    """The plot of the gap, with a bar for each answer of `whole` that it can show.

    Whose a gap is, is said of a group of the film's own; an example's answers have no names.

    `stops` are the ratios x = ref / new at which a bar stands.
    """

    plot_at = (-0.35, -0.1, 0.0)  # its middle
    law_at, flipped_at = (0.4, -2.35, 0.0), (-6.3, 2.6, 0.0)

    def __init__(self, whole: GroupTable, *, is_own: bool):
        self.named, self.xs = cards_of(whole) if is_own else (), np.exp(-whole.k1)
        self.plot = GapPlot(self.xs, width=11.2, height=5.7).move_to(self.plot_at)
        seen = np.unique([x for x in self.xs.round(6) if self.plot.shows(x)])
        self.stops = [float(x) for x in seen]
        self.bars = VGroup(*map(self._bar, self.stops))
        self.law = Formula("{{ k_3 : k3 }} = x - 1 - ln x", size=64)
        self.flipped = self._flipped()
        self.upright = self._upright()
        self.slider = VGroup(
            Dot(radius=0.09).set_fill(paint("new"), 1),
            Line(ORIGIN, UP).set_stroke(paint("new"), MAIN_CURVE),
        )
        self.names = self.plot.names()
        self.agree = self._agree()
        self._place_law()
        self.labels = self._labels()

    def hang(self, blocks: VGroup) -> list[Animation]:
        """The k3 of the answers go to where their ratios are; some are beyond the plot.

        Afterwards `bars` take the place of `blocks`.
        """
        places = {}
        for x, block in zip(self.xs, blocks, strict=True):
            near = np.isclose(self.stops, x, atol=1e-5)
            if near.any():
                places[block] = self.bars[int(near.argmax())]

        def move(share: float) -> None:
            for block, bar in places.items():
                block.walk(bar, share)

        beyond = [FadeOut(block) for block in blocks if block not in places]
        return [*walks(0.0, 1.0, (VGroup(*places), move)), *beyond]

    def draw_axis(self) -> list[Animation]:
        """The axis of the ratio, and what the logarithm is in it."""
        parts = *self.names[2:], self.flipped, self.upright
        return [Create(self.plot.axis), *map(FadeIn, parts)]

    def draw_logarithm(self) -> list[Animation]:
        """The logarithm, under the bars."""
        return [Create(self.plot.curve), FadeIn(self.names[1])]

    def draw_line(self) -> list[Animation]:
        """The line that touches it, over the bars."""
        return [Create(self.plot.line), FadeIn(self.names[0])]

    def say_law(self) -> list[Animation]:
        """That k3 is line minus logarithm."""
        return [FadeIn(self.law.without("k3"))]

    def open_gap(self) -> list[Animation]:
        """The area between them, and the point where they touch."""
        return [FadeIn(part) for part in (self.plot.between, self.plot.touch, self.agree)]

    def show_labels(self) -> list[Animation]:
        """How large the gaps of the answers are, which are brightest now."""
        return [*walks(BRIGHT, 1.0, (self.bars, self._shine)), *map(FadeIn, self.labels)]

    def _shine(self, opacity: float) -> None:
        for bar in self.bars:
            bar.shine(opacity)

    def slide(self) -> list[Animation]:
        """A place slides along the axis, and the gap over it closes and opens."""
        return walks(0.0, 1.0, (self.slider, self._slide))

    def _slide(self, share: float) -> None:
        low, high = self.stops[0], self.stops[-1]
        foot, top = self.plot.ends(low + share * (high - low))
        dot, gap = self.slider
        dot.move_to([foot[0], self.plot.point(1, 0)[1], 0])
        gap.put_start_and_end_on(foot, top + 1e-3 * UP)

    def _flipped(self) -> Formula:
        """Why the logarithm comes with a minus: x is the other quotient."""
        new, ref = (quoted(say(f"kl.surprise.{word}")) for word in ("new", "ref"))
        source = f"ln ({{{{ {new} : new }}}}) / ({{{{ {ref} : ref }}}}) = - ln x"
        flipped = Formula(source, size=_BRIDGE)
        flipped.paint_parts(new="new", ref="reference")
        return flipped.move_to(self.flipped_at, aligned_edge=LEFT)

    def _upright(self) -> VGroup:
        """Heights at the left end of the axis: 0 and 1."""
        low, high = (self.plot.point(self.plot.least, y) for y in (0.0, 1.0))
        line = Line(low, high).set_stroke(paint("muted"), AXIS)
        texts = (Formula(text, size=LABEL, role="muted") for text in ("0", "1"))
        pairs = zip(texts, (low, high), strict=True)
        return VGroup(line, *(text.next_to(spot, LEFT, buff=0.14) for text, spot in pairs))

    def _bar(self, x: float) -> SignedBlock:
        """The gap at the ratio `x`."""
        foot, top = self.plot.ends(x)
        half = 0.5 * _BAR * RIGHT
        return SignedBlock("text", bright=True).stand(foot - half, foot + half, (top - foot)[1])

    def _agree(self) -> Prose:
        """What it means that both touch."""
        words = Prose(say("kl.tangent.agree"), size=READOUT)
        return words.next_to(self.plot.point(1, 0), DOWN + RIGHT, buff=0.5)

    def _place_law(self) -> None:
        """Under the axis; where that is low, left of what x is and under the other words."""
        *_, ratio = self.names
        self.law.move_to(self.law_at, aligned_edge=LEFT)
        beside = ratio.get_left()[0] - _BESIDE
        for y in (self.law_at[1], _LOWEST):
            if not any(touches(self.law, words) for words in (ratio, self.agree)):
                return
            self.law.move_to([beside, y, 0], aligned_edge=RIGHT)

    def _label(self, x: float) -> VGroup:
        """Whose gap it is, and how large."""
        who = [f"o_{k + 1}" for k in self.named if abs(self.xs[k] - x) < 1e-5]
        texts = [Formula(short(self.plot.gap(x)), size=FORMULA)]
        if who:
            texts.insert(0, Formula(", ".join(who), size=FORMULA, role="muted"))
        return on_baseline(*texts, buff=0.25)

    def _labels(self) -> VGroup:
        """How large each gap is, at the bars that have room for it."""
        taken: list[Mobject] = lines_and_texts(
            self.plot.line,
            self.plot.curve,
            self.plot.axis,
            self.names,
            self.upright,
            self.law,
            self.agree,
            *self.bars,
        )
        labels = VGroup()
        for x, bar in zip(self.stops, self.bars, strict=True):
            label = self._label(x)
            rest = [thing for thing in taken if thing is not bar]
            if find_place(label, bar, rest, within=_BOX, **_SEARCH):
                taken.extend(label)
                labels.add(label)
        return labels
