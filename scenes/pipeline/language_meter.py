"""The words of a chain of thought, and the reward that their language adds to accuracy."""

from __future__ import annotations

from typing import Self

from manim import Polygon, VGroup, interpolate_color

from scenes.stage.theme import HAIRLINE, paint

from .pinned import Pinned

# Widths of the words, line by line; with a gap each line is as long as the others.
_WORDS = ((0.5, 0.9, 0.4, 0.7, 0.6), (0.8, 0.4, 0.6, 0.9, 0.4), (0.6, 0.7, 0.9, 0.4, 0.5))
_GAP, _LINE, _HEIGHT = 0.18, 0.83, 0.42
_FOREIGN_FIRST = (1, 3, 6, 7, 9, 10, 12, 14)  # the words that start in another language
STACK_X, STACK_WIDTH, BLOCK = 4.6, 0.7, 1.0  # of the reward beside the words


class LanguageMeter(Pinned):
    """Blocks for words, bright in the target language; beside them the stacked reward."""

    def __init__(self) -> None:
        super().__init__()
        self.words = VGroup(*self._blocks())
        self.accuracy = self._box(STACK_X, 0.0, STACK_WIDTH, BLOCK)
        self.accuracy.set_fill(paint("coin"), opacity=1).set_stroke(paint("coin_edge"), HAIRLINE)
        self.language = self.accuracy.copy()
        self.add(self.words, self.accuracy, self.language)
        self.set_tidied(0.0)

    @property
    def count(self) -> int:
        """How many words start in another language."""
        return len(_FOREIGN_FIRST)

    @property
    def share(self) -> float:
        """The share of words in the target language."""
        return 1 - (self.count - self.tidied) / len(self.words)

    def set_tidied(self, tidied: float) -> Self:
        """Let the first `tidied` foreign words be in the target language; the reward follows."""
        self.tidied = tidied
        for number, block in enumerate(self.words):
            level = 1.0
            if number in _FOREIGN_FIRST:
                level = min(max(tidied - _FOREIGN_FIRST.index(number), 0.0), 1.0)
            block.set_stroke(width=0)
            block.set_fill(interpolate_color(paint("muted"), paint("text"), level), opacity=1)
        low = BLOCK + 0.08
        corners = _corners(STACK_X, low, STACK_WIDTH, BLOCK * self.share)
        self.language.set_points_as_corners(self.outline([*corners, corners[0]]))
        return self

    def _blocks(self):
        for line, widths in enumerate(_WORDS):
            x = 0.0
            for width in widths:
                yield self._box(x, _LINE * (len(_WORDS) - 1 - line), width, _HEIGHT)
                x += width + _GAP

    def _box(self, x: float, y: float, width: float, height: float) -> Polygon:
        return Polygon(*self.outline(_corners(x, y, width, height)))


def _corners(x: float, y: float, width: float, height: float) -> list[tuple[float, float]]:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
