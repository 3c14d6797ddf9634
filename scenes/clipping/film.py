"""Clipping: one-sided, by the sign of A; clipped means stop pushing, not undo."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from manim import (
    DL,
    DOWN,
    DR,
    LEFT,
    RIGHT,
    UL,
    UP,
    UR,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    GrowFromEdge,
    LaggedStart,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
)

from grpo_core import LARGE_STEP, evaluate_group, large_step_run, load_group
from scenes.script.cases import Case, find_case, pushes
from scenes.script.facts import fact
from scenes.script.glyphs import quoted
from scenes.script.numerals import number_text, ratio_source
from scenes.script.quantities import under
from scenes.script.settings import ASSETS
from scenes.script.telling import cards_of
from scenes.script.words import say
from scenes.stage.camera import HOME_WIDTH
from scenes.stage.cards import CardStrip
from scenes.stage.envelope import Envelope, epsilon_source, ratio_text
from scenes.stage.film import GrpoScene, beat
from scenes.stage.gradient import SlopeLamp, SlopePanel, example_note, verdict
from scenes.stage.marks import Lamp, answer_marker, set_hollow
from scenes.stage.motion import Dim, Drive, Undim, jump
from scenes.stage.objective import Objective
from scenes.stage.placement import STAGE, find_place, lines_and_texts, place_label, touches
from scenes.stage.quotient import Quotient
from scenes.stage.ratio_strip import RatioStrip
from scenes.stage.readout import ReadOut
from scenes.stage.sweep_plot import SweepPlot
from scenes.stage.theme import FORMULA, LABEL, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose, on_baseline

from .board import Board, Cell
from .cases_panel import CasesPanel
from .ratio_line import RatioLine

# The views of a closer look, in scene units.
CLOSER_WIDTH, NEAR_WIDTH, CLOSE_WIDTH = HOME_WIDTH / 1.6, 7.0, 5.0
NEAR = NEAR_WIDTH / HOME_WIDTH  # what type must be scaled by to look the same there
CLOSE = CLOSE_WIDTH / HOME_WIDTH
_START, _INSIDE = 0.3, 0.6  # where the marker's walks along the envelope begin
_PLOT_CENTER = [-2.55, 0.3, 0]
_READOUT_CENTER = [4.55, 0.9, 0]


class Clipping(GrpoScene):
    """How the clip range acts on each answer, and what it does not do."""

    poster_beat = 7

    def setup(self) -> None:
        super().setup()
        self.pushed = find_case(self.table, +1, above=True)
        self.rarer = find_case(self.table, +1, above=False)
        self.dropped = find_case(self.table, -1, above=False)
        self.growing = find_case(self.table, -1, above=True)

    def _index_of(self, case: Case) -> int:
        """The answer that shows `case`; where none does, the shown one that moved furthest."""
        if case.index is not None:
            return case.index
        moved = np.abs(self.table.new_logp - self.table.old_logp)
        return max(cards_of(self.table), key=lambda index: moved[index])

    def _teach(self, case: Case, *keys: str) -> None:
        """Declare numbers of an answer that shows a case; a probe has none of the group's."""
        for key in keys if case.index is not None else ():
            self.teach(key, getattr(self.table, key), 2, answers=[case.index])

    # -- 1 ------------------------------------------------------------------

    @beat(hold=2.2)
    def ratios(self) -> None:
        """Every answer has a ratio

        Each answer has a ratio: how much likelier it is now than when it was sampled.
        """
        self.teach("ratio", self.table.ratio, ratio_source, answers=cards_of(self.table))
        self.teach("lower_bound", 1 - self.table.eps_low, ratio_text)
        self.teach("upper_bound", 1 + self.table.eps_high, ratio_text)
        # The home shot, with the term of this film lit.
        self.objective = Objective()
        self.cards = CardStrip(self.table)
        self.add(self.objective, self.cards)
        jump(*self.objective.light("surrogate"))
        self.wait(1.4)

        # The fraction becomes the name of an axis.
        self.strip = strip = RatioStrip(self.table).move_to([0, 1.25, 0])
        self.axis_title = Formula(
            'rho_i = ({{ pi_theta : new }} (o_i|q)) / ({{ pi_"old" : old }} (o_i|q))',
            size=READOUT,
            new="new",
            old="old",
        ).move_to([4.4, 3.15, 0])
        fraction = self.objective.part("ratio1").copy()
        self.play(
            FadeOut(self.objective),
            ReplacementTransform(fraction, self.axis_title),
            run_time=1.2,
        )
        self.play(
            Create(strip.axis),
            FadeIn(
                strip.ticks, strip.lanes, strip.axis_name, strip.band, strip.edges, strip.epsilon
            ),
            run_time=0.8,
        )

        # When they were sampled all ratios were 1; since then the policy has moved.
        strip.set_spread(0.0)
        flights = [
            TransformFromCopy(card.badge[0], marker)
            for card, marker in zip(self.cards.cards, strip.markers, strict=True)
        ]
        if strip.crowd:  # of a large group, the answers without a card
            flights.append(FadeIn(strip.crowd))
        self.play(LaggedStart(*flights, lag_ratio=0.2), run_time=1.4)
        self.remove(*strip.submobjects)
        self.add(strip)
        strip.remove(strip.labels)
        self.play(Drive(strip, strip.set_spread, 0.0, 1.0), run_time=1.4)
        self.play(FadeIn(strip.labels), run_time=0.6)

    # -- 2 ------------------------------------------------------------------

    @beat()
    def fraction(self) -> None:
        """A ratio is new over old

        The ratio is this answer's new probability over its old one.
        """
        index = self._index_of(self.pushed)
        marker = self.strip.marker_of(index)
        self.close_up = Quotient(self.table, index, scale=CLOSE)
        self.close_up.next_to(marker, LEFT, buff=0.15)
        whole = VGroup(self.close_up, marker.copy())
        self.zoom_to(whole, CLOSE_WIDTH, *self.dim_others(opacity=0.0), Undim(marker))

        # Two bars, and their numbers over each other.
        for bar, label in self.close_up.steps():
            self.play(GrowFromEdge(bar, DOWN), FadeIn(label), run_time=0.8)
        quotient, (old, new) = self.close_up.quotient, self.close_up.numbers
        self.play(
            TransformFromCopy(new, quotient.select("new")),
            TransformFromCopy(old, quotient.select("old")),
            run_time=1.2,
        )
        self.play(FadeIn(quotient), run_time=0.6)
        self.teach_probabilities("old", "new", answers=[index])
        self.teach("ratio", self.table.ratio, ratio_source, answers=[index])

    # -- 3 ------------------------------------------------------------------

    @beat()
    def ceiling(self) -> None:
        """A > 0: a ceiling

        For a good answer the term grows with the ratio, up to a ceiling.
        """
        self._teach(self.pushed, "ratio", "advantage", "unclipped", "clipped", "value")
        # The bars fall into the marker, and the strip's axis becomes the plot's.
        self.up = envelope = self._envelope(self.pushed.advantage).move_to(_PLOT_CENTER)
        outside = STAGE[0][0] - self._levels(self.pushed).get_left()[0]
        envelope.shift(max(0.0, outside) * RIGHT)  # so that large numbers fit at the left
        strip = self.strip
        marker = strip.marker_of(self._index_of(self.pushed))
        self.play(self.close_up.animate.scale(0.05).move_to(marker), run_time=0.8)
        self.remove(self.close_up, self.cards, self.axis_title, strip, strip.labels)
        axis, band = strip.axis, strip.band
        self.add(band, axis, marker)
        envelope.set_ratio(_START)
        self.zoom_home(
            *(Undim(part) for part in (band, axis)),
            ReplacementTransform(marker, envelope.marker),
            run_time=1.4,
        )
        self.heading = VGroup(Formula("A > 0", role="up").move_to([-5.1, 3.1, 0]))
        self._say_example(self.heading, self.pushed)
        self.ticks, self.axis_name = envelope.fence_ticks(), envelope.axis_name()
        self.epsilon = self._range_name(envelope)
        if touches(self.epsilon, self.heading):
            self.epsilon.align_to(self.heading.get_right() + 0.3 * RIGHT, LEFT)
        self.readout = self._readout()
        self._show(_START)
        self.play(
            ReplacementTransform(axis, envelope.axes[0]),
            ReplacementTransform(band, envelope.band),
            FadeIn(envelope.axes[1], self.ticks, self.axis_name, self.epsilon),
            FadeIn(self.readout, self.heading),
            run_time=1.0,
        )

        # Two candidates: the straight line, and the same line held to the range.
        line, held = envelope.straight_line(), envelope.held_line()
        names = VGroup(
            Formula("rho A", size=LABEL, role="muted"),
            Formula('"clip"(rho) A', size=LABEL, role="muted"),
        )
        for name, curve in zip(names, (line, held), strict=True):
            name.next_to(curve.get_end(), RIGHT, buff=0.12)
            self.play(Create(curve), FadeIn(name), run_time=0.8)
        self.line_names = names

        # min is the lower of the two, traced by the answer.
        self.remove(envelope.axes, envelope.band, envelope.marker, line, held)
        envelope.trace_to(_START)
        envelope.add_to_back(line, held)
        envelope.reveal("drop", "ghost")
        self._glide(_START, self.pushed.ratio, trace=True, run_time=2.8)
        self.play(Drive(envelope, self._finish_curve, self.pushed.ratio, envelope.most))
        self.levels = self._levels(self.pushed)
        self.case_name = self._name_of(self.pushed).next_to(envelope.marker, DOWN, buff=0.12)
        self.play(FadeIn(self.levels, self.case_name), run_time=0.6)

    def _say_example(self, heading: VGroup, *cases: Case, beside: VGroup | None = None) -> None:
        """Say on the line of `heading` if one of `cases` is none of the group's answers."""
        if any(case.index is None for case in cases):
            note = example_note().next_to(VGroup(heading, *(beside or ())), RIGHT, buff=0.3)
            heading.add(note.shift((heading[0].baseline - note.baseline) * UP))

    def _envelope(self, advantage: float, **size) -> Envelope:
        cases = (self.pushed, self.rarer, self.dropped, self.growing)
        furthest = max(1 + self.table.eps_high, *(case.ratio for case in cases))
        return Envelope(
            advantage,
            self.table.eps_low,
            self.table.eps_high,
            most=max(2.0, 1.15 * furthest),
            **({"width": 6.0, "height": 4.4} | size),
        )

    def _range_name(self, envelope: Envelope) -> Formula:
        source = epsilon_source(self.table.eps_low, self.table.eps_high)
        return Formula(source, size=LABEL).next_to(envelope.band, UP, buff=0.16)

    def _readout(self) -> ReadOut:
        rows = {
            "ratio": ("rho", "text"),
            "advantage": ("A", "up"),
            "unclipped": ("rho A", "text"),
            "clipped": ('"clip"(rho) A', "text"),
            "value": ('"min"', "up"),
        }
        return ReadOut(rows, width=3.7).move_to(_READOUT_CENTER)

    def _show(self, ratio: float) -> None:
        result = self.up.evaluate(ratio)
        self.readout.show(
            ratio=ratio,
            advantage=self.up.advantage,
            unclipped=result.unclipped,
            clipped=result.clipped,
            value=result.value,
        )

    def _glide(self, start: float, end: float, *others, trace=False, run_time=1.6) -> None:
        """Walk the answer and the read-outs from one ratio to another."""
        setter = self.up.trace_to if trace else self.up.set_ratio
        self.play(
            Drive(self.up, setter, start, end),
            Drive(self.readout, self._show, start, end),
            *others,
            run_time=run_time,
        )

    def _levels(self, case: Case) -> VGroup:
        """Both terms of `case` on the vertical axis; min's alone where they are too close."""
        result = self.up.evaluate(case.ratio)
        held, straight = (
            self.up.level(case.ratio, float(value)) for value in (result.value, result.unclipped)
        )
        return VGroup(held) if touches(held[1], straight[1]) else VGroup(held, straight)

    def _finish_curve(self, ratio: float) -> None:
        """Draw the rest of the curve while the answer stays."""
        self.up.trace_to(ratio)
        self.up.set_ratio(self.pushed.ratio)

    def _name_of(self, case: Case, scale: float = 1.0) -> Formula:
        return Formula(case.name, size=LABEL * scale)

    # -- 4 ------------------------------------------------------------------

    @beat(hold=2.0)
    def flat(self) -> None:
        """A flat stretch does not push

        Beyond the bound the objective is flat: its slope is zero, stop pushing.
        """
        envelope = self.up
        self.slope = SlopeLamp().next_to(self.readout, DOWN, buff=0.3)
        self._glide(self.pushed.ratio, _INSIDE, FadeOut(self.levels, self.case_name), run_time=1.2)
        self.slope.show(envelope, _INSIDE)
        envelope.reveal("tangent")
        self.play(FadeIn(envelope.tangent), FadeIn(self.slope), run_time=0.8)
        self.wait(0.8)

        # Past the bound the tangent lies down and the lamp goes out.
        zone = envelope.hatched_zone()
        envelope.add_to_back(zone)
        self._glide(
            _INSIDE,
            self.pushed.ratio,
            Drive(self.slope, self._light, _INSIDE, self.pushed.ratio),
            FadeIn(zone),
            run_time=2.4,
        )
        self.claim = Prose(say("clipping.flat.claim"), size=FORMULA)
        self.claim.next_to(envelope.marker, DOWN, buff=0.65)
        self.claim.align_to(envelope.band.get_right() + 0.3 * RIGHT, LEFT)
        taken = [*lines_and_texts(envelope), *self.ticks]
        if any(touches(self.claim, thing) for thing in taken):
            below = (DOWN, DL, DR)
            place_label(
                self.claim, envelope.marker, taken, directions=below, buff=0.4, or_first=True
            )
        self.play(FadeIn(self.case_name, self.claim, shift=0.2 * DOWN), run_time=0.6)
        self._teach(self.pushed, "ratio", "value")
        self.teach("slope", envelope.slope(self.pushed.ratio), 2)

    def _light(self, ratio: float) -> None:
        self.slope.show(self.up, ratio)
        set_hollow(self.up.marker, self.up.advantage, hollow=not self.up.flows(ratio))

    # -- 5 ------------------------------------------------------------------

    @beat(hold=2.0)
    def full_pull(self) -> None:
        """A > 0, rarer: the full pull stays

        If a good answer got rarer, the full pull stays.
        """
        self._teach(self.rarer, "clipped", "value")
        envelope, case = self.up.set_advantage(self.rarer.advantage), self.rarer
        self._glide(
            self.pushed.ratio,
            case.ratio,
            Drive(self.slope, self._light, self.pushed.ratio, case.ratio),
            FadeOut(self.claim, self.case_name),
            run_time=1.8,
        )
        view = envelope.point(case.ratio, 0.0) + 0.3 * RIGHT + 0.95 * UP
        edge = view[0] + 0.475 * NEAR_WIDTH
        cut = [Dim(tick) for tick in self.ticks if tick.get_right()[0] > edge]
        self.zoom_to(view, NEAR_WIDTH, *self.dim_others(envelope, self.ticks), *cut)

        # min takes the lower candidate, and the lower one still rises.
        result = envelope.evaluate(case.ratio)
        self.close_up = VGroup()
        if result.clipped != result.unclipped:
            other = self._candidate(case, float(result.clipped), '"clip"(rho) A =')
            self._place_in_view(other[1], other[0], UL, LEFT, UP)
            self.play(FadeIn(other), run_time=0.8)
            self.close_up.add(other)
        row = on_baseline(
            self._name_of(case, NEAR),
            Formula(f'"min" = {number_text(envelope.value(case.ratio), 2)}', size=READOUT * NEAR),
            buff=0.2,
        )
        row[1].set_color(paint("up"))
        kept = VGroup(row, *self._own_advantage(case, self.pushed, NEAR))
        if case.index is None:
            kept.add(example_note(LABEL * NEAR))
        kept.add(self._lamp_row(case, NEAR)).arrange(DOWN, buff=0.12, aligned_edge=LEFT)
        self._place_in_view(kept, envelope.marker, DR, RIGHT, UL, LEFT, UP)
        self.play(FadeIn(kept), run_time=0.6)
        self.close_up.add(kept)

    def _place_in_view(self, label: VGroup, spot, *directions) -> None:
        """Put a close-up's label beside `spot`, clear of the picture and inside the view."""
        frame = self.camera.frame
        room = _room(frame.get_center(), frame.width)
        place_label(
            label, spot, self._taken(), directions=directions, buff=0.1, within=room, or_first=True
        )

    def _candidate(self, case: Case, value: float, source: str) -> VGroup:
        """The term that min does not take: a dot, with its name and value."""
        dot = Dot(self.up.point(case.ratio, value), radius=0.075).set_fill(paint("muted"), 1)
        text = f"{source} {number_text(value, 2)}"
        return VGroup(dot, Formula(text, size=LABEL * NEAR, role="muted"))

    def _taken(self) -> list:
        """What a label on the envelope must not cover."""
        envelope = self.up
        return [*lines_and_texts(envelope), *self.ticks, envelope.marker]

    def _own_advantage(self, case: Case, other: Case, scale: float = 1.0) -> list[Formula]:
        """A of `case` where it differs from that of `other`, which shares the picture."""
        if case.advantage == other.advantage:
            return []
        text = f"A = {number_text(case.advantage, 2)}"
        return [Formula(text, size=LABEL * scale, role=sign_role(case.advantage))]

    def _lamp_row(self, case: Case, scale: float = 1.0) -> VGroup:
        """A lamp and what it says."""
        on = self.up.flows(case.ratio)
        lamp = Lamp(on, radius=0.17 * scale)
        word = Prose(verdict(on, case.advantage), size=LABEL * scale)
        return VGroup(lamp, word).arrange(RIGHT, buff=0.2 * scale)

    # -- 6 ------------------------------------------------------------------

    @beat(hold=1.6)
    def mirror(self) -> None:
        """A < 0: the other side

        For a bad answer it is the other way round: flat below, a full brake above.
        """
        self._teach(self.dropped, "value")
        self._teach(self.growing, "clipped", "value")
        # The first picture steps aside; the second is drawn like it.
        first = VGroup(self.up, self.ticks, self.axis_name, self.heading, self.epsilon)
        self.remove(*self.line_names, self.readout, self.slope)
        self.zoom_home(
            FadeOut(self.close_up),
            first.animate.scale(0.72, about_point=[-6.4, 3.1, 0]).shift(0.55 * DOWN),
        )
        self.up = envelope = self._envelope(self.dropped.advantage, width=4.8, height=3.3)
        envelope.move_to([2.1, 0.3, 0])
        envelope.remove(envelope.marker)
        self.heading = VGroup(Formula("A < 0", role="down"))
        corner = [envelope.get_left()[0], first[3].get_y() - 0.04, 0]  # inside the view to come
        self.heading.move_to(corner, aligned_edge=LEFT)
        self.ticks, self.axis_name = envelope.fence_ticks(), envelope.axis_name()
        if any(touches(tick, self.heading) for tick in self.ticks):
            self.heading.shift(0.35 * LEFT)
            self.ticks.remove(*(tick for tick in self.ticks if touches(tick, self.heading)))
        self._say_example(self.heading, self.dropped, self.growing, beside=self.ticks)
        line, held, zone = envelope.straight_line(), envelope.held_line(), envelope.hatched_zone()
        self.play(
            *self.dim_others(),
            FadeIn(envelope.axes, envelope.band, self.heading, self.ticks, self.axis_name),
            Create(line),
            Create(held),
            run_time=1.0,
        )
        envelope.add_to_back(zone, line, held)
        self.play(Create(envelope.curve), FadeIn(zone), run_time=1.0)
        self.remove(*envelope.get_family())
        self.add(envelope)

        # Two answers walk from ratio 1 to their own; the camera has both in view.
        corner = envelope.get_left() + 0.7 * LEFT
        view = np.array([corner[0] + 0.5 * CLOSER_WIDTH, 0.35, 0])
        low, high = _room(view, CLOSER_WIDTH)
        room = low, np.minimum(high, STAGE[1])  # it is to be read from home, too
        taken = [*self._taken(), self.heading, self.axis_name, *lines_and_texts(first)]
        rejected = self._rejected(self.growing).next_to(held.get_end(), RIGHT, buff=0.12)
        taken.append(rejected)
        self.case_labels = VGroup()
        for case in (self.dropped, self.growing):
            label = self._case_label(case, taken, room)
            taken.append(label)
            self.case_labels.add(label)
        self._walk(self.dropped, self.frame_on(view, CLOSER_WIDTH), run_time=1.8)
        self.play(FadeIn(self.case_labels[0]), run_time=0.6)
        self._walk(self.growing, run_time=1.4)
        self.play(FadeIn(self.case_labels[1], rejected), run_time=0.6)
        self.case_labels.add(rejected)
        self.wait(0.8)
        self.zoom_home(run_time=1.4)
        self.first_picture = first

    def _case_label(self, case: Case, taken: list, room: tuple) -> VGroup:
        """Name, value, lamp and verdict of an answer, in a free place beside it."""
        self.up.set_advantage(case.advantage)
        value = number_text(self.up.value(case.ratio), 2)
        row = Formula(f"{case.name} thick {{{{ {value} : value }}}}", size=LABEL, value="down")
        other = self.growing if case is self.dropped else self.dropped
        whole = VGroup(row, *self._own_advantage(case, other), self._lamp_row(case))
        whole.arrange(DOWN, buff=0.16, aligned_edge=LEFT)
        spot = answer_marker(case.advantage).move_to(self.up.at(case.ratio))
        around = (UR, RIGHT, UP) if self.up.flows(case.ratio) else (DOWN, DL, LEFT, UL)
        short = VGroup(row.copy(), whole[-1][0].copy()).arrange(RIGHT, buff=0.25)
        for label in (whole, short, VGroup(row)):
            if find_place(label, spot, taken, directions=around, buff=0.1, within=room):
                return label
        return VGroup()  # no room: the marker itself says filled or hollow

    def _rejected(self, case: Case) -> Formula:
        """The value of clip(rho) A, which min does not take for `case`."""
        self.up.set_advantage(case.advantage)
        value = float(self.up.evaluate(case.ratio).clipped)
        return Formula(number_text(value, 2), size=LABEL, role="muted")

    def _walk(self, case: Case, *others, run_time: float) -> None:
        """Take a new marker from ratio 1 to the answer's own; it turns hollow when clipped."""
        envelope = self.up.set_advantage(case.advantage)
        marker = answer_marker(case.advantage).move_to(envelope.at(1.0))

        def walk(ratio: float) -> None:
            marker.move_to(envelope.at(ratio))
            set_hollow(marker, case.advantage, hollow=not envelope.flows(ratio))

        self.play(*others, Drive(marker, walk, 1.0, case.ratio), run_time=run_time)
        self.case_labels.add(marker)

    # -- 7 ------------------------------------------------------------------

    @beat(hold=3.0)
    def board(self) -> None:
        """Four corners

        Hollow: the answer has had its say. Filled: it still pushes.
        """
        board = Board(self.table).move_to([0, 0.3, 0])
        for cell in board.cells:
            cell.decide(0.0, bool(pushes(self.table)[cell.index]))
        first = board.of(self._index_of(self.growing))
        leaving = [self.case_labels, self.heading, self.ticks, self.axis_name, self.first_picture]
        self.up.set_ratio(self.growing.ratio)
        self.play(FadeOut(*leaving), FadeIn(self.up.marker), run_time=0.6)
        self.up.add(self.up.marker)
        self.morph(
            self.up,
            first,
            *((name, f"envelope.{name}") for name in ("band", "axes", "curve", "marker")),
        )
        rest = [*(cell for cell in board.cells if cell is not first), *board.rest]
        self.play(
            LaggedStart(*map(FadeIn, rest), lag_ratio=0.3), FadeIn(board.headings), run_time=1.6
        )

        # Which of them push? Their lamps tell, one after the other.
        self.remove(*board.cells, *board.rest, board.headings)
        self.add(board)
        for cell in board.cells:
            self.play(Drive(cell, _verdict_of(cell, pushes(self.table)), 0.0, 1.0), run_time=0.6)
        self.board_of_cells = board
        shown = [cell.index for cell in board.cells]
        self.teach("ratio", self.table.ratio, ratio_source, answers=shown)
        self.teach("value", self.table.value, 2, answers=shown)

    # -- 8 ------------------------------------------------------------------

    @beat(hold=2.4)
    def why_min(self) -> None:
        """Why min

        Clipping alone would let go of a bad answer that is growing. min does not.
        """
        case = self.growing
        alone, together = say("clipping.why_min.alone"), say("clipping.why_min.with_min")
        left = SlopePanel(self.table, case, alone, "clipped").move_to([-3.25, 0.4, 0])
        right = SlopePanel(self.table, case, together, "value").move_to([3.25, 0.4, 0])
        board = self.board_of_cells
        cell = board.of(self._index_of(case))
        shared = ["body", "lamp", *(f"envelope.{n}" for n in ("band", "axes", "curve", "marker"))]
        rest = [*(c for c in board.cells if c is not cell), *board.rest]
        self.remove(board)
        self.add(board.headings, *rest, cell)
        self.play(FadeOut(board.headings, *rest), run_time=0.4)
        self.morph(cell, right, *shared)
        self.play(FadeIn(left, shift=0.4 * LEFT), run_time=0.8)
        self.play(*(Drive(p, p.set_ratio, 1.0, case.ratio) for p in (left, right)), run_time=2.4)
        self.why_panels = VGroup(left, right)
        for panel, note in ((left, alone), (right, together)):
            self.teach("slope", panel.envelope.slope(case.ratio), 2, note=note)

    # -- 9 ------------------------------------------------------------------

    @beat(hold=2.0)
    def sweep(self) -> None:
        """Turning epsilon

        Widen the range: fewer answers are clipped, and their push returns.
        """
        plot = SweepPlot(self.table, width=6.2, height=4.6).move_to([-2.9, 0.4, 0])
        name = quoted(say("clipping.sweep.surrogate"))
        dial = ReadOut(
            {"epsilon": ("epsilon", "text"), "surrogate": (name, "text")},
            width=4.3,
            decimals=3,
            result=False,
        ).move_to([4.3, 2.45, 0])
        strip = RatioStrip(self.table, width=4.3, lane=1.0, labels=False)
        strip.move_to([4.4, -0.6, 0])
        strip.shift(min(0.0, STAGE[1][0] - strip.get_right()[0]) * RIGHT)
        caveat = Prose(say("stage.dial_plot.larger"), role="muted")
        caveat.next_to(dial, DOWN, buff=0.2).align_to(dial, LEFT)

        def turn(epsilon: float) -> None:
            strip.set_range(epsilon, epsilon)
            strip.set_pushing(pushes(plot.table_at(epsilon)))

        def count(epsilon: float) -> None:
            dial.show(epsilon=epsilon, surrogate=plot.value(epsilon))

        count(0.0)
        turn(0.0)
        self.play(FadeOut(self.why_panels), run_time=0.4)
        self.play(FadeIn(plot, dial, strip, caveat), run_time=0.8)
        marks = VGroup(plot.mark(0.0, []))
        self.play(FadeIn(marks), run_time=0.6)
        # The sweep turns both bounds alike; a group with two bounds is not on its curve.
        alike = self.table.eps_low == self.table.eps_high
        present = {min(self.table.eps_low, plot.most)} if alike else set()
        stops = [0.0, *sorted((present | {*plot.landmarks(), plot.most}) - {0.0})]
        for left, right in pairwise(stops):
            self.play(
                Drive(plot, plot.set_epsilon, left, right),
                Drive(dial, count, left, right),
                Drive(strip, turn, left, right),
                run_time=1.4,
            )
            mark = self._sweep_mark(plot, right, lines_and_texts(marks))
            marks.add(mark)
            self.play(FadeIn(mark), run_time=0.6)
        self.sweep_parts = VGroup(plot, dial, strip, marks, caveat)
        for epsilon in (0.0, *present, plot.most):
            self.teach("surrogate", plot.value(epsilon), note=under("ε", epsilon))

    def _sweep_mark(self, plot: SweepPlot, epsilon: float, taken: list) -> VGroup:
        if epsilon == plot.most:
            return plot.mark(epsilon, taken)
        if epsilon in plot.landmarks():
            return plot.tick(epsilon, taken, 3)
        tick = plot.tick(epsilon, taken)
        return VGroup(tick, plot.mark(epsilon, [*taken, tick[1]]))

    # -- 10 -----------------------------------------------------------------

    @beat(hold=2.4)
    def notebook(self) -> None:
        """Four textbook cases, and a fifth

        Four cases from a notebook on clipping, and the one that it lacks.
        """
        cases = evaluate_group(load_group(ASSETS / "groups" / "notebook_clips.toml"))
        self.panels = panels = VGroup(*(CasesPanel(cases, sign) for sign in (1, -1)))
        panels.arrange(RIGHT, buff=0.25).move_to(0.4 * UP)
        self.play(FadeOut(self.sweep_parts), run_time=0.4)
        self.play(FadeIn(panels), run_time=0.8)
        for panel in panels:
            self.play(LaggedStart(*map(FadeIn, panel.show_cases()), lag_ratio=0.5), run_time=1.4)
        self.wait(0.8)
        self.play(FadeIn(panels[0].show_missing(float(cases.ratio.min()))), run_time=0.8)
        self.teach("value", cases.value, 1, answers=range(cases.group.size))
        self.teach("epsilon", cases.eps_low, ratio_text)

    # -- 11 -----------------------------------------------------------------

    @beat(hold=2.0)
    def no_fence(self) -> None:
        """No fence for the ratio

        Clipping stops the push. It does not hold the ratio: one step can leap past it.
        """
        # A recorded run: one large step takes a rare right answer far beyond the range.
        line = RatioLine(LARGE_STEP.eps_low, LARGE_STEP.eps_high).shift(1.3 * DOWN)
        line.place_run(large_step_run())
        first, second, third = map(line.step_name, range(3))
        self.play(FadeOut(self.panels), run_time=0.4)
        self.play(FadeIn(line, line.run_parts, first), run_time=0.6)
        self.wait(0.4)
        self.play(*line.step_to(1), ReplacementTransform(first, second), run_time=0.8)
        self.wait(0.4)
        drag = Prose(say("clipping.no_fence.moved"))
        drag.next_to(line.place(1.3, 0.9), RIGHT, buff=0.1)
        self.play(*line.step_to(2), FadeIn(drag), ReplacementTransform(second, third), run_time=0.8)
        self.wait(1.2)

        # Clip-higher: DAPO moves the upper bound alone.
        self.play(FadeOut(line.names, line.wrong, drag, third), run_time=0.4)
        name = say("clipping.no_fence.clip_higher")
        self.play(*line.move_bound(fact("dapo.epsilon_high"), name), run_time=0.8)
        self.wait(1.8)

        # R1's printed eps: out to where the upper bound is.
        self.play(FadeOut(line.home_labels()), run_time=0.4)
        self.play(
            *line.widen(fact("r1.epsilon"), say("clipping.no_fence.stage")),
            self.frame_on(*line.whole_view()),
            run_time=1.4,
        )
        self.play(FadeIn(line.far), run_time=0.6)
        for step, ratio in enumerate(line.paths[: line.at_step + 1, line.right], start=1):
            self.teach("ratio", float(ratio), 2, note=say("stage.ratio_line.step", step=step))
        self.teach("upper_bound", 1 + fact("dapo.epsilon_high").value, ratio_text, note=name)
        self.teach("epsilon", fact("r1.epsilon").value, 0, note=say("clipping.no_fence.stage"))

    # -- 12 -----------------------------------------------------------------

    @beat(hold=3.0)
    def home(self) -> None:
        """Stop pushing, not undo

        One-sided, by the sign of A: clipped means stop pushing, not undo.
        """
        objective, cards = Objective(), CardStrip(self.table)
        jump(*objective.light("surrogate"))
        for card in cards.cards:
            on = bool(pushes(self.table)[card.index])
            word = say("clipping.home.pushes") if on else verdict(False, card.advantage)
            card.say_verdict(on, word)
        claim = Prose(say("clipping.home.claim"), size=FORMULA)
        claim.move_to([2.9, objective[2].get_y(), 0])
        over = claim.get_right()[0] - cards.get_right()[0]
        free = claim.get_left()[0] - objective[2].get_right()[0] - 0.4
        claim.shift(max(0.0, min(over, free)) * LEFT)
        self.play(FadeOut(*self.stage_mobjects()), run_time=0.4)
        self.camera.frame.set(width=HOME_WIDTH).move_to([0, 0, 0])
        self.play(FadeIn(objective, cards), run_time=0.8)
        self.play(FadeIn(claim, shift=0.2 * UP), run_time=0.8)


def _verdict_of(cell: Cell, pushing: np.ndarray) -> Callable[[float], Cell]:
    """A setter that says by degrees whether a cell's answer pushes."""
    return lambda share: cell.decide(share, bool(pushing[cell.index]))


def _room(center: np.ndarray, width: float) -> tuple[np.ndarray, np.ndarray]:
    """The corners of what text may take in a view: clear of its rim and of the captions."""
    half = 0.5 * width * np.array([1.0, 9 / 16])
    return center[:2] - [0.93, 0.74] * half, center[:2] + 0.93 * half
