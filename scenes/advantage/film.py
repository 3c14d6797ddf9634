"""Advantage: a z-score inside the group; no critic; and when it is silent."""

from __future__ import annotations

import math

import numpy as np
from manim import (
    DL,
    DOWN,
    DR,
    LEFT,
    RIGHT,
    UP,
    UR,
    Circle,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    LaggedStart,
    Line,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
    VMobject,
)

from grpo_core import (
    LARGE_STEP,
    binary_advantages,
    evaluate_group,
    group_advantages,
    group_std,
    is_silent,
    load_group,
    silent_probability,
    softmax,
)
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text
from scenes.script.quantities import under
from scenes.script.settings import ASSETS, WORKED_GROUP
from scenes.script.telling import cards_of, telling
from scenes.script.words import say
from scenes.stage.camera import HOME_WIDTH
from scenes.stage.cards import CardStrip
from scenes.stage.film import GrpoScene, beat
from scenes.stage.marks import answer_marker, tick
from scenes.stage.motion import Dim, Drive, Undim, is_dimmed, jump
from scenes.stage.objective import Objective
from scenes.stage.placement import place_label, touches
from scenes.stage.readout import ReadOut
from scenes.stage.reward_line import RewardLine, reward_badge, reward_text, spread_of
from scenes.stage.theme import AXIS, CURVE, FORMULA, LABEL, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose, on_baseline

from .advantage_bars import AdvantageBars
from .chance_plot import ChancePlot
from .conventions import CONVENTIONS, Conventions
from .deviations import Deviations, Layout, lanes
from .share_field import ShareField
from .squares import Squares
from .standardised import recomputing_decimals, standardised_source

DOTS_WIDTH, BRANCH_WIDTH = 8.0, 5.4  # the views of the closer looks, in scene units
DOTS, BRANCH = DOTS_WIDTH / HOME_WIDTH, BRANCH_WIDTH / HOME_WIDTH  # and type there
RAREST, MOST_FREQUENT = 0.02, 0.98  # the ends of the difficulty curve
_LANES = 2.7  # the height of the arrows' lanes
_REACH = 2.5  # the longest arrow
_LOW, _HIGH = [0, -0.15, 0], [0, 1.5, 0]  # the middles of the two number lines

_ROW = {"width": 9.0, "height": 0.7}  # of the two number lines
_RIGHT_EDGE = 6.3  # of the picture: the lines' names end there, and begin on its left
_MOST_NAMES = 6  # dots with their names
_MARKS_APART = 0.08  # two values of p that can both be named
_MOST_LANES = 10  # arrows with their names and numbers


class Advantage(GrpoScene):
    """How rewards become advantages inside one group, and what that does."""

    poster_beat = 4

    def setup(self) -> None:
        super().setup()
        # A silent group has nothing to show in most beats: an example stands in.
        self.silent = bool(is_silent(self.table.rewards))
        group = load_group(WORKED_GROUP) if self.silent else self.table.group
        self.example = evaluate_group(group, scale="std")
        self.centred = group_advantages(group.rewards, scale="none")
        self.note = VGroup()
        self.notebook = evaluate_group(load_group(ASSETS / "groups" / "notebook_rewards.toml"))

    # -- 1 ------------------------------------------------------------------

    @beat(hold=2.0)
    def rewards(self) -> None:
        """Every answer gets a reward

        Each answer gets a reward. The advantage compares it with its own group.
        """
        self.teach("rewards", self.table.rewards, reward_text, answers=cards_of(self.table))
        # The home shot, with the term of this film lit; the cards carry rewards for now.
        objective = Objective()
        self.cards = cards = CardStrip(self.table)
        self._carry_rewards(cards)
        self.add(objective, cards)
        jump(*objective.light("advantage1", "advantage2"))
        self.wait(1.4)

        # Both A_i become the one formula that this film is about.
        self.formula = formula = Formula(
            '{{ A_i : A }} = ({{ r_i : r }} - {{ "mean" : mean }}) / {{ "std" : std }}',
            r="reward",
        ).move_to([0, 3.1, 0])
        jump(*self._shade("A", "r"))
        flights = [
            ReplacementTransform(objective.part(name).copy(), formula.select("A").copy())
            for name in ("advantage1", "advantage2")
        ]
        self.play(FadeOut(objective), *flights, run_time=1.2)
        self.remove(*(flight.target_mobject for flight in flights))
        self.add(formula.select("A"))
        self.line = line = self._own_line()
        self.line_name = Formula("r_i", size=READOUT, role="reward")
        self.line_name.next_to(line.axis, RIGHT, buff=0.25)
        self.play(
            FadeIn(_without(formula, "A")),
            Create(line.axis),
            FadeIn(line.ticks),
            FadeIn(self.line_name),
            run_time=0.8,
        )
        self.remove(*formula)
        self.add(formula)

        # The rewards fly from the cards to the line.
        flights = [
            TransformFromCopy(self._home_of(index), dot) for index, dot in enumerate(line.dots)
        ]
        self.play(LaggedStart(*flights, lag_ratio=min(0.2, 1 / len(flights))), run_time=1.6)
        self.remove(*line.submobjects, *line.dots)
        self.add(line)
        self.dot_names = self._dot_names(line)
        self.play(FadeIn(self.dot_names), run_time=0.6)

    def _carry_rewards(self, cards: CardStrip) -> list[VGroup]:
        """Give each card its reward in the place of the advantage; the badges that go."""
        badges = [card.badge for card in cards.cards]
        for card in cards.cards:
            card.remove(card.badge)
            card.badge = reward_badge(float(self.table.rewards[card.index]))
            card.add(card.badge.move_to(card.body.get_bottom() + 0.3 * UP))
        return badges

    def _shade(self, *lit: str) -> list[Dim]:
        """Dim all of the formula but the parts `lit`."""
        kept = {id(glyph) for name in lit for glyph in self.formula.select(name)}
        return [Dim(glyph) for glyph in self.formula if id(glyph) not in kept]

    def _own_line(self) -> RewardLine:
        rewards = self.table.rewards
        pad = 0.25 * spread_of(rewards)
        return RewardLine(
            rewards,
            rewards.min() - pad,
            rewards.max() + pad,
            height=2.1,
            pitch=0.46 if len(rewards) <= _MOST_NAMES else 0.0,
        ).shift(_LOW)

    def _home_of(self, index: int):
        """Where an answer's reward comes from: its card, or the card of all others."""
        for card in self.cards.cards:
            if card.index == index:
                return card.badge[0]
        return Dot(self.cards.rest.get_center(), radius=0.05).set_fill(paint("reward"), 1)

    def _dot_names(self, line: RewardLine) -> VGroup:
        """o_i beside each dot of a small group; of a silent one what is to be said."""
        if self.silent:
            words = Prose(say("advantage.rewards.all_equal"), size=LABEL)
            return VGroup(words.next_to(line.dots, RIGHT, buff=0.4))
        names = VGroup()
        around = (RIGHT, LEFT) if line.is_stacked else (UP,)
        if len(line.dots) <= _MOST_NAMES:
            for index, dot in enumerate(line.dots):
                name = Formula(f"o_{index + 1}", size=LABEL)
                taken = [*line.dots, *names]
                place_label(name, dot, taken, directions=around, buff=0.12, or_first=True)
                names.add(name)
        return names

    def _example_note(self) -> VGroup:
        """Says that it is not the user's group which is shown."""
        if not self.silent:
            return VGroup()
        note = Prose(say("advantage.same_once_centred.example"), role="muted")
        return VGroup(note.move_to([-6.3, 3.55, 0], LEFT))

    # -- 2 ------------------------------------------------------------------

    @beat(hold=2.0)
    def same_once_centred(self) -> None:
        """Only the own group counts

        Is one a good reward? It depends on the other answers to the same question.
        """
        rewards, offset = self.example.rewards, offset_for(self.example.rewards)
        pad = 0.06 * (spread_of(rewards) + offset)
        ends = (rewards.min() - pad, rewards.max() + offset + pad)
        lower = RewardLine(rewards, *ends, **_ROW).shift(_LOW)
        upper = RewardLine(rewards + offset, *ends, **_ROW).shift(_HIGH)
        leaving = [*map(FadeOut, (self.dot_names, self.line_name))]
        if self.silent:
            self.play(*leaving, FadeOut(self.line), FadeOut(self.cards), run_time=0.4)
            self.note = self._example_note()
            self.play(FadeIn(lower), FadeIn(self.note), run_time=0.8)
        else:
            self.play(*leaving, FadeOut(self.line.ticks), Dim(self.cards), run_time=0.4)
            self.line.remove(self.line.ticks)
            self.morph(self.line, lower, "axis", "dots", run_time=1.2)
        # A second question: the same rewards, all of them higher by the same number.
        names = VGroup(
            Prose(say("advantage.same_once_centred.here"), size=LABEL),
            on_baseline(
                Prose(say("advantage.same_once_centred.there"), size=LABEL),
                Formula(f'"{reward_text(offset, sign=True)[0]}"{reward_text(offset)}', size=LABEL),
                buff=0.3,
            ),
        )
        names[0].next_to(lower.axis, UP, buff=0.5).align_to(_RIGHT_EDGE * RIGHT, RIGHT)
        names[1].next_to(upper.axis, UP, buff=0.5).align_to(_RIGHT_EDGE * LEFT, LEFT)
        self.play(FadeIn(names[0]), Create(upper.axis), FadeIn(upper.ticks), run_time=0.8)
        self.play(TransformFromCopy(lower.dots, upper.dots), FadeIn(names[1]), run_time=1.2)
        self.remove(upper.axis, upper.ticks, upper.dots)
        self.add(upper)
        means = [
            _mean_line(line, mean)
            for line, mean in (
                (lower, self.example.reward_mean),
                (upper, self.example.reward_mean + offset),
            )
        ]
        self.play(
            *(Create(line) for line, _ in means),
            *(FadeIn(label) for _, label in means),
            *(Undim(glyph) for glyph in self._difference() if is_dimmed(glyph)),
            run_time=0.8,
        )
        self.wait(0.6)

        # Each cloud slides until its mean is in the middle: they coincide.
        self.unit = self._reach() / float(np.abs(self.centred).max())
        half = 0.5 * _ROW["width"] / self.unit
        here = RewardLine(self.centred, -half, half, signed=True, **_ROW).shift(_LOW)
        there = RewardLine(self.centred, -half, half, signed=True, **_ROW).shift(_HIGH)
        center = VGroup(
            Line(here.place(0), there.place(0)), Line(there.place(0), there.place(0, 0.9))
        ).set_stroke(paint("text"), CURVE)
        self.play(
            *(FadeOut(part) for _, part in means),
            *(FadeOut(line.ticks) for line in (lower, upper)),
            FadeOut(names[1][1]),
            run_time=0.4,
        )
        self.play(
            *(
                ReplacementTransform(getattr(old, part), getattr(new, part))
                for old, new in ((lower, here), (upper, there))
                for part in ("axis", "dots")
            ),
            *(ReplacementTransform(old, new) for (old, _), new in zip(means, center, strict=True)),
            run_time=1.6,
        )
        self.axis_name = Formula('{{ r_i : r }} - "mean"', size=LABEL, r="reward")
        self.axis_name.next_to(here.axis, RIGHT, buff=0.2)
        self.play(FadeIn(here.ticks), FadeIn(self.axis_name), run_time=0.6)
        there.remove(there.ticks)
        self.remove(lower, upper, *here.submobjects, *there.submobjects)
        self.add(here, there, center)
        self.here, self.there, self.center = here, there, center
        self.rows = VGroup(names[0], names[1][0])
        self.remove(names, *names)
        self.add(self.rows)
        for place, more in (("here", 0.0), ("there", offset)):
            note = say(f"advantage.same_once_centred.{place}")
            self.teach("reward_mean", self.example.reward_mean + more, 2, note=note)

    def _difference(self) -> list[VMobject]:
        """The glyphs of "r_i - mean" in the formula."""
        reward, mean = self.formula.select("r"), self.formula.select("mean")
        left, right, foot = reward.get_left()[0], mean.get_right()[0], mean.get_bottom()[1] - 0.1
        return [
            glyph
            for glyph in self.formula
            if left - 0.01 <= glyph.get_left()[0]
            and glyph.get_right()[0] <= right + 0.01
            and glyph.get_y() > foot
        ]

    # -- 3 ------------------------------------------------------------------

    @beat(hold=2.0)
    def baseline(self) -> None:
        """The group's mean is the baseline

        The group's own mean is the baseline. No critic network estimates it.
        """
        # The second cloud falls onto the first: they are the same.
        here, there = self.here, self.there
        self.remove(there)
        fallen = here.dots.copy()
        self.play(
            ReplacementTransform(there.dots, fallen),
            FadeOut(there.axis),
            FadeOut(self.center[1]),
            FadeOut(self.rows),
            run_time=1.0,
        )
        self.remove(fallen)

        # Each answer gets a lane, and the camera comes near.
        heights = lanes(self.centred, _LANES, foot=0.25)
        foot = (0.0, float(here.axis.get_y()))
        piled = np.array([dot.get_y() - foot[1] for dot in here.dots])
        self.lanes = Layout(foot, self.unit, heights, _LANES + 0.35, grown=0.0)
        self.arrows = arrows = Deviations(
            self.centred, self.lanes.but(heights=piled, reach=_HIGH[1] - _LOW[1])
        )
        self.remove(here, self.center, here.dots)
        self.add(here.axis, here.ticks, arrows)
        self.zoom_to(
            [0, foot[1] + 1.45, 0],
            DOTS_WIDTH,
            here.axis.animate.put_start_and_end_on(*self._ends(here.axis, 3.4)),
            self.formula.animate.scale(DOTS).move_to([-2.55, foot[1] + 3.32, 0]),
            *self.dim_others(here.axis, arrows, self.formula, opacity=0.0),
        )
        self.play(arrows.glide(self.lanes), run_time=1.0)
        self.mean_label = self._mean_label(DOTS)
        self.play(FadeIn(self.mean_label), run_time=0.6)

        # What is left of a reward when the mean is taken away.
        self.play(arrows.glide(self.lanes.but(grown=1.0)), run_time=1.4)
        self.lane_labels = self._lane_labels()
        self.play(FadeIn(self.lane_labels), run_time=0.6)
        self.teach("reward_mean", self.example.reward_mean, 2)
        self.teach("difference", self.centred, 2, answers=telling(self.example, _MOST_LANES))

    def _ends(self, axis: Line, half: float) -> tuple[np.ndarray, np.ndarray]:
        """The ends of an axis that reaches `half` to each side of the middle."""
        return axis.get_center() + half * LEFT, axis.get_center() + half * RIGHT

    def _mean_label(self, scale: float = 1.0, decimals: int = 2) -> Formula:
        mean = number_text(self.example.reward_mean, decimals)
        label = Formula(f'"mean" thick {{{{ {mean} : mean }}}}', size=LABEL * scale)
        return label.next_to(self.arrows.line, UP, buff=0.14 * scale)

    def _reach(self) -> float:
        """The longest arrow that leaves room for its label in the closer look."""
        widest = max(self._lane_label(index).width for index in telling(self.example, _MOST_LANES))
        return min(_REACH, 0.475 * DOTS_WIDTH - 0.35 - widest)

    def _lane_label(self, index: int) -> Formula:
        text = number_text(float(self.centred[index]), 2, sign=True)
        return Formula(f"o_{index + 1} thick {text}", size=LABEL * DOTS)

    def _lane_labels(self) -> VGroup:
        """Name and deviation of the answers, beyond their dots, where lanes leave room."""
        labels = VGroup()
        for index in telling(self.example, _MOST_LANES):
            dot, deviation = self.arrows.ends[index], float(self.centred[index])
            label = self._lane_label(index)
            label.next_to(dot, LEFT if deviation < 0 else RIGHT, buff=0.12)
            if not any(touches(label, other, gap=0.03) for other in labels):
                labels.add(label)
        return labels

    # -- 4 ------------------------------------------------------------------

    @beat(hold=2.2)
    def z_score(self) -> None:
        """Divide by the typical distance

        The std is the typical distance from the mean. In its units rewards compare.
        """
        arrows, here = self.arrows, self.here
        # Back home: the arrows stand on the left, the formula on the right.
        left = self.lanes.but(origin=(-3.45, 0.05), grown=1.0)
        self.play(
            FadeOut(self.lane_labels),
            FadeOut(self.mean_label),
            Undim(self.formula),
            run_time=0.4,
        )
        self.remove(here.ticks, self.axis_name, *self.cards)
        self.zoom_home(
            arrows.glide(left),
            here.axis.animate.put_start_and_end_on([-6.3, 0.05, 0], [-0.6, 0.05, 0]),
            # Over the arrows, which go the other way.
            self.formula.animate(path_arc=-0.4).scale(1 / DOTS).move_to([3.4, 2.8, 0]),
            Undim(self.note),
        )
        self.remove(*self.cards.get_family())
        decimals = recomputing_decimals(self.example, self._spoken())
        self.mean_label = self._mean_label(decimals=decimals)
        self.play(FadeIn(self.mean_label), run_time=0.6)

        # A square on each arrow; on average they are one square of side std.
        std = self.example.reward_std
        field = Squares(self.centred, std, width=5.6, height=1.75).move_to([-3.45, -1.75, 0])
        field.average.move_to(field)
        copies = [
            TransformFromCopy(arrow, square)
            for arrow, square in zip(arrows.arrows, field.squares, strict=True)
        ]
        self.play(LaggedStart(*copies, lag_ratio=min(0.2, 1 / len(copies))), run_time=1.4)
        self.play(
            *(ReplacementTransform(square, field.average) for square in field.squares),
            run_time=1.2,
        )
        self.remove(*field.squares)
        self.add(field.average)
        std_label = Formula(f'"std" thick {{{{ {number_text(std, decimals)} : std }}}}', size=LABEL)
        std_label.next_to(field.average, RIGHT, buff=0.25)
        square_name = Prose(say("advantage.z_score.square"), role="muted", align="right")
        square_name.next_to(field.average, LEFT, buff=0.25)
        self.play(FadeIn(square_name), FadeIn(std_label), run_time=0.6)
        self._fill_formula(std_label)

        # The std is the new unit: its side lies along the axis.
        ruler = self._ruler()
        side = Line(field.average.get_corner(DL), field.average.get_corner(DR))
        side.set_stroke(paint("text"), CURVE)
        x, y = left.origin
        laid = Line([x, y, 0], [x + self.unit * std, y, 0]).set_stroke(paint("text"), CURVE)
        self.axis_name = Formula("A_i", size=LABEL).next_to(here.axis, RIGHT, buff=0.2)
        self.play(
            ReplacementTransform(side, laid), FadeIn(ruler), FadeIn(self.axis_name), run_time=1.0
        )
        self.teach("reward_mean", self.example.reward_mean, decimals)
        self.teach("reward_std", std, decimals)
        self.teach("advantage", self.example.advantage, 2, answers=[self._spoken()])

    def _fill_formula(self, std_label: Formula) -> None:
        """One answer's numbers fly from their places into the formula."""
        index = self._spoken()
        row = Formula(standardised_source(self.example, index), r="reward")
        if row.width > 6.0:
            row = Formula(standardised_source(self.example, index), size=LABEL, r="reward")
        row.select("value").set_color(paint(sign_role(self.example.advantage[index])))
        row.next_to(self.formula, DOWN, buff=0.9)
        row.shift(max(row.get_right()[0] - 6.6, 0) * LEFT)
        value = row.select("value")
        dot = self.arrows.ends[index]
        name = Formula(f"o_{index + 1}", size=LABEL)
        name.next_to(dot, RIGHT if self.centred[index] > 0 else LEFT, buff=0.16)
        self.play(FadeIn(name), FadeIn(_without(row, "r", "mean", "std", "value")), run_time=0.6)
        landing = row.copy()
        flights = [
            TransformFromCopy(start, landing.select(part))
            for start, part in (
                (dot, "r"),
                (self.mean_label.select("mean"), "mean"),
                (std_label.select("std"), "std"),
            )
        ]
        self.play(*flights, run_time=1.2)
        self.play(FadeIn(value, shift=0.2 * RIGHT), run_time=0.6)
        self.remove(*row, *landing)
        self.add(row)

    def _ruler(self) -> VGroup:
        """The axis of the arrows marked in units of the std: there they read as advantages."""
        layout, ruler = self.arrows.layout, VGroup()
        x, y = layout.origin
        step = self.unit * self.example.reward_std
        most = int(np.abs(self.example.advantage).max() + 0.5)
        every = -(-most // 2)  # at most two marks on each side
        for count in range(-most + most % every, most + 1, every):
            if abs(count) * step <= _REACH + 0.3:
                text = reward_text(float(count), sign=count > 0)
                ruler.add(tick(np.array([x + count * step, y, 0.0]), text, buff=0.16))
        return ruler

    def _spoken(self) -> int:
        """The answer whose numbers fill the formula: the first with a card and an advantage."""
        shown = telling(self.example)
        return next(index for index in shown if self.example.advantage[index])

    # -- 5 ------------------------------------------------------------------

    @beat(hold=2.0)
    def chain(self) -> None:
        """Advantages add up to nothing

        Placed end to end the arrows come back to where they started: the sum is nil.
        """
        # In units of the std the arrows are the advantages.
        advantages = self.example.advantage
        flat = self.arrows.layout.but(unit=self.unit * self.example.reward_std)
        arrows = Deviations(advantages, flat, signs=True)
        kept = (self.arrows, *self.arrows.get_family())
        leaving = [m for m in self.stage_mobjects() if m not in kept]
        self.play(
            FadeOut(*leaving), ReplacementTransform(self.arrows.ends, arrows.ends), run_time=0.6
        )
        self.remove(self.arrows, *self.arrows.submobjects, arrows.ends)
        self.add(arrows)
        high = 4.6
        unit = min(2.5 / float(np.abs(advantages).max()), 8.0 / _furthest(advantages))
        labelled = len(advantages) <= _MOST_LANES
        wide = Layout(
            # The sum on the left and the longest chain on the right have the middle between.
            (1.5 - 0.5 * (unit * _furthest(advantages) + labelled), -1.75),
            unit,
            lanes(advantages, high),
            high + 0.2,
        )
        self.play(arrows.glide(wide), FadeIn(self._example_note()), run_time=1.0)

        # Head to tail: out by the answers above the mean, back by those below.
        self.play(arrows.glide(wide.but(chain=1.0)), run_time=2.4)
        total = number_text(float(advantages.sum()), 2)
        total = Formula(f"sum_i A_i = {total}", size=FORMULA)
        total.next_to(arrows.line, LEFT, buff=0.4).align_to(arrows.line, DOWN)
        ring = Circle(0.22).set_stroke(paint("text"), AXIS).move_to(arrows.line.get_start())
        ring.set_y(arrows.ends[int(np.argmin(wide.heights))].get_y())
        terms = self._terms(arrows) if labelled else VGroup()
        self.play(FadeIn(terms), run_time=0.6)
        self.play(Create(ring), FadeIn(total), run_time=0.8)
        self.teach("sum_of_advantages", float(advantages.sum()), 2)

    def _terms(self, arrows: Deviations) -> VGroup:
        """Each advantage on the free side of its chained arrow, so that the sum recomputes."""
        values = arrows.values
        exact = abs(sum(round(value, 2) for value in values)) < 5e-3
        terms = VGroup()
        for value, arrow in zip(values, arrows.arrows, strict=True):
            text = number_text(float(value), 2 if exact else 3, sign=True)
            term = Formula(text, size=LABEL, role=sign_role(value))
            terms.add(term.next_to(arrow, RIGHT, buff=0.25))
        return terms

    # -- 6 ------------------------------------------------------------------

    @beat(hold=2.4)
    def rare(self) -> None:
        """Rare successes shout

        Ten answers, two of them right. Rare successes shout; common failures whisper.
        """
        table = self.notebook
        self.bars = bars = AdvantageBars(table, width=9.2, unit=1.3).shift([-1.2, -0.05, 0])
        figures = ReadOut(
            {"mean": ('"mean"', "text"), "std": ('"std"', "text")}, width=2.7, result=False
        ).move_to([5.15, 2.3, 0])
        figures.show(mean=table.reward_mean, std=table.reward_std)
        self.play(FadeOut(*self.stage_mobjects()), run_time=0.4)
        heading = Prose(say("advantage.rare.heading"), role="muted").move_to([-6.3, 3.4, 0], LEFT)
        self.play(
            FadeIn(heading),
            FadeIn(bars.line),
            LaggedStart(*map(FadeIn, bars.rewards), lag_ratio=0.1),
            FadeIn(bars.names[1]),
            run_time=1.0,
        )
        self.play(FadeIn(figures), FadeIn(bars.signs), FadeIn(bars.names[0]), run_time=0.6)
        self.remove(*bars.submobjects, *bars.rewards)
        self.add(bars)
        self.play(Drive(bars, bars.set_level, 0.0, 1.0), run_time=1.6)
        self.bar_numbers = bars.numbers()
        self.play(FadeIn(self.bar_numbers), run_time=0.6)
        self.teach("reward_mean", table.reward_mean, 2)
        self.teach("reward_std", table.reward_std, 2)
        self.teach("largest_advantage", table.advantage.max(), reward_text)
        self.teach("smallest_advantage", table.advantage.min(), reward_text)

    # -- 7 ------------------------------------------------------------------

    @beat(hold=2.0)
    def difficulty(self) -> None:
        """How hard the question is

        The rarer an outcome in its group, the larger its advantage, right or wrong.
        """
        share, bars = success_share(self.notebook.rewards), self.bars
        self.plot = plot = difficulty_plot().shift([-2.2, 0.45, 0])
        readout = ReadOut(
            {"chance": ("p", "text"), "up": ("A_+", "up"), "down": ("A_-", "down")},
            width=3.2,
            result=False,
            signed=("up", "down"),
        ).move_to([5.0, 2.35, 0])

        def show(chance: float) -> None:
            up, down = plot.values(chance)
            readout.show(chance=chance, up=up, down=down)

        # The notebook's ten bars become two points over its share of right answers.
        plot.set_markers(share)
        show(share)
        plot.remove(plot.curves, plot.markers)
        points = [plot.markers[int(a < 0)].copy() for a in bars.advantage]
        self.remove(bars)
        self.add(*bars.submobjects)
        self.play(FadeOut(*(m for m in self.stage_mobjects() if m is not bars.bars)), run_time=0.6)
        self.play(
            *map(ReplacementTransform, bars.bars, points),
            FadeIn(plot),
            run_time=1.2,
        )
        self.remove(bars, *bars.get_family(), *points)
        plot.add(plot.curves, plot.markers)
        mark = plot.mark(share)
        self.play(FadeIn(readout), FadeIn(mark), run_time=0.6)

        # From frequent to rare, with the curves behind them.
        self._run(plot, plot.set_markers, readout, show, share, MOST_FREQUENT, run_time=1.0)
        self._run(plot, plot.set_chance, readout, show, MOST_FREQUENT, RAREST, run_time=2.8)
        own = success_share(self.example.rewards)
        names = self._curve_names(plot, own)
        marks = [] if own is None or abs(own - share) < _MARKS_APART else [plot.mark(own)]
        self.play(FadeIn(names), *map(FadeIn, marks), run_time=0.6)
        self.wait(0.8)

        # Near the left end a single right answer outweighs a crowd of wrong ones.
        spot = plot.at(RAREST)[0]
        self.zoom_to(
            spot + (0.5 * BRANCH_WIDTH - 0.75) * RIGHT + 0.9 * DOWN,
            BRANCH_WIDTH,
            plot.markers[0].animate.scale(1.4 * BRANCH),
            *self.dim_others(plot, mark, opacity=0.0),
        )
        point = answer_marker(1.0, 0.3 * BRANCH).move_to(plot.at(share)[0])
        labels = VGroup(
            self._point_label(plot, plot.markers[0], RAREST),
            point,
            self._point_label(plot, point, share),
        )
        self.play(FadeIn(labels), run_time=0.6)
        for chance in (RAREST, share):
            value, note = plot.values(chance)[0], under("p", chance)
            self.teach("advantage_of_right", value, 2, note=note)

    def _run(self, plot, setter, readout, show, start: float, end: float, run_time: float) -> None:
        """Move p, with the read-outs, from one share of right answers to another."""
        self.play(
            Drive(plot, setter, start, end), Drive(readout, show, start, end), run_time=run_time
        )

    def _curve_names(self, plot: ChancePlot, own: float | None) -> VGroup:
        """The formula of each branch beside it, clear of the mark at the group's own share."""
        up = Formula("A_+ = sqrt((1 - p) / p)", size=LABEL, role="up")
        down = Formula("A_- = -sqrt(p / (1 - p))", size=LABEL, role="down")
        up.next_to(plot.at(0.4)[0], UP, buff=0.45)
        where = max((0.37, 0.7), key=lambda p: abs(p - (own or 0.0)))
        down.next_to(plot.at(where)[1], DOWN, buff=0.7)
        return VGroup(up, down)

    def _point_label(self, plot: ChancePlot, point: VMobject, chance: float) -> Formula:
        """A right answer's advantage beside its point, with p."""
        size = LABEL * BRANCH
        value = number_text(plot.values(chance)[0], 2, sign=True)
        row = Formula(
            f"p = {reward_text(chance)} quad {{{{ {value} : value }}}}", size=size, value="up"
        )
        return row.next_to(point, RIGHT if chance == RAREST else UR, buff=0.1)

    # -- 8 ------------------------------------------------------------------

    @beat(hold=2.2)
    def silence(self) -> None:
        """Nothing to compare

        When all rewards are equal the advantages are zero, by rule. The group is silent.
        """
        rewards = self.example.rewards
        self.play(FadeOut(*self.stage_mobjects()), run_time=0.4)
        self.camera.frame.set(width=HOME_WIDTH).move_to([0, 0, 0])
        pad = 0.25 * spread_of(rewards)
        line = RewardLine(rewards, rewards.min() - pad, rewards.max() + pad, width=7.4)
        line.shift([-2.3, -1.6, 0])
        lines = lanes(rewards, 4.2, foot=0.3)
        layout = Layout((0, -1.6), line.unit, lines, 4.6)
        arrows = Deviations(rewards, layout)
        readout = ReadOut(
            {"mean": ('"mean"', "text"), "std": ('"std"', "text"), "most": ('"max" A_i', "up")},
            width=3.4,
            signed=("most",),
        ).move_to([4.9, 1.7, 0])

        def draw(share: float) -> None:
            now = towards_best(rewards, share)
            centred = group_advantages(now, scale="none")
            arrows.set_values(centred)
            arrows.set_layout(layout.but(origin=(line.place(now.mean())[0], -1.6)))

        def count(share: float) -> None:
            now = towards_best(rewards, share)
            most = float(group_advantages(now, ddof=self.example.ddof).max())
            readout.show(mean=now.mean(), std=group_std(now, ddof=self.example.ddof), most=most)
            readout.set_role("most", sign_role(most))

        draw(0.0)
        count(0.0)
        name = Formula("r_i", size=READOUT, role="reward").next_to(line.axis, RIGHT, buff=0.25)
        line.remove(line.dots)
        self.play(
            FadeIn(line),
            FadeIn(name),
            FadeIn(arrows),
            FadeIn(readout),
            FadeIn(self._example_note()),
            run_time=0.8,
        )
        self.wait(0.8)

        self.dots = arrows.ends
        # The answers become equally good; the arrows go, and what is left is 0 by 0.
        self.play(Drive(arrows, draw, 0.0, 1.0), Drive(readout, count, 0.0, 1.0), run_time=3.2)
        rule = VGroup(
            on_baseline(
                Formula("A_i = 0", size=FORMULA),
                Prose(say("advantage.silence.by_rule"), size=READOUT),
            ),
            on_baseline(
                Prose(say("advantage.silence.not"), role="muted"),
                Formula("0 / 0", size=READOUT, role="muted"),
            ),
        ).arrange(DOWN, buff=0.3, aligned_edge=RIGHT)
        rule.move_to([6.3, -1.0, 0], RIGHT)
        self.play(FadeIn(rule), run_time=0.8)
        self.teach("reward_std", group_std(towards_best(rewards, 1.0), ddof=self.example.ddof), 2)
        self.teach("largest_advantage", group_advantages(towards_best(rewards, 1.0)).max(), 2)

    # -- 9 ------------------------------------------------------------------

    @beat(hold=2.4)
    def silent_groups(self) -> None:
        """Rare successes leave groups silent

        Where successes are rare, most groups hold none: nothing to learn from them.
        """
        size = LARGE_STEP.group_size
        chance = float(softmax(LARGE_STEP.logits)[0])
        marker = Dot(radius=0.12).set_fill(paint("text"), 1)
        plot = ChancePlot(
            {"silent": (lambda p: silent_probability(p, size), "text")},
            [marker.set_stroke(paint("ground"), 3, background=True)],
            0.0,
            1.0,
            first=1.0,
            width=6.0,
            height=4.4,
            meaning=say("advantage.silent_groups.chance"),
        ).shift([-2.65, 0.5, 0])
        title = Prose(say("advantage.silent_groups.share"), size=LABEL)
        title.next_to(plot.axes[1].get_end(), RIGHT, buff=0.45)
        setting = VGroup(
            Formula("p^G + (1 - p)^G", size=READOUT), Formula(f"G = {size}", size=READOUT)
        ).arrange(DOWN, buff=0.3)
        setting.move_to(plot.point(0.5, 0.5))
        field = ShareField(3.3).move_to([4.9, 1.0, 0])
        # The answers of the silent group, all right, are the right end of the curve.
        dots = self.dots
        self._take_apart(dots)
        self.play(FadeOut(*(m for m in self.stage_mobjects() if m is not dots)), run_time=0.4)
        plot.remove(plot.markers)
        points = [marker.copy() for _ in dots]
        self.play(
            *map(ReplacementTransform, dots, points),
            FadeIn(plot),
            FadeIn(title),
            FadeIn(setting),
            run_time=1.0,
        )
        self.remove(dots, *dots, *points)
        plot.add(plot.markers)
        self.play(Drive(plot, plot.set_chance, 1.0, 0.0), run_time=2.0)
        self.play(Drive(plot, plot.set_markers, 0.0, chance), run_time=1.0)
        mark = VGroup(plot.mark(chance), plot.level(chance))
        self.play(FadeIn(mark), run_time=0.6)

        # As many of a hundred groups.
        share = plot.values(chance)[0]
        heading = Prose(say("advantage.silent_groups.hundred"), size=LABEL).next_to(
            field, UP, buff=0.3
        )
        self.play(FadeIn(field), FadeIn(heading), run_time=0.6)
        silent = quoted(say("advantage.silent_groups.silent"))
        percent = Formula(f"{number_text(100 * share, 0)} % thick {silent}", size=FORMULA)
        percent = VGroup(field.key().scale(1.3), percent).arrange(RIGHT, buff=0.25)
        percent.next_to(field, DOWN, buff=0.4)
        self.play(Drive(field, field.set_share, 0.0, share), run_time=1.2)
        self.play(FadeIn(percent), run_time=0.6)
        self.teach("group_size", size, 0)
        self.teach("share_right", round(chance, 2), reward_text)
        self.teach("share_silent", 100 * share, 0, unit="%")

    def _take_apart(self, kept: VMobject) -> None:
        """Put the parts of what holds `kept` on the stage one by one."""
        holder = next(m for m in self.stage_mobjects() if kept in m.submobjects)
        self.remove(holder)
        self.add(*holder.submobjects)

    # -- 10 -----------------------------------------------------------------

    @beat(hold=2.4)
    def conventions(self) -> None:
        """Which std?

        Three conventions, three sizes of the same advantages: ask which one is meant.
        """
        board = Conventions(self.example.rewards, y=0.05 if self.silent else 0.25)
        self.play(FadeOut(*self.stage_mobjects()), run_time=0.4)
        self.add(self._example_note())
        for column in board.columns:
            rest = VGroup(*(part for part in column if part not in (column.arrows, column.users)))
            self.play(FadeIn(rest), FadeIn(column.arrows), run_time=0.8)
            self.play(column.arrows.glide(column.full), FadeIn(column.users), run_time=1.0)
            if column is not board.columns[-1]:
                self.wait(0.8)
        for convention in CONVENTIONS:
            largest = group_advantages(self.example.rewards, **convention.settings).max()
            self.teach("largest_advantage", float(largest), 3, note=convention.said("title"))

    # -- 11 -----------------------------------------------------------------

    @beat(hold=3.0)
    def home(self) -> None:
        """Better or worse than its own group

        A score inside the group: no critic, no unit, and silent when all are equal.
        """
        objective, cards = Objective(), CardStrip(self.table)
        badges = self._carry_rewards(cards)
        jump(*objective.light("advantage1", "advantage2"))
        claim = Prose(say("advantage.home.claim"), size=FORMULA, align="center")
        claim.move_to([2.9, objective[2].get_y(), 0])
        self.play(FadeOut(*self.stage_mobjects()), run_time=0.4)
        self.play(FadeIn(objective, cards), run_time=0.8)

        # Each reward has become an advantage.
        self.wait(0.6)
        self._become_advantages(cards, badges)
        self.play(FadeIn(claim, shift=0.2 * UP), run_time=0.8)

    def _become_advantages(self, cards: CardStrip, badges: list[VGroup]) -> None:
        """Turn the reward on each card into the advantage that `badges` has for it."""
        moves = []
        for card, badge in zip(cards.cards, badges, strict=True):
            card.remove(card.badge)
            self.add(card.badge)
            marker, number = badge
            digits = VGroup(*(slot for slot in number.slots if slot.has_points()))
            moves += map(ReplacementTransform, card.badge, (marker, digits))
        self.play(*moves, run_time=1.2)
        for move, card, badge in zip(moves[1::2], cards.cards, badges, strict=True):
            self.remove(card.badge, *card.badge, badge[0], move.target_mobject)
            card.badge = badge
            card.add(badge)


def offset_for(rewards: np.ndarray) -> float:
    """By how much the second question's rewards are higher: a power of ten over the spread."""
    return 10.0 ** (math.floor(math.log10(spread_of(rewards))) + 1)


def success_share(rewards: np.ndarray) -> float | None:
    """The share of the better of two rewards; None if there are not just two."""
    best = rewards == rewards.max()
    if len(np.unique(rewards)) != 2:
        return None
    return float(best.mean())


def towards_best(rewards: np.ndarray, share: float) -> np.ndarray:
    """Rewards on their way to the largest one: all equal to it when `share` is 1."""
    return (
        np.full_like(rewards, rewards.max())
        if share >= 1
        else ((1 - share) * rewards + share * rewards.max())
    )


def difficulty_plot() -> ChancePlot:
    """A+ and A- over the share of right answers."""
    top = 1.06 * float(binary_advantages(RAREST)[0])
    return ChancePlot(
        {
            "up": (lambda p: binary_advantages(p)[0], "up"),
            "down": (lambda p: binary_advantages(p)[1], "down"),
        },
        [answer_marker(1.0), answer_marker(-1.0)],
        -top,
        top,
        first=MOST_FREQUENT,
        meaning=say("advantage.difficulty.share"),
    )


def _mean_line(line: RewardLine, mean: float) -> tuple[Line, Formula]:
    """A mark of the mean across a number line, and its label."""
    mark = Line(line.place(mean), line.place(mean, 1.05)).set_stroke(paint("text"), CURVE)
    label = Formula(f'"mean" thick {number_text(mean, 2)}', size=LABEL)
    return mark, label.next_to(mark, UP, buff=0.1)


def _furthest(advantages: np.ndarray) -> float:
    """How far the chained arrows reach from where they start."""
    return float(advantages[advantages > 0].sum())


def _without(formula: Formula, *parts: str) -> VGroup:
    """The glyphs of `formula` outside `parts`."""
    taken = {id(glyph) for part in parts for glyph in formula.select(part)}
    return VGroup(*(glyph for glyph in formula if id(glyph) not in taken))
