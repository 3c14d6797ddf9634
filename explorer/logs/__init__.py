"""Groups out of a training log, in the formats of the systems that write them.

`read_log` finds the groups and says what it took for what, `session_of` makes a session of
one, `python -m explorer.logs` (that is `make group`) a group file.
"""

from .choices import ChosenColumns, Reading, sum_words
from .groups import Log, LoggedAnswer, LoggedGroup
from .read import Unclear, read_log
from .sessions import session_of

__all__ = [
    "ChosenColumns",
    "Log",
    "LoggedAnswer",
    "LoggedGroup",
    "Reading",
    "Unclear",
    "read_log",
    "session_of",
    "sum_words",
]
