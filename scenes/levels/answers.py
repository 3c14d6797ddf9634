"""The answers of a group through the levels: what each state shows of them, as animations."""

from __future__ import annotations

from manim import RIGHT, Animation, Create, FadeIn, FadeOut, ReplacementTransform, VGroup

from grpo_core import GroupTable
from scenes.stage.cards import CardStrip
from scenes.stage.retelling import EARLY, LATE, become
from scenes.stage.typeset import Formula

from .level_picture import SYMBOLS, LevelPicture


class Answers:
    """The picture beside the lines: its methods are states, and return what leads to them.

    `pieces` is what a state ends with, from back to front; a film gathers them afterwards.
    `made` makes them at their places.
    """

    def __init__(self, table: GroupTable, example: int):
        self.made, self.example = LevelPicture(table), example
        self.pieces: list[VGroup] = []
        self.headings: dict[str, Formula] = {}

    # -- level 1: words and marks -------------------------------------------

    def lie_open(self, cards: CardStrip) -> list[Animation]:
        """The cards become the rows of the picture."""
        made = self.made
        self.bodies, self.texts, counted = made.bodies(), made.texts(), made.counted()
        question = made.question()
        moves = [
            FadeOut(part, rate_func=EARLY)
            for card in cards.cards
            for part in (card.badge, card.symbol)
        ]
        for card, body, text in zip(cards.cards, self.bodies, self.texts, strict=True):
            moves += [ReplacementTransform(card.body, body), ReplacementTransform(card.text, text)]
        if cards.question.submobjects:
            moves.append(ReplacementTransform(cards.question, question))
        else:
            moves.append(FadeIn(question))
        if counted:
            moves.append(FadeOut(cards.rest[0]))
            moves.append(ReplacementTransform(cards.rest[1], counted[0]))
        self.pieces = [question, self.bodies, self.texts, *counted]
        return moves

    def show_scores(self) -> list[Animation]:
        """Right or wrong, or how good."""
        self.scores = self.made.scores()
        self.pieces.append(self.scores)
        return [FadeIn(self.scores, lag_ratio=0.3)]

    def show_signs(self) -> list[Animation]:
        """Better or worse than the group."""
        self.signs = self.made.signs()
        self.pieces.append(self.signs)
        return [FadeIn(self.signs, lag_ratio=0.3)]

    # -- level 2: signed bars -----------------------------------------------

    def show_average(self) -> list[Animation]:
        """The line of the average, behind the signs that stand on it."""
        self.average = self.made.mean_line(), self.made.mean_name()
        line, name = self.average
        self.pieces[-1:] = [line, name, self.signs]
        return [Create(line), FadeIn(name)]

    def grow_bars(self) -> list[Animation]:
        """Each sign draws a bar from the average to where its answer stands."""
        self.bars = self.made.bars()
        signs, self.signs = self.signs, self.made.ends(self.bars)
        starts = [bar.copy().stretch(0.01, 0) for bar in self.bars]
        for start in starts:
            start.set_x(self.average[0].get_x())
        self.pieces[-1:] = [self.bars, self.signs]
        return [*map(ReplacementTransform, starts, self.bars), *_turned(signs, self.signs)]

    # -- level 3: symbols ---------------------------------------------------

    def name_answers(self) -> list[Animation]:
        """Each text becomes the name of its answer."""
        self.names = self.made.names()
        moves = [*_turned(self.texts, self.names), self._head("text")]
        self._replace(self.texts, self.names)
        return moves

    def make_room(self) -> list[Animation]:
        """Scores and bars move together, and what they are stands over them."""
        made, before = self.made, (self.bars, self.signs)
        self.bars = made.bars(SYMBOLS, share=0.7)
        self.signs = made.ends(self.bars)
        shift = SYMBOLS["score"] - self.scores[0].get_x() + self.bodies.get_left()[0]
        moves = [*map(FadeOut, self.average), self.scores.animate.shift(shift * RIGHT)]
        for old, new in zip(before, (self.bars, self.signs), strict=True):
            moves += _turned(old, new)
            self._replace(old, new)
        self._drop(*self.average)
        return [*moves, self._head("score"), self._head("bar")]

    def show_policies(self) -> list[Animation]:
        """The policy that sampled, and the one that learns."""
        made = self.made
        self.policies = [made.policies("old"), made.policies("new"), *made.policy_axis()]
        self.pieces += self.policies
        return [*map(FadeIn, self.policies), self._head("policies")]

    def show_lamps(self) -> list[Animation]:
        """What still pushes."""
        self.lamps = self.made.lamps()
        self.pieces.append(self.lamps)
        return [FadeIn(self.lamps), self._head("lamp")]

    def show_reference(self) -> list[Animation]:
        """The policy to stay near to."""
        reference = self.made.policies("reference")
        self.policies.append(reference)
        self.pieces.append(reference)
        return [FadeIn(reference)]

    # -- level 4: numbers ---------------------------------------------------

    def mark_example(self) -> list[Animation]:
        """The names make room, and a bar marks the answer whose numbers the lines tell."""
        marker = self.made.marker_of_row(self.example)
        self.pieces.append(marker)
        names = self.made.names(self.made.number_columns)
        return [self.names.animate.move_to(names), FadeIn(marker)]

    def count_scores(self) -> list[Animation]:
        """Scores and bars give way to numbers."""
        return [*self._count("score", self.scores), *self._count("bar", self.bars, self.signs)]

    def count_ratios(self) -> list[Animation]:
        """The policies' bars give way to their ratio."""
        return self._count("ratio", self.headings["policies"], *self.policies)

    def count_values(self) -> list[Animation]:
        """The lamps give way to what is pushed with."""
        return self._count("value", self.headings["lamp"], self.lamps)

    def count_prices(self) -> list[Animation]:
        """The distance from the reference comes as a number at once."""
        return self._count("k3")

    def show_averages(self) -> list[Animation]:
        """Under the columns their averages."""
        below = [self.made.rule(), self.made.means()]
        self.pieces += below
        return [*map(FadeIn, below)]

    # -- pieces -------------------------------------------------------------

    def _count(self, name: str, *marks: VGroup) -> list[Animation]:
        """`marks` leave, and the column `name` comes, if there is room for it."""
        moves = [FadeOut(group, rate_func=EARLY) for group in marks]
        self._drop(*marks)
        if name in self.made.number_columns:
            numbers = self.made.numbers(name)
            self.pieces.append(numbers)
            moves += [FadeIn(numbers, rate_func=LATE), self._move_heading(name)]
        elif name in self.headings:
            moves.append(FadeOut(self.headings[name], rate_func=EARLY))
            self._drop(self.headings[name])
        return moves

    def _head(self, name: str) -> Animation:
        """An animation that puts the symbol over a column."""
        heading = self.headings[name] = self.made.heading(name)
        self.pieces.append(heading)
        return FadeIn(heading)

    def _move_heading(self, name: str) -> Animation:
        heading = self.made.heading(name, self.made.number_columns)
        if name in self.headings:
            return self.headings[name].animate.move_to(heading)
        self.pieces.append(heading)
        return FadeIn(heading, rate_func=LATE)

    def _replace(self, old: VGroup, new: VGroup) -> None:
        self.pieces = [new if piece is old else piece for piece in self.pieces]

    def _drop(self, *gone: VGroup) -> None:
        self.pieces = [piece for piece in self.pieces if not any(piece is one for one in gone)]


def _turned(old: VGroup, new: VGroup) -> list[Animation]:
    """Animations in which each piece becomes the one in its place."""
    return [move for pair in zip(old, new, strict=True) for move in become(*pair)]
