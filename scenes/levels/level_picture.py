"""One group as rows of answers that gain precision: marks, bars, symbols, numbers."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    DashedVMobject,
    Line,
    Mobject,
    Rectangle,
    VGroup,
    VMobject,
)

from grpo_core import GroupTable
from scenes.script.cases import pushes
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text, ratio_source
from scenes.script.telling import cards_of, left_out
from scenes.script.words import say
from scenes.stage.bar_scale import BarScale
from scenes.stage.lamp import Lamp
from scenes.stage.marks import answer_marker, sign_marker
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.policy_chart import bar_scale
from scenes.stage.reward_line import reward_text
from scenes.stage.theme import AXIS, CURVE, LABEL, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose, fit_apart

LEFT_EDGE, RIGHT_EDGE = 0.25, 6.75
TOP, FLOOR = 2.82, -2.86  # of the rows with their headings and their foot
_HEAD, _GAP, _STEM = 0.62, 0.1, 0.1
_MOST_PITCH = 1.0
# Where a column stands, from the left edge: in marks (levels 1, 2), symbols, and numbers.
MARKS = {"text": 0.3, "score": 3.35, "bar": 5.05}  # of a text its left edge
SYMBOLS = {"text": 0.6, "score": 1.45, "bar": 2.75, "policies": 4.65, "lamp": 5.87}
NAMES = 0.6  # of the answers' names; the columns of numbers take the room that they need
_NUMBERS = ("score", "bar", "ratio", "value", "k3")
_ROOM = (1.25, 6.32)  # for them, from the left edge
_LEAST_GAP = 0.14
_OVER = {  # what stands over the columns; over the lamps it is a word
    "text": ("o_i", "text"),
    "score": ("r_i", "reward"),
    "bar": ("A_i", "text"),
    "policies": ("pi(o_i)", "text"),
    "ratio": ("rho_i", "text"),
    "value": ("min", "text"),
    "k3": ("k_3", "text"),
}
_DASH = 0.16
_TEXT_WIDTH, _HALF_BAR, _POLICY_WIDTH = 2.6, 1.05, 1.55


class LevelPicture:
    """Makes the pieces of the picture at their places; a film puts them on the stage.

    Every method gives a `VGroup` with one member for each answer that is shown, in order,
    unless it says otherwise. Places are those of a level's columns.
    """

    def __init__(self, table: GroupTable):
        self.table, self.shown = table, cards_of(table)
        self.rest = left_out(table, self.shown)
        slots = len(self.shown) + bool(self.rest) + 1  # the last: the group's average
        self.pitch = min(_MOST_PITCH, (TOP - _HEAD - FLOOR) / slots)
        self.top = TOP - _HEAD
        self._right = self._edges()

    def _edges(self) -> dict[str, tuple[float, float]]:
        """The left and right edge of each column of numbers, from the left edge.

        Where there is no room for all, the ratio's is left out, and then the others' from
        the right.
        """
        kept = list(_NUMBERS)
        while True:
            widths = {name: self._width(name) for name in kept}
            free = _ROOM[1] - _ROOM[0] - sum(widths.values())
            gap = free / (len(kept) - 1)
            if gap >= _LEAST_GAP or len(kept) == 2:
                break
            kept.remove("ratio" if "ratio" in kept else kept[-1])
        edges, pen = {}, _ROOM[0]
        for name in kept:
            edges[name] = (pen, pen + widths[name])
            pen += widths[name] + gap
        return edges

    def _width(self, name: str) -> float:
        texts = [self._number(name, index)[0] for index in self.shown]
        if name in self._averages():
            texts.append(self._averages()[name][0])
        widths = [Formula(text, size=LABEL).width for text in texts]
        return max(*widths, self.heading(name, {name: 0.0}).width)

    @property
    def number_columns(self) -> dict[str, float]:
        """The middle of each column of level 4; a column without room is not there."""
        middles = {name: 0.5 * sum(edges) for name, edges in self._right.items()}
        return {"text": NAMES, **middles}

    def place(self, columns: dict[str, float], name: str, slot: int) -> np.ndarray:
        """The middle of a cell; slots count from the top, -1 is the row of headings."""
        y = TOP - 0.5 * _HEAD if slot < 0 else self.top - (slot + 0.5) * self.pitch
        return np.array([LEFT_EDGE + columns[name], y, 0.0])

    @property
    def foot(self) -> int:
        """The slot of the average, below all answers."""
        return len(self.shown) + bool(self.rest)

    # -- level 1: words and marks ------------------------------------------------

    def question(self) -> VGroup:
        """The question on its panel: two members."""
        width = RIGHT_EDGE - LEFT_EDGE
        body = panel(width, 0.78).move_to([0.5 * (LEFT_EDGE + RIGHT_EDGE), 3.32, 0])
        symbol = Formula("q", size=LABEL, role="muted")
        symbol.move_to(body.get_left() + 0.3 * RIGHT)
        (text,) = fit_apart([self.table.group.question], width - 1.2, lines=1)
        return VGroup(body, symbol, text.move_to(body))

    def bodies(self) -> VGroup:
        """The panels of the answers."""
        width, height = RIGHT_EDGE - LEFT_EDGE, self.pitch - _GAP
        middle = {"row": 0.5 * width}
        return VGroup(
            *(
                panel(width, height).move_to(self.place(middle, "row", k))
                for k in range(len(self.shown))
            )
        )

    def counted(self) -> VGroup:
        """How many answers are not shown: empty, or one text."""
        if not self.rest:
            return VGroup()
        text = Prose(self.rest, role="muted")
        spot = self.place({"row": 0.2}, "row", len(self.shown))
        return VGroup(text.move_to(spot, aligned_edge=LEFT))

    def texts(self) -> VGroup:
        """The answers' own texts; long ones by what tells them apart."""
        lines = 2 if self.pitch > 0.95 else 1
        found = VGroup()
        texts = [self.table.group.texts[index] for index in self.shown]
        for k, text in enumerate(fit_apart(texts, _TEXT_WIDTH, lines=lines)):
            found.add(text.move_to(self.place(MARKS, "text", k), aligned_edge=LEFT))
        return found

    def scores(self) -> VGroup:
        """The rewards as marks: right or wrong where there are two, else longer or shorter."""
        rewards = self.table.rewards
        kinds = np.unique(rewards)
        made = VGroup()
        for k, index in enumerate(self.shown):
            reward = float(rewards[index])
            if len(kinds) > 2:
                mark = _gauge((reward - kinds[0]) / (kinds[-1] - kinds[0]))
            else:
                mark = _right() if reward == kinds[-1] and reward > 0 else _wrong()
            made.add(mark.move_to(self.place(MARKS, "score", k)))
        return made

    def signs(self) -> VGroup:
        """A triangle for better or worse than the group, on the line of the average."""
        spots = (self.place(MARKS, "bar", k) for k in range(len(self.shown)))
        return VGroup(
            *(
                sign_marker(float(self.table.advantage[index]), 0.34).move_to(spot)
                for index, spot in zip(self.shown, spots, strict=True)
            )
        )

    # -- level 2: signed bars ----------------------------------------------------

    def mean_line(self) -> Line:
        """The average: a line through all rows."""
        top, foot = (self.place(MARKS, "bar", k) for k in (0, self.foot - bool(self.rest) - 1))
        half = 0.5 * (self.pitch - _GAP)
        return Line(top + half * UP, foot + (half + 0.12) * DOWN).set_stroke(paint("text"), AXIS)

    def mean_name(self) -> Prose:
        """What the line is; of a silent group, that nobody is better."""
        key = "average" if self.table.reward_std else "all_average"
        spot = self.place(MARKS, "bar", self.foot - bool(self.rest))
        name = Prose(say(f"stage.level_picture.{key}"))
        return name.next_to(self.mean_line(), DOWN, buff=0.14).set_x(spot[0])

    def bars(self, columns: dict[str, float] = MARKS, share: float = 1.0) -> VGroup:
        """The signed distances from the average, as bars from its line."""
        most = float(np.abs(self.table.advantage).max()) or 1.0
        made = VGroup()
        for k, index in enumerate(self.shown):
            advantage = float(self.table.advantage[index])
            length = max(share * _HALF_BAR * abs(advantage) / most, 0.02)
            bar = Rectangle(width=length, height=_STEM, stroke_width=0)
            bar.set_fill(paint(sign_role(advantage)), 1)
            side = LEFT if advantage >= 0 else RIGHT
            made.add(bar.move_to(self.place(columns, "bar", k), aligned_edge=side))
        return made

    def ends(self, bars: VGroup) -> VGroup:
        """The triangles at the ends of `bars`."""
        made = VGroup()
        for bar, index in zip(bars, self.shown, strict=True):
            advantage = float(self.table.advantage[index])
            end = bar.get_right() if advantage > 0 else bar.get_left()
            made.add(answer_marker(advantage, 0.34).move_to(end if advantage else bar))
        return made

    # -- level 3: symbols --------------------------------------------------------

    def names(self, columns: dict[str, float] = SYMBOLS) -> VGroup:
        """The answers' names o_i."""
        made = VGroup()
        for k, index in enumerate(self.shown):
            spot = self.place(columns, "text", k)
            name = Formula(f"o_{index + 1}").move_to(spot)
            made.add(stand_on(name, spot[1] - 0.12))
        return made

    def heading(self, name: str, columns: dict[str, float] = SYMBOLS) -> Formula:
        """The symbol, or the word, over a column."""
        word = quoted(say("stage.level_picture.pushes"))
        source, role = (word, "text") if name == "lamp" else _OVER[name]
        spot = self.place(columns, name, -1)
        formula = Formula(source, size=LABEL if name == "lamp" else READOUT, role=role)
        return stand_on(formula.move_to(spot), spot[1] - 0.12)

    def policies(self, role: str) -> VGroup:
        """The answers' probabilities under one policy as bars, below each other by role."""
        rows = {
            "old": self.table.old_logp,
            "new": self.table.new_logp,
            "reference": self.table.ref_logp,
        }
        lane = 0.25 * self.pitch
        shift = {"old": lane, "new": 0.0, "reference": -lane}[role] * UP
        made = VGroup()
        for k, index in enumerate(self.shown):
            length = max(self.policy_scale.rise(float(rows[role][index])), 0.04)
            bar = Rectangle(width=length, height=0.6 * lane, stroke_width=0)
            if role == "new":
                bar.set_fill(paint(role), 1)
            elif role == "old":
                bar.set_stroke(paint(role), AXIS)
            start = self.place(SYMBOLS, "policies", k) + 0.5 * _POLICY_WIDTH * LEFT
            bar.move_to(start + shift, aligned_edge=LEFT)
            made.add(_dashed(bar, role) if role == "reference" else bar)
        return made

    @cached_property
    def policy_scale(self) -> BarScale:
        """How long the bars of all policies are."""
        every = ("old", "new", "reference")
        return bar_scale(self.table, every, self.shown, _POLICY_WIDTH)

    def policy_axis(self) -> VGroup:
        """Under the bars what their lengths say on a logarithmic scale; else empty."""
        start = self.place(SYMBOLS, "policies", self.foot) + 0.5 * _POLICY_WIDTH * LEFT
        return self.policy_scale.level_axis().shift(start + 0.32 * self.pitch * UP)

    def lamps(self) -> VGroup:
        """Whether each answer still pushes."""
        made = VGroup()
        for k, index in enumerate(self.shown):
            lamp = Lamp(bool(pushes(self.table)[index]), radius=0.15)
            made.add(lamp.move_to(self.place(SYMBOLS, "lamp", k)))
        return made

    # -- level 4: numbers ---------------------------------------------------------

    def numbers(self, name: str) -> VGroup:
        """One column of numbers; `name` is "score", "bar", "ratio", "value" or "k3"."""
        made = VGroup()
        for k, index in enumerate(self.shown):
            source, role = self._number(name, index)
            made.add(self._in_column(Formula(source, size=LABEL, role=role), name, k))
        return made

    def _in_column(self, number: Formula, name: str, slot: int) -> Formula:
        """Put a number into its cell: digits stand under digits."""
        spot = self.place(self.number_columns, name, slot)
        number.move_to(spot)
        if name != "score":
            number.align_to([LEFT_EDGE + self._right[name][1], 0, 0], RIGHT)
        return stand_on(number, spot[1] - 0.12)

    def _number(self, name: str, index: int) -> tuple[str, str]:
        table = self.table
        sign = sign_role(float(table.advantage[index]))
        ratio = float(table.ratio[index])
        return {
            "score": (reward_text(float(table.rewards[index])), "reward"),
            "bar": (number_text(float(table.advantage[index]), 2, sign=True), sign),
            "ratio": (_short(ratio, 2) if ratio >= 1 else ratio_source(ratio), "text"),
            "value": (_short(float(table.value[index]), 2), sign),
            "k3": (_short(float(table.k3[index]), 3), "text"),
        }[name]

    def _averages(self) -> dict[str, tuple[str, str]]:
        """The text and the role of the group's averages, by column."""
        table = self.table
        return {
            "score": (_short(table.reward_mean, 2), "reward"),
            "value": (_short(table.surrogate, 3), "text"),
            "k3": (_short(table.kl, 3), "text"),
        }

    def means(self) -> VGroup:
        """The averages below the columns that have one, after their name."""
        name = Prose(say("stage.level_picture.mean"), role="muted")
        start = self.place({"row": 0.12}, "row", self.foot)
        name.move_to(start, aligned_edge=LEFT)
        made = VGroup(stand_on(name, start[1] - 0.12))
        for column, (source, role) in self._averages().items():
            if column in self._right:
                number = Formula(source, size=LABEL, role=role)
                made.add(self._in_column(number, column, self.foot))
        return made

    def rule(self) -> Line:
        """The line between the answers and their average."""
        y = self.top - self.foot * self.pitch + 0.02
        return Line([LEFT_EDGE, y, 0], [RIGHT_EDGE, y, 0]).set_stroke(paint("hairline"), AXIS)

    def marker_of_row(self, index: int) -> VMobject:
        """A bar at the left edge of the row whose numbers the lines tell."""
        k = self.shown.index(index)
        bar = Rectangle(width=0.07, height=self.pitch - _GAP - 0.24, stroke_width=0)
        bar.set_fill(paint("text"), 1)
        return bar.move_to(self.place({"row": 0.09}, "row", k))


def _short(value: float, decimals: int) -> str:
    """A number with fewer decimals the larger it is, so that a column stays narrow."""
    whole_digits = len(f"{abs(value):.0f}")
    return number_text(value, max(decimals + 1 - whole_digits, 1))


def _right() -> VGroup:
    tick = VMobject().set_points_as_corners([[-0.2, 0, 0], [-0.06, -0.16, 0], [0.22, 0.19, 0]])
    return VGroup(tick.set_stroke(paint("reward"), 1.4 * CURVE))


def _wrong() -> VGroup:
    strokes = (Line([-0.15, y, 0], [0.15, -y, 0]) for y in (0.15, -0.15))
    return VGroup(*strokes).set_stroke(paint("muted"), CURVE)


def _gauge(share: float) -> VGroup:
    """A tank filled to `share`."""
    frame = Rectangle(width=0.56, height=0.26).set_stroke(paint("muted"), AXIS)
    level = Rectangle(width=max(0.52 * share, 0.02), height=0.22, stroke_width=0)
    level.set_fill(paint("coin"), 1)
    return VGroup(level.move_to(frame.get_left() + 0.02 * RIGHT, aligned_edge=LEFT), frame)


def _dashed(bar: Rectangle, role: str) -> Mobject:
    outline = bar.set_stroke(paint(role), AXIS)
    dashes = max(6, round(2 * (bar.width + bar.height) / _DASH))
    return DashedVMobject(outline, num_dashes=dashes, dashed_ratio=0.6)
