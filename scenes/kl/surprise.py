"""From chances to surprises: new over reference, and the logarithm, one column an answer."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, FadeIn, Line, VGroup

from grpo_core import GroupTable
from scenes.script.decimals import that_recompute, without_zero
from scenes.script.telling import cards_of
from scenes.script.words import say, translated
from scenes.stage.brace import Brace
from scenes.stage.motion import Dim, walks
from scenes.stage.retelling import LATE
from scenes.stage.theme import AXIS, FORMULA, READOUT, paint
from scenes.stage.typeset import Formula, Prose, fit_apart, fit_prose, on_baseline

from .gauge import HEIGHT
from .overlaid import Overlaid
from .short import DECIMALS, short
from .signed_block import SignedBlock

RISE = 1.05  # scene units, of the answer that moved most
_LEAST = 1e-9  # nats; below, nothing has moved
_BAR = 1.7
_BESIDE = 0.6  # what a column has beside its name and text, scene units
_EDGE, _FOOT = 6.68, -2.99  # of what may be written on, scene units
_ONE_LINE = 1.6  # of a name's height: higher than that are two lines
_RIM = 0.2  # about a word in a block
_ASKED, ASKED_FROM = 9.0, (-6.5, HEIGHT, 0.0)  # the width of the question, and its left end
_LEFT, _RIGHT = -4.7, 6.5  # of both rows
_SHORT, _LONG = 0.4, 1.4  # scene units: the least and the most that a doubling takes
_STEP_BESIDE = 0.12  # from the first column to where it is measured


def nat_unit(values: np.ndarray, rise: float = RISE) -> float:
    """Scene units for one nat, so that the largest of `values` is `rise` high."""
    most = float(np.abs(values).max())
    return rise / most if most > _LEAST else 1.0


class Surprise:
    """Both chances of each shown answer below, and over them the logarithm of their quotient.

    `columns[k]` are the name, the quotient and the logarithm of the k-th of them.
    """

    zero, foot = 1.6, -2.0  # heights of the upper line and of the lower one
    rise = 1.3  # of the highest bar of the lower row

    def __init__(self, table: GroupTable):
        self.table, self.shown = table, cards_of(table)
        middle = 0.5 * (_LEFT + _RIGHT)
        self.chart = Overlaid(
            table,
            self.shown,
            bar=_BAR,
            width=_RIGHT - _LEFT,
            height=self.rise,
            log_height=self.rise,
        )
        self.chart.shift(np.array([middle, self.foot, 0]) - self.chart.foot.get_center())
        self.line = VGroup(Line([_LEFT, self.zero, 0], [_RIGHT, self.zero, 0]))
        self.line.set_stroke(paint("muted"), AXIS)
        self.blocks, self.numbers, self.quotients = VGroup(), VGroup(), VGroup()
        unit = nat_unit(table.k1)
        for k, index in enumerate(self.shown):
            x = self.chart.names[k].get_x()
            height = float(table.k1[index])
            ends = ([x - 0.5 * _BAR, self.zero, 0], [x + 0.5 * _BAR, self.zero, 0])
            block = SignedBlock("text", bright=True).stand(*map(np.array, ends), unit * height)
            number = Formula(short(height, sign=True), size=FORMULA)
            number.next_to([x, self.zero + max(unit * height, 0.0), 0], UP, buff=0.14)
            self.blocks.add(block)
            self.numbers.add(number)
            self.quotients.add(self._quotient(k, index))
        self._keep_quotients_apart()
        self.results = self._results()
        self._tell_answers()
        parts = self.chart.names, self.quotients, self.numbers
        self.columns = VGroup(*(VGroup(*column) for column in zip(*parts, strict=True)))
        self.chart.remove(self.chart.names)
        self.heights = [block.height_drawn for block in self.blocks]
        self.names = self._row_names()
        question = fit_prose(translated(table.group.question), _ASKED, lines=1, role="muted")
        self.question = question.move_to(ASKED_FROM, aligned_edge=LEFT)
        self.verdicts = self._verdicts().set_z_index(1)  # in front of blocks that move
        self.steps = self._steps(unit)
        for k in range(len(self.shown)):
            self._grow(k, 0.0)

    def take_over(self, chart: Overlaid) -> list[Animation]:
        """The bars of another chart become the chances of the answers."""
        arriving = self.chart.names, self.names[0], self.question
        return [*self.chart.turn_from(chart), FadeIn(*arriving, rate_func=LATE)]

    def whole_picture(self) -> list[VGroup]:
        """All that the picture has at its end but what the answers are."""
        for k in range(len(self.shown)):
            self._grow(k, 1.0)
        told = self.quotients, self.results, self.numbers, self.verdicts
        return [self.chart, self.names, self.line, self.blocks, *told]

    def divide(self, k: int) -> list[Animation]:
        """Both chances of an answer as a quotient, over its bars."""
        told = self.quotients[k], *self.results[k : k + 1]
        return [FadeIn(text, shift=0.3 * UP) for text in told]

    def fade_others(self) -> list[Animation]:
        """The bars of all answers but the first step back."""
        return [
            Dim(part)
            for k in range(1, len(self.shown))
            for part in (*(bars[k] for bars in self.chart.bars.values()), self.chart.names[k])
        ]

    def open_axis(self) -> list[Animation]:
        """The line of the logarithms."""
        return [FadeIn(self.line), FadeIn(self.names[1])]

    def take_log(self, *which: int) -> list[Animation]:
        """The logarithms of these quotients, as signed bars."""
        return [
            move
            for k in which
            for move in walks(0.0, 1.0, (self.blocks[k], lambda share, k=k: self._grow(k, share)))
        ]

    def show_numbers(self, *which: int) -> list[Animation]:
        """What they come to."""
        return [FadeIn(self.numbers[k]) for k in which]

    def say_sides(self) -> list[Animation]:
        """What a hill means, and what a hole does."""
        return [FadeIn(word) for word in (*self.verdicts, *self.steps)]

    def _steps(self, unit: float) -> VGroup:
        """Twice and half as steps of one length, right of the first hill; if it has room."""
        steps, length = VGroup(), unit * float(np.log(2))
        if len(self.shown) < 2 or not _SHORT < length < _LONG:
            return steps
        x = self.blocks[0].get_right()[0] + _STEP_BESIDE
        for source, way in (("times 2", UP), ("div 2", DOWN)):
            ends = np.array([x, self.zero, 0.0]), np.array([x, self.zero, 0.0]) + length * way
            brace = Brace(*(ends if way is DOWN else reversed(ends)), depth=0.18, role="muted")
            steps.add(VGroup(brace, brace.put(Formula(source, size=READOUT), buff=0.1)))
        free = self.blocks[1].get_left()[0] - 0.1
        return steps if steps.get_right()[0] < free else VGroup()

    def _verdicts(self) -> VGroup:
        """In the hills and holes that have room for it."""
        words = VGroup()
        for sign, key in ((1, "likelier"), (-1, "rarer")):
            word = Prose(say(f"kl.surprise.{key}"), size=READOUT, role="ground")
            for block in self.blocks:
                room = sign * block.height_drawn > word.height + _RIM
                if room and word.width < block.width - _RIM:
                    words.add(word.copy().move_to(block))
        return words

    def _grow(self, k: int, share: float) -> None:
        block = self.blocks[k]
        block.stand(block.left, block.right, share * self.heights[k])

    def _quotient(self, k: int, index: int) -> Formula:
        new, ref = that_recompute(
            float(self.table.new_logp[index]), float(self.table.ref_logp[index]), DECIMALS
        )
        new, ref = without_zero(new), without_zero(ref)
        source = f"({{{{ {new} : new }}}}) / ({{{{ {ref} : ref }}}})"
        quotient = Formula(source, size=READOUT, new="new", ref="reference")
        return quotient.next_to(self.chart.top(k), UP, buff=0.16)

    def _results(self) -> VGroup:
        """What the quotients come to, right of them; none where not all have room."""
        results = VGroup()
        room = 0.5 * (_RIGHT - _LEFT) / len(self.shown)
        for quotient, index in zip(self.quotients, self.shown, strict=True):
            value = float(np.exp(self.table.k1[index]))
            text = Formula(f"= {short(value, 2)}", size=READOUT)
            results.add(text.next_to(quotient, RIGHT, buff=0.14))
            right = min(quotient.get_x() + 1.4 * room, _EDGE)
            if quotient.width > room or text.get_right()[0] > right:
                return VGroup()
        return results

    def _tell_answers(self) -> None:
        """What the answers are, beside their names."""
        room = (_RIGHT - _LEFT) / len(self.shown)
        said = [translated(self.table.group.texts[index]) for index in self.shown]
        names = VGroup()
        width = room - max(name.width for name in self.chart.names) - _BESIDE
        texts = fit_apart(said, width, role="muted")
        for name, words in zip(self.chart.names, texts, strict=True):
            x, top = name.get_x(), name.get_top()[1]
            row = on_baseline(name, words, buff=0.2).set_x(x)
            if words.height > _ONE_LINE * name.height:
                name.align_to(words, UP)
            row.shift((top - max(name.get_top()[1], words.get_top()[1])) * UP)
            if row.get_bottom()[1] < _FOOT:
                row = VGroup(name.set_x(x))
            names.add(row)
        self.chart.names = names

    def _keep_quotients_apart(self) -> None:
        """Long ones have no room side by side: then the first alone is shown."""
        room = (_RIGHT - _LEFT) / len(self.shown) - _RIM
        if max(quotient.width for quotient in self.quotients) > room:
            self.quotients[0].align_to([_LEFT + _RIM, 0, 0], LEFT)
            for quotient in self.quotients[1:]:
                quotient.set_opacity(0)

    def _row_names(self) -> VGroup:
        """At the left: what the bars are, and what the logarithms are of."""
        chance = VGroup(
            Prose(say("kl.surprise.new"), size=READOUT, role="new"),
            Prose(say("kl.surprise.reference"), size=READOUT, role="reference"),
        ).arrange(DOWN, buff=0.16, aligned_edge=LEFT)
        chance.move_to([-6.55, self.foot + 0.75, 0], aligned_edge=LEFT)
        if axis := self.chart.axis.submobjects:  # a logarithmic one, with its powers
            chance.shift((axis[-1].get_top()[1] + 0.2 - chance.get_bottom()[1]) * UP)
        new, ref = (f'"{say(f"kl.surprise.{word}")}"' for word in ("new", "ref"))
        source = f"ln ({{{{ {new} : new }}}}) / ({{{{ {ref} : ref }}}})"
        log = Formula(source, size=FORMULA, new="new", ref="reference")
        log.move_to([-6.55, self.zero, 0], aligned_edge=LEFT)
        return VGroup(chance, log)
