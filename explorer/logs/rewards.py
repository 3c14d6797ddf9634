"""Which columns make the reward: those whose sum gives the advantages that were logged.

A log such as TRL's holds one column a reward function and the advantage, but neither the
reward nor the weights. Candidates are tried from the natural one on, over all numeric
columns; the first that gives the advantages closely enough is taken.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np

SINGLE = ("reward", "rewards", "score", "total_reward", "final_reward")
_LOOKS = ("reward", "score")
# Columns that count or measure something else, unless the advantages say otherwise.
_METADATA = ("unnamed: 0", "mode", "epoch", "index", "idx", "id", "seed", "worker")
_MEASURES = ("length", "tokens", "_ms", "_id", "_idx", "time", "seconds", "_count", "_len", "step")
_RUNGS = (2e-5, 6e-4, 6e-3)  # as exact as float32, as three digits, as two
_MOST_TRIED = 2000
_MOST_ROWS = 2000  # that the columns are tried on
_MOST_WEIGHED = 12  # columns
_MOST_WEIGHED_SETS = 400
_WEIGHED_GROUPS = 40
_SHARE = 0.9  # of the groups must fit: one prompt drawn twice in a step looks like one group


@dataclass(frozen=True)
class Sum:
    """A reward as a weighted sum of columns, and why it was taken."""

    columns: tuple[str, ...]
    weights: tuple[float, ...]
    proof: str = ""
    warning: str = ""

    @property
    def terms(self) -> tuple[tuple[str, float], ...]:
        """A column and its weight for each term."""
        return tuple(zip(self.columns, self.weights, strict=True))


def natural(columns: Sequence[str]) -> tuple[str, ...]:
    """The columns that look most like a reward; empty if none does."""
    lower = {column.strip().lower(): column for column in reversed(columns)}
    if single := next((lower[name] for name in SINGLE if name in lower), ""):
        return (single,)
    named = tuple(c for c in columns if is_named(c))
    return named or tuple(c for c in columns if not _is_metadata(c))


def is_named(column: str) -> bool:
    """Whether a column's name says that it is a reward."""
    return any(look in column.lower() for look in _LOOKS)


def _is_metadata(column: str) -> bool:
    name = column.strip().lower()
    return name in _METADATA or name.endswith(_MEASURES)


def find_sum(
    values: dict[str, list[float | None]],
    groups: Sequence[object],
    steps: Sequence[object],
    advantages: Sequence[float | None],
) -> Sum:
    """The reward that the logged advantages were made of.

    Args:
        values: a column -> its numbers, one a row; None is not given.
        groups: the group of each row.
        steps: the step of each row.
        advantages: as logged, None where there is none.

    Returns:
        `Sum`; without columns if none can be a reward.
    """
    columns = tuple(values)
    first = natural(columns)
    trial = _Trial(values, groups, steps, advantages)
    # Advantages that are all 0 fit every column that is constant: they say nothing.
    if not trial.logged.any() or not columns:
        return Sum(first, (1.0,) * len(first))
    best: tuple[int, Sum] = (len(_RUNGS), Sum(first, (1.0,) * len(first)))
    for candidate in _candidates(columns, first, trial):
        rung, words = trial.fit(candidate)
        if rung < best[0]:
            proof = f"gives the logged advantages, {words}"
            best = rung, Sum(candidate.columns, candidate.weights, proof)
        if rung == 0:
            break
    if best[0] == len(_RUNGS):
        names = ", ".join(first) or "nothing"
        warning = f"no sum of columns gives the logged advantages; the reward is {names}"
        return Sum(first, (1.0,) * len(first), warning=warning)
    return best[1]


def _candidates(columns: tuple[str, ...], first: tuple[str, ...], trial: _Trial) -> Iterator[Sum]:
    """Sets of columns with weight 1, the natural ones first, then weights."""
    seen: set[tuple[str, ...]] = {()}
    likely = sorted(columns, key=lambda c: (c not in first, _is_metadata(c)))
    named = tuple(c for c in columns if is_named(c))
    plausible = tuple(c for c in columns if not _is_metadata(c) and not trial.is_label(c))
    subsets = (s for n in range(1, len(columns) + 1) for s in combinations(likely, n))
    for chosen in (first, named, plausible, *islice(subsets, _MOST_TRIED)):
        key = tuple(sorted(chosen))
        if key not in seen:
            seen.add(key)
            yield Sum(tuple(c for c in columns if c in chosen), (1.0,) * len(chosen))
    for chosen in dict.fromkeys((named, plausible)):
        yield from trial.weighed(chosen, spare=1)
    # Of many sets one fits by chance, unless the log says much more than there is to find.
    subsets = (s for n in (2, 3, 4) for s in combinations(plausible, n))
    for chosen in islice(subsets, _MOST_WEIGHED_SETS):
        yield from trial.weighed(chosen, spare=3)


class _Trial:
    """Rows with a logged advantage, on which sums of columns are tried."""

    def __init__(
        self,
        values: dict[str, list[float | None]],
        groups: Sequence[object],
        steps: Sequence[object],
        advantages: Sequence[float | None],
    ) -> None:
        self.rows = _whole_groups(groups, advantages)
        self.group = _numbered([groups[i] for i in self.rows])
        self.step = _numbered([steps[i] for i in self.rows])
        self.logged = np.array([advantages[i] for i in self.rows], dtype=float)
        self.values = {
            column: np.array([math.nan if (v := cells[i]) is None else v for i in self.rows])
            for column, cells in values.items()
        }

    def is_label(self, column: str) -> bool:
        """Whether a column is constant in each group but not in the log: of the question."""
        with np.errstate(all="ignore"):
            cells = np.nan_to_num(self.values[column])
            same = np.abs(cells - _per(self.group, cells)) <= 1e-9 * np.abs(cells).max(initial=0)
        return bool(same.all() and np.ptp(cells) > 0)

    def fit(self, candidate: Sum) -> tuple[int, str]:
        """The rung of the best convention, the number of rungs if none fits, and its words."""
        with np.errstate(all="ignore"):
            reward = self._reward(candidate)
            errors = [(self._error(made), words) for words, made in self._advantages(reward)]
        error, words = min(errors)
        return next((i for i, rung in enumerate(_RUNGS) if error <= rung), len(_RUNGS)), words

    def weighed(self, columns: tuple[str, ...], spare: int) -> Iterator[Sum]:
        """The weights of `columns` that fit best, where the log determines them.

        `spare` is how many more equations there must be than unknowns.
        """
        if not 2 <= len(columns) <= _MOST_WEIGHED:
            return
        cells = np.stack([self.values[c] for c in columns], axis=1)
        # As a system sums them: what one function does not give counts 0, a row of nothing not.
        used = (self.group < _WEIGHED_GROUPS) & ~np.isnan(cells).all(axis=1)
        group, logged = self.group[used], self.logged[used]
        with np.errstate(all="ignore"):
            given = np.nan_to_num(cells[used])
            terms = np.stack([_centred(group, column) for column in given.T], axis=1)
        # Each group's centred numbers sum to 0: one equation less.
        surplus = len(group) - len(set(group)) - len(columns) - spare
        if surplus < 0 or not np.isfinite(terms).all() or not logged.any():
            return
        for weights in (
            _plain_weights(terms, logged),
            *_scaled_weights(terms, logged, group, surplus),
        ):
            kept = np.abs(weights) > 2e-3 * np.abs(weights).max(initial=0)
            names = tuple(c for c, keep in zip(columns, kept, strict=True) if keep)
            if names:
                yield Sum(names, tuple(float(f"{w:.3g}") for w in weights[kept]))

    def _reward(self, candidate: Sum) -> np.ndarray:
        """The sums, NaN where nothing was given."""
        cells = np.stack([self.values[c] for c in candidate.columns])
        weights = np.array(candidate.weights)[:, None]
        summed = np.where(np.isnan(cells), 0.0, cells * weights).sum(axis=0)
        return np.where(np.isnan(cells).all(axis=0), math.nan, summed)

    def _advantages(self, reward: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
        centred = _centred(self.group, reward)
        sizes = np.bincount(self.group, ~np.isnan(reward))
        square = np.bincount(self.group, np.nan_to_num(centred) ** 2)
        for ddof in (1, 0):
            std = np.sqrt(square / np.maximum(sizes - ddof, 1))[self.group]
            for eps in (1e-4, 1e-6, 0.0):
                yield f"ddof {ddof}", _divided(centred, std + eps, reward, self.group)
        yield "mean only", np.nan_to_num(centred)
        n = sizes[self.group]
        yield "leave-one-out", np.nan_to_num(centred * n / np.maximum(n - 1, 1))
        whole = _centred(self.step, reward)
        count = np.bincount(self.step, ~np.isnan(reward))
        batch = np.sqrt(
            np.bincount(self.step, np.nan_to_num(whole) ** 2) / np.maximum(count - 1, 1)
        )
        yield "std of the batch", _divided(centred, batch[self.step] + 1e-4, reward, self.group)

    def _error(self, made: np.ndarray) -> float:
        """How far off all but the worst groups are, in units of A, at least 1."""
        off = np.zeros(self.group.max() + 1)
        far = np.where(np.isfinite(made), np.abs(made - self.logged), math.inf)
        np.maximum.at(off, self.group, far)
        counted = np.sort(off)[math.ceil(_SHARE * len(off)) - 1]
        return float(counted) / max(1.0, float(np.abs(self.logged).max()))


def _plain_weights(terms: np.ndarray, logged: np.ndarray) -> np.ndarray:
    """For advantages that are centred only: their size fixes that of the weights."""
    return np.linalg.lstsq(terms, logged, rcond=None)[0]


def _scaled_weights(
    terms: np.ndarray, logged: np.ndarray, group: np.ndarray, surplus: int
) -> Iterator[np.ndarray]:
    """For z-scores: weights and each group's std solve ``terms w = A s``, up to a factor.

    What is added to the std tells the factor, faintly: each that makes a weight 1 is tried.
    """
    spread = np.zeros((len(logged), group.max() + 1))
    spread[np.arange(len(logged)), group] = logged
    spread = spread[:, spread.any(axis=0)]  # silent groups say nothing of a std
    system = np.hstack([terms, -spread])
    if surplus < spread.shape[1] - 1:  # one std is the unit of the weights
        return  # any weights would do
    _, sizes, directions = np.linalg.svd(system, full_matrices=False)
    if sizes[-2] < 1e-3 * sizes[0]:
        return  # not determined
    weights = directions[-1][: terms.shape[1]] * np.sign(directions[-1][terms.shape[1]])
    sizes = np.sort(np.abs(weights))[::-1]
    for one in sizes[sizes > 2e-3 * sizes[0]]:
        yield weights / one


def _whole_groups(groups: Sequence[object], advantages: Sequence[float | None]) -> list[int]:
    """The rows of groups in which every answer has an advantage, and more than one is."""
    members: dict[object, list[int]] = {}
    for index, group in enumerate(groups):
        members.setdefault(group, []).append(index)
    chosen: list[int] = []
    for rows in members.values():
        if len(rows) > 1 and all(advantages[i] is not None for i in rows):
            chosen += rows
        if len(chosen) >= _MOST_ROWS:
            break
    return chosen


def _numbered(keys: Sequence[object]) -> np.ndarray:
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=int)


def _per(group: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """For each row the mean of its group's cells, NaN left out."""
    given = ~np.isnan(cells)
    sums = np.bincount(group, np.nan_to_num(cells))
    return (sums / np.maximum(np.bincount(group, given), 1))[group]


def _centred(group: np.ndarray, cells: np.ndarray) -> np.ndarray:
    return cells - _per(group, cells)


def _divided(
    centred: np.ndarray, std: np.ndarray, reward: np.ndarray, group: np.ndarray
) -> np.ndarray:
    """Quotients; 0 where a group is silent or an answer has no reward."""
    largest = np.zeros(group.max() + 1)
    np.maximum.at(largest, group, np.abs(np.nan_to_num(reward)))
    silent = np.abs(np.nan_to_num(centred)) <= 1e-12 * largest[group]
    return np.where(silent | np.isnan(centred) | (std == 0), 0.0, centred / std)
