"""The advantage formula with one answer's numbers in it, so that the row recomputes."""

from __future__ import annotations

from grpo_core import GroupTable
from scenes.script.numerals import MINUS, number_text
from scenes.stage.reward_line import reward_text

_MOST_DECIMALS = 5


def recomputing_decimals(table: GroupTable, index: int) -> int:
    """How many decimals of mean and std it takes to compute A of `index` from what is printed.

    Two where no number of decimals does: numbers that are printed with a power of ten.
    """
    fitting = (d for d in range(2, _MOST_DECIMALS + 1) if _recomputes(table, index, d))
    return next(fitting, 2)


def standardised_source(table: GroupTable, index: int) -> str:
    """``A_1 = (r - mean) / std = A`` with values; the parts are r, mean, std and value.

    The second equals sign is an "about" where the printed numbers are too coarse.
    """
    decimals = recomputing_decimals(table, index)
    relation = "=" if _recomputes(table, index, decimals) else "approx"
    reward, mean, std, result = _texts(table, index, decimals)
    subtrahend = f"{{{{ {mean} : mean }}}}"
    if mean.startswith(MINUS):
        subtrahend = f"({subtrahend})"
    return (
        f"A_{index + 1} = ({{{{ {reward} : r }}}} - {subtrahend}) / {{{{ {std} : std }}}} "
        f"{relation} {{{{ {result} : value }}}}"
    )


def _texts(table: GroupTable, index: int, decimals: int) -> tuple[str, str, str, str]:
    """Reward, mean, std and advantage as they are printed."""
    mean, std = (number_text(x, decimals) for x in (table.reward_mean, table.reward_std))
    return reward_text(table.rewards[index]), mean, std, _result(table.advantage[index])


def _recomputes(table: GroupTable, index: int, decimals: int) -> bool:
    *printed, result = _texts(table, index, decimals)
    reward, mean, std = map(_number, printed)
    return bool(std) and _result((reward - mean) / std) == result


def _result(advantage: float) -> str:
    return number_text(advantage, 2, sign=True)


def _number(text: str) -> float:
    mantissa, power, exponent = text.replace(MINUS, "-").rstrip(")").partition("10^(")
    if not power:
        return float(mantissa)
    mantissa = mantissa.removesuffix(" dot ")
    return float(f"{mantissa}{'1' * (mantissa in ('', '-'))}e{exponent}")
