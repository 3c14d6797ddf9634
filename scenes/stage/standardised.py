"""The advantage formula with one answer's numbers in it, so that the row recomputes."""

from __future__ import annotations

from grpo_core import GroupTable

from .live_number import MINUS, number_text
from .reward_line import reward_text

_MOST_DECIMALS = 5


def recomputing_decimals(table: GroupTable, index: int) -> int:
    """How many decimals of mean and std it takes to compute A of `index` from what is printed."""
    reward, result = reward_text(table.rewards[index]), _result(table.advantage[index])
    for decimals in range(2, _MOST_DECIMALS):
        mean, std = (
            _number(number_text(value, decimals)) for value in (table.reward_mean, table.reward_std)
        )
        if std and _result((_number(reward) - mean) / std) == result:
            return decimals
    return _MOST_DECIMALS


def standardised_source(table: GroupTable, index: int) -> str:
    """``A_1 = (r - mean) / std = A`` with values; the parts are r, mean, std and value."""
    decimals = recomputing_decimals(table, index)
    reward, result = reward_text(table.rewards[index]), _result(table.advantage[index])
    mean, std = (number_text(x, decimals) for x in (table.reward_mean, table.reward_std))
    subtrahend = f"{{{{ {mean} : mean }}}}"
    if mean.startswith(MINUS):
        subtrahend = f"({subtrahend})"
    return (
        f"A_{index + 1} = ({{{{ {reward} : r }}}} - {subtrahend}) / {{{{ {std} : std }}}} "
        f"= {{{{ {result} : value }}}}"
    )


def _result(advantage: float) -> str:
    return number_text(advantage, 2, sign=True)


def _number(text: str) -> float:
    return float(text.replace(MINUS, "-"))
