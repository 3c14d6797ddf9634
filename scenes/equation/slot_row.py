"""The objective as a row of slots, which the film fills one by one."""

from __future__ import annotations

from manim import DOWN, LEFT, RIGHT, UP, Animation, FadeIn, Mobject, RoundedRectangle, VGroup
from manim import ReplacementTransform as Become

from grpo_core import GroupTable
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, CURVE, paint
from scenes.stage.typeset import Formula

MIDDLE, HEIGHT = 3.02, 1.3  # scene units, on the whole stage
_GAP, _SIGN = 0.15, 54  # between slots; the type of J and of the signs
WIDTHS = {
    "expectation": 0.95,
    "average": 1.5,
    "ratio": 1.35,
    "advantage": 0.85,
    "bound": 1.75,
    "price": 1.95,
}


class Slot(VGroup):
    """A box, and what fills it: its `parts` one after another. It is unseen until it is lit."""

    def __init__(self, width: float, parts: list[Formula]):
        self.box = RoundedRectangle(corner_radius=0.16, width=width, height=HEIGHT)
        self.box.set_stroke(paint("hairline"), AXIS, opacity=0).set_fill(paint("panel"), opacity=0)
        self.parts = VGroup(*parts).arrange(DOWN, buff=0.16).move_to(self.box)
        self.filled: list[Formula] = []
        super().__init__(self.box)

    def content(self, part: int = 0) -> Formula:
        """What fills it, at the place and in the size that the box has now."""
        scale = self.box.height / HEIGHT
        placed = self.parts.copy().scale(scale).move_to(self.box)
        return placed[part]

    def keep(self, content: Formula) -> None:
        """Hold `content`, which has come."""
        self.filled.append(content)
        self.add(content)

    def light(self) -> Animation:
        """The eye shall go there."""
        return self.box.animate.set_stroke(paint("text"), CURVE, opacity=1).set_fill(opacity=1)

    def rest(self) -> Animation:
        """A quiet panel if it is filled, unseen if it is empty."""
        full = float(bool(self.filled))
        quiet = self.box.animate.set_stroke(paint("hairline"), AXIS, opacity=full)
        return quiet.set_fill(opacity=full)


class SlotRow(VGroup):
    """``J = [E] [1/G sum] min( [ratio] . [A] , [clip . A] ) - [beta . drift]``.

    `slots` are the boxes by their names, all empty and unseen; `put` says how one is filled,
    the beat plays it and calls `keep`. The `signs` "times" and "smaller" come when they are
    said, the minus with the price; J and the sum make room when something comes between.
    """

    def __init__(self, table: GroupTable):
        contents = _contents(table)
        self.slots = {name: Slot(width, contents[name]) for name, width in WIDTHS.items()}
        self.head, self.minus = Formula("cal(J) =", size=_SIGN), Formula("-", size=_SIGN)
        times, smaller = Formula("dot", size=_SIGN), Formula("min", size=_SIGN)
        opens, comma, closes = (Formula(source, size=_PAREN) for source in _BRACKETS)
        self.signs = {"times": VGroup(times), "smaller": VGroup(smaller, opens, comma, closes)}
        first, average, ratio, advantage, bound, price = self.slots.values()
        parts = [self.head, first, average, smaller, opens, ratio, times, advantage]
        parts += [comma, bound, closes, self.minus, price]
        VGroup(*parts).arrange(RIGHT, buff=_GAP).move_to(MIDDLE * UP)
        for text in (self.head, smaller):
            stand_on(text, MIDDLE - 0.2)
        comma.shift(0.3 * DOWN)
        VGroup(comma, bound, closes).shift(0.05 * LEFT)
        self.minus.set_opacity(0)
        self.front = first.width + _GAP  # what J still has to make room for
        self.inner = ratio.get_left()[0] - average.get_right()[0] - _GAP  # and the sum, too
        self.head.shift((self.front + self.inner) * RIGHT)
        average.shift(self.inner * RIGHT)
        super().__init__(self.head, *self.slots.values(), self.minus)

    def expect(self, name: str, part: int = 0) -> Formula:
        """What will fill slot `name`, for a beat to bring it; afterwards `keep` it."""
        slot = self.slots[name]
        self._coming = slot, slot.content(part)
        return self._coming[1]

    def put(self, name: str, source: Mobject | None = None, part: int = 0) -> list[Animation]:
        """Slot `name` alone is lit while `source`, a part of a picture, becomes its content.

        Without `source` the content comes out of nothing. Afterwards `keep` it.
        """
        content = self.expect(name, part)
        arrival = Become(source, content) if source else FadeIn(content, shift=0.2 * UP)
        return [*self.light(name), arrival]

    def keep(self) -> None:
        """Hold what was expected; the stage must `gather` the row then."""
        slot, content = self._coming
        slot.keep(content)

    def say(self, name: str) -> list[Animation]:
        """The sign `name` comes, and belongs to the row from then on; `gather` it."""
        sign = self.signs[name]
        self.add(sign)
        moves = [FadeIn(sign, shift=0.2 * UP)]
        if name == "smaller" and self.inner:
            pieces = self.head, self.slots["average"]
            moves += [piece.animate.shift(self.inner * LEFT) for piece in pieces]
            self.inner = 0.0
        return moves

    def light(self, *names: str) -> list[Animation]:
        """Only the slots `names` are lit; with some of them come signs."""
        moves = [s.light() if name in names else s.rest() for name, s in self.slots.items()]
        if "price" in names:
            moves.append(self.minus.animate.set_opacity(1))
        if "expectation" in names and self.front:
            moves.append(self.head.animate.shift(self.front * LEFT))
            self.front = 0.0
        return moves


_PAREN = 72
_BRACKETS = ("\\(", '","', "\\)")


def _contents(table: GroupTable) -> dict[str, list[Formula]]:
    keys = ("new", "old", "clip", "drift")
    new, old, clip, drift = (quoted(say(f"equation.row.{key}")) for key in keys)
    share = f"{{{{ 1/{table.group.size} : share }}}} {{{{ sum : sum }}}}"
    ratio = f"{{{{ {new} : new }}}} / {{{{ {old} : old }}}}"
    return {
        "expectation": [Formula("EE", size=56)],
        "average": [Formula(share, size=40)],
        "ratio": [Formula(ratio, size=40, new="new", old="old")],
        "advantage": [Formula("A", size=54)],
        "bound": [Formula(f"{clip} dot A", size=40)],
        "price": [Formula(f"beta dot {drift}", size=40)],
    }
