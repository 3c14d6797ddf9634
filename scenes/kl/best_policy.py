"""The best policy at a price: as drift gets cheaper it leaves the reference behind."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, UP, Animation, FadeIn, VGroup

from grpo_core import GroupTable, best_policy
from scenes.script.numerals import number_text
from scenes.stage.motion import walks
from scenes.stage.policy_chart import PolicyChart
from scenes.stage.readout import ReadOut
from scenes.stage.theme import LABEL, READOUT
from scenes.stage.typeset import Formula

from .bar_names import name_a_bar
from .formulas import CORNER
from .log_bars import DECIMALS
from .whole_chart import WholeChart

_NAME = 50  # of the symbol over its bar
_LAW = '{{ pi^* : best }} prop {{ pi_"ref" : reference }} thin exp({{ r : reward }} \\/ beta)'


class BestPolicy:
    """The bars of the reference and of the best policy while beta goes from `first` to `last`.

    Both are in ranges of the rewards. `pair` are the two best of the shown answers that have
    the same reward, or None.
    """

    foot_at = (-2.45, -1.45, 0.0)  # its middle
    panel_at = (4.25, 0.9, 0.0)  # its middle

    def __init__(self, whole: GroupTable, first: float, last: float):
        self.whole = whole
        span = float(np.ptp(whole.rewards)) or 1.0
        self.first, self.last = first * span, last * span
        self.chart = WholeChart(whole, self._best(1.0), width=7.4, height=3.6)
        self.chart.show("new", self._best(0.0))
        self.chart.shift(self.foot_at - self.chart.foot.get_center())
        self.rewards = _reward_row(whole, self.chart)
        self.law = Formula(_LAW, size=READOUT, reward="reward", best="new", reference="reference")
        self.law.move_to(CORNER, aligned_edge=LEFT)
        self.best_name = Formula("pi^*", size=_NAME, role="new")
        reference = name_a_bar(self.chart, 'pi_"ref"', "reference", LEFT, [])
        self.names = VGroup(self.best_name, *reference)
        self.pair = _alike(whole.rewards, self.chart.indices)
        self.panel = ReadOut(self._rows(), width=4.7, decimals=DECIMALS, result=False)
        self.panel.move_to(self.panel_at)
        for move in (self._turn, self._follow, self._count):
            move(0.0)

    def show(self) -> list[Animation]:
        """Both policies while drift is dear, the law of the best one, and the read-out."""
        parts = self.chart, self.rewards, self.law, self.panel, self.names
        return [FadeIn(part) for part in parts if part.submobjects]

    def make_drift_cheap(self) -> list[Animation]:
        """Beta goes down to its last value, and the best policy goes along."""
        moves = (self.chart, self._turn), (self.names, self._follow), (self.panel, self._count)
        return walks(0.0, 1.0, *moves)

    def odds(self, policy: np.ndarray) -> float:
        """How many times as likely the first of the `pair` is as the second."""
        one, other = self.pair
        return float(policy[one] / policy[other])

    def _rows(self) -> dict[str, tuple[str, str]]:
        rows = {"beta": ("beta", "text")}
        if self.pair:
            one, other = (f"o_{k + 1}" for k in self.pair)
            rows["new"] = (f"pi^* ({one}) \\/ pi^* ({other})", "new")
            rows["ref"] = (f'pi_"ref" ({one}) \\/ pi_"ref" ({other})', "reference")
        return rows

    def _beta(self, share: float) -> float:
        return self.first * (self.last / self.first) ** share

    def _best(self, share: float) -> np.ndarray:
        return best_policy(self.whole.ref, self.whole.rewards, self._beta(share))

    def _turn(self, share: float) -> None:
        self.chart.show("new", self._best(share))

    def _follow(self, _: float) -> None:
        self.best_name.next_to(self.chart.bars["new"][0].bar, UP, buff=0.14)

    def _count(self, share: float) -> None:
        values = {"beta": self._beta(share)}
        if self.pair:
            values |= {"new": self.odds(self._best(share)), "ref": self.odds(self.whole.ref)}
        self.panel.show(**values)


def _reward_row(whole: GroupTable, chart: PolicyChart) -> VGroup:
    """Each answer's reward under its name, where there is room."""
    values = [number_text(r, 2) for r in whole.rewards[list(chart.indices)]]
    values = [v.rstrip("0").rstrip(".") if "." in v and "dot" not in v else v for v in values]
    room = chart.foot.width / len(values) - 0.15
    for words in ("r = {}", "{}"):
        row = [Formula(words.format(v), size=LABEL, role="reward") for v in values]
        if max(label.width for label in row) < room:
            break
    for label, name in zip(row, chart.names, strict=True):
        label.next_to(name, DOWN, buff=0.16)
    return VGroup(*(label for label in row if label.width < room))


def _alike(rewards: np.ndarray, shown: tuple[int, ...]) -> tuple[int, int] | None:
    """The two best of the shown answers that have the same reward."""
    pairs = [(i, j) for i in shown for j in shown if i < j and rewards[i] == rewards[j]]
    return max(pairs, key=lambda pair: rewards[pair[0]], default=None)
