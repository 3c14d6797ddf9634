"""The part of Windows' module that we use, by the locks of this system."""

from fcntl import LOCK_EX, LOCK_NB, flock

LK_NBLCK = 2


def locking(descriptor: int, mode: int, count: int) -> None:
    """Lock a region, or raise at once if somebody has it; here it is the whole file."""
    assert (mode, count) == (LK_NBLCK, 1)
    try:
        flock(descriptor, LOCK_EX | LOCK_NB)
    except BlockingIOError as error:
        raise PermissionError(13, "Permission denied") from error
