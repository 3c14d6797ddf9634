"""A token as a square: its character, and its probability as the level to which it is filled."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import VGroup, VMobject

from .theme import AXIS, HAIRLINE, READOUT, paint
from .typeset import Prose, fit_prose

SIDE = 0.62  # scene units of a square at home, whose character has the size READOUT
END = "<end>"  # the token that ends an answer, as the lab's model writes it
_STOP = "■"
_SHOWN = {" ": "␣", "\n": "↵", "\t": "⇥"}
_LEAST_SIDE = 0.5  # below this no character can be read, and none is shown
_MARGIN = 0.22  # beside a token of several characters, both sides together
_LONGEST = 3.4  # of a token's text; the rest is cut with an ellipsis
_BEHIND = 0.35  # opacity of a level: the character before it is read on all of the square
_BASELINE = 0.28  # of a square's side over its foot
_SURFACE = 0.08  # scene units: how far its line reaches in from the sides, clear of the character
_UNDER = 0.45  # scene units from the foot down to the baseline of a character under it

Box = tuple[float, float, float, float]  # left, foot, width and height in scene units


class TokenSquare(VGroup):
    """A token of a `probability`, as a square of `side` or, for a longer text, a wider box.

    `END` is drawn as a stop sign. Without a probability it was given, not drawn: it has no
    level. `role` colours the level: that of the policy whose probability it is. `text` is
    shown in place of the token.
    """

    def __init__(
        self,
        token: str,
        probability: float | None,
        *,
        role: str = "new",
        side: float = SIDE,
        text: str | None = None,
    ):
        super().__init__()
        self.token, self.is_given = token, probability is None
        self.level = 0.0 if probability is None else float(probability)
        self.solid, self.under, self.presence, self.ink = 0.0, 0.0, 1.0, 1.0
        self.letter = _letter(
            shown_token(token) if text is None else text,
            "muted" if self.is_given else "text",
            side,
        )
        self.anchor = self.letter.get_center()
        if isinstance(self.letter, Prose):
            self.anchor[1] -= self.letter.baseline
        self.home = max(side, self.letter.width + _MARGIN if self.letter.width else 0.0)
        self.side = side
        self.is_away = False  # from that box
        self.spot = np.array([0.0, 0.0, self.home, side])  # its box in the strip's own units
        self.face, self.fill = VMobject(), VMobject(stroke_width=0)
        self.surface = VMobject()  # of what fills it
        self.add(self.face, self.fill, self.surface, self.letter)
        self.set_role(role).set_box((0.0, 0.0, self.home, side))

    def set_box(self, box: Box, scale: float = 1.0) -> Self:
        """Fill this box; `scale` is how large its character is, 1 at its birth."""
        left, foot, width, height = self.box = box
        self.face.set_points_as_corners(_corners(left, foot, width, height))
        level = foot + height * (1.0 - (1.0 - self.level) * (1.0 - self.solid))
        self.fill.set_points_as_corners(_corners(left, foot, width, level - foot))
        reach = _SURFACE * scale
        ends = [left, left + reach, left + width - reach, left + width]
        self.surface.clear_points()
        for start, end in (ends[:2], ends[2:]):
            self.surface.start_new_path(np.array([start, level, 0.0]))
            self.surface.add_line_to(np.array([end, level, 0.0]))
        if self.letter.width:
            inside, under = _BASELINE * self.side * scale, -_UNDER * scale
            line = foot + (1 - self.under) * inside + self.under * under
            self.letter.move_to([left + 0.5 * width, line + self.anchor[1] * scale, 0.0])
        return self

    def set_role(self, role: str) -> Self:
        """Take the colour of `role`: of a policy, or of the sign of an advantage."""
        self.role = role
        return self._paint()

    def set_presence(self, level: float) -> Self:
        """Show it by `level`: 0 is not yet there."""
        self.presence = level
        return self._paint()

    def set_look(self, solid: float, under: float, ink: float) -> Self:
        """How much it is a solid bar, how far its character left it, and how much that is seen."""
        self.solid, self.under, self.ink = solid, under, ink
        return self._paint()

    def _paint(self) -> Self:
        shown, colour = self.presence, paint(self.role)
        self.face.set_fill(paint("panel"), shown)
        outlined = shown * (1.0 - self.solid) * (not self.is_given)
        self.face.set_stroke(paint("muted"), HAIRLINE, outlined)
        is_filled = float(not self.is_given) * shown
        self.fill.set_fill(colour, is_filled * (_BEHIND + (1.0 - _BEHIND) * self.solid))
        self.surface.set_stroke(colour, AXIS, is_filled * (1.0 - self.solid))
        self.letter.set_opacity(shown * self.ink)
        return self


def shown_token(token: str) -> str:
    """What is drawn for a token: signs in place of what has no picture."""
    return _STOP if token == END else "".join(_SHOWN.get(letter, letter) for letter in token)


def _letter(text: str, role: str, side: float) -> Prose | VMobject:
    if side < _LEAST_SIDE or not text:
        return VMobject()
    return fit_prose(text, _LONGEST, lines=1, size=READOUT, role=role)


def _corners(left: float, foot: float, width: float, height: float) -> np.ndarray:
    right, top = left + width, foot + height
    corners = [[left, foot], [right, foot], [right, top], [left, top], [left, foot]]
    return np.array([[*corner, 0.0] for corner in corners])
