"""What an audit reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A broken bar, by its number in ``bars.md``, with the figure in words."""

    bar: int
    message: str


@dataclass(frozen=True)
class Place:
    """Where in a film: a beat and, unless the whole beat is meant, a rest counted within it."""

    beat: int
    title: str
    rest: int | None = None

    def __str__(self) -> str:
        rest = "" if self.rest is None else f", rest {self.rest}"
        return f'beat {self.beat} "{self.title}"{rest}'


@dataclass(frozen=True)
class Fault:
    """A finding in its place; without a place it is about the whole film."""

    scene: str
    finding: Finding
    place: Place | None = None

    @property
    def bar(self) -> int:
        """The number of the broken bar."""
        return self.finding.bar

    def __str__(self) -> str:
        place = f" {self.place}" if self.place else ""
        return f"{self.scene}{place}: bar {self.bar}: {self.finding.message}"
