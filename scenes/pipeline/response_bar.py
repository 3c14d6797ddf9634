"""A response as a row of words: the chain of thought and the summary, and what is judged."""

from __future__ import annotations

from manim import DOWN, UP, Line, Rectangle, VGroup

from scenes.script.words import say
from scenes.stage.theme import AXIS, LABEL, paint
from scenes.stage.typeset import Prose

_THOUGHT, _SUMMARY = 9, 3
_PITCH, _SIDE, _HEIGHT = 0.42, 0.34, 0.5


class ResponseBar(VGroup):
    """Muted words of thought, bright words of summary; a bracket for each judgement."""

    def __init__(self) -> None:
        self.words = VGroup(*(_word(number) for number in range(_THOUGHT + _SUMMARY)))
        self.whole = self._judged(self.words, UP, "harmless")
        self.summary = self._judged(self.words[_THOUGHT:], DOWN, "helpful")
        shift = self.words.get_right()[0] - self.summary[1].get_right()[0]
        self.summary[1].shift([shift, 0, 0])
        super().__init__(self.words, self.whole, self.summary)

    def _judged(self, words: VGroup, side, key: str) -> VGroup:
        """A bracket along `words`, and the judgement that it stands for."""
        left, right = words.get_left()[0], words.get_right()[0]
        y = words.get_edge_center(side)[1] + 0.16 * side[1]
        rail = Line([left, y, 0], [right, y, 0])
        ends = [Line([x, y, 0], [x, y - 0.1 * side[1], 0]) for x in (left, right)]
        bracket = VGroup(rail, *ends).set_stroke(paint("reward"), AXIS)
        label = Prose(say(f"stage.response_bar.{key}"), size=LABEL)
        return VGroup(bracket, label.next_to(bracket, side, buff=0.16))


def _word(number: int) -> Rectangle:
    word = Rectangle(width=_SIDE, height=_HEIGHT).shift([number * _PITCH, 0, 0])
    role = "muted" if number < _THOUGHT else "text"
    return word.set_stroke(width=0).set_fill(paint(role), opacity=1)
