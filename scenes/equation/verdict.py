"""Updates on the scale of J: which is better, which is worse than no update at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from manim import LEFT, RIGHT, Line, Polygon, VGroup

from grpo_core import GroupTable
from scenes.script.decimals import without_zero
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.brace import Brace
from scenes.stage.places import keep_inside, stand_on
from scenes.stage.theme import CURVE, HAIRLINE, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .bench import Bench, Ground
from .waterfall import LOW, SCALE_X, TOP

_NEEDLE, _HALF = 0.5, 0.22  # a needle's length and half its height
_LEFT, _EDGE = 2.5, 6.6  # of what is said beside the needles
_SIZE = 50  # of letter and number
_MINI, _MINI_WIDE = 1.25, 1.6  # of the small columns
_GROUND = Ground(0, 1, 0, 1)  # anywhere, until it is known where
_HEAD = 0.6  # of the room at the right, for what the verdict is
_LEAST, _WIDEST = 0.9, 1.1  # of a brace, scene units: its length and its number's width
_PLACES = 3  # decimals of J


class Scale(VGroup):
    """The scale of J with a needle for each update, and what is said about it.

    `x` and `y` are entries; `none` is the mark of no update. Heights are by `level`, and
    entries that would cover each other move apart.
    """

    def __init__(
        self,
        tables: Sequence[GroupTable],
        indices: Sequence[int],
        level: Callable[[float], float],
    ):
        x, y, none = tables
        self.line = Line([SCALE_X, LOW, 0], [SCALE_X, TOP, 0]).set_stroke(paint("muted"), CURVE)
        self.heading = Formula(f"cal(J) {quoted(say('equation.verdict.objective'))}", size=READOUT)
        self.heading.move_to([SCALE_X - 0.1, 0, 0], aligned_edge=LEFT)
        stand_on(self.heading, TOP + 0.22)
        self.none = NoUpdate(none, level)
        self.x, self.y = (
            Entry(letter, table, tables, indices, level) for letter, table in (("X", x), ("Y", y))
        )
        _part([self.none, self.x, self.y])
        self.ahead = Formula(_ahead(x.objective, y.objective), size=READOUT)
        self.ahead.move_to([_LEFT, 0, 0], aligned_edge=LEFT)
        keep_inside(stand_on(self.ahead, TOP - 0.35))
        self.lead = _lead(self.x.height_of, self.y.height_of, x.objective - y.objective)
        super().__init__(self.line, self.heading, self.none, self.x, self.y, self.ahead)
        self.add(self.lead)


class Entry(VGroup):
    """One update on the scale: a needle at its J; letter, number, columns and words beside it."""

    def __init__(
        self,
        letter: str,
        table: GroupTable,
        tables: Sequence[GroupTable],
        indices: Sequence[int],
        level: Callable[[float], float],
    ):
        self.height_of = level(table.objective)
        self.needle = _needle(self.height_of)
        self.letter = Prose(letter, size=_SIZE)
        self.number = Formula(number_text(table.objective, _PLACES, sign=True), size=_SIZE)
        none = tables[-1].objective
        better = _compare(table.objective, none)
        self.words = Prose(say(f"equation.verdict.{better}"), size=READOUT)
        self.is_up = table.objective >= none
        logps = [other.new_logp for other in tables]
        self.columns = Bench(table, indices, _GROUND, logps=logps).bare()
        self.columns.set_new(table.new_logp[list(indices)])
        self.lead = Line(LEFT, RIGHT).set_stroke(paint("muted"), HAIRLINE)
        super().__init__(self.needle, self.lead, self.letter, self.number, self.words, self.columns)
        self.said = VGroup(self.lead, self.letter, self.number, self.columns)
        self.stand(self.height_of)

    @property
    def reach(self) -> tuple[float, float]:
        """How far it needs room under and over its own height."""
        return (0.6, 1.15) if self.is_up else (1.3, 0.65)

    def stand(self, y: float) -> None:
        """Say it at the height `y`; the needle stays."""
        start = [SCALE_X + _NEEDLE, self.height_of, 0]
        self.lead.put_start_and_end_on(start, [_LEFT - 0.12, y, 0])
        self.letter.move_to([_LEFT, y, 0], aligned_edge=LEFT)
        stand_on(self.letter, y - 0.17)
        self.number.next_to(self.letter, RIGHT, buff=0.3)
        stand_on(self.number, self.letter)
        self.words.move_to([_LEFT, y, 0], aligned_edge=LEFT)
        stand_on(self.words, y + (0.76 if self.is_up else -1.16))
        foot = y - (0.55 if self.is_up else 0.7)
        self.columns.stand(Ground(_EDGE - _MINI_WIDE, _EDGE, foot, _MINI))


class NoUpdate(VGroup):
    """No update: a mark of its own on the scale, and its J."""

    reach = (0.25, 0.25)

    def __init__(self, table: GroupTable, level: Callable[[float], float]):
        self.height_of = level(table.objective)
        y = self.height_of
        self.mark = Line([SCALE_X - 0.14, y, 0], [SCALE_X + _NEEDLE, y, 0])
        self.mark.set_stroke(paint("muted"), CURVE)
        number = number_text(table.objective, _PLACES, sign=True)
        words = Prose(say("equation.verdict.none"), role="muted")
        self.said = on_baseline(words, Formula(number, size=LABEL, role="muted"), buff=0.24)
        self.lead = Line(LEFT, RIGHT).set_stroke(paint("muted"), HAIRLINE)
        super().__init__(self.mark, self.lead, self.said)
        self.stand(y)

    def stand(self, y: float) -> None:
        """Say it at the height `y`; the mark stays."""
        start = [SCALE_X + _NEEDLE, self.height_of, 0]
        self.lead.put_start_and_end_on(start, [_LEFT - 0.12, y, 0])
        self.said.move_to([_LEFT, y, 0], aligned_edge=LEFT)


def _needle(y: float) -> Polygon:
    tip, back = [SCALE_X + 0.06, y, 0], SCALE_X + _NEEDLE
    needle = Polygon(tip, [back, y + _HALF, 0], [back, y - _HALF, 0], stroke_width=0)
    return needle.set_fill(paint("text"), 1)


def _lead(one: float, other: float, lead: float) -> VGroup:
    """A brace between two heights of the scale, and what lies between; if it has room."""
    if abs(one - other) < _LEAST:
        return VGroup()
    low, high = sorted((one, other))
    x = SCALE_X - 0.14
    brace = Brace([x, low, 0], [x, high, 0], depth=0.24)
    number = Formula(without_zero(number_text(abs(lead), _PLACES)), size=_SIZE)
    number.next_to(brace.point, LEFT, buff=0.08)
    return VGroup(brace, number) if number.width < _WIDEST else VGroup(brace)


def _compare(mine: float, none: float) -> str:
    """Which words say how J compares with no update, as far as the digits shown tell."""
    a, b = round(mine, _PLACES), round(none, _PLACES)
    return "same" if a == b else ("better" if a > b else "worse")


def better_of(x: float, y: float) -> str:
    """The letter of the update with the higher J; none where their digits shown are alike."""
    lead = round(x - y, _PLACES)
    return ("X" if lead > 0 else "Y") if lead else ""


def _ahead(x: float, y: float) -> str:
    """Which of both is better, and by how much, as a formula's source."""
    if not (better := better_of(x, y)):
        return quoted(say("equation.verdict.neither"))
    words = say("equation.verdict.ahead", letter=better)
    return f"{quoted(words)} {number_text(abs(round(x - y, _PLACES)), _PLACES)}"


def _part(said: Sequence[VGroup]) -> None:
    """Move what stands beside the scale apart, down from the top and up from the foot."""
    order = sorted(said, key=lambda entry: -entry.height_of)
    heights = [entry.height_of for entry in order]
    roof = TOP - _HEAD
    for k, entry in enumerate(order):
        below, above = entry.reach
        heights[k] = min(heights[k], roof - above)
        roof = heights[k] - below
    floor = LOW
    for k, entry in reversed(list(enumerate(order))):
        below, above = entry.reach
        heights[k] = max(heights[k], floor + below)
        floor = heights[k] + above
    for entry, y in zip(order, heights, strict=True):
        entry.stand(y)
