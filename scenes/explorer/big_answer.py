"""One answer slowly: from its chances to the ratio, from its coin to the advantage."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, UP, DashedLine, Line, VGroup

from grpo_core import GroupTable
from scenes.script.glyphs import quoted
from scenes.script.numerals import logp_source, number_text, ratio_source
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.coin import Coin
from scenes.stage.policy_bars import PolicyBar
from scenes.stage.theme import CURVE, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose, on_baseline

from .term_bars import TermBar, TermHeights
from .term_plot import TermPlot

SCALE, CENTRE = 1.72, np.array([2.25, 0.3, 0.0])  # of its panel
_LEFT, _RIGHT = -6.5, -2.0  # of what is said beside it
_BAR_X, _BAR_FOOT, _TALL, _BAR = -5.85, 0.75, 1.9, 0.95
_LARGE = 60  # size of type
_LETTER = 46  # of the policies, with their subscripts
_MEAN, _MEAN_OVER = -1.75, -0.95  # the average's line, under or over the coin
_APART, _COIN = 1.15, 0.42  # how far from it the coin is, and its radius
_COUNTS_AT = np.array([-1.05, -2.55, 0.0])
_TERM_X, _TERM = -1.05, 0.55  # the bar that is as high as the bead stands


class BigAnswer(VGroup):
    """What stands beside the panel of the answer `k` while it is large."""

    def __init__(self, table: GroupTable, k: int):
        self.table, self.k = table, k
        self._stand_bars()
        self._measure_coin()
        self.counts = Prose(say("explorer.one_answer.counts"), size=READOUT, align="center")
        self.counts.move_to(_COUNTS_AT)
        super().__init__(self.new, self.old, self.old_name, self.new_name, self.ratio, self.times)
        self.add(self.mean, self.mean_name, self.coin, self.arrow, self.advantage, self.counts)

    def _stand_bars(self) -> None:
        """Its chances as bars, new in old, and their quotient."""
        old, new = float(self.table.old_logp[self.k]), float(self.table.new_logp[self.k])
        chances = np.exp([old - max(old, new), new - max(old, new)])
        self.old, self.new = (
            PolicyBar(float(p), role, width=_BAR, full=_TALL)
            for p, role in zip(chances, ("old", "new"), strict=True)
        )
        for bar in (self.old, self.new):
            bar.shift(np.array([_BAR_X, _BAR_FOOT, 0]) - bar.base.get_center())
        said = []
        for role, letter in (("old", 'pi_"old"'), ("new", "pi_theta")):
            said.append(Prose(say(f"explorer.policy.{role}"), size=READOUT, role=role))
            said.append(Formula(letter, size=_LETTER, role=role))
        names = on_baseline(*said, buff=0.18)
        names.move_to([_LEFT, _BAR_FOOT - 0.36, 0], aligned_edge=LEFT)
        self.old_name, self.new_name = VGroup(*said[:2]), VGroup(*said[2:])
        self.ratio = self._quotient(old, new)
        self.times = Prose(say("explorer.one_answer.times"), size=READOUT)
        self.times.next_to(self.ratio, DOWN, buff=0.22).align_to(self.ratio, LEFT)

    def _measure_coin(self) -> None:
        """Its coin over or under the group's average, with an arrow to it: the advantage."""
        advantage = float(self.table.advantage[self.k])
        role, side = sign_role(advantage), np.sign(advantage) * UP
        start = np.array([_BAR_X, _MEAN if advantage > 0 else _MEAN_OVER, 0.0])
        self.mean = Line([_LEFT, start[1], 0], [_RIGHT, start[1], 0])
        self.mean.set_stroke(paint("reward"), CURVE)
        name = quoted(say("explorer.one_answer.mean"))
        said = f"{name} {number_text(self.table.reward_mean, 2)}"
        self.mean_name = Formula(said, size=READOUT)
        self.mean_name.next_to(self.mean, -side, buff=0.16).align_to(self.mean, LEFT)
        self.coin = Coin(float(self.table.rewards[self.k]), radius=_COIN)
        self.coin.move_to(start + _APART * side)
        self.reach = _APART - _COIN - 0.08  # the length of the arrow
        self.arrow = BlockArrow(start, start + self.reach * side, role, width=0.24, head=0.46)
        said = f"A = {number_text(advantage, 2, sign=True)}"
        self.advantage = Formula(said, size=_LARGE, role=role)
        x = max(_BAR_X + 0.85, self.coin.get_right()[0] + 0.25)
        self.advantage.move_to([x, start[1] + 0.82 * side[1], 0], aligned_edge=LEFT)

    def _quotient(self, old: float, new: float) -> Formula:
        ratio = ratio_source(float(self.table.ratio[self.k]))
        top, bottom = f"{{{{ {logp_source(new)} : new }}}}", f"{{{{ {logp_source(old)} : old }}}}"
        said = Formula(f"({top}) / ({bottom}) = {ratio}", size=_LARGE, new="new", old="old")
        return said.move_to([_BAR_X + 0.85, _BAR_FOOT + 1.35, 0], aligned_edge=LEFT)

    def carried(self, plot: TermPlot) -> tuple[VGroup, TermBar]:
        """The height at which the bead stands, as dashed lines to a bar, and that bar."""
        foot, unit = plot.foot(0.0)[1], plot.point(0, 1)[1] - plot.point(0, 0)[1]
        value = float(self.table.value[self.k])
        bar = TermBar(_TERM_X, sign_role(value), TermHeights(foot, unit), _TERM)
        bar.stand(value).hatch.set_level(float(self.table.binds[self.k]))
        starts = plot.at(plot.ratio), plot.foot(0.0)
        lines = (DashedLine(p, [_TERM_X, p[1], 0], dash_length=0.09) for p in starts)
        return VGroup(*lines).set_stroke(paint("muted"), CURVE), bar
