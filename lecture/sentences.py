"""Where a sentence ends, for captions and for voices that say them."""

from __future__ import annotations

import re

# A sentence ends before white space, but not in the middle of a name or an abbreviation.
_END = re.compile(r"(?<=[.!?…])(?<!\bDr\.)(?<!\bvs\.)(?<!e\.g\.)(?<!i\.e\.)\s+")


def sentences(text: str) -> list[str]:
    """The sentences of `text`, each in one line."""
    parts = _END.split(" ".join(text.split()))
    return [sentence for sentence in parts if sentence]
