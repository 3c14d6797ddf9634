"""Signs: one meaning each, in all films."""

from __future__ import annotations

from manim import ORIGIN, RIGHT, UP, Rectangle, VGroup

from scenes.stage.arrow import BlockArrow
from scenes.stage.bead import Bead
from scenes.stage.brace import Brace
from scenes.stage.chip import Chip
from scenes.stage.coin import Coin
from scenes.stage.dot_grid import DotGrid
from scenes.stage.hatch import Hatch
from scenes.stage.lamp import Lamp, PushLamp
from scenes.stage.live_number import LiveNumber
from scenes.stage.loop_icon import LoopIcon
from scenes.stage.marks import answer_marker, sign_marker
from scenes.stage.panel import counting_panel, panel
from scenes.stage.ruler import Ruler
from scenes.stage.score_marks import right_mark, wrong_mark
from scenes.stage.theme import paint, sign_role
from scenes.stage.thread import DottedThread
from scenes.stage.typeset import Formula, Prose

from . import shows

_SIGNS = (1.0, -0.5)


def side_by_side(*pictures, gap: float = 0.5, **arrangement) -> VGroup:
    """Pictures in a row, in the order of their states."""
    return VGroup(*pictures).arrange(RIGHT, buff=gap, **arrangement)


@shows(BlockArrow)
def arrows() -> VGroup:
    return side_by_side(*(BlockArrow(ORIGIN, sign * 1.4 * UP, sign_role(sign)) for sign in _SIGNS))


@shows(Bead)
def beads() -> VGroup:
    states = [Bead(1.0), Bead(-1.0), Bead(1.0, clipped=True), Bead(-1.0, clipped=True), Bead(0.0)]
    return side_by_side(*states)


@shows(Lamp)
def lamps() -> VGroup:
    return side_by_side(Lamp(), Lamp().set_level(0.5), Lamp(False))


@shows(PushLamp)
def push_lamps() -> VGroup:
    return side_by_side(PushLamp(1.0), PushLamp(-1.0), PushLamp(1.0, False), gap=0.6)


@shows(Coin)
def coins() -> VGroup:
    return side_by_side(Coin(1), Coin(0), Coin(0.25), Coin(1, glows=True))


@shows(Chip)
def chips() -> VGroup:
    number = Chip(LiveNumber(0.431, 3), 1.0)
    return side_by_side(Chip(Prose("answer")), Chip(Prose("winner"), 1.0), number)


@shows(Brace)
def braces() -> VGroup:
    brace = Brace(ORIGIN, 3 * RIGHT)
    return VGroup(brace, brace.put(Formula("1/2")))


@shows(Ruler)
def rulers() -> Ruler:
    return Ruler(ORIGIN, 4 * RIGHT)


def _covered(sign: type[Hatch | DotGrid]) -> VGroup:
    """Three bars under a sign that opens by degrees."""
    bars = [Rectangle(width=0.9, height=1.4, stroke_width=0) for _ in range(3)]
    for bar in bars:
        bar.set_fill(paint("new"), 1)
    return side_by_side(*(VGroup(bar, sign(bar, k / 2)) for k, bar in enumerate(bars)))


@shows(Hatch)
def hatches() -> VGroup:
    return _covered(Hatch)


@shows(DotGrid)
def dot_grids() -> VGroup:
    return _covered(DotGrid)


@shows(DottedThread)
def threads() -> VGroup:
    whole, part = (
        DottedThread(y * UP, 4 * RIGHT + (y - 0.8) * UP, role, leaving=RIGHT, arriving=RIGHT)
        for y, role in ((0.0, "muted"), (-1.0, "up"))
    )
    return VGroup(whole, part.set_level(0.6))


@shows(sign_marker, answer_marker)
def markers() -> VGroup:
    return side_by_side(*map(sign_marker, (1, -1, 0)), *map(answer_marker, (1, -1, 0)))


@shows(right_mark, wrong_mark)
def scores() -> VGroup:
    return side_by_side(right_mark(), wrong_mark())


@shows(panel, counting_panel)
def panels() -> VGroup:
    return side_by_side(panel(2.4, 1.2), counting_panel("and 12 more", 1.8, 1.2))


@shows(LoopIcon)
def loops() -> VGroup:
    return side_by_side(LoopIcon(), LoopIcon(words=False).set_turn(0.4), gap=0.8)
