"""Where everything stands in the page's pictures, in the units of their view boxes.

The page draws a picture by picking these coordinates, as it picks its numbers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

import numpy as np

from grpo_core import Dppo, GroupTable, RuleTable, clipped_surrogate

from .page_numbers import GroupNumbers
from .series import factors, weight_curve, weight_end

# The view boxes are 200 wide and 182 high; J's curves stand over their axis.
LEFT, RIGHT, TOP, BOTTOM = 38, 188, 14, 140
_BEYOND = 20  # the room at the right end for steps beyond the axis's last one
_HEADROOM = 0.06  # of J's range, above and below

# The min curve: A = 1 over its axis and A = -1 under it, rho from 0.
_MIN_LEFT, _MIN_RIGHT, _MIN_HIGH, _MIN_LOW = 22, 188, 16, 150
_LEAST_RATIO, _MARGIN = 2.0, 1.12
_SIGNS = {"up": 1, "down": -1}
_WIDE_RIGHT = 600  # of the picture of weights
_FAR_BELOW = 50.0  # nats: a probability that no gate looks at
_SEEN = 0.3  # by which a line may miss a curve
_ROOM_FOR_NAME = 14
_NAMED = 2  # more answers than that at one spot are counted


class Axis:
    """A dial's axis, 0 to `last` on one scale; larger steps follow beyond a gap."""

    def __init__(self, steps: Sequence[float], last: float) -> None:
        self.steps, self.last = steps, last
        self.inside = bisect_right(steps, last)
        self.right = RIGHT - _BEYOND if self.inside < len(steps) else RIGHT

    def places(self) -> list[float]:
        """The coordinate of each step."""
        beyond = len(self.steps) - self.inside
        near = [_between(step / self.last, LEFT, self.right) for step in self.steps[: self.inside]]
        far = [_between((k + 1) / beyond, self.right, RIGHT) for k in range(beyond)]
        return near + far

    def printed(self, ticks: Sequence[float]) -> dict[str, Any]:
        """Coordinates, ticks with their text, and where the gap is, if there is one."""
        marks = [[_between(t / self.last, LEFT, self.right), f"{t:g}"] for t in ticks]
        gap = None
        if self.inside < len(self.steps):
            marks.append([float(RIGHT), f"{self.steps[-1]:g}"])
            gap = _between(0.4, self.right, RIGHT)
        ends = {"inside": self.inside, "last": self.inside - 1}
        return {"x": self.places(), "ticks": marks, "gap": gap, **ends}


def objective_heights(numbers: GroupNumbers) -> dict[str, Any]:
    """The height of J for each of the group's sums and steps of beta, and the scale."""
    values = np.array([[table.objective for table in row] for row in numbers.sums])
    low, high = min(values.min(), 0.0), max(values.max(), 0.0)
    if high - low < 1e-9:
        low, high = -1.0, 1.0  # J is 0 whatever is turned
    room = _HEADROOM * (high - low)
    low, high = low - room, high + room
    ticks = [
        [_between((t - low) / (high - low), BOTTOM, TOP), f"{t:g}".replace("-", "−")]
        for t in _round_numbers(low, high)
    ]
    heights = [[_between(v, BOTTOM, TOP) for v in (row - low) / (high - low)] for row in values]
    return {"y": heights, "ticks": ticks}


def _round_numbers(low: float, high: float) -> list[float]:
    """Two to five round numbers from `low` to `high`, 0 among them."""
    unit = 10.0 ** np.floor(np.log10(high - low))
    step = next(s * unit for s in (0.5, 1.0, 2.0, 2.5) if (high - low) / (s * unit) <= 4)
    first, last = int(np.ceil(low / step)), int(np.floor(high / step))
    return [round(k * step, 12) for k in range(first, last + 1)]


class MinCurve:
    """The clipped surrogate over the ratio, in units of |A|: one picture for each sign of A.

    S(rho, A) = |A| S(rho, sign A), so answers with any advantage stand on one curve.
    """

    def __init__(self, numbers: GroupNumbers) -> None:
        self.numbers = numbers
        table = numbers.tables[0]
        self.most = max(_LEAST_RATIO, _MARGIN * float(table.ratio.max()))

    def printed(self) -> dict[str, Any]:
        """For each sign: the curves by the step of its epsilon, and the spots.

        What the clip takes away lies between a curve's flat part and the end of `line`: the
        page puts it together of their corners.
        """
        return {
            "unit": self._x(1.0),
            "low": [self._x(max(1 - e, 0.0)) for e in self.numbers.dials.epsilons],
            "high": [self._x(min(1 + e, self.most)) for e in self.numbers.dials.epsilons],
            **{name: self._side(sign) for name, sign in _SIGNS.items()},
        }

    def _side(self, sign: int) -> dict[str, Any]:
        steps = self.numbers.dials.epsilons
        return {
            "line": self._path([0.0, self.most], [0.0, sign * self.most], sign),
            "curves": [self._curve(sign, e) for e in steps],
            "spots": self._spots(sign),
            "ticks": [[self._y(v, sign), f"{v}".replace("-", "−")] for v in (0, sign)],
        }

    def _curve(self, sign: int, eps: float) -> str:
        ratio = np.array([0.0, self._kink(sign, eps), self.most])
        return self._path(ratio, clipped_surrogate(ratio, sign, eps_low=eps).value, sign)

    def _kink(self, sign: int, eps: float) -> float:
        return min(1 + eps, self.most) if sign > 0 else max(1 - eps, 0.0)

    def _spots(self, sign: int) -> list[dict[str, Any]]:
        """Where answers of this sign stand, by the step of epsilon; equal ones share a spot.

        Those with A = 0 stand on the axis of A > 0.
        """
        table = self.numbers.tables[0]
        alike: dict[tuple[float, float], list[int]] = {}
        for i, its in enumerate(np.sign(table.advantage)):
            if its == sign or its == 0 < sign:
                alike.setdefault((its, round(float(table.ratio[i]), 9)), []).append(i)
        spots: list[dict[str, Any]] = []
        for (its, ratio), members in sorted(alike.items(), key=lambda item: item[0][1]):
            at = [self._spot(table, members[0], sign) for table in self.numbers.tables]
            named = [spot["at"][0][0] for spot in spots if spot["name"]]
            has_room = not named or at[0][0] - named[-1] >= _ROOM_FOR_NAME
            # On the axis the free side is where the curve is not.
            above = its == 0 and ratio > 0.25 * self.most
            spots.append(
                {
                    "answer": members[0],
                    "count": len(members),
                    "name": _names(members) if has_room else [],
                    "above": bool(above),
                    "at": at,
                }
            )
        return spots

    def _spot(self, table: GroupTable, i: int, sign: int) -> list[float]:
        value = clipped_surrogate(
            table.ratio[i],
            np.sign(table.advantage[i]),
            eps_low=table.eps_low,
            eps_high=table.eps_high,
        ).value
        return [self._x(table.ratio[i]), self._y(value, sign)]

    def _path(self, ratio: Sequence[float], value: Sequence[float], sign: int) -> str:
        points = zip(ratio, value, strict=True)
        return "M" + "L".join(f"{self._x(x):g} {self._y(y, sign):g}" for x, y in points)

    def _x(self, ratio: float) -> float:
        return _between(ratio / self.most, _MIN_LEFT, _MIN_RIGHT)

    def _y(self, value: float, sign: int) -> float:
        share = value / self.most
        return _between(share if sign > 0 else 1 + share, _MIN_LOW, _MIN_HIGH)


class WeightPicture:
    """The weight of each of the rules over the ratio, in units of |A|, the clip's behind it."""

    def __init__(self, numbers: GroupNumbers) -> None:
        self.numbers = numbers
        self.ruled = {kind: tables[0] for kind, tables in numbers.ruled.items()}
        self.own = RuleTable(numbers.group)
        self.end = weight_end(self.own)
        heights = [float(np.abs(factors(table)).max()) for table in self.ruled.values()]
        self.most = max(self.end, *heights)

    def printed(self) -> dict[str, Any]:
        """Ticks, the clip's path, and for each rule the paths of both signs and the marks."""
        ratios, heights = (0.0, 1.0, round(self.end, 2)), (-1, 0, 1)
        return {
            "x": [[self._x(rho), f"{rho:g}"] for rho in ratios],
            "y": [[self._y(w), f"{w}".replace("-", "−")] for w in heights],
            "clip": "".join(self._path(self.own, sign, -_FAR_BELOW) for sign in _SIGNS.values()),
            **{kind: self._rule(table) for kind, table in self.ruled.items()},
        }

    def _rule(self, t: RuleTable) -> dict[str, Any]:
        factor = factors(t)
        at = [[self._x(rho), self._y(w)] for rho, w in zip(t.ratio, factor, strict=True)]
        paths = {}
        for name, sign in _SIGNS.items():
            olds = {-_FAR_BELOW}
            if isinstance(t.judge, Dppo):  # its gate looks at the old probability
                olds = {float(old) for old in t.old_logp[np.sign(t.advantage) == sign]}
            paths[name] = "".join(self._path(t, sign, old) for old in sorted(olds))
        return {**paths, "at": at}

    def _path(self, t: RuleTable, sign: int, old_logp: float) -> str:
        path = ""
        for piece in weight_curve(t, sign, old_logp):
            points = np.array([[self._x(x), self._y(y)] for x, y in piece])
            path += "M" + "L".join(f"{x:g} {y:g}" for x, y in _bends(points))
        return path

    def _x(self, ratio: float) -> float:
        return _between(min(ratio / self.end, 1.0), _MIN_LEFT, _WIDE_RIGHT)

    def _y(self, weight: float) -> float:
        share = 0.5 + 0.5 * max(-1.0, min(1.0, weight / self.most))
        return _between(share, _MIN_LOW, _MIN_HIGH)


def _bends(points: np.ndarray) -> np.ndarray:
    """Those of the points between which a straight line tells the others (Douglas, Peucker)."""
    start, end = points[0], points[-1]
    along = np.linspace(0, 1, len(points))[:, None]
    if points[-1, 0] > points[0, 0]:
        along = (points[:, :1] - start[0]) / (end[0] - start[0])
    miss = np.abs(points - (start + along * (end - start)))[:, 1]
    if miss.max() <= _SEEN:
        return points[[0, -1]]
    k = int(miss.argmax())
    return np.concatenate([_bends(points[: k + 1])[:-1], _bends(points[k:])])


def _names(members: Sequence[int]) -> list[str]:
    """A spot's name; every second part stands lower."""
    if len(members) > _NAMED:
        return [f"{len(members)} answers"]
    names = [[", o" if k else "o", str(i + 1)] for k, i in enumerate(members)]
    return [part for name in names for part in name]


def policy_bars(numbers: GroupNumbers) -> list[dict[str, float]]:
    """Each answer's three probabilities as lengths in percent of the group's largest."""
    table = numbers.tables[0]
    rows = {name: getattr(table, name) for name in ("old", "new", "ref")}
    longest = max(row.max() for row in rows.values())
    return [
        {name: round(100 * float(row[i] / longest), 1) for name, row in rows.items()}
        for i in range(numbers.group.size)
    ]


def _between(share: float, start: float, end: float) -> float:
    return round(float(start + (end - start) * share), 1)
