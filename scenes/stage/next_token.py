"""Which token comes next: the likeliest as bars, the drawn one lit, and how it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np
from manim import DOWN, RIGHT, UP, Animation, Line, RoundedRectangle, VGroup, linear, smooth
from manim import interpolate_color as between

from .live_number import LiveNumber
from .live_word import LiveWord
from .motion import Drive
from .places import STAGE
from .policy_bars import PolicyBar
from .theme import AXIS, DIMMED, LABEL, paint
from .token_square import SIDE, TokenSquare, shown_token
from .token_strip import TokenStrip

_PITCH, _BAR = 0.95, 0.56  # scene units from bar to bar, and of a bar's width
_UNDER = 0.46  # from the foot down to the baseline of a character
_RAISED = 0.11  # from the baseline up to the middle of the chip about a character
_REST = "…"
# Shares of the time of a token: its bars have risen, one is lit, it begins to fall.
_RISEN, _LIT, _FALLS = 0.3, 0.5, 0.6


class Chances(NamedTuple):
    """What may come next: `tokens` with their `chances`, and which of them was `drawn`.

    The chances of tokens that are left out are what is missing to 1.
    """

    tokens: Sequence[str]
    chances: Sequence[float]
    drawn: str

    def likeliest(self, most: int) -> list[tuple[str, float]]:
        """Up to `most` tokens that would print a chance, likeliest first, the drawn one always.

        Raises `ValueError` if the drawn one has no chance here.
        """
        if self.drawn not in self.tokens:
            raise ValueError(f"the drawn token {self.drawn!r} is none of those with a chance")
        falling = sorted(zip(self.tokens, self.chances, strict=True), key=lambda pair: -pair[1])
        drawn = next(pair for pair in falling if pair[0] == self.drawn)
        others = [pair for pair in falling if pair != drawn and pair[1] >= _LEAST][: most - 1]
        return sorted([drawn, *others], key=lambda pair: -pair[1])


_LEAST = 0.005  # of a chance that two decimals print


class NextToken(VGroup):
    """Bars of the policy `role` for the `most` likeliest next tokens, and for all others.

    `full` is the height of a chance of 1, and `pitch` the way from bar to bar, in scene
    units: more for longer tokens. The likeliest stands left; `set_lit` lights the drawn one.
    """

    def __init__(
        self,
        chances: Chances,
        *,
        role: str = "new",
        most: int = 4,
        full: float = 2.0,
        pitch: float = _PITCH,
    ):
        super().__init__()
        self.most, self.role, self.drawn = most, role, 0
        width = (most + 1) * pitch
        self.foot = Line(0.5 * width * -RIGHT, 0.5 * width * RIGHT).set_stroke(paint("muted"), AXIS)
        self.slots = [_Slot(role, full, pitch) for _ in range(most + 1)]
        for k, slot in enumerate(self.slots):
            slot.shift(self.foot.get_start() + (k + 0.5) * pitch * RIGHT)
        self.add(self.foot, *self.slots)
        self.rise = self.lit = 1.0
        self.set_chances(chances)

    def set_chances(self, chances: Chances) -> Self:
        """Show the chances of the next place."""
        self.chances = chances
        shown = chances.likeliest(self.most)
        rest = 1.0 - sum(chance for _, chance in shown)
        self.drawn = [token for token, _ in shown].index(chances.drawn)
        told = [(shown_token(token), chance) for token, chance in shown]
        if rest >= _LEAST:
            told.append((_REST, rest))
        for slot, pair in zip(self.slots, [*told, *[("", 0.0)] * len(self.slots)], strict=False):
            slot.tell(*pair)
        return self.set_state(self.rise, self.lit)

    def set_state(self, rise: float, lit: float) -> Self:
        """How far the bars have risen, and the drawn one stands out of them, both 0 to 1."""
        self.rise, self.lit = rise, lit
        for k, slot in enumerate(self.slots):
            slot.show(rise, lit if k == self.drawn else 0.0, 0.0 if k == self.drawn else lit)
        return self

    def spot(self) -> np.ndarray:
        """The middle of the drawn token's character."""
        return self.slots[self.drawn].chip.get_center()


class _Slot(VGroup):
    """A bar with its chance over it and its token under it; the origin is the bar's foot."""

    def __init__(self, role: str, full: float, pitch: float):
        super().__init__()
        self.bar = PolicyBar(0.0, role, width=_BAR, full=full)
        self.number = LiveNumber(0.0, 2, short=True, size=LABEL)
        self.chip = RoundedRectangle(corner_radius=0.12, width=SIDE, height=0.52)
        self.chip.move_to((_RAISED - _UNDER) * UP)
        self.word = LiveWord(widest=pitch - 0.1).stand_at(_UNDER * DOWN)
        self.add(self.bar, self.number, self.chip, self.word)
        self.chance = 0.0

    def tell(self, text: str, chance: float) -> None:
        self.chance = chance
        self.word.set_text(text)
        # As many decimals as show a digit of it; nothing stands there if there is none.
        self.number.decimals = int(np.ceil(-np.log10(chance))) if 0 < chance < _LEAST else 2
        self.number.set_value(chance)

    def show(self, rise: float, lit: float, dimmed: float) -> None:
        strength = (1.0 - (1.0 - DIMMED) * dimmed) * bool(self.word.plain)
        self.bar.set_probability(self.chance * rise)
        if self.bar.role == "new":
            self.bar.bar.set_fill(opacity=strength)
        else:
            self.bar.bar.set_stroke(opacity=strength)
        self.number.next_to(self.bar.top(), UP, buff=0.14)
        self.number.slots.set_fill(opacity=strength * min(2 * rise, 1.0))
        self.chip.set_fill(paint("paper"), lit).set_stroke(paint("text"), AXIS, lit)
        colour = between(paint("text"), paint("ink"), lit) if lit < 0.5 else paint("ink")
        self.word.slots.set_fill(colour, strength)


class Writing(VGroup):
    """How a strip is written: for each of its tokens the bars rise, one is lit, and it falls.

    `chances` are those of the shown tokens of `strip`, in their order. Time is counted in
    tokens. The bars stand over the place that is written, the likeliest first, as far as the
    stage has room; how high over it is the film's choice: move `chart` up or down.
    """

    def __init__(self, strip: TokenStrip, chances: Sequence[Chances], **chart: object):
        if len(chances) != len(strip.pieces):
            raise ValueError(f"{len(chances)} distributions for {len(strip.pieces)} squares")
        self.strip, self.chances = strip, chances
        self.chart = NextToken(chances[0], **chart)
        super().__init__(self.chart.next_to(strip, UP, buff=0.6), strip)
        self.at = 0
        self.set_time(0.0)

    def set_time(self, time: float) -> Self:
        """The state after `time` tokens, such as 2.5: the third one's bars stand, it is lit."""
        k = min(int(time), len(self.chances) - 1)
        share = time - k
        if k != self.at:
            self.at = k
            self.chart.set_chances(self.chances[k])
        self._stand_over(k, share)
        self.chart.set_state(_part(share, 0.0, _RISEN), _part(share, _RISEN, _LIT))
        is_falling = share > _FALLS
        self.strip.set_written(float(k + is_falling))
        if is_falling:
            self._lay(self.strip.pieces[k], (share - _FALLS) / (1.0 - _FALLS))
        return self

    def _stand_over(self, k: int, share: float) -> None:
        """Bring the likeliest token's bar over the place `k`, from the one before, while low."""
        before, here = (self.strip.place(self.strip.pieces[n])[0] for n in (max(k - 1, 0), k))
        there = before + _part(share, 0.0, _RISEN) * (here - before)
        first = self.chart.slots[0].bar.base.get_center()[0]
        room = STAGE[1][0] - self.chart.foot.get_right()[0]
        self.chart.shift(min(there - first, room) * RIGHT)

    def _lay(self, piece: TokenSquare, share: float) -> None:
        """Put a square on its way from its bar: first along over the strip, then down."""
        away = self.chart.spot() - piece.face.get_center()
        left = [1.0 - _part(share, 0.0, 0.75), 1.0 - _part(share, 0.35, 1.0), 0.0]
        self.strip.put(piece, np.array(left) * away)

    def write(self, start: float = 0.0, end: float | None = None, **play: object) -> Animation:
        """From `start` tokens to `end`, the whole of it unless said, each in equal time."""
        last = float(len(self.chances)) if end is None else end
        play.setdefault("rate_func", linear)
        return Drive(self, self.set_time, start, last, **play)


def _part(share: float, start: float, end: float) -> float:
    return float(smooth(np.clip((share - start) / (end - start), 0.0, 1.0)))
