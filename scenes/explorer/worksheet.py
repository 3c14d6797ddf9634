"""The worked table: one row an answer, one column a step from probabilities to min and k3."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    Line,
    Mobject,
    ReplacementTransform,
    VGroup,
)

from grpo_core import GroupTable
from scenes.script.cases import pushes
from scenes.script.telling import CASES, left_out, telling
from scenes.script.words import say
from scenes.stage.lamp import Lamp
from scenes.stage.live_number import LiveNumber, number_width
from scenes.stage.marks import hatching, sign_marker
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.theme import HAIRLINE, LABEL, paint, sign_role
from scenes.stage.typeset import Formula, Prose, on_baseline

WIDTH, HEIGHT = 13.3, 3.45
TOP = 3.75
_HEAD, _MEAN = 0.72, 0.6  # heights of the first and the last row
_PAD = 0.26  # between the panel's rim and the columns
_LEAST_GAP = 0.16  # between two columns
_LAMP, _SIGN = 0.5, 0.3  # widths
_LARGE = 99999.5  # from here on a number has a power of ten
_LEAST = 0.005  # a probability below it is shown by its logarithm


@dataclass(frozen=True)
class Column:
    """A column: its header, and the field of `GroupTable` that it shows."""

    key: str
    header: str
    field: str
    role: str = "text"
    opens: bool = False  # whether a new group of columns begins


_PROBABILITIES = (
    Column("old", 'pi_"old"', "old", "old"),
    Column("new", "pi_theta", "new", "new"),
    Column("ref", 'pi_"ref"', "ref", "reference"),
)
_LOGARITHMS = (
    Column("old", 'ln pi_"old"', "old_logp", "old"),
    Column("new", "ln pi_theta", "new_logp", "new"),
    Column("ref", 'ln pi_"ref"', "ref_logp", "reference"),
)
_REST = (
    Column("reward", "r", "rewards", "reward"),
    Column("advantage", "A", "advantage", opens=True),
    Column("ratio", "rho", "ratio", opens=True),
    Column("clipped_ratio", '"clip"(rho)', "clipped_ratio"),
    Column("unclipped", "rho A", "unclipped", opens=True),
    Column("clipped", '"clip"(rho) A', "clipped"),
    Column("value", '"min"', "value"),
    Column("k3", "k_3", "k3", opens=True),
)
MEANS = {"value": "surrogate", "k3": "kl"}
_MOVED_DECIMALS = 3  # of a probability that is moved, where fewer are enough before
# What an absurd group leaves no room for, in this order.
_EXPENDABLE = ("clipped_ratio", "clipped", "unclipped")


class Worksheet(VGroup):
    """The table of `table`; of a large group the telling answers, and the mean of all.

    At birth it is an empty sheet with the answers' names. `headers` and `cells` hold what
    stands in each column, `means` the last row, for which `set_open` makes room; `reveal`
    adds them. `show` sets all numbers to those of another table of the group; `others`
    are such tables, so that their numbers have room as well. `moved_decimals` are those of
    a probability that is moved.
    """

    def __init__(self, table: GroupTable, others: Iterable[GroupTable] = ()):
        super().__init__()
        self.shown = telling(table, CASES)
        layout = _fitting(_Layout([table, *others], self.shown))
        self.columns = layout.columns
        own = layout.decimals["new"]
        self.moved_decimals = own if layout.is_small else max(own, _MOVED_DECIMALS)
        self.body = panel(WIDTH, HEIGHT - _MEAN)
        self.rules = VGroup(*(self._rule(y) for y in (TOP - _HEAD, TOP - HEIGHT + _MEAN)))
        left = -0.5 * WIDTH + _PAD
        self.names = VGroup()
        for index, y in zip(self.shown, self._rows(), strict=True):
            name = Formula(f"o_{index + 1}", size=LABEL, role="muted", plain=f"o_{index + 1}")
            self.names.add(name.move_to([left, y - 0.03, 0], aligned_edge=LEFT))
        rest = left_out(table, self.shown)
        key = "rest_mean" if rest else "mean"
        self.mean_name = Prose(say(f"stage.worksheet.{key}", rest=rest), role="muted")
        self.mean_name.align_to([left, 0, 0], LEFT)
        self._stand(self.mean_name, self._mean_row())
        self.headers, self.cells, self.means = {}, {}, {}
        for column in self.columns:
            self._fill(column, layout, table)
        self.signs = VGroup(*(sign_marker(table.advantage[i], 0.18) for i in self.shown))
        for sign, y in zip(self.signs, self._rows(), strict=True):
            sign.move_to([layout.left["advantage"] + 0.1, y, 0])
        self.lamps, self.hatches = VGroup(), VGroup()
        for y in self._rows():
            self._add_lamp(np.array([layout.lamp, y, 0.0]), 0.72 * self._pitch())
        self.add(self.body, self.rules[0], self.names)
        self.set_open(0.0).show(table)

    # -- places ---------------------------------------------------------------

    def _pitch(self) -> float:
        return (HEIGHT - _HEAD - _MEAN) / len(self.shown)

    def _rows(self) -> list[float]:
        return [TOP - _HEAD - (k + 0.5) * self._pitch() for k in range(len(self.shown))]

    def _mean_row(self) -> float:
        return TOP - HEIGHT + 0.52 * _MEAN

    def _rule(self, y: float) -> Line:
        reach = 0.5 * WIDTH - 0.5 * _PAD
        return Line([-reach, y, 0], [reach, y, 0]).set_stroke(paint("hairline"), HAIRLINE)

    @staticmethod
    def _stand(text, y: float) -> None:
        """Put a text's digits or letters at the height of the row `y`."""
        stand_on(text, y - 0.115)

    def _fill(self, column: Column, layout: _Layout, table: GroupTable) -> None:
        key, point = column.key, layout.point[column.key]
        header = _header(column)
        header.move_to([layout.middle(key), 0, 0])
        stand_on(header[0], TOP - 0.5 * _HEAD - 0.115, row=header)
        self.headers[key], self.cells[key] = header, VGroup()
        decimals = layout.decimals[key]
        for index, y in zip(self.shown, self._rows(), strict=True):
            value = getattr(table, column.field)[index]
            number = LiveNumber(value, decimals, size=LABEL, role=column.role, sign=_signed(key))
            self.cells[key].add(self._place(number, point, y))
        if key in MEANS:
            value = getattr(table, MEANS[key])
            number = LiveNumber(value, layout.mean_decimals[key], size=LABEL, role=column.role)
            self.means[key] = self._place(number, point, self._mean_row())

    def _place(self, number: LiveNumber, point: float, y: float) -> LiveNumber:
        """Put a number's decimal point at `point`."""
        number.align_to([point + _fraction(number.decimals), 0, 0], RIGHT)
        self._stand(number, y)
        return number

    def _add_lamp(self, spot: np.ndarray, height: float) -> None:
        half = np.array([0.5 * _LAMP, 0.5 * min(height, 0.46), 0.0])
        signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        corners = [spot + half * np.array([*sign, 0]) for sign in signs]
        self.hatches.add(hatching(corners, "muted", gap=0.11))
        lamp = Lamp(radius=0.125).move_to(spot)
        lamp.ring.set_fill(paint("panel"), 1)
        lamp.submobjects = [lamp.glow, lamp.ring, lamp.light]
        self.lamps.add(lamp)

    # -- what it shows --------------------------------------------------------

    def opened_by(self, names: Sequence[Mobject], heads: dict[str, Mobject]) -> list[Animation]:
        """Animations in which answers' names become rows and symbols become columns.

        `heads` are the symbols by the keys of their columns; the words of headers come by
        themselves.
        """
        words = [FadeIn(word) for key in heads for word in self.headers[key][:-1]]
        rows = [ReplacementTransform(*pair) for pair in zip(names, self.names, strict=True)]
        columns = [ReplacementTransform(head, self.headers[key][-1]) for key, head in heads.items()]
        return [FadeIn(self.rules[0]), *rows, *words, *columns]

    def reveal(self, *parts: Mobject) -> Self:
        """Add cells, headers or means to the sheet."""
        return self.add(*parts)

    def set_open(self, share: float) -> Self:
        """Make room for the last row by `share`, 0 to 1; a `Drive` can call it."""
        whole = panel(WIDTH, HEIGHT - (1 - share) * _MEAN)
        self.body.set_points(whole.move_to([0, TOP, 0], aligned_edge=UP).points)
        return self

    def has(self, key: str) -> bool:
        """Whether there was room for a column."""
        return key in self.cells

    def column(self, key: str) -> VGroup:
        """A column with its header."""
        return VGroup(self.headers[key], self.cells[key])

    def cell(self, key: str, index: int) -> LiveNumber:
        """The number of answer `index` in a column."""
        return self.cells[key][self.shown.index(index)]

    def lamp_of(self, index: int) -> Lamp:
        """The lamp of an answer's row."""
        return self.lamps[self.shown.index(index)]

    def set_decimals(self, cells: LiveNumber | VGroup, decimals: int) -> Self:
        """Show cells with other decimals; the numbers' middle stays where it is."""
        for number in [cells] if isinstance(cells, LiveNumber) else cells:
            number.shift(0.5 * (_fraction(decimals) - _fraction(number.decimals)) * RIGHT)
            number.decimals = decimals
        return self

    def show(self, table: GroupTable) -> Self:
        """Set every number, lamp and hatch to those of `table`."""
        on = pushes(table)
        for column in self.columns:
            values = getattr(table, column.field)
            for index, number in zip(self.shown, self.cells[column.key], strict=True):
                number.set_value(float(values[index]))
        for key, number in self.means.items():
            number.set_value(float(getattr(table, MEANS[key])))
        for k, index in enumerate(self.shown):
            self._paint_row(k, table, index)
            self.lamps[k].set_level(float(on[index]))
            self.hatches[k].set_stroke(opacity=0.65 * bool(table.binds[index]))
        return self

    def _paint_row(self, k: int, table: GroupTable, index: int) -> None:
        """The sign's colour where it counts, and muted what min does not take."""
        role = sign_role(table.advantage[index])
        self.cells["advantage"][k].set_role(role)
        self.cells["value"][k].set_role(role)
        unclipped, clipped = table.unclipped[index], table.clipped[index]
        for key, loses in (("unclipped", unclipped > clipped), ("clipped", clipped > unclipped)):
            if self.has(key):
                self.cells[key][k].set_role("muted" if loses else "text")
        sign = sign_marker(table.advantage[index], 0.18)
        self.signs[k].set_points(sign.move_to(self.signs[k]).points)
        self.signs[k].set_fill(paint(role))


class _Layout:
    """How wide the columns are, and where they stand."""

    def __init__(
        self, tables: Sequence[GroupTable], shown: Sequence[int], without=(), *, brief=False
    ):
        self.tables, self.shown, self.brief = tables, shown, brief
        every = [getattr(t, p)[list(shown)] for t in tables for p in ("old", "new", "ref")]
        self.is_small = min(values.min() for values in every) < _LEAST
        columns = (*(_LOGARITHMS if self.is_small else _PROBABILITIES), *_REST)
        self.columns = tuple(column for column in columns if column.key not in without)
        self.decimals = {column.key: self._decimals(column) for column in self.columns}
        self.mean_decimals = {key: self.decimals[key] for key in MEANS}
        for key, name in MEANS.items():
            if self._is_large([getattr(t, name) for t in tables]):
                self.mean_decimals[key] = self._for_large()
        self._measure()

    def _values(self, column: Column) -> list[float]:
        return [float(getattr(t, column.field)[i]) for t in self.tables for i in self.shown]

    def _is_large(self, values: Sequence[float]) -> bool:
        return bool(np.abs(values).max() >= _LARGE)

    def _for_large(self) -> int:
        return 1 if self.brief else 2

    def _decimals(self, column: Column) -> int:
        values = self._values(column)
        if self._is_large(values):
            return self._for_large()
        if column.key == "reward":
            return next((d for d in (0, 1) if np.allclose(values, np.round(values, d))), 2)
        if column in _PROBABILITIES:
            own = [getattr(self.tables[0], p.field)[list(self.shown)] for p in _PROBABILITIES]
            return 2 if np.allclose(own, np.round(own, 2), rtol=0, atol=1e-9) else 3
        if column in _LOGARITHMS and self.brief:
            return 1
        return 3 if column.key == "k3" else 2

    def _measure(self) -> None:
        self.before, self.after, self.header = {}, {}, {}
        for column in self.columns:
            key, decimals = column.key, self.decimals[column.key]
            whole = [_whole(v, decimals, sign=_signed(key)) for v in self._values(column)]
            after = _fraction(decimals)
            if key in MEANS:
                means = [float(getattr(t, MEANS[key])) for t in self.tables]
                whole += [_whole(v, self.mean_decimals[key]) for v in means]
                after = max(after, _fraction(self.mean_decimals[key]))
            self.before[key], self.after[key] = max(whole), after
            self.header[key] = _header(column).width
        names = max(Formula(f"o_{i + 1}", size=LABEL).width for i in self.shown)
        widths = {key: self._width(key) for key in self.decimals}
        weights = [1.5 if column.opens else 1.0 for column in self.columns]
        weights[0] = 1.5
        if not self.decimals["reward"]:  # room for a frame round a single digit
            weights[len(_PROBABILITIES)] = 1.5
        room = WIDTH - 2 * _PAD - names - _LAMP - sum(widths.values())
        self.gap = room / (sum(weights) + 1.0)  # the lamp, too, stands off
        self._stand(names, widths, weights)

    def _width(self, key: str) -> float:
        after = self.after[key]
        if key == "new" and not self.is_small:  # one that is moved is shown to more digits
            after = max(after, _fraction(_MOVED_DECIMALS))
        sign = _SIGN * (key == "advantage")
        return max(self.header[key], self.before[key] + after) + sign

    def _stand(self, names: float, widths: dict[str, float], weights: list[float]) -> None:
        pen = -0.5 * WIDTH + _PAD + names
        self.left, self.point, self._middle = {}, {}, {}
        for column, weight in zip(self.columns, weights, strict=True):
            key = column.key
            pen += weight * self.gap
            self.left[key] = pen
            sign = _SIGN * (key == "advantage")
            numbers = self.before[key] + self.after[key]
            slack = widths[key] - sign - numbers
            self.point[key] = pen + sign + 0.5 * slack + self.before[key]
            self._middle[key] = pen + sign + 0.5 * (widths[key] - sign)
            pen += widths[key]
            if key == "value":
                pen += self.gap
                self.lamp = pen + 0.5 * _LAMP
                pen += _LAMP

    def middle(self, key: str) -> float:
        """Where a column's header stands."""
        return self._middle[key]


def _fitting(layout: _Layout) -> _Layout:
    """The first layout whose columns do not touch: fewer columns, then shorter numbers, too."""
    tables, shown = layout.tables, layout.shown
    for count in range(1, len(_EXPENDABLE) + 1):
        if layout.gap >= _LEAST_GAP:
            break
        layout = _Layout(tables, shown, _EXPENDABLE[:count], brief=count > 1)
    return layout


def _header(column: Column) -> VGroup:
    """A column's name; the ln before a policy is a text of its own."""
    name = column.header.removeprefix("ln ")
    symbol = Formula(name, size=LABEL, role=column.role)
    if name == column.header:
        return VGroup(symbol)
    return on_baseline(Formula("ln", size=LABEL, role="muted"), symbol, buff=0.1)


def _signed(key: str) -> bool:
    return key == "advantage"


def _whole(value: float, decimals: int, *, sign: bool = False) -> float:
    """The width of a number before its decimal point."""
    return number_width(value, decimals, sign=sign, size=LABEL) - _fraction(decimals)


def _fraction(decimals: int) -> float:
    """The width of a decimal point and the digits behind it."""
    if not decimals:
        return 0.0
    return number_width(0.0, decimals, size=LABEL) - number_width(0.0, 0, size=LABEL)
