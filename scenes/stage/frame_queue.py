"""What hands frames to the thread that encodes them: no interrupt can leave it locked."""

from __future__ import annotations

from queue import SimpleQueue
from typing import Generic, TypeVar

Item = TypeVar("Item")


class FrameQueue(Generic[Item]):
    """A queue that holds `maxsize` items at most, for one that puts and one that gets.

    An interrupt in the midst of `queue.Queue` may leave its lock taken for ever. Each step of
    this one is whole: an item is told first, and then waits for room.
    """

    def __init__(self, maxsize: int) -> None:
        self._items: SimpleQueue[Item] = SimpleQueue()
        self._room: SimpleQueue[None] = SimpleQueue()
        for _ in range(maxsize - 1):
            self._room.put(None)

    def put(self, item: Item) -> None:
        """Add an item, and wait until there is room for the next."""
        self._items.put(item)
        self._room.get()

    def get(self) -> Item:
        """The oldest item, when there is one."""
        item = self._items.get()
        self._room.put(None)
        return item
