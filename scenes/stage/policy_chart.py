"""Policies side by side: for each answer a slot with a bar for each policy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, VGroup

from grpo_core import GroupTable
from scenes.script.numerals import logp_source

from .bar_scale import BarScale
from .policy_bars import PolicyBar
from .theme import AXIS, LABEL, paint
from .typeset import Formula


class PolicyChart(VGroup):
    """Bars of the probabilities that `roles` ("old", "new", "reference") give to answers.

    `indices` are the answers shown, in their order. The highest bar is `height` scene
    units high. `bars[role][k]` and `names[k]` belong to the k-th answer shown.

    Where one of the shown answers is so unlikely, under any policy, that its bar would be
    nothing, the scale is logarithmic and `axis` says so, left of the foot; else `axis` is
    empty. The highest bar is then `log_height` high, if that is given. With `room_inside`
    foot and axis together are `width` wide. `type_size` is that of the axis. `scale`
    replaces the scale. `overlaid` bars stand in one place, those of later roles in front:
    name "new" first, so that outlines are seen on its fill.
    """

    def __init__(
        self,
        table: GroupTable,
        roles: Sequence[str],
        indices: Sequence[int],
        *,
        width: float = 10.0,
        height: float = 3.0,
        log_height: float | None = None,
        bar: float = 0.5,
        type_size: float = 1.0,
        room_inside: bool = False,
        scale: BarScale | None = None,
        overlaid: bool = False,
    ):
        super().__init__()
        self.indices = tuple(indices)
        self.scaling = scale or bar_scale(table, roles, indices, height)
        if self.scaling.is_log and log_height:
            self.scaling.height = log_height
        self.axis = self.scaling.axis(type_size)
        if room_inside:
            width -= self.axis.width
        self.foot = Line(0.5 * width * LEFT, 0.5 * width * RIGHT).set_stroke(paint("muted"), AXIS)
        self.axis.shift(self.foot.get_start())
        pitch = width / len(indices)
        places = 1 if overlaid else len(roles)
        bar = min(bar, 0.8 * pitch / places)
        self.logps, self.bars = {}, {}
        for role in roles:
            self.bars[role] = VGroup(*(PolicyBar(0.0, role, width=bar) for _ in indices))
            self.set_policy(role, _logps(table, role)[list(indices)])
        self.names = VGroup(*(Formula(f"o_{index + 1}", size=LABEL) for index in indices))
        for k, name in enumerate(self.names):
            middle = self.foot.get_start() + (k + 0.5) * pitch * RIGHT
            name.next_to(middle, DOWN, buff=0.2)
            for place, role in enumerate(roles):
                shift = (place % places - 0.5 * (places - 1)) * 1.25 * bar
                self.bars[role][k].shift(
                    middle + shift * RIGHT - self.bars[role][k].base.get_center()
                )
        self.add(self.foot, *self.bars.values(), self.names, self.axis)

    def set_policy(self, role: str, logps: Sequence[float]) -> Self:
        """Give the bars of `role` the probabilities of the shown answers, as logarithms."""
        self.logps[role] = np.array(logps, dtype=float)
        for one, logp in zip(self.bars[role], self.logps[role], strict=True):
            one.set_rise(self.scaling.rise(float(logp)))
        return self

    def number(self, role: str, k: int, size: float = LABEL) -> Formula:
        """The probability of the k-th shown answer, over its bar."""
        label = Formula(logp_source(float(self.logps[role][k])), size=size, role=role)
        return label.next_to(self.bars[role][k].top(), UP, buff=0.14)


def bar_scale(
    table: GroupTable, roles: Sequence[str], indices: Sequence[int], height: float
) -> BarScale:
    """The scale on which `roles` give bars to the answers `indices`.

    Whether it is logarithmic, all policies decide: so the charts of a film are alike.
    """
    shown = list(indices)
    every = np.concatenate([_logps(table, role)[shown] for role in _LOGPS])
    own = np.concatenate([_logps(table, role)[shown] for role in roles])
    return BarScale(own, height, is_log=BarScale.needs_log(every))


_LOGPS = {"old": "old_logp", "new": "new_logp", "reference": "ref_logp"}


def _logps(table: GroupTable, role: str) -> np.ndarray:
    return getattr(table, _LOGPS[role])
