"""What the film has come to: the three worlds with the coin's advantage, and the own group's."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, FadeOut, VGroup

from grpo_core import GroupTable
from scenes.script.decimals import without_zero
from scenes.script.formulas import objective_lines
from scenes.script.telling import cards_of, left_out
from scenes.script.words import say
from scenes.stage.coin import Coin
from scenes.stage.live_number import LiveNumber
from scenes.stage.marks import sign_marker
from scenes.stage.places import stand_on
from scenes.stage.reward_line import reward_text
from scenes.stage.theme import LABEL, paint, sign_role
from scenes.stage.typeset import Formula, Prose, on_baseline

from .worlds import MINE, OTHERS, SMALL, World

_READ_AT = (0.0, -1.68, 0.0)
_ROOM, _UP = 1.0, 0.22  # of an arrow that has room beside it; where its number goes
_VERDICTS = ("more", "little", "silence")
_SIZE, _INDENT = 48, 0.6  # of the objective while it is read
_ROW_Y, _LEFT, _RIGHT = -1.05, -6.4, 6.4


class Averaged(VGroup):
    """What the objective averages, in two lines at reading size; its parts `lit` are bright."""

    def __init__(self, *lit: str):
        _, surrogate, price = objective_lines(short=True)
        first = Formula(surrogate, size=LABEL)
        second = Formula(price, size=_SIZE, new3="new", reference3="reference")
        super().__init__(first, second)
        self.arrange(DOWN, buff=0.03, aligned_edge=LEFT).move_to(np.array(_READ_AT))
        second.shift(_INDENT * RIGHT)
        self.lit = [first.select(name) for name in lit]
        bright = {id(glyph) for part in self.lit for glyph in part}
        for glyph in (*first, *second):
            if id(glyph) not in bright and glyph.get_fill_color() == paint("text"):
                glyph.set_color(paint("muted"))

    def go_to(self, place: np.ndarray) -> Animation:
        """It shrinks to the line that it becomes at `place`."""
        return FadeOut(self, target_position=place, scale=0.9)


class ThreeVerdicts(VGroup):
    """The same coin in three worlds, each with its advantage and what becomes of the answer.

    `words` come last. Where all are equal the coins are rings: the group is silent.
    """

    def __init__(self) -> None:
        self.worlds = [World(k, others, SMALL, scale="std") for k, others in enumerate(OTHERS)]
        self.worlds[0].value.shift(_UP * UP)
        self.words = [_verdict(*pair) for pair in zip(self.worlds, _VERDICTS, strict=True)]
        self.quotients = [_quotient(world) for world in self.worlds]
        for coin in (self.worlds[-1].mine, *self.worlds[-1].others):
            _hollow(coin)
        super().__init__(*self.worlds, *self.quotients, *self.words)
        pieces = [piece for world in self.worlds for piece in (*world.rest, world.value)]
        self.rest = [*pieces, *self.quotients]


def _verdict(world: World, key: str) -> Prose:
    words = Prose(say(f"advantage.home.{key}"))
    words.move_to(world.body)
    return stand_on(words, SMALL.bottom + 0.22)


def _quotient(world: World) -> Formula:
    """How the coin's advantage comes from its distance and the group's ruler."""
    apart = MINE - float(world.group.mean())
    std = float(world.group.std())
    parts = [without_zero(reward_text(x)) for x in (apart, std)]
    text = Formula(f"{parts[0]} slash {parts[1]}", size=LABEL, role="muted")
    top = world.value.get_bottom()[1] - 0.2
    if 0 < world.length < _ROOM:  # no room over the average
        top = world.average.get_y() - 0.2
    text.move_to([0, top, 0], aligned_edge=UP).align_to(world.value, LEFT)
    over = text.get_right()[0] - (world.left + SMALL.wide - 0.1)
    return text.shift(max(0.0, over) * LEFT)


def _hollow(coin: Coin) -> None:
    coin.face.set_fill(paint("ground")).set_stroke(paint("reward"))
    coin.number.set_color(paint("text"))


class OwnGroup(VGroup):
    """A row of the telling answers of `table`, each with the sign and size of its advantage."""

    def __init__(self, table: GroupTable):
        self.shown = cards_of(table)
        self.name_of_row = Prose(say("advantage.home.group"), role="muted")
        self.entries = VGroup(*(_entry(table, k) for k in self.shown))
        self.rest = VGroup()  # how many answers there are beside those that are shown
        if more := left_out(table, self.shown):
            self.rest.add(Prose(more, role="muted"))
        super().__init__(self.name_of_row, *self.entries, *self.rest)
        free = _RIGHT - _LEFT - sum(part.width for part in self)
        self.arrange(RIGHT, buff=min(0.6, free / (len(self) - 1)))
        self.move_to([_LEFT, _ROW_Y, 0], aligned_edge=LEFT)


def _entry(table: GroupTable, k: int) -> VGroup:
    value = float(table.advantage[k])
    name = Formula(f"o_{k + 1}", size=LABEL, role="muted")
    number = LiveNumber(value, 2, sign=True, size=LABEL, role=sign_role(value), align="left")
    row = on_baseline(name, number, buff=0.14)
    return VGroup(sign_marker(value, 0.24).next_to(row, LEFT, buff=0.12), row)
