"""What the explorer shows, as plain numbers and texts; each comes from `grpo_core`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from grpo_core import Clip, GroupTable, RuleTable, clipped_surrogate, is_silent
from scenes.script.glyphs import extra_for, missing_glyphs

from .edits import DeskState
from .group_file import number
from .recipe import shipped
from .session import POLICIES, Session

MINUS = "−"
SUM_TOLERANCE = 1e-6  # of typed probabilities
_FAR = 6.0  # ratios beyond are shown at the edge of the plot
_ROOM = 1.1
_STEPS, _CORNERS = 2000, 40  # of a curve of weights: looked at, and drawn in each piece
_CERTAIN = 7.0  # nats below 0, from which an answer's ratio meets no end in any picture
_BARELY = 1e-9
VALUE_NOTE = "S is a product with log π here: compare weights and gradients, not J."
_OWN_RATIOS = " It takes each token's own ratio; here an answer's tokens are one."
_ASCII = re.compile(r"[ -~\s]+")
_RARE = 600  # characters that are looked up in the films' fonts
_FEW_LETTERS = 12  # of a number that a field shows whole; the logarithm of a decimal has more


def text_of(value: float, decimals: int = 3, *, sign: bool = False) -> str:
    """A number as the films write it: fixed decimals, a real minus sign, no minus zero."""
    large = abs(value) >= 1e5
    text = f"{value:.3e}" if large else f"{value:.{decimals}f}"
    if not large and float(text) == 0:
        text = text.lstrip("-")
    elif sign and value > 0:
        text = f"+{text}"
    return text.replace("-", MINUS)


def short(value: float) -> str:
    """A number without decimals that it does not need."""
    return f"{value:.6g}".replace("-", MINUS)


def field_text(value: float) -> str:
    """A number for a field: five decimals at most, three digits at least."""
    if 0 < abs(value) < 1e-2 or abs(value) >= 1e9:
        return f"{value:.3g}"
    return f"{value:.5f}".rstrip("0").rstrip(".")


def whole_text(value: float) -> str:
    """A number for a field, with all its digits where they are few."""
    whole = number(value)
    return whole if len(whole) <= _FEW_LETTERS else field_text(value)


def sign_of(advantage: float) -> str:
    """The role of an answer by the sign of its advantage: up, down or even."""
    return "up" if advantage > 0 else "down" if advantage < 0 else "even"


# -- curves -------------------------------------------------------------------


@dataclass(frozen=True)
class Curve:
    """Corners of a broken line, and the point on it that is in force."""

    x: np.ndarray
    y: np.ndarray
    here: tuple[float, float]


def min_curve(table: GroupTable, sign: int) -> tuple[np.ndarray, np.ndarray]:
    """The corners of ``S / |A|`` over rho, from `clipped_surrogate`, for one sign of A."""
    end = ratio_end(table)
    bounds = [1 - table.eps_low, 1 + table.eps_high]
    rho = np.array([0.0, *(b for b in bounds if 0 < b < end), end])
    curve = clipped_surrogate(rho, float(sign), eps_low=table.eps_low, eps_high=table.eps_high)
    return rho, curve.value


def ratio_end(table: GroupTable) -> float:
    """How far the axis of rho goes: to the farthest answer, within reason."""
    return float(min(_FAR, max(2.0, _ROOM * table.ratio.max())))


def weight_curve(table: RuleTable, sign: int, old_logp: float) -> list[np.ndarray]:
    """The rule's weight over the ratio for A = `sign`: pieces ``(N, 2)``, cut where a gate is.

    `old_logp` is that of the answer whose curve it is; `Dppo` looks at it.
    """
    most = min(weight_end(table), float(np.exp(min(-old_logp, _CERTAIN))))
    ratio = np.linspace(0, most, _STEPS + 1)[1:]
    push = table.curve(ratio, sign, old_logp)
    cuts = np.flatnonzero(np.diff(push.binds[:, 0])) + 1
    points = np.column_stack([ratio, push.weight[:, 0]])
    return [_thinned(piece) for piece in np.split(points, cuts)]


def _thinned(points: np.ndarray) -> np.ndarray:
    """A few of them, the ends among them."""
    kept = np.linspace(0, len(points) - 1, min(len(points), _CORNERS))
    return points[kept.round().astype(int)]


def factors(t: RuleTable) -> np.ndarray:
    """What each answer's |A| is multiplied by, with the sign of A; 0 for A = 0."""
    size = np.abs(t.advantage)
    return np.where(size > 0, t.weight / np.where(size > 0, size, 1.0), 0.0)


def weight_end(table: GroupTable) -> float:
    """How far the axis of rho goes where weights are shown: gates lie farther out."""
    return 1.25 * ratio_end(table)


def over_epsilon(table: RuleTable, most: float) -> list[tuple[str, Curve]]:
    """J of a clip over epsilon from 0 to `most`, exact: a broken line, its kinks as corners.

    One curve where both sides share an epsilon; else one for each side, the other kept.
    """
    low, high = table.group.eps_low, table.group.eps_high
    open_table = _clipped(table, 0.0, None)
    distance = np.abs(open_table.ratio - 1)
    if high is None:
        both = distance[open_table.binds]
        return [("both", _curve(lambda e: _clipped(table, e, None), both, most, low))]
    below = distance[open_table.binds & (open_table.ratio < 1)]
    above = distance[open_table.binds & (open_table.ratio > 1)]
    return [
        ("low", _curve(lambda e: _clipped(table, e, high), below, most, low)),
        ("high", _curve(lambda e: _clipped(table, low, e), above, most, high)),
    ]


def _clipped(table: RuleTable, low: float, high: float | None) -> RuleTable:
    """The table with other epsilons."""
    bounds = {"eps_low": low, "eps_high": high}
    rule = table.rule and replace(table.rule, **bounds)
    return replace(table, rule=rule, group=replace(table.group, **bounds))


def _curve(at: Callable[[float], RuleTable], breaks: np.ndarray, most: float, here: float) -> Curve:
    rule = at(here).judge
    if isinstance(rule, Clip) and rule.dual is not None:
        most = min(most, rule.dual - 1 - _BARELY)  # a dual clip lies above the upper bound
    x = np.unique([0.0, *breaks[breaks < most].round(12), most])
    return Curve(x, np.array([at(float(e)).objective for e in x]), (here, at(here).objective))


def over_beta(table: RuleTable, most: float) -> Curve:
    """J over beta from 0 to `most`: a straight line that falls with the mean k3."""
    ends = [table.at(beta=b).objective for b in (0.0, most)]
    return Curve(np.array([0.0, most]), np.array(ends), (table.beta, table.objective))


# -- the table ----------------------------------------------------------------


def rows(session: Session, state: DeskState | None = None) -> list[dict]:
    """The group's table, an entry an answer: what can be changed, and what follows.

    `state` knows what was typed, where that is more than the session says.
    """
    table, state = session.table, state or DeskState(session, session)
    return [_row(session, table, state, i) for i in range(session.group.size)]


def _row(session: Session, t: RuleTable, state: DeskState, i: int) -> dict:
    lower = int(t.clipped[i] < t.unclipped[i])
    wrong = state.wrong.get(f"text:{i}")
    return {
        "text": wrong.typed if wrong else session.group.texts[i],
        "sign": sign_of(t.advantage[i]),
        "pull": sign_of(t.gradient[i]),
        "binds": bool(is_stopped(t)[i]),
        "lamp": _lamp(t, i),
        "in": {
            name: {**cell, "value": state.shown(f"{name}:{i}", cell["at"], whole_text(cell["at"]))}
            for name, cell in _cells(session, i).items()
        },
        "out": {
            "A": text_of(t.advantage[i], sign=True),
            "ratio": text_of(t.ratio[i]),
            "clip": text_of(t.clipped_ratio[i]),
            "unclipped": text_of(t.unclipped[i]),
            "clipped": text_of(t.clipped[i]),
            "weight": text_of(t.weight[i], sign=True),
            "value": text_of(t.value[i]),
            "share": text_of(t.share[i]),
            "k3": text_of(t.k3[i], 4),
            "price": text_of(t.beta * t.k3[i], 4),
            "term": text_of(t.term[i]),
            "gradient": text_of(t.gradient[i], sign=True),
        },
        "idle": "unclipped" if lower else "clipped",  # the term that min does not take
    }


def _cells(session: Session, i: int) -> dict[str, dict]:
    return {
        "reward": _cell(float(session.group.rewards[i]), *_reward_span(session), 0.1),
        **{policy: _policy_cell(session, policy, i) for policy in POLICIES},
        "tokens": {"at": session.tokens[i]},
    }


def is_stopped(t: RuleTable) -> np.ndarray:
    """Where the rule takes an answer's push away, ``(G,)``; a weight that is held pushes on."""
    return (t.weight == 0) & (t.advantage != 0)


def _lamp(t: RuleTable, i: int) -> str:
    """What the surrogate's gradient does to the answer, in two words."""
    if is_stopped(t)[i]:
        return "clipped" if isinstance(t.judge, Clip) else "gate shut"
    return {"up": "pushes up", "down": "pushes down", "even": "silent"}[sign_of(t.advantage[i])]


def _reward_span(session: Session) -> tuple[float, float]:
    r = session.group.rewards
    return float(min(0.0, np.floor(r.min()))), float(max(1.0, np.ceil(r.max())))


def _policy_cell(session: Session, policy: str, i: int) -> dict:
    logp = float(getattr(session.group, f"{policy}_logp")[i])
    if not session.logs:
        p = float(np.exp(logp))
        most = _slider_end(session.group.size)
        return _cell(p, min(most / 100, p), max(most, p), most / 100)
    # Two nats either side of old: ratios from 0.14 to 7.4.
    old = session.group.old_logp[i]
    low, high = min(old - 2, logp), min(0.0, max(old + 2, logp))
    return _cell(logp, float(np.floor(low)), float(np.ceil(high)), 0.01)


def _slider_end(size: int) -> float:
    """How far the sliders of probabilities go: many answers have little each."""
    return 1.0 if size <= 12 else 0.25 if size <= 32 else 0.1


def _cell(value: float, low: float, high: float, step: float) -> dict:
    return {"at": value, "low": float(low), "high": float(high), "step": step}


def sums(session: Session) -> dict[str, str]:
    """The table's last line: the mean of a column, of the policies their sum."""
    t = session.table
    totals = {p: "" if session.logs else f"Σ {text_of(_total(session, p), 2)}" for p in POLICIES}
    return {
        "reward": text_of(t.reward_mean, 2),
        **totals,
        "A": text_of(float(t.advantage.mean())),
        "share": f"Σ {text_of(float(t.share.sum()))}",
        "value": text_of(t.surrogate),
        "k3": text_of(t.kl, 4),
        "price": text_of(t.price, 4),
        "term": text_of(t.objective),
    }


def _total(session: Session, policy: str) -> float:
    """The sum of a policy's column; an answer that was drawn again counts once."""
    return float(getattr(session.group, policy)[session.group.different].sum())


# -- warnings -----------------------------------------------------------------


@dataclass(frozen=True)
class Note:
    """One line about the group; `grave` ones change what the numbers mean."""

    grave: bool
    text: str


def notes(session: Session) -> list[Note]:
    """What a lecturer should know about this group before trusting its numbers."""
    its = session.recipe.its
    found = [_silence(session), _sums_note(session), *(_one_sided(session) if its.is_clip else [])]
    found += [_value_note(session), _system_note(session), _glyph_note(session)]
    return [note for note in found if note]


def _silence(session: Session) -> Note | None:
    if not is_silent(session.group.rewards):
        return None
    rest = "only the KL term still acts" if session.table.beta > 0 else "nothing is learned"
    return Note(True, f"Silent group: all rewards are equal, so every A is 0 and {rest}.")


def _sums_note(session: Session) -> Note | None:
    if session.logs or session.level == "token":
        return None
    totals = {p: _total(session, p) for p in POLICIES}
    off = {p: s for p, s in totals.items() if abs(s - 1) > SUM_TOLERANCE}
    if not off:
        return None
    said = ", ".join(f"{p} {s:.2f}" for p, s in off.items())
    if any(s > 1 + SUM_TOLERANCE for s in off.values()):
        return Note(True, f"Probabilities add up to more than 1 ({said}): no policy is like that.")
    return Note(
        False,
        f"Probabilities do not sum to 1 ({said}): these answers are a sample, not all there "
        "are, so no exact KL can be computed from them.",
    )


def _one_sided(session: Session) -> list[Note]:
    t = session.table
    found = []
    if t.eps_low >= 1:
        found.append(
            Note(
                True,
                f"ε low = {short(t.eps_low)}: 1 − ε is not above 0, the lower clip never binds.",
            )
        )
    if unreachable := _unreachable(t):
        bound = text_of(1 + t.eps_high, 2)
        found.append(
            Note(False, f"{_names(unreachable)}: old is so likely that ρ cannot reach {bound}.")
        )
    outside = (t.ratio > 1 + t.eps_high) | (t.ratio < 1 - t.eps_low)
    free = [i for i in range(t.group.size) if outside[i] and not t.binds[i] and t.advantage[i] != 0]
    if free:
        found.append(
            Note(
                False,
                f"Clipping is one-sided: {_names(free)} left the range where it does not bind; "
                "the gradient there is whole.",
            )
        )
    return found


def _value_note(session: Session) -> Note | None:
    """Of a rule whose value is no curve over the ratio."""
    return Note(False, VALUE_NOTE) if has_no_value(session.recipe.kind) else None


def has_no_value(kind: str) -> bool:
    """Whether S of this kind of rule, a product with a log-probability, says nothing itself."""
    return kind in ("reinforce", "cispo", "dppo_tv", "dppo_kl")


def _system_note(session: Session) -> Note | None:
    """Where the settings were read, and what of the system they do not say."""
    key = session.system
    if not key or shipped()[key].goes_unsaid:
        return None
    means = "" if session.level == "token" or max(session.tokens) == 1 else _OWN_RATIOS
    return Note(False, shipped()[key].says + means)


def _unreachable(t: GroupTable) -> list[int]:
    """Answers with A > 0 that stay below the upper bound even at new = 1."""
    if t.old.min() < 1e-9:
        return []
    reach = (t.advantage > 0) & (t.old * (1 + t.eps_high) > 1)
    return [int(i) for i in np.flatnonzero(reach)]


def _glyph_note(session: Session) -> Note | None:
    # Each new cluster costs a moment of Typst's: a text of many thousand would stop the page.
    rare = _ASCII.sub(" ", " ".join((session.group.question, *session.group.texts)))[:_RARE]
    missing = missing_glyphs(rare)
    if not missing:
        return None
    codes = ", ".join(f"U+{ord(character):04X}" for character in missing[:8])
    if extra_for([rare]):
        return Note(False, f"Render brings a font for {codes}.")
    return Note(False, f"No font has {codes}: films draw the code in a box.")


def _names(indices: Sequence[int]) -> str:
    names = [f"o{i + 1}" for i in indices[:6]]
    return ", ".join(names) + (f" and {len(indices) - 6} more" if len(indices) > 6 else "")
