"""Levels: each line of mathematics is a sentence that one has already agreed to."""

from __future__ import annotations

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    Animation,
    Create,
    CubicBezier,
    FadeIn,
    FadeOut,
    Line,
    ReplacementTransform,
    Transform,
    TransformFromCopy,
    VGroup,
    VMobject,
    rush_into,
)

from scenes.script.cases import find_case
from scenes.script.numerals import ratio_source
from scenes.stage.cards import CardStrip
from scenes.stage.envelope import ratio_text
from scenes.stage.film import GrpoScene, beat
from scenes.stage.motion import Dim, Drive, Undim, jump
from scenes.stage.objective import Objective
from scenes.stage.panel import panel
from scenes.stage.retelling import EARLY, LATE, become, rest_of
from scenes.stage.theme import AXIS, FORMULA, paint
from scenes.stage.typeset import Formula

from .level_frame import FLOORS, FloorSign, LevelFrame, level_name
from .level_house import LevelHouse
from .level_lines import LEVELS, ROWS, level_line, sentence, sentence_in_two
from .level_picture import SYMBOLS, LevelPicture
from .whale import Whale

_NEAR_WIDTH, _NEAR_CENTER = 8.0, [-2.65, 1.45, 0]  # the objective's left, seen closer
_FAINT, _IDEA_SIZE = 0.35, 1.2 * FORMULA
_TAG_HEIGHT = 1.4
_WHALE_SHIFT = [0.1, -1.0, 0.0]  # from home to where the whale can be drawn


class Levels(GrpoScene):
    """The method five times over: words, exact words, symbols, numbers, the objective."""

    poster_beat = 6

    def setup(self) -> None:
        super().setup()
        self.picture = LevelPicture(self.table)
        index = find_case(self.table, +1, above=True).index
        shown = self.picture.shown
        self.example = index if index in shown else shown[0]

    # -- 1 ------------------------------------------------------------------

    @beat()
    def at_sight(self) -> None:
        """Too much at once

        Nobody reads this at sight. Five easy passes lead to it.
        """
        # The home shot, all of it lit, and a close look at how much it holds.
        self.objective = objective = Objective()
        self.cards = cards = CardStrip(self.table)
        self.add(objective, cards)
        self.wait(1.2)
        far = [g for g in objective[1] if g.get_right()[0] > _NEAR_CENTER[0] + 0.47 * _NEAR_WIDTH]
        dims = [Dim(glyph) for glyph in far]
        self.zoom_to(_NEAR_CENTER, _NEAR_WIDTH, *dims, Dim(cards))
        self.wait(1.2)
        self.zoom_home(*self.undim_all())

    # -- 2 ------------------------------------------------------------------

    @beat(hold=2.0)
    def words(self) -> None:
        """In words

        Five plain sentences. Is there one that you would not agree to?
        """
        self._set_the_table()
        made = self.picture
        self.lines = [self._line(0, row) for row in range(ROWS)]
        self._say(0)
        self.scores = made.scores()
        self._say(1)
        self.play(FadeIn(self.scores, lag_ratio=0.3), run_time=0.8)
        self.wait(0.6)
        self._say(2)
        self.signs = made.signs()
        self.play(FadeIn(self.signs, lag_ratio=0.3), run_time=0.8)
        self.wait(0.6)
        self._say(3)
        self.wait(0.6)
        self._say(4)

    def _set_the_table(self) -> None:
        """The formula steps back; question and answers become the picture that stays."""
        made, cards = self.picture, self.cards
        self.question, self.bodies, self.texts = made.question(), made.bodies(), made.texts()
        self.counted = made.counted()
        leaving = [part for card in cards.cards for part in (card.badge, card.symbol)]
        leaving += list(self.objective)
        moves = [FadeOut(part, rate_func=EARLY) for part in leaving]
        for card, body, text in zip(cards.cards, self.bodies, self.texts, strict=True):
            moves += [ReplacementTransform(card.body, body), ReplacementTransform(card.text, text)]
        if hasattr(cards, "question"):
            moves.append(ReplacementTransform(cards.question, self.question))
        else:
            moves.append(FadeIn(self.question))
        if self.counted:
            moves.append(FadeOut(cards.rest[0]))
            moves.append(ReplacementTransform(cards.rest[1], self.counted[0]))
        self.play(*moves, run_time=1.2)
        self.remove(*self.stage_mobjects())
        self.add(self.question, self.bodies, self.texts, *self.counted)
        self.sign, self.frame = FloorSign(), LevelFrame()
        self.name_of_level = level_name(0)
        self.play(FadeIn(self.sign), FadeIn(self.name_of_level), FadeIn(self.frame), run_time=0.8)

    def _line(self, level: int, row: int) -> Formula:
        return self.frame.put(level_line(self.table, self.example, level, row), row)

    def _say(self, row: int) -> None:
        self.play(FadeIn(self.lines[row], shift=0.15 * UP), run_time=0.6)

    def _gather(self, group: VGroup) -> None:
        """Make one mobject of the stage of what came in pieces."""
        self.remove(*group.get_family())
        self.add(group)

    # -- 3 ------------------------------------------------------------------

    @beat(hold=2.0)
    def exact_words(self) -> None:
        """In exact words

        The same, more exactly: how many, better than what, near to what.
        """
        made = self.picture
        self._next_level(1)
        self._retell(1, 0)
        self._retell(1, 1)

        # Scores are compared: each stands so far to one side of the average.
        line, name, self.bars = made.mean_line(), made.mean_name(), made.bars()
        self.add(line, self.signs)
        self.play(Create(line), FadeIn(name), run_time=0.6)
        self.mean_line, self.mean_name = line, name
        self.add(self.bars, self.signs)
        starts = [bar.copy().stretch(0.01, 0).move_to(line, RIGHT * 0) for bar in self.bars]
        for start, bar in zip(starts, self.bars, strict=True):
            start.set_y(bar.get_y())
        grow = [ReplacementTransform(a, b) for a, b in zip(starts, self.bars, strict=True)]
        ends = made.ends(self.bars)
        move = [ReplacementTransform(a, b) for a, b in zip(self.signs, ends, strict=True)]
        self.remove(self.bars)
        self.play(*grow, *move, run_time=1.0)
        self._gather(self.bars)
        self.remove(*self.signs.get_family())
        self.signs = ends
        self._gather(self.signs)
        self.wait(0.4)
        self._retell(1, 2)
        self._retell(1, 3)
        self.wait(0.6)
        self._retell(1, 4)

    def _next_level(self, level: int) -> None:
        """Go one floor down."""
        new = level_name(level)
        self.play(
            Drive(self.sign, self.sign.set_floor, level - 1, level),
            FadeOut(self.name_of_level, shift=0.2 * UP),
            FadeIn(new, shift=0.2 * UP),
            run_time=0.4,
        )
        self.name_of_level = new

    def _retell(self, level: int, row: int, *others, run_time: float = 0.8) -> None:
        """Turn a line into its next form, in its row."""
        old, new = self.lines[row], self._line(level, row)
        self.play(*old.turn_into(new), *others, run_time=run_time)
        self.remove(*old.get_family(), *new.get_family())
        self.add(new)
        self.lines[row] = new

    # -- 4 ------------------------------------------------------------------

    @beat(hold=2.0)
    def symbols(self) -> None:
        """In symbols

        A word becomes a symbol, and keeps its place and its colour.
        """
        made = self.picture
        self._next_level(2)

        # Answers get names; scores and bars make room for what is to come.
        self.names, self.headings = made.names(), {}
        self._retell(2, 0, *self._turn(self.texts, self.names), self._head("text"))
        self._settle(self.texts, self.names)
        bars = made.bars(SYMBOLS, share=0.7)
        shift = (SYMBOLS["score"] - self.scores[0].get_x() + self.bodies.get_left()[0]) * RIGHT
        ends = made.ends(bars)
        self._retell(
            2,
            1,
            FadeOut(self.mean_line),
            FadeOut(self.mean_name),
            self.scores.animate.shift(shift),
            *self._turn(self.bars, bars),
            *self._turn(self.signs, ends),
            self._head("score"),
            self._head("bar"),
            run_time=1.0,
        )
        self._settle(self.bars, bars)
        self._settle(self.signs, ends)
        self.bars, self.signs = bars, ends

        # The policy that sampled, the policy that learns, and what still pushes.
        self.old, self.new = made.policies("old"), made.policies("new")
        self.policy_axis = made.policy_axis()
        self._retell(
            2,
            2,
            *map(FadeIn, (self.old, self.new, *self.policy_axis)),
            self._head("policies"),
        )
        self.lamps = made.lamps()
        self._retell(2, 3, FadeIn(self.lamps), self._head("lamp"))
        self.reference = made.policies("reference")
        self._retell(2, 4, FadeIn(self.reference))

    def _head(self, name: str, columns=SYMBOLS) -> FadeIn:
        """An animation that puts the symbol over a column."""
        self.headings[name] = self.picture.heading(name, columns)
        return FadeIn(self.headings[name])

    def _turn(self, old: VGroup, new: VGroup) -> list:
        """Animations in which each piece becomes the one in its place."""
        pairs = zip(old, new, strict=True)
        return [move for pair in pairs for move in become(*pair)]

    def _settle(self, old: VGroup, new: VGroup) -> None:
        """After `_turn`: take the pieces away and put the whole in their place."""
        self.remove(*old.get_family())
        self._gather(new)

    # -- 5 ------------------------------------------------------------------

    @beat(hold=2.4)
    def numbers(self) -> None:
        """In numbers

        A symbol becomes a number: here are those of this group.
        """
        made = self.picture
        self._next_level(3)
        self.marker = made.marker_of_row(self.example)
        names = made.names(made.number_columns)
        self._retell(3, 0, self.names.animate.move_to(names), FadeIn(self.marker))
        self._count(1, ("score", self.scores), ("bar", self.bars, self.signs))
        policies = (self.old, self.new, self.reference, *self.policy_axis)
        self._count(2, ("ratio", self.headings["policies"], *policies))
        self._count(3, ("value", self.headings["lamp"], self.lamps))
        self._count(4, ("k3",))
        self.rule, self.means = made.rule(), made.means()
        self.play(FadeIn(self.rule), FadeIn(self.means), run_time=0.6)
        table, one = self.table, [self.example]
        self.teach("reward_mean", table.reward_mean, 2)
        self.teach("advantage", table.advantage, 2, answers=one)
        self.teach("ratio", table.ratio, ratio_source, answers=one)
        self.teach("unclipped", table.unclipped, 2, answers=one)
        self.teach("clipped", table.clipped, 2, answers=one)
        self.teach("beta", table.beta, ratio_text)
        self.teach("mean_k3", table.kl)

    def _count(self, row: int, *columns: tuple) -> None:
        """Retell a line in numbers while marks of the picture give way to numbers, too."""
        moves, made = [], self.picture
        for name, *marks in columns:
            moves += [FadeOut(group, rate_func=EARLY) for group in marks]
            if name in made.number_columns:
                moves.append(FadeIn(made.numbers(name), rate_func=LATE))
                moves.append(self._move_heading(name))
            elif name in self.headings:  # no room for this column
                moves.append(FadeOut(self.headings[name], rate_func=EARLY))
        self._retell(3, row, *moves, run_time=1.0)

    def _move_heading(self, name: str) -> Animation:
        heading = self.picture.heading(name, self.picture.number_columns)
        if name in self.headings:
            return self.headings[name].animate.move_to(heading)
        return FadeIn(heading, rate_func=LATE)

    # -- 6 ------------------------------------------------------------------

    @beat(hold=2.4)
    def places(self) -> None:
        """Five places in one objective

        Each sentence has its place in the objective.
        """
        # Numbers turn back into symbols, and the five lines fly to their places.
        leaving = [m for m in self.stage_mobjects() if m not in self.lines and m is not self.sign]
        below = Drive(self.sign, self.sign.set_floor, FLOORS - 2, FLOORS - 1)
        self.play(*map(FadeOut, leaving), below, run_time=0.4)
        self.objective = objective = Objective()
        filled: list = []
        for line, (piece, slot) in zip(self.lines, self._slots(objective), strict=True):
            rest = rest_of(line, piece)
            leaving = [FadeOut(rest, rate_func=EARLY)] if len(rest) else []
            self.play(*become(piece, slot), *leaving, run_time=0.8)
            filled += [*slot]
        others = VGroup(*(g for text in objective for g in text if g not in filled))
        self.play(FadeIn(others), FadeOut(self.sign), run_time=0.6)
        self.remove(*self.stage_mobjects())
        self.add(objective)

        # A thread from each place to the sentence that it was.
        self.threads, self.tags = VGroup(), self._hang_tags()
        for row in range(ROWS):
            self._link(row)
            if row == 2:
                self.wait(0.6)

    def _slots(self, objective: Objective) -> list[tuple[VGroup, VGroup]]:
        """For each line the glyphs that fly, and the glyphs of the objective they become."""
        part = objective.part
        judged = VGroup(*part("advantage1"), *part("advantage2"))
        ratios = VGroup(*part("ratio1"), *part("ratio2"))
        first, second, third, fourth, fifth = self.lines
        return [
            (VGroup(*first), part("expectation")),
            (second.select("advantage"), judged),
            (rest_of(third, third.select("judged")), ratios),
            (VGroup(*fourth), rest_of(part("surrogate"), judged, ratios)),
            (VGroup(*fifth), part("price")),
        ]

    def _link(self, row: int) -> None:
        """Hang the sentence of a row on its place."""
        tag = self.tags[row]
        thread = self._thread(row, tag).set_stroke(paint("muted"), AXIS)
        self.threads.add(thread)
        self.play(Create(thread), FadeIn(tag), run_time=0.6)

    def _hang_tags(self) -> VGroup:
        """The sentences on panels: the first beside its line, the others below in a row."""
        tags = VGroup()
        for row in range(ROWS):
            said = sentence_in_two(row) if row else sentence(row)
            body = panel(said.width + 0.44, _TAG_HEIGHT if row else 0.8)
            first = said[0] if row else said
            said.shift((0.16 if row else -0.12) * UP - first.baseline * UP)
            tags.add(VGroup(body, said.set_x(0)))
        place = self.objective.part("expectation").get_right()
        tags[0].next_to([place[0], 3.08, 0], RIGHT, buff=1.0)
        # In the order of their places, so that no thread crosses another.
        VGroup(*(tags[row] for row in (4, 2, 1, 3))).arrange(RIGHT, buff=0.2).move_to([0, -1.75, 0])
        return tags

    def _thread(self, row: int, tag: VGroup) -> VMobject:
        """The line from the place of a row in the objective to its tag."""
        if row == 0:
            start = self.objective.part("expectation").get_right()[0] + 0.15
            return Line([start, tag.get_y(), 0], tag.get_left())
        ends = self.objective.part("ratio2"), self.objective.part("advantage2")
        room = VGroup(*ends).get_x() if row == 3 else None  # where the range is written
        slot = self.objective.part({1: "advantage1", 2: "ratio1", 4: "price"}.get(row, "ratio2"))
        # The one of the ratio passes the price, which stands below it.
        middle = slot.get_right()[0] - 0.02 if row == 2 else slot.get_x()
        start = np.array([middle if room is None else room, slot.get_bottom()[1] - 0.12, 0])
        end = tag.get_top()
        middle = 0.5 * (start[1] + end[1])
        return CubicBezier(start, [start[0], middle, 0], [end[0], middle, 0], end)

    # -- 7 ------------------------------------------------------------------

    @beat(hold=2.4)
    def house(self) -> None:
        """One house

        One house: on every floor the same five ideas, said more exactly.
        """
        # The objective becomes the lowest floor of a house with a room for each idea.
        self.plan = plan = LevelHouse(self.table, self.example)
        objective = self.objective
        leaving = FadeOut(self.threads), FadeOut(self.tags, shift=0.4 * UP)
        self.play(*leaving, run_time=0.6)
        floor, name = plan.rooms[-1], plan.names[-1]
        self.add(floor, objective)
        lines = zip(objective, plan.ground(objective), strict=True)
        moves = [Transform(line, there) for line, there in lines]
        self.play(FadeIn(floor, rate_func=LATE), *moves, run_time=1.2)
        self.play(FadeIn(name), run_time=0.4)

        # The four levels before it stand above; each is lit until the second after it.
        fading, lit = [], [objective]
        for level, lines in enumerate(plan.lines):
            fades = [Dim(line, opacity=_FAINT) for line in fading]
            parts = (plan.rooms[level], plan.names[level], *lines)
            self.play(*fades, *map(FadeIn, parts), run_time=1.0)
            fading, lit = lit, lines
        self.play(*(Dim(line, opacity=_FAINT) for line in (*fading, *lit)), run_time=0.6)

    # -- 8 ------------------------------------------------------------------

    @beat(hold=2.2)
    def lift(self) -> None:
        """One idea, down through the house

        Follow one idea from floor to floor: the sentence turns into a term.
        """
        # The other ideas leave their rooms, and a lift goes down through the last ones.
        plan, objective = self.plan, self.objective
        others = [line for lines in plan.lines for line in lines[:-1]] + [*objective[:2]]
        self.remove(objective)
        self.add(*objective)
        widen = []
        for level in range(len(LEVELS)):
            first, *rest, _ = plan.rooms[level]
            widen += [
                Transform(first, plan.hall(level)),
                *(FadeOut(room, rate_func=LATE) for room in rest),
            ]
        self.play(*(FadeOut(line, rate_func=EARLY) for line in others), *widen, run_time=1.0)
        self.cabin, self.ideas = plan.cabin(0), []
        for level in range(FLOORS):
            if level == 0:
                self.play(FadeIn(self.cabin), run_time=0.4)
            else:
                self.play(Transform(self.cabin, plan.cabin(level)), run_time=0.4)
            small, big = self._idea_on(level)
            self.play(TransformFromCopy(small, VGroup(*big)), run_time=0.8)
            self.remove(*big.get_family())
            self.add(big)
            self.ideas.append(big)
            self.wait(0.4)
        self.teach("beta", self.table.beta, ratio_text)
        self.teach("mean_k3", self.table.kl)

    def _idea_on(self, level: int) -> tuple[VGroup, VGroup]:
        """The glyphs of a level's last line in its room, and the line grown to be read."""
        if level == FLOORS - 1:
            small = self.objective.part("price")
            big = small.copy()
            jump(Undim(big))
        else:
            line = self.plan.lines[level][-1]
            small = VGroup(*(g for g in line.family_members_with_points()))
            big = level_line(self.table, self.example, level, ROWS - 1)
        big.scale(_IDEA_SIZE * big[0].type_unit / big[0].height)
        hall = self.plan.hall(level)
        return small, big.move_to(hall).align_to(hall.get_left() + 0.6 * RIGHT, LEFT)

    # -- 9 ------------------------------------------------------------------

    @beat(hold=2.0)
    def whale_appears(self) -> None:
        """A whale

        A blog remarks that the objective "kinda looks like a whale".
        """
        # The idea flies to its place, and the objective is whole again.
        idea = self.ideas[-1]
        self.play(*(FadeOut(m) for m in self.stage_mobjects() if m is not idea), run_time=0.6)
        self.objective = objective = Objective().shift(_WHALE_SHIFT)
        price, close = objective.part("price"), objective.part("close")
        others = VGroup(*objective[:2])
        last = FadeIn(close, rate_func=LATE)
        self.play(ReplacementTransform(idea, price), FadeIn(others), last, run_time=1.2)
        self.remove(*self.stage_mobjects())
        self.add(objective)

        # Its outline, then what makes it a whale.
        self.whale = whale = Whale()
        outline, flesh = whale.outline(), whale.body
        self.play(Create(outline), run_time=2.2)
        self.add(whale.fin, flesh, self.objective, outline)
        self.play(*map(FadeIn, (whale.fin, flesh, whale.eye)), Create(whale.mouth), run_time=0.8)
        self.play(Create(whale.spout), run_time=0.6)

    # -- 10 -----------------------------------------------------------------

    @beat(hold=3.0)
    def home(self) -> None:
        """Sentences that you agreed to

        Each line of mathematics is a sentence that you already agreed to.
        """
        whale, objective = self.whale, self.objective
        self.remove(*self.stage_mobjects())
        self.add(whale, objective)
        self.play(Drive(whale, whale.swim, 0.0, 1.0, rate_func=rush_into), run_time=2.4)
        self.remove(whale, objective)
        self.add(objective)
        shift = [-step for step in _WHALE_SHIFT]
        self.play(objective.animate.shift(shift), run_time=0.8)
        self.remove(objective)
        self.add(Objective())
        self.play(FadeIn(CardStrip(self.table), shift=0.3 * UP), run_time=0.8)
