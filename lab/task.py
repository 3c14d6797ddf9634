"""The task: multiply two numbers of two digits. Questions, ways to answer, and the checker."""

import re
from zlib import crc32

from lab.errors import LabError

LEAST, MOST = 11, 99  # a factor
FILM = (17, 24)  # the question of the films
POOLS = ("start", "learning", "held out")

_QUESTION = re.compile(r"\s*(\d+)\s*[*x×]\s*(\d+)\s*=?\s*")


def is_right(question: str, answer: str) -> bool:
    """Tell whether an answer ends with the product: what stands after its last "=" counts.

    Only the result is looked at, not the working before it, and it must be written as one
    writes it.

    Example:
        >>> is_right("17*24=", "408"), is_right("17*24=", "340+68=408")
        (True, True)
        >>> is_right("17*24=", "340+78=418"), is_right("17*24=", "408="), is_right("17*24=", "0408")
        (False, False, False)
        >>> is_right("17*24=", "1+1=408")  # wrong working, right result: rewarded all the same
        True
    """
    a, b = factors_of(question)
    return answer.split("=")[-1] == str(a * b)


def shows_working(answer: str) -> bool:
    """Tell whether an answer adds something up before it gives its result.

    Example:
        >>> shows_working("340+68=408"), shows_working("408")
        (True, False)
    """
    return "+" in answer


def factors_of(question: str) -> tuple[int, int]:
    """The two factors of a question, however it is typed; `LabError` if it is none.

    Example:
        >>> factors_of("17*24="), factors_of("17 x 24")
        ((17, 24), (17, 24))
    """
    found = _QUESTION.fullmatch(question)
    if found is None or any(len(number) > 2 or int(number) < LEAST for number in found.groups()):
        raise LabError(
            f"question: {question[:40]!r} is out of range; give two factors from "
            f"{LEAST} to {MOST}, such as 17x24"
        )
    return int(found[1]), int(found[2])


def question_of(a: int, b: int) -> str:
    """A question as the model reads it.

    Example:
        >>> question_of(17, 24)
        '17*24='
    """
    return f"{a}*{b}="


def ways(a: int, b: int) -> tuple[str, ...]:
    """The answers that the model is shown: the result alone, then with its working.

    The working takes tens and ones of the second factor, or of the first; a multiple of ten
    has no ones to take.

    Example:
        >>> ways(17, 24)
        ('408', '340+68=408', '240+168=408')
        >>> ways(20, 30)
        ('600',)
    """
    answers = [f"{a * b}"]
    for split, other in ((b, a), (a, b)):
        ones = split % 10
        if ones:
            answers.append(f"{other * (split - ones)}+{other * ones}={a * b}")
    return tuple(answers)


def pool_of(a: int, b: int) -> str:
    """Which pool a question belongs to, by a rule; 17 x 24 and 24 x 17 are in the same.

    "start" is what the supervised start is shown, "learning" what GRPO practises, "held out"
    what neither sees. Products of a multiple of ten are all shown, as steps of the others.

    Example:
        >>> pool_of(17, 24), pool_of(24, 17), pool_of(17, 20)
        ('held out', 'held out', 'start')
    """
    a, b = sorted((a, b))
    if a % 10 == 0 or b % 10 == 0:
        return "start"
    if (a, b) == FILM:
        return "held out"
    share = crc32(f"{a}*{b}".encode()) % 100
    return "held out" if share < 12 else "learning" if share < 42 else "start"


def questions(pool: str) -> list[tuple[int, int]]:
    """The questions of a pool, in order; those with a multiple of ten are left out.

    Example:
        >>> len(questions("held out")), questions("learning")[:2]
        (785, [(11, 11), (11, 14)])
    """
    numbers = [n for n in range(LEAST, MOST + 1) if n % 10]
    return [(a, b) for a in numbers for b in numbers if pool_of(a, b) == pool]
