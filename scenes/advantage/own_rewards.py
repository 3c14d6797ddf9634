"""The rewards of the film's own group, as they fly from their cards onto a number line."""

from __future__ import annotations

from manim import (
    LEFT,
    RIGHT,
    UP,
    Animation,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    TransformFromCopy,
    VGroup,
)

from grpo_core import GroupTable, is_silent
from scenes.script.words import say
from scenes.stage.placement import place_label
from scenes.stage.reward_line import RewardLine, spread_of
from scenes.stage.theme import LABEL, READOUT
from scenes.stage.typeset import Formula, Prose

from .reward_cards import RewardCards
from .two_questions import LOW

_MOST_NAMES = 6  # dots with their names


class OwnRewards:
    """A number line with a dot for each answer, which comes from the answer's card.

    `notes` are the answers' names beside the dots of a small group; of a silent one they say
    what is to be said.
    """

    def __init__(self, table: GroupTable, cards: RewardCards):
        self.cards, self.silent = cards, bool(is_silent(table.rewards))
        rewards = table.rewards
        pad = 0.25 * spread_of(rewards)
        self.line = RewardLine(
            rewards,
            rewards.min() - pad,
            rewards.max() + pad,
            height=2.1,
            pitch=0.46 if len(rewards) <= _MOST_NAMES else 0.0,
        ).shift(LOW)
        self.name = Formula("r_i", size=READOUT, role="reward")
        self.name.next_to(self.line.axis, RIGHT, buff=0.25)
        self.notes = VGroup(self._silence()) if self.silent else self._names()

    def show_line(self) -> list[Animation]:
        """The line, without rewards as yet."""
        line = self.line
        return [Create(line.axis), FadeIn(line.ticks), FadeIn(self.name)]

    def land(self) -> Animation:
        """Fly each reward from its card to its place on the line."""
        dots = self.line.dots
        flights = [TransformFromCopy(self.cards.home_of(k), dot) for k, dot in enumerate(dots)]
        return LaggedStart(*flights, lag_ratio=min(0.2, 1 / len(flights)))

    def make_room(self) -> list[Animation]:
        """Nothing but axis and dots stays; of a silent group nothing does."""
        leaving = [FadeOut(self.notes), FadeOut(self.name)]
        if self.silent:
            return [*leaving, FadeOut(self.line)]
        self.line.remove(self.line.ticks)
        return [*leaving, FadeOut(self.line.ticks)]

    def _silence(self) -> Prose:
        words = Prose(say("advantage.rewards.all_equal"), size=LABEL)
        return words.next_to(self.line.dots, RIGHT, buff=0.4)

    def _names(self) -> VGroup:
        names, dots = VGroup(), self.line.dots
        around = (RIGHT, LEFT) if self.line.is_stacked else (UP,)
        if len(dots) <= _MOST_NAMES:
            for index, dot in enumerate(dots):
                name = Formula(f"o_{index + 1}", size=LABEL)
                taken = [*dots, *names]
                place_label(name, dot, taken, directions=around, buff=0.12, or_first=True)
                names.add(name)
        return names
