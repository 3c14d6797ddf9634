"""What is put comes out in order, and no more is held than was asked for."""

from __future__ import annotations

import threading

import pytest

from scenes.stage.frame_queue import FrameQueue


@pytest.mark.parametrize("most", [1, 3])
def test_who_puts_waits_until_there_is_room(most: int) -> None:
    frames: FrameQueue[int] = FrameQueue(most)
    begun: list[int] = []

    def work() -> None:
        for number in range(10):
            begun.append(number)
            frames.put(number)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(0.2)  # it waits
    got = []
    for number in range(10):
        assert len(begun) <= number + most
        got.append(frames.get())
    thread.join(10)
    assert (got, thread.is_alive()) == (list(range(10)), False)
