"""How long a voice speaks in a beat, which its film holds still for."""

from __future__ import annotations

from dataclasses import dataclass

TAIL = 0.4  # seconds of stillness between a voice's end and the next beat
PATIENCE = 4.0  # seconds that a question or its voice waits for the other, where it need not

Stop = tuple[float, float]  # from when to when a voice pauses, in seconds


@dataclass(frozen=True)
class Speech:
    """A voice of `whole` seconds, if it speaks without waiting.

    While its beat holds a question, it may wait in one of the `stops`, and goes on when the
    question has been held. With `asks` there is one, and before it the voice has asked.
    """

    whole: float = 0.0
    stops: tuple[Stop, ...] = ()
    asks: bool = False

    def stop(self, held: float) -> Stop | None:
        """Where it waits, if its question is held until so many seconds after the beat's start.

        A voice that asks in the end has that as a stop, too, and is heard out if it can be.
        """
        if self.asks:
            return self.stops[0]
        near = [stop for stop in self.stops if abs(stop[0] - held) <= PATIENCE]
        heard_out = [stop for stop in near if stop[0] >= self.whole]
        return min(heard_out or near, key=lambda stop: abs(stop[0] - held), default=None)


SILENT = Speech()
