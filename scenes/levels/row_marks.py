"""What the five sentences add to the rows: brackets, the start and its leash, and their labels."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from manim import LEFT, RIGHT, UP, DashedVMobject, Dot, Line, Rectangle, VGroup, VMobject

from scenes.script.glyphs import is_high
from scenes.script.numerals import (
    logp_source,
    number_text,
    probability_source,
    ratio_source,
)
from scenes.script.words import say
from scenes.stage.hatch import Hatch
from scenes.stage.places import stand_on
from scenes.stage.theme import CURVE, FORMULA, LABEL, MAIN_CURVE, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose

from .answer_rows import AnswerRows
from .level_lines import bound_text

_OVER, _SERIF = 0.14, 0.12  # of a bracket: how far it passes its bar, and its ends' length
_HARDLY_OVER = 0.08  # above it, where letters reach down as far as Chinese ones do
_GHOST, _DASH = 0.1, 0.16  # how far a ghost passes its bar; of its dashes with their gaps
_UNDER, _DOT = 0.02, 0.08  # of a leash: how far under the ghost, and the radius of its end
_LABEL_GAP, _RIM = 0.18, 9
_ASIDE = 0.5  # how far left of its bracket a bound may stand, out of the way of the chances
_COLUMN, _SYMBOL = 1.5, 0.75  # what numbers, and symbols, at the right end of rows take
_BEYOND, _STRIPES = 0.5, 0.13  # of what lies behind a bracket: its width, from stripe to stripe
_NAMED = 48  # the size of a symbol with a long subscript
_POLICIES = (("start", "reference"), ("before", "old"), ("now", "new"))  # from left to right
_UNDER_ROWS, _APART = 0.44, 0.6  # of their names: how far under the rows, and from each other
Named = Formula | Prose


class RowMarks:
    """The marks of `rows` at their places; a film puts them on the stage."""

    def __init__(self, rows: AnswerRows):
        self.rows, self.table = rows, rows.table
        answers = range(len(rows.shown))
        self.brackets = VGroup(*(mark for k in answers for mark in self._bracket(k)))
        self.ghosts = VGroup(*map(self._ghost, answers))
        self.leashes = VGroup(*map(self._leash, answers))
        self.brace = rows.brace()
        self.told_ratios = {index: self._ratio(index) for index in rows.shown}
        self.behind = self._behind()
        self.beyond = VGroup(*self.behind.values())

    def ends(self, row: int) -> tuple[float, float, float]:
        """Where in a row the bars of old, new and reference end."""
        index = self.rows.shown[row]
        columns = self.table.old_logp, self.table.new_logp, self.table.ref_logp
        old, new, reference = (self.rows.end(row, float(logp[index]))[0] for logp in columns)
        return old, new, reference

    def bound(self, row: int) -> float | None:
        """Where the bar of a better answer gains no more by growing, if that is on the stage."""
        index = self.rows.shown[row]
        if self.table.advantage[index] <= 0:
            return None
        logp = float(self.table.old_logp[index]) + float(np.log1p(self.table.eps_high))
        at = self.rows.end(row, logp)[0]
        return float(at) if at < self.rows.layout.right - _COLUMN else None

    def _behind(self) -> dict[int, Hatch]:
        """By row: a hatched stretch behind its bracket; growing into it gains nothing more."""
        made = {}
        for row in range(len(self.rows.shown)):
            wide, at = self._room_behind(row), self.bound(row)
            if at is not None and wide > _STRIPES:
                stretch = Rectangle(width=wide, height=self.rows.layout.tall, stroke_width=0)
                middle = [at + 0.5 * wide, self.rows.end(row, 0.0)[1], 0]
                made[row] = Hatch(stretch.move_to(middle), gap=_STRIPES, role="muted")
        return made

    def _room_behind(self, row: int) -> float:
        """How wide a stretch behind a row's bracket may be: not over what stands at its end."""
        at = self.bound(row)
        free = 0.0 if at is None else self.rows.layout.right - _COLUMN - at
        return min(_BEYOND, free)

    def no_gain(self) -> VGroup:
        """What the hatched stretch says, beside the example's; empty where there is no room."""
        said = Prose(say("levels.words.no_gain"), size=LABEL)
        row = self.rows.example
        return VGroup(*(self._beside(said, row, 0.1) if self.bound(row) is not None else ()))

    def _bracket(self, row: int) -> Iterator[VMobject]:
        at = self.bound(row)
        if at is None:
            return
        middle = self.rows.end(row, 0.0)[1]
        half = 0.5 * self.rows.layout.tall
        over = _HARDLY_OVER if is_high(self.rows.texts[row].plain) else _OVER
        top, foot = half + over, -half - _OVER
        corners = [(-_SERIF, top), (0, top), (0, foot), (-_SERIF, foot)]
        bracket = VMobject()
        bracket.set_points_as_corners([[at + x, middle + y, 0] for x, y in corners])
        bracket.set_stroke(paint("text"), MAIN_CURVE)
        yield bracket.set_stroke(paint("ground"), _RIM + MAIN_CURVE, background=True)

    def _ghost(self, row: int) -> VGroup:
        """The reference's bar, dashed, a little outside of the others."""
        layout, end = self.rows.layout, self.ends(row)[2]
        bar = Rectangle(width=end - layout.foot, height=layout.tall + 2 * _GHOST)
        bar.move_to([0.5 * (layout.foot + end), self.rows.end(row, 0.0)[1], 0])
        bar.set_stroke(paint("reference"), CURVE)
        dashes = max(8, round(2 * (bar.width + bar.height) / _DASH))
        return VGroup(*DashedVMobject(bar, num_dashes=dashes, dashed_ratio=0.6).submobjects)

    def _leash(self, row: int) -> VGroup:
        """Under the bars, from where the reference ends to where the new policy does."""
        _, new, reference = self.ends(row)
        y = self.rows.end(row, 0.0)[1] - 0.5 * self.rows.layout.tall - _GHOST - _UNDER
        leash = Line([reference, y, 0], [new, y, 0]).set_stroke(paint("reference"), MAIN_CURVE)
        end = Dot([new, y, 0], radius=_DOT).set_fill(paint("reference"), 1)
        return VGroup(leash, end)

    # -- labels: a number, or the symbol that stands for it -------------------------------------

    def labels(self, idea: int, *, symbols: bool) -> VGroup:
        """What stands in the picture for one of the five ideas, as numbers or as symbols."""
        made = (self._count, self._average, self._ratios, self._bounds, self._reference)
        return VGroup(*made[idea](symbols))

    def _count(self, symbols: bool) -> Iterator[Formula]:
        source = "G" if symbols else str(self.table.group.size)
        yield self.brace.put(Formula(source, size=READOUT), buff=0.08)

    def _average(self, symbols: bool) -> Iterator[Formula]:
        name = f'"{say("stage.operators.mean")}"'
        source = name if symbols else number_text(self.table.reward_mean, 2)
        label = Formula(source, size=FORMULA, role="reward")
        yield label.next_to(self.rows.line, UP, buff=0.12)

    def _ratios(self, symbols: bool) -> Iterator[Formula]:
        for row, index in enumerate(self.rows.shown):
            source = f"rho_{index + 1}" if symbols else f"times {self.told_ratios[index]}"
            yield self.at_right(Formula(source, size=READOUT), row)

    def _ratio(self, index: int) -> str:
        """An answer's ratio with as many digits as its two printed chances give it."""
        ratio, told = float(self.table.ratio[index]), ratio_source(float(self.table.ratio[index]))
        logps = self.table.new_logp[index], self.table.old_logp[index]
        chances = [probability_source(float(np.exp(logp))) for logp in logps]
        if told != number_text(ratio, 2) or not all(map(_is_plain, chances)):
            return told
        quotient = float(chances[0]) / float(chances[1])
        shorter = number_text(ratio, 1)
        is_true = f"{quotient:.2f}" == f"{ratio:.2f}" or f"{quotient:.1f}" != f"{ratio:.1f}"
        return told if is_true else shorter

    def _bounds(self, symbols: bool) -> Iterator[Formula]:
        row = self.rows.example
        source = "1 + epsilon" if symbols else bound_text(self.table)
        at = self.bound(row)
        if at is None:
            return
        label = Formula(source, size=LABEL)
        chance = self._chance(row)
        free = np.inf if chance is None else chance.get_left()[0] - _LABEL_GAP
        spot = min(at, free - 0.5 * label.width)
        text = self.rows.texts[row].get_right()[0] + _LABEL_GAP
        if at - spot < _ASIDE and text < spot - 0.5 * label.width:
            foot = self.rows.end(row, 0.0)[1] + 0.5 * self.rows.layout.tall + _OVER
            yield stand_on(label.set_x(spot), foot + 0.1)
        else:
            yield from self._beside(label, row, _SYMBOL if symbols else _COLUMN)

    def _reference(self, symbols: bool) -> Iterator[Named]:
        """The three policies by their colours, under the rows; over an axis the start alone."""
        made = [_policy(key, role, symbols) for key, role in _POLICIES]
        if self.rows.scaling.is_log:
            others = [k for k in range(len(self.rows.shown)) if k != self.rows.example] or [0]
            yield from self._beside(made[0], min(others, key=lambda k: max(self.ends(k))))
            return
        pen, foot = self.rows.layout.left + 0.1, self.rows.column(0.0)[1][1] - _UNDER_ROWS
        for label in made:
            label.move_to([pen, foot, 0], aligned_edge=LEFT)
            pen = label.get_right()[0] + _APART
            yield stand_on(label, foot)

    def terms(self) -> VGroup:
        """What each answer adds to the objective before the price; empty if there is no room."""
        made = VGroup()
        for row, index in enumerate(self.rows.shown):
            value = float(self.table.value[index])
            source = number_text(value, 3, sign=True)
            role = sign_role(float(self.table.advantage[index]))
            made.add(self.at_right(Formula(source, size=READOUT, role=role), row))
        return made if made.width < _COLUMN else VGroup()

    def chances(self) -> VGroup:
        """How likely each answer was, and is now, at the right of the answers themselves."""
        made = map(self._chance, range(len(self.rows.shown)))
        return VGroup(*(label for label in made if label is not None))

    def _chance(self, row: int) -> Formula | None:
        """How likely a row's answer was, and is now, if there is room."""
        index, layout = self.rows.shown[row], self.rows.layout
        logps = self.table.old_logp[index], self.table.new_logp[index]
        old, new = (logp_source(float(logp)) for logp in logps)
        source = f"{{{{ {old} : old }}}} -> {{{{ {new} : new }}}}"
        label = Formula(source, size=LABEL, old="old", new="new")
        if label.width > layout.right - 0.23 - layout.text - layout.room:
            return None
        spot = [layout.right - 0.18, self.rows.height(row) + layout.lift, 0]
        return stand_on(label.move_to(spot, aligned_edge=RIGHT), spot[1] - 0.12)

    def average_of_terms(self) -> VGroup:
        """Under the terms: their average, over all answers of the group; empty over an axis."""
        if self.rows.scaling.is_log:
            return VGroup()
        spot = [self.rows.layout.right - 0.18, self.rows.column(0.0)[1][1] - 0.32, 0]
        number = Formula(number_text(self.table.surrogate, 3, sign=True), size=READOUT)
        number.move_to(spot, aligned_edge=RIGHT)
        name = Prose(say("stage.operators.mean"), size=LABEL, role="muted")
        name.next_to(number, LEFT, buff=0.25)
        return VGroup(stand_on(name, number), number)

    def at_right(self, label: Formula, row: int) -> Formula:
        """At a row's right end, on the height of its bar."""
        spot = self.rows.end(row, 0.0)
        label.move_to([self.rows.layout.right - 0.18, spot[1], 0], aligned_edge=RIGHT)
        return stand_on(label, spot[1] - 0.12)

    def _beside(self, label: Named, row: int, column: float = _COLUMN) -> Iterator[Named]:
        """Right of all that a row's bars and marks reach, if there is room."""
        bound = self.bound(row)
        behind = -np.inf if bound is None else bound + self._room_behind(row)
        reach = max(*self.ends(row), behind) + _LABEL_GAP
        spot = self.rows.end(row, 0.0)
        label.next_to([reach, spot[1], 0], RIGHT, buff=0)
        if label.get_right()[0] < self.rows.layout.right - column:
            yield stand_on(label, spot[1] - 0.12)


def _policy(key: str, role: str, symbols: bool) -> Named:
    """What a policy is called, in its colour."""
    if not symbols:
        return Prose(say(f"levels.words.{key}"), size=LABEL, role=role)
    index = {"start": '_"ref"', "before": '_"old"', "now": "_theta"}[key]
    return Formula(f"pi{index}", size=_NAMED, role=role)


def _is_plain(source: str) -> bool:
    """Whether math source is a decimal number above 0."""
    return source.replace(".", "", 1).isdigit() and float(source) > 0
