"""The model's tokens: the ten digits, three signs, and where a text begins and ends."""

import numpy as np
from numpy.typing import NDArray

from lab.errors import LabError

TokenIds = NDArray[np.int64]

END, BEGIN = "<end>", "<begin>"
# What the model can write comes first; it never writes that a text begins.
WRITTEN = (*"0123456789*+=", END)
TOKENS = (*WRITTEN, BEGIN)
IDS = {token: number for number, token in enumerate(TOKENS)}


def ids_of(text: str) -> TokenIds:
    """The numbers ``(len(text),)`` of a text's characters; `LabError` for one that is no token.

    Example:
        >>> ids_of("17*4=")
        array([ 1,  7, 10,  4, 12])
    """
    if strange := sorted(set(text) - IDS.keys()):
        raise LabError(
            f"text: {strange[0]!r} is no token of the model; use digits and the signs * + ="
        )
    return np.array([IDS[character] for character in text], dtype=np.int64)


def text_of(ids: TokenIds) -> str:
    """The text of an answer's tokens, without its end.

    Example:
        >>> text_of(ids_of("340+68=408"))
        '340+68=408'
    """
    return "".join(TOKENS[number] for number in ids if TOKENS[number] != END)
