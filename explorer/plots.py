"""The explorer's plots as SVG, in the shapes of the films; colours are the page's classes."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from grpo_core import Dppo, GroupTable, RuleTable

from . import svg
from .series import (
    Curve,
    factors,
    is_stopped,
    min_curve,
    over_beta,
    over_epsilon,
    ratio_end,
    short,
    sign_of,
    text_of,
    weight_curve,
    weight_end,
)
from .session import Session

WIDTH, HEIGHT = 460.0, 146.0
HALF, WIDE = 218.0, 964.0  # of pictures that share a panel, and of one that has two panels
_LEFT, _TOP, _BOTTOM, _RIGHT = 46.0, 12.0, 28.0, 14.0
_FEW = 16  # as many answers can carry a name each
_LABEL_WIDTH = 26.0
_FLAT = 1e-9
_NEAR = 2.0  # a weight that has room in every picture of weights
_FAR_BELOW = 50.0  # nats: a probability that no gate looks at


def draw(session: Session, picked: int, ends: dict[str, float]) -> dict[str, str]:
    """All plots by name; `picked` is the answer that is lit, `ends` how far the dials go."""
    table, is_clip = session.table, session.recipe.its.is_clip
    drawn = {
        "policies": policies(session, picked),
        "weight": weights(table, picked, WIDTH if is_clip else WIDE),
        "gradient": gradients(table, picked),
        "beta": beta_sweep(table, ends["beta"], HALF if is_clip else WIDTH),
    }
    if is_clip:
        drawn["min"] = min_curves(table, picked)
        drawn["epsilon"] = epsilon_sweep(table, ends["epsilon"])
    return drawn


def policies(session: Session, picked: int) -> str:
    """Three bars an answer: old hollow, new filled, reference dashed."""
    t, logs = session.table, session.logs or session.level == "token"
    names = ("old_logp", "new_logp", "ref_logp") if logs else ("old", "new", "ref")
    columns = [getattr(t, name) for name in names]
    low = min(float(min(c.min() for c in columns)), 0.0)
    high = max(float(max(c.max() for c in columns)), 0.0)
    box = _box((0, t.group.size), (low, high if high > low else low + 1))
    slot = box.width / t.group.size
    bar, gap = 0.24 * slot, 0.05 * slot
    parts = [_slot(box, slot, picked), *_frame(box, (low, high), 2 if high < 10 else 0)]
    for i in range(t.group.size):
        start = box.left + i * slot + 0.09 * slot
        for k, (role, column) in enumerate(zip(("old", "new", "ref"), columns, strict=True)):
            y0, y = box.up(0), box.up(float(column[i]))
            x = start + k * (bar + gap)
            parts.append(
                svg.rect(
                    x, y, max(bar, 1.0), max(y0 - y, 0.5) if not logs else y0 - y, f"bar {role}"
                )
            )
    parts += _answer_names(box, slot, t.group.size)
    if t.group.size > _FEW:
        parts = [svg.tag("g", "".join(parts), class_="thin")]
    lead = "Log-probabilities" if logs else "Probabilities"
    return _picture(f"{lead} of {t.group.size} answers under old, new and reference policy", parts)


def min_curves(table: GroupTable, picked: int) -> str:
    """S / |A| over the ratio, for A > 0 and A < 0, with a mark for every answer."""
    half = (WIDTH - _LEFT - _RIGHT - 34) / 2
    parts: list[str] = []
    for k, sign in enumerate((1, -1)):
        parts += _min_curve(table, picked, sign, _LEFT - 20 + k * (half + 44), half)
    clipped = int(table.binds.sum())
    return _picture(
        f"The min of both terms over the ratio; the clip binds for {clipped} of "
        f"{table.group.size} answers",
        parts,
    )


def _min_curve(t: GroupTable, picked: int, sign: int, left: float, width: float) -> list[str]:
    end = ratio_end(t)
    span = (0.0, end) if sign > 0 else (-end, 0.0)
    box = svg.Axes(left, _TOP + 12, width, HEIGHT - _TOP - _BOTTOM - 16, (0.0, end), span)
    role = "up" if sign > 0 else "down"
    rho, value = min_curve(t, sign)
    left_edge, right_edge = box.along(max(0.0, 1 - t.eps_low)), box.along(1 + t.eps_high)
    parts = [svg.rect(left_edge, box.top, right_edge - left_edge, box.height, "band")]
    parts += [_cut_off(box, t, sign, end)]
    zero = box.up(0)
    parts += [svg.line(box.left, zero, box.right, zero, "axis")]
    parts += [svg.line(box.left, box.top, box.left, box.bottom, "axis")]
    straight = ((0.0, 0.0), (end, sign * end))
    parts += [svg.polyline([(box.along(x), box.up(y)) for x, y in straight], "ghost")]
    corners = [(box.along(x), box.up(y)) for x, y in zip(rho, value, strict=True)]
    parts += [svg.polyline(corners, f"curve {role}")]
    parts += _answer_marks(box, t, picked, sign)
    side = HEIGHT - 8
    parts += _bounds(box, t, side)
    parts += [
        svg.text(box.left + 4, 14, f"A {'>' if sign > 0 else '<'} 0", f"name {role}", "start")
    ]
    return [*parts, svg.text(box.right, 14, "min / |A| over ρ", "small", "end")]


def weights(table: RuleTable, picked: int, width: float) -> str:
    """The rule's weight over the ratio in units of |A|, with a mark for every answer."""
    end = weight_end(table)
    curves = _weight_curves(table, picked)
    factor = factors(table)
    heights = [float(np.abs(points[:, 1]).max()) for *_, points in curves]
    most = max(min(end, _NEAR), *heights, float(np.abs(factor).max()))
    box = _box((0.0, end), (-1.1 * most, 1.1 * most), width)
    ghosts = [((0.0, 0.0), (reach, s * reach)) for s in (1, -1) for reach in [min(end, most)]]
    parts = [
        svg.polyline([(box.along(x), box.up(y)) for x, y in ghost], "ghost") for ghost in ghosts
    ]
    parts += _frame(box, (-1.0, 1.0), 0)
    for role, its, points in curves:
        places = [(box.along(x), box.up(y)) for x, y in points]
        parts.append(svg.polyline(places, f"curve {role}{its}"))
    parts += _weight_marks(box, table, picked, factor)
    ticks = {0.0: "0", 1.0: "1", end: f"ρ = {short(round(end, 2))}"}
    for rho, said in ticks.items():
        at = min(box.along(rho), box.right - 20)
        parts.append(svg.text(at, HEIGHT - 8, said, "tick"))
    stopped = int(is_stopped(table).sum())
    return _picture(
        f"Weight of each answer over its ratio, in units of its advantage; "
        f"{stopped} of {table.group.size} have none",
        parts,
        width,
    )


def _weight_curves(t: RuleTable, picked: int) -> list[tuple[str, str, np.ndarray]]:
    """Role, class and points of each piece; where a gate looks at the old probability, one
    curve an answer, else one for each sign."""
    signs = np.sign(t.advantage).astype(int)
    if isinstance(t.judge, Dppo):
        whose = [i for i in range(t.group.size) if signs[i] and (i == picked or i < _FEW)]
        asked = [
            (int(signs[i]), float(t.old_logp[i]), "" if i == picked else " faint") for i in whose
        ]
    else:
        asked = [(sign, -_FAR_BELOW, "") for sign in (1, -1)]
    return [
        ("up" if sign > 0 else "down", its, points)
        for sign, old, its in asked
        for points in weight_curve(t, sign, old)
    ]


def _weight_marks(box: svg.Axes, t: RuleTable, picked: int, factor: np.ndarray) -> list[str]:
    stopped = is_stopped(t)
    parts, places = [], {}
    for i in sorted(np.flatnonzero(t.advantage), key=lambda i: i == picked):
        x, y = box.along(float(t.ratio[i])), box.up(float(factor[i]))
        lit = " lit" if i == picked else ""
        shape = f"mark {sign_of(t.advantage[i])} {'off' if stopped[i] else 'on'}{lit}"
        parts.append(svg.triangle(x, y, bool(t.advantage[i] > 0), shape, 9 if lit else 7))
        # A name stands where the curve is not: above for A > 0, below for A < 0.
        places[int(i)] = x, max(y - 12, box.top + 8) if t.advantage[i] > 0 else y + 21
    return parts + _names_apart(box, places, picked)


def _cut_off(box: svg.Axes, t: GroupTable, sign: int, end: float) -> str:
    """The hatched part: what the clip takes away from rho * A."""
    if sign > 0:
        near, far = min(1 + t.eps_high, end), end
    else:
        near, far = max(1 - t.eps_low, 0.0), 0.0
    corners = [(near, sign * near), (far, sign * near), (far, sign * far)]
    joined = " ".join(f"{box.along(x):.2f},{box.up(y):.2f}" for x, y in corners)
    return svg.tag("polygon", points=joined, class_="hatch")


def _answer_marks(box: svg.Axes, t: GroupTable, picked: int, sign: int) -> list[str]:
    chosen = [i for i in range(t.group.size) if np.sign(t.advantage[i]) == sign]
    # The picked one is drawn last: in front of all.
    parts = []
    for i in sorted(chosen, key=lambda i: i == picked):
        x = box.along(float(t.ratio[i]))
        y = box.up(float(t.value[i] / abs(t.advantage[i])))
        shape = f"mark {sign_of(t.advantage[i])} {'off' if t.binds[i] else 'on'}"
        lit = " lit" if i == picked else ""
        parts.append(svg.triangle(x, y, sign > 0, shape + lit, 9 if lit else 7))
    return parts + _mark_names(box, t, chosen, picked)


def _mark_names(box: svg.Axes, t: GroupTable, chosen: list[int], picked: int) -> list[str]:
    """Names of the marks that have room, the picked one first."""
    places = {}
    for i in chosen:
        y = box.up(float(t.value[i] / abs(t.advantage[i])))
        places[i] = box.along(float(t.ratio[i])), max(y - 13, box.top + 8)
    return _names_apart(box, places, picked)


def _names_apart(box: svg.Axes, places: dict[int, tuple[float, float]], picked: int) -> list[str]:
    """Names of answers at these places where they have room, the picked one first."""
    taken: list[tuple[float, float]] = []
    parts = []
    for i in sorted(places, key=lambda i: (i != picked, i))[:_FEW]:
        x, y = min(places[i][0], box.right - 12), places[i][1]
        if all(abs(x - a) > _LABEL_WIDTH or abs(y - b) > 14 for a, b in taken):
            taken.append((x, y))
            parts.append(svg.text(x, y, f"o{i + 1}", "small lit" if i == picked else "small"))
    return parts


def _bounds(box: svg.Axes, t: GroupTable, y: float) -> list[str]:
    """1 - eps, 1 and 1 + eps under the axis, where they lie on it and have room."""
    shown: list[float] = []
    parts = []
    for value in (1 - t.eps_low, 1 + t.eps_high, 1.0):
        x = box.along(value)
        if 0 <= value <= box.x[1] and all(abs(x - other) > _LABEL_WIDTH for other in shown):
            shown.append(x)
            parts.append(svg.text(x, y, short(round(value, 4)), "tick"))
    return parts


def gradients(table: RuleTable, picked: int) -> str:
    """dJ / d log-probability, a bar an answer; hatched slots are clipped."""
    g = table.gradient
    reach = max(float(np.abs(g).max()), _FLAT)
    box = _box((0, table.group.size), (-reach, reach))
    slot, stopped = box.width / table.group.size, is_stopped(table)
    parts = [_slot(box, slot, picked)]
    for i in range(table.group.size):
        if stopped[i]:
            parts.append(svg.rect(box.left + i * slot, box.top, slot, box.height, "hatch"))
    parts += _frame(box, (-reach, reach), 3)
    for i in range(table.group.size):
        x, zero = box.left + (i + 0.5) * slot, box.up(0)
        width = max(min(0.5 * slot, 30.0), 1.0)
        role = "up" if g[i] > 0 else "down"
        parts.append(
            svg.rect(x - width / 2, zero, width, box.up(float(g[i])) - zero, f"push {role}")
        )
        lamp = "lamp off" if stopped[i] or table.advantage[i] == 0 else "lamp on"
        parts.append(svg.tag("circle", cx=x, cy=zero, r=min(5.0, 0.3 * slot), class_=lamp))
    parts += _answer_names(box, slot, table.group.size)
    return _picture(
        f"Gradient per answer; the largest is {text_of(float(g[np.abs(g).argmax()]))} at "
        f"o{int(np.abs(g).argmax()) + 1}",
        parts,
    )


def epsilon_sweep(table: RuleTable, most: float) -> str:
    """J over epsilon, the present point marked."""
    curves = over_epsilon(table, most)
    names = {"both": "ε", "low": "ε low", "high": "ε high"}
    return _sweep([(names[name], curve) for name, curve in curves], most, "epsilon", HALF)


def beta_sweep(table: RuleTable, most: float, width: float) -> str:
    """J over beta, the present point marked."""
    return _sweep([("β", over_beta(table, most))], most, "beta", width)


def _sweep(curves: list[tuple[str, Curve]], most: float, spoken: str, width: float) -> str:
    low, high = _span(c for _, curve in curves for c in (*curve.y, curve.here[1]))
    box = _box((0, most), (low, high), width)
    parts = _frame(box, (low, high), 2)
    parts += [
        svg.text(x, HEIGHT - 8, short(v), "tick") for x, v in ((box.left, 0), (box.right - 4, most))
    ]
    for k, (name, curve) in enumerate(curves):
        points = [(box.along(x), box.up(y)) for x, y in zip(curve.x, curve.y, strict=True)]
        parts.append(svg.polyline(points, "curve main" if k == 0 else "curve main second"))
        x, y = box.along(curve.here[0]), box.up(curve.here[1])
        parts.append(svg.line(x, y, x, box.bottom, "thread"))
        parts.append(svg.tag("circle", cx=x, cy=y, r=6, class_="here"))
        at = min(max(x, box.left + 42), box.right - 46)
        parts.append(svg.text(at, HEIGHT - 8, f"{name} = {short(curve.here[0])}", "tick lit"))
    name, curve = curves[0]
    return _picture(
        f"J over {spoken} from 0 to {short(most)}; now {text_of(curve.here[1])} at "
        f"{short(curve.here[0])}",
        parts,
        width,
    )


# -- parts --------------------------------------------------------------------


def _picture(label: str, parts: list[str], width: float = WIDTH) -> str:
    return svg.picture(width, HEIGHT, label, parts)


def _box(x: tuple[float, float], y: tuple[float, float], width: float = WIDTH) -> svg.Axes:
    return svg.Axes(_LEFT + 6, _TOP, width - _LEFT - 6 - _RIGHT, HEIGHT - _TOP - _BOTTOM, x, y)


def _span(values: Iterable[float]) -> tuple[float, float]:
    """The ends of an axis: all values and 0, with some air; never empty."""
    held = [0.0, *map(float, values)]
    low, high = min(held), max(held)
    air = 0.08 * (high - low)
    if high - low < _FLAT:
        return -1.0, 1.0
    return low - air * (low < 0), high + air * (high > 0)


def _frame(box: svg.Axes, ends: tuple[float, float], decimals: int) -> list[str]:
    """The zero line, and the numbers of zero and of the ends where they have room."""
    zero = box.up(0)
    parts = [svg.line(box.left, zero, box.right, zero, "axis")]
    parts += [svg.line(box.left, box.top, box.left, box.bottom, "axis")]
    for value in dict.fromkeys((0.0, *ends)):
        y = box.up(value)
        said = "0" if value == 0 else text_of(value, decimals)
        if value == 0 or abs(y - zero) > 16:
            parts.append(svg.text(box.left - 7, y + 4.5, said, "tick", "end"))
    return parts


def _slot(box: svg.Axes, slot: float, picked: int) -> str:
    return svg.rect(box.left + picked * slot, box.top, slot, box.height, "slot")


def _answer_names(box: svg.Axes, slot: float, count: int) -> list[str]:
    every = max(1, int(np.ceil(_LABEL_WIDTH / slot)))
    return [
        svg.text(box.left + (i + 0.5) * slot, HEIGHT - 8, f"o{i + 1}", "tick")
        for i in range(0, count, every)
    ]
