"""Clipping: one-sided, by the sign of A; clipped means stop pushing, not undo."""

from __future__ import annotations

from itertools import pairwise

from manim import (
    DOWN,
    DR,
    LEFT,
    RIGHT,
    UL,
    UP,
    UR,
    Create,
    DashedLine,
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
from scenes.stage.board import Board
from scenes.stage.cards import CardStrip
from scenes.stage.cases import Case, find_case, pushes
from scenes.stage.cases_panel import CasesPanel
from scenes.stage.envelope import Envelope
from scenes.stage.facts import fact
from scenes.stage.film import HOME_WIDTH, GrpoScene, beat
from scenes.stage.gradient import GradientLamp, SlopePanel
from scenes.stage.live_number import number_text
from scenes.stage.marks import Lamp
from scenes.stage.motion import Drive, Undim, jump
from scenes.stage.objective import Objective
from scenes.stage.placement import lines_and_texts, place_label
from scenes.stage.quotient import Quotient
from scenes.stage.ratio_line import RatioLine
from scenes.stage.ratio_strip import RatioStrip
from scenes.stage.readout import ReadOut
from scenes.stage.settings import ASSETS
from scenes.stage.sweep_plot import SweepPlot
from scenes.stage.theme import HAIRLINE, LABEL, READOUT, paint, sign_role
from scenes.stage.typeset import Formula, Prose

CLOSE_WIDTH = 5.0  # the view of a close-up, in scene units
CLOSE = CLOSE_WIDTH / HOME_WIDTH  # what type must be scaled by to look the same there
_START = 0.3  # where the dot's walk along the envelope begins


class Clipping(GrpoScene):
    """How the clip range acts on each answer, and what it does not do."""

    poster_beat = 7

    def setup(self) -> None:
        super().setup()
        self.pushed = find_case(self.table, +1, above=True)
        self.rarer = find_case(self.table, +1, above=False)
        self.dropped = find_case(self.table, -1, above=False)
        self.growing = find_case(self.table, -1, above=True)

    # -- 1 ------------------------------------------------------------------

    @beat(
        "Every answer has a ratio",
        "Each answer has a ratio: how much likelier it is now than when it was sampled.",
        hold=2.2,
    )
    def ratios(self) -> None:
        # The home shot, with the term of this film lit.
        self.objective = Objective()
        self.cards = CardStrip(self.table)
        self.add(self.objective, self.cards)
        jump(*self.objective.light("surrogate"))
        self.wait(1.4)

        # The fraction becomes the name of an axis.
        self.axis_title = Formula(
            'rho_i = ({{ pi_theta : new }} (o_i|q)) / ({{ pi_"old" : old }} (o_i|q))',
            size=READOUT,
            new="new",
            old="old",
        ).move_to([-4.3, 3.2, 0])
        fraction = self.objective.part("ratio1").copy()
        self.strip = RatioStrip(self.table).shift(0.05 * UP)
        self.play(
            FadeOut(self.objective),
            ReplacementTransform(fraction, self.axis_title),
            run_time=1.2,
        )
        strip = self.strip
        self.play(Create(strip.axis), FadeIn(strip.ticks, strip.lanes), run_time=0.8)
        self.play(FadeIn(strip.band), run_time=0.6)

        # Each card sends its sign to its ratio.
        flights = [
            TransformFromCopy(card.badge[0], marker)
            for card, marker in zip(self.cards.cards, strip.markers, strict=True)
        ]
        self.play(LaggedStart(*flights, lag_ratio=0.25), run_time=1.8)
        self.play(FadeIn(strip.labels), run_time=0.6)
        self.remove(*strip.submobjects)
        self.add(strip)

    # -- 2 ------------------------------------------------------------------

    @beat(
        "A ratio is new over old",
        "The ratio is this answer's new probability over its old one.",
    )
    def fraction(self) -> None:
        index = self.pushed.index or 0
        marker = self.strip.markers[index]
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

    # -- 3 ------------------------------------------------------------------

    @beat(
        "A > 0: a ceiling",
        "For a good answer the term grows with the ratio, up to a ceiling.",
    )
    def ceiling(self) -> None:
        # The bars fall into the dot, the strip's axis becomes the axis of a plot.
        self.up = envelope = self._envelope(self.pushed.advantage)
        strip = self.strip
        marker = strip.markers[self.pushed.index or 0]
        self.play(self.close_up.animate.scale(0.05).move_to(marker), run_time=0.8)
        self.remove(self.close_up)
        self.zoom_home(*self.undim_all(), run_time=1.4)
        self.heading = Formula("A > 0", role="up").move_to([-4.9, 3.25, 0])
        self.ticks, self.axis_name = envelope.fence_ticks(), envelope.axis_name()
        self.readout = self._readout("up")
        self._show(_START)
        envelope.set_ratio(_START)
        self.remove(strip)
        self.play(
            ReplacementTransform(strip.axis, envelope.axes[0]),
            ReplacementTransform(strip.band, envelope.band),
            ReplacementTransform(marker, envelope.dot),
            ReplacementTransform(strip.lanes[0], self.heading),
            FadeOut(self.axis_title, self.cards, strip.ticks, strip.lanes[1]),
            FadeOut(strip.labels, *(m for m in strip.markers if m is not marker)),
            run_time=1.2,
        )
        self.play(FadeIn(envelope.axes[1], self.ticks, self.axis_name, self.readout), run_time=0.8)

        # Two candidates: the straight line, and the same line held to the band.
        flat = envelope.flat_part()
        line_name = Formula("rho A", size=LABEL, role="muted")
        line_name.next_to(envelope.point(envelope.most, envelope.far), RIGHT, buff=0.15)
        flat_name = Formula('"clip"(rho) A', size=LABEL, role="muted")
        flat_name.next_to(flat.get_end(), RIGHT, buff=0.15)
        line = envelope.straight_line()
        self.play(Create(line), FadeIn(line_name), run_time=0.8)
        self.play(Create(flat), FadeIn(flat_name), run_time=0.8)

        # min is the lower of the two, traced by the dot.
        self.remove(envelope.axes, envelope.band, envelope.dot, line, flat)
        envelope.trace_to(_START)
        envelope.add_to_back(line, flat)
        envelope.reveal("drop", "ghost")
        self.line_names = VGroup(line_name, flat_name)
        self._glide(_START, self.pushed.ratio, trace=True, run_time=2.8)
        self.case_name = Formula(self.pushed.name, size=LABEL).next_to(
            envelope.dot, DOWN, buff=0.16
        )
        self.play(FadeIn(self.case_name), run_time=0.4)

    def _envelope(self, advantage: float) -> Envelope:
        cases = (self.pushed, self.rarer, self.dropped, self.growing)
        furthest = max(1 + self.table.eps_high, *(case.ratio for case in cases))
        return Envelope(
            advantage,
            self.table.eps_low,
            self.table.eps_high,
            most=max(2.0, 1.15 * furthest),
            width=6.2,
            height=4.5,
        ).move_to([-3.1, 0.3, 0])

    def _readout(self, role: str) -> ReadOut:
        rows = {
            "ratio": ("rho", "text"),
            "unclipped": ("rho A", "text"),
            "clipped": ('"clip"(rho) A', "text"),
            "value": ('"min"', role),
        }
        return ReadOut(rows, width=4.1).move_to([4.55, 1.2, 0])

    def _show(self, ratio: float) -> None:
        result = self.up.evaluate(ratio)
        self.readout.show(
            ratio=ratio, unclipped=result.unclipped, clipped=result.clipped, value=result.value
        )

    def _glide(self, start: float, end: float, *others, trace=False, run_time=1.6) -> None:
        """Walk the dot and the read-outs from one ratio to another."""
        setter = self.up.trace_to if trace else self.up.set_ratio
        self.play(
            Drive(self.up, setter, start, end),
            Drive(self.readout, self._show, start, end),
            *others,
            run_time=run_time,
        )

    # -- 4 ------------------------------------------------------------------

    @beat(
        "A flat stretch has no gradient",
        "Beyond the bound the objective is flat: zero gradient, stop pushing.",
        hold=2.0,
    )
    def flat(self) -> None:
        envelope = self.up
        self.gradient = GradientLamp().move_to(self.readout).shift(2.6 * DOWN)
        self._glide(self.pushed.ratio, _START * 2, FadeOut(self.case_name), run_time=1.2)
        self.gradient.show(envelope.evaluate(_START * 2))
        envelope.reveal("tangent")
        self.play(FadeIn(envelope.tangent, self.gradient), run_time=0.8)
        self.wait(0.6)

        # Past the bound the tangent lies down and the lamp goes out.
        zone = envelope.hatched_zone()
        envelope.add_to_back(zone)
        verdict = Prose("stop pushing", role="muted").next_to(self.gradient, DOWN, buff=0.3)
        self._glide(
            _START * 2,
            self.pushed.ratio,
            Drive(self.gradient, self._light, _START * 2, self.pushed.ratio),
            FadeIn(zone),
            run_time=2.4,
        )
        self.play(FadeIn(self.case_name), FadeIn(verdict, shift=0.2 * DOWN), run_time=0.6)
        self.verdict = verdict

    def _light(self, ratio: float) -> None:
        self.gradient.show(self.up.evaluate(ratio))

    # -- 5 ------------------------------------------------------------------

    @beat(
        "A > 0, rarer: the full pull stays",
        "If a good answer got rarer, nothing is clipped: the full pull stays.",
    )
    def full_pull(self) -> None:
        envelope, case = self.up, self.rarer
        self._glide(
            self.pushed.ratio,
            case.ratio,
            Drive(self.gradient, self._light, self.pushed.ratio, case.ratio),
            FadeOut(self.verdict, self.case_name),
            run_time=1.8,
        )
        result = envelope.evaluate(case.ratio)
        kept = self._case_label(case, result)
        taken = [envelope.curve, *envelope.axes, *self.ticks]
        around = (DR, UL, RIGHT, 3 * UL, 3 * DR)
        place_label(kept, envelope.dot, taken, directions=around, buff=0.1)
        self.close_up = VGroup(kept)
        self.zoom_to(
            envelope.dot.get_center(), CLOSE_WIDTH, *self.dim_others(envelope), shift=0.25 * RIGHT
        )
        if result.clipped != result.unclipped:
            plateau = self._plateau(float(result.clipped))
            self.play(FadeIn(plateau), run_time=0.8)
            self.close_up.add(plateau)
        self.play(FadeIn(kept), run_time=0.6)

    def _plateau(self, height: float) -> VGroup:
        """Where clipping alone would hold a ratio below the range, with its value."""
        line = DashedLine(self.up.point(0, height), self.up.at(1 - self.table.eps_low))
        line.set_stroke(paint("muted"), HAIRLINE)
        held = Formula(
            f'"clip"(rho) A = {number_text(height, 2)}', size=READOUT * CLOSE, role="muted"
        )
        held.next_to(line.get_left() + 0.1 * RIGHT, UP, buff=0.07, aligned_edge=LEFT)
        return VGroup(line, held)

    def _case_label(self, case: Case, result) -> VGroup:
        """Name, value and lamp of a case, for a close-up."""
        return VGroup(
            Formula(case.name, size=READOUT * CLOSE, role="muted"),
            Formula(
                number_text(float(result.value), 2),
                size=READOUT * CLOSE,
                role=sign_role(case.advantage),
            ),
            Lamp(on=not result.binds, radius=0.17 * CLOSE),
        ).arrange(RIGHT, buff=0.1)

    # -- 6 ------------------------------------------------------------------

    @beat(
        "A < 0: the mirror image",
        "For a bad answer it is the other way round: flat below, a full brake above.",
    )
    def mirror(self) -> None:
        self.zoom_home(FadeOut(self.close_up), *self.undim_all(), run_time=1.4)
        old, new = self.up, self._envelope(self.dropped.advantage)
        new.add_to_back(new.hatched_zone(), new.straight_line(), new.flat_part())
        new.reveal("drop", "ghost", "tangent")
        heading = Formula("A < 0", role="down").move_to([-4.9, -2.65, 0])
        ticks, name = new.fence_ticks(), new.axis_name()
        self.readout.set_role("value", "down")
        self._glide(self.rarer.ratio, 1.0, Drive(self.gradient, self._light, self.rarer.ratio, 1.0))
        self.up = new
        self.morph(
            old,
            new,
            *("band", "axes", "curve", "tangent", "dot"),
            others=[
                ReplacementTransform(self.heading, heading),
                ReplacementTransform(self.ticks, ticks),
                ReplacementTransform(self.axis_name, name),
                FadeOut(self.line_names),
                Drive(self.readout, self._show, 1.0, 1.0),
                Drive(self.gradient, self._light, 1.0, 1.0),
            ],
            run_time=1.4,
        )
        self.heading, self.ticks, self.axis_name = heading, ticks, name
        self._visit(self.dropped, 1.0)
        self.wait(0.8)
        self._visit(self.growing, self.dropped.ratio)

    def _visit(self, case, start: float) -> None:
        """Take the dot to `case` with the camera on it, and say its two numbers."""
        envelope = self.up
        result = envelope.evaluate(case.ratio)
        label = self._case_label(case, result)
        spot = envelope.at(case.ratio)
        taken = [envelope.curve, *envelope.axes, *self.ticks]
        around = (DOWN, UR, DR, RIGHT, 3 * UR, 4 * UR)
        place_label(label, Dot(spot), taken, directions=around, buff=0.1)
        context = [] if start != 1.0 else self.dim_others(envelope)
        self.play(
            self.frame_on(spot, CLOSE_WIDTH, shift=0.2 * RIGHT),
            Drive(envelope, envelope.set_ratio, start, case.ratio),
            Drive(self.readout, self._show, start, case.ratio),
            Drive(self.gradient, self._light, start, case.ratio),
            *context,
            run_time=1.8,
        )
        self.play(FadeIn(label), run_time=0.6)
        self.case_labels = VGroup(*getattr(self, "case_labels", []), label)

    # -- 7 ------------------------------------------------------------------

    @beat(
        "Four corners",
        "Hollow lamp: the answer has had its say. Filled lamp: it still pushes.",
        hold=3.0,
    )
    def board(self) -> None:
        board = Board(self.table).move_to([0.35, 0.35, 0])
        self.zoom_home(FadeOut(self.case_labels), *self.undim_all(), run_time=1.4)
        last = board.of(self.growing.index if self.growing.index is not None else 0)
        leaving = [self.readout, self.gradient, self.heading, self.ticks, self.axis_name]
        self.morph(
            self.up,
            last,
            *((name, f"envelope.{name}") for name in ("band", "axes", "curve", "dot")),
            others=[FadeOut(*leaving)],
        )
        rest = [cell for cell in board.cells if cell is not last]
        self.play(
            LaggedStart(*map(FadeIn, rest), lag_ratio=0.3), FadeIn(board.headings), run_time=1.6
        )

        # The lamps of the clipped answers go out, one after the other.
        self.remove(*board.cells, board.headings)
        self.add(board)
        for cell in board.cells:
            if not pushes(self.table)[cell.index]:
                self.play(Drive(cell.lamp, cell.lamp.set_level, 1.0, 0.0), run_time=0.6)
        self.board_of_cells = board

    # -- 8 ------------------------------------------------------------------

    @beat(
        "Why min",
        "Clipping alone would let go of a bad answer that is growing. min does not.",
        hold=2.4,
    )
    def why_min(self) -> None:
        case = self.growing
        left = SlopePanel(self.table, case, '"clip"(rho) A', "clipped").move_to([-3.3, 0.45, 0])
        right = SlopePanel(self.table, case, '"min"', "value").move_to([3.3, 0.45, 0])
        cell = self.board_of_cells.of(case.index if case.index is not None else 0)
        shared = [f"envelope.{name}" for name in ("band", "axes", "curve", "dot")]
        rest = [c for c in self.board_of_cells.cells if c is not cell]
        rest.append(self.board_of_cells.headings)
        self.remove(self.board_of_cells)
        self.add(*rest, cell)
        self.morph(cell, right, "body", "lamp", *shared, others=[FadeOut(*rest)])
        self.morph(right, left, "body", "lamp", *shared, copy=True)
        self.play(*(Drive(p, p.set_ratio, 1.0, case.ratio) for p in (left, right)), run_time=2.2)
        self.why_panels = VGroup(left, right)

    # -- 9 ------------------------------------------------------------------

    @beat(
        "Turning epsilon",
        "Widen the range, and fewer answers are clipped: their terms count again.",
        hold=2.4,
    )
    def sweep(self) -> None:
        plot = SweepPlot(self.table).move_to([-2.0, 1.3, 0])
        dial = ReadOut(
            {"epsilon": ("epsilon", "text"), "surrogate": ('"surrogate"', "text")},
            width=4.2,
            decimals=3,
            result=False,
        ).move_to([4.5, 1.9, 0])
        cards = self.cards
        self.lamps = [card.add_lamp(on=True) for card in cards.cards]

        def turn(epsilon: float) -> None:
            plot.set_epsilon(epsilon)

        def count(epsilon: float) -> None:
            dial.show(epsilon=epsilon, surrogate=plot.value(epsilon))

        def light(epsilon: float) -> None:
            on = pushes(evaluate_group(self.table.group, eps_low=epsilon))
            for lamp, level in zip(self.lamps, on, strict=True):
                lamp.set_level(float(level))

        count(0.0)
        light(0.0)
        self.play(FadeOut(self.why_panels), FadeIn(plot, dial, cards), run_time=1.0)
        present = min(self.table.eps_low, plot.most)
        stops = [0.0, *sorted({present, *plot.landmarks(), plot.most} - {0.0})]
        marks = VGroup()
        start = plot.mark(0.0, [])
        marks.add(start)
        self.play(FadeIn(start), run_time=0.6)
        for left, right in pairwise(stops):
            self.play(
                Drive(plot, turn, left, right),
                Drive(dial, count, left, right),
                Drive(cards, light, left, right),
                run_time=1.4,
            )
            mark = self._sweep_mark(plot, right, lines_and_texts(marks))
            marks.add(mark)
            self.play(FadeIn(mark), run_time=0.6)
        self.sweep_parts = VGroup(plot, dial, marks)

    def _sweep_mark(self, plot: SweepPlot, epsilon: float, taken: list) -> VGroup:
        if epsilon == plot.most:
            return plot.mark(epsilon, taken)
        if epsilon in plot.landmarks():
            return plot.tick(epsilon, taken, 3)
        tick = plot.tick(epsilon, taken)
        return VGroup(tick, plot.mark(epsilon, [*taken, tick[1]]))

    # -- 10 -----------------------------------------------------------------

    @beat(
        "Four textbook cases, and a fifth",
        "Four cases from a notebook on clipping, and the one that it lacks.",
        hold=2.4,
    )
    def notebook(self) -> None:
        group = load_group(ASSETS / "groups" / "notebook_clips.toml")
        cases = evaluate_group(group)
        panels = VGroup(*(CasesPanel(cases, sign) for sign in (1, -1)))
        panels.arrange(RIGHT, buff=0.4).move_to(0.4 * UP)
        self.play(FadeOut(self.sweep_parts, self.cards), FadeIn(panels), run_time=1.0)
        for panel in panels:
            self.play(LaggedStart(*map(FadeIn, panel.show_cases()), lag_ratio=0.5), run_time=1.4)
        good = panels[0]
        self.wait(0.6)
        self.play(FadeIn(good.show_missing(least=float(cases.ratio.min()))), run_time=0.8)
        self.panels = panels

    # -- 11 -----------------------------------------------------------------

    @beat(
        "No fence for the ratio",
        "Clipping stops the push. It does not hold the ratio: one step can leap past it.",
        hold=2.4,
    )
    def no_fence(self) -> None:
        # A recorded run: one large step takes a rare right answer far beyond the range.
        run = large_step_run()
        line = RatioLine(LARGE_STEP["eps_low"], LARGE_STEP["eps_high"]).shift(1.3 * DOWN)
        line.place_run(run)
        self.play(FadeOut(self.panels), run_time=0.6)
        self.play(FadeIn(line, line.run_parts), run_time=0.6)
        self.play(*line.step_to(1), run_time=1.2)
        self.wait(0.6)
        self.play(*line.step_to(2), FadeIn(line.cause()), run_time=1.2)
        self.wait(0.6)

        # Clip-higher: DAPO moves the upper bound alone.
        dapo = fact("dapo.epsilon_high")
        self.play(FadeOut(line.run_parts), run_time=0.4)
        self.play(*line.move_bound(dapo, "DAPO"), run_time=1.0)
        self.wait(0.4)

        # R1's printed eps: out to where the upper bound is.
        r1 = fact("r1.epsilon")
        self.play(
            *line.widen(r1, "R1, first RL stage"), self.frame_on(*line.whole_view()), run_time=1.8
        )
        self.line = line

    # -- 12 -----------------------------------------------------------------

    @beat(
        "Stop pushing, not undo",
        "One-sided, by the sign of A: clipped means stop pushing, not undo.",
        hold=3.0,
    )
    def home(self) -> None:
        for lamp, on in zip(self.lamps, pushes(self.table), strict=True):
            lamp.set_level(float(on))
        objective = Objective()
        jump(*objective.light("surrogate"))
        self.zoom_home(
            FadeOut(self.line, self.line.far), FadeIn(objective, self.cards), run_time=1.8
        )
