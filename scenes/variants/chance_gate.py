"""Where a gate shuts, over the chance that an answer had when it was drawn: PPO's and DPPO's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    GrowFromPoint,
    Line,
    VectorizedPoint,
    VGroup,
    VMobject,
)

from grpo_core import Clip, Dppo, GroupTable
from scenes.script.numerals import ratio_text
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.bead import Bead
from scenes.stage.motion import Drive
from scenes.stage.placement import find_place
from scenes.stage.plot import Plot
from scenes.stage.retelling import LATE
from scenes.stage.theme import AXIS, CURVE, HAIRLINE, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .curves import SIGNS

_WIDTH, _HEIGHT, _MIDDLE = 10.2, 4.95, np.array([-0.2, 0.12, 0.0])
_LEAST, _LOW, _HIGH = 0.01, 0.4, 26.0  # the smallest chance; the ratios at foot and top
_UNDER = 0.8  # the foot, of the least ratio of a bead
CHANCES = (0.01, 0.2, 0.5)  # at which the gate's ratio is told
_FINE, _NEAR = 241, 2.0
_RADIUS = 0.19
_UPRIGHT = np.array([0, 1, 0])
_ROLES = ("up", "down")  # of the signs


class ChanceGate(Plot):
    """Chances across and ratios up, both as powers; the gates as lines, the beads where they are.

    `set_share` draws DPPO's gates from the likeliest answer to the rarest.
    """

    def __init__(self, table: GroupTable, shown: Sequence[int], rule: Dppo):
        lowest = _UNDER * min(float(table.ratio[i]) for i in shown)
        self.low = min(_LOW, lowest)
        across, up = (np.log(_LEAST), 0.0), (np.log(self.low), np.log(_HIGH))
        super().__init__(across, up, _WIDTH, _HEIGHT)
        self.stand_at(_MIDDLE)
        self.table, self.shown, self.rule = table, list(shown), rule
        self.floor = Line(self.spot(_LEAST, self.low), self.spot(1, self.low))
        self.wall = Line(self.spot(_LEAST, self.low), self.spot(_LEAST, _HIGH))
        for line in (self.floor, self.wall):
            line.set_stroke(paint("muted"), AXIS)
        self.bounds = {1: 1 + table.eps_high, -1: 1 - table.eps_low}
        self.ppo = VGroup(*(self._straight(sign) for sign in SIGNS))
        self.gates = VGroup(*(VMobject().set_stroke(paint(r), MAIN_CURVE + 2) for r in _ROLES))
        self.certain = self._certain()
        self.stopped = self._stopped()
        self.beads = VGroup(*(self._bead(i) for i in self.shown))
        self.axis_words = self._axis_words()
        self.marks = VGroup(*map(self._mark, CHANCES)).set_z_index(-1)
        self.titles = self._titles()
        self.add(self.floor, self.wall, self.certain, self.axis_words)
        self.add(self.ppo, self.gates, self.beads)
        self.set_share(0.0)

    @property
    def from_plot(self) -> tuple[VMobject, VGroup]:
        """What the plot of weights becomes: its axis of ratios, and its beads."""
        return self.wall, self.beads

    @property
    def frame(self) -> VGroup:
        """What is new to it: chances across, and where they end."""
        return VGroup(self.floor, self.certain, self.axis_words)

    @property
    def shuts(self) -> list[float]:
        """The ratios at which the upper gate shuts for `CHANCES`."""
        return self.rule.closes_at(CHANCES, 1.0).tolist()

    def spot(self, chance: float, ratio: float) -> np.ndarray:
        """Where a chance and a ratio lie."""
        return self.point(float(np.log(chance)), float(np.log(ratio)))

    def _straight(self, sign: int) -> Line:
        """PPO's gate: the same ratio for all that can reach it."""
        bound = self.bounds[sign]
        line = Line(self.spot(_LEAST, bound), self.spot(min(1.0, 1 / bound), bound))
        return line.set_stroke(paint(_ROLES[SIGNS.index(sign)]), CURVE)

    def _certain(self) -> VGroup:
        """Beyond this line a chance would be larger than 1."""
        line = Line(self.spot(1 / _HIGH, _HIGH), self.spot(1, 1)).set_stroke(paint("muted"), CURVE)
        word = Prose(say("variants.chance.certain"), size=LABEL, role="muted")
        middle = self.spot(0.28, 1 / 0.28)
        return VGroup(line, word.move_to(middle + 0.25 * RIGHT, aligned_edge=LEFT + DOWN))

    def _bead(self, i: int) -> Bead:
        old, A = float(self.table.old[i]), float(self.table.advantage[i])
        return Bead(A, _RADIUS).move_to(self.spot(max(old, _LEAST), float(self.table.ratio[i])))

    def _stopped(self) -> np.ndarray:
        """Which beads PPO's gate stops, and which DPPO's; shape (2, beads)."""
        logs = (self.table.group.new_logp[:, None], self.table.group.old_logp[:, None])
        ppo = Clip(self.table.eps_low, self.table.eps_high)
        rules = (ppo, self.rule)
        found = [rule.push(*logs, self.table.advantage).binds[self.shown, 0] for rule in rules]
        return np.array(found, dtype=float)

    def _axis_words(self) -> VGroup:
        across = Prose(say("variants.chance.chance"), size=LABEL, role="muted")
        across.move_to(self.spot(0.045, self.low)).next_to(
            self.floor, DOWN, buff=0.2, coor_mask=_UPRIGHT
        )
        up = Prose(say("variants.chance.ratio"), size=LABEL, role="muted")
        up.next_to(self.wall.get_end(), UP, buff=0.14).align_to(self.wall, LEFT)
        words = VGroup(across, up)
        has_rarer = bool((self.table.old[self.shown] < _LEAST).any())  # they stand at the wall
        for chance in CHANCES:
            sign = "<= " if has_rarer and chance == _LEAST else ""
            number = Formula(sign + ratio_text(chance, 2), size=LABEL, role="muted")
            words.add(number.next_to(self.spot(chance, self.low), DOWN, buff=0.2))
        for ratio in self.bounds.values():
            number = Formula(ratio_text(ratio, 2), size=LABEL, role="muted")
            words.add(number.next_to(self.spot(_LEAST, ratio), LEFT, buff=0.2))
        return words

    def _mark(self, chance: float) -> VGroup:
        """How much further than PPO's the upper gate lets an answer of this chance go."""
        ratio = float(self.rule.closes_at(chance, 1.0))
        foot, top = self.spot(chance, self.bounds[1]), self.spot(chance, ratio)
        arrow = BlockArrow(foot, top, "text", width=0.08, head=0.3)
        number = Formula(ratio_text(ratio, 1), size=READOUT, role="up")
        if chance == _LEAST:
            return VGroup(arrow, number.next_to(top, LEFT, buff=0.2))
        if 1 / chance > _NEAR * ratio:
            return VGroup(arrow, number.next_to(top, UP + RIGHT, buff=0.1))
        # The line of certainty is near: the number stands over it, at the end of a thin line.
        over = self.spot(chance, 1 / chance) + 0.1 * UP
        line = Line(top, over).set_stroke(paint("muted"), HAIRLINE)
        return VGroup(arrow, number.next_to(over, UP, buff=0.1), line)

    def grow_mark(self, k: int) -> list[Animation]:
        """From PPO's gate up to DPPO's, then the number."""
        arrow, *told = self.marks[k]
        grown = GrowFromPoint(arrow, arrow.pin.get_start())
        return [grown, *(FadeIn(part, rate_func=LATE) for part in told)]

    def _titles(self) -> VGroup:
        """Whose gates they are, beside them."""
        ppo = Prose(say("variants.chance.ppo"), size=READOUT)
        foot = VectorizedPoint(self.spot(0.012, self.bounds[1]))
        find_place(ppo, foot, self.beads, directions=(UP + RIGHT,), buff=0.14)
        dppo = Prose(say("variants.chance.dppo"), size=READOUT)
        dppo.next_to(self.spot(0.04, float(self.rule.closes_at(0.04, 1.0))), UP + RIGHT, buff=0.05)
        return VGroup(ppo, dppo)

    def set_share(self, share: float) -> ChanceGate:
        """Draw DPPO's gates over this share of the axis, from its likely end.

        The beads' hatches go from those of PPO's gate to its own.
        """
        for bead, level in zip(self.beads, [1 - share, share] @ self.stopped, strict=True):
            bead.set_clipped(float(level))
        for sign, gate in zip(SIGNS, self.gates, strict=True):
            gate.clear_points()
            chances = np.exp(np.linspace(0.0, share * np.log(_LEAST), _FINE))
            ratios = self.rule.closes_at(chances, float(sign))
            kept = np.isfinite(ratios) & (ratios >= self.low)
            if kept.sum() > 1:
                gate.set_points_as_corners(
                    self.grid.path(np.log(chances[kept]), np.log(ratios[kept]))
                )
        return self

    def draw(self) -> list[Animation]:
        """DPPO's gates run from the likely to the rare."""
        return [Drive(self, self.set_share, 0.0, 1.0)]
