"""Where a sentence ends, for captions and for voices that say them."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

# A sentence ends before white space, but not in the middle of a name or an abbreviation; a
# Chinese one needs none, and its closing quotes and brackets belong to it.
_END = re.compile(
    r"(?<=[.!?…])(?<!\bDr\.)(?<!\bvs\.)(?<!e\.g\.)(?<!i\.e\.)\s+"
    r"|(?:(?<=[。！？])|(?<=[。！？][”’」』）》]))(?![。！？”’」』）》])\s*"
)


def sentences(text: str) -> list[str]:
    """The sentences of `text`, each in one line."""
    parts = _END.split(" ".join(text.split()))
    return [sentence for sentence in parts if sentence]


def joined(first: str, second: str) -> str:
    """Two sentences that follow one another; in Chinese no blank is between them."""
    return f"{first}{'' if east_asian_width(first[-1:] or ' ') in 'WF' else ' '}{second}"


def is_question(sentence: str) -> bool:
    """Whether it ends with a question mark, of any script; a quotation mark may follow."""
    return sentence.rstrip(" ”“»«'\"").endswith(("?", "？", "؟"))
