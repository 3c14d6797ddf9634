"""How often the old bar fits into the new one: the ratio, measured on a bench."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import RIGHT, UP, Animation, Create, FadeIn, Line, VGroup

from grpo_core import GroupTable
from scenes.script.decimals import without_zero
from scenes.script.numerals import number_text, ratio_source
from scenes.script.words import say
from scenes.stage.brace import Brace
from scenes.stage.theme import CURVE, FORMULA, LABEL, paint
from scenes.stage.typeset import Formula, Prose

from .bench import Bench
from .score_scale import RATIOS

_SIZE = 60
_THIN = 0.25  # scene units: an old bar of less is not laid on others
_LEAST = 0.4  # scene units: a brace of less is no brace
_IDEAL, _PART = 1.5, 0.5  # the ratios that show best how to measure


class Fit(VGroup):
    """Old bars laid into the new ones of `bench`: `more` outlines, braces, `numbers`.

    `hero` and `second` are the columns that are measured slowly; they have `braces`, and so
    have those of a part of an old bar. Beside the last one stand the names of the bars.
    """

    def __init__(self, table: GroupTable, bench: Bench):
        self.bench = bench
        self.ratios = table.ratio[bench.indices]
        self.hero = self._hero()
        self.more = VGroup(*(self._more(k) for k in range(len(self.ratios))))
        self.second = self._second()
        parts = [k for k, ratio in enumerate(self.ratios[:-1]) if ratio < 1]
        self.braces = {k: self._braces(k) for k in (self.hero, self.second, *parts)}
        self.numbers = VGroup(*(self._number(k) for k in range(len(self.ratios))))
        self.names = self._names()
        super().__init__(self.more, *self.braces.values(), self.numbers, self.names)

    @property
    def others(self) -> list[int]:
        """The columns that are measured at once."""
        return [k for k in range(len(self.ratios)) if k not in (self.hero, self.second)]

    def measure(self, k: int) -> list[list[Animation]]:
        """Step by step: further old bars, what they count, and the ratio."""
        brace = [FadeIn(self.braces[k])] if len(self.braces[k]) else []
        more = [Create(self.more[k])] if len(self.more[k]) else []
        steps = [more, brace, [FadeIn(self.numbers[k], shift=0.2 * UP)]]
        return [step for step in steps if step]

    def measure_others(self) -> list[Animation]:
        """The same for all other columns, at once."""
        return [
            animation
            for k in self.others
            for animation in (
                FadeIn(self.more[k]),
                *([FadeIn(self.braces[k])] if len(self.braces.get(k, ())) else []),
                FadeIn(self.numbers[k], shift=0.2 * UP),
            )
        ]

    def shrink(self, places: Sequence[float]) -> list[Animation]:
        """The ratios become a row, at `places`, when the bars have sunk."""
        pairs = zip(self.numbers, places, strict=True)
        return [n.animate.scale(FORMULA / _SIZE).move_to([x, RATIOS, 0]) for n, x in pairs]

    def _hero(self) -> int:
        """Not the last column, beside which the names of the bars stand."""
        return self._nearest(_IDEAL)

    def _nearest(self, ratio: float) -> int:
        first = self.ratios[:-1] if len(self.ratios) > 1 else self.ratios
        return int(np.abs(np.log(np.maximum(first, 1e-300) / ratio)).argmin())

    def _second(self) -> int:
        """The column that best shows a new bar which is a part of the old one."""
        return self._nearest(_PART)

    def _levels(self, k: int) -> tuple[float, float, float]:
        """The foot, the old bar's height and what is shown of the new one."""
        bench = self.bench
        foot = bench.ground.foot
        old = bench.rise(float(bench.old_logp[k]), k)
        return foot, old, float(bench.new[k].get_top()[1]) - foot

    def _more(self, k: int) -> VGroup:
        """Further old bars on top, the last one cut off where the new bar ends."""
        foot, old, new = self._levels(k)
        lines = VGroup()
        level = old
        left, right = (
            self.bench.middle(k) - 0.5 * self.bench.bar,
            self.bench.middle(k) + 0.5 * self.bench.bar,
        )
        while old > _THIN and new > level + 0.04:
            top = min(level + old, new)
            for a, b in (
                ((left, level), (left, top)),
                ((right, level), (right, top)),
                ((left, top), (right, top)),
            ):
                lines.add(Line([*a, 0], [*b, 0]).shift(foot * UP))
            level += old
        lines.set_stroke(paint("old"), CURVE)
        return lines.set_stroke(paint("ground"), CURVE + 5, background=True)

    def _braces(self, k: int) -> VGroup:
        """What the parts of the new bar are, in old bars: whole ones, and the rest."""
        foot, old, new = self._levels(k)
        x = self.bench.middle(k) + 0.5 * self.bench.bar + 0.12
        whole = int(self.ratios[k])
        parts = [(j * old, (j + 1) * old, 1.0) for j in range(whole)]
        parts.append((whole * old, new, float(self.ratios[k]) - whole))
        braces = VGroup()
        for low, high, share in parts:
            if high - low > _LEAST:
                brace = Brace(
                    [x, foot + high - 0.04, 0], [x, foot + low + 0.04, 0], depth=0.26, role="old"
                )
                text = without_zero(number_text(share, 2).rstrip("0").rstrip("."))
                braces.add(brace, brace.put(Formula(text, size=FORMULA, role="old")))
        return braces

    def _number(self, k: int) -> Formula:
        text = ratio_source(float(self.ratios[k]))
        number = Formula(without_zero(text), size=_SIZE)
        return number.next_to(self.bench.top(k), UP, buff=0.2)

    def _names(self) -> VGroup:
        """Which bar is which, beside the last column."""
        k = len(self.ratios) - 1
        foot, old, new = self._levels(k)
        x = self.bench.middle(k) + 0.5 * self.bench.bar + 0.16
        names = VGroup()
        for height, role in ((new, "new"), (old, "old")):
            name = Prose(say(f"equation.row.{role}"), role=role, size=LABEL)
            names.add(name.next_to([x, foot + height - 0.12, 0], RIGHT, buff=0))
        low, high = sorted(names, key=lambda name: name.get_y())
        low.shift(max(0.0, foot + 0.25 - low.get_y()) * UP)
        high.shift(max(0.0, 0.4 - (high.get_y() - low.get_y())) * UP)
        return names
